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

/// Closes a case with an outcome.
fn close(town: &TestTown, id: base::CaseId, outcome: &str) {
    let (staff, outcome) = (town.staff(), outcome.to_owned());
    town.act(move |tx, office| {
        let closure = Closure { outcome: outcome.clone(), reason: String::new() };
        cases::closure::close(tx, office, id, &closure, staff)
    })
    .unwrap();
}

#[test]
fn an_answer_opens_a_case_that_was_closed_for_want_of_one_and_no_other() {
    for town in towns() {
        for (outcome, opens) in [("no-answer", true), ("done", false)] {
            let id = town.pothole(ANA).id;
            close(&town, id, outcome);
            let case = town
                .act(move |tx, office| {
                    cases::messages::send(tx, office, id, "Here it is.", Acting::RESIDENT)
                })
                .unwrap();
            assert_eq!((case.is_closed(), case.unread), (!opens, true), "{outcome}");
            assert_eq!(case.ending.is_none(), opens, "{outcome}");
        }
    }
}

#[test]
fn that_it_is_not_solved_reaches_whoever_worked_on_it_the_lead_and_the_followers() {
    for town in towns() {
        let case = town.pothole(ANA);
        let (id, worker, team) = (case.id, town.worker, case.team.unwrap());
        let staff = town.staff();
        town.act(move |tx, office| {
            let to = cases::Assignment { team, person: Some(worker) };
            cases::assignment::assign(tx, office, id, to, "", staff)
        })
        .unwrap();
        follow(&town, id, "bo@example.org");
        close(&town, id, "done");
        let (before, own) = (town.letters("bo@example.org").len(), town.letters(ANA).len());
        let why = Feedback { solved: Solved::No, rating: None, text: "Still deep.".into() };
        town.act(move |tx, office| cases::feedback::give(tx, office, id, &why, Acting::RESIDENT))
            .unwrap();
        for colleague in ["maya@town.example", "tom@town.example"] {
            let (subject, text) = town.letters(colleague).remove(0);
            assert!(subject.contains("is not solved"), "{colleague}: {subject}");
            assert!(!text.contains("Still deep."), "what was written stays in the case");
        }
        assert_eq!(town.letters("bo@example.org").len(), before + 1);
        assert_eq!(town.letters(ANA).len(), own, "she has just said so herself");
        let thanks = Feedback { solved: Solved::Yes, rating: Some(5), text: String::new() };
        close(&town, id, "done");
        let told = town.letters("tom@town.example").len();
        town.act(move |tx, office| {
            cases::feedback::give(tx, office, id, &thanks, Acting::RESIDENT)
        })
        .unwrap();
        assert_eq!(town.letters("tom@town.example").len(), told, "thanks wake nobody");
    }
}

/// Makes somebody a confirmed follower.
fn follow(town: &TestTown, id: base::CaseId, email: &str) {
    let email: base::contact::EmailAddress = email.parse().unwrap();
    town.act(move |tx, office| {
        cases::followers::follow(tx, office, id, &email, base::Locale::EN)?;
        let letter = post::recent(tx, None, 1)?.remove(0);
        let text = post::letter(tx, letter.id)?.unwrap().body_text;
        let link = text.split_whitespace().find(|word| word.contains("/follow/")).unwrap();
        let follower = cases::links::follower(office, link.rsplit('/').next().unwrap()).unwrap();
        cases::followers::confirm(tx, office, follower)
    })
    .unwrap();
}

#[test]
fn a_broken_promise_of_a_team_without_a_lead_reaches_the_team() {
    for town in towns() {
        let case = town.pothole(ANA);
        let (id, team, lead) = (case.id, case.team.unwrap(), town.lead);
        town.act(move |tx, office| {
            let act = people::Act::by(office.app(), ledger::Actor::System("test"));
            people::memberships::revoke(tx, lead, Some(team), web::Role::TeamLead, &act)?;
            Ok(())
        })
        .unwrap();
        run_late(&town);
        let told = town.letters("maya@town.example");
        assert!(told.iter().any(|(subject, _)| subject.contains("is late")), "{told:?}");
        let events = town.read(move |tx| cases::events::of_case(tx, id));
        let reminded = events.iter().filter(|event| event.kind == EventKind::Reminded);
        for event in reminded {
            let worker = serde_json::json!([town.worker]);
            assert_eq!(event.detail["persons"], worker, "the history names who was told");
        }
    }
}

/// Lets the promise pass, and does the jobs that are due then.
fn run_late(town: &TestTown) {
    let app = town.office.app();
    let mut registry = jobs::Registry::new();
    cases::reminders::register(&mut registry, app);
    let sender = post::Sender {
        name: "Town".into(),
        address: "hello@town.example".parse().unwrap(),
        reply_to: None,
    };
    post::register(&mut registry, post::Mailer::page(sender));
    let tools = jobs::Tools {
        db: town.db(),
        clock: app.clock().clone(),
        ids: app.ids().clone(),
        rng: app.rng().clone(),
    };
    let worker = jobs::Worker::new(tools, registry);
    town.clock.advance(SignedDuration::from_hours(24 * 4));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    assert!(runtime.block_on(worker.run_due()).unwrap().done > 0);
}

#[test]
fn a_private_original_is_nobody_elses_news() {
    for town in towns() {
        let (original, repeat) = (town.pothole(ANA), town.pothole("ben@example.org"));
        let staff = town.staff();
        let all = town.office.catalogue().all();
        let private =
            all.into_iter().find(|one| one.definition.online && !one.definition.public).unwrap();
        let of = original.id;
        let handed = town
            .act(move |tx, office| {
                cases::hand_over::hand_over(tx, office, of, &private, "Not a road.", staff)
            })
            .unwrap();
        let told = town.letters("ben@example.org").len();
        let mark =
            |id| town.act(move |tx, office| cases::duplicate::mark(tx, office, id, of, staff));
        let refused = mark(repeat.id);
        assert!(matches!(refused, Err(CaseError::Refused(Refusal::PrivateOriginal))));
        assert_eq!(town.letters("ben@example.org").len(), told);
        let again = town.read(move |tx| cases::cases::by_id(tx, of)).unwrap();
        assert_eq!(again.revision, handed.revision);
        let own = town.pothole(ANA);
        assert!(mark(own.id).unwrap().is_closed(), "one's own is no secret");
    }
}

#[test]
fn a_fault_says_nothing_in_english_to_whoever_reads_another_language() {
    let refused = web::Fault::from(CaseError::Refused(Refusal::Closed));
    assert!(matches!(refused, web::Fault::Refused(key) if key == Refusal::Closed.key()));
    let changed = web::Fault::from(CaseError::Changed { seen: 3, now: 5 });
    assert!(matches!(changed, web::Fault::Conflict(text) if text.is_empty()));
}
