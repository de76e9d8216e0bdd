//! `/track/{token}/receipt`: the ledger's entries of a case with their proofs, as a file to keep.

use axum::extract::{Path, State};
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use web::{App, Fault, Flash, Reply, Visitor, see_other_with};

use crate::case_link;

/// Hands the receipt out to whoever holds the case's personal link.
pub(crate) async fn of_case(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Reply {
    let case = match case_link::open(&app, &token).await? {
        Ok(case) => case,
        Err(dead) => return Ok(dead),
    };
    let name = format!("attachment; filename=\"receipt-{}.json\"", case.reference);
    let receipt = app.db().read(move |tx| cases::receipts::of_case(tx, &case)).await?;
    let Some(receipt) = receipt else {
        let told = Flash::notice(visitor.words().t("counter-receipt-not-yet"));
        return Ok(see_other_with(&format!("/track/{token}"), told));
    };
    let text = serde_json::to_string_pretty(&receipt);
    let text = text.map_err(|error| Fault::internal(error.to_string()))?;
    let mut response =
        ([(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-store")], text + "\n")
            .into_response();
    if let Ok(name) = HeaderValue::from_str(&name) {
        response.headers_mut().insert(CONTENT_DISPOSITION, name);
    }
    Ok(response)
}
