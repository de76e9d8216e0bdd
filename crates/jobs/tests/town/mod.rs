//! A town with a queue, and what waits for its jobs.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use base::{Clock, IdMaker, Rng};
use jiff::SignedDuration;
use jobs::{Job, JobContext, JobError, Registry, Tools, Worker};
use store::testing::{TestDb, databases};

store::statements! {
    NOTE: Statement = "INSERT INTO notes (id, text) VALUES ($1, $2)";
    NOTES: Query<String> = "SELECT text FROM notes ORDER BY id LIMIT 1000";
}

/// A handler that writes what it was told into a table, once.
pub async fn note(job: JobContext, text: String) -> Result<(), JobError> {
    let ids = job.tools.ids.clone();
    job.tools
        .db
        .write(move |tx| {
            tx.run(&NOTE, store::params![ids.next(), text])?;
            job.claim.finish(tx)
        })
        .await
}

/// A town with a queue and nothing else.
pub struct Town {
    pub db: TestDb,
    pub clock: Clock,
    pub tools: Tools,
}

impl Town {
    /// A town on each engine, at midnight before 29 February.
    pub async fn on_each_engine() -> Vec<Self> {
        let mut towns = Vec::new();
        for db in databases() {
            let sql = "CREATE TABLE notes (id BIGINT PRIMARY KEY, text TEXT NOT NULL)";
            db.write(|tx| tx.batch(sql)).await.unwrap();
            let clock = Clock::fixed("2028-02-29T00:00:00Z".parse().unwrap());
            let ids = IdMaker::new(clock.clone(), 0);
            let tools = Tools { db: db.db(), clock: clock.clone(), ids, rng: Rng::seeded(1) };
            towns.push(Self { db, clock, tools });
        }
        towns
    }

    pub fn worker(&self, fill: impl FnOnce(&mut Registry)) -> Worker {
        let mut registry = Registry::new();
        registry.on("note", note);
        fill(&mut registry);
        Worker::new(self.tools.clone(), registry)
    }

    pub async fn enqueue(&self, job: Job) {
        let ids = self.tools.ids.clone();
        self.db.write(move |tx| jobs::enqueue(tx, &job, &ids)).await.unwrap();
    }

    pub async fn notes(&self) -> Vec<String> {
        self.db.read(|tx| tx.all(&NOTES, store::params![])).await.unwrap()
    }

    pub fn later(&self, minutes: i64) -> jiff::Timestamp {
        self.clock.now() + SignedDuration::from_mins(minutes)
    }
}

/// Waits for what comes; the time is a bound on a hang, not a pause.
pub async fn comes(runs: &AtomicUsize, count: usize) {
    let come = async {
        while runs.load(Ordering::SeqCst) < count {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_mins(1), come).await.unwrap();
}
