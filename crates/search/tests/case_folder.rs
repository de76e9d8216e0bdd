//! The index of cases in its folder: what is left of it, and what it does when its disk fails.

#![allow(missing_docs, clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use search::{Among, CaseDocument, CaseIndex, Opened, Position, SearchError};

fn case(id: i64, team: i64, text: &str) -> CaseDocument<'_> {
    CaseDocument {
        id,
        team: Some(team),
        assignee: None,
        service: "tree",
        phase: "open",
        district: None,
        promised: None,
        unread: false,
        text,
    }
}

fn at(seq: i64) -> Position {
    Position { seq, leaf: vec![7; 32] }
}

/// The one folder that the index keeps in the one that it was given.
fn place(folder: &Path) -> PathBuf {
    std::fs::read_dir(folder).unwrap().next().unwrap().unwrap().path()
}

#[test]
fn an_index_goes_on_where_it_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let (index, opened) = CaseIndex::open(folder.path()).unwrap();
    assert_eq!((opened, index.position()), (Opened::NeedsRebuild, Position::default()));
    index.upsert(case(5, 1, "fallen tree")).unwrap();
    index.commit(&at(41)).unwrap();
    assert!(matches!(CaseIndex::open(folder.path()), Err(SearchError::InUse)));
    drop(index);
    let (index, opened) = CaseIndex::open(folder.path()).unwrap();
    assert_eq!((opened, index.position()), (Opened::Ready, at(41)));
    assert_eq!(index.find("tree", &Among::default(), 10), [5]);
}

#[test]
fn an_index_whose_disk_was_away_goes_on_when_it_is_back() {
    let folder = tempfile::tempdir().unwrap();
    let (index, _) = CaseIndex::open(folder.path()).unwrap();
    index.upsert(case(5, 1, "fallen tree")).unwrap();
    index.commit(&at(41)).unwrap();
    let (here, away) = (place(folder.path()), folder.path().join("away"));
    std::fs::rename(&here, &away).unwrap();
    for _ in 0..3 {
        let changed = index.upsert(case(6, 1, "fallen lamp"));
        assert!(changed.and_then(|()| index.commit(&at(42))).is_err());
    }
    std::fs::rename(&away, &here).unwrap();
    index.upsert(case(6, 1, "fallen lamp")).unwrap();
    index.commit(&at(42)).unwrap();
    assert_eq!((index.count(), index.position()), (2, at(42)));
}

#[test]
fn a_broken_index_is_made_anew() {
    for damage in ["meta", "segment", "folder"] {
        let folder = tempfile::tempdir().unwrap();
        let (index, _) = CaseIndex::open(folder.path()).unwrap();
        index.upsert(case(5, 1, "fallen tree")).unwrap();
        index.commit(&at(41)).unwrap();
        drop(index);
        let place = place(folder.path());
        match damage {
            "meta" => std::fs::write(place.join("meta.json"), "{").unwrap(),
            "folder" => std::fs::remove_dir_all(&place).unwrap(),
            _ => {
                let mut files =
                    std::fs::read_dir(&place).unwrap().map(|entry| entry.unwrap().path());
                let file = files
                    .find(|path| path.extension().is_some_and(|ending| ending == "idx"))
                    .unwrap();
                std::fs::write(file, b"no longer an index").unwrap();
            }
        }
        let (index, opened) = CaseIndex::open(folder.path()).unwrap();
        assert_eq!(
            (opened, index.position(), index.count()),
            (Opened::NeedsRebuild, Position::default(), 0),
            "{damage}"
        );
    }
}
