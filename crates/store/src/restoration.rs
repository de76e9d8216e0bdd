//! Filling a database from a backup: all of it, or nothing.
//!
//! An SQLite file is filled beside its place under another name and takes the place when it is
//! whole. On PostgreSQL everything is one transaction. A restoration that is dropped, or killed,
//! leaves what was there before.

mod file;
mod server;

use crate::row::Value;
use crate::schema::{Schema, Table};
use crate::{Applied, StoreError, Tx, db, migrate};

use file::FileTarget;
use server::ServerTarget;

/// What becomes of rows that a database holds already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// They stay, and nothing is restored.
    Keep,
    /// They go when the restored ones are there.
    Replace,
}

/// A database that is being filled.
pub struct Restoration {
    target: Target,
    schema: Schema,
}

enum Target {
    File(FileTarget),
    Server(ServerTarget),
}

impl Restoration {
    /// Makes empty tables as these migrations made them in the database that was backed up.
    pub fn begin(
        address: &str,
        applied: &[Applied],
        existing: Existing,
    ) -> Result<Self, StoreError> {
        let schema = Schema::of(applied)?;
        let mut target = match db::Address::parse(address)? {
            db::Address::Sqlite(path) => Target::File(FileTarget::begin(path, existing)?),
            db::Address::Postgres(address) => {
                Target::Server(ServerTarget::begin(&address, existing)?)
            }
        };
        let wanted = |version| applied.iter().any(|step| step.version == version);
        let mut tx = target.tx()?;
        migrate::run_those(&mut tx, wanted)?;
        // A migration may have put rows into a table; the backup holds these too.
        for table in schema.tables.iter().rev() {
            tx.batch(&format!("DELETE FROM {}", crate::schema::quoted(&table.name)))?;
        }
        Ok(Self { target, schema })
    }

    /// The tables, in the order in which they are to be filled: each after those it refers to.
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// Begins to fill a table. All its rows go through one loader.
    pub fn load(&mut self, table: &Table) -> Result<Loader<'_>, StoreError> {
        match &mut self.target {
            Target::File(file) => file.load(table),
            Target::Server(server) => server.load(table),
        }
    }

    /// Runs the migrations that the backup did not know, checks that every reference leads to a row,
    /// and makes the database the one that is found at its address; durable when it returns.
    pub fn finish(mut self) -> Result<(), StoreError> {
        migrate::run(&mut self.target.tx()?)?;
        self.end()
    }

    /// Ends without the later migrations: the database of an earlier release, for tests.
    #[cfg(feature = "testing")]
    pub fn finish_as_it_was(self) -> Result<(), StoreError> {
        self.end()
    }

    fn end(self) -> Result<(), StoreError> {
        match self.target {
            Target::File(file) => file.finish(),
            Target::Server(server) => server.finish(),
        }
    }
}

impl Target {
    fn tx(&mut self) -> Result<Tx<'_>, StoreError> {
        match self {
            Self::File(file) => file.tx(),
            Self::Server(server) => Ok(server.tx()),
        }
    }
}

/// Takes the rows of one table.
pub struct Loader<'a> {
    sink: Sink<'a>,
    table: Table,
    rows: u64,
}

enum Sink<'a> {
    File(rusqlite::Statement<'a>),
    Server(Box<postgres::binary_copy::BinaryCopyInWriter<'a>>),
}

impl<'a> Loader<'a> {
    fn new(sink: Sink<'a>, table: &Table) -> Self {
        Self { sink, table: table.clone(), rows: 0 }
    }

    /// Adds a row, its values in the order of the table's columns.
    pub fn put(&mut self, values: &[Value<'_>]) -> Result<(), StoreError> {
        self.fits(values)?;
        match &mut self.sink {
            Sink::File(statement) => file::put(statement, values)?,
            Sink::Server(copy) => server::put(copy, values)?,
        }
        self.rows += 1;
        Ok(())
    }

    /// Ends the table; gives how many rows it has.
    pub fn finish(self) -> Result<u64, StoreError> {
        match self.sink {
            Sink::File(_) => {}
            Sink::Server(copy) => server::end(*copy, &self.table)?,
        }
        Ok(self.rows)
    }

    fn fits(&self, values: &[Value<'_>]) -> Result<(), StoreError> {
        let odd = |why: String| Err(StoreError::Row { table: self.table.name.clone(), why });
        let columns = &self.table.columns;
        if values.len() != columns.len() {
            return odd(format!("it has {} values for {} columns", values.len(), columns.len()));
        }
        for (column, value) in columns.iter().zip(values) {
            if !column.kind.admits(value) {
                return odd(format!("{} would hold {}", column.name, value.kind()));
            }
            let unwritable = matches!(value, Value::Text(text) if text.contains('\0'));
            if unwritable && matches!(self.sink, Sink::Server(_)) {
                let name = &column.name;
                return odd(format!("{name} has a zero character, which PostgreSQL refuses"));
            }
        }
        Ok(())
    }
}
