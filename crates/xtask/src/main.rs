//! Holds the house together while it is being built: the one test command, the tidy rules, the
//! checks of the translations, the browser journeys and the screenshots.
//!
//! It is a tool for the people who build Townhall, never part of the program that a town runs, and it
//! depends on no crate of the product: it must still build when one of them does not.
//!
//! ```text
//! cargo xtask test                     everything, as continuous integration runs it
//! cargo xtask test --only unit         one step of it
//! cargo xtask postgres -- cargo nextest run -p store
//! cargo xtask crash --rounds 200       kills the program and PostgreSQL, again and again
//! ```
#![expect(clippy::print_stdout, reason = "a command line tool speaks on standard output")]

mod bench;
mod crash;
mod journeys;
mod limits;
mod localstripe;
mod machine;
mod messages;
mod postgres;
mod program;
mod steps;
mod tally;
mod test;
mod tidy;
mod tree;

use std::error::Error;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// What a task gives back: nobody acts on the kind of failure, a person reads it.
pub(crate) type Outcome<T> = Result<T, Box<dyn Error>>;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Builds, checks and tests Townhall")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Installs what the tests need, then runs every check and every test on both databases
    Test(test::Args),
    /// Checks the rules of the house: levels, lengths, SQL, words, links, translations, decisions
    Tidy,
    /// Checks that every message exists in every language, and that each one is used
    Messages,
    /// Writes docs/limits.md: every bound of the program with its reason
    Limits,
    /// Kills the program and PostgreSQL under load, again and again, and counts what is left
    Crash(crash::Args),
    /// Walks the journeys in a browser
    Journeys(journeys::Args),
    /// Takes screenshots of the main pages, phone and desktop
    Shots(journeys::ShotArgs),
    /// Measures speed and size beside the limits of this machine
    Bench(bench::Args),
    /// Runs a command beside a throw-away PostgreSQL, named in TOWNHALL_TEST_POSTGRES
    Postgres(postgres::Args),
    /// Runs a command beside a throw-away localstripe, named in TOWNHALL_TEST_LOCALSTRIPE
    Localstripe(localstripe::Args),
}

fn main() -> ExitCode {
    let done = match Cli::parse().task {
        Task::Test(args) => test::run(&args),
        Task::Tidy => tidy::run(),
        Task::Messages => messages::run(),
        Task::Limits => limits::run(),
        Task::Crash(args) => crash::run(&args),
        Task::Journeys(args) => journeys::run(&args),
        Task::Shots(args) => journeys::shots(&args),
        Task::Bench(args) => bench::run(&args),
        Task::Postgres(args) => postgres::run(&args),
        Task::Localstripe(args) => localstripe::run(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("xtask: {fault}");
            ExitCode::FAILURE
        }
    }
}
