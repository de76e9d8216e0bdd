use std::sync::Arc;

use axum::Extension;
use axum::body::{Body, to_bytes};
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;

use crate::app::App;
use crate::client::ClientNetwork;
use crate::fault::Fault;
use crate::forms::{Raw, Received};
use crate::routes::{BodyKind, FORM_BYTES, Rule};
use crate::uploads;
use crate::visitor::Visitor;

/// So much of a body that is too large is read and forgotten, so that the browser is done sending
/// and reads the answer: it shows a broken connection otherwise.
const MOST_FORGOTTEN: usize = 100 << 20;

/// Stands before every route: refuses whom it does not admit, reads forms within their limit and
/// checks their token.
pub(crate) async fn check(
    Extension(rule): Extension<Rule>,
    Extension(app): Extension<App>,
    Extension(visitor): Extension<Visitor>,
    request: Request,
    next: Next,
) -> Response {
    if !rule.access.admits(visitor.person()) {
        let fault = if visitor.person().is_some() { Fault::Forbidden } else { Fault::SignIn };
        return fault.into_response();
    }
    if let Some(hurried) = hurried(&app, rule, &request) {
        return hurried;
    }
    match rule.body {
        BodyKind::None => next.run(request).await,
        BodyKind::Open => {
            let (parts, body) = request.into_parts();
            match to_bytes(body, rule.max_body).await {
                Ok(bytes) => next.run(Request::from_parts(parts, Body::from(bytes))).await,
                Err(_) => Fault::TooLarge(rule.max_body).into_response(),
            }
        }
        BodyKind::Form => match read_form(&app, visitor, rule.max_body, request).await {
            Ok((request, visitor)) => {
                let mut response = next.run(request).await;
                // The form may have chosen another language than the request came with.
                response.extensions_mut().insert(visitor);
                response
            }
            Err(fault) => fault.into_response(),
        },
    }
}

/// What a network is told that uses a route more often than it bears.
fn hurried(app: &App, rule: Rule, request: &Request) -> Option<Response> {
    let pace = rule.pace?;
    let network = ClientNetwork::read(request.extensions(), request.headers());
    let route = request.extensions().get::<MatchedPath>()?.as_str();
    let now = app.clock().now_ms();
    let wait = app.paces().take(route, network.as_str()?, pace, now).err()?;
    let mut response = Fault::TooMany.into_response();
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait));
    Some(response)
}

/// Reads the form, checks that it was made for this browser, and puts it where `Raw` finds it.
async fn read_form(
    app: &App,
    visitor: Visitor,
    max: usize,
    request: Request,
) -> Result<(Request, Visitor), Fault> {
    let (mut parts, body) = request.into_parts();
    if is_cross_site(&parts.headers) {
        return Err(Fault::Forged);
    }
    let announced = length(&parts.headers);
    if announced.is_some_and(|length| length > MOST_FORGOTTEN) {
        return Err(Fault::TooLarge(max));
    }
    let fits = announced.is_none_or(|length| length <= max);
    let large = fits && announced.is_none_or(|length| length > FORM_BYTES) && max > FORM_BYTES;
    let network = ClientNetwork::read(&parts.extensions, &parts.headers);
    let place = if large { Some(uploads::place(&network).await) } else { None };
    let keep = if fits { max } else { 0 };
    let bytes = read_whole(body, keep).await.ok_or(Fault::TooLarge(max))?;
    let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let raw = Raw::read(kind.unwrap_or_default(), bytes, visitor.words()).await?;
    drop(place);
    let by_header = parts.headers.get("x-csrf-token").and_then(|value| value.to_str().ok());
    let token = by_header.or_else(|| raw.get("csrf")).unwrap_or_default();
    if !visitor.holds_csrf(app, token) {
        return Err(Fault::Forged);
    }
    let visitor = match raw.language() {
        Some(locale) => visitor.in_locale(app, locale),
        None => visitor,
    };
    parts.extensions.insert(visitor.clone());
    parts.extensions.insert(Received(Arc::new(raw)));
    Ok((Request::from_parts(parts, Body::empty()), visitor))
}

/// Reads a body of at most so many bytes; a longer one is read on and forgotten.
async fn read_whole(body: Body, max: usize) -> Option<Bytes> {
    let (mut kept, mut seen) = (BytesMut::new(), 0);
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.ok()?;
        seen += chunk.len();
        if seen <= max {
            kept.extend_from_slice(&chunk);
        } else if seen <= MOST_FORGOTTEN {
            kept = BytesMut::new();
        } else {
            return None;
        }
    }
    (seen <= max).then(|| kept.freeze())
}

/// Whether the browser says that another site sent the form (Fetch Metadata).
fn is_cross_site(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site == "cross-site")
}

fn length(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}
