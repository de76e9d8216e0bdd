use std::collections::HashMap;

use axum::extract::{Path, Query, State};
use serde::Serialize;
use services::{Catalogue, Service};
use web::chart::{BarChart, ColumnChart, LineChart};
use web::{App, Cache, Fault, Page, Reply, Visitor, Words, show};

use crate::asked::Asked;
use crate::board::{Board, Figures, PERIODS, Scope, Told};
use crate::charts::{self, DistrictChart, SplitChart};
use crate::export;
use crate::fresh::Counts;
use crate::speak::Speak;
use crate::town::{self, Stat};

/// The page of one service.
#[derive(Serialize)]
struct ServicePage {
    heading: String,
    name: String,
    service: String,
    finding: String,
    since: String,
    counted: i64,
    stats: Vec<Stat>,
    absent: Option<&'static str>,
    open: String,
    kept: Option<LineChart>,
    median: Option<LineChart>,
    split: Option<SplitChart>,
    districts: Option<DistrictChart>,
    recorded: Option<ColumnChart>,
    recorded_places: Option<BarChart>,
    offered: bool,
    reports: bool,
    periods: Vec<Period>,
    months: usize,
    counting: town::Counting,
    csv: String,
}

/// A link to another period.
#[derive(Serialize)]
struct Period {
    label: String,
    href: String,
    current: bool,
}

impl Page for ServicePage {
    const TEMPLATE: &'static str = "waits/service.html";

    fn title(&self, _: &Words) -> String {
        self.heading.clone()
    }

    fn cache(&self) -> Cache {
        Cache::Anybody(town::KEPT_SECONDS)
    }
}

/// Shows how long one service takes; `/waits/pothole.csv` gives its figures as a table.
pub(crate) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(key): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    headers: axum::http::HeaderMap,
) -> Reply {
    let board = app.get::<Counts>().board(&app).await?;
    let speak = Speak::new(&app, &visitor);
    let asked = Asked::read(&query);
    let (key, is_csv) = match key.strip_suffix(".csv") {
        Some(key) => (key, true),
        None => (key.as_str(), false),
    };
    let catalogue = app.get::<Catalogue>();
    let service = catalogue.get(key);
    let is_known = board.services(crate::board::MONTHS).any(|known| known == key);
    if service.is_none() && !is_known {
        return Err(Fault::NotFound);
    }
    if is_csv {
        return export::service_csv(&speak, &board, key, asked.months, &headers);
    }
    Ok(show(view(&speak, &board, service.as_deref(), key, &asked)))
}

fn view(
    speak: &Speak,
    board: &Board,
    service: Option<&Service>,
    key: &str,
    asked: &Asked,
) -> ServicePage {
    let scope = Scope::Service(key.to_owned());
    let figures = board.of(&scope, asked.months);
    let by_month = board.by_month(&scope);
    let locale = speak.words.locale();
    let name =
        service.map_or_else(|| key.replace('-', " "), |service| service.name(locale).to_owned());
    let recorded = board.recorded(&scope);
    let period = |months: usize| Period {
        label: speak.words.with("waits-period", &[("months", months.into())]),
        href: Asked { months, ..asked.clone() }.address(&format!("/waits/{key}")),
        current: months == asked.months,
    };
    ServicePage {
        heading: speak.words.with("waits-service-title", &[("name", name.as_str().into())]),
        finding: finding(speak, service, &figures),
        since: speak.day(board.since(asked.months)),
        counted: base::time::to_ms(board.at),
        stats: town::stats(speak, &figures),
        absent: match town::absent(&figures.total) {
            Some("nothing") if recorded.is_some() => Some("recorded"),
            absent => absent,
        },
        open: open(speak, board, &scope),
        kept: charts::kept_by_month(speak, &board.months, by_month),
        median: charts::median_by_month(speak, &board.months, by_month),
        split: figures.total.shown().and_then(|measure| charts::split(speak, measure)),
        districts: charts::districts(speak, &figures, &board.districts),
        recorded: recorded
            .map(|recorded| charts::recorded_by_month(speak, &board.months, &recorded.months)),
        recorded_places: recorded.and_then(|recorded| {
            charts::recorded_by_district(speak, &recorded.districts, &board.districts)
        }),
        offered: service.is_some(),
        reports: service.is_some_and(|service| service.definition.public),
        periods: PERIODS.map(period).into(),
        months: asked.months,
        counting: town::counting(speak, &figures),
        csv: asked.address(&format!("/waits/{key}.csv")),
        service: key.to_owned(),
        name,
    }
}

/// How many are open now; where some are late, that the longest waits are among them.
fn open(speak: &Speak, board: &Board, scope: &Scope) -> String {
    let open = town::open(speak, board, scope);
    if board.open(scope).late != Told::Nothing {
        return format!("{open} {}", speak.words.t("waits-late-note"));
    }
    open
}

/// The promise against what really happened, in a sentence or two.
fn finding(speak: &Speak, service: Option<&Service>, figures: &Figures) -> String {
    let promise = service.and_then(|service| service.definition.promise);
    let promised = promise.map_or_else(
        || speak.words.t("waits-no-promise"),
        |promise| {
            speak.words.with("waits-we-promise", &[("promise", speak.promise(promise).into())])
        },
    );
    let Some(measure) = figures.total.shown() else { return promised };
    let really = speak.words.with(
        "waits-really",
        &[
            ("median", speak.long(measure.median_ms).into()),
            ("p90", speak.long(measure.p90_ms).into()),
        ],
    );
    format!("{promised} {really}")
}
