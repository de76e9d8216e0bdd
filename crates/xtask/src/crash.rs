//! Kills the program and PostgreSQL at random moments under load, again and again.

use crate::Outcome;
use crate::machine::prepare_database;
use crate::postgres::{Cluster, VARIABLE};
use crate::program::Program;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// How often each is killed
    #[arg(long, default_value_t = 200)]
    rounds: u32,
}

/// Runs the crash tests with many rounds.
pub(crate) fn run(args: &Args) -> Outcome<()> {
    prepare_database()?;
    let cluster = Cluster::start()?;
    Program::new("cargo")
        .args(["test", "--package", "townhall", "--test", "program", "crash::"])
        .args(["--", "--nocapture", "--test-threads=1"])
        .env("TOWNHALL_CRASH_ROUNDS", args.rounds.to_string())
        .env(VARIABLE, cluster.url())
        .run()
}
