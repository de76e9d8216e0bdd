//! A branch closes for a day: nobody has, gets or keeps a time then.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod town;

use appointments::waiting::{self, Standing};
use appointments::{BookingError, Seeker, State, bookings, branches, closed_day, holding};
use base::PersonId;
use cases::{By, Case, Rank};
use jiff::SignedDuration;
use town::{TestTown, towns, wanted};

const BIRTH: &str = "register-birth";
const DAY: &str = "2026-12-03";

fn close(town: &TestTown) {
    town.act(|tx, office| {
        let by = |_: &Case| By::Staff(PersonId(7), Rank::TeamLead);
        let day = DAY.parse().unwrap();
        closed_day::close(tx, office, ("registry", day), "A burst pipe.", (PersonId(7), &by))
    })
    .unwrap();
}

fn standing(town: &TestTown, case: &Case) -> Standing {
    let (office, id) = (town.office.clone(), case.id);
    town.db.read_blocking(move |tx| waiting::standing(tx, &office, id)).unwrap()
}

/// Ana waits and is offered a time of the day that will be closed.
fn offered(town: &TestTown) -> Case {
    let (ana, _) = town.booked(BIRTH, "ana@example.org", "2026-12-04T09:10");
    let (other, own) = town.booked(BIRTH, "cem@example.org", "2026-12-03T09:10");
    let (of, terms) = (ana.clone(), town.terms(BIRTH));
    town.act(move |tx, office| waiting::join(tx, office, &of, By::Resident)).unwrap();
    let seen = appointments::changing::Seen { id: own.id, sequence: own.sequence };
    town.act(move |tx, office| {
        appointments::changing::cancel(tx, office, &other, (seen, &terms), ("", By::Resident))
    })
    .unwrap();
    town.do_jobs();
    assert!(matches!(standing(town, &ana), Standing::Offered(_)));
    ana
}

#[test]
fn what_is_held_and_offered_on_a_closed_day_is_taken_back() {
    for town in towns() {
        let ana = offered(&town);
        town.hold(BIRTH, 1, wanted("2026-12-03T09:50")).unwrap();
        town.hold(BIRTH, 2, wanted("2026-12-04T09:50")).unwrap();
        close(&town);
        let held =
            |draft: i64| town.db.read_blocking(move |tx| bookings::of_draft(tx, draft)).unwrap();
        assert!(held(1).is_none() && held(2).is_some(), "the day after is open");
        assert_eq!(standing(&town, &ana), Standing::Waits, "and can be offered another");
    }
}

#[test]
fn a_hold_of_a_closed_day_is_not_confirmed_and_an_offer_of_it_not_taken() {
    for town in towns() {
        let ana = offered(&town);
        town.hold(BIRTH, 1, wanted("2026-12-03T09:50")).unwrap();
        // The branch closes without a word to those who hold something, as when its page is saved.
        town.db
            .write_blocking({
                let office = town.office.clone();
                move |tx| shut(tx, &office)
            })
            .unwrap();
        let case = town.case(BIRTH, "eve@example.org");
        let held = town.db.read_blocking({
            let office = town.office.clone();
            move |tx| holding::is_held(tx, &office, 1, Seeker::Resident)
        });
        assert!(!held.unwrap());
        let done = town.act(move |tx, office| holding::confirm(tx, office, 1, &case, By::Resident));
        assert!(matches!(done, Err(BookingError::Taken)), "{done:?}");
        let done = town.act(move |tx, office| waiting::accept(tx, office, &ana, By::Resident));
        assert!(matches!(done, Err(BookingError::Taken)), "{done:?}");
    }
}

store::statements! {
    PLAN: Statement = "INSERT INTO appointment_branches (id, branch, plan, revision, feed, updated_at)
        VALUES (1, 'registry', $1, 1, 0, 0)";
    ONTO: Statement = "UPDATE appointments SET starts_at = starts_at - 86400000,
        ends_at = ends_at - 86400000 WHERE id = $1";
}

/// Writes that the registry is closed on the day.
fn shut(tx: &mut store::Tx<'_>, office: &cases::Office) -> Result<(), store::StoreError> {
    let kept = branches::find(tx, &office.catalogue().outline(), "registry")?.unwrap();
    let mut branch = kept.branch;
    let date = DAY.parse().unwrap();
    branch.exceptions.push(services::Exception { date, hours: Vec::new(), reason: String::new() });
    tx.run(&PLAN, store::params![serde_json::to_string(&branch).unwrap()]).map(drop)
}

#[test]
fn what_was_being_booked_when_the_day_closed_is_cancelled_soon_after() {
    for town in towns() {
        close(&town);
        // As if it had been written side by side with the closing.
        let (_, one) = town.booked(BIRTH, "ana@example.org", "2026-12-04T09:10");
        let id = one.id;
        town.db.write_blocking(move |tx| tx.run(&ONTO, store::params![id])).unwrap();
        let state = || {
            let one = town.db.read_blocking(move |tx| bookings::by_id(tx, id)).unwrap();
            one.unwrap().state
        };
        town.do_jobs();
        assert_eq!(state(), State::Booked);
        town.clock.advance(SignedDuration::from_mins(2));
        town.do_jobs();
        assert_eq!(state(), State::Cancelled);
        let letter = &town.letters("ana@example.org")[0];
        assert!(letter.1.contains("> A burst pipe."), "{}", letter.1);
    }
}
