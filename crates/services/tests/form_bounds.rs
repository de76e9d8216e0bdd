//! Whatever a browser or a stranger sends to a form: an answer or a message, never a panic.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

mod sample;

use base::Locale;
use base::geo::Point;
use jiff::civil::date;
use proptest::prelude::*;
use sample::{form, full};
use serde_json::json;
use services::Answers;
use services::form::{Context, Located, MESSAGE_KEYS, NoMap, Raw, TownMap};

struct Map;

impl TownMap for Map {
    fn locate(&self, point: Point) -> Located {
        if point.lon > 0.0 { Located::Outside } else { Located::District("south".to_owned()) }
    }
}

fn typed() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,12}",
        "[0-9.,+ -]{0,8}",
        any::<String>(),
        prop::sample::select(vec![
            "large",
            "small",
            "yes",
            "no",
            "car",
            "bus",
            "1",
            "28",
            "2",
            "2026",
            "feb",
            "-71.06",
            "ana@example.org",
            "\0",
            "\u{202e}",
            "=1+1",
            "<b>"
        ])
        .prop_map(str::to_owned),
        Just("x".repeat(5_000)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn whatever_is_typed_is_an_answer_or_a_message(
        fields in prop::collection::vec((prop::sample::select(vec![
            "place", "place-lon", "place-lat", "place-address", "size", "depth", "harm", "day", "day-day", "day-month",
            "day-year", "what", "lanes", "photos", "contact", "contact-name", "contact-email", "contact-phone",
        ]), typed()), 0..14),
        spanish in any::<bool>(),
    ) {
        let form = form();
        let locale = if spanish { Locale::ES } else { Locale::EN };
        let context = Context { locale, today: date(2026, 3, 1), map: &Map };
        let raw: Raw = fields.into_iter().collect();
        let mut all = Answers::try_from(json!({ "harm": true, "size": "large" })).unwrap();
        for page in form.all_pages() {
            match form.check_page(page, &raw, &all, context) {
                Ok(found) => {
                    // What was taken is taken again when it comes back from its own fields.
                    let again = form.check_page(page, &form.raw(page, &found, locale), &all, context);
                    prop_assert_eq!(again.as_ref(), Ok(&found));
                    form.merge(page, &mut all, &found);
                }
                Err(errors) => for error in errors {
                    prop_assert!(MESSAGE_KEYS.contains(&error.key));
                    prop_assert!(error.field.starts_with(&error.question));
                },
            }
        }
        form.summary(&all, locale);
        form.first_unanswered(&all);
    }

    #[test]
    fn foreign_answers_never_panic(value in prop_oneof![Just(json!(null)), any::<f64>().prop_map(|n| json!(n)), ".{0,6}".prop_map(|t| json!(t)), Just(json!([1, "x"])), Just(json!({ "lon": "x", "address": 5 }))]) {
        let form = form();
        let mut all = full();
        for question in ["place", "size", "depth", "harm", "day", "what", "lanes", "photos", "contact"] {
            all.set(question, value.clone());
        }
        let _checked = form.check_all(&all, Context { locale: Locale::EN, today: date(2026, 3, 1), map: &NoMap });
        form.summary(&all, Locale::EN);
        form.public_preview(&all, Locale::ES);
    }
}
