//! Whatever is typed into the newer kinds: an answer or a message, never a panic.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

mod sample;

use base::Locale;
use proptest::prelude::*;
use sample::kinds::{answers, context, form, full};
use serde_json::json;
use services::form::{Context, MESSAGE_KEYS, Raw};

fn typed() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,12}",
        "[0-9.,:+ -]{0,12}",
        any::<String>(),
        prop::sample::select(vec![
            "yes",
            "AB12CDE",
            "10",
            "12",
            "2026",
            "18:30",
            "6pm",
            "$5",
            "1.250,00",
            "ES9121000418450200051332",
            "12345678",
            "17893729974",
            "Ana",
            "3",
            "99999999999",
            "\0",
            "\u{202e}",
        ])
        .prop_map(str::to_owned),
        Just("9".repeat(5_000)),
    ]
}

fn field() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "plate",
            "stay",
            "stay-from-day",
            "stay-from-month",
            "stay-from-year",
            "stay-to-day",
            "stay-to-month",
            "stay-to-year",
            "arrive",
            "income",
            "account",
            "firm-name",
            "firm-number",
            "code",
            "children",
            "children-rows",
            "fee",
            "young",
            "true",
            "signed",
        ])
        .prop_map(str::to_owned),
        (
            "[0-9]{1,3}|18446744073709551615",
            prop::sample::select(vec!["name", "age", "school", ""])
        )
            .prop_map(|(row, name)| format!("children-{row}-{name}")),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn whatever_is_typed_is_an_answer_or_a_message(
        fields in prop::collection::vec((field(), typed()), 0..16), spanish in any::<bool>(),
    ) {
        let form = form();
        let locale = if spanish { Locale::ES } else { Locale::EN };
        let context = Context { locale, ..context() };
        let raw: Raw = fields.into_iter().collect();
        let mut all = answers(full());
        for page in form.all_pages() {
            match form.check_page(page, &raw, &all, context) {
                Ok(found) => {
                    let again = form.check_page(page, &form.raw(page, &found, locale), &all, context);
                    prop_assert_eq!(again.as_ref(), Ok(&found));
                    form.merge(page, &mut all, &found);
                }
                Err(errors) => for error in errors {
                    prop_assert!(MESSAGE_KEYS.contains(&error.key), "{}", error.key);
                    prop_assert!(error.field.starts_with(&error.question));
                },
            }
        }
        form.summary(&all, locale);
    }

    #[test]
    fn foreign_answers_never_panic(value in prop_oneof![
        Just(json!(null)), Just(json!([1, { "name": [] }, null])), Just(json!({ "minor": "x", "currency": 1 })),
        Just(json!({ "from": "x", "to": "2026-02-30" })), ".{0,6}".prop_map(|text| json!(text)),
        any::<f64>().prop_map(|number| json!({ "minor": number, "currency": "USD" })),
    ]) {
        let form = form();
        let mut all = answers(full());
        for question in form.questions() {
            all.set(&question.id, value.clone());
        }
        let _checked = form.check_all(&all, context());
        form.summary(&all, Locale::ES);
        form.public_preview(&all, Locale::EN);
        form.first_unanswered(&all);
    }
}
