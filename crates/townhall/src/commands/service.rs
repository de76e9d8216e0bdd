//! `townhall service …`

use std::path::{Path, PathBuf};

use base::{Clock, Locale};
use clap::Subcommand;
use ledger::Actor;
use people::NewTeam;
use services::{
    Browsers, Catalogue, CatalogueError, Files, Hand, Outline, Pack, Problem, Severity,
};
use store::Db;

use crate::Failure;
use crate::opening;
use crate::settings::Settings;
use crate::town::Ambience;

/// What can be done with definitions of services.
#[derive(Subcommand)]
pub enum Verb {
    /// Reads the definitions in a folder and says what is wrong with them, and how to mend it
    Check {
        /// The folder
        folder: PathBuf,
    },
    /// Checks the definitions in a folder and publishes what is new or changed
    Load {
        /// The folder
        folder: PathBuf,
        /// Replaces services that were published in the browser, too; their versions stay
        #[arg(long)]
        replace: bool,
    },
    /// Writes every service that is offered into a folder, as a pack holds it
    Export {
        /// The folder
        folder: PathBuf,
    },
}

/// Does it.
pub fn run(settings: &Settings, verb: &Verb) -> Result<(), Failure> {
    match verb {
        Verb::Check { folder } => {
            let pack = read(folder)?;
            let today = Clock::system()
                .now()
                .to_zoned_datetime(pack.outline.opening.calendar().zone().clone());
            if let Some(last) = opening::holidays_end(&pack.outline.opening, today.date()) {
                super::remark(&format!(
                    "warning: the holidays in pack.toml end on {last}: dates promised after it count \
                     holidays as working days\n  = help: add those of the years to come"
                ));
            }
            super::say(&format!("{} services, no errors.", pack.services.len()));
        }
        Verb::Load { folder, replace } => {
            let db = super::open(settings)?;
            let browsers = if *replace { Browsers::Replace } else { Browsers::Keep };
            let ambience = Ambience::of(&db);
            let published = publish_over(&db, read(folder)?, &ambience, "service load", browsers)?;
            super::settled(&db)?;
            super::say(&format!(
                "{published} services published; the others were published before."
            ));
        }
        Verb::Export { folder } => {
            let db = super::open(settings)?;
            let written = export(&db, folder)?;
            super::say(&format!("{written} services written to {}.", folder.display()));
        }
    }
    Ok(())
}

/// Writes what is offered as files; gives how many services there are.
pub fn export(db: &Db, folder: &Path) -> Result<usize, Failure> {
    let catalogue = db
        .read_blocking(Catalogue::load)
        .map_err(|error| Failure(format!("The services cannot be read: {error}")))?;
    let place = folder.join("services");
    let failed = |error: std::io::Error| Failure::file("write the services", &place, &error);
    std::fs::create_dir_all(&place).map_err(failed)?;
    for service in catalogue.all() {
        let text = services::to_toml(&services::plain(&service.definition));
        std::fs::write(place.join(format!("{}.toml", service.id())), text).map_err(failed)?;
        for (locale, text) in service.text.iter() {
            let end = if locale == Locale::EN { String::new() } else { format!(".{locale}") };
            let path = place.join(format!("{}{end}.md", service.id()));
            std::fs::write(path, format!("{text}\n")).map_err(failed)?;
        }
    }
    data(db, &catalogue, folder)?;
    Ok(catalogue.count())
}

/// Writes the data sets that services choose from.
fn data(db: &Db, catalogue: &Catalogue, folder: &Path) -> Result<(), Failure> {
    let place = folder.join("data");
    let failed = |error: std::io::Error| Failure::file("write the data sets", &place, &error);
    for set in catalogue.data_sets() {
        let path = place.join(format!("{}.csv", set.name));
        let text = db
            .read_blocking(move |tx| services::data_text(tx, &set))
            .map_err(|error| Failure(format!("The data sets cannot be read: {error}")))?;
        std::fs::create_dir_all(&place).map_err(failed)?;
        std::fs::write(path, text.unwrap_or_default()).map_err(failed)?;
    }
    Ok(())
}

/// Reads a folder, printing warnings; errors are the failure.
fn read(folder: &Path) -> Result<Pack, Failure> {
    let folder_is_there = std::fs::read_dir(folder).map(drop);
    let files = folder_is_there
        .and_then(|()| Files::open(folder))
        .map_err(|error| Failure::file("read the folder", folder, &error))?;
    let checked = services::check(&files);
    let has_errors = checked.has_errors();
    match checked.pack {
        Some(pack) if !has_errors => {
            for warning in &checked.problems {
                super::remark(&warning.to_string());
            }
            Ok(pack)
        }
        _ => Err(told(&checked.problems)),
    }
}

/// Tells what is wrong with definitions.
pub fn told(problems: &[Problem]) -> Failure {
    let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    let all: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let things = if errors == 1 { "1 error".to_owned() } else { format!("{errors} errors") };
    Failure(format!("{}\n\n{things}.", all.join("\n")))
}

/// The teams that an outline names.
pub fn teams(outline: &Outline) -> Vec<NewTeam> {
    let new = |team: &services::Team| NewTeam {
        key: team.key.clone(),
        name: team.name.clone(),
        department: team.department.clone(),
    };
    outline.teams.iter().map(new).collect()
}

/// Publishes the definitions of a folder and makes the teams that they name; gives how many services
/// were new or changed.
pub fn load(db: &Db, folder: &Path, ambience: &Ambience) -> Result<usize, Failure> {
    publish(db, read(folder)?, ambience, "service load")
}

/// Publishes a pack; what was published in the browser stays.
pub fn publish(
    db: &Db,
    pack: Pack,
    ambience: &Ambience,
    command: &'static str,
) -> Result<usize, Failure> {
    publish_over(db, pack, ambience, command, Browsers::Keep)
}

fn publish_over(
    db: &Db,
    pack: Pack,
    ambience: &Ambience,
    command: &'static str,
    browsers: Browsers,
) -> Result<usize, Failure> {
    let ambience = ambience.clone();
    let published = db.write_blocking(move |tx| {
        let act = people::Act {
            actor: Actor::System(command),
            at: ambience.clock.now(),
            ids: ambience.ids.clone(),
            rng: ambience.rng.clone(),
        };
        for team in teams(&pack.outline) {
            people::teams::ensure(tx, &team, &act)?;
        }
        let hand = Hand { actor: act.actor, at: act.at, ids: &act.ids, rng: &act.rng };
        services::publish_over(tx, &pack, browsers, hand)
    });
    let published = published.map_err(|error: CatalogueError| {
        Failure(format!("The services cannot be published: {error}"))
    })?;
    if !published.kept.is_empty() {
        super::remark(&format!(
            "warning: left as they were published in the browser: {}\n  = help: `townhall service export` \
             writes them into a folder; --replace publishes the folder's in their place",
            published.kept.join(", ")
        ));
    }
    Ok(published.added.len())
}
