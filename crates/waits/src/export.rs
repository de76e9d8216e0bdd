//! The figures for spreadsheets and programs.
//!
//! `/waits.csv` and `/waits.json` take the filter of the page. The columns, and the keys of each
//! object in the JSON, are those of [`COLUMNS`]; a figure that is not told is empty (`null`), and
//! `suppressed` says whether that is because there were too few cases. Numbers of cases are rounded to
//! five, lengths are hours of working time rounded up to half hours (below one hour to five minutes),
//! shares are parts of one in whole percent: see docs/decisions/0011-small-numbers.md. The JSON is
//! `{"counted_at", "from", "months", "total": {…}, "by_month": [{…}], "by_neighbourhood": [{…}],
//! "services": [{…}]}`.

use std::collections::HashMap;

use axum::extract::{Query, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use base::text::csv_cell;
use jiff::civil::Date;
use serde_json::{Map, Value, json};
use services::{Catalogue, PromiseUnit};
use web::{App, Fault, Reply, Visitor};

use crate::asked::Asked;
use crate::board::{Board, Scope, Told};
use crate::fresh::Counts;
use crate::measure::{Measure, seconds};
use crate::speak::Speak;
use crate::table;

/// The columns of figures, in both files.
const COLUMNS: [&str; 11] = [
    "closed",
    "suppressed",
    "kept_share",
    "median_hours",
    "p90_hours",
    "staff_share",
    "resident_share",
    "others_share",
    "staff_median_hours",
    "resident_median_hours",
    "others_median_hours",
];

/// A value of each column.
type Values = [Value; COLUMNS.len()];

/// The figures of every service as CSV.
pub(crate) async fn csv(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<HashMap<String, String>>,
    headers: HeaderMap,
) -> Reply {
    let board = app.get::<Counts>().board(&app).await?;
    let speak = Speak::new(&app, &visitor);
    let asked = Asked::read(&query);
    let head = [
        "service",
        "name",
        "topic",
        "department",
        "promise_amount",
        "promise_unit",
        "from",
        "months",
        "open",
        "late",
    ];
    let mut rows =
        vec![[&head[..], &COLUMNS].concat().into_iter().map(ToOwned::to_owned).collect()];
    let catalogue = app.get::<Catalogue>();
    for line in table::lines(&speak, &board, &catalogue, &asked) {
        let definition = line.service.as_ref().map(|service| &service.definition);
        let promise = definition.and_then(|definition| definition.promise);
        let open = board.open(&Scope::Service(line.key.clone()));
        let mut row = vec![
            line.key,
            line.name,
            definition.map(|definition| definition.topic.clone()).unwrap_or_default(),
            definition.map(|definition| definition.department.clone()).unwrap_or_default(),
            promise.map(|promise| promise.amount.to_string()).unwrap_or_default(),
            promise.map(|promise| unit(promise.unit).to_owned()).unwrap_or_default(),
            board.since(asked.months).to_string(),
            asked.months.to_string(),
        ];
        let count = |told: Told<usize>| match told {
            Told::Shown(number) => number.to_string(),
            Told::Few => String::new(),
            Told::Nothing => "0".to_owned(),
        };
        row.extend([count(open.open), count(open.late)]);
        row.extend(cells(&values(line.told)));
        rows.push(row);
    }
    answer(&board, &speak, &headers, "text/csv; charset=utf-8", Some("waits.csv"), || write(&rows))
}

/// The figures of one service as CSV: in all, by month, by neighbourhood.
pub(crate) fn service_csv(
    speak: &Speak,
    board: &Board,
    key: &str,
    months: usize,
    headers: &HeaderMap,
) -> Reply {
    let scope = Scope::Service(key.to_owned());
    let figures = board.of(&scope, months);
    let head = ["service", "by", "key", "name", "from", "months"];
    let mut rows =
        vec![[&head[..], &COLUMNS].concat().into_iter().map(ToOwned::to_owned).collect()];
    let mut add = |by: &str,
                   cell: &str,
                   name: String,
                   from: String,
                   months: usize,
                   values: Values| {
        let mut row =
            vec![key.to_owned(), by.to_owned(), cell.to_owned(), name, from, months.to_string()];
        row.extend(cells(&values));
        rows.push(row);
    };
    let since = board.since(months).to_string();
    add("all", "", String::new(), since.clone(), months, values(&figures.total));
    for (month, values) in by_month(board, &scope) {
        let key = month.strftime("%Y-%m").to_string();
        add("month", &key, speak.month(month), month.to_string(), 1, values);
    }
    for (district, told) in &figures.districts {
        let cell = district.as_deref().unwrap_or_default();
        let name = board.districts.get(cell).cloned();
        let name = name.unwrap_or_else(|| speak.words.t("waits-no-place"));
        add("neighbourhood", cell, name, since.clone(), months, values(told));
    }
    let file = format!("waits-{key}.csv");
    answer(board, speak, headers, "text/csv; charset=utf-8", Some(&file), || write(&rows))
}

/// The figures of the town as JSON.
pub(crate) async fn json(
    State(app): State<App>,
    visitor: Visitor,
    Query(query): Query<HashMap<String, String>>,
    headers: HeaderMap,
) -> Reply {
    let board = app.get::<Counts>().board(&app).await?;
    let speak = Speak::new(&app, &visitor);
    let asked = Asked::read(&query);
    let catalogue = app.get::<Catalogue>();
    let figures = board.of(&asked.scope, asked.months);
    let months = by_month(&board, &asked.scope).into_iter().map(|(month, values)| {
        object(&[("month", json!(month.strftime("%Y-%m").to_string()))], values)
    });
    let districts = figures.districts.iter().map(|(key, told)| {
        let name = key.as_ref().and_then(|key| board.districts.get(key));
        object(&[("neighbourhood", json!(key)), ("name", json!(name))], values(told))
    });
    let lines = table::lines(&speak, &board, &catalogue, &asked);
    let services = lines.iter().map(|line| {
        let promise = line.service.as_ref().and_then(|service| service.definition.promise);
        let promise =
            promise.map(|promise| json!({"amount": promise.amount, "unit": unit(promise.unit)}));
        object(
            &[
                ("service", json!(line.key)),
                ("name", json!(line.name)),
                ("promise", json!(promise)),
            ],
            values(line.told),
        )
    });
    let body = json!({
        "counted_at": board.at.to_string(),
        "from": board.since(asked.months).to_string(),
        "months": asked.months,
        "total": object(&[], values(&figures.total)),
        "by_month": months.collect::<Vec<_>>(),
        "by_neighbourhood": districts.collect::<Vec<_>>(),
        "services": services.collect::<Vec<_>>(),
    });
    answer(&board, &speak, &headers, "application/json", None, || Ok(body.to_string()))
}

/// The figures as values in the order of [`COLUMNS`].
fn values(told: &Told<Measure>) -> Values {
    let suppressed = json!(u8::from(told.is_few()));
    let Some(measure) = told.shown() else {
        let mut none = [const { Value::Null }; COLUMNS.len()];
        let [closed, flag, ..] = &mut none;
        *closed = if told.is_few() { Value::Null } else { json!(0) };
        *flag = suppressed;
        return none;
    };
    let hours = |ms: i64| json!((seconds(ms) / 36.0).round() / 100.0);
    let [staff, resident, others] =
        measure.split.map_or([const { Value::Null }; 3], |split| split.map(|share| json!(share)));
    let typical = measure.sides.map(|side| side.shown().map(|side| hours(side.median_ms)));
    let [staff_half, resident_half, others_half] = typical.map(Option::unwrap_or_default);
    [
        json!(measure.closed),
        suppressed,
        json!(measure.kept),
        hours(measure.median_ms),
        hours(measure.p90_ms),
        staff,
        resident,
        others,
        staff_half,
        resident_half,
        others_half,
    ]
}

/// The figures of each month.
fn by_month(board: &Board, scope: &Scope) -> Vec<(Date, Values)> {
    let months = board.months.iter().zip(board.by_month(scope));
    months.map(|(month, told)| (*month, values(told))).collect()
}

fn object(first: &[(&str, Value)], values: Values) -> Value {
    let mut object = Map::new();
    object.extend(first.iter().map(|(key, value)| ((*key).to_owned(), value.clone())));
    object.extend(COLUMNS.iter().zip(values).map(|(key, value)| ((*key).to_owned(), value)));
    Value::Object(object)
}

fn cells(values: &[Value]) -> Vec<String> {
    let cell = |value: &Value| if value.is_null() { String::new() } else { value.to_string() };
    values.iter().map(cell).collect()
}

fn unit(unit: PromiseUnit) -> &'static str {
    match unit {
        PromiseUnit::WorkingHours => "working-hours",
        PromiseUnit::WorkingDays => "working-days",
        PromiseUnit::Days => "days",
    }
}

fn write(rows: &[Vec<String>]) -> Result<String, Fault> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let broken = |error: String| Fault::internal(format!("the figures cannot be written: {error}"));
    for row in rows {
        let cells = row.iter().map(|cell| csv_cell(cell));
        writer.write_record(cells).map_err(|error| broken(error.to_string()))?;
    }
    let bytes = writer.into_inner().map_err(|error| broken(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| broken(error.to_string()))
}

/// Answers with a file, or only that it has not changed: it does when the figures are counted anew.
fn answer(
    board: &Board,
    speak: &Speak,
    headers: &HeaderMap,
    kind: &'static str,
    file: Option<&str>,
    body: impl FnOnce() -> Result<String, Fault>,
) -> Reply {
    let locale = speak.words.locale().code();
    let tag = format!("\"{}-{locale}\"", base::time::to_ms(board.at));
    let same = headers.get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let mut response: Response = if same {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut response = body()?.into_response();
        let head = response.headers_mut();
        head.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
        if let Some(file) = file {
            let disposition = format!("attachment; filename=\"{file}\"");
            if let Ok(disposition) = HeaderValue::from_str(&disposition) {
                head.insert(CONTENT_DISPOSITION, disposition);
            }
        }
        response
    };
    let head = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        head.insert(ETAG, tag);
    }
    head.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=60"));
    head.insert(VARY, HeaderValue::from_static("accept-language, cookie"));
    Ok(response)
}
