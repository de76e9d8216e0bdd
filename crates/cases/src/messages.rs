//! What the resident and staff say to each other, and what staff note for each other.

use base::CaseId;
use serde_json::json;
use store::{Tx, params};

use crate::answers;
use crate::case::{By, Case};
use crate::events::{Audience, EventKind, NewEvent};
use crate::letters::{self, Notice};
use crate::moves::{self, NOTHING};
use crate::office::{Acting, Office, Seen};
use crate::refusal::{CaseError, Refusal};
use crate::reminders;
use crate::tally::{self, Kind};

store::statements! {
    READ: Statement = "UPDATE cases SET unread = 0 WHERE id = $1";
}

/// Sends a message: of staff to the resident by letter, of the resident to staff. An answer that
/// was waited for starts the clock again.
pub fn send(
    tx: &mut Tx<'_>,
    office: &Office,
    id: CaseId,
    text: &str,
    acting: Acting,
) -> Result<Case, CaseError> {
    if text.trim().is_empty() {
        return Err(Refusal::Empty.into());
    }
    let mut case = Office::load(tx, id, acting.seen)?;
    let service = office.service_of(tx, &case)?;
    let from_resident = acting.by == By::Resident;
    let answered = from_resident && moves::note_answer(office, &mut case, &service, acting.by)?;
    if from_resident {
        case.unread = true;
    }
    office.save(tx, &mut case)?;
    let state = answered.then(|| case.state.clone());
    let event = NewEvent {
        kind: EventKind::Message,
        by: acting.by,
        audience: Audience::Parties,
        state: state.as_deref(),
        text,
        detail: json!({"answered": answered}),
    };
    office.record(tx, &case, "case.message", &event)?;
    if answered {
        reminders::plan(tx, office, &case, &service)?;
    }
    if !from_resident {
        let told = answers::of_case(tx, id)?;
        letters::to_requester(
            tx,
            office,
            &case,
            &told,
            &Notice::Message { text: text.to_owned() },
        )?;
    }
    Ok(case)
}

/// Leaves a note that only staff read.
pub fn note(
    tx: &mut Tx<'_>,
    office: &Office,
    id: CaseId,
    text: &str,
    acting: Acting,
) -> Result<Case, CaseError> {
    if text.trim().is_empty() {
        return Err(Refusal::Empty.into());
    }
    let mut case = Office::load(tx, id, acting.seen)?;
    office.save(tx, &mut case)?;
    let event = NewEvent {
        kind: EventKind::Note,
        by: acting.by,
        audience: Audience::Staff,
        state: None,
        text,
        detail: NOTHING,
    };
    office.record(tx, &case, "case.note", &event)?;
    Ok(case)
}

/// Marks what the resident said as seen by staff. That is no change of the case: its revision stays, and
/// nobody who has it open is disturbed. What came after the revision that was seen stays unread.
pub fn mark_read(
    tx: &mut Tx<'_>,
    office: &Office,
    id: CaseId,
    acting: Acting,
) -> Result<Case, CaseError> {
    let mut case = Office::load(tx, id, Seen::Whatever)?;
    let stands = match acting.seen {
        Seen::Revision(seen) => seen == case.revision,
        Seen::Whatever => true,
    };
    if case.unread && stands {
        let before = Kind::of(&case);
        case.unread = false;
        tx.run(&READ, params![id])?;
        tally::moved(tx, office.app().ids(), before, Kind::of(&case))?;
        let entry = ledger::Entry::new(acting.by.actor(id), "case.read", ledger::Subject::case(id));
        let app = office.app();
        ledger::append(tx, &entry, office.now(), app.ids(), app.rng())?;
    }
    Ok(case)
}
