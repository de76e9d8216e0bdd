//! The bank as Stripe speaks.

use std::collections::HashMap;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::{Bank, Session, ask};

impl Bank {
    fn stripes(&self, session: &Session) -> Value {
        let (status, paid) = match session.state {
            "created" => ("open", "unpaid"),
            "success" => ("complete", "paid"),
            _ => ("expired", "unpaid"),
        };
        let other = self.books(|books| books.other.as_ref().map(|(_, intent)| intent.clone()));
        json!({
            "id": session.id, "object": "checkout.session", "status": status, "payment_status": paid,
            "amount_total": session.amount, "currency": "usd", "client_reference_id": session.reference,
            "url": format!("{}/c/pay/{}", self.address, session.id),
            "payment_intent": other.unwrap_or_else(|| format!("pi_{}", session.id)),
        })
    }
}

fn form(body: &Bytes) -> HashMap<String, String> {
    let raw = web::Raw::from_urlencoded(body).unwrap();
    let names = [
        "client_reference_id",
        "success_url",
        "line_items[0][price_data][unit_amount]",
        "line_items[0][price_data][currency]",
        "payment_intent",
        "amount",
        "mode",
    ];
    let taken =
        names.into_iter().filter_map(|name| Some((name.to_owned(), raw.get(name)?.to_owned())));
    taken.collect()
}

pub async fn create(State(bank): State<Bank>, headers: HeaderMap, body: Bytes) -> Response {
    if let Some(down) = bank.hear("POST /v1/checkout/sessions", &headers) {
        return down;
    }
    let form = form(&body);
    assert_eq!(
        (form["mode"].as_str(), form["line_items[0][price_data][currency]"].as_str()),
        ("payment", "usd")
    );
    let key = headers["idempotency-key"].to_str().unwrap().to_owned();
    if let Some(taken) = bank.work(&key).await {
        return taken;
    }
    let amount = form["line_items[0][price_data][unit_amount]"].parse().unwrap();
    let (reference, back) = (form["client_reference_id"].clone(), form["success_url"].clone());
    let session = bank.begin(key, reference, amount, back);
    bank.said(StatusCode::OK, bank.stripes(&session))
}

pub async fn list(State(bank): State<Bank>, headers: HeaderMap) -> Response {
    if let Some(down) = bank.hear("GET /v1/checkout/sessions", &headers) {
        return down;
    }
    let data: Vec<_> = bank
        .sessions()
        .iter()
        .map(|one| {
            let mut listed = bank.stripes(one);
            listed["payment_intent"] = json!({"latest_charge": {"amount_refunded": one.refunded}});
            listed
        })
        .collect();
    Json(json!({"data": data, "has_more": false})).into_response()
}

pub async fn look(
    State(bank): State<Bank>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Response {
    if let Some(down) = bank.hear("GET /v1/checkout/sessions/{id}", &headers) {
        return down;
    }
    match bank.session(&id) {
        Some(session) => Json(bank.stripes(&session)).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

pub async fn end(State(bank): State<Bank>, headers: HeaderMap, Path(id): Path<String>) -> Response {
    if let Some(down) = bank.hear("POST expire", &headers) {
        return down;
    }
    if bank.session(&id).is_none_or(|one| one.state != "created") {
        return StatusCode::BAD_REQUEST.into_response();
    }
    bank.turn(&id, "expired");
    StatusCode::OK.into_response()
}

pub async fn refund(State(bank): State<Bank>, headers: HeaderMap, body: Bytes) -> Response {
    if let Some(down) = bank.hear("POST /v1/refunds", &headers) {
        return down;
    }
    if let Some((address, _)) = bank.books(|books| books.other.clone()) {
        let sent = std::str::from_utf8(&body).unwrap();
        return Json(ask(&address, "POST", "/v1/refunds", sent).await).into_response();
    }
    let (form, key) = (form(&body), headers["idempotency-key"].to_str().unwrap().to_owned());
    let (id, amount) = (
        form["payment_intent"].trim_start_matches("pi_").to_owned(),
        form["amount"].parse::<i64>().unwrap(),
    );
    bank.books(|books| {
        // The same key is the same refund.
        if !books.refunds.iter().any(|(known, ..)| *known == key) {
            books.sessions.iter_mut().find(|one| one.id == id).unwrap().refunded += amount;
            books.refunds.push((key.clone(), id, amount));
        }
    });
    bank.said(StatusCode::OK, json!({"id": key, "status": "succeeded"}))
}
