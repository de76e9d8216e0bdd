use axum::Json;
use axum::extract::{Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, VARY};
use axum::response::IntoResponse;
use base::geo::{Bounds, Point};
use cases::public::{self, ReportPoint};
use serde_json::{Value, json};
use services::Catalogue;
use web::{App, Reply, Visitor};

use crate::filter::Asked;

/// The whole globe: the map fetches a period at once and clusters it itself.
const EVERYWHERE: Bounds =
    Bounds { min: Point { lon: -180.0, lat: -90.0 }, max: Point { lon: 180.0, lat: 90.0 } };

/// The reports of a filter as GeoJSON, for the map.
pub(crate) async fn points(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Reply {
    let filter = asked.filter(app.clock().now());
    let points = app.db().read(move |tx| public::points(tx, &filter, EVERYWHERE)).await?;
    let catalogue = app.get::<Catalogue>();
    let words = visitor.words();
    let features: Vec<Value> = points
        .iter()
        .map(|point| {
            let name = catalogue.get(&point.service);
            let name = name.map(|service| service.name(visitor.locale()).to_owned());
            feature(point, name, &words.t(state_key(&point.phase)))
        })
        .collect();
    let headers = [
        (CONTENT_TYPE, "application/geo+json"),
        (CACHE_CONTROL, "public, max-age=60"),
        // The words in it are of the visitor's language.
        (VARY, "accept-language, cookie"),
    ];
    Ok((headers, Json(json!({"type": "FeatureCollection", "features": features}))).into_response())
}

fn feature(point: &ReportPoint, name: Option<String>, state: &str) -> Value {
    json!({
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [point.point.lon, point.point.lat]},
        "properties": {
            "ref": point.reference,
            "service": point.service,
            "title": name,
            "state": point.phase,
            "state_name": state,
            "opened": point.opened_at.to_string(),
        },
    })
}

fn state_key(phase: &str) -> &'static str {
    if phase == "closed" { "reports-state-closed" } else { "reports-state-live" }
}
