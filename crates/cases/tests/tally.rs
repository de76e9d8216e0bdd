//! The counts that each change keeps are those of counting anew, whatever happens.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod town;

use base::CaseId;
use base::time::to_ms;
use cases::inbox::{Counts, Filter};
use cases::{Acting, By, Closure, Seen, Span};
use jiff::SignedDuration;
use proptest::prelude::*;
use town::{TestTown, towns};

store::statements! {
    /// Everything counted anew, in the plainest way.
    RECOUNT: Query<Counts> = "SELECT
        (SELECT COUNT(*) FROM cases WHERE phase <> 'closed'),
        (SELECT COUNT(*) FROM cases WHERE phase = 'open' AND promised_at < $1),
        (SELECT COUNT(*) FROM cases WHERE phase = 'open' AND promised_at >= $1 AND promised_at <= $2),
        (SELECT COUNT(*) FROM cases WHERE unread = 1),
        (SELECT COUNT(*) FROM cases WHERE phase = 'waiting')";
    ROWS: Query<i64> = "SELECT COUNT(*) FROM case_tally";
    /// What a node of an earlier release does: it knows of no counts.
    UNCOUNTED: Statement = "UPDATE cases SET unread = 0 WHERE id = $1";
}

#[derive(Clone, Debug)]
enum Step {
    Open,
    Write(usize),
    Ask(usize),
    Read(usize),
    Close(usize),
    Reopen(usize),
    Wait(i64),
    Fold,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => Just(Step::Open),
        3 => any::<usize>().prop_map(Step::Write),
        2 => any::<usize>().prop_map(Step::Ask),
        2 => any::<usize>().prop_map(Step::Read),
        2 => any::<usize>().prop_map(Step::Close),
        1 => any::<usize>().prop_map(Step::Reopen),
        3 => (0..90_i64).prop_map(Step::Wait),
        1 => Just(Step::Fold),
    ]
}

/// Does a step; one that the rules refuse changes nothing.
fn take(town: &TestTown, cases: &mut Vec<CaseId>, step: &Step) {
    let (staff, resident) = (town.staff(), Acting { by: By::Resident, seen: Seen::Whatever });
    let of = |number: &usize| (!cases.is_empty()).then(|| cases[number % cases.len()]);
    match step {
        Step::Open => cases.push(town.pothole("ana@example.org").id),
        Step::Wait(hours) => town.clock.advance(SignedDuration::from_mins(hours * 47)),
        Step::Fold => {
            town.act(|tx, office| Ok(cases::tally::fold(tx, office.app().ids(), office.now(), 1)?))
                .unwrap();
        }
        Step::Write(number) => {
            let Some(id) = of(number) else { return };
            let _ = town.act(move |tx, office| {
                cases::messages::send(tx, office, id, "Still there.", resident)
            });
        }
        Step::Ask(number) => {
            let Some(id) = of(number) else { return };
            let _ = town
                .act(move |tx, office| cases::moves::make(tx, office, id, "ask", "Where?", staff));
        }
        Step::Read(number) => {
            let Some(id) = of(number) else { return };
            let _ = town.act(move |tx, office| cases::messages::mark_read(tx, office, id, staff));
        }
        Step::Close(number) => {
            let Some(id) = of(number) else { return };
            let closure = Closure { outcome: "repaired".into(), reason: String::new() };
            let _ =
                town.act(move |tx, office| cases::closure::close(tx, office, id, &closure, staff));
        }
        Step::Reopen(number) => {
            let Some(id) = of(number) else { return };
            let _ = town.act(move |tx, office| {
                cases::moves::make(tx, office, id, "reopen", "Again.", staff)
            });
        }
    }
}

fn both(town: &TestTown) -> (Counts, Counts) {
    let now = town.office.now();
    let soon = Span::soon(now, town.office.calendar());
    let kept = town.read(move |tx| cases::inbox::counts(tx, &Filter::default(), soon));
    let (from, to) = (to_ms(soon.from), to_ms(soon.to));
    let anew = town.read(move |tx| tx.one(&RECOUNT, store::params![from, to])).unwrap();
    (kept, anew)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]
    #[test]
    fn what_is_kept_is_what_a_recount_finds(steps in prop::collection::vec(step(), 1..40)) {
        for town in towns() {
            let mut cases = Vec::new();
            for (number, step) in steps.iter().enumerate() {
                take(&town, &mut cases, step);
                let (kept, anew) = both(&town);
                prop_assert_eq!(kept, anew, "after step {} of {:?}", number, steps);
            }
            let healed = town.act(|tx, office| {
                Ok(cases::tally::heal(tx, office.app().ids(), office.now())?)
            });
            prop_assert_eq!(healed.unwrap(), 0, "there is nothing to heal");
        }
    }
}

#[test]
fn what_an_earlier_release_left_out_is_set_right() {
    for town in towns() {
        let id = town.pothole("ana@example.org").id;
        town.db().write_blocking(move |tx| tx.run(&UNCOUNTED, store::params![id])).unwrap();
        let (kept, anew) = both(&town);
        assert_eq!((kept.unread, anew.unread), (1, 0));
        let heal =
            || town.act(|tx, office| Ok(cases::tally::heal(tx, office.app().ids(), office.now())?));
        assert!(heal().unwrap() > 0);
        let (kept, anew) = both(&town);
        assert_eq!(kept, anew);
        assert_eq!(heal().unwrap(), 0);
    }
}

#[test]
fn rows_that_are_many_become_few_and_count_the_same() {
    for town in towns() {
        for _ in 0..20 {
            town.pothole("ana@example.org");
        }
        let rows = || town.read(|tx| tx.one(&ROWS, store::params![])).unwrap();
        assert_eq!(rows(), 20);
        let fold = |from| {
            town.act(move |tx, office| {
                Ok(cases::tally::fold(tx, office.app().ids(), office.now(), from)?)
            })
            .unwrap();
        };
        fold(21);
        assert_eq!(rows(), 20, "too few to be worth it");
        fold(20);
        assert_eq!(rows(), 1);
        let (kept, anew) = both(&town);
        assert_eq!((kept, anew.live), (anew, 20));
    }
}
