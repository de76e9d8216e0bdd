//! PostgreSQL: a pool of connections on threads, one transaction each, re-run on conflicts.

use std::collections::HashMap;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use base::Node;
use fallible_iterator::FallibleIterator;
use postgres::types::ToSql;
use postgres::{Client, NoTls};

use crate::figures::{Counting, Figures};
use crate::row::{Row, Source, Value};
use crate::seat::Seated;
use crate::sqlite::{enqueue, thread};
use crate::statement::{Described, Statement};
use crate::trouble::Trouble;
use crate::tx::Backing;
use crate::work::{Outcome, Work};
use crate::{About, Options, StoreError, Tx, migrate};

mod cells;

pub(crate) use cells::value;
use cells::{gives, takes};

/// How often a closure is run again after a conflict (40001, 40P01) before the caller is told. One that
/// runs alone meets none, so this is reached only beside programs that do not take turns.
const MAX_RUNS: u32 = 12;
/// After how many runs a closure has the database for itself: by then its rivals are many, and each more
/// run costs more than the moment in which they wait. Writers of rows meet those of the same row only, who
/// come one after the other soon.
const RUNS_BESIDE_OTHERS: u32 = 3;
const RUNS_BESIDE_ROWS: u32 = 8;
/// The number of the advisory lock under which one node migrates while others wait: "TWNH".
pub(crate) const MIGRATION_LOCK: &str = "SELECT pg_advisory_xact_lock(1415007816)";
/// The name of the step before any statement, for errors.
pub(crate) const CONNECT: &str = "connect";
/// How long a server may take to answer a new connection, unless the address says otherwise.
const CONNECT_TIME: Duration = Duration::from_secs(5);
/// How long a server may leave what it is sent unacknowledged: one that has gone without a word is
/// noticed then, unless the address says otherwise.
const SILENCE: Duration = Duration::from_secs(30);
/// Reads see one snapshot.
pub(crate) const BEGIN_READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
/// Whether there is a table of migrations with our columns; other programs have some of that name.
const OUR_MIGRATIONS: &str = "SELECT COUNT(*) FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name = 'migrations' AND column_name = 'checksum'";
/// How many tables of this schema belong to no extension (PostGIS brings some).
const TABLES: &str = "SELECT COUNT(*) FROM pg_class AS c
    WHERE c.relnamespace = CAST(current_schema() AS regnamespace) AND c.relkind IN ('r', 'p')
    AND NOT EXISTS (SELECT 1 FROM pg_depend AS d WHERE d.objid = c.oid AND d.deptype = 'e')";
/// Writes behave as if one came after the other, as SQLite's do; conflicts are re-run. The lock lets all
/// writers of all nodes pass but whoever writes alone; taking one needs no snapshot, so what is read
/// afterwards is what was there when the lock was got. The table is one that nobody writes.
const BEGIN_WRITE: &str =
    "BEGIN ISOLATION LEVEL SERIALIZABLE; LOCK TABLE migrations IN ROW SHARE MODE";
/// The same where only the rows themselves matter: of two that change one row, the second is run again
/// (PostgreSQL 13.2.2), and nothing is made of what each has read beside.
const BEGIN_WRITE_ROWS: &str =
    "BEGIN ISOLATION LEVEL REPEATABLE READ; LOCK TABLE migrations IN ROW SHARE MODE";
/// A write with no other beside it.
const BEGIN_ALONE: &str =
    "BEGIN ISOLATION LEVEL SERIALIZABLE; LOCK TABLE migrations IN EXCLUSIVE MODE";

/// A closure and how its transaction begins.
struct Job {
    begin: &'static str,
    work: Box<dyn Work>,
}

/// What fails now, told to the log once.
struct Troubles {
    reaching: Trouble,
    writing: Trouble,
}

/// The threads that hold the server's connections.
#[derive(Clone)]
pub(crate) struct Pool {
    address: Arc<str>,
    jobs: SyncSender<Job>,
    seated: Arc<Seated>,
    counting: Arc<Counting>,
}

impl Pool {
    pub(crate) fn open(address: &str, options: &Options) -> Result<Self, StoreError> {
        let mut session = Session::connect(address)?;
        let known = migrate::newest();
        let found = session.newest_migration()?;
        if found > known {
            return Err(StoreError::Newer { found, known });
        }
        if options.migrate {
            session.migrate()?;
        }
        let seated = Arc::new(Seated::take(options.seat, &mut session)?);
        // Until it has work, the first thread keeps the node's number by this connection.
        let mut first = options.seat.map(|_| session);
        let (jobs, waiting) = sync_channel(options.queue);
        let waiting = Arc::new(Mutex::new(waiting));
        let troubles = Arc::new(Troubles {
            reaching: Trouble::of("reaching the server"),
            writing: Trouble::of("writing"),
        });
        let (address, counting): (Arc<str>, _) = (address.into(), Arc::<Counting>::default());
        for number in 0..options.connections.max(1) {
            let (address, waiting) = (Arc::clone(&address), Arc::clone(&waiting));
            let (troubles, seated) = (Arc::clone(&troubles), Arc::clone(&seated));
            let counting = Arc::clone(&counting);
            let way = Way { address, seated, session: first.take(), counting };
            thread(format!("postgres-{number}"), move || serve(way, &waiting, &troubles))?;
        }
        Ok(Self { address, jobs, seated, counting })
    }

    pub(crate) fn read(&self, work: Box<dyn Work>) -> Result<(), StoreError> {
        self.send(BEGIN_READ, work)
    }

    pub(crate) fn write(&self, work: Box<dyn Work>) -> Result<(), StoreError> {
        self.send(BEGIN_WRITE, work)
    }

    pub(crate) fn write_rows(&self, work: Box<dyn Work>) -> Result<(), StoreError> {
        self.send(BEGIN_WRITE_ROWS, work)
    }

    pub(crate) fn figures(&self) -> Figures {
        self.counting.now()
    }

    pub(crate) fn node(&self) -> &Node {
        self.seated.node()
    }

    pub(crate) fn about(&self) -> Result<About, StoreError> {
        let mut session = Session::connect(&self.address)?;
        let failed = |error: postgres::Error| StoreError::postgres(&error, "about");
        let asked =
            "SELECT current_setting('server_version'), pg_database_size(current_database())";
        let row = session.client.query_one(asked, &[]).map_err(failed)?;
        Ok(About {
            engine: format!("PostgreSQL {}", row.try_get::<_, &str>(0).map_err(failed)?),
            bytes: row.try_get(1).map_err(failed)?,
            migration: session.newest_migration()?,
            newest: migrate::newest(),
            damage: None,
        })
    }

    fn send(&self, begin: &'static str, work: Box<dyn Work>) -> Result<(), StoreError> {
        enqueue(&self.jobs, Job { begin, work }, &self.counting)
    }

    pub(crate) fn check(&self, described: Described) -> Result<(), String> {
        let mut session = Session::connect(&self.address).map_err(|error| error.to_string())?;
        let told = |problem: String| format!("{}: {problem}", described.name());
        let prepared = session.client.prepare(described.sql()).map_err(|error| {
            told(error.as_db_error().map_or(error.to_string(), |db| db.message().to_owned()))
        })?;
        let odd = prepared.params().iter().find(|kind| !takes(kind));
        if let Some(kind) = odd {
            return Err(told(format!("a parameter is {kind}; write CAST($n AS BIGINT) or TEXT")));
        }
        if let Some(column) = prepared.columns().iter().find(|column| !gives(column.type_())) {
            return Err(told(format!("column {} is {}; CAST it", column.name(), column.type_())));
        }
        let columns: Vec<String> = prepared.columns().iter().map(|c| c.name().to_owned()).collect();
        described.mismatch(&columns).map_or(Ok(()), |problem| Err(told(problem)))
    }
}

/// A thread's way to the server: the connection that rests, if one does.
struct Way {
    address: Arc<str>,
    seated: Arc<Seated>,
    session: Option<Session>,
    counting: Arc<Counting>,
}

/// Takes jobs one by one; a lost connection is made anew for the next job.
fn serve(mut way: Way, waiting: &Mutex<Receiver<Job>>, troubles: &Troubles) {
    loop {
        let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = next else { return };
        way.counting.taken(1);
        let Job { begin, work } = job;
        if begin == BEGIN_READ && !work.is_awaited() {
            continue;
        }
        let began = Instant::now();
        match way.begun(begin) {
            Ok(mut live) => {
                troubles.reaching.note(None);
                let lost = live.transact(begin, work, &way.counting);
                if begin == BEGIN_READ {
                    way.counting.read(began.elapsed());
                } else {
                    way.counting.wrote(began.elapsed());
                    troubles.writing.note(lost.as_ref().filter(|error| error.is_outage()));
                }
                way.session = Some(live);
            }
            Err(error) => {
                troubles.reaching.note(Some(&error));
                work.answer(Some(error));
            }
        }
    }
}

impl Way {
    /// Begins a transaction on the connection that rested, or on a new one when that is lost: a server
    /// that was started anew has closed what rested here, and nothing has run on it yet.
    fn begun(&mut self, begin: &str) -> Result<Session, StoreError> {
        if let Some(mut rested) = self.session.take() {
            match self.seated.enter(&mut rested).and_then(|()| rested.batch(begin)) {
                Err(StoreError::Unavailable(_)) => {}
                done => return done.map(|()| rested),
            }
        }
        let mut made = Session::connect(&self.address)?;
        self.seated.enter(&mut made)?;
        made.batch(begin)?;
        Ok(made)
    }
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

    fn migrate(&mut self) -> Result<(), StoreError> {
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
    /// conflicted too often; answers it. Gives why it was lost, if it was.
    fn transact(
        &mut self,
        begin: &str,
        mut work: Box<dyn Work>,
        counting: &Counting,
    ) -> Option<StoreError> {
        let mut lost = Some(StoreError::Conflict);
        let beside = if begin == BEGIN_WRITE { RUNS_BESIDE_OTHERS } else { RUNS_BESIDE_ROWS };
        for run in 0..MAX_RUNS {
            let begun = match run {
                0 => Ok(()),
                _ if begin != BEGIN_READ && run >= beside => self.batch(BEGIN_ALONE),
                _ => self.batch(begin),
            };
            if begun.is_err() {
                // A lock that was refused leaves its transaction behind.
                drop(self.batch("ROLLBACK"));
            }
            match begun.and_then(|()| self.attempt(work.as_mut())) {
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
        lost
    }

    fn attempt(&mut self, work: &mut dyn Work) -> Result<Outcome, StoreError> {
        let outcome = work.run(&mut Tx::new(Backing::Postgres(self)));
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

    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        self.client.batch_execute(sql).map_err(|error| StoreError::postgres(&error, "batch"))
    }
}

/// Runs one statement outside any transaction, such as the making of a database.
#[cfg(feature = "testing")]
pub(crate) fn administer(address: &str, sql: &str) -> Result<(), StoreError> {
    Session::connect(address)?.batch(sql)
}
