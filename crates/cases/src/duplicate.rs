//! A case repeats another: it closes, and its people follow the other.

use base::{CaseId, EventId};
use serde_json::json;
use store::Tx;

use crate::answers::{self, Told};
use crate::case::{Case, Ending};
use crate::closure;
use crate::events::{Audience, EventKind, NewEvent};
use crate::followers;
use crate::letters::{self, Notice};
use crate::office::{Acting, Office, Seen};
use crate::refusal::{CaseError, Refusal};
use crate::{beside, cases};

/// Marks a case as a repeat of another. Its requester and followers get the other's news.
pub fn mark(
    tx: &mut Tx<'_>,
    office: &Office,
    id: CaseId,
    original: CaseId,
    acting: Acting,
) -> Result<Case, CaseError> {
    let mut case = Office::load(tx, id, acting.seen)?;
    let mut target = Office::load(tx, original, Seen::Whatever)?;
    if id == original || target.duplicate_of.is_some() {
        return Err(Refusal::Circular.into());
    }
    let told = answers::of_case(tx, id)?;
    // Who sent the repeat gets the original's news: of a private one only if it is their own.
    if !target.public && !same_sender(&case, &told, &target, &answers::of_case(tx, original)?) {
        return Err(Refusal::PrivateOriginal.into());
    }
    let service = office.service_of(tx, &case)?;
    let transition = case.transition(&service.workflow, "close", acting.by, "-")?;
    let to = transition.to.clone();
    closure::finish(office, &mut case, &service, &to, "duplicate")?;
    case.duplicate_of = Some(original);
    followers::take_over(tx, office, &mut target, &case, &told)?;
    office.save(tx, &mut case)?;
    office.save(tx, &mut target)?;
    let state = case.state.clone();
    let event = NewEvent {
        kind: EventKind::Duplicate,
        by: acting.by,
        audience: Audience::Public,
        state: Some(&state),
        text: "",
        detail: json!({"reference": target.reference}),
    };
    office.record(tx, &case, "case.mark-duplicate", &event)?;
    let absorbed = NewEvent {
        kind: EventKind::Absorbed,
        audience: Audience::Staff,
        state: None,
        detail: json!({"reference": case.reference}),
        ..event
    };
    office.record(tx, &target, "case.absorb", &absorbed)?;
    let notice = Notice::Merged { original: target.reference };
    letters::to_requester(tx, office, &case, &told, &notice)?;
    beside::ended(tx, office, &case, acting.by)?;
    // Repeats of the repeat are repeats of the original.
    loop {
        let repeats = cases::repeats(tx, id)?;
        if repeats.is_empty() {
            break;
        }
        for mut repeat in repeats {
            repeat.duplicate_of = Some(original);
            office.save(tx, &mut repeat)?;
            let entry = ledger::Entry::new(
                acting.by.actor(repeat.id),
                "case.mark-duplicate",
                ledger::Subject::case(repeat.id),
            )
            .with("reference", target.reference.compact());
            let app = office.app();
            ledger::append(tx, &entry, office.now(), app.ids(), app.rng())?;
        }
    }
    Ok(case)
}

/// Whether two cases came from one account or one e-mail address.
fn same_sender(one: &Case, told: &Told, other: &Case, others: &Told) -> bool {
    let key = |told: &Told| told.email().map(|email| email.key());
    let account = one.requester.is_some() && one.requester == other.requester;
    account || (key(told).is_some() && key(told) == key(others))
}

/// Whether an ending says that the case was a repeat.
pub fn is_repeat(ending: &Ending) -> bool {
    ending.outcome == "duplicate"
}

/// The last event that a page showed, for telling the second of two people what changed.
pub fn last_event(events: &[crate::events::Event]) -> Option<EventId> {
    events.iter().map(|event| event.id).max()
}
