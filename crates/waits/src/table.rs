//! The table of all services.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;
use services::{Catalogue, Service};

use crate::asked::{Asked, Sort};
use crate::board::{Board, Scope, Told};
use crate::measure::Measure;
use crate::speak::{Speak, promise_hours};

/// The services found by a search.
const MOST_FOUND: usize = 100;

/// The rows of the table before somebody asks for all: what a telephone scrolls through.
const FIRST_ROWS: usize = 25;

/// The table as the page shows it.
#[derive(Serialize)]
pub(crate) struct Table {
    columns: Vec<Column>,
    rows: Vec<Row>,
    /// How many services are not listed, and where they are.
    more: usize,
    more_href: String,
    /// The address without the search.
    all_href: String,
}

#[derive(Serialize)]
struct Column {
    name: String,
    href: String,
    /// `ascending`, `descending` or nothing.
    sorted: &'static str,
    numeric: bool,
}

#[derive(Serialize)]
struct Row {
    href: String,
    name: String,
    promise: String,
    median: String,
    p90: String,
    kept: String,
    share: Option<f64>,
    closed: String,
}

/// A service with its figures.
pub(crate) struct Line<'a> {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) service: Option<Arc<Service>>,
    pub(crate) told: &'a Told<Measure>,
}

/// The services of what was asked, sorted; those without a figure stand last.
pub(crate) fn lines<'a>(
    speak: &Speak,
    board: &'a Board,
    catalogue: &Catalogue,
    asked: &Asked,
) -> Vec<Line<'a>> {
    let locale = speak.words.locale();
    let offered = catalogue.all();
    let mut known: BTreeMap<String, Option<Arc<Service>>> =
        board.services(asked.months).map(|key| (key.to_owned(), None)).collect();
    for service in offered.into_iter().filter(|service| service.definition.online) {
        known.insert(service.id().to_owned(), Some(service));
    }
    let found = found(catalogue, asked, speak);
    let mut lines: Vec<Line<'a>> = known
        .into_iter()
        .filter(|(_, service)| lies_in(service.as_deref(), &asked.scope))
        .map(|(key, service)| {
            let told = board.total(&Scope::Service(key.clone()), asked.months);
            // A service that is no longer offered has only its key.
            let name = service.as_ref().map(|service| service.name(locale).to_owned());
            Line { name: name.unwrap_or_else(|| key.replace('-', " ")), key, service, told }
        })
        .filter(|line| found.as_ref().is_none_or(|found| is_found(found, line, &asked.search)))
        .collect();
    sort(&mut lines, asked);
    lines
}

fn lies_in(service: Option<&Service>, scope: &Scope) -> bool {
    match scope {
        Scope::Town => true,
        Scope::Topic(key) => service.is_some_and(|service| service.definition.topic == *key),
        Scope::Department(key) => {
            service.is_some_and(|service| service.definition.department == *key)
        }
        Scope::Service(key) => service.is_some_and(|service| service.id() == key),
    }
}

/// The keys that the catalogue's search finds; `None` when nothing was searched for.
fn found(catalogue: &Catalogue, asked: &Asked, speak: &Speak) -> Option<BTreeSet<String>> {
    let search = asked.search.trim();
    if search.is_empty() {
        return None;
    }
    let found = catalogue.search(search, speak.words.locale(), MOST_FOUND);
    Some(found.iter().map(|service| service.id().to_owned()).collect())
}

fn is_found(found: &BTreeSet<String>, line: &Line<'_>, search: &str) -> bool {
    found.contains(&line.key) || line.name.to_lowercase().contains(&search.trim().to_lowercase())
}

fn sort(lines: &mut [Line<'_>], asked: &Asked) {
    lines.sort_by_cached_key(|line| line.name.to_lowercase());
    if asked.sort == Sort::Name {
        if asked.down {
            lines.reverse();
        }
        return;
    }
    // What has no figure stands last, whichever way the table runs.
    lines.sort_by(|a, b| match (figure(a, asked.sort), figure(b, asked.sort)) {
        (Some(a), Some(b)) if asked.down => b.total_cmp(&a),
        (Some(a), Some(b)) => a.total_cmp(&b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    });
}

fn figure(line: &Line<'_>, sort: Sort) -> Option<f64> {
    let measure = line.told.shown();
    match sort {
        Sort::Promise => promise_hours(line.service.as_deref()?),
        Sort::Median => measure.map(|measure| crate::measure::seconds(measure.median_ms)),
        Sort::P90 => measure.map(|measure| crate::measure::seconds(measure.p90_ms)),
        Sort::Kept => measure?.kept,
        Sort::Closed => measure?.closed.map(crate::measure::count),
        Sort::Name => None,
    }
}

/// The table of what was asked.
pub(crate) fn table(speak: &Speak, board: &Board, catalogue: &Catalogue, asked: &Asked) -> Table {
    let mut lines = lines(speak, board, catalogue, asked);
    let found = lines.len();
    if !asked.all && asked.search.trim().is_empty() {
        lines.retain(|line| line.told.shown().is_some());
        lines.truncate(FIRST_ROWS);
    }
    let column = |sort: Sort| Column {
        name: speak.words.t(&format!("waits-column-{}", sort.key())),
        href: format!("{}#services", asked.sorted(sort).address("/waits")),
        sorted: match (sort == asked.sort, asked.down) {
            (true, true) => "descending",
            (true, false) => "ascending",
            (false, _) => "",
        },
        numeric: sort != Sort::Name,
    };
    let all = Asked { all: true, search: String::new(), ..asked.clone() };
    let every = Asked { search: String::new(), ..asked.clone() };
    Table {
        columns: Sort::ALL.map(column).into(),
        rows: lines.iter().map(|line| row(speak, line, asked.months)).collect(),
        more: found - lines.len(),
        more_href: format!("{}#services", all.address("/waits")),
        all_href: format!("{}#services", every.address("/waits")),
    }
}

fn row(speak: &Speak, line: &Line<'_>, months: usize) -> Row {
    let promise = line.service.as_ref().and_then(|service| service.definition.promise);
    let share = line.told.shown().and_then(|measure| measure.kept);
    let period =
        if months == crate::board::MONTHS { String::new() } else { format!("?months={months}") };
    let blank = |text: String| if line.told.shown().is_some() { text } else { "–".to_owned() };
    Row {
        href: format!("/waits/{}{period}", line.key),
        name: line.name.clone(),
        promise: promise.map_or_else(|| "–".to_owned(), |promise| speak.promise(promise)),
        median: blank(speak.median(line.told)),
        p90: blank(speak.p90(line.told)),
        kept: blank(speak.kept(line.told)),
        share,
        closed: speak.closed(line.told),
    }
}
