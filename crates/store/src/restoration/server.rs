//! A server's database that is filled in one transaction.

use std::time::Duration;

use postgres::binary_copy::BinaryCopyInWriter;
use postgres::types::Type;

use super::{Existing, Loader, Sink};
use crate::pg::{MIGRATION_LOCK, Session};
use crate::row::Value;
use crate::schema::{ColumnKind, Table, has_more, made_rows, quoted};
use crate::tx::Backing;
use crate::{StoreError, Tx};

/// The tables of this schema that belong to no extension.
const TABLES: &str = "SELECT c.relname FROM pg_class AS c
    WHERE c.relnamespace = CAST(current_schema() AS regnamespace) AND c.relkind IN ('r', 'p')
    AND NOT EXISTS (SELECT 1 FROM pg_depend AS d WHERE d.objid = c.oid AND d.deptype = 'e')";
/// Other programs that are connected to this database.
const OTHERS: &str = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()
    AND pid <> pg_backend_pid() AND backend_type = 'client backend'";
/// How long tables that somebody else holds are waited for.
const WAIT: &str = "SET LOCAL lock_timeout = '10s'";
/// How often, and after which pause, it is looked whether others have gone: two seconds in all.
const LOOKS: u32 = 20;
const PAUSE: Duration = Duration::from_millis(100);

pub(super) struct ServerTarget {
    session: Box<Session>,
}

impl ServerTarget {
    pub(super) fn begin(address: &str, existing: Existing) -> Result<Self, StoreError> {
        let mut session = Box::new(Session::connect(address)?);
        // Refuses a database of another program.
        session.newest_migration()?;
        session.batch("BEGIN")?;
        session.batch(WAIT)?;
        session.batch(MIGRATION_LOCK)?;
        let names: Vec<String> = session
            .client
            .query(TABLES, &[])
            .map_err(failed)?
            .iter()
            .map(|row| row.try_get(0))
            .collect::<Result<_, _>>()
            .map_err(failed)?;
        if has_rows(&mut session, &names)? {
            if existing == Existing::Keep {
                return Err(StoreError::NotEmpty);
            }
            alone(&mut session)?;
        }
        if !names.is_empty() {
            let names: Vec<_> = names.iter().map(|name| quoted(name)).collect();
            session.batch(&format!("DROP TABLE {} CASCADE", names.join(", ")))?;
        }
        Ok(Self { session })
    }

    pub(super) fn tx(&mut self) -> Tx<'_> {
        Tx::new(Backing::Postgres(&mut self.session))
    }

    pub(super) fn load(&mut self, table: &Table) -> Result<Loader<'_>, StoreError> {
        let (name, columns) = (quoted(&table.name), table.list());
        let sql = format!("COPY {name} ({columns}) FROM STDIN (FORMAT BINARY)");
        let writer = self.session.client.copy_in(&sql).map_err(failed)?;
        let types: Vec<Type> = table.columns.iter().map(|column| kind(column.kind)).collect();
        let copy = BinaryCopyInWriter::new(writer, &types);
        Ok(Loader::new(Sink::Server(Box::new(copy)), table))
    }

    pub(super) fn finish(mut self) -> Result<(), StoreError> {
        self.session.batch("COMMIT")?;
        // The server learns what the tables hold in its own time too; queries are slow until then.
        if let Err(error) = self.session.batch("ANALYZE") {
            tracing::warn!(%error, "the server could not analyse the restored tables");
        }
        Ok(())
    }
}

pub(super) fn put(
    copy: &mut BinaryCopyInWriter<'_>,
    values: &[Value<'_>],
) -> Result<(), StoreError> {
    copy.write_raw(values.iter().copied()).map_err(failed)
}

/// Ends a table. A reference that leads nowhere is told here.
pub(super) fn end(copy: BinaryCopyInWriter<'_>, table: &Table) -> Result<(), StoreError> {
    copy.finish().map(drop).map_err(|error| match failed(error) {
        StoreError::Constraint(why) => StoreError::Row { table: table.name.clone(), why },
        other => other,
    })
}

/// Refuses while other programs are connected. One that has just closed leaves a moment later.
fn alone(session: &mut Session) -> Result<(), StoreError> {
    for _ in 0..LOOKS {
        let others: i64 =
            session.client.query_one(OTHERS, &[]).map_err(failed)?.try_get(0).map_err(failed)?;
        if others == 0 {
            return Ok(());
        }
        std::thread::sleep(PAUSE);
    }
    Err(StoreError::InUse)
}

fn has_rows(session: &mut Session, tables: &[String]) -> Result<bool, StoreError> {
    let made = made_rows()?;
    for name in tables.iter().filter(|name| *name != "migrations") {
        let sql = has_more(name, made.get(name).copied().unwrap_or(0));
        if session.client.query_one(&sql, &[]).map_err(failed)?.try_get(0).map_err(failed)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn kind(kind: ColumnKind) -> Type {
    match kind {
        ColumnKind::Int => Type::INT8,
        ColumnKind::Real => Type::FLOAT8,
        ColumnKind::Text => Type::TEXT,
        ColumnKind::Bytes => Type::BYTEA,
    }
}

fn failed(error: postgres::Error) -> StoreError {
    StoreError::postgres(&error, "restore")
}
