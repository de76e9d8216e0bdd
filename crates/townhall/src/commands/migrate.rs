//! `townhall migrate`

use crate::Failure;
use crate::settings::Settings;

/// Makes or updates the tables.
pub fn run(settings: &Settings) -> Result<(), Failure> {
    super::settled(&super::open(settings)?)?;
    super::say("The database is up to date.");
    Ok(())
}
