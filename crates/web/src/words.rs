use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use base::Locale;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::numbers;
use crate::part::{Part, files_of};

/// A value that a message shows: `("count", 3.into())`, `("name", name.into())`.
pub type Word<'a> = (&'a str, FluentValue<'a>);

/// The town's words in one language, from the Fluent files of all parts.
#[derive(Clone)]
pub struct Words {
    locale: Locale,
    bundle: Arc<FluentBundle<FluentResource>>,
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Words({})", self.locale)
    }
}

impl Words {
    /// Reads one language's words from all parts. A mistake in a file is an error that names it.
    pub(crate) fn read(locale: Locale, parts: &[&'static Part]) -> Result<Self, String> {
        let id: LanguageIdentifier =
            locale.code().parse().map_err(|_| format!("{locale} is not a language tag"))?;
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // The isolating marks serve mixed directions of writing; both of our languages run one way.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(if locale == Locale::ES { spanish } else { english }));
        for part in parts {
            for (path, text) in texts(part, locale) {
                let resource = FluentResource::try_new(text.to_owned())
                    .map_err(|(_, errors)| format!("{}: {path}: {errors:?}", part.name))?;
                bundle
                    .add_resource(resource)
                    .map_err(|errors| format!("{}: {path}: {errors:?}", part.name))?;
            }
        }
        Ok(Self { locale, bundle: Arc::new(bundle) })
    }

    /// The language.
    pub fn locale(&self) -> Locale {
        self.locale
    }

    /// Whether a message exists.
    pub fn has(&self, key: &str) -> bool {
        self.bundle.get_message(key).is_some_and(|message| message.value().is_some())
    }

    /// The message of a key; the key itself in `⟦⟧` where there is none, which tests look for.
    pub fn t(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// The message of a key, with values: `words.with("inbox-count", &[("count", 3.into())])`.
    pub fn with(&self, key: &str, values: &[Word<'_>]) -> String {
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            args.set(*name, value.clone());
        }
        let pattern = self.bundle.get_message(key).and_then(|message| message.value());
        let Some(pattern) = pattern else {
            tracing::warn!(key, locale = self.locale.code(), "a message is missing");
            return format!("⟦{key}⟧");
        };
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned();
        if let Some(error) = errors.first() {
            tracing::warn!(key, locale = self.locale.code(), %error, "a message lacks a value");
            return format!("⟦{key}: {error}⟧");
        }
        text
    }
}

/// The Fluent files of a part in one language.
pub(crate) fn texts(part: &'static Part, locale: Locale) -> Vec<(String, &'static str)> {
    files_of(part.locales)
        .into_iter()
        .filter(|file| file.path().starts_with(locale.code()))
        .filter(|file| file.path().extension().is_some_and(|end| end == "ftl"))
        .filter_map(|file| Some((file.path().display().to_string(), file.contents_utf8()?)))
        .collect()
}

/// Reads the words of every language.
pub(crate) fn read_all(parts: &[&'static Part]) -> Result<BTreeMap<Locale, Words>, String> {
    Locale::ALL.into_iter().map(|locale| Ok((locale, Words::read(locale, parts)?))).collect()
}

fn english<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    grouped(value, Locale::EN)
}

fn spanish<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    grouped(value, Locale::ES)
}

fn grouped(value: &FluentValue<'_>, locale: Locale) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(numbers::number(number.value, locale)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_messages_follow_the_language() {
        let english = Words::read(Locale::EN, &[&crate::PART]).unwrap();
        let spanish = Words::read(Locale::ES, &[&crate::PART]).unwrap();
        let count = [("count", 12_345.into())];
        assert_eq!(english.with("time-days", &count), "12,345 days");
        assert_eq!(spanish.with("time-days", &count), "12.345 días");
        assert_eq!(english.t("no-such-key"), "⟦no-such-key⟧");
    }
}
