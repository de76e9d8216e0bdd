//! What an expression can never mean is found before anybody fills in a form.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

use rules::{Expression, Kind, Names};

fn names() -> Names {
    Names::new()
        .with("size", Kind::One(vec!["small".into(), "large".into()]))
        .with("bins", Kind::Many(vec!["green".into(), "brown".into()]))
        .with("depth", Kind::Number)
        .with("urgent", Kind::YesNo)
        .with("day", Kind::Date)
        .with("what", Kind::Text)
        .with("place", Kind::Place)
        .with("photos", Kind::Photos)
        .with("contact", Kind::Contact)
}

#[test]
fn sound_expressions_pass() {
    for text in [
        "answers.size == 'large'",
        "answers.size in ['small', 'large']",
        "'green' in answers.bins",
        "answers.depth > 3 && answers.depth * 2.0 < 10.5",
        "answers.urgent && !answers.urgent",
        "answers.urgent == true",
        "answers.day < '2026-01-31'",
        "answers.what.contains('x') || size(answers.what) > 3",
        "answers.place.district in ['dorchester', 'roxbury']",
        "answers.contact.email != null",
        "size(answers.photos) > 0",
        "has(answers.place)",
        "answers.urgent ? answers.depth > 1 : answers.size == 'small'",
    ] {
        let errors = Expression::parse(text).unwrap().check(&names());
        assert!(errors.is_empty(), "{text}: {errors:?}");
    }
}

#[test]
fn what_can_never_be_meant_is_reported() {
    for (text, part) in [
        ("answers.sizes == 'large'", "did you mean `size`"),
        ("answers.size == 'lorge'", "did you mean `large`"),
        ("'gren' in answers.bins", "did you mean `green`"),
        ("answers.size in ['small', 'big']", "no option `big`"),
        ("answers.bins == 'green'", "several answers"),
        ("answers.depth == '3'", "never equal"),
        ("answers.depth > '3'", "no order"),
        ("answers.depth", "must be yes or no"),
        ("answers.what", "must be yes or no"),
        ("answers.depth && answers.urgent", "yes or no is needed"),
        ("answers.day > '31.01.2026'", "not a date"),
        ("answers.place.town == 'x'", "no field `town`; there are lon, lat, address, district"),
        ("answers.what.length == 3", "a text has no field"),
        ("answers.depth + 1 > 3", "`2.0`"),
        ("answers.what - 'x' == 'y'", "`-` does not work"),
        ("answers.depth.contains('x')", "a text is needed"),
        ("answers.what in answers.depth", "a list is needed"),
    ] {
        let errors = Expression::parse(text).unwrap().check(&names());
        let all: Vec<String> = errors.iter().map(ToString::to_string).collect();
        assert!(all.iter().any(|error| error.contains(part)), "{text}: {all:?}");
    }
}

#[test]
fn every_fault_is_reported_at_once_and_in_order() {
    let errors = Expression::parse("answers.nope == 'x' || answers.depth == 'y'")
        .unwrap()
        .check(&names());
    assert_eq!(errors.len(), 2);
    assert!(errors[0].position < errors[1].position);
}
