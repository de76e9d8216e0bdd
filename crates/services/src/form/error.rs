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
    pub args: Vec<(&'static str, String)>,
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
];
