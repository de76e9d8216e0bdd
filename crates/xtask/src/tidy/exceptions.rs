//! The list of exceptions in `crates/xtask/tidy-exceptions.txt`. It may only shrink: an entry that
//! nothing needs any more is itself a breach, and an entry never covers more than it says.
//!
//! One a line: `RULE PLACE NUMBER: REASON`, such as `file crates/web/src/forms.rs 430: one table`. The
//! number is of lines, or of sleeps.

use super::Finding;
use crate::Outcome;
use crate::tree::File;

const PATH: &str = "crates/xtask/tidy-exceptions.txt";

struct Exception {
    rule: String,
    place: String,
    lines: usize,
    at: usize,
    used: bool,
}

/// The exceptions, and which of them are still needed.
pub(super) struct Exceptions {
    list: Vec<Exception>,
}

impl Exceptions {
    /// Reads the list from among the project's files.
    pub fn read(files: &[File]) -> Outcome<Self> {
        let text =
            files.iter().find(|file| file.path == PATH).map_or("", |file| file.text.as_str());
        Self::parse(text)
    }

    fn parse(text: &str) -> Outcome<Self> {
        let mut list = Vec::new();
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let at = index + 1;
            let exception = entry(line, at);
            list.push(exception.ok_or_else(|| format!("{PATH}:{at}: RULE PLACE NUMBER: REASON"))?);
        }
        Ok(Self { list })
    }

    /// Tells whether a length is allowed, and remembers that the entry was needed.
    pub fn allow(&mut self, rule: &str, place: &str, lines: usize) -> bool {
        let found = self.list.iter_mut().find(|entry| entry.rule == rule && entry.place == place);
        found.is_some_and(|entry| {
            entry.used = true;
            lines <= entry.lines
        })
    }

    /// Reports the entries that nothing needs.
    pub fn unused(&self, findings: &mut Vec<Finding>) {
        for entry in self.list.iter().filter(|entry| !entry.used) {
            findings.push(Finding::at(
                PATH,
                entry.at,
                "nothing needs this exception now: delete it",
            ));
        }
    }
}

fn entry(line: &str, at: usize) -> Option<Exception> {
    let (what, reason) = line.split_once(": ")?;
    let mut words = what.split_whitespace();
    let (rule, place, lines) = (words.next()?, words.next()?, words.next()?.parse().ok()?);
    let complete = words.next().is_none() && !reason.trim().is_empty();
    complete.then(|| Exception { rule: rule.into(), place: place.into(), lines, at, used: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exception_needs_a_reason() {
        assert!(Exceptions::parse("file a.rs 500: generated").is_ok());
        assert!(Exceptions::parse("file a.rs 500").is_err());
        assert!(Exceptions::parse("file a.rs 500: ").is_err());
        assert!(Exceptions::parse("file a.rs many: generated").is_err());
    }

    #[test]
    fn an_exception_covers_no_more_than_it_says() {
        let mut list = Exceptions::parse("# why\nfile a.rs 500: generated").unwrap();
        assert!(list.allow("file", "a.rs", 500));
        assert!(!list.allow("file", "a.rs", 501));
        assert!(!list.allow("function", "a.rs", 80));
    }

    #[test]
    fn the_list_only_shrinks() {
        let mut list =
            Exceptions::parse("file a.rs 500: generated\nfile b.rs 500: generated").unwrap();
        list.allow("file", "a.rs", 450);
        let mut findings = Vec::new();
        list.unused(&mut findings);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].place, format!("{PATH}:2"));
    }
}
