//! Photos in a form, in a correction and on the page of a case.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod town;

use axum::http::{Method, StatusCode};
use town::{TestTown, aside, at, fill, pothole, sent};

#[tokio::test]
async fn photos_are_taken_in_shown_and_removed() {
    let town = TestTown::one();
    let mut browser = town.browser();
    let check = pothole(&mut browser, "3 Elm St", "ada@example.org").await;
    let page = at(&check, "photos");
    let refused = add(&mut browser, &page, &[b"<script>alert(1)</script>"], ("then", "")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.words(".govuk-error-summary").contains("hole.png"));
    let empty = add(&mut browser, &page, &[b""], ("then", "")).await;
    assert!(empty.words(".govuk-error-summary").contains("hole.png"));
    let added = add(&mut browser, &page, &[&png()], ("upload", "1")).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER);
    let shown = browser.get(&page).await;
    let image = shown.attribute("main img", "src").unwrap();
    assert_eq!(browser.get(&image).await.headers["content-type"], "image/jpeg");
    assert_eq!(town.browser().get(&image).await.status, StatusCode::NOT_FOUND, "a stranger");
    assert_eq!(shown.count("#photos"), 1, "an id stands once");
    assert_eq!(shown.attribute("#photos", "type").as_deref(), Some("file"), "the label's field");
    let id = shown.value("button[name=remove]").unwrap();
    add(&mut browser, &page, &[], ("remove", &id)).await;
    assert!(!browser.get(&page).await.has("main img"));
    add(&mut browser, &page, &[&png()], ("upload", "1")).await;
    let next = browser.post(&page, &format!("{page}/photos"), &[("photos", "12345")]).await;
    assert_eq!(next.status, StatusCode::SEE_OTHER, "ids of a browser's own are not taken");
    let done = fill(&mut browser, &check, &[]).await.location().unwrap();
    let track = browser.get(&done).await.attribute("main a[href^='/track/']", "href").unwrap();
    let case = town.browser().get(&track).await;
    let image = case.attribute("main img", "src").unwrap();
    assert_eq!(town.browser().get(&image).await.status, StatusCode::OK, "who holds the link");
    let id = image.rsplit('/').nth(1).unwrap();
    let public = format!("/files/{id}/small");
    assert_eq!(town.browser().get(&public).await.status, StatusCode::NOT_FOUND, "a stranger");
}

#[tokio::test]
async fn a_form_that_is_full_of_photos_still_has_where_its_error_leads() {
    let town = TestTown::one();
    let mut browser = town.browser();
    let page = at(&pothole(&mut browser, "3 Elm St", "ada@example.org").await, "photos");
    let refused =
        add(&mut browser, &page, &[&png(), &png(), &png(), &png()], ("upload", "1")).await;
    assert_eq!(refused.attribute(".govuk-error-summary a", "href").as_deref(), Some("#photos"));
    assert_eq!(refused.count("main img"), 3);
    assert_eq!(refused.count("#photos"), 1);
}

#[tokio::test]
async fn a_photo_that_the_form_shows_is_sent_also_when_one_goes_back_instead_of_on() {
    let town = TestTown::one();
    let mut browser = town.browser();
    let check = pothole(&mut browser, "3 Elm St", "ada@example.org").await;
    add(&mut browser, &at(&check, "photos"), &[&png()], ("upload", "1")).await;
    assert_eq!(browser.get(&check).await.count("main dl img"), 1, "after the back link");
    let done = fill(&mut browser, &check, &[]).await.location().unwrap();
    let track = browser.get(&done).await.attribute("main a[href^='/track/']", "href").unwrap();
    assert_eq!(town.browser().get(&track).await.count("main img"), 1);
}

#[tokio::test]
async fn a_form_is_not_sent_with_a_photo_that_is_gone() {
    let town = TestTown::one();
    let mut browser = town.browser();
    let check = pothole(&mut browser, "3 Elm St", "ada@example.org").await;
    let page = at(&check, "photos");
    add(&mut browser, &page, &[&png()], ("upload", "1")).await;
    let id = browser.get(&page).await.value("button[name=remove]").unwrap().parse().unwrap();
    let draft: i64 = check.split('/').nth(2).unwrap().parse().unwrap();
    let owner = files::Owner::new("draft", draft);
    let gone =
        aside(|| town.db.write_blocking(move |tx| files::discard(tx, base::FileId(id), owner)));
    assert!(gone.unwrap());
    assert_eq!(fill(&mut browser, &check, &[]).await.location().unwrap(), check);
    assert_eq!(town.cases(), 0);
    fill(&mut browser, &check, &[]).await;
    assert_eq!(town.cases(), 1, "the second look shows it as it is");
}

#[tokio::test]
async fn who_corrects_a_case_sees_its_photos_and_takes_one_off() {
    for town in town::towns() {
        let mut browser = town.browser();
        let check = pothole(&mut browser, "3 Elm St", "ada@example.org").await;
        add(&mut browser, &at(&check, "photos"), &[&png()], ("upload", "1")).await;
        let done = fill(&mut browser, &check, &[]).await.location().unwrap();
        let link = browser.get(&done).await.attribute("main a[href^='/track/']", "href").unwrap();
        let mut other = town.browser();
        let check =
            other.post(&link, &format!("{link}/corrections"), &[]).await.location().unwrap();
        let image = other.get(&check).await.attribute("main dl img", "src").unwrap();
        assert_eq!(other.get(&image).await.status, StatusCode::OK);
        assert_eq!(town.browser().get(&image).await.status, StatusCode::NOT_FOUND, "a stranger");
        let page = at(&check, "photos");
        let id = other.get(&page).await.value("button[name=remove]").unwrap();
        add(&mut other, &page, &[], ("remove", &id)).await;
        assert_eq!(other.get(&link).await.count("main img"), 1, "not before it is sent");
        assert_eq!(fill(&mut other, &check, &[]).await.location().unwrap(), link);
        assert_eq!(other.get(&link).await.count("main img"), 0);
    }
}

#[tokio::test]
async fn photos_beyond_those_that_can_be_added_at_once_are_named() {
    let town = TestTown::one();
    let mut browser = town.browser();
    let link = sent(&mut browser, "3 Elm St", "ada@example.org").await;
    let photo = png();
    let seven: Vec<&[u8]> = (0..7).map(|_| photo.as_slice()).collect();
    let answer = upload(&mut browser, (&link, &format!("{link}/photos")), &seven, &[]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let said = answer.words(".govuk-error-summary");
    assert!(said.contains("5 were added, 2 were left out"), "{said}");
    assert_eq!(answer.count("main img"), 5);
}

fn png() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(64, 48).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// Sends a form with files of this content; it stands on a page and goes to an address.
async fn upload(
    browser: &mut testkit::Browser,
    (page, to): (&str, &str),
    files: &[&[u8]],
    fields: &[(&str, &str)],
) -> testkit::Answer {
    let token = browser.get(page).await.value("main input[name=csrf]").unwrap();
    let mut body = Vec::new();
    let fields = [("csrf", token.as_str())].into_iter().chain(fields.iter().copied());
    for (name, value) in fields {
        let part =
            format!("--X\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    for content in files {
        let head = "--X\r\nContent-Disposition: form-data; name=\"photos\"; filename=\"hole.png\"\r\nContent-Type: image/png\r\n\r\n";
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--X--\r\n");
    browser.request(Method::POST, to, "multipart/form-data; boundary=X", body).await
}

/// Adds files to a page of a form.
async fn add(
    browser: &mut testkit::Browser,
    page: &str,
    files: &[&[u8]],
    button: (&str, &str),
) -> testkit::Answer {
    upload(browser, (page, &format!("{page}/photos")), files, &[button]).await
}
