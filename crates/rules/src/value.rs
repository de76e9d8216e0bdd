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
        Json::Object(fields) if is_money(fields) => amount(fields),
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

/// Whether a record is an amount of money, as forms store it: `{ minor, currency }`.
fn is_money(fields: &serde_json::Map<String, serde_json::Value>) -> bool {
    fields.len() == 2 && fields.contains_key("minor") && fields.contains_key("currency")
}

/// Conditions speak of whole dollars or euros, so an amount is read in major units.
fn amount(fields: &serde_json::Map<String, serde_json::Value>) -> Value {
    let minor = fields.get("minor").and_then(serde_json::Value::as_i64);
    let currency = fields.get("currency").and_then(serde_json::Value::as_str);
    let currency = currency.and_then(base::money::Currency::parse);
    minor.zip(currency).map_or(Value::Null, |(minor, currency)| Value::Float(currency.major(minor)))
}

/// Turns a result back into JSON; `None` for what no answer can be.
pub(crate) fn to_json(value: &Value) -> Option<serde_json::Value> {
    use serde_json::Value as Json;
    match value {
        Value::Bool(yes) => Some(Json::Bool(*yes)),
        Value::Int(number) => Some(Json::from(*number)),
        Value::Float(number) if number.is_finite() => Some(Json::from(*number)),
        Value::String(text) => Some(Json::String(text.to_string())),
        _ => None,
    }
}
