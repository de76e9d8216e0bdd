use std::sync::Arc;

use axum::Extension;
use axum::body::{Body, to_bytes};
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::client::ClientNetwork;
use crate::fault::Fault;
use crate::forms::{Flow, MOST_FORGOTTEN, Raw, Received};
use crate::routes::{BodyKind, KEPT_BYTES, Rule};
use crate::uploads;
use crate::visitor::Visitor;

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
        BodyKind::Form => match read_form(&app, visitor, rule, request).await {
            Ok((request, visitor)) => {
                let mut response = next.run(request).await;
                if visitor.is_late()
                    && response.status().is_redirection()
                    && let Some(said) = visitor.flash().cloned()
                {
                    response.extensions_mut().insert(said);
                }
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
    mut visitor: Visitor,
    rule: Rule,
    request: Request,
) -> Result<(Request, Visitor), Fault> {
    let (mut parts, body) = request.into_parts();
    if is_cross_site(&parts.headers) {
        return Err(Fault::Forged);
    }
    let announced = length(&parts.headers);
    let max = rule.max_body;
    if announced.is_some_and(|length| length > MOST_FORGOTTEN) {
        return Err(Fault::TooLarge(max));
    }
    let fits = announced.is_none_or(|length| length <= max);
    let large = fits && rule.keep > KEPT_BYTES && announced.is_none_or(|all| all > KEPT_BYTES);
    let network = ClientNetwork::read(&parts.extensions, &parts.headers);
    let place = if large { uploads::place(&network).await } else { None };
    if large && place.is_none() {
        // Read to its end, so that the browser is done sending and reads the answer.
        Flow::new(body, 0).forget().await;
        return Err(Fault::Busy);
    }
    let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let mut flow = Flow::new(body, if fits { max } else { 0 });
    let read = Raw::read(kind.unwrap_or_default(), &mut flow, rule.keep, visitor.words()).await;
    let is_over = flow.is_over();
    flow.forget().await;
    let raw = read.map_err(|fault| if is_over { Fault::TooLarge(max) } else { fault })?;
    drop(place);
    let by_header = parts.headers.get("x-csrf-token").and_then(|value| value.to_str().ok());
    let token = by_header.or_else(|| raw.get("csrf")).unwrap_or_default();
    let late = !visitor.holds_csrf(app, token);
    if late && !(rule.keeps_late && visitor.is_known() && is_ours(&parts.headers)) {
        return Err(Fault::Forged);
    }
    if let Some(locale) = raw.language() {
        visitor = visitor.in_locale(app, locale);
    }
    if late {
        visitor = visitor.late();
    }
    parts.extensions.insert(visitor.clone());
    parts.extensions.insert(Received(Arc::new(raw)));
    Ok((Request::from_parts(parts, Body::empty()), visitor))
}

/// Whether the browser says that another site sent the form (Fetch Metadata).
fn is_cross_site(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site == "cross-site")
}

/// Whether the browser says that one of our own pages sent the form; silence is no yes.
fn is_ours(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site == "same-origin")
}

fn length(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}
