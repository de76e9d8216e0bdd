use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, VARY};
use axum::response::IntoResponse;
use base::geo::{Bounds, Point};
use base::time::to_ms;
use cases::public::{self, Filter, MAX_POINTS, ReportPoint};
use serde_json::{Value, json};
use services::Catalogue;
use store::{StoreError, Tx};
use web::{App, Reply, Visitor};

use crate::filter::Asked;
use crate::kept::Kept;

/// The whole globe: the map fetches a period at once and clusters it itself.
const EVERYWHERE: Bounds =
    Bounds { min: Point { lon: -180.0, lat: -90.0 }, max: Point { lon: 180.0, lat: 90.0 } };

/// The reports of a filter as GeoJSON, for the map.
pub(crate) async fn points(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Reply {
    let now = app.clock().now();
    let filter = asked.filter(now);
    let Filter { service, phase, district, .. } = &filter;
    let (language, days) = (visitor.locale().code(), asked.days());
    let key = format!("{language} {days} {service:?} {phase:?} {district:?}");
    let kept = app.get::<Kept>();
    let file = kept.of(key, to_ms(now), collect(&app, &visitor, filter)).await?;
    let headers = [
        (CONTENT_TYPE, "application/geo+json"),
        (CACHE_CONTROL, "public, max-age=60"),
        // The words in it are of the visitor's language.
        (VARY, "accept-language, cookie"),
    ];
    Ok((headers, file).into_response())
}

/// Reads the points of a filter and writes the file. `total` is how many reports the filter finds, for
/// the map has only the newest of very many.
async fn collect(app: &App, visitor: &Visitor, filter: Filter) -> Result<Bytes, StoreError> {
    let read = move |tx: &mut Tx<'_>| {
        Ok::<_, StoreError>((public::points(tx, &filter, EVERYWHERE)?, public::count(tx, &filter)?))
    };
    let (points, count) = app.db().read(read).await?;
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
    // Reports without a place are in the list alone.
    let is_cut = i64::try_from(points.len()).is_ok_and(|shown| shown >= MAX_POINTS);
    let total = if is_cut { json!(count) } else { json!(features.len()) };
    let file = json!({"type": "FeatureCollection", "total": total, "features": features});
    Ok(Bytes::from(file.to_string()))
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
