//! Why a disk takes no writes, beyond what SQLite tells of it.

use std::fs::OpenOptions;
use std::io::ErrorKind;

use rusqlite::Connection;

use crate::StoreError;

/// Tells a read-only disk from a failing one: SQLite says "disk I/O error" of both.
///
/// The log beside the file is opened, not the file: closing any handle of the file would free the locks
/// that SQLite holds on it for the whole process (fcntl, POSIX.1).
pub(crate) fn cause(connection: &Connection, error: StoreError) -> StoreError {
    let StoreError::Disk(_) = error else { return error };
    let Some(path) = connection.path() else { return error };
    match OpenOptions::new().write(true).open(format!("{path}-wal")) {
        Err(denied) if denied.kind() == ErrorKind::ReadOnlyFilesystem => StoreError::ReadOnly,
        _ => error,
    }
}
