//! What residents and staff do with appointments, and what follows from it.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod town;

use appointments::changing::{self, Seen};
use appointments::waiting::{self, Standing};
use appointments::{Booking, BookingError, Seeker, State, bookings, holding};
use base::PersonId;
use cases::{Acting, By, Case, Rank};
use jiff::SignedDuration;
use town::{TestTown, at, towns, wanted};

fn seen(one: &Booking) -> Seen {
    Seen { id: one.id, sequence: one.sequence }
}

fn shift(
    town: &TestTown,
    (case, one): (&Case, &Booking),
    local: &str,
    by: By,
) -> Result<Booking, BookingError> {
    let (case, seen) = (case.clone(), seen(one));
    let (terms, wanted) = (town.terms(&case.service), wanted(local));
    town.act(move |tx, office| {
        changing::shift(tx, office, &case, (seen, &terms), (&wanted, Seeker::Resident, by))
    })
}

fn cancel(
    town: &TestTown,
    (case, one): (&Case, &Booking),
    by: By,
) -> Result<Booking, BookingError> {
    let (case, seen, terms) = (case.clone(), seen(one), town.terms(&case.service));
    town.act(move |tx, office| {
        changing::cancel(tx, office, &case, (seen, &terms), ("The desk is closed.", by))
    })
}

fn standing(town: &TestTown, case: &Case) -> Standing {
    let (office, id) = (town.office.clone(), case.id);
    town.db.read_blocking(move |tx| waiting::standing(tx, &office, id)).unwrap()
}

fn joins(town: &TestTown, case: &Case) {
    let case = case.clone();
    town.act(move |tx, office| waiting::join(tx, office, &case, By::Resident)).unwrap();
}

store::statements! {
    GRAINS: Query<i64> = "SELECT COUNT(*) FROM appointment_grains";
}

const BIRTH: &str = "register-birth";
const STAFF: By = By::Staff(PersonId(7), Rank::Caseworker);

#[test]
fn a_booking_is_told_with_a_calendar_and_each_change_raises_its_sequence() {
    for town in towns() {
        let (case, one) = town.booked(BIRTH, "ana@example.org", "2026-12-03T09:10");
        let moved = shift(&town, (&case, &one), "2026-12-03T09:50", By::Resident).unwrap();
        cancel(&town, (&case, &moved), STAFF).unwrap();
        let letters = town.letters("ana@example.org");
        let subjects: Vec<_> = letters.iter().map(|(subject, ..)| subject.as_str()).collect();
        assert_eq!(
            subjects[..3],
            [
                "We had to cancel your appointment on Thursday 3 December at 9:50am",
                "Your appointment is now on Thursday 3 December at 9:50am",
                "Your appointment on Thursday 3 December at 9:10am",
            ]
        );
        let calendars: Vec<_> =
            letters[..3].iter().map(|(.., text)| text.clone().unwrap()).collect();
        let line = |text: &str, key: &str| {
            let found = text.split("\r\n").find(|line| line.starts_with(key));
            found.unwrap_or_default().to_owned()
        };
        let uids: Vec<_> = calendars.iter().map(|text| line(text, "UID:")).collect();
        assert!(uids[0] == uids[1] && uids[1] == uids[2], "{uids:?}");
        let counts: Vec<_> = calendars.iter().map(|text| line(text, "SEQUENCE:")).collect();
        assert_eq!(counts, ["SEQUENCE:2", "SEQUENCE:1", "SEQUENCE:0"]);
        assert_eq!(line(&calendars[0], "METHOD:"), "METHOD:CANCEL");
        assert_eq!(line(&calendars[2], "DTSTART:"), "DTSTART:20261203T141000Z");
        assert!(
            letters[0].1.contains("> The desk is closed.") && letters[0].1.contains("/appointment")
        );
        assert!(letters[2].1.contains("Second floor") && letters[2].1.contains("Identity papers"));
        let verbs = town.verbs(&case);
        let own: Vec<_> = verbs.iter().filter(|verb| verb.starts_with("appointment")).collect();
        assert_eq!(own, ["appointment.book", "appointment.move", "appointment.cancel"]);
        for (_, text, calendar) in &letters {
            let whole = format!("{text}{}", calendar.clone().unwrap_or_default());
            assert!(!whole.contains('⟦'), "a word is missing: {whole}");
        }
    }
}

#[test]
fn what_was_changed_meanwhile_is_not_changed_again() {
    for town in towns() {
        let (case, one) = town.booked(BIRTH, "ana@example.org", "2026-12-03T09:10");
        shift(&town, (&case, &one), "2026-12-03T09:50", By::Resident).unwrap();
        let again = shift(&town, (&case, &one), "2026-12-03T10:30", By::Resident);
        assert!(matches!(again, Err(BookingError::Changed)), "{again:?}");
        let other = town.case(BIRTH, "eve@example.org");
        let foreign = cancel(&town, (&other, &one), By::Resident);
        assert!(matches!(foreign, Err(BookingError::Gone)), "another's appointment: {foreign:?}");
    }
}

#[test]
fn a_resident_changes_until_the_time_that_the_service_says_and_staff_until_it_is_noted() {
    for town in towns() {
        let (case, one) = town.booked(BIRTH, "ana@example.org", "2026-12-01T10:30");
        town.clock.advance(SignedDuration::from_mins(24 * 60 + 31));
        let late = shift(&town, (&case, &one), "2026-12-03T09:10", By::Resident);
        assert!(matches!(late, Err(BookingError::TooLate)), "{late:?}");
        shift(&town, (&case, &one), "2026-12-03T09:10", STAFF).unwrap();
    }
}

#[test]
fn only_times_that_are_offered_are_given() {
    for town in towns() {
        for (local, why) in [
            ("2026-12-03T09:15", "between two beginnings"),
            ("2026-12-03T12:10", "it would not end before noon's break"),
            ("2026-12-05T09:10", "a Saturday"),
            ("2026-12-25T09:10", "a holiday"),
            ("2026-11-30T08:30", "it has as good as begun"),
            ("2027-02-25T09:10", "too far ahead"),
        ] {
            let held = town.hold(BIRTH, 1, wanted(local));
            assert!(matches!(held, Err(BookingError::Taken)), "{local}: {why}");
        }
        assert!(town.hold(BIRTH, 1, wanted("2026-12-03T09:10")).is_ok());
    }
}

#[test]
fn a_hold_gives_way_when_its_time_is_over_and_counts_until_somebody_takes_its_time() {
    for town in towns() {
        let local = "2026-12-02T08:30";
        // Two desks register births.
        let (first, second) =
            (town.hold(BIRTH, 1, wanted(local)), town.hold(BIRTH, 2, wanted(local)));
        assert!(first.is_ok() && second.is_ok());
        assert!(matches!(town.hold(BIRTH, 3, wanted(local)), Err(BookingError::Taken)));
        town.clock.advance(holding::HOLD + SignedDuration::from_secs(1));
        let third = town.hold(BIRTH, 3, wanted(local)).unwrap();
        // The two whose time is over: one gave way, the other can still be confirmed.
        let held =
            |draft: i64| town.db.read_blocking(move |tx| bookings::of_draft(tx, draft)).unwrap();
        let lost = if held(1).is_none() { 1 } else { 2 };
        assert_eq!((held(1).is_some(), held(2).is_some()), (lost == 2, lost == 1));
        let case = town.case(BIRTH, "ana@example.org");
        let confirm = |draft: i64| {
            let case = case.clone();
            town.act(move |tx, office| holding::confirm(tx, office, draft, &case, By::Resident))
        };
        assert!(matches!(confirm(lost), Err(BookingError::Taken)));
        let one = confirm(3 - lost).unwrap();
        assert!(one.state == State::Booked && one.unit != third.unit);
        town.clock.advance(SignedDuration::from_hours(1));
        town.do_jobs();
        assert!(held(3).is_none(), "the sweep lets go of what nobody asked for again");
        assert!(town.hold(BIRTH, 4, wanted(local)).is_ok());
    }
}

#[test]
fn two_services_that_share_a_desk_share_its_time() {
    for town in towns() {
        // On Wednesday desk 3 is away, so passports have desk 2 alone, and desk 2 also registers births.
        town.booked("passport-application", "p@example.org", "2026-12-02T08:30");
        assert!(town.hold(BIRTH, 1, wanted("2026-12-02T08:30")).is_ok(), "desk 1");
        let full = town.hold(BIRTH, 2, wanted("2026-12-02T08:30"));
        assert!(matches!(full, Err(BookingError::Taken)));
    }
}

#[test]
fn reminders_come_a_day_and_an_hour_before_and_not_for_what_has_changed() {
    for town in towns() {
        let (case, one) = town.booked(BIRTH, "ana@example.org", "2026-12-03T09:10");
        let (gone, other) = town.booked(BIRTH, "eve@example.org", "2026-12-03T10:30");
        cancel(&town, (&gone, &other), By::Resident).unwrap();
        let reminders = |to: &str| {
            let all = town.letters(to);
            all.iter()
                .filter(|(_, text, _)| text.contains("remind") || text.contains("about an hour"))
                .count()
        };
        let until = |local: &str| {
            let ms = at(local) - town.clock.now_ms();
            town.clock.advance(SignedDuration::from_millis(ms));
            town.do_jobs();
        };
        until("2026-12-02T09:09");
        assert_eq!(reminders("ana@example.org"), 0);
        until("2026-12-02T09:11");
        assert_eq!(reminders("ana@example.org"), 1);
        let moved = shift(&town, (&case, &one), "2026-12-04T09:10", By::Resident).unwrap();
        until("2026-12-03T09:00");
        assert_eq!(reminders("ana@example.org"), 1, "the hour before the old time has passed");
        until("2026-12-04T08:11");
        assert_eq!(reminders("ana@example.org"), 3);
        assert_eq!(reminders("eve@example.org"), 0, "it was cancelled");
        assert_eq!(moved.state, State::Booked);
    }
}

#[test]
fn a_freed_time_is_offered_in_the_order_of_asking_and_passes_on() {
    for town in towns() {
        let (ana, _) = town.booked(BIRTH, "ana@example.org", "2026-12-03T09:10");
        let (ben, _) = town.booked(BIRTH, "ben@example.org", "2026-12-03T09:50");
        let (sooner, own) = town.booked(BIRTH, "cem@example.org", "2026-12-01T09:10");
        let (silent, _) = town.booked(BIRTH, "", "2026-12-03T10:30");
        // Both desks are busy at that time, so that there is something to wait for.
        let free = |town: &TestTown| town.hold(BIRTH, 9, wanted("2026-12-01T09:10")).is_ok();
        assert!(free(&town));
        for case in [&silent, &ana, &ben, &sooner] {
            joins(&town, case);
            town.clock.advance(SignedDuration::from_secs(1));
        }
        cancel(&town, (&sooner, &own), By::Resident).unwrap();
        town.do_jobs();
        // Who has no address cannot be told, and is passed over.
        assert_eq!(standing(&town, &silent), Standing::Waits);
        let Standing::Offered(kept) = standing(&town, &ana) else { panic!("Ana asked first") };
        assert_eq!(kept.visit.from, at("2026-12-01T09:10"));
        assert_eq!(standing(&town, &ben), Standing::Waits);
        let letter = &town.letters("ana@example.org")[0];
        assert!(letter.0.starts_with("A sooner time is free: Tuesday 1 December at 9:10am"));
        assert!(town.hold(BIRTH, 10, kept_time(&kept)).is_err(), "it is kept for her");
        let of = ana.clone();
        town.act(move |tx, office| waiting::decline(tx, office, &of, By::Resident)).unwrap();
        town.do_jobs();
        assert_eq!(standing(&town, &ana), Standing::Waits);
        assert!(matches!(standing(&town, &ben), Standing::Offered(_)));
        let of = ben.clone();
        let taken =
            town.act(move |tx, office| waiting::accept(tx, office, &of, By::Resident)).unwrap();
        assert_eq!(taken.visit.from, at("2026-12-01T09:10"));
        assert_eq!(standing(&town, &ben), Standing::No, "who has it waits no more");
        assert_eq!(
            town.letters("ben@example.org")[0].0,
            "Your appointment is now on Tuesday 1 December at 9:10am"
        );
        // What Ben has left is no sooner than what Ana has.
        town.do_jobs();
        assert_eq!(standing(&town, &ana), Standing::Waits);
    }
}

fn kept_time(kept: &Booking) -> appointments::Wanted {
    appointments::Wanted { branch: kept.branch.clone(), start: kept.visit.from }
}

#[test]
fn an_offer_that_nobody_answers_goes_to_the_next_when_its_time_is_over() {
    for town in towns() {
        let (ana, _) = town.booked(BIRTH, "ana@example.org", "2026-12-04T09:10");
        let (ben, _) = town.booked(BIRTH, "ben@example.org", "2026-12-04T09:50");
        let (other, own) = town.booked(BIRTH, "cem@example.org", "2026-12-02T09:10");
        joins(&town, &ana);
        town.clock.advance(SignedDuration::from_secs(1));
        joins(&town, &ben);
        cancel(&town, (&other, &own), By::Resident).unwrap();
        town.do_jobs();
        assert!(matches!(standing(&town, &ana), Standing::Offered(_)));
        town.clock.advance(SignedDuration::from_hours(12) + SignedDuration::from_secs(1));
        town.do_jobs();
        town.do_jobs();
        assert_eq!(standing(&town, &ana), Standing::Waits);
        assert!(matches!(standing(&town, &ben), Standing::Offered(_)));
        let of = ana.clone();
        let late = town.act(move |tx, office| waiting::accept(tx, office, &of, By::Resident));
        assert!(matches!(late, Err(BookingError::Taken)), "{late:?}");
    }
}

#[test]
fn an_appointment_ends_with_its_case() {
    for town in towns() {
        let (case, one) = town.booked(BIRTH, "ana@example.org", "2026-12-03T09:10");
        let id = case.id;
        town.act(move |tx, office| {
            cases::closure::withdraw(tx, office, id, "", Acting::RESIDENT)?;
            Ok(())
        })
        .unwrap();
        let now = town.db.read_blocking(move |tx| bookings::by_id(tx, one.id)).unwrap().unwrap();
        assert_eq!(now.state, State::Cancelled);
        let letters = town.letters("ana@example.org");
        assert!(letters.iter().any(|(_, _, calendar)| {
            calendar.as_deref().is_some_and(|text| text.contains("METHOD:CANCEL"))
        }));
        assert!(town.hold(BIRTH, 1, wanted("2026-12-03T09:10")).is_ok());
    }
}

#[test]
fn what_is_noted_of_a_visit_stands_in_the_ledger() {
    for town in towns() {
        let (case, one) = town.booked(BIRTH, "ana@example.org", "2026-12-03T09:10");
        let attend = |one: &Booking, state: State| {
            let (case, seen) = (case.clone(), seen(one));
            town.act(move |tx, office| changing::attend(tx, office, &case, (seen, state), STAFF))
        };
        assert!(matches!(attend(&one, State::Missed), Err(BookingError::TooLate)), "it is ahead");
        let here = attend(&one, State::Arrived).unwrap();
        attend(&here, State::Done).unwrap();
        let verbs = town.verbs(&case);
        assert_eq!(verbs[verbs.len() - 2..], ["appointment.arrive", "appointment.end"]);
    }
}

#[test]
fn an_appointment_outlives_the_hand_over_of_its_case_and_days_that_are_over_are_forgotten() {
    for town in towns() {
        let (case, one) = town.booked(BIRTH, "ana@example.org", "2026-12-03T09:10");
        let to = town.office.catalogue().get("comment").unwrap();
        let id = case.id;
        town.act(move |tx, office| {
            let acting = Acting { by: STAFF, seen: cases::Seen::Whatever };
            cases::hand_over::hand_over(tx, office, id, &to, "A remark.", acting)?;
            Ok(())
        })
        .unwrap();
        let (office, english) =
            (town.office.clone(), town.office.app().words(base::Locale::EN).clone());
        let card = town.db.read_blocking(move |tx| {
            let case = cases::cases::by_id(tx, id)?.expect("the case");
            appointments::card::of_case(tx, &office, &case, &english)
        });
        let card = card.unwrap().expect("its resident still sees it");
        assert!(card.may_change && card.title == "Register a birth", "{card:?}");
        assert_eq!(one.state, State::Booked);
        let grains = |town: &TestTown| {
            town.db.read_blocking(|tx| tx.one(&GRAINS, store::params![])).unwrap().unwrap()
        };
        assert_eq!(grains(&town), 8);
        town.clock.advance(SignedDuration::from_hours(24 * 6));
        town.do_jobs();
        assert_eq!(grains(&town), 0);
    }
}
