//! Money goes back once, never more than came, and everybody reads the same about it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops where it fails"
)]
#![allow(missing_docs)]

mod town;

use axum::http::StatusCode;
use jiff::SignedDuration;
use payments::{Payment, State};
use testkit::{Answer, Browser};
use town::{TestTown, towns};

async fn paid(town: &TestTown) -> Payment {
    let payment = town.begin();
    let session = town.arrive(&payment).await;
    town.bank.turn(&session, "success");
    town.come_back(&payment).await;
    assert_eq!(town.state(&payment), State::Paid);
    payment
}

fn address(payment: &Payment) -> String {
    format!("/desk/payments/{}", payment.number)
}

/// Gives money back as somebody who saw the payment at a revision.
async fn give(
    finance: &mut Browser,
    payment: &Payment,
    amount: &str,
    revision: Option<&str>,
) -> Answer {
    let page = address(payment);
    let shown = finance.get(&page).await;
    let seen = shown.value("[name=revision]").unwrap_or_default();
    let token = shown.value("input[name=csrf]").unwrap();
    let fields = [
        ("csrf", token.as_str()),
        ("revision", revision.unwrap_or(&seen)),
        ("amount", amount),
        ("reason", "No place left in the street."),
    ];
    finance.submit(&format!("{page}/refund"), &fields).await
}

#[tokio::test]
async fn a_part_and_then_the_rest_goes_back() {
    for town in towns().await {
        let payment = paid(&town).await;
        let mut finance = town.finance("Amara Lindgren").await;
        let asked = give(&mut finance, &payment, "2.50", None).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.words("main"));
        assert_eq!(town.state(&payment), State::Refunding);
        town.work().await;
        assert_eq!((town.state(&payment), town.bank.given_back()), (State::PartRefunded, 250));
        let page = finance.get(&address(&payment)).await;
        assert!(page.words("main").contains("At most $5.00"), "{}", page.words("main"));
        assert!(page.words("main").contains("No place left in the street.Amara Lindgren"));
        give(&mut finance, &payment, "$5", None).await;
        town.work().await;
        assert_eq!((town.state(&payment), town.bank.given_back()), (State::Refunded, 750));
        let receipt = town.browser().get(&town.path(&payment)).await;
        assert!(receipt.words("dl").contains("$2.50 given back"), "{}", receipt.words("dl"));
        let letters = town.letters();
        assert!(letters.iter().any(|(subject, _)| subject.contains("$5.00")), "{letters:?}");
        assert!(letters.iter().all(|(_, text)| !text.contains("No place left")), "that is for us");
    }
}

#[tokio::test]
async fn what_a_bank_adds_for_a_card_is_neither_ours_nor_in_the_way() {
    for town in towns().await {
        town.bank.surcharge(25);
        let payment = paid(&town).await;
        let mut finance = town.finance("Amara Lindgren").await;
        give(&mut finance, &payment, "2.50", None).await;
        town.work().await;
        give(&mut finance, &payment, "5", None).await;
        town.work().await;
        assert_eq!((town.state(&payment), town.bank.given_back()), (State::Refunded, 750));
    }
}

#[tokio::test]
async fn a_refund_that_the_bank_cannot_look_up_is_under_way_until_it_can() {
    for status in [401, 403, 404, 409] {
        for town in towns().await {
            let payment = paid(&town).await;
            let mut finance = town.finance("Amara Lindgren").await;
            town.bank.slow(true);
            give(&mut finance, &payment, "3", None).await;
            town.work().await;
            town.bank.slow(false);
            town.bank.down(Some(status));
            for _ in 0..24 {
                town.pass(SignedDuration::from_hours(7)).await;
            }
            assert_eq!(town.state(&payment), State::Refunding, "{status}");
            town.bank.down(None);
            town.pass(SignedDuration::from_hours(25)).await;
            assert_eq!((town.state(&payment), town.bank.given_back()), (State::PartRefunded, 300));
        }
    }
}

#[tokio::test]
async fn what_came_too_much_is_given_back_as_soon_as_the_bank_does_it() {
    for town in towns().await {
        let payment = town.begin();
        let first = town.arrive(&payment).await;
        town.bank.turn(&first, "late");
        let second = town.arrive(&payment).await;
        town.bank.turn(&second, "success");
        town.come_back(&payment).await;
        town.bank.turn(&first, "success");
        town.bank.stingy(true);
        town.notice("e1", &first).await;
        town.work().await;
        town.work().await;
        assert_eq!(town.refunds(&payment)[0].state, "refused");
        town.bank.stingy(false);
        town.pass(SignedDuration::from_hours(23)).await;
        assert_eq!(town.bank.given_back(), 0, "not at once");
        town.pass(SignedDuration::from_hours(2)).await;
        town.pass(SignedDuration::from_hours(48)).await;
        assert_eq!((town.state(&payment), town.bank.given_back()), (State::Paid, 750));
        let states: Vec<_> = town.refunds(&payment).into_iter().map(|one| one.state).collect();
        assert_eq!(states, ["refused", "done"], "{}", town.engine());
    }
}

#[tokio::test]
async fn nothing_that_makes_no_sense_goes_back() {
    for town in towns().await {
        let payment = paid(&town).await;
        let mut finance = town.finance("Amara Lindgren").await;
        for wrong in ["7.51", "0", "-1", "much", "", "1e9"] {
            let answer = give(&mut finance, &payment, wrong, None).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
            assert!(answer.has(".govuk-error-summary a[href='#amount']"), "{wrong}");
        }
        let unpaid = town.begin();
        let page = finance.get(&address(&unpaid)).await;
        assert!(!page.has("main form"), "nothing is offered");
        town.work().await;
        assert_eq!((town.bank.given_back(), town.refunds(&payment).len()), (0, 0));
    }
}

#[tokio::test]
async fn two_people_at_once_give_back_once() {
    for town in towns().await {
        let payment = paid(&town).await;
        let revision = town.payment(&payment).revision.to_string();
        let mut one = town.finance("Amara Lindgren").await;
        let mut two = town.finance("Ben Other").await;
        let first = give(&mut one, &payment, "7.50", Some(&revision)).await;
        assert_eq!(first.status, StatusCode::SEE_OTHER);
        // The page of the other was opened before, so that it still has a form.
        let other = paid(&town).await;
        let token = two.get(&address(&other)).await.value("input[name=csrf]").unwrap();
        let fields = [
            ("csrf", token.as_str()),
            ("revision", &revision),
            ("amount", "7.50"),
            ("reason", "x"),
        ];
        let second = two.submit(&format!("{}/refund", address(&payment)), &fields).await;
        assert_eq!(second.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(second.words(".govuk-error-summary").contains("Somebody else has just changed"));
        town.work().await;
        town.pass(SignedDuration::from_hours(5)).await;
        assert_eq!((town.bank.given_back(), town.refunds(&payment).len()), (750, 1));
    }
}

#[tokio::test]
async fn a_refund_whose_answer_was_lost_is_not_made_again() {
    for town in towns().await {
        let payment = paid(&town).await;
        let mut finance = town.finance("Amara Lindgren").await;
        give(&mut finance, &payment, "3", None).await;
        town.bank.lose_next_answer();
        assert_eq!(town.work().await.failed, 1);
        assert_eq!((town.state(&payment), town.bank.given_back()), (State::Refunding, 300));
        town.pass(SignedDuration::from_mins(5)).await;
        assert_eq!((town.state(&payment), town.bank.given_back()), (State::PartRefunded, 300));
    }
}

#[tokio::test]
async fn a_slow_refund_is_waited_for_and_a_refused_one_told() {
    for town in towns().await {
        let payment = paid(&town).await;
        let mut finance = town.finance("Amara Lindgren").await;
        town.bank.slow(true);
        give(&mut finance, &payment, "3", None).await;
        town.work().await;
        let page = finance.get(&address(&payment)).await;
        assert!(page.words("main").contains("A refund is on its way"));
        assert!(!page.has("main form"), "one at a time");
        town.bank.slow(false);
        town.pass(SignedDuration::from_mins(31)).await;
        assert_eq!((town.state(&payment), town.bank.given_back()), (State::PartRefunded, 300));
        town.bank.stingy(true);
        give(&mut finance, &payment, "1", None).await;
        town.work().await;
        assert_eq!(
            (town.state(&payment), town.payment(&payment).refundable()),
            (State::PartRefunded, 450)
        );
        let page = finance.get(&address(&payment)).await;
        assert!(page.words("table").contains("refused by the bank"), "{}", page.words("main"));
    }
}
