//! Never double-booked: many at once book, move, cancel, hold and let go, and then everything is counted again.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod town;

use std::collections::{BTreeMap, BTreeSet};

use appointments::changing::{self, Seen};
use appointments::{Booking, BookingError, Seeker, State, Wanted, bookings, holding, making};
use cases::{By, Case};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use town::{TestTown, at, towns};

store::row! {
    struct WholeRow {
        id: i64, unit: String, blocks_from: i64, blocks_to: i64, state: String, case_id: Option<i64>,
    }
}

store::statements! {
    WHOLE: Query<WholeRow> = "SELECT id, unit, blocks_from, blocks_to, state, case_id FROM appointments
        ORDER BY id LIMIT 10000";
    GRAINS: Query<(String, i64, i64)> = "SELECT unit, grain, appointment FROM appointment_grains
        ORDER BY unit, grain LIMIT 100000";
}

/// What somebody does. Times are numbers of beginnings of one crowded morning.
#[derive(Clone, Debug)]
enum Act {
    Book { service: usize, time: usize },
    Move { time: usize },
    Cancel,
    Hold { service: usize, time: usize, confirm: bool },
}

const SERVICES: [&str; 2] = ["register-birth", "passport-application"];

fn act() -> impl Strategy<Value = Act> {
    let (service, time) = (0_usize..2, 0_usize..6);
    prop_oneof![
        4 => (service.clone(), time.clone()).prop_map(|(service, time)| Act::Book { service, time }),
        3 => time.clone().prop_map(|time| Act::Move { time }),
        2 => Just(Act::Cancel),
        3 => (service, time, any::<bool>())
            .prop_map(|(service, time, confirm)| Act::Hold { service, time, confirm }),
    ]
}

/// The beginnings of a service on Tuesday morning; those of the two services overlap.
fn time(service: usize, number: usize) -> Wanted {
    let step = [40, 25][service];
    let start = at("2026-12-01T08:30") + i64::try_from(number).unwrap() * step * 60_000;
    Wanted { branch: "registry".into(), start }
}

fn book(
    town: &TestTown,
    (case, service): (&Case, usize),
    number: usize,
) -> Result<Booking, BookingError> {
    let (case, terms, wanted) =
        (case.clone(), town.terms(SERVICES[service]), time(service, number));
    town.act(move |tx, office| {
        let how = (&wanted, Seeker::Resident, By::Resident);
        making::make(tx, office, &case, &terms, how)
    })
}

/// Everything that one person does, one act after another. Gives what they have in the end.
fn live(town: &TestTown, cases: [Case; 2], draft: i64, acts: Vec<Act>) -> BTreeMap<i64, bool> {
    let mut mine: [Option<(i64, i64)>; 2] = [None, None];
    let mut told = BTreeMap::new();
    let refused = |error: BookingError| match error {
        BookingError::Taken | BookingError::Changed => {}
        other => panic!("{other}"),
    };
    for act in acts {
        match act {
            Act::Book { service, time: number } => {
                if mine[service].is_some() {
                    continue;
                }
                match book(town, (&cases[service], service), number) {
                    Ok(one) => mine[service] = Some((one.id, one.sequence)),
                    Err(error) => refused(error),
                }
            }
            Act::Hold { service, time: number, confirm } => {
                let wanted = time(service, number);
                if let Err(error) = town.hold(SERVICES[service], draft, wanted) {
                    refused(error);
                    continue;
                }
                if !confirm || mine[service].is_some() {
                    continue;
                }
                let case = cases[service].clone();
                let done = town.act(move |tx, office| {
                    holding::confirm(tx, office, draft, &case, By::Resident)
                });
                let one = done.expect("a hold that nobody else can touch is confirmed");
                mine[service] = Some((one.id, one.sequence));
            }
            Act::Move { time: number } => {
                for service in 0..2 {
                    let Some((id, sequence)) = mine[service] else { continue };
                    let (case, terms) = (cases[service].clone(), town.terms(SERVICES[service]));
                    let wanted = time(service, number);
                    let done = town.act(move |tx, office| {
                        let how = (&wanted, Seeker::Resident, By::Resident);
                        changing::shift(tx, office, &case, (Seen { id, sequence }, &terms), how)
                    });
                    match done {
                        Ok(one) => mine[service] = Some((one.id, one.sequence)),
                        Err(error) => refused(error),
                    }
                }
            }
            Act::Cancel => {
                for service in 0..2 {
                    let Some((id, sequence)) = mine[service].take() else { continue };
                    let (case, terms) = (cases[service].clone(), town.terms(SERVICES[service]));
                    let done = town.act(move |tx, office| {
                        let seen = Seen { id, sequence };
                        changing::cancel(tx, office, &case, (seen, &terms), ("", By::Resident))
                    });
                    done.expect("nobody else cancels it");
                    told.insert(id, false);
                }
            }
        }
    }
    told.extend(mine.into_iter().flatten().map(|(id, _)| (id, true)));
    told
}

/// Counts everything again, from what stands in the database and what each person was told.
fn recount(town: &TestTown, told: &BTreeMap<i64, bool>) {
    let (whole, grains) = town
        .db
        .read_blocking(|tx| {
            let whole = tx.all(&WHOLE, store::params![])?;
            Ok::<_, store::StoreError>((whole, tx.all(&GRAINS, store::params![])?))
        })
        .unwrap();
    let alive: Vec<_> = whole.iter().filter(|one| one.state != "cancelled").collect();
    for (place, one) in alive.iter().enumerate() {
        for other in alive.iter().skip(place + 1).filter(|other| other.unit == one.unit) {
            let apart = one.blocks_to <= other.blocks_from || other.blocks_to <= one.blocks_from;
            assert!(apart, "{} and {} have one seat at one time", one.id, other.id);
        }
    }
    let mut wanted = BTreeSet::new();
    for one in &alive {
        let minutes = (one.blocks_from..one.blocks_to).step_by(300_000);
        wanted.extend(minutes.map(|ms| (one.unit.clone(), ms / 300_000, one.id)));
    }
    let found: BTreeSet<_> = grains.into_iter().collect();
    assert_eq!(found, wanted, "the rows that decide are those of the appointments");
    for (id, has) in told {
        let one = whole.iter().find(|one| one.id == *id).expect("no appointment is lost");
        let is = State::parse(&one.state) == State::Booked && one.case_id.is_some();
        assert_eq!(is, *has, "somebody was told otherwise of {id}");
    }
    let booked = alive.iter().filter(|one| one.state == "booked").count();
    assert_eq!(booked, told.values().filter(|has| **has).count(), "nobody has one unknowingly");
}

fn at_once(cases: u32) -> TestRunner {
    TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() })
}

#[test]
fn however_many_book_move_and_cancel_at_once_no_seat_has_two_at_one_time_and_nothing_is_lost() {
    let people = prop::collection::vec(prop::collection::vec(act(), 2..7), 4..7);
    at_once(3)
        .run(&people, |people| {
            for town in towns() {
                let mut told = BTreeMap::new();
                std::thread::scope(|scope| {
                    let mut running = Vec::new();
                    for (number, acts) in people.iter().cloned().enumerate() {
                        let email = format!("p{number}@example.org");
                        let cases = SERVICES.map(|service| town.case(service, &email));
                        let (town, draft) = (&town, i64::try_from(number).unwrap() + 1);
                        running.push(scope.spawn(move || live(town, cases, draft, acts)));
                    }
                    for one in running {
                        told.extend(one.join().unwrap());
                    }
                });
                recount(&town, &told);
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn of_twenty_who_want_one_time_with_two_seats_exactly_two_get_it() {
    for town in towns() {
        let got = std::thread::scope(|scope| {
            let running: Vec<_> = (1..=20_i64)
                .map(|draft| {
                    let town = &town;
                    scope.spawn(move || {
                        let wanted =
                            Wanted { branch: "registry".into(), start: at("2026-12-01T08:30") };
                        town.hold("passport-application", draft, wanted).is_ok()
                    })
                })
                .collect();
            running.into_iter().map(|one| one.join().unwrap()).filter(|got| *got).count()
        });
        assert_eq!(got, 2, "{:?}", town.db.engine());
        let held = town.db.read_blocking(|tx| bookings::of_draft(tx, 1));
        assert!(held.unwrap().is_none_or(|one| one.state == State::Held));
    }
}
