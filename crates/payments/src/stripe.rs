//! Stripe Checkout: sessions, refunds, and notices that are signed. The version of the API is that of the
//! key's account; only fields that have not changed since 2021 are read.

use axum::http::{HeaderMap, Method};
use base::Locale;
use base::money::Currency;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::http::{Answer, Http, Secret, Sent, in_address};
use crate::payment::Found;
use crate::provider::{Ask, Heard, Listed, Notice, ProviderError, RefundAsk, Refunded, Session};
use crate::signature;

/// Where Stripe is.
pub(crate) const ADDRESS: &str = "https://api.stripe.com";
/// How long somebody can pay by a session. Stripe takes from half an hour to a day, and counts from when it
/// is asked, which may be again after a lost answer.
const LIFETIME: SignedDuration = SignedDuration::from_hours(3);
/// Sessions on a page of the list, the most that Stripe gives.
const PAGE: usize = 100;
/// Pages of the list that are read: ten thousand sessions a day.
const MOST_PAGES: usize = 100;

/// Stripe Checkout.
#[derive(Clone, Debug)]
pub struct Stripe {
    http: Http,
    notices: Option<Secret>,
}

impl Stripe {
    /// Stripe with a secret key, at its own address unless another is given; without the secret of its
    /// notices none is heard.
    pub fn new(
        address: Option<&str>,
        key: Secret,
        notices: Option<Secret>,
    ) -> Result<Self, ProviderError> {
        Ok(Self { http: Http::new(address.unwrap_or(ADDRESS), key)?, notices })
    }

    pub(crate) async fn create(&self, ask: &Ask) -> Result<Session, ProviderError> {
        let ends = ask.begun_at.checked_add(LIFETIME).map_or(0, Timestamp::as_second);
        let language = if ask.locale == Locale::ES { "es" } else { "en" };
        let amount = on_the_wire(ask.amount, ask.currency).to_string();
        let currency = ask.currency.code().to_lowercase();
        let ends = ends.to_string();
        let fields = [
            ("mode", "payment"),
            ("client_reference_id", &ask.reference),
            ("locale", language),
            ("success_url", &ask.return_url),
            ("cancel_url", &ask.return_url),
            ("expires_at", &ends),
            ("line_items[0][quantity]", "1"),
            ("line_items[0][price_data][currency]", &currency),
            ("line_items[0][price_data][unit_amount]", &amount),
            ("line_items[0][price_data][product_data][name]", &ask.what),
            ("payment_intent_data[description]", &ask.reference),
        ];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let sent = Sent::Form(fields);
        let path = "/v1/checkout/sessions";
        let answer = self.http.ask(Method::POST, path, sent, Some(&ask.key)).await?;
        if !answer.is_success() {
            return Err(answer.refusal());
        }
        session(&answer.body)
    }

    pub(crate) async fn look(&self, id: &str, _: Currency) -> Result<Found, ProviderError> {
        Ok(found(&self.session(id).await?.body))
    }

    async fn session(&self, id: &str) -> Result<Answer, ProviderError> {
        let path = format!("/v1/checkout/sessions/{}", in_address(id));
        let answer = self.http.ask(Method::GET, &path, Sent::Nothing, None).await?;
        if answer.is_success() { Ok(answer) } else { Err(answer.fault()) }
    }

    pub(crate) async fn end(&self, id: &str) -> Result<(), ProviderError> {
        let path = format!("/v1/checkout/sessions/{}/expire", in_address(id));
        let answer = self.http.ask(Method::POST, &path, Sent::Form(Vec::new()), None).await?;
        // What is over or being paid cannot expire (400): the next look tells which.
        if answer.is_success() || answer.status == 400 { Ok(()) } else { Err(answer.fault()) }
    }

    pub(crate) async fn refund(&self, ask: &RefundAsk) -> Result<Refunded, ProviderError> {
        if let Some(refund) = ask.refund.as_deref().filter(|id| !id.is_empty()) {
            let path = format!("/v1/refunds/{}", in_address(refund));
            let answer = self.http.ask(Method::GET, &path, Sent::Nothing, None).await?;
            return if answer.is_success() { refunded(&answer) } else { Err(answer.fault()) };
        }
        let paid = self.session(&ask.id).await?;
        let Some(intent) = paid.text("/payment_intent") else {
            return Ok(Refunded::Refused("the session was not paid".into()));
        };
        let amount = on_the_wire(ask.amount, ask.currency).to_string();
        let fields = [("payment_intent", intent), ("amount", &amount)];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let sent = Sent::Form(fields);
        let answer = self.http.ask(Method::POST, "/v1/refunds", sent, Some(&ask.key)).await?;
        if answer.is_success() {
            return refunded(&answer);
        }
        match answer.refusal() {
            ProviderError::Refused(why) => Ok(Refunded::Refused(why)),
            unreachable @ ProviderError::Unreachable(_) => Err(unreachable),
        }
    }

    pub(crate) async fn list(
        &self,
        from: Timestamp,
        to: Timestamp,
        _: Currency,
    ) -> Result<Vec<Listed>, ProviderError> {
        let (from, to) = (from.as_second(), to.as_second());
        let span = format!("created[gte]={from}&created[lt]={to}&limit={PAGE}");
        let span = format!("{span}&expand[]=data.payment_intent.latest_charge");
        let mut listed: Vec<Listed> = Vec::new();
        for _ in 0..MOST_PAGES {
            let after =
                listed.last().map(|last| format!("&starting_after={}", in_address(&last.id)));
            let path = format!("/v1/checkout/sessions?{span}{}", after.unwrap_or_default());
            let answer = self.http.ask(Method::GET, &path, Sent::Nothing, None).await?;
            if !answer.is_success() {
                return Err(answer.fault());
            }
            let data = answer.body.get("data").and_then(Value::as_array);
            listed.extend(data.into_iter().flatten().filter_map(row));
            if answer.body.get("has_more").and_then(Value::as_bool) != Some(true) {
                break;
            }
        }
        Ok(listed)
    }

    pub(crate) fn hear(&self, headers: &HeaderMap, body: &[u8], now: Timestamp) -> Heard {
        let signed = headers.get("stripe-signature").and_then(|value| value.to_str().ok());
        let (Some(secret), Some(signed)) = (&self.notices, signed) else { return Heard::Forged };
        if !signature::is_stripes(secret.reveal(), signed, body, now) {
            return Heard::Forged;
        }
        let told: Value = serde_json::from_slice(body).unwrap_or_default();
        let text = |path: &str| told.pointer(path).and_then(Value::as_str).map(str::to_owned);
        match (text("/data/object/object").as_deref(), text("/data/object/id")) {
            (Some("checkout.session"), Some(id)) => {
                Heard::Notice(Notice { event: text("/id"), id })
            }
            _ => Heard::Other,
        }
    }
}

fn session(session: &Value) -> Result<Session, ProviderError> {
    let id = session.get("id").and_then(Value::as_str);
    let id = id.ok_or_else(|| ProviderError::Unreachable("it named no session".into()))?;
    Ok(Session { id: id.to_owned(), found: found(session) })
}

fn row(listed: &Value) -> Option<Listed> {
    let Session { id, found } = session(listed).ok()?;
    let reference = listed.get("client_reference_id").and_then(Value::as_str).unwrap_or_default();
    let gone = listed.pointer("/payment_intent/latest_charge/amount_refunded");
    let refunded = gone.and_then(Value::as_i64).unwrap_or(0);
    let refunded = match &found {
        Found::Paid { currency, .. } => refunded / scale(*currency),
        _ => refunded,
    };
    Some(Listed { id, reference: reference.to_owned(), found, refunded })
}

/// How a session stands. One that is complete and not paid waits for a slow way of paying.
fn found(session: &Value) -> Found {
    let text = |key: &str| session.get(key).and_then(Value::as_str);
    match (text("status"), text("payment_status")) {
        (_, Some("paid")) => {
            let currency = text("currency").map(str::to_uppercase);
            let currency = currency.and_then(|code| Currency::parse(&code));
            let currency = currency.unwrap_or(Currency::NONE);
            let amount = session.get("amount_total").and_then(Value::as_i64).unwrap_or(0);
            Found::Paid { amount: amount / scale(currency), currency }
        }
        (Some("expired"), _) => Found::Expired,
        _ => Found::Open(text("url").map(str::to_owned)),
    }
}

fn refunded(answer: &Answer) -> Result<Refunded, ProviderError> {
    let id = answer.text("/id").unwrap_or_default().to_owned();
    match answer.text("/status") {
        Some("succeeded") => Ok(Refunded::Done(id)),
        Some("pending" | "requires_action") => Ok(Refunded::UnderWay(id)),
        Some(other) => Ok(Refunded::Refused(other.to_owned())),
        None => Err(ProviderError::Unreachable("it did not say how the refund stands".into())),
    }
}

/// Stripe counts hundredths of some currencies that have none any more.
fn scale(currency: Currency) -> i64 {
    if matches!(currency.code(), "ISK" | "UGX") { 100 } else { 1 }
}

fn on_the_wire(minor: i64, currency: Currency) -> i64 {
    minor * scale(currency)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_session_stands_as_stripe_says() {
        let of = |status: &str, paid: &str| {
            found(&json!({
                "id": "cs_1", "status": status, "payment_status": paid, "amount_total": 1250,
                "currency": "usd", "url": "https://checkout.stripe.com/c/pay/cs_1",
            }))
        };
        let open = Found::Open(Some("https://checkout.stripe.com/c/pay/cs_1".into()));
        assert_eq!(of("open", "unpaid"), open);
        assert_eq!(of("complete", "unpaid"), open, "a bank transfer takes days");
        assert_eq!(of("complete", "paid"), Found::Paid { amount: 1_250, currency: Currency::USD });
        assert_eq!(of("expired", "unpaid"), Found::Expired);
    }

    #[test]
    fn crowns_and_shillings_travel_in_hundredths() {
        let krona = Currency::parse("ISK").unwrap();
        assert_eq!(on_the_wire(1_250, krona), 125_000);
        assert_eq!(on_the_wire(1_250, Currency::USD), 1_250);
        let paid = json!({"payment_status": "paid", "amount_total": 125_000, "currency": "isk"});
        assert_eq!(found(&paid), Found::Paid { amount: 1_250, currency: krona });
    }
}
