//! Dates, times of day and periods, as people type them.

use base::Locale;
use jiff::civil::{Date, Time};
use serde_json::{Value, json};

use super::FieldError;
use super::parse::{Parsed, Reader};
use crate::DateBound;

impl Reader<'_> {
    /// A date in three fields below `prefix`, which is empty or ends in a hyphen; `None` when all three
    /// are empty.
    pub(super) fn date_in(
        &self,
        prefix: &str,
        min: Option<DateBound>,
        max: Option<DateBound>,
    ) -> Result<Option<Date>, Vec<FieldError>> {
        let field = |part: &str| format!("{prefix}{part}");
        let parts = [
            self.short(&field("day"), "form-date")?,
            self.short(&field("month"), "form-date")?,
            self.short(&field("year"), "form-date")?,
        ];
        if parts.iter().all(|part| part.is_empty()) {
            return Ok(None);
        }
        for (name, part) in ["day", "month", "year"].into_iter().zip(parts) {
            if part.is_empty() {
                return Err(self.fault(
                    &field(name),
                    "form-date-part",
                    vec![("part", name.to_owned().into())],
                ));
            }
        }
        let [day, month, year] = parts;
        let wrong = |part: &str, key: &'static str| self.fault(&field(part), key, Vec::new());
        let day: i8 = digits(day).ok_or_else(|| wrong("day", "form-date"))?;
        let month = digits(month)
            .or_else(|| month_named(month))
            .ok_or_else(|| wrong("month", "form-date"))?;
        if year.len() != 4 {
            return Err(wrong("year", "form-date"));
        }
        let year: i16 = digits(year).ok_or_else(|| wrong("year", "form-date"))?;
        let date = Date::new(year, month, day).map_err(|_| wrong("day", "form-date-real"))?;
        let today = self.context.today;
        let bound = |bound: Date| super::words::date_in_words(bound, self.context.locale);
        if let Some(min) = min.map(|min| min.on(today)).filter(|min| date < *min) {
            return Err(self.fault(
                &field("day"),
                "form-date-min",
                vec![("min", bound(min).into())],
            ));
        }
        if let Some(max) = max.map(|max| max.on(today)).filter(|max| date > *max) {
            return Err(self.fault(
                &field("day"),
                "form-date-max",
                vec![("max", bound(max).into())],
            ));
        }
        Ok(Some(date))
    }

    pub(super) fn time(&self, min: Option<Time>, max: Option<Time>) -> Parsed {
        let text = self.short("", "form-time")?;
        if text.is_empty() {
            return self.missing("", "form-missing-time");
        }
        let time = time(text).ok_or_else(|| self.fault("", "form-time", Vec::new()))?;
        if let Some(min) = min.filter(|min| time < *min) {
            return Err(self.fault("", "form-time-min", vec![("min", written(min).into())]));
        }
        if let Some(max) = max.filter(|max| time > *max) {
            return Err(self.fault("", "form-time-max", vec![("max", written(max).into())]));
        }
        Ok(Some(Value::from(written(time))))
    }

    pub(super) fn period(
        &self,
        min: Option<DateBound>,
        max: Option<DateBound>,
        max_days: Option<u32>,
    ) -> Parsed {
        let (mut errors, mut days) = (Vec::new(), [None, None]);
        for (found, prefix) in days.iter_mut().zip(["from-", "to-"]) {
            match self.date_in(prefix, min, max) {
                Ok(date) => *found = date,
                Err(mut faults) => errors.append(&mut faults),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let (from, to) = match days {
            [Some(from), Some(to)] => (from, to),
            [None, None] => return self.missing("from-day", "form-missing-first-day"),
            [None, _] => return Err(self.fault("from-day", "form-missing-first-day", Vec::new())),
            [_, None] => return Err(self.fault("to-day", "form-missing-last-day", Vec::new())),
        };
        if to < from {
            return Err(self.fault("to-day", "form-period-order", Vec::new()));
        }
        // Both days count: from Monday to Monday is one day.
        let days = from.until(to).map_or(0, |span| span.get_days()).saturating_add(1);
        if let Some(most) =
            max_days.filter(|most| u32::try_from(days).is_ok_and(|days| days > *most))
        {
            let most = usize::try_from(most).unwrap_or(usize::MAX);
            return Err(self.fault("to-day", "form-period-long", vec![("max", most.into())]));
        }
        Ok(Some(json!({ "from": from.to_string(), "to": to.to_string(), "days": days })))
    }
}

/// Writes a time as it is stored: `08:30`.
pub(super) fn written(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// Reads a time of day as people write it: `18:30`, `6.30 pm`, `6pm`, `1830`, `18h30`, `noon`.
pub(super) fn time(text: &str) -> Option<Time> {
    let text = text.to_lowercase().replace(['.', ' ', '\u{a0}'], "").replace('h', ":");
    match text.as_str() {
        "noon" | "midday" | "mediodía" | "mediodia" => return Time::new(12, 0, 0, 0).ok(),
        "midnig:t" | "medianoc:e" => return Time::new(0, 0, 0, 0).ok(),
        _ => {}
    }
    let (digits, half) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(digits), _) => (digits, Some(0)),
        (_, Some(digits)) => (digits, Some(12)),
        _ => (text.as_str(), None),
    };
    let (hour, minute) = match digits.split_once(':') {
        Some((hour, "")) => (hour, "00"),
        Some(parts) => parts,
        None if digits.len() > 2 => digits.split_at_checked(digits.len() - 2)?,
        // A bare number may be anything; with am or pm it is an hour.
        None if half.is_some() => (digits, "00"),
        None => return None,
    };
    if minute.len() != 2 {
        return None;
    }
    let (hour, minute): (i8, i8) = (self::digits(hour)?, self::digits(minute)?);
    let hour = match half {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(half) => hour % 12 + half,
    };
    Time::new(hour, minute, 0, 0).ok()
}

/// A short run of digits as a number.
fn digits<T: std::str::FromStr>(text: &str) -> Option<T> {
    Some(text)
        .filter(|text| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()))?
        .parse()
        .ok()
}

/// The number of a month written as a word, in full or by its first three letters.
fn month_named(text: &str) -> Option<i8> {
    let text = text.to_lowercase();
    let long_enough = text.chars().count() >= 3;
    let named = |locale| {
        base::names::months(locale).iter().position(|month| {
            let month = month.to_lowercase();
            long_enough
                && (month == text || (text.chars().count() == 3 && month.starts_with(&text)))
        })
    };
    let index = Locale::ALL.into_iter().find_map(named)?;
    i8::try_from(index + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        for (text, stored) in [
            ("18:30", "18:30"),
            ("6.30 pm", "18:30"),
            ("6pm", "18:00"),
            ("6 p.m.", "18:00"),
            ("1830", "18:30"),
            ("630", "06:30"),
            ("18h30", "18:30"),
            ("18h", "18:00"),
            ("12am", "00:00"),
            ("12 pm", "12:00"),
            ("9:05 AM", "09:05"),
            ("noon", "12:00"),
            ("midnight", "00:00"),
            ("mediodía", "12:00"),
            ("medianoche", "00:00"),
            ("0:00", "00:00"),
            ("18.30", "18:30"),
        ] {
            assert_eq!(time(text).map(written).as_deref(), Some(stored), "{text}");
        }
        for text in [
            "", "6", "25:00", "24:00", "18:60", "13pm", "0am", "six", "::", "18:3:0", "-1:00", "pm",
        ] {
            assert_eq!(time(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_a_time_or_none(text in "\\PC{0,20}") {
            if let Some(found) = time(&text) {
                prop_assert_eq!(time(&written(found)), Some(found));
            }
        }
    }
}
