//! A case moves from one state to another: starting work, asking, waiting, going on.

use base::CaseId;
use serde_json::{Value, json};
use services::Phase;
use store::Tx;

use crate::case::{By, Case};
use crate::events::{Audience, EventKind, NewEvent};
use crate::letters::{self, Notice};
use crate::office::{Acting, Office};
use crate::refusal::{CaseError, Refusal};
use crate::{answers, reminders};

/// Makes a move of the workflow that does not end the case. `ask` puts the text to the resident;
/// the reason of any other move is for staff.
pub fn make(
    tx: &mut Tx<'_>,
    office: &Office,
    id: CaseId,
    key: &str,
    text: &str,
    acting: Acting,
) -> Result<Case, CaseError> {
    let mut case = Office::load(tx, id, acting.seen)?;
    let service = office.service_of(tx, &case)?;
    let transition = case.transition(&service.workflow, key, acting.by, text)?.clone();
    if service.workflow.closes(&transition) {
        return Err(Refusal::OutcomeNeeded.into());
    }
    let asks = key == "ask";
    if asks && text.trim().is_empty() {
        return Err(Refusal::Empty.into());
    }
    let reopens = case.is_closed();
    enter(office, &mut case, &service, &transition.to)?;
    if reopens {
        case.duplicate_of = None;
    }
    office.save(tx, &mut case)?;
    let kind = match (asks, reopens) {
        (true, _) => EventKind::Asked,
        (_, true) => EventKind::Reopened,
        _ => EventKind::Moved,
    };
    let verb = match kind {
        EventKind::Asked => "case.ask",
        EventKind::Reopened => "case.reopen",
        _ => "case.move",
    };
    let state = case.state.clone();
    let event = NewEvent {
        kind,
        by: acting.by,
        audience: if asks { Audience::Parties } else { Audience::Public },
        state: Some(&state),
        text,
        detail: json!({"transition": key}),
    };
    office.record(tx, &case, verb, &event)?;
    tell(tx, office, &case, kind, text, acting.by)?;
    reminders::plan(tx, office, &case, &service)?;
    Ok(case)
}

/// Puts a case into a state by the rules of its workflow and the town's calendar.
pub(crate) fn enter(
    office: &Office,
    case: &mut Case,
    service: &services::Service,
    state: &str,
) -> Result<(), CaseError> {
    let promise = Office::promise(service);
    case.enter(&service.workflow, state, office.now(), promise, office.calendar())?;
    Ok(())
}

fn tell(
    tx: &mut Tx<'_>,
    office: &Office,
    case: &Case,
    kind: EventKind,
    text: &str,
    by: By,
) -> Result<(), CaseError> {
    let told = answers::of_case(tx, case.id)?;
    match kind {
        EventKind::Asked => letters::to_requester(
            tx,
            office,
            case,
            &told,
            &Notice::Asked { question: text.to_owned() },
        ),
        EventKind::Reopened if by != By::Resident => {
            letters::to_parties(tx, office, case, &told, &Notice::Reopened)
        }
        // Waiting for the resident is told by the question itself.
        _ if case.phase == Phase::Open && by != By::Resident => {
            letters::to_parties(tx, office, case, &told, &Notice::Moved)
        }
        _ => Ok(()),
    }
}

/// The outcome of a case that ended because the resident did not answer. Its letter says that an answer opens
/// the case again.
const NO_ANSWER: &str = "no-answer";

/// Moves a case by the rule of its workflow when the resident has answered, also one that was closed because
/// they had not; nothing happens when no answer was waited for.
pub(crate) fn note_answer(
    office: &Office,
    case: &mut Case,
    service: &services::Service,
    by: By,
) -> Result<bool, CaseError> {
    let late = case.ending.as_ref().is_some_and(|ending| ending.outcome == NO_ANSWER);
    // The answer itself is the reason.
    let (key, reason) = if late { ("reopen", "-") } else { ("answered", "") };
    let Ok(transition) = case.transition(&service.workflow, key, by, reason) else {
        return Ok(false);
    };
    let to = transition.to.clone();
    enter(office, case, service, &to)?;
    Ok(true)
}

/// No facts beside the event.
pub(crate) const NOTHING: Value = Value::Null;
