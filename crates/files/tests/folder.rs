//! What must hold of the folder and the rows, on both engines.

#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

use std::fs;
use std::path::{Path, PathBuf};

use base::{CaseId, Clock, FileId, IdMaker};
use bytes::Bytes;
use files::{FileError, FileRow, Files, IntakeError, Kept, Owner, Swept, Variant, Visibility};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use jiff::SignedDuration;
use store::Db;
use store::testing::databases;

const DRAFT: Owner = Owner { kind: "draft", id: 1 };

fn upload(shade: u8) -> Bytes {
    // Far enough apart that JPEG tells them apart.
    let picture = RgbImage::from_pixel(600, 400, Rgb([shade.wrapping_mul(60), 90, 10]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(picture).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner().into()
}

async fn kept(files: &Files, shade: u8) -> Kept {
    let photo = files.intake(upload(shade), "bache.png").await.unwrap();
    files.keep(&photo).await.unwrap()
}

async fn recorded(db: &Db, kept: &Kept, clock: &Clock, ids: &IdMaker) -> FileId {
    let (kept, now, ids) = (kept.clone(), clock.now(), ids.clone());
    db.write(move |tx| files::record(tx, &kept, DRAFT, now, &ids)).await.unwrap()
}

async fn row(db: &Db, id: FileId) -> Option<FileRow> {
    db.read(move |tx| files::get(tx, id)).await.unwrap()
}

fn on_disk(folder: &Path) -> Vec<PathBuf> {
    let folders = fs::read_dir(folder).unwrap().flatten();
    let files = folders.flat_map(|folder| fs::read_dir(folder.path()).unwrap().flatten());
    files.map(|file| file.path()).collect()
}

#[tokio::test]
async fn only_the_photos_of_a_draft_can_be_attached_to_its_case() {
    for db in databases() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::open(&folder.path().join("new")).unwrap();
        let clock = Clock::fixed("2028-02-29T00:00:00Z".parse().unwrap());
        let ids = IdMaker::new(clock.clone(), 0);
        let kept = kept(&files, 1).await;
        let id = recorded(&db, &kept, &clock, &ids).await;
        let (other, case) = (Owner::new("draft", 2), Owner::case(CaseId(7)));
        let attach = async |from: Owner| {
            let attached =
                db.write(move |tx| files::attach(tx, id, from, case, Visibility::Public)).await;
            attached.unwrap()
        };
        assert!(!db.write(move |tx| files::discard(tx, id, other)).await.unwrap());
        assert!(!attach(other).await);
        assert_eq!(row(&db, id).await.unwrap().state, "pending");
        assert!(attach(DRAFT).await);
        assert!(!attach(DRAFT).await, "it was handed on twice");
        assert!(!db.write(move |tx| files::discard(tx, id, case)).await.unwrap());

        let of_case = db.read(move |tx| files::of_owner(tx, case, 10)).await.unwrap();
        assert!(case.owns(&of_case[0]) && of_case[0].public);
        assert_eq!((of_case[0].name.as_str(), of_case[0].width), ("bache.jpg", 600));
        assert!(db.write(move |tx| files::show(tx, id, Visibility::Private)).await.unwrap());
        assert!(!row(&db, id).await.unwrap().public);
        for (variant, width) in [(Variant::Full, 600), (Variant::Thumbnail, 480)] {
            let content = files.read(&of_case[0], variant).await.unwrap();
            let picture = image::load_from_memory(&content.bytes).unwrap();
            assert_eq!((picture.width(), content.media_type), (width, "image/jpeg"));
        }
    }
}

#[tokio::test]
async fn a_sweep_takes_what_nobody_names_and_nothing_else() {
    for db in databases() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::open(folder.path()).unwrap();
        // The files' times are the machine's; the sweep's clock stands far after them.
        let clock = Clock::fixed("2100-01-01T00:00:00Z".parse().unwrap());
        let ids = IdMaker::new(clock.clone(), 0);
        let (attached, pending, _orphan) =
            (kept(&files, 1).await, kept(&files, 2).await, kept(&files, 3).await);
        let id = recorded(&db, &attached, &clock, &ids).await;
        let case = Owner::case(CaseId(7));
        let handed_on = db.write(move |tx| files::attach(tx, id, DRAFT, case, Visibility::Private));
        assert!(handed_on.await.unwrap());
        let draft = recorded(&db, &pending, &clock, &ids).await;
        let leftover = on_disk(folder.path())[0].with_file_name(".tmpAbC123");
        fs::write(&leftover, "half").unwrap();
        assert_eq!(on_disk(folder.path()).len(), 7);

        let swept = files.sweep(&db, clock.now()).await.unwrap();
        assert_eq!(swept, Swept { forgotten: 0, orphans: 3 });
        clock.advance(SignedDuration::from_hours(15 * 24));
        let swept = files.sweep(&db, clock.now()).await.unwrap();
        assert_eq!(swept, Swept { forgotten: 1, orphans: 2 });
        assert_eq!(row(&db, draft).await, None);
        files.read(&row(&db, id).await.unwrap(), Variant::Full).await.unwrap();

        assert_eq!(db.write(move |tx| files::remove(tx, case)).await.unwrap(), 1);
        files.sweep(&db, clock.now()).await.unwrap();
        assert!(on_disk(folder.path()).is_empty());
    }
}

#[tokio::test]
async fn fresh_bytes_wait_for_their_row_and_equal_ones_are_kept_once() {
    let (db, folder) = (store::testing::sqlite(), tempfile::tempdir().unwrap());
    let files = Files::open(folder.path()).unwrap();
    let first = kept(&files, 1).await;
    let old = std::time::UNIX_EPOCH;
    for path in on_disk(folder.path()) {
        fs::File::options().append(true).open(path).unwrap().set_modified(old).unwrap();
    }
    assert_eq!(kept(&files, 1).await, first);
    assert_eq!(on_disk(folder.path()).len(), 2);
    let swept = files.sweep(&db, Clock::system().now()).await.unwrap();
    assert_eq!(swept, Swept::default());
}

#[tokio::test]
async fn lost_bytes_and_rows_that_lead_elsewhere_are_told() {
    let (db, folder) = (store::testing::sqlite(), tempfile::tempdir().unwrap());
    let files = Files::open(folder.path()).unwrap();
    let clock = Clock::fixed("2028-02-29T00:00:00Z".parse().unwrap());
    let ids = IdMaker::new(clock.clone(), 0);
    let kept = kept(&files, 1).await;
    let id = recorded(&db, &kept, &clock, &ids).await;
    let mut row = row(&db, id).await.unwrap();
    for path in on_disk(folder.path()) {
        fs::remove_file(path).unwrap();
    }
    let lost = files.read(&row, Variant::Full).await;
    assert!(matches!(lost, Err(FileError::Missing)));
    row.sha256 = "../../../../etc/passwd".into();
    let elsewhere = files.read(&row, Variant::Full).await;
    assert!(matches!(elsewhere, Err(FileError::Missing)));
    fs::write(folder.path().join("file"), "").unwrap();
    assert!(matches!(Files::open(&folder.path().join("file")), Err(FileError::Folder { .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crowd_of_photos_waits_or_is_told_to_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::open(folder.path()).unwrap();
    let crowd: Vec<_> = (0..40)
        .map(|shade| {
            let files = files.clone();
            tokio::spawn(async move { files.intake(upload(shade), "x.png").await })
        })
        .collect();
    for one in crowd {
        let answer = one.await.unwrap();
        assert!(matches!(answer, Ok(_) | Err(IntakeError::Busy)), "{answer:?}");
    }
    files.intake(upload(1), "x.png").await.unwrap();
}
