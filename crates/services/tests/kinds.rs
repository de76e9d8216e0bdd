//! The kinds of answers beyond texts and choices: what is typed becomes a value or a message.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

mod sample;

use base::Locale;
use jiff::civil::date;
use sample::kinds::{PARKING, answers, context, form, full};
use serde_json::{Value, json};
use services::form::{Context, FieldError, Raw, RowValue};
use services::{Answers, Form, Pack};

fn check(page: &str, fields: &[(&str, &str)], earlier: Value) -> Result<Answers, Vec<FieldError>> {
    let (form, raw): (Form, Raw) = (form(), fields.iter().copied().collect());
    form.check_page(form.page(page).unwrap(), &raw, &answers(earlier), context())
}

fn errors(page: &str, fields: &[(&str, &str)]) -> Vec<(String, &'static str)> {
    let errors = check(page, fields, json!({})).unwrap_err();
    errors.into_iter().map(|error| (error.field, error.key)).collect()
}

/// The car's page with some fields changed.
fn car<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("plate", "ab12-cde"),
        ("stay-from-day", "10"),
        ("stay-from-month", "12"),
        ("stay-from-year", "2026"),
        ("stay-to-day", "12"),
        ("stay-to-month", "december"),
        ("stay-to-year", "2026"),
        ("arrive", "6.30 pm"),
    ];
    for (name, value) in changes {
        fields.retain(|(field, _)| field != name);
        fields.push((name, value));
    }
    fields
}

#[test]
fn what_people_type_is_taken_in_one_shape() {
    assert_eq!(
        check("car", &car(&[]), json!({})).unwrap(),
        answers(json!({
            "plate": "AB12CDE", "stay": { "from": "2026-12-10", "to": "2026-12-12", "days": 3 }, "arrive": "18:30",
        }))
    );
    let typed = [
        ("income", "$1,250.50"),
        ("account", "es91 2100 0418 4502 0005 1332"),
        ("firm-name", " Flor  SL "),
        ("firm-number", "1234 5678"),
        ("code", "1789-3729-974"),
    ];
    assert_eq!(
        check("money", &typed, json!({})).unwrap(),
        answers(json!({
            "income": { "minor": 125_050, "currency": "USD" }, "account": "ES9121000418450200051332",
            "firm": { "name": "Flor SL", "number": "12345678" }, "code": "17893729974",
        }))
    );
    let end = check("end", &[("true", "yes"), ("signed", " Ana  Ruiz ")], full()).unwrap();
    assert_eq!(end.get("fee"), Some(&json!({ "minor": 1_850, "currency": "USD" })));
    assert_eq!(end.get("true").unwrap()["text"], "All this is true.");
    assert_eq!(end.get("signed"), Some(&json!({ "name": "Ana Ruiz" })));
}

#[test]
fn what_cannot_be_taken_is_told_at_its_field() {
    for (fields, field, key) in [
        (&[("plate", "AB1")][..], "plate", "form-vehicle-like"),
        (&[("plate", "")], "plate", "form-missing-vehicle"),
        (&[("stay-from-day", "")], "stay-from-day", "form-date-part"),
        (&[("stay-to-day", "9")], "stay-to-day", "form-period-order"),
        (&[("stay-to-month", "2"), ("stay-to-year", "2027")], "stay-to-day", "form-period-long"),
        (&[("stay-from-month", "11")], "stay-from-day", "form-date-min"),
        (&[("arrive", "7")], "arrive", "form-time"),
        (&[("arrive", "7:00")], "arrive", "form-time-min"),
        (&[("arrive", "")], "arrive", "form-missing-time"),
    ] {
        assert_eq!(errors("car", &car(fields)), [(field.to_owned(), key)], "{fields:?}");
    }
    for (fields, field, key) in [
        (&[("income", "")][..], "income", "form-missing-money"),
        (&[("income", "lots")], "income", "form-money"),
        (&[("income", "-1")], "income", "form-money-min"),
        (&[("income", "100000.01")], "income", "form-money-max"),
        (
            &[("income", "500"), ("account", "GB82WEST12345698765432")],
            "account",
            "form-iban-country",
        ),
        (&[("income", "500"), ("account", "ES91")], "account", "form-iban-length"),
        (
            &[("income", "500"), ("account", "ES9221000418450200051332")],
            "account",
            "form-iban-check",
        ),
        (
            &[("income", "500"), ("firm-number", "12345678")],
            "firm-name",
            "form-missing-organisation",
        ),
        (&[("income", "500"), ("firm-name", "Flor")], "firm-number", "form-missing-number-of"),
        (
            &[("income", "500"), ("firm-name", "Flor"), ("firm-number", "1")],
            "firm-number",
            "form-identifier-like",
        ),
        (&[("income", "500"), ("code", "17893729975")], "code", "form-identifier-check"),
        (&[("income", "99")], "account", "form-missing-iban"),
    ] {
        assert_eq!(errors("money", fields), [(field.to_owned(), key)], "{fields:?}");
    }
    assert_eq!(
        errors("end", &[("signed", "1")]),
        [("true".to_owned(), "form-missing-declaration"), ("signed".to_owned(), "form-signature")]
    );
}

#[test]
fn a_rule_of_the_definition_speaks_in_its_own_words() {
    let christmas = car(&[("stay-from-day", "25"), ("stay-to-day", "26")]);
    let errors = check("car", &christmas, json!({})).unwrap_err();
    assert_eq!(errors[0].field, "stay-from-day");
    assert_eq!(errors[0].args[0].1.to_string(), "Nobody parks on Christmas Day");
}

#[test]
fn each_row_of_a_group_has_its_own_conditions_and_faults() {
    let typed = [
        ("children-rows", "3"),
        ("children-0-name", "Ana"),
        ("children-0-age", "4"),
        ("children-0-school", "never asked"),
        ("children-1-name", "Ben"),
        ("children-1-age", "7"),
        ("children-1-school", "Oak"),
    ];
    let taken = check("children", &typed, json!({})).unwrap();
    assert_eq!(
        taken.get("children"),
        Some(&json!([
            { "name": "Ana", "age": 4.0, "school": null }, { "name": "Ben", "age": 7.0, "school": "Oak" },
        ])),
        "the third row is empty"
    );
    let wrong = [
        ("children-0-name", ""),
        ("children-0-age", "40"),
        ("children-1-name", "Ben"),
        ("children-1-age", "7"),
        ("children-1-school", "Ben"),
    ];
    assert_eq!(
        errors("children", &wrong),
        [
            ("children-0-name".to_owned(), "form-missing"),
            ("children-0-age".to_owned(), "form-number-max"),
            ("children-1-school".to_owned(), "form-check"),
        ]
    );
    assert!(check("children", &[("children-rows", "2")], json!({})).unwrap().is_empty());
    let many: Vec<(String, &str)> =
        (0..4).map(|row| (format!("children-{row}-name"), "Ana")).collect();
    let many: Vec<(&str, &str)> =
        many.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    assert_eq!(errors("children", &many), [("children-0-name".to_owned(), "form-rows-max")]);
}

#[test]
fn what_is_worked_out_is_never_taken_from_outside() {
    let form = form();
    let mut forged = full();
    forged["fee"] = json!({ "minor": 1, "currency": "USD" });
    forged["contact"] = json!({ "name": "Ana", "email": "ana@example.org", "phone": "" });
    let sound = form.check_all(&answers(forged), context()).unwrap();
    assert_eq!(sound.get("fee").unwrap()["minor"], 1_850, "3 days and 11 years");
    assert_eq!(
        sound.get("signed").unwrap()["at"],
        "2026-12-01T10:00:00Z",
        "the time of the signature stays"
    );
    let mut alone = full();
    alone["children"] = Value::Null;
    assert_eq!(form.reachable(&answers(alone)).get("fee"), None, "no children, nothing to add up");
}

#[test]
fn answers_are_shown_in_words_and_an_account_by_its_end_only() {
    let form = form();
    let rows = form.summary(&answers(full()), Locale::ES);
    let text = |id: &str| {
        rows.iter().find(|row| row.question == id).map(|row| row.text.clone()).unwrap_or_default()
    };
    assert_eq!(text("stay"), "10 de diciembre de 2026 al 12 de diciembre de 2026");
    assert_eq!(text("income"), "$50,00");
    assert_eq!(text("account"), "•••• 1332");
    assert_eq!(text("firm"), "Flor, 12345678");
    assert_eq!(text("fee"), "$18,50");
    assert_eq!(text("young"), "No");
    assert_eq!(text("true"), "All this is true.", "the very words that were agreed to");
    assert_eq!(text("signed"), "Ana Ruiz");
    assert_eq!(
        text("children"),
        "Hijo 1 (Nombre: Ana, Edad: 4); Hijo 2 (Nombre: Ben, Edad: 7, Escuela: Oak)"
    );
    let children = rows.iter().find(|row| row.question == "children").unwrap();
    assert!(matches!(&children.value, RowValue::Cards { cards } if cards.len() == 2));
    assert!(!rows.iter().any(|row| row.question == "intro"));
    assert!(rows.iter().all(|row| !row.text.contains("21000418")));
}

#[test]
fn a_default_stands_in_a_page_that_nobody_has_answered_yet() {
    let form = form();
    let page = form.page("money").unwrap();
    let raw = form.defaults(page, &Answers::new(), Locale::EN);
    assert_eq!(raw.first("income"), "1000.00");
    let dollars = PARKING.replace("\"1000\"", "\"answers.stay.days * 10.0\"");
    let files = sample::files(&[
        ("services/parking.toml", &dollars),
        ("services/parking.md", "P."),
        ("services/parking.es.md", "E."),
    ]);
    let form = Pack::load(&files).unwrap().service("parking").unwrap().definition.form.clone();
    let page = form.page("money").unwrap();
    let mut known = answers(full());
    for id in ["income", "account", "firm", "code"] {
        known.remove(id);
    }
    assert_eq!(form.defaults(page, &known, Locale::ES).first("income"), "30,00");
    assert_eq!(form.defaults(page, &answers(full()), Locale::ES).first("income"), "");
}

#[test]
fn a_definition_is_read_again_as_it_was_stored() {
    let form = form();
    let stored = serde_json::to_string(&form).unwrap();
    assert_eq!(serde_json::from_str::<Form>(&stored).unwrap(), form);
}

#[test]
fn a_definition_stored_before_there_was_logic_is_still_read() {
    let old = json!([{
        "id": "hole", "title": { "en": "The hole" }, "questions": [
            { "id": "depth", "label": { "en": "Depth" }, "required": true, "public": false, "kind": "number", "max": 9.0 },
            { "id": "about", "label": { "en": "Note" }, "required": false, "public": false, "kind": "note" },
        ],
    }]);
    let form: Form = serde_json::from_value(old.clone()).unwrap();
    assert_eq!(serde_json::to_value(&form).unwrap(), old, "and nothing is added to it");
}

#[test]
fn what_was_said_last_year_is_filled_in_and_what_is_of_its_time_is_asked_anew() {
    let form = form();
    let next_year = Context { today: date(2027, 12, 1), ..context() };
    let mut earlier = answers(full());
    earlier.set("contact", json!({ "name": "Ana", "email": "ana@example.org", "phone": "" }));
    earlier.set("gone", json!("of a question that is no longer asked"));
    let carried = form.carry(&earlier, next_year);
    let kept: Vec<&str> = carried.answers.iter().map(|(id, _)| id).collect();
    assert_eq!(kept, ["income", "account", "firm", "code", "children", "contact"]);
    let [(page, fields)] = carried.typed.as_slice() else { panic!("{:?}", carried.typed) };
    assert_eq!((page.as_str(), fields.first("plate")), ("car", "AB12CDE"), "the days have passed");
    assert_eq!(form.first_unanswered(&carried.answers).map(|page| page.id.as_str()), Some("car"));
}
