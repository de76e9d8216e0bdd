//! A text in every language: a field for each, side by side.

use base::Locale;
use serde_json::{Map, Value};
use web::{FormErrors, Raw, Words};

use crate::sketch::own_words;

/// The longest text of a field: the checker allows at most 500 characters, and says so in its own words.
pub(crate) const MAX_TEXT: usize = 2_000;

/// The fields of a form, by name.
pub(crate) type Fields = Vec<(String, String)>;

/// Puts a text into the fields of a form.
pub(crate) fn show(fields: &mut Fields, name: &str, value: Option<&Value>) {
    let own = |locale: Locale| (format!("{name}-{locale}"), own_words(value, locale).to_owned());
    fields.extend(Locale::ALL.map(own));
}

/// Reads a text that may be missing in any language; `None` when it is missing in all.
pub(crate) fn optional(
    form: &Raw,
    name: &str,
    errors: &mut FormErrors,
    words: &Words,
) -> Option<Value> {
    let mut texts = Map::new();
    for locale in Locale::ALL {
        let field = format!("{name}-{locale}");
        let text = errors.take(&field, form.optional_text(&field, MAX_TEXT), "", words).flatten();
        if let Some(text) = text {
            texts.insert(locale.code().to_owned(), text.into());
        }
    }
    if !texts.is_empty() && !texts.contains_key(Locale::EN.code()) {
        errors.add(format!("{name}-en"), words.t("designer-english-missing"));
    }
    (!texts.is_empty()).then_some(Value::Object(texts))
}

/// Reads a text that must be there in English; the other languages may follow later.
pub(crate) fn needed(
    form: &Raw,
    name: &str,
    errors: &mut FormErrors,
    words: &Words,
) -> Option<Value> {
    let text = optional(form, name, errors, words);
    if text.is_none() {
        errors.add(format!("{name}-en"), words.t("designer-english-missing"));
    }
    text
}

/// Something to choose from.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct Choice {
    pub value: String,
    pub label: String,
}

impl Choice {
    /// Makes one.
    pub(crate) fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

/// Reads a choice; notes in `errors` when it is none of them.
pub(crate) fn chosen(
    form: &Raw,
    name: &str,
    among: &[Choice],
    errors: &mut FormErrors,
    words: &Words,
) -> Option<String> {
    let value = form.get(name).unwrap_or_default();
    let found = among.iter().find(|choice| choice.value == value);
    if found.is_none() {
        errors.add(name, words.t("designer-choose"));
    }
    found.map(|choice| choice.value.clone())
}

/// Reads a whole number within bounds; nothing typed is nothing.
pub(crate) fn whole(
    form: &Raw,
    name: &str,
    (least, most): (i64, i64),
    errors: &mut FormErrors,
    words: &Words,
) -> Option<i64> {
    let text = form.get(name).unwrap_or_default().trim();
    if text.is_empty() && !form.is_broken(name) {
        return None;
    }
    let number = text.parse::<i64>().ok().filter(|number| (least..=most).contains(number));
    if number.is_none() {
        let values = [("least", least.into()), ("most", most.into())];
        errors.add(name, words.with("designer-number-wrong", &values));
    }
    number
}
