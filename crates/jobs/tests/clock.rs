//! What must hold of jobs when the machine's clock steps.

#![allow(missing_docs, clippy::unwrap_used)]

mod town;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use jiff::SignedDuration;
use jobs::{Job, Ran, Registry};
use serde_json::Value;
use town::{Town, comes};

store::statements! {
    NEXT: Query<i64> = "SELECT next_at FROM job_schedules LIMIT 1";
}

/// A handler that counts its runs.
fn counted(registry: &mut Registry, kind: &'static str) -> Arc<AtomicUsize> {
    let runs = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&runs);
    registry.on(kind, move |_, _: Value| {
        seen.fetch_add(1, Ordering::SeqCst);
        async { Ok(()) }
    });
    runs
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_under_way_does_not_run_twice_when_the_clock_steps_forward() {
    for town in Town::on_each_engine().await {
        let (begun, goes_on) =
            (Arc::new(AtomicUsize::new(0)), Arc::new(tokio::sync::Notify::new()));
        let (begins, waits) = (Arc::clone(&begun), Arc::clone(&goes_on));
        let mut other = None;
        let worker = town.worker(|registry| {
            registry.on("slow", move |_, _: Value| {
                begins.fetch_add(1, Ordering::SeqCst);
                let waits = Arc::clone(&waits);
                async move {
                    waits.notified().await;
                    Ok(())
                }
            });
            other = Some(counted(registry, "quick"));
        });
        let running = worker.start();
        town.enqueue(Job::new("slow", Value::Null)).await;
        comes(&begun, 1).await;
        town.clock.advance(SignedDuration::from_hours(48));
        for number in 1..=3 {
            // Whoever takes this one has looked at all that is due.
            town.enqueue(Job::new("quick", Value::Null)).await;
            comes(other.as_ref().unwrap(), number).await;
        }
        assert_eq!(begun.load(Ordering::SeqCst), 1);
        goes_on.notify_one();
        running.stop().await;
        assert_eq!(town.worker(|_| ()).run_due().await.unwrap(), Ran::default());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_again_is_not_put_off_for_days_when_a_clock_that_was_ahead_is_set_right() {
    for town in Town::on_each_engine().await {
        let mut runs = None;
        let worker = town.worker(|registry| {
            let seen = Arc::new(AtomicUsize::new(0));
            runs = Some(Arc::clone(&seen));
            registry.every(SignedDuration::from_mins(10), "often", move |_| {
                seen.fetch_add(1, Ordering::SeqCst);
                async { Ok(()) }
            });
        });
        let (running, runs) = (worker.start(), runs.unwrap());
        comes(&runs, 1).await;
        town.clock.advance(SignedDuration::from_hours(48));
        comes(&runs, 2).await;
        town.clock.advance(-SignedDuration::from_hours(48));
        // The worker looks once a second, and must have seen the clock step back before it goes on.
        let right = town.clock.now_ms() + 10 * 60_000;
        let put_right = async {
            while town.db.read(|tx| tx.one(&NEXT, store::params![])).await.unwrap() > Some(right) {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_mins(1), put_right).await.unwrap();
        town.clock.advance(SignedDuration::from_mins(10));
        comes(&runs, 3).await;
        running.stop().await;
    }
}
