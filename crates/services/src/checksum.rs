//! Check characters: a slip of the finger makes a number that does not hold together.

use serde::{Deserialize, Serialize};

/// How the check character at the end of an identifier is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Checksum {
    /// Luhn's sum of alternately doubled digits (ISO/IEC 7812-1): cards, many account numbers.
    Luhn,
    /// Two check digits after ISO 7064 MOD 97-10: invoices' references, LEI codes.
    Mod97,
    /// Weights counting down to 1, the sum a multiple of 11, `X` for 10: ISBN-10, NHS numbers.
    Mod11,
    /// One check character after ISO 7064 MOD 11-2, `X` for 10: ORCID, ISNI.
    #[serde(rename = "mod11-2")]
    Mod11Radix2,
    /// One check digit after ISO 7064 MOD 11,10: tax numbers of several countries.
    #[serde(rename = "mod11-10")]
    Mod11Hybrid10,
}

impl Checksum {
    /// The names that a definition may write.
    pub(crate) const NAMES: [&str; 5] = ["luhn", "mod97", "mod11", "mod11-2", "mod11-10"];

    /// Tells whether an identifier, in capitals and without separators, holds together.
    pub fn holds(self, text: &str) -> bool {
        // A check character alone checks nothing.
        if text.len() < 2 {
            return false;
        }
        match self {
            Self::Luhn => luhn(text),
            Self::Mod97 => mod97(text.chars()) == Some(1),
            Self::Mod11 => mod11(text),
            Self::Mod11Radix2 => mod11_radix_2(text),
            Self::Mod11Hybrid10 => mod11_hybrid_10(text),
        }
    }
}

/// The remainder by 97 of a number in which letters stand for 10 to 35; `None` for other characters.
pub(crate) fn mod97(text: impl Iterator<Item = char>) -> Option<u32> {
    let mut rest = 0;
    for c in text {
        let value = c.to_digit(36).filter(|_| c.is_ascii_digit() || c.is_ascii_uppercase())?;
        rest = (rest * if value < 10 { 10 } else { 100 } + value) % 97;
    }
    Some(rest)
}

fn luhn(text: &str) -> bool {
    let doubled = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let mut sum = 0;
    for (place, c) in text.chars().rev().enumerate() {
        let Some(digit) = c.to_digit(10) else { return false };
        sum += if place % 2 == 1 { doubled(digit) } else { digit };
    }
    sum % 10 == 0
}

/// The value of a character of which the last may be `X` for 10.
fn with_x(c: char, is_last: bool) -> Option<u32> {
    if c == 'X' && is_last { Some(10) } else { c.to_digit(10) }
}

fn mod11(text: &str) -> bool {
    let mut sum = 0;
    for (weight, c) in (1..).zip(text.chars().rev()) {
        let Some(value) = with_x(c, weight == 1) else { return false };
        sum = (sum + weight * value) % 11;
    }
    sum == 0
}

fn mod11_radix_2(text: &str) -> bool {
    let last = text.len() - 1;
    let mut rest = 0;
    for (place, c) in text.chars().enumerate() {
        let Some(value) = with_x(c, place == last) else { return false };
        rest = (rest * 2 + value) % 11;
    }
    rest == 1
}

fn mod11_hybrid_10(text: &str) -> bool {
    let last = text.len() - 1;
    let mut product = 10;
    for (place, c) in text.chars().enumerate() {
        let Some(digit) = c.to_digit(10) else { return false };
        if place == last {
            return (product + digit) % 10 == 1;
        }
        let sum = match (digit + product) % 10 {
            0 => 10,
            sum => sum,
        };
        product = sum * 2 % 11;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn published_numbers_hold_together() {
        for (scheme, numbers) in [
            // The example of Luhn's method in its Wikipedia article; a card number for tests (Visa).
            (Checksum::Luhn, &["17893729974", "4111111111111111"][..]),
            // The example of ISO 7064 for MOD 97-10; the LEI of the GLEIF itself.
            (Checksum::Mod97, &["79444", "506700GE1G29325QX363"]),
            // The ISBN-10 manual's example; an NHS number for tests; one that ends in X.
            (Checksum::Mod11, &["0306406152", "9434765919", "080442957X"]),
            // Two of ORCID's examples; the ISNI of its agency's manual.
            (Checksum::Mod11Radix2, &["0000000218250097", "000000021694233X", "000000012146438X"]),
            // The example of ISO 7064 for MOD 11,10; a German and a Croatian tax number of their offices.
            (Checksum::Mod11Hybrid10, &["07945", "36574261809", "33392005961"]),
        ] {
            for number in numbers {
                assert!(scheme.holds(number), "{scheme:?} {number}");
            }
        }
    }

    proptest! {
        #[test]
        fn one_wrong_digit_is_found(place in 0_usize..10, other in 0_u8..10) {
            for (scheme, number) in [
                (Checksum::Luhn, "17893729974"), (Checksum::Mod11, "9434765919"),
                (Checksum::Mod11Radix2, "0000000218250097"), (Checksum::Mod11Hybrid10, "36574261809"),
                (Checksum::Mod97, "123456789012334"),
            ] {
                let mut digits: Vec<u8> = number.bytes().collect();
                let was = std::mem::replace(&mut digits[place], b'0' + other);
                prop_assert!(scheme.holds(number));
                let changed = String::from_utf8(digits).unwrap();
                prop_assert_eq!(scheme.holds(&changed), was == b'0' + other, "{:?}", scheme);
            }
        }

        #[test]
        fn whatever_is_typed_holds_or_does_not(text in "\\PC{0,30}") {
            for scheme in [Checksum::Luhn, Checksum::Mod97, Checksum::Mod11, Checksum::Mod11Radix2,
                Checksum::Mod11Hybrid10] {
                let _holds = scheme.holds(&text);
            }
        }
    }
}
