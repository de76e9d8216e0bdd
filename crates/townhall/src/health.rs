//! What watches over the program asks here.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use web::{Access, App, Routes};

/// How long the database may take for the simplest question.
const TIME_LIMIT: Duration = Duration::from_secs(3);

store::statements! {
    PING: Query<i64> = "SELECT COUNT(*) FROM migrations";
}

/// Whether the program has been told to stop.
#[derive(Debug, Default)]
pub struct Standing(AtomicBool);

impl Standing {
    /// Notes that the program stops: no more requests should be sent here.
    pub fn stop(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether the program has been told to stop.
    pub fn stops(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
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

/// Requests can be served: the program is not stopping, and the database answers.
async fn ready(State(app): State<App>) -> Response {
    match obstacle(&app).await {
        None => (StatusCode::OK, Json(json!({"ready": true}))).into_response(),
        Some(why) => {
            tracing::warn!(why, "not ready");
            let answer = json!({"ready": false, "why": why});
            (StatusCode::SERVICE_UNAVAILABLE, Json(answer)).into_response()
        }
    }
}

/// Why requests cannot be served, in words that give nothing away.
async fn obstacle(app: &App) -> Option<&'static str> {
    if app.get::<Standing>().stops() {
        return Some("the program is stopping");
    }
    // An open file that was deleted still answers, and takes what is written with it.
    if app.db().path().is_some_and(|path| !path.exists()) {
        return Some("the file of the database is gone");
    }
    let asked = app.db().read(|tx| tx.one(&PING, store::params![]));
    match tokio::time::timeout(TIME_LIMIT, asked).await {
        Ok(Ok(_)) => None,
        Ok(Err(error)) => {
            tracing::error!(%error, "the database failed");
            Some("the database does not answer")
        }
        Err(_) => Some("the database takes too long"),
    }
}
