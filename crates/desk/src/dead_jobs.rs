//! `/desk/jobs`: work of the program that was given up, for administrators.

use axum::extract::{Path, State};
use serde::Serialize;
use store::StoreError;
use web::{App, Page, Raw, Reply, Visitor, Words, show};

use crate::due::millis;
use crate::given_up::{self, Kind};

/// Jobs on a page.
const PAGE: i64 = 50;

/// The page.
#[derive(Serialize)]
struct JobsPage {
    due: i64,
    dead_count: i64,
    behind: i64,
    dead: Vec<JobView>,
    older: Option<String>,
}

/// A job that was given up. What it was about stays out of the page: it may name a resident.
#[derive(Serialize)]
struct JobView {
    id: String,
    kind: String,
    attempts: i64,
    at: i64,
    error: String,
}

impl Page for JobsPage {
    const TEMPLATE: &'static str = "desk/jobs.html";

    fn title(&self, words: &Words) -> String {
        words.t("desk-jobs-title")
    }
}

/// Shows the jobs that were given up.
pub(crate) async fn page(State(app): State<App>, visitor: Visitor) -> Reply {
    let query = Raw::from_urlencoded(visitor.query().unwrap_or_default().as_bytes());
    let before: Option<i64> = query.and_then(|query| query.get("before")?.parse().ok());
    let now = app.clock().now();
    let page = app
        .db()
        .read(move |tx| {
            let mut dead = jobs::dead(tx, before, PAGE + 1)?;
            let more = i64::try_from(dead.len()).is_ok_and(|found| found > PAGE);
            dead.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
            let backlog = jobs::backlog(tx, now)?;
            let last = dead.last().filter(|_| more).map(|job| job.id);
            let view = |job: jobs::DeadJob| JobView {
                id: job.id.to_string(),
                kind: job.kind,
                attempts: job.attempts,
                at: job.dead_at,
                error: job.last_error.unwrap_or_default(),
            };
            Ok::<_, StoreError>(JobsPage {
                due: backlog.due,
                dead_count: backlog.dead,
                behind: millis(backlog.behind),
                older: last.map(|id| format!("/desk/jobs?before={id}")),
                dead: dead.into_iter().map(view).collect(),
            })
        })
        .await?;
    Ok(show(page))
}

/// Lets a job run again.
pub(crate) async fn retry(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Reply {
    let told = "desk-job-retried";
    given_up::settle(&app, &visitor, &id, (Kind::Job, "job.retry", told), |tx, _, id| {
        jobs::retry(tx, id)
    })
    .await
}

/// Throws a job away.
pub(crate) async fn discard(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Reply {
    let told = "desk-job-discarded";
    given_up::settle(&app, &visitor, &id, (Kind::Job, "job.discard", told), |tx, _, id| {
        jobs::discard(tx, id)
    })
    .await
}
