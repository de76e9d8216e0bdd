use crate::row::{FromRow, Row, Value};
use crate::statement::{Query, Statement};
use crate::{StoreError, pg, sqlite};

/// A transaction: everything done through it happens together or not at all.
pub struct Tx<'a> {
    pub(crate) engine: Backing<'a>,
    /// Set when the engine asked for another run, whatever the closure made of the error.
    pub(crate) conflict: bool,
    /// The first statement's failure. PostgreSQL drops the whole transaction then and still says yes to
    /// the commit: a closure that goes on must not be told that its changes are kept, on either engine.
    pub(crate) failed: Option<StoreError>,
    /// Whether something was changed: only the commit of a change shows that the database keeps what it is
    /// given.
    pub(crate) changed: bool,
}

pub(crate) enum Backing<'a> {
    Sqlite(&'a rusqlite::Connection),
    Postgres(&'a mut pg::Session),
}

impl<'a> Tx<'a> {
    pub(crate) fn new(engine: Backing<'a>) -> Self {
        Self { engine, conflict: false, failed: None, changed: false }
    }

    /// All rows of a query. Queries state a `LIMIT`, so that every list has a bound.
    pub fn all<R: FromRow>(
        &mut self,
        query: &'static Query<R>,
        params: &[Value<'_>],
    ) -> Result<Vec<R>, StoreError> {
        let mut rows = Vec::new();
        self.each(query, params, |row| {
            rows.push(row);
            Ok(())
        })?;
        Ok(rows)
    }

    /// The first row of a query, if there is one.
    pub fn one<R: FromRow>(
        &mut self,
        query: &'static Query<R>,
        params: &[Value<'_>],
    ) -> Result<Option<R>, StoreError> {
        Ok(self.all(query, params)?.into_iter().next())
    }

    /// Hands each row of a query to a function as it comes, for results too large to hold.
    pub fn each<R: FromRow>(
        &mut self,
        query: &'static Query<R>,
        params: &[Value<'_>],
        mut take: impl FnMut(R) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut row = |row: &Row<'_>| take(R::from_row(row)?);
        let run = query.statement.begin();
        let done = match &mut self.engine {
            Backing::Sqlite(connection) => {
                sqlite::each(connection, &query.statement, params, &mut row)
            }
            Backing::Postgres(session) => session.each(&query.statement, params, &mut row),
        };
        drop(run);
        self.noted(done)
    }

    /// Runs a statement; gives the number of rows changed.
    pub fn run(
        &mut self,
        statement: &'static Statement,
        params: &[Value<'_>],
    ) -> Result<u64, StoreError> {
        let run = statement.begin();
        let done = match &mut self.engine {
            Backing::Sqlite(connection) => sqlite::run(connection, statement, params),
            Backing::Postgres(session) => session.run(statement, params),
        };
        drop(run);
        self.changed |= done.as_ref().is_ok_and(|rows| *rows > 0);
        self.noted(done)
    }

    /// Runs several statements without parameters: migrations and tests.
    pub fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        let done = match &mut self.engine {
            Backing::Sqlite(connection) => sqlite::batch(connection, sql),
            Backing::Postgres(session) => session.batch(sql),
        };
        self.changed = true;
        self.noted(done)
    }

    /// Whether writers of this engine take turns, so that a worker needs no lock to claim a row.
    pub fn writers_take_turns(&self) -> bool {
        matches!(self.engine, Backing::Sqlite(_))
    }

    fn noted<T>(&mut self, done: Result<T, StoreError>) -> Result<T, StoreError> {
        if let Err(error) = &done {
            self.conflict |= matches!(error, StoreError::Conflict);
            self.failed.get_or_insert_with(|| error.clone());
        }
        done
    }
}
