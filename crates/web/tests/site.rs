//! The layers around every handler, tried over a real database.

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
    Access, App, Fault, Flash, FormErrors, Page, Person, Raw, Reply, Role, Routes, Town, Visitor,
    Words, see_other_with, show, unprocessable,
};

struct Site {
    router: Router,
    clock: Clock,
    _folder: tempfile::TempDir,
}

struct Answer {
    status: StatusCode,
    headers: axum::http::HeaderMap,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The cookies to send next, `name=value` joined.
    fn cookies(&self) -> String {
        let set = self.headers.get_all(header::SET_COOKIE);
        let pairs = set.iter().map(|value| value.to_str().unwrap().split(';').next().unwrap());
        pairs.collect::<Vec<_>>().join("; ")
    }

    fn csrf(&self) -> String {
        let html = scraper::Html::parse_document(&self.body);
        let input = scraper::Selector::parse("input[name=csrf]").unwrap();
        html.select(&input).next().expect("the page has a form").attr("value").unwrap().to_owned()
    }

    fn title(&self) -> String {
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

async fn broken() -> Reply {
    Err(Fault::internal("the secret cause"))
}

async fn panics() -> Reply {
    panic!("on purpose")
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

fn routes() -> Routes {
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
        .get("/broken", Access::Public, broken)
        .get("/panics", Access::Public, panics)
}

fn site() -> Site {
    let folder = tempfile::tempdir().unwrap();
    let templates = folder.path().join("web");
    std::fs::create_dir(&templates).unwrap();
    let template = r#"{% extends "web/layout.html" %}{% import "web/ui.html" as ui %}{% block content %}
        {{ ui.error_summary(errors) }}<form method="post" id="form">{{ ui.csrf() }}
        {{ ui.input('name', 'Name', value=form.name, error=errors.by.name) }}</form>{% endblock %}"#;
    std::fs::write(templates.join("sample.html"), template).unwrap();
    let address = format!("sqlite:{}/site.sqlite3", folder.path().display());
    let db = Db::open(&address, &store::Options::default()).unwrap();
    let clock = Clock::fixed("2026-12-03T15:00:00Z".parse().unwrap());
    let ids = IdMaker::new(clock.clone(), 1);
    let town = Town { templates: vec![folder.path().into()], ..Town::default() };
    let app = App::builder(db, town)
        .ambience(clock.clone(), ids, Rng::seeded(1))
        .people(people)
        .build()
        .unwrap();
    Site { router: routes().into_router(app), clock, _folder: folder }
}

impl Site {
    async fn send(&self, request: Request<Body>) -> Answer {
        let response: Response<Body> = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 1 << 24).await.unwrap();
        let body = String::from_utf8_lossy(&body).into_owned();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    async fn get(&self, path: &str, cookies: &str) -> Answer {
        self.get_with(path, cookies, "accept", "text/html").await
    }

    async fn get_with(&self, path: &str, cookies: &str, name: &str, value: &str) -> Answer {
        let request = Request::get(path).header(header::COOKIE, cookies).header(name, value);
        self.send(request.body(Body::empty()).unwrap()).await
    }

    async fn post(&self, path: &str, cookies: &str, body: impl Into<Body>) -> Answer {
        let request = Request::post(path)
            .header(header::COOKIE, cookies)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(body.into()).unwrap()).await
    }
}

#[tokio::test]
async fn a_form_without_its_browsers_token_is_refused() {
    let site = site();
    let page = site.get("/form", "").await;
    let (cookies, token) = (page.cookies(), page.csrf());
    let sent = site.post("/form", &cookies, format!("csrf={token}&name=Ana")).await;
    assert_eq!((sent.status, sent.header("location")), (StatusCode::SEE_OTHER, "/form"));
    let stranger = site.get("/form", "").await;
    let cases = [
        (cookies.clone(), "name=Ana".to_owned()),
        (cookies.clone(), format!("csrf={}&name=Ana", stranger.csrf())),
        (String::new(), format!("csrf={token}&name=Ana")),
        (cookies.clone(), format!("csrf={token}&csrf={token}&name=Ana")),
    ];
    for (cookies, body) in cases {
        let refused = site.post("/form", &cookies, body).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert!(refused.title().contains("could not take this form"), "{}", refused.title());
    }
    let other_site = Request::post("/form")
        .header(header::COOKIE, &cookies)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "cross-site");
    let body = Body::from(format!("csrf={token}&name=Ana"));
    let refused = site.send(other_site.body(body).unwrap()).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_mistake_shows_the_form_again_and_a_message_survives_one_page() {
    let site = site();
    let page = site.get("/form", "").await;
    let (cookies, token) = (page.cookies(), page.csrf());
    let typed = "name=%3Cb%3EAna+Maria+de+los+Angeles%3C%2Fb%3E";
    let again = site.post("/form", &cookies, format!("csrf={token}&{typed}")).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.title().starts_with("Error:"), "{}", again.title());
    let html = scraper::Html::parse_document(&again.body);
    let input = scraper::Selector::parse("#name").unwrap();
    let input = html.select(&input).next().unwrap();
    assert_eq!(input.attr("value"), Some("<b>Ana Maria de los Angeles</b>"));
    let link = scraper::Selector::parse(".govuk-error-summary a[href='#name']").unwrap();
    assert_eq!(html.select(&link).count(), 1);

    let sent = site.post("/form", &cookies, format!("csrf={token}&name=Ana")).await;
    let cookies = format!("{cookies}; {}", sent.cookies());
    let thanks = site.get("/form", &cookies).await;
    assert!(thanks.body.contains("Thank you"));
    assert!(thanks.headers.get_all(header::SET_COOKIE).iter().any(|cookie| {
        let cookie = cookie.to_str().unwrap();
        cookie.starts_with("flash=;") && cookie.contains("Max-Age=0")
    }));
}

#[tokio::test]
async fn the_language_switch_inside_a_form_keeps_what_was_typed() {
    let site = site();
    let page = site.get("/form", "").await;
    let body = format!("csrf={}&name=Ana&switch-language=es", page.csrf());
    let spanish = site.post("/form", &page.cookies(), body).await;
    assert_eq!(spanish.status, StatusCode::OK);
    assert_eq!(spanish.header("content-language"), "es");
    assert!(spanish.body.contains("value=\"Ana\""));
    assert!(spanish.cookies().contains("language=es"));
    let later = site.get("/form", &spanish.cookies()).await;
    assert!(later.body.contains("<html lang=\"es\""));
    let asked = site.get("/form?lang=en", &spanish.cookies()).await;
    assert!(asked.body.contains("<html lang=\"en\""));
    let browser = site.get_with("/form", "", "accept-language", "es-MX,en;q=0.5").await;
    assert!(browser.body.contains("<html lang=\"es\""));
}

#[tokio::test]
async fn strangers_are_sent_to_sign_in_and_the_wrong_role_is_refused() {
    let site = site();
    for path in ["/desk?view=mine", "/cases", "/people", "/mine"] {
        let sent = site.get(path, "").await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{path}");
        assert!(sent.header("location").starts_with("/sign-in?return=%2F"), "{path}");
    }
    assert_eq!(
        site.get("/desk?view=mine", "").await.header("location"),
        "/sign-in?return=%2Fdesk%3Fview%3Dmine"
    );
    assert_eq!(site.post("/desk/act", "", "name=x").await.status, StatusCode::SEE_OTHER);
    let lead = site.get("/sign-in-as/1", "").await.cookies();
    let resident = site.get("/sign-in-as/2", "").await.cookies();
    let expected = [
        ("/desk", StatusCode::OK, StatusCode::FORBIDDEN),
        ("/cases", StatusCode::OK, StatusCode::FORBIDDEN),
        ("/people", StatusCode::FORBIDDEN, StatusCode::FORBIDDEN),
        ("/mine", StatusCode::OK, StatusCode::OK),
    ];
    for (path, for_lead, for_resident) in expected {
        assert_eq!(site.get(path, &lead).await.status, for_lead, "{path}");
        assert_eq!(site.get(path, &resident).await.status, for_resident, "{path}");
    }
    let api = site.get_with("/desk", "", "accept", "application/json").await;
    assert_eq!(api.status, StatusCode::UNAUTHORIZED);
    assert_eq!(api.header("content-type"), "application/problem+json");
}

#[tokio::test]
async fn a_session_ends_by_rest_and_a_pending_one_opens_nothing() {
    let site = site();
    let cookies = site.get("/sign-in-as/1", "").await.cookies();
    assert_eq!(site.get("/desk", &cookies).await.status, StatusCode::OK);
    site.clock.advance(jiff::SignedDuration::from_hours(2));
    assert_eq!(site.get("/desk", &cookies).await.status, StatusCode::OK);
    site.clock.advance(jiff::SignedDuration::from_hours(4));
    assert_eq!(site.get("/desk", &cookies).await.status, StatusCode::SEE_OTHER);
    let pending = site.get("/sign-in-as/9", "").await.cookies();
    assert_eq!(site.get("/desk", &pending).await.status, StatusCode::SEE_OTHER);
    let gone = site.get("/sign-in-as/44", "").await.cookies();
    assert_eq!(site.get("/desk", &gone).await.status, StatusCode::SEE_OTHER);
    for forged in ["session=x", "session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
        assert_eq!(site.get("/desk", forged).await.status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn signing_in_makes_a_new_token_and_ends_the_old_session() {
    let site = site();
    let first = site.get("/sign-in-as/2", "").await.cookies();
    let second = site.get("/sign-in-as/1", &first).await.cookies();
    assert_ne!(first, second);
    assert_eq!(site.get("/mine", &first).await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.get("/mine", &second).await.status, StatusCode::OK);
}

#[tokio::test]
async fn faults_are_pages_that_keep_their_cause_and_programs_get_problems() {
    let site = site();
    for path in ["/broken", "/panics"] {
        let page = site.get(path, "").await;
        assert_eq!(page.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(!page.body.contains("secret cause") && !page.body.contains("on purpose"));
        assert!(page.body.contains(page.header("x-request-id")), "the number to say on the phone");
        assert!(page.body.contains("617-555-0143"));
        let problem = site.get_with(path, "", "accept", "application/json").await;
        let problem: serde_json::Value = serde_json::from_str(&problem.body).unwrap();
        assert_eq!(problem["status"], 500);
    }
    assert_eq!(site.get("/nowhere", "").await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.post("/desk", "", "").await.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(site.get("/style", "").await.status, StatusCode::NOT_FOUND, "only in the demo");
}

#[tokio::test]
async fn every_page_is_kept_safe_by_its_headers() {
    let site = site();
    let page = site.get("/form", "").await;
    let policy = page.header("content-security-policy");
    let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
    assert!(page.body.contains(&format!("nonce=\"{nonce}\"")));
    assert!(!policy.contains("unsafe"), "{policy}");
    assert_ne!(policy, site.get("/form", "").await.header("content-security-policy"));
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    assert_eq!(page.header("cache-control"), "private, no-cache");
}

#[tokio::test]
async fn bodies_are_bounded_and_broken_ones_are_explained() {
    let site = site();
    let page = site.get("/form", "").await;
    let (cookies, token) = (page.cookies(), page.csrf());
    let large = format!("csrf={token}&name={}", "a".repeat(70 << 10));
    assert_eq!(site.post("/form", &cookies, large).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let many = format!("csrf={token}{}", "&a=1".repeat(600));
    assert_eq!(site.post("/form", &cookies, many).await.status, StatusCode::BAD_REQUEST);
    let hostile = ["name=a%00b", "name=%FF%FE", "name=a&name=b", "name=a%E2%80%AEb", ""];
    for body in hostile {
        let answer = site.post("/form", &cookies, format!("csrf={token}&{body}")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
    }
    let json = Request::post("/form").header(header::CONTENT_TYPE, "application/json");
    let answer = site.send(json.body(Body::from("{}")).unwrap()).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let head = "--X\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n";
    let tail = "\r\n--X\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nAna\r\n\
        --X\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.jpg\"\r\n\r\n";
    for (size, expected) in
        [(100 << 10, StatusCode::SEE_OTHER), (300 << 10, StatusCode::PAYLOAD_TOO_LARGE)]
    {
        let body = format!("{head}{token}{tail}{}\r\n--X--\r\n", "j".repeat(size));
        let request = Request::post("/upload")
            .header(header::COOKIE, &cookies)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=X");
        let answer = site.send(request.body(Body::from(body)).unwrap()).await;
        assert_eq!(answer.status, expected);
    }
}

#[tokio::test]
async fn assets_are_kept_for_ever_under_their_hash_and_come_compressed() {
    let site = site();
    let page = site.get("/form", "").await;
    let html = scraper::Html::parse_document(&page.body);
    let css = scraper::Selector::parse("link[rel=stylesheet]").unwrap();
    let address = html.select(&css).next().unwrap().attr("href").unwrap().to_owned();
    let asset = site.get_with(&address, "", "accept-encoding", "gzip, br").await;
    assert_eq!((asset.status, asset.header("content-encoding")), (StatusCode::OK, "br"));
    assert!(asset.header("cache-control").contains("immutable"));
    assert_eq!(asset.header("set-cookie"), "");
    let stale = site.get("/assets/000000000000/town.css", "").await;
    assert_eq!((stale.status, stale.header("cache-control")), (StatusCode::OK, "no-cache"));
    assert_eq!(site.get("/assets/x/..%2fsecret", "").await.status, StatusCode::NOT_FOUND);
}

#[test]
fn routes_say_who_may_use_them_and_what_they_change() {
    let list = routes().list();
    let act = list.iter().find(|route| route.path == "/desk/act").unwrap();
    assert!(act.changes && act.access == Access::Staff);
    assert_eq!(list.iter().filter(|route| route.changes).count(), 3);
}
