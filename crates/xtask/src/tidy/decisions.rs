//! A dependency is a decision: each one of the workspace is named, in backticks, in a page under
//! `docs/decisions/` that says why it is there; it stands once, in the root; and something uses it.

use std::collections::BTreeSet;

use super::Finding;
use crate::Outcome;
use crate::tree::File;

/// Holds the root manifest against the decisions.
pub(super) fn check(files: &[File], findings: &mut Vec<Finding>) -> Outcome<()> {
    let root =
        files.iter().find(|file| file.path == "Cargo.toml").ok_or("there is no Cargo.toml")?;
    let pages: Vec<&str> = files
        .iter()
        .filter(|file| file.path.starts_with("docs/decisions/") && file.is(&["md"]))
        .map(|file| file.text.as_str())
        .collect();
    for name in dependencies(&root.text)? {
        let quoted = format!("`{name}`");
        if !pages.iter().any(|page| page.contains(&quoted)) {
            let what = format!("no page in docs/decisions/ says why {quoted} is there");
            findings.push(Finding::new("Cargo.toml", what));
        }
    }
    Ok(())
}

/// Each dependency of a crate is named in its code; each one of the root is taken by a crate.
pub(super) fn check_used(files: &[File], findings: &mut Vec<Finding>) -> Outcome<()> {
    let mut taken = BTreeSet::new();
    for file in files.iter().filter(|file| file.path.ends_with("/Cargo.toml")) {
        let manifest: toml::Table = file.text.parse()?;
        let code: Vec<&str> = files
            .iter()
            .filter(|other| other.is(&["rs"]) && other.krate() == file.krate())
            .map(|other| other.text.as_str())
            .collect();
        for (name, _) in entries(&manifest) {
            let word = name.replace('-', "_");
            if !code.iter().any(|text| names(text, &word)) {
                let what = format!("nothing in the crate uses `{name}`: remove it");
                findings.push(Finding::new(&file.path, what));
            }
            taken.insert(name.clone());
        }
    }
    let root =
        files.iter().find(|file| file.path == "Cargo.toml").ok_or("there is no Cargo.toml")?;
    for name in dependencies(&root.text)?.iter().filter(|name| !taken.contains(*name)) {
        findings.push(Finding::new(&root.path, format!("no crate uses `{name}`: remove it")));
    }
    Ok(())
}

/// Tells whether a name stands in the code by itself, not as a part of another one.
fn names(text: &str, word: &str) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|text| text.chars().next());
        !letter(before) && !letter(after)
    })
}

fn entries(manifest: &toml::Table) -> impl Iterator<Item = (&String, &toml::Value)> {
    let tables = ["dependencies", "dev-dependencies", "build-dependencies"];
    tables.into_iter().filter_map(|name| manifest.get(name)?.as_table()).flatten()
}

/// Each crate takes its dependencies from the root, so that there is one version and one decision.
pub(super) fn check_inherited(files: &[File], findings: &mut Vec<Finding>) -> Outcome<()> {
    let manifests = files.iter().filter(|file| file.path.ends_with("/Cargo.toml"));
    for file in manifests {
        let manifest: toml::Table = file.text.parse()?;
        for (name, value) in entries(&manifest) {
            if value.get("workspace").and_then(toml::Value::as_bool) != Some(true) {
                let what =
                    format!("`{name}` must stand in the root manifest: `{name}.workspace = true`");
                findings.push(Finding::new(&file.path, what));
            }
        }
    }
    Ok(())
}

/// The names of the dependencies that are not crates of the house.
fn dependencies(manifest: &str) -> Outcome<Vec<String>> {
    let manifest: toml::Table = manifest.parse()?;
    let table = manifest.get("workspace").and_then(|workspace| workspace.get("dependencies"));
    let table =
        table.and_then(toml::Value::as_table).ok_or("Cargo.toml: no [workspace.dependencies]")?;
    let foreign = table.iter().filter(|(_, value)| value.get("path").is_none());
    Ok(foreign.map(|(name, _)| name.clone()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::file;

    const MANIFEST: &str =
        "[workspace.dependencies]\nbase = { path = \"crates/base\" }\njiff = \"1\"\ncsv = \"1\"";

    #[test]
    fn every_dependency_has_its_page() {
        let mut findings = Vec::new();
        let page = file("docs/decisions/0001-time.md", "We take `jiff`; csv comes later.");
        check(&[file("Cargo.toml", MANIFEST), page], &mut findings).unwrap();
        let what = "no page in docs/decisions/ says why `csv` is there";
        assert_eq!(findings, [Finding::new("Cargo.toml", what)]);
    }

    #[test]
    fn crates_take_their_dependencies_from_the_root() {
        let text = "[dependencies]\njiff.workspace = true\n[dev-dependencies]\ncsv = \"1\"";
        let mut findings = Vec::new();
        check_inherited(&[file("crates/a/Cargo.toml", text)], &mut findings).unwrap();
        let what = "`csv` must stand in the root manifest: `csv.workspace = true`";
        assert_eq!(findings, [Finding::new("crates/a/Cargo.toml", what)]);
    }

    #[test]
    fn what_nothing_uses_goes() {
        let files = [
            file("Cargo.toml", MANIFEST),
            file(
                "crates/a/Cargo.toml",
                "[dependencies]\njiff.workspace = true\nrust-csv.workspace = true",
            ),
            file("crates/a/src/lib.rs", "use jiff::Zoned; // rust_csv2"),
        ];
        let mut findings = Vec::new();
        check_used(&files, &mut findings).unwrap();
        let found: Vec<_> = findings.iter().map(ToString::to_string).collect();
        let crate_ = "crates/a/Cargo.toml: nothing in the crate uses `rust-csv`: remove it";
        assert_eq!(found, [crate_, "Cargo.toml: no crate uses `csv`: remove it"]);
    }

    #[test]
    fn crates_of_the_house_need_none() {
        assert_eq!(dependencies(MANIFEST).unwrap(), ["csv", "jiff"]);
    }
}
