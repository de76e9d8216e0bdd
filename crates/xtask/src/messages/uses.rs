//! Where messages are used. A template names them in `t('key')`, a handler in `.t("key")`; names also
//! travel through tables and fields, so any text that equals a key counts as a use of it.

use std::collections::{BTreeMap, BTreeSet};

use super::fluent::Message;
use crate::tidy::source::Source;
use crate::tree::File;

/// A beginning shorter than this would cover too much to mean anything.
const SHORTEST_BEGINNING: usize = 3;

/// A place that names a message outright.
pub(super) struct Named {
    /// The message.
    pub key: String,
    /// The file.
    pub path: String,
    /// The line, counted from one.
    pub line: usize,
}

/// All uses.
#[derive(Default)]
pub(super) struct Uses {
    /// The places that name a message outright, so that it must exist.
    pub named: Vec<Named>,
    /// Texts that equal a key.
    whole: BTreeSet<String>,
    /// Beginnings of names that are put together, as in `'state-' ~ state`.
    beginnings: BTreeSet<String>,
}

impl Uses {
    /// Looks through templates and sources.
    pub fn of(files: &[File], messages: &BTreeMap<String, Message>) -> Self {
        let mut uses = Self::default();
        for file in files {
            if file.path.contains("/templates/") {
                uses.template(file, messages);
            } else if file.is(&["rs"]) && file.krate() != Some("xtask") {
                uses.rust(file, messages);
            }
        }
        uses
    }

    /// Tells whether a message is used, by name or by the beginning of one.
    pub fn covers(&self, key: &str) -> bool {
        let key = key.strip_suffix(".aria-label").unwrap_or(key);
        self.whole.contains(key)
            || self.beginnings.iter().any(|beginning| key.starts_with(beginning))
    }

    fn template(&mut self, file: &File, messages: &BTreeMap<String, Message>) {
        for (index, line) in file.text.lines().enumerate() {
            for (before, text, after) in quoted(line) {
                if after.trim_start().starts_with('~') || text.contains('%') {
                    self.begin(text);
                } else if is_call(before) {
                    self.name(text, file, index + 1);
                }
                self.note(text, messages);
            }
        }
    }

    fn rust(&mut self, file: &File, messages: &BTreeMap<String, Message>) {
        let source = Source::new(&file.text);
        let tests = source.test_modules();
        for (at, text) in source.texts() {
            let before = file.text.get(..at.saturating_sub(1)).unwrap_or_default().trim_end();
            if tests.iter().any(|module| module.contains(&at)) {
                continue;
            }
            if before.ends_with(".t(") {
                self.name(text, file, source.line(at));
            }
            if let Some((beginning, _)) = text.split_once('{') {
                self.begin(beginning);
            } else if text.ends_with('-') {
                self.begin(text);
            }
            self.note(text, messages);
        }
    }

    fn name(&mut self, key: &str, file: &File, line: usize) {
        self.named.push(Named { key: key.to_owned(), path: file.path.clone(), line });
    }

    fn begin(&mut self, beginning: &str) {
        let letters = beginning.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        if letters && beginning.ends_with('-') && beginning.len() >= SHORTEST_BEGINNING {
            self.beginnings.insert(beginning.to_owned());
        }
    }

    fn note(&mut self, text: &str, messages: &BTreeMap<String, Message>) {
        if messages.contains_key(text) {
            self.whole.insert(text.to_owned());
        }
    }
}

/// The quoted texts of a line, with what stands before and after each.
fn quoted(line: &str) -> Vec<(&str, &str, &str)> {
    let mut found = Vec::new();
    for quote in ['\'', '"'] {
        let places: Vec<usize> = line.match_indices(quote).map(|(at, _)| at).collect();
        for (start, end) in places.iter().zip(places.iter().skip(1)) {
            let parts = (line.get(..*start), line.get(start + 1..*end), line.get(end + 1..));
            if let (Some(before), Some(text), Some(after)) = parts {
                found.push((before, text, after));
            }
        }
    }
    found
}

/// `t(` as a word of its own.
fn is_call(before: &str) -> bool {
    let Some(before) = before.trim_end().strip_suffix("t(") else { return false };
    !before.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '.')
}
