//! PostgreSQL: a pool of connections on threads, one transaction each, re-run on conflicts.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use base::Node;

use crate::figures::{Counting, Figures};
use crate::seat::Seated;
use crate::sqlite::{enqueue, thread};
use crate::statement::Described;
use crate::trouble::{Trouble, Writing};
use crate::work::Work;
use crate::{About, Options, StoreError, migrate};

mod cells;
mod session;

pub(crate) use cells::value;
use cells::{gives, takes};
use session::Ended;
pub(crate) use session::Session;

/// The number of the advisory lock under which one node migrates while others wait: "TWNH".
pub(crate) const MIGRATION_LOCK: &str = "SELECT pg_advisory_xact_lock(1415007816)";
/// The name of the step before any statement, for errors.
pub(crate) const CONNECT: &str = "connect";
/// The name of a transaction's beginning, for errors.
pub(crate) const BEGIN: &str = "begin";
/// Reads see one snapshot.
pub(crate) const BEGIN_READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
/// Writes behave as if one came after the other, as SQLite's do; conflicts are re-run. The lock lets all
/// writers of all nodes pass but whoever writes alone; taking one needs no snapshot, so what is read
/// afterwards is what was there when the lock was got. The table is one that nobody writes.
const BEGIN_WRITE: &str =
    "BEGIN ISOLATION LEVEL SERIALIZABLE; LOCK TABLE migrations IN ROW SHARE MODE";
/// The same where only the rows themselves matter: of two that change one row, the second is run again
/// (PostgreSQL 13.2.2), and nothing is made of what each has read beside.
const BEGIN_WRITE_ROWS: &str =
    "BEGIN ISOLATION LEVEL REPEATABLE READ; LOCK TABLE migrations IN ROW SHARE MODE";

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
    troubles: Arc<Troubles>,
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
        Ok(Self { address, jobs, seated, counting, troubles })
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

    /// Whether what is written is kept; a server that is out of reach keeps nothing.
    pub(crate) fn writing(&self) -> Writing {
        let Writing { failing, kept_ago } = self.troubles.writing.now();
        Writing { failing: self.troubles.reaching.now().failing.or(failing), kept_ago }
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
                let Ended { failed, changed } = live.transact(begin, work, &way.counting);
                if begin == BEGIN_READ {
                    way.counting.read(began.elapsed());
                } else {
                    way.counting.wrote(began.elapsed());
                    match failed.as_ref().filter(|error| error.is_outage()) {
                        None if !changed => {}
                        failing => troubles.writing.note(failing),
                    }
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
            match self.seated.enter(&mut rested).and_then(|()| rested.begin(begin)) {
                Err(StoreError::Unavailable(_)) => {}
                done => return done.map(|()| rested),
            }
        }
        let mut made = Session::connect(&self.address)?;
        self.seated.enter(&mut made)?;
        made.begin(begin)?;
        Ok(made)
    }
}

/// Runs one statement outside any transaction, such as the making of a database.
#[cfg(feature = "testing")]
pub(crate) fn administer(address: &str, sql: &str) -> Result<(), StoreError> {
    Session::connect(address)?.batch(sql)
}
