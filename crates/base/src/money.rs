//! Amounts of money: whole minor units of a currency, so that cents never go astray.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Locale;

/// A currency by its ISO 4217 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

/// The active codes of ISO 4217 whose minor unit is not a hundredth (list one of the standard's
/// maintenance agency, SIX).
const UNUSUAL: &[(&str, u32)] = &[
    ("BHD", 3),
    ("BIF", 0),
    ("CLF", 4),
    ("CLP", 0),
    ("DJF", 0),
    ("GNF", 0),
    ("IQD", 3),
    ("ISK", 0),
    ("JOD", 3),
    ("JPY", 0),
    ("KMF", 0),
    ("KRW", 0),
    ("KWD", 3),
    ("LYD", 3),
    ("OMR", 3),
    ("PYG", 0),
    ("RWF", 0),
    ("TND", 3),
    ("UGX", 0),
    ("UYI", 0),
    ("UYW", 4),
    ("VND", 0),
    ("VUV", 0),
    ("XAF", 0),
    ("XOF", 0),
    ("XPF", 0),
];

/// The largest amount, in minor units: doubles of conditions hold it exactly, and no town's budget is
/// larger.
pub const MAX_MINOR: i64 = 1_000_000_000_000_000;

impl Currency {
    /// The dollar of the United States, the currency of the demo town.
    pub const USD: Self = Self(*b"USD");

    /// No currency yet (the code that ISO 4217 keeps for that): the town's is meant.
    pub const NONE: Self = Self([b'X'; 3]);

    /// Reads a code of three capital letters.
    pub fn parse(code: &str) -> Option<Self> {
        let letters: [u8; 3] = code.as_bytes().try_into().ok()?;
        letters.iter().all(u8::is_ascii_uppercase).then_some(Self(letters))
    }

    /// Gives the code.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Tells how many decimals its minor unit has.
    pub fn decimals(self) -> u32 {
        UNUSUAL.iter().find(|(code, _)| *code == self.code()).map_or(2, |(_, decimals)| *decimals)
    }

    /// Gives the sign before or after an amount; the code where none is known everywhere.
    pub fn sign(&self) -> &str {
        match self.code() {
            "USD" => "$",
            "EUR" => "€",
            "GBP" => "£",
            "JPY" => "¥",
            code => code,
        }
    }

    /// Turns minor units into major ones, such as cents into dollars.
    pub fn major(self, minor: i64) -> f64 {
        let text = self.plain(minor, ".");
        text.parse().unwrap_or(0.0)
    }

    /// Turns major units into whole minor ones, half a cent away from zero; `None` beyond
    /// [`MAX_MINOR`].
    pub fn minor(self, major: f64) -> Option<i64> {
        let scale = 10_f64.powi(i32::try_from(self.decimals()).ok()?);
        // 1.005 is a little less than itself in binary: a millionth of a cent puts that right.
        let scaled = major * scale;
        let rounded = (scaled + scaled.signum() * 1e-6).round();
        let written = format!("{rounded:.0}");
        written.parse().ok().filter(|minor: &i64| minor.abs() <= MAX_MINOR)
    }

    /// Reads an amount as people write it: an optional sign of the currency, digits with thousands
    /// apart, and a decimal point or comma. A comma or point before exactly as many digits as the
    /// currency has decimals, at the end, parts the decimals in any language.
    pub fn read(self, text: &str, locale: Locale) -> Option<i64> {
        let lower = text.to_uppercase();
        let text = lower.replace(self.code(), "").replace(self.sign(), "");
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let (negative, digits) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (true, rest),
            None => (false, text.as_str()),
        };
        let decimals = usize::try_from(self.decimals()).ok()?;
        let (whole, fraction) = split(digits, decimals, locale)?;
        let whole = without_groups(whole, fraction.0)?;
        let fraction = fraction.1;
        if fraction.len() > decimals || !fraction.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let written = format!("0{whole}{fraction:0<decimals$}");
        let minor: i64 = written.parse().ok().filter(|minor: &i64| *minor <= MAX_MINOR)?;
        Some(if negative { -minor } else { minor })
    }

    /// Writes an amount for a field: no sign, no thousands, decimals where there are any.
    pub fn plain_in(self, minor: i64, locale: Locale) -> String {
        self.plain(minor, if locale == Locale::ES { "," } else { "." })
    }

    /// Writes an amount as residents read it: `$1,250.00`, `1.250,00 €`.
    pub fn write(self, minor: i64, locale: Locale) -> String {
        let (group, point) = if locale == Locale::ES { (".", ",") } else { (",", ".") };
        let plain = self.plain(minor.abs(), point);
        let (whole, fraction) = match plain.split_once(point) {
            Some((whole, fraction)) => (whole, format!("{point}{fraction}")),
            None => (plain.as_str(), String::new()),
        };
        let digits: Vec<char> = whole.chars().rev().collect();
        let grouped: Vec<String> = digits.chunks(3).map(|three| three.iter().collect()).collect();
        let whole: String = grouped.join(group).chars().rev().collect();
        let minus = if minor < 0 { "\u{2212}" } else { "" };
        let sign = self.sign();
        match (sign.len() > 2 && sign.is_ascii(), sign) {
            // The euro stands behind the amount in Spanish and before it in English.
            (_, "€") if locale == Locale::ES => format!("{minus}{whole}{fraction}\u{a0}€"),
            (true, code) => format!("{minus}{whole}{fraction}\u{a0}{code}"),
            (false, sign) => format!("{minus}{sign}{whole}{fraction}"),
        }
    }

    fn plain(self, minor: i64, point: &str) -> String {
        let decimals = usize::try_from(self.decimals()).unwrap_or(2);
        let digits = format!("{:0>width$}", minor.unsigned_abs(), width = decimals + 1);
        let (whole, fraction) = digits.split_at(digits.len() - decimals);
        let minus = if minor < 0 { "-" } else { "" };
        let point = if fraction.is_empty() { "" } else { point };
        format!("{minus}{whole}{point}{fraction}")
    }
}

/// Parts the whole from the decimals; the sign that parts thousands then stands beside the decimals.
fn split(digits: &str, decimals: usize, locale: Locale) -> Option<(&str, (char, &str))> {
    let (group, point) = if locale == Locale::ES { ('.', ',') } else { (',', '.') };
    let Some(at) = digits.rfind(['.', ',']) else { return Some((digits, (group, ""))) };
    let (whole, rest) = digits.split_at(at);
    let mark = rest.chars().next()?;
    let fraction = rest.get(1..)?;
    let other = if mark == '.' { ',' } else { '.' };
    let parts_decimals = mark == point || (fraction.len() == decimals && fraction.len() != 3);
    // "1.250,5" and "1,250.5" say themselves which is which.
    if parts_decimals || whole.contains(other) {
        return (!fraction.is_empty()).then_some((whole, (other, fraction)));
    }
    if fraction.len() < 3 { Some((whole, (other, fraction))) } else { Some((digits, (mark, ""))) }
}

fn without_groups(whole: &str, group: char) -> Option<String> {
    let mut parts = whole.split(group);
    let first = parts.next().unwrap_or_default();
    let are_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let rest: Vec<&str> = parts.collect();
    let fits = rest.is_empty() || (1..=3).contains(&first.len());
    let sound =
        fits && are_digits(first) && rest.iter().all(|one| one.len() == 3 && are_digits(one));
    // Longer than any amount: not worth the parsing.
    (sound && whole.len() <= 24).then(|| whole.replace(group, ""))
}

impl Default for Currency {
    fn default() -> Self {
        Self::USD
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl TryFrom<String> for Currency {
    type Error = String;

    fn try_from(code: String) -> Result<Self, String> {
        Self::parse(&code).ok_or_else(|| {
            format!("`{code}` is no currency; write its three letters, such as \"EUR\"")
        })
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.code().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn currency(code: &str) -> Currency {
        Currency::parse(code).unwrap()
    }

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for (text, minor) in [
            ("12", 1_200),
            ("12.5", 1_250),
            ("12.50", 1_250),
            ("12,50", 1_250),
            ("$1,250", 125_000),
            ("1,250.00", 125_000),
            ("1.250,00", 125_000),
            ("USD 3", 300),
            (".99", 99),
            ("-4", -400),
            ("1 000 000", 100_000_000),
        ] {
            assert_eq!(Currency::USD.read(text, Locale::EN), Some(minor), "{text}");
        }
        for (text, minor) in
            [("1.250", 125_000), ("12,5", 1_250), ("12.50", 1_250), ("1.250,5 €", 125_050)]
        {
            assert_eq!(currency("EUR").read(text, Locale::ES), Some(minor), "{text}");
        }
        assert_eq!(currency("JPY").read("1,250", Locale::EN), Some(1_250));
        assert_eq!(currency("KWD").read("1.250", Locale::EN), Some(1_250));
        for text in ["", "-", ".", "1.234.5", "12.345", "ten", "1e3", "1,2,3", "99999999999999999"]
        {
            assert_eq!(Currency::USD.read(text, Locale::EN), None, "{text}");
        }
    }

    #[test]
    fn amounts_are_written_as_residents_read_them() {
        assert_eq!(Currency::USD.write(125_050, Locale::EN), "$1,250.50");
        assert_eq!(Currency::USD.write(-5, Locale::EN), "\u{2212}$0.05");
        assert_eq!(currency("EUR").write(123_456_789, Locale::ES), "1.234.567,89\u{a0}€");
        assert_eq!(currency("CHF").write(500, Locale::EN), "5.00\u{a0}CHF");
        assert_eq!(currency("JPY").write(1_250, Locale::EN), "¥1,250");
        assert_eq!(Currency::USD.plain_in(5, Locale::ES), "0,05");
        assert_eq!(Currency::USD.minor(1.005), Some(101));
        assert_eq!(Currency::USD.major(1_999).to_string(), "19.99");
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_an_amount_or_none(text in ".{0,40}", spanish in any::<bool>()) {
            let locale = if spanish { Locale::ES } else { Locale::EN };
            let _read = Currency::USD.read(&text, locale);
        }

        #[test]
        fn an_amount_comes_back_from_its_own_words(
            minor in -MAX_MINOR..=MAX_MINOR, spanish in any::<bool>(),
            code in prop::sample::select(vec!["USD", "EUR", "JPY", "KWD", "CLF", "CHF"]),
        ) {
            let (locale, currency) = (if spanish { Locale::ES } else { Locale::EN }, currency(code));
            prop_assert_eq!(currency.read(&currency.plain_in(minor, locale), locale), Some(minor));
            prop_assert_eq!(currency.read(&currency.write(minor, locale), locale), Some(minor));
            prop_assert_eq!(currency.minor(currency.major(minor)), Some(minor));
        }
    }
}
