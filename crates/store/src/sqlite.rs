//! SQLite: connections on threads, one writer that commits in groups.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use base::Node;
use base::id::MAX_NODE;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::figures::{Counting, Figures};
use crate::row::{Row, Source, Value};
use crate::statement::{Described, Statement};
use crate::trouble::{Trouble, Writing};
use crate::tx::Backing;
use crate::work::{Outcome, Work};
use crate::{About, NodeNumber, Options, StoreError, Tx, disk, migrate};

mod cells;

pub(crate) use cells::value;

/// "TWNH": marks the file as ours, so that we never write into another program's database.
pub(crate) const APPLICATION_ID: i64 = 0x5457_4e48;
/// How many closures share a commit at most: a bound on how long the first waits for the last.
const GROUP: usize = 256;
/// How long a lock of another program (a backup, a shell) is waited for.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a program that is just ending may take to close its file.
const CLOSING_TIME: Duration = Duration::from_secs(2);
/// Prepared statements kept per connection: more than the program has.
const STATEMENT_CACHE: usize = 512;
const NEWEST: &str = "SELECT COALESCE(MAX(version), 0) FROM migrations";

type Queue = SyncSender<Box<dyn Work>>;

/// The threads that hold the file's connections.
#[derive(Clone)]
pub(crate) struct Pool {
    path: PathBuf,
    node: Node,
    reads: Queue,
    writes: Queue,
    counting: Arc<Counting>,
    writing: Arc<Trouble>,
}

impl Pool {
    pub(crate) fn open(path: &Path, options: &Options) -> Result<Self, StoreError> {
        let known = migrate::newest();
        if path.exists() {
            inspect(path, known)?;
        }
        let writer = connect(path)?;
        if options.migrate {
            migrate_file(&writer)?;
        }
        let (reads, to_read) = sync_channel(options.queue);
        let (writes, to_write) = sync_channel(options.queue);
        let to_read = Arc::new(Mutex::new(to_read));
        let reading = Arc::new(Trouble::of("reading"));
        let counting = Arc::<Counting>::default();
        for number in 0..options.readers.max(1) {
            let (connection, waiting) = (reader(path)?, Arc::clone(&to_read));
            let (trouble, counting) = (Arc::clone(&reading), Arc::clone(&counting));
            let run = move || read_loop(&connection, &waiting, &trouble, &counting);
            thread(format!("sqlite-read-{number}"), run)?;
        }
        let writing = Arc::new(Trouble::of("writing"));
        let (counted, noted) = (Arc::clone(&counting), Arc::clone(&writing));
        thread("sqlite-write".into(), move || write_loop(&writer, &to_write, &noted, &counted))?;
        // One program serves from a file; beside it only commands write.
        let node = Node::new(match options.seat.map(|seat| seat.number) {
            Some(NodeNumber::Given(number)) => number,
            Some(NodeNumber::Highest) => MAX_NODE,
            Some(NodeNumber::Lowest) | None => 0,
        });
        Ok(Self { path: path.to_path_buf(), node, reads, writes, counting, writing })
    }

    pub(crate) fn figures(&self) -> Figures {
        self.counting.now()
    }

    pub(crate) fn writing(&self) -> Writing {
        self.writing.now()
    }

    pub(crate) fn node(&self) -> &Node {
        &self.node
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn read(&self, work: Box<dyn Work>) -> Result<(), StoreError> {
        enqueue(&self.reads, work, &self.counting)
    }

    pub(crate) fn write(&self, work: Box<dyn Work>) -> Result<(), StoreError> {
        enqueue(&self.writes, work, &self.counting)
    }

    pub(crate) fn check(&self, described: Described) -> Result<(), String> {
        let connection = connect(&self.path).map_err(|error| error.to_string())?;
        let statement = connection
            .prepare(described.statement.for_sqlite())
            .map_err(|error| format!("{}: {error}", described.name()))?;
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        match described.mismatch(&columns) {
            None => Ok(()),
            Some(problem) => Err(format!("{}: {problem}", described.name())),
        }
    }

    /// Brings what waits beside the file into it.
    pub(crate) fn settle(&self) -> Result<(), StoreError> {
        let settled = connect(&self.path).map(|connection| {
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        });
        settled?.map_err(|error| failed(&error))
    }

    pub(crate) fn about(&self) -> Result<About, StoreError> {
        let connection = connect(&self.path)?;
        let number = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
        let text = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, String>(0));
        let told = |text: rusqlite::Result<String>| text.map_err(|error| failed(&error));
        let size = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
        let found = told(text("PRAGMA quick_check(1)"))?;
        Ok(About {
            engine: format!("SQLite {}", rusqlite::version()),
            bytes: number(size).map_err(|error| failed(&error))?,
            migration: number(NEWEST).unwrap_or(0),
            newest: migrate::newest(),
            damage: (found != "ok").then_some(found),
        })
    }
}

pub(crate) fn enqueue<W>(
    queue: &SyncSender<W>,
    work: W,
    counting: &Counting,
) -> Result<(), StoreError> {
    counting.came();
    queue.try_send(work).map_err(|error| {
        counting.taken(1);
        match error {
            TrySendError::Full(_) => {
                counting.refused();
                StoreError::Busy
            }
            TrySendError::Disconnected(_) => StoreError::Unavailable("it is shutting down".into()),
        }
    })
}

pub(crate) fn thread(name: String, run: impl FnOnce() + Send + 'static) -> Result<(), StoreError> {
    let spawned = std::thread::Builder::new().name(name).spawn(run);
    spawned.map(drop).map_err(|error| StoreError::Unavailable(error.to_string()))
}

/// Opens a file that is there and ours.
pub(crate) fn existing(path: &Path) -> Result<Connection, StoreError> {
    if !path.exists() {
        return Err(StoreError::Unavailable(format!("there is no file {}", path.display())));
    }
    inspect(path, migrate::newest())?;
    connect(path)
}

/// Makes the file of a database whole by itself, without a log beside it, so that another can take
/// its name. Refuses while a program has it open.
pub(crate) fn stand_alone(path: &Path) -> Result<(), StoreError> {
    let connection = connect(path)?;
    connection.busy_timeout(CLOSING_TIME).map_err(|error| failed(&error))?;
    let mode = connection
        .query_row("PRAGMA journal_mode = DELETE", [], |row| row.get::<_, String>(0))
        .map_err(|error| match failed(&error) {
            StoreError::Locked => StoreError::InUse,
            other => other,
        })?;
    if mode == "delete" { Ok(()) } else { Err(StoreError::InUse) }
}

/// Looks at a file without changing it: is it a database, ours, and not of a newer release?
pub(crate) fn inspect(path: &Path, known: i64) -> Result<(), StoreError> {
    let open = |flags| Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX);
    let connection = open(OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(|error| failed(&error))?;
    connection.busy_timeout(BUSY_TIMEOUT).map_err(|error| failed(&error))?;
    let number = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
    let tables = number("SELECT COUNT(*) FROM sqlite_master").map_err(|error| failed(&error))?;
    if tables == 0 {
        return Ok(());
    }
    if number("PRAGMA application_id").map_err(|error| failed(&error))? != APPLICATION_ID {
        return Err(StoreError::Foreign);
    }
    let found = number(NEWEST).unwrap_or(0);
    if found > known { Err(StoreError::Newer { found, known }) } else { Ok(()) }
}

pub(crate) fn connect(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(|error| failed(&error))?;
    prepare(&connection).map_err(|error| failed(&error))?;
    Ok(connection)
}

/// A connection that takes no writes: one that slips into a read fails here as it does on a server.
fn reader(path: &Path) -> Result<Connection, StoreError> {
    let connection = connect(path)?;
    connection.pragma_update(None, "query_only", "ON").map_err(|error| failed(&error))?;
    Ok(connection)
}

fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(STATEMENT_CACHE);
    // Without this, a statement that a partial index could serve is parsed and planned anew for each
    // value that is bound to it: a tenth of the time of a page of lists.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    // 16 MiB a connection (negative: KiB).
    connection.pragma_update(None, "cache_size", -16_384)?;
    Ok(())
}

fn migrate_file(connection: &Connection) -> Result<(), StoreError> {
    let begin = |sql: &str| connection.execute_batch(sql).map_err(|error| failed(&error));
    begin("BEGIN IMMEDIATE")?;
    let outcome = connection
        .pragma_update(None, "application_id", APPLICATION_ID)
        .map_err(|error| failed(&error))
        .and_then(|()| migrate::run(&mut Tx::new(Backing::Sqlite(connection))));
    match outcome {
        Ok(()) => begin("COMMIT"),
        Err(error) => {
            drop(begin("ROLLBACK"));
            Err(error)
        }
    }
}

fn failed(error: &rusqlite::Error) -> StoreError {
    StoreError::sqlite(error, "open")
}

fn read_loop(
    connection: &Connection,
    waiting: &Mutex<Receiver<Box<dyn Work>>>,
    trouble: &Trouble,
    counting: &Counting,
) {
    loop {
        let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(mut work) = next else { return };
        counting.taken(1);
        if !work.is_awaited() {
            continue;
        }
        let began = Instant::now();
        // A read transaction gives the closure one snapshot, however many queries it makes.
        let lost = connection.execute_batch("BEGIN").err().map(|error| failed(&error));
        let mut failed = lost.clone();
        if lost.is_none() {
            let mut tx = Tx::new(Backing::Sqlite(connection));
            work.run(&mut tx);
            failed = tx.failed.filter(StoreError::is_outage);
            drop(connection.execute_batch("ROLLBACK"));
        }
        trouble.note(failed.as_ref());
        counting.read(began.elapsed());
        work.answer(lost);
    }
}

/// Takes what waits, runs each closure in a savepoint of its own, commits once, then answers.
fn write_loop(
    connection: &Connection,
    waiting: &Receiver<Box<dyn Work>>,
    trouble: &Trouble,
    counting: &Counting,
) {
    while let Ok(first) = waiting.recv() {
        let group: Vec<_> =
            std::iter::once(first).chain(waiting.try_iter().take(GROUP - 1)).collect();
        counting.taken(group.len());
        commit(connection, group, trouble, counting);
    }
}

fn commit(
    connection: &Connection,
    mut group: Vec<Box<dyn Work>>,
    trouble: &Trouble,
    counting: &Counting,
) {
    let began = Instant::now();
    let sql = |text: &str| connection.execute_batch(text).map_err(|error| failed(&error));
    let (mut outcome, mut changed, mut failed) = (sql("BEGIN IMMEDIATE"), false, None);
    if outcome.is_ok() {
        for work in &mut group {
            outcome = sql("SAVEPOINT one").and_then(|()| {
                let mut tx = Tx::new(Backing::Sqlite(connection));
                let outcome = work.run(&mut tx);
                if connection.is_autocommit() {
                    // A full disk or a failing one ends the whole transaction at once (lang_transaction, 3.1).
                    return Err(tx.failed.unwrap_or(StoreError::Panicked));
                }
                changed |= tx.changed && outcome == Outcome::Commit;
                failed = failed.take().or(tx.failed.filter(StoreError::is_outage));
                match outcome {
                    Outcome::Commit => sql("RELEASE one"),
                    Outcome::RollBack | Outcome::Again => sql("ROLLBACK TO one; RELEASE one"),
                }
            });
            if outcome.is_err() {
                break;
            }
        }
        outcome = outcome.and_then(|()| sql("COMMIT"));
        if outcome.is_err() && !connection.is_autocommit() {
            drop(sql("ROLLBACK"));
        }
    }
    let lost = outcome.err().map(|error| disk::cause(connection, error));
    match lost.as_ref().or(failed.as_ref()) {
        None if !changed => {}
        failing => trouble.note(failing),
    }
    counting.grouped(group.len());
    counting.wrote(began.elapsed());
    for work in group {
        work.answer(lost.clone());
    }
}

pub(crate) fn each(
    connection: &Connection,
    statement: &'static Statement,
    params: &[Value<'_>],
    take: &mut dyn FnMut(&Row<'_>) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let failed = |error: rusqlite::Error| StoreError::sqlite(&error, statement.name);
    let mut prepared = connection.prepare_cached(statement.for_sqlite()).map_err(failed)?;
    let mut rows = prepared.query(rusqlite::params_from_iter(params)).map_err(failed)?;
    while let Some(row) = rows.next().map_err(failed)? {
        take(&Row(Source::Sqlite(row)))?;
    }
    Ok(())
}

pub(crate) fn run(
    connection: &Connection,
    statement: &'static Statement,
    params: &[Value<'_>],
) -> Result<u64, StoreError> {
    let failed = |error: rusqlite::Error| StoreError::sqlite(&error, statement.name);
    let mut prepared = connection.prepare_cached(statement.for_sqlite()).map_err(failed)?;
    let changed = prepared.execute(rusqlite::params_from_iter(params)).map_err(failed)?;
    Ok(u64::try_from(changed).unwrap_or(0))
}

pub(crate) fn batch(connection: &Connection, sql: &str) -> Result<(), StoreError> {
    let text = dialect(sql);
    connection.execute_batch(&text).map_err(|error| StoreError::sqlite(&error, "batch"))
}

/// SQLite's words for the column types of the migrations. `INTEGER PRIMARY KEY` makes the id the
/// row's own key; `BIGINT PRIMARY KEY` would add a second index.
fn dialect(sql: &str) -> String {
    sql.replace("BIGINT", "INTEGER").replace("DOUBLE PRECISION", "REAL").replace("BYTEA", "BLOB")
}
