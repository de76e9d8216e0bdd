use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use tracing::Instrument;

use crate::app::App;
use crate::cookies::{self, Jar};
use crate::fault::Fault;
use crate::flash::{self, Flash};
use crate::render;
use crate::visitor::Visitor;

/// How long a request may take: longer than any page needs, shorter than a person waits.
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// How long the browser remembers a chosen language and the number for drafts.
const THIRTY_DAYS: i64 = 30 * 24 * 3_600;

/// Stands before everything: who asks, in which language; then renders what the handler left, sets
/// the headers that keep the page safe, and writes one line to the log, without personal data.
pub(crate) async fn serve(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let request_id = hex::encode(app.rng().bytes::<8>());
    let started = app.clock().now_ms();
    // The pattern, never the path itself: a tracking link in a log would open the case.
    let route =
        request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", id = %request_id, method = %request.method(), route);
    let headers = request.headers().clone();
    let (visitor, fault) =
        Visitor::read(&app, &headers, request.uri(), request_id).instrument(span.clone()).await;
    request.extensions_mut().insert(app.clone());
    request.extensions_mut().insert(visitor.clone());
    let answered = async {
        match fault {
            Some(fault) => fault.into_response(),
            None => run(next, request).await,
        }
    };
    let response = answered.instrument(span.clone()).await;
    let visitor = response.extensions().get::<Visitor>().cloned().unwrap_or(visitor);
    let guarded = AssertUnwindSafe(|| span.in_scope(|| finish(&app, &visitor, &headers, response)));
    let response = std::panic::catch_unwind(guarded).unwrap_or_else(|panic| {
        tracing::error!(parent: &span, panic = panic_text(&*panic), "rendering panicked");
        axum::http::StatusCode::INTERNAL_SERVER_ERROR.into_response()
    });
    let took = app.clock().now_ms() - started;
    tracing::info!(parent: &span, status = response.status().as_u16(), ms = took, "answered");
    response
}

/// Runs the handler within the time limit; a panic becomes a fault.
async fn run(next: Next, request: Request) -> Response {
    let handled = AssertUnwindSafe(next.run(request)).catch_unwind();
    match tokio::time::timeout(TIME_LIMIT, handled).await {
        Ok(Ok(response)) => response,
        Ok(Err(panic)) => {
            Fault::internal(format!("a handler panicked: {}", panic_text(&*panic))).into_response()
        }
        Err(_) => Fault::Busy.into_response(),
    }
}

fn panic_text(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message")
}

fn finish(app: &App, visitor: &Visitor, headers: &HeaderMap, response: Response) -> Response {
    let mut response = render::finish(app, visitor, headers, response);
    let town = app.town();
    let flash = response.extensions_mut().remove::<Flash>();
    let is_page = is_html(response.headers());
    let head = response.headers_mut();
    if let Some(flash) = flash {
        let signed = flash.write(app.signer());
        cookies::add(head, Jar::Flash.set(town, &signed, Some(flash::SECONDS)));
    } else if visitor.flash().is_some() && is_page {
        cookies::add(head, Jar::Flash.remove(town));
    }
    if let Some(locale) = visitor.chosen_locale() {
        cookies::add(head, Jar::Language.set(town, locale.code(), Some(THIRTY_DAYS)));
    }
    if let Some(browser) = visitor.browser_to_set() {
        cookies::add(head, Jar::Visit.set(town, browser, Some(THIRTY_DAYS)));
    }
    secure(app, visitor, head, is_page);
    response
}

fn is_html(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/html"))
}

/// Sets the headers that keep pages safe (OWASP Secure Headers).
fn secure(app: &App, visitor: &Visitor, head: &mut HeaderMap, is_page: bool) {
    let mut set = |name: &'static str, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            head.entry(name).or_insert(value);
        }
    };
    set("x-content-type-options", "nosniff");
    set("referrer-policy", "same-origin");
    set("x-frame-options", "DENY");
    set("cross-origin-opener-policy", "same-origin");
    set("permissions-policy", "geolocation=(self), camera=(), microphone=(), payment=()");
    set("x-request-id", visitor.request_id());
    if app.town().is_https() {
        set("strict-transport-security", "max-age=31536000; includeSubDomains");
    }
    if is_page {
        set("content-language", visitor.locale().code());
        set("content-security-policy", &policy(app, visitor.nonce()));
    }
}

/// What a page may load: our own files, and the map's hosts that the town names.
fn policy(app: &App, nonce: &str) -> String {
    let own = std::iter::once(String::new());
    let hosts = own.chain(app.town().map_hosts.iter().cloned()).collect::<Vec<_>>().join(" ");
    format!(
        "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; \
         script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; font-src 'self'; \
         img-src 'self' data: blob:{hosts}; connect-src 'self'{hosts}; manifest-src 'self'; \
         worker-src 'self' blob:"
    )
}
