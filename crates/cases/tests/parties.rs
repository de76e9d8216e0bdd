//! Who hears of a case, who may see it, and what others do to it meanwhile, on both engines.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod town;

use std::sync::Arc;

use base::{CaseId, EventId, Locale};
use cases::inbox::{Filter, Page, PhaseFilter, Unread};
use cases::{Acting, By, Closure, Feedback, Rank, Seen, Solved};
use jiff::SignedDuration;
use search::CaseIndex;
use town::{TestTown, towns};

const ANA: &str = "ana@example.org";
const BEN: &str = "ben@example.org";

fn close(town: &TestTown, id: CaseId) {
    let closure = Closure { outcome: "done".into(), reason: "Filled.".into() };
    let staff = town.staff();
    town.act(move |tx, office| cases::closure::close(tx, office, id, &closure, staff)).unwrap();
}

fn follow(town: &TestTown, id: CaseId, email: &str) {
    let email = email.parse().unwrap();
    town.act(move |tx, office| cases::followers::follow(tx, office, id, &email, Locale::EN))
        .unwrap();
}

/// Follows the link of the newest letter to an address.
fn confirm(town: &TestTown, email: &str) {
    let text = town.letters(email).remove(0).1;
    let token = text.split("/follow/").nth(1).unwrap().split_whitespace().next().unwrap();
    let follower = cases::links::follower(&town.office, token).unwrap();
    town.act(move |tx, office| cases::followers::confirm(tx, office, follower)).unwrap();
}

#[test]
fn who_reports_twice_gets_each_letter_once() {
    for town in towns() {
        let (original, repeat) = (town.pothole(ANA).id, town.pothole(ANA).id);
        let staff = town.staff();
        town.act(move |tx, office| cases::duplicate::mark(tx, office, repeat, original, staff))
            .unwrap();
        follow(&town, original, ANA);
        confirm(&town, ANA);
        let before = town.letters(ANA).len();
        close(&town, original);
        assert_eq!(town.letters(ANA).len(), before + 1);
    }
}

#[test]
fn a_repeat_makes_its_sender_a_follower_who_had_not_confirmed() {
    for town in towns() {
        let (original, repeat) = (town.pothole(ANA).id, town.pothole(BEN).id);
        follow(&town, original, BEN);
        let staff = town.staff();
        town.act(move |tx, office| cases::duplicate::mark(tx, office, repeat, original, staff))
            .unwrap();
        let followed = town.read(move |tx| cases::cases::by_id(tx, original)).unwrap();
        assert_eq!(followed.followers, 1);
    }
}

#[test]
fn repeats_of_a_repeat_move_with_an_entry_in_the_ledger() {
    for town in towns() {
        let (first, second, third) = (town.pothole(ANA), town.pothole(BEN), town.pothole(BEN));
        let staff = town.staff();
        for (from, to) in [(third.id, second.id), (second.id, first.id)] {
            town.act(move |tx, office| cases::duplicate::mark(tx, office, from, to, staff))
                .unwrap();
        }
        let moved = town.read(move |tx| cases::cases::by_id(tx, third.id)).unwrap();
        assert_eq!(moved.duplicate_of, Some(first.id));
        let verbs = town.verbs(&third);
        assert_eq!(verbs.iter().filter(|verb| *verb == "case.mark-duplicate").count(), 2);
    }
}

#[test]
fn nobody_fills_a_mailbox_by_asking_to_follow() {
    for town in towns() {
        let cases: Vec<_> = (0..8).map(|_| town.pothole(ANA).id).collect();
        for id in &cases {
            follow(&town, *id, BEN);
            follow(&town, *id, BEN);
        }
        assert_eq!(town.letters(BEN).len(), 5);
        town.clock.advance(SignedDuration::from_hours(25));
        follow(&town, cases[7], BEN);
        assert_eq!(town.letters(BEN).len(), 6);
    }
}

#[test]
fn being_followed_or_read_disturbs_nobody_who_has_the_case_open() {
    for town in towns() {
        let case = town.pothole(ANA);
        let id = case.id;
        follow(&town, id, BEN);
        confirm(&town, BEN);
        let seen = Seen::Revision(case.revision);
        let staff = Acting { by: By::Staff(town.worker, Rank::Caseworker), seen };
        town.act(move |tx, office| cases::messages::mark_read(tx, office, id, staff)).unwrap();
        let moved = town
            .act(move |tx, office| cases::moves::make(tx, office, id, "start", "", staff))
            .unwrap();
        assert_eq!((moved.followers, moved.unread), (1, false));
    }
}

#[test]
fn a_message_that_comes_while_a_page_is_read_stays_unread() {
    for town in towns() {
        let case = town.pothole(ANA);
        let id = case.id;
        let seen = Seen::Revision(case.revision);
        let staff = Acting { by: By::Staff(town.worker, Rank::Caseworker), seen };
        town.act(move |tx, office| {
            cases::messages::send(tx, office, id, "One more thing.", Acting::RESIDENT)
        })
        .unwrap();
        let read =
            town.act(move |tx, office| cases::messages::mark_read(tx, office, id, staff)).unwrap();
        assert!(read.unread);
    }
}

#[test]
fn what_is_said_after_the_end_is_found_among_the_unread() {
    for town in towns() {
        let case = town.pothole(ANA);
        let id = case.id;
        close(&town, id);
        town.act(move |tx, office| {
            cases::messages::send(tx, office, id, "It sank again.", Acting::RESIDENT)
        })
        .unwrap();
        let thanks = Feedback { solved: Solved::Yes, rating: Some(5), text: String::new() };
        let after = town
            .act(move |tx, office| cases::feedback::give(tx, office, id, &thanks, Acting::RESIDENT))
            .unwrap();
        assert!(after.unread, "a rating is no reason to forget the message");
        let soon = cases::Span::soon(town.office.now(), town.office.calendar());
        let team = Filter { team: case.team, ..Filter::default() };
        let counts = town.read({
            let team = team.clone();
            move |tx| cases::inbox::counts(tx, &team, soon)
        });
        assert_eq!((counts.live, counts.unread), (0, 1));
        let unread = Filter { unread: Some(Unread), ..team };
        let list = town.read(move |tx| cases::inbox::list(tx, &unread, Page::First));
        assert_eq!(list.cases.len(), 1);
    }
}

#[test]
fn a_report_that_goes_to_a_private_service_loses_its_public_and_its_followers() {
    for town in towns() {
        let id = town.pothole(ANA).id;
        follow(&town, id, BEN);
        confirm(&town, BEN);
        let before = town.letters(BEN).len();
        let all = town.office.catalogue().all();
        let private =
            all.into_iter().find(|one| one.definition.online && !one.definition.public).unwrap();
        let staff = town.staff();
        let handed = town
            .act(move |tx, office| {
                cases::hand_over::hand_over(tx, office, id, &private, "Not a road.", staff)
            })
            .unwrap();
        assert_eq!((handed.public, handed.followers), (false, 0));
        assert_eq!(town.letters(BEN).len(), before);
    }
}

#[test]
fn that_a_case_is_open_again_is_public() {
    for town in towns() {
        let id = town.pothole(ANA).id;
        close(&town, id);
        let no = Feedback { solved: Solved::No, rating: None, text: "Still there.".into() };
        town.act(move |tx, office| cases::feedback::give(tx, office, id, &no, Acting::RESIDENT))
            .unwrap();
        let event = town.read(move |tx| cases::events::since(tx, id, EventId(0))).remove(0);
        assert_eq!(event.audience, cases::Audience::Public);
    }
}

#[test]
fn the_lists_of_my_teams_go_forth_and_back_as_one() {
    for town in towns() {
        let mut ids = Vec::new();
        for number in 0..60_i64 {
            let case = town.pothole(ANA);
            ids.push(case.id);
            if number % 3 == 0 {
                close(&town, case.id);
            }
            town.clock.advance(SignedDuration::from_hours(7));
        }
        for phase in [None, Some(PhaseFilter::Live), Some(PhaseFilter::Closed)] {
            let filter = Filter { member: Some(town.worker), phase, ..Filter::default() };
            let list = |page| {
                let filter = filter.clone();
                town.read(move |tx| cases::inbox::list(tx, &filter, page))
            };
            let first = list(Page::First);
            let mut all = first.cases.clone();
            if let Some(place) = first.older {
                let second = list(Page::After(place));
                assert_eq!(list(Page::Before(second.newer.unwrap())).cases, first.cases);
                all.extend(second.cases);
            }
            let wanted = match phase {
                None => 60,
                Some(PhaseFilter::Live) => 40,
                _ => 20,
            };
            assert_eq!(all.len(), wanted);
            assert!(all.is_sorted_by_key(|case| (case.watch.promised, case.id)));
        }
    }
}

#[test]
fn after_a_long_pause_staff_are_still_reminded_before_the_promise() {
    for town in towns() {
        let id = town.pothole(ANA).id;
        let staff = town.staff();
        town.act(move |tx, office| cases::moves::make(tx, office, id, "ask", "Which?", staff))
            .unwrap();
        town.clock.advance(SignedDuration::from_hours(24 * 60));
        town.act(move |tx, office| {
            cases::messages::send(tx, office, id, "This one.", Acting::RESIDENT)
        })
        .unwrap();
        let now = town.office.now();
        // The job that asked for the first reminder is due between now and the new promise.
        let case = town.read(move |tx| cases::cases::by_id(tx, id)).unwrap();
        let promised = case.watch.promised.unwrap();
        let ahead = promised.checked_sub(SignedDuration::from_secs(1)).unwrap();
        let due = |at| town.read(move |tx| jobs::backlog(tx, at)).due;
        assert_eq!(due(ahead) - due(now), 1);
    }
}

#[test]
fn addresses_that_nobody_confirms_are_forgotten_and_keep_nobody_out() {
    for town in towns() {
        let case = town.pothole(ANA).id;
        follow(&town, case, BEN);
        follow(&town, case, "cy@example.org");
        confirm(&town, "cy@example.org");
        let forget = |town: &TestTown| {
            let now = town.clock.now();
            town.act(move |tx, _| Ok(cases::followers::forget_unconfirmed(tx, now)?)).unwrap()
        };
        assert_eq!(forget(&town), 0, "they may still confirm");
        town.clock.advance(SignedDuration::from_hours(5 * 24));
        assert_eq!(forget(&town), 1);
        let followed = town.read(move |tx| cases::cases::by_id(tx, case)).unwrap();
        assert_eq!(followed.followers, 1);
    }
}

#[test]
fn who_followed_a_report_that_is_taken_back_is_told_and_forgotten() {
    for town in towns() {
        let case = town.pothole(ANA).id;
        follow(&town, case, BEN);
        confirm(&town, BEN);
        let before = town.letters(BEN).len();
        let gone = town
            .act(move |tx, office| cases::closure::withdraw(tx, office, case, "", Acting::RESIDENT))
            .unwrap();
        assert_eq!((gone.public, gone.followers), (false, 0));
        assert_eq!(town.letters(BEN).len(), before + 1);
    }
}

#[test]
fn the_search_notices_another_ledger_and_fills_itself_from_it() {
    // The ledger that was, and one that was restored: shorter, then with other entries in its places.
    for (before, restored) in towns().into_iter().zip(towns()) {
        let index = Arc::new(CaseIndex::in_memory().unwrap());
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let follow = |town: &TestTown| {
            while runtime.block_on(cases::indexing::catch_up(&town.office, &index)).unwrap() > 0 {}
        };
        let lost = before.pothole("lost@example.org");
        follow(&before);
        assert_eq!(index.find("lost@example.org", &search::Among::default(), 10), [lost.id.0]);
        let reached = index.position();

        let kept = restored.pothole("kept@example.org");
        follow(&restored);
        assert!(index.find("lost@example.org", &search::Among::default(), 10).is_empty());
        assert_eq!(index.find("kept@example.org", &search::Among::default(), 10), [kept.id.0]);
        assert_ne!(index.position(), reached);

        let again = index.position();
        follow(&restored);
        assert_eq!(index.position(), again, "the same ledger is followed on");
        assert_eq!(index.count(), 1);
    }
}
