use std::collections::BTreeMap;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use base::{Clock, IdMaker, Rng};
use jiff::SignedDuration;
use serde::de::DeserializeOwned;
use serde_json::Value;
use store::{Db, Tx};

use crate::{JobError, queue};

/// What every handler works with.
#[derive(Clone, Debug)]
pub struct Tools {
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// New ids.
    pub ids: IdMaker,
    /// Chance.
    pub rng: Rng,
}

/// One attempt at one job, as its handler sees it.
#[derive(Clone, Debug)]
pub struct JobContext {
    /// What it works with.
    pub tools: Tools,
    /// The attempt.
    pub claim: Claim,
    /// Which attempt this is, from 1.
    pub attempt: i64,
    /// Whether no other attempt follows a failure of this one.
    pub last: bool,
}

/// The right to do a job, until its lease ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    pub(crate) job: i64,
    pub(crate) attempt: i64,
}

impl Claim {
    /// Marks the job as done in the handler's own transaction, so that its effect on the database
    /// happens exactly once. The error [`JobError::Lost`] must roll the transaction back.
    pub fn finish(self, tx: &mut Tx<'_>) -> Result<(), JobError> {
        if queue::done(tx, self.job, self.attempt)? { Ok(()) } else { Err(JobError::Lost) }
    }
}

/// How patiently the jobs of a kind are done.
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    /// How often a job is attempted before it becomes a dead letter.
    pub attempts: i64,
    /// How long one attempt may take; after that it is stopped, and after a crash the job is free
    /// for another worker.
    pub lease: SignedDuration,
}

impl Default for Policy {
    /// Fourteen attempts take three and a half days, which outlasts a weekend's outage; five minutes
    /// are ample for anything that is not a batch.
    fn default() -> Self {
        Self { attempts: 14, lease: SignedDuration::from_mins(5) }
    }
}

pub(crate) type Done = Pin<Box<dyn Future<Output = Result<(), JobError>> + Send>>;
type Handler = Arc<dyn Fn(JobContext, Value) -> Done + Send + Sync>;

#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) policy: Policy,
    pub(crate) handler: Handler,
}

/// The handlers of all kinds of jobs, and the schedules.
#[derive(Clone, Default)]
pub struct Registry {
    entries: BTreeMap<&'static str, Entry>,
    pub(crate) schedules: BTreeMap<&'static str, SignedDuration>,
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.entries.keys()).finish()
    }
}

impl Registry {
    /// An empty registry.
    pub fn new() -> Self {
        Self::default()
    }

    /// Names the handler of a kind. What it needs besides [`Tools`] its closure carries. A payload
    /// that does not fit the handler's type makes a dead letter.
    pub fn on<P, F, R>(&mut self, kind: &'static str, handler: F) -> &mut Self
    where
        P: DeserializeOwned + Send + 'static,
        F: Fn(JobContext, P) -> R + Send + Sync + 'static,
        R: Future<Output = Result<(), JobError>> + Send + 'static,
    {
        self.on_with(kind, Policy::default(), handler)
    }

    /// Names the handler of a kind that needs another patience.
    pub fn on_with<P, F, R>(&mut self, kind: &'static str, policy: Policy, handler: F) -> &mut Self
    where
        P: DeserializeOwned + Send + 'static,
        F: Fn(JobContext, P) -> R + Send + Sync + 'static,
        R: Future<Output = Result<(), JobError>> + Send + 'static,
    {
        let handler = Arc::new(move |context: JobContext, payload: Value| -> Done {
            match serde_json::from_value(payload) {
                Ok(payload) => Box::pin(handler(context, payload)),
                Err(error) => Box::pin(async move { Err(JobError::dead(error)) }),
            }
        });
        self.entries.insert(kind, Entry { policy, handler });
        self
    }

    /// Names the handler of work that comes again after a time, once across all nodes. It starts
    /// at once, and a time that was missed is made up for once.
    pub fn every<F, R>(&mut self, time: SignedDuration, kind: &'static str, handler: F) -> &mut Self
    where
        F: Fn(JobContext) -> R + Send + Sync + 'static,
        R: Future<Output = Result<(), JobError>> + Send + 'static,
    {
        self.schedules.insert(kind, time);
        self.on(kind, move |context, _: Value| handler(context))
    }

    /// The name of a kind as it is registered: a word of ours, whatever a row says.
    pub(crate) fn name(&self, kind: &str) -> &'static str {
        self.entries.get_key_value(kind).map_or("unknown", |(name, _)| *name)
    }

    pub(crate) fn entry(&self, kind: &str) -> Option<&Entry> {
        self.entries.get(kind)
    }
}
