//! Between the engine and a browser's forms: fields in, messages out.

use web::{FormErrors, Words};

use super::{Arg, FieldError, Raw};

impl From<&web::Raw> for Raw {
    /// Takes the text fields. A value that is no text, or longer than any answer, becomes one that
    /// every question refuses, so that its field gets a message.
    fn from(form: &web::Raw) -> Self {
        let mut raw = Self::new();
        let mut names: Vec<&str> = form.names().collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            if form.is_broken(name) {
                raw.push(name, "\0");
            }
            if let Some(length) = form.overlong(name) {
                raw.push(name, "x".repeat(length.min(web::FIELD_BYTES)));
            }
            for value in form.all(name) {
                raw.push(name, value);
            }
        }
        raw
    }
}

impl FieldError {
    /// Counts what came of a field beyond what was kept of it.
    #[must_use]
    pub fn counting(mut self, form: &web::Raw) -> Self {
        let beyond =
            form.overlong(&self.field).map_or(0, |all| all.saturating_sub(web::FIELD_BYTES));
        for (name, arg) in &mut self.args {
            if let ("over", Arg::Count(over)) = (*name, arg) {
                *over += beyond;
            }
        }
        self
    }

    /// Gives the message in the visitor's language.
    pub fn message(&self, words: &Words) -> String {
        let values: Vec<web::Word<'_>> = self
            .args
            .iter()
            .map(|(name, arg)| match arg {
                Arg::Text(text) => (*name, text.as_str().into()),
                Arg::Count(count) => (*name, (*count).into()),
            })
            .collect();
        words.with(self.key, &values)
    }
}

/// Turns the faults of a page into the errors that it shows.
pub fn form_errors(errors: &[FieldError], words: &Words) -> FormErrors {
    let mut shown = FormErrors::new();
    for error in errors {
        shown.add(&error.field, error.message(words));
    }
    shown
}
