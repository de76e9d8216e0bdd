use base::contact::{EmailAddress, Phone};
use base::text::{TextError, clean_line};
use base::{Locale, PersonId};

/// The longest name: longer ones exist only in forgeries and tests.
pub const MAX_NAME: usize = 120;

/// Whether somebody works for the town.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Works for the town: signs in with a password and a second factor.
    Staff,
    /// Lives, works or visits here.
    Resident,
}

impl Kind {
    /// The key in tables.
    pub fn key(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Resident => "resident",
        }
    }

    /// The kind of a key; whoever is not staff is a resident.
    pub(crate) fn of(key: &str) -> Self {
        if key == "staff" { Self::Staff } else { Self::Resident }
    }
}

/// Somebody who is to get an account.
#[derive(Clone, Debug)]
pub struct NewPerson {
    /// Staff or resident.
    pub kind: Kind,
    /// Their name, cleaned: see [`person_name`].
    pub name: String,
    /// Their e-mail address.
    pub email: EmailAddress,
    /// Their telephone number.
    pub phone: Option<Phone>,
    /// The language that we write to them in.
    pub locale: Locale,
}

/// Somebody with an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Their id.
    pub id: PersonId,
    /// Staff or resident.
    pub kind: Kind,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// Their telephone number.
    pub phone: Option<String>,
    /// The language that we write to them in.
    pub locale: Locale,
    /// When the account was made, in milliseconds since 1970.
    pub created_at: i64,
    /// When the account was closed.
    pub disabled_at: Option<i64>,
    /// Whether a password is set.
    pub has_password: bool,
    /// Whether the second factor is set up.
    pub has_second_factor: bool,
}

/// Cleans a name.
pub fn person_name(text: &str) -> Result<String, TextError> {
    clean_line(text, MAX_NAME)
}
