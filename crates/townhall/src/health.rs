//! What watches over the program asks here.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use store::{StoreError, Writing};
use web::{Access, App, Routes};

/// How long the database may take for the simplest question.
const TIME_LIMIT: Duration = Duration::from_secs(3);
/// How often it is looked whether the database takes writes again, while it takes none.
const LOOK: Duration = Duration::from_secs(1);
/// After how long without a write one is tried, so that a town where nobody writes hears of a full disk
/// before its first resident does.
const UNPROVED: Duration = Duration::from_mins(1);

store::statements! {
    PING: Query<i64> = "SELECT COUNT(*) FROM migrations";
    /// Changes nothing and is written all the same.
    PROVE: Statement = "INSERT INTO nodes (number, mark) VALUES ($1, 0)
        ON CONFLICT (number) DO UPDATE SET mark = nodes.mark";
}

/// Whether the program has been told to stop, and what the log was told of its readiness.
#[derive(Debug, Default)]
pub struct Standing {
    stops: AtomicBool,
    told: Mutex<Option<&'static str>>,
}

impl Standing {
    /// Notes that the program stops: no more requests should be sent here.
    pub fn stop(&self) {
        self.stops.store(true, Ordering::Relaxed);
    }

    /// Whether the program has been told to stop.
    pub fn stops(&self) -> bool {
        self.stops.load(Ordering::Relaxed)
    }

    /// Tells the log what stands in the way, once and not whenever somebody asks.
    fn tell(&self, obstacle: Option<&'static str>) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if *told != obstacle {
            if let Some(why) = obstacle {
                tracing::warn!(why, "not ready");
            } else {
                tracing::info!("ready again");
            }
            *told = obstacle;
        }
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
///
/// A database that takes no writes is told and is no obstacle. All nodes have the same one, so sending
/// requests elsewhere would help nobody, while whoever only looks something up is served as ever, and who
/// sends a form is told what happened.
async fn ready(State(app): State<App>) -> Response {
    let obstacle = obstacle(&app).await;
    app.get::<Standing>().tell(obstacle);
    let (status, answer) = match (obstacle, unwritable(&app)) {
        (None, None) => (StatusCode::OK, json!({"ready": true, "writes": true})),
        (None, Some(why)) => (StatusCode::OK, json!({"ready": true, "writes": false, "why": why})),
        (Some(why), _) => (StatusCode::SERVICE_UNAVAILABLE, json!({"ready": false, "why": why})),
    };
    (status, Json(answer)).into_response()
}

/// Why the database takes no writes, in words that give nothing away.
fn unwritable(app: &App) -> Option<&'static str> {
    Some(match app.db().writing().failing? {
        StoreError::Full => "the disk of the database is full",
        StoreError::ReadOnly => "the database is read-only",
        StoreError::Disk(_) => "the disk of the database fails",
        StoreError::Locked => "another program holds the database",
        _ => "the database takes no writes",
    })
}

/// Whether the database takes writes, for the figures.
pub(crate) fn writes(app: &App) -> bool {
    unwritable(app).is_none()
}

/// Looks whether writes are kept again, while they are not, and where nobody has written for a while.
pub(crate) async fn watch(app: App) {
    loop {
        tokio::time::sleep(LOOK).await;
        let Writing { failing, kept_ago } = app.db().writing();
        if failing.is_some() || kept_ago > UNPROVED {
            let number = i64::from(app.db().node().number());
            let tried = app.db().write_rows(move |tx| tx.run(&PROVE, store::params![number]));
            // The store has told the log.
            if let Err(error) = tried.await {
                tracing::debug!(%error, "no write is kept");
            }
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
            tracing::debug!(%error, "the database failed");
            Some("the database does not answer")
        }
        Err(_) => Some("the database takes too long"),
    }
}
