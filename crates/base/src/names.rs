//! The names of months and weekdays, for dates where no template is at hand.

use jiff::civil::Weekday;

use crate::Locale;

/// The months, January first.
pub fn months(locale: Locale) -> &'static [&'static str; 12] {
    match locale {
        Locale::ES => &[
            "enero",
            "febrero",
            "marzo",
            "abril",
            "mayo",
            "junio",
            "julio",
            "agosto",
            "septiembre",
            "octubre",
            "noviembre",
            "diciembre",
        ],
        _ => &[
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
    }
}

/// The month of a number from 1 to 12; empty beyond.
pub fn month(locale: Locale, number: i8) -> &'static str {
    let index = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
    index.and_then(|index| months(locale).get(index).copied()).unwrap_or_default()
}

/// A weekday.
pub fn weekday(locale: Locale, day: Weekday) -> &'static str {
    let names: [&str; 7] = match locale {
        Locale::ES => ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
        _ => ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    };
    let index = usize::try_from(day.to_monday_zero_offset()).unwrap_or(0);
    names.get(index).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_count_from_one() {
        assert_eq!((month(Locale::EN, 1), month(Locale::ES, 12)), ("January", "diciembre"));
        assert_eq!((month(Locale::EN, 0), month(Locale::EN, 13)), ("", ""));
        assert_eq!(weekday(Locale::ES, Weekday::Sunday), "domingo");
    }
}
