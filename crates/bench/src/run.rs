//! A whole run: each engine, each number of cases, one after the other.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::Outcome;
use crate::machine::file_mb;
use crate::program::{self, Place};
use crate::report::{Report, Run, Writes};
use crate::rows::Rows;
use crate::{bare, form, pages, rows, writes};

/// Connections of Townhall to PostgreSQL, and so of the bare client.
const CONNECTIONS: usize = 8;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The program
    #[arg(long)]
    townhall: PathBuf,
    /// How many cases the town has; several, separated by commas, show the growth
    #[arg(long, value_delimiter = ',', default_value = "10000")]
    cases: Vec<usize>,
    /// An empty PostgreSQL server to measure as well, with the first number of cases
    #[arg(long)]
    postgres: Option<String>,
    /// Clients that open pages at once
    #[arg(long, default_value_t = 8)]
    clients: usize,
    /// Clients that send forms at once
    #[arg(long, default_value_t = 64)]
    senders: usize,
    /// Forms that are filled in and sent
    #[arg(long, default_value_t = 4_000)]
    forms: usize,
    /// Seconds that each page is opened again and again
    #[arg(long, default_value_t = 2.0)]
    seconds: f64,
    /// Leaves the pages out
    #[arg(long)]
    writes_only: bool,
    /// Answers as JSON
    #[arg(long)]
    json: bool,
}

/// Measures everything and prints it.
pub(crate) async fn run(args: Args) -> Outcome<()> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get);
    let mut report = Report { cores, binary_mb: file_mb(&args.townhall), runs: Vec::new() };
    let mut written = None;
    for cases in &args.cases {
        let (run, rows) = sqlite(&args, *cases).await?;
        report.runs.push(run);
        written.get_or_insert(rows);
    }
    if let (Some(server), Some(rows), Some(cases)) = (&args.postgres, written, args.cases.first()) {
        report.runs.push(postgres(&args, server, *cases, rows).await?);
    }
    if args.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        println!("{}", report.text());
    }
    Ok(())
}

async fn sqlite(args: &Args, cases: usize) -> Outcome<(Run, Arc<Rows>)> {
    eprintln!("SQLite, {cases} cases");
    let folder = tempfile::Builder::new().prefix("townhall-bench-").tempdir()?;
    let place = place(args, folder.path(), None, cases);
    let (mut run, sent) = serve(args, folder.path(), &place, "SQLite").await?;
    eprintln!("  the write alone");
    let file = database_file(&place.data)?;
    let copy = folder.path().join("bare.sqlite3");
    std::fs::copy(&file, &copy)?;
    let newest = rows::newest(&file)?;
    let store = writes::measure(&place.data, None, args.forms, args.senders).await?;
    eprintln!("  bare rusqlite");
    let rows = Arc::new(rows::after(&file, newest)?);
    let bare_store = bare::sqlite(&copy, Arc::clone(&rows), args.senders).await?;
    run.writes = Some(Writes { form: sent.town, bare_web: sent.bare, store, bare_store });
    Ok((run, rows))
}

async fn postgres(args: &Args, server: &str, cases: usize, rows: Arc<Rows>) -> Outcome<Run> {
    eprintln!("PostgreSQL, {cases} cases");
    let folder = tempfile::Builder::new().prefix("townhall-bench-").tempdir()?;
    let place = place(args, folder.path(), Some(server.to_owned()), cases);
    let (mut run, sent) = serve(args, folder.path(), &place, "PostgreSQL").await?;
    let address = server.to_owned();
    let copy = blocking(move || bare::copied(&address, "bare")).await?;
    eprintln!("  the write alone");
    let store = writes::measure(&place.data, Some(server), args.forms, args.senders).await?;
    eprintln!("  bare PostgreSQL");
    let bare_store = blocking(move || bare::postgres(&copy, &rows, CONNECTIONS)).await?;
    run.writes = Some(Writes { form: sent.town, bare_web: sent.bare, store, bare_store });
    Ok(run)
}

/// Measures what a running town answers, and ends it.
async fn serve(
    args: &Args,
    folder: &Path,
    place: &Place,
    engine: &'static str,
) -> Outcome<(Run, form::Sent)> {
    let time = Duration::try_from_secs_f64(args.seconds)?;
    let (town, beginning) = program::begin(place).await?;
    let (answers, sent) = (folder.join("pages"), folder.join("sent"));
    std::fs::create_dir(&answers)?;
    std::fs::create_dir(&sent)?;
    let pages = if args.writes_only {
        Vec::new()
    } else {
        pages::measure(town.target(), &answers, args.clients, time).await?
    };
    let sent = form::measure(town.target(), &sent, args.forms, args.senders, time).await?;
    town.rest().await?;
    let memory_after_mb = town.memory_mb();
    town.stop()?;
    Ok((Run { engine, cases: place.cases, beginning, memory_after_mb, pages, writes: None }, sent))
}

fn place(args: &Args, folder: &Path, database: Option<String>, cases: usize) -> Place {
    Place { binary: args.townhall.clone(), data: folder.join("data"), database, cases }
}

/// The database in a data folder.
fn database_file(data: &Path) -> Outcome<PathBuf> {
    let mut files = std::fs::read_dir(data)?.filter_map(|entry| Some(entry.ok()?.path()));
    let found = files.find(|path| path.extension().is_some_and(|kind| kind == "sqlite3"));
    Ok(found.ok_or("the town has no database file")?)
}

/// Runs what waits for a database, away from the threads that serve clients.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Outcome<T> + Send + 'static,
) -> Outcome<T> {
    tokio::task::spawn_blocking(work).await?
}
