//! `townhall serve`

use crate::Failure;
use crate::serving::{self, Doors};
use crate::settings::Settings;
use crate::town::{self, Ambience, Mode};

/// Serves the town hall until it is told to stop. The line `Listening on` is what scripts wait for.
pub fn run(settings: &Settings) -> Result<(), Failure> {
    super::log(&settings.log, settings)?;
    town::known_address(settings, Mode::Town)?;
    let runtime = super::runtime()?;
    let (doors, address) = runtime.block_on(Doors::open(settings))?;
    let settings = Settings { listen: address.to_string(), ..settings.clone() };
    let _occupied = super::occupied(&settings)?;
    let db = super::open_to_serve(&settings)?;
    let ambience = Ambience::of(&db);
    if let Some(folder) = &settings.services {
        super::service::load(&db, folder, &ambience)?;
    }
    if db.read_blocking(people::demo::is_seeded)? {
        tracing::warn!("this database holds the demo and its invented people, not a town");
    }
    let app = town::assemble(&settings, Mode::Town, db, ambience)?;
    let mailer = town::mailer(&settings, app.town(), Mode::Town)?;
    tracing::info!(%address, "serving");
    let (db, greeting) = (app.db().clone(), format!("Listening on http://{address}"));
    runtime.block_on(serving::serve(app, mailer, doors, settings.drain, &greeting));
    super::settled(&db)
}
