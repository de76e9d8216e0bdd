//! `townhall migrate`

use crate::Failure;
use crate::settings::Settings;

/// Makes or updates the tables.
#[expect(clippy::print_stdout, reason = "the command's answer")]
pub fn run(settings: &Settings) -> Result<(), Failure> {
    super::open(settings)?;
    println!("The database is up to date.");
    Ok(())
}
