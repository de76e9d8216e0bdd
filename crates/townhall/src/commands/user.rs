//! `townhall user …`

use std::io::{BufRead, Read};

use base::Locale;
use clap::Subcommand;
use ledger::Actor;
use people::accounts::{AccountError, Added};
use people::{Act, Hire, Kind, NewPerson, Profile};
use store::Db;
use web::Role;

use super::say;
use crate::settings::Settings;
use crate::town::Ambience;
use crate::{Failure, sentence};

/// More than any password has; the rest is not read.
const LONGEST_PASSWORD: u64 = 4_096;

/// What can be done with accounts of staff.
#[derive(Subcommand)]
pub enum Verb {
    /// Adds a member of staff; prints the link with which they choose a password
    Add {
        /// The e-mail address
        email: String,
        /// The name
        name: String,
        /// caseworker, team-lead, designer or administrator
        #[arg(long, default_value = "administrator")]
        role: String,
        /// The key of the team: needed for caseworkers and team leads; the other roles hold for the whole town
        #[arg(long)]
        team: Option<String>,
        /// Makes a resident's account with this address the colleague's
        #[arg(long)]
        hire: bool,
    },
    /// Lists the staff with their roles
    List,
    /// Sets a password, which is read from standard input
    Password {
        /// The e-mail address
        email: String,
    },
    /// Lists the keys and names of the teams
    Teams,
}

/// Does it.
pub fn run(settings: &Settings, verb: Verb) -> Result<(), Failure> {
    let db = super::open(settings)?;
    let Ambience { clock, ids, rng } = Ambience::of(&db);
    let act = |command| Act { actor: Actor::System(command), at: clock.now(), ids, rng };
    match verb {
        Verb::Add { email, name, role, team, hire } => {
            let hire = if hire { Hire::Yes } else { Hire::No };
            let added = add(&db, settings, (&email, &name), (&role, team, hire), &act("user add"))?;
            say("Added. To choose a password, open within seven days:");
            say(&added.invitation);
        }
        Verb::List => list(&db)?,
        Verb::Password { email } => {
            let mut line = String::new();
            std::io::stdin()
                .lock()
                .take(LONGEST_PASSWORD)
                .read_line(&mut line)
                .map_err(|error| Failure(format!("Could not read the password: {error}")))?;
            let password = line.trim_end_matches(['\r', '\n']);
            people::accounts::set_password(&db, &email, password, &act("user password"))
                .map_err(|error| told(&error))?;
            say("The password is set, and whoever was signed in to this account is signed out.");
        }
        Verb::Teams => {
            for team in db.read_blocking(people::teams::all)? {
                say(&format!("{:<30} {}", team.key, team.name.get(Locale::EN)));
            }
        }
    }
    super::settled(&db)
}

fn add(
    db: &Db,
    settings: &Settings,
    (email, name): (&str, &str),
    (role, team, hire): (&str, Option<String>, Hire),
    act: &Act,
) -> Result<Added, Failure> {
    let email = email.parse().map_err(|_| Failure(format!("`{email}` is no e-mail address.")))?;
    let role = Role::parse(role).ok_or_else(|| {
        let roles = "caseworker, team-lead, designer or administrator";
        Failure(format!("`{role}` is no role; use {roles}."))
    })?;
    let name = people::person_name(name).map_err(|error| Failure(error.to_string()))?;
    let locale = settings.language.unwrap_or(Locale::EN);
    let new = NewPerson { kind: Kind::Staff, name, email, phone: None, locale };
    let url = settings.base_url.clone().unwrap_or_else(|| format!("http://{}", settings.listen));
    people::accounts::add_staff(db, new, (role, team, hire), &url, act)
        .map_err(|error| told(&error))
}

/// Lists all staff, page by page.
fn list(db: &Db) -> Result<(), Failure> {
    let mut after = (String::new(), 0);
    loop {
        let page = people::accounts::list(db, (&after.0, after.1)).map_err(|error| told(&error))?;
        let Some(last) = page.last() else { return Ok(()) };
        after = (last.profile.name.clone(), last.profile.id.0);
        for person in &page {
            let role = |(team, role): &(Option<String>, Role)| match team {
                Some(team) => format!("{} of {team}", role.key()),
                None => role.key().to_owned(),
            };
            let roles: Vec<_> = person.roles.iter().map(role).collect();
            let Profile { email, name, .. } = &person.profile;
            say(&format!("{email:<36} {name:<26} {}", roles.join(", ")));
        }
    }
}

fn told(error: &AccountError) -> Failure {
    Failure(format!("{}.", sentence(&error.to_string())))
}
