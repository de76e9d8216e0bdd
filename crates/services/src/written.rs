//! Definitions as text: the TOML of a pack as plain data, and back.
//!
//! Between reading and writing a definition is a [`serde_json::Value`]: whoever edits it keeps what they
//! do not know, and what is not complete yet can be kept too. Keys stay in the order of the text.

use base::Locale;
use base::money::Currency;
use serde_json::{Map, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::problem::Source;
use crate::{Definition, Problem};

/// Lists that are written as tables of their own, `[[pages]]`, whatever is in them.
const TABLES: [&str; 4] = ["concessions", "pages", "questions", "routing"];

/// Reads TOML as plain data; dates become texts.
///
/// # Errors
/// Where the text is no TOML.
pub fn from_toml(file: &str, text: &str) -> Result<Value, Vec<Problem>> {
    let (tree, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        return Ok(Value::Object(table(tree.get_ref())));
    }
    let source = Source::new(file, text);
    for error in &errors {
        let at = error.span().unwrap_or(0..0);
        source.error(at, format!("this is not TOML: {}", error.message()), "");
    }
    Err(source.finish())
}

fn table(table: &DeTable<'_>) -> Map<String, Value> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries.into_iter().map(|(key, item)| (key.get_ref().to_string(), value(item))).collect()
}

fn value(item: &Spanned<DeValue<'_>>) -> Value {
    match item.get_ref() {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Integer(number) => {
            let whole = i64::from_str_radix(number.as_str(), number.radix());
            whole.map_or_else(|_| Value::String(number.to_string()), Value::from)
        }
        DeValue::Float(number) => {
            let parsed: Option<f64> = number.as_str().replace('_', "").parse().ok();
            parsed.map_or_else(|| Value::String(number.to_string()), Value::from)
        }
        DeValue::Boolean(yes) => Value::Bool(*yes),
        DeValue::Datetime(date) => Value::String(date.to_string()),
        DeValue::Array(items) => items.iter().map(value).collect(),
        DeValue::Table(inner) => Value::Object(table(inner)),
    }
}

/// Gives a definition as plain data, without what goes without saying.
pub fn plain(definition: &Definition) -> Value {
    let mut plain = serde_json::to_value(definition).unwrap_or_default();
    if let Some(fields) = plain.as_object_mut() {
        let information = fields.get("kind").is_some_and(|kind| kind == "information");
        fields.retain(|key, value| match (key.as_str(), &*value) {
            ("online", Value::Bool(online)) => *online == information,
            ("popular" | "public", Value::Bool(false)) => false,
            ("retention_months", Value::Number(months)) => {
                definition.online || months.as_u64() != Some(0)
            }
            (_, Value::String(text)) => !text.is_empty(),
            (_, Value::Object(inner)) => !inner.is_empty(),
            _ => true,
        });
        for page in fields.get_mut("pages").and_then(Value::as_array_mut).into_iter().flatten() {
            questions(page);
        }
    }
    plain
}

fn questions(page: &mut Value) {
    for question in page.get_mut("questions").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(fields) = question.as_object_mut() {
            tidy(fields);
        }
        questions(question);
    }
}

/// Writes the fields of a question as packs do.
fn tidy(fields: &mut Map<String, Value>) {
    let kind = fields.get("kind").and_then(Value::as_str).unwrap_or_default().to_owned();
    fields.retain(|key, value| match (key.as_str(), &*value) {
        ("required", Value::Bool(required)) => !*required && kind != "note",
        ("public", Value::Bool(false)) => false,
        _ => true,
    });
    // The logic of a question stands beside its other keys.
    if let Some(Value::Object(logic)) = fields.shift_remove("logic") {
        fields.extend(logic.into_iter().filter(|(_, value)| !value.is_null()));
    }
    // A data set is named; its digest is found anew.
    if let Some(name) = fields.get("data").and_then(|data| data.get("name")).cloned() {
        fields.insert("data".to_owned(), name);
    }
    let currency = fields.get("currency").and_then(Value::as_str).and_then(Currency::parse);
    for bound in ["min", "max"] {
        match (kind.as_str(), fields.get_mut(bound)) {
            // Hours and minutes.
            ("time", Some(Value::String(time))) => time.truncate("08:30".len()),
            // Whole units, not the hundredths that are counted in.
            ("money", Some(value)) => {
                if let Some((minor, currency)) = value.as_i64().zip(currency) {
                    *value = currency.major(minor).into();
                }
            }
            _ => {}
        }
    }
}

/// Writes plain data as TOML, in the manner of the packs.
pub fn to_toml(plain: &Value) -> String {
    let mut text = String::new();
    if let Some(fields) = plain.as_object() {
        write(&mut text, "", fields);
    }
    text
}

/// Writes a table: first its values, then the tables in it, as TOML needs it.
fn write(text: &mut String, path: &str, fields: &Map<String, Value>) {
    let is_table = |key: &str, value: &Value| match value {
        Value::Array(items) => TABLES.contains(&key) && items.iter().all(Value::is_object),
        Value::Object(inner) => path.is_empty() && !is_words(inner),
        _ => false,
    };
    for (key, value) in fields {
        if !is_table(key, value) && !value.is_null() {
            text.push_str(&format!("{} = {}\n", name(key), inline(value, true)));
        }
    }
    for (key, value) in fields.iter().filter(|(key, value)| is_table(key, value)) {
        let path = if path.is_empty() { name(key) } else { format!("{path}.{}", name(key)) };
        match value {
            Value::Object(inner) => {
                text.push_str(&format!("\n[{path}]\n"));
                write(text, &path, inner);
            }
            Value::Array(items) => {
                for inner in items.iter().filter_map(Value::as_object) {
                    text.push_str(&format!("\n[[{path}]]\n"));
                    write(text, &path, inner);
                }
            }
            _ => {}
        }
    }
}

/// Whether it is one text in several languages.
fn is_words(fields: &Map<String, Value>) -> bool {
    fields.iter().all(|(key, value)| Locale::parse(key).is_some() && value.is_string())
}

fn inline(value: &Value, top: bool) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::Array(items) if items.is_empty() => "[]".to_owned(),
        Value::Array(items) => {
            let short = items.len() <= 3 && items.iter().all(|item| !item.is_object());
            let items: Vec<String> = items.iter().map(|item| inline(item, false)).collect();
            if top && !short {
                let lines = items.iter().map(|item| format!("    {item},\n"));
                format!("[\n{}]", lines.collect::<String>())
            } else {
                format!("[{}]", items.join(", "))
            }
        }
        Value::Object(fields) => {
            let pairs = fields.iter().filter(|(_, value)| !value.is_null());
            let pairs: Vec<String> = pairs
                .map(|(key, value)| format!("{} = {}", name(key), inline(value, false)))
                .collect();
            format!("{{ {} }}", pairs.join(", "))
        }
        other => other.to_string(),
    }
}

fn name(key: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if !key.is_empty() && key.chars().all(bare) { key.to_owned() } else { quoted(key) }
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn keys_keep_the_order_of_the_text() {
        let text = "z = 1\na = \"x\"\n\n[m]\nb = true\n";
        let plain = from_toml("a.toml", text).unwrap();
        assert_eq!(to_toml(&plain), text);
    }

    #[test]
    fn a_question_is_written_as_packs_write_it() {
        let plain = json!({"id": "a", "pages": [{"id": "p", "title": {"en": "T", "es": "U"}, "questions":
            [{"id": "q", "kind": "one", "options": [{"value": "x", "label": {"en": "\"X\""}}]}]}]});
        assert_eq!(
            to_toml(&plain),
            "id = \"a\"\n\n[[pages]]\nid = \"p\"\ntitle = { en = \"T\", es = \"U\" }\n\n\
             [[pages.questions]]\nid = \"q\"\nkind = \"one\"\noptions = [\n    \
             { value = \"x\", label = { en = \"\\\"X\\\"\" } },\n]\n"
        );
    }

    #[test]
    fn what_is_no_toml_is_told_with_its_line() {
        let problems = from_toml("a.toml", "id = \"a\"\nname = \n").unwrap_err();
        assert_eq!(problems[0].line, 2);
    }

    proptest! {
        #[test]
        fn any_text_comes_back(key in "[a-zñ \"]{1,8}", text in "\\PC{0,40}|[\\x00-\\x20\"\\\\]{0,20}") {
            let mut fields = Map::new();
            fields.insert(key, Value::String(text));
            let plain = Value::Object(fields);
            prop_assert_eq!(from_toml("a.toml", &to_toml(&plain)).unwrap(), plain);
        }
    }
}
