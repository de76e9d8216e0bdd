//! Correcting and handing over lose nothing that was told.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod town;

use base::Locale;
use cases::{Acting, CaseError, EventKind, Refusal, Seen};
use jiff::SignedDuration;
use town::towns;

const ANA: &str = "ana@example.org";

#[test]
fn a_hand_over_and_a_correction_after_it_lose_nothing_that_was_told() {
    for town in towns() {
        let id = town.pothole(ANA).id;
        let (to, staff) = (town.office.catalogue().get("graffiti").unwrap(), town.staff());
        town.act(move |tx, office| {
            cases::hand_over::hand_over(tx, office, id, &to, "It is paint.", staff)
        })
        .unwrap();
        let words = |town: &town::TestTown| {
            let rows = town.act(move |tx, office| {
                let case = cases::cases::by_id(tx, id)?.unwrap();
                let told = cases::answers::of_case(tx, id)?;
                cases::given::rows(tx, office, &case, &told, Locale::EN)
            });
            rows.unwrap().into_iter().map(|row| row.text).collect::<Vec<_>>().join("|")
        };
        assert!(words(&town).contains("Bike lane"), "{}", words(&town));
        // Staff fill in the form of the new service, which asks for no lane.
        let told = town.read(move |tx| cases::answers::of_case(tx, id));
        let mut answers = services::Answers::new();
        answers.set("place", told.answers.get("place").unwrap().clone());
        answers.set("surface", "brick".into());
        town.act(move |tx, office| {
            let form = office.catalogue().get("graffiti").unwrap();
            cases::correction::correct_in(
                tx,
                office,
                id,
                &form,
                &answers,
                "They told us on the phone.",
                staff,
            )
        })
        .unwrap();
        let after = town.read(move |tx| cases::answers::of_case(tx, id));
        assert_eq!(after.answers.text("lane"), Some("bike"));
        assert_eq!(after.answers.text("surface"), Some("brick"));
        assert!(words(&town).contains("Bike lane"), "{}", words(&town));
        let public = town.act(move |tx, office| {
            let case = cases::cases::by_id(tx, id)?.unwrap();
            cases::given::public_rows(tx, office, &case, &after, Locale::EN)
        });
        assert!(public.unwrap().iter().all(|row| row.question != "lane"), "graffiti knows no lane");
    }
}

#[test]
fn staff_correct_with_a_reason_and_the_resident_is_told() {
    for town in towns() {
        let case = town.pothole(ANA);
        let (id, staff) = (case.id, town.staff());
        let told = town.read(move |tx| cases::answers::of_case(tx, id));
        let mut answers = told.answers.as_json().clone();
        answers["lane"] = "car".into();
        answers["contact"] = told.contact.to_json();
        let answers = services::Answers::try_from(answers).unwrap();
        let correct = |reason: &'static str, acting: Acting| {
            let answers = answers.clone();
            town.act(move |tx, office| {
                cases::correction::correct(tx, office, id, &answers, reason, acting)
            })
        };
        let silent = correct(" ", staff);
        assert!(matches!(silent, Err(CaseError::Refused(Refusal::ReasonNeeded))));
        let stale = Acting { seen: Seen::Revision(case.revision - 1), ..staff };
        assert!(matches!(correct("She called.", stale), Err(CaseError::Changed { .. })));
        let seen = Acting { seen: Seen::Revision(case.revision), ..staff };
        let corrected = correct("She called: it is the car lane.", seen).unwrap();
        assert_eq!(corrected.unread, case.unread, "what staff do themselves is no news for them");
        let (subject, text) = town.letters(ANA).remove(0);
        assert!(subject.contains(&case.reference.to_string()), "{subject}");
        assert!(text.contains("> She called: it is the car lane."), "{text}");
        let events = town.read(move |tx| cases::events::of_case(tx, id));
        assert_eq!(events[0].kind, EventKind::Corrected);
        assert_eq!(events[0].by, cases::Party::Staff(staff.by.person().unwrap()));
        assert_eq!(events[0].text, "She called: it is the car lane.");
        let subject = ledger::Subject::case(id);
        let rows = town.read(move |tx| ledger::of_subject(tx, subject, 10));
        let row = rows.iter().find(|row| row.verb == "case.correct").unwrap();
        assert!(row.actor.contains(&staff.by.person().unwrap().to_string()), "{}", row.actor);
        assert!(!row.entry.contains("She called"), "{}", row.entry);
    }
}

#[test]
fn handing_a_late_case_on_does_not_make_it_punctual() {
    for town in towns() {
        let case = town.pothole(ANA);
        let (id, staff, broken) = (case.id, town.staff(), case.watch.promised);
        town.clock.advance(SignedDuration::from_hours(24 * 40));
        let light = town.office.catalogue().get("street-light-out").unwrap();
        let handed = town
            .act(move |tx, office| {
                cases::hand_over::hand_over(tx, office, id, &light, "It is about a lamp.", staff)
            })
            .unwrap();
        assert_eq!(handed.watch.promised, broken);
        assert_eq!(handed.watch.keeps(town.office.now()), Some(false));
    }
}
