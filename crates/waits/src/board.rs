//! All figures of the town at one moment.

use std::collections::{BTreeMap, HashMap};

use cases::figures::{CountsAs, Ended, OpenNow};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::Serialize;

use crate::hide::{Grouping, LEAST, hide, hide_grouped};
use crate::measure::{Measure, Wait};

/// The periods that a reader can choose, in months of the calendar, the present one included.
pub(crate) const PERIODS: [usize; 3] = [3, 6, 12];

/// The months that are counted.
pub(crate) const MONTHS: usize = 12;

/// What figures are about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Scope {
    Town,
    Topic(String),
    Department(String),
    Service(String),
}

/// A figure, or why there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Told<T> {
    /// There was no case.
    #[default]
    Nothing,
    /// There were too few to show, or it would tell of too few elsewhere.
    Few,
    /// The figure.
    Shown(T),
}

impl<T> Told<T> {
    pub(crate) fn shown(&self) -> Option<&T> {
        match self {
            Self::Shown(figure) => Some(figure),
            Self::Nothing | Self::Few => None,
        }
    }

    pub(crate) fn is_few(&self) -> bool {
        matches!(self, Self::Few)
    }

    fn new(count: usize, hidden: bool, figure: impl FnOnce() -> T) -> Self {
        match count {
            0 => Self::Nothing,
            _ if hidden => Self::Few,
            _ => Self::Shown(figure()),
        }
    }
}

/// The figures of a scope in a period.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Figures {
    pub(crate) total: Told<Measure>,
    /// By district key; `None` are cases without a place. Empty where the total is not shown.
    pub(crate) districts: Vec<(Option<String>, Told<Measure>)>,
    pub(crate) left_out: LeftOut,
}

/// How many ended cases say nothing about waiting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct LeftOut {
    pub(crate) repeats: usize,
    pub(crate) withdrawn: usize,
    pub(crate) recorded: usize,
}

/// How many cases are open now, and late.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Open {
    pub(crate) open: usize,
    pub(crate) late: usize,
}

/// A service as the board groups it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Placed {
    pub(crate) topic: String,
    pub(crate) department: String,
}

/// All figures of the town at one moment.
#[derive(Debug)]
pub(crate) struct Board {
    /// When it was counted.
    pub(crate) at: Timestamp,
    /// The first days of the months, the oldest first.
    pub(crate) months: Vec<Date>,
    /// The names of the districts.
    pub(crate) districts: BTreeMap<String, String>,
    figures: HashMap<(Scope, usize), Figures>,
    by_month: HashMap<Scope, Vec<Told<Measure>>>,
    recorded: HashMap<Scope, Vec<usize>>,
    open: HashMap<Scope, Told<Open>>,
}

/// The first days of the twelve months up to now.
pub(crate) fn months(now: Timestamp, zone: &TimeZone) -> Vec<Date> {
    let first = zone.to_datetime(now).date().first_of_month();
    let back = |months: usize| first.saturating_sub(i64::try_from(months).unwrap_or(0).months());
    (0..MONTHS).rev().map(back).collect()
}

/// An ended case with where it belongs.
struct Case {
    service: usize,
    district: Option<String>,
    month: usize,
    counts_as: CountsAs,
    wait: Wait,
}

/// What is counted before it becomes a board.
pub(crate) struct Counting {
    months: Vec<Date>,
    /// When each month begins.
    begins: Vec<i64>,
    services: HashMap<String, usize>,
    cases: Vec<Case>,
}

impl Counting {
    /// Begins to count the months up to now.
    pub(crate) fn new(now: Timestamp, zone: &TimeZone) -> Self {
        let months = months(now, zone);
        let begin = |day: &Date| {
            let midnight = zone.to_timestamp(day.to_datetime(jiff::civil::Time::midnight()));
            midnight.map_or(0, base::time::to_ms)
        };
        let begins = months.iter().map(begin).collect();
        Self { months, begins, services: HashMap::new(), cases: Vec::new() }
    }

    /// When the first month begins, in milliseconds.
    pub(crate) fn since(&self) -> i64 {
        self.begins.first().copied().unwrap_or(0)
    }

    /// Takes a case in.
    pub(crate) fn take(&mut self, ended: Ended) {
        let begun = self.begins.partition_point(|begin| *begin <= ended.closed_at);
        let Some(month) = begun.checked_sub(1) else { return };
        let next = self.services.len();
        let service = *self.services.entry(ended.service).or_insert(next);
        let wait = Wait {
            kept: ended.kept,
            staff_ms: ended.staff_ms,
            resident_ms: ended.resident_ms,
            others_ms: ended.others_ms,
        };
        let Ended { district, counts_as, .. } = ended;
        self.cases.push(Case { service, district, month, counts_as, wait });
    }

    /// Counts: a pass over the cases for each period and each sort of scope.
    pub(crate) fn board(
        self,
        at: Timestamp,
        placed: &BTreeMap<String, Placed>,
        districts: BTreeMap<String, String>,
        open: &[OpenNow],
    ) -> Board {
        let mut keys: Vec<(&String, usize)> =
            self.services.iter().map(|(key, id)| (key, *id)).collect();
        keys.sort_by_key(|(_, id)| *id);
        let services: Vec<&str> = keys.iter().map(|(key, _)| key.as_str()).collect();
        let groups = Groups::new(&services, placed);
        let mut board = Board {
            at,
            months: self.months.clone(),
            districts,
            figures: HashMap::new(),
            by_month: HashMap::new(),
            recorded: HashMap::new(),
            open: count_open(open, placed),
        };
        for period in PERIODS {
            let cases: Vec<&Case> =
                self.cases.iter().filter(|case| case.month + period >= MONTHS).collect();
            for (scope, cases, hidden) in groups.split(&cases) {
                if period == MONTHS {
                    board.count_months(&scope, &cases, hidden);
                }
                let figures = figures(&cases, hidden);
                board.figures.insert((scope, period), figures);
            }
        }
        board
    }
}

impl Board {
    /// The figures of a scope in a period of so many months.
    pub(crate) fn of(&self, scope: &Scope, period: usize) -> Figures {
        self.figures.get(&(scope.clone(), period)).cloned().unwrap_or_default()
    }

    /// The total of a scope in a period.
    pub(crate) fn total(&self, scope: &Scope, period: usize) -> &Told<Measure> {
        let found = self.figures.get(&(scope.clone(), period));
        found.map_or(&Told::Nothing, |figures| &figures.total)
    }

    /// The figures of a scope by month, the oldest first; empty where too few are in all of them.
    pub(crate) fn by_month(&self, scope: &Scope) -> &[Told<Measure>] {
        self.by_month.get(scope).map_or(&[], Vec::as_slice)
    }

    /// How many cases staff recorded when they were done, by month; empty for none.
    pub(crate) fn recorded(&self, scope: &Scope) -> &[usize] {
        self.recorded.get(scope).map_or(&[], Vec::as_slice)
    }

    /// How many cases of a scope are open.
    pub(crate) fn open(&self, scope: &Scope) -> Told<Open> {
        self.open.get(scope).copied().unwrap_or_default()
    }

    /// The keys of the services that had a case in a period.
    pub(crate) fn services(&self, period: usize) -> impl Iterator<Item = &str> {
        self.figures.keys().filter_map(move |(scope, months)| match scope {
            Scope::Service(key) if *months == period => Some(key.as_str()),
            _ => None,
        })
    }

    /// The first day of a period.
    pub(crate) fn since(&self, period: usize) -> Date {
        let first = self.months.get(self.months.len().saturating_sub(period));
        first.copied().unwrap_or_default()
    }

    fn count_months(&mut self, scope: &Scope, cases: &[&Case], hidden: bool) {
        let mut months: Vec<Vec<&Wait>> = vec![Vec::new(); MONTHS];
        let mut recorded = vec![0_usize; MONTHS];
        for case in cases {
            match case.counts_as {
                CountsAs::Wait => {
                    if let Some(month) = months.get_mut(case.month) {
                        month.push(&case.wait);
                    }
                }
                CountsAs::Recorded => {
                    if let Some(month) = recorded.get_mut(case.month) {
                        *month += 1;
                    }
                }
                CountsAs::Repeat | CountsAs::Withdrawn => {}
            }
        }
        if recorded.iter().any(|count| *count > 0) {
            self.recorded.insert(scope.clone(), recorded);
        }
        if hidden || months.iter().all(Vec::is_empty) {
            return;
        }
        let counts: Vec<usize> = months.iter().map(Vec::len).collect();
        // The totals of the periods stand beside the months, so each stretch must keep its secret.
        let stretches = [0..6, 6..9, 9..12].map(|range| hide(counts.get(range).unwrap_or(&[])));
        let few = stretches.concat();
        let told = months.iter().zip(few).map(|(waits, few)| told(waits, few)).collect();
        self.by_month.insert(scope.clone(), told);
    }
}

fn told(waits: &[&Wait], hidden: bool) -> Told<Measure> {
    Told::new(waits.len(), hidden, || Measure::of(waits.iter().copied()))
}

fn figures(cases: &[&Case], hidden: bool) -> Figures {
    let count = |kind: CountsAs| cases.iter().filter(|case| case.counts_as == kind).count();
    let left_out = LeftOut {
        repeats: count(CountsAs::Repeat),
        withdrawn: count(CountsAs::Withdrawn),
        recorded: count(CountsAs::Recorded),
    };
    let waits: Vec<&Case> =
        cases.iter().filter(|case| case.counts_as == CountsAs::Wait).copied().collect();
    let all: Vec<&Wait> = waits.iter().map(|case| &case.wait).collect();
    let total = told(&all, hidden);
    if total.shown().is_none() {
        return Figures { total, districts: Vec::new(), left_out };
    }
    let mut by_district: BTreeMap<Option<&str>, Vec<&Wait>> = BTreeMap::new();
    for case in waits {
        by_district.entry(case.district.as_deref()).or_default().push(&case.wait);
    }
    let counts: Vec<usize> = by_district.values().map(Vec::len).collect();
    let districts = by_district
        .iter()
        .zip(hide(&counts))
        .map(|((key, waits), few)| (key.map(ToOwned::to_owned), told(waits, few)))
        .collect();
    Figures { total, districts, left_out }
}

/// The topics and departments of services.
struct Groups {
    services: Vec<String>,
    topics: Vec<String>,
    departments: Vec<String>,
    topic_of: Vec<Option<usize>>,
    department_of: Vec<Option<usize>>,
}

impl Groups {
    fn new(services: &[&str], placed: &BTreeMap<String, Placed>) -> Self {
        let (topics, topic_of) = grouped(services, |key| Some(&placed.get(key)?.topic));
        let (departments, department_of) =
            grouped(services, |key| Some(&placed.get(key)?.department));
        let services = services.iter().map(|key| (*key).to_owned()).collect();
        Self { services, topics, departments, topic_of, department_of }
    }

    /// The cases of each scope that has any, and whether its figures are hidden.
    fn split<'a>(&self, cases: &[&'a Case]) -> Vec<(Scope, Vec<&'a Case>, bool)> {
        let hidden = self.hidden(cases);
        let mut scopes: Vec<(Scope, Vec<&Case>, bool)> = Vec::new();
        let waits = cases.iter().filter(|case| case.counts_as == CountsAs::Wait).count();
        scopes.push((Scope::Town, cases.to_vec(), waits < LEAST));
        let groupings = [
            (&self.topics, Some(&self.topic_of), hidden.groups.first(), topic as fn(&str) -> Scope),
            (&self.departments, Some(&self.department_of), hidden.groups.get(1), department),
            (&self.services, None, Some(&hidden.parts), service),
        ];
        for (names, of, hidden, scope) in groupings {
            let mut found: Vec<Vec<&Case>> = vec![Vec::new(); names.len()];
            for case in cases {
                let index = match of {
                    Some(of) => of.get(case.service).copied().flatten(),
                    None => Some(case.service),
                };
                if let Some(list) = index.and_then(|index| found.get_mut(index)) {
                    list.push(case);
                }
            }
            for (index, (name, cases)) in names.iter().zip(found).enumerate() {
                if !cases.is_empty() {
                    let hidden = hidden.and_then(|hidden| hidden.get(index)).copied();
                    scopes.push((scope(name), cases, hidden.unwrap_or(true)));
                }
            }
        }
        scopes
    }

    fn hidden(&self, cases: &[&Case]) -> crate::hide::Hidden {
        let mut counts = vec![0_usize; self.services.len()];
        for case in cases.iter().filter(|case| case.counts_as == CountsAs::Wait) {
            if let Some(count) = counts.get_mut(case.service) {
                *count += 1;
            }
        }
        self.hide(&counts)
    }

    fn hide(&self, counts: &[usize]) -> crate::hide::Hidden {
        hide_grouped(
            counts,
            &[
                Grouping { groups: self.topics.len(), of: &self.topic_of },
                Grouping { groups: self.departments.len(), of: &self.department_of },
            ],
        )
    }
}

fn topic(key: &str) -> Scope {
    Scope::Topic(key.to_owned())
}

fn department(key: &str) -> Scope {
    Scope::Department(key.to_owned())
}

fn service(key: &str) -> Scope {
    Scope::Service(key.to_owned())
}

fn grouped<'a>(
    services: &[&str],
    group: impl Fn(&str) -> Option<&'a String>,
) -> (Vec<String>, Vec<Option<usize>>) {
    let mut names: Vec<String> = Vec::new();
    let of = services.iter().map(|key| {
        let group = group(key)?;
        let known = names.iter().position(|name| name == group);
        Some(known.unwrap_or_else(|| {
            names.push(group.clone());
            names.len() - 1
        }))
    });
    let of = of.collect();
    (names, of)
}

fn count_open(open: &[OpenNow], placed: &BTreeMap<String, Placed>) -> HashMap<Scope, Told<Open>> {
    let number = |count: i64| usize::try_from(count).unwrap_or(0);
    let services: Vec<&str> = open.iter().map(|row| row.service.as_str()).collect();
    let counts: Vec<usize> = open.iter().map(|row| number(row.open)).collect();
    let groups = Groups::new(&services, placed);
    let hidden = groups.hide(&counts);
    let mut found: HashMap<Scope, (Open, bool)> = HashMap::new();
    let mut add = |scope: Scope, row: &OpenNow, hidden: Option<bool>| {
        let entry = found.entry(scope).or_insert((Open::default(), hidden.unwrap_or(false)));
        entry.0.open += number(row.open);
        entry.0.late += number(row.late);
    };
    for (index, row) in open.iter().enumerate() {
        let flag = |list: Option<&Vec<bool>>, at: usize| list.and_then(|list| list.get(at)).copied();
        add(Scope::Town, row, None);
        add(service(&row.service), row, flag(Some(&hidden.parts), index));
        if let Some(place) = placed.get(&row.service) {
            let at = |of: &[Option<usize>]| of.get(index).copied().flatten().unwrap_or(usize::MAX);
            add(topic(&place.topic), row, flag(hidden.groups.first(), at(&groups.topic_of)));
            let department_at = at(&groups.department_of);
            add(department(&place.department), row, flag(hidden.groups.get(1), department_at));
        }
    }
    let told = |(open, hidden): (Open, bool)| Told::new(open.open, hidden || open.open < LEAST, || open);
    found.into_iter().map(|(scope, open)| (scope, told(open))).collect()
}
