use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Rng;

/// The characters of a reference: neither 0 nor O, neither 1, I nor L, no S beside 5, no U beside V, so that it can be read out over
/// the phone. There are 29 of them, a prime, which the check character needs.
const ALPHABET: &[u8; 29] = b"2346789ABCDEFGHJKMNPQRTVWXYZ5";
const LENGTH: usize = 8;
const PRIME: usize = 29;

/// The name of a case that people read out: eight characters shown as `ABCD-EFGH`, the last of them
/// a check character.
///
/// The check is a weighted sum modulo 29 with distinct non-zero weights: it catches every single
/// wrong character and every swap of two (ISO/IEC 7064 explains why a prime modulus does).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reference([u8; LENGTH]);

/// Says why a text is no reference.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReferenceError {
    /// Not eight characters, spaces and dashes aside.
    #[error("a reference has 8 letters and numbers")]
    Length,
    /// A character that references do not use.
    #[error("a reference never has the character {0}")]
    Character(char),
    /// The check character does not fit: something was mistyped.
    #[error("one of the characters is wrong")]
    Check,
}

impl Reference {
    /// A random reference; 29⁷ ≈ 17 thousand million exist, so a caller checks that it is new.
    pub fn random(rng: &Rng) -> Self {
        let mut digits = [0_usize; LENGTH - 1];
        for digit in &mut digits {
            *digit = usize::try_from(rng.below(29)).unwrap_or(0);
        }
        Self::from_digits(digits)
    }

    fn from_digits(digits: [usize; LENGTH - 1]) -> Self {
        let mut text = [0; LENGTH];
        let all = digits.into_iter().chain([check(&digits)]);
        for (slot, digit) in text.iter_mut().zip(all) {
            *slot = ALPHABET.get(digit).copied().unwrap_or(b'2');
        }
        Self(text)
    }

    /// The eight characters without the dash, as tables hold them.
    pub fn compact(&self) -> String {
        self.0.iter().map(|&b| char::from(b)).collect()
    }
}

/// Σ digit·weight ≡ 0 (mod 29) over all eight, the check character having weight 1.
fn check(digits: &[usize]) -> usize {
    let sum: usize = digits.iter().zip(2..).map(|(digit, weight)| digit * weight).sum();
    (PRIME - sum % PRIME) % PRIME
}

impl FromStr for Reference {
    type Err = ReferenceError;

    fn from_str(text: &str) -> Result<Self, ReferenceError> {
        let mut digits = Vec::with_capacity(LENGTH);
        let letters = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '.'));
        for letter in letters {
            if digits.len() == LENGTH {
                return Err(ReferenceError::Length);
            }
            let upper = letter.to_ascii_uppercase();
            let digit = ALPHABET.iter().position(|&b| char::from(b) == upper);
            digits.push(digit.ok_or(ReferenceError::Character(upper))?);
        }
        let body: [usize; LENGTH - 1] = digits
            .get(..LENGTH - 1)
            .and_then(|body| body.try_into().ok())
            .ok_or(ReferenceError::Length)?;
        match digits.get(LENGTH - 1) {
            None => Err(ReferenceError::Length),
            Some(&last) if last == check(&body) => Ok(Self::from_digits(body)),
            Some(_) => Err(ReferenceError::Check),
        }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.compact();
        let (head, tail) = text.split_at(LENGTH / 2);
        write!(f, "{head}-{tail}")
    }
}

impl fmt::Debug for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Reference {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Reference {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::{prop_assert_eq, proptest};

    use super::*;

    #[test]
    fn a_reference_is_read_in_any_case_with_any_spaces() {
        let reference = Reference::random(&Rng::seeded(4));
        let said = reference.to_string().to_lowercase().replace('-', " ");
        assert_eq!(format!(" {said} ").parse(), Ok(reference));
    }

    #[test]
    fn what_is_wrong_with_a_reference_is_told() {
        assert_eq!("".parse::<Reference>(), Err(ReferenceError::Length));
        assert_eq!("ABCD-EFGHJ".parse::<Reference>(), Err(ReferenceError::Length));
        assert_eq!("ABCD-EFG0".parse::<Reference>(), Err(ReferenceError::Character('0')));
        assert_eq!("ABC\u{202e}".parse::<Reference>(), Err(ReferenceError::Character('\u{202e}')));
    }

    proptest! {
        #[test]
        fn every_mistyped_character_and_every_swap_is_caught(
            seed: u64, at in 0..LENGTH, other in 0..LENGTH, with in 0_usize..29,
        ) {
            let reference = Reference::random(&Rng::seeded(seed));
            let mut wrong = reference.0;
            wrong[at] = ALPHABET[with];
            if wrong != reference.0 {
                let text = String::from_utf8(wrong.to_vec()).unwrap();
                prop_assert_eq!(text.parse::<Reference>(), Err(ReferenceError::Check));
            }
            let mut swapped = reference.0;
            swapped.swap(at, other);
            if swapped != reference.0 {
                let text = String::from_utf8(swapped.to_vec()).unwrap();
                prop_assert_eq!(text.parse::<Reference>(), Err(ReferenceError::Check));
            }
        }
    }
}
