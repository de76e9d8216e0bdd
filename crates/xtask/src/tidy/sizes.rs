//! Files under 400 lines, functions under 70: what fits on a screen gets proofread.

use super::Finding;
use super::exceptions::Exceptions;
use super::source::Source;
use crate::tree::File;

/// A file has fewer lines than this.
const FILE: usize = 400;

/// A function has fewer lines than this, its signature and closing brace included.
const FUNCTION: usize = 70;

/// What people write by hand and read from the top.
const READ: &[&str] = &["rs", "mjs", "js", "html", "css"];

/// Measures files and functions.
pub(super) fn check(files: &[File], exceptions: &mut Exceptions, findings: &mut Vec<Finding>) {
    for file in files.iter().filter(|file| file.is(READ)) {
        let lines = file.text.lines().count();
        if lines >= FILE && !exceptions.allow("file", &file.path, lines) {
            let what = format!("{lines} lines; a file has fewer than {FILE}: split it by verb");
            findings.push(Finding::new(&file.path, what));
        }
        if file.is(&["rs"]) {
            functions(file, exceptions, findings);
        }
    }
}

fn functions(file: &File, exceptions: &mut Exceptions, findings: &mut Vec<Finding>) {
    let source = Source::new(&file.text);
    for (name, extent) in source.functions() {
        let (first, last) = (source.line(extent.start), source.line(extent.end));
        let lines = last - first + 1;
        let place = format!("{}::{name}", file.path);
        if lines >= FUNCTION && !exceptions.allow("function", &place, lines) {
            let what = format!("`{name}` has {lines} lines; a function has fewer than {FUNCTION}");
            findings.push(Finding::at(&file.path, first, what));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::file;

    fn find(path: &str, text: &str) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut exceptions = Exceptions::read(&[]).unwrap();
        check(&[file(path, text)], &mut exceptions, &mut findings);
        findings
    }

    #[test]
    fn a_file_of_399_lines_is_fine_and_one_of_400_is_not() {
        assert_eq!(find("a.css", &"a\n".repeat(399)), vec![]);
        assert_eq!(find("a.css", &"a\n".repeat(400)).len(), 1);
        assert_eq!(find("data.sql", &"a\n".repeat(400)), vec![]);
    }

    #[test]
    fn a_function_of_69_lines_is_fine_and_one_of_70_is_not() {
        let function = |lines: usize| {
            format!("fn long() {{\n{}}}\nfn short() {{}}\n", "x();\n".repeat(lines - 2))
        };
        assert_eq!(find("a.rs", &function(69)), vec![]);
        let found = find("a.rs", &function(70));
        assert_eq!(
            found,
            [Finding::at("a.rs", 1, "`long` has 70 lines; a function has fewer than 70")]
        );
    }

    #[test]
    fn braces_in_texts_and_comments_do_not_count() {
        let text = "fn a() { let b = \"}\"; // }\n let c = '}'; let d: &'static str = r#\"}\"#;\n}\nfn e();\nfn f() {}";
        let source = Source::new(text);
        let found = source.functions();
        let names: Vec<_> = found.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["a", "f"]);
        assert_eq!(source.line(found[0].1.end), 3);
    }

    #[test]
    fn characters_and_lifetimes_are_told_apart() {
        let text =
            "fn a<'a>(b: &'a str) { c('\\''); d('ä'); e('\"'); f('{'); '\\u{7b}'; } fn g() {}";
        assert_eq!(Source::new(text).functions().len(), 2);
    }
}
