//! The rows that opening a case writes, taken from a database in which that was done, so that a bare
//! database can be given the very same.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use crate::Outcome;

/// A value of a row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// NULL.
    Null,
    /// A whole number.
    Int(i64),
    /// Another number.
    Real(f64),
    /// Text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// A row for one of the statements.
pub(crate) type Row = (usize, Vec<Value>);

/// What to write: statements, and for each case the rows that go into one transaction.
pub(crate) struct Rows {
    /// The statements, the same text for both engines.
    pub statements: Vec<String>,
    /// The rows, by case.
    pub cases: Vec<Vec<Row>>,
}

/// The tables in the order of their references, and how the rows of new cases are found.
const TABLES: [(&str, &str); 6] = [
    ("cases", "SELECT id, t.* FROM cases t WHERE id > ?1 ORDER BY id"),
    ("case_answers", "SELECT case_id, t.* FROM case_answers t WHERE case_id > ?1 ORDER BY case_id"),
    ("case_events", "SELECT case_id, t.* FROM case_events t WHERE case_id > ?1 ORDER BY id"),
    (
        "ledger",
        "SELECT subject, t.* FROM ledger t WHERE subject_kind = 'case' AND subject > ?1 ORDER BY id",
    ),
    (
        "ledger_personal",
        "SELECT l.subject, t.* FROM ledger_personal t JOIN ledger l ON l.id = t.entry
         WHERE l.subject_kind = 'case' AND l.subject > ?1 ORDER BY l.id",
    ),
    ("outbox", "SELECT case_id, t.* FROM outbox t WHERE case_id > ?1 ORDER BY id"),
];

/// Jobs name their case in different ways, so they are dealt out evenly.
const JOBS: &str = "SELECT t.* FROM jobs t WHERE id > ?1 ORDER BY id";

/// The newest id of a database: ids rise with time, whatever they are of.
pub(crate) fn newest(file: &Path) -> Outcome<i64> {
    let newest = "SELECT MAX(id) FROM (SELECT COALESCE(MAX(id), 0) AS id FROM cases
        UNION ALL SELECT MAX(id) FROM ledger UNION ALL SELECT MAX(id) FROM outbox
        UNION ALL SELECT MAX(id) FROM jobs)";
    Ok(open(file)?.query_row(newest, [], |row| row.get(0))?)
}

/// Reads what belongs to cases that are newer than this id.
pub(crate) fn after(file: &Path, newest: i64) -> Outcome<Rows> {
    let connection = open(file)?;
    let mut statements = Vec::new();
    let mut by_case: BTreeMap<i64, Vec<Row>> = BTreeMap::new();
    for (table, sql) in TABLES {
        let mut query = connection.prepare(sql)?;
        let columns: Vec<String> = query.column_names().skip(1).map(str::to_owned).collect();
        let number = statements.len();
        statements.push(insert(table, &columns));
        let mut rows = query.query([newest])?;
        while let Some(row) = rows.next()? {
            let values = (1..=columns.len()).map(|index| value(row, index));
            by_case
                .entry(row.get(0)?)
                .or_default()
                .push((number, values.collect::<Result<_, _>>()?));
        }
    }
    let mut cases: Vec<Vec<Row>> = by_case.into_values().collect();
    let mut query = connection.prepare(JOBS)?;
    let columns: Vec<String> = query.column_names().map(str::to_owned).collect();
    let number = statements.len();
    statements.push(insert("jobs", &columns));
    let (mut rows, mut at) = (query.query([newest])?, 0);
    while let Some(row) = rows.next()? {
        let values = (0..columns.len()).map(|index| value(row, index)).collect::<Result<_, _>>()?;
        let turn = at % cases.len().max(1);
        if let Some(case) = cases.get_mut(turn) {
            case.push((number, values));
        }
        at += 1;
    }
    Ok(Rows { statements, cases })
}

fn open(file: &Path) -> rusqlite::Result<Connection> {
    Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)
}

fn insert(table: &str, columns: &[String]) -> String {
    let places: Vec<String> = (1..=columns.len()).map(|place| format!("${place}")).collect();
    format!("INSERT INTO {table} ({}) VALUES ({})", columns.join(", "), places.join(", "))
}

fn value(row: &rusqlite::Row<'_>, index: usize) -> rusqlite::Result<Value> {
    use rusqlite::types::Value as Found;
    Ok(match row.get(index)? {
        Found::Null => Value::Null,
        Found::Integer(number) => Value::Int(number),
        Found::Real(number) => Value::Real(number),
        Found::Text(text) => Value::Text(text),
        Found::Blob(bytes) => Value::Bytes(bytes),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rows_of_a_case_are_found_and_older_ones_left() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("t.sqlite3");
        let address = format!("sqlite:{}", file.display());
        let db = store::Db::open(&address, &store::Options::default()).unwrap();
        let connection = Connection::open(&file).unwrap();
        for id in [5, 7] {
            let case = format!(
                "INSERT INTO case_answers (case_id, answers, name, email, email_key, phone)
                 VALUES ({id}, '{{}}', '', '', '', '');
                 INSERT INTO jobs (id, kind, payload, state, due_at, attempts)
                 VALUES ({id}1, 'k', '', 'waiting', 0, 0);"
            );
            connection.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
            connection.execute_batch(&case).unwrap();
        }
        let rows = after(&file, 6).unwrap();
        assert_eq!(rows.cases.len(), 1);
        let tables: Vec<&str> = rows.cases[0]
            .iter()
            .map(|(number, _)| rows.statements[*number].split(' ').nth(2).unwrap())
            .collect();
        assert_eq!(tables[0], "case_answers");
        assert_eq!(rows.cases[0][0].1[0], Value::Int(7));
        drop(db);
    }
}
