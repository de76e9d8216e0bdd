//! The people of the demonstration town, all invented. Nothing here is served outside the demo.

use std::collections::HashMap;

use base::contact::ContactError;
use base::{Locale, Localized, PersonId, TeamId};
use ledger::Actor;
use store::{StoreError, Tx};
use web::{App, Role};

use crate::{Act, Kind, NewPerson, Profile, memberships, persons, teams};

/// The domain of all invented addresses: reserved, so that no mail can ever leave (RFC 2606).
pub(crate) const DOMAIN: &str = "townhall.example";

/// The resident of the demo.
pub const RESIDENT: &str = "rosa.delgado@townhall.example";
/// The caseworker of the demo.
pub const CASEWORKER: &str = "maya.okafor@townhall.example";
/// The team lead of the demo.
pub const TEAM_LEAD: &str = "tom.brennan@townhall.example";
/// The service designer of the demo.
pub const DESIGNER: &str = "priya.raman@townhall.example";
/// The administrator of the demo.
pub const ADMINISTRATOR: &str = "samuel.whitfield@townhall.example";
/// Whoever looks after the money of the demo.
pub const FINANCE: &str = "amara.lindgren@townhall.example";

/// Somebody invented: name, team, role. Without a team the role counts in the whole town.
struct Invented(&'static str, Option<&'static str>, Role);

/// The staff. The teams with the most work have the most people.
const STAFF: [Invented; 30] = [
    Invented("Maya Okafor", Some("works-central"), Role::Caseworker),
    Invented("Tom Brennan", Some("works-central"), Role::TeamLead),
    Invented("Priya Raman", None, Role::Designer),
    Invented("Samuel Whitfield", None, Role::Administrator),
    Invented("Amara Lindgren", None, Role::Finance),
    Invented("Luis Ferreira", Some("works-central"), Role::Caseworker),
    Invented("Hannah Kowalski", Some("works-central"), Role::Caseworker),
    Invented("Denise Baptiste", Some("works-dorchester"), Role::TeamLead),
    Invented("Khalil Haddad", Some("works-dorchester"), Role::Caseworker),
    Invented("Thu Nguyen", Some("works-dorchester"), Role::Caseworker),
    Invented("Patrick Doyle", Some("works-southwest"), Role::Caseworker),
    Invented("Esi Mensah", Some("works-southwest"), Role::Caseworker),
    Invented("Marisol Vega", Some("works-roxbury"), Role::Caseworker),
    Invented("Andre Coleman", Some("works-north"), Role::Caseworker),
    Invented("Mei-Lin Chow", Some("works-harbor"), Role::Caseworker),
    Invented("Gabriela Souza", Some("collections"), Role::TeamLead),
    Invented("Jerome Watkins", Some("collections"), Role::Caseworker),
    Invented("Nadia Petrova", Some("street-lighting"), Role::Caseworker),
    Invented("Bashir Ahmadi", Some("street-lighting"), Role::Caseworker),
    Invented("Eileen Murphy", Some("housing-inspection"), Role::TeamLead),
    Invented("Daniel Abreu", Some("housing-inspection"), Role::Caseworker),
    Invented("Fatima Zahra Idrissi", Some("housing-inspection"), Role::Caseworker),
    Invented("Joseph Baptista", Some("parks-maintenance"), Role::Caseworker),
    Invented("Ingrid Halvorsen", Some("trees"), Role::Caseworker),
    Invented("Carlos Mejía", Some("signs-and-markings"), Role::Caseworker),
    Invented("Aaliyah Robinson", Some("traffic-signals"), Role::Caseworker),
    Invented("Viktor Lindqvist", Some("parking-enforcement"), Role::Caseworker),
    Invented("Soledad Ruiz", Some("graffiti"), Role::Caseworker),
    Invented("Owen Fitzgerald", Some("animal-control"), Role::Caseworker),
    Invented("Yuki Tanaka", Some("contact-centre"), Role::Caseworker),
];

/// Those who show a role work in the whole town where their team is missing.
const SHOWN_STAFF: [&str; 2] = ["Maya Okafor", "Tom Brennan"];

/// Further roles of people above: leads who answer for two teams, caseworkers who help out.
const SECOND_ROLES: [Invented; 5] = [
    Invented("Tom Brennan", Some("works-harbor"), Role::TeamLead),
    Invented("Denise Baptiste", Some("works-roxbury"), Role::TeamLead),
    Invented("Maya Okafor", Some("works-harbor"), Role::Caseworker),
    Invented("Yuki Tanaka", Some("collections"), Role::Caseworker),
    Invented("Tom Brennan", Some("registry"), Role::TeamLead),
];

/// The accounts that show the roles: key of the role's words, address, where they begin.
pub(crate) const SHOWN: [(&str, &str, &str); 6] = [
    ("resident", RESIDENT, "/"),
    ("caseworker", CASEWORKER, "/desk"),
    ("team-lead", TEAM_LEAD, "/desk"),
    ("designer", DESIGNER, "/desk/services"),
    ("administrator", ADMINISTRATOR, "/desk/people"),
    ("finance", FINANCE, "/desk/payments"),
];

/// One of the accounts that show the roles.
#[derive(Clone, Debug)]
pub struct Account {
    /// What the role is called.
    pub role: Localized,
    /// The invented name.
    pub name: String,
    /// The invented address.
    pub email: String,
}

/// What was made, for whoever hands out the cases.
#[derive(Clone, Debug, Default)]
pub struct Seeded {
    /// The teams by key.
    pub teams: HashMap<String, TeamId>,
    /// The caseworkers and leads of each team, in the order of the list above.
    pub members: HashMap<TeamId, Vec<PersonId>>,
    /// The resident.
    pub resident: Option<PersonId>,
}

/// Whether the people of the demo are there already.
pub fn is_seeded(tx: &mut Tx<'_>) -> Result<bool, StoreError> {
    Ok(persons::find_by_email(tx, CASEWORKER)?.is_some())
}

/// Makes the people of the demo in the teams that there are. For callers outside the async runtime.
pub fn seed(app: &App) -> Result<Seeded, StoreError> {
    let act = Act::by(app, Actor::System("demo"));
    app.db().write_blocking(move |tx| fill(tx, &act))
}

/// The accounts that show the roles. For callers outside the async runtime.
pub fn accounts(app: &App) -> Result<Vec<Account>, StoreError> {
    let found = app.db().read_blocking(|tx| {
        let found = SHOWN.iter().map(|(_, email, _)| persons::find_by_email(tx, email));
        found.collect::<Result<Vec<_>, StoreError>>()
    })?;
    let account = |((key, ..), profile): (&(&str, &str, &str), Option<Profile>)| {
        let profile = profile?;
        let role = Locale::ALL.into_iter().fold(Localized::default(), |role, locale| {
            role.with(locale, app.words(locale).t(&format!("people-role-{key}")))
        });
        Some(Account { role, name: profile.name, email: profile.email })
    };
    Ok(SHOWN.iter().zip(found).filter_map(account).collect())
}

/// Makes the people, or finds those that are there: a second start changes nothing. People of teams
/// that the town does not have are left out.
pub fn fill(tx: &mut Tx<'_>, act: &Act) -> Result<Seeded, StoreError> {
    let mut seeded = Seeded::default();
    for team in teams::all(tx)? {
        seeded.teams.insert(team.key, team.id);
    }
    seeded.resident = person(tx, "Rosa Delgado", Kind::Resident, act)?;
    for Invented(name, team, role) in STAFF.iter().chain(&SECOND_ROLES) {
        let at = team.and_then(|key| seeded.teams.get(key).copied());
        if team.is_some() && at.is_none() && !SHOWN_STAFF.contains(name) {
            continue;
        }
        let Some(id) = person(tx, name, Kind::Staff, act)? else { continue };
        memberships::grant(tx, id, at, *role, act)?;
        if let Some(team) = at {
            seeded.members.entry(team).or_default().push(id);
        }
    }
    Ok(seeded)
}

fn person(
    tx: &mut Tx<'_>,
    name: &str,
    kind: Kind,
    act: &Act,
) -> Result<Option<PersonId>, StoreError> {
    let Ok(new) = invented(name, kind) else { return Ok(None) };
    match persons::find_by_email(tx, new.email.as_str())? {
        Some(profile) => Ok(Some(profile.id)),
        None => persons::create(tx, &new, act).map(Some),
    }
}

fn invented(name: &str, kind: Kind) -> Result<NewPerson, ContactError> {
    let email = format!("{}@{DOMAIN}", local_part(name)).parse()?;
    Ok(NewPerson { kind, name: name.to_owned(), email, phone: None, locale: Locale::EN })
}

/// `Fatima Zahra Idrissi` becomes `fatima.zahra.idrissi`.
fn local_part(name: &str) -> String {
    base::text::slug(&name.replace('í', "i")).replace('-', ".")
}

#[cfg(test)]
mod tests {
    use base::contact::EmailAddress;

    use super::*;

    #[test]
    fn every_invented_address_is_usable_and_belongs_to_one() {
        let names = STAFF.iter().map(|Invented(name, ..)| *name);
        let mut keys: Vec<String> =
            names.map(|name| invented(name, Kind::Staff).unwrap().email.key()).collect();
        assert!(keys.iter().all(|key| key.ends_with(DOMAIN)));
        for expected in [CASEWORKER, TEAM_LEAD, DESIGNER, ADMINISTRATOR, FINANCE] {
            assert!(keys.iter().any(|key| key == expected), "{expected}");
        }
        assert_eq!(invented("Rosa Delgado", Kind::Resident).unwrap().email.as_str(), RESIDENT);
        assert!(RESIDENT.parse::<EmailAddress>().is_ok());
        keys.sort();
        let all = keys.len();
        keys.dedup();
        assert_eq!(keys.len(), all);
        for Invented(name, ..) in &SECOND_ROLES {
            assert!(STAFF.iter().any(|Invented(known, ..)| known == name), "{name}");
        }
    }
}
