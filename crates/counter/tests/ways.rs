//! Ways through a form: put aside and gone on with, checked before it begins, searched, with rows.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod town;

use axum::http::StatusCode;
use town::{TestTown, aside, at, fill, start, towns};

/// The paths of the links in the letters to an address, the newest first.
fn links(town: &TestTown, to: &'static str) -> Vec<String> {
    let read = move |tx: &mut store::Tx<'_>| {
        let mut found = Vec::new();
        for letter in post::recent(tx, None, 50)? {
            if letter.to_address == to {
                found.extend(post::letter(tx, letter.id)?.map(|all| all.body_text));
            }
        }
        Ok::<_, store::StoreError>(found)
    };
    let texts = aside(|| town.db.read_blocking(read)).unwrap();
    let path = |text: String| {
        let start = text.find("/return/")?;
        text.get(start..)?.split_whitespace().next().map(str::to_owned)
    };
    texts.into_iter().filter_map(path).collect()
}

fn entries(town: &TestTown) -> Vec<String> {
    let read = |tx: &mut store::Tx<'_>| {
        ledger::sequence(tx, 1_000)?;
        let all: Vec<ledger::LedgerRow> = ledger::after(tx, 0, 1_000)?;
        Ok::<_, store::StoreError>(all.into_iter().map(|row| row.verb).collect())
    };
    aside(|| town.db.write_blocking(read)).unwrap()
}

#[tokio::test]
async fn a_form_that_was_saved_goes_on_in_another_browser() {
    for town in towns() {
        let mut phone = town.browser();
        let first = start(&mut phone, "pothole").await;
        let typed = [("place-address", "3 Elm"), ("lane", "bike"), ("later", "1")];
        let aside = fill(&mut phone, &first, &typed).await.location().unwrap();
        assert_eq!(aside, at(&first, "save"));
        let wrong = fill(&mut phone, &aside, &[("email", "ada")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let before = entries(&town).len();
        for _ in 0..3 {
            let kept = fill(&mut phone, &aside, &[("email", "ada@example.org")]).await;
            assert_eq!(kept.location().as_deref(), Some("/services/pothole"));
        }
        let enough = fill(&mut phone, &aside, &[("email", "ada@example.org")]).await;
        assert_eq!(enough.status, StatusCode::UNPROCESSABLE_ENTITY, "three letters are enough");
        let told = entries(&town);
        assert_eq!(told[before..], ["draft.send-link", "draft.send-link", "draft.send-link"]);
        let link = links(&town, "ada@example.org").remove(0);
        let mut desk = town.browser();
        assert_eq!(desk.get(&first).await.status, StatusCode::NOT_FOUND, "it is the phone's");
        assert_eq!(desk.get(&link).await.status, StatusCode::OK);
        let moved = desk.post(&link, &link, &[]).await.location().unwrap();
        let shown = desk.get(&moved).await.location().unwrap();
        let page = desk.get(&shown).await;
        assert_eq!(page.value("[name=place-address]").as_deref(), Some("3 Elm"));
        assert_eq!(phone.get(&first).await.status, StatusCode::NOT_FOUND, "it has moved");
        let forged = desk.get("/return/MTIz.abc").await;
        assert_eq!(forged.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn what_is_answered_before_the_form_is_kept_nowhere() {
    let town = TestTown::one();
    let mut browser = town.browser();
    let check = "/services/visitor-parking/check";
    let before = entries(&town).len();
    let missing = fill(&mut browser, check, &[("lives", "yes")]).await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let refused = fill(&mut browser, check, &[("lives", "no"), ("use", "visitor")]).await;
    assert!(refused.words("main").contains("You cannot use this service"));
    let business = fill(&mut browser, check, &[("lives", "yes"), ("use", "business")]).await;
    assert!(business.has("a[href='/services/parking-permits']"), "somewhere to go instead");
    let welcome = fill(&mut browser, check, &[("lives", "yes"), ("use", "visitor")]).await;
    assert!(welcome.has("form[action='/services/visitor-parking/start']"));
    assert_eq!(entries(&town).len(), before);
    let none = browser.get("/services/pothole/check").await;
    assert_eq!(none.location().as_deref(), Some("/services/pothole"), "nothing to check there");
}

#[tokio::test]
async fn a_data_set_is_searched_while_one_types_and_by_its_button() {
    let town = TestTown::one();
    let mut browser = town.browser();
    let first = start(&mut browser, "sponsor-a-tree").await;
    let found = browser.get(&format!("{first}/choices?question=species&species-q=red+oak")).await;
    assert!(found.has("input[name=species][value=QUER-RUBR]"));
    assert!(!found.has("input[value=QUER-ALBA]"));
    for other in ["question=plaque", "question=nothing", ""] {
        let none = browser.get(&format!("{first}/choices?{other}")).await;
        assert_eq!(none.status, StatusCode::NOT_FOUND, "{other}");
    }
    let back = fill(&mut browser, &first, &[("species-q", "roble"), ("find", "species")]).await;
    let page = browser.get(&back.location().unwrap()).await;
    assert!(page.has("input[name=species][value=QUER-ALBA]"), "in any language");
    let many = fill(&mut browser, &first, &[("species-q", "oak")]).await;
    assert!(many.words(".govuk-error-summary").contains("Choose one of those that we found"));
    let only = fill(&mut browser, &first, &[("species-q", "Ginkgo")]).await;
    assert_eq!(
        only.location().unwrap(),
        at(&first, "gift"),
        "what can mean one thing only is taken"
    );
    let forged = fill(&mut browser, &first, &[("species", "WEED"), ("species-q", "")]).await;
    assert!(forged.words(".govuk-error-summary").contains("nothing"));
}

#[tokio::test]
async fn rows_come_and_go_and_keep_what_was_typed() {
    let town = TestTown::one();
    let mut browser = town.browser();
    let first = start(&mut browser, "neighborhood-market").await;
    let who = [("organizer-name", "Friends"), ("organizer-number", "12-3456789")];
    fill(&mut browser, &first, &who).await;
    let days = [
        ("days-from-day", "1"),
        ("days-from-month", "6"),
        ("days-from-year", "2028"),
        ("days-to-day", "2"),
        ("days-to-month", "6"),
        ("days-to-year", "2028"),
        ("opens", "10:00"),
        ("closes", "18:00"),
    ];
    let stalls = fill(&mut browser, &at(&first, "when"), &days).await.location().unwrap();
    let typed = [("stalls-rows", "1"), ("stalls-0-seller", "Ana"), ("add", "stalls")];
    let more = fill(&mut browser, &stalls, &typed).await.location().unwrap();
    assert!(more.ends_with("#stalls-1"), "the new row is where the page goes on: {more}");
    let page = browser.get(&stalls).await;
    assert_eq!(page.value("[name=stalls-0-seller]").as_deref(), Some("Ana"));
    assert!(page.has("[name=stalls-1-seller]") && page.has("button[name=drop][value=stalls-1]"));
    let typed = [("stalls-rows", "2"), ("stalls-1-seller", "Ben"), ("drop", "stalls-0")];
    fill(&mut browser, &stalls, &typed).await;
    let page = browser.get(&stalls).await;
    assert_eq!(page.value("[name=stalls-0-seller]").as_deref(), Some("Ben"));
    assert!(!page.has("[name=stalls-1-seller]") && !page.has("button[name=drop]"), "one must stay");
    let cost =
        fill(&mut browser, &stalls, &[("stalls-0-seller", "Ben"), ("stalls-0-food", "no")]).await;
    let cost = browser.get(&cost.location().unwrap()).await;
    assert!(cost.words(".c-worked").contains("$20.00"), "{}", cost.words(".c-worked"));
}

#[tokio::test]
async fn what_was_sent_once_is_begun_again_by_its_account_only() {
    for town in towns() {
        let ada = town.person("Ada Example", "ada@example.org", None);
        let mut browser = town.signed_in(ada).await;
        let first = start(&mut browser, "sponsor-a-tree").await;
        fill(&mut browser, &first, &[("species-q", "Ginkgo"), ("plaque", "For Ben")]).await;
        let refund = [("gift", "1200"), ("refund", "ES9121000418450200051332")];
        fill(&mut browser, &at(&first, "gift"), &refund).await;
        let contact = [("contact-name", "Ada Example"), ("contact-email", "ada@example.org")];
        fill(&mut browser, &at(&first, "contact"), &contact).await;
        fill(&mut browser, &at(&first, "check"), &[]).await;
        assert_eq!(town.cases(), 1);
        let again = format!("/my-cases/{}/again", town.case().reference);
        let begun = browser.post("/my-cases", &again, &[]).await.location().unwrap();
        let check = browser.get(&begun).await.location().unwrap();
        let page = browser.get(&check).await;
        for told in ["Ginkgo", "For Ben", "$1,200.00", "•••• 1332", "ada@example.org"] {
            assert!(page.words("main").contains(told), "{told}: {}", page.words("main"));
        }
        let other = town.person("Ben Other", "ben@example.org", None);
        let mut stranger = town.signed_in(other).await;
        let refused = stranger.post("/my-cases", &again, &[]).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
        assert_eq!(town.cases(), 1, "nothing is sent by beginning");
    }
}
