//! The rules of staff's work: what is due, who may get a case, how it ends, who is told.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod town;

use cases::inbox::{Filter, Page};
use cases::{Acting, CaseError, Closure, EventKind, Feedback, Lateness, Refusal, Solved, Span};
use jiff::SignedDuration;
use town::{TestTown, towns};

const ANA: &str = "ana@example.org";

/// How many cases a span of promises counts and lists.
fn due(town: &TestTown, span: Span) -> (i64, usize) {
    let filter = Filter { promised: Some(span), ..Filter::default() };
    town.read(move |tx| {
        let list = cases::inbox::list(tx, &filter, Page::First)?;
        Ok((cases::inbox::count(tx, &filter)?, list.cases.len()))
    })
}

#[test]
fn a_promise_at_the_end_of_the_next_working_day_is_marked_counted_and_listed_as_due_soon() {
    for town in towns() {
        let case = town.pothole(ANA);
        let calendar = town.office.calendar();
        let promised = case.watch.promised.unwrap();
        let soon = || Span::soon(town.office.now(), calendar);
        while soon().to < promised {
            town.clock.advance(SignedDuration::from_hours(1));
        }
        let now = town.office.now();
        assert_eq!(soon().to, promised, "promises in working days end at a closing time");
        assert_eq!(case.watch.lateness(now, calendar), Lateness::Soon);
        assert_eq!((due(&town, soon()), due(&town, Span::late(now))), ((1, 1), (0, 0)));
        let counts = |soon| town.read(move |tx| cases::inbox::counts(tx, &Filter::default(), soon));
        assert_eq!((counts(soon()).soon, counts(soon()).late), (1, 0));
        town.clock.advance(now.duration_until(promised) + SignedDuration::from_millis(1));
        let now = town.office.now();
        assert_eq!(case.watch.lateness(now, calendar), Lateness::Late);
        assert_eq!((due(&town, soon()), due(&town, Span::late(now))), ((0, 0), (1, 1)));
        assert_eq!((counts(soon()).soon, counts(soon()).late), (0, 1));
    }
}

#[test]
fn no_case_is_closed_as_withdrawn_or_as_a_repeat() {
    for town in towns() {
        let id = town.pothole(ANA).id;
        let staff = town.staff();
        for outcome in ["withdrawn", "duplicate"] {
            let closure = Closure { outcome: outcome.into(), reason: String::new() };
            let refused =
                town.act(move |tx, office| cases::closure::close(tx, office, id, &closure, staff));
            assert!(
                matches!(refused, Err(CaseError::Refused(Refusal::OutcomeNeeded))),
                "{outcome}: {refused:?}"
            );
        }
        let gone = town
            .act(move |tx, office| cases::closure::withdraw(tx, office, id, "Gone.", staff))
            .unwrap();
        assert_eq!(town.verbs(&gone), ["case.open", "case.withdraw"]);
        assert_eq!(gone.ending.unwrap().outcome, "withdrawn");
    }
}
