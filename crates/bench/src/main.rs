//! Measures Townhall from outside, beside the limits of the machine that it runs on: bare axum that
//! answers with as many bytes, a bare database that takes the same rows. Both are measured in the same
//! run, so that a figure is a share of what was possible there and then.
//!
//! `cargo xtask bench` builds and starts it; `docs/benchmarks.md` tells how to read what it says. It is
//! a tool: no crate of the product depends on it.
#![expect(clippy::print_stdout, reason = "a command line tool speaks on standard output")]

mod bare;
mod browser;
mod form;
mod http;
mod load;
mod machine;
mod mirror;
mod pages;
mod program;
mod report;
mod rows;
mod run;
mod writes;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// What a task gives back: nobody acts on the kind of failure, a person reads it.
pub(crate) type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

#[derive(Parser)]
#[command(name = "bench", about = "Measures Townhall beside the limits of the machine")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Measures and tells
    Run(run::Args),
    /// Serves the answers in a folder from memory, as the limit of the web
    Mirror {
        /// The folder
        folder: PathBuf,
    },
}

fn main() -> ExitCode {
    match begin() {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("bench: {fault}");
            ExitCode::FAILURE
        }
    }
}

fn begin() -> Outcome<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    match Cli::parse().task {
        Task::Run(args) => runtime.block_on(run::run(args)),
        Task::Mirror { folder } => runtime.block_on(mirror::serve(folder)),
    }
}
