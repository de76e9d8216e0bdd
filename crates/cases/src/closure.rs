//! A case ends, or the resident takes it back.

use base::CaseId;
use serde_json::json;
use services::Service;
use store::Tx;

use crate::case::{Case, Ending};
use crate::events::{Audience, EventKind, NewEvent};
use crate::letters::{self, Notice};
use crate::moves;
use crate::office::{Acting, Office};
use crate::refusal::{CaseError, Refusal};
use crate::{answers, beside, followers};

/// How a case ends.
#[derive(Clone, Debug)]
pub struct Closure {
    /// The outcome's key.
    pub outcome: String,
    /// What the resident is told besides the outcome's own sentence; may be empty.
    pub reason: String,
}

/// Outcomes that nobody chooses: they follow from taking a case back and from marking it as a repeat. Cases
/// that end so are left out of the figures, which must not be mended by choosing a word.
const OF_OTHER_ACTS: [&str; 2] = ["withdrawn", "duplicate"];

/// Whether a case may be closed with an outcome of its workflow.
pub fn is_for_closing(outcome: &str) -> bool {
    !OF_OTHER_ACTS.contains(&outcome)
}

/// Closes a case with an outcome; tells the resident and the followers, those of its repeats among them.
pub fn close(
    tx: &mut Tx<'_>,
    office: &Office,
    id: CaseId,
    closure: &Closure,
    acting: Acting,
) -> Result<Case, CaseError> {
    if !is_for_closing(&closure.outcome) {
        return Err(Refusal::OutcomeNeeded.into());
    }
    end(tx, office, id, "close", closure, acting)
}

/// Takes a case back.
pub fn withdraw(
    tx: &mut Tx<'_>,
    office: &Office,
    id: CaseId,
    reason: &str,
    acting: Acting,
) -> Result<Case, CaseError> {
    let closure = Closure { outcome: "withdrawn".into(), reason: reason.to_owned() };
    end(tx, office, id, "withdraw", &closure, acting)
}

fn end(
    tx: &mut Tx<'_>,
    office: &Office,
    id: CaseId,
    key: &'static str,
    closure: &Closure,
    acting: Acting,
) -> Result<Case, CaseError> {
    let mut case = Office::load(tx, id, acting.seen)?;
    let service = office.service_of(tx, &case)?;
    let transition = case.transition(&service.workflow, key, acting.by, &closure.reason)?;
    if service.workflow.outcome(&closure.outcome).is_none() {
        return Err(Refusal::OutcomeNeeded.into());
    }
    let to = transition.to.clone();
    let withdrawn = key == "withdraw";
    // Who takes a report back takes it off the map, too.
    case.public = case.public && !withdrawn;
    finish(office, &mut case, &service, &to, &closure.outcome)?;
    office.save(tx, &mut case)?;
    let (kind, verb) = match key {
        "withdraw" => (EventKind::Withdrawn, "case.withdraw"),
        _ => (EventKind::Closed, "case.close"),
    };
    let state = case.state.clone();
    let event = NewEvent {
        kind,
        by: acting.by,
        audience: Audience::Public,
        state: Some(&state),
        text: &closure.reason,
        detail: json!({"outcome": closure.outcome, "kept": case.ending.as_ref().and_then(|ending| ending.kept)}),
    };
    office.record(tx, &case, verb, &event)?;
    let told = answers::of_case(tx, case.id)?;
    let notice = Notice::Closed { reason: closure.reason.clone() };
    letters::to_parties(tx, office, &case, &told, &notice)?;
    if withdrawn {
        followers::part(tx, &mut case)?;
    }
    beside::ended(tx, office, &case, acting.by)?;
    Ok(case)
}

/// Puts a case into its closed state, with the outcome and whether the promise was kept.
pub(crate) fn finish(
    office: &Office,
    case: &mut Case,
    service: &Service,
    state: &str,
    outcome: &str,
) -> Result<(), CaseError> {
    let now = office.now();
    let kept = case.watch.keeps(now);
    moves::enter(office, case, service, state)?;
    case.ending = Some(Ending { at: now, outcome: outcome.to_owned(), kept });
    case.unread = false;
    Ok(())
}
