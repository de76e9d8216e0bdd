//! What the town's opening hours say to people: when the telephone is answered, and when its list of holidays
//! runs out.

use base::{Locale, Localized};
use jiff::civil::Date;
use services::{OpenDay, Opening};

/// The days of the week from Monday, in English and Spanish.
const DAYS: [(&str, &str); 7] = [
    ("Monday", "lunes"),
    ("Tuesday", "martes"),
    ("Wednesday", "miércoles"),
    ("Thursday", "jueves"),
    ("Friday", "viernes"),
    ("Saturday", "sábado"),
    ("Sunday", "domingo"),
];

/// Promises of half a year are the longest that towns make; past the last holiday they would be wrong.
const AHEAD_DAYS: i64 = 183;

/// The opening hours in words, days of the same hours together; `None` when nothing ever opens.
pub fn hours(opening: &Opening) -> Option<Localized> {
    let mut days = opening.days.clone();
    days.sort_by_key(|day| day.day);
    let alike = |one: &OpenDay, next: &OpenDay| {
        next.day == one.day + 1 && (next.from, next.to) == (one.from, one.to)
    };
    let (mut english, mut spanish) = (Vec::new(), Vec::new());
    for run in days.chunk_by(alike) {
        let (first, last) = (run.first()?, run.last()?);
        let (one, other) = (name(first)?, name(last)?);
        let clock =
            |locale| [first.from, first.to].map(|time| web::dates::time_of_day(time, locale));
        let ([from, to], [desde, hasta]) = (clock(Locale::EN), clock(Locale::ES));
        let (named, llamados) = match run.len() {
            1 => (one.0.to_owned(), one.1.to_owned()),
            2 => (format!("{} and {}", one.0, other.0), format!("{} y {}", one.1, other.1)),
            _ => (format!("{} to {}", one.0, other.0), format!("de {} a {}", one.1, other.1)),
        };
        english.push(format!("{named}, {from} to {to}"));
        spanish.push(format!("{llamados}, de {desde} a {hasta}"));
    }
    let said = Localized::new(english.join("; ")).with(Locale::ES, spanish.join("; "));
    (!english.is_empty()).then_some(said)
}

fn name(day: &OpenDay) -> Option<&'static (&'static str, &'static str)> {
    DAYS.get(usize::try_from(day.day - 1).ok()?)
}

/// The last holiday of the list, when it is over or near: dates promised past it take holidays for working
/// days. A town without holidays has none to add.
pub fn holidays_end(opening: &Opening, today: Date) -> Option<Date> {
    let last = opening.holidays.iter().map(|holiday| holiday.date).max()?;
    let ahead = today.checked_add(jiff::Span::new().days(AHEAD_DAYS)).ok()?;
    (last < ahead).then_some(last)
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};
    use services::Holiday;

    use super::*;

    fn opening(days: &[(i8, i8)]) -> Opening {
        let day = |(day, to): &(i8, i8)| OpenDay {
            day: *day,
            from: time(8, 30, 0, 0),
            to: time(*to, 0, 0, 0),
        };
        let name = Localized::new("A holiday");
        Opening {
            time_zone: "America/New_York".into(),
            days: days.iter().map(day).collect(),
            holidays: vec![Holiday { date: date(2027, 12, 31), name }],
        }
    }

    #[test]
    fn the_hours_are_said_as_the_week_has_them() {
        let said = |days: &[(i8, i8)], locale| {
            hours(&opening(days)).map(|hours| hours.get(locale).to_owned()).unwrap()
        };
        let usual = [(1, 17), (2, 17), (3, 17), (4, 17), (5, 17)];
        assert_eq!(said(&usual, Locale::EN), "Monday to Friday, 8:30am to 5pm");
        assert_eq!(said(&usual, Locale::ES), "de lunes a viernes, de 8:30 a 17:00");
        let other = [(6, 12), (1, 17), (2, 17), (4, 19)];
        assert_eq!(
            said(&other, Locale::EN),
            "Monday and Tuesday, 8:30am to 5pm; Thursday, 8:30am to 7pm; Saturday, 8:30am to 12pm"
        );
        assert_eq!(
            said(&other, Locale::ES),
            "lunes y martes, de 8:30 a 17:00; jueves, de 8:30 a 19:00; sábado, de 8:30 a 12:00"
        );
        assert_eq!(hours(&opening(&[])), None);
    }

    #[test]
    fn a_list_of_holidays_that_runs_out_is_noticed_half_a_year_before() {
        let opening = opening(&[(1, 17)]);
        assert_eq!(holidays_end(&opening, date(2027, 6, 1)), None);
        assert_eq!(holidays_end(&opening, date(2027, 7, 10)), Some(date(2027, 12, 31)));
        assert_eq!(holidays_end(&opening, date(2029, 1, 1)), Some(date(2027, 12, 31)));
        let none = Opening { holidays: Vec::new(), ..opening };
        assert_eq!(holidays_end(&none, date(2029, 1, 1)), None);
    }
}
