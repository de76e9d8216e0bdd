//! Old dates moved so that the town looks alive today.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// The first minute of the data.
const FIRST: DateTime = DateTime::constant(2015, 1, 1, 0, 0, 0, 0);
/// The day after the last request.
const END: Date = Date::constant(2015, 10, 1);
/// How many weeks the data covers: further copies of it begin so much earlier.
const WEEKS: i64 = 39;

/// Moves wall-clock times by whole weeks, so that weekdays and office hours stay.
#[derive(Clone, Debug)]
pub struct Shift {
    zone: TimeZone,
    days: i64,
    now: Timestamp,
}

impl Shift {
    /// Moves the end of the data to within a week after now, so that the last days are full.
    pub fn to(now: Timestamp, zone: TimeZone) -> Self {
        let today = now.to_zoned_datetime(zone.clone()).date();
        let gap = today.since((jiff::Unit::Day, END)).map_or(0, |span| i64::from(span.get_days()));
        Self { zone, days: (gap / 7 + 1) * 7, now }
    }

    /// The time of a minute of the data, in its `copy`th repetition; `None` when it lies ahead.
    pub fn time(&self, minute: i64, copy: i64) -> Option<Timestamp> {
        let days = self.days - copy * WEEKS * 7;
        let local = FIRST.checked_add(days.days()).ok()?.checked_add(minute.minutes()).ok()?;
        let at = self.zone.to_timestamp(local).ok()?;
        (at <= self.now).then_some(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekdays_and_hours_stay_and_nothing_lies_ahead() {
        let zone = TimeZone::get("America/New_York").unwrap();
        let now: Timestamp = "2026-11-23T18:00:00Z".parse().unwrap();
        let shift = Shift::to(now, zone.clone());
        // Thursday 1 January 2015, 09:30.
        let at = shift.time(570, 0).unwrap().to_zoned_datetime(zone);
        assert_eq!(at.weekday(), jiff::civil::Weekday::Thursday);
        assert_eq!((at.hour(), at.minute()), (9, 30));
        assert!(shift.time(393_051, 0).is_none_or(|last| last <= now));
        let recent = (0..393_051).rev().find_map(|minute| shift.time(minute, 0)).unwrap();
        assert!(recent.duration_until(now).as_hours() < 1);
    }
}
