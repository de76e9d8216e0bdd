//! Practising with a draft: every page as a resident meets it, and no case.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod town;

use axum::http::StatusCode;
use services::{Catalogue, PackService, practice};
use town::{TestTown, aside, at, fill, now, towns};

/// Makes a draft of potholes to practise with; gives its link.
fn link(town: &TestTown) -> String {
    let service = town.app.get::<Catalogue>().get("pothole").unwrap();
    let (definition, text) = (service.definition.clone(), service.text.clone());
    let (draft, workflow) = (PackService { definition, text }, service.workflow.clone());
    let ids = town.app.ids().clone();
    let kept = aside(|| {
        town.db.write_blocking(move |tx| practice::keep(tx, &draft, &workflow, now(), &ids))
    });
    assert!(kept.unwrap() < 0);
    format!("/practice/{}", town.app.signer().sign(practice::PURPOSE, "pothole"))
}

#[tokio::test]
async fn who_practises_meets_every_page_and_no_case_comes_of_it() {
    for town in towns() {
        let (link, mut browser) = (link(&town), town.browser());
        let before = town.cases();
        let shown = browser.get(&link).await;
        assert!(shown.words("main").contains("nothing is sent"), "{}", shown.words("main"));
        let first = browser.post(&link, &link, &[]).await.location().unwrap();
        let wrong = fill(&mut browser, &first, &[("place-address", "")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let place = [("place-address", "1 Elm St"), ("lane", "bike")];
        let next = fill(&mut browser, &first, &place).await.location().unwrap();
        assert_eq!(next, at(&first, "size"), "reports nearby are of no matter here");
        let size = [("size", "large"), ("depth", "deep"), ("damage", "no")];
        fill(&mut browser, &next, &size).await;
        browser.post(&at(&first, "photos"), &at(&first, "photos/photos"), &[]).await;
        fill(&mut browser, &at(&first, "contact"), &[("contact-email", "ada@example.org")]).await;
        let check = at(&first, "check");
        assert!(browser.get(&check).await.words("main").contains("Bike lane"));
        let done = fill(&mut browser, &check, &[]).await.location().unwrap();
        let page = browser.get(&done).await;
        assert!(page.words("main").contains("Nothing was sent"), "{}", page.words("main"));
        assert_eq!(town.cases(), before, "nothing was sent");
    }
}

#[tokio::test]
async fn a_page_shows_alone_and_a_forged_link_shows_nothing() {
    let town = TestTown::one();
    let (link, mut browser) = (link(&town), town.browser());
    let alone = browser.get(&format!("{link}/size")).await;
    assert!(alone.has("[name=size]") && alone.has(&format!("form[action='{link}']")));
    for path in ["/practice/forged", "/practice/a.b", &format!("{link}/nothing")] {
        assert_eq!(browser.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn joining_a_report_nearby_is_no_way_out_of_practice() {
    let town = TestTown::one();
    let (link, mut browser) = (link(&town), town.browser());
    let first = browser.post(&link, &link, &[]).await.location().unwrap();
    let to = at(&first, "nearby");
    let join = [("join", "B7K2-9MXR"), ("email", "ada@example.org")];
    let answer = browser.post(&first, &to, &join).await;
    assert_eq!(answer.location(), Some(first), "it leads back into the form");
}
