use rusqlite::ErrorCode;

use crate::pg::{BEGIN, CONNECT};

/// Says why the database could not do what was asked.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// The address of the database makes no sense.
    #[error("the database address {0} is not known; use sqlite:PATH or postgres://USER@HOST/NAME")]
    Address(String),
    /// The database cannot be reached or does not answer.
    #[error("the database cannot be reached: {0}")]
    Unavailable(String),
    /// Another program holds the database locked.
    #[error("the database is locked by another program; stop it, then start again")]
    Locked,
    /// The database or its disk takes no writes.
    #[error("the database is read-only; allow this program to write to the file and its folder")]
    ReadOnly,
    /// The disk is full.
    #[error("the disk of the database is full; free some space, then try again")]
    Full,
    /// The disk fails.
    #[error("the disk of the database fails ({0}); look at the system's log")]
    Disk(String),
    /// The file is damaged or no database.
    #[error("the database is damaged or is not a database; restore a backup ({0})")]
    Corrupt(String),
    /// The database is one of another program.
    #[error("the database belongs to another program; choose another")]
    Foreign,
    /// A restore would overwrite what the database holds.
    #[error("the database is not empty")]
    NotEmpty,
    /// Others use the database that a restore would replace.
    #[error("other programs have the database open; stop them first")]
    InUse,
    /// A row does not fit into its table.
    #[error("a row of the table {table} cannot be kept: {why}")]
    Row {
        /// The table.
        table: String,
        /// What is wrong.
        why: String,
    },
    /// A newer release has changed the database.
    #[error(
        "the database is at version {found}, this program knows versions up to {known}; start the newer release"
    )]
    Newer {
        /// The version of the database.
        found: i64,
        /// The newest version that this program knows.
        known: i64,
    },
    /// A migration that ran before has another text now.
    #[error(
        "migration {0} is not the one that made this database; restore the program or the database"
    )]
    Rewritten(String),
    /// The number that this node was given belongs to another that runs.
    #[error(
        "another node of this database runs with the number {0}; give each node a number of its own, or \
         none, and it takes the lowest that is free"
    )]
    NodeTaken(u16),
    /// Every number of a node is taken.
    #[error("every number of a node is taken; stop programs that need not run")]
    NoNode,
    /// More work waits than may wait.
    #[error("the database is busy; try again in a moment")]
    Busy,
    /// A rule of the tables was broken: the constraint's or column's name.
    #[error("the change breaks a rule of the database: {0}")]
    Constraint(String),
    /// Another transaction came between, again and again.
    #[error("others changed the same data at the same moment; try again")]
    Conflict,
    /// A statement failed: a mistake of the program.
    #[error("the statement {name} failed: {message}")]
    Statement {
        /// The statement's name.
        name: &'static str,
        /// What the database said.
        message: String,
    },
    /// A column has another type than the row expects: a mistake of the program.
    #[error("column {index} holds {found}, {expected} was expected")]
    Column {
        /// The column, from 0.
        index: usize,
        /// What it holds.
        found: &'static str,
        /// What was asked for.
        expected: &'static str,
    },
    /// The work panicked; its transaction was rolled back.
    #[error("the work on the database broke off")]
    Panicked,
}

/// Whether a connection broke: reset, timed out, closed in the middle. What the driver could not make
/// of a value is a mistake of the program instead.
fn is_about_the_network(error: &postgres::Error) -> bool {
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        if inner.is::<std::io::Error>() {
            return true;
        }
        cause = inner.source();
    }
    false
}

impl StoreError {
    /// Whether too much was asked for at the same moment: trying again soon helps.
    pub fn is_crowding(&self) -> bool {
        matches!(self, Self::Busy | Self::Conflict)
    }

    /// Whether the database, its disk or the way to it fails, so that nothing is wrong with what was
    /// asked: somebody has to look at the machine, and then it can be asked again.
    pub fn is_outage(&self) -> bool {
        matches!(
            self,
            Self::Unavailable(_) | Self::Locked | Self::ReadOnly | Self::Full | Self::Disk(_)
        )
    }

    /// Whether the change broke a uniqueness or reference rule.
    pub fn is_constraint(&self) -> bool {
        matches!(self, Self::Constraint(_))
    }

    pub(crate) fn sqlite(error: &rusqlite::Error, name: &'static str) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly,
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Corrupt(error.to_string())
            }
            Some(ErrorCode::SystemIoFailure) => Self::Disk(error.to_string()),
            Some(ErrorCode::CannotOpen) => Self::Unavailable(error.to_string()),
            Some(ErrorCode::ConstraintViolation) => Self::Constraint(error.to_string()),
            _ => Self::Statement { name, message: error.to_string() },
        }
    }

    pub(crate) fn postgres(error: &postgres::Error, name: &'static str) -> Self {
        let Some(db) = error.as_db_error() else {
            let message = std::error::Error::source(error)
                .map_or_else(|| error.to_string(), |source| format!("{error}: {source}"));
            return if error.is_closed() || name == CONNECT || is_about_the_network(error) {
                Self::Unavailable(message)
            } else {
                Self::Statement { name, message }
            };
        };
        // Wrong passwords and missing databases are told as such; they name no secret.
        if name == CONNECT {
            return Self::Unavailable(db.message().to_owned());
        }
        match db.code().code() {
            "40001" | "40P01" => Self::Conflict,
            "53100" => Self::Full,
            // A replica that is not the primary yet says the second.
            "25006" => Self::ReadOnly,
            "0A000" if name == BEGIN => Self::ReadOnly,
            "58030" => Self::Disk(db.message().to_owned()),
            "55P03" => Self::Locked,
            code if code.starts_with("23") => Self::Constraint(db.message().to_owned()),
            code if code.starts_with("08") || code.starts_with("57P") || code.starts_with("53") => {
                Self::Unavailable(db.message().to_owned())
            }
            _ => Self::Statement { name, message: db.message().to_owned() },
        }
    }
}
