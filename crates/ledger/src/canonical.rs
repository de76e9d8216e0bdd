use serde_json::Value;

/// Writes JSON with sorted keys and no spaces (RFC 8785; entries hold no fractions, whose spelling
/// that standard also fixes).
pub fn canonical(value: &Value) -> String {
    let mut text = String::new();
    write(value, &mut text);
    text
}

fn write(value: &Value, text: &mut String) {
    match value {
        Value::Object(map) => {
            let mut fields: Vec<_> = map.iter().collect();
            fields.sort_by(|a, b| a.0.encode_utf16().cmp(b.0.encode_utf16()));
            joined(text, ['{', '}'], fields, |(key, value), text| {
                text.push_str(&Value::from(key.as_str()).to_string());
                text.push(':');
                write(value, text);
            });
        }
        Value::Array(items) => joined(text, ['[', ']'], items, write),
        scalar => text.push_str(&scalar.to_string()),
    }
}

fn joined<T>(
    text: &mut String,
    [open, close]: [char; 2],
    items: impl IntoIterator<Item = T>,
    one: impl Fn(T, &mut String),
) {
    text.push(open);
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        one(item, text);
    }
    text.push(close);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_order_of_keys_does_not_matter() {
        let one = json!({"b": [1, {"d": null, "c": "é\n"}], "a": true});
        let other = json!({"a": true, "b": [1, {"c": "é\n", "d": null}]});
        assert_eq!(canonical(&one), canonical(&other));
        assert_eq!(canonical(&one), r#"{"a":true,"b":[1,{"c":"é\n","d":null}]}"#);
    }
}
