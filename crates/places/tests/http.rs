//! The endpoints that scripts and pages ask.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use axum::response::Response;
use base::Rng;
use common::some_addresses;
use places::{Places, Tiles};
use serde_json::Value;
use tower::ServiceExt;
use web::{App, Routes, Town};

struct Site {
    _db: store::testing::TestDb,
    router: axum::Router,
}

async fn site() -> Site {
    let db = store::testing::sqlite();
    let loaded = db.db();
    tokio::task::spawn_blocking(move || common::seed(&loaded, &some_addresses())).await.unwrap();
    let tiles = Tiles {
        url: "https://tiles.example.org/{z}/{x}/{y}.png".to_owned(),
        attribution: "Example".to_owned(),
        max_zoom: 18,
    };
    let town = Town { name: "Riverton".into(), ..Town::default() };
    let app = App::builder(db.db(), town)
        .secret(Rng::seeded(1).bytes())
        .part(&places::PART)
        .with(Places::default().with_tiles(tiles))
        .build()
        .unwrap();
    Site { _db: db, router: Routes::new().merge(places::routes()).into_router(app) }
}

impl Site {
    async fn get(&self, path: &str, heads: &[(header::HeaderName, &str)]) -> Response {
        let mut request = Request::get(path).header(header::ACCEPT, "application/json");
        for (name, value) in heads {
            request = request.header(name, *value);
        }
        self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    }

    async fn json(&self, path: &str) -> Value {
        let response = self.get(path, &[]).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        body(response).await
    }
}

async fn body(response: Response) -> Value {
    serde_json::from_slice(&to_bytes(response.into_body(), 4 << 20).await.unwrap()).unwrap()
}

fn head(response: &Response, name: header::HeaderName) -> String {
    response.headers()[name].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn typing_suggests_addresses() {
    let site = site().await;
    let found = site.json("/places/suggest?q=66+phil").await;
    assert_eq!(found["matches"][0]["address"], "66 Phillips St, Boston 02114");
    assert_eq!(found["matches"][0]["district_name"], "Beacon Hill");
    assert_eq!(found["matches"][0]["exact"], true);
    assert_eq!(site.json("/places/suggest").await["matches"], Value::Array(vec![]));
}

#[tokio::test]
async fn a_pin_is_told_in_the_visitors_language() {
    let site = site().await;
    let here = site.json("/places/at?lon=-71.0668&lat=42.3604").await;
    assert_eq!(here["in_town"], true);
    assert_eq!(here["label"], "The pin is at 7 Phillips St, Boston 02114, in Beacon Hill.");
    let spanish =
        site.get("/places/at?lon=-71.0668&lat=42.3604", &[(header::ACCEPT_LANGUAGE, "es")]).await;
    assert_eq!(
        body(spanish).await["label"],
        "El marcador está en 7 Phillips St, Boston 02114, en Beacon Hill."
    );
    let away = site.json("/places/at?lon=2.35&lat=48.85").await;
    assert_eq!(away["in_town"], false);
    assert!(away["label"].as_str().unwrap().contains("outside Riverton"));
}

#[tokio::test]
async fn bad_coordinates_are_refused_with_a_reason() {
    let site = site().await;
    for query in [
        "",
        "?lon=1",
        "?lon=NaN&lat=1",
        "?lon=200&lat=1",
        "?lon=a&lat=b",
        "?lon=1&lon=2&lat=3",
        "?lon=%00&lat=%ff",
    ] {
        let response = site.get(&format!("/places/at{query}"), &[]).await;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{query}");
    }
}

#[tokio::test]
async fn the_layers_of_the_map_are_kept_until_they_change() {
    let site = site().await;
    let town = site.json("/map/town.json").await;
    assert_eq!(town["names"].as_array().unwrap().len(), 26);
    assert_eq!(town["tiles"]["max_zoom"], 18);
    for layer in ["districts", "streets"] {
        let address = town[layer].as_str().unwrap();
        let response = site.get(address, &[]).await;
        assert!(head(&response, header::CACHE_CONTROL).contains("immutable"), "{layer}");
        let tag = head(&response, header::ETAG);
        assert_eq!(body(response).await["type"], "FeatureCollection");
        let again = site.get(address, &[(header::IF_NONE_MATCH, &tag)]).await;
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        let old = site.get(&format!("/map/{layer}.geojson?v=1"), &[]).await;
        assert!(!head(&old, header::CACHE_CONTROL).contains("immutable"));
    }
}
