//! A file that is filled beside its place.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension};

use super::{Existing, Loader, Sink};
use crate::row::Value;
use crate::schema::{Table, has_more, made_rows, quoted};
use crate::tx::Backing;
use crate::{StoreError, Tx, migrate, sqlite};

/// The end of the name of a file that is not whole yet.
const UNFINISHED: &str = ".restoring";
const TABLES: &str =
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
    AND name <> 'migrations'";
const DANGLING: &str = "SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1";

pub(super) struct FileTarget {
    connection: Option<Connection>,
    place: PathBuf,
    beside: PathBuf,
}

impl FileTarget {
    pub(super) fn begin(place: PathBuf, existing: Existing) -> Result<Self, StoreError> {
        if place.exists() {
            may_take(&place, existing)?;
        }
        let beside = with_end(&place, UNFINISHED);
        // What a restore left that was killed.
        forget(&beside)?;
        make_private(&beside).map_err(|error| unusable(&error))?;
        let connection = Connection::open(&beside).map_err(failed)?;
        let mut target = Self { connection: Some(connection), place, beside };
        target.prepare()?;
        Ok(target)
    }

    /// Until it is whole the file needs no safety of its own: it is thrown away when anything fails.
    fn prepare(&mut self) -> Result<(), StoreError> {
        let connection = self.connection()?;
        for (name, value) in [("journal_mode", "OFF"), ("synchronous", "OFF")] {
            connection.pragma_update(None, name, value).map_err(failed)?;
        }
        // Rows may come before those they refer to within a table; all are looked at in the end.
        connection.pragma_update(None, "foreign_keys", "OFF").map_err(failed)?;
        // 64 MiB (negative: KiB), so that indexes are filled in memory as far as they fit.
        connection.pragma_update(None, "cache_size", -65_536).map_err(failed)?;
        let mark = sqlite::APPLICATION_ID;
        connection.pragma_update(None, "application_id", mark).map_err(failed)?;
        connection.execute_batch("BEGIN").map_err(failed)
    }

    fn connection(&self) -> Result<&Connection, StoreError> {
        self.connection.as_ref().ok_or_else(|| StoreError::Unavailable("it is closed".into()))
    }

    pub(super) fn tx(&mut self) -> Result<Tx<'_>, StoreError> {
        Ok(Tx::new(Backing::Sqlite(self.connection()?)))
    }

    pub(super) fn load(&mut self, table: &Table) -> Result<Loader<'_>, StoreError> {
        let places: Vec<_> = (1..=table.columns.len()).map(|n| format!("?{n}")).collect();
        let sql = format!(
            "INSERT INTO {} ({}) VALUES ({})",
            quoted(&table.name),
            table.list(),
            places.join(", ")
        );
        let statement = self.connection()?.prepare(&sql).map_err(failed)?;
        Ok(Loader::new(Sink::File(statement), table))
    }

    pub(super) fn finish(mut self) -> Result<(), StoreError> {
        let connection = self.connection()?;
        let dangling: Option<String> =
            connection.query_row(DANGLING, [], |row| row.get(0)).optional().map_err(failed)?;
        if let Some(table) = dangling {
            let why = "it refers to one that is not there".into();
            return Err(StoreError::Row { table, why });
        }
        connection.execute_batch("COMMIT").map_err(failed)?;
        drop(self.connection.take());
        self.take_place().map_err(|error| unusable(&error))?
    }

    /// Puts the whole file into its place. What stood there is one file by then: its log must not be
    /// taken for the new one's.
    fn take_place(&self) -> io::Result<Result<(), StoreError>> {
        File::open(&self.beside)?.sync_all()?;
        if self.place.exists() {
            match sqlite::stand_alone(&self.place) {
                Ok(()) | Err(StoreError::Corrupt(_)) => {}
                Err(error) => return Ok(Err(error)),
            }
            fs::set_permissions(&self.beside, fs::metadata(&self.place)?.permissions())?;
        }
        for end in ["-wal", "-shm"] {
            forget_file(&with_end(&self.place, end))?;
        }
        fs::rename(&self.beside, &self.place)?;
        let folder = self.place.parent().filter(|path| !path.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
        Ok(Ok(()))
    }
}

impl Drop for FileTarget {
    fn drop(&mut self) {
        drop(self.connection.take());
        drop(forget(&self.beside));
    }
}

pub(super) fn put(
    statement: &mut rusqlite::Statement<'_>,
    values: &[Value<'_>],
) -> Result<(), StoreError> {
    statement.execute(rusqlite::params_from_iter(values)).map(drop).map_err(failed)
}

/// Whether a restored file may come where one is already.
fn may_take(place: &Path, existing: Existing) -> Result<(), StoreError> {
    let replace = existing == Existing::Replace;
    match has_rows(place) {
        Ok(true) if !replace => return Err(StoreError::NotEmpty),
        // A damaged file is what a backup is for, a newer one what is left when an upgrade failed.
        Err(StoreError::Corrupt(_)) if replace => return Ok(()),
        Err(StoreError::Newer { .. }) if replace => {}
        Err(error) => return Err(error),
        Ok(_) => {}
    }
    sqlite::stand_alone(place)
}

fn has_rows(place: &Path) -> Result<bool, StoreError> {
    sqlite::inspect(place, migrate::newest())?;
    let connection = sqlite::connect(place)?;
    let mut tables = connection.prepare(TABLES).map_err(failed)?;
    let names = tables.query_map([], |row| row.get::<_, String>(0)).map_err(failed)?;
    let made = made_rows()?;
    for name in names {
        let name = name.map_err(failed)?;
        let sql = has_more(&name, made.get(&name).copied().unwrap_or(0));
        if connection.query_row(&sql, [], |row| row.get(0)).map_err(failed)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn failed(error: rusqlite::Error) -> StoreError {
    StoreError::sqlite(&error, "restore")
}

fn unusable(error: &io::Error) -> StoreError {
    match error.kind() {
        ErrorKind::StorageFull => StoreError::Full,
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => StoreError::ReadOnly,
        _ => StoreError::Unavailable(error.to_string()),
    }
}

fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

fn forget(path: &Path) -> Result<(), StoreError> {
    forget_file(path).map_err(|error| unusable(&error))
}

fn forget_file(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

/// Makes an empty file that only its owner may read: it will hold what residents told the town.
fn make_private(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.append(true).create_new(true).open(path).map(drop)
}
