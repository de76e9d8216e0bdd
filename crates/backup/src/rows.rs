//! Rows as lines: a JSON array of texts and nulls.

use std::borrow::Cow;

use serde::Deserialize;
use store::{ColumnKind, Row, StoreError, Table, Value};

/// Writes a row as a line.
pub(crate) fn write(table: &Table, row: &Row<'_>, line: &mut Vec<u8>) -> Result<(), StoreError> {
    write_values(&table.values(row)?, line);
    Ok(())
}

fn write_values(values: &[Value<'_>], line: &mut Vec<u8>) {
    for (index, value) in values.iter().enumerate() {
        line.push(if index == 0 { b'[' } else { b',' });
        write_value(value, line);
    }
    line.extend_from_slice(b"]\n");
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use store::{Applied, Schema};

    use super::*;

    fn table(name: &str) -> Table {
        let applied = |step: store::Migration| Applied {
            version: step.version,
            name: step.name.to_owned(),
            checksum: step.checksum(),
        };
        let applied: Vec<_> = store::migrations().into_iter().map(applied).collect();
        Schema::of(&applied).unwrap().table(name).cloned().unwrap()
    }

    fn assert_kept(table: &Table, values: &[Value<'_>]) {
        let mut line = Vec::new();
        write_values(values, &mut line);
        assert_eq!(line.split_inclusive(|byte| *byte == b'\n').count(), 1, "a row is one line");
        let cells = read(table, &line).unwrap();
        let back: Vec<_> = cells.iter().map(Cell::value).collect();
        assert_eq!(back, values);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn any_row_is_kept(
            id in any::<i64>(),
            seq in any::<Option<i64>>(),
            text in "(?s).{0,40}",
            bytes in any::<Vec<u8>>(),
            lon in any::<f64>().prop_filter("no number is unequal to itself", |lon| !lon.is_nan()),
        ) {
            thread_local! {
                static TABLES: (Table, Table) = (table("ledger"), table("streets"));
            }
            let text = Value::Text(&text);
            let seq = seq.map_or(Value::Null, Value::Int);
            TABLES.with(|(ledger, streets)| {
                let (id, leaf) = (Value::Int(id), Value::Bytes(&bytes));
                assert_kept(ledger, &[id, seq, id, text, text, text, id, text, leaf]);
                assert_kept(streets, &[id, text, text, Value::Real(lon), Value::Real(-lon), text]);
            });
        }

        #[test]
        fn no_line_breaks_the_reader(line in any::<Vec<u8>>()) {
            thread_local! {
                static TABLE: Table = table("ledger");
            }
            TABLE.with(|table| assert!(read(table, &line).is_err()));
        }
    }
}
