//! International bank account numbers (ISO 13616): a country, its length, two check digits.

use crate::checksum::mod97;

/// The length by country, as the IBAN Registry of SWIFT lists them, the registration authority of
/// ISO 13616.
const LENGTHS: &[(&str, usize)] = &[
    ("AD", 24),
    ("AE", 23),
    ("AL", 28),
    ("AT", 20),
    ("AZ", 28),
    ("BA", 20),
    ("BE", 16),
    ("BG", 22),
    ("BH", 22),
    ("BI", 27),
    ("BR", 29),
    ("BY", 28),
    ("CH", 21),
    ("CR", 22),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DJ", 27),
    ("DK", 18),
    ("DO", 28),
    ("EE", 20),
    ("EG", 29),
    ("ES", 24),
    ("FI", 18),
    ("FK", 18),
    ("FO", 18),
    ("FR", 27),
    ("GB", 22),
    ("GE", 22),
    ("GI", 23),
    ("GL", 18),
    ("GR", 27),
    ("GT", 28),
    ("HN", 28),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IL", 23),
    ("IQ", 23),
    ("IS", 26),
    ("IT", 27),
    ("JO", 30),
    ("KW", 30),
    ("KZ", 20),
    ("LB", 28),
    ("LC", 32),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("LY", 25),
    ("MC", 27),
    ("MD", 24),
    ("ME", 22),
    ("MK", 19),
    ("MN", 20),
    ("MR", 27),
    ("MT", 31),
    ("MU", 30),
    ("NI", 28),
    ("NL", 18),
    ("NO", 15),
    ("OM", 23),
    ("PK", 24),
    ("PL", 28),
    ("PS", 29),
    ("PT", 25),
    ("QA", 29),
    ("RO", 24),
    ("RS", 22),
    ("RU", 33),
    ("SA", 24),
    ("SC", 31),
    ("SD", 18),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("SM", 27),
    ("SO", 23),
    ("ST", 25),
    ("SV", 28),
    ("TL", 23),
    ("TN", 24),
    ("TR", 26),
    ("UA", 29),
    ("VA", 22),
    ("VG", 24),
    ("XK", 20),
    ("YE", 30),
];

/// Characters of an account number that are shown: enough to know one's own.
const SHOWN: usize = 4;

/// Says why something is no account number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum IbanError {
    /// It does not begin with a country that has such numbers, or with one that is not taken.
    Country,
    /// It has the wrong number of characters for its country.
    Length { country: &'static str, wanted: usize },
    /// The check digits do not fit: a slip.
    Check,
}

/// Tells whether a country has such numbers.
pub(crate) fn is_country(code: &str) -> bool {
    LENGTHS.iter().any(|(country, _)| *country == code)
}

/// Reads an account number as it stands on a card or a letter: spaces and hyphens do not count.
pub(crate) fn read(text: &str, countries: &[String]) -> Result<String, IbanError> {
    let iban: String =
        text.to_uppercase().chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    let known = LENGTHS.iter().find(|(country, _)| iban.starts_with(country));
    let (country, wanted) = known.ok_or(IbanError::Country)?;
    if !countries.is_empty() && !countries.iter().any(|one| one == country) {
        return Err(IbanError::Country);
    }
    if iban.chars().count() != *wanted {
        return Err(IbanError::Length { country, wanted: *wanted });
    }
    let (head, tail) = iban.split_at_checked(4).ok_or(IbanError::Check)?;
    let digits = head.get(2..).unwrap_or_default();
    // The remainder is 1 also for 00, 01 and 98 or more in some accounts; the standard gives 02 to 98.
    let sound = ("02"..="98").contains(&digits) && digits.bytes().all(|b| b.is_ascii_digit());
    let holds = mod97(tail.chars().chain(head.chars())) == Some(1);
    if sound && holds { Ok(iban) } else { Err(IbanError::Check) }
}

/// Gives an account number with all but its last characters hidden.
pub(crate) fn masked(iban: &str) -> String {
    let last: Vec<char> = iban.chars().rev().take(SHOWN).collect();
    format!("•••• {}", last.into_iter().rev().collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Examples of the registry and of ISO 13616.
    const EXAMPLES: [&str; 9] = [
        "GB82 WEST 1234 5698 7654 32",
        "DE89 3704 0044 0532 0130 00",
        "ES91 2100 0418 4502 0005 1332",
        "FR14 2004 1010 0505 0001 3M02 606",
        "NO93 8601 1117 947",
        "MT84 MALT 0110 0001 2345 MTLC AST0 01S",
        "NL91 ABNA 0417 1643 00",
        "CH93 0076 2011 6238 5295 7",
        "LC55 HEMM 0001 0001 0012 0012 0002 3015",
    ];

    #[test]
    fn published_numbers_are_taken_and_shown_by_their_end() {
        for text in EXAMPLES {
            let iban = read(&text.to_lowercase(), &[]).unwrap();
            assert_eq!(iban, text.replace(' ', ""));
            assert_eq!(masked(&iban).chars().count(), 9);
        }
        assert_eq!(masked("GB82WEST12345698765432"), "•••• 5432");
    }

    #[test]
    fn what_is_wrong_is_said() {
        let only = ["ES".to_owned()];
        assert_eq!(read("US12 3456", &[]), Err(IbanError::Country));
        assert_eq!(read(EXAMPLES[0], &only), Err(IbanError::Country));
        assert_eq!(
            read("GB82 WEST 1234", &[]),
            Err(IbanError::Length { country: "GB", wanted: 22 })
        );
        assert_eq!(read("GB83 WEST 1234 5698 7654 32", &[]), Err(IbanError::Check));
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_a_number_or_refused(text in "\\PC{0,40}") {
            if let Ok(iban) = read(&text, &[]) {
                let again = read(&iban, &[]);
                prop_assert_eq!(again, Ok(iban));
            }
            let _masked = masked(&text);
        }

        #[test]
        fn one_wrong_digit_is_found(example in 0_usize..9, place in 4_usize..15, other in "[0-9]") {
            let iban = EXAMPLES[example].replace(' ', "");
            prop_assume!(iban.as_bytes()[place].is_ascii_digit());
            let mut changed = iban.clone();
            changed.replace_range(place..=place, &other);
            prop_assert_eq!(read(&changed, &[]).is_ok(), changed == iban);
        }
    }
}
