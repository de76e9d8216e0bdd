//! What the browser draws the town from: `GET /map/town.json`, `/map/districts.geojson` and
//! `/map/streets.geojson`. The last two carry the edition in their address and may be kept for ever.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::Value;
use store::{StoreError, Tx};
use web::{App, Reply, Visitor};

use crate::town::{Geography, MapName, Places, Tiles, streets_geojson};

/// An address without the right edition is asked again after five minutes.
const FOR_NOW: &str = "public, max-age=300";
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// The whole world, for a town that has no districts yet.
const WORLD: [f64; 4] = [-180.0, -80.0, 180.0, 80.0];

#[derive(Serialize)]
struct TownMap {
    bounds: [f64; 4],
    districts: String,
    streets: String,
    names: Vec<MapName>,
    tiles: Option<Tiles>,
}

pub(crate) async fn town(State(app): State<App>) -> Reply {
    let places = app.get::<Places>();
    let tiles = places.tiles().cloned();
    let town = app.db().read(move |tx| places.geography(tx)).await?;
    let bounds = town.map.bounds().map_or(WORLD, |b| [b.min.lon, b.min.lat, b.max.lon, b.max.lat]);
    let address = |name: &str| format!("/map/{name}.geojson?v={:x}", town.edition);
    let (districts, streets) = (address("districts"), address("streets"));
    let names = town.names.clone();
    let map = TownMap { bounds, districts, streets, names, tiles };
    Ok(([(header::CACHE_CONTROL, FOR_NOW)], Json(map)).into_response())
}

pub(crate) async fn districts(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Reply {
    layer(&app, &visitor, &headers, |_, town| Ok(town.map.to_geojson())).await
}

pub(crate) async fn streets(State(app): State<App>, visitor: Visitor, headers: HeaderMap) -> Reply {
    layer(&app, &visitor, &headers, |tx, _| streets_geojson(tx)).await
}

/// A layer of the map, unless the browser has this edition of it already.
async fn layer(
    app: &App,
    visitor: &Visitor,
    headers: &HeaderMap,
    read: impl Fn(&mut Tx<'_>, &Geography) -> Result<Value, StoreError> + Send + Sync + 'static,
) -> Reply {
    let held =
        headers.get(header::IF_NONE_MATCH).and_then(|tag| tag.to_str().ok()).map(str::to_owned);
    let places = app.get::<Places>();
    let work = move |tx: &mut Tx<'_>| -> Result<(i64, Option<Value>), StoreError> {
        let town = places.geography(tx)?;
        let is_held = held.as_deref().is_some_and(|held| held.contains(&tag(town.edition)));
        let layer = if is_held { None } else { Some(read(tx, &town)?) };
        Ok((town.edition, layer))
    };
    let (edition, layer) = app.db().read(work).await?;
    let is_current = visitor.query() == Some(format!("v={edition:x}").as_str());
    let keep = if is_current { FOR_EVER } else { FOR_NOW };
    let heads = [(header::CACHE_CONTROL, keep.to_owned()), (header::ETAG, tag(edition))];
    Ok(answer(layer, heads))
}

fn tag(edition: i64) -> String {
    format!("\"{edition:x}\"")
}

fn answer(layer: Option<Value>, head: [(header::HeaderName, String); 2]) -> Response {
    match layer {
        None => (StatusCode::NOT_MODIFIED, head).into_response(),
        Some(layer) => {
            let kind = [(header::CONTENT_TYPE, "application/geo+json")];
            (head, kind, layer.to_string()).into_response()
        }
    }
}
