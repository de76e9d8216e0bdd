//! One connection: transactions that are run again on conflicts, and prepared statements.

use std::collections::HashMap;
use std::time::Duration;

use fallible_iterator::FallibleIterator;
use postgres::types::ToSql;
use postgres::{Client, NoTls};

use super::{BEGIN, BEGIN_READ, BEGIN_WRITE, CONNECT, MIGRATION_LOCK};
use crate::figures::Counting;
use crate::row::{Row, Source, Value};
use crate::statement::Statement;
use crate::tx::Backing;
use crate::work::{Outcome, Work};
use crate::{StoreError, Tx, migrate};

/// How often a closure is run again after a conflict (40001, 40P01) before the caller is told. One that
/// runs alone meets none, so this is reached only beside programs that do not take turns.
const MAX_RUNS: u32 = 12;
/// After how many runs a closure has the database for itself: by then its rivals are many, and each more
/// run costs more than the moment in which they wait. Writers of rows meet those of the same row only, who
/// come one after the other soon.
const RUNS_BESIDE_OTHERS: u32 = 3;
const RUNS_BESIDE_ROWS: u32 = 8;
/// How long a server may take to answer a new connection, unless the address says otherwise.
const CONNECT_TIME: Duration = Duration::from_secs(5);
/// How long a server may leave what it is sent unacknowledged: one that has gone without a word is
/// noticed then, unless the address says otherwise.
const SILENCE: Duration = Duration::from_secs(30);
/// A server that has gone while it was to answer sends nothing more: after so long it is asked whether it is
/// there, and again after the pause, unless the address says otherwise. The system's own time is two hours.
const ASK_AFTER: Duration = Duration::from_secs(10);
const ASK_AGAIN: Duration = Duration::from_secs(5);
/// The driver's own time before it asks, which tells that the address says nothing else.
const DRIVERS_ASK_AFTER: Duration = Duration::from_hours(2);
/// Whether there is a table of migrations with our columns; other programs have some of that name.
const OUR_MIGRATIONS: &str = "SELECT COUNT(*) FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name = 'migrations' AND column_name = 'checksum'";
/// How many tables of this schema belong to no extension (PostGIS brings some).
const TABLES: &str = "SELECT COUNT(*) FROM pg_class AS c
    WHERE c.relnamespace = CAST(current_schema() AS regnamespace) AND c.relkind IN ('r', 'p')
    AND NOT EXISTS (SELECT 1 FROM pg_depend AS d WHERE d.objid = c.oid AND d.deptype = 'e')";
/// A write with no other beside it.
const BEGIN_ALONE: &str =
    "BEGIN ISOLATION LEVEL SERIALIZABLE; LOCK TABLE migrations IN EXCLUSIVE MODE";

/// How a closure's last run ended.
#[derive(Default)]
pub(super) struct Ended {
    /// Why it was lost, or what the closure met.
    pub(super) failed: Option<StoreError>,
    /// Whether changes were kept.
    pub(super) changed: bool,
}

/// One connection and its prepared statements.
pub(crate) struct Session {
    pub(crate) client: Client,
    /// The node's number whose lock it holds.
    pub(crate) number: Option<u16>,
    prepared: HashMap<&'static str, postgres::Statement>,
}

impl Session {
    pub(crate) fn connect(address: &str) -> Result<Self, StoreError> {
        let failed = |error: postgres::Error| StoreError::postgres(&error, CONNECT);
        let mut config: postgres::Config = address.parse().map_err(failed)?;
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT_TIME);
        }
        if config.get_tcp_user_timeout().is_none() {
            config.tcp_user_timeout(SILENCE);
        }
        if config.get_keepalives_idle() == DRIVERS_ASK_AFTER {
            config.keepalives_idle(ASK_AFTER).keepalives_interval(ASK_AGAIN);
        }
        let client = config.connect(NoTls).map_err(failed)?;
        Ok(Self { client, number: None, prepared: HashMap::new() })
    }

    pub(crate) fn newest_migration(&mut self) -> Result<i64, StoreError> {
        let failed = |error: postgres::Error| StoreError::postgres(&error, "migrations");
        let ours: i64 = self.client.query_one(OUR_MIGRATIONS, &[]).map_err(failed)?.get(0);
        if ours == 0 {
            let theirs: i64 = self.client.query_one(TABLES, &[]).map_err(failed)?.get(0);
            return if theirs == 0 { Ok(0) } else { Err(StoreError::Foreign) };
        }
        let newest = "SELECT COALESCE(MAX(version), 0) FROM migrations";
        Ok(self.client.query_one(newest, &[]).map_err(failed)?.get(0))
    }

    pub(super) fn migrate(&mut self) -> Result<(), StoreError> {
        self.batch("BEGIN")?;
        let outcome = self
            .batch(MIGRATION_LOCK)
            .and_then(|()| migrate::run(&mut Tx::new(Backing::Postgres(self))));
        self.batch(if outcome.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
        // Statements prepared while tables were being made may be stale.
        self.prepared.clear();
        outcome
    }

    /// Runs the work in the transaction that has begun, and again until it commits, fails, or
    /// conflicted too often; answers it. Tells how it ended.
    pub(super) fn transact(
        &mut self,
        begin: &str,
        mut work: Box<dyn Work>,
        counting: &Counting,
    ) -> Ended {
        let mut lost = Some(StoreError::Conflict);
        let mut ended = Ended::default();
        let beside = if begin == BEGIN_WRITE { RUNS_BESIDE_OTHERS } else { RUNS_BESIDE_ROWS };
        for run in 0..MAX_RUNS {
            let begun = match run {
                0 => Ok(()),
                _ if begin != BEGIN_READ && run >= beside => self.begin(BEGIN_ALONE),
                _ => self.begin(begin),
            };
            if begun.is_err() {
                // A lock that was refused leaves its transaction behind.
                drop(self.batch("ROLLBACK"));
            }
            match begun.and_then(|()| self.attempt(work.as_mut(), &mut ended)) {
                Ok(Outcome::Again) | Err(StoreError::Conflict) => {
                    counting.ran_again();
                    // Longer after each run, so that rivals part.
                    std::thread::sleep(Duration::from_millis(u64::from(run * run)));
                }
                Ok(Outcome::Commit | Outcome::RollBack) => {
                    lost = None;
                    break;
                }
                Err(error) => {
                    lost = Some(error);
                    break;
                }
            }
        }
        if matches!(lost, Some(StoreError::Conflict)) {
            counting.gave_up();
        }
        work.answer(lost.clone());
        Ended { failed: lost.or(ended.failed), ..ended }
    }

    fn attempt(&mut self, work: &mut dyn Work, ended: &mut Ended) -> Result<Outcome, StoreError> {
        let mut tx = Tx::new(Backing::Postgres(self));
        let outcome = work.run(&mut tx);
        *ended = Ended { changed: tx.changed && outcome == Outcome::Commit, failed: tx.failed };
        self.batch(if outcome == Outcome::Commit { "COMMIT" } else { "ROLLBACK" })?;
        Ok(outcome)
    }

    fn prepare(
        &mut self,
        statement: &'static Statement,
    ) -> Result<postgres::Statement, StoreError> {
        if let Some(prepared) = self.prepared.get(statement.sql) {
            return Ok(prepared.clone());
        }
        let failed = |error: postgres::Error| StoreError::postgres(&error, statement.name);
        let prepared = self.client.prepare(statement.sql).map_err(failed)?;
        self.prepared.insert(statement.sql, prepared.clone());
        Ok(prepared)
    }

    pub(crate) fn each(
        &mut self,
        statement: &'static Statement,
        params: &[Value<'_>],
        take: &mut dyn FnMut(&Row<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let prepared = self.prepare(statement)?;
        let failed = |error: postgres::Error| StoreError::postgres(&error, statement.name);
        let params = params.iter().map(|value| {
            let value: &(dyn ToSql + Sync) = value;
            value
        });
        let mut rows = self.client.query_raw(&prepared, params).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            take(&Row(Source::Postgres(&row)))?;
        }
        Ok(())
    }

    pub(crate) fn run(
        &mut self,
        statement: &'static Statement,
        params: &[Value<'_>],
    ) -> Result<u64, StoreError> {
        let prepared = self.prepare(statement)?;
        let params: Vec<&(dyn ToSql + Sync)> = params
            .iter()
            .map(|value| {
                let value: &(dyn ToSql + Sync) = value;
                value
            })
            .collect();
        self.client
            .execute(&prepared, &params)
            .map_err(|error| StoreError::postgres(&error, statement.name))
    }

    pub(super) fn begin(&mut self, sql: &str) -> Result<(), StoreError> {
        self.client.batch_execute(sql).map_err(|error| StoreError::postgres(&error, BEGIN))
    }

    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        self.client.batch_execute(sql).map_err(|error| StoreError::postgres(&error, "batch"))
    }
}
