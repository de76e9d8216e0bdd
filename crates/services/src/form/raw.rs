use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What a browser sent, field by field, as it was typed: kept to show it again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Raw(BTreeMap<String, Vec<String>>);

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Raw {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        let mut raw = Self::default();
        for (field, value) in pairs {
            raw.push(field, value);
        }
        raw
    }
}

impl Raw {
    /// Makes an empty set of fields.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a value to a field.
    pub fn push(&mut self, field: impl Into<String>, value: impl Into<String>) {
        self.0.entry(field.into()).or_default().push(value.into());
    }

    /// Puts values in the place of those of a field.
    pub fn set(&mut self, field: impl Into<String>, values: Vec<String>) {
        self.0.insert(field.into(), values);
    }

    /// Lists the values of a field.
    pub fn all(&self, field: &str) -> &[String] {
        self.0.get(field).map_or(&[], Vec::as_slice)
    }

    /// Gives the first value of a field, empty if there is none.
    pub fn first(&self, field: &str) -> &str {
        self.all(field).first().map_or("", String::as_str)
    }

    /// Takes the fields away whose names begin so.
    pub(super) fn remove_below(&mut self, prefix: &str) {
        self.0.retain(|field, _| !field.starts_with(prefix));
    }

    /// Lists the fields with their values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.0.iter().map(|(field, values)| (field.as_str(), values.as_slice()))
    }

    /// Puts the fields of `other` in the place of ours with the same name.
    pub fn replace(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}
