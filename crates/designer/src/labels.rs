//! What the fields and values of a definition are called. What has no name here, such as a kind of question
//! that came later, keeps the name that definitions give it.

use serde_json::Value;
use web::Words;

use crate::sketch::words as text_of;

/// The fields that have a name in plain words.
const FIELDS: [&str; 32] = [
    "name",
    "summary",
    "topic",
    "department",
    "audience",
    "kind",
    "synonyms",
    "lgsl",
    "source_type",
    "popular",
    "public",
    "online",
    "cost",
    "workflow",
    "team",
    "retention_months",
    "promise",
    "nearby",
    "routing",
    "title",
    "when",
    "label",
    "short",
    "hint",
    "required",
    "max_length",
    "min",
    "max",
    "unit",
    "options",
    "text",
    "id",
];

/// The kinds of questions that have a name in plain words.
const KINDS: [&str; 13] = [
    "text", "longtext", "email", "phone", "number", "date", "yesno", "one", "many", "place",
    "photos", "contact", "note",
];

/// The kinds of services, of which each has a name.
pub(crate) const SERVICE_KINDS: [&str; 7] =
    ["report", "request", "apply", "complain", "pay", "book", "information"];

/// What a promise is counted in.
pub(crate) const UNITS: [&str; 3] = ["working-days", "days", "working-hours"];

/// The name of a field.
pub(crate) fn field(name: &str, words: &Words) -> String {
    if FIELDS.contains(&name) {
        words.t(&format!("designer-field-{name}"))
    } else {
        name.to_owned()
    }
}

/// The name of a kind of question.
pub(crate) fn kind(name: &str, words: &Words) -> String {
    if KINDS.contains(&name) { words.t(&format!("designer-kind-{name}")) } else { name.to_owned() }
}

/// Whether a text of this field is read by people, in their language.
pub(crate) fn is_spoken(name: &str) -> bool {
    matches!(name, "name" | "summary" | "cost" | "title" | "label" | "short" | "hint" | "unit")
}

/// A value in words.
pub(crate) fn value(name: &str, one: &Value, words: &Words) -> String {
    match one {
        Value::String(text) if name == "kind" && SERVICE_KINDS.contains(&text.as_str()) => {
            words.t(&format!("designer-service-{text}"))
        }
        Value::String(text) if name == "kind" => kind(text, words),
        Value::String(text) => text.clone(),
        Value::Bool(true) => words.t("yes"),
        Value::Bool(false) => words.t("no"),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| option(item, words)).collect();
            items.join(", ")
        }
        Value::Object(fields) if name == "promise" => {
            let amount = fields.get("amount").map(Value::to_string).unwrap_or_default();
            let unit = fields.get("unit").and_then(Value::as_str).unwrap_or_default();
            let known = UNITS.contains(&unit);
            let unit =
                if known { words.t(&format!("designer-unit-{unit}")) } else { unit.to_owned() };
            format!("{amount} {unit}")
        }
        Value::Object(fields) => {
            let each = fields
                .iter()
                .map(|(key, inner)| format!("{}: {}", field(key, words), value(key, inner, words)));
            each.collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}

fn option(item: &Value, words: &Words) -> String {
    match item {
        Value::String(text) => text.clone(),
        Value::Object(fields) if fields.contains_key("label") => {
            let label = fields.get("label");
            let languages = base::Locale::ALL.map(|locale| text_of(label, locale));
            let when = fields.get("when").and_then(Value::as_str);
            let when = when.map(|when| format!(" ({} {when})", field("when", words)));
            format!("{}{}", languages.join(" / "), when.unwrap_or_default())
        }
        other => other.to_string(),
    }
}
