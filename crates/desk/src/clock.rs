//! The clock of a case in full: the promise, the working time used and what is left.

use base::WorkingCalendar;
use base::time::to_ms;
use cases::Case;
use jiff::Timestamp;
use serde::Serialize;
use services::{ClockSide, Promise, PromiseUnit, Service};

use crate::due::{millis, side};

/// Whose time was used, and what is left.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Clock {
    /// The promised amount.
    amount: Option<u32>,
    /// Its unit in the keys of words: `working-hours`, `working-days`, `days`.
    unit: &'static str,
    promised: Option<i64>,
    /// Whose time runs: `staff`, `resident`, `others`, `stopped`; and since when.
    side: &'static str,
    since: i64,
    staff: i64,
    resident: i64,
    others: i64,
    left: Option<i64>,
    /// The share of the promised time that is used, at most one.
    share: f64,
}

/// Reads the clock.
pub(crate) fn clock(
    case: &Case,
    service: &Service,
    now: Timestamp,
    calendar: &WorkingCalendar,
) -> Clock {
    let watch = &case.watch;
    let until = case.ending.as_ref().map_or(now, |ending| ending.at);
    let running = millis(calendar.working_between(watch.since, until)).max(0);
    let of = |own: ClockSide, before: i64| before + if watch.side == own { running } else { 0 };
    let staff = of(ClockSide::Staff, watch.staff_ms);
    let left = match (watch.promised, watch.remaining_ms) {
        (Some(_), Some(left)) => Some(left),
        (Some(promised), None) => Some(millis(calendar.working_between(now, promised)).max(0)),
        _ => None,
    };
    let left = left.filter(|_| case.ending.is_none());
    let promise = service.definition.promise;
    Clock {
        amount: promise.map(|promise| promise.amount),
        unit: promise.map_or("", unit),
        promised: watch.promised.map(to_ms),
        side: side(watch.side),
        since: to_ms(watch.since),
        staff,
        resident: of(ClockSide::Resident, watch.resident_ms),
        others: of(ClockSide::Others, watch.others_ms),
        share: share(staff, left.unwrap_or(0)),
        left,
    }
}

fn unit(promise: Promise) -> &'static str {
    match promise.unit {
        PromiseUnit::WorkingHours => "working-hours",
        PromiseUnit::WorkingDays => "working-days",
        PromiseUnit::Days => "days",
    }
}

fn share(used: i64, left: i64) -> f64 {
    let minutes = |ms: i64| i32::try_from(ms / 60_000).map_or(f64::from(i32::MAX), f64::from);
    let whole = minutes(used) + minutes(left);
    if whole <= 0.0 { 1.0 } else { (minutes(used) / whole).clamp(0.0, 1.0) }
}
