//! How long services really take, as pages tell it.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use base::time::{DAY_MS, MINUTE_MS, from_ms};
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

impl From<&Figures> for Pace {
    fn from(figures: &Figures) -> Self {
        Self {
            median_ms: figures.median_ms,
            p90_ms: figures.p90_ms,
            kept: figures.share_kept(),
            closed: figures.closed,
        }
    }
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
