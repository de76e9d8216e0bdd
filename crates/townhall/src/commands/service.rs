//! `townhall service …`

use std::path::{Path, PathBuf};

use base::Clock;
use clap::Subcommand;
use ledger::Actor;
use people::NewTeam;
use services::{CatalogueError, Files, Outline, Pack, Problem, Severity};
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
        Verb::Load { folder } => {
            let db = super::open(settings)?;
            let published = load(&db, folder, &Ambience::of(&db))?;
            super::settled(&db)?;
            super::say(&format!(
                "{published} services published; the others were published before."
            ));
        }
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

/// Publishes a pack.
pub fn publish(
    db: &Db,
    pack: Pack,
    ambience: &Ambience,
    command: &'static str,
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
        let published = services::publish(tx, &pack, act.actor, act.at, &act.ids, &act.rng)?;
        Ok::<_, CatalogueError>(published.added.len())
    });
    published.map_err(|error| Failure(format!("The services cannot be published: {error}")))
}
