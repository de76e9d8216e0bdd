//! The program `townhall`: reads its settings, puts the departments together, serves.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use townhall::settings::Given;
use townhall::{Failure, commands};

/// A page is thousands of small pieces of text: with the C library's allocator a third of its time went
/// into making and freeing them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A whole digital town hall in one program.
#[derive(Parser)]
#[command(version, about)]
struct Line {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    given: Given,
}

#[derive(Subcommand)]
enum Command {
    /// Shows a real town with real data, ready to click through
    Demo(commands::demo::Options),
    /// Serves the town hall
    Serve,
    /// Makes or updates the tables of the database
    Migrate,
    /// Backs up the database, the photos and the secrets, while the town is served
    Backup(commands::backup::Options),
    /// Restores a backup into a database of either engine
    Restore(commands::restore::Options),
    /// Checks or loads the definitions of services
    #[command(subcommand)]
    Service(commands::service::Verb),
    /// Adds and lists staff
    #[command(subcommand)]
    User(commands::user::Verb),
    /// Examines settings, database, mail and services, and says what to mend
    Doctor,
    /// Holds the history and the files against their proofs, and names the first thing that is wrong
    Verify(commands::verify::Options),
    /// Takes the data folder's secret.key for the town's, when the old one is lost or was replaced
    NewSecret,
    /// Explains every setting
    Config,
}

fn main() -> ExitCode {
    let line = Line::parse();
    let done = run(line);
    // What was logged comes before the last words.
    telemetry::flush();
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(line: Line) -> Result<(), Failure> {
    let settings = line.given.with_file()?.settle();
    match line.command {
        Command::Demo(options) => commands::demo::run(settings, &options),
        Command::Serve => commands::serve::run(&settings),
        Command::Migrate => commands::migrate::run(&settings),
        Command::Backup(options) => commands::backup::run(&settings, &options),
        Command::Restore(options) => commands::restore::run(settings, &options),
        Command::Service(verb) => commands::service::run(&settings, &verb),
        Command::User(verb) => commands::user::run(&settings, verb),
        Command::Doctor => commands::doctor::run(&settings),
        Command::Verify(options) => commands::verify::run(&settings, &options),
        Command::NewSecret => commands::new_secret::run(&settings),
        Command::Config => {
            commands::config::run();
            Ok(())
        }
    }
}
