//! What stays between the town and one visitor, and how often one may ask.

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};

use crate::harness::{Answer, Site, site, site_of};

#[tokio::test]
async fn a_page_behind_a_token_is_kept_by_nobody_and_told_to_nobody() {
    let site = site();
    let page = site.get("/track/abc", "").await;
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    assert_eq!(page.header("x-robots-tag"), "noindex");
    let open = site.get("/form", "").await;
    assert_eq!(open.header("referrer-policy"), "same-origin");
    assert_eq!(open.header("x-robots-tag"), "");
}

#[tokio::test]
async fn the_pages_of_whoever_signed_out_are_not_left_in_the_browser() {
    let site = site();
    for id in [2, 9] {
        let cookies = site.get(&format!("/sign-in-as/{id}"), "").await.cookies();
        let page = site.get("/form", &cookies).await;
        assert_eq!(page.header("cache-control"), "no-store");
        // What was typed and not yet sent survives the back button.
        let draft = site.get("/apply/abc", &cookies).await;
        assert_eq!(draft.header("cache-control"), "private, no-cache");
        assert_eq!(draft.header("x-robots-tag"), "noindex");
    }
}

#[tokio::test]
async fn what_sets_a_cookie_is_not_kept_for_all() {
    let site = site();
    assert_eq!(site.get("/shared", "").await.header("cache-control"), "public, max-age=60");
    let chosen = site.get("/shared?lang=es", "").await;
    assert!(chosen.cookies().contains("language=es"));
    assert_eq!(chosen.header("cache-control"), "private, no-cache");
}

#[tokio::test]
async fn an_address_that_fits_no_page_gets_a_page_that_repeats_nothing() {
    let site = site();
    for path in ["/fault/%FF", "/fault/evil", "/sign-in-as/%00"] {
        let answer = site.get(path, "").await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}");
        assert!(answer.header("content-type").starts_with("text/html"), "{path}");
        assert!(!answer.body.contains("Invalid") && !answer.body.contains("parse"), "{path}");
    }
    let program = site.get_with("/fault/evil", "", "accept", "application/json").await;
    assert_eq!(program.header("content-type"), "application/problem+json");
    assert!(!program.body.contains("evil"));
    assert_eq!(site.get("/assets/x/%FF", "").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_address_of_the_site_may_be_written_in_any_way() {
    let base_url = "HTTPS://town.example/".to_owned();
    let site = site_of(web::Town { base_url, ..web::Town::default() });
    let page = site.get("/form", "").await;
    let html = scraper::Html::parse_document(&page.body);
    let other = scraper::Selector::parse("link[rel=alternate]").unwrap();
    let other = html.select(&other).next().unwrap().attr("href");
    assert_eq!(other, Some("HTTPS://town.example/form?lang=es"));
    let cookie = page.header("set-cookie");
    assert!(cookie.starts_with("__Host-visit=") && cookie.contains("Secure"), "{cookie}");
}

async fn from(site: &Site, peer: &str, forwarded: &str) -> Answer {
    let mut request = Request::get("/paced").body(Body::empty()).unwrap();
    if !forwarded.is_empty() {
        request.headers_mut().insert("x-forwarded-for", forwarded.parse().unwrap());
    }
    let peer: SocketAddr = format!("{peer}:4711").parse().unwrap();
    request.extensions_mut().insert(ConnectInfo(peer));
    site.send(request).await
}

#[tokio::test]
async fn a_network_that_hurries_waits_and_its_neighbours_do_not() {
    let site = site();
    for _ in 0..2 {
        assert_eq!(from(&site, "192.0.2.1", "").await.status, StatusCode::OK);
    }
    let hurried = from(&site, "192.0.2.1", "198.51.100.9").await;
    assert_eq!(hurried.status, StatusCode::TOO_MANY_REQUESTS, "nobody is believed from outside");
    let neighbour = from(&site, "10.0.0.7", "198.51.100.10").await;
    assert_eq!(neighbour.status, StatusCode::OK);
    from(&site, "10.0.0.7", "198.51.100.11").await;
    let invented = from(&site, "10.0.0.7", "198.51.100.12").await;
    assert_eq!(
        invented.status,
        StatusCode::TOO_MANY_REQUESTS,
        "nor inside, unless the town says so"
    );
    assert_eq!(hurried.header("retry-after"), "61");
    assert!(hurried.title().contains("wait a moment"), "{}", hurried.title());
    assert_eq!(from(&site, "127.0.0.1", "192.0.2.1").await.status, hurried.status);
    assert_eq!(from(&site, "192.0.2.2", "").await.status, StatusCode::OK);
    site.clock.advance(jiff::SignedDuration::from_secs(61));
    assert_eq!(from(&site, "192.0.2.1", "").await.status, StatusCode::OK);
    // Behind a proxy that names nobody all would count as one.
    for _ in 0..9 {
        assert_eq!(from(&site, "127.0.0.1", "").await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_form_that_is_too_large_is_read_to_its_end_before_the_answer() {
    let site = site();
    let (sender, mut receiver) = tokio::sync::mpsc::channel::<bytes::Bytes>(1);
    let chunks = futures_util::stream::poll_fn(move |context| {
        receiver.poll_recv(context).map(|chunk| chunk.map(Ok::<_, std::io::Error>))
    });
    let request = Request::post("/form")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::CONTENT_LENGTH, 640 << 16)
        .body(Body::from_stream(chunks))
        .unwrap();
    let sending = tokio::spawn(async move {
        for _ in 0..640 {
            sender.send(vec![b'a'; 1 << 16].into()).await.map_err(|_| "the reader went away")?;
        }
        Ok::<_, &str>(())
    });
    assert_eq!(site.send(request).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(sending.await.unwrap(), Ok(()));
}
