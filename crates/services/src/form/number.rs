//! Numbers as people write them in English and Spanish.

use base::Locale;

/// More digits than a double holds exactly would come back changed.
const MAX_DIGITS: usize = 15;

/// Reads a number: an optional sign, digits, thousands apart by spaces or the language's sign, and
/// a decimal point or comma. A lone comma that cannot part thousands is a decimal comma, and the
/// other way round for a point in Spanish.
pub(super) fn parse(text: &str, locale: Locale) -> Option<f64> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let (negative, digits) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(&text)),
    };
    let (group, point) = if locale == Locale::ES { ('.', ',') } else { (',', '.') };
    let (whole, fraction) = match digits.rsplit_once(point) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => match digits.rsplit_once(group) {
            Some((whole, fraction)) if !parts_thousands(digits, group) => (whole, Some(fraction)),
            _ => (digits, None),
        },
    };
    let whole = if whole.contains(group) {
        if !parts_thousands(whole, group) {
            return None;
        }
        whole.replace(group, "")
    } else {
        whole.to_owned()
    };
    let fraction = fraction.unwrap_or("0");
    let are_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let length = whole.len() + fraction.len();
    if !are_digits(&whole)
        || !are_digits(fraction)
        || fraction.is_empty()
        || length > MAX_DIGITS + 1
    {
        return None;
    }
    if whole.is_empty() && !digits.starts_with(['.', ',']) {
        return None;
    }
    let number: f64 = format!("0{whole}.{fraction}").parse().ok()?;
    Some(if negative && number != 0.0 { -number } else { number })
}

/// Writes a number so that [`parse`] reads it back, and a resident too.
pub(super) fn write(number: f64, locale: Locale) -> String {
    let text = number.to_string();
    if locale == Locale::ES { text.replace('.', ",") } else { text }
}

fn parts_thousands(digits: &str, group: char) -> bool {
    let mut parts = digits.split(group);
    let first = parts.next().unwrap_or_default();
    let mut rest = parts.peekable();
    (1..=3).contains(&first.len())
        && first != "0"
        && rest.peek().is_some()
        && rest.all(|part| part.len() == 3 && part.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, number) in [
            ("5", 5.0),
            (" 1,250 ", 1250.0),
            ("1,250.5", 1250.5),
            ("0,5", 0.5),
            ("2,75", 2.75),
            ("1 000 000", 1_000_000.0),
            (".5", 0.5),
            ("-3", -3.0),
            ("+3", 3.0),
            ("-0", 0.0),
        ] {
            assert_eq!(parse(text, Locale::EN), Some(number), "{text}");
        }
        for (text, number) in
            [("1.250", 1250.0), ("1.250,5", 1250.5), ("0.5", 0.5), ("2,75", 2.75), ("2.75", 2.75)]
        {
            assert_eq!(parse(text, Locale::ES), Some(number), "{text}");
        }
        for text in [
            "",
            "-",
            ".",
            ",",
            "1e9",
            "0x10",
            "NaN",
            "inf",
            "1.2.3",
            "1,2,3",
            "five",
            "12345678901234567890",
            "1.",
            "٣",
        ] {
            assert_eq!(parse(text, Locale::EN), None, "{text}");
        }
    }
}
