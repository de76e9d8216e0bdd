//! The teams: who does the work.

use base::{Localized, TeamId};
use ledger::{Entry, Subject};
use store::{StoreError, Tx, params};

use crate::Act;

/// More teams than any council has; lists end here.
const MAX_TEAMS: i64 = 2_000;

store::row! {
    struct TeamRow { id: TeamId, key: String, name: String, department: String }
}

store::statements! {
    ALL: Query<TeamRow> = "SELECT id, key, name, department FROM teams ORDER BY key LIMIT $1";
    BY_KEY: Query<TeamRow> = "SELECT id, key, name, department FROM teams WHERE key = $1";
    BY_ID: Query<TeamRow> = "SELECT id, key, name, department FROM teams WHERE id = $1";
    INSERT: Statement = "INSERT INTO teams (id, key, name, department) VALUES ($1, $2, $3, $4)";
    UPDATE: Statement = "UPDATE teams SET name = $2, department = $3 WHERE id = $1";
}

/// A team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// Its id.
    pub id: TeamId,
    /// Its key, as service definitions name it: `works-north`.
    pub key: String,
    /// Its name.
    pub name: Localized,
    /// The key of its department: `public-works`.
    pub department: String,
}

/// A team as a pack defines it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTeam {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: Localized,
    /// The key of its department.
    pub department: String,
}

impl From<TeamRow> for Team {
    fn from(row: TeamRow) -> Self {
        let name = serde_json::from_str(&row.name).unwrap_or_else(|_| Localized::new(&row.key));
        Self { id: row.id, key: row.key, name, department: row.department }
    }
}

/// All teams, by key.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Team>, StoreError> {
    Ok(tx.all(&ALL, params![MAX_TEAMS])?.into_iter().map(Team::from).collect())
}

/// The team of a key.
pub fn by_key(tx: &mut Tx<'_>, key: &str) -> Result<Option<Team>, StoreError> {
    Ok(tx.one(&BY_KEY, params![key])?.map(Team::from))
}

/// The team of an id.
pub fn by_id(tx: &mut Tx<'_>, id: TeamId) -> Result<Option<Team>, StoreError> {
    Ok(tx.one(&BY_ID, params![id])?.map(Team::from))
}

/// Makes sure that a team exists with this name and department; gives its id.
pub fn ensure(tx: &mut Tx<'_>, new: &NewTeam, act: &Act) -> Result<TeamId, StoreError> {
    let name = serde_json::to_string(&new.name).unwrap_or_default();
    let (id, verb) = match by_key(tx, &new.key)? {
        Some(team) if team.name == new.name && team.department == new.department => {
            return Ok(team.id);
        }
        Some(team) => {
            tx.run(&UPDATE, params![team.id, name, new.department])?;
            (team.id, "team.change")
        }
        None => {
            let id = TeamId(act.ids.next());
            tx.run(&INSERT, params![id, new.key, name, new.department])?;
            (id, "team.create")
        }
    };
    let entry = Entry::new(act.actor, verb, Subject::new("team", id))
        .with("key", new.key.as_str())
        .with("name", name)
        .with("department", new.department.as_str());
    act.record(tx, &entry)?;
    Ok(id)
}
