use std::fmt;

use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{MethodRouter, delete, get, post, put};
use axum::{Extension, Router};
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

use crate::access::Access;
use crate::app::App;
use crate::fault::Fault;
use crate::pace::Pace;
use crate::{assets, front, guard, kept, measure};

/// The largest form without files that is read to its end: a text of ten million letters, each of
/// which may arrive as three signs, still gets its message at the field.
pub const FORM_BYTES: usize = 32 << 20;

/// What is kept of a form without files: ten fields that are too long, as they are shown again.
pub(crate) const KEPT_BYTES: usize = 512 << 10;

/// The largest form with files: five photos as telephones make them.
pub const UPLOAD_BYTES: usize = 25 << 20;

/// What a route is, for the walks that try every route with every role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteInfo {
    /// The method.
    pub method: Method,
    /// The path with its parameters: `/cases/{reference}`.
    pub path: String,
    /// Who may use it.
    pub access: Access,
    /// Whether it changes something, which then stands in the ledger.
    pub changes: bool,
}

impl fmt::Display for RouteInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ({})", self.method, self.path, self.access)
    }
}

/// What the guard of a route must know.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rule {
    pub(crate) access: Access,
    pub(crate) max_body: usize,
    /// How many bytes of a form may be held in memory.
    pub(crate) keep: usize,
    pub(crate) body: BodyKind,
    pub(crate) pace: Option<Pace>,
    pub(crate) keeps_late: bool,
}

impl Rule {
    /// That of a form without files.
    fn form(access: Access) -> Self {
        let body = BodyKind::Form;
        Self { access, max_body: FORM_BYTES, keep: KEPT_BYTES, body, pace: None, keeps_late: false }
    }
}

/// How the body of a request is treated before the handler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BodyKind {
    /// There is none to look at.
    None,
    /// A form: read whole, its token checked, given to the handler as `Raw`.
    Form,
    /// For programs that sign in by other means: left to the handler, within the limit.
    Open,
}

/// The routes of a crate, each with who may use it.
#[derive(Default)]
pub struct Routes {
    routes: Vec<(RouteInfo, Rule, MethodRouter<App>)>,
}

impl Routes {
    /// No routes yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A page or file.
    #[must_use]
    pub fn get<H, T>(self, path: &str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let rule = Rule { max_body: 0, keep: 0, body: BodyKind::None, ..Rule::form(access) };
        self.add(Method::GET, path, rule, false, get(handler))
    }

    /// A form that changes something; the handler takes it as [`Raw`](crate::Raw).
    #[must_use]
    pub fn post<H, T>(self, path: &str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let rule = Rule::form(access);
        self.add(Method::POST, path, rule, true, post(handler))
    }

    /// A form with files.
    #[must_use]
    pub fn post_upload<H, T>(self, path: &str, access: Access, max: usize, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let pace = Some(Pace::UPLOADS);
        let rule = Rule { max_body: max, keep: max, pace, ..Rule::form(access) };
        self.add(Method::POST, path, rule, true, post(handler))
    }

    /// A form that only looks something up or checks it, and changes nothing.
    #[must_use]
    pub fn post_query<H, T>(self, path: &str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let rule = Rule::form(access);
        self.add(Method::POST, path, rule, false, post(handler))
    }

    /// A request of a program that is not a browser: no form token, no cookies. The handler reads
    /// the body and decides whom it trusts.
    #[must_use]
    pub fn api<H, T>(self, method: Method, path: &str, max: usize, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let (access, body) = (Access::Public, BodyKind::Open);
        let rule = Rule { max_body: max, keep: max, body, ..Rule::form(access) };
        let router = match method {
            Method::PUT => put(handler),
            Method::DELETE => delete(handler),
            Method::GET => get(handler),
            _ => post(handler),
        };
        let changes = method != Method::GET;
        self.add(method, path, rule, changes, router)
    }

    fn add(
        mut self,
        method: Method,
        path: &str,
        rule: Rule,
        changes: bool,
        router: MethodRouter<App>,
    ) -> Self {
        let info = RouteInfo { method, path: path.to_owned(), access: rule.access, changes };
        self.routes.push((info, rule, router));
        self
    }

    /// Bounds how often one network may use the route that was added last; whoever is too fast
    /// gets a calm page with the time to wait (429).
    #[must_use]
    pub fn paced(mut self, pace: Pace) -> Self {
        if let Some((_, rule, _)) = self.routes.last_mut() {
            rule.pace = Some(pace);
        }
        self
    }

    /// Lets a form of our own pages reach the handler also when its token's session has ended: what
    /// was typed is not lost. The handler must look at [`Visitor::is_late`](crate::Visitor::is_late)
    /// and then change nothing.
    #[must_use]
    pub fn keeping_late(mut self) -> Self {
        if let Some((_, rule, _)) = self.routes.last_mut() {
            rule.keeps_late = true;
        }
        self
    }

    /// Adds the routes of another crate.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.routes.extend(other.routes);
        self
    }

    /// What routes there are.
    pub fn list(&self) -> Vec<RouteInfo> {
        self.routes.iter().map(|(info, ..)| info.clone()).collect()
    }

    /// Makes the router that serves them, with all layers.
    ///
    /// # Panics
    /// When two routes have the same method and path; any test that starts the app shows it.
    pub fn into_router(self, app: App) -> Router {
        let mut router = Router::new();
        for (info, rule, handlers) in self.merge(crate::routes()).routes {
            let guarded = handlers.route_layer(from_fn(guard::check)).route_layer(Extension(rule));
            router = router.route(&info.path, guarded);
        }
        // Files need no visitor: they stay outside the layers that look one up.
        let files = Router::new().route("/assets/{hash}/{*name}", get(assets::serve));
        router
            .fallback(async || Fault::NotFound)
            .method_not_allowed_fallback(async || Fault::MethodNotAllowed)
            .layer(from_fn_with_state(app.clone(), front::serve))
            .layer(CompressionLayer::new().quality(CompressionLevel::Precise(5)))
            .layer(from_fn_with_state(app.clone(), kept::serve))
            .merge(files)
            .layer(from_fn(measure::request))
            .with_state(app)
    }
}
