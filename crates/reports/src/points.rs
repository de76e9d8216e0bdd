use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, VARY};
use axum::response::IntoResponse;
use base::Reference;
use base::geo::{Bounds, Point};
use base::time::to_ms;
use cases::public::{self, Filter, MAX_POINTS, ReportPoint};
use jiff::Timestamp;
use serde::Serialize;
use services::{Catalogue, Service};
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
    let (words, catalogue) = (visitor.words(), app.get::<Catalogue>());
    // What a service and a state are called is looked up once, not for each of 20,000 points.
    let mut services = HashMap::new();
    for point in &points {
        if !services.contains_key(&point.service) {
            services.insert(point.service.clone(), catalogue.get(&point.service));
        }
    }
    let name = |service: &str| {
        let service = services.get(service).and_then(Option::as_ref);
        service.map(|service: &Arc<Service>| service.name(visitor.locale()))
    };
    let states =
        States { closed: words.t("reports-state-closed"), live: words.t("reports-state-live") };
    // Reports without a place are in the list alone.
    let shown = i64::try_from(points.len()).unwrap_or(MAX_POINTS);
    let total = if shown >= MAX_POINTS { count } else { shown };
    let file = geojson(&points, total, name, &states);
    file.map(Bytes::from).map_err(|error| StoreError::Corrupt(error.to_string()))
}

/// What the states are called.
struct States {
    closed: String,
    live: String,
}

/// A collection of points (RFC 7946), written straight into text: as a tree of values in memory, 20,000
/// of them take longer to build than to read from the database.
#[derive(Serialize)]
struct Collection<'a> {
    r#type: &'static str,
    total: i64,
    features: Vec<Feature<'a>>,
}

#[derive(Serialize)]
struct Feature<'a> {
    r#type: &'static str,
    geometry: Geometry,
    properties: Properties<'a>,
}

#[derive(Serialize)]
struct Geometry {
    r#type: &'static str,
    coordinates: [f64; 2],
}

#[derive(Serialize)]
struct Properties<'a> {
    r#ref: Reference,
    service: &'a str,
    title: Option<&'a str>,
    state: &'a str,
    state_name: &'a str,
    opened: Timestamp,
}

fn geojson<'a>(
    points: &'a [ReportPoint],
    total: i64,
    name: impl Fn(&str) -> Option<&'a str>,
    states: &'a States,
) -> Result<Vec<u8>, serde_json::Error> {
    let feature = |point: &'a ReportPoint| Feature {
        r#type: "Feature",
        geometry: Geometry { r#type: "Point", coordinates: [point.point.lon, point.point.lat] },
        properties: Properties {
            r#ref: point.reference,
            service: &point.service,
            title: name(&point.service),
            state: &point.phase,
            state_name: if point.phase == "closed" { &states.closed } else { &states.live },
            opened: point.opened_at,
        },
    };
    let features = points.iter().map(feature).collect();
    serde_json::to_vec(&Collection { r#type: "FeatureCollection", total, features })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_says_what_where_since_when_and_nothing_of_anybody() {
        let reference = Reference::random(&base::Rng::seeded(1));
        let point = |phase: &str, service: &str| ReportPoint {
            reference,
            service: service.into(),
            phase: phase.into(),
            opened_at: "2028-02-29T12:30:00Z".parse().unwrap(),
            point: Point { lon: -71.0625, lat: 42.5 },
        };
        let states = States { closed: "Ended".into(), live: "Under way".into() };
        let name = |service: &str| (service == "pothole").then_some("Report a \"pothole\"");
        let points = [point("open", "pothole"), point("closed", "gone")];
        let text = String::from_utf8(geojson(&points, 7, name, &states).unwrap()).unwrap();
        let one = r#"{"type":"Feature","geometry":{"type":"Point","coordinates":[-71.0625,42.5]},"properties":{"ref":"B7K2-9MXR","service":"pothole","title":"Report a \"pothole\"","state":"open","state_name":"Under way","opened":"2028-02-29T12:30:00Z"}}"#;
        let other = r#"{"type":"Feature","geometry":{"type":"Point","coordinates":[-71.0625,42.5]},"properties":{"ref":"B7K2-9MXR","service":"gone","title":null,"state":"closed","state_name":"Ended","opened":"2028-02-29T12:30:00Z"}}"#;
        let text = text.replace(&reference.to_string(), "B7K2-9MXR");
        assert_eq!(
            text,
            format!(r#"{{"type":"FeatureCollection","total":7,"features":[{one},{other}]}}"#)
        );
    }
}
