//! What is left of a case when its time is over, on both engines.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod town;

use base::{CaseId, Locale};
use cases::figures::CountsAs;
use cases::links::Opened;
use cases::{Acting, Closure, Feedback, Solved, retention};
use jiff::{SignedDuration, Timestamp};
use store::StoreError;
use town::{TestTown, towns};

const ANA: &str = "ana@example.org";
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// A closed case that holds something personal in every table.
fn closed(town: &TestTown) -> CaseId {
    let id = town.pothole(ANA).id;
    let staff = town.staff();
    town.act(move |tx, office| {
        cases::messages::send(tx, office, id, "It grows.", Acting::RESIDENT)
    })
    .unwrap();
    town.act(move |tx, office| cases::messages::note(tx, office, id, "Ana is my aunt.", staff))
        .unwrap();
    let email = "ben@example.org".parse().unwrap();
    town.act(move |tx, office| cases::followers::follow(tx, office, id, &email, Locale::EN))
        .unwrap();
    let closure = Closure { outcome: "done".into(), reason: "Filled, dear Ana.".into() };
    town.act(move |tx, office| cases::closure::close(tx, office, id, &closure, staff)).unwrap();
    let said = Feedback { solved: Solved::Yes, rating: Some(5), text: "Ana says thanks.".into() };
    town.act(move |tx, office| cases::feedback::give(tx, office, id, &said, Acting::RESIDENT))
        .unwrap();
    id
}

fn run(town: &TestTown) -> usize {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(retention::run(&town.office)).unwrap()
}

/// Every text of the tables that hold what people told.
fn texts(town: &TestTown, id: CaseId) -> String {
    town.read(move |tx| {
        let told = cases::answers::of_case(tx, id)?;
        let mut found = format!("{}{:?}", told.answers.to_text(), told.contact);
        for event in cases::events::of_case(tx, id)? {
            found.push_str(&event.text);
        }
        let case = cases::cases::by_id(tx, id)?.unwrap();
        found.push_str(&format!("{}{:?}{:?}", case.summary, case.address, case.point));
        found.push_str(&cases::feedback::of_case(tx, id)?.unwrap().text);
        for letter in post::of_case(tx, id, None, 100)? {
            found.push_str(&letter.to_address);
        }
        Ok::<_, StoreError>(found)
    })
}

#[test]
fn a_case_whose_time_is_over_keeps_its_statistics_and_nothing_personal() {
    for town in towns() {
        let id = closed(&town);
        let token = cases::links::token(&town.office, id);
        assert!(texts(&town, id).contains("Ana") && texts(&town, id).contains("Elm St"));
        // A pothole is kept for 24 months after it was closed on 2 March 2026.
        town.clock.advance(DAY * (365 + 366 - 1));
        assert_eq!(run(&town), 0, "{}", town.clock.now());
        town.clock.advance(DAY * 2);
        assert_eq!(run(&town), 1);
        assert_eq!(run(&town), 0, "once is enough");

        let left = texts(&town, id);
        for personal in ["Ana", "Elm", "bike", "example.org", "It grows", "71.06"] {
            assert!(!left.contains(personal), "{personal} in {left}");
        }
        let case = town.read(move |tx| cases::cases::by_id(tx, id)).unwrap();
        assert_eq!(case.district.as_deref(), Some("dorchester"));
        assert!(case.is_closed() && !case.public && case.followers == 0);
        let counted = town.read(|tx| {
            let mut all = Vec::new();
            let until = Timestamp::MAX;
            cases::figures::ended(tx, Timestamp::UNIX_EPOCH, until, |case| all.push(case))?;
            Ok::<_, StoreError>(all)
        });
        assert_eq!((counted.len(), counted[0].counts_as), (1, CountsAs::Wait));
        assert_eq!(town.verbs(&case).last().map(String::as_str), Some("case.erase"));

        let office = town.office.clone();
        let opened = town.act(move |tx, _| cases::links::open(tx, &office, &token)).unwrap();
        assert_eq!(opened, Opened::Erased);
    }
}

#[test]
fn the_values_beside_the_ledger_go_and_its_entries_stay() {
    for town in towns() {
        let id = closed(&town);
        let subject = ledger::Subject::case(id);
        let before = town.read(move |tx| ledger::of_subject(tx, subject, 100));
        town.clock.advance(DAY * (365 * 2 + 3));
        run(&town);
        let after = town.read(move |tx| ledger::of_subject(tx, subject, 100));
        assert_eq!(&after[..before.len()], &before[..]);
        let erased = town.act(move |tx, _| Ok(ledger::erase(tx, subject)?)).unwrap();
        assert!(erased <= 1, "{erased} values were left beside the ledger");
    }
}

#[test]
fn an_open_case_is_kept_however_old() {
    for town in towns() {
        let id = town.pothole(ANA).id;
        town.clock.advance(DAY * 4_000);
        assert_eq!(run(&town), 0);
        assert!(texts_of_answers(&town, id).contains("Elm St"));
    }
}

fn texts_of_answers(town: &TestTown, id: CaseId) -> String {
    town.read(move |tx| Ok::<_, StoreError>(cases::answers::of_case(tx, id)?.answers.to_text()))
}
