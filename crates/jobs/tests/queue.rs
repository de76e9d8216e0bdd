//! What must hold of the queue, on both engines.

#![allow(missing_docs, clippy::unwrap_used)]

mod town;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use jiff::SignedDuration;
use jobs::{Job, JobContext, JobError, Policy, Ran};
use serde_json::{Value, json};
use store::StoreError;
use town::{Town, note};

fn ran(done: usize, failed: usize, dead: usize) -> Ran {
    Ran { done, failed, dead }
}

#[tokio::test]
async fn a_job_runs_when_it_is_due_and_not_before() {
    for town in Town::on_each_engine().await {
        let worker = town.worker(|_| ());
        town.enqueue(Job::new("note", json!("later")).at(town.later(60))).await;
        town.enqueue(Job::new("note", json!("now"))).await;
        assert_eq!(worker.run_due().await.unwrap(), ran(1, 0, 0));
        assert_eq!(town.notes().await, ["now"]);
        town.clock.advance(SignedDuration::from_mins(60));
        assert_eq!(worker.run_due().await.unwrap(), ran(1, 0, 0));
        assert_eq!(town.notes().await, ["now", "later"]);
    }
}

#[tokio::test]
async fn a_job_of_a_lost_act_is_lost_with_it() {
    for town in Town::on_each_engine().await {
        let ids = town.tools.ids.clone();
        let act: Result<(), StoreError> = town
            .db
            .write(move |tx| {
                jobs::enqueue(tx, &Job::new("note", json!("never")), &ids)?;
                Err(StoreError::Constraint("the act was refused".into()))
            })
            .await;
        assert!(act.is_err());
        assert_eq!(town.worker(|_| ()).run_due().await.unwrap(), Ran::default());
    }
}

#[tokio::test]
async fn a_key_replaces_keeps_and_cancels() {
    for town in Town::on_each_engine().await {
        let worker = town.worker(|_| ());
        town.enqueue(Job::new("note", json!("old")).key("a")).await;
        town.enqueue(Job::new("note", json!("new")).key("a")).await;
        town.enqueue(Job::new("note", json!("first")).once("b")).await;
        town.enqueue(Job::new("note", json!("second")).once("b")).await;
        town.enqueue(Job::new("note", json!("gone")).key("c")).await;
        let taken_back = town.db.write(|tx| jobs::cancel(tx, "c")).await.unwrap();
        assert_eq!(taken_back, 1);
        assert_eq!(worker.run_due().await.unwrap(), ran(2, 0, 0));
        assert_eq!(town.notes().await, ["new", "first"]);
    }
}

#[tokio::test]
async fn a_failed_job_is_tried_again_more_slowly_and_then_given_up() {
    for town in Town::on_each_engine().await {
        let worker = town.worker(|registry| {
            let policy = Policy { attempts: 3, ..Policy::default() };
            registry.on_with("fail", policy, |job, _: Value| async move {
                assert_eq!(job.last, job.attempt == 3);
                Err(JobError::retry("the door is closed"))
            });
        });
        town.enqueue(Job::new("fail", json!(null))).await;
        assert_eq!(worker.run_due().await.unwrap(), ran(0, 1, 0));
        assert_eq!(worker.run_due().await.unwrap(), Ran::default());
        town.clock.advance(SignedDuration::from_secs(72));
        assert_eq!(worker.run_due().await.unwrap(), ran(0, 1, 0));
        town.clock.advance(SignedDuration::from_secs(72));
        assert_eq!(worker.run_due().await.unwrap(), Ran::default());
        town.clock.advance(SignedDuration::from_secs(72));
        assert_eq!(worker.run_due().await.unwrap(), ran(0, 0, 1));

        let dead = town.db.read(|tx| jobs::dead(tx, None, 10)).await.unwrap();
        assert_eq!(dead.len(), 1);
        assert_eq!(dead[0].last_error.as_deref(), Some("the door is closed"));
        let id = dead[0].id;
        assert!(town.db.write(move |tx| jobs::retry(tx, id)).await.unwrap());
        assert_eq!(worker.run_due().await.unwrap(), ran(0, 1, 0));
    }
}

#[tokio::test]
async fn a_hopeless_an_unreadable_and_an_unknown_job_are_told_apart() {
    for town in Town::on_each_engine().await {
        let worker = town.worker(|registry| {
            registry.on("hopeless", |_, _: Value| async { Err(JobError::dead("no such house")) });
        });
        town.enqueue(Job::new("hopeless", json!(null))).await;
        town.enqueue(Job::new("note", json!({"not": "a text"}))).await;
        town.enqueue(Job::new("of a newer release", json!(null))).await;
        assert_eq!(worker.run_due().await.unwrap(), ran(0, 1, 2));
        let now = town.clock.now();
        let backlog = town.db.read(move |tx| jobs::backlog(tx, now)).await.unwrap();
        assert_eq!((backlog.due, backlog.dead), (0, 2));
        for letter in town.db.read(|tx| jobs::dead(tx, None, 10)).await.unwrap() {
            assert!(town.db.write(move |tx| jobs::discard(tx, letter.id)).await.unwrap());
        }
        assert!(town.db.read(|tx| jobs::dead(tx, None, 10)).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_panic_ends_the_attempt_and_not_the_worker() {
    for town in Town::on_each_engine().await {
        let worker = town.worker(|registry| {
            registry.on("panic", |_, _: Value| async { panic!("a mistake") });
        });
        town.enqueue(Job::new("panic", json!(null))).await;
        town.enqueue(Job::new("note", json!("after"))).await;
        assert_eq!(worker.run_due().await.unwrap(), ran(1, 1, 0));
        assert_eq!(town.notes().await, ["after"]);
    }
}

#[tokio::test]
async fn the_job_of_a_killed_worker_runs_again_and_the_first_one_cannot_finish_it() {
    for town in Town::on_each_engine().await {
        // The first worker hangs in its attempt and is then cut off, as a killed program is.
        let (clock, started) = (town.clock.clone(), Arc::new(tokio::sync::Notify::new()));
        let hung = Arc::clone(&started);
        let hanging = town.worker(move |registry| {
            registry.on("note", move |_, _: String| {
                let hung = Arc::clone(&hung);
                async move {
                    hung.notify_one();
                    std::future::pending().await
                }
            });
        });
        town.enqueue(Job::new("note", json!("once"))).await;
        let first = tokio::spawn(async move { hanging.run_due().await });
        started.notified().await;
        let worker = town.worker(|_| ());
        assert_eq!(worker.run_due().await.unwrap(), Ran::default());
        first.abort();
        clock.advance(SignedDuration::from_mins(5));
        assert_eq!(worker.run_due().await.unwrap(), ran(1, 0, 0));
        assert_eq!(town.notes().await, ["once"]);
    }
}

#[tokio::test]
async fn an_attempt_that_lost_its_lease_writes_nothing() {
    for town in Town::on_each_engine().await {
        let (clock, other) = (town.clock.clone(), town.worker(|_| ()));
        let slow = town.worker(move |registry| {
            registry.on("note", move |job, text: String| {
                let (clock, other) = (clock.clone(), other.clone());
                async move {
                    clock.advance(SignedDuration::from_mins(6));
                    assert_eq!(other.run_due().await.unwrap(), ran(1, 0, 0));
                    note(job, text).await
                }
            });
        });
        town.enqueue(Job::new("note", json!("once"))).await;
        slow.run_due().await.unwrap();
        assert_eq!(town.notes().await, ["once"]);
    }
}

#[tokio::test]
async fn scheduled_work_comes_once_across_nodes_and_survives_failure() {
    for town in Town::on_each_engine().await {
        let runs = Arc::new(AtomicUsize::new(0));
        let node = || {
            let runs = Arc::clone(&runs);
            town.worker(move |registry| {
                registry.every(SignedDuration::from_mins(10), "count", move |_| {
                    let run = runs.fetch_add(1, Ordering::SeqCst);
                    async move { if run == 1 { Err(JobError::retry("once")) } else { Ok(()) } }
                });
            })
        };
        let (a, b) = (node(), node());
        for _ in 0..2 {
            a.run_due().await.unwrap();
            b.run_due().await.unwrap();
        }
        assert_eq!(runs.load(Ordering::SeqCst), 1);
        town.clock.advance(SignedDuration::from_mins(10));
        assert_eq!(b.run_due().await.unwrap(), ran(0, 1, 0));
        town.clock.advance(SignedDuration::from_mins(30));
        assert_eq!(a.run_due().await.unwrap(), ran(1, 0, 0));
        assert_eq!(b.run_due().await.unwrap(), Ran::default());
        assert_eq!(runs.load(Ordering::SeqCst), 3);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_nodes_share_the_work_and_wake_at_once() {
    for town in Town::on_each_engine().await {
        let (a, b) = (town.worker(|_| ()).start(), town.worker(|_| ()).start());
        for n in 0..40 {
            town.enqueue(Job::new("note", json!(format!("note {n}")))).await;
        }
        // A bound on a hang, not a pause: the loop ends as soon as the work is done.
        let all_done = async {
            while town.notes().await.len() < 40 {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_mins(1), all_done).await.unwrap();
        a.stop().await;
        b.stop().await;
        let mut notes = town.notes().await;
        notes.sort();
        notes.dedup();
        assert_eq!(notes.len(), 40, "a job ran twice");
        let now = town.clock.now();
        let backlog = town.db.read(move |tx| jobs::backlog(tx, now)).await.unwrap();
        assert_eq!((backlog.due, backlog.dead), (0, 0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_a_stop_cuts_short_is_given_back_and_not_counted_as_an_attempt() {
    for town in Town::on_each_engine().await {
        let begun = Arc::new(tokio::sync::Notify::new());
        let begins = Arc::clone(&begun);
        let stuck = town.worker(move |registry| {
            registry.on("hang", move |_, _: Value| {
                begins.notify_one();
                std::future::pending()
            });
        });
        let stuck = stuck.grace(Duration::from_millis(1)).start();
        town.enqueue(Job::new("hang", Value::Null).key("one")).await;
        tokio::time::timeout(Duration::from_mins(1), begun.notified()).await.unwrap();
        stuck.stop().await;
        let attempts = Arc::new(AtomicUsize::new(0));
        let seen = Arc::clone(&attempts);
        let other = town.worker(move |registry| {
            registry.on("hang", move |job: JobContext, _: Value| {
                seen.fetch_add(usize::try_from(job.attempt).unwrap(), Ordering::SeqCst);
                async { Ok(()) }
            });
        });
        // At once: the clock stands still, so that a lease that had to run out would show.
        assert_eq!(other.run_due().await.unwrap(), ran(1, 0, 0));
        assert_eq!(attempts.load(Ordering::SeqCst), 1);
    }
}
