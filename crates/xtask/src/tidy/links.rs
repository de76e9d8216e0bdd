//! Links between the documents lead somewhere: to a file or folder that exists, to a heading that
//! stands there.

use std::path::{Component, Path, PathBuf};

use super::Finding;
use crate::tree::File;

/// Follows every relative link and picture of every Markdown file that is a document. The texts of
/// service packs link to pages of the running town instead.
pub(super) fn check(files: &[File], root: &Path, findings: &mut Vec<Finding>) {
    let documents: Vec<&File> =
        files.iter().filter(|file| file.is(&["md"]) && !file.path.contains("/packs/")).collect();
    for file in &documents {
        for (line, target) in links(&file.text) {
            if let Some(what) = fault(file, &target, &documents, root) {
                findings.push(Finding::at(&file.path, line, what));
            }
        }
    }
}

fn fault(from: &File, target: &str, documents: &[&File], root: &Path) -> Option<String> {
    let (path, heading) = target.split_once('#').unwrap_or((target, ""));
    let there = if path.is_empty() { from.path.clone() } else { resolve(&from.path, path) };
    if !root.join(&there).exists() && !documents.iter().any(|file| file.path == there) {
        return Some(format!("the link to `{target}` leads nowhere"));
    }
    let document = documents.iter().find(|file| file.path == there)?;
    let known = heading.is_empty() || headings(&document.text).any(|found| found == heading);
    (!known).then(|| format!("`{there}` has no heading `#{heading}`"))
}

/// Joins a relative link to the folder of the file that it stands in.
fn resolve(from: &str, link: &str) -> String {
    let mut path = PathBuf::from(from);
    path.pop();
    for part in Path::new(link).components() {
        match part {
            Component::ParentDir => {
                path.pop();
            }
            Component::Normal(name) => path.push(name),
            _ => {}
        }
    }
    path.to_string_lossy().into_owned()
}

/// The lines outside code fences, counted from one.
fn prose(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut fenced = false;
    text.lines().enumerate().filter_map(move |(index, line)| {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        (!fenced && !fence).then_some((index + 1, line))
    })
}

/// Returns the targets of the inline links that stay in the project.
fn links(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in prose(text) {
        for (_, rest) in
            line.match_indices("](").filter_map(|(at, _)| line.split_at_checked(at + 2))
        {
            let Some((inside, _)) = rest.split_once(')') else { continue };
            let target = inside.split_whitespace().next().unwrap_or_default();
            if !target.contains("://") && !target.starts_with("mailto:") && !target.starts_with('/')
            {
                found.push((number, target.to_owned()));
            }
        }
    }
    found
}

/// Returns the anchors of a document, as the usual hosts make them from its headings.
fn headings(text: &str) -> impl Iterator<Item = String> {
    prose(text).filter(|(_, line)| line.starts_with('#')).map(|(_, line)| {
        let title = line.trim_start_matches('#').trim().to_lowercase();
        let kept = title.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
        kept.map(|c| if c == ' ' { '-' } else { c }).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::file;

    fn find(text: &str) -> Vec<String> {
        let files = [
            file("docs/here.md", text),
            file("docs/there.md", "# A rule, with reasons\n"),
            file("README.md", "# Townhall"),
        ];
        let mut findings = Vec::new();
        check(&files, Path::new("/nowhere"), &mut findings);
        findings.into_iter().map(|finding| finding.what).collect()
    }

    #[test]
    fn links_to_files_and_headings_are_followed() {
        let good =
            "[a](there.md) [b](there.md#a-rule-with-reasons) [c](../README.md) [d](#own)\n# Own";
        assert_eq!(find(good), Vec::<String>::new());
    }

    #[test]
    fn dead_links_are_found() {
        assert_eq!(find("see [a](gone.md)"), ["the link to `gone.md` leads nowhere"]);
        assert_eq!(find("[a](there.md#gone)"), ["`docs/there.md` has no heading `#gone`"]);
        assert_eq!(find("![](shots/home.png)").len(), 1);
    }

    #[test]
    fn the_web_and_code_are_left_alone() {
        assert!(
            find("[a](https://example.org/x) [b](mailto:a@example.org)\n```\n[c](gone)\n```")
                .is_empty()
        );
    }
}
