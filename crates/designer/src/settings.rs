//! What can be set of a question besides its words: bounds, the unit, options. A kind that has no fields
//! here keeps whatever its definition says.

use base::Locale;
use base::text::slug;
use serde::Serialize;
use serde_json::{Value, json};
use web::{FormErrors, Raw, Words};

use crate::both::{self, Fields};
use crate::sketch::{free, list, own_words, set};

/// Empty rows below the options that there are.
const SPARE: usize = 3;
/// As many options as a definition may have.
const MAX_OPTIONS: usize = 100;
/// The longest date or number as it is typed.
const MAX_BOUND: usize = 40;

/// The settings of a kind of question.
pub(crate) fn of_kind(kind: &str) -> &'static [&'static str] {
    match kind {
        "text" | "longtext" => &["max_length"],
        "number" => &["min", "max", "unit"],
        "date" => &["from", "until"],
        "one" | "many" => &["options"],
        "photos" => &["photos"],
        _ => &[],
    }
}

/// Takes out what only another kind can have.
pub(crate) fn clear(question: &mut Value, kind: &str) {
    let own = of_kind(kind);
    let dated = own.contains(&"from");
    for (key, stays) in [
        ("max_length", own.contains(&"max_length")),
        ("min", own.contains(&"min") || dated),
        ("max", own.contains(&"max") || dated || own.contains(&"photos")),
        ("unit", own.contains(&"unit")),
        ("options", own.contains(&"options")),
    ] {
        if !stays {
            set(question, key, None);
        }
    }
}

/// A row of an option, by its number in the names of its fields.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct OptionRow {
    pub number: usize,
}

/// How many rows of options a form has.
pub(crate) fn rows(question: Option<&Value>, form: &Raw) -> Vec<OptionRow> {
    let there = question.map_or(0, |question| list(question, "options").len());
    let typed = form.names().filter(|name| name.starts_with("option-") && name.ends_with("-en"));
    let count = typed.count().max(there + SPARE).min(MAX_OPTIONS);
    (1..=count).map(|number| OptionRow { number }).collect()
}

/// Puts what a question has into the fields of its form.
pub(crate) fn show(fields: &mut Fields, question: &Value) {
    let plain = |key: &str| match question.get(key) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.as_f64().map_or_else(String::new, shown),
        _ => String::new(),
    };
    for (field, key) in [
        ("max_length", "max_length"),
        ("min", "min"),
        ("max", "max"),
        ("from", "min"),
        ("until", "max"),
        ("photos", "max"),
    ] {
        fields.push((field.into(), plain(key)));
    }
    both::show(fields, "unit", question.get("unit"));
    for (index, option) in list(question, "options").iter().enumerate() {
        let number = index + 1;
        both::show(fields, &format!("option-{number}"), option.get("label"));
        let value = option.get("value").and_then(Value::as_str).unwrap_or_default();
        fields.push((format!("option-{number}-value"), value.to_owned()));
    }
}

fn shown(number: f64) -> String {
    number.to_string()
}

/// Reads the settings of a kind into a question; notes in `errors` what is wrong with them.
pub(crate) fn read(
    question: &mut Value,
    kind: &str,
    form: &Raw,
    errors: &mut FormErrors,
    words: &Words,
) {
    for setting in of_kind(kind) {
        match *setting {
            "max_length" => {
                let most = both::whole(form, "max_length", (1, 10_000), errors, words);
                set(question, "max_length", most.map(Value::from));
            }
            "photos" => {
                let most = both::whole(form, "photos", (1, 5), errors, words);
                set(question, "max", most.map(Value::from));
            }
            "min" | "max" => {
                let bound = decimal(form, setting, errors, words);
                set(question, setting, bound);
            }
            "from" | "until" => {
                let bound = errors.take(setting, form.optional_line(setting, MAX_BOUND), "", words);
                let bound: Option<String> = bound.flatten();
                if bound.clone().is_some_and(|bound| services::DateBound::try_from(bound).is_err())
                {
                    errors.add(*setting, words.t("designer-date-wrong"));
                }
                let key = if *setting == "from" { "min" } else { "max" };
                set(question, key, bound.map(Value::from));
            }
            "unit" => {
                let unit = both::optional(form, "unit", errors, words);
                set(question, "unit", unit);
            }
            _ => options(question, form, errors, words),
        }
    }
}

fn decimal(form: &Raw, name: &str, errors: &mut FormErrors, words: &Words) -> Option<Value> {
    let text = form.get(name).unwrap_or_default().trim().replace(',', ".");
    if text.is_empty() {
        return None;
    }
    if let Ok(whole) = text.parse::<i64>() {
        return Some(whole.into());
    }
    let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
    if number.is_none() {
        errors.add(name, words.t("designer-decimal-wrong"));
    }
    number.map(Value::from)
}

/// Reads the rows of options. One that was there keeps what else it has; an empty row is none.
fn options(question: &mut Value, form: &Raw, errors: &mut FormErrors, words: &Words) {
    let old = list(question, "options").to_vec();
    let mut options: Vec<Value> = Vec::new();
    for OptionRow { number } in rows(Some(question), form) {
        let name = format!("option-{number}");
        let Some(label) = both::optional(form, &name, errors, words) else { continue };
        let value = form.get(&format!("{name}-value")).unwrap_or_default();
        let has = |options: &[Value], value: &str| {
            options.iter().any(|one| one.get("value").and_then(Value::as_str) == Some(value))
        };
        let known = old.iter().find(|one| one.get("value").and_then(Value::as_str) == Some(value));
        let mut option = known.filter(|_| !has(&options, value)).cloned().unwrap_or_else(|| {
            let wish = slug(own_words(Some(&label), Locale::EN));
            json!({"value": free(&wish, "option", '-', |key| has(&options, key) || has(&old, key))})
        });
        set(&mut option, "label", Some(label));
        options.push(option);
    }
    if options.is_empty() {
        errors.add("option-1-en", words.t("designer-options-missing"));
    }
    set(question, "options", Some(options.into()));
}
