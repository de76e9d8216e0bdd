//! How long services really take, as pages tell it.

use base::time::{HOUR_MS, MINUTE_MS};
use cases::figures::Figures;
use serde::Serialize;
use services::{Promise, PromiseUnit};
use web::Words;

/// The months that figures look back, as on the page of waits.
pub(crate) const MONTHS: i64 = 12;

/// How long a service takes, for a page.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Pace {
    /// Half are done in this working time, in milliseconds.
    pub median_ms: i64,
    /// Nine of ten are done in this working time.
    pub p90_ms: i64,
    /// The share of promises kept.
    pub kept: Option<f64>,
    /// From how many cases.
    pub closed: i64,
}

impl Pace {
    /// Tells figures as one says them; the page of waits has them exactly.
    pub(crate) fn of(figures: &Figures, working_day_ms: i64) -> Self {
        Self {
            median_ms: said(figures.median_ms, working_day_ms),
            p90_ms: said(figures.p90_ms, working_day_ms),
            kept: figures.kept,
            closed: figures.closed,
        }
    }
}

/// A length rounded up, so that "done within" stays true: to whole working days, hours, or five
/// minutes.
fn said(ms: i64, day_ms: i64) -> i64 {
    let step = match ms {
        _ if ms > day_ms => day_ms.max(HOUR_MS),
        _ if ms > HOUR_MS => HOUR_MS,
        _ => 5 * MINUTE_MS,
    };
    // What is more than the hours of a day is said as a day.
    let rounded = (ms.max(1) + step - 1) / step * step;
    if rounded > day_ms && ms <= day_ms { day_ms } else { rounded }
}

/// A promise in words: "3 working days".
pub(crate) fn promised(promise: Promise, words: &Words) -> String {
    let unit = match promise.unit {
        PromiseUnit::WorkingHours => "working-hours",
        PromiseUnit::WorkingDays => "working-days",
        PromiseUnit::Days => "days",
    };
    words.with(&format!("counter-promise-{unit}"), &[("count", promise.amount.into())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_said_in_round_figures_that_stay_true() {
        let day = 8 * HOUR_MS + HOUR_MS / 2;
        for (ms, told) in [
            (0, 5 * MINUTE_MS),
            (7 * MINUTE_MS, 10 * MINUTE_MS),
            (HOUR_MS + 1, 2 * HOUR_MS),
            (8 * HOUR_MS + 1, day),
            (day, day),
            (day + 1, 2 * day),
            (3 * day, 3 * day),
        ] {
            assert_eq!(said(ms, day), told, "{ms}");
        }
    }
}
