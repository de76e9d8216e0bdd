//! All figures of the town at one moment.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use cases::figures::{Figures as ToldOfService, Published};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::measure::Measure;

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

    pub(crate) fn map<U>(self, change: impl FnOnce(T) -> U) -> Told<U> {
        match self {
            Self::Shown(figure) => Told::Shown(change(figure)),
            Self::Few => Told::Few,
            Self::Nothing => Told::Nothing,
        }
    }

    pub(crate) fn is_few(&self) -> bool {
        matches!(self, Self::Few)
    }

    pub(crate) fn new(count: usize, hidden: bool, figure: impl FnOnce() -> T) -> Self {
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct LeftOut {
    pub(crate) repeats: Told<usize>,
    pub(crate) withdrawn: Told<usize>,
    pub(crate) recorded: Told<usize>,
}

/// What staff recorded when it was done: nobody waited, so nobody's secret is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Recorded {
    /// By month, the oldest first.
    pub(crate) months: Vec<usize>,
    /// By district key; `None` without a place.
    pub(crate) districts: Vec<(Option<String>, usize)>,
}

/// About how many cases are open now, and late.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Open {
    pub(crate) open: Told<usize>,
    pub(crate) late: Told<usize>,
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
    pub(crate) figures: HashMap<(Scope, usize), Figures>,
    pub(crate) by_month: HashMap<Scope, Vec<Told<Measure>>>,
    pub(crate) recorded: HashMap<Scope, Recorded>,
    pub(crate) open: HashMap<Scope, Open>,
    /// What other pages tell of each service: the totals of all months.
    pub(crate) published: Published,
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

    /// What staff recorded when it was done; `None` where that was too little to show.
    pub(crate) fn recorded(&self, scope: &Scope) -> Option<&Recorded> {
        self.recorded.get(scope)
    }

    /// How many cases of a scope are open.
    pub(crate) fn open(&self, scope: &Scope) -> Open {
        self.open.get(scope).copied().unwrap_or_default()
    }

    /// The keys of the services that had a case in a period.
    pub(crate) fn services(&self, period: usize) -> impl Iterator<Item = &str> {
        self.figures.keys().filter_map(move |(scope, months)| match scope {
            Scope::Service(key) if *months == period => Some(key.as_str()),
            _ => None,
        })
    }

    /// What other pages tell of each service.
    pub(crate) fn to_publish(&self) -> Published {
        let told = |(scope, period): &(Scope, usize), figures: &Figures| {
            let (Scope::Service(key), Some(measure)) = (scope, figures.total.shown()) else {
                return None;
            };
            let closed = i64::try_from(measure.closed?).unwrap_or(i64::MAX);
            let Measure { kept, median_ms, p90_ms, .. } = *measure;
            let told = ToldOfService { closed, kept, median_ms, p90_ms };
            (*period == MONTHS).then(|| (key.clone(), told))
        };
        Arc::new(self.figures.iter().filter_map(|(at, figures)| told(at, figures)).collect())
    }

    /// The first day of a period.
    pub(crate) fn since(&self, period: usize) -> Date {
        let first = self.months.get(self.months.len().saturating_sub(period));
        first.copied().unwrap_or_default()
    }
}
