//! Rows as lines: a JSON array of texts and nulls.

use std::borrow::Cow;

use serde::Deserialize;
use store::{ColumnKind, Row, StoreError, Table, Value};

/// Writes a row as a line.
pub(crate) fn write(table: &Table, row: &Row<'_>, line: &mut Vec<u8>) -> Result<(), StoreError> {
    let values = table.values(row)?;
    for (index, value) in values.iter().enumerate() {
        line.push(if index == 0 { b'[' } else { b',' });
        write_value(value, line);
    }
    line.extend_from_slice(b"]\n");
    Ok(())
}

fn write_value(value: &Value<'_>, line: &mut Vec<u8>) {
    match value {
        Value::Null => line.extend_from_slice(b"null"),
        Value::Int(number) => write_plain(&number.to_string(), line),
        // Rust writes the shortest decimal that reads as the same number.
        Value::Real(number) => write_plain(&number.to_string(), line),
        Value::Bytes(bytes) => write_plain(&hex::encode(bytes), line),
        Value::Text(text) => {
            let quoted = serde_json::to_string(text).unwrap_or_default();
            line.extend_from_slice(quoted.as_bytes());
        }
    }
}

/// Writes a text in which JSON escapes nothing.
fn write_plain(text: &str, line: &mut Vec<u8>) {
    line.push(b'"');
    line.extend_from_slice(text.as_bytes());
    line.push(b'"');
}

#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

/// A value that was read from a line.
pub(crate) enum Cell<'a> {
    Null,
    Int(i64),
    Real(f64),
    Text(Cow<'a, str>),
    Bytes(Vec<u8>),
}

impl Cell<'_> {
    pub(crate) fn value(&self) -> Value<'_> {
        match self {
            Self::Null => Value::Null,
            Self::Int(number) => Value::Int(*number),
            Self::Real(number) => Value::Real(*number),
            Self::Text(text) => Value::Text(text),
            Self::Bytes(bytes) => Value::Bytes(bytes),
        }
    }
}

/// Reads a line; says what is wrong with it.
pub(crate) fn read<'a>(table: &Table, line: &'a [u8]) -> Result<Vec<Cell<'a>>, String> {
    let texts: Vec<Option<Text<'a>>> =
        serde_json::from_slice(line).map_err(|error| error.to_string())?;
    if texts.len() != table.columns.len() {
        return Err(format!("{} values for {} columns", texts.len(), table.columns.len()));
    }
    let cell = |(text, column): (Option<Text<'a>>, &store::TableColumn)| match text {
        None => Ok(Cell::Null),
        Some(Text(text)) => {
            read_value(column.kind, text).ok_or_else(|| format!("a value of {}", column.name))
        }
    };
    texts.into_iter().zip(&table.columns).map(cell).collect()
}

fn read_value(kind: ColumnKind, text: Cow<'_, str>) -> Option<Cell<'_>> {
    Some(match kind {
        ColumnKind::Int => Cell::Int(text.parse().ok()?),
        ColumnKind::Real => Cell::Real(text.parse().ok()?),
        ColumnKind::Bytes => Cell::Bytes(hex::decode(text.as_bytes()).ok()?),
        ColumnKind::Text => Cell::Text(text),
    })
}
