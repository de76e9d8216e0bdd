//! The values of parameters and columns, as PostgreSQL has them.

use std::error::Error;

use postgres::types::private::BytesMut;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};

use crate::StoreError;
use crate::row::Value;

/// Whether a parameter of this type can be given.
pub(super) fn takes(kind: &Type) -> bool {
    matches!(*kind, Type::INT8 | Type::FLOAT8 | Type::TEXT | Type::BYTEA)
}

/// Whether a column of this type can be read.
pub(super) fn gives(kind: &Type) -> bool {
    takes(kind) || matches!(*kind, Type::INT4 | Type::BOOL | Type::VARCHAR)
}

pub(crate) fn value(row: &postgres::Row, index: usize) -> Result<Value<'_>, StoreError> {
    let failed = |error: postgres::Error| StoreError::postgres(&error, "row");
    let kind = row.columns().get(index).map(postgres::Column::type_);
    let value = match kind {
        Some(&Type::INT8) => row.try_get::<_, Option<i64>>(index).map_err(failed)?.map(Value::Int),
        Some(&Type::INT4) => {
            let number = row.try_get::<_, Option<i32>>(index).map_err(failed)?;
            number.map(|number| Value::Int(i64::from(number)))
        }
        Some(&Type::BOOL) => {
            let truth = row.try_get::<_, Option<bool>>(index).map_err(failed)?;
            truth.map(|truth| Value::Int(i64::from(truth)))
        }
        Some(&Type::FLOAT8) => {
            row.try_get::<_, Option<f64>>(index).map_err(failed)?.map(Value::Real)
        }
        Some(&Type::BYTEA) => {
            row.try_get::<_, Option<&[u8]>>(index).map_err(failed)?.map(Value::Bytes)
        }
        _ => row.try_get::<_, Option<&str>>(index).map_err(failed)?.map(Value::Text),
    };
    Ok(value.unwrap_or(Value::Null))
}

impl ToSql for Value<'_> {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(number) if *kind == Type::INT4 => i32::try_from(*number)?.to_sql(kind, out),
            Value::Int(number) => number.to_sql(kind, out),
            Value::Real(number) => number.to_sql(kind, out),
            Value::Text(text) => text.to_sql(kind, out),
            Value::Bytes(bytes) => bytes.to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        takes(kind) || matches!(*kind, Type::INT4 | Type::VARCHAR)
    }

    to_sql_checked!();
}
