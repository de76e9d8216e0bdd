use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use store::{StoreError, Tx};
use telemetry::Work;
use tokio::sync::watch;
use tokio::task::{JoinError, JoinHandle, JoinSet};
use tracing::Instrument;

use crate::queue::{self, ClaimedRow, Own};
use crate::registry::{Claim, JobContext, Policy, Registry, Tools};
use crate::{JobError, schedule, wake};

/// Jobs that one node runs side by side: mail and reminders wait for others most of the time, and
/// two cores must still answer residents.
pub(crate) const CONCURRENCY: usize = 4;
/// How long a worker sleeps between two looks at the queue when nobody wakes it.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// After a wake-up the job's transaction may still be about to commit: look again this soon.
const FIRST_LOOK: Duration = Duration::from_millis(5);
/// How long a stopping worker waits for jobs that run; the rest is given back and runs elsewhere.
const GRACE: Duration = Duration::from_secs(20);
/// The first pause after a failure, and the longest.
const PAUSE: SignedDuration = SignedDuration::from_mins(1);
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(24);
/// Jobs that one call of [`Worker::run_due`] does at most: jobs that enqueue each other must not
/// keep a test for ever.
const RUN_DUE: usize = 10_000;

/// Does the jobs of a queue.
#[derive(Clone, Debug)]
pub struct Worker {
    tools: Tools,
    registry: Arc<Registry>,
    grace: Duration,
}

/// What a run of [`Worker::run_due`] did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ran {
    /// Jobs that did their work.
    pub done: usize,
    /// Attempts that failed and are made again later.
    pub failed: usize,
    /// Jobs that were given up.
    pub dead: usize,
}

/// A worker at work.
#[derive(Debug)]
pub struct Running {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Running {
    /// Takes no new jobs, waits for those that run, and ends.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        drop(self.task.await);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Done,
    Failed,
    Dead,
}

impl Fate {
    fn told(self) -> Work {
        match self {
            Self::Done => Work::Done,
            Self::Failed => Work::Failed,
            Self::Dead => Work::Dead,
        }
    }
}

impl Worker {
    /// A worker for the kinds of a registry.
    pub fn new(tools: Tools, registry: Registry) -> Self {
        Self { tools, registry: Arc::new(registry), grace: GRACE }
    }

    /// Waits so long for jobs that run when it is stopped; what is not done then is given back.
    #[must_use]
    pub fn grace(self, grace: Duration) -> Self {
        Self { grace, ..self }
    }

    /// Works in the background until stopped.
    pub fn start(self) -> Running {
        let (stop, stopped) = watch::channel(false);
        Running { stop, task: tokio::spawn(self.work(stopped)) }
    }

    /// Does everything that is due now by the clock, one after the other and without sleeping,
    /// including what those jobs enqueue for now.
    pub async fn run_due(&self) -> Result<Ran, StoreError> {
        self.announce().await?;
        let mut ran = Ran::default();
        for _ in 0..RUN_DUE {
            self.tick().await?;
            let Some(row) = self.claim(1, [0; CONCURRENCY]).await?.pop() else { break };
            match self.clone().attempt(row).await {
                Fate::Done => ran.done += 1,
                Fate::Failed => ran.failed += 1,
                Fate::Dead => ran.dead += 1,
            }
        }
        Ok(ran)
    }

    async fn work(self, mut stopped: watch::Receiver<bool>) {
        let mut running = JoinSet::new();
        let mut claimed = BTreeMap::new();
        let mut pause = LOOK_EVERY;
        let (mut announced, mut looked_at) = (false, i64::MIN);
        while !*stopped.borrow() {
            // A clock that was ahead has put off what comes again until it is as late once more.
            let now = self.tools.clock.now_ms();
            announced &= now >= looked_at;
            looked_at = now;
            // Registered before the look, so that no job slips in between unseen.
            let woken = wake::new_job();
            tokio::pin!(woken);
            woken.as_mut().enable();
            while let Some(ended) = running.try_join_next() {
                forget(&mut claimed, ended);
            }
            let looked = async {
                if !announced {
                    self.announce().await?;
                    announced = true;
                }
                self.tick().await?;
                let mut own = [0; CONCURRENCY];
                own.iter_mut().zip(claimed.keys()).for_each(|(place, id)| *place = *id);
                self.claim(CONCURRENCY.saturating_sub(running.len()), own).await
            };
            for row in looked.await.unwrap_or_else(|error| {
                // The store tells of a database that fails, once; here it would be each second.
                if !error.is_outage() {
                    tracing::warn!(%error, "the queue of jobs cannot be read");
                }
                Vec::new()
            }) {
                claimed.insert(row.id, row.claim);
                let (id, worker) = (row.id, self.clone());
                let kind = self.registry.name(&row.kind);
                let span = tracing::info_span!("job", id, kind, attempt = row.attempts);
                let attempt = async move {
                    worker.attempt(row).await;
                    id
                };
                running.spawn(attempt.instrument(span));
            }
            tokio::select! {
                () = woken => pause = FIRST_LOOK,
                () = tokio::time::sleep(pause) => pause = (pause * 4).min(LOOK_EVERY),
                Some(ended) = running.join_next() => forget(&mut claimed, ended),
                _ = stopped.changed() => break,
            }
        }
        let rest = async {
            while let Some(ended) = running.join_next().await {
                forget(&mut claimed, ended);
            }
        };
        if tokio::time::timeout(self.grace, rest).await.is_err() {
            running.shutdown().await;
            self.give_back(claimed).await;
        }
    }

    /// Lets other workers do at once what the stop cut short.
    async fn give_back(&self, claimed: BTreeMap<i64, i64>) {
        let (jobs, now) = (claimed.len(), self.tools.clock.now_ms());
        let given = self.tools.db.write(move |tx| {
            claimed.iter().try_for_each(|(id, claim)| queue::give_back(tx, *id, *claim, now))
        });
        match given.await {
            Ok(()) => tracing::warn!(jobs, "jobs were cut short by the stop and given back"),
            // Their leases will run out.
            Err(error) => tracing::warn!(jobs, %error, "jobs were cut short by the stop"),
        }
    }

    async fn announce(&self) -> Result<(), StoreError> {
        if self.registry.schedules.is_empty() {
            return Ok(());
        }
        let (registry, now) = (Arc::clone(&self.registry), self.tools.clock.now_ms());
        self.tools.db.write(move |tx| schedule::announce(tx, &registry, now)).await
    }

    async fn tick(&self) -> Result<(), StoreError> {
        let now = self.tools.clock.now_ms();
        let coming = self.tools.db.read(move |tx| queue::coming(tx, now)).await?;
        if coming.is_empty() {
            return Ok(());
        }
        let (registry, ids) = (Arc::clone(&self.registry), self.tools.ids.clone());
        self.tools.db.write(move |tx| schedule::tick(tx, &registry, now, &ids)).await
    }

    /// Claims at most `limit` jobs. Looks by a read first: an idle town writes nothing.
    async fn claim(&self, limit: usize, own: Own) -> Result<Vec<ClaimedRow>, StoreError> {
        let now = self.tools.clock.now_ms();
        let limit = i64::try_from(limit).unwrap_or(0);
        if limit == 0 || !self.tools.db.read(move |tx| queue::is_due(tx, now)).await? {
            return Ok(Vec::new());
        }
        let (registry, ids) = (Arc::clone(&self.registry), self.tools.ids.clone());
        self.tools
            .db
            .write_rows(move |tx| claim(tx, &registry, now, (ids.next(), own), limit))
            .await
    }

    /// Makes one attempt and writes down how it went.
    async fn attempt(self, row: ClaimedRow) -> Fate {
        let policy = self.registry.entry(&row.kind).map_or_else(Policy::default, |e| e.policy);
        let last = row.attempts >= policy.attempts && !self.comes_again(&row.kind);
        let claim = Claim { job: row.id, attempt: row.claim };
        let context = JobContext { tools: self.tools.clone(), claim, attempt: row.attempts, last };
        let outcome = self.run(context, &row, policy).await;
        let fate = match &outcome {
            Ok(()) | Err(JobError::Lost) => Fate::Done,
            Err(JobError::Dead(_)) => Fate::Dead,
            Err(_) if last => Fate::Dead,
            Err(_) => Fate::Failed,
        };
        if let Err(error) = &outcome
            && !error.is_outage()
        {
            // The text of the error may name a person; it goes to the dead letter only.
            let (kind, class) = (&row.kind, error.class());
            tracing::warn!(job = row.id, kind, class, attempt = row.attempts, last, "a job failed");
        }
        telemetry::job_ended(self.registry.name(&row.kind), fate.told());
        if let Err(error) = self.settle(&row, fate, outcome).await {
            // The lease will run out and the job runs again. The store tells of a database that fails.
            if !error.is_outage() {
                tracing::error!(job = row.id, kind = row.kind, %error, "a job's end was not written");
            }
        }
        fate
    }

    async fn run(
        &self,
        context: JobContext,
        row: &ClaimedRow,
        policy: Policy,
    ) -> Result<(), JobError> {
        let Some(entry) = self.registry.entry(&row.kind) else {
            return Err(JobError::retry("this release does not know jobs of this kind"));
        };
        let payload = serde_json::from_str(&row.payload).map_err(JobError::dead)?;
        // Ends before the lease does, so that no two workers do the same job at once.
        let time = Duration::try_from(policy.lease).unwrap_or(Duration::ZERO).mul_f64(0.9);
        // A task of its own, so that a panic ends the attempt and not the worker; dropped with us.
        let mut task = JoinSet::new();
        task.spawn((entry.handler)(context, payload).in_current_span());
        match tokio::time::timeout(time, task.join_next()).await {
            Err(_) => Err(JobError::retry("it took too long and was stopped")),
            Ok(Some(Ok(outcome))) => outcome,
            Ok(_) => Err(JobError::retry("it broke off by a mistake of the program")),
        }
    }

    async fn settle(
        &self,
        row: &ClaimedRow,
        fate: Fate,
        outcome: Result<(), JobError>,
    ) -> Result<(), StoreError> {
        let (id, claim, now) = (row.id, row.claim, self.tools.clock.now_ms());
        let text = outcome.as_ref().err().map(ToString::to_string).unwrap_or_default();
        let until = now.saturating_add(self.pause(row, outcome.err().as_ref()));
        let db = &self.tools.db;
        match fate {
            Fate::Done => db.write_rows(move |tx| queue::done(tx, id, claim).map(drop)).await,
            Fate::Failed => db.write(move |tx| queue::pause(tx, id, claim, until, &text)).await,
            Fate::Dead => db.write_rows(move |tx| queue::bury(tx, id, claim, now, &text)).await,
        }
    }

    /// How long a failed job waits, in milliseconds.
    fn pause(&self, row: &ClaimedRow, error: Option<&JobError>) -> i64 {
        let time = match (error, self.registry.schedules.get(row.kind.as_str())) {
            (Some(JobError::RetryAfter(time, _)), _) => *time,
            (_, Some(every)) => (*every).min(back_off(row.attempts)),
            _ => back_off(row.attempts),
        };
        let ms = i64::try_from(time.as_millis()).unwrap_or(i64::MAX).max(0);
        // Up to a fifth more, so that what failed together does not come back together.
        let jitter = self.tools.rng.below(u64::try_from(ms / 5).unwrap_or(0));
        ms.saturating_add(i64::try_from(jitter).unwrap_or(0))
    }

    /// Work that comes again is never given up: the next time is its next attempt.
    fn comes_again(&self, kind: &str) -> bool {
        self.registry.schedules.contains_key(kind)
    }
}

/// A job that ended is not this worker's any more.
fn forget(claimed: &mut BTreeMap<i64, i64>, ended: Result<i64, JoinError>) {
    if let Ok(id) = ended {
        claimed.remove(&id);
    }
}

/// Claims jobs, gives each the lease of its kind, and gives up those whose every attempt took the
/// program down with it.
fn claim(
    tx: &mut Tx<'_>,
    registry: &Registry,
    now: i64,
    (attempt, own): (i64, Own),
    limit: i64,
) -> Result<Vec<ClaimedRow>, StoreError> {
    let usual = Policy::default();
    let until = |policy: Policy| {
        now.saturating_add(i64::try_from(policy.lease.as_millis()).unwrap_or(i64::MAX))
    };
    let mut claimed = Vec::new();
    for row in queue::claim(tx, now, until(usual), attempt, limit, own)? {
        let policy = registry.entry(&row.kind).map_or(usual, |entry| entry.policy);
        let comes_again = registry.schedules.contains_key(row.kind.as_str());
        if row.attempts > policy.attempts && !comes_again {
            queue::bury(tx, row.id, attempt, now, "the program stopped each time it ran")?;
            continue;
        }
        if policy.lease != usual.lease {
            queue::lease(tx, row.id, attempt, until(policy))?;
        }
        claimed.push(row);
    }
    Ok(claimed)
}

/// Doubles the pause with each attempt.
fn back_off(attempt: i64) -> SignedDuration {
    let doublings = u32::try_from((attempt - 1).clamp(0, 16)).unwrap_or(0);
    let factor = 1_i32.checked_shl(doublings).unwrap_or(i32::MAX);
    PAUSE.checked_mul(factor).unwrap_or(LONGEST_PAUSE).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_from_a_minute_to_a_day() {
        assert_eq!(back_off(1), SignedDuration::from_mins(1));
        assert_eq!(back_off(4), SignedDuration::from_mins(8));
        assert_eq!(back_off(12), LONGEST_PAUSE);
        assert_eq!(back_off(i64::MAX), LONGEST_PAUSE);
    }
}
