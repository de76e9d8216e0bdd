//! A provider on the loopback address that speaks as GOV.UK Pay and as Stripe do, and can fail in every way
//! that a network can.

mod stripe;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};

/// The provider, as a test moves it.
#[derive(Clone)]
pub struct Bank {
    pub address: String,
    books: Arc<Mutex<Books>>,
}

#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a way to fail that a test switches on")]
struct Books {
    sessions: Vec<Session>,
    /// Every question is refused with this status.
    down: Option<u16>,
    /// The next act is done, but its answer is lost.
    lose: bool,
    /// Refunds are refused.
    stingy: bool,
    /// No key is kept and no reference found: each question makes a session.
    forgetful: bool,
    /// Refunds stay on their way.
    slow: bool,
    /// Who asks while the same wish is being worked on is sent away.
    jealous: bool,
    /// The wishes that are being worked on.
    busy: Vec<String>,
    released: bool,
    refunds: Vec<(String, String, i64)>,
    /// What the bank adds for a corporate card.
    surcharge: i64,
    /// Another Stripe that makes the refunds, and its payment intent of a session.
    other: Option<(String, String)>,
    asked: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct Session {
    pub id: String,
    pub key: String,
    pub reference: String,
    pub amount: i64,
    pub state: &'static str,
    pub back: String,
    pub refunded: i64,
}

impl Bank {
    /// Opens the bank.
    pub async fn open() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let bank = Self { address, books: Arc::default() };
        let router = Router::new()
            .route("/v1/payments", post(create).get(list))
            .route("/v1/payments/{id}", get(look))
            .route("/v1/payments/{id}/cancel", post(end))
            .route("/v1/payments/{id}/refunds", post(refund))
            .route("/v1/payments/{id}/refunds/{refund}", get(look_refund))
            .route("/v1/checkout/sessions", post(stripe::create).get(stripe::list))
            .route("/v1/checkout/sessions/{id}", get(stripe::look))
            .route("/v1/checkout/sessions/{id}/expire", post(stripe::end))
            .route("/v1/refunds", post(stripe::refund))
            .with_state(bank.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        bank
    }

    fn books<T>(&self, with: impl FnOnce(&mut Books) -> T) -> T {
        with(&mut self.books.lock().unwrap())
    }

    /// What was begun there.
    pub fn sessions(&self) -> Vec<Session> {
        self.books(|books| books.sessions.clone())
    }

    /// What the holder of the last session, or of another, does.
    pub fn turn(&self, id: &str, state: &'static str) {
        self.books(|books| {
            let session = books.sessions.iter_mut().find(|one| one.id == id);
            session.expect("a session").state = state;
        });
    }

    /// Writes another amount into a session.
    pub fn misread(&self, id: &str, amount: i64) {
        self.books(|books| {
            books.sessions.iter_mut().find(|one| one.id == id).expect("a session").amount = amount;
        });
    }

    /// Adds a payment that another system began.
    pub fn foreign(&self, reference: &str, amount: i64) {
        self.books(|books| {
            let id = format!("foreign-{}", books.sessions.len());
            let (key, back) = (id.clone(), String::new());
            let reference = reference.to_owned();
            books.sessions.push(Session {
                id,
                key,
                reference,
                amount,
                state: "success",
                back,
                refunded: 0,
            });
        });
    }

    pub fn down(&self, status: Option<u16>) {
        self.books(|books| books.down = status);
    }

    pub fn lose_next_answer(&self) {
        self.books(|books| books.lose = true);
    }

    pub fn stingy(&self, stingy: bool) {
        self.books(|books| books.stingy = stingy);
    }

    pub fn forgetful(&self, forgetful: bool) {
        self.books(|books| books.forgetful = forgetful);
    }

    pub fn surcharge(&self, surcharge: i64) {
        self.books(|books| books.surcharge = surcharge);
    }

    pub fn jealous(&self) {
        self.books(|books| books.jealous = true);
    }

    /// Works on a wish for a while; gives the answer to whoever asks for the same in the meantime.
    async fn work(&self, key: &str) -> Option<Response> {
        if !self.books(|books| books.jealous) {
            return None;
        }
        let taken = self.books(|books| {
            let taken = books.busy.iter().any(|one| one == key);
            books.busy.push(key.to_owned());
            taken
        });
        if taken {
            self.let_go();
            let body =
                json!({"error": {"type": "idempotency_error", "code": "idempotency_key_in_use"}});
            return Some((StatusCode::CONFLICT, Json(body)).into_response());
        }
        while !self.books(|books| books.released) {
            tokio::task::yield_now().await;
        }
        self.books(|books| books.busy.retain(|one| one != key));
        None
    }

    /// Waits until it works on a wish.
    pub async fn at_work(&self) {
        while self.books(|books| books.busy.is_empty()) {
            tokio::task::yield_now().await;
        }
    }

    /// Lets it come to the end of what it works on.
    pub fn let_go(&self) {
        self.books(|books| books.released = true);
    }

    pub fn slow(&self, slow: bool) {
        self.books(|books| books.slow = slow);
    }

    /// Lets another Stripe make the refunds, which knows the money by a payment intent of its own.
    pub fn through(&self, address: &str, intent: &str) {
        self.books(|books| books.other = Some((address.to_owned(), intent.to_owned())));
    }

    /// How much went back in all.
    pub fn given_back(&self) -> i64 {
        self.books(|books| books.refunds.iter().map(|(_, _, amount)| amount).sum())
    }

    /// The questions, by method, path and idempotency key.
    pub fn asked(&self) -> Vec<String> {
        self.books(|books| books.asked.clone())
    }

    /// Notes a question; gives the answer of a bank that is down.
    fn hear(&self, what: &str, headers: &HeaderMap) -> Option<Response> {
        assert_eq!(headers["authorization"], "Bearer key_of_the_town");
        let key = headers.get("idempotency-key").map(|key| key.to_str().unwrap().to_owned());
        self.books(|books| {
            books.asked.push(format!("{what} {}", key.unwrap_or_default()));
            let status = books.down?;
            Some(StatusCode::from_u16(status).unwrap().into_response())
        })
    }

    /// Loses an answer, once, if a test asked for it.
    fn said(&self, status: StatusCode, body: Value) -> Response {
        let lost = self.books(|books| std::mem::take(&mut books.lose));
        if lost {
            return StatusCode::BAD_GATEWAY.into_response();
        }
        (status, Json(body)).into_response()
    }

    fn begin(&self, key: String, reference: String, amount: i64, back: String) -> Session {
        self.books(|books| {
            let known = books.sessions.iter().find(|one| one.key == key && !books.forgetful);
            if let Some(known) = known {
                return known.clone();
            }
            let id = format!("s{}", books.sessions.len() + 1);
            let state = "created";
            let session = Session { id, key, reference, amount, state, back, refunded: 0 };
            books.sessions.push(session.clone());
            session
        })
    }

    fn session(&self, id: &str) -> Option<Session> {
        self.books(|books| books.sessions.iter().find(|one| one.id == id).cloned())
    }
}

impl Bank {
    fn payment(&self, session: &Session) -> Value {
        let finished = session.state != "created";
        let total = session.amount + self.books(|books| books.surcharge);
        let next = json!({"href": format!("{}/secure/{}", self.address, session.id)});
        json!({
            "payment_id": session.id, "reference": session.reference, "amount": session.amount,
            "total_amount": total, "currency": "USD", "state": {
                "status": if matches!(session.state, "walked" | "late") { "failed" } else { session.state },
                "finished": finished,
                "code": match session.state { "walked" => "P0030", "late" => "P0020", _ => "P0010" },
            },
            "_links": { "next_url": if finished { Value::Null } else { next } },
            "refund_summary": {
                "amount_submitted": session.refunded, "amount_available": total - session.refunded,
            },
        })
    }
}

async fn create(State(bank): State<Bank>, headers: HeaderMap, Json(body): Json<Value>) -> Response {
    if let Some(down) = bank.hear("POST /v1/payments", &headers) {
        return down;
    }
    let key = headers["idempotency-key"].to_str().unwrap().to_owned();
    let text = |name: &str| body[name].as_str().unwrap().to_owned();
    assert_eq!(body["currency"], "USD");
    let session =
        bank.begin(key, text("reference"), body["amount"].as_i64().unwrap(), text("return_url"));
    bank.said(StatusCode::CREATED, bank.payment(&session))
}

async fn list(
    State(bank): State<Bank>,
    headers: HeaderMap,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    if let Some(down) = bank.hear("GET /v1/payments", &headers) {
        return down;
    }
    let blind = bank.books(|books| books.forgetful) && query.contains_key("reference");
    let fits = |one: &Session| {
        !blind && query.get("reference").is_none_or(|known| *known == one.reference)
    };
    let found: Vec<_> =
        bank.sessions().iter().filter(|one| fits(one)).map(|one| bank.payment(one)).collect();
    Json(json!({"results": found})).into_response()
}

async fn look(State(bank): State<Bank>, headers: HeaderMap, Path(id): Path<String>) -> Response {
    if let Some(down) = bank.hear("GET /v1/payments/{id}", &headers) {
        return down;
    }
    match bank.session(&id) {
        Some(session) => Json(bank.payment(&session)).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn end(State(bank): State<Bank>, headers: HeaderMap, Path(id): Path<String>) -> Response {
    if let Some(down) = bank.hear("POST cancel", &headers) {
        return down;
    }
    let open = bank.session(&id).is_some_and(|one| one.state == "created");
    if !open {
        return StatusCode::BAD_REQUEST.into_response();
    }
    bank.turn(&id, "cancelled");
    StatusCode::NO_CONTENT.into_response()
}

async fn refund(
    State(bank): State<Bank>,
    headers: HeaderMap,
    Path(id): Path<String>,
    Json(body): Json<Value>,
) -> Response {
    if let Some(down) = bank.hear("POST refund", &headers) {
        return down;
    }
    let (amount, left) =
        (body["amount"].as_i64().unwrap(), body["refund_amount_available"].as_i64().unwrap());
    let (stingy, slow) = bank.books(|books| (books.stingy, books.slow));
    if stingy {
        return (StatusCode::BAD_REQUEST, Json(json!({"code": "P0603"}))).into_response();
    }
    let session = bank.session(&id).unwrap();
    let total = session.amount + bank.books(|books| books.surcharge);
    if total - session.refunded != left || amount > left {
        return (StatusCode::PRECONDITION_FAILED, Json(json!({"code": "P0604"}))).into_response();
    }
    let number = bank.books(|books| {
        let held = books.sessions.iter_mut().find(|one| one.id == id).unwrap();
        held.refunded += amount;
        let number = format!("r{}", books.refunds.len() + 1);
        books.refunds.push((number.clone(), id, amount));
        number
    });
    let status = if slow { "submitted" } else { "success" };
    bank.said(StatusCode::ACCEPTED, json!({"refund_id": number, "status": status}))
}

async fn look_refund(
    State(bank): State<Bank>,
    headers: HeaderMap,
    Path((_, refund)): Path<(String, String)>,
) -> Response {
    if let Some(down) = bank.hear("GET refund", &headers) {
        return down;
    }
    let status = if bank.books(|books| books.slow) { "submitted" } else { "success" };
    Json(json!({"refund_id": refund, "status": status})).into_response()
}

/// Asks another server over the loopback address; gives its answer, which must be a good one.
pub async fn ask(address: &str, method: &str, path: &str, body: &str) -> Value {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let kind = if body.starts_with('{') { "json" } else { "x-www-form-urlencoded" };
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer sk_test_town\r\n\
         content-type: application/{kind}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200"), "{path}: {answer}");
    serde_json::from_str(body).unwrap_or(Value::Null)
}
