//! How long services really take, as pages tell it.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use base::time::{DAY_MS, HOUR_MS, MINUTE_MS, from_ms};
use cases::figures::{self, Figures};
use serde::Serialize;
use services::{Promise, PromiseUnit};
use store::StoreError;
use tokio::sync::Mutex;
use web::{App, Words};

/// The days that figures look back.
pub(crate) const DAYS: i64 = 90;

/// How old kept figures may be without being counted anew: at a million cases that costs a good part of
/// a second.
const FRESH_MS: i64 = MINUTE_MS;

/// How old figures may be and still be shown while they are counted anew. Older ones, after a quiet
/// night, are waited for.
const SHOWN_MS: i64 = 10 * MINUTE_MS;

type All = Arc<BTreeMap<String, Figures>>;

/// The figures of all services, kept for a minute and counted anew beside the requests: put into the app
/// with `.with(HowLong::default())`.
#[derive(Debug, Default)]
pub struct HowLong {
    held: RwLock<Option<(i64, All)>>,
    /// Held while counting, so that the town is counted once at a time.
    turn: Arc<Mutex<()>>,
}

impl HowLong {
    fn held(&self, now: i64, most_ms: i64) -> Option<All> {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner).clone();
        held.filter(|(at, _)| (now - *at).abs() < most_ms).map(|(_, all)| all)
    }

    async fn count(&self, app: &App, now: i64) -> Result<All, StoreError> {
        let all = count(app, now).await?;
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = Some((now, all.clone()));
        Ok(all)
    }
}

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

/// The figures of every service that has enough cases: at most a minute old, or up to ten while they are
/// counted anew.
pub(crate) async fn all(app: &App) -> Result<All, StoreError> {
    let now = app.clock().now_ms();
    let Some(kept) = app.try_get::<HowLong>() else { return count(app, now).await };
    if let Some(all) = kept.held(now, FRESH_MS) {
        return Ok(all);
    }
    let Some(stale) = kept.held(now, SHOWN_MS) else {
        let _turn = kept.turn.lock().await;
        // Somebody else may have counted while this request waited for its turn.
        return match kept.held(now, FRESH_MS) {
            Some(all) => Ok(all),
            None => kept.count(app, now).await,
        };
    };
    if let Ok(turn) = kept.turn.clone().try_lock_owned() {
        let app = app.clone();
        tokio::spawn(async move {
            if let Err(error) = kept.count(&app, now).await {
                tracing::warn!(%error, "the figures could not be counted; the old ones stay");
            }
            drop(turn);
        });
    }
    Ok(stale)
}

async fn count(app: &App, now: i64) -> Result<All, StoreError> {
    let (since, until) = (from_ms(now - DAYS * DAY_MS), from_ms(now));
    let rows = app.db().read(move |tx| figures::of_services(tx, since, until)).await?;
    Ok(Arc::new(rows.into_iter().map(|row| (row.service.clone(), row)).collect()))
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
    use base::{Clock, IdMaker, Rng};
    use jiff::SignedDuration;

    use super::*;

    #[tokio::test]
    async fn old_figures_are_shown_while_they_are_counted_anew_and_very_old_ones_never() {
        let db = store::testing::sqlite();
        let clock = Clock::fixed("2028-02-29T16:00:00Z".parse().unwrap());
        let ids = IdMaker::new(clock.clone(), 0);
        let app = App::builder(db.db(), web::Town::default())
            .ambience(clock.clone(), ids, Rng::seeded(1))
            .with(HowLong::default())
            .build()
            .unwrap();
        let kept = app.get::<HowLong>();
        let counted_at = || kept.held.read().unwrap().as_ref().unwrap().0;
        let first = all(&app).await.unwrap();
        assert!(Arc::ptr_eq(&first, &all(&app).await.unwrap()), "a minute needs one count");

        clock.advance(SignedDuration::from_mins(2));
        assert!(Arc::ptr_eq(&first, &all(&app).await.unwrap()), "nobody waits for the count");
        drop(kept.turn.lock().await);
        assert_eq!(counted_at(), clock.now_ms());

        clock.advance(SignedDuration::from_mins(11));
        let last = all(&app).await.unwrap();
        assert_eq!(counted_at(), clock.now_ms());
        assert!(Arc::ptr_eq(&last, &all(&app).await.unwrap()));
    }

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
