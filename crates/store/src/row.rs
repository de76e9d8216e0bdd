use crate::StoreError;

/// What a column holds, of either engine.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    /// Nothing.
    Null,
    /// A whole number; also true (1) and false (0).
    Int(i64),
    /// A floating-point number.
    Real(f64),
    /// Text.
    Text(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
}

impl Value<'_> {
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Int(_) => "a whole number",
            Self::Real(_) => "a number",
            Self::Text(_) => "text",
            Self::Bytes(_) => "bytes",
        }
    }
}

/// One row of a result, of either engine.
pub struct Row<'a>(pub(crate) Source<'a>);

pub(crate) enum Source<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a postgres::Row),
}

impl Row<'_> {
    /// The value of a column, numbered from 0.
    pub fn get<T: Column>(&self, index: usize) -> Result<T, StoreError> {
        let value = self.value(index)?;
        let found = value.kind();
        T::from_value(value).ok_or(StoreError::Column { index, found, expected: T::KIND })
    }

    /// The value of a column as it is, numbered from 0.
    pub fn value(&self, index: usize) -> Result<Value<'_>, StoreError> {
        match &self.0 {
            Source::Sqlite(row) => crate::sqlite::value(row, index),
            Source::Postgres(row) => crate::pg::value(row, index),
        }
    }
}

/// A Rust type that a column can be read into.
pub trait Column: Sized {
    /// What the type expects, in words.
    const KIND: &'static str;

    /// Reads the value; `None` when it is of another kind.
    fn from_value(value: Value<'_>) -> Option<Self>;
}

impl Column for i64 {
    const KIND: &'static str = "a whole number";

    fn from_value(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Int(number) => Some(number),
            _ => None,
        }
    }
}

impl Column for bool {
    const KIND: &'static str = "0 or 1";

    fn from_value(value: Value<'_>) -> Option<Self> {
        i64::from_value(value).map(|number| number != 0)
    }
}

impl Column for f64 {
    const KIND: &'static str = "a number";

    #[expect(
        clippy::as_conversions,
        clippy::cast_precision_loss,
        reason = "a count read as a mean"
    )]
    fn from_value(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Real(number) => Some(number),
            Value::Int(number) => Some(number as f64),
            _ => None,
        }
    }
}

impl Column for String {
    const KIND: &'static str = "text";

    fn from_value(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Text(text) => Some(text.to_owned()),
            _ => None,
        }
    }
}

impl Column for Vec<u8> {
    const KIND: &'static str = "bytes";

    fn from_value(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Bytes(bytes) => Some(bytes.to_vec()),
            _ => None,
        }
    }
}

impl<T: Column> Column for Option<T> {
    const KIND: &'static str = T::KIND;

    fn from_value(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            other => T::from_value(other).map(Some),
        }
    }
}

macro_rules! id_columns {
    ($($id:ident),+) => {$(
        impl Column for base::$id {
            const KIND: &'static str = "an id";

            fn from_value(value: Value<'_>) -> Option<Self> {
                i64::from_value(value).map(Self)
            }
        }

        impl ToParam for base::$id {
            fn to_param(&self) -> Value<'_> {
                Value::Int(self.0)
            }
        }
    )+};
}

id_columns!(CaseId, PersonId, TeamId, FileId, EventId, PaymentId);

/// The columns that a row type expects.
#[derive(Clone, Copy, Debug)]
pub enum Columns {
    /// These names, in this order.
    Named(&'static [&'static str]),
    /// So many, whatever their names.
    Count(usize),
}

/// A type that a row of a result can be read into.
pub trait FromRow: Sized {
    /// The columns that it expects.
    const COLUMNS: Columns;

    /// Reads the row.
    fn from_row(row: &Row<'_>) -> Result<Self, StoreError>;
}

macro_rules! single_columns {
    ($($one:ty),+) => {$(
        impl FromRow for $one {
            const COLUMNS: Columns = Columns::Count(1);

            fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
                row.get(0)
            }
        }
    )+};
}

single_columns!(i64, String, f64, Vec<u8>, Option<i64>, Option<String>, Option<f64>);

impl<A: Column, B: Column> FromRow for (A, B) {
    const COLUMNS: Columns = Columns::Count(2);

    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok((row.get(0)?, row.get(1)?))
    }
}

impl<A: Column, B: Column, C: Column> FromRow for (A, B, C) {
    const COLUMNS: Columns = Columns::Count(3);

    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    }
}

/// Declares a struct that rows are read into; its fields are the query's columns in order.
#[macro_export]
macro_rules! row {
    ($(#[$doc:meta])* $vis:vis struct $name:ident { $($(#[$field_doc:meta])* $fvis:vis $field:ident : $ty:ty),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq)]
        #[allow(missing_docs, reason = "the fields are the columns of the tables")]
        $vis struct $name { $($(#[$field_doc])* $fvis $field: $ty),+ }

        impl $crate::FromRow for $name {
            const COLUMNS: $crate::Columns = $crate::Columns::Named(&[$(stringify!($field)),+]);

            fn from_row(row: &$crate::Row<'_>) -> Result<Self, $crate::StoreError> {
                let mut next = 0..;
                let mut index = || next.next().unwrap_or(usize::MAX);
                Ok(Self { $($field: row.get(index())?),+ })
            }
        }
    };
}

/// A Rust value that can be given to a statement.
pub trait ToParam {
    /// The value for the database.
    fn to_param(&self) -> Value<'_>;
}

impl ToParam for i64 {
    fn to_param(&self) -> Value<'_> {
        Value::Int(*self)
    }
}

impl ToParam for u32 {
    fn to_param(&self) -> Value<'_> {
        Value::Int(i64::from(*self))
    }
}

impl ToParam for bool {
    fn to_param(&self) -> Value<'_> {
        Value::Int(i64::from(*self))
    }
}

impl ToParam for f64 {
    fn to_param(&self) -> Value<'_> {
        Value::Real(*self)
    }
}

impl ToParam for str {
    fn to_param(&self) -> Value<'_> {
        Value::Text(self)
    }
}

impl ToParam for String {
    fn to_param(&self) -> Value<'_> {
        Value::Text(self)
    }
}

impl ToParam for [u8] {
    fn to_param(&self) -> Value<'_> {
        Value::Bytes(self)
    }
}

impl ToParam for Vec<u8> {
    fn to_param(&self) -> Value<'_> {
        Value::Bytes(self)
    }
}

impl<T: ToParam> ToParam for Option<T> {
    fn to_param(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null, ToParam::to_param)
    }
}

impl<T: ToParam + ?Sized> ToParam for &T {
    fn to_param(&self) -> Value<'_> {
        (*self).to_param()
    }
}

/// Gathers the parameters of a statement in the order `$1` to `$n`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => {
        $crate::__params(&[$($crate::ToParam::to_param(&$value)),*])
    };
}

/// Turns the array of [`params!`](crate::params) into a slice without a cast.
#[doc(hidden)]
pub const fn __params<'a>(values: &'a [Value<'a>]) -> &'a [Value<'a>] {
    values
}
