//! What was paid becomes a case, whatever fails on the way; what was not paid is told, kept, and in the end
//! forgotten.
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
use town::{aside, now, towns};

store::statements! {
    /// Values about the person who sends the form.
    PERSONAL: Query<i64> = "SELECT COUNT(*) FROM ledger_personal WHERE value LIKE '%ada@example.org%'";
}

fn minutes(count: i64) -> SignedDuration {
    SignedDuration::from_mins(count)
}

fn hours(count: i64) -> SignedDuration {
    SignedDuration::from_hours(count)
}

#[tokio::test]
async fn a_case_begins_when_it_is_paid_with_its_clock_and_its_receipt() {
    for town in towns().await {
        let payment = town.begin();
        assert_eq!((town.state(&payment), town.cases()), (State::Unpaid, 0));
        let personal = || {
            let found =
                aside(|| town.app.db().read_blocking(|tx| tx.one(&PERSONAL, store::params![])));
            found.unwrap().unwrap_or(-1)
        };
        assert_eq!(personal(), 0, "nobody may ever pay, and the ledger forgets nothing by itself");
        let page = town.browser().get(&town.path(&payment)).await;
        assert!(page.words("h1").contains("$7.50"), "{}", page.words("h1"));
        let session = town.arrive(&payment).await;
        town.app.clock().advance(minutes(7));
        town.bank.turn(&session, "success");
        let receipt = town.come_back(&payment).await;
        assert_eq!(receipt.words(".govuk-panel__title"), "Paid: $7.50");
        for told in ["Parking permit for a visitor", "$7.50", &payment.number.to_string()] {
            assert!(receipt.words("dl").contains(told), "{told}");
        }
        assert!(receipt.has("main a[href^='/track/']"));
        let case = town.case(payment.case).expect("the case has the id that was given out");
        assert_eq!(case.opened_at, now() + minutes(7), "the clock begins with the money");
        assert_eq!(town.kept(), 0, "what was sent stands with the case alone");
        assert!(personal() > 0, "and in the ledger with the case, where it is erased with it");
        let subjects: Vec<_> = town.letters().into_iter().map(|(subject, _)| subject).collect();
        assert!(subjects.iter().any(|one| one.contains("We have your request")), "{subjects:?}");
        assert!(subjects.iter().any(|one| one.contains("Receipt")), "{subjects:?}");
        assert_eq!(town.told(), ["payment.begin", "payment.start", "payment.pay"]);
    }
}

#[tokio::test]
async fn whoever_pays_and_never_comes_back_has_their_case() {
    for town in towns().await {
        let payment = town.begin();
        let session = town.arrive(&payment).await;
        town.bank.turn(&session, "success");
        town.pass(minutes(3)).await;
        assert_eq!((town.state(&payment), town.cases()), (State::Paid, 1), "{}", town.engine());
    }
}

#[tokio::test]
async fn a_bank_that_is_down_for_a_week_loses_nothing() {
    for town in towns().await {
        let payment = town.begin();
        let session = town.arrive(&payment).await;
        town.bank.turn(&session, "success");
        for status in [503, 500, 429, 404].into_iter().cycle().take(24) {
            town.bank.down(Some(status));
            let ran = town.pass(hours(if status == 404 { 1 } else { 7 })).await;
            assert_eq!(ran.dead, 0, "no look is ever the last");
        }
        // A bank that has forgotten the payment for two days is believed; until then it is asked.
        town.bank.down(None);
        town.pass(hours(4)).await;
        assert_eq!(town.cases(), i64::from(town.state(&payment) == State::Paid));
        town.bank.down(Some(503));
        let other = town.begin();
        town.bank.down(None);
        let session = town.arrive(&other).await;
        town.bank.turn(&session, "success");
        town.bank.down(Some(503));
        for _ in 0..24 {
            town.pass(hours(7)).await;
        }
        assert_eq!(town.state(&other), State::Unpaid, "nobody calls it abandoned without asking");
        town.bank.down(None);
        town.pass(hours(4)).await;
        assert_eq!(town.state(&other), State::Paid, "{}", town.engine());
        assert!(town.case(other.case).is_some());
    }
}

#[tokio::test]
async fn a_key_that_is_not_taken_for_a_week_says_nothing_about_a_payment() {
    for status in [401, 403, 302, 400] {
        for town in towns().await {
            let payment = town.begin();
            let session = town.arrive(&payment).await;
            town.bank.turn(&session, "success");
            town.bank.down(Some(status));
            for _ in 0..24 {
                town.pass(hours(7)).await;
            }
            assert_eq!(town.attempt_states(&payment), [AttemptState::Open], "{status}");
            assert_eq!((town.state(&payment), town.letters().len()), (State::Unpaid, 0));
            town.bank.down(None);
            town.pass(hours(4)).await;
            assert_eq!((town.state(&payment), town.cases()), (State::Paid, 1), "{status}");
        }
    }
}

#[tokio::test]
async fn a_lost_job_is_found_again() {
    for town in towns().await {
        let payment = town.begin();
        let session = town.arrive(&payment).await;
        town.bank.turn(&session, "success");
        town.mishap("DELETE FROM jobs");
        town.pass(hours(2)).await;
        assert_eq!(town.state(&payment), State::Paid, "{}", town.engine());
    }
}

#[tokio::test]
async fn a_lost_answer_is_asked_for_again_and_makes_no_second_session() {
    for town in towns().await {
        let payment = town.begin();
        town.bank.lose_next_answer();
        let answer = town.press(&payment).await;
        assert!(answer.location().is_some(), "it says that the bank does not answer");
        assert_eq!(town.attempt_states(&payment), [AttemptState::Asked]);
        let session = town.arrive(&payment).await;
        assert_eq!((town.bank.sessions().len(), session.as_str()), (1, "s1"));
        town.bank.turn(&session, "success");
        town.come_back(&payment).await;
        town.come_back(&payment).await;
        town.pass(hours(1)).await;
        assert_eq!((town.state(&payment), town.cases()), (State::Paid, 1));
    }
}

#[tokio::test]
async fn an_answer_that_nobody_asks_for_again_ends_within_hours() {
    for town in towns().await {
        let payment = town.begin();
        town.bank.lose_next_answer();
        town.press(&payment).await;
        town.pass(hours(2)).await;
        town.pass(hours(2)).await;
        assert_eq!(town.attempt_states(&payment), [AttemptState::Expired]);
        assert_eq!(town.state(&payment), State::Abandoned);
        let session = town.arrive(&payment).await;
        assert_eq!(session, "s2", "nobody was given the address of the first");
    }
}

#[tokio::test]
async fn a_paid_form_that_cannot_become_a_case_is_known_to_be_paid_and_becomes_one_later() {
    for town in towns().await {
        let payment = town.begin();
        let session = town.arrive(&payment).await;
        town.mishap("UPDATE payments SET version = 999");
        town.bank.turn(&session, "success");
        let receipt = town.come_back(&payment).await;
        assert!(receipt.words("h1").contains("Paid"), "{}", receipt.words("main"));
        assert!(!receipt.has("main a[href^='/track/']"));
        assert_eq!((town.cases(), town.kept()), (0, 1), "what was sent is kept");
        let mut finance = town.finance("Amara Lindgren").await;
        let list = finance.get("/desk/payments").await;
        assert!(list.words("main").contains("Paid, but no case yet"));
        town.pass(minutes(5)).await;
        assert_eq!((town.state(&payment), town.cases()), (State::Paid, 0));
        town.mishap("UPDATE payments SET version = 1");
        town.pass(hours(30)).await;
        assert_eq!((town.cases(), town.kept()), (1, 0), "{}", town.engine());
    }
}

#[tokio::test]
async fn what_was_given_back_before_it_became_a_case_becomes_none() {
    for town in towns().await {
        let payment = town.begin();
        let session = town.arrive(&payment).await;
        town.mishap("UPDATE payments SET version = 999");
        town.bank.turn(&session, "success");
        town.come_back(&payment).await;
        let mut finance = town.finance("Amara Lindgren").await;
        let page = format!("/desk/payments/{}", payment.number);
        let revision = finance.get(&page).await.value("[name=revision]").unwrap();
        let fields = [("revision", revision.as_str()), ("amount", "7.50"), ("reason", "Broken")];
        finance.post(&page, &format!("{page}/refund"), &fields).await;
        town.bank.slow(true);
        town.work().await;
        town.mishap("UPDATE payments SET version = 1");
        town.come_back(&payment).await;
        assert_eq!((town.state(&payment), town.cases()), (State::Refunding, 0));
        town.bank.slow(false);
        town.pass(hours(30)).await;
        assert_eq!((town.state(&payment), town.cases()), (State::Refunded, 0));
    }
}

#[tokio::test]
async fn who_walks_away_gets_a_letter_and_pays_later() {
    for town in towns().await {
        let payment = town.begin();
        let session = town.arrive(&payment).await;
        town.bank.turn(&session, "late");
        town.pass(hours(2)).await;
        assert_eq!(town.state(&payment), State::Abandoned);
        let letters = town.letters();
        let (subject, text) = letters.last().unwrap();
        assert!(subject.contains("Not paid yet") && text.contains("/pay/"), "{subject}\n{text}");
        let page = town.browser().get(&town.path(&payment)).await;
        assert!(page.words("h1").contains("Not paid yet"));
        let session = town.arrive(&payment).await;
        assert_eq!(town.state(&payment), State::Abandoned, "until something comes");
        town.bank.turn(&session, "success");
        town.come_back(&payment).await;
        assert_eq!((town.state(&payment), town.cases()), (State::Paid, 1));
    }
}

#[tokio::test]
async fn what_nobody_pays_is_asked_for_once_and_erased_after_a_month() {
    for town in towns().await {
        let payment = town.begin();
        town.pass(hours(23)).await;
        assert_eq!((town.state(&payment), town.letters().len()), (State::Unpaid, 0));
        town.pass(hours(2)).await;
        assert_eq!((town.state(&payment), town.letters().len()), (State::Abandoned, 1));
        town.pass(hours(24 * 27)).await;
        assert_eq!((town.kept(), town.letters().len()), (1, 1), "it can still be paid");
        town.pass(hours(24 * 3)).await;
        assert_eq!((town.state(&payment), town.kept()), (State::Ended, 0), "{}", town.engine());
        let page = town.browser().get(&town.path(&payment)).await;
        assert!(page.has("main a[href='/services/visitor-parking']"), "they can begin again");
        assert!(!page.has("main form"));
    }
}

#[tokio::test]
async fn another_amount_than_was_asked_for_is_nobodys_until_somebody_looks() {
    for town in towns().await {
        let payment = town.begin();
        let session = town.arrive(&payment).await;
        let mut window = town.window(&payment).await;
        town.bank.misread(&session, 75);
        town.bank.turn(&session, "success");
        let page = town.come_back(&payment).await;
        assert!(page.words("main").contains("Please do not pay again"));
        assert_eq!(town.attempt_states(&payment), [AttemptState::Differs]);
        let again = window.press().await;
        assert!(again.location().is_some(), "nobody is sent to pay again");
        town.pass(hours(24 * 60)).await;
        assert_eq!((town.cases(), town.kept()), (0, 1), "what was sent stays");
        let mut finance = town.finance("Amara Lindgren").await;
        let held = finance.get("/desk/payments/match?from=2028-02-01&to=2028-03-01").await;
        assert!(held.words("table").contains("Different amounts"), "{}", held.words("main"));
    }
}

#[tokio::test]
async fn who_called_gets_the_link_by_letter_and_the_case_says_how_it_came() {
    for town in towns().await {
        let clerk = cases::By::Staff(base::PersonId(7), cases::Rank::Caseworker);
        let payment = town.begin_by(clerk, "phone");
        let letters = town.letters();
        let (subject, text) = letters.last().unwrap();
        assert!(subject.contains("Please pay for"), "{subject}");
        assert!(text.contains(&town.path(&payment)), "{text}");
        let session = town.arrive(&payment).await;
        town.bank.turn(&session, "success");
        town.come_back(&payment).await;
        assert_eq!(town.case(payment.case).unwrap().channel, "phone");
    }
}

#[tokio::test]
async fn nobody_fills_a_mailbox_with_letters_about_payments() {
    for town in towns().await {
        for _ in 0..20 {
            town.begin_by(cases::By::Staff(base::PersonId(7), cases::Rank::Caseworker), "phone");
        }
        let letters = town.letters().len();
        assert!(letters <= 10, "{letters} letters to one address on one day");
        let payment = town.begin();
        for _ in 0..6 {
            let session = town.arrive(&payment).await;
            town.bank.turn(&session, "late");
            town.come_back(&payment).await;
        }
        assert!(town.payment(&payment).letters <= 3);
    }
}
