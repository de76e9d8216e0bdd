//! The hours of a branch as lines in the fields of its page, and back.

use services::{Exception, OpenSpan, Week};

/// The days of a week, as fields are called.
pub(crate) const DAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

pub(crate) fn spans_text(spans: &[OpenSpan]) -> String {
    spans.iter().map(OpenSpan::text).collect::<Vec<_>>().join(", ")
}

/// A week as lines, such as `monday 09:00-12:30`.
pub(crate) fn week_text(week: &Week) -> String {
    let days = DAYS.iter().zip(&week.0).filter(|(_, spans)| !spans.is_empty());
    days.map(|(day, spans)| format!("{day} {}", spans_text(spans))).collect::<Vec<_>>().join("\n")
}

pub(crate) fn exception_text(one: &Exception) -> String {
    let hours = if one.hours.is_empty() { "-".to_owned() } else { spans_text(&one.hours) };
    format!("{} {hours} {}", one.date, one.reason).trim_end().to_owned()
}

/// Reads openings such as `09:00-12:30, 13:30-16:00`; `None` where they are none.
pub(crate) fn spans(text: &str) -> Option<Vec<OpenSpan>> {
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    parts.map(OpenSpan::parse).collect()
}

pub(crate) fn week(text: &str) -> Option<Week> {
    let mut week = Week::default();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (day, hours) = line.split_once(char::is_whitespace)?;
        let place = DAYS.iter().position(|name| name.eq_ignore_ascii_case(day))?;
        *week.0.get_mut(place)? = spans(hours)?;
    }
    Some(week)
}

/// Reads a day with other hours: a date, its openings or `-`, and why.
pub(crate) fn exception(line: &str) -> Option<Exception> {
    let (date, rest) = line.split_once(char::is_whitespace)?;
    let rest = rest.trim();
    let end = rest.find(|c: char| !(c.is_ascii_digit() || " :,-–".contains(c)));
    let (hours, reason) = rest.split_at(end.unwrap_or(rest.len()));
    let hours = hours.trim();
    let hours = match hours {
        "" => return None,
        "-" => Vec::new(),
        hours => spans(hours)?,
    };
    Some(Exception { date: date.parse().ok()?, hours, reason: reason.trim().to_owned() })
}

#[cfg(test)]
mod tests {
    use jiff::civil::Weekday;

    use super::*;

    #[test]
    fn days_with_other_hours_are_read_as_they_are_written() {
        for line in ["2026-12-24 09:00-12:00, 13:00-14:00 Christmas Eve", "2026-12-28 - Training"] {
            assert_eq!(exception_text(&exception(line).unwrap()), line);
        }
        let plain = exception("2026-12-28 -").unwrap();
        assert!(plain.hours.is_empty() && plain.reason.is_empty());
        for wrong in ["", "tomorrow -", "2026-12-24", "2026-12-24 nine to five"] {
            assert_eq!(exception(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn own_hours_come_back() {
        let text = "monday 08:30-12:30\nthursday 13:30-19:00";
        assert_eq!(week_text(&week(text).unwrap()), text);
        assert_eq!(week("Monday 08:30-12:30").unwrap().on(Weekday::Monday).len(), 1);
        assert_eq!(week("someday 08:30-12:30"), None);
    }
}
