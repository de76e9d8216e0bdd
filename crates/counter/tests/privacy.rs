//! Who sees what a resident gave, and for how long.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod town;

use axum::body::Bytes;
use axum::http::StatusCode;
use files::{Owner, Visibility};
use store::StoreError;
use town::{TestTown, aside, pothole, sent};

/// A photo of the only case, shown to everybody by staff.
async fn shown_photo(town: &TestTown) -> String {
    let mut png = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(40, 30).write_to(&mut png, image::ImageFormat::Png).unwrap();
    let store = town.app.get::<files::Files>();
    let photo = store.intake(Bytes::from(png.into_inner()), "hole.png").await.unwrap();
    let kept = store.keep(&photo).await.unwrap();
    let (ids, now, case) = (town.app.ids().clone(), town.app.clock().now(), town.case().id);
    let file = aside(|| {
        town.db.write_blocking(move |tx| {
            let (draft, owner) = (Owner::new("draft", 1), Owner::case(case));
            let file = files::record(tx, &kept, draft, now, &ids)?;
            files::attach(tx, file, draft, owner, Visibility::Private)?;
            files::show(tx, file, Visibility::Public)?;
            Ok::<_, StoreError>(file)
        })
    });
    format!("/files/{}/small", file.unwrap())
}

#[tokio::test]
async fn a_photo_that_was_shown_is_seen_only_while_its_case_is_public() {
    let town = TestTown::one();
    sent(&mut town.browser(), "3 Elm St", "ada@example.org").await;
    let photo = shown_photo(&town).await;
    assert_eq!(town.browser().get(&photo).await.status, StatusCode::OK);
    aside(|| town.db.write_blocking(|tx| tx.batch("UPDATE cases SET public = 0"))).unwrap();
    assert_eq!(town.browser().get(&photo).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_page_of_an_erased_case_says_that_nothing_is_left() {
    let town = TestTown::one();
    let link = sent(&mut town.browser(), "3 Elm St", "ada@example.org").await;
    town.close(town.case().id, "done");
    town.app.clock().advance(jiff::SignedDuration::from_hours(24 * 800));
    let office = cases::Office::of(&town.app);
    assert_eq!(cases::retention::run(&office).await.unwrap(), 1);
    let page = town.browser().get(&link).await;
    assert_eq!(page.status, StatusCode::GONE);
    assert!(page.words("main").contains("We no longer know what you told us"));
    assert!(!page.has("main form"));
}

#[tokio::test]
async fn the_preview_shows_the_district_and_the_pin_that_everybody_will_see() {
    let town = TestTown::one();
    let mut browser = town.browser();
    let last = pothole(&mut browser, "3 Elm St", "ada@example.org").await;
    let page = browser.get(&last).await;
    let preview = page.words(".c-preview__card");
    assert!(preview.contains("3 Elm St") && preview.contains("Center"), "{preview}");
    assert!(page.has(".c-preview__card [data-place-map][data-lon]"));
}
