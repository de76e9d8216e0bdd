//! Times in words, in each language.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::Words;
use base::{Locale, names};

/// Writes a time of day: `2:30pm`, `14:30`.
pub fn time_of_day(time: Time, locale: Locale) -> String {
    let (hour, minute) = (time.hour(), time.minute());
    if locale == Locale::ES {
        return format!("{hour}:{minute:02}");
    }
    let half = if hour < 12 { "am" } else { "pm" };
    let twelve = if hour % 12 == 0 { 12 } else { hour % 12 };
    if minute == 0 { format!("{twelve}{half}") } else { format!("{twelve}:{minute:02}{half}") }
}

/// Writes times in words, as seen from one moment in one time zone.
#[derive(Clone, Debug)]
pub struct Dates {
    /// The town's time zone.
    pub zone: TimeZone,
    /// The moment of writing: the year is left out when it is the present one.
    pub now: Timestamp,
    /// The language and its words.
    pub words: Words,
}

impl Dates {
    /// The day with its weekday: `Thursday 3 December`, `jueves 3 de diciembre`; with the year
    /// when it is not this one.
    pub fn day(&self, date: Date) -> String {
        let weekday = names::weekday(self.words.locale(), date.weekday());
        format!("{weekday} {}", self.day_of_month(date))
    }

    /// The day without its weekday: `3 December`, `3 de diciembre de 2025`.
    pub fn day_of_month(&self, date: Date) -> String {
        let month = self.month_name(date.month());
        let year = date.year();
        let this_year = self.today().year() == year;
        match (self.spanish(), this_year) {
            (false, true) => format!("{} {month}", date.day()),
            (false, false) => format!("{} {month} {year}", date.day()),
            (true, true) => format!("{} de {month}", date.day()),
            (true, false) => format!("{} de {month} de {year}", date.day()),
        }
    }

    /// A short day for tables, always with the year: `3 Dec 2026`, `3 dic 2026`.
    pub fn short_day(&self, date: Date) -> String {
        let month: String = self.month_name(date.month()).chars().take(3).collect();
        format!("{} {month} {}", date.day(), date.year())
    }

    /// The month: `December 2026`, `diciembre de 2026`.
    pub fn month(&self, date: Date) -> String {
        let of = if self.spanish() { " de " } else { " " };
        format!("{}{of}{}", self.month_name(date.month()), date.year())
    }

    /// The time of day: `2:30pm`, `14:30`.
    pub fn time(&self, time: Time) -> String {
        time_of_day(time, self.words.locale())
    }

    /// Day and time: `Thursday 3 December at 2:30pm`, `jueves 3 de diciembre a las 14:30`.
    pub fn moment(&self, at: Timestamp) -> String {
        let local = self.local(at);
        let joint = match (self.spanish(), local.hour()) {
            (false, _) => "at",
            (true, 1) => "a la",
            (true, _) => "a las",
        };
        format!("{} {joint} {}", self.day(local.date()), self.time(local.time()))
    }

    /// How long ago or how far ahead, in the largest unit that says enough: `5 minutes ago`,
    /// `yesterday`, `in 3 days`; beyond 30 days the date.
    pub fn ago(&self, at: Timestamp) -> String {
        let seconds = self.now.as_second() - at.as_second();
        let (past, gap) = (seconds >= 0, seconds.abs());
        let days = i64::from((self.today() - self.local(at).date()).get_days()).abs();
        let words = &self.words;
        let counted = |key: &str, count: i64| words.with(key, &[("count", count.into())]);
        match (past, gap, days) {
            (_, ..60, _) => words.t("time-now"),
            (true, ..3_600, _) => counted("time-minutes-ago", gap / 60),
            (false, ..3_600, _) => counted("time-in-minutes", gap / 60),
            (true, _, 0) => counted("time-hours-ago", gap / 3_600),
            (false, _, 0) => counted("time-in-hours", gap / 3_600),
            (true, _, 1) => words.t("time-yesterday"),
            (false, _, 1) => words.t("time-tomorrow"),
            (true, _, ..=30) => counted("time-days-ago", days),
            (false, _, ..=30) => counted("time-in-days", days),
            _ => self.day_of_month(self.local(at).date()),
        }
    }

    /// A length of time in its two largest units, for a day of the given length: working time has
    /// days of, say, eight hours.
    pub fn length(&self, ms: i64, day_ms: i64, day_key: &str) -> String {
        let minutes = ms.abs() / 60_000;
        let day = (day_ms / 60_000).max(1);
        let counted = |key: &str, count: i64| self.words.with(key, &[("count", count.into())]);
        let (days, hours, rest) = (minutes / day, minutes % day / 60, minutes % day % 60);
        let parts = match (days, hours, rest) {
            (0, 0, 0) => vec![self.words.t("time-under-a-minute")],
            (0, 0, m) => vec![counted("time-minutes", m)],
            (0, h, 0) => vec![counted("time-hours", h)],
            (0, h, m) => vec![counted("time-hours", h), counted("time-minutes", m)],
            (d, 0, _) => vec![counted(day_key, d)],
            (d, h, _) if d < 5 => vec![counted(day_key, d), counted("time-hours", h)],
            (d, _, _) => vec![counted(day_key, d)],
        };
        parts.join(" ")
    }

    /// The day in the town.
    pub fn today(&self) -> Date {
        self.local(self.now).date()
    }

    /// The moment in the town's time zone.
    pub fn local(&self, at: Timestamp) -> jiff::civil::DateTime {
        self.zone.to_datetime(at)
    }

    fn spanish(&self) -> bool {
        self.words.locale() == Locale::ES
    }

    fn month_name(&self, month: i8) -> &'static str {
        names::month(self.words.locale(), month)
    }

    /// The day a number of days from today, for examples in hints: a date that is always valid.
    pub fn in_days(&self, days: i32) -> Date {
        self.today().saturating_add(days.days())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(locale: Locale) -> Dates {
        Dates {
            zone: TimeZone::get("America/New_York").unwrap(),
            now: "2026-12-03T17:00:00Z".parse().unwrap(),
            words: Words::read(locale, &[&crate::PART]).unwrap(),
        }
    }

    #[test]
    fn a_day_is_said_as_people_say_it() {
        let at = "2026-12-03T19:30:00Z".parse().unwrap();
        assert_eq!(dates(Locale::EN).moment(at), "Thursday 3 December at 2:30pm");
        assert_eq!(dates(Locale::ES).moment(at), "jueves 3 de diciembre a las 14:30");
        let other_year = "2025-02-01T06:00:00Z".parse().unwrap();
        assert_eq!(dates(Locale::EN).moment(other_year), "Saturday 1 February 2025 at 1am");
        assert_eq!(dates(Locale::ES).moment(other_year), "sábado 1 de febrero de 2025 a la 1:00");
    }

    #[test]
    fn how_long_ago_counts_days_of_the_calendar() {
        let en = dates(Locale::EN);
        let at = |text: &str| en.ago(text.parse().unwrap());
        assert_eq!(at("2026-12-03T16:59:30Z"), "just now");
        assert_eq!(at("2026-12-03T16:58:30Z"), "1 minute ago");
        assert_eq!(at("2026-12-03T14:00:00Z"), "3 hours ago");
        assert_eq!(at("2026-12-03T04:30:00Z"), "yesterday");
        assert_eq!(at("2026-11-30T17:00:00Z"), "3 days ago");
        assert_eq!(at("2026-12-05T17:00:00Z"), "in 2 days");
        assert_eq!(at("2026-01-05T17:00:00Z"), "5 January");
        assert_eq!(dates(Locale::ES).ago("2026-12-03T14:00:00Z".parse().unwrap()), "hace 3 horas");
    }

    #[test]
    fn working_time_has_days_of_its_own_length() {
        let en = dates(Locale::EN);
        let hours = 3_600_000;
        assert_eq!(en.length(20 * hours, 8 * hours, "time-working-days"), "2 working days 4 hours");
        assert_eq!(en.length(20 * hours, 24 * hours, "time-days"), "20 hours");
        assert_eq!(en.length(90 * 60_000, 24 * hours, "time-days"), "1 hour 30 minutes");
    }
}
