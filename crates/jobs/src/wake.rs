//! How a worker of this process learns of a new job without waiting for its next look.

use tokio::sync::Notify;

/// All workers of the process wait here. A wake-up too many costs one look at the queue.
static NEW_JOB: Notify = Notify::const_new();

/// Wakes the workers. The transaction that holds the job may not be committed yet; a woken worker
/// therefore looks several times.
pub(crate) fn workers() {
    NEW_JOB.notify_waiters();
}

/// Waits for the next new job.
pub(crate) fn new_job() -> tokio::sync::futures::Notified<'static> {
    NEW_JOB.notified()
}
