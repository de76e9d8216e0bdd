//! The clock of a case: what was promised, and whose time was used.

use base::WorkingCalendar;
use base::time::{from_ms, to_ms};
use jiff::{SignedDuration, Timestamp};
use services::{ClockSide, Promise, PromiseUnit};

/// The clock of a case: the promised time, and the working time used, by whose time it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watch {
    /// Whose time runs now.
    pub side: ClockSide,
    /// Since when.
    pub since: Timestamp,
    /// When the service is promised. While the promise pauses, what it was before.
    pub promised: Option<Timestamp>,
    /// What was left when the promise paused; `None` while it runs. Milliseconds of working time,
    /// or plain ones for promises in calendar days.
    pub remaining_ms: Option<i64>,
    /// Working milliseconds spent so far by the town, not counting the present state.
    pub staff_ms: i64,
    /// Working milliseconds spent waiting for the resident.
    pub resident_ms: i64,
    /// Working milliseconds spent waiting for others.
    pub others_ms: i64,
}

impl Watch {
    /// Starts the clock of a new case.
    pub fn start(now: Timestamp, promise: Option<Promise>, calendar: &WorkingCalendar) -> Self {
        Self {
            side: ClockSide::Staff,
            since: now,
            promised: promise.map(|promise| promised_at(promise, now, calendar)),
            remaining_ms: None,
            staff_ms: 0,
            resident_ms: 0,
            others_ms: 0,
        }
    }

    /// Hands the time over to another side: books what was used, pauses or resumes the promise.
    pub fn turn(
        &mut self,
        side: ClockSide,
        now: Timestamp,
        promise: Option<Promise>,
        calendar: &WorkingCalendar,
    ) {
        let used = millis(calendar.working_between(self.since, now));
        match self.side {
            ClockSide::Staff => self.staff_ms += used,
            ClockSide::Resident => self.resident_ms += used,
            ClockSide::Others => self.others_ms += used,
            ClockSide::Stopped => {}
        }
        let plain_days = promise.is_some_and(|promise| promise.unit == PromiseUnit::Days);
        match (self.promised, self.remaining_ms, side) {
            (
                Some(promised),
                None,
                ClockSide::Resident | ClockSide::Others | ClockSide::Stopped,
            ) => {
                let left = if plain_days {
                    millis(now.duration_until(promised)).max(0)
                } else {
                    millis(calendar.working_between(now, promised))
                };
                self.remaining_ms = Some(left);
            }
            (Some(promised), Some(left), ClockSide::Staff) => {
                // A promise that was already broken when it paused stays as it was.
                let broken = left == 0 && promised < now;
                let left = SignedDuration::from_millis(left);
                if !broken {
                    let shifted = if plain_days {
                        now.checked_add(left).unwrap_or(promised)
                    } else {
                        calendar.add_working(now, left)
                    };
                    self.promised = Some(shifted.max(promised));
                }
                self.remaining_ms = None;
            }
            _ => {}
        }
        self.side = side;
        self.since = now;
    }

    /// Whether the promise is kept if the case ends now; `None` where nothing was promised.
    pub fn keeps(&self, now: Timestamp) -> Option<bool> {
        self.promised.map(|promised| match self.remaining_ms {
            Some(left) => left > 0 || self.since <= promised,
            None => now <= promised,
        })
    }

    /// How the promise stands.
    pub fn lateness(&self, now: Timestamp, calendar: &WorkingCalendar) -> Lateness {
        match (self.promised, self.remaining_ms) {
            (None, _) => Lateness::Unpromised,
            (Some(_), Some(_)) => Lateness::Paused,
            (Some(promised), None) if Span::late(now).holds(promised) => Lateness::Late,
            (Some(promised), None) if Span::soon(now, calendar).holds(promised) => Lateness::Soon,
            _ => Lateness::OnTime,
        }
    }
}

/// How the promise of an open case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lateness {
    /// More than a working day is left.
    OnTime,
    /// It ends within the next working day.
    Soon,
    /// It has passed.
    Late,
    /// It pauses while somebody else has to act.
    Paused,
    /// Nothing was promised.
    Unpromised,
}

impl Lateness {
    /// The key for classes and words: `on-time`, `soon`, `late`, `paused`, `none`.
    pub fn key(self) -> &'static str {
        match self {
            Self::OnTime => "on-time",
            Self::Soon => "soon",
            Self::Late => "late",
            Self::Paused => "paused",
            Self::Unpromised => "none",
        }
    }
}

/// A stretch of time in which running promises end; both its ends belong to it. What a case is marked by,
/// what is counted, listed and searched for is asked of the same spans.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Its first millisecond.
    pub from: Timestamp,
    /// Its last one.
    pub to: Timestamp,
}

impl Span {
    /// The promises that have passed.
    pub fn late(now: Timestamp) -> Self {
        Self { from: Timestamp::MIN, to: from_ms(to_ms(now) - 1) }
    }

    /// The promises that end from now to the end of the next working day.
    pub fn soon(now: Timestamp, calendar: &WorkingCalendar) -> Self {
        // Tables hold milliseconds: a finer now would leave a gap behind the late ones.
        Self { from: from_ms(to_ms(now)), to: calendar.end_of_working_day(now, 1) }
    }

    /// Whether a promise ends in it.
    pub fn holds(self, promised: Timestamp) -> bool {
        (self.from..=self.to).contains(&promised)
    }
}

/// When a promise made now ends.
pub fn promised_at(promise: Promise, now: Timestamp, calendar: &WorkingCalendar) -> Timestamp {
    match promise.unit {
        PromiseUnit::WorkingHours => {
            calendar.add_working(now, SignedDuration::from_hours(i64::from(promise.amount)))
        }
        PromiseUnit::WorkingDays => calendar.end_of_working_day(now, promise.amount),
        PromiseUnit::Days => calendar.end_of_day(now, promise.amount),
    }
}

fn millis(duration: SignedDuration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;

    const THREE_DAYS: Promise = Promise { amount: 3, unit: PromiseUnit::WorkingDays };

    fn calendar() -> WorkingCalendar {
        WorkingCalendar::weekdays(TimeZone::get("America/New_York").unwrap())
    }

    fn at(text: &str) -> Timestamp {
        let local: jiff::civil::DateTime = text.parse().unwrap();
        local.in_tz("America/New_York").unwrap().timestamp()
    }

    #[test]
    fn the_promise_pauses_while_the_resident_must_answer() {
        // Monday 2 March 2026, 10:00; promised by Thursday 17:00.
        let mut watch = Watch::start(at("2026-03-02T10:00"), Some(THREE_DAYS), &calendar());
        assert_eq!(watch.promised, Some(at("2026-03-05T17:00")));
        watch.turn(ClockSide::Resident, at("2026-03-03T17:00"), Some(THREE_DAYS), &calendar());
        assert_eq!(watch.lateness(at("2026-03-09T12:00"), &calendar()), Lateness::Paused);
        // The answer comes on Monday morning; two working days were left.
        watch.turn(ClockSide::Staff, at("2026-03-09T08:30"), Some(THREE_DAYS), &calendar());
        assert_eq!(watch.promised, Some(at("2026-03-10T17:00")));
        let hours = |hours: f64| SignedDuration::from_secs_f64(hours * 3600.0).as_millis();
        assert_eq!(i128::from(watch.staff_ms), hours(7.0 + 8.5));
        assert_eq!(i128::from(watch.resident_ms), hours(3.0 * 8.5));
    }

    #[test]
    fn a_promise_that_was_broken_stays_broken_after_a_pause() {
        let mut watch = Watch::start(at("2026-03-02T10:00"), Some(THREE_DAYS), &calendar());
        watch.turn(ClockSide::Others, at("2026-03-06T09:00"), Some(THREE_DAYS), &calendar());
        assert_eq!(watch.keeps(at("2026-03-06T10:00")), Some(false));
        watch.turn(ClockSide::Staff, at("2026-03-09T09:00"), Some(THREE_DAYS), &calendar());
        assert_eq!(watch.promised, Some(at("2026-03-05T17:00")));
        assert_eq!(watch.lateness(at("2026-03-09T10:00"), &calendar()), Lateness::Late);
    }

    #[test]
    fn ending_while_paused_keeps_a_promise_that_was_not_broken() {
        let mut watch = Watch::start(at("2026-03-02T10:00"), Some(THREE_DAYS), &calendar());
        watch.turn(ClockSide::Resident, at("2026-03-03T10:00"), Some(THREE_DAYS), &calendar());
        assert_eq!(watch.keeps(at("2026-03-20T10:00")), Some(true));
    }

    #[test]
    fn a_calendar_day_promise_moves_by_calendar_time() {
        let promise = Promise { amount: 10, unit: PromiseUnit::Days };
        let mut watch = Watch::start(at("2026-03-02T10:00"), Some(promise), &calendar());
        let before = watch.promised.unwrap();
        watch.turn(ClockSide::Resident, at("2026-03-04T10:00"), Some(promise), &calendar());
        watch.turn(ClockSide::Staff, at("2026-03-06T10:00"), Some(promise), &calendar());
        assert_eq!(before.duration_until(watch.promised.unwrap()), SignedDuration::from_hours(48));
    }

    #[test]
    fn nearly_late_is_the_next_working_day() {
        let watch = Watch::start(at("2026-03-02T10:00"), Some(THREE_DAYS), &calendar());
        assert_eq!(watch.lateness(at("2026-03-03T12:00"), &calendar()), Lateness::OnTime);
        assert_eq!(watch.lateness(at("2026-03-04T12:00"), &calendar()), Lateness::Soon);
        assert_eq!(watch.lateness(at("2026-03-05T17:01"), &calendar()), Lateness::Late);
    }
}
