//! How long services really take, as pages tell it.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use base::time::{DAY_MS, HOUR_MS, MINUTE_MS, from_ms};
use cases::figures::{self, Figures};
use serde::Serialize;
use services::{Promise, PromiseUnit};
use store::StoreError;
use web::{App, Words};

/// The days that figures look back.
pub(crate) const DAYS: i64 = 90;

/// How old kept figures may be: at a million cases they cost a good part of a second.
const FRESH_MS: i64 = MINUTE_MS;

type All = Arc<BTreeMap<String, Figures>>;

/// The figures of all services, kept for a minute: put into the app with `.with(HowLong::default())`.
#[derive(Debug, Default)]
pub struct HowLong(RwLock<Option<(i64, All)>>);

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
            kept: figures.share_kept(),
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

/// The figures of every service that has enough cases.
pub(crate) async fn all(app: &App) -> Result<All, StoreError> {
    let now = app.clock().now_ms();
    let kept = app.try_get::<HowLong>();
    if let Some(kept) = &kept {
        let held = kept.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((_, all)) = held.filter(|(at, _)| (now - *at).abs() < FRESH_MS) {
            return Ok(all);
        }
    }
    let (since, until) = (from_ms(now - DAYS * DAY_MS), from_ms(now));
    let rows = app.db().read(move |tx| figures::of_services(tx, since, until)).await?;
    let all: All = Arc::new(rows.into_iter().map(|row| (row.service.clone(), row)).collect());
    if let Some(kept) = kept {
        let fresh = Some((now, all.clone()));
        *kept.0.write().unwrap_or_else(PoisonError::into_inner) = fresh;
    }
    Ok(all)
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
