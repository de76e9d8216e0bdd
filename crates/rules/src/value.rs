use cel::Value;
use cel::objects::Key;
use std::collections::HashMap;

/// Lists and texts in answers are bounded by the form; this bounds what anyone else hands over.
const MAX_ITEMS: usize = 1_000;

/// Turns a JSON answer into a CEL value; every number becomes a double, as the form stores them.
pub(crate) fn from_json(json: &serde_json::Value, depth: usize) -> Value {
    use serde_json::Value as Json;
    match json {
        _ if depth == 0 => Value::Null,
        Json::Null => Value::Null,
        Json::Bool(yes) => Value::Bool(*yes),
        Json::Number(number) => number.as_f64().map_or(Value::Null, Value::Float),
        Json::String(text) => Value::from(text.as_str()),
        Json::Array(items) => {
            let items: Vec<Value> =
                items.iter().take(MAX_ITEMS).map(|item| from_json(item, depth - 1)).collect();
            Value::from(items)
        }
        Json::Object(fields) => {
            let fields: HashMap<Key, Value> = fields
                .iter()
                .take(MAX_ITEMS)
                .map(|(name, field)| (Key::from(name.as_str()), from_json(field, depth - 1)))
                .collect();
            Value::from(fields)
        }
    }
}
