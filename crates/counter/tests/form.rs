//! A resident finds a service, fills in its form and sends it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod town;

use axum::http::StatusCode;
use town::{TestTown, at, fill, pothole, start, towns};

#[tokio::test]
async fn every_page_of_finding_a_service_is_there() {
    let town = TestTown::one();
    let mut browser = town.browser();
    let home = browser.get("/").await;
    assert_eq!(home.count("main a[href='/services/pothole']"), 1);
    for (path, shows) in [
        ("/services", "a[href='/services/graffiti']"),
        ("/services/topic/streets-and-pavements", "a[href='/services/pothole']"),
        ("/search?q=hole+in+road", "a[href='/services/pothole']"),
        ("/search/suggest?q=pothol", "a[href='/services/pothole']"),
        ("/search?q=xyzzyplugh", "main a[href='/services']"),
        ("/services/pothole", "form[action='/services/pothole/start']"),
        ("/help/privacy", "main h2"),
        ("/help/accessibility", "main h2"),
        ("/help/cookies", "main table"),
        ("/track", "input[name=reference]"),
    ] {
        let page = browser.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.has(shows), "{path}");
        assert!(!page.text().contains('⟦'), "{path} lacks a word");
    }
    for path in ["/services/nothing", "/services/topic/nothing", "/services/..%2Fetc"] {
        let page = browser.get(path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert!(page.has("main input[name=q]"), "{path}");
    }
}

#[tokio::test]
async fn a_report_is_sent_once_however_often_the_button_is_pressed() {
    for town in towns() {
        let mut browser = town.browser();
        let check = pothole(&mut browser, "3 Elm St", "ada@example.org").await;
        let page = browser.get(&check).await;
        let text = page.words("main");
        for shown in ["3 Elm St", "Bike lane", "Ada Example", "ada@example.org", "Center"] {
            assert!(text.contains(shown), "{shown}: {text}");
        }
        let public = page.words(".c-preview__card");
        assert!(public.contains("3 Elm St") && public.contains("Bike lane"), "{public}");
        assert!(!public.contains("Ada") && !public.contains("ada@"), "{public}");
        assert_eq!(town.cases(), 0, "nothing is sent before it is said");
        let token = page.value("main input[name=csrf]").unwrap();
        for _ in 0..2 {
            let sent = browser.submit(&check, &[("csrf", &token)]).await;
            assert_eq!(sent.location().unwrap(), at(&check, "done"));
        }
        assert_eq!(town.cases(), 1);
        let case = town.case();
        assert_eq!(case.district.as_deref(), Some("center"));
        let done = browser.get(&at(&check, "done")).await;
        assert!(done.words("main").contains(&case.reference.to_string()));
        for page in ["check", "where", "contact"] {
            let to = browser.get(&at(&check, page)).await.location();
            assert_eq!(to.unwrap(), at(&check, "done"));
        }
    }
}

#[tokio::test]
async fn an_error_names_its_field_and_keeps_what_was_typed() {
    let town = TestTown::one();
    let mut browser = town.browser();
    let page = start(&mut browser, "pothole").await;
    let answer = fill(&mut browser, &page, &[("place-address", "3 Elm St")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer.attribute(".govuk-error-summary a", "href").unwrap(), "#lane");
    assert!(answer.words("title").starts_with("Error:"));
    let kept = |answer: &testkit::Answer| answer.value("[name='place-address']");
    assert_eq!(kept(&answer).as_deref(), Some("3 Elm St"));
    assert_eq!(kept(&browser.get(&page).await).as_deref(), Some("3 Elm St"), "after a reload");
}

#[tokio::test]
async fn another_language_keeps_the_page_and_what_was_typed() {
    let town = TestTown::one();
    let mut browser = town.browser();
    let page = start(&mut browser, "pothole").await;
    let typed = [("place-address", "somewhere"), ("lane", "bike"), ("switch-language", "es")];
    let back = fill(&mut browser, &page, &typed).await.location().unwrap();
    assert!(back.starts_with(&page));
    let spanish = browser.get(&page).await;
    assert_eq!(spanish.attribute("html", "lang").as_deref(), Some("es"));
    assert_eq!(spanish.value("[name='place-address']").as_deref(), Some("somewhere"));
    assert!(spanish.has("[name=lane][value=bike][checked]"));
}

#[tokio::test]
async fn an_unknown_address_is_asked_about_once_and_then_taken_as_it_is() {
    let town = TestTown::one();
    let mut browser = town.browser();
    let page = start(&mut browser, "pothole").await;
    let typed = [("place-address", "behind the old mill"), ("lane", "bike")];
    let asked = fill(&mut browser, &page, &typed).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    let again = asked.value("[name='place-unknown']").unwrap();
    let typed =
        [("place-address", "behind the old mill"), ("lane", "bike"), ("place-unknown", &again)];
    let next = fill(&mut browser, &page, &typed).await.location();
    assert_eq!(next.unwrap(), at(&page, "size"));
}

#[tokio::test]
async fn who_jumps_ahead_is_led_to_the_first_page_without_an_answer() {
    let town = TestTown::one();
    let mut browser = town.browser();
    let page = start(&mut browser, "pothole").await;
    for later in ["size", "photos", "contact", "check", "nothing", "done"] {
        assert_eq!(browser.get(&at(&page, later)).await.location().unwrap(), page, "{later}");
    }
}

#[tokio::test]
async fn who_goes_on_later_meets_the_pages_that_need_no_answer_too() {
    let town = TestTown::one();
    let mut browser = town.browser();
    let first = start(&mut browser, "pothole").await;
    town.app.clock().advance(jiff::SignedDuration::from_mins(1));
    fill(&mut browser, &first, &[("place-address", "3 Elm St"), ("lane", "bike")]).await;
    let size = [("size", "large"), ("depth", "deep"), ("damage", "no")];
    fill(&mut browser, &at(&first, "size"), &size).await;
    let begun = browser.get("/services/pothole").await;
    let resume = begun.attribute("main a[href^='/apply/']", "href").unwrap();
    assert_eq!(browser.get(&resume).await.location().unwrap(), at(&first, "photos"));
}

#[tokio::test]
async fn what_was_typed_can_be_deleted_before_the_next_person_comes() {
    let town = TestTown::one();
    let mut browser = town.browser();
    let check = pothole(&mut browser, "3 Elm St", "ada@example.org").await;
    town.app.clock().advance(jiff::SignedDuration::from_mins(1));
    fill(&mut browser, &at(&check, "contact"), &[("contact-name", "Ada")]).await;
    let service = browser.get("/services/pothole").await;
    let forget = service.attribute("main form[action$='/deletion']", "action").unwrap();
    let back = browser.post("/services/pothole", &forget, &[]).await.location().unwrap();
    assert_eq!(back, "/services/pothole");
    assert!(!browser.get(&back).await.has("main a[href^='/apply/']"));
    assert_eq!(browser.get(&check).await.status, StatusCode::NOT_FOUND);
    let check = pothole(&mut browser, "3 Elm St", "ada@example.org").await;
    let done = fill(&mut browser, &check, &[]).await.location().unwrap();
    assert_eq!(browser.get(&done).await.headers["cache-control"], "no-store");
    town.app.clock().advance(jiff::SignedDuration::from_hours(25));
    assert_eq!(browser.get(&done).await.status, StatusCode::NOT_FOUND, "the next day");
}

#[tokio::test]
async fn a_pin_without_an_address_is_told_to_the_metre() {
    let town = TestTown::one();
    let mut browser = town.browser();
    let page = start(&mut browser, "pothole").await;
    let typed = [("place-lon", "-71.159881"), ("place-lat", "42.360123"), ("lane", "bike")];
    assert_eq!(fill(&mut browser, &page, &typed).await.location().unwrap(), at(&page, "size"));
    let size = [("size", "large"), ("depth", "deep"), ("damage", "no")];
    fill(&mut browser, &at(&page, "size"), &size).await;
    browser.post(&at(&page, "photos"), &at(&page, "photos/photos"), &[]).await;
    fill(&mut browser, &at(&page, "contact"), &[("contact-email", "a@example.org")]).await;
    let text = browser.get(&at(&page, "check")).await.words("main dl");
    assert!(text.contains("42.36012") && text.contains("-71.15988"), "{text}");
}

#[tokio::test]
async fn a_draft_belongs_to_its_browser() {
    let town = TestTown::one();
    let mut browser = town.browser();
    let check = pothole(&mut browser, "3 Elm St", "ada@example.org").await;
    let mut other = town.browser();
    other.get("/services/pothole").await;
    for page in ["where", "nearby", "check", "done", "joined/2222-2222"] {
        let answer = other.get(&at(&check, page)).await;
        let public = page.starts_with("joined");
        assert!(public || answer.status == StatusCode::NOT_FOUND, "{page}");
        assert!(!answer.text().contains("Ada Example"));
    }
    let sent = other.post("/services/pothole", &check, &[]).await;
    assert_eq!(sent.status, StatusCode::NOT_FOUND);
    assert_eq!(town.cases(), 0);
}

#[tokio::test]
async fn a_changed_answer_leads_back_to_the_check() {
    let town = TestTown::one();
    let mut browser = town.browser();
    let check = pothole(&mut browser, "3 Elm St", "ada@example.org").await;
    let change = browser.get(&check).await.attribute("dl a[href*='/where']", "href").unwrap();
    let page = browser.get(&change).await;
    assert_eq!(page.value("[name='place-address']").as_deref(), Some("3 Elm St, Boston 02114"));
    assert!(page.has("[name=lane][value=bike][checked]"));
    let then = page.value("[name=then]").unwrap();
    let typed = [("place-address", "4 Elm St"), ("lane", "curb"), ("then", &then)];
    let next = fill(&mut browser, &at(&check, "where"), &typed).await.location();
    assert_eq!(next.unwrap(), check);
    let text = browser.get(&check).await.words("main");
    assert!(text.contains("4 Elm St") && text.contains("Along the curb"), "{text}");
}

#[tokio::test]
async fn a_question_appears_when_the_answer_before_it_asks_for_it() {
    let town = TestTown::one();
    let mut browser = town.browser();
    let page = start(&mut browser, "recycling-cart").await;
    let shown = browser.get(&page).await;
    let style = shown.words("style");
    assert!(style.contains("#q-broken_part{display:none}"), "{style}");
    assert!(style.contains(r#"[name="need"][value="broken"]:checked) #q-broken_part"#), "{style}");
    let answer = fill(&mut browser, &page, &[("need", "broken")]).await;
    assert_eq!(answer.attribute(".govuk-error-summary a", "href").unwrap(), "#broken_part");
    let next =
        fill(&mut browser, &page, &[("need", "broken"), ("broken_part", "lid"), ("size", "x")])
            .await;
    assert_eq!(next.location().unwrap(), at(&page, "where"), "what is not asked is not checked");
}

#[tokio::test]
async fn a_report_of_the_same_thing_is_followed_instead() {
    for town in towns() {
        town::sent(&mut town.browser(), "5 Elm St", "first@example.org").await;
        let reference = town.case().reference.to_string();
        let mut neighbour = town.browser();
        let page = start(&mut neighbour, "pothole").await;
        town.app.clock().advance(jiff::SignedDuration::from_mins(1));
        let typed = [("place-address", "5 Elm St"), ("lane", "car")];
        let next = fill(&mut neighbour, &page, &typed).await.location().unwrap();
        assert_eq!(next, at(&page, "nearby"));
        let begun = neighbour.get("/services/pothole").await;
        assert!(begun.has("main a[href^='/apply/']"), "it can be gone on with");
        let shown = neighbour.get(&next).await;
        assert!(
            shown.words("main").contains("Bike lane"),
            "public answers help to tell: {}",
            shown.text()
        );
        assert!(!shown.text().contains("Ada Example") && !shown.text().contains("first@"));
        assert_eq!(
            shown.attribute("main form button", "name"),
            None,
            "Enter presses the first button, which must not send a duplicate"
        );
        let nothing = fill(&mut neighbour, &next, &[]).await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(nothing.has("fieldset[aria-describedby='report-error'] #report-error"));
        let foreign = fill(&mut neighbour, &next, &[("report", "2222-2222")]).await;
        assert_eq!(foreign.status, StatusCode::UNPROCESSABLE_ENTITY);
        let wrong = fill(&mut neighbour, &next, &[("report", &reference), ("email", "x")]).await;
        assert_eq!(wrong.value("[name=email]").as_deref(), Some("x"));
        let typed = [("report", reference.as_str()), ("email", "ned@example.org")];
        let joined = fill(&mut neighbour, &next, &typed).await.location().unwrap();
        assert!(neighbour.get(&joined).await.words("main").contains(&reference));
        assert_eq!(town.cases(), 1, "no duplicate");
        let begun = neighbour.get("/services/pothole").await;
        assert!(!begun.has("main a[href^='/apply/']"), "nothing is left to send");
    }
}
