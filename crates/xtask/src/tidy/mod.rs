//! The rules of the house that no compiler holds. Each rule is a file with its own tests; each finding
//! says where, what and what to do.

mod decisions;
mod exceptions;
mod levels;
mod links;
mod sizes;
pub(crate) mod source;
mod sql;
mod words;

use std::fmt;

use crate::{Outcome, limits, messages, tree};

use exceptions::Exceptions;

/// One breach of a rule.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    /// The file, and the line where there is one.
    pub place: String,
    /// What is wrong and how to mend it.
    pub what: String,
}

impl Finding {
    /// A finding about a whole file.
    pub fn new(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self { place: place.into(), what: what.into() }
    }

    /// A finding at a line, counted from one.
    pub fn at(path: &str, line: usize, what: impl Into<String>) -> Self {
        Self::new(format!("{path}:{line}"), what)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

/// Checks every rule and prints every breach.
pub(crate) fn run() -> Outcome<()> {
    let files = tree::files()?;
    let mut exceptions = Exceptions::read(&files)?;
    let mut findings = Vec::new();
    levels::check(&levels::packages()?, &mut findings);
    sizes::check(&files, &mut exceptions, &mut findings);
    sql::check(&files, &mut findings);
    words::check(&files, &mut exceptions, &mut findings);
    limits::check(&files, &mut findings);
    links::check(&files, &tree::root(), &mut findings);
    decisions::check(&files, &mut findings)?;
    decisions::check_inherited(&files, &mut findings)?;
    decisions::check_used(&files, &mut findings)?;
    messages::check(&files, &mut findings)?;
    exceptions.unused(&mut findings);
    findings.dedup();
    report(&findings)
}

/// Prints findings; fails if there are any.
pub(crate) fn report(findings: &[Finding]) -> Outcome<()> {
    for finding in findings {
        println!("{finding}");
    }
    match findings.len() {
        0 => Ok(()),
        count => Err(format!("{count} to mend").into()),
    }
}

#[cfg(test)]
pub(crate) fn file(path: &str, text: &str) -> tree::File {
    tree::File { path: path.to_owned(), text: text.to_owned() }
}
