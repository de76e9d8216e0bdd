//! A case goes to a team or a person.

use base::{CaseId, PersonId, TeamId};
use serde_json::json;
use store::Tx;

use crate::case::Case;
use crate::events::{Audience, EventKind, NewEvent};
use crate::office::{Acting, Office};
use crate::refusal::{CaseError, Refusal};

/// Whom a case goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// The team.
    pub team: TeamId,
    /// The person, if one takes it.
    pub person: Option<PersonId>,
}

/// Assigns a case. The person must be in the team.
pub fn assign(
    tx: &mut Tx<'_>,
    office: &Office,
    id: CaseId,
    to: Assignment,
    note: &str,
    acting: Acting,
) -> Result<Case, CaseError> {
    let mut case = Office::load(tx, id, acting.seen)?;
    if case.is_closed() {
        return Err(Refusal::Closed.into());
    }
    if let Some(person) = to.person
        && !is_member(tx, to.team, person)?
    {
        return Err(Refusal::NotInTeam.into());
    }
    if case.team == Some(to.team) && case.assignee == to.person {
        return Ok(case);
    }
    case.team = Some(to.team);
    case.assignee = to.person;
    office.save(tx, &mut case)?;
    let event = NewEvent {
        kind: EventKind::Assigned,
        by: acting.by,
        audience: Audience::Staff,
        state: None,
        text: note,
        detail: json!({"team": to.team, "person": to.person}),
    };
    office.record(tx, &case, "case.assign", &event)?;
    Ok(case)
}

/// Whether a person works in a team, or in all of them.
fn is_member(tx: &mut Tx<'_>, team: TeamId, person: PersonId) -> Result<bool, CaseError> {
    let roles = people::memberships::roles(tx, person)?;
    Ok(roles.iter().any(|(of, _)| of.is_none_or(|of| of == team)))
}
