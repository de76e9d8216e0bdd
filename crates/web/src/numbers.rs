//! Numbers as each language writes them.

use base::Locale;

/// Writes a number as the language does, with at most two decimals: `12,345.5`, `12.345,5`.
/// Spanish leaves four digits together (CLDR, minimum grouping 2).
pub fn number(value: f64, locale: Locale) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |rest| ("−", rest));
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let (group, point, shortest) = if locale == Locale::ES { ('.', ',', 5) } else { (',', '.', 4) };
    let mut out = String::from(if whole == "0" && decimals.is_empty() { "" } else { sign });
    for (index, digit) in whole.chars().enumerate() {
        let left = whole.len() - index;
        if index > 0 && left.is_multiple_of(3) && whole.len() >= shortest {
            out.push(group);
        }
        out.push(digit);
    }
    if !decimals.is_empty() {
        out.push(point);
        out.push_str(decimals);
    }
    out
}

/// Writes a share of one as a percentage without decimals: `0.834` is `83%`, in Spanish `83 %`.
pub fn percent(share: f64, locale: Locale) -> String {
    let space = if locale == Locale::ES { "\u{a0}" } else { "" };
    format!("{}{space}%", number((share * 100.0).round(), locale))
}

/// Writes an amount of cents with its currency sign: `$12.50`, `12,50 $`.
pub fn money(cents: i64, sign: &str, locale: Locale) -> String {
    let minus = if cents < 0 { "−" } else { "" };
    let (whole, rest) = (cents.unsigned_abs() / 100, cents.unsigned_abs() % 100);
    let grouped =
        u32::try_from(whole).map_or_else(|_| whole.to_string(), |n| number(n.into(), locale));
    let point = if locale == Locale::ES { ',' } else { '.' };
    let amount = if rest == 0 { grouped } else { format!("{grouped}{point}{rest:02}") };
    if locale == Locale::ES {
        format!("{minus}{amount}\u{a0}{sign}")
    } else {
        format!("{minus}{sign}{amount}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_as_each_language_does() {
        assert_eq!(number(1234.0, Locale::EN), "1,234");
        assert_eq!(number(1234.0, Locale::ES), "1234");
        assert_eq!(number(1_234_567.891, Locale::EN), "1,234,567.89");
        assert_eq!(number(12_345.5, Locale::ES), "12.345,5");
        assert_eq!(number(-0.001, Locale::EN), "0");
        assert_eq!(number(-3.0, Locale::EN), "−3");
        assert_eq!(percent(0.834, Locale::ES), "83\u{a0}%");
        assert_eq!(money(1_250, "$", Locale::EN), "$12.50");
        assert_eq!(money(120_000, "$", Locale::EN), "$1,200");
    }
}
