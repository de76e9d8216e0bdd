use std::io;
use std::path::Path;

use files::FileError;
use store::StoreError;

/// Says why a backup could not be taken or restored, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The folder of photos failed.
    #[error(transparent)]
    Photos(#[from] FileError),
    /// A file or folder could not be used.
    #[error("could not {what} {path}: {why}")]
    File {
        /// What was tried, such as `read`.
        what: &'static str,
        /// The file.
        path: String,
        /// What the operating system said.
        why: String,
    },
    /// The backup could not be written on.
    #[error("the backup could not be written: {0}; look whether its disk is full or gone")]
    Output(String),
    /// The storage elsewhere could not be used.
    #[error("the storage could not be used: {0}")]
    Storage(String),
    /// A public key or passphrase makes no sense.
    #[error("{0}")]
    Key(String),
    /// The backup is encrypted, and no key was given.
    #[error("the backup is encrypted for a key; give the file with the secret key: --key FILE")]
    NeedsKey,
    /// The backup is encrypted, and no passphrase was given.
    #[error(
        "the backup is encrypted with a passphrase; give the file that holds it: --passphrase-file FILE"
    )]
    NeedsPassphrase,
    /// The key or passphrase is another one's.
    #[error(
        "the key or passphrase does not open this backup; use the one that was set when it was taken"
    )]
    WrongKey,
    /// The file is something else.
    #[error("this is no backup of townhall: {0}")]
    NotABackup(String),
    /// The backup ends too early.
    #[error(
        "the backup is cut off: it ends at {0}; copy it again from where it was made, or use another"
    )]
    Cut(String),
    /// Some bytes of the backup have changed.
    #[error(
        "the backup is damaged at {part}: {why}; copy it again from where it was made, or use another"
    )]
    Damaged {
        /// Where.
        part: String,
        /// What is wrong.
        why: String,
    },
    /// The backup's format is of a later release.
    #[error(
        "the backup was made by townhall {program} in format {found}, this program reads formats up to {known}; restore it with that release or a newer one"
    )]
    NewerFormat {
        /// The program that made it.
        program: String,
        /// Its format.
        found: u32,
        /// The newest that is known here.
        known: u32,
    },
    /// The backup's tables are of a later release.
    #[error(
        "the backup was made by townhall {program}, whose tables (migration {found}) this program does not know (it knows up to {known}); restore it with that release or a newer one"
    )]
    NewerTables {
        /// The program that made it.
        program: String,
        /// The unknown migration.
        found: i64,
        /// The newest that is known here.
        known: i64,
    },
    /// The database holds something.
    #[error(
        "the database to restore into is not empty; choose another, or let the restore replace what it holds with --replace"
    )]
    NotEmpty,
    /// The data folder holds another secret.
    #[error(
        "the data folder holds another {0} than the backup; choose another folder with --data DIR, or replace it with --replace"
    )]
    OtherSecret(String),
}

impl BackupError {
    pub(crate) fn file(what: &'static str, path: &Path, error: &io::Error) -> Self {
        Self::File { what, path: path.display().to_string(), why: error.to_string() }
    }

    pub(crate) fn output(error: io::Error) -> Self {
        Self::Output(error.to_string())
    }

    pub(crate) fn damaged(part: &str, why: impl ToString) -> Self {
        Self::Damaged { part: part.to_owned(), why: why.to_string() }
    }
}
