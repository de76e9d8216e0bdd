//! A town with an app and a browser, for the tests of the pages.

#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::collections::BTreeMap;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use base::{Clock, IdMaker, Locale, PersonId, Rng};
use ledger::Actor;
use people::second_factor::TotpSecret;
use people::{Act, Kind, NewPerson, credentials, memberships, password, persons};
use scraper::{Html, Selector};
use store::StoreError;
use store::testing::TestDb;
use tower::ServiceExt;
use web::{Access, App, Role, Routes, Town, show};

/// The password of everybody here.
pub const PASSWORD: &str = "three brown bicycles";

/// A page of the desk, to see who may come in.
#[derive(serde::Serialize)]
struct DeskPage {
    errors: web::FormErrors,
}

impl web::Page for DeskPage {
    const TEMPLATE: &'static str = "people/link_sent.html";

    fn title(&self, _: &web::Words) -> String {
        "The desk".into()
    }
}

/// A town on one database.
pub struct TestTown {
    pub db: TestDb,
    pub app: App,
    pub clock: Clock,
    pub router: Router,
}

impl TestTown {
    pub fn new(db: TestDb, demo: bool) -> Self {
        let clock = Clock::fixed("2028-02-29T12:00:00Z".parse().unwrap());
        let ids = IdMaker::new(clock.clone(), 0);
        let town = Town { demo, ..Town::default() };
        let app = App::builder(db.db(), town.clone())
            .ambience(clock.clone(), ids, Rng::seeded(7))
            .part(&people::PART)
            .people(people::lookup_for(&town))
            .build()
            .unwrap();
        let desk = Routes::new().get("/desk", Access::Staff, async || {
            Ok::<_, web::Fault>(show(DeskPage { errors: web::FormErrors::new() }))
        });
        let router = people::routes(demo).merge(desk).into_router(app.clone());
        Self { db, app, clock, router }
    }

    pub fn act(&self) -> Act {
        Act::by(&self.app, Actor::System("test"))
    }

    /// Makes an account with [`PASSWORD`].
    pub async fn person(&self, email: &str, kind: Kind, role: Option<Role>) -> PersonId {
        let act = self.act();
        let hash = password::hash(PASSWORD, &act.rng).await.unwrap();
        let new = NewPerson {
            kind,
            name: "Ana Ruiz".into(),
            email: email.parse().unwrap(),
            phone: None,
            locale: Locale::EN,
        };
        self.db
            .write(move |tx| {
                let id = persons::create(tx, &new, &act)?;
                credentials::set_password(tx, id, &hash, &act)?;
                if let Some(role) = role {
                    memberships::grant(tx, id, None, role, &act)?;
                }
                Ok::<_, StoreError>(id)
            })
            .await
            .unwrap()
    }

    /// Gives somebody a second factor, as if it had been set up long ago.
    pub async fn second_factor(&self, id: PersonId) -> (TotpSecret, Vec<String>) {
        let act = self.act();
        let secret = TotpSecret::random(&act.rng).unwrap();
        let codes = people::second_factor::recovery_codes(&act.rng);
        let (kept, given) = (secret.clone(), codes.clone());
        self.db
            .write(move |tx| credentials::set_second_factor(tx, id, &kept, 0, &given, &act))
            .await
            .unwrap();
        (secret, codes)
    }

    pub fn advance(&self, seconds: i64) {
        self.clock.advance(jiff::SignedDuration::from_secs(seconds));
    }

    pub fn browser(&self) -> Browser<'_> {
        Browser { town: self, cookies: BTreeMap::new() }
    }

    /// How often a verb stands in the history.
    pub async fn count(&self, verb: &'static str) -> usize {
        self.db
            .write(move |tx| {
                ledger::sequence(tx, 10_000)?;
                Ok::<_, StoreError>(
                    ledger::after(tx, 0, 10_000)?.iter().filter(|row| row.verb == verb).count(),
                )
            })
            .await
            .unwrap()
    }

    /// The newest letter to an address: its link to this site, as a path.
    pub async fn link_in_letter(&self, to: &'static str) -> String {
        let text = self
            .db
            .read(move |tx| {
                let all = post::recent(tx, None, 50)?;
                let newest = all.iter().find(|letter| letter.to_address == to).unwrap();
                Ok::<_, StoreError>(post::letter(tx, newest.id)?.unwrap().body_text)
            })
            .await
            .unwrap();
        let at = text.find("http").unwrap();
        let link = text[at..].split_whitespace().next().unwrap();
        link.strip_prefix(&self.app.town().base_url).unwrap().to_owned()
    }
}

/// A browser with cookies.
pub struct Browser<'a> {
    town: &'a TestTown,
    pub cookies: BTreeMap<String, String>,
}

/// An answer, read whole.
pub struct Answer {
    pub status: StatusCode,
    pub to: String,
    pub text: String,
    pub set_cookies: Vec<String>,
}

impl Answer {
    pub fn has(&self, selector: &str) -> bool {
        let page = Html::parse_document(&self.text);
        page.select(&Selector::parse(selector).unwrap()).next().is_some()
    }

    pub fn value(&self, selector: &str) -> String {
        let page = Html::parse_document(&self.text);
        let found = page.select(&Selector::parse(selector).unwrap()).next();
        let found = found.unwrap_or_else(|| panic!("no {selector} in {}", self.text));
        found.value().attr("value").unwrap_or_default().to_owned()
    }

    pub fn words(&self, selector: &str) -> String {
        let page = Html::parse_document(&self.text);
        page.select(&Selector::parse(selector).unwrap())
            .map(|found| found.text().collect::<String>())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

impl Browser<'_> {
    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// Sends a form with the token of its page.
    pub async fn post(&mut self, page: &str, to: &str, fields: &[(&str, &str)]) -> Answer {
        let shown = self.get(page).await;
        let csrf = shown.value("main input[name=csrf], input[name=csrf]");
        let mut all = vec![("csrf", csrf.as_str())];
        all.extend_from_slice(fields);
        self.send_form(to, &all).await
    }

    /// Sends a form as it is.
    pub async fn send_form(&mut self, to: &str, fields: &[(&str, &str)]) -> Answer {
        let encode = |text: &str| {
            percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC)
                .to_string()
        };
        let body: Vec<_> = fields
            .iter()
            .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
            .collect();
        let request = Request::post(to)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.join("&")))
            .unwrap();
        self.send(request).await
    }

    pub async fn sign_in(&mut self, email: &str, password: &str) -> Answer {
        self.post("/sign-in", "/sign-in", &[("email", email), ("password", password)]).await
    }

    async fn send(&mut self, mut request: Request<Body>) -> Answer {
        // Everybody sits in the same library.
        let peer = std::net::SocketAddr::from(([192, 0, 2, 1], 4_711));
        request.extensions_mut().insert(axum::extract::ConnectInfo(peer));
        let jar: Vec<_> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !jar.is_empty() {
            request.headers_mut().insert(header::COOKIE, jar.join("; ").parse().unwrap());
        }
        let response = self.town.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let set_cookies: Vec<String> = parts
            .headers
            .get_all(header::SET_COOKIE)
            .iter()
            .map(|value| value.to_str().unwrap().to_owned())
            .collect();
        for cookie in &set_cookies {
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            if cookie.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let to = parts.headers.get(header::LOCATION);
        let to = to.map(|to| to.to_str().unwrap().to_owned()).unwrap_or_default();
        let text = to_bytes(body, 4 << 20).await.unwrap();
        let text = String::from_utf8(text.to_vec()).unwrap();
        Answer { status: parts.status, to, text, set_cookies }
    }
}
