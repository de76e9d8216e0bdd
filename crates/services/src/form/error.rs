use serde::Serialize;

/// What is wrong with one field, as a message of `locales/*/services.ftl` with its arguments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// The question.
    pub question: String,
    /// The field that the error summary leads to.
    pub field: String,
    /// The key of the message.
    pub key: &'static str,
    /// The arguments of the message.
    pub args: Vec<(&'static str, Arg)>,
}

/// An argument of a message; a count chooses between one and several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Arg {
    /// A text.
    Text(String),
    /// How many.
    Count(usize),
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<usize> for Arg {
    fn from(count: usize) -> Self {
        Self::Count(count)
    }
}

impl std::fmt::Display for Arg {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Count(count) => write!(f, "{count}"),
        }
    }
}

/// The keys of all messages that [`FieldError::key`] can be.
pub const MESSAGE_KEYS: &[&str] = &[
    "form-missing",
    "form-missing-one",
    "form-missing-many",
    "form-missing-yesno",
    "form-missing-number",
    "form-missing-date",
    "form-missing-place",
    "form-missing-photos",
    "form-missing-email",
    "form-missing-phone",
    "form-missing-contact",
    "form-twice",
    "form-too-long",
    "form-hidden-character",
    "form-email",
    "form-phone",
    "form-number",
    "form-number-min",
    "form-number-max",
    "form-date",
    "form-date-part",
    "form-date-real",
    "form-date-min",
    "form-date-max",
    "form-option",
    "form-place",
    "form-place-outside",
    "form-photos",
    "form-photos-max",
    "form-missing-money",
    "form-money",
    "form-money-min",
    "form-money-max",
    "form-missing-time",
    "form-time",
    "form-time-min",
    "form-time-max",
    "form-missing-first-day",
    "form-missing-last-day",
    "form-period-order",
    "form-period-long",
    "form-missing-organisation",
    "form-missing-number-of",
    "form-missing-vehicle",
    "form-vehicle",
    "form-vehicle-like",
    "form-missing-iban",
    "form-iban-country",
    "form-iban-length",
    "form-iban-check",
    "form-identifier",
    "form-identifier-like",
    "form-identifier-check",
    "form-missing-declaration",
    "form-missing-signature",
    "form-signature",
    "form-rows-max",
    "form-missing-data",
    "form-data-choose",
    "form-data-nothing",
    "form-check",
];
