//! The same town with Stripe: sessions, keys, signed notices, refunds.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops where it fails"
)]
#![allow(missing_docs)]

mod town;

use jiff::SignedDuration;
use payments::State;
use payments::payment::AttemptState;
use serde_json::json;
use town::{SECRET, Speaks, TestTown, sign, towns};

async fn stripe() -> TestTown {
    TestTown::new(store::testing::sqlite(), Speaks::Stripe).await
}

/// A notice as Stripe signs it; gives the status of the town's answer.
async fn notice(town: &TestTown, session: &str, event: &str, secret: &str, late: i64) -> u16 {
    let body = json!({
        "id": event, "type": "checkout.session.completed",
        "data": {"object": {"id": session, "object": "checkout.session", "payment_status": "paid"}},
    })
    .to_string();
    let time = (town.app.clock().now().as_second() - late).to_string();
    let signed = sign(secret, &[time.as_bytes(), b".", body.as_bytes()]);
    town.send_notice("stripe-signature", &format!("t={time},v1={signed}"), &body).await
}

#[tokio::test]
async fn a_session_of_stripe_is_paid_and_given_back() {
    let town = stripe().await;
    let payment = town.begin();
    town.bank.lose_next_answer();
    town.press(&payment).await;
    let session = town.arrive(&payment).await;
    assert_eq!(town.bank.sessions().len(), 1, "the same key is the same session");
    assert!(town.bank.sessions()[0].back.starts_with("https://town.example/pay/"));
    town.bank.turn(&session, "success");
    town.come_back(&payment).await;
    assert_eq!((town.state(&payment), town.cases()), (State::Paid, 1));
    let mut finance = town.finance("Amara Lindgren").await;
    let page = format!("/desk/payments/{}", payment.number);
    let revision = finance.get(&page).await.value("[name=revision]").unwrap();
    let fields = [("revision", revision.as_str()), ("amount", "7.50"), ("reason", "No place")];
    finance.post(&page, &format!("{page}/refund"), &fields).await;
    town.bank.lose_next_answer();
    town.work().await;
    town.pass(SignedDuration::from_mins(5)).await;
    assert_eq!((town.state(&payment), town.bank.given_back()), (State::Refunded, 750));
    let held = finance.get("/desk/payments/match").await;
    assert!(held.words("main").contains("Everything fits"), "{}", held.words("main"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_presses_at_once_are_one_session_although_stripe_turns_the_second_away() {
    let town = stripe().await;
    town.bank.jealous();
    let payment = town.begin();
    let (mut one, mut two) = (town.window(&payment).await, town.window(&payment).await);
    let (one, two) = tokio::join!(one.press(), two.press());
    let ways = [one, two].map(|answer| answer.attribute("main a.govuk-button", "href"));
    assert_eq!(ways.iter().flatten().count(), 1, "the other may press again");
    let attempts = town.attempts(&payment);
    assert_eq!((attempts.len(), attempts[0].state), (1, AttemptState::Open));
    assert_eq!(attempts[0].provider_id.as_deref(), Some("s1"));
    town.bank.turn("s1", "success");
    town.pass(SignedDuration::from_mins(5)).await;
    assert_eq!((town.state(&payment), town.cases()), (State::Paid, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_of_an_attempt_that_was_given_up_meanwhile_is_ended_and_kept_in_sight() {
    let town = stripe().await;
    town.bank.jealous();
    let payment = town.begin();
    let mut window = town.window(&payment).await;
    let give_up = async {
        town.bank.at_work().await;
        town.mishap("UPDATE payment_attempts SET state = 'expired'");
        town.bank.let_go();
    };
    let (answer, ()) = tokio::join!(window.press(), give_up);
    let way = answer.attribute("main a.govuk-button", "href").unwrap_or_default();
    assert!(way.ends_with("/s2"), "{way}");
    let attempts = town.attempts(&payment);
    assert_eq!(attempts[0].provider_id.as_deref(), Some("s1"));
    assert_eq!(town.bank.sessions()[0].state, "expired");
}

#[tokio::test]
async fn only_a_signed_notice_is_heard_and_none_is_believed() {
    let town = stripe().await;
    let payment = town.begin();
    let session = town.arrive(&payment).await;
    assert_eq!(notice(&town, &session, "evt_1", SECRET, 0).await, 200);
    town.work().await;
    assert_eq!(town.state(&payment), State::Unpaid, "it says paid, but Stripe does not");
    town.bank.turn(&session, "success");
    assert_eq!(notice(&town, &session, "evt_2", "whsec_other", 0).await, 400);
    assert_eq!(notice(&town, &session, "evt_2", SECRET, 301).await, 400);
    town.work().await;
    assert_eq!(town.state(&payment), State::Unpaid);
    assert_eq!(notice(&town, &session, "evt_2", SECRET, 0).await, 200);
    assert_eq!(notice(&town, &session, "evt_2", SECRET, 0).await, 200, "twice is no mistake");
    assert_eq!(notice(&town, "cs_of_somebody_else", "evt_3", SECRET, 0).await, 200);
    town.work().await;
    assert_eq!((town.state(&payment), town.cases()), (State::Paid, 1));
    let heard = town.told().iter().filter(|verb| *verb == "payment.hear").count();
    assert_eq!(heard, 2, "each notice once");
}

#[tokio::test]
async fn a_signed_notice_about_something_else_gets_its_thanks_and_changes_nothing() {
    let town = stripe().await;
    let intent = r#"{"id":"evt_9","data":{"object":{"id":"pi_1","object":"payment_intent"}}}"#;
    for body in [intent, "{}", "no JSON"] {
        let time = town.app.clock().now().as_second().to_string();
        let signed = sign(SECRET, &[time.as_bytes(), b".", body.as_bytes()]);
        let status =
            town.send_notice("stripe-signature", &format!("t={time},v1={signed}"), body).await;
        assert_eq!(status, 200, "{body}");
    }
    assert!(town.told().is_empty());
}

#[tokio::test]
async fn an_old_session_of_stripe_is_over_before_another() {
    let town = stripe().await;
    let payment = town.begin();
    let session = town.arrive(&payment).await;
    town.bank.turn(&session, "expired");
    town.come_back(&payment).await;
    assert_eq!(town.attempt_states(&payment), [AttemptState::Expired]);
    assert_eq!(town.arrive(&payment).await, "s2");
}

#[tokio::test]
async fn a_notice_of_a_rest_service_is_heard_signed_and_never_believed() {
    for town in towns().await {
        let payment = town.begin();
        let session = town.arrive(&payment).await;
        let body = json!({"webhook_message_id": "m1", "resource_id": session}).to_string();
        let forged = sign("another", &[body.as_bytes()]);
        assert_eq!(town.send_notice("pay-signature", &forged, &body).await, 400);
        assert_eq!(town.send_notice("x", "y", &body).await, 400, "unsigned");
        assert_eq!(town.notice("m1", &session).await, 200);
        town.work().await;
        assert_eq!(town.state(&payment), State::Unpaid);
    }
}

#[tokio::test]
async fn every_question_that_changes_something_carries_its_key() {
    for speaks in [Speaks::Rest, Speaks::Stripe] {
        let town = TestTown::new(store::testing::sqlite(), speaks).await;
        let payment = town.begin();
        town.arrive(&payment).await;
        let asked = town.bank.asked();
        let created = format!("townhall-{}-1", payment.id);
        assert!(
            asked.iter().any(|one| one.starts_with("POST") && one.ends_with(&created)),
            "{asked:?}"
        );
    }
}
