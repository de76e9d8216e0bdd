//! What is wrong with a pack, told like a compiler tells it.

use std::fmt;
use std::ops::Range;

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The pack cannot be used.
    Error,
    /// The pack works, but somebody is served badly.
    Warning,
}

/// One problem in a pack: where, what, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// The file, relative to the pack.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The character in the line, counted from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// How to mend it; may be empty.
    pub help: String,
    /// The line's text, empty when there is none to show.
    excerpt: String,
    /// How many characters of the line are meant.
    width: usize,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        writeln!(f, "{severity}: {}", self.message)?;
        let gutter = " ".repeat(self.line.to_string().len());
        writeln!(f, "{gutter}--> {}:{}:{}", self.file, self.line, self.column)?;
        if !self.excerpt.is_empty() {
            let before = " ".repeat(self.column.saturating_sub(1));
            writeln!(f, "{gutter} |")?;
            writeln!(f, "{} | {}", self.line, self.excerpt)?;
            writeln!(f, "{gutter} | {before}{}", "^".repeat(self.width.max(1)))?;
        }
        if !self.help.is_empty() {
            writeln!(f, "{gutter} = help: {}", self.help)?;
        }
        Ok(())
    }
}

/// A file of a pack while it is read, with the problems found in it.
pub(crate) struct Source<'a> {
    pub(crate) file: &'a str,
    pub(crate) text: &'a str,
    problems: std::cell::RefCell<Vec<Problem>>,
}

/// Longer lines are cut in the excerpt: they would wrap and part from their mark.
const MAX_EXCERPT: usize = 160;

impl<'a> Source<'a> {
    pub(crate) fn new(file: &'a str, text: &'a str) -> Self {
        Self { file, text, problems: std::cell::RefCell::default() }
    }

    pub(crate) fn error(
        &self,
        at: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.add(Severity::Error, at, message.into(), help.into());
    }

    pub(crate) fn warn(
        &self,
        at: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.add(Severity::Warning, at, message.into(), help.into());
    }

    pub(crate) fn has_errors(&self) -> bool {
        self.problems.borrow().iter().any(|problem| problem.severity == Severity::Error)
    }

    /// Hands the problems over, in the order of the file.
    pub(crate) fn finish(self) -> Vec<Problem> {
        let mut problems = self.problems.into_inner();
        problems.sort_by_key(|problem| (problem.line, problem.column));
        problems
    }

    fn add(&self, severity: Severity, at: Range<usize>, message: String, help: String) {
        let start = at.start.min(self.text.len());
        let before = self.text.get(..start).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line_text =
            self.text.get(line_start..).unwrap_or_default().lines().next().unwrap_or_default();
        let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
        let marked = self.text.get(start..at.end.min(self.text.len())).unwrap_or_default();
        let width = marked.lines().next().unwrap_or_default().chars().count();
        let shown = column < MAX_EXCERPT;
        let excerpt: String = line_text.chars().take(if shown { MAX_EXCERPT } else { 0 }).collect();
        let problem = Problem {
            severity,
            file: self.file.to_owned(),
            line: before.matches('\n').count() + 1,
            column,
            message,
            help,
            width: width.min(MAX_EXCERPT.saturating_sub(column)),
            excerpt: excerpt.replace('\t', " "),
        };
        self.problems.borrow_mut().push(problem);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_is_shown_at_its_place() {
        let source = Source::new("services/a.toml", "id = \"a\"\ntopic = \"é\"\n");
        source.error(17..21, "there is no topic `é`", "choose one of `b`");
        let problems = source.finish();
        assert_eq!(
            problems[0].to_string(),
            "error: there is no topic `é`\n --> services/a.toml:2:9\n  |\n2 | topic = \"é\"\n  |         ^^^\n  = help: choose one of `b`\n"
        );
    }
}
