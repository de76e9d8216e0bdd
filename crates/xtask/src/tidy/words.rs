//! Words that must not be in the tree: unfinished work, tests that are switched off, tests that wait
//! for the clock on the wall, and paths of one person's machine.

use super::Finding;
use super::exceptions::Exceptions;
use super::source::Source;
use crate::tree::File;

/// Marks of unfinished work. Written in two halves, so that this file is clean.
const UNFINISHED: &[&str] = &[concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];

/// Folders of the machines that the code happens to be written on.
const MACHINE: &[&str] = &[concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/")];

/// Tests that nobody runs.
const SWITCHED_OFF: &[&str] = &[concat!("#[ig", "nore")];

/// Waiting for time to pass, in Rust.
const SLEEP: &[&str] = &["thread::sleep", "time::sleep", "sleep_until"];

/// Switched off or waiting, in the browser's tests.
const IN_JOURNEYS: &[(&str, &str)] = &[
    ("waitForTimeout", "waits for the clock: wait for what the page shows"),
    ("setTimeout", "waits for the clock: wait for what the page shows"),
    ("networkidle", "waits for silence: wait for what the page shows"),
    (".skip(", "is switched off: mend it or delete it"),
    ("skip:", "is switched off: mend it or delete it"),
    (".only(", "switches every other test off"),
];

/// Looks for the words.
pub(super) fn check(files: &[File], exceptions: &mut Exceptions, findings: &mut Vec<Finding>) {
    for file in files {
        plain(file, findings);
        if file.is(&["rs"]) {
            rust(file, exceptions, findings);
        } else if file.path.ends_with(".test.mjs") {
            journey(file, findings);
        }
    }
}

fn plain(file: &File, findings: &mut Vec<Finding>) {
    for (index, line) in file.text.lines().enumerate() {
        if let Some(word) = UNFINISHED.iter().find(|word| has_word(line, word)) {
            let what = format!("`{word}`: finish it, or file an issue and say what holds now");
            findings.push(Finding::at(&file.path, index + 1, what));
        }
        if let Some(path) = MACHINE.iter().find(|path| line.contains(*path)) {
            let what = format!("`{path}` is a folder of one machine");
            findings.push(Finding::at(&file.path, index + 1, what));
        }
    }
}

fn rust(file: &File, exceptions: &mut Exceptions, findings: &mut Vec<Finding>) {
    let source = Source::new(&file.text);
    for at in SWITCHED_OFF.iter().flat_map(|phrase| source.places(phrase)) {
        let what = "a test that is switched off: mend it or delete it";
        findings.push(Finding::at(&file.path, source.line(at), what));
    }
    let modules = source.test_modules();
    let all = is_test_file(&file.path);
    let sleeps: Vec<usize> = SLEEP
        .iter()
        .flat_map(|phrase| source.places(phrase))
        .filter(|at| all || modules.iter().any(|module| module.contains(at)))
        .collect();
    if !sleeps.is_empty() && !exceptions.allow("sleep", &file.path, sleeps.len()) {
        for at in sleeps {
            let what = "a test that sleeps: wait for the event, or move a fixed `Clock`";
            findings.push(Finding::at(&file.path, source.line(at), what));
        }
    }
}

fn journey(file: &File, findings: &mut Vec<Finding>) {
    for (index, line) in file.text.lines().enumerate() {
        for (_, what) in IN_JOURNEYS.iter().filter(|(phrase, _)| line.contains(phrase)) {
            findings.push(Finding::at(&file.path, index + 1, *what));
        }
    }
}

pub(super) fn is_test_file(path: &str) -> bool {
    path.contains("/tests/") || path.ends_with("/tests.rs") || path.starts_with("crates/testkit/")
}

/// Tells whether a word stands in a line by itself, not inside another one.
fn has_word(line: &str, word: &str) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    line.match_indices(word).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        let after = line.get(at + word.len()..).and_then(|text| text.chars().next());
        !letter(before) && !letter(after)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::file;

    fn count(path: &str, text: &str) -> usize {
        let mut findings = Vec::new();
        check(&[file(path, text)], &mut Exceptions::read(&[]).unwrap(), &mut findings);
        findings.len()
    }

    #[test]
    fn unfinished_work_is_found_in_every_file() {
        let word = UNFINISHED[0];
        assert_eq!(count("README.md", &format!("{word}: write this")), 1);
        assert_eq!(count("README.md", &format!("ME{word}S and todo")), 0);
    }

    #[test]
    fn sleeping_is_for_programs_not_for_tests() {
        let sleep = "std::thread::sleep(second);";
        assert_eq!(count("crates/jobs/src/worker.rs", &format!("fn a() {{ {sleep} }}")), 0);
        let inside = format!("fn a() {{}}\n#[cfg(test)]\nmod tests {{ fn b() {{ {sleep} }} }}");
        assert_eq!(count("crates/jobs/src/worker.rs", &inside), 1);
        let before = format!("#[cfg(test)]\nmod tests {{}}\nfn a() {{ {sleep} }}");
        assert_eq!(count("crates/jobs/src/worker.rs", &before), 0);
        assert_eq!(count("crates/jobs/tests/work.rs", &format!("fn a() {{ {sleep} }}")), 1);
    }

    #[test]
    fn switched_off_tests_are_found() {
        let mark = SWITCHED_OFF[0];
        assert_eq!(count("crates/jobs/src/worker.rs", &format!("{mark}]\nfn a() {{}}")), 1);
        assert_eq!(count("crates/jobs/src/worker.rs", &format!("// {mark}]\nfn a() {{}}")), 0);
        assert_eq!(count("journeys/home.test.mjs", "test.skip('home', () => {})"), 1);
        assert_eq!(count("journeys/home.test.mjs", "await page.waitForTimeout(500)"), 1);
    }

    #[test]
    fn folders_of_one_machine_are_found() {
        assert_eq!(count("docs/a.md", &format!("cd {}main", MACHINE[0])), 1);
    }
}
