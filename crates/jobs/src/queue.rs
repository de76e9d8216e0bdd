//! The collection of jobs: every statement on the tables `jobs` and `job_schedules`.

use store::{StoreError, Tx, params};

use crate::dead::DeadJob;
use crate::job::{Job, Same};
use crate::worker::CONCURRENCY;

/// The longest error text that is kept, in characters: enough for what a mail server says.
const MAX_ERROR: usize = 500;

store::row! {
    /// A job that a worker has claimed.
    pub(crate) struct ClaimedRow {
        pub id: i64,
        pub kind: String,
        pub payload: String,
        pub attempts: i64,
        pub claim: i64,
    }
}

store::statements! {
    ADD: Statement = "INSERT INTO jobs (id, kind, job_key, waiting_key, payload, state, due_at, attempts)
        VALUES ($1, $2, $3, $3, $4, 'waiting', $5, 0)";
    REPLACE: Statement = "INSERT INTO jobs (id, kind, job_key, waiting_key, payload, state, due_at, attempts)
        VALUES ($1, $2, $3, $3, $4, 'waiting', $5, 0)
        ON CONFLICT (waiting_key) DO UPDATE SET kind = excluded.kind, payload = excluded.payload,
            due_at = excluded.due_at, attempts = 0, last_error = NULL";
    ADD_ONCE: Statement = "INSERT INTO jobs (id, kind, job_key, waiting_key, payload, state, due_at, attempts)
        VALUES ($1, $2, $3, $3, $4, 'waiting', $5, 0) ON CONFLICT (waiting_key) DO NOTHING";
    REMOVE_BY_KEY: Statement = "DELETE FROM jobs WHERE job_key = $1 AND state = 'waiting'";
    WAITING_BY_KEY: Query<i64> = "SELECT id FROM jobs WHERE job_key = $1 AND state = 'waiting' LIMIT 1";
    DUE: Query<i64> = "SELECT id FROM jobs WHERE state = 'waiting' AND due_at <= $1 LIMIT 1";
    /// The lease is written over the time, so that one index finds both what waits and what was lost.
    CLAIM: Query<ClaimedRow> = "UPDATE jobs SET due_at = $2, attempts = attempts + 1, claim = $3, waiting_key = NULL
        WHERE id IN (SELECT id FROM jobs WHERE state = 'waiting' AND due_at <= $1 AND id NOT IN ($5, $6, $7, $8)
            ORDER BY due_at, id LIMIT $4 FOR UPDATE SKIP LOCKED)
        RETURNING id, kind, payload, attempts, claim";
    LEASE: Statement = "UPDATE jobs SET due_at = $3 WHERE id = $1 AND claim = $2";
    DONE: Statement = "DELETE FROM jobs WHERE id = $1 AND claim = $2";
    SUCCEEDED: Query<i64> = "SELECT newer.id FROM jobs AS newer JOIN jobs AS older ON newer.waiting_key = older.job_key
        WHERE older.id = $1 AND newer.id <> older.id LIMIT 1";
    PAUSE: Statement = "UPDATE jobs SET due_at = $3, last_error = $4, claim = NULL, waiting_key = job_key
        WHERE id = $1 AND claim = $2";
    GIVE_BACK: Statement = "UPDATE jobs SET due_at = $3, attempts = attempts - 1, claim = NULL, waiting_key = job_key
        WHERE id = $1 AND claim = $2";
    BURY: Statement = "UPDATE jobs SET state = 'dead', due_at = $3, last_error = $4, claim = NULL, waiting_key = NULL
        WHERE id = $1 AND claim = $2";
    DEAD: Query<DeadJob> = "SELECT id, kind, job_key, payload, attempts, due_at AS dead_at, last_error FROM jobs
        WHERE state = 'dead' AND id < $1 ORDER BY id DESC LIMIT $2";
    REVIVE: Statement = "UPDATE jobs SET state = 'waiting', due_at = 0, attempts = 0 WHERE id = $1 AND state = 'dead'";
    DISCARD: Statement = "DELETE FROM jobs WHERE id = $1 AND state = 'dead'";
    COUNT: Query<(String, i64)> = "SELECT state, COUNT(*) FROM jobs
        WHERE state = 'dead' OR due_at <= $1 GROUP BY state LIMIT 10";
    OLDEST: Query<Option<i64>> = "SELECT MIN(due_at) FROM jobs WHERE state = 'waiting' AND due_at BETWEEN 1 AND $1";
    SCHEDULE: Statement = "INSERT INTO job_schedules (kind, next_at) VALUES ($1, $2) ON CONFLICT (kind) DO NOTHING";
    SOONER: Statement = "UPDATE job_schedules SET next_at = $2 WHERE kind = $1 AND next_at > $2";
    COMING: Query<(String, i64)> = "SELECT kind, next_at FROM job_schedules WHERE next_at <= $1 ORDER BY kind LIMIT 1000";
    ADVANCE: Statement = "UPDATE job_schedules SET next_at = $3 WHERE kind = $1 AND next_at = $2";
}

pub(crate) fn add(tx: &mut Tx<'_>, id: i64, job: &Job) -> Result<(), StoreError> {
    let statement = match (&job.key, job.same) {
        (None, _) => &ADD,
        (Some(_), Same::Replace) => &REPLACE,
        (Some(_), Same::Keep) => &ADD_ONCE,
    };
    let payload = job.payload.to_string();
    tx.run(statement, params![id, job.kind, job.key, payload, job.due_at]).map(drop)
}

pub(crate) fn remove_by_key(tx: &mut Tx<'_>, key: &str) -> Result<u64, StoreError> {
    tx.run(&REMOVE_BY_KEY, params![key])
}

/// Whether a job with this key waits or runs.
pub(crate) fn waits(tx: &mut Tx<'_>, key: &str) -> Result<bool, StoreError> {
    Ok(tx.one(&WAITING_BY_KEY, params![key])?.is_some())
}

pub(crate) fn is_due(tx: &mut Tx<'_>, now: i64) -> Result<bool, StoreError> {
    Ok(tx.one(&DUE, params![now])?.is_some())
}

/// The jobs that a worker runs now, by their ids; no id is 0.
pub(crate) type Own = [i64; CONCURRENCY];

/// Takes at most `limit` due jobs for the attempt `claim`, until `lease`, and none that the worker runs: when
/// the clock steps forward their leases look as if they had run out.
pub(crate) fn claim(
    tx: &mut Tx<'_>,
    now: i64,
    lease: i64,
    claim: i64,
    limit: i64,
    own: Own,
) -> Result<Vec<ClaimedRow>, StoreError> {
    let [a, b, c, d] = own;
    let mut rows = tx.all(&CLAIM, params![now, lease, claim, limit, a, b, c, d])?;
    // RETURNING promises no order; ids rise with time.
    rows.sort_by_key(|row| row.id);
    Ok(rows)
}

/// Sets the end of a claimed job's lease.
pub(crate) fn lease(tx: &mut Tx<'_>, id: i64, claim: i64, until: i64) -> Result<(), StoreError> {
    tx.run(&LEASE, params![id, claim, until]).map(drop)
}

/// Removes a job that is done; `false` when the attempt is no longer the current one.
pub(crate) fn done(tx: &mut Tx<'_>, id: i64, claim: i64) -> Result<bool, StoreError> {
    Ok(tx.run(&DONE, params![id, claim])? == 1)
}

/// Lets a job wait for its next attempt. A newer job with its key takes its place.
pub(crate) fn pause(
    tx: &mut Tx<'_>,
    id: i64,
    claim: i64,
    until: i64,
    error: &str,
) -> Result<(), StoreError> {
    if tx.one(&SUCCEEDED, params![id])?.is_some() {
        return done(tx, id, claim).map(drop);
    }
    tx.run(&PAUSE, params![id, claim, until, short(error)]).map(drop)
}

/// Lets another worker do a claimed job at once, as if it had not been begun. One that was done meanwhile
/// stays done; a newer job with its key takes its place.
pub(crate) fn give_back(tx: &mut Tx<'_>, id: i64, claim: i64, now: i64) -> Result<(), StoreError> {
    if tx.one(&SUCCEEDED, params![id])?.is_some() {
        return done(tx, id, claim).map(drop);
    }
    tx.run(&GIVE_BACK, params![id, claim, now]).map(drop)
}

pub(crate) fn bury(
    tx: &mut Tx<'_>,
    id: i64,
    claim: i64,
    now: i64,
    error: &str,
) -> Result<(), StoreError> {
    tx.run(&BURY, params![id, claim, now, short(error)]).map(drop)
}

pub(crate) fn dead(tx: &mut Tx<'_>, before: i64, limit: i64) -> Result<Vec<DeadJob>, StoreError> {
    tx.all(&DEAD, params![before, limit])
}

pub(crate) fn revive(tx: &mut Tx<'_>, id: i64) -> Result<bool, StoreError> {
    Ok(tx.run(&REVIVE, params![id])? == 1)
}

pub(crate) fn discard(tx: &mut Tx<'_>, id: i64) -> Result<bool, StoreError> {
    Ok(tx.run(&DISCARD, params![id])? == 1)
}

/// How many jobs are due and how many are dead, and since when the oldest is due.
pub(crate) fn count(tx: &mut Tx<'_>, now: i64) -> Result<(i64, i64, Option<i64>), StoreError> {
    let counts = tx.all(&COUNT, params![now])?;
    let of = |state: &str| counts.iter().find(|(s, _)| s == state).map_or(0, |(_, n)| *n);
    let oldest = tx.one(&OLDEST, params![now])?.flatten();
    Ok((of("waiting"), of("dead"), oldest))
}

/// Makes a schedule known and lets it come no later than `latest`.
pub(crate) fn schedule(
    tx: &mut Tx<'_>,
    kind: &str,
    first: i64,
    latest: i64,
) -> Result<(), StoreError> {
    tx.run(&SCHEDULE, params![kind, first])?;
    tx.run(&SOONER, params![kind, latest]).map(drop)
}

pub(crate) fn coming(tx: &mut Tx<'_>, now: i64) -> Result<Vec<(String, i64)>, StoreError> {
    tx.all(&COMING, params![now])
}

/// Moves a schedule on; `false` when another node did so first.
pub(crate) fn advance(tx: &mut Tx<'_>, kind: &str, from: i64, to: i64) -> Result<bool, StoreError> {
    Ok(tx.run(&ADVANCE, params![kind, from, to])? == 1)
}

fn short(error: &str) -> String {
    // PostgreSQL takes no NUL, which a stranger's server may send.
    error.chars().filter(|c| *c != '\0').take(MAX_ERROR).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_statement_fits_both_engines() {
        store::testing::check_statements(&super::statements());
    }
}
