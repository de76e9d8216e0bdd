//! A case goes to a team or a person.

use base::{CaseId, PersonId, TeamId};
use ledger::Actor;
use people::Act;
use serde_json::json;
use store::{StoreError, Tx};
use web::{App, Role};

use crate::case::{By, Case, Rank};
use crate::cases;
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

/// Assigns a case. The person must work on cases of the team.
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
        && !works_in(tx, to.team, person)?
    {
        return Err(Refusal::NotInTeam.into());
    }
    if case.team == Some(to.team) && case.assignee == to.person {
        return Ok(case);
    }
    case.team = Some(to.team);
    case.assignee = to.person;
    keep(tx, office, &mut case, note, acting.by)?;
    Ok(case)
}

/// Takes the open cases of somebody whose account closes from them: each is its team's again.
pub fn release(tx: &mut Tx<'_>, app: &App, person: PersonId, act: &Act) -> Result<(), StoreError> {
    let office = Office::of(app);
    let by = match act.actor {
        Actor::Person(person) => By::Staff(person, Rank::Caseworker),
        _ => By::System("release"),
    };
    loop {
        let batch = cases::of_assignee(tx, person)?;
        if batch.is_empty() {
            return Ok(());
        }
        for mut case in batch {
            case.assignee = None;
            keep(tx, &office, &mut case, "", by).map_err(|error| match error {
                CaseError::Store(error) => error,
                // Somebody else was faster: the database tries the whole again.
                _ => StoreError::Conflict,
            })?;
        }
    }
}

/// Writes to whom a case went.
fn keep(
    tx: &mut Tx<'_>,
    office: &Office,
    case: &mut Case,
    note: &str,
    by: By,
) -> Result<(), CaseError> {
    office.save(tx, case)?;
    let event = NewEvent {
        kind: EventKind::Assigned,
        by,
        audience: Audience::Staff,
        state: None,
        text: note,
        detail: json!({"team": case.team, "person": case.assignee}),
    };
    office.record(tx, case, "case.assign", &event)
}

/// Whether a person works on the cases of a team, or of all of them: with an open account, and a role that
/// is for cases. Who designs services or administers accounts for the whole town has no cases.
fn works_in(tx: &mut Tx<'_>, team: TeamId, person: PersonId) -> Result<bool, CaseError> {
    let profile = people::persons::find(tx, person)?;
    if profile.is_none_or(|profile| profile.disabled_at.is_some()) {
        return Ok(false);
    }
    let roles = people::memberships::roles(tx, person)?;
    let for_cases = |(of, role): &(Option<TeamId>, Role)| {
        role.covers(Role::Caseworker) && of.is_none_or(|of| of == team)
    };
    Ok(roles.iter().any(for_cases))
}
