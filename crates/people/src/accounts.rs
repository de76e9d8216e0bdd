//! Accounts from the command line: `townhall user add | password | list`.

use base::{PersonId, TeamId};
use store::{Db, StoreError};
use web::Role;

use crate::desk_add::{self, Hire};
use crate::letters::address;
use crate::links::{self, Purpose};
use crate::password::{self, WeakPassword};
use crate::{Act, Kind, NewPerson, Profile, credentials, memberships, persons, teams};

/// Why an account cannot be made or changed.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// Somebody has an account with this e-mail address.
    #[error("there is an account with this e-mail address already")]
    Taken,
    /// A resident has an account with this e-mail address.
    #[error("a resident has an account with this e-mail address; --hire makes it a colleague's")]
    Resident,
    /// Nobody has an account with this e-mail address.
    #[error("there is no account with this e-mail address")]
    Unknown,
    /// There is no such team.
    #[error("there is no team {0}; `townhall user teams` lists them")]
    Team(String),
    /// A caseworker or team lead needs a team.
    #[error("a caseworker or team lead needs a team; name one")]
    NoTeam,
    /// The password is not good enough.
    #[error(transparent)]
    Weak(#[from] WeakPassword),
    /// The password could not be hashed.
    #[error("{0}")]
    Hash(String),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A new colleague and the link by which they set their password.
#[derive(Clone, Debug)]
pub struct Added {
    /// Their id.
    pub id: PersonId,
    /// The link, good for seven days.
    pub invitation: String,
}

/// Somebody with their roles.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The account.
    pub profile: Profile,
    /// Their roles, each with its team's key or for the whole town.
    pub roles: Vec<(Option<String>, Role)>,
}

/// Makes an account for a colleague; the link in the answer sets the password. The first
/// administrator of a new town is made so.
pub fn add_staff(
    db: &Db,
    new: NewPerson,
    (role, team, hire): (Role, Option<String>, Hire),
    base_url: &str,
    act: &Act,
) -> Result<Added, AccountError> {
    let (act, token) = (act.clone(), act.rng.token());
    let invitation = address(base_url, Purpose::Invitation, &token);
    let id = db.write_blocking(move |tx| -> Result<_, AccountError> {
        let team: Option<TeamId> = match &team {
            Some(key) => {
                let found = teams::by_key(tx, key)?;
                Some(found.ok_or_else(|| AccountError::Team(key.clone()))?.id)
            }
            None if matches!(role, Role::Caseworker | Role::TeamLead) => {
                return Err(AccountError::NoTeam);
            }
            None => None,
        };
        let new = NewPerson { kind: Kind::Staff, ..new.clone() };
        let (id, _) = match desk_add::engage(tx, &new, hire, &act)? {
            Ok(engaged) => engaged,
            Err(("hire", _)) => return Err(AccountError::Resident),
            Err(_) => return Err(AccountError::Taken),
        };
        memberships::grant(tx, id, team, role, &act)?;
        links::create(tx, &token, Purpose::Invitation, &new.email, (new.locale, ""), &act)?;
        Ok(id)
    })?;
    Ok(Added { id, invitation })
}

/// Sets somebody's password and ends their sessions.
pub fn set_password(db: &Db, email: &str, new: &str, act: &Act) -> Result<PersonId, AccountError> {
    let email = email.to_owned();
    let found = db.read_blocking(move |tx| persons::find_by_email(tx, &email))?;
    let profile = found.ok_or(AccountError::Unknown)?;
    password::check(new, &[&profile.name, &profile.email])?;
    let hash = password::hash_blocking(new, &act.rng).map_err(AccountError::Hash)?;
    let (id, act) = (profile.id, act.clone());
    db.write_blocking(move |tx| credentials::set_password(tx, id, &hash, &act))?;
    Ok(id)
}

/// All staff with their roles, a page at a time behind the given name and id.
pub fn list(db: &Db, after: (&str, i64)) -> Result<Vec<Listed>, AccountError> {
    let (name, id) = (after.0.to_owned(), after.1);
    let listed = db.read_blocking(move |tx| -> Result<_, StoreError> {
        let teams = teams::all(tx)?;
        let key = |id: TeamId| teams.iter().find(|team| team.id == id).map(|team| team.key.clone());
        let mut all_roles = memberships::all_roles(tx)?;
        let mut listed = Vec::new();
        for profile in persons::staff(tx, (&name, id))? {
            let roles = all_roles.remove(&profile.id).unwrap_or_default();
            let roles = roles.into_iter().map(|(team, role)| (team.and_then(key), role)).collect();
            listed.push(Listed { profile, roles });
        }
        Ok(listed)
    })?;
    Ok(listed)
}
