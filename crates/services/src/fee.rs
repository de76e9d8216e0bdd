//! What a service costs: an amount worked out from the answers, or a smaller one by a concession.

use base::Localized;
use base::money::Currency;
use serde::{Deserialize, Serialize};

use crate::{Answers, Condition, Formula};

/// The largest fee, in minor units: a million dollars. More is a mistake in the expression.
pub const MAX_FEE: i64 = 100_000_000;

/// What a service costs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fee {
    /// The amount in major units.
    pub amount: Formula,
    /// What is paid for, as it stands on the receipt.
    pub what: Localized,
    /// Who pays another amount; the first that holds wins.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub concessions: Vec<Concession>,
}

/// Who pays another amount, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Concession {
    /// When it is so.
    pub when: Condition,
    /// The amount in major units.
    pub amount: Formula,
    /// Why, in a few words.
    pub because: Localized,
}

/// What one resident pays.
#[derive(Debug, Clone, PartialEq)]
pub struct Charge {
    /// The amount in minor units.
    pub minor: i64,
    /// Its currency.
    pub currency: Currency,
    /// What others pay, where a concession makes a difference.
    pub full: Option<i64>,
    /// Why they pay another amount.
    pub because: Option<Localized>,
}

/// Says why a fee has no amount. The form is then not sent: nobody pays a wrong one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FeeError {
    /// An answer that it needs is missing.
    #[error("an answer that the fee needs is missing")]
    Unknown,
    /// It comes to less than nothing.
    #[error("the fee comes to less than nothing")]
    Negative,
    /// It comes to more than [`MAX_FEE`].
    #[error("the fee comes to more than anybody pays")]
    TooLarge,
}

impl Fee {
    /// Works out what somebody with these answers pays, to the nearest minor unit, half of one upwards.
    ///
    /// # Errors
    /// When it has no amount from nothing to [`MAX_FEE`].
    pub fn charge(&self, answers: &Answers, currency: Currency) -> Result<Charge, FeeError> {
        let known = answers.as_json();
        let conceded = self.concessions.iter().find(|one| one.when.0.holds(known));
        let usual = amount(&self.amount, answers, currency);
        let Some(concession) = conceded else {
            return Ok(Charge { minor: usual?, currency, full: None, because: None });
        };
        let minor = amount(&concession.amount, answers, currency)?;
        let full = usual.ok().filter(|usual| *usual != minor);
        Ok(Charge { minor, currency, full, because: Some(concession.because.clone()) })
    }

    /// Gives the amount that everybody pays who has no concession, in minor units; `None` where it
    /// depends on the answers.
    pub fn fixed(&self, currency: Currency) -> Option<i64> {
        let depends = self.amount.0.names().next().is_some();
        amount(&self.amount, &Answers::new(), currency).ok().filter(|_| !depends)
    }
}

fn amount(formula: &Formula, answers: &Answers, currency: Currency) -> Result<i64, FeeError> {
    let major = formula.0.value(answers.as_json()).and_then(|found| found.as_f64());
    let major = major.ok_or(FeeError::Unknown)?;
    match currency.minor(major) {
        Some(minor) if minor < 0 => Err(FeeError::Negative),
        Some(minor) if minor <= MAX_FEE => Ok(minor),
        _ => Err(FeeError::TooLarge),
    }
}

#[cfg(test)]
mod tests {
    use base::Locale;
    use proptest::prelude::*;
    use rules::Expression;
    use serde_json::json;

    use super::*;

    fn formula(text: &str) -> Formula {
        Formula(Expression::parse(text).unwrap())
    }

    fn fee(amount: &str, concessions: &[(&str, &str)]) -> Fee {
        let concession = |(when, amount): &(&str, &str)| Concession {
            when: Condition(Expression::parse(when).unwrap()),
            amount: formula(amount),
            because: Localized::new(*when).with(Locale::ES, *when),
        };
        Fee {
            amount: formula(amount),
            what: Localized::new("A permit"),
            concessions: concessions.iter().map(concession).collect(),
        }
    }

    fn charge(fee: &Fee, answers: serde_json::Value) -> Result<Charge, FeeError> {
        fee.charge(&Answers::try_from(answers).unwrap(), Currency::USD)
    }

    #[test]
    fn the_first_concession_that_holds_is_paid_and_told() {
        let fee = fee(
            "answers.days * 2.5",
            &[("answers.days > 20.0", "40.0"), ("answers.old == true", "answers.days * 1.25")],
        );
        let paid = charge(&fee, json!({"days": 3.0})).unwrap();
        assert_eq!((paid.minor, paid.full, paid.because), (750, None, None));
        let paid = charge(&fee, json!({"days": 3.0, "old": true})).unwrap();
        assert_eq!((paid.minor, paid.full), (375, Some(750)));
        assert_eq!(paid.because.unwrap().get(Locale::EN), "answers.old == true");
        let paid = charge(&fee, json!({"days": 21.0, "old": true})).unwrap();
        assert_eq!((paid.minor, paid.full), (4_000, Some(5_250)));
    }

    #[test]
    fn half_a_cent_is_rounded_up_and_nothing_is_an_amount() {
        for (text, minor) in [("0.125", 13), ("1.005", 101), ("0.124", 12), ("0", 0), ("10", 1_000)]
        {
            assert_eq!(charge(&fee(text, &[]), json!({})).unwrap().minor, minor, "{text}");
        }
        let free = fee("12.0", &[("answers.old == true", "0.0")]);
        assert_eq!(charge(&free, json!({"old": true})).unwrap().minor, 0);
        assert_eq!(free.fixed(Currency::USD), Some(1_200));
        assert_eq!(fee("answers.days * 1.0", &[]).fixed(Currency::USD), None);
    }

    #[test]
    fn nobody_pays_what_makes_no_sense() {
        let fee = fee("10.0 - answers.off", &[]);
        assert_eq!(charge(&fee, json!({})), Err(FeeError::Unknown));
        assert_eq!(charge(&fee, json!({"off": 11.0})), Err(FeeError::Negative));
        assert_eq!(charge(&fee, json!({"off": -1e9})), Err(FeeError::TooLarge));
        assert_eq!(charge(&fee, json!({"off": -1e300})), Err(FeeError::TooLarge));
    }

    #[test]
    fn a_currency_without_cents_has_none() {
        let yen = Currency::parse("JPY").unwrap();
        let fee = fee("1250.4", &[]);
        assert_eq!(fee.charge(&Answers::new(), yen).unwrap().minor, 1_250);
    }

    proptest! {
        #[test]
        fn a_fee_is_an_amount_within_bounds_or_none(factor in -1e12_f64..1e12, days in 0.0_f64..1e6) {
            let fee = fee(&format!("answers.days * {factor:.4}"), &[]);
            if let Ok(paid) = charge(&fee, json!({"days": days})) {
                prop_assert!((0..=MAX_FEE).contains(&paid.minor));
            }
        }
    }
}
