//! Pages, faults, headers, assets.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use web::Town;

use crate::harness::{Answer, site, site_of};

#[tokio::test]
async fn faults_are_pages_that_keep_their_cause_and_programs_get_problems() {
    let site = site();
    for path in ["/broken", "/panics"] {
        let page = site.get(path, "").await;
        assert_eq!(page.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(!page.body.contains("secret cause") && !page.body.contains("on purpose"));
        assert!(page.body.contains(page.header("x-request-id")), "the number to say on the phone");
        assert!(page.body.contains("617-555-0143"));
        let problem = site.get_with(path, "", "accept", "application/json").await;
        let problem: serde_json::Value = serde_json::from_str(&problem.body).unwrap();
        assert_eq!(problem["status"], 500);
    }
    assert_eq!(site.get("/nowhere", "").await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.post("/desk", "", "").await.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(site.get("/style", "").await.status, StatusCode::NOT_FOUND, "only in the demo");
}

#[tokio::test]
async fn every_page_is_kept_safe_by_its_headers() {
    let site = site();
    let page = site.get("/form", "").await;
    let policy = page.header("content-security-policy");
    let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
    assert!(page.body.contains(&format!("nonce=\"{nonce}\"")));
    assert!(!policy.contains("unsafe"), "{policy}");
    assert_ne!(policy, site.get("/form", "").await.header("content-security-policy"));
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    assert_eq!(page.header("cache-control"), "private, no-cache");
}

#[tokio::test]
async fn assets_are_kept_for_ever_under_their_hash_and_come_compressed() {
    let site = site();
    let page = site.get("/form", "").await;
    let html = scraper::Html::parse_document(&page.body);
    let css = scraper::Selector::parse("link[rel=stylesheet]").unwrap();
    let address = html.select(&css).next().unwrap().attr("href").unwrap().to_owned();
    let asset = site.get_with(&address, "", "accept-encoding", "gzip, br").await;
    assert_eq!((asset.status, asset.header("content-encoding")), (StatusCode::OK, "br"));
    assert!(asset.header("cache-control").contains("immutable"));
    assert_eq!(asset.header("set-cookie"), "");
    let stale = site.get("/assets/000000000000/town.css", "").await;
    assert_eq!((stale.status, stale.header("cache-control")), (StatusCode::OK, "no-cache"));
    assert_eq!(site.get("/assets/x/..%2fsecret", "").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn every_template_speaks_every_language() {
    let brand = web::Brand { brand: "#123456".into(), ..web::Brand::default() };
    let site = site_of(Town { demo: true, brand, ..Town::default() });
    let faults = (0..11).map(|index| format!("/fault/{index}"));
    let pages = ["/style", "/style/desk", "/form", "/broken"].map(ToOwned::to_owned);
    for path in faults.chain(pages) {
        let mut titles = Vec::new();
        for locale in base::Locale::ALL {
            let page = site.get(&format!("{path}?lang={locale}"), "").await;
            assert!(
                page.body.contains(&format!("<html lang=\"{locale}\"")),
                "{path}: {}",
                page.body
            );
            assert!(!page.body.contains('⟦'), "{path} in {locale}: {}", page.body);
            assert!(page.body.contains("--brand:#123456"), "{path}");
            titles.push(page.title());
        }
        assert!(path == "/form" || titles[0] != titles[1], "{path}: {titles:?}");
    }
}

#[tokio::test]
async fn a_page_kept_by_anybody_carries_no_cookie() {
    let site = site();
    let gone = site.get("/fault/1", "").await;
    assert_eq!(gone.cookies(), "");
    assert_eq!(gone.header("cache-control"), "private, no-cache");
}

#[tokio::test]
async fn what_anybody_may_keep_is_made_once_for_all_who_come_without_a_cookie() {
    let site = site();
    site.app.keep_pages();
    let made = async |path: &str, cookies: &str, language: &str| {
        let answer = site.get_with(path, cookies, "accept-language", language).await;
        assert_eq!(answer.status, 200);
        answer
    };
    let policy = |answer: &Answer| answer.header("content-security-policy").to_owned();
    let first = made("/same", "", "en").await;
    let second = made("/same", "", "en").await;
    assert_eq!((policy(&first), &first.body), (policy(&second), &second.body));
    assert_ne!(first.header("x-request-id"), second.header("x-request-id"));
    assert_eq!(first.header("cache-control"), "public, max-age=60");
    let spanish = made("/same", "", "es").await;
    assert!(spanish.body.contains("<html lang=\"es\""), "another language is another page");
    let known = made("/form", "", "en").await.cookies();
    for cookies in [known.as_str(), "flash=x", "session=x"] {
        let own = made("/same", cookies, "en").await;
        assert_ne!(policy(&own), policy(&first), "whoever has `{cookies}` is answered anew");
    }
    assert!(made("/same", &known, "en").await.header("cache-control").starts_with("private"));
    assert_ne!(policy(&made("/form", "", "en").await), policy(&made("/form", "", "en").await));
    let twice = Request::get("/same")
        .header("accept-language", "en")
        .header("accept-encoding", "gzip")
        .header("accept-encoding", "br");
    let twice = site.send(twice.body(Body::empty()).unwrap()).await;
    assert_ne!(policy(&twice), policy(&first), "what is asked for in two lines is answered anew");
    let zipped = site.get_with("/same", "", "accept-encoding", "gzip").await;
    assert_eq!(
        zipped.header("content-encoding"),
        "gzip",
        "and was not kept for those of the first"
    );
    site.clock.advance(jiff::SignedDuration::from_secs(30));
    assert_eq!(made("/same", "", "en").await.header("age"), "30");
    site.clock.advance(jiff::SignedDuration::from_secs(30));
    assert_ne!(policy(&made("/same", "", "en").await), policy(&first));
}
