//! What finance sees: sums, a file for the books, and what does not fit the bank's list.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops where it fails"
)]
#![allow(missing_docs)]

mod town;

use axum::http::StatusCode;
use payments::Payment;
use town::{TestTown, towns};

async fn paid(town: &TestTown) -> Payment {
    let payment = town.begin();
    let session = town.arrive(&payment).await;
    town.bank.turn(&session, "success");
    town.come_back(&payment).await;
    payment
}

#[tokio::test]
async fn the_list_sums_up_and_the_file_has_every_payment() {
    for town in towns().await {
        let (one, two, three) = (paid(&town).await, paid(&town).await, town.begin());
        let mut finance = town.finance("Amara Lindgren").await;
        let list = finance.get("/desk/payments").await;
        let sums = list.words(".th-stats");
        assert!(sums.contains("Paid$15.002 payments"), "{sums}");
        assert!(sums.contains("Not paid yet$7.50"), "{sums}");
        assert_eq!(list.count("tbody tr"), 3);
        let unpaid = finance.get("/desk/payments?state=unpaid").await;
        assert_eq!(unpaid.words("tbody th"), three.number.to_string());
        let none = finance.get("/desk/payments?from=2020-01-01&to=2020-01-31").await;
        assert!(none.words("main").contains("No payments in these days"));
        let odd =
            finance.get("/desk/payments?from=x&to=2028-02-30&state=y&service=%27&before=z").await;
        assert_eq!(odd.status, StatusCode::OK);
        let file = finance.get("/desk/payments.csv?state=paid").await;
        let text = file.text();
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines.len(), 3, "{text}");
        assert!(lines[0].starts_with("number,state,service,"));
        for payment in [&one, &two] {
            assert!(text.contains(&payment.number.to_string()), "{text}");
        }
        assert!(lines[1].contains(",USD,7.50,0.00,2028-02-28 10:00:00,"), "{text}");
        let mut stranger = town.browser();
        for path in ["/desk/payments", "/desk/payments.csv", "/desk/payments/match"] {
            let answer = stranger.get(path).await;
            assert!(answer.location().unwrap().starts_with("/sign-in"), "{path}");
        }
    }
}

#[tokio::test]
async fn what_does_not_fit_the_banks_list_is_told() {
    for town in towns().await {
        let mut finance = town.finance("Amara Lindgren").await;
        let (_fits, gone) = (paid(&town).await, paid(&town).await);
        let page = finance.get("/desk/payments/match").await;
        assert!(page.words("main").contains("2 payments are the same here and there, $15.00"));
        assert!(page.words("main").contains("Everything fits"));
        let session = town.attempts(&gone)[0].provider_id.clone().unwrap();
        town.bank.turn(&session, "created");
        let unheard = town.begin();
        let session = town.arrive(&unheard).await;
        town.bank.turn(&session, "success");
        town.bank.foreign("OTHER-1", 900);
        let page = finance.get("/desk/payments/match").await;
        let told = page.words("tbody");
        for (number, what) in [
            (gone.number.to_string(), "Paid here, not known there"),
            (unheard.number.to_string(), "Paid there, not known here"),
            ("OTHER-1".to_owned(), "Paid there, not known here"),
        ] {
            assert!(told.contains(&format!("{number}{what}")), "{number} {what}: {told}");
        }
        town.bank.down(Some(503));
        let page = finance.get("/desk/payments/match").await;
        assert!(page.words("main").contains("does not answer"), "{}", page.words("main"));
    }
}

#[tokio::test]
async fn a_name_in_a_form_is_on_no_page_of_finance() {
    for town in towns().await {
        let payment = paid(&town).await;
        let mut finance = town.finance("Amara Lindgren").await;
        let mut seen = String::new();
        for path in ["/desk/payments", "/desk/payments.csv", "/desk/payments/match"] {
            seen.push_str(&finance.get(path).await.text());
        }
        seen.push_str(&finance.get(&format!("/desk/payments/{}", payment.number)).await.text());
        for personal in ["Ada Example", "ada@example.org", "1ABC23", "/track/", "/pay/"] {
            assert!(!seen.contains(personal), "{personal}");
        }
    }
}
