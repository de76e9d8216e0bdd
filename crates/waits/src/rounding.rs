//! How exactly figures are published.

use base::time::{HOUR_MS, MINUTE_MS};

use crate::board::Told;
use crate::hide::LEAST;

/// A number of cases as it is published: the sum of rounded parts. The parts are the smallest that
/// are ever told, so that whoever subtracts published numbers gets rounded parts and nothing finer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rounded {
    /// In halves of [`LEAST`]: a part of one to four is a half, whatever it is.
    halves: usize,
}

impl Rounded {
    /// Adds a part.
    pub(crate) fn add(&mut self, cases: usize) {
        self.halves += match cases {
            0 => 0,
            1..LEAST => 1,
            cases => (cases + LEAST / 2) / LEAST * 2,
        };
    }

    /// A multiple of five; too few where it is one small part.
    pub(crate) fn told(self) -> Told<usize> {
        match self.halves {
            0 => Told::Nothing,
            1 => Told::Few,
            halves => Told::Shown(halves.div_ceil(2) * LEAST),
        }
    }
}

/// A length rounded up, so that "within" stays true: to five minutes, from an hour on to half hours.
/// The exact one would be that of a case that somebody knows.
pub(crate) fn length(ms: i64) -> i64 {
    let step = if ms < HOUR_MS { 5 * MINUTE_MS } else { HOUR_MS / 2 };
    (ms + step - 1) / step * step
}

/// A share of one in whole percent.
pub(crate) fn share(share: f64) -> f64 {
    (share * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rounded(parts: &[usize]) -> Told<usize> {
        let mut sum = Rounded::default();
        for part in parts {
            sum.add(*part);
        }
        sum.told()
    }

    #[test]
    fn numbers_are_sums_of_rounded_parts() {
        assert_eq!(rounded(&[]), Told::Nothing);
        assert_eq!(rounded(&[0, 3]), Told::Few);
        assert_eq!(rounded(&[57]), Told::Shown(55));
        assert_eq!(rounded(&[58, 0]), Told::Shown(60));
        assert_eq!(rounded(&[440, 1]), rounded(&[440, 4]));
        assert_eq!(rounded(&[1, 4]), Told::Shown(5));
    }

    #[test]
    fn lengths_are_rounded_up() {
        for (ms, told) in [(0, 0), (1, 5 * MINUTE_MS), (HOUR_MS, HOUR_MS)] {
            assert_eq!(length(ms), told);
        }
        assert_eq!(length(HOUR_MS + 1), HOUR_MS + HOUR_MS / 2);
        assert!((share(0.866) - 0.87).abs() < 1e-9);
    }
}
