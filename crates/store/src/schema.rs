//! The tables that a list of migrations makes, the same on both engines.

use std::collections::HashMap;

use rusqlite::Connection;

use crate::row::Value;
use crate::tx::Backing;
use crate::{Applied, StoreError, Tx, migrate};

const TABLES: &str =
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
    AND name <> 'migrations' ORDER BY name";
const COLUMNS: &str = "SELECT name, type, pk FROM pragma_table_info(?1) ORDER BY cid";
const REFERENCES: &str = "SELECT DISTINCT \"table\" FROM pragma_foreign_key_list(?1)";

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Whole numbers of 64 bits.
    Int,
    /// Floating-point numbers of 64 bits.
    Real,
    /// Text.
    Text,
    /// Bytes.
    Bytes,
}

impl ColumnKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Int, Self::Real, Self::Text, Self::Bytes];

    /// The kind's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Int => "int",
            Self::Real => "real",
            Self::Text => "text",
            Self::Bytes => "bytes",
        }
    }

    /// Whether a value is of this kind or nothing.
    pub fn admits(self, value: &Value<'_>) -> bool {
        matches!(
            (self, value),
            (_, Value::Null)
                | (Self::Int, Value::Int(_))
                | (Self::Real, Value::Real(_))
                | (Self::Text, Value::Text(_))
                | (Self::Bytes, Value::Bytes(_))
        )
    }

    /// The kind of a column that was declared in SQLite's words for our four types.
    fn declared(words: &str) -> Option<Self> {
        match words {
            "INTEGER" => Some(Self::Int),
            "REAL" => Some(Self::Real),
            "TEXT" => Some(Self::Text),
            "BLOB" => Some(Self::Bytes),
            _ => None,
        }
    }
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableColumn {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: ColumnKind,
    key: i64,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns in order.
    pub columns: Vec<TableColumn>,
}

impl Table {
    /// The names of the columns, quoted, with commas between.
    pub(crate) fn list(&self) -> String {
        self.columns.iter().map(|column| quoted(&column.name)).collect::<Vec<_>>().join(", ")
    }

    /// The names of the primary key's columns in its order, each with its kind.
    pub(crate) fn key(&self) -> Vec<&TableColumn> {
        let mut key: Vec<_> = self.columns.iter().filter(|column| column.key > 0).collect();
        key.sort_by_key(|column| column.key);
        key
    }
}

/// The tables that some migrations make, each after those that it refers to; without the table of
/// the migrations itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schema {
    /// The tables.
    pub tables: Vec<Table>,
}

impl Schema {
    /// Finds the tables by running the migrations on an empty database in memory.
    pub fn of(applied: &[Applied]) -> Result<Self, StoreError> {
        migrate::known(applied)?;
        let failed = |error: rusqlite::Error| StoreError::sqlite(&error, "schema");
        let connection = Connection::open_in_memory().map_err(failed)?;
        let wanted = |version| applied.iter().any(|step| step.version == version);
        migrate::run_those(&mut Tx::new(Backing::Sqlite(&connection)), wanted)?;
        let mut found = Vec::new();
        for name in texts(&connection, TABLES, &[]).map_err(failed)? {
            let columns = columns(&connection, &name)?;
            let references = texts(&connection, REFERENCES, &[&name]).map_err(failed)?;
            found.push((Table { name, columns }, references));
        }
        Ok(Self { tables: referenced_first(found) })
    }

    /// The table of a name.
    pub fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.name == name)
    }
}

/// How many rows the migrations themselves put into tables: a database that has no more is empty.
pub(crate) fn made_rows() -> Result<HashMap<String, i64>, StoreError> {
    let failed = |error: rusqlite::Error| StoreError::sqlite(&error, "schema");
    let connection = Connection::open_in_memory().map_err(failed)?;
    migrate::run(&mut Tx::new(Backing::Sqlite(&connection)))?;
    let mut made = HashMap::new();
    for name in texts(&connection, TABLES, &[]).map_err(failed)? {
        let sql = format!("SELECT COUNT(*) FROM {}", quoted(&name));
        made.insert(name, connection.query_row(&sql, [], |row| row.get(0)).map_err(failed)?);
    }
    Ok(made)
}

/// Asks whether a table has more rows than these.
pub(crate) fn has_more(table: &str, rows: i64) -> String {
    let (name, bound) = (quoted(table), rows + 1);
    format!("SELECT COUNT(*) = {bound} FROM (SELECT 1 FROM {name} LIMIT {bound}) AS seen")
}

pub(crate) fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

fn texts(
    connection: &Connection,
    sql: &str,
    params: &[&dyn rusqlite::ToSql],
) -> rusqlite::Result<Vec<String>> {
    connection.prepare(sql)?.query_map(params, |row| row.get(0))?.collect()
}

fn columns(connection: &Connection, table: &str) -> Result<Vec<TableColumn>, StoreError> {
    let failed = |error: rusqlite::Error| StoreError::sqlite(&error, "schema");
    let mut columns = Vec::new();
    let mut statement = connection.prepare(COLUMNS).map_err(failed)?;
    let mut rows = statement.query([table]).map_err(failed)?;
    while let Some(row) = rows.next().map_err(failed)? {
        let words: String = row.get(1).map_err(failed)?;
        let kind = ColumnKind::declared(&words).ok_or_else(|| StoreError::Row {
            table: table.to_owned(),
            why: format!("{words} is none of the four types of columns"),
        })?;
        let (name, key) = (row.get(0).map_err(failed)?, row.get(2).map_err(failed)?);
        columns.push(TableColumn { name, kind, key });
    }
    Ok(columns)
}

/// Orders tables so that none refers to a later one. Tables that refer to each other in a circle
/// would come last; a test forbids them.
fn referenced_first(mut waiting: Vec<(Table, Vec<String>)>) -> Vec<Table> {
    let mut ordered: Vec<Table> = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let ready = |(table, references): &(Table, Vec<String>)| {
            let known = |name: &String| ordered.iter().any(|other| other.name == *name);
            references.iter().all(|name| *name == table.name || known(name))
        };
        let next = waiting.iter().position(ready).unwrap_or(0);
        ordered.push(waiting.remove(next).0);
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::migrations;

    fn all() -> Vec<Applied> {
        let applied = |step: crate::Migration| Applied {
            version: step.version,
            name: step.name.to_owned(),
            checksum: step.checksum(),
        };
        migrations().into_iter().map(applied).collect()
    }

    #[test]
    fn every_table_has_a_key_and_refers_to_earlier_ones_only() {
        let schema = Schema::of(&all()).unwrap();
        let place = |name: &str| schema.tables.iter().position(|table| table.name == name);
        assert!(schema.tables.iter().all(|table| !table.key().is_empty()));
        assert!(place("ledger") < place("ledger_personal"));
        assert!(place("cases") < place("case_events"));
        assert!(place("persons") < place("desk_visits") && place("cases") < place("desk_visits"));
        let connection = Connection::open_in_memory().unwrap();
        migrate::run(&mut Tx::new(Backing::Sqlite(&connection))).unwrap();
        for (index, table) in schema.tables.iter().enumerate() {
            for name in texts(&connection, REFERENCES, &[&table.name]).unwrap() {
                assert!(place(&name) <= Some(index), "{} refers to {name}", table.name);
            }
        }
    }

    #[test]
    fn a_step_that_is_unknown_or_was_rewritten_is_refused() {
        let mut steps = all();
        steps[0].checksum = "0".repeat(64);
        assert!(matches!(Schema::of(&steps), Err(StoreError::Rewritten(_))));
        steps[0].version = 999_999;
        assert!(matches!(Schema::of(&steps), Err(StoreError::Newer { found: 999_999, .. })));
    }

    #[test]
    fn an_earlier_list_of_steps_has_fewer_tables() {
        let early = Schema::of(&all()[..2]).unwrap();
        assert!(early.table("ledger").is_some() && early.table("cases").is_none());
    }
}
