use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use base::Locale;
use base::text::{self, TextError};
use bytes::Bytes;
use futures_util::StreamExt;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::field::Content;
use super::flow::Flow;
use super::{multipart, urlencoded};
use crate::fault::Fault;
use crate::words::{Word, Words};

/// At most so many fields stand in one form; the longest real one has about 60.
pub(crate) const MAX_FIELDS: usize = 500;

/// The longest name of a field.
pub(crate) const MAX_NAME: usize = 100;

/// A form as it was sent: texts and files by field name, nothing checked but that it is text.
///
/// Its fields serialise as a map, so that a page can hold it and show again what was typed.
#[derive(Clone, Debug, Default)]
pub struct Raw {
    pub(super) fields: Vec<(String, Typed)>,
    pub(super) files: Vec<(String, Upload)>,
}

/// What stands in a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Typed {
    Text(String),
    /// Bytes that are no UTF-8, or a NUL: shown again without them, never taken as an answer.
    Broken(String),
    /// The beginning of a text that is longer than any answer: shown again, never taken as one.
    Long {
        text: String,
        length: usize,
    },
}

impl Typed {
    fn shown(&self) -> &str {
        match self {
            Self::Text(text) | Self::Broken(text) | Self::Long { text, .. } => text,
        }
    }
}

/// A file that came with a form. Its name and type are what the browser says: trust neither.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// The file's name on the sender's machine.
    pub name: String,
    /// The media type that the browser says.
    pub media_type: String,
    /// The content.
    pub bytes: Bytes,
}

/// Why a field cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldFault {
    /// There is nothing in it.
    Missing,
    /// It came more than once.
    Doubled,
    /// It holds bytes that are no text, or characters that cannot be seen.
    Broken,
    /// It is longer than allowed.
    TooLong {
        /// How many characters it has.
        length: usize,
        /// How many it may have.
        max: usize,
    },
}

impl FieldFault {
    /// What to tell the visitor where the form has no better words.
    pub fn message(self, words: &Words) -> String {
        match self {
            Self::Missing => words.t("field-missing"),
            Self::Doubled => words.t("field-doubled"),
            Self::Broken => words.t("field-broken"),
            Self::TooLong { length, max } => {
                // A text of many-byte letters can be more than is kept of a field, and still not over `max`.
                let over = length.saturating_sub(max).max(1);
                let values: [Word<'_>; 2] = [("max", max.into()), ("over", over.into())];
                words.with("field-too-long", &values)
            }
        }
    }
}

impl Raw {
    /// Reads a form by its media type, keeping at most so many bytes of it.
    pub(crate) async fn read(
        kind: &str,
        body: &mut Flow,
        keep: usize,
        words: &Words,
    ) -> Result<Self, Fault> {
        let essence = kind.split(';').next().unwrap_or_default().trim();
        if essence.eq_ignore_ascii_case("multipart/form-data") {
            return multipart::read(kind, body, keep, words).await;
        }
        let is_form = essence.eq_ignore_ascii_case("application/x-www-form-urlencoded");
        let broken = || Fault::BadRequest(words.t("form-not-understood"));
        let mut reader = urlencoded::Reader::new(keep);
        while let Some(chunk) = body.next().await {
            let chunk = chunk.map_err(|_| broken())?;
            // A form without fields may come without a type.
            if !is_form && !chunk.is_empty() {
                return Err(broken());
            }
            reader.feed(&chunk).map_err(|full| full.fault(keep, words))?;
        }
        if !is_form && !essence.is_empty() {
            return Err(broken());
        }
        reader.end().map_err(|full| full.fault(keep, words))
    }

    /// Reads a form in URL encoding; `None` when it has too many fields.
    pub fn from_urlencoded(bytes: &[u8]) -> Option<Self> {
        let mut reader = urlencoded::Reader::new(bytes.len());
        reader.feed(bytes).ok()?;
        reader.end().ok()
    }

    /// Makes a form of texts, for tests and for showing stored answers in a form.
    pub fn of<N: Into<String>, V: Into<String>>(fields: impl IntoIterator<Item = (N, V)>) -> Self {
        let typed = |(name, text): (N, V)| (name.into(), Typed::Text(text.into()));
        Self { fields: fields.into_iter().map(typed).collect(), files: Vec::new() }
    }

    /// Adds a field. A name that is no text is dropped: no form of ours has it.
    pub(super) fn add(&mut self, name: &[u8], content: Content) -> Result<(), Full> {
        if self.fields.len() + self.files.len() >= MAX_FIELDS {
            return Err(Full::Fields);
        }
        let Ok(name) = std::str::from_utf8(name) else { return Ok(()) };
        if name.is_empty() || name.len() > MAX_NAME || name.contains('\0') {
            return Ok(());
        }
        self.fields.push((name.to_owned(), content.typed()));
        Ok(())
    }

    /// The text of a field as it was typed; `None` when it is missing, doubled, no text or longer
    /// than any answer. Use [`line`](Raw::line) or [`text`](Raw::text) to learn which.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.single(name, 0).ok()
    }

    /// What to show again in a field: what was typed first, whether or not it can be taken.
    pub fn shown(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, typed)| typed.shown())
    }

    /// All texts of a field that may come more than once, such as checkboxes.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.named(name).filter_map(|typed| match typed {
            Typed::Text(text) if !text.is_empty() => Some(text.as_str()),
            _ => None,
        })
    }

    /// Whether a field came with a text in it, such as the button that was pressed.
    pub fn has(&self, name: &str) -> bool {
        self.all(name).next().is_some()
    }

    /// Whether any value of a field is no text, so that it cannot be taken.
    pub fn is_broken(&self, name: &str) -> bool {
        self.named(name).any(|typed| matches!(typed, Typed::Broken(_)))
    }

    /// How many characters came in a field that is longer than any answer: only its beginning is
    /// kept, to be shown again.
    pub fn overlong(&self, name: &str) -> Option<usize> {
        self.named(name).find_map(|typed| match typed {
            Typed::Long { length, .. } => Some(*length),
            _ => None,
        })
    }

    /// A cleaned text of one line: `raw.line("name", 100)`.
    pub fn line(&self, name: &str, max: usize) -> Result<String, FieldFault> {
        cleaned(text::clean_line(self.single(name, max)?, max))
    }

    /// A cleaned text of several lines.
    pub fn text(&self, name: &str, max: usize) -> Result<String, FieldFault> {
        cleaned(text::clean_text(self.single(name, max)?, max))
    }

    /// Like [`line`](Raw::line), but nothing typed is no fault.
    pub fn optional_line(&self, name: &str, max: usize) -> Result<Option<String>, FieldFault> {
        optional(self.line(name, max))
    }

    /// Like [`text`](Raw::text), but nothing typed is no fault.
    pub fn optional_text(&self, name: &str, max: usize) -> Result<Option<String>, FieldFault> {
        optional(self.text(name, max))
    }

    /// A file; `None` when there is none or it has neither name nor content.
    pub fn file(&self, name: &str) -> Option<&Upload> {
        self.files.iter().find(|(field, _)| field == name).map(|(_, file)| file)
    }

    /// All files of a field.
    pub fn files<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Upload> {
        self.files.iter().filter(move |(field, _)| field == name).map(|(_, file)| file)
    }

    /// The names of the text fields, in the order they came.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|(name, _)| name.as_str())
    }

    /// The language that the visitor asked for with the switch inside a form. Such a form is not
    /// sent off: show it again with what was typed, without checking it.
    pub fn language(&self) -> Option<Locale> {
        Locale::parse(self.get("switch-language")?)
    }

    fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Typed> {
        self.fields.iter().filter(move |(field, _)| field == name).map(|(_, typed)| typed)
    }

    fn single(&self, name: &str, max: usize) -> Result<&str, FieldFault> {
        let mut found =
            self.fields.iter().filter(|(field, _)| field == name).map(|(_, typed)| typed);
        match (found.next(), found.next()) {
            (None, _) => Err(FieldFault::Missing),
            (Some(_), Some(_)) => Err(FieldFault::Doubled),
            (Some(Typed::Broken(_)), None) => Err(FieldFault::Broken),
            (Some(Typed::Long { length, .. }), None) => {
                Err(FieldFault::TooLong { length: *length, max })
            }
            (Some(Typed::Text(text)), None) => Ok(text),
        }
    }
}

fn cleaned(text: Result<String, TextError>) -> Result<String, FieldFault> {
    text.map_err(|error| match error {
        TextError::Empty => FieldFault::Missing,
        TextError::Hidden => FieldFault::Broken,
        TextError::TooLong { length, max } => FieldFault::TooLong { length, max },
    })
}

fn optional(text: Result<String, FieldFault>) -> Result<Option<String>, FieldFault> {
    match text {
        Ok(text) => Ok(Some(text)),
        Err(FieldFault::Missing) => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// Why no more of a form is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Full {
    /// It has too many fields.
    Fields,
    /// What would be kept of it is too large.
    Bytes,
}

impl Full {
    pub(super) fn fault(self, keep: usize, words: &Words) -> Fault {
        match self {
            Self::Fields => Fault::BadRequest(words.t("form-too-many")),
            Self::Bytes => Fault::TooLarge(keep),
        }
    }
}

impl Serialize for Raw {
    /// A map by field name: a text, or a list of texts where the field came more than once. Fields
    /// of the form itself, such as its token, are left out.
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut by_name: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (name, typed) in &self.fields {
            by_name.entry(name).or_default().push(typed.shown());
        }
        by_name.remove("csrf");
        let mut map = to.serialize_map(Some(by_name.len()))?;
        for (name, texts) in &by_name {
            match texts.as_slice() {
                [one] => map.serialize_entry(name, one)?,
                several => map.serialize_entry(name, several)?,
            }
        }
        map.end()
    }
}

/// The form of a request, read and with its token checked already.
#[derive(Clone, Debug)]
pub(crate) struct Received(pub(crate) Arc<Raw>);

impl<S: Sync> FromRequestParts<S> for Raw {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        let found = parts.extensions.remove::<Received>();
        let Received(raw) =
            found.ok_or_else(|| Fault::internal("the route is not one for forms"))?;
        Ok(Arc::unwrap_or_clone(raw))
    }
}

impl Deref for Upload {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(form: &[u8]) -> Raw {
        Raw::from_urlencoded(form).unwrap()
    }

    #[test]
    fn a_field_is_taken_once_and_whole() {
        let form =
            raw(b"name=Ana+Mar%C3%ADa&tag=a&tag=b&empty=&nul=a%00b&bad=%FF%FEx&hidden=a%E2%80%AEb");
        assert_eq!(form.get("name"), Some("Ana María"));
        assert_eq!(form.line("tag", 9), Err(FieldFault::Doubled));
        assert_eq!(form.all("tag").collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(form.line("empty", 9), Err(FieldFault::Missing));
        assert_eq!(form.optional_line("empty", 9), Ok(None));
        assert_eq!(form.line("nul", 9), Err(FieldFault::Broken));
        assert_eq!(form.line("bad", 9), Err(FieldFault::Broken));
        assert_eq!(form.line("hidden", 9), Err(FieldFault::Broken));
        assert_eq!(form.line("name", 3), Err(FieldFault::TooLong { length: 9, max: 3 }));
        assert_eq!(form.get("none"), None);
    }

    #[test]
    fn what_was_typed_is_shown_again_without_what_cannot_be_shown() {
        let form = raw(b"csrf=x&nul=a%00b&tag=a&tag=b&bad=x%FF");
        let shown = serde_json::to_value(&form).unwrap();
        assert_eq!(shown, serde_json::json!({"nul": "ab", "tag": ["a", "b"], "bad": "x"}));
    }

    #[test]
    fn a_form_with_too_many_fields_is_refused() {
        let form = "a=1&".repeat(MAX_FIELDS + 1);
        assert!(Raw::from_urlencoded(form.as_bytes()).is_none());
        assert!(raw(b"&&=&=x&%00=1").fields.is_empty());
    }
}
