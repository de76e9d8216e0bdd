//! Fresh databases for tests, on every engine that this machine offers.
//!
//! In the crate under test: `[dev-dependencies] store = { workspace = true, features = ["testing"] }`.
//! SQLite always runs; PostgreSQL runs when `TOWNHALL_TEST_POSTGRES` holds the address of a database
//! whose user may create databases, such as `postgres://townhall@127.0.0.1:5432/postgres`.
//!
//! ```
//! use store::{StoreError, testing};
//!
//! for db in testing::databases() {
//!     // `db` derefs to `store::Db`, is migrated, and is removed when it goes out of scope.
//!     db.write_blocking(|tx| tx.batch("CREATE TABLE notes (id BIGINT PRIMARY KEY)")).unwrap();
//!     let clone: store::Db = db.db(); // for what keeps a `Db` of its own
//! #   drop(clone);
//! }
//! // Prepares each statement on each engine; panics with the list of all that is wrong.
//! testing::check_statements(&store::statements());
//! # Ok::<_, StoreError>(())
//! ```
//!
//! All of it may be called inside and outside an async runtime.

mod proxy;

use std::ops::Deref;
use std::path::Path;

use crate::{Db, Described, Options, pg};

pub use proxy::{Cutter, Proxy};

/// The environment variable with the address of a PostgreSQL database for tests.
pub const POSTGRES: &str = "TOWNHALL_TEST_POSTGRES";

/// A fresh, migrated database that is removed when it goes out of scope.
#[derive(Debug)]
pub struct TestDb {
    db: Db,
    place: Place,
}

#[derive(Debug)]
enum Place {
    // Kept for its removal on drop.
    Folder(#[expect(dead_code, reason = "removed when dropped")] tempfile::TempDir),
    Server { administrator: String, name: String },
}

impl TestDb {
    /// A handle of its own, for what keeps one.
    pub fn db(&self) -> Db {
        self.db.clone()
    }

    /// Its address, with which another process opens it.
    pub fn address(&self) -> String {
        match (&self.place, self.db.path()) {
            (Place::Server { administrator, name }, _) => with_database(administrator, name),
            (Place::Folder(_), path) => format!("sqlite:{}", path.unwrap_or_default().display()),
        }
    }
}

impl Deref for TestDb {
    type Target = Db;

    fn deref(&self) -> &Db {
        &self.db
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        if let Place::Server { administrator, name } = &self.place {
            let (address, sql) = (administrator.clone(), drop_sql(name));
            // A database that stays behind is a nuisance, not a failed test.
            drop(on_a_thread(move || pg::administer(&address, &sql)));
        }
    }
}

/// Another program's connection to an SQLite file, for tests of what ours does about it.
#[derive(Debug)]
pub struct Stranger(rusqlite::Connection);

impl Stranger {
    /// Opens the file, or makes it.
    ///
    /// # Panics
    /// When it cannot.
    pub fn open(path: &Path) -> Self {
        let opened = rusqlite::Connection::open(path);
        Self(opened.unwrap_or_else(|error| panic!("{}: {error}", path.display())))
    }

    /// Runs statements; what they lock stays so until this goes out of scope.
    ///
    /// # Panics
    /// When one fails.
    pub fn run(&self, sql: &str) {
        self.0.execute_batch(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    /// Hands the first column of each row of a query, a text, to a function.
    ///
    /// # Panics
    /// When the query fails.
    pub fn each(&self, sql: &str, mut take: impl FnMut(&str)) {
        let mut statement = self.0.prepare(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
        let mut rows = statement.query([]).unwrap_or_else(|error| panic!("{sql}: {error}"));
        while let Some(row) = rows.next().unwrap_or_else(|error| panic!("{sql}: {error}")) {
            let text: String = row.get(0).unwrap_or_else(|error| panic!("{sql}: {error}"));
            take(&text);
        }
    }
}

/// Runs statements on a server's database, on a connection that is closed then.
///
/// # Panics
/// When one fails.
pub fn run(address: &str, sql: &str) {
    let (address, statements) = (address.to_owned(), sql.to_owned());
    on_a_thread(move || pg::administer(&address, &statements))
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// A fresh database of each engine that this machine offers.
///
/// # Panics
/// When one cannot be made.
pub fn databases() -> Vec<TestDb> {
    let mut all = vec![sqlite()];
    all.extend(servers());
    all
}

/// A fresh database on each server that this machine offers, for programs of their own process.
///
/// # Panics
/// When one cannot be made.
pub fn servers() -> Vec<TestDb> {
    let postgres = std::env::var(POSTGRES).ok().filter(|address| !address.trim().is_empty());
    postgres.map(|administrator| on_server(administrator.trim())).into_iter().collect()
}

/// A fresh SQLite database, for tests in which the engine does not matter.
///
/// # Panics
/// When it cannot be made.
pub fn sqlite() -> TestDb {
    let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("no temporary folder: {error}"));
    let address = format!("sqlite:{}", folder.path().join("town.sqlite3").display());
    TestDb { db: opened(address), place: Place::Folder(folder) }
}

/// Prepares each statement on each engine that this machine offers and holds its columns against
/// its row type.
///
/// # Panics
/// With the list of all that is wrong.
pub fn check_statements(statements: &[Described]) {
    let mut problems = Vec::new();
    for test in databases() {
        let (db, statements) = (test.db(), statements.to_vec());
        let engine = db.engine();
        let found = on_a_thread(move || {
            statements.into_iter().filter_map(|one| db.check(one).err()).collect::<Vec<_>>()
        });
        problems.extend(found.into_iter().map(|problem| format!("{engine:?}: {problem}")));
    }
    assert!(problems.is_empty(), "statements that do not fit:\n{}", problems.join("\n"));
}

fn on_server(administrator: &str) -> TestDb {
    let random = base::Rng::system().bytes::<8>();
    let name = format!("townhall_test_{}", hex::encode(random));
    // template0 is never in use by anybody, so that tests can start side by side.
    let sql = format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'");
    let address = administrator.to_owned();
    on_a_thread(move || pg::administer(&address, &sql))
        .unwrap_or_else(|error| panic!("{POSTGRES}: {error}"));
    let place = Place::Server { administrator: administrator.to_owned(), name: name.clone() };
    TestDb { db: opened(with_database(administrator, &name)), place }
}

fn opened(address: String) -> Db {
    // Two connections show what concurrency does and leave the server room for other tests.
    let options = Options { readers: 2, connections: 2, ..Options::default() };
    let told = address.clone();
    on_a_thread(move || Db::open(&address, &options))
        .unwrap_or_else(|error| panic!("{told} does not open: {error}"))
}

fn drop_sql(name: &str) -> String {
    format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")
}

/// The same server and user, another database.
fn with_database(address: &str, name: &str) -> String {
    let (address, options) = match address.split_once('?') {
        Some((address, options)) => (address, format!("?{options}")),
        None => (address, String::new()),
    };
    let (scheme, rest) = address.split_once("://").unwrap_or(("postgres", address));
    let host = rest.split('/').next().unwrap_or(rest);
    format!("{scheme}://{host}/{name}{options}")
}

/// The synchronous client of PostgreSQL must not block a thread of the async runtime.
fn on_a_thread<T: Send + 'static>(run: impl FnOnce() -> T + Send + 'static) -> T {
    match std::thread::spawn(run).join() {
        Ok(value) => value,
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_database_of_an_address_is_exchanged() {
        for (address, expected) in [
            ("postgres://a@h:1/postgres", "postgres://a@h:1/x"),
            ("postgresql://a:b@h", "postgresql://a:b@h/x"),
            ("postgres://h/db?connect_timeout=3", "postgres://h/x?connect_timeout=3"),
        ] {
            assert_eq!(with_database(address, "x"), expected);
        }
    }

    #[tokio::test]
    async fn databases_come_and_go_inside_a_runtime() {
        for db in databases() {
            db.write(|tx| tx.batch("CREATE TABLE notes (id BIGINT PRIMARY KEY)")).await.unwrap();
        }
        check_statements(&crate::statements());
    }
}
