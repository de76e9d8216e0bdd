//! Whatever stands in a definition or an answer: no panic, no runaway.

use proptest::prelude::*;
use rules::{Expression, Kind, Names};
use serde_json::{Value, json};

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "answers",
            ".",
            "a",
            "b",
            "==",
            "!=",
            "&&",
            "||",
            "!",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            "'x'",
            "1",
            "2.5",
            "-",
            "+",
            "*",
            "/",
            "%",
            "?",
            ":",
            ",",
            " in ",
            "size(",
            "has(",
            ".contains(",
            ".matches(",
            "'('",
            ".exists(x, ",
            ".all(c, c.a",
            ".map(a, ",
            ".filter(row, ",
            "sum(",
            "max(",
            "row.a",
            "@result",
            "null",
            "true",
            "b'x'",
            "1u",
            "\\",
            "`",
            "\"",
            "9223372036854775807",
            "é",
            "\u{202e}",
            "\n",
        ])
        .prop_map(str::to_owned),
        "[ -~]{0,3}",
        any::<char>().prop_map(String::from),
    ]
}

fn answer() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
        prop::collection::vec(".{0,4}", 0..4).prop_map(Value::from),
        Just(json!({ "lon": 1.0, "lat": 2.0, "address": "x", "district": null })),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_text_is_parsed_or_refused(pieces in prop::collection::vec(piece(), 0..24), a in answer(), b in answer()) {
        let text = pieces.concat();
        match Expression::parse(&text) {
            Ok(expression) => {
                expression.check(&Names::new().with("a", Kind::Text).with("b", Kind::Number));
                expression.holds(&json!({ "a": a, "b": b }));
            }
            Err(error) => prop_assert!(error.position <= text.chars().count()),
        }
    }

    #[test]
    fn sound_expressions_never_panic_on_answers_of_another_type(a in answer(), b in answer(), op in prop::sample::select(vec!["==", "!=", "<", ">=", "in", "+", "-", "*", "/", "%", "&&", "||"])) {
        for text in [format!("answers.a {op} answers.b"), format!("!(answers.a {op} answers.b)"), format!("size(answers.a) {op} 0")] {
            if let Ok(expression) = Expression::parse(&text) {
                expression.holds(&json!({ "a": a, "b": b }));
            }
        }
    }
}
