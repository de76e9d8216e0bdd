use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
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

/// How long a form with photos may take: 25 MB from a telephone with a weak signal (1.2 Mbit/s).
const UPLOAD_TIME_LIMIT: Duration = Duration::from_mins(3);

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
    let method = method_told(request.method());
    let span = tracing::info_span!("request", id = %request_id, method, route);
    let privacy = Privacy::of(&route);
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
    let guarded =
        AssertUnwindSafe(|| span.in_scope(|| finish(&app, &visitor, &headers, privacy, response)));
    let response = std::panic::catch_unwind(guarded).unwrap_or_else(|panic| {
        tracing::error!(parent: &span, panic = panic_text(&*panic), "rendering panicked");
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    });
    let took = app.clock().now_ms() - started;
    tracing::info!(parent: &span, status = response.status().as_u16(), ms = took, "answered");
    response
}

/// The method, for the log. Whoever sends a request may make one up, of any words.
fn method_told(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// Runs the handler within the time limit; a panic becomes a fault.
async fn run(next: Next, request: Request) -> Response {
    let kind = request.headers().get(header::CONTENT_TYPE);
    let has_files = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/"));
    let limit = if has_files { UPLOAD_TIME_LIMIT } else { TIME_LIMIT };
    let handled = AssertUnwindSafe(next.run(request)).catch_unwind();
    match tokio::time::timeout(limit, handled).await {
        Ok(Ok(response)) => response,
        Ok(Err(panic)) => {
            Fault::internal(format!("a handler panicked: {}", panic_text(&*panic))).into_response()
        }
        Err(_) => Fault::Busy.into_response(),
    }
}

/// What a panic says, for the log: only a fixed text, for one that was put together at run time may
/// hold what somebody typed.
fn panic_text(panic: &(dyn Any + Send)) -> &'static str {
    panic.downcast_ref::<&'static str>().copied().unwrap_or("a composed message")
}

/// How much the address of a page tells, by the pattern of its route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Privacy {
    /// Nothing.
    Open,
    /// It holds the number of a draft, which opens only in the browser that began it.
    Draft,
    /// It holds a token: whoever has the address has what it opens.
    Secret,
}

impl Privacy {
    fn of(route: &str) -> Self {
        if route.contains("{token}") {
            Self::Secret
        } else if route.contains("{draft}") {
            Self::Draft
        } else {
            Self::Open
        }
    }
}

fn finish(
    app: &App,
    visitor: &Visitor,
    headers: &HeaderMap,
    privacy: Privacy,
    response: Response,
) -> Response {
    let mut response = render::finish(app, visitor, headers, response);
    let town = app.town();
    let flash = response.extensions_mut().remove::<Flash>();
    let is_page = is_html(response.headers());
    let status = response.status();
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
    keep_to_themselves(visitor, head, privacy, is_page, status);
    secure(app, visitor, head, is_page);
    response
}

/// Keeps personal pages out of caches, of other sites' logs and of search engines.
fn keep_to_themselves(
    visitor: &Visitor,
    head: &mut HeaderMap,
    privacy: Privacy,
    is_page: bool,
    status: StatusCode,
) {
    let has_session = visitor.person().is_some() || visitor.pending().is_some();
    if privacy == Privacy::Secret {
        head.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    }
    if is_page && (has_session || privacy != Privacy::Open) {
        head.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    }
    // On a shared computer the back button must not show the pages of whoever signed out. A form
    // with mistakes and a draft stay for it: nothing typed may be lost.
    let keeps_typed = privacy == Privacy::Draft || status == StatusCode::UNPROCESSABLE_ENTITY;
    if is_page && (privacy == Privacy::Secret || has_session) && !keeps_typed {
        head.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    let is_shared = head.get(header::CACHE_CONTROL).is_some_and(|cache| {
        let cache = cache.as_bytes();
        cache.starts_with(b"public") && !cache.ends_with(b"immutable")
    });
    if is_shared && head.contains_key(header::SET_COOKIE) {
        head.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_typed_does_not_reach_the_log_by_a_panic() {
        let typed: Box<dyn Any + Send> = Box::new(format!("no house of {}", "Ana Ruiz"));
        assert_eq!(panic_text(&*typed), "a composed message");
        let fixed: Box<dyn Any + Send> = Box::new("no house");
        assert_eq!(panic_text(&*fixed), "no house");
    }
}
