//! `/pay/{token}`: what is to be paid, and afterwards the receipt.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use base::time::to_ms;
use base::{Locale, PaymentId};
use cases::Office;
use serde::Serialize;
use web::{
    App, Fault, Flash, Page, Reply, Visitor, Words, see_other, see_other_with, show, show_as,
};

use crate::cashier::Cashier;
use crate::error::PayError;
use crate::payment::{Attempt, AttemptState, Payment};
use crate::refunds::RefundRow;
use crate::starting::{self, Way};
use crate::{attempts, links, payments, refunds, settling, what};

#[derive(Serialize)]
struct PayPage {
    /// What the page is about: a state, or `asking` while a session may be paid at this moment, `differs`
    /// where somebody has to look.
    standing: &'static str,
    number: String,
    what: String,
    service: String,
    service_id: String,
    amount: String,
    full: Option<String>,
    because: String,
    until: Option<i64>,
    paid_at: Option<i64>,
    refunds: Vec<Back>,
    action: String,
    again: String,
    track: Option<String>,
    practice: bool,
    open: bool,
}

/// Money that went back, or is on its way.
#[derive(Serialize)]
struct Back {
    amount: String,
    state: String,
    at: i64,
}

impl Page for PayPage {
    const TEMPLATE: &'static str = "payments/pay.html";

    fn title(&self, words: &Words) -> String {
        let number = [("number", self.number.as_str().into())];
        let key = if self.paid_at.is_some() { "payments-receipt-title" } else { "payments-title" };
        words.with(key, &number)
    }
}

/// Shows the payment.
pub(crate) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Reply {
    let Some(id) = links::opened(&app, &token) else { return Ok(dead()) };
    shown(&app, &visitor, id).await
}

async fn shown(app: &App, visitor: &Visitor, id: PaymentId) -> Reply {
    let (office, locale) = (Office::of(app), visitor.locale());
    let open = app.get::<Cashier>().takes_money();
    let page = app
        .db()
        .read(move |tx| {
            let payment = payments::by_id(tx, id)?.ok_or(PayError::NotFound)?;
            let attempts = attempts::of_payment(tx, id)?;
            let refunds = refunds::of_payment(tx, id)?;
            let what = what(tx, &office, &payment, locale)?;
            Ok::<_, PayError>(view(&office, &payment, (&attempts, refunds), (what, open), locale))
        })
        .await
        .map_err(Fault::from)?;
    let mut response = show(page);
    // The next person at this computer must not find the link behind the back button.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn view(
    office: &Office,
    payment: &Payment,
    (attempts, refunds): (&[Attempt], Vec<RefundRow>),
    (what, open): (String, bool),
    locale: Locale,
) -> PayPage {
    let app = office.app();
    let service = office.catalogue().get(&payment.service);
    let written = |minor: i64| payment.currency.write(minor, locale);
    let is = |state: AttemptState| attempts.iter().any(|one| one.state == state);
    let standing = match payment.state {
        state if state.is_due() && is(AttemptState::Differs) => "differs",
        state if state.is_due() && is(AttemptState::Open) => "asking",
        state => state.key(),
    };
    let path = links::path(app, payment.id);
    let track = cases::links::token(office, payment.case);
    let last = attempts.last().map(|one| one.provider.as_str());
    let back = |refund: RefundRow| Back {
        amount: written(refund.amount),
        state: refund.state,
        at: refund.created_at,
    };
    PayPage {
        standing,
        number: payment.number.to_string(),
        what,
        service: service.map(|one| one.name(locale).to_owned()).unwrap_or_default(),
        service_id: payment.service.clone(),
        amount: written(payment.amount),
        full: payment.full.map(written),
        because: payment.because.as_ref().map(|one| one.get(locale).to_owned()).unwrap_or_default(),
        until: payment.payable_until().map(to_ms),
        paid_at: payment.paid_at.map(to_ms),
        refunds: refunds.into_iter().filter(|one| one.state != "refused").map(back).collect(),
        again: format!("{path}/return"),
        action: path,
        track: payment.opened_at.map(|_| format!("/track/{track}")),
        practice: last == Some("practice"),
        open,
    }
}

/// On the way to another site: a form may only lead to our own pages, a page of ours to any.
#[derive(Serialize)]
struct OnPage {
    to: String,
    host: String,
}

impl Page for OnPage {
    const TEMPLATE: &'static str = "payments/on.html";

    fn title(&self, words: &Words) -> String {
        words.t("payments-on-title")
    }
}

/// Begins to pay, or goes on with what was begun.
pub(crate) async fn pay(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Reply {
    let Some(id) = links::opened(&app, &token) else { return Ok(dead()) };
    let page = links::path(&app, id);
    match starting::start(&app, id).await {
        Ok(Way::To(url)) => Ok(on(&app, url)),
        Ok(Way::Back) => Ok(see_other(&page)),
        Err(PayError::Refused(refusal)) => {
            Ok(see_other_with(&page, Flash::notice(visitor.words().t(refusal.key()))))
        }
        Err(PayError::Provider(error)) => {
            tracing::warn!(%error, payment = id.0, "nobody can pay now");
            Ok(see_other_with(&page, Flash::notice(visitor.words().t("payments-unreachable"))))
        }
        Err(error) => Err(error.into()),
    }
}

fn on(app: &App, url: String) -> Response {
    if let Some(local) = url.strip_prefix(&app.town().base_url).and_then(web::local_path) {
        return see_other(local);
    }
    let place = url.split_once("://").map_or("", |(_, rest)| rest);
    let host = place.split(['/', '?', '#']).next().unwrap_or_default().to_owned();
    show(OnPage { to: url, host })
}

/// Comes back from the provider: it is asked how the payment stands, whatever the address says.
pub(crate) async fn back(State(app): State<App>, Path(token): Path<String>) -> Reply {
    let Some(id) = links::opened(&app, &token) else { return Ok(dead()) };
    settling::settle(&app, id).await?;
    Ok(see_other(&links::path(&app, id)))
}

#[derive(Serialize)]
struct DeadPage {}

impl Page for DeadPage {
    const TEMPLATE: &'static str = "payments/dead_link.html";

    fn title(&self, words: &Words) -> String {
        words.t("payments-link-dead")
    }
}

fn dead() -> Response {
    show_as(StatusCode::NOT_FOUND, DeadPage {})
}
