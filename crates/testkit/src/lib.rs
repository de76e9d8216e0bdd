//! A browser for tests: it keeps cookies, fills in forms and reads pages, without a network.
//!
//! It talks to a router, so that it serves every crate: a department's own routes or the whole
//! program. What it does is what a browser without JavaScript does.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where anything is amiss")]

mod forms;

use std::collections::BTreeMap;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use scraper::{ElementRef, Html, Selector};
use tower::ServiceExt;

pub use forms::{FieldKind, PageField, PageForm};

/// The largest page that a test reads.
const MAX_PAGE: usize = 16 << 20;

/// A browser with cookies.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    /// The cookies by name.
    pub cookies: BTreeMap<String, String>,
    /// What it says about the page that sent a request (Fetch Metadata); nothing unless a test asks.
    pub site: Option<&'static str>,
}

/// An answer, read whole.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl Browser {
    /// A browser that nobody has used before.
    pub fn new(router: Router) -> Self {
        Self { router, cookies: BTreeMap::new(), site: None }
    }

    /// Opens an address.
    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// Opens an address and follows where it leads, at most ten times.
    pub async fn visit(&mut self, path: &str) -> Answer {
        let mut answer = self.get(path).await;
        for _ in 0..10 {
            let Some(to) = answer.location() else { break };
            answer = self.get(&to).await;
        }
        answer
    }

    /// Sends a form with the token of the page that it stands on.
    pub async fn post(&mut self, page: &str, to: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.get(page).await.value("input[name=csrf]").unwrap_or_default();
        let mut all = vec![("csrf", token.as_str())];
        all.extend_from_slice(fields);
        self.submit(to, &all).await
    }

    /// Sends a form as it is, without a token of its own.
    pub async fn submit(&mut self, to: &str, fields: &[(&str, &str)]) -> Answer {
        let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let body: Vec<_> = fields
            .iter()
            .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
            .collect();
        self.request(Method::POST, to, "application/x-www-form-urlencoded", body.join("&")).await
    }

    /// Sends a request of a program that is not a browser, with its own headers and without cookies.
    pub async fn call(&mut self, request: Request<Body>) -> Answer {
        let mut other = Self::new(self.router.clone());
        other.send(request).await
    }

    /// Sends any body.
    pub async fn request(
        &mut self,
        method: Method,
        to: &str,
        kind: &str,
        body: impl Into<Body>,
    ) -> Answer {
        let request = Request::builder().method(method).uri(to).header(header::CONTENT_TYPE, kind);
        self.send(request.body(body.into()).unwrap()).await
    }

    async fn send(&mut self, mut request: Request<Body>) -> Answer {
        let jar: Vec<_> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !jar.is_empty() {
            request.headers_mut().insert(header::COOKIE, jar.join("; ").parse().unwrap());
        }
        if let Some(site) = self.site {
            request.headers_mut().insert("sec-fetch-site", site.parse().unwrap());
        }
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            self.keep(cookie.to_str().unwrap());
        }
        // A stream of events goes on; that it began is all that is looked at.
        let streams =
            parts.headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == "text/event-stream");
        let body = if streams { Bytes::new() } else { to_bytes(body, MAX_PAGE).await.unwrap() };
        Answer { status: parts.status, headers: parts.headers, body }
    }

    fn keep(&mut self, cookie: &str) {
        let pair = cookie.split(';').next().unwrap_or_default();
        let Some((name, value)) = pair.split_once('=') else { return };
        if cookie.contains("Max-Age=0") {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Where the answer leads, if it leads on.
    pub fn location(&self) -> Option<String> {
        self.headers.get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned())
    }

    /// Whether the page has an element.
    pub fn has(&self, selector: &str) -> bool {
        self.count(selector) > 0
    }

    /// How many elements of a kind the page has.
    pub fn count(&self, selector: &str) -> usize {
        Html::parse_document(&self.text()).select(&Selector::parse(selector).unwrap()).count()
    }

    /// The words in the elements of a kind, one space between.
    pub fn words(&self, selector: &str) -> String {
        let words = |element: ElementRef<'_>| element.text().collect::<String>();
        let page = Html::parse_document(&self.text());
        let all: Vec<_> = page.select(&Selector::parse(selector).unwrap()).map(words).collect();
        all.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The value of the first field of a kind.
    pub fn value(&self, selector: &str) -> Option<String> {
        self.attribute(selector, "value")
    }

    /// An attribute of the first element of a kind.
    pub fn attribute(&self, selector: &str, name: &str) -> Option<String> {
        let page = Html::parse_document(&self.text());
        let found = page.select(&Selector::parse(selector).unwrap()).next()?;
        found.value().attr(name).map(str::to_owned)
    }

    /// The attribute of every element of a kind that has it.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        let page = Html::parse_document(&self.text());
        page.select(&Selector::parse(selector).unwrap())
            .filter_map(|found| found.value().attr(name).map(str::to_owned))
            .collect()
    }
}
