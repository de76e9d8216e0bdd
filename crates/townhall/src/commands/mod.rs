//! What the program can be told to do.

pub mod config;
pub mod demo;
pub mod migrate;
pub mod serve;
pub mod service;
pub mod user;

use store::{Db, Options};
use tokio::runtime::Runtime;

use crate::Failure;
use crate::settings::Settings;

/// Opens the database of the settings.
fn open(settings: &Settings) -> Result<Db, Failure> {
    settings.make_data_folder()?;
    Ok(Db::open(&settings.database, &Options::default())?)
}

fn runtime() -> Result<Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure(format!("Could not start: {error}")))
}

fn log(filter: &str, format: &str) -> Result<(), Failure> {
    telemetry::start(filter, format).map_err(|error| Failure(error.to_string()))
}
