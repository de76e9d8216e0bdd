//! `/metrics` on a listener of its own: what Prometheus asks. Nothing in it is about a person.

use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;
use base::Clock;
use jiff::Timestamp;
use jobs::Backlog;
use search::CaseIndex;
use store::{Described, Engine, Histogram, StoreError, params};
use telemetry::{Figures, Labels, Spread};
use tokio::net::TcpListener;
use web::App;

use crate::connections::{self, Limits};
use crate::{health, town};

/// Connections at once: a few programs look, now and then.
const CONNECTIONS: u32 = 16;
/// How long the database may take to say how much waits; the other figures are told without it then.
const TIME_LIMIT: Duration = Duration::from_secs(2);
const MICROS: f64 = 1e-6;

store::statements! {
    /// The last place given in the ledger, and how many entries wait for theirs; each by an index.
    REACHED: Query<(i64, i64)> = "SELECT (SELECT COALESCE(MAX(seq), 0) FROM ledger),
        (SELECT COUNT(*) FROM ledger WHERE seq IS NULL)";
}

/// What is told of.
#[derive(Clone)]
struct Told {
    app: App,
    began: Timestamp,
}

/// Answers who asks for figures until it is dropped.
pub async fn serve(listener: TcpListener, app: App) {
    let began = app.clock().now();
    let router = Router::new().route("/metrics", get(told)).with_state(Told { app, began });
    let limits = Limits { connections: CONNECTIONS, ..Limits::default() };
    connections::serve(listener, router, limits, std::future::pending()).await;
}

async fn told(State(told): State<Told>) -> impl IntoResponse {
    let mut figures = Figures::default();
    program(&told, &mut figures);
    process(&mut figures);
    database(&told.app, &mut figures);
    let waits = tokio::time::timeout(TIME_LIMIT, waiting(&told.app)).await;
    let waits = waits.ok().and_then(Result::ok);
    let up = if waits.is_some() { 1.0 } else { 0.0 };
    figures.level("townhall_database_up", "Whether the database answers", up);
    let writable = if health::writes(&told.app) { 1.0 } else { 0.0 };
    let help = "Whether the database keeps what is written";
    figures.level("townhall_database_writable", help, writable);
    if let Some((backlog, behind)) = waits {
        work(backlog, behind, &mut figures);
    }
    ([(CONTENT_TYPE, telemetry::CONTENT_TYPE)], figures.text())
}

fn program(told: &Told, figures: &mut Figures) {
    let engine = match told.app.db().engine() {
        Engine::Sqlite => "sqlite",
        Engine::Postgres => "postgres",
    };
    let version = env!("CARGO_PKG_VERSION").to_owned();
    let labels = vec![("version", version), ("engine", engine.to_owned())];
    figures.levels("townhall_build_info", "The program that runs", vec![(labels, 1.0)]);
    let number = f64::from(told.app.db().node().number());
    figures.level("townhall_node_number", "The node's number", number);
    let began = told.began.as_duration().as_secs_f64();
    let open = u32::try_from(told.app.live().open()).unwrap_or(u32::MAX);
    figures.level("townhall_live_streams", "Pages that are told of changes now", f64::from(open));
    figures.level("process_start_time_seconds", "When the program began, since 1970", began);
}

/// What the system says of the process; nothing where it keeps no such files.
fn process(figures: &mut Figures) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kilobytes = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes =
        kilobytes.and_then(|rest| rest.trim().trim_end_matches("kB").trim().parse().ok());
    if let Some(kilobytes) = kilobytes {
        let bytes: f64 = kilobytes;
        figures.level("process_resident_memory_bytes", "Memory that is held", bytes * 1_024.0);
    }
    if let Ok(open) = std::fs::read_dir("/proc/self/fd") {
        figures.level(
            "process_open_fds",
            "Files and connections that are open",
            number(open.count()),
        );
    }
}

fn database(app: &App, figures: &mut Figures) {
    let store::Figures { reads, writes, groups, waiting, refused, conflicts, given_up } =
        app.db().figures();
    let kinds = vec![
        (vec![("kind", "read".to_owned())], spread(&reads, MICROS)),
        (vec![("kind", "write".to_owned())], spread(&writes, MICROS)),
    ];
    figures.spreads(
        "townhall_database_duration_seconds",
        "How long reads, and writes until they were durable, held a connection; on SQLite the writes of a group together",
        kinds,
    );
    if app.db().engine() == Engine::Sqlite {
        let groups = vec![(Vec::new(), spread(&groups, 1.0))];
        figures.spreads("townhall_database_group_size", "Writes that shared a commit", groups);
    }
    let queue = "Reads and writes that wait for a connection";
    figures.level("townhall_database_queue_length", queue, number(waiting));
    for (name, help, count) in [
        ("townhall_database_refused", "What was refused as busy", refused),
        ("townhall_database_conflicts", "Writes that met a conflict and were run again", conflicts),
        ("townhall_database_given_up", "Writes that were given up after many conflicts", given_up),
    ] {
        figures.counts(name, help, vec![(Vec::new(), count)]);
    }
    let (mut runs, mut seconds) = (Vec::new(), Vec::new());
    for statement in town::statements() {
        let (count, time) = statement.runs();
        if count > 0 {
            runs.push((named(&statement), count));
            seconds.push((named(&statement), time.as_secs_f64()));
        }
    }
    figures.counts("townhall_statements", "Runs of each statement", runs);
    figures.amounts("townhall_statement_seconds", "How long they took in all", seconds);
}

fn named(statement: &Described) -> Labels {
    vec![("statement", statement.name().to_owned())]
}

/// How much work waits, and how many entries of the ledger the search index has not seen.
async fn waiting(app: &App) -> Result<(Backlog, i64), StoreError> {
    let clock: Clock = app.clock().clone();
    let seen = app.get::<CaseIndex>().position().seq;
    let read = app.db().read(move |tx| {
        let backlog = jobs::backlog(tx, clock.now())?;
        let (placed, unplaced) = tx.one(&REACHED, params![])?.unwrap_or_default();
        Ok((backlog, (placed - seen).max(0) + unplaced))
    });
    read.await
}

fn work(Backlog { due, dead, behind }: Backlog, unseen: i64, figures: &mut Figures) {
    figures.level("townhall_jobs_due", "Jobs that are due and that nobody runs yet", number(due));
    figures.level(
        "townhall_jobs_dead",
        "Jobs that were given up and wait for a person",
        number(dead),
    );
    figures.level(
        "townhall_jobs_behind_seconds",
        "How long the oldest of the jobs that had a time has been due",
        behind.as_secs_f64(),
    );
    figures.level(
        "townhall_search_lag_entries",
        "Entries of the history that this node's search has not seen",
        number(unseen),
    );
}

fn spread(histogram: &Histogram, unit: f64) -> Spread {
    let buckets = histogram.ends.iter().zip(histogram.counts);
    Spread {
        sum: number(histogram.sum) * unit,
        count: histogram.counts.iter().sum(),
        buckets: buckets.map(|(end, count)| (number(*end) * unit, count)).collect(),
    }
}

/// A number for Prometheus, whose numbers are all floating.
#[expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "past 2^53 a figure may be off by one"
)]
fn number(number: impl TryInto<i64>) -> f64 {
    number.try_into().unwrap_or(i64::MAX) as f64
}
