//! Lengths, shares, months and promises in words.

use base::time::{HOUR_MS, MINUTE_MS};
use jiff::civil::Date;
use services::{Promise, PromiseUnit, Service};
use web::dates::Dates;
use web::{App, Visitor, Words, numbers};

use crate::board::Told;
use crate::measure::{Measure, count, milliseconds, seconds};

/// From so many days on, parts of a day say nothing.
const WHOLE_DAYS: i64 = 5;

/// Writes figures in the visitor's language.
pub(crate) struct Speak {
    pub(crate) words: Words,
    dates: Dates,
    working_day_ms: i64,
}

impl Speak {
    /// A writer for a visitor.
    pub(crate) fn new(app: &App, visitor: &Visitor) -> Self {
        Self {
            words: visitor.words().clone(),
            dates: app.dates(visitor.locale()),
            working_day_ms: app.town().working_day_ms,
        }
    }

    /// A length in full: `2 working days 4 hours`. Rounded up, for it is said as "within".
    pub(crate) fn long(&self, ms: i64) -> String {
        let unit = match ms {
            ms if ms < self.working_day_ms => MINUTE_MS,
            ms if ms < WHOLE_DAYS * self.working_day_ms => HOUR_MS,
            _ => self.working_day_ms,
        };
        let whole = i64::from(ms % unit > 0);
        // Hours begin anew with each day, whose length need not be a number of whole hours.
        let day = self.working_day_ms.max(1);
        let ms = match unit {
            HOUR_MS => {
                let (days, rest) = (ms / day * day, ms % day);
                days + ((rest + HOUR_MS - 1) / HOUR_MS * HOUR_MS).min(day)
            }
            unit => (ms / unit.max(1) + whole) * unit,
        };
        self.dates.length(ms, self.working_day_ms, "time-working-days")
    }

    /// A length for tables and charts, in one unit: `2.1 days`, `5.5 hours`, `40 minutes`; rounded
    /// up. The days are working days.
    pub(crate) fn short(&self, ms: i64) -> String {
        let whole = |unit: i64| (seconds(ms) / seconds(unit)).ceil();
        let tenths = |unit: i64| (seconds(ms) / seconds(unit) * 10.0).ceil() / 10.0;
        let (key, number) = match ms {
            ms if ms < MINUTE_MS => return self.words.t("time-under-a-minute"),
            ms if ms < HOUR_MS => ("time-minutes", whole(MINUTE_MS)),
            ms if ms < self.working_day_ms => ("time-hours", tenths(HOUR_MS)),
            ms if ms < WHOLE_DAYS * self.working_day_ms => {
                ("time-days", tenths(self.working_day_ms))
            }
            _ => ("time-days", whole(self.working_day_ms)),
        };
        self.words.with(key, &[("count", number.into())])
    }

    /// A number of working days as a length for charts.
    pub(crate) fn short_days(&self, days: f64) -> String {
        self.short(milliseconds(days * seconds(self.working_day_ms)))
    }

    /// A number of working days for the axis of a chart.
    pub(crate) fn days(&self, days: f64) -> String {
        self.words.with("waits-days", &[("count", days.into())])
    }

    /// A length as a number of working days.
    pub(crate) fn in_days(&self, ms: i64) -> f64 {
        seconds(ms) / seconds(self.working_day_ms.max(1))
    }

    /// How many hours a working day has.
    pub(crate) fn hours_of_day(&self) -> String {
        self.number_of(seconds(self.working_day_ms) / 3_600.0)
    }

    /// A share of one.
    pub(crate) fn share(&self, share: f64) -> String {
        numbers::percent(share, self.words.locale())
    }

    /// A count.
    pub(crate) fn number(&self, number: usize) -> String {
        self.number_of(count(number))
    }

    fn number_of(&self, number: f64) -> String {
        numbers::number(number, self.words.locale())
    }

    /// A promise: `3 working days`.
    pub(crate) fn promise(&self, promise: Promise) -> String {
        let key = match promise.unit {
            PromiseUnit::WorkingHours => "waits-working-hours",
            PromiseUnit::WorkingDays => "time-working-days",
            PromiseUnit::Days => "waits-calendar-days",
        };
        self.words.with(key, &[("count", promise.amount.into())])
    }

    /// A month in full: `December 2026`.
    pub(crate) fn month(&self, date: Date) -> String {
        self.dates.month(date)
    }

    /// A month for an axis: `Dec 2026`.
    pub(crate) fn short_month(&self, date: Date) -> String {
        let day = self.dates.short_day(date);
        day.split_once(' ').map_or(day.clone(), |(_, month)| month.to_owned())
    }

    /// A day: `1 December 2026`.
    pub(crate) fn day(&self, date: Date) -> String {
        self.dates.day_of_month(date)
    }

    /// How many cases, or why that is not told.
    pub(crate) fn closed(&self, told: &Told<Measure>) -> String {
        self.told(told, |measure| self.closed_of(measure))
    }

    /// About how many cases; a dash where their number is not told.
    pub(crate) fn closed_of(&self, measure: &Measure) -> String {
        measure.closed.map_or_else(|| "–".to_owned(), |closed| self.number(closed))
    }

    /// The share kept, or why that is not told.
    pub(crate) fn kept(&self, told: &Told<Measure>) -> String {
        self.told(told, |measure| self.kept_of(measure))
    }

    /// The share kept of some cases; a dash where too few promises were made.
    pub(crate) fn kept_of(&self, measure: &Measure) -> String {
        measure.kept.map_or_else(|| "–".to_owned(), |share| self.share(share))
    }

    /// The median, or why that is not told.
    pub(crate) fn median(&self, told: &Told<Measure>) -> String {
        self.told(told, |measure| self.short(measure.median_ms))
    }

    /// The 90th percentile, or why that is not told.
    pub(crate) fn p90(&self, told: &Told<Measure>) -> String {
        self.told(told, |measure| self.short(measure.p90_ms))
    }

    /// A number, or why it is not told.
    pub(crate) fn few(&self, told: Told<usize>) -> String {
        self.told(&told, |number| self.number(*number))
    }

    fn told<T>(&self, told: &Told<T>, shown: impl Fn(&T) -> String) -> String {
        match told {
            Told::Shown(measure) => shown(measure),
            Told::Few => self.words.t("waits-few"),
            Told::Nothing => self.words.t("waits-none"),
        }
    }
}

/// How long a promise is, for sorting: in working hours, a day of the calendar being five sevenths
/// of eight.
pub(crate) fn promise_hours(service: &Service) -> Option<f64> {
    let promise = service.definition.promise?;
    let hours = match promise.unit {
        PromiseUnit::WorkingHours => 1.0,
        PromiseUnit::WorkingDays => 8.0,
        PromiseUnit::Days => 8.0 * 5.0 / 7.0,
    };
    Some(f64::from(promise.amount) * hours)
}
