//! Whatever is sent: a clear answer, nothing stored, never an error of ours.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod town;

use axum::http::{Method, StatusCode};
use proptest::prelude::*;
use town::{TestTown, at, pothole, sent, start};

const FORM: &str = "application/x-www-form-urlencoded";

/// What people and programs send that nobody expects.
fn strange() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "",
        "%00",
        "a%00b",
        "%FF%FE",
        "a%E2%80%AEb",
        "%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "%3DHYPERLINK(1)",
        "{{7*7}}",
        "bike",
        "car",
        "runway",
        "yes",
        "no",
        "3 Elm St",
        "NaN",
        "1e999",
        "-71.1",
        "42.3",
        "99999999999999999999",
        "es",
        "tlh",
        "place",
        "photos",
        "check",
        "1",
        "31",
        "2",
        "2028",
        "ada@example.org",
        "%27%3B+DROP+TABLE+cases%3B--",
    ]);
    prop_oneof![
        4 => known.prop_map(str::to_owned),
        1 => "[a-zA-Z0-9+.-]{0,40}",
        1 => Just("x".repeat(20_000)),
    ]
}

fn body() -> impl Strategy<Value = String> {
    let names = prop::sample::select(vec![
        "place-address",
        "place-lon",
        "place-lat",
        "place-for",
        "place-choice",
        "place-unknown",
        "lane",
        "size",
        "depth",
        "damage",
        "photos",
        "contact",
        "contact-name",
        "contact-email",
        "contact-phone",
        "find",
        "remove",
        "upload",
        "then",
        "switch-language",
        "new",
        "report",
        "email",
        "text",
        "reason",
        "rating",
        "remark",
        "reference",
        "nothing",
        "csrf2",
        "%00",
        "%FF",
    ]);
    let pairs = prop::collection::vec((names, strange()), 0..8);
    pairs.prop_map(|pairs| {
        let pairs: Vec<String> =
            pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("&").replace(' ', "+")
    })
}

#[test]
fn random_forms_never_break_a_page() {
    let town = TestTown::one();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut browser = town.browser();
    let (check, track, draft) = runtime.block_on(async {
        let track = sent(&mut browser, "3 Elm St", "ada@example.org").await;
        let check = pothole(&mut browser, "3 Elm St", "ada@example.org").await;
        (check, track, start(&mut browser, "pothole").await)
    });
    let targets = [
        draft.clone(),
        at(&draft, "nearby"),
        at(&check, "where"),
        at(&check, "size"),
        at(&check, "contact"),
        at(&check, "photos/photos"),
        format!("{track}/messages"),
        format!("{track}/rating"),
        format!("{track}/not-solved"),
        "/track".to_owned(),
    ];
    let token = runtime
        .block_on(browser.get("/services/pothole"))
        .value("input[name=csrf]")
        .expect("a token");
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(96));
    runner
        .run(&(prop::sample::select(targets.to_vec()), body()), |(to, body)| {
            let body = format!("csrf={token}&{body}");
            let mut browser = browser.clone();
            let answer = runtime.block_on(browser.request(Method::POST, &to, FORM, body));
            prop_assert!(answer.status.as_u16() < 500, "{to}: {}", answer.status);
            prop_assert!(!answer.text().contains("<script>alert"), "HTML is shown, not run");
            let again = runtime.block_on(browser.get(&to));
            prop_assert!(again.status.as_u16() < 500, "{to}: {}", again.status);
            Ok(())
        })
        .unwrap();
    assert_eq!(town.cases(), 1, "nothing was sent");
}

#[tokio::test]
async fn strange_addresses_are_answered() {
    let town = TestTown::one();
    let mut browser = town.browser();
    for path in [
        "/search?q=%FF%FE",
        "/search?q=a&q=b",
        "/search?q=%00",
        "/search?q=%E2%80%AE",
        "/?lang=tlh",
        "/search/suggest",
        "/search/suggest?q=%3Cimg%20src%3Dx%3E",
        "/apply/1/where",
        "/apply/x/check",
        "/apply/9999999999999999999999/check",
        "/apply/-1/done",
        "/track/forged",
        "/track/sent",
        "/files/1/small",
        "/files/x/full",
        "/files/1/x",
        "/follow/%F0%9F%92%A9",
        "/my-cases",
        "/services/%00",
        "/apply/1/joined/%00",
    ] {
        let answer = browser.get(path).await;
        assert!(answer.status.as_u16() < 500, "{path}: {}", answer.status);
        assert!(!answer.text().contains("<img src=x"), "{path}");
    }
    let long = format!("/search?q={}", "x".repeat(20_000));
    assert!(browser.get(&long).await.status.as_u16() < 500);
}

#[tokio::test]
async fn hidden_characters_get_a_message_at_their_field() {
    let town = TestTown::one();
    let mut browser = town.browser();
    let page = start(&mut browser, "pothole").await;
    let token = browser.get(&page).await.value("main input[name=csrf]").unwrap();
    for text in ["a%00b", "%FF%FEx", "abc%E2%80%AEdef"] {
        let body = format!("csrf={token}&place-address={text}&lane=car");
        let answer = browser.request(Method::POST, &page, FORM, body).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{text}");
        assert!(answer.has(".govuk-error-summary a[href='#place-address']"), "{text}");
    }
    let twice = format!("csrf={token}&place-address=3+Elm+St&lane=car&lane=bike");
    let answer = browser.request(Method::POST, &page, FORM, twice).await;
    assert!(answer.has(".govuk-error-summary a[href='#lane']"));
}

#[tokio::test]
async fn ten_megabytes_get_a_message_at_their_field_and_the_rest_stays() {
    let town = TestTown::one();
    let mut browser = town.browser();
    let page = start(&mut browser, "pothole").await;
    let token = browser.get(&page).await.value("main input[name=csrf]").unwrap();
    for letter in ["x", "%C3%A9"] {
        let huge = letter.repeat(10_000_000 / letter.len());
        let body = format!("csrf={token}&place-address=3+Elm+St&lane={huge}");
        let answer = browser.request(Method::POST, &page, FORM, body).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.has(".govuk-error-summary a[href='#lane']"));
        assert_eq!(answer.value("#place-address").as_deref(), Some("3 Elm St"));
        let body = format!("csrf={token}&place-address={huge}&lane=car");
        let answer = browser.request(Method::POST, &page, FORM, body).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.has(".govuk-error-summary a[href='#place-address']"));
        assert!(answer.has("input[name=lane][value=car][checked]"));
        let shown = answer.value("#place-address").unwrap();
        assert!(
            shown.starts_with(if letter == "x" { "xxx" } else { "ééé" }) && shown.len() < 64_000
        );
    }
    let beyond = format!("csrf={token}&lane={}", "x".repeat(40 << 20));
    let answer = browser.request(Method::POST, &page, FORM, beyond).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(town.cases(), 0);
}

#[tokio::test]
async fn ten_megabytes_to_the_team_get_a_message_with_their_number() {
    let town = TestTown::one();
    let mut browser = town.browser();
    let track = sent(&mut browser, "3 Elm St", "ada@example.org").await;
    let token = browser.get(&track).await.value("main input[name=csrf]").unwrap();
    let body = format!("csrf={token}&text={}", "x".repeat(10_000_000));
    let answer = browser.request(Method::POST, &format!("{track}/messages"), FORM, body).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.words(".govuk-error-summary").contains("9,996,000"), "{}", answer.text());
    assert!(answer.words("#text").starts_with("xxx"));
}

#[test]
fn every_statement_fits_both_engines() {
    store::testing::check_statements(&counter::statements());
}
