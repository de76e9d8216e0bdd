//! The life of cases, on both engines.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod town;

use base::{Locale, Rng};
use cases::{
    Acting, Assignment, By, CaseError, Closure, EventKind, Feedback, Lateness, Rank, Refusal, Seen,
    Solved,
};
use jiff::SignedDuration;
use services::Phase;
use town::towns;

const ANA: &str = "ana@example.org";

#[test]
fn a_report_reaches_its_team_and_its_sender_gets_a_letter_with_a_link() {
    for town in towns() {
        let case = town.pothole(ANA);
        let team = town.read(move |tx| people::teams::by_id(tx, case.team.unwrap()));
        assert_eq!(team.unwrap().key, "works-dorchester");
        let (subject, text) = town.letters(ANA).remove(0);
        assert!(subject.contains(&case.reference.to_string()), "{subject}");
        assert!(text.contains("Dear Ana Ruiz"), "{text}");
        assert!(text.contains("We aim to finish by Thursday 5 March"), "{text}");
        let token =
            text.split("/track/").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
        let opened = town.act(move |tx, office| cases::links::open(tx, office, &token)).unwrap();
        assert!(matches!(opened, cases::links::Opened::Case(found) if found.id == case.id));
        let forged = town.act(|tx, office| cases::links::open(tx, office, "MTIz.AAAA")).unwrap();
        assert_eq!(forged, cases::links::Opened::Forged);
    }
}

#[test]
fn a_reference_that_is_taken_is_not_given_out_again() {
    for town in towns() {
        // Two nodes with the same chances draw the same references.
        let (one, other) = (town.node(3, Rng::seeded(9)), town.node(4, Rng::seeded(9)));
        let first = town.pothole_at(&one, ANA);
        let second = town.pothole_at(&other, ANA);
        let third = town.pothole_at(&one, ANA);
        assert_ne!(first.reference, second.reference);
        let kept = |id| town.read(move |tx| cases::cases::by_id(tx, id)).unwrap().reference;
        for case in [&first, &second, &third] {
            assert_eq!(kept(case.id), case.reference);
        }
    }
}

#[test]
fn no_personal_value_stands_in_the_ledger() {
    for town in towns() {
        let case = town.pothole(ANA);
        let subject = ledger::Subject::case(case.id);
        let rows = town.read(move |tx| ledger::of_subject(tx, subject, 10));
        let all: String = rows.iter().map(|row| row.entry.as_str()).collect();
        for personal in [ANA, "Ana Ruiz", "Elm St"] {
            assert!(!all.contains(personal), "{personal} in {all}");
        }
    }
}

#[test]
fn a_question_pauses_the_promise_and_the_answer_starts_it_again() {
    for town in towns() {
        let id = town.pothole(ANA).id;
        let staff = town.staff();
        town.clock.advance(SignedDuration::from_hours(24));
        let asked = town
            .act(move |tx, office| cases::moves::make(tx, office, id, "ask", "Which side?", staff))
            .unwrap();
        assert_eq!(asked.phase, Phase::Waiting);
        assert_eq!(
            asked.watch.lateness(town.office.now(), town.office.calendar()),
            Lateness::Paused
        );
        assert!(town.letters(ANA)[0].1.contains("Which side?"));
        town.clock.advance(SignedDuration::from_hours(24 * 7));
        let answered = town
            .act(move |tx, office| {
                cases::messages::send(tx, office, id, "The left one.", Acting::RESIDENT)
            })
            .unwrap();
        assert_eq!(answered.phase, Phase::Open);
        assert!(answered.unread);
        // Promised for Thursday 5 March, three working days less two hours left. The clocks went
        // forward on the 8th, so seven times 24 hours later it is 11:00 and an hour of Friday is needed.
        let promised = town.office.calendar().date(answered.watch.promised.unwrap());
        assert_eq!(promised.to_string(), "2026-03-13");
        assert!(answered.watch.resident_ms > 0);
        assert_eq!(town.verbs(&answered), ["case.open", "case.ask", "case.message"]);
    }
}

#[test]
fn a_closed_case_that_is_not_solved_opens_again() {
    for town in towns() {
        let id = town.pothole(ANA).id;
        let staff = town.staff();
        let closure = Closure { outcome: "done".into(), reason: "Filled and rolled.".into() };
        let closed = town
            .act(move |tx, office| cases::closure::close(tx, office, id, &closure, staff))
            .unwrap();
        assert_eq!(closed.ending.clone().unwrap().kept, Some(true));
        let text = &town.letters(ANA)[0].1;
        assert!(text.contains("Filled and rolled.") && text.contains("The work is done"), "{text}");
        let unhappy = Feedback { solved: Solved::No, rating: Some(1), text: String::new() };
        let refused = town.act({
            let unhappy = unhappy.clone();
            move |tx, office| cases::feedback::give(tx, office, id, &unhappy, Acting::RESIDENT)
        });
        assert!(matches!(refused, Err(CaseError::Refused(Refusal::ReasonNeeded))));
        let why = Feedback { text: "It is still there.".into(), ..unhappy };
        let again = town
            .act(move |tx, office| cases::feedback::give(tx, office, id, &why, Acting::RESIDENT))
            .unwrap();
        assert_eq!((again.phase, again.unread), (Phase::Open, true));
        assert_eq!(again.ending, None);
    }
}

#[test]
fn the_second_of_two_people_is_refused_and_nothing_is_lost() {
    for town in towns() {
        let case = town.pothole(ANA);
        let (id, seen) = (case.id, Seen::Revision(case.revision));
        let first = Acting { by: By::Staff(town.worker, Rank::Caseworker), seen };
        let second = Acting { by: By::Staff(town.lead, Rank::TeamLead), seen };
        town.act(move |tx, office| cases::moves::make(tx, office, id, "start", "", first)).unwrap();
        let closure = Closure { outcome: "not-found".into(), reason: String::new() };
        let late =
            town.act(move |tx, office| cases::closure::close(tx, office, id, &closure, second));
        assert!(matches!(late, Err(CaseError::Changed { .. })), "{late:?}");
        let events = town.read(move |tx| cases::events::of_case(tx, id));
        assert_eq!(events[0].kind, EventKind::Moved);
        assert_eq!(events.len(), 2);
    }
}

#[test]
fn what_the_workflow_does_not_allow_is_refused() {
    for town in towns() {
        let id = town.pothole(ANA).id;
        let staff = town.staff();
        let refused = |key: &'static str, acting: Acting| {
            let done =
                town.act(move |tx, office| cases::moves::make(tx, office, id, key, "", acting));
            match done {
                Err(CaseError::Refused(refusal)) => refusal,
                other => panic!("{key} gave {other:?}"),
            }
        };
        assert_eq!(refused("resume", staff), Refusal::NotFromHere);
        assert_eq!(refused("start", Acting::RESIDENT), Refusal::NotAllowed);
        assert_eq!(refused("wait", staff), Refusal::ReasonNeeded);
        assert_eq!(refused("close", staff), Refusal::OutcomeNeeded);
        assert_eq!(refused("ask", staff), Refusal::Empty);
        assert_eq!(refused("no-such-move", staff), Refusal::NotFromHere);
    }
}

#[test]
fn a_repeat_closes_and_its_people_follow_the_original() {
    for town in towns() {
        let (original, repeat) = (town.pothole(ANA), town.pothole("ben@example.org"));
        let (staff, from, to) = (town.staff(), repeat.id, original.id);
        let near = town.read(move |tx| {
            let point = repeat.point.unwrap();
            let since = "2026-01-01T00:00:00Z".parse().unwrap();
            cases::cases::near(tx, "pothole", point, 60.0, since)
        });
        assert_eq!(near.len(), 2);
        let merged = town
            .act(move |tx, office| cases::duplicate::mark(tx, office, from, to, staff))
            .unwrap();
        assert_eq!(merged.duplicate_of, Some(to));
        let followed = town.read(move |tx| cases::cases::by_id(tx, to)).unwrap();
        assert_eq!(followed.followers, 1);
        let circular =
            town.act(move |tx, office| cases::duplicate::mark(tx, office, to, from, staff));
        assert!(matches!(circular, Err(CaseError::Refused(Refusal::Circular))));
        let closure = Closure { outcome: "done".into(), reason: "For Ana only.".into() };
        town.act(move |tx, office| cases::closure::close(tx, office, to, &closure, staff)).unwrap();
        let news = &town.letters("ben@example.org")[0];
        assert!(news.0.contains(&original.reference.to_string()), "{}", news.0);
        assert!(!news.1.contains("For Ana only."), "what staff write to one is for one");
    }
}

#[test]
fn nobody_is_signed_up_by_others() {
    for town in towns() {
        let id = town.pothole(ANA).id;
        let email = "carla@example.org".parse().unwrap();
        town.act(move |tx, office| cases::followers::follow(tx, office, id, &email, Locale::ES))
            .unwrap();
        assert_eq!(town.read(move |tx| cases::cases::by_id(tx, id)).unwrap().followers, 0);
        let text = town.letters("carla@example.org").remove(0).1;
        assert!(text.contains("Sí, quiero recibir"), "{text}");
        let token = text.split("/follow/").nth(1).unwrap().split_whitespace().next().unwrap();
        let follower = cases::links::follower(&town.office, token).unwrap();
        let confirmed =
            town.act(move |tx, office| cases::followers::confirm(tx, office, follower)).unwrap();
        assert_eq!(confirmed.unwrap().followers, 1);
        let stopped =
            town.act(move |tx, office| cases::followers::stop(tx, office, follower)).unwrap();
        assert_eq!(stopped.unwrap().followers, 0);
    }
}

#[test]
fn handing_over_starts_the_other_promise() {
    for town in towns() {
        let id = town.pothole(ANA).id;
        let staff = town.staff();
        let other = town.office.catalogue().get("street-light-out").unwrap();
        let light = other.clone();
        let handed = town
            .act(move |tx, office| {
                cases::hand_over::hand_over(tx, office, id, &light, "It is about a lamp.", staff)
            })
            .unwrap();
        assert_eq!(handed.service, "street-light-out");
        assert_eq!(handed.assignee, None);
        let promise = other.definition.promise.unwrap();
        let due = cases::promised_at(promise, town.office.now(), town.office.calendar());
        assert_eq!(handed.watch.promised, Some(due));
    }
}

#[test]
fn only_members_of_a_team_can_be_given_its_cases() {
    for town in towns() {
        let case = town.pothole(ANA);
        let (id, staff, worker) = (case.id, town.staff(), town.worker);
        let elsewhere = town.read(|tx| people::teams::by_key(tx, "trees")).unwrap().id;
        let wrong = Assignment { team: elsewhere, person: Some(worker) };
        let refused =
            town.act(move |tx, office| cases::assignment::assign(tx, office, id, wrong, "", staff));
        assert!(matches!(refused, Err(CaseError::Refused(Refusal::NotInTeam))));
        let right = Assignment { team: case.team.unwrap(), person: Some(worker) };
        let given = town
            .act(move |tx, office| cases::assignment::assign(tx, office, id, right, "", staff))
            .unwrap();
        assert_eq!(given.assignee, Some(worker));
    }
}

#[test]
fn staff_are_reminded_and_the_lead_when_it_is_late() {
    for town in towns() {
        let case = town.pothole(ANA);
        let mut registry = jobs::Registry::new();
        cases::reminders::register(&mut registry, town.office.app());
        let sender = post::Sender {
            name: "Town".into(),
            address: "hello@town.example".parse().unwrap(),
            reply_to: None,
        };
        post::register(&mut registry, post::Mailer::page(sender));
        let app = town.office.app();
        let tools = jobs::Tools {
            db: town.db(),
            clock: app.clock().clone(),
            ids: app.ids().clone(),
            rng: app.rng().clone(),
        };
        let worker = jobs::Worker::new(tools, registry);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let run = || runtime.block_on(worker.run_due()).unwrap();
        run();
        assert!(town.letters("tom@town.example").is_empty());
        // Friday: the promise of Thursday is broken.
        town.clock.advance(SignedDuration::from_hours(24 * 4));
        run();
        let lead = town.letters("tom@town.example");
        assert!(lead.iter().any(|(subject, _)| subject.contains("is late")), "{lead:?}");
        let id = case.id;
        let events = town.read(move |tx| cases::events::of_case(tx, id));
        assert!(events.iter().any(|event| event.kind == EventKind::Reminded));
    }
}

#[test]
fn the_resident_can_correct_and_withdraw() {
    for town in towns() {
        let case = town.pothole(ANA);
        let id = case.id;
        let told = town.read(move |tx| cases::answers::of_case(tx, id));
        let mut answers = told.answers.as_json().clone();
        answers["lane"] = "car".into();
        answers["contact"] = told.contact.to_json();
        let answers = services::Answers::try_from(answers).unwrap();
        let corrected = town
            .act(move |tx, office| {
                cases::correction::correct(tx, office, id, &answers, "", Acting::RESIDENT)
            })
            .unwrap();
        assert!(corrected.revision > case.revision);
        let events = town.read(move |tx| cases::events::of_case(tx, id));
        assert_eq!(events[0].detail["questions"], serde_json::json!(["lane"]));
        let gone = town
            .act(move |tx, office| {
                cases::closure::withdraw(tx, office, id, "Somebody fixed it.", Acting::RESIDENT)
            })
            .unwrap();
        assert!(gone.is_closed());
        assert!(!gone.public, "a report that is taken back leaves the map");
    }
}

#[test]
fn an_address_that_others_type_gets_only_so_many_confirmations_a_day() {
    for town in towns() {
        for _ in 0..12 {
            town.pothole(ANA);
        }
        assert_eq!(town.letters(ANA).len(), 10);
        town.clock.advance(SignedDuration::from_hours(25));
        town.pothole(ANA);
        assert_eq!(town.letters(ANA).len(), 11);
    }
}

#[test]
fn the_list_of_work_goes_page_by_page_in_order_of_the_promise() {
    for town in towns() {
        for _ in 0..60 {
            town.pothole(ANA);
            town.clock.advance(SignedDuration::from_hours(24));
        }
        let filter = cases::inbox::Filter {
            phase: Some(cases::inbox::PhaseFilter::Live),
            ..cases::inbox::Filter::default()
        };
        let list = |page| {
            let filter = filter.clone();
            town.read(move |tx| cases::inbox::list(tx, &filter, page))
        };
        let first = list(cases::inbox::Page::First);
        assert_eq!((first.cases.len(), first.newer), (50, None));
        let second = list(cases::inbox::Page::After(first.older.unwrap()));
        assert_eq!((second.cases.len(), second.older), (10, None));
        let back = list(cases::inbox::Page::Before(second.newer.unwrap()));
        assert_eq!(back.cases, first.cases);
        let promised: Vec<_> =
            first.cases.iter().chain(&second.cases).map(|case| case.watch.promised).collect();
        assert!(promised.is_sorted());
        let now = town.office.now();
        let soon = cases::Span::soon(now, town.office.calendar());
        let all = cases::inbox::Filter::default();
        let counts = town.read(move |tx| cases::inbox::counts(tx, &all, soon));
        assert_eq!(counts.live, 60);
        assert!(counts.late > 50 && counts.soon >= 1, "{counts:?}");
    }
}
