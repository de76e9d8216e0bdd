//! SQL stands in `store::statements!` blocks and in migrations, where a test prepares every statement
//! on both engines; anywhere else nobody checks it. In tests it is checked by running them.

use super::Finding;
use super::source::Source;
use super::words::is_test_file;
use crate::tree::File;

/// How a statement begins; upper case, as the statements of the house are written.
const BEGINNINGS: &[&str] = &[
    "SELECT ",
    "INSERT INTO ",
    "UPDATE ",
    "DELETE FROM ",
    "CREATE TABLE ",
    "CREATE INDEX ",
    "CREATE UNIQUE INDEX ",
    "ALTER TABLE ",
    "DROP TABLE ",
    "PRAGMA ",
    "WITH ",
];

/// The crate that knows the engines, and the one that measures them bare.
const OF_ENGINES: &[&str] = &["store", "bench", "xtask"];

/// Finds statements outside their place.
pub(super) fn check(files: &[File], findings: &mut Vec<Finding>) {
    // This file names what it looks for, so its crate is one of them too.
    let own = |file: &File| {
        file.krate().is_some_and(|krate| OF_ENGINES.contains(&krate)) || is_test_file(&file.path)
    };
    for file in files.iter().filter(|file| file.is(&["rs"]) && !own(file)) {
        let source = Source::new(&file.text);
        // Column lists that several statements share are macros; they reach a database only through one.
        let allowed =
            [source.calls("statements!"), source.calls("macro_rules!"), source.test_modules()]
                .concat();
        for (at, text) in source.texts() {
            if is_sql(text) && !allowed.iter().any(|extent| extent.contains(&at)) {
                let what =
                    "SQL outside `store::statements!`: nothing would prepare it on both engines";
                findings.push(Finding::at(&file.path, source.line(at), what));
            }
        }
    }
}

fn is_sql(text: &str) -> bool {
    let text = text.trim_start();
    BEGINNINGS.iter().any(|beginning| text.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::file;

    fn count(path: &str, text: &str) -> usize {
        let mut findings = Vec::new();
        check(&[file(path, text)], &mut findings);
        findings.len()
    }

    #[test]
    fn statements_belong_in_the_macro() {
        let inside = "store::statements! {\n /// Finds.\n FIND: Query<Row> = \"SELECT 1\";\n}";
        assert_eq!(count("crates/cases/src/cases.rs", inside), 0);
        let outside = "fn find() { run(\"SELECT 1\") }";
        assert_eq!(count("crates/cases/src/cases.rs", outside), 1);
        assert_eq!(count("crates/store/src/sqlite.rs", outside), 0);
    }

    #[test]
    fn shared_columns_may_be_a_macro() {
        let text = "macro_rules! columns { ($rest:literal) => { concat!(\"SELECT id FROM a \", $rest) }; }";
        assert_eq!(count("crates/cases/src/cases.rs", text), 0);
    }

    #[test]
    fn tests_may_make_tables_of_their_own() {
        let text = "fn a() { run(\"CREATE TABLE notes (id BIGINT)\") }";
        assert_eq!(count("crates/jobs/tests/queue.rs", text), 0);
        assert_eq!(
            count("crates/jobs/src/queue.rs", &format!("#[cfg(test)]\nmod tests {{ {text} }}")),
            0
        );
    }

    #[test]
    fn after_the_macro_the_rule_holds_again() {
        let text =
            "statements! { A: Statement = \"DELETE FROM a\"; }\nfn b() { c(\" DELETE FROM a\") }";
        assert_eq!(count("crates/cases/src/cases.rs", text), 1);
    }

    #[test]
    fn words_in_comments_and_sentences_are_not_sql() {
        let text = "// \"SELECT 1\"\nfn a() { say(\"Select a service\"); say(\"SELECTED\") }";
        assert_eq!(count("crates/desk/src/inbox.rs", text), 0);
    }
}
