//! `townhall serve`

use crate::settings::Settings;
use crate::town::{self, Ambience, Mode};
use crate::{Failure, serving};

/// Serves the town hall until it is told to stop.
pub fn run(settings: &Settings) -> Result<(), Failure> {
    super::log(&settings.log, &settings.log_format)?;
    let db = super::open(settings)?;
    let ambience = Ambience::system(settings.node);
    if let Some(folder) = &settings.services {
        super::service::load(&db, folder, &ambience)?;
    }
    let app = town::assemble(settings, Mode::Town, db, ambience)?;
    let mailer = town::mailer(settings, app.town(), Mode::Town)?;
    super::runtime()?.block_on(async {
        let (listener, address) = serving::bind(&settings.listen).await?;
        tracing::info!(%address, "serving");
        serving::serve(app, mailer, listener).await
    })
}
