//! `GET /places/at?lon=&lat=`: what lies at the pin, with a sentence to read out.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::IntoResponse;
use base::geo::Point;
use serde::{Deserialize, Serialize};
use store::StoreError;
use web::{App, Fault, Reply, Visitor};

use crate::search::{AT_ADDRESS_M, Here, here};
use crate::town::Places;

#[derive(Deserialize)]
pub(crate) struct Asked {
    lon: f64,
    lat: f64,
}

#[derive(Serialize)]
struct Answer {
    #[serde(flatten)]
    here: Here,
    /// The address as the form takes it: the address, or "near" it, or nothing.
    place_address: String,
    /// What lies here as a sentence.
    label: String,
}

pub(crate) async fn at(
    State(app): State<App>,
    visitor: Visitor,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Reply {
    let point = asked.ok().and_then(|Query(Asked { lon, lat })| Point::new(lon, lat));
    let bad = || Fault::BadRequest(visitor.words().t("place-bad-point"));
    let point = point.ok_or_else(bad)?;
    let places = app.get::<Places>();
    let look = move |tx: &mut store::Tx<'_>| -> Result<Here, StoreError> {
        let town = places.geography(tx)?;
        here(tx, &town, point)
    };
    let here = app.db().read(look).await?;
    let answer = Answer {
        place_address: place_address(&visitor, &here),
        label: label(&app, &visitor, &here),
        here,
    };
    Ok(([(header::CACHE_CONTROL, "private, max-age=60")], Json(answer)).into_response())
}

fn stands_here(here: &Here) -> bool {
    here.distance_m.is_some_and(|away| away <= AT_ADDRESS_M)
}

fn place_address(visitor: &Visitor, here: &Here) -> String {
    match &here.address {
        Some(address) if stands_here(here) => address.clone(),
        Some(address) => visitor.words().with("place-near", &[("address", address.clone().into())]),
        None => String::new(),
    }
}

fn label(app: &App, visitor: &Visitor, here: &Here) -> String {
    let words = visitor.words();
    let town = || app.town().name.clone();
    if !here.in_town {
        return words.with("place-outside", &[("town", town().into())]);
    }
    let district = here.district_name.clone().unwrap_or_else(town);
    let Some(address) = here.address.clone() else {
        return words.with("place-here-district", &[("district", district.into())]);
    };
    let key = if stands_here(here) { "place-here-address" } else { "place-here-near" };
    words.with(key, &[("address", address.into()), ("district", district.into())])
}
