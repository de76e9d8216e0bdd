//! Counts of tests, read from the closing lines of the test runners.

use std::fmt;
use std::ops::AddAssign;

/// How many passed and how many failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Tests and steps that passed.
    pub passed: u64,
    /// Tests and steps that failed.
    pub failed: u64,
}

impl Tally {
    /// Counts one step that has no tests of its own.
    pub fn one(passed: bool) -> Self {
        Self { passed: u64::from(passed), failed: u64::from(!passed) }
    }

    /// Adds what a line of a test runner's output says, when it is a summary.
    pub fn read(&mut self, line: &str) {
        let line = plain(line);
        if let Some(found) = nextest(&line).or_else(|| cargo_test(&line)).or_else(|| node(&line)) {
            *self += found;
        }
    }
}

/// What a test runner said that whoever reads only the summary must know: which tests failed and with
/// which words, and which passed at their second try.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Remarks {
    lines: Vec<String>,
    in_failures: bool,
}

impl Remarks {
    /// How many lines of one step are kept.
    const MOST: usize = 24;
    /// How much of a line is kept.
    const WIDTH: usize = 240;

    /// Keeps a line of a test runner's output when it says why something failed.
    pub fn read(&mut self, line: &str) {
        let line = plain(line);
        if line.starts_with("✖ failing tests") {
            self.in_failures = true;
        } else if line.starts_with("ℹ tests") || line.starts_with('✔') {
            self.in_failures = false;
        } else if line.starts_with("≈ ") || line.starts_with("FAIL [") || self.in_failures {
            self.keep(&line);
        }
    }

    /// The lines that were kept.
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    fn keep(&mut self, line: &str) {
        let says = !line.is_empty() && !line.starts_with("at ") && !line.starts_with("test at ");
        if says && self.lines.len() < Self::MOST && !self.lines.iter().any(|kept| kept == line) {
            self.lines.push(line.chars().take(Self::WIDTH).collect());
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// Drops the colour sequences that some runners write.
fn plain(line: &str) -> String {
    let mut kept = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        kept.push_str(before);
        rest = after.split_once('m').map_or("", |(_, tail)| tail);
    }
    kept.push_str(rest);
    kept.trim().to_owned()
}

/// `Summary [   0.5s] 12 tests run: 10 passed, 1 failed, 1 timed out, 3 skipped`
fn nextest(line: &str) -> Option<Tally> {
    let counts = line.strip_prefix("Summary [")?.split_once("run: ")?.1;
    let bad = ["failed", "timed out", "exec failed"];
    Some(Tally {
        passed: before(counts, "passed"),
        failed: bad.iter().map(|word| before(counts, word)).sum(),
    })
}

/// `test result: FAILED. 3 passed; 1 failed; 0 ignored; …`
fn cargo_test(line: &str) -> Option<Tally> {
    let counts = line.strip_prefix("test result: ")?.split_once(". ")?.1;
    Some(Tally { passed: before(counts, "passed"), failed: before(counts, "failed") })
}

/// `# pass 3`, `ℹ fail 1`, `ℹ cancelled 1`: the closing lines of node's test runner.
fn node(line: &str) -> Option<Tally> {
    let rest = line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ "))?;
    let (word, count) = rest.split_once(' ')?;
    let count = count.parse().ok()?;
    match word {
        "pass" => Some(Tally { passed: count, failed: 0 }),
        "fail" | "cancelled" => Some(Tally { passed: 0, failed: count }),
        _ => None,
    }
}

/// Returns the number that stands before a word, as in `3 passed (1 slow); 1 failed`.
fn before(counts: &str, word: &str) -> u64 {
    counts
        .split([',', ';'])
        .filter_map(|part| part.trim().split_once(' '))
        .filter(|(_, said)| said.split(" (").next() == Some(word))
        .filter_map(|(number, _)| number.parse::<u64>().ok())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &str) -> Tally {
        let mut tally = Tally::default();
        lines.lines().for_each(|line| tally.read(line));
        tally
    }

    #[test]
    fn nextest_summaries_are_read_with_and_without_colour() {
        let line = "     Summary [   0.512s] 12 tests run: 9 passed (1 slow), 2 failed, 1 timed out, 3 skipped";
        assert_eq!(read(line), Tally { passed: 9, failed: 3 });
        let line = "\u{1b}[32;1m     Summary\u{1b}[0m [   0.012s] \u{1b}[1m2\u{1b}[0m tests run: \u{1b}[1m2\u{1b}[0m \u{1b}[32;1mpassed\u{1b}[0m, \u{1b}[1m0\u{1b}[0m skipped";
        assert_eq!(read(line), Tally { passed: 2, failed: 0 });
    }

    #[test]
    fn a_stopped_nextest_run_is_read() {
        let line = "Summary [ 1.0s] 3/20 tests run: 2 passed, 1 failed, 0 skipped";
        assert_eq!(read(line), Tally { passed: 2, failed: 1 });
    }

    #[test]
    fn cargo_test_summaries_add_up() {
        let lines = "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured\n\
                     test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured";
        assert_eq!(read(lines), Tally { passed: 4, failed: 2 });
    }

    #[test]
    fn node_summaries_are_read() {
        assert_eq!(
            read("# tests 4\n# pass 3\n# fail 1\n# cancelled 0"),
            Tally { passed: 3, failed: 1 }
        );
        assert_eq!(read("ℹ pass 7\nℹ fail 0\nℹ cancelled 1"), Tally { passed: 7, failed: 1 });
    }

    #[test]
    fn the_words_of_failures_are_kept_and_where_they_come_from_is_not() {
        let said = "✖ home (12ms)\nℹ tests 2\n✖ failing tests:\n\ntest at a.mjs:1:2\n✖ home (12ms)\n  \
                    AssertionError: no title\n      at run (a.mjs:3:4)\n≈ walked a second time: map: late\n✔ next\nfine\n\
                    \u{1b}[31mFAIL\u{1b}[0m [ 0.1s] store a_rule";
        let mut remarks = Remarks::default();
        said.lines().for_each(|line| remarks.read(line));
        let kept = [
            "✖ home (12ms)",
            "AssertionError: no title",
            "≈ walked a second time: map: late",
            "FAIL [ 0.1s] store a_rule",
        ];
        assert_eq!(remarks.lines(), kept);
        remarks.read("ℹ tests 2");
        (0..100).for_each(|line| remarks.read(&format!("≈ {line}")));
        assert_eq!(remarks.lines().len(), Remarks::MOST);
    }

    #[test]
    fn other_lines_count_nothing() {
        assert_eq!(
            read("# passing through\n3 passed in my dreams\n# Subtest: home"),
            Tally::default()
        );
    }
}
