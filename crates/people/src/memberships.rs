//! Who has which role in which team.

use std::collections::HashMap;

use base::{PersonId, TeamId};
use ledger::{Entry, Subject};
use store::{StoreError, Tx, params};
use web::Role;

use crate::Act;

/// A role with the team that it counts for; without one it counts in the whole town.
pub type Held = (Option<TeamId>, Role);

/// More roles than anybody has.
const MAX_ROLES: i64 = 200;

/// More roles than the staff of any council have together.
const MAX_ALL: i64 = 100_000;

store::row! {
    struct RoleRow { team: Option<TeamId>, role: String }
}

store::row! {
    struct HolderRow { person: PersonId, team: Option<TeamId>, role: String }
}

store::statements! {
    OF_PERSON: Query<RoleRow> = "SELECT team, role FROM memberships WHERE person = $1
        ORDER BY since_at, id LIMIT $2";
    ALL: Query<HolderRow> = "SELECT person, team, role FROM memberships ORDER BY since_at, id LIMIT $1";
    WITH_ROLE: Query<i64> = "SELECT DISTINCT m.person FROM memberships m
        JOIN persons p ON p.id = m.person AND p.disabled_at IS NULL
        WHERE m.role = $2 AND (m.team = $1 OR m.team IS NULL) ORDER BY m.person LIMIT $3";
    INSERT: Statement = "INSERT INTO memberships (id, person, team, role, since_at)
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
    DELETE: Statement = "DELETE FROM memberships
        WHERE person = $1 AND COALESCE(team, 0) = $2 AND role = $3";
    ADMINISTRATORS: Query<i64> = "SELECT COUNT(DISTINCT m.person) FROM memberships m
        JOIN persons p ON p.id = m.person AND p.disabled_at IS NULL
        WHERE m.role = 'administrator'";
}

/// The roles of a person, each for one team or for the whole town.
pub fn roles(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Held>, StoreError> {
    let rows = tx.all(&OF_PERSON, params![person, MAX_ROLES])?;
    Ok(rows.iter().filter_map(|row| Some((row.team, Role::parse(&row.role)?))).collect())
}

/// The roles of everybody, for lists of people.
pub fn all_roles(tx: &mut Tx<'_>) -> Result<HashMap<PersonId, Vec<Held>>, StoreError> {
    let mut roles: HashMap<_, Vec<_>> = HashMap::new();
    for row in tx.all(&ALL, params![MAX_ALL])? {
        if let Some(role) = Role::parse(&row.role) {
            roles.entry(row.person).or_default().push((row.team, role));
        }
    }
    Ok(roles)
}

/// Those with this very role in a team or in the whole town, whose accounts are open.
pub fn with_role(tx: &mut Tx<'_>, team: TeamId, role: Role) -> Result<Vec<PersonId>, StoreError> {
    let ids = tx.all(&WITH_ROLE, params![team, role.key(), MAX_ROLES])?;
    Ok(ids.into_iter().map(PersonId).collect())
}

/// Gives a person a role; having it already is no mistake.
pub fn grant(
    tx: &mut Tx<'_>,
    person: PersonId,
    team: Option<TeamId>,
    role: Role,
    act: &Act,
) -> Result<(), StoreError> {
    let id = act.ids.next();
    if tx.run(&INSERT, params![id, person, team, role.key(), act.ms()])? == 0 {
        return Ok(());
    }
    act.record(tx, &entry(act, "role.grant", person, team, role))
}

/// Takes a role from a person; gives whether they had it.
pub fn revoke(
    tx: &mut Tx<'_>,
    person: PersonId,
    team: Option<TeamId>,
    role: Role,
    act: &Act,
) -> Result<bool, StoreError> {
    let at = team.map_or(0, |team| team.0);
    if tx.run(&DELETE, params![person, at, role.key()])? == 0 {
        return Ok(false);
    }
    act.record(tx, &entry(act, "role.revoke", person, team, role))?;
    Ok(true)
}

/// How many people look after accounts; the last one cannot lose the role.
pub fn administrators(tx: &mut Tx<'_>) -> Result<i64, StoreError> {
    Ok(tx.one(&ADMINISTRATORS, params![])?.unwrap_or(0))
}

fn entry(
    act: &Act,
    verb: &'static str,
    person: PersonId,
    team: Option<TeamId>,
    role: Role,
) -> Entry {
    Entry::new(act.actor, verb, Subject::person(person))
        .with("role", role.key())
        .with("team", team.map(|team| team.0))
}
