use std::path::PathBuf;

use base::Node;
use tokio::sync::oneshot;

use crate::statement::Described;
use crate::work::{Work, work};
use crate::{Figures, Seat, StoreError, Tx, Writing, pg, sqlite};

/// A database: one SQLite file or a PostgreSQL server. Clones share its connections.
#[derive(Clone)]
pub struct Db(Inner);

#[derive(Clone)]
enum Inner {
    Sqlite(sqlite::Pool),
    Postgres(pg::Pool),
}

/// Where a database is.
pub(crate) enum Address {
    Sqlite(PathBuf),
    Postgres(String),
}

impl Address {
    pub(crate) fn parse(address: &str) -> Result<Self, StoreError> {
        if let Some(path) = address.strip_prefix("sqlite:") {
            Ok(Self::Sqlite(path.strip_prefix("//").unwrap_or(path).into()))
        } else if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            Ok(Self::Postgres(address.to_owned()))
        } else {
            Err(StoreError::Address(without_password(address)))
        }
    }
}

/// Which of the two engines runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// One file.
    Sqlite,
    /// A server.
    Postgres,
}

/// What an operator asks about a database.
#[derive(Clone, Debug)]
pub struct About {
    /// The version of the engine.
    pub engine: String,
    /// Its size on disk.
    pub bytes: i64,
    /// The last migration that was run; 0 before the first.
    pub migration: i64,
    /// The last migration that this program knows.
    pub newest: i64,
    /// What a quick look at the file's structure found wrong. A server looks after its own.
    pub damage: Option<String>,
}

/// How a database is opened.
#[derive(Clone, Debug)]
pub struct Options {
    /// SQLite connections for reading. Each is a thread.
    pub readers: usize,
    /// PostgreSQL connections. Each is a thread.
    pub connections: usize,
    /// How much work may wait for a connection before more is refused as [`StoreError::Busy`].
    pub queue: usize,
    /// Whether missing migrations run on opening.
    pub migrate: bool,
    /// The number that the program wants among the nodes of the database, if it makes ids.
    pub seat: Option<Seat>,
}

impl Default for Options {
    /// Four readers keep two cores busy; eight connections suit a small server; a queue of 4,096 is
    /// about a second of writes.
    fn default() -> Self {
        Self { readers: 4, connections: 8, queue: 4_096, migrate: true, seat: None }
    }
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Db({:?})", self.engine())
    }
}

impl Db {
    /// Opens `sqlite:PATH` (made when missing) or `postgres://USER@HOST/NAME`, checks that it can be
    /// used, and migrates it.
    pub fn open(address: &str, options: &Options) -> Result<Self, StoreError> {
        Ok(Self(match Address::parse(address)? {
            Address::Sqlite(path) => Inner::Sqlite(sqlite::Pool::open(&path, options)?),
            Address::Postgres(address) => Inner::Postgres(pg::Pool::open(&address, options)?),
        }))
    }

    /// Which engine runs.
    pub fn engine(&self) -> Engine {
        match self.0 {
            Inner::Sqlite(_) => Engine::Sqlite,
            Inner::Postgres(_) => Engine::Postgres,
        }
    }

    /// The file, where there is one.
    pub fn path(&self) -> Option<PathBuf> {
        match &self.0 {
            Inner::Sqlite(pool) => Some(pool.path().to_path_buf()),
            Inner::Postgres(_) => None,
        }
    }

    /// The node that this program is, with the number of its [`Seat`]; on a server the number may change
    /// while the program runs. Without a seat it is 0.
    pub fn node(&self) -> Node {
        match &self.0 {
            Inner::Sqlite(pool) => pool.node().clone(),
            Inner::Postgres(pool) => pool.node().clone(),
        }
    }

    /// How the database has been doing since it was opened.
    pub fn figures(&self) -> Figures {
        match &self.0 {
            Inner::Sqlite(pool) => pool.figures(),
            Inner::Postgres(pool) => pool.figures(),
        }
    }

    /// Whether what is written is kept, as far as the last writes have shown.
    pub fn writing(&self) -> Writing {
        match &self.0 {
            Inner::Sqlite(pool) => pool.writing(),
            Inner::Postgres(pool) => pool.writing(),
        }
    }

    /// Reads in one snapshot.
    pub async fn read<F, T, E>(&self, f: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        received(self.queue_read(f)?.await)
    }

    /// Writes in one transaction; answers when it is durable. The closure may run more than once.
    pub async fn write<F, T, E>(&self, f: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        received(self.queue_write(f, false)?.await)
    }

    /// Like [`Db::write`], for closures whose rules hold row by row. Two that change the same row still
    /// come one after the other. But one must not decide by a row that the other changes and it does not:
    /// "at most three of these", "none like this yet" need [`Db::write`] or a unique key.
    ///
    /// On PostgreSQL many such closures run side by side that [`Db::write`] would run again, because it
    /// minds pages of an index that both have read; the paths that every resident takes use it.
    pub async fn write_rows<F, T, E>(&self, f: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        received(self.queue_write(f, true)?.await)
    }

    /// Like [`Db::read`], for callers outside the async runtime.
    pub fn read_blocking<F, T, E>(&self, f: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        received(self.queue_read(f)?.blocking_recv())
    }

    /// Like [`Db::write`], for callers outside the async runtime.
    pub fn write_blocking<F, T, E>(&self, f: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        received(self.queue_write(f, false)?.blocking_recv())
    }

    /// Prepares a statement on this engine and says what is wrong with it or its columns.
    pub fn check(&self, described: Described) -> Result<(), String> {
        match &self.0 {
            Inner::Sqlite(pool) => pool.check(described),
            Inner::Postgres(pool) => pool.check(described),
        }
    }

    /// Looks at the database itself, for an operator: its version, its size, whether it is damaged.
    pub fn about(&self) -> Result<About, StoreError> {
        match &self.0 {
            Inner::Sqlite(pool) => pool.about(),
            Inner::Postgres(pool) => pool.about(),
        }
    }

    /// Brings everything into the one file of SQLite, so that whoever copies it when the program has
    /// ended has all of it. What was acknowledged is safe without this.
    pub fn settle(&self) -> Result<(), StoreError> {
        match &self.0 {
            Inner::Sqlite(pool) => pool.settle(),
            Inner::Postgres(_) => Ok(()),
        }
    }

    fn queue_read<F, T, E>(&self, f: F) -> Result<oneshot::Receiver<Result<T, E>>, StoreError>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (work, answer) = work(f);
        self.send_read(work)?;
        Ok(answer)
    }

    fn queue_write<F, T, E>(
        &self,
        f: F,
        rows: bool,
    ) -> Result<oneshot::Receiver<Result<T, E>>, StoreError>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (work, answer) = work(f);
        match &self.0 {
            Inner::Sqlite(pool) => pool.write(work)?,
            Inner::Postgres(pool) if rows => pool.write_rows(work)?,
            Inner::Postgres(pool) => pool.write(work)?,
        }
        Ok(answer)
    }

    fn send_read(&self, work: Box<dyn Work>) -> Result<(), StoreError> {
        match &self.0 {
            Inner::Sqlite(pool) => pool.read(work),
            Inner::Postgres(pool) => pool.read(work),
        }
    }
}

fn received<T, E: From<StoreError>>(
    answer: Result<Result<T, E>, oneshot::error::RecvError>,
) -> Result<T, E> {
    answer.unwrap_or_else(|_| Err(StoreError::Unavailable("it is shutting down".into()).into()))
}

/// The address without what stands between `:` and `@`, for messages.
fn without_password(address: &str) -> String {
    match (address.split_once("://"), address.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}://…@{host}"),
        _ => address.to_owned(),
    }
}
