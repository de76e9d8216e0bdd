use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use base::Locale;

use crate::part::{Part, files_of};
use crate::words::{Words, texts};

/// Checks the words of parts: every file reads well, every key stands in every language with the
/// same values, every key that a template or the Rust in `sources` names exists, and every key is
/// used. The list of what is wrong is the error.
///
/// A key put together at run time is found by its beginning: `t('state-' ~ state)`,
/// `format!("state-{state}")`. The words of this crate may be named by all.
pub fn check_parts(parts: &[&'static Part], sources: &[&str]) -> Result<(), String> {
    let mut wrong = Vec::new();
    let mut with_ours = vec![&crate::PART];
    with_ours.extend(parts.iter().copied().filter(|part| part.name != crate::PART.name));
    for locale in Locale::ALL {
        if let Err(error) = Words::read(locale, &with_ours) {
            wrong.push(error);
        }
    }
    let english = keys(parts, Locale::EN);
    for locale in Locale::ALL {
        compare(&english, &keys(parts, locale), locale, &mut wrong);
    }
    let known = keys(&with_ours, Locale::EN);
    let named = named_keys(parts, sources, &mut wrong);
    for (key, place) in &named.whole {
        if !known.contains_key(key) {
            wrong.push(format!("{place} names the message `{key}`, which does not exist"));
        }
    }
    for (start, place) in &named.beginnings {
        if !known.keys().any(|key| key.starts_with(start)) {
            wrong.push(format!("{place} names messages `{start}…`, of which none exists"));
        }
    }
    for key in english.keys() {
        let used = named.whole.contains_key(key)
            || named.quoted.contains(key)
            || named.beginnings.keys().any(|start| key.starts_with(start))
            || named.formatted.iter().any(|start| key.starts_with(start));
        if !used {
            wrong.push(format!("the message `{key}` is not used"));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}

/// The keys of a language, each with the values it shows.
fn keys(parts: &[&'static Part], locale: Locale) -> BTreeMap<String, BTreeSet<String>> {
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (_, text) in parts.iter().flat_map(|part| texts(part, locale)) {
        let mut current = None;
        for line in text.lines() {
            let starts = line.starts_with(|c: char| c.is_ascii_alphabetic());
            if let Some((key, _)) = line.split_once('=').filter(|_| starts) {
                current = Some(key.trim().to_owned());
                keys.entry(key.trim().to_owned()).or_default();
            }
            let Some(values) = current.as_ref().and_then(|key| keys.get_mut(key)) else { continue };
            values.extend(line.split('$').skip(1).map(identifier));
        }
    }
    keys
}

fn identifier(text: &str) -> String {
    text.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect()
}

fn compare(
    english: &BTreeMap<String, BTreeSet<String>>,
    other: &BTreeMap<String, BTreeSet<String>>,
    locale: Locale,
    wrong: &mut Vec<String>,
) {
    for (key, values) in english {
        match other.get(key) {
            None => wrong.push(format!("the message `{key}` has no text in `{locale}`")),
            Some(others) if others != values => {
                wrong.push(format!("`{key}` shows {values:?}, but {others:?} in `{locale}`"));
            }
            Some(_) => {}
        }
    }
    for key in other.keys().filter(|key| !english.contains_key(*key)) {
        wrong.push(format!("the message `{key}` stands only in `{locale}`"));
    }
}

#[derive(Default)]
struct Named {
    /// Keys in `t('…')` and `.t("…")`, with where they stand.
    whole: BTreeMap<String, String>,
    /// Beginnings of keys that a template puts together, with where they stand.
    beginnings: BTreeMap<String, String>,
    /// Beginnings of texts that Rust puts together, which may be keys.
    formatted: BTreeSet<String>,
    /// Every other quoted word that may be a key, such as one in a table of keys.
    quoted: BTreeSet<String>,
}

fn named_keys(parts: &[&'static Part], sources: &[&str], wrong: &mut Vec<String>) -> Named {
    let mut named = Named::default();
    for file in parts.iter().flat_map(|part| files_of(part.templates)) {
        let text = file.contents_utf8().unwrap_or_default();
        read_template(&file.path().display().to_string(), text, &mut named);
    }
    for source in sources {
        if let Err(error) = read_folder(Path::new(source), &mut named) {
            wrong.push(format!("{source}: {error}"));
        }
    }
    named
}

fn read_template(place: &str, text: &str, named: &mut Named) {
    for call in ["t(", "th("] {
        for (at, _) in text.match_indices(call) {
            let before = text.get(..at).and_then(|text| text.chars().next_back());
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
                continue;
            }
            let rest = text.get(at + call.len()..).unwrap_or_default().trim_start();
            let Some(quote) = rest.chars().next().filter(|c| matches!(c, '\'' | '"')) else {
                continue;
            };
            let mut pieces = rest.splitn(3, quote).skip(1);
            let (key, after) =
                (pieces.next().unwrap_or_default(), pieces.next().unwrap_or_default());
            let list = if after.trim_start().starts_with('~') {
                &mut named.beginnings
            } else {
                &mut named.whole
            };
            list.insert(key.to_owned(), place.to_owned());
        }
    }
    for piece in text.split(['\'', '"']) {
        note_quoted(piece, named);
    }
}

fn note_quoted(text: &str, named: &mut Named) {
    if text.contains('-') && text.len() < 80 && !text.contains(char::is_whitespace) {
        named.quoted.insert(text.to_owned());
    }
}

fn read_folder(folder: &Path, named: &mut Named) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            read_folder(&path, named)?;
        } else if path.extension().is_some_and(|end| end == "rs") {
            let text = std::fs::read_to_string(&path)?;
            // Tests name keys that do not exist on purpose.
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let code: Vec<&str> =
                code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            read_rust(&path.display().to_string(), &code.join("\n"), named);
        }
    }
    Ok(())
}

fn read_rust(place: &str, text: &str, named: &mut Named) {
    for call in ["words.t(\"", "words().t(\"", "words.with(\"", "words().with(\""] {
        for (at, _) in text.match_indices(call) {
            let rest = text.get(at + call.len()..).unwrap_or_default();
            let key = rest.split('"').next().unwrap_or_default();
            named.whole.insert(key.to_owned(), place.to_owned());
        }
    }
    for piece in text.split('"') {
        match piece.split_once('{') {
            Some((start, _)) if start.ends_with('-') && !start.contains(char::is_whitespace) => {
                named.formatted.insert(start.to_owned());
            }
            Some(_) => {}
            None => note_quoted(piece, named),
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn our_own_words_are_complete_and_used() {
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
        if let Err(wrong) = super::check_parts(&[&crate::PART], &[source]) {
            panic!("{wrong}");
        }
    }
}
