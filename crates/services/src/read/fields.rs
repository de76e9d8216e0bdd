//! Reading a TOML table key by key, so that every fault in it is reported, not only the first.

use std::cell::RefCell;
use std::ops::Range;

use base::{Locale, Localized};
use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::problem::Source;
use crate::{Condition, Formula};

pub(super) type Item<'a> = Spanned<DeValue<'a>>;

/// A table that is being read.
pub(super) struct Fields<'a> {
    pub(super) source: &'a Source<'a>,
    table: &'a DeTable<'a>,
    span: Range<usize>,
    asked: RefCell<Vec<&'static str>>,
}

impl<'a> Fields<'a> {
    pub(super) fn new(source: &'a Source<'a>, table: &'a DeTable<'a>, span: Range<usize>) -> Self {
        Self { source, table, span, asked: RefCell::default() }
    }

    /// Takes an item for a table, or reports that it is none.
    pub(super) fn of(source: &'a Source<'a>, item: &'a Item<'a>) -> Option<Self> {
        let table = item.get_ref().as_table();
        if table.is_none() {
            wrong_type(source, item, "a table");
        }
        table.map(|table| Self::new(source, table, item.span()))
    }

    /// The table's keys and values in the file's order.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&'a str, &'a Item<'a>)> {
        let mut entries: Vec<_> = self.table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        entries.into_iter().map(|(key, item)| (key.get_ref().as_ref(), item))
    }

    pub(super) fn item(&self, key: &'static str) -> Option<&'a Item<'a>> {
        self.asked.borrow_mut().push(key);
        self.table.get(key)
    }

    /// Where a key's value stands, or the table when the key is not there.
    pub(super) fn at(&self, key: &str) -> Range<usize> {
        self.table.get(key).map_or_else(|| self.head(), Spanned::span)
    }

    pub(super) fn optional<T>(
        &self,
        key: &'static str,
        read: fn(&'a Source<'a>, &'a Item<'a>) -> Option<T>,
    ) -> Option<T> {
        self.item(key).and_then(|item| read(self.source, item))
    }

    pub(super) fn required<T>(
        &self,
        key: &'static str,
        read: fn(&'a Source<'a>, &'a Item<'a>) -> Option<T>,
    ) -> Option<T> {
        if !self.table.contains_key(key) {
            self.source.error(
                self.head(),
                format!("`{key}` is missing"),
                format!("add a line `{key} = …`"),
            );
        }
        self.optional(key, read)
    }

    pub(super) fn flag(&self, key: &'static str, default: bool) -> bool {
        self.optional(key, boolean).unwrap_or(default)
    }

    /// Reads a list of tables; what cannot be read is reported and left out.
    pub(super) fn tables<T>(
        &self,
        key: &'static str,
        max: usize,
        mut read: impl FnMut(&Fields<'a>) -> Option<T>,
    ) -> Vec<T> {
        let source = self.source;
        let items = self.item(key).and_then(|item| array(source, item)).unwrap_or_default();
        if items.len() > max {
            source.error(
                self.at(key),
                format!("`{key}` has {} entries; at most {max} are allowed", items.len()),
                "",
            );
        }
        items
            .into_iter()
            .take(max)
            .filter_map(|item| {
                let fields = Fields::of(source, item)?;
                let value = read(&fields);
                fields.finish();
                value
            })
            .collect()
    }

    /// Reports the keys that nothing asked for.
    pub(super) fn finish(&self) {
        let asked = self.asked.borrow();
        for (key, _) in
            self.table.iter().filter(|(key, _)| !asked.contains(&key.get_ref().as_ref()))
        {
            let name = key.get_ref();
            let help = rules::closest(name, asked.iter().copied()).map_or_else(
                || format!("here can stand: {}", asked.join(", ")),
                |near| format!("did you mean `{near}`?"),
            );
            self.source.error(key.span(), format!("`{name}` is not known here"), help);
        }
    }

    /// The first line of the table, for faults of the table as a whole.
    fn head(&self) -> Range<usize> {
        let text = self.source.text.get(self.span.clone()).unwrap_or_default();
        self.span.start..self.span.start + text.lines().next().unwrap_or_default().len()
    }
}

pub(super) fn wrong_type(source: &Source<'_>, item: &Item<'_>, wanted: &str) {
    let found = match item.get_ref() {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    };
    source.error(item.span(), format!("{wanted} is needed here, but this is {found}"), "");
}

pub(super) fn text<'a>(source: &'a Source<'a>, item: &'a Item<'a>) -> Option<String> {
    let Some(text) = item.get_ref().as_str() else {
        wrong_type(source, item, "a text");
        return None;
    };
    if text.trim().is_empty() {
        source.error(item.span(), "this text is empty", "write it, or leave the line out");
        return None;
    }
    if text.chars().any(base::text::is_hidden) {
        source.error(
            item.span(),
            "this text has a hidden character",
            "type the text again by hand",
        );
        return None;
    }
    Some(text.to_owned())
}

pub(super) fn boolean<'a>(source: &'a Source<'a>, item: &'a Item<'a>) -> Option<bool> {
    let value = item.get_ref().as_bool();
    if value.is_none() {
        wrong_type(source, item, "true or false (without quotes)");
    }
    value
}

pub(super) fn number<'a>(source: &'a Source<'a>, item: &'a Item<'a>) -> Option<f64> {
    let written = match item.get_ref() {
        DeValue::Integer(number) => number.as_str().replace('_', ""),
        DeValue::Float(number) => number.as_str().replace('_', ""),
        _ => {
            wrong_type(source, item, "a number");
            return None;
        }
    };
    let number = written.parse().ok().filter(|number: &f64| number.is_finite());
    if number.is_none() {
        source.error(item.span(), "this number cannot be used", "write it in plain digits");
    }
    number
}

pub(super) fn count<'a>(source: &'a Source<'a>, item: &'a Item<'a>) -> Option<u32> {
    let Some(integer) = item.get_ref().as_integer() else {
        wrong_type(source, item, "a whole number");
        return None;
    };
    let count = u32::from_str_radix(integer.as_str(), integer.radix()).ok();
    if count.is_none() {
        source.error(item.span(), "this number is below zero or far too large", "");
    }
    count
}

pub(super) fn localized<'a>(source: &'a Source<'a>, item: &'a Item<'a>) -> Option<Localized> {
    if item.get_ref().is_str() {
        return text(source, item)
            .map(|english| warn_missing(source, item, Localized::new(english)));
    }
    let Some(table) = item.get_ref().as_table() else {
        wrong_type(source, item, "a text, or { en = \"…\", es = \"…\" }");
        return None;
    };
    let mut words = Localized::default();
    for (key, value) in table {
        if let Some(locale) = language(source, key)
            && let Some(text) = text(source, value)
        {
            words = words.with(locale, text);
        }
    }
    if !words.has(Locale::EN) {
        source.error(item.span(), "the English text is missing", "add en = \"…\"");
        return None;
    }
    Some(warn_missing(source, item, words))
}

fn warn_missing(source: &Source<'_>, item: &Item<'_>, words: Localized) -> Localized {
    for locale in words.missing() {
        let (name, code) = (locale.name(), locale.code());
        source.warn(
            item.span(),
            format!("the text in {name} is missing"),
            format!("add {code} = \"…\"; until then residents read English"),
        );
    }
    words
}

pub(super) fn language(
    source: &Source<'_>,
    key: &Spanned<std::borrow::Cow<'_, str>>,
) -> Option<Locale> {
    let locale = Locale::ALL.into_iter().find(|locale| locale.code() == key.get_ref().as_ref());
    if locale.is_none() {
        let codes: Vec<&str> = Locale::ALL.iter().map(|locale| locale.code()).collect();
        source.error(
            key.span(),
            format!("the language `{}` is not known", key.get_ref()),
            format!("use one of: {}", codes.join(", ")),
        );
    }
    locale
}

pub(super) fn array<'a>(source: &'a Source<'a>, item: &'a Item<'a>) -> Option<Vec<&'a Item<'a>>> {
    let array = item.get_ref().as_array();
    if array.is_none() {
        wrong_type(source, item, "a list");
    }
    array.map(|array| array.iter().collect())
}

pub(super) fn texts<'a>(source: &'a Source<'a>, item: &'a Item<'a>) -> Option<Vec<String>> {
    let items = array(source, item)?;
    Some(items.into_iter().filter_map(|item| text(source, item)).collect())
}

/// Reads one of the names of an enumeration.
pub(super) fn named<'a, T: DeserializeOwned>(
    source: &'a Source<'a>,
    item: &'a Item<'a>,
) -> Option<T> {
    let name = text(source, item)?;
    let value = serde_json::from_value(serde_json::Value::String(name));
    value.map_err(|error| source.error(item.span(), error.to_string(), "")).ok()
}

pub(super) fn several<'a, T: DeserializeOwned>(
    source: &'a Source<'a>,
    item: &'a Item<'a>,
) -> Option<Vec<T>> {
    let items = array(source, item)?;
    Some(items.into_iter().filter_map(|item| named(source, item)).collect())
}

/// Reads a condition; a fault is marked at its character inside the quotes.
pub(super) fn condition<'a>(source: &'a Source<'a>, item: &'a Item<'a>) -> Option<Condition> {
    expression(source, item, CONDITION_HELP).map(Condition)
}

/// Reads a calculation, in the same way.
pub(super) fn formula<'a>(source: &'a Source<'a>, item: &'a Item<'a>) -> Option<Formula> {
    expression(source, item, FORMULA_HELP).map(Formula)
}

fn expression<'a>(
    source: &'a Source<'a>,
    item: &'a Item<'a>,
    help: &str,
) -> Option<rules::Expression> {
    let written = text(source, item)?;
    match rules::Expression::parse(&written) {
        Ok(expression) => Some(expression),
        Err(error) => {
            let at = within(source, item.span(), &written, error.position);
            source.error(at, error.message, help);
            None
        }
    }
}

pub(crate) const FORMULA_HELP: &str =
    "a calculation looks like: answers.period.days * 2.5 + (answers.large ? 10.0 : 0.0)";

pub(crate) const CONDITION_HELP: &str =
    "a condition looks like: answers.size == 'large' && answers.depth > 10";

/// The place of a character of a text that stands in quotes at `span`; the whole span when the
/// text was written with escapes or on several lines.
pub(crate) fn within(
    source: &Source<'_>,
    span: Range<usize>,
    written: &str,
    character: usize,
) -> Range<usize> {
    let quoted = source.text.get(span.clone()).unwrap_or_default();
    let verbatim =
        quoted.len() == written.len() + 2 && quoted.get(1..=written.len()) == Some(written);
    let offset = written.char_indices().nth(character).map_or(written.len(), |(offset, _)| offset);
    if verbatim { span.start + 1 + offset..span.end - 1 } else { span }
}
