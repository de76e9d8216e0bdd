use std::collections::HashMap;

use axum::extract::{Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, VARY};
use axum::response::IntoResponse;
use base::Reference;
use base::geo::{Bounds, Point};
use cases::public::{self, ReportPoint};
use jiff::Timestamp;
use serde::Serialize;
use services::{Catalogue, Service};
use web::{App, Fault, Reply, Visitor};

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
        service.map(|service: &std::sync::Arc<Service>| service.name(visitor.locale()))
    };
    let states =
        States { closed: words.t("reports-state-closed"), live: words.t("reports-state-live") };
    let body = geojson(&points, name, &states);
    let body = body.map_err(|error| Fault::internal(error.to_string()))?;
    let headers = [
        (CONTENT_TYPE, "application/geo+json"),
        (CACHE_CONTROL, "public, max-age=60"),
        // The words in it are of the visitor's language.
        (VARY, "accept-language, cookie"),
    ];
    Ok((headers, body).into_response())
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
    serde_json::to_vec(&Collection { r#type: "FeatureCollection", features })
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
        let text = String::from_utf8(geojson(&points, name, &states).unwrap()).unwrap();
        let one = r#"{"type":"Feature","geometry":{"type":"Point","coordinates":[-71.0625,42.5]},"properties":{"ref":"B7K2-9MXR","service":"pothole","title":"Report a \"pothole\"","state":"open","state_name":"Under way","opened":"2028-02-29T12:30:00Z"}}"#;
        let other = r#"{"type":"Feature","geometry":{"type":"Point","coordinates":[-71.0625,42.5]},"properties":{"ref":"B7K2-9MXR","service":"gone","title":null,"state":"closed","state_name":"Ended","opened":"2028-02-29T12:30:00Z"}}"#;
        let text = text.replace(&reference.to_string(), "B7K2-9MXR");
        assert_eq!(text, format!(r#"{{"type":"FeatureCollection","features":[{one},{other}]}}"#));
    }
}
