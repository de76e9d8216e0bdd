//! `docs/limits.md`: every bound of the program with its reason, read from where each stands.

use std::fmt::Write;
use std::fs;

use crate::tidy::Finding;
use crate::tree::{self, File};
use crate::{Outcome, tidy};

/// The page that is written.
const PAGE: &str = "docs/limits.md";

/// Crates that no town runs.
const TOOLS: &[&str] = &["xtask", "testkit", "bench", "demo"];

/// Words in the name of a constant that bounds something.
const WORDS: &[&str] = &[
    "MAX",
    "MOST",
    "LIMIT",
    "TIME",
    "TIMEOUT",
    "PAGE",
    "BATCH",
    "ONCE",
    "WAITING",
    "TRIES",
    "RUNS",
    "CONCURRENCY",
    "PAUSE",
    "LIFETIME",
    "IDLE",
    "GROUP",
    "GRACE",
    "LONGEST",
    "QUEUE",
    "BYTES",
    "REFUSALS",
    "SILENCE",
    "PENDING",
    "KEPT",
    "CANDIDATES",
    "DEPTH",
    "LENGTH",
    "LOOKED",
    "REST",
];

const HEAD: &str = "# Limits

Everything has a bound: what is longer, larger, later or more is refused or cut in words that a person understands, and
never grows without end. This page is made by `cargo xtask limits` from the constants themselves, each with the reason that
stands beside it; `cargo xtask tidy` holds it to them.
";

/// A bound and why it is as it is.
#[derive(Debug, PartialEq, Eq)]
struct Bound {
    krate: String,
    file: String,
    name: String,
    value: String,
    why: String,
}

/// Writes the page.
pub(crate) fn run() -> Outcome<()> {
    let files = tree::files()?;
    fs::write(tree::root().join(PAGE), page(&bounds(&files)))?;
    tidy::report(&without_reason(&bounds(&files)))
}

/// Finds a page that tells other bounds than the program has, and bounds without a reason.
pub(crate) fn check(files: &[File], findings: &mut Vec<Finding>) {
    let bounds = bounds(files);
    findings.extend(without_reason(&bounds));
    let told = files.iter().find(|file| file.path == PAGE).map(|file| file.text.as_str());
    if told != Some(&page(&bounds)) {
        findings.push(Finding::new(PAGE, "the bounds have changed: run `cargo xtask limits`"));
    }
}

fn without_reason(bounds: &[Bound]) -> Vec<Finding> {
    let bare = bounds.iter().filter(|bound| bound.why.is_empty());
    bare.map(|bound| {
        Finding::new(
            &*bound.file,
            format!("{} is a bound: say why it is {}", bound.name, bound.value),
        )
    })
    .collect()
}

fn bounds(files: &[File]) -> Vec<Bound> {
    let mut found: Vec<Bound> = files
        .iter()
        .filter(|file| file.is(&["rs"]) && file.path.contains("/src/"))
        .filter(|file| file.krate().is_some_and(|krate| !TOOLS.contains(&krate)))
        .flat_map(of_file)
        .collect();
    found.sort_by(|a, b| (&a.krate, &a.file, &a.name).cmp(&(&b.krate, &b.file, &b.name)));
    found
}

/// The bounds of one file. A constant without words of its own directly below another shares its reason.
fn of_file(file: &File) -> Vec<Bound> {
    let own = file.text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let (mut found, mut why, mut fresh) = (Vec::new(), String::new(), false);
    for line in own.lines() {
        let line = line.trim();
        if let Some(words) = line.strip_prefix("///") {
            if !fresh {
                why.clear();
            }
            fresh = true;
            why.push_str(words);
        } else if let Some((name, kind, value)) = constant(line) {
            if is_bound(name) && is_number(kind) {
                found.push(Bound {
                    krate: file.krate().unwrap_or_default().to_owned(),
                    file: file.path.clone(),
                    name: name.to_owned(),
                    value: value.to_owned(),
                    why: why.trim().replace('|', "\\|").replace("[`", "`").replace("`]", "`"),
                });
            }
            fresh = false;
        } else if !line.starts_with("#[") {
            (fresh, why) = (false, String::new());
        }
    }
    found
}

fn constant(line: &str) -> Option<(&str, &str, &str)> {
    let rest = ["const ", "pub const ", "pub(crate) const ", "pub(super) const "]
        .iter()
        .find_map(|start| line.strip_prefix(start))?;
    let (name, rest) = rest.split_once(": ")?;
    let (kind, value) = rest.split_once(" = ")?;
    Some((name, kind, value.strip_suffix(';')?))
}

fn is_bound(name: &str) -> bool {
    name.split('_').any(|word| WORDS.contains(&word))
}

fn is_number(kind: &str) -> bool {
    ["usize", "u8", "u16", "u32", "u64", "i32", "i64", "Duration", "SignedDuration"].contains(&kind)
}

fn page(bounds: &[Bound]) -> String {
    let mut page = HEAD.to_owned();
    let mut krate = "";
    for bound in bounds {
        if bound.krate != krate {
            krate = &bound.krate;
            let _ = write!(page, "\n## {krate}\n\n| bound | value | why |\n|---|---|---|\n");
        }
        let file = bound.file.rsplit("/src/").next().unwrap_or_default();
        let Bound { name, value, why, .. } = bound;
        let _ = writeln!(page, "| `{name}` in `{file}` | `{value}` | {why} |");
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::file;

    #[test]
    fn a_bound_is_told_with_its_reason_and_a_neighbour_shares_it() {
        let text = "/// How many rows:\n/// a screen.\nconst MAX_ROWS: usize = 50;\nconst MAX_COLUMNS: usize = 9;\n\nconst MAX_BARE: usize = 1;\nconst NAME: &str = \"x\";\n#[cfg(test)]\nmod tests {\nconst MAX_TEST: usize = 3;\n";
        let found = bounds(&[file("crates/desk/src/list.rs", text)]);
        let told: Vec<_> = found.iter().map(|b| (b.name.as_str(), b.why.as_str())).collect();
        let why = "How many rows: a screen.";
        assert_eq!(told, [("MAX_BARE", ""), ("MAX_COLUMNS", why), ("MAX_ROWS", why)]);
        assert_eq!(without_reason(&found).len(), 1);
        assert!(
            page(&found).contains("| `MAX_ROWS` in `list.rs` | `50` | How many rows: a screen. |")
        );
    }
}
