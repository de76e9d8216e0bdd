//! Work that follows a commit: a queue in the same database, workers, schedules.
//!
//! A job is put down in the transaction of the act that it follows from, so there is never an act
//! without its job nor a job without its act. Each job runs at least once: a worker that dies loses
//! its lease and the job runs again. A handler that calls [`Claim::finish`] in its own transaction
//! has its effect on the database exactly once. What fails is tried again, ever more slowly, and
//! after its last attempt lies as a dead letter until a person retries or discards it.
//!
//! Not here: what the work is. Each crate registers the handlers of its own kinds.
//!
//! ```
//! use base::{Clock, IdMaker, Rng};
//! use jobs::{Job, JobContext, JobError, Registry, Tools, Worker};
//! use serde_json::json;
//!
//! #[derive(serde::Deserialize)]
//! struct Remind { case: i64 }
//!
//! async fn remind(job: JobContext, about: Remind) -> Result<(), JobError> {
//!     job.tools.db.write(move |tx| {
//!         // … the reminder itself, with `about.case` …
//!         job.claim.finish(tx)
//!     }).await
//! }
//!
//! # #[tokio::main(flavor = "current_thread")] async fn main() {
//! # let test = store::testing::sqlite();
//! # let (db, clock, rng) = (test.db(), Clock::fixed(jiff::Timestamp::UNIX_EPOCH), Rng::seeded(1));
//! # let ids = IdMaker::new(clock.clone(), 0);
//! let mut registry = Registry::new();
//! registry.on("case.remind", remind);
//! let worker = Worker::new(Tools { db: db.clone(), clock, ids: ids.clone(), rng }, registry);
//!
//! db.write(move |tx| {
//!     let job = Job::new("case.remind", json!({"case": 7})).key("case.remind:7");
//!     jobs::enqueue(tx, &job, &ids)
//! }).await.unwrap();
//!
//! assert_eq!(worker.run_due().await.unwrap().done, 1); // tests; the program calls `worker.start()`
//! # }
//! ```

mod dead;
mod error;
mod job;
mod queue;
mod registry;
mod schedule;
mod wake;
mod worker;

pub use dead::{Backlog, DeadJob, backlog, dead, discard, retry};
pub use error::JobError;
pub use job::{Job, cancel, enqueue};
pub use queue::statements;
pub use registry::{Claim, JobContext, Policy, Registry, Tools};
pub use worker::{Ran, Running, Worker};
