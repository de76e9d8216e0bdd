//! The measurements: the program and the tool that measures it are built as they are shipped, then the
//! tool runs alone, beside a PostgreSQL whose commits are durable.

use std::path::PathBuf;

use crate::machine::prepare_database;
use crate::postgres::Cluster;
use crate::program::Program;
use crate::{Outcome, tree};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// How many cases the town has; several, separated by commas, show the growth
    #[arg(long, default_value = "10000")]
    cases: String,
    /// Leaves PostgreSQL out
    #[arg(long)]
    sqlite_only: bool,
    /// Answers as JSON
    #[arg(long)]
    json: bool,
    /// More for the tool, such as `-- --clients 16 --seconds 5`
    #[arg(last = true)]
    more: Vec<String>,
}

/// Builds both programs and measures.
pub(crate) fn run(args: &Args) -> Outcome<()> {
    for package in ["townhall", "bench"] {
        Program::cargo().args(["build", "--quiet", "--release", "--package", package]).run()?;
    }
    let mut bench = Program::new(built("bench")).args(["run", "--cases", &args.cases]);
    bench = bench.arg("--townhall").arg(built("townhall"));
    if args.json {
        bench = bench.arg("--json");
    }
    let cluster = if args.sqlite_only {
        None
    } else {
        prepare_database()?;
        Some(Cluster::start_durable()?)
    };
    if let Some(cluster) = &cluster {
        bench = bench.args(["--postgres", &cluster.url()]);
    }
    bench.args(&args.more).run()
}

/// A program as it is shipped.
fn built(name: &str) -> PathBuf {
    tree::target().join("release").join(name)
}
