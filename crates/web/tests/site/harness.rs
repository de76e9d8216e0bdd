//! A site of a few routes over a fresh database.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, State};
use axum::http::{Request, Response, StatusCode, header};
use base::{Clock, IdMaker, PersonId, Rng, TeamId};
use serde::Serialize;
use store::Db;
use tower::ServiceExt;
use web::session::{NewSession, Step};
use web::{
    Access, App, Fault, Flash, FormErrors, Pace, Page, Person, Raw, Reply, Role, Routes, Town,
    Visitor, Words, see_other_with, show, unprocessable,
};

pub struct Site {
    pub app: App,
    router: Router,
    pub clock: Clock,
    _folder: tempfile::TempDir,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The cookies to send next, `name=value` joined.
    pub fn cookies(&self) -> String {
        let set = self.headers.get_all(header::SET_COOKIE);
        let pairs = set.iter().map(|value| value.to_str().unwrap().split(';').next().unwrap());
        pairs.collect::<Vec<_>>().join("; ")
    }

    pub fn csrf(&self) -> String {
        let html = scraper::Html::parse_document(&self.body);
        let input = scraper::Selector::parse("input[name=csrf]").unwrap();
        html.select(&input).next().expect("the page has a form").attr("value").unwrap().to_owned()
    }

    pub fn title(&self) -> String {
        let html = scraper::Html::parse_document(&self.body);
        let title = scraper::Selector::parse("title").unwrap();
        html.select(&title).next().unwrap().inner_html()
    }
}

#[derive(Serialize)]
struct FormPage {
    now: i64,
    form: Raw,
    errors: FormErrors,
    charts: Option<()>,
    language_form: &'static str,
}

impl FormPage {
    fn new(app: &App, form: Raw, errors: FormErrors) -> Self {
        Self { now: app.clock().now_ms(), form, errors, charts: None, language_form: "form" }
    }
}

impl Page for FormPage {
    const TEMPLATE: &'static str = "web/sample.html";

    fn title(&self, _: &Words) -> String {
        "A form".into()
    }
}

async fn form_page(State(app): State<App>) -> Reply {
    Ok(show(FormPage::new(&app, Raw::default(), FormErrors::new())))
}

async fn form_sent(State(app): State<App>, visitor: Visitor, form: Raw) -> Reply {
    if form.language().is_some() {
        return Ok(show(FormPage::new(&app, form, FormErrors::new())));
    }
    let mut errors = FormErrors::new();
    let name = form.line("name", 20);
    if errors.take("name", name, "Enter your name", visitor.words()).is_none() {
        return Ok(unprocessable(FormPage::new(&app, form, errors)));
    }
    Ok(see_other_with("/form", Flash::success("Thank you")))
}

async fn sign_in(State(app): State<App>, visitor: Visitor, Path(id): Path<i64>) -> Reply {
    let step = if id == 9 { Step::SecondFactor } else { Step::Done };
    let session = NewSession::new(&app, &visitor, PersonId(id), step);
    let stored = session.clone();
    app.db().write(move |tx| stored.store(tx)).await?;
    Ok(session.attach(&app, web::see_other("/desk")))
}

#[derive(serde::Serialize)]
struct SamePage {}

impl web::Page for SamePage {
    const TEMPLATE: &'static str = "web/shared.html";

    fn title(&self, _: &web::Words) -> String {
        "Same".into()
    }

    fn cache(&self) -> web::Cache {
        web::Cache::Anybody(60)
    }
}

/// A page that says itself that it is the same for all.
async fn same() -> Reply {
    Ok(show(SamePage {}))
}

/// A page that is the same for all.
async fn shared() -> Reply {
    let mut response = show(SharedPage {});
    let keep = axum::http::HeaderValue::from_static("public, max-age=60");
    response.headers_mut().insert(header::CACHE_CONTROL, keep);
    Ok(response)
}

#[derive(Serialize)]
struct SharedPage {}

impl Page for SharedPage {
    const TEMPLATE: &'static str = "web/shared.html";

    fn title(&self, _: &Words) -> String {
        "Shared".into()
    }
}

async fn broken() -> Reply {
    Err(Fault::internal("the secret cause"))
}

async fn panics() -> Reply {
    panic!("on purpose")
}

async fn fault(Path(index): Path<usize>) -> Reply {
    let faults = [
        Fault::NotFound,
        Fault::Gone,
        Fault::Forbidden,
        Fault::Forged,
        Fault::BadRequest("Why".into()),
        Fault::TooLarge(25 << 20),
        Fault::Conflict("Ana closed it".into()),
        Fault::Refused("fault-home"),
        Fault::MethodNotAllowed,
        Fault::TooMany,
        Fault::Busy,
        Fault::Down,
    ];
    Err(faults[index].clone())
}

/// A team lead (1), a resident without roles (2), and nobody else.
fn people(_: &mut store::Tx<'_>, id: PersonId) -> Result<Option<Person>, store::StoreError> {
    let roles = match id.0 {
        1 | 9 => vec![(Some(TeamId(7)), Role::TeamLead)],
        2 => vec![],
        _ => return Ok(None),
    };
    Ok(Some(Person { id, name: "Ana Souza".into(), roles }))
}

pub fn routes() -> Routes {
    Routes::new()
        .get("/form", Access::Public, form_page)
        .post("/form", Access::Public, form_sent)
        .post_upload("/upload", Access::Public, 200 << 10, form_sent)
        .get("/sign-in-as/{id}", Access::Public, sign_in)
        .get("/desk", Access::Staff, form_page)
        .get("/cases", Access::Role(Role::Caseworker), form_page)
        .get("/people", Access::Role(Role::Administrator), form_page)
        .get("/mine", Access::Resident, form_page)
        .post("/desk/act", Access::Staff, form_sent)
        .get("/track/{token}", Access::Public, form_page)
        .get("/apply/{draft}", Access::Public, form_page)
        .get("/shared", Access::Public, shared)
        .get("/same", Access::Public, same)
        .get("/paced", Access::Public, form_page)
        .paced(Pace::new(2, 1))
        .get("/broken", Access::Public, broken)
        .get("/panics", Access::Public, panics)
        .get("/fault/{index}", Access::Public, fault)
}

pub fn site() -> Site {
    site_of(Town::default())
}

pub fn site_of(town: Town) -> Site {
    let folder = tempfile::tempdir().unwrap();
    let templates = folder.path().join("web");
    std::fs::create_dir(&templates).unwrap();
    let template = r#"{% extends "web/layout.html" %}{% import "web/ui.html" as ui %}{% block content %}
        {{ ui.error_summary(errors) }}<form method="post" id="form">{{ ui.csrf() }}
        {{ ui.input('name', 'Name', value=form.name, error=errors.by.name) }}</form>{% endblock %}"#;
    std::fs::write(templates.join("sample.html"), template).unwrap();
    let template = r#"{% extends "web/layout.html" %}{% block content %}All{% endblock %}"#;
    std::fs::write(templates.join("shared.html"), template).unwrap();
    let address = format!("sqlite:{}/site.sqlite3", folder.path().display());
    let db = Db::open(&address, &store::Options::default()).unwrap();
    let clock = Clock::fixed("2026-12-03T15:00:00Z".parse().unwrap());
    let ids = IdMaker::new(clock.clone(), 1);
    let town = Town { templates: vec![folder.path().into()], ..town };
    let app = App::builder(db, town)
        .ambience(clock.clone(), ids, Rng::seeded(1))
        .people(people)
        .build()
        .unwrap();
    Site { router: routes().into_router(app.clone()), app, clock, _folder: folder }
}

impl Site {
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response: Response<Body> = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 1 << 24).await.unwrap();
        let body = String::from_utf8_lossy(&body).into_owned();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    pub async fn get(&self, path: &str, cookies: &str) -> Answer {
        self.get_with(path, cookies, "accept", "text/html").await
    }

    pub async fn get_with(&self, path: &str, cookies: &str, name: &str, value: &str) -> Answer {
        let request = Request::get(path).header(header::COOKIE, cookies).header(name, value);
        self.send(request.body(Body::empty()).unwrap()).await
    }

    pub async fn post(&self, path: &str, cookies: &str, body: impl Into<Body>) -> Answer {
        let request = Request::post(path)
            .header(header::COOKIE, cookies)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(body.into()).unwrap()).await
    }
}
