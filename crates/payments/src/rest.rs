//! A plain REST service in the manner of GOV.UK Pay: `POST /v1/payments` with a place to come back to,
//! `GET` by its id, cancellation, refunds, and a list by days. Its notices are never believed: each only
//! says which payment to look at.

use axum::http::{HeaderMap, Method};
use base::money::Currency;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::http::{Answer, Http, Secret, Sent, in_address};
use crate::payment::Found;
use crate::provider::{Ask, Heard, Listed, Notice, ProviderError, RefundAsk, Refunded, Session};
use crate::signature;

/// Payments on a page of the list, the most that GOV.UK Pay gives.
const PAGE: usize = 500;
/// Pages of the list that are read: ten thousand payments a day.
const MOST_PAGES: usize = 20;

/// A plain REST service.
#[derive(Clone, Debug)]
pub struct Rest {
    http: Http,
    notices: Option<Secret>,
}

impl Rest {
    /// A service at an address; with the secret of its notices, unsigned ones are not even looked at.
    pub fn new(address: &str, key: Secret, notices: Option<Secret>) -> Result<Self, ProviderError> {
        Ok(Self { http: Http::new(address, key)?, notices })
    }

    pub(crate) async fn create(&self, ask: &Ask) -> Result<Session, ProviderError> {
        // Whoever does not know the key of a wish knows at least its reference.
        if let Some(found) = self.by_reference(ask).await? {
            return Ok(found);
        }
        let mut wish = json!({
            "amount": ask.amount,
            "reference": ask.reference,
            "description": ask.what,
            "return_url": ask.return_url,
        });
        // GOV.UK Pay takes pounds alone and has no word for them.
        if let (Some(fields), false) = (wish.as_object_mut(), ask.currency.code() == "GBP") {
            fields.insert("currency".into(), ask.currency.code().into());
        }
        let sent = Sent::Json(wish);
        let answer = self.http.ask(Method::POST, "/v1/payments", sent, Some(&ask.key)).await?;
        if !answer.is_success() {
            return Err(answer.refusal());
        }
        session(&answer.body, ask.currency)
    }

    async fn by_reference(&self, ask: &Ask) -> Result<Option<Session>, ProviderError> {
        let path = format!("/v1/payments?reference={}", in_address(&ask.reference));
        let answer = self.http.ask(Method::GET, &path, Sent::Nothing, None).await?;
        if !answer.is_success() {
            // Nobody knows whether the wish was heard before.
            return Err(answer.unsure());
        }
        let all = results(&answer).iter();
        let mut own = all.filter(|one| one.get("reference") == Some(&json!(ask.reference)));
        own.next().map(|one| session(one, ask.currency)).transpose()
    }

    pub(crate) async fn look(&self, id: &str, currency: Currency) -> Result<Found, ProviderError> {
        Ok(found(&self.payment(id).await?.body, currency))
    }

    async fn payment(&self, id: &str) -> Result<Answer, ProviderError> {
        let path = format!("/v1/payments/{}", in_address(id));
        let answer = self.http.ask(Method::GET, &path, Sent::Nothing, None).await?;
        if answer.is_success() { Ok(answer) } else { Err(answer.fault()) }
    }

    pub(crate) async fn end(&self, id: &str) -> Result<(), ProviderError> {
        let path = format!("/v1/payments/{}/cancel", in_address(id));
        let answer = self.http.ask(Method::POST, &path, Sent::Nothing, None).await?;
        // What is over already cannot be cancelled (400), nor what is being paid now (409): the next look
        // tells which.
        if answer.is_success() || matches!(answer.status, 400 | 409) {
            return Ok(());
        }
        Err(answer.fault())
    }

    pub(crate) async fn refund(&self, ask: &RefundAsk) -> Result<Refunded, ProviderError> {
        let path = format!("/v1/payments/{}/refunds", in_address(&ask.id));
        if let Some(refund) = &ask.refund {
            let path = format!("{path}/{}", in_address(refund));
            let answer = self.http.ask(Method::GET, &path, Sent::Nothing, None).await?;
            return if answer.is_success() { refunded(&answer) } else { Err(answer.fault()) };
        }
        // A refund whose answer was lost is not made again: what went back tells whether it was made. What is
        // left has the surcharge of a corporate card in it, so that only the service knows how much it is.
        let seen = self.payment(&ask.id).await?;
        let told = |key: &str| seen.body.pointer(key).and_then(Value::as_i64);
        match told("/refund_summary/amount_submitted") {
            Some(gone) if gone == ask.before + ask.amount => {
                return Ok(Refunded::Done(String::new()));
            }
            Some(gone) if gone != ask.before => {
                return Ok(Refunded::Refused("another amount has gone back".into()));
            }
            _ => {}
        }
        let left = told("/refund_summary/amount_available").unwrap_or(ask.paid - ask.before);
        let sent = Sent::Json(json!({"amount": ask.amount, "refund_amount_available": left}));
        let answer = self.http.ask(Method::POST, &path, sent, Some(&ask.key)).await?;
        if answer.is_success() {
            return refunded(&answer);
        }
        // Something went back since that look (412): the next one tells what.
        match answer.refusal() {
            ProviderError::Refused(why) => Ok(Refunded::Refused(why)),
            unreachable @ ProviderError::Unreachable(_) => Err(unreachable),
        }
    }

    pub(crate) async fn list(
        &self,
        from: Timestamp,
        to: Timestamp,
        currency: Currency,
    ) -> Result<Vec<Listed>, ProviderError> {
        let mut listed = Vec::new();
        let span = format!(
            "from_date={}&to_date={}&display_size={PAGE}",
            in_address(&from.to_string()),
            in_address(&to.to_string())
        );
        for page in 1..=MOST_PAGES {
            let path = format!("/v1/payments?{span}&page={page}");
            let answer = self.http.ask(Method::GET, &path, Sent::Nothing, None).await?;
            // The page after the last one is not found.
            if answer.status == 404 {
                break;
            }
            if !answer.is_success() {
                return Err(answer.fault());
            }
            let results = results(&answer);
            listed.extend(results.iter().filter_map(|one| row(one, currency)));
            if results.len() < PAGE {
                break;
            }
        }
        Ok(listed)
    }

    pub(crate) fn hear(&self, headers: &HeaderMap, body: &[u8]) -> Heard {
        if let Some(secret) = &self.notices {
            let signed = headers.get("pay-signature").and_then(|value| value.to_str().ok());
            if !signed.is_some_and(|signed| signature::holds(secret.reveal(), &[body], signed)) {
                return Heard::Forged;
            }
        }
        let told: Value = serde_json::from_slice(body).unwrap_or_default();
        let text = |path: &str| told.pointer(path).and_then(Value::as_str).map(str::to_owned);
        match text("/resource_id").or_else(|| text("/payment_id")) {
            Some(id) => Heard::Notice(Notice { event: text("/webhook_message_id"), id }),
            None => Heard::Other,
        }
    }
}

fn results(answer: &Answer) -> &[Value] {
    answer.body.get("results").and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn session(payment: &Value, currency: Currency) -> Result<Session, ProviderError> {
    let id = payment.get("payment_id").and_then(Value::as_str);
    let id = id.ok_or_else(|| ProviderError::Unreachable("it named no payment".into()))?;
    Ok(Session { id: id.to_owned(), found: found(payment, currency) })
}

fn row(payment: &Value, currency: Currency) -> Option<Listed> {
    let Session { id, found } = session(payment, currency).ok()?;
    let reference = payment.get("reference").and_then(Value::as_str).unwrap_or_default().to_owned();
    let refunded = payment.pointer("/refund_summary/amount_submitted").and_then(Value::as_i64);
    Some(Listed { id, reference, found, refunded: refunded.unwrap_or(0) })
}

/// How a payment stands, by the words of GOV.UK Pay.
fn found(payment: &Value, currency: Currency) -> Found {
    let text = |path: &str| payment.pointer(path).and_then(Value::as_str);
    match (text("/state/status"), text("/state/code")) {
        (Some("success"), _) => {
            // Not the total: that of a corporate card has a surcharge, which is the bank's and the payer's.
            let amount = payment.get("amount").and_then(Value::as_i64).unwrap_or(0);
            let named = text("/currency").and_then(Currency::parse);
            Found::Paid { amount, currency: named.unwrap_or(currency) }
        }
        // Out of time, or the resident turned back.
        (Some("failed"), Some("P0020" | "P0030")) | (Some("cancelled"), _) => Found::Expired,
        (Some("failed" | "error"), _) => Found::Failed,
        _ => Found::Open(text("/_links/next_url/href").map(str::to_owned)),
    }
}

fn refunded(answer: &Answer) -> Result<Refunded, ProviderError> {
    let id = answer.text("/refund_id").unwrap_or_default().to_owned();
    match answer.text("/status") {
        Some("success") => Ok(Refunded::Done(id)),
        Some("submitted") => Ok(Refunded::UnderWay(id)),
        Some(other) => Ok(Refunded::Refused(other.to_owned())),
        None => Err(ProviderError::Unreachable("it did not say how the refund stands".into())),
    }
}
