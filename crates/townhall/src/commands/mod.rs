//! What the program can be told to do.

pub mod backup;
pub mod config;
pub mod demo;
pub mod doctor;
mod fresh;
pub mod migrate;
pub mod new_secret;
mod progress;
pub mod restore;
pub mod serve;
pub mod service;
mod storage;
pub mod user;
pub mod verify;

use std::io::Write;

use base::{Clock, Rng};
use store::{Db, NodeNumber, Options, Seat, StoreError};
use telemetry::Collector;
use tokio::runtime::Runtime;

use crate::data_folder::{self, DataFolder, Occupied};
use crate::settings::Settings;
use crate::{Failure, sentence};

/// Takes the data folder, and the database's file where it lies elsewhere, for this process.
fn occupied(settings: &Settings) -> Result<(Occupied, Option<Occupied>), Failure> {
    let folder = DataFolder::make(&settings.data)?;
    let own = folder.occupy()?;
    let file = match settings.database_file() {
        Some(file) => folder.occupy_file(&file)?,
        None => None,
    };
    Ok((own, file))
}

/// Opens the database of the settings for a command that runs beside nodes; makes and migrates it where
/// it is missing or old.
fn open(settings: &Settings) -> Result<Db, Failure> {
    open_as(settings, NodeNumber::Highest)
}

/// Opens it for a node that serves, under the number that the settings give it.
fn open_to_serve(settings: &Settings) -> Result<Db, Failure> {
    open_as(settings, settings.node.map_or(NodeNumber::Lowest, NodeNumber::Given))
}

fn open_as(settings: &Settings, number: NodeNumber) -> Result<Db, Failure> {
    DataFolder::make(&settings.data)?;
    if let Some(failure) = unfinished(settings) {
        return Err(failure);
    }
    if let Some(file) = settings.database_file() {
        data_folder::make_private(&file)
            .map_err(|error| Failure::file("make the database", &file, &error))?;
    }
    let seat = Seat { number, mark: i64::from_be_bytes(Rng::system().bytes()) };
    let options = Options { seat: Some(seat), ..Options::default() };
    Db::open(&settings.database, &options).map_err(|error| unopened(settings, &error))
}

/// Opens the database of the settings for reading; makes and migrates nothing.
fn open_unchanged(settings: &Settings) -> Result<Db, Failure> {
    if let Some(failure) = unfinished(settings) {
        return Err(failure);
    }
    let shown = settings.database_shown();
    if settings.database_file().is_some_and(|file| !file.exists()) {
        return Err(Failure(format!("{shown} is not there; choose it with --database or --data.")));
    }
    let options = Options { migrate: false, ..Options::default() };
    let opened = Db::open(&settings.database, &options);
    let looked = opened.and_then(|db| db.about().map(|about| (db, about)));
    let (db, about) = looked.map_err(|error| unopened(settings, &error))?;
    if about.migration < about.newest {
        let (found, newest) = (about.migration, about.newest);
        return Err(Failure(format!(
            "{shown} is at version {found}, this program has version {newest}; back it up, then run `townhall migrate`."
        )));
    }
    Ok(db)
}

/// Tells of a restore that was broken off: nobody may serve what it left.
fn unfinished(settings: &Settings) -> Option<Failure> {
    let marker = ::backup::marker_of(&settings.data);
    ::backup::is_unfinished(&settings.data).then(|| {
        Failure(format!(
            "A restore into the data folder {} was broken off, so what it holds may not be whole; run `townhall restore BACKUP --replace` again, or delete {} to go on with what was there before.",
            settings.data.display(),
            marker.display()
        ))
    })
}

/// Tells which database cannot be used, why, and what to do.
fn unopened(settings: &Settings, error: &StoreError) -> Failure {
    let advice = match (error, settings.database_file()) {
        (StoreError::NodeTaken(_), _) => " (--node NUMBER, or TOWNHALL_NODE)",
        (StoreError::Unavailable(_), Some(_)) => {
            "; look whether this program may read and write the file and its folder"
        }
        (StoreError::Unavailable(_), None) => {
            "; look whether the server runs and the address is right"
        }
        _ => "",
    };
    let error = error.to_string();
    let error = error.trim_end_matches('.');
    Failure(format!("{}: {error}{advice}.", settings.database_shown()))
}

/// Ends the work of a command that does not serve: everything is in the file then.
fn settled(db: &Db) -> Result<(), Failure> {
    match db.settle() {
        // A program that serves from it has it open; it settles when it ends.
        Err(StoreError::Locked) => Ok(()),
        settled => Ok(settled?),
    }
}

fn runtime() -> Result<Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure(format!("Could not start: {error}")))
}

fn log(filter: &str, settings: &Settings) -> Result<(), Failure> {
    let format = &settings.log_format;
    let started = match &settings.otlp_endpoint {
        None => telemetry::start(filter, format),
        Some(address) => Collector::parse(address).and_then(|collector| {
            let (clock, rng) = (Clock::system(), Rng::system());
            telemetry::start_with_traces(filter, format, collector, clock, rng)
        }),
    };
    started.map_err(|error| Failure(format!("{}.", sentence(&error.to_string()))))
}

/// Answers on standard output. A reader who has gone, such as `head`, is no reason to break off.
pub(crate) fn say(text: &str) {
    drop(writeln!(std::io::stdout(), "{text}"));
}

/// Tells on standard error what stands beside the answer.
fn remark(text: &str) {
    drop(writeln!(std::io::stderr(), "{text}"));
}
