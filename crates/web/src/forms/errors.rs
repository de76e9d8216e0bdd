use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::raw::FieldFault;
use crate::words::Words;

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// The id of the field in the page.
    pub field: String,
    /// What is wrong and how to put it right, in the visitor's language.
    pub message: String,
}

/// What is wrong with a form, in the order of the page.
///
/// In templates: `{{ ui.error_summary(errors) }}` and `error=errors.by.email`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormErrors(Vec<FieldError>);

impl FormErrors {
    /// No errors yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes what is wrong with a field. A second message for the same field is dropped.
    pub fn add(&mut self, field: impl Into<String>, message: impl Into<String>) {
        let field = field.into();
        if self.0.iter().all(|error| error.field != field) {
            self.0.push(FieldError { field, message: message.into() });
        }
    }

    /// Takes a value that was read from the form, or notes why it cannot be taken. `missing` is
    /// the message for nothing typed: `"Enter your name"`.
    pub fn take<T>(
        &mut self,
        field: &str,
        value: Result<T, FieldFault>,
        missing: &str,
        words: &Words,
    ) -> Option<T> {
        match value {
            Ok(value) => return Some(value),
            Err(FieldFault::Missing) => self.add(field, missing),
            Err(fault) => self.add(field, fault.message(words)),
        }
        None
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The errors in the order of the page.
    pub fn iter(&self) -> impl Iterator<Item = &FieldError> {
        self.0.iter()
    }

    /// The message of a field.
    pub fn get(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|error| error.field == field).map(|error| error.message.as_str())
    }
}

impl Extend<FieldError> for FormErrors {
    fn extend<I: IntoIterator<Item = FieldError>>(&mut self, errors: I) {
        for error in errors {
            self.add(error.field, error.message);
        }
    }
}

impl Serialize for FormErrors {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct View<'a> {
            list: &'a [FieldError],
            by: BTreeMap<&'a str, &'a str>,
        }
        let by = self.0.iter().map(|error| (&*error.field, &*error.message)).collect();
        View { list: &self.0, by }.serialize(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::Locale;

    #[test]
    fn the_first_error_of_a_field_counts_and_the_order_stays() {
        let words = Words::read(Locale::EN, &[&crate::PART]).unwrap();
        let mut errors = FormErrors::new();
        assert_eq!(errors.take("b", Ok(7), "", &words), Some(7));
        assert_eq!(errors.take::<i64>("b", Err(FieldFault::Missing), "Enter b", &words), None);
        errors.add("a", "Enter a");
        errors.add("b", "again");
        let order: Vec<_> = errors.iter().map(|error| &*error.message).collect();
        assert_eq!(order, ["Enter b", "Enter a"]);
        assert_eq!(errors.get("a"), Some("Enter a"));
        let too_long = FieldFault::TooLong { length: 12, max: 10 };
        errors.take::<()>("c", Err(too_long), "", &words);
        assert!(errors.get("c").unwrap().contains("10"), "{:?}", errors.get("c"));
    }
}
