//! Fluent files, read as far as the checks need: keys, attributes, values, references.

use std::collections::BTreeSet;

use crate::tree::File;

/// One message, or one attribute of one (`key.attribute`).
#[derive(Debug)]
pub(super) struct Message {
    /// Its name; a term keeps its leading `-`.
    pub key: String,
    /// The values that it shows.
    pub values: BTreeSet<String>,
    /// The messages and terms that it shows.
    pub references: BTreeSet<String>,
    /// The file that it stands in.
    pub path: String,
    /// Its line, counted from one.
    pub line: usize,
}

/// Reads the messages of a file.
pub(super) fn read(file: &File) -> Vec<Message> {
    let mut messages: Vec<Message> = Vec::new();
    let mut parent = String::new();
    for (index, line) in file.text.lines().enumerate() {
        let start = |key: String| Message {
            key,
            values: BTreeSet::new(),
            references: BTreeSet::new(),
            path: file.path.clone(),
            line: index + 1,
        };
        if line.starts_with('#') {
            continue;
        }
        if let Some(key) = key(line) {
            key.clone_into(&mut parent);
            messages.push(start(key.to_owned()));
        } else if let Some(attribute) = line.trim_start().strip_prefix('.').and_then(key) {
            let mut message = start(format!("{parent}.{attribute}"));
            // An attribute is used with its message.
            message.references.insert(parent.clone());
            if let Some(owner) = messages.iter_mut().find(|owner| owner.key == parent) {
                owner.references.insert(message.key.clone());
            }
            messages.push(message);
        }
        if let Some(message) = messages.last_mut() {
            placeables(line, message);
        }
    }
    messages
}

/// `name = …` at the start of a line; `-name = …` is a term.
fn key(line: &str) -> Option<&str> {
    let (name, _) = line.split_once('=')?;
    let name = name.strip_suffix(' ').unwrap_or(name);
    let plain = name.strip_prefix('-').unwrap_or(name);
    let letters = plain.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    (letters && plain.starts_with(|c: char| c.is_ascii_alphabetic())).then_some(name)
}

/// Notes what stands in the braces of a line.
fn placeables(line: &str, message: &mut Message) {
    for part in line.split('{').skip(1) {
        let inside = part.split(['}', '(']).next().unwrap_or_default().trim();
        let name = inside.split([' ', ',', '.']).next().unwrap_or_default();
        let named = name.trim_start_matches('-').starts_with(|c: char| c.is_ascii_lowercase());
        if named {
            message.references.insert(name.to_owned());
        }
    }
    for part in line.split('$').skip(1) {
        let letters =
            part.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_' || *c == '-');
        let name: String = letters.collect();
        if !name.is_empty() {
            message.values.insert(name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::file;

    fn messages(text: &str) -> Vec<Message> {
        read(&file("a.ftl", text))
    }

    #[test]
    fn keys_terms_and_attributes_are_read() {
        let found = messages("# note = no\n-town = Townhall\nsend = Send\n    .hint = Go\n");
        let keys: Vec<_> = found.iter().map(|message| message.key.as_str()).collect();
        assert_eq!(keys, ["-town", "send", "send.hint"]);
    }

    #[test]
    fn selections_over_several_lines_belong_to_their_message() {
        let text = "late =\n    { $count ->\n        [one] { $count } case of { -town }\n       *[other] { NUMBER($count) } in { $place }, see { help }\n    }\n";
        let found = messages(text);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].values.iter().collect::<Vec<_>>(), ["count", "place"]);
        assert_eq!(found[0].references.iter().collect::<Vec<_>>(), ["-town", "help"]);
    }
}
