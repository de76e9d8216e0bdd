//! `townhall doctor`

use std::fs;

use store::testing::Stranger;

use crate::process::{Ended, Place, contents};

/// The line about a thing.
fn line<'a>(ended: &'a Ended, what: &str) -> &'a str {
    let found =
        ended.out.lines().find(|line| line.get(7..).is_some_and(|rest| rest.starts_with(what)));
    found.unwrap_or_else(|| panic!("{what} is not in {ended:?}"))
}

#[test]
fn a_demo_is_well() {
    for place in Place::all() {
        drop(place.demo(&[]));
        let ended = place.run(&["doctor"]);
        assert_eq!(ended.code, Some(0), "{ended:?}");
        for what in ["data folder", "database", "history", "services", "clock", "mail"] {
            assert!(line(&ended, what).starts_with("ok"), "{ended:?}");
        }
        assert!(line(&ended, "clock").contains("America/New_York"), "{ended:?}");
    }
}

#[test]
fn the_doctor_makes_nothing() {
    let place = Place::sqlite();
    let ended = place.run(&["doctor"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(line(&ended, "database").contains("townhall migrate"), "{ended:?}");
    assert!(contents(place.folder.path()).is_empty());
}

#[test]
fn what_is_wrong_is_told_with_its_remedy() {
    let place = Place::sqlite();
    assert_eq!(place.run(&["migrate"]).code, Some(0));
    let unknown = place.run(&["doctor", "--smtp", "smtp://127.0.0.1:9"]);
    let told = line(&unknown, "mail");
    assert!(told.starts_with("wrong") && told.contains("base-url"), "{told}");
    let known = ["--base-url", "https://elmford.example"];
    let ended = place.run(&[&["doctor", "--smtp", "smtp://127.0.0.1:9"], &known[..]].concat());
    assert_eq!(ended.code, Some(1), "{ended:?}");
    for (what, remedy) in
        [("services", "townhall service load"), ("people", "townhall user add"), ("mail", "smtp")]
    {
        let told = line(&ended, what);
        assert!(told.starts_with("wrong") && told.contains(remedy), "{told}");
    }
    assert!(line(&ended, "history").starts_with("ok"), "{ended:?}");
    assert!(ended.err.contains("things are wrong"), "{ended:?}");

    let database = Stranger::open(&place.file());
    for (id, seq) in [(1, 1), (2, 3)] {
        database.run(&format!(
            "INSERT INTO ledger (id, seq, at, actor, verb, subject_kind, subject, entry, leaf)
             VALUES ({id}, {seq}, 4102444800000, 'anybody', 'test.act', 'test', 1, '{{}}', x'00')"
        ));
    }
    let ended = place.run(&["doctor"]);
    assert!(line(&ended, "history").starts_with("wrong"), "{ended:?}");
    assert!(line(&ended, "clock").starts_with("wrong"), "{ended:?}");

    drop(database);
    fs::write(place.file(), vec![0x5a; 16_384]).unwrap();
    let ended = place.run(&["doctor"]);
    assert!(line(&ended, "database").contains("restore a backup"), "{ended:?}");
}
