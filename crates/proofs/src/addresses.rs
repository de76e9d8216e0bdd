//! Answers for programs.

use axum::Json;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use serde_json::Value;

/// A proof against a named tree never changes; one against the newest tree is soon an older one's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lasts {
    Always,
    AMinute,
}

/// Answers with JSON.
pub(crate) fn answer(lasts: Lasts, body: Value) -> Response {
    let cache = match lasts {
        Lasts::Always => "public, max-age=31536000, immutable",
        Lasts::AMinute => "public, max-age=60",
    };
    ([(CACHE_CONTROL, cache)], Json(body)).into_response()
}
