//! Nobody pays twice: one session is live, and what comes a second time goes back by itself.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops where it fails"
)]
#![allow(missing_docs)]

mod town;

use base::Rng;
use jiff::SignedDuration;
use payments::State;
use payments::payment::AttemptState;
use town::towns;

fn hours(count: i64) -> SignedDuration {
    SignedDuration::from_hours(count)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_windows_at_once_lead_to_one_session() {
    for town in towns().await {
        let payment = town.begin();
        let (one, two, three) =
            tokio::join!(town.press(&payment), town.press(&payment), town.press(&payment));
        let ways: Vec<_> = [one, two, three]
            .iter()
            .filter_map(|answer| answer.attribute("main a.govuk-button", "href"))
            .collect();
        assert!(!ways.is_empty(), "somebody arrives");
        assert!(ways.iter().all(|way| *way == ways[0]), "all at the same place: {ways:?}");
        assert_eq!(town.bank.sessions().len(), 1, "{}", town.engine());
        assert_eq!(town.attempts(&payment).len(), 1);
        assert_eq!(town.arrive(&payment).await, "s1", "also later");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bank_that_keeps_no_keys_has_one_session_that_can_be_paid() {
    for town in towns().await {
        town.bank.forgetful(true);
        for _ in 0..8 {
            let payment = town.begin();
            let (mut one, mut two) = (town.window(&payment).await, town.window(&payment).await);
            let (one, two) = tokio::join!(one.press(), two.press());
            let held = town.attempts(&payment)[0].provider_id.clone().unwrap();
            for answer in [one, two] {
                if let Some(way) = answer.attribute("main a.govuk-button", "href") {
                    assert!(way.ends_with(&format!("/{held}")), "{way} is not {held}");
                }
            }
            let reference = format!("{}-1", payment.number);
            let all = town.bank.sessions();
            let open =
                all.iter().filter(|one| one.reference == reference && one.state == "created");
            assert_eq!(open.count(), 1, "{}", town.engine());
        }
    }
}

#[tokio::test]
async fn a_refused_card_is_told_and_the_next_try_counts() {
    for town in towns().await {
        let payment = town.begin();
        let session = town.arrive(&payment).await;
        town.bank.turn(&session, "failed");
        let page = town.come_back(&payment).await;
        assert!(page.words("h1").contains("did not go through"));
        assert_eq!((town.state(&payment), town.letters().len()), (State::Failed, 0));
        let session = town.arrive(&payment).await;
        assert_eq!(session, "s2");
        town.bank.turn(&session, "success");
        town.come_back(&payment).await;
        assert_eq!(town.attempt_states(&payment), [AttemptState::Failed, AttemptState::Paid]);
        assert_eq!((town.state(&payment), town.cases()), (State::Paid, 1));
    }
}

#[tokio::test]
async fn what_is_paid_is_not_paid_again() {
    for town in towns().await {
        let payment = town.begin();
        let session = town.arrive(&payment).await;
        let mut window = town.window(&payment).await;
        town.bank.turn(&session, "success");
        // Another window is still open and presses once more before anybody has come back.
        let answer = window.press().await;
        assert_eq!(answer.location().as_deref(), Some(&*town.path(&payment)));
        assert_eq!((town.state(&payment), town.bank.sessions().len()), (State::Paid, 1));
        let answer = window.press().await;
        assert_eq!(answer.location().as_deref(), Some(&*town.path(&payment)));
        assert_eq!(town.bank.sessions().len(), 1);
    }
}

#[tokio::test]
async fn an_old_session_is_over_before_another_begins() {
    for town in towns().await {
        let payment = town.begin();
        let session = town.arrive(&payment).await;
        town.bank.turn(&session, "late");
        assert_eq!(town.arrive(&payment).await, "s2");
        let live = town.attempt_states(&payment).iter().filter(|state| state.is_live()).count();
        assert_eq!(live, 1);
        town.pass(hours(25)).await;
        let open = town.bank.sessions().iter().filter(|one| one.state == "created").count();
        assert_eq!(open, 0, "what stays open for a day is ended there");
    }
}

#[tokio::test]
async fn money_that_comes_a_second_time_goes_back_by_itself_once() {
    for town in towns().await {
        let payment = town.begin();
        let first = town.arrive(&payment).await;
        town.bank.turn(&first, "late");
        let second = town.arrive(&payment).await;
        town.bank.turn(&second, "success");
        town.come_back(&payment).await;
        // The bank thinks better of it: the first is paid as well.
        town.bank.turn(&first, "success");
        for event in ["e1", "e1", "e2"] {
            assert_eq!(town.notice(event, &first).await, 200);
            town.bank.lose_next_answer();
            town.work().await;
        }
        town.pass(hours(1)).await;
        town.pass(hours(1)).await;
        assert_eq!(town.attempt_states(&payment), [AttemptState::Surplus, AttemptState::Paid]);
        assert_eq!(town.bank.given_back(), 750, "{}", town.engine());
        let refunds = town.refunds(&payment);
        assert_eq!((refunds.len(), refunds[0].state.as_str()), (1, "done"));
        assert_eq!((town.state(&payment), town.cases()), (State::Paid, 1), "the case stays paid");
        assert!(
            town.letters().iter().any(|(subject, _)| subject.contains("We give you back $7.50"))
        );
    }
}

#[tokio::test]
async fn money_that_comes_after_the_end_goes_back() {
    for town in towns().await {
        let payment = town.begin();
        let session = town.arrive(&payment).await;
        town.bank.turn(&session, "late");
        town.pass(hours(3)).await;
        town.pass(hours(24 * 30)).await;
        assert_eq!(town.state(&payment), State::Ended);
        town.bank.turn(&session, "success");
        town.notice("late", &session).await;
        town.work().await;
        assert_eq!(town.attempt_states(&payment), [AttemptState::Expired], "old attempts rest");
        let mut finance = town.finance("Amara Lindgren").await;
        let held = finance.get("/desk/payments/match?from=2028-02-01&to=2028-03-30").await;
        assert!(held.words("table").contains("Paid there, not known here"), "finance sees it");
    }
}

/// Notices late, doubled, out of order and missing, between presses and returns: whatever comes when, one
/// case is paid once, and what came besides went back.
#[tokio::test]
async fn whatever_comes_in_whatever_order_one_case_is_paid_once() {
    for town in towns().await {
        for seed in 0..12_u64 {
            let rng = Rng::seeded(seed);
            let payment = town.begin();
            let before = town.bank.given_back();
            let mut window = town.window(&payment).await;
            let mut sessions = vec![town.arrive(&payment).await];
            let mut paid: Vec<String> = Vec::new();
            for step in 0..14 {
                let place =
                    usize::try_from(rng.below(u64::try_from(sessions.len()).unwrap())).unwrap();
                let session = sessions[place].clone();
                let finished = |states: &[&str]| {
                    let all = town.bank.sessions();
                    states.contains(&all.iter().find(|one| one.id == session).unwrap().state)
                };
                match rng.below(7) {
                    0 if finished(&["created"]) => town.bank.turn(&session, "late"),
                    1 if finished(&["created"]) => town.bank.turn(&session, "failed"),
                    2 if !finished(&["success"]) => {
                        town.bank.turn(&session, "success");
                        paid.push(session.clone());
                    }
                    3 => {
                        let event = format!("{seed}-{}", rng.below(4));
                        assert_eq!(town.notice(&event, &session).await, 200);
                    }
                    4 => drop(town.come_back(&payment).await),
                    5 => {
                        let answer = window.press().await;
                        if let Some(link) = answer.attribute("main a.govuk-button", "href") {
                            let id = link.rsplit('/').next().unwrap().to_owned();
                            if !sessions.contains(&id) {
                                sessions.push(id);
                            }
                        }
                    }
                    _ => drop(town.pass(SignedDuration::from_mins(step)).await),
                }
            }
            for _ in 0..5 {
                town.pass(hours(7)).await;
            }
            let told = format!("{} seed {seed}: {paid:?} of {sessions:?}", town.engine());
            let states = town.attempt_states(&payment);
            let count = |state| states.iter().filter(|one| **one == state).count();
            assert_eq!(count(AttemptState::Paid), usize::from(!paid.is_empty()), "{told}");
            assert_eq!(count(AttemptState::Surplus), paid.len().saturating_sub(1), "{told}");
            assert_eq!(town.case(payment.case).is_some(), !paid.is_empty(), "{told}");
            let back = i64::try_from(paid.len().saturating_sub(1)).unwrap() * 750;
            assert_eq!(town.bank.given_back() - before, back, "{told}");
            assert!(count(AttemptState::Open) + count(AttemptState::Asked) <= 1, "{told}");
        }
    }
}
