//! A case turns out to belong to another service.

use std::sync::Arc;

use base::{CaseId, Locale};
use serde_json::json;
use services::{Answers, Service};
use store::Tx;

use crate::case::Case;
use crate::events::{Audience, EventKind, NewEvent};
use crate::letters::{self, Notice};
use crate::moves;
use crate::office::{Acting, Office};
use crate::refusal::{CaseError, Refusal};
use crate::{answers, followers, reminders};

/// Hands a case to another service: it starts there from the first state, under the other
/// promise counted from now, unless the first one is broken; what was answered and said stays with it.
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
    let mut told = answers::of_case(tx, id)?;
    if told.forms.is_empty() {
        // The answers stay readable in the words of the questions that they answer.
        told.forms.push((case.service.clone(), case.version));
        answers::update(tx, id, &told)?;
    }
    let before = office.service_of(tx, &case)?;
    let was_public = case.public;
    let was_kept = case.watch.keeps(office.now());
    let from = std::mem::replace(&mut case.service, to.definition.id.clone());
    case.version = to.version;
    case.public = case.public && to.definition.public && !reveals(&before, to, &told.answers);
    case.team = people::teams::by_key(tx, to.definition.route(&told.answers))?.map(|team| team.id);
    case.assignee = None;
    moves::enter(office, &mut case, to, &to.workflow.initial)?;
    // A promise that is broken stays broken: handing a late case on must not make it punctual.
    if was_kept != Some(false) {
        let (now, promise) = (office.now(), Office::promise(to));
        case.watch.promised = crate::watch::Watch::start(now, promise, office.calendar()).promised;
        case.watch.remaining_ms = None;
    }
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
    if was_public && !case.public {
        // They followed a public report; what it has become is no longer theirs to know.
        followers::part(tx, &mut case)?;
    }
    letters::to_parties(tx, office, &case, &told, &Notice::HandedOver)?;
    reminders::plan(tx, office, &case, to)?;
    Ok(case)
}

/// Whether the other service would show the public an answer that was given in confidence: a question of the
/// same name may be public there.
fn reveals(from: &Service, to: &Service, answers: &Answers) -> bool {
    let shown = |service: &Service| {
        let rows = service.form().public_preview(answers, Locale::EN);
        rows.into_iter().map(|row| row.question).collect::<Vec<_>>()
    };
    let before = shown(from);
    shown(to).iter().any(|question| !before.contains(question))
}
