//! The pack that the program carries is sound.

use services::{Files, Severity};

#[test]
fn the_demo_pack_has_no_errors() {
    let checked = services::check(&Files::demo());
    let errors: Vec<String> = checked
        .problems
        .iter()
        .filter(|problem| problem.severity == Severity::Error)
        .map(ToString::to_string)
        .collect();
    assert!(errors.is_empty(), "{} errors\n{}", errors.len(), errors.join("\n"));
}
