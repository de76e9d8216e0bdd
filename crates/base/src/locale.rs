use std::collections::BTreeMap;
use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A language that the town speaks.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Locale(&'static str);

impl Locale {
    /// English, the language that every text has.
    pub const EN: Self = Self("en");
    /// Spanish.
    pub const ES: Self = Self("es");
    /// All languages, the default first.
    pub const ALL: [Self; 2] = [Self::EN, Self::ES];

    /// The ISO 639-1 code, also the value of `lang` in pages.
    pub fn code(self) -> &'static str {
        self.0
    }

    /// The language's name in itself, for the switch.
    pub fn name(self) -> &'static str {
        match self.0 {
            "es" => "Español",
            _ => "English",
        }
    }

    /// Finds the language of a BCP 47 tag such as `es-MX`, by its first part.
    pub fn parse(tag: &str) -> Option<Self> {
        let language = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|locale| locale.0.eq_ignore_ascii_case(language))
    }
}

impl fmt::Debug for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Serialize for Locale {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.0)
    }
}

impl<'de> Deserialize<'de> for Locale {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let code = String::deserialize(from)?;
        Self::parse(&code).ok_or_else(|| {
            serde::de::Error::custom(format!(
                "the language `{code}` is not known; use `en` or `es`"
            ))
        })
    }
}

/// A text in one or more languages. In TOML and JSON it is a plain string (English) or a table
/// `{ en = "…", es = "…" }`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Localized(BTreeMap<Locale, String>);

impl Localized {
    /// A text in English.
    pub fn new(english: impl Into<String>) -> Self {
        Self(BTreeMap::from([(Locale::EN, english.into())]))
    }

    /// Adds or replaces the text in one language.
    #[must_use]
    pub fn with(mut self, locale: Locale, text: impl Into<String>) -> Self {
        self.0.insert(locale, text.into());
        self
    }

    /// The text in a language, in English where that is missing, empty where both are.
    pub fn get(&self, locale: Locale) -> &str {
        self.0.get(&locale).or_else(|| self.0.get(&Locale::EN)).map_or("", String::as_str)
    }

    /// Whether the text stands in this very language.
    pub fn has(&self, locale: Locale) -> bool {
        self.0.get(&locale).is_some_and(|text| !text.trim().is_empty())
    }

    /// The languages that have no text.
    pub fn missing(&self) -> Vec<Locale> {
        Locale::ALL.into_iter().filter(|locale| !self.has(*locale)).collect()
    }

    /// Whether no language has a text.
    pub fn is_empty(&self) -> bool {
        Locale::ALL.into_iter().all(|locale| !self.has(locale))
    }

    /// The texts by language.
    pub fn iter(&self) -> impl Iterator<Item = (Locale, &str)> {
        self.0.iter().map(|(locale, text)| (*locale, text.as_str()))
    }
}

impl Serialize for Localized {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter())
    }
}

impl<'de> Deserialize<'de> for Localized {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(LocalizedVisitor)
    }
}

struct LocalizedVisitor;

impl<'de> Visitor<'de> for LocalizedVisitor {
    type Value = Localized;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, or a table of texts by language such as { en = \"…\", es = \"…\" }")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Localized, E> {
        Ok(Localized::new(text))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Localized, A::Error> {
        let mut texts = BTreeMap::new();
        while let Some((locale, text)) = map.next_entry::<Locale, String>()? {
            texts.insert(locale, text);
        }
        Ok(Localized(texts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_plain_or_by_language() {
        let plain: Localized = serde_json::from_str("\"Free\"").unwrap();
        assert_eq!(plain.get(Locale::ES), "Free");
        assert_eq!(plain.missing(), [Locale::ES]);
        let both: Localized = serde_json::from_str(r#"{"en":"Free","es":"Gratis"}"#).unwrap();
        assert_eq!(both.get(Locale::ES), "Gratis");
        let again = serde_json::to_string(&both).unwrap();
        assert_eq!(serde_json::from_str::<Localized>(&again).unwrap(), both);
        assert!(serde_json::from_str::<Localized>(r#"{"xx":"?"}"#).is_err());
    }

    #[test]
    fn a_language_is_found_by_its_tag() {
        assert_eq!(Locale::parse("es-MX"), Some(Locale::ES));
        assert_eq!(Locale::parse("EN_gb"), Some(Locale::EN));
        assert_eq!(Locale::parse("tlh"), None);
    }
}
