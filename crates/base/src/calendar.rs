//! Working time: opening hours, holidays and daylight saving, in the town's time zone.

use std::collections::BTreeSet;

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

/// How many days a calculation walks at most: 20 years. A promise further away is a mistake, and a
/// calendar without any opening hours must end too.
const MAX_DAYS: usize = 7_305;

/// When the town works.
#[derive(Clone, Debug)]
pub struct WorkingCalendar {
    zone: TimeZone,
    week: [Option<(Time, Time)>; 7],
    holidays: BTreeSet<Date>,
}

impl WorkingCalendar {
    /// A calendar without opening hours; [`WorkingCalendar::open`] gives it some.
    pub fn new(zone: TimeZone) -> Self {
        Self { zone, week: [None; 7], holidays: BTreeSet::new() }
    }

    /// Monday to Friday, 8:30 to 17:00, no holidays.
    pub fn weekdays(zone: TimeZone) -> Self {
        let hours = (Time::constant(8, 30, 0, 0), Time::constant(17, 0, 0, 0));
        [Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday, Weekday::Friday]
            .into_iter()
            .fold(Self::new(zone), |calendar, day| calendar.open(day, hours.0, hours.1))
    }

    /// Opens one weekday from a time to a later one; a day with `from >= to` stays closed.
    #[must_use]
    pub fn open(mut self, day: Weekday, from: Time, to: Time) -> Self {
        if let Some(slot) = self.week.get_mut(index(day)) {
            *slot = (from < to).then_some((from, to));
        }
        self
    }

    /// Adds days on which nothing is open.
    #[must_use]
    pub fn closed_on(mut self, holidays: impl IntoIterator<Item = Date>) -> Self {
        self.holidays.extend(holidays);
        self
    }

    /// The town's time zone.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The date in the town at a time.
    pub fn date(&self, at: Timestamp) -> Date {
        at.to_zoned_datetime(self.zone.clone()).date()
    }

    /// Whether a date is a holiday, on which nothing is open whatever a place says.
    pub fn is_holiday(&self, date: Date) -> bool {
        self.holidays.contains(&date)
    }

    /// Whether the town works on a date at all.
    pub fn is_working_day(&self, date: Date) -> bool {
        self.hours(date).is_some()
    }

    /// The opening and closing time on a date; a time that daylight saving skips moves forward.
    pub fn hours(&self, date: Date) -> Option<(Timestamp, Timestamp)> {
        if self.holidays.contains(&date) {
            return None;
        }
        let (from, to) = self.week.get(index(date.weekday())).copied().flatten()?;
        let at = |time: Time| {
            let zoned = date.to_datetime(time).to_zoned_datetime(self.zone.clone()).ok()?;
            Some(zoned.timestamp())
        };
        Some((at(from)?, at(to)?))
    }

    /// The working time between two times; zero when the second is not later. The whole days between are
    /// counted by weeks: a list of late cases asks this for each of them, and some are late by years.
    pub fn working_between(&self, from: Timestamp, to: Timestamp) -> SignedDuration {
        if to <= from {
            return SignedDuration::ZERO;
        }
        let first = self.date(from);
        let most = i64::try_from(MAX_DAYS).unwrap_or(i64::MAX).saturating_sub(1);
        let last = self.date(to).min(first.saturating_add(most.days()));
        let part = |date: Date| {
            let Some((open, close)) = self.hours(date) else { return SignedDuration::ZERO };
            open.max(from).duration_until(close.min(to)).max(SignedDuration::ZERO)
        };
        if first == last {
            return part(first);
        }
        let between = match (first.tomorrow(), last.yesterday()) {
            (Ok(after), Ok(before)) if after <= before => self.whole_days(after, before),
            _ => SignedDuration::ZERO,
        };
        part(first) + between + part(last)
    }

    /// The working time of whole days, both included.
    fn whole_days(&self, first: Date, last: Date) -> SignedDuration {
        let days = first.duration_until(last).as_hours() / 24 + 1;
        let weeks = i32::try_from(days / 7).unwrap_or(i32::MAX);
        let week: SignedDuration = self.week.iter().flatten().map(length).sum();
        let rest = usize::try_from(days % 7).unwrap_or(0);
        let rest: SignedDuration = days_from(first).take(rest).map(|date| self.usual(date)).sum();
        let holidays: SignedDuration =
            self.holidays.range(first..=last).map(|date| self.usual(*date)).sum();
        week * weeks + rest - holidays + self.shifted(first, last)
    }

    /// By how much the hours of days on which the clocks change differ from what the week says.
    fn shifted(&self, first: Date, last: Date) -> SignedDuration {
        let start = first.to_zoned_datetime(self.zone.clone()).map(|start| start.timestamp());
        let Ok(start) = start else { return SignedDuration::ZERO };
        // A day's length of slack on either side: a change at midnight belongs to both its days.
        let start = start.checked_sub(SignedDuration::from_hours(24)).unwrap_or(start);
        let mut changed = BTreeSet::new();
        for change in self.zone.following(start) {
            let after = self.zone.to_datetime(change.timestamp()).date();
            let before = change.timestamp().checked_sub(SignedDuration::from_secs(1));
            let before = before.map_or(after, |before| self.zone.to_datetime(before).date());
            if before > last {
                break;
            }
            changed.extend(days_from(before).take_while(|date| *date <= after));
        }
        let inside = changed.into_iter().filter(|date| (first..=last).contains(date));
        inside
            .filter(|date| !self.holidays.contains(date))
            .map(|date| {
                let real = self.hours(date).map(|(open, close)| open.duration_until(close));
                real.unwrap_or_default() - self.usual(date)
            })
            .sum()
    }

    /// The working time that the week says for a date, holidays and the change of clocks aside.
    fn usual(&self, date: Date) -> SignedDuration {
        let hours = self.week.get(index(date.weekday())).and_then(Option::as_ref);
        hours.map_or(SignedDuration::ZERO, length)
    }

    /// The time at which so much working time has passed since `from`. A calendar that never opens
    /// gives `from` itself.
    pub fn add_working(&self, from: Timestamp, work: SignedDuration) -> Timestamp {
        let mut left = work;
        if left <= SignedDuration::ZERO {
            return from;
        }
        for date in days_from(self.date(from)) {
            let Some((open, close)) = self.hours(date) else { continue };
            let start = open.max(from);
            if start >= close {
                continue;
            }
            let available = start.duration_until(close);
            if left <= available {
                return start.checked_add(left).unwrap_or(close);
            }
            left -= available;
        }
        from
    }

    /// The close of the `n`th working day after the day of `from` (the day itself does not count,
    /// as offices count); `n = 0` is the close of the next working day that is not over.
    pub fn end_of_working_day(&self, from: Timestamp, n: u32) -> Timestamp {
        let today = self.date(from);
        let mut left = n;
        for date in days_from(today) {
            let Some((_, close)) = self.hours(date) else { continue };
            if n == 0 && close > from {
                return close;
            }
            if date > today && left > 0 {
                left -= 1;
                if left == 0 {
                    return close;
                }
            }
        }
        from
    }

    /// The end of the calendar day `n` days after that of `from`.
    pub fn end_of_day(&self, from: Timestamp, n: u32) -> Timestamp {
        let date = self.date(from).saturating_add(i64::from(n).saturating_add(1).days());
        date.to_zoned_datetime(self.zone.clone()).map_or(from, |midnight| {
            midnight.timestamp().checked_sub(SignedDuration::from_secs(1)).unwrap_or(from)
        })
    }

    /// The usual working time of one day: the longest of the week, for turning hours into days.
    pub fn working_day(&self) -> SignedDuration {
        self.week
            .iter()
            .flatten()
            .map(|(from, to)| from.duration_until(*to))
            .max()
            .unwrap_or(SignedDuration::from_hours(24))
    }
}

fn length((from, to): &(Time, Time)) -> SignedDuration {
    from.duration_until(*to)
}

fn days_from(first: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(first), |date| date.tomorrow().ok()).take(MAX_DAYS)
}

fn index(day: Weekday) -> usize {
    usize::try_from(day.to_monday_zero_offset()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn boston() -> WorkingCalendar {
        let zone = TimeZone::get("America/New_York").unwrap();
        WorkingCalendar::weekdays(zone).closed_on(["2026-11-26".parse().unwrap()])
    }

    fn at(text: &str) -> Timestamp {
        text.parse::<jiff::civil::DateTime>()
            .unwrap()
            .in_tz("America/New_York")
            .unwrap()
            .timestamp()
    }

    #[test]
    fn holidays_and_weekends_do_not_count() {
        // Thursday 26 November 2026 is Thanksgiving.
        let due = boston().end_of_working_day(at("2026-11-25T10:00"), 2);
        assert_eq!(due, at("2026-11-30T17:00"));
        let worked = boston().working_between(at("2026-11-25T16:00"), at("2026-11-27T09:30"));
        assert_eq!(worked, SignedDuration::from_hours(2));
    }

    #[test]
    fn what_comes_at_night_starts_in_the_morning() {
        let due = boston().add_working(at("2026-02-28T23:59"), SignedDuration::from_hours(1));
        assert_eq!(due, at("2026-03-02T09:30"));
    }

    #[test]
    fn the_lost_hour_of_spring_is_not_worked() {
        let zone = TimeZone::get("America/New_York").unwrap();
        let night = Time::constant(0, 0, 0, 0);
        let open =
            WorkingCalendar::new(zone).open(Weekday::Sunday, night, Time::constant(6, 0, 0, 0));
        let worked = open.working_between(at("2026-03-08T00:00"), at("2026-03-08T06:00"));
        assert_eq!(worked, SignedDuration::from_hours(5));
    }

    #[test]
    fn a_calendar_that_never_opens_ends_its_search() {
        let never = WorkingCalendar::new(TimeZone::UTC);
        let start = at("2026-01-01T00:00");
        assert_eq!(never.add_working(start, SignedDuration::from_hours(1)), start);
        assert_eq!(never.end_of_working_day(start, 3), start);
    }

    /// Day by day, as the definition says.
    fn walked(calendar: &WorkingCalendar, from: Timestamp, to: Timestamp) -> SignedDuration {
        let last = calendar.date(to);
        days_from(calendar.date(from))
            .take_while(|date| *date <= last)
            .filter_map(|date| calendar.hours(date))
            .map(|(open, close)| (open.max(from), close.min(to)))
            .filter(|(start, end)| start < end)
            .map(|(start, end)| start.duration_until(end))
            .sum()
    }

    /// Calendars that are open when clocks change: New York at two in the morning, Santiago at midnight,
    /// Apia, which left a whole day of December 2011 out, and one without changes.
    fn calendars() -> Vec<WorkingCalendar> {
        let zones = ["America/New_York", "America/Santiago", "Pacific/Apia", "UTC"];
        let zones = zones.map(|name| TimeZone::get(name).unwrap());
        let night = (Time::constant(0, 0, 0, 0), Time::constant(6, 30, 0, 0));
        let all = zones.into_iter().map(|zone| {
            WorkingCalendar::weekdays(zone)
                .open(Weekday::Sunday, night.0, night.1)
                .open(Weekday::Saturday, night.0, night.1)
                .closed_on(
                    ["2026-11-26", "2026-03-08", "2027-01-01"].map(|day| day.parse().unwrap()),
                )
        });
        all.collect()
    }

    #[test]
    fn counting_by_weeks_ends_where_walking_ends() {
        let calendar = boston();
        let (from, to) = (at("1990-01-01T00:00"), at("2030-01-01T00:00"));
        assert_eq!(calendar.working_between(from, to), walked(&calendar, from, to));
    }

    proptest! {
        #[test]
        fn counting_by_weeks_equals_walking_day_by_day(
            start in 1_293_840_000_i64..1_830_297_600, seconds in 1_i64..150_000_000,
        ) {
            let from = Timestamp::from_second(start).unwrap();
            let to = Timestamp::from_second(start + seconds).unwrap();
            for calendar in calendars() {
                prop_assert_eq!(calendar.working_between(from, to), walked(&calendar, from, to));
            }
        }

        #[test]
        fn adding_working_time_and_measuring_it_agree(
            start in 1_767_225_600_i64..1_830_297_600, minutes in 1_i64..20_000,
        ) {
            let calendar = boston();
            let from = Timestamp::from_second(start).unwrap();
            let work = SignedDuration::from_mins(minutes);
            let to = calendar.add_working(from, work);
            prop_assert_eq!(calendar.working_between(from, to), work);
        }
    }
}
