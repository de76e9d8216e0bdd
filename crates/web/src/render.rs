use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base::Locale;
use minijinja::context;
use minijinja::value::{Object, ObjectRepr, Serde, Value, merge_maps};
use serde::Serialize;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::access::Person;
use crate::app::App;
use crate::fault::Fault;
use crate::locale;
use crate::nav::NavView;
use crate::page::{Cache, Page, Showable, Shown, see_other};
use crate::visitor::Visitor;
use crate::words::Words;

/// The form token as templates see it: made when a form first prints it, so that a page without a
/// form sets no cookie and may be kept by anybody.
struct FormToken {
    app: App,
    visitor: Visitor,
    used: Arc<AtomicBool>,
}

impl fmt::Debug for FormToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FormToken")
    }
}

impl Object for FormToken {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.used.store(true, Ordering::Relaxed);
        f.write_str(&self.visitor.csrf_token(&self.app))
    }
}

/// The visitor as templates see them.
#[derive(Serialize)]
struct VisitorView<'a> {
    name: Option<&'a str>,
    signed_in: bool,
    staff: bool,
    roles: Vec<&'static str>,
    request_id: &'a str,
}

impl<'a> VisitorView<'a> {
    fn of(visitor: &'a Visitor) -> Self {
        let person = visitor.person();
        let mut roles: Vec<_> =
            person.iter().flat_map(|person| &person.roles).map(|(_, role)| role.key()).collect();
        roles.sort_unstable();
        roles.dedup();
        Self {
            name: person.map(|person| person.name.as_str()),
            signed_in: person.is_some(),
            staff: person.is_some_and(Person::is_staff),
            roles,
            request_id: visitor.request_id(),
        }
    }
}

/// A language for the switch.
#[derive(Serialize)]
struct LanguageView {
    code: &'static str,
    name: &'static str,
    current: bool,
    address: String,
}

/// Renders what the handler left: a page or a fault. Anything else passes as it is.
pub(crate) fn finish(
    app: &App,
    visitor: &Visitor,
    request: &HeaderMap,
    mut response: Response,
) -> Response {
    if let Some(fault) = response.extensions_mut().remove::<Fault>() {
        return answer_fault(app, visitor, request, &fault, response);
    }
    let Some(Shown(page)) = response.extensions_mut().remove::<Shown>() else {
        let fault = refused(&response);
        return match fault {
            Some(fault) => {
                let refused = fault.clone().into_response();
                answer_fault(app, visitor, request, &fault, refused)
            }
            None => response,
        };
    };
    let part = if is_partial(request) { page.part() } else { None };
    match render(app, visitor, page.as_ref(), response.status(), part) {
        Ok(rendered) => filled(response, rendered),
        Err(error) => {
            let fault = Fault::Internal(Arc::new(error));
            let broken = fault.clone().into_response();
            answer_fault(app, visitor, request, &fault, broken)
        }
    }
}

/// The fault in place of what axum says in plain English when an address or a query does not fit a
/// handler: it repeats what was asked.
fn refused(response: &Response) -> Option<Fault> {
    let kind = response.headers().get(header::CONTENT_TYPE)?;
    let is_plain = kind.as_bytes().starts_with(b"text/plain");
    (is_plain && response.status().is_client_error()).then(|| Fault::BadRequest(String::new()))
}

/// Whether htmx asks for a part of the page. A restored history entry or a boosted link wants all.
fn is_partial(request: &HeaderMap) -> bool {
    request.contains_key("hx-request")
        && !request.contains_key("hx-boosted")
        && !request.contains_key("hx-history-restore-request")
}

struct Rendered {
    html: String,
    cache: Cache,
}

fn render(
    app: &App,
    visitor: &Visitor,
    page: &dyn Showable,
    status: StatusCode,
    part: Option<&str>,
) -> Result<Rendered, minijinja::Error> {
    let used = Arc::new(AtomicBool::new(false));
    let fields = page.fields();
    let around = surroundings(app, visitor, used.clone());
    let context = context! {
        title => page.title(visitor.words()),
        is_error => status == StatusCode::UNPROCESSABLE_ENTITY,
        ..merge_maps([around, fields])
    };
    let html = app.engine().render(visitor.locale(), page.template(), part, context)?;
    let personal = used.load(Ordering::Relaxed)
        || visitor.person().is_some()
        || visitor.is_known()
        || visitor.flash().is_some()
        || status != StatusCode::OK;
    let cache = match page.cache() {
        Cache::Anybody(seconds) if personal => Cache::Browser(seconds.min(1)),
        other => other,
    };
    Ok(Rendered { html, cache: if personal { keep_private(cache) } else { cache } })
}

fn keep_private(cache: Cache) -> Cache {
    match cache {
        Cache::Browser(seconds) if seconds > 1 => cache,
        _ => Cache::Never,
    }
}

/// What every template has besides its page's fields.
fn surroundings(app: &App, visitor: &Visitor, used: Arc<AtomicBool>) -> Value {
    let locale = visitor.locale();
    let languages: Vec<_> = Locale::ALL
        .into_iter()
        .map(|other| LanguageView {
            code: other.code(),
            name: other.name(),
            current: other == locale,
            address: locale::address(visitor.path(), visitor.query(), other),
        })
        .collect();
    let token = FormToken { app: app.clone(), visitor: visitor.clone(), used };
    context! {
        town => Serde(app.town().view(locale)),
        visitor => Serde(VisitorView::of(visitor)),
        languages => Serde(languages),
        locale => locale.code(),
        path => visitor.path(),
        csrf_token => Value::from_object(token),
        nonce => visitor.nonce(),
        nav => Serde(NavView::new(app.nav(), visitor.person(), visitor.path())),
        flash => Serde(visitor.flash()),
    }
}

fn filled(mut response: Response, rendered: Rendered) -> Response {
    let head = response.headers_mut();
    head.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    head.entry(header::CACHE_CONTROL).or_insert_with(|| cache_header(rendered.cache));
    head.append(header::VARY, HeaderValue::from_static("accept-language, cookie, hx-request"));
    *response.body_mut() = Body::from(rendered.html);
    response
}

fn cache_header(cache: Cache) -> HeaderValue {
    let text = match cache {
        Cache::Never => "private, no-cache".to_owned(),
        Cache::Browser(seconds) => format!("private, max-age={seconds}"),
        Cache::Anybody(seconds) => format!("public, max-age={seconds}"),
    };
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static("no-store"))
}

/// The page of a fault.
#[derive(Serialize)]
struct FaultPage {
    status: u16,
    key: &'static str,
    detail: Option<String>,
    max_size: Option<String>,
}

impl Page for FaultPage {
    const TEMPLATE: &'static str = "web/fault.html";

    fn title(&self, words: &Words) -> String {
        words.t(&format!("fault-{}-title", self.key))
    }
}

fn answer_fault(
    app: &App,
    visitor: &Visitor,
    request: &HeaderMap,
    fault: &Fault,
    mut response: Response,
) -> Response {
    log(visitor, fault);
    if wants_json(request) {
        return problem(visitor, fault, response);
    }
    if matches!(fault, Fault::SignIn) {
        return see_other(&sign_in_address(visitor, request));
    }
    let max_size = match fault {
        Fault::TooLarge(bytes) => Some(megabytes(*bytes)),
        _ => None,
    };
    let page = FaultPage {
        status: fault.status().as_u16(),
        key: fault.key(),
        detail: fault.detail(visitor.words()),
        max_size,
    };
    *response.status_mut() = fault.status();
    match render(app, visitor, &page, fault.status(), None) {
        Ok(rendered) => {
            response.headers_mut().insert(header::CACHE_CONTROL, cache_header(Cache::Never));
            filled(response, rendered)
        }
        Err(error) => {
            tracing::error!(request = visitor.request_id(), ?error, "the error page is broken");
            let text = visitor.words().t("fault-internal-title");
            (StatusCode::INTERNAL_SERVER_ERROR, text).into_response()
        }
    }
}

fn log(visitor: &Visitor, fault: &Fault) {
    match fault {
        Fault::Internal(error) => {
            tracing::error!(request = visitor.request_id(), ?error, "the request failed");
        }
        Fault::Busy => {
            tracing::warn!(request = visitor.request_id(), "too slow, or too many at once");
        }
        other => tracing::debug!(request = visitor.request_id(), fault = other.key(), "refused"),
    }
}

/// Where a stranger signs in, with the way back: the page asked for, or the page of the form.
fn sign_in_address(visitor: &Visitor, request: &HeaderMap) -> String {
    let query = visitor.query().map(|query| format!("?{query}")).unwrap_or_default();
    let asked = format!("{}{query}", visitor.path());
    let is_form = request.contains_key(header::CONTENT_TYPE);
    let back = if is_form { visitor.path().to_owned() } else { asked };
    let back = percent_encoding::utf8_percent_encode(&back, percent_encoding::NON_ALPHANUMERIC);
    format!("/sign-in?return={back}")
}

fn wants_json(request: &HeaderMap) -> bool {
    let accept = request.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("json") && !accept.contains("text/html"))
}

/// The fault for programs (RFC 9457).
fn problem(visitor: &Visitor, fault: &Fault, mut response: Response) -> Response {
    let body = serde_json::json!({
        "type": format!("/problems/{}", fault.key()),
        "title": visitor.words().t(&format!("fault-{}-title", fault.key())),
        "status": fault.status().as_u16(),
        "detail": fault.detail(visitor.words()),
        "instance": visitor.request_id(),
    });
    *response.status_mut() = fault.status();
    let head = response.headers_mut();
    head.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    head.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    *response.body_mut() = Body::from(body.to_string());
    response
}

fn megabytes(bytes: usize) -> String {
    if bytes >= 1 << 20 { format!("{} MB", bytes >> 20) } else { format!("{} kB", bytes >> 10) }
}
