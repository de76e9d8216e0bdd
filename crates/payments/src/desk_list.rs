//! `/desk/payments`: the payments of some days, with their sums, for finance.

use axum::extract::State;
use base::money::Currency;
use base::time::to_ms;
use base::{Locale, WorkingCalendar};
use cases::Office;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde::Serialize;
use services::Catalogue;
use store::{StoreError, Tx, params};
use web::{App, Page, Raw, Reply, Visitor, Words, show};

use crate::payment::{Payment, State as Standing};
use crate::payments::{PaymentRow, columns};

/// Payments on a page.
const PAGE: i64 = 50;
/// How far back the list begins when nobody has said: a month.
const KEPT_DAYS: i32 = 30;
/// Currencies and states that are summed up: a town changes its currency once in a century.
const MOST_SUMS: i64 = 100;

store::row! {
    struct SumRow { currency: String, state: String, payments: i64, amount: i64, refunded: i64 }
}

store::statements! {
    LIST: Query<PaymentRow> = columns!("WHERE created_at >= $1 AND created_at < $2 AND ($3 = '' OR service = $3)
        AND ($4 = '' OR state = $4) AND id < $5 ORDER BY id DESC LIMIT $6");
    SUMS: Query<SumRow> = "SELECT currency, state, COUNT(*) AS payments, CAST(SUM(amount) AS BIGINT) AS amount,
        CAST(SUM(refunded) AS BIGINT) AS refunded FROM payments WHERE created_at >= $1 AND created_at < $2
        AND ($3 = '' OR service = $3) AND ($4 = '' OR state = $4) GROUP BY currency, state ORDER BY currency, state LIMIT $5";
    SERVICES: Query<String> = "SELECT DISTINCT service FROM payments ORDER BY service LIMIT 500";
}

/// What is asked for.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Asked {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) service: String,
    pub(crate) state: String,
    #[serde(skip)]
    pub(crate) span: (Timestamp, Timestamp),
    #[serde(skip)]
    before: i64,
}

impl Asked {
    /// Reads the query; what makes no sense is the default.
    pub(crate) fn read(app: &App, visitor: &Visitor) -> Self {
        let query = Raw::from_urlencoded(visitor.query().unwrap_or_default().as_bytes());
        let query = query.unwrap_or_default();
        let calendar = app.get::<WorkingCalendar>();
        let today = calendar.date(app.clock().now());
        let day = |key: &str| query.get(key).and_then(|text| text.parse::<Date>().ok());
        let month = today.checked_sub(KEPT_DAYS.days()).unwrap_or(today);
        let (from, to) = (day("from").unwrap_or(month), day("to").unwrap_or(today));
        let text = |key: &str| query.get(key).unwrap_or_default().to_owned();
        let state = Standing::parse(&text("state")).map_or("", Standing::key).to_owned();
        Self {
            from: from.to_string(),
            to: to.to_string(),
            service: text("service").chars().take(60).collect(),
            state,
            span: span(&calendar, from, to),
            before: query.get("before").and_then(|id| id.parse().ok()).unwrap_or(i64::MAX),
        }
    }

    /// The same as a query.
    pub(crate) fn query(&self) -> String {
        let Self { from, to, service, state, .. } = self;
        format!("from={from}&to={to}&service={}&state={state}", crate::http::in_address(service))
    }
}

/// From the beginning of a day to the end of another, in the town.
pub(crate) fn span(calendar: &WorkingCalendar, from: Date, to: Date) -> (Timestamp, Timestamp) {
    let begins = |day: Date| {
        let zoned = day.to_zoned_datetime(calendar.zone().clone());
        zoned.map_or(Timestamp::UNIX_EPOCH, |midnight| midnight.timestamp())
    };
    (begins(from), begins(to.tomorrow().unwrap_or(to)))
}

/// The payments that are asked for, the newest first.
pub(crate) fn list(tx: &mut Tx<'_>, asked: &Asked, limit: i64) -> Result<Vec<Payment>, StoreError> {
    let (from, to) = (to_ms(asked.span.0), to_ms(asked.span.1));
    let Asked { service, state, before, .. } = asked;
    let rows = tx.all(&LIST, params![from, to, service, state, *before, limit])?;
    rows.into_iter().map(PaymentRow::payment).collect()
}

#[derive(Serialize)]
struct ListPage {
    asked: Asked,
    services: Vec<Choice>,
    states: Vec<Choice>,
    rows: Vec<Row>,
    sums: Vec<Sum>,
    older: Option<String>,
    csv: String,
    today: String,
}

#[derive(Serialize)]
struct Choice {
    value: String,
    label: String,
}

#[derive(Serialize)]
struct Row {
    number: String,
    service: String,
    amount: String,
    refunded: Option<String>,
    tone: &'static str,
    state: &'static str,
    at: i64,
    /// Paid, and yet no case: somebody has to know.
    stuck: bool,
}

/// What came and went in one currency.
#[derive(Serialize)]
struct Sum {
    paid: String,
    count: i64,
    refunded: String,
    kept: String,
    due: String,
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "payments/list.html";

    fn title(&self, words: &Words) -> String {
        words.t("payments-list-title")
    }
}

/// Shows the list.
pub(crate) async fn page(State(app): State<App>, visitor: Visitor) -> Reply {
    let asked = Asked::read(&app, &visitor);
    let (wanted, office) = (asked.clone(), Office::of(&app));
    let read = app.db().read(move |tx| {
        let (from, to) = (to_ms(wanted.span.0), to_ms(wanted.span.1));
        let Asked { service, state, .. } = &wanted;
        let sums = tx.all(&SUMS, params![from, to, service, state, MOST_SUMS])?;
        let services = tx.all(&SERVICES, params![])?;
        Ok::<_, StoreError>((list(tx, &wanted, PAGE + 1)?, sums, services))
    });
    let (mut payments, sums, services) = read.await?;
    let (locale, words) = (visitor.locale(), visitor.words());
    let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = payments.len() > page;
    payments.truncate(page);
    let last = payments.last().filter(|_| more).map(|last| last.id);
    let state = |one: Standing| Choice {
        value: one.key().to_owned(),
        label: words.t(&format!("payments-state-{}", one.key())),
    };
    let named = |key: String| Choice { label: name(office.catalogue(), &key, locale), value: key };
    let calendar = app.get::<WorkingCalendar>();
    Ok(show(ListPage {
        rows: payments.into_iter().map(|one| row(one, &office, locale)).collect(),
        sums: summed(&sums, locale),
        services: services.into_iter().map(named).collect(),
        states: Standing::ALL.into_iter().map(state).collect(),
        older: last.map(|id| format!("/desk/payments?{}&before={id}", asked.query())),
        csv: format!("/desk/payments.csv?{}", asked.query()),
        today: calendar.date(app.clock().now()).to_string(),
        asked,
    }))
}

/// The name of a service, its key where it is not offered any more.
pub(crate) fn name(catalogue: &Catalogue, key: &str, locale: Locale) -> String {
    catalogue.get(key).map_or_else(|| key.to_owned(), |one| one.name(locale).to_owned())
}

/// How a state looks.
pub(crate) fn tone(state: Standing) -> &'static str {
    match state {
        Standing::Paid => "kept",
        Standing::Failed => "late",
        Standing::Unpaid | Standing::Refunding => "waiting",
        Standing::Abandoned => "soon",
        Standing::Ended | Standing::PartRefunded | Standing::Refunded => "closed",
    }
}

fn row(payment: Payment, office: &Office, locale: Locale) -> Row {
    let written = |minor: i64| payment.currency.write(minor, locale);
    Row {
        number: payment.number.to_string(),
        service: name(office.catalogue(), &payment.service, locale),
        amount: written(payment.amount),
        refunded: (payment.refunded > 0).then(|| written(payment.refunded)),
        tone: tone(payment.state),
        state: payment.state.key(),
        at: to_ms(payment.paid_at.unwrap_or(payment.created_at)),
        stuck: payment.state.was_paid() && payment.opened_at.is_none(),
    }
}

fn summed(rows: &[SumRow], locale: Locale) -> Vec<Sum> {
    let mut codes: Vec<&str> = rows.iter().map(|row| row.currency.as_str()).collect();
    codes.dedup();
    let of = |code: &str| {
        let currency = Currency::parse(code).unwrap_or(Currency::NONE);
        let own = || {
            let own = rows.iter().filter(move |row| row.currency == code);
            own.filter_map(|row| Some((Standing::parse(&row.state)?, row)))
        };
        let paid = || own().filter(|(state, _)| state.was_paid());
        let due = own().filter(|(state, _)| state.is_due()).map(|(_, row)| row.amount).sum();
        let came: i64 = paid().map(|(_, row)| row.amount).sum();
        let went: i64 = paid().map(|(_, row)| row.refunded).sum();
        Sum {
            paid: currency.write(came, locale),
            count: paid().map(|(_, row)| row.payments).sum(),
            refunded: currency.write(went, locale),
            kept: currency.write(came - went, locale),
            due: currency.write(due, locale),
        }
    };
    codes.into_iter().map(of).collect()
}
