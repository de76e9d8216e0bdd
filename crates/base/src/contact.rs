//! E-mail addresses and phone numbers as people type them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The longest e-mail address (RFC 5321, 4.5.3.1).
const MAX_EMAIL: usize = 254;

/// Says that a text is no usable address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a usable address")]
pub struct ContactError;

/// An e-mail address: one `@`, no spaces, a domain with a dot. Whether it works, only mail can tell.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

impl EmailAddress {
    /// The address, its domain in lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address with all letters small, to compare accounts by.
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }
}

impl FromStr for EmailAddress {
    type Err = ContactError;

    fn from_str(text: &str) -> Result<Self, ContactError> {
        let text = text.trim();
        let (local, domain) = text.rsplit_once('@').ok_or(ContactError)?;
        let labels_fit = domain.contains('.')
            && domain.split('.').all(|label| {
                let chars_fit = label.chars().all(|c| c.is_alphanumeric() || c == '-');
                !label.is_empty() && chars_fit && !label.starts_with('-') && !label.ends_with('-')
            });
        let local_fits = !local.is_empty()
            && local.len() <= 64
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..")
            && local.chars().all(|c| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c));
        if text.len() > MAX_EMAIL || !labels_fit || !local_fits {
            return Err(ContactError);
        }
        Ok(Self(format!("{local}@{}", domain.to_lowercase())))
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = ContactError;

    fn try_from(text: String) -> Result<Self, ContactError> {
        text.parse()
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.0
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A phone number: 6 to 15 digits (ITU-T E.164), an optional leading `+`, an optional extension.
/// Kept as typed, tidied.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

impl Phone {
    /// The number as it was typed, spaces tidied.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Phone {
    type Err = ContactError;

    fn from_str(text: &str) -> Result<Self, ContactError> {
        let tidy = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let lower = tidy.to_lowercase();
        let (number, extension) = lower.split_once('x').unwrap_or((&lower, ""));
        let number = number.trim_end_matches(['e', ' ', '.']);
        let extension = extension.trim_start_matches(['t', '.', ' ']);
        let digits = number.chars().filter(char::is_ascii_digit).count();
        let rest = number.strip_prefix('+').unwrap_or(number);
        let shape = rest.chars().all(|c| c.is_ascii_digit() || " -().".contains(c))
            && extension.len() <= 6
            && extension.chars().all(|c| c.is_ascii_digit());
        if (6..=15).contains(&digits) && shape && tidy.len() <= 40 {
            Ok(Self(tidy))
        } else {
            Err(ContactError)
        }
    }
}

impl TryFrom<String> for Phone {
    type Error = ContactError;

    fn try_from(text: String) -> Result<Self, ContactError> {
        text.parse()
    }
}

impl From<Phone> for String {
    fn from(phone: Phone) -> Self {
        phone.0
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usable_addresses_are_taken() {
        for good in
            ["a@b.co", " Ana.Maria+x@Example.ORG ", "o'neil@sub.example.com", "josé@exámple.es"]
        {
            assert!(good.parse::<EmailAddress>().is_ok(), "{good}");
        }
        let address: EmailAddress = " Ana@Example.ORG ".parse().unwrap();
        assert_eq!(address.as_str(), "Ana@example.org");
    }

    #[test]
    fn what_would_not_arrive_or_could_deceive_is_refused() {
        for bad in [
            "",
            "a",
            "a@b",
            "a b@c.de",
            "a@b@c.de\r\nBcc: x@y.zz",
            "<a@b.co>",
            "a..b@c.de",
            "a@-b.co",
        ] {
            assert!(bad.parse::<EmailAddress>().is_err(), "{bad}");
        }
    }

    #[test]
    fn phone_numbers_are_taken_as_people_write_them() {
        for good in [
            "617-555-0134",
            "(617) 555 0134",
            "+44 20 7946 0018",
            "617.555.0134 ext 12",
            "6175550134x9",
        ] {
            assert!(good.parse::<Phone>().is_ok(), "{good}");
        }
        for bad in ["", "12345", "call me", "0123456789012345", "617-555-0134\n<b>"] {
            assert!(bad.parse::<Phone>().is_err(), "{bad}");
        }
    }
}
