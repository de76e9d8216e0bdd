use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Query, State};
use base::time::to_ms;
use base::{CaseId, Locale};
use cases::public::{self, PAGE, Report};
use cases::{CaseError, Office};
use jiff::Timestamp;
use places::Places;
use serde::Serialize;
use services::{Catalogue, CatalogueError, Service};
use store::Tx;
use web::{App, Page, Reply, Visitor, Words, show};

use crate::filter::{Asked, PERIODS};

#[derive(Serialize)]
struct ListPage {
    reports: Vec<Line>,
    count: i64,
    asked: Asked,
    days: i64,
    narrowed: bool,
    services: Vec<Choice>,
    districts: Vec<Choice>,
    states: Vec<Choice>,
    periods: Vec<Choice>,
    older: Option<String>,
    newer: Option<String>,
}

/// A report in the list.
#[derive(Serialize)]
pub(crate) struct Line {
    reference: String,
    name: String,
    address: Option<String>,
    district: Option<String>,
    opened: i64,
    tone: &'static str,
    state: String,
    followers: i64,
    own: bool,
}

#[derive(Serialize)]
struct Choice {
    value: String,
    label: String,
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "reports/list.html";

    fn title(&self, words: &Words) -> String {
        words.t("reports-title")
    }
}

/// Shows the reports as a list and a map.
pub(crate) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Reply {
    let (filter, before) = (asked.filter(app.clock().now()), asked.before());
    let (office, places) = (Office::of(&app), app.get::<Places>());
    let (mut reports, count, geography) = app
        .db()
        .read(move |tx| {
            let reports = public::list(tx, &filter, before)?;
            let reports = with_services(tx, &office, reports)?;
            Ok::<_, CaseError>((reports, public::count(tx, &filter)?, places.geography(tx)?))
        })
        .await?;
    let locale = visitor.locale();
    let older = older(&mut reports).map(|position| asked.address(Some(position)));
    let districts: BTreeMap<String, String> = geography
        .map
        .districts()
        .map(|district| (district.key.clone(), district.name.clone()))
        .collect();
    let catalogue = app.get::<Catalogue>();
    let lines =
        reports.into_iter().map(|(report, service)| line(report, service, &districts, locale));
    Ok(show(ListPage {
        reports: lines.collect(),
        count,
        days: asked.days(),
        narrowed: asked.is_narrowed(),
        services: services(&catalogue, locale),
        districts: districts.into_iter().map(|(value, label)| Choice { value, label }).collect(),
        states: ["live", "closed"].map(|key| state(key, visitor.words())).into(),
        periods: PERIODS.map(|days| period(days, visitor.words())).into(),
        older,
        newer: before.map(|_| asked.address(None)),
        asked,
    }))
}

/// A report and its service as it was, where it is still known.
type Known = (Report, Option<Arc<Service>>);

/// Finds the service of each report as it was when the report began: its states have the names of that
/// time, and today's workflow may not know them.
fn with_services(
    tx: &mut Tx<'_>,
    office: &Office,
    reports: Vec<Report>,
) -> Result<Vec<Known>, CaseError> {
    let mut found = Vec::with_capacity(reports.len());
    for report in reports {
        let service = match office.catalogue().version(tx, &report.service, report.version) {
            Ok(service) => service,
            Err(CatalogueError::Store(error)) => return Err(error.into()),
            // What cannot be read is named as it is today.
            Err(_) => None,
        };
        let service = service.or_else(|| office.catalogue().get(&report.service));
        found.push((report, service));
    }
    Ok(found)
}

/// Cuts the list to a page; gives where the next begins.
fn older(reports: &mut Vec<(Report, Option<Arc<Service>>)>) -> Option<(Timestamp, CaseId)> {
    let most = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = reports.len() > most;
    reports.truncate(most);
    reports.last().filter(|_| more).map(|(last, _)| (last.opened_at, last.id))
}

fn services(catalogue: &Catalogue, locale: Locale) -> Vec<Choice> {
    let mut all: Vec<_> = catalogue
        .all()
        .into_iter()
        .filter(|service| service.definition.public)
        .map(|service| Choice {
            value: service.id().to_owned(),
            label: service.name(locale).to_owned(),
        })
        .collect();
    all.sort_by(|a, b| a.label.cmp(&b.label));
    all
}

fn state(key: &str, words: &Words) -> Choice {
    Choice { value: key.to_owned(), label: words.t(&format!("reports-state-{key}")) }
}

fn period(days: i64, words: &Words) -> Choice {
    let label = words.with("reports-period", &[("days", days.into())]);
    Choice { value: days.to_string(), label }
}

fn line(
    report: Report,
    service: Option<Arc<Service>>,
    districts: &BTreeMap<String, String>,
    locale: Locale,
) -> Line {
    let state = service.as_ref().and_then(|service| service.workflow.state(&report.state));
    Line {
        name: service
            .as_ref()
            .map_or(report.service.clone(), |found| found.name(locale).to_owned()),
        state: state.map(|state| state.name_for_all().get(locale).to_owned()).unwrap_or_default(),
        tone: tone(&report.phase),
        reference: report.reference.to_string(),
        address: report.address,
        district: report.district.and_then(|key| districts.get(&key).cloned()),
        opened: to_ms(report.opened_at),
        followers: report.followers,
        own: report.found_by_staff,
    }
}

/// How a phase is marked.
pub(crate) fn tone(phase: &str) -> &'static str {
    match phase {
        "closed" => "closed",
        "waiting" => "waiting",
        _ => "new",
    }
}
