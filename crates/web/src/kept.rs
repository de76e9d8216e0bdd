//! Keeps the pages that anybody may keep: one that says `public` is made once and handed out for as long as it
//! says, as a shared cache before the program would do (RFC 9111). A thousand people who come for the same page
//! within those seconds cost one, or the few that come while it is being made.
//!
//! Only visitors without a cookie of ours are answered so, in the language that they ask for. Whoever is
//! signed in, has begun a form or gets a message is answered anew. What is kept holds no token and no name.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::cookies::Jar;
use crate::fault::Fault;
use crate::locale;

/// The longest address that an answer is kept for.
const MAX_ADDRESS: usize = 300;
/// The longest list of encodings that is told apart; browsers send thirty letters.
const MAX_ENCODINGS: usize = 64;
/// The largest answer that is kept: a page of the map with all its points is larger.
const MAX_ANSWER: usize = 512 << 10;
/// How many bytes are kept in all, with what each answer takes besides its body.
const MAX_BYTES: usize = 16 << 20;
/// What the head of an answer takes in memory, generously.
const HEAD_BYTES: usize = 4 << 10;
/// How often what is over is looked for at most: each look passes over everything.
const SWEEP_MS: i64 = 1_000;
/// The longest that anything is kept, whatever it says: figures are counted once a minute.
const MAX_SECONDS: i64 = 60;

/// The answers that are kept.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    on: AtomicBool,
    answers: Mutex<Answers>,
}

#[derive(Debug, Default)]
struct Answers {
    by_key: HashMap<String, Arc<Answer>>,
    bytes: usize,
    swept_ms: i64,
}

#[derive(Debug)]
struct Answer {
    made_ms: i64,
    until_ms: i64,
    head: HeaderMap,
    body: Bytes,
}

impl Kept {
    /// Begins to keep answers. Tests whose clock stands still do not.
    pub(crate) fn start(&self) {
        self.on.store(true, Ordering::Relaxed);
    }

    fn find(&self, key: &str, now_ms: i64) -> Option<Arc<Answer>> {
        let found = self.answers().by_key.get(key).cloned();
        found.filter(|answer| answer.made_ms <= now_ms && now_ms < answer.until_ms)
    }

    fn keep(&self, key: String, answer: Answer, now_ms: i64) {
        let mut answers = self.answers();
        let size = answer.size(&key);
        let is_full = answers.bytes + size > MAX_BYTES;
        if is_full && (now_ms - answers.swept_ms).abs() >= SWEEP_MS {
            answers.swept_ms = now_ms;
            answers.by_key.retain(|_, kept| now_ms < kept.until_ms);
            answers.bytes = answers.by_key.iter().map(|(key, kept)| kept.size(key)).sum();
        }
        if answers.bytes + size > MAX_BYTES {
            return;
        }
        answers.bytes += size;
        let before = answers.by_key.get(&key).map_or(0, |before| before.size(&key));
        answers.by_key.insert(key, Arc::new(answer));
        answers.bytes -= before;
    }

    fn answers(&self) -> MutexGuard<'_, Answers> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Answer {
    fn size(&self, key: &str) -> usize {
        HEAD_BYTES + key.len() + self.body.len()
    }

    fn response(&self, app: &App, now_ms: i64) -> Response {
        let mut response = self.body.clone().into_response();
        *response.headers_mut() = self.head.clone();
        let id = hex::encode(app.rng().bytes::<8>());
        if let Ok(id) = HeaderValue::from_str(&id) {
            response.headers_mut().insert("x-request-id", id);
        }
        // How old it is, so that whoever keeps it on keeps it no longer than was meant.
        let age = HeaderValue::from((now_ms - self.made_ms) / 1_000);
        response.headers_mut().insert(header::AGE, age);
        response
    }
}

/// Stands before all else: answers with what is kept, and keeps what may be.
pub(crate) async fn serve(State(app): State<App>, request: Request, next: Next) -> Response {
    let Some(key) = app.kept().on.load(Ordering::Relaxed).then(|| key(&app, &request)).flatten()
    else {
        return next.run(request).await;
    };
    let now_ms = app.clock().now_ms();
    if let Some(answer) = app.kept().find(&key, now_ms) {
        let route = request.extensions().get::<MatchedPath>();
        let route = route.map_or("none", MatchedPath::as_str);
        tracing::info!(method = "GET", route, status = 200, "answered with what is kept");
        return answer.response(&app, now_ms);
    }
    let response = next.run(request).await;
    let Some(seconds) = may_be_kept(&response) else { return response };
    let (parts, body) = response.into_parts();
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        return Fault::internal("an answer for all broke off").status().into_response();
    };
    if body.len() <= MAX_ANSWER {
        let until_ms = now_ms + seconds.min(MAX_SECONDS) * 1_000;
        let (head, body) = (parts.headers.clone(), body.clone());
        app.kept().keep(key, Answer { made_ms: now_ms, until_ms, head, body }, now_ms);
    }
    Response::from_parts(parts, Body::from(body))
}

/// What tells one answer from another, for a visitor who is like any other; nothing for whoever is not.
fn key(app: &App, request: &Request) -> Option<String> {
    let head = request.headers();
    let address = request.uri().path_and_query()?.as_str();
    let special = ["hx-request", "authorization", "range", "x-glance"];
    let ours = [Jar::Session, Jar::Visit, Jar::Flash];
    let plain = *request.method() == Method::GET
        && address.len() <= MAX_ADDRESS
        && special.iter().all(|name| !head.contains_key(*name))
        && ours.iter().all(|jar| jar.read(head, app.town()).is_none())
        && locale::asked_in_query(request.uri().query()).is_none();
    let mut encodings = head.get_all(header::ACCEPT_ENCODING).iter();
    let first = encodings.next().map_or(Some(""), |value| value.to_str().ok());
    // Several lines are one list, of which the first alone would say too little.
    let encodings = first.filter(|_| encodings.next().is_none());
    let encodings = encodings.filter(|text| plain && text.len() <= MAX_ENCODINGS)?;
    let locale = locale::of(head, app.town());
    Some(format!("{locale} {encodings} {address}"))
}

/// For how many seconds anybody may keep a page. Files for programs, such as the points of a map, are kept where
/// they are made: kept here as well, one for each encoding, two that are asked for at once would differ.
fn may_be_kept(response: &Response) -> Option<i64> {
    let head = response.headers();
    let kind = head.get(header::CONTENT_TYPE)?.as_bytes();
    let is_page = response.status() == StatusCode::OK && kind.starts_with(b"text/html");
    if !is_page || head.contains_key(header::SET_COOKIE) {
        return None;
    }
    let cache = head.get(header::CACHE_CONTROL)?.to_str().ok()?;
    cache.strip_prefix("public, max-age=")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(size: usize, until_ms: i64) -> Answer {
        let body = Bytes::from(vec![0; size]);
        Answer { made_ms: 0, until_ms, head: HeaderMap::new(), body }
    }

    #[test]
    fn what_is_kept_is_bounded_and_forgotten_in_time() {
        let kept = Kept::default();
        for number in 0..100 {
            kept.keep(number.to_string(), answer(MAX_ANSWER, 1_000), 0);
        }
        assert!(kept.answers().bytes <= MAX_BYTES);
        let many = kept.answers().by_key.len();
        assert!(many > 10 && kept.find("0", 999).is_some() && kept.find("0", 1_000).is_none());
        kept.keep("late".into(), answer(MAX_ANSWER, 3_000), 2_000);
        assert_eq!(kept.answers().by_key.len(), 1, "what is over makes room");
        for _ in 0..50 {
            kept.keep("late".into(), answer(MAX_ANSWER, 3_000), 2_000);
        }
        assert_eq!(kept.answers().bytes, answer(MAX_ANSWER, 0).size("late"), "it is counted once");
        assert!(kept.find("late", -1).is_none(), "a clock that is set back does not keep it on");
    }

    #[test]
    fn only_pages_that_are_for_all_are_kept() {
        let answer = |kind: &'static str, cache: &'static str| {
            let head = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, cache)];
            may_be_kept(&(head, "x").into_response())
        };
        assert_eq!(answer("text/html; charset=utf-8", "public, max-age=60"), Some(60));
        assert_eq!(answer("text/html; charset=utf-8", "private, max-age=60"), None);
        assert_eq!(answer("application/geo+json", "public, max-age=60"), None);
    }

    #[test]
    fn answers_without_much_body_are_few_too() {
        let kept = Kept::default();
        for number in 0..10_000 {
            kept.keep(number.to_string(), answer(0, 60_000), 0);
        }
        assert!(kept.answers().by_key.len() * HEAD_BYTES <= MAX_BYTES);
    }
}
