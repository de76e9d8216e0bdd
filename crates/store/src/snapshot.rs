//! Everything in a database at one moment, for a backup, while others go on writing.

use fallible_iterator::FallibleIterator;
use postgres::types::ToSql;
use rusqlite::Connection;

use crate::pg::{BEGIN_READ, Session};
use crate::row::{Row, Source, Value};
use crate::schema::{ColumnKind, Schema, Table, quoted};
use crate::tx::Backing;
use crate::{Applied, Engine, StoreError, Tx, db, migrate, sqlite};

/// One moment of a database, on a connection of its own, until it is dropped.
///
/// On SQLite the log beside the file grows by what others write meanwhile; on PostgreSQL rows that
/// they delete are cleared away later. Neither has to wait.
pub struct Snapshot {
    source: Held,
    applied: Vec<Applied>,
    schema: Schema,
}

enum Held {
    Sqlite(Box<Connection>),
    Postgres(Box<Session>),
}

impl Held {
    fn tx(&mut self) -> Tx<'_> {
        Tx::new(match self {
            Self::Sqlite(connection) => Backing::Sqlite(connection),
            Self::Postgres(session) => Backing::Postgres(session),
        })
    }
}

impl Snapshot {
    /// Takes the moment. Neither makes a database nor migrates one.
    pub fn take(address: &str) -> Result<Self, StoreError> {
        let mut source = match db::Address::parse(address)? {
            db::Address::Sqlite(path) => Held::Sqlite(Box::new(sqlite::existing(&path)?)),
            db::Address::Postgres(address) => {
                let mut session = Session::connect(&address)?;
                session.newest_migration()?;
                Held::Postgres(Box::new(session))
            }
        };
        let begin = if matches!(source, Held::Sqlite(_)) { "BEGIN" } else { BEGIN_READ };
        source.tx().batch(begin)?;
        // The first read fixes the moment.
        let applied = migrate::applied(&mut source.tx())?;
        let schema = Schema::of(&applied)?;
        Ok(Self { source, applied, schema })
    }

    /// Which engine it comes from.
    pub fn engine(&self) -> Engine {
        match self.source {
            Held::Sqlite(_) => Engine::Sqlite,
            Held::Postgres(_) => Engine::Postgres,
        }
    }

    /// The migrations that the database had gone through.
    pub fn applied(&self) -> &[Applied] {
        &self.applied
    }

    /// Its tables, each after those that it refers to.
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// Reads in the same moment.
    pub fn tx(&mut self) -> Tx<'_> {
        self.source.tx()
    }

    /// Counts the rows of a table.
    pub fn count(&mut self, table: &Table) -> Result<u64, StoreError> {
        let sql = format!("SELECT COUNT(*) FROM {}", quoted(&table.name));
        let mut count = 0;
        self.rows::<StoreError>(&sql, |row| {
            count = row.get::<i64>(0)?;
            Ok(())
        })?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// Hands each row of a table to a function as it comes, in the order of the primary key, which
    /// is the same on both engines.
    pub fn each<E: From<StoreError>>(
        &mut self,
        table: &Table,
        take: impl FnMut(&Row<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        // A server orders text by its language unless told not to; a file by its bytes.
        let by_bytes = match self.source {
            Held::Sqlite(_) => "",
            Held::Postgres(_) => " COLLATE \"C\"",
        };
        let column = |column: &crate::TableColumn| match column.kind {
            ColumnKind::Text => format!("{}{by_bytes}", quoted(&column.name)),
            _ => quoted(&column.name),
        };
        let key: Vec<_> = table.key().into_iter().map(column).collect();
        let sql = format!(
            "SELECT {} FROM {} ORDER BY {}",
            table.list(),
            quoted(&table.name),
            key.join(", ")
        );
        self.rows(&sql, take)
    }

    fn rows<E: From<StoreError>>(
        &mut self,
        sql: &str,
        mut take: impl FnMut(&Row<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        match &mut self.source {
            Held::Sqlite(connection) => {
                let failed = |error: rusqlite::Error| StoreError::sqlite(&error, "snapshot");
                let mut statement = connection.prepare(sql).map_err(failed)?;
                let mut rows = statement.query([]).map_err(failed)?;
                while let Some(row) = rows.next().map_err(failed)? {
                    take(&Row(Source::Sqlite(row)))?;
                }
            }
            Held::Postgres(session) => {
                let failed = |error: postgres::Error| StoreError::postgres(&error, "snapshot");
                let none: [&(dyn ToSql + Sync); 0] = [];
                let mut rows = session.client.query_raw(sql, none).map_err(failed)?;
                while let Some(row) = rows.next().map_err(failed)? {
                    take(&Row(Source::Postgres(&row)))?;
                }
            }
        }
        Ok(())
    }
}

impl Table {
    /// Reads a row that [`Snapshot::each`] gave; refuses a value that is not of its column's kind.
    pub fn values<'r>(&self, row: &'r Row<'_>) -> Result<Vec<Value<'r>>, StoreError> {
        let mut values = Vec::with_capacity(self.columns.len());
        for (index, column) in self.columns.iter().enumerate() {
            let value = row.value(index)?;
            if !column.kind.admits(&value) {
                return Err(StoreError::Row {
                    table: self.name.clone(),
                    why: format!("{} holds {}", column.name, value.kind()),
                });
            }
            values.push(value);
        }
        Ok(values)
    }
}
