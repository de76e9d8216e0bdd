use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;

/// The route of requests that no route is for.
const NONE: &str = "none";

/// Counts every request with its route's pattern, never its path: a tracking link in a figure would open
/// the case.
pub(crate) async fn request(request: Request, next: Next) -> Response {
    let (began, _flying) = (Instant::now(), telemetry::request_begins());
    let route = request.extensions().get::<MatchedPath>().cloned();
    let method = request.method().clone();
    let response = next.run(request).await;
    let route = route.as_ref().map_or(NONE, MatchedPath::as_str);
    telemetry::request_answered(
        method.as_str(),
        route,
        response.status().as_u16(),
        began.elapsed(),
    );
    response
}
