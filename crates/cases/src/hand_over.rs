//! A case turns out to belong to another service.

use std::sync::Arc;

use base::CaseId;
use serde_json::json;
use services::Service;
use store::Tx;

use crate::case::Case;
use crate::events::{Audience, EventKind, NewEvent};
use crate::letters::{self, Notice};
use crate::moves;
use crate::office::{Acting, Office};
use crate::refusal::{CaseError, Refusal};
use crate::{answers, reminders};

/// Hands a case to another service: it starts there from the first state, under the other
/// promise counted from now; what was answered and said stays with it.
pub fn hand_over(
    tx: &mut Tx<'_>,
    office: &Office,
    id: CaseId,
    to: &Arc<Service>,
    reason: &str,
    acting: Acting,
) -> Result<Case, CaseError> {
    let mut case = Office::load(tx, id, acting.seen)?;
    if case.is_closed() {
        return Err(Refusal::Closed.into());
    }
    if reason.trim().is_empty() {
        return Err(Refusal::ReasonNeeded.into());
    }
    if case.service == to.definition.id {
        return Err(Refusal::Circular.into());
    }
    let told = answers::of_case(tx, id)?;
    let from = std::mem::replace(&mut case.service, to.definition.id.clone());
    case.version = to.version;
    case.public = case.public && to.definition.public;
    case.team = people::teams::by_key(tx, to.definition.route(&told.answers))?.map(|team| team.id);
    case.assignee = None;
    moves::enter(office, &mut case, to, &to.workflow.initial)?;
    let fresh = crate::watch::Watch::start(office.now(), Office::promise(to), office.calendar());
    case.watch.promised = fresh.promised;
    case.watch.remaining_ms = None;
    office.save(tx, &mut case)?;
    let state = case.state.clone();
    let event = NewEvent {
        kind: EventKind::HandedOver,
        by: acting.by,
        audience: Audience::Parties,
        state: Some(&state),
        text: reason,
        detail: json!({"from": from, "service": case.service}),
    };
    office.record(tx, &case, "case.hand-over", &event)?;
    letters::to_parties(tx, office, &case, &told, &Notice::HandedOver)?;
    reminders::plan(tx, office, &case, to)?;
    Ok(case)
}
