//! `GET /places/suggest?q=`: addresses that fit what is typed so far.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use store::StoreError;
use web::{App, Fault, Reply};

use crate::search::{Match, search_addresses};
use crate::town::Places;

/// Suggestions shown at once: what a small screen holds above its keyboard.
const SHOWN: usize = 6;

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    q: String,
}

#[derive(Serialize)]
struct Suggestions {
    matches: Vec<Match>,
}

pub(crate) async fn suggest(
    State(app): State<App>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Reply {
    let Query(Asked { q }) = asked.map_err(|_| Fault::BadRequest(String::new()))?;
    let places = app.get::<Places>();
    let find = move |tx: &mut store::Tx<'_>| -> Result<Vec<Match>, StoreError> {
        let town = places.geography(tx)?;
        search_addresses(tx, &town, &q, SHOWN)
    };
    let matches = app.db().read(find).await?;
    let keep = [(header::CACHE_CONTROL, "private, max-age=60")];
    Ok((keep, Json(Suggestions { matches })).into_response())
}
