//! Values on their way into SQLite and out of it.

use rusqlite::types::{ToSqlOutput, ValueRef};

use crate::StoreError;
use crate::row::Value;

pub(crate) fn value<'a>(row: &'a rusqlite::Row<'a>, index: usize) -> Result<Value<'a>, StoreError> {
    let value = row.get_ref(index).map_err(|error| StoreError::sqlite(&error, "row"))?;
    Ok(match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Int(number),
        ValueRef::Real(number) => Value::Real(number),
        ValueRef::Text(bytes) => Value::Text(
            std::str::from_utf8(bytes).map_err(|error| StoreError::Corrupt(error.to_string()))?,
        ),
        ValueRef::Blob(bytes) => Value::Bytes(bytes),
    })
}

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match *self {
            Value::Null => ValueRef::Null,
            Value::Int(number) => ValueRef::Integer(number),
            Value::Real(number) => ValueRef::Real(number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}
