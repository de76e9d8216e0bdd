use base::IdMaker;
use base::time::to_ms;
use jiff::Timestamp;
use serde_json::Value;
use store::{StoreError, Tx};

use crate::{queue, wake};

/// A piece of work to be done after the commit.
#[derive(Clone, Debug)]
pub struct Job {
    pub(crate) kind: &'static str,
    pub(crate) payload: Value,
    pub(crate) due_at: i64,
    pub(crate) key: Option<String>,
    pub(crate) same: Same,
}

/// What becomes of a job whose key already waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Same {
    Replace,
    Keep,
}

impl Job {
    /// A job that is due at once, before all that has a time. Kinds are `noun.verb`; the payload is what its handler reads, ids
    /// rather than copies of what stands in tables.
    pub fn new(kind: &'static str, payload: Value) -> Self {
        Self { kind, payload, due_at: 0, key: None, same: Same::Replace }
    }

    /// Makes it due later.
    #[must_use]
    pub fn at(mut self, at: Timestamp) -> Self {
        self.due_at = to_ms(at);
        self
    }

    /// Says what it is about. A job with the same key that has not begun yet is replaced: its
    /// payload and time become these.
    #[must_use]
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self.same = Same::Replace;
        self
    }

    /// Says what it is about. A job with the same key that has not begun yet stays as it is, and
    /// this one falls away.
    #[must_use]
    pub fn once(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self.same = Same::Keep;
        self
    }
}

/// Puts a job down in the caller's transaction; workers of this node wake when it commits.
pub fn enqueue(tx: &mut Tx<'_>, job: &Job, ids: &IdMaker) -> Result<(), StoreError> {
    queue::add(tx, ids.next(), job)?;
    wake::workers();
    Ok(())
}

/// Takes back the jobs with a key; gives their number. One that is running ends its attempt, but is
/// not tried again. Dead letters stay.
pub fn cancel(tx: &mut Tx<'_>, key: &str) -> Result<u64, StoreError> {
    queue::remove_by_key(tx, key)
}
