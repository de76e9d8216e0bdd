use serde_json::Value;

/// Most entries are shorter, in bytes.
const USUAL: usize = 768;

/// Writes JSON with sorted keys and no spaces (RFC 8785; entries hold no fractions, whose spelling
/// that standard also fixes).
pub fn canonical(value: &Value) -> String {
    let mut text = Vec::with_capacity(USUAL);
    write(value, &mut text);
    String::from_utf8(text).unwrap_or_default()
}

fn write(value: &Value, text: &mut Vec<u8>) {
    match value {
        Value::Object(map) => {
            let mut fields: Vec<_> = map.iter().collect();
            fields.sort_by(|a, b| a.0.encode_utf16().cmp(b.0.encode_utf16()));
            joined(text, [b'{', b'}'], fields, |(key, value), text| {
                // Memory takes all that is written to it, and no key or scalar is beyond JSON.
                let _ = serde_json::to_writer(&mut *text, key);
                text.push(b':');
                write(value, text);
            });
        }
        Value::Array(items) => joined(text, [b'[', b']'], items, write),
        scalar => {
            let _ = serde_json::to_writer(text, scalar);
        }
    }
}

fn joined<T>(
    text: &mut Vec<u8>,
    [open, close]: [u8; 2],
    items: impl IntoIterator<Item = T>,
    one: impl Fn(T, &mut Vec<u8>),
) {
    text.push(open);
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            text.push(b',');
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
