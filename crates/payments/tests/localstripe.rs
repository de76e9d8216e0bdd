//! Against `localstripe`, which others wrote after Stripe's documentation: its signed notices, its payment
//! intents and refunds. It has no Checkout sessions; those the bank of these tests plays, each over a payment
//! intent of `localstripe`'s. `cargo xtask localstripe` starts one.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops where it fails"
)]
#![allow(missing_docs)]

mod town;

use std::time::Duration;

use jiff::SignedDuration;
use payments::State;
use serde_json::{Value, json};
use testkit::Browser;
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use town::bank::ask;
use town::{SECRET, Speaks, TestTown};

/// Where a running one is found: `127.0.0.1:PORT`.
const VARIABLE: &str = "TOWNHALL_TEST_LOCALSTRIPE";
/// How long it may take for a notice, which it sends after a second.
const PATIENCE: Duration = Duration::from_secs(20);

/// A payment intent that was paid by a card.
async fn paid_intent(address: &str, amount: i64) -> String {
    let card = "type=card&card[number]=4242424242424242&card[exp_month]=12&card[exp_year]=2040&card[cvc]=123";
    let method = ask(address, "POST", "/v1/payment_methods", card).await;
    let method = method["id"].as_str().unwrap().to_owned();
    let wish = format!("amount={amount}&currency=usd&payment_method={method}");
    let intent = ask(address, "POST", "/v1/payment_intents", &wish).await;
    let intent = intent["id"].as_str().unwrap().to_owned();
    let paid = ask(address, "POST", &format!("/v1/payment_intents/{intent}/confirm"), "").await;
    assert_eq!(paid["status"], "succeeded", "{paid}");
    intent
}

/// A notice as it came over the network.
struct Came {
    signature: String,
    body: String,
}

/// Takes notices in.
async fn ear() -> (String, UnboundedReceiver<Came>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    let (tell, told) = unbounded_channel();
    let hear = move |headers: axum::http::HeaderMap, body: String| {
        let tell = tell.clone();
        async move {
            let signature = headers["stripe-signature"].to_str().unwrap().to_owned();
            let _heard = tell.send(Came { signature, body });
        }
    };
    let router = axum::Router::new().route("/", axum::routing::post(hear));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (address, told)
}

#[tokio::test]
async fn what_localstripe_signs_is_taken_and_what_it_refunds_is_given_back() {
    let address = std::env::var(VARIABLE).unwrap_or_default();
    if address.is_empty() {
        return;
    }
    let town = TestTown::new(store::testing::sqlite(), Speaks::Stripe).await;
    let (ear, mut told) = ear().await;
    let hook = json!({"url": ear, "secret": SECRET, "events": ["payment_intent.succeeded"]});
    ask(&address, "POST", "/_config/webhooks/town", &hook.to_string()).await;
    let payment = town.begin();
    let session = town.arrive(&payment).await;
    let intent = paid_intent(&address, payment.amount).await;
    town.bank.through(&address, &intent);
    town.bank.turn(&session, "success");

    let came = tokio::time::timeout(PATIENCE, told.recv()).await.unwrap().unwrap();
    let about: Value = serde_json::from_str(&came.body).unwrap();
    assert_eq!(about["data"]["object"]["id"], intent.as_str());
    let signed_at = about["created"].as_i64().unwrap();
    // It signs with the time on the wall.
    let apart = SignedDuration::from_secs(signed_at - town.app.clock().now().as_second());
    town.app.clock().advance(apart);
    let status = town.send_notice("stripe-signature", &came.signature, &came.body).await;
    assert_eq!(status, 200, "its signature is Stripe's");
    let changed = came.body.replacen("succeeded", "succeeded ", 1);
    assert_eq!(town.send_notice("stripe-signature", &came.signature, &changed).await, 400);
    town.app.clock().advance(-apart);

    town.come_back(&payment).await;
    assert_eq!(town.state(&payment), State::Paid);
    let mut finance = town.finance("Amara Lindgren").await;
    give(&mut finance, &payment.number.to_string(), "2.50").await;
    town.work().await;
    assert_eq!(town.state(&payment), State::PartRefunded);
    let refunds = ask(&address, "GET", &format!("/v1/refunds?payment_intent={intent}"), "").await;
    let amounts: Vec<_> =
        refunds["data"].as_array().unwrap().iter().map(|one| one["amount"].clone()).collect();
    assert_eq!(amounts, [250], "{refunds}");
}

async fn give(finance: &mut Browser, number: &str, amount: &str) {
    let page = format!("/desk/payments/{number}");
    let revision = finance.get(&page).await.value("[name=revision]").unwrap();
    let fields = [("revision", revision.as_str()), ("amount", amount), ("reason", "No place")];
    finance.post(&page, &format!("{page}/refund"), &fields).await;
}
