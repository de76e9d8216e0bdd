//! `townhall new-secret`

use crate::data_folder::DataFolder;
use crate::settings::Settings;
use crate::town::Ambience;
use crate::{Failure, secret};

/// Makes the secret of the data folder the town's, when the old one is lost or was given away.
pub fn run(settings: &Settings) -> Result<(), Failure> {
    let db = super::open(settings)?;
    secret::adopt(&db, &DataFolder::make(&settings.data)?, Ambience::of(&db))?;
    super::settled(&db)?;
    super::say(
        "The secret.key of this data folder is the town's now. Copy it to every other node, and start them again.",
    );
    Ok(())
}
