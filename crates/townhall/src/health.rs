//! What watches over the program asks here.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use web::{Access, App, Routes};

store::statements! {
    PING: Query<i64> = "SELECT COUNT(*) FROM migrations";
}

/// The routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/health/live", Access::Public, live).get(
        "/health/ready",
        Access::Public,
        ready,
    )
}

/// The process runs.
async fn live() -> Json<serde_json::Value> {
    Json(json!({"live": true}))
}

/// The database answers, so that requests can be served.
async fn ready(State(app): State<App>) -> Response {
    let asked = app.db().read(|tx| tx.one(&PING, store::params![])).await;
    let (status, ready) = match asked {
        Ok(_) => (StatusCode::OK, true),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, false)
        }
    };
    (status, Json(json!({"ready": ready}))).into_response()
}
