//! The promise of a case as a list shows it.

use base::WorkingCalendar;
use base::time::to_ms;
use cases::{Case, Lateness};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use services::ClockSide;

/// How the promise of a case stands, for the macro that says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Due {
    /// `late`, `soon`, `on-time`, `paused`, `none`, `closed`.
    pub(crate) key: &'static str,
    /// When it ends, or ended.
    pub(crate) at: Option<i64>,
    /// By how much working time it is late, or what is left of a paused one.
    pub(crate) ms: i64,
    /// For whom a paused one waits: `resident` or `others`.
    pub(crate) side: &'static str,
    /// Whether a closed case was in time.
    pub(crate) kept: Option<bool>,
}

/// How the promise of a case stands now.
pub(crate) fn due(case: &Case, now: Timestamp, calendar: &WorkingCalendar) -> Due {
    let side = side(case.watch.side);
    if let Some(ending) = &case.ending {
        let at = Some(to_ms(ending.at));
        return Due { key: "closed", at, ms: 0, side, kept: ending.kept };
    }
    let state = case.watch.lateness(now, calendar);
    let ms = match (state, case.watch.promised, case.watch.remaining_ms) {
        (Lateness::Late, Some(promised), _) => millis(calendar.working_between(promised, now)),
        (Lateness::Paused, _, Some(left)) => left,
        _ => 0,
    };
    Due { key: state.key(), at: case.watch.promised.map(to_ms), ms, side, kept: None }
}

/// The word for whose time runs.
pub(crate) fn side(side: ClockSide) -> &'static str {
    match side {
        ClockSide::Staff => "staff",
        ClockSide::Resident => "resident",
        ClockSide::Others => "others",
        ClockSide::Stopped => "stopped",
    }
}

/// Milliseconds of a length of time.
pub(crate) fn millis(duration: SignedDuration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
