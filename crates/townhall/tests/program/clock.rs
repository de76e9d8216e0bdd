//! The machine's clock steps while the town is served: three hours back, two days forward, and to the right
//! time again. The library `libfaketime` tells the program such times.

use std::fs;
use std::path::{Path, PathBuf};

use crate::browser::Visitor;
use crate::crash::Sent;
use crate::faults::{serving, wait_for};
use crate::mailbox::Mailbox;
use crate::nodes::load;
use crate::process::{Place, Running};
use crate::staff;

store::statements! {
    CASES: Query<i64> = "SELECT id FROM cases ORDER BY id LIMIT 1000";
}

/// The library for programs with threads, where Debian's package has put it.
fn library() -> Option<PathBuf> {
    let folders = fs::read_dir("/usr/lib").ok()?.flatten().map(|entry| entry.path());
    let found = folders.map(|folder| folder.join("faketime/libfaketimeMT.so.1"));
    let found = found.into_iter().find(|path| path.is_file());
    if found.is_none() {
        println!("skipped: libfaketime is not on this machine (the package faketime)");
    }
    found
}

/// Sets the clock of the program apart from the machine's.
fn step(file: &Path, by: &str) {
    let beside = file.with_extension("new");
    fs::write(&beside, by).unwrap();
    fs::rename(beside, file).unwrap();
}

#[test]
fn a_clock_that_steps_stops_no_form_no_letter_and_no_session_for_longer_than_it_is_wrong() {
    for place in Place::all() {
        let Some(library) = library() else { return };
        let (mailbox, sent) = (Mailbox::open(), Sent::default());
        load(&place);
        staff::hire(&place);
        let file = place.folder.path().join("clock");
        step(&file, "+0");
        let mut command = serving(&place, &mailbox);
        command.env("LD_PRELOAD", library).env("FAKETIME_TIMESTAMP_FILE", &file);
        command.env("FAKETIME_NO_CACHE", "1").env("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        command.env("NO_FAKE_STAT", "1");
        let town = Running::start(command);
        let mut staff = Visitor::new(town.address);
        staff::sign_in(&mut staff);
        let signed_in = staff.clone();

        let mut expected = 0;
        let mut ids = Vec::new();
        for (by, desk) in [("+0", 200), ("-3h", 200), ("+2d", 303), ("+0", 200)] {
            step(&file, by);
            assert_eq!(signed_in.clone().get("/desk").status, desk, "at {by}");
            for _ in 0..3 {
                sent.one(&town);
                expected += 1;
                ids.push(newest(&place, &ids));
            }
            wait_for("the letters leave", || mailbox.deliveries().len() == expected);
            assert_eq!(town.get("/health/ready").status, 200, "at {by}");
        }
        assert!(ids.is_sorted(), "ids do not rise: {ids:?}");
        let twice: Vec<_> = mailbox.deliveries().into_iter().filter(|(_, n)| *n != 1).collect();
        assert!(twice.is_empty(), "letters that left more than once: {twice:?}");
        let (ended, _) = town.terminate();
        assert_eq!(ended.code, Some(0), "{ended:?}");
        assert_eq!(sent.hold_against_after_days(&place), expected);
        let verified = place.run(&["verify"]);
        assert_eq!(verified.code, Some(0), "{verified:?}");
    }
}

/// The id of the case that came last: the one that was not there before.
fn newest(place: &Place, known: &[i64]) -> i64 {
    let options = store::Options { migrate: false, ..store::Options::default() };
    let db = store::Db::open(place.database(), &options).unwrap();
    let cases = db.read_blocking(|tx| tx.all(&CASES, store::params![])).unwrap();
    let new: Vec<_> = cases.into_iter().filter(|id| !known.contains(id)).collect();
    assert_eq!(new.len(), 1, "{new:?}");
    new[0]
}
