//! Dead letters: jobs that were given up and wait for a person; and how much waits at all.

use base::time::{from_ms, to_ms};
use jiff::{SignedDuration, Timestamp};
use store::{StoreError, Tx};

use crate::{queue, wake};

store::row! {
    /// A job that was given up.
    pub struct DeadJob {
        pub id: i64,
        pub kind: String,
        pub job_key: Option<String>,
        pub payload: String,
        pub attempts: i64,
        pub dead_at: i64,
        pub last_error: Option<String>,
    }
}

/// How much work waits: what an administrator and a health check look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backlog {
    /// Jobs that are due and that nobody runs yet.
    pub due: i64,
    /// Dead letters.
    pub dead: i64,
    /// How long the oldest due job with a time has been due.
    pub behind: SignedDuration,
}

/// The dead letters, the newest first, at most `limit`; `before` is the id of the last one on the
/// page before, if any.
pub fn dead(tx: &mut Tx<'_>, before: Option<i64>, limit: i64) -> Result<Vec<DeadJob>, StoreError> {
    queue::dead(tx, before.unwrap_or(i64::MAX), limit)
}

/// Lets a dead letter run again, with all its attempts; `false` when there is none of that id. The
/// caller writes the ledger entry.
pub fn retry(tx: &mut Tx<'_>, id: i64) -> Result<bool, StoreError> {
    let revived = queue::revive(tx, id)?;
    wake::workers();
    Ok(revived)
}

/// Throws a dead letter away; `false` when there is none of that id. The caller writes the ledger
/// entry.
pub fn discard(tx: &mut Tx<'_>, id: i64) -> Result<bool, StoreError> {
    queue::discard(tx, id)
}

/// Counts what waits.
pub fn backlog(tx: &mut Tx<'_>, now: Timestamp) -> Result<Backlog, StoreError> {
    let (due, dead, oldest) = queue::count(tx, to_ms(now))?;
    let behind = oldest.map_or(SignedDuration::ZERO, |at| now.duration_since(from_ms(at)));
    Ok(Backlog { due, dead, behind })
}
