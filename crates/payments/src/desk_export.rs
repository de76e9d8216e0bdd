//! `/desk/payments.csv`: the same payments for a spreadsheet. Amounts have a decimal point whatever the
//! language, times are those of the town, and no cell is a formula.

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use base::text::csv_cell;
use base::{Locale, WorkingCalendar};
use cases::Office;
use jiff::Timestamp;
use store::StoreError;
use web::{App, Fault, Reply, Visitor};

use crate::desk_list::{Asked, list, name};
use crate::payment::{AttemptState, Payment};
use crate::{attempts, what};

/// Payments in one file: more than a year's of a large town; who needs more asks by the month.
const MOST_ROWS: i64 = 50_000;

const HEAD: [&str; 13] = [
    "number",
    "state",
    "service",
    "service_name",
    "what",
    "currency",
    "amount",
    "refunded",
    "sent_at",
    "paid_at",
    "provider",
    "provider_id",
    "case_opened",
];

/// Writes the file.
pub(crate) async fn csv(State(app): State<App>, visitor: Visitor) -> Reply {
    let asked = Asked::read(&app, &visitor);
    let (office, locale) = (Office::of(&app), visitor.locale());
    let calendar = app.get::<WorkingCalendar>();
    let (from, to) = (asked.from.clone(), asked.to.clone());
    let read = app.db().read(move |tx| {
        let mut rows = Vec::new();
        for payment in list(tx, &asked, MOST_ROWS)? {
            let attempts = attempts::of_payment(tx, payment.id)?;
            let paid = attempts.into_iter().find(|one| one.state == AttemptState::Paid);
            let (provider, id) = paid
                .map(|one| (one.provider, one.provider_id.unwrap_or_default()))
                .unwrap_or_default();
            let what = what(tx, &office, &payment, locale)?;
            let service = name(office.catalogue(), &payment.service, locale);
            rows.push(row(&payment, &calendar, [service, what, provider, id]));
        }
        Ok::<_, StoreError>(rows)
    });
    let rows = read.await?;
    let text = written(&rows).map_err(|error| Fault::internal(error.to_string()))?;
    let name = format!("attachment; filename=\"payments-{from}-{to}.csv\"");
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (CACHE_CONTROL, "no-store".to_owned()),
        (CONTENT_DISPOSITION, name),
    ];
    Ok((headers, text).into_response())
}

fn row(
    payment: &Payment,
    calendar: &WorkingCalendar,
    [service, what, provider, id]: [String; 4],
) -> [String; HEAD.len()] {
    // The decimal point of English, as programs read it.
    let plain = |minor: i64| payment.currency.plain_in(minor, Locale::EN);
    let time = |at: Timestamp| {
        at.to_zoned_datetime(calendar.zone().clone()).strftime("%Y-%m-%d %H:%M:%S").to_string()
    };
    [
        payment.number.to_string(),
        payment.state.key().to_owned(),
        payment.service.clone(),
        service,
        what,
        payment.currency.code().to_owned(),
        plain(payment.amount),
        plain(payment.refunded),
        time(payment.created_at),
        payment.paid_at.map(time).unwrap_or_default(),
        provider,
        id,
        payment.opened_at.map(time).unwrap_or_default(),
    ]
}

fn written(rows: &[[String; HEAD.len()]]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEAD)?;
    for row in rows {
        writer.write_record(row.iter().map(|cell| csv_cell(cell)))?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        let mut row = [const { String::new() }; HEAD.len()];
        row[3] = "=HYPERLINK(\"http://evil.example\")".into();
        row[4] = "@SUM(A1)".into();
        let text = String::from_utf8(written(&[row]).unwrap()).unwrap();
        assert!(text.contains("\"'=HYPERLINK(\"\"http://evil.example\"\")\",'@SUM(A1)"), "{text}");
    }
}
