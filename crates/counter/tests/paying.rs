//! A form that costs something: what it costs is told before it is sent, and it is a case when it is paid.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops where it fails"
)]
#![allow(missing_docs)]

mod town;

use testkit::{Answer, Browser};
use town::{TestTown, aside, at, fill, start, towns};

store::statements! {
    LETTERS: Query<String> = "SELECT body_text FROM outbox ORDER BY id";
}

/// Fills the form for a visitor of three days in; gives the address of "check your answers".
async fn permit(browser: &mut Browser, reduced: &str) -> String {
    let first = start(browser, "visitor-parking").await;
    let stay = [
        ("plate", "1abc 23"),
        ("stay-from-day", "2"),
        ("stay-from-month", "3"),
        ("stay-from-year", "2028"),
        ("stay-to-day", "4"),
        ("stay-to-month", "3"),
        ("stay-to-year", "2028"),
    ];
    fill(browser, &first, &stay).await;
    fill(browser, &at(&first, "price"), &[("reduced", reduced)]).await;
    let agreed = [("agreed", "yes"), ("signed", "Ada Example")];
    fill(browser, &at(&first, "agree"), &agreed).await;
    let contact = [("contact-name", "Ada Example"), ("contact-email", "ada@example.org")];
    let next = fill(browser, &at(&first, "contact"), &contact).await.location().unwrap();
    assert!(next.ends_with("/check"), "{next}");
    next
}

/// Presses "Pay now" and plays something at the practice bank; gives the page after it.
async fn play(browser: &mut Browser, pay: &str, how: &str) -> Answer {
    let bank = browser.post(pay, pay, &[]).await.location().expect("a way to the bank");
    assert!(bank.starts_with("/practice-bank/"), "{bank}");
    let back = browser.post(&bank, &bank, &[("play", how)]).await.location().unwrap();
    browser.visit(&back).await
}

#[tokio::test]
async fn what_it_costs_stands_on_the_page_of_the_service_and_before_sending() {
    for town in TestTown::with_banks() {
        let mut browser = town.browser();
        let service = browser.get("/services/visitor-parking").await;
        let facts = service.words(".c-facts");
        assert!(facts.contains("Half price for people of 65 or over"), "{facts}");
        assert!(facts.contains("You see the amount before you send the form"), "{facts}");
        let check = permit(&mut browser, "yes").await;
        let fee = browser.get(&check).await.words(".c-fee");
        for told in ["$3.75", "instead of $7.50", "Parking permit for a visitor", "Half price"] {
            assert!(fee.contains(told), "{told}: {fee}");
        }
        let spanish = browser.get(&format!("{check}?lang=es")).await.words(".c-fee");
        assert!(spanish.contains("$3,75") && spanish.contains("Mitad de precio"), "{spanish}");
    }
}

#[tokio::test]
async fn a_form_is_paid_and_then_a_case() {
    for town in TestTown::with_banks() {
        let mut browser = town.browser();
        let check = permit(&mut browser, "no").await;
        let mut other = browser.clone();
        let done = fill(&mut browser, &check, &[]).await.location().unwrap();
        fill(&mut other, &check, &[]).await;
        assert_eq!(town.cases(), 0, "nobody has paid");
        let pay = browser.get(&done).await.location().unwrap();
        assert!(pay.starts_with("/pay/"), "{pay}");
        let failed = play(&mut browser, &pay, "refuse").await;
        assert!(failed.words("h1").contains("did not go through"), "{}", failed.words("h1"));
        let walked = play(&mut browser, &pay, "walk").await;
        assert!(walked.words("h1").contains("Not paid yet: $7.50"), "{}", walked.words("h1"));
        let receipt = play(&mut browser, &pay, "pay").await;
        assert!(receipt.words("h1").contains("Paid: $7.50"), "{}", receipt.words("h1"));
        assert_eq!(town.cases(), 1, "one form, one case, however often it is sent");
        let track = receipt.attribute("main a[href^='/track/']", "href").unwrap();
        let case = browser.get(&track).await;
        assert!(case.words(".c-paid").contains("Paid: $7.50"), "{}", case.words("main"));
        assert!(case.has(&format!(".c-paid a[href='{pay}']")), "the receipt is at the same place");
        assert!(case.words(".th-timeline").contains("Paid, number"));
        assert!(
            browser.get(&done).await.words("main").contains(&town.case().reference.to_string())
        );
    }
}

#[tokio::test]
async fn the_link_to_the_case_leads_to_the_payment_until_it_is_paid() {
    for town in TestTown::with_banks() {
        let mut browser = town.browser();
        let check = permit(&mut browser, "no").await;
        let done = fill(&mut browser, &check, &[]).await.location().unwrap();
        let pay = browser.get(&done).await.location().unwrap();
        let number = browser.get(&pay).await.words(".pay-facts div:last-of-type dd");
        let number: base::Reference = number.parse().unwrap();
        let payment = aside(|| {
            town.db.read_blocking(move |tx| payments::payments::by_number(tx, number)).unwrap()
        });
        let office = cases::Office::of(&town.app);
        let track = format!("/track/{}", cases::links::token(&office, payment.unwrap().case));
        let mut another = town.browser();
        assert_eq!(another.get(&track).await.location().as_deref(), Some(&*pay));
        let asked = [("reference", &*number.to_string()), ("email", "ada@example.org")];
        another.post("/track", "/track", &asked).await;
        let wrong = [("reference", &*number.to_string()), ("email", "eve@example.org")];
        another.post("/track", "/track", &wrong).await;
        let letters =
            aside(|| town.db.read_blocking(|tx| tx.all(&LETTERS, store::params![]))).unwrap();
        assert_eq!(letters.len(), 1, "only to who sent it");
        assert!(letters[0].contains(&pay), "{}", letters[0]);
        play(&mut another, &pay, "pay").await;
        assert_eq!(another.get(&track).await.status, 200, "now it is the case");
    }
}

#[tokio::test]
async fn a_concession_of_everything_makes_the_case_at_once() {
    for town in TestTown::with_banks() {
        let mut browser = town.browser();
        let service = browser.get("/services/birth-certificate-copy").await;
        assert!(service.words(".c-facts").contains("$12 for one copy"));
        let first = start(&mut browser, "birth-certificate-copy").await;
        let born = [
            ("born_as", "Ben Example"),
            ("born-day", "1"),
            ("born-month", "2"),
            ("born-year", "2020"),
        ];
        fill(&mut browser, &first, &born).await;
        fill(&mut browser, &at(&first, "copies"), &[("copies", "1"), ("purpose", "school")]).await;
        let contact = [("contact-name", "Ada Example"), ("contact-email", "ada@example.org")];
        fill(&mut browser, &at(&first, "contact"), &contact).await;
        let check = at(&first, "check");
        let page = browser.get(&check).await;
        assert!(
            page.words(".c-fee").contains("$0.00 instead of $12.00"),
            "{}",
            page.words(".c-fee")
        );
        assert!(page.words(".c-send button").contains("Send"), "{}", page.words(".c-send"));
        let done = fill(&mut browser, &check, &[]).await.location().unwrap();
        assert_eq!(town.cases(), 1);
        assert!(
            browser.get(&done).await.words("main").contains(&town.case().reference.to_string())
        );
    }
}

#[tokio::test]
async fn a_town_without_a_bank_writes_how_to_pay() {
    for town in towns() {
        let mut browser = town.browser();
        let check = permit(&mut browser, "no").await;
        let fee = browser.get(&check).await.words(".c-fee");
        assert!(fee.contains("$7.50") && fee.contains("You pay nothing now"), "{fee}");
        fill(&mut browser, &check, &[]).await;
        assert_eq!(town.cases(), 1);
    }
}

#[tokio::test]
async fn a_form_that_waits_stands_among_ones_own_cases_and_leads_to_the_payment() {
    for town in TestTown::with_banks() {
        let ada = town.person("Ada Example", "ada@example.org", None);
        let mut browser = town.signed_in(ada).await;
        let check = permit(&mut browser, "no").await;
        let done = fill(&mut browser, &check, &[]).await.location().unwrap();
        let pay = browser.get(&done).await.location().unwrap();
        let mine = browser.get("/my-cases").await;
        assert!(mine.words(".c-entry").contains("$7.50"), "{}", mine.words("main"));
        assert!(mine.words(".c-entry").contains("Waits to be paid"));
        assert!(mine.has(&format!(".c-entry a[href='{pay}']")));
        play(&mut browser, &pay, "pay").await;
        let mine = browser.get("/my-cases").await;
        assert_eq!(mine.count(".c-entry"), 1);
        assert!(!mine.words("main").contains("Waits to be paid"), "it is a case now");
        let other = town.person("Ben Other", "ben@example.org", None);
        let mut stranger = town.signed_in(other).await;
        assert!(!stranger.get("/my-cases").await.has(".c-entry"));
    }
}
