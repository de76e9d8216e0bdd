//! The messages: each exists once in every language and with the same values, each one that a
//! template or a handler names exists, and each one is used.

mod fluent;
mod uses;

use std::collections::{BTreeMap, BTreeSet};

use crate::tidy::{self, Finding};
use crate::tree::File;
use crate::{Outcome, tree};

use fluent::Message;
use uses::Uses;

/// The languages of the house, the first being the one that the others are held against.
const LOCALES: &[&str] = &["en", "es"];

/// Checks the messages of the whole project.
pub(crate) fn run() -> Outcome<()> {
    let mut findings = Vec::new();
    check(&tree::files()?, &mut findings)?;
    tidy::report(&findings)
}

/// Adds what is wrong with the messages among these files.
pub(crate) fn check(files: &[File], findings: &mut Vec<Finding>) -> Outcome<()> {
    let mut languages: Vec<BTreeMap<String, Message>> = Vec::new();
    for locale in LOCALES {
        languages.push(collect(files, locale, findings));
    }
    let (first, others) = languages.split_first().ok_or("there are no languages")?;
    for (locale, other) in LOCALES.iter().skip(1).zip(others) {
        compare(first, other, locale, findings);
        compare(other, first, "en", findings);
    }
    let uses = Uses::of(files, first);
    missing(&uses, first, findings);
    unused(&uses, first, findings);
    Ok(())
}

/// Reads a language's messages from `locales/{language}/` of every crate.
fn collect(files: &[File], locale: &str, findings: &mut Vec<Finding>) -> BTreeMap<String, Message> {
    let folder = format!("/locales/{locale}/");
    let mut found: BTreeMap<String, Message> = BTreeMap::new();
    for file in files.iter().filter(|file| file.is(&["ftl"]) && file.path.contains(&folder)) {
        for message in fluent::read(file) {
            if let Some(twin) = found.get(&message.key) {
                let what =
                    format!("`{}` stands already in {}:{}", message.key, twin.path, twin.line);
                findings.push(Finding::at(&message.path, message.line, what));
            } else {
                found.insert(message.key.clone(), message);
            }
        }
    }
    found
}

/// Reports what one language has and the other lacks, and values that only a translation names.
fn compare(
    one: &BTreeMap<String, Message>,
    other: &BTreeMap<String, Message>,
    locale: &str,
    findings: &mut Vec<Finding>,
) {
    for (key, message) in one {
        let Some(twin) = other.get(key) else {
            let what = format!("`{key}` is missing in `{locale}`");
            findings.push(Finding::at(&message.path, message.line, what));
            continue;
        };
        for name in twin.values.difference(&message.values) {
            let what =
                format!("`{key}` shows the value `${name}`, which it has not in every language");
            findings.push(Finding::at(&twin.path, twin.line, what));
        }
    }
}

fn missing(uses: &Uses, messages: &BTreeMap<String, Message>, findings: &mut Vec<Finding>) {
    for named in &uses.named {
        if !messages.contains_key(&named.key) {
            let what = format!("names the message `{}`, which does not exist", named.key);
            findings.push(Finding::at(&named.path, named.line, what));
        }
    }
}

fn unused(uses: &Uses, messages: &BTreeMap<String, Message>, findings: &mut Vec<Finding>) {
    let inside: BTreeSet<&str> =
        messages.values().flat_map(|message| &message.references).map(String::as_str).collect();
    for (key, message) in messages {
        if !uses.covers(key) && !inside.contains(key.as_str()) {
            let what = format!("nothing uses `{key}`: delete it");
            findings.push(Finding::at(&message.path, message.line, what));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::file;

    fn find(english: &str, spanish: &str, template: &str, rust: &str) -> Vec<String> {
        let files = [
            file("crates/desk/locales/en/desk.ftl", english),
            file("crates/desk/locales/es/desk.ftl", spanish),
            file("crates/desk/templates/desk/inbox.html", template),
            file("crates/desk/src/inbox.rs", rust),
        ];
        let mut findings = Vec::new();
        check(&files, &mut findings).unwrap();
        findings.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn complete_and_used_messages_are_fine() {
        let english =
            "inbox = Inbox\ninbox-late = { $count } late in { inbox }\n    .hint = Hint\n";
        let spanish = "inbox = Bandeja\ninbox-late = { $count } tarde\n    .hint = Ayuda\n";
        let template = "<p>{{ t('inbox-late', count=3) }}</p>";
        assert_eq!(find(english, spanish, template, ""), Vec::<String>::new());
    }

    #[test]
    fn a_message_that_one_language_lacks_is_found() {
        let found = find(
            "inbox = Inbox\nlate = Late\n",
            "inbox = Bandeja\n",
            "{{ t('inbox') }} {{ t('late') }}",
            "",
        );
        assert_eq!(found, ["crates/desk/locales/en/desk.ftl:2: `late` is missing in `es`"]);
        let found = find("", "late = Tarde\n", "", "");
        assert_eq!(found, ["crates/desk/locales/es/desk.ftl:1: `late` is missing in `en`"]);
    }

    #[test]
    fn a_message_that_does_not_exist_is_found() {
        let found = find("", "", "\n{{ t('nope') }}", "fn a() { words.t(\"also-nope\") }");
        assert_eq!(found.len(), 2);
        assert_eq!(
            found[0],
            "crates/desk/templates/desk/inbox.html:2: names the message `nope`, which does not exist"
        );
    }

    #[test]
    fn a_message_that_nothing_uses_is_found() {
        let found = find("inbox = Inbox\n", "inbox = Bandeja\n", "", "");
        assert_eq!(found, ["crates/desk/locales/en/desk.ftl:1: nothing uses `inbox`: delete it"]);
    }

    #[test]
    fn built_names_use_all_that_they_can_build() {
        let english = "state-open = Open\nstate-closed = Closed\nlate-1 = Late\n";
        let spanish = "state-open = Abierto\nstate-closed = Cerrado\nlate-1 = Tarde\n";
        let template = "{{ t('state-' ~ case.state) }}";
        let rust = "fn a() { words.t(&format!(\"late-{n}\")) }";
        assert_eq!(find(english, spanish, template, rust), Vec::<String>::new());
    }

    #[test]
    fn a_value_that_only_the_translation_names_is_found() {
        let found = find("a = { $count }\n", "a = { $number }\n", "{{ t('a') }}", "");
        assert_eq!(found.len(), 2, "{found:?}");
    }

    #[test]
    fn the_same_message_twice_is_found() {
        let found = find("a = A\na = B\n", "a = A\n", "{{ t('a') }}", "");
        assert_eq!(
            found,
            [
                "crates/desk/locales/en/desk.ftl:2: `a` stands already in crates/desk/locales/en/desk.ftl:1"
            ]
        );
    }
}
