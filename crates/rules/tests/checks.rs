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
    let errors =
        Expression::parse("answers.nope == 'x' || answers.depth == 'y'").unwrap().check(&names());
    assert_eq!(errors.len(), 2);
    assert!(errors[0].position < errors[1].position);
}

/// A group of children with their answers, and the row that is filled in.
fn with_rows() -> Names {
    let fields = vec![("age".to_owned(), Kind::Number), ("name".to_owned(), Kind::Text)];
    let mut names = names().with("children", Kind::Rows(fields)).with("at", Kind::Time).in_row();
    names.insert_in_row("age", Kind::Number);
    names
}

#[test]
fn rows_and_loops_are_understood() {
    for text in [
        "answers.children.all(c, c.age < 18)",
        "answers.children.exists(c, c.name == answers.what)",
        "answers.children.exists_one(c, c.age == 0.0)",
        "answers.children.filter(c, c.age > 3).size() > 1",
        "answers.children.filter(c, c.age > 3).all(c, c.name != '')",
        "sum(answers.children.map(c, c.age)) > 10",
        "answers.bins.all(bin, bin in ['green', 'brown'])",
        "row.age > 3 && answers.depth > double(size(answers.children))",
        "max(answers.depth, 2.0) > min(row.age, 3.0)",
        "answers.at < '18:30'",
    ] {
        let errors = Expression::parse(text).unwrap().check(&with_rows());
        assert!(errors.is_empty(), "{text}: {errors:?}");
    }
    for (text, part) in [
        ("answers.depth.all(c, true)", "a list is needed"),
        ("answers.children.all(c, c.age < 'x')", "no order"),
        ("answers.bins.all(bin, bin == 'gren')", "did you mean `green`"),
        ("answers.children.filter(c, c.age).size() > 1", "yes or no is needed"),
        ("answers.at < '6 pm'", "not a time"),
        ("row.name == 'x'", "asks no `name`"),
        ("sum(answers.bins) > 1", "a list of numbers"),
    ] {
        let errors = Expression::parse(text).unwrap().check(&with_rows());
        let all: Vec<String> = errors.iter().map(ToString::to_string).collect();
        assert!(all.iter().any(|error| error.contains(part)), "{text}: {all:?}");
    }
    assert!(!Expression::parse("row.age > 3").unwrap().check(&names()).is_empty());
}

#[test]
fn a_calculation_comes_to_a_value_or_to_none() {
    let answers = serde_json::json!({
        "rent": { "minor": 80_050, "currency": "USD" }, "stay": { "from": "2026-01-01", "days": 3 },
        "children": [{ "age": 4.0, "fee": { "minor": 100, "currency": "JPY" } }, { "age": null, "fee": null }],
    });
    for (text, value) in [
        ("answers.rent", serde_json::json!(800.5)),
        ("answers.stay.days * 2.5", serde_json::json!(7.5)),
        ("sum(answers.children.map(c, c.age))", serde_json::json!(4.0)),
        ("sum(answers.children.map(c, c.fee))", serde_json::json!(100.0)),
        ("answers.stay.from", serde_json::json!("2026-01-01")),
        ("size(answers.children)", serde_json::json!(2)),
        ("answers.rent > 800.0 ? 'dear' : 'cheap'", serde_json::json!("dear")),
    ] {
        assert_eq!(Expression::parse(text).unwrap().value(&answers), Some(value), "{text}");
    }
    for text in
        ["answers.nothing * 2.0", "answers.children", "1.0 / 0.0", "answers.children.map(c, c.age)"]
    {
        assert_eq!(Expression::parse(text).unwrap().value(&answers), None, "{text}");
    }
    let row = serde_json::json!({ "age": 5 });
    assert!(Expression::parse("row.age > 4 && answers.rent > 1").unwrap().holds_in(&answers, &row));
    assert!(!Expression::parse("row.other > 4").unwrap().holds_in(&answers, &row));
}
