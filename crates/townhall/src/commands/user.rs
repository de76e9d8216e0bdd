//! `townhall user …`

use base::Locale;
use clap::Subcommand;
use ledger::Actor;
use people::{Act, Kind, NewPerson};
use web::Role;

use crate::Failure;
use crate::settings::Settings;
use crate::town::Ambience;

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
        /// The key of the team; without one the role holds for the whole town
        #[arg(long)]
        team: Option<String>,
    },
    /// Lists the staff
    List,
}

/// Does it.
#[expect(clippy::print_stdout, reason = "the command's answer")]
pub fn run(settings: &Settings, verb: Verb) -> Result<(), Failure> {
    let db = super::open(settings)?;
    match verb {
        Verb::Add { email, name, role, team } => {
            let email =
                email.parse().map_err(|_| Failure(format!("`{email}` is no e-mail address.")))?;
            let role = Role::parse(&role).ok_or_else(|| {
                Failure(format!(
                    "`{role}` is no role; use caseworker, team-lead, designer or administrator."
                ))
            })?;
            let name = people::person_name(&name).map_err(|error| Failure(error.to_string()))?;
            let new = NewPerson { kind: Kind::Staff, name, email, phone: None, locale: Locale::EN };
            let Ambience { clock, ids, rng } = Ambience::system(settings.node);
            let act = Act { actor: Actor::System("user add"), at: clock.now(), ids, rng };
            let url =
                settings.base_url.clone().unwrap_or_else(|| format!("http://{}", settings.listen));
            let added = people::accounts::add_staff(&db, new, (role, team), &url, &act)
                .map_err(|error| Failure(error.to_string()))?;
            println!("Added. To choose a password, open within seven days:\n{}", added.invitation);
        }
        Verb::List => {
            let staff = db.read_blocking(|tx| people::persons::staff(tx, ("", 0)))?;
            for person in staff {
                println!("{:<30} {}", person.email, person.name);
            }
        }
    }
    Ok(())
}
