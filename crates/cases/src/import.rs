//! Cases with a past: from a former system, or for the demo town. No letter goes out for them.

use base::{CaseId, EventId};
use jiff::Timestamp;
use ledger::{Entry, Subject};
use serde_json::Value;
use store::Tx;

use crate::answers::{self, Told};
use crate::case::{By, Case};
use crate::events::{self, Audience, EventKind, NewEvent};
use crate::office::Office;
use crate::refusal::CaseError;
use crate::{cases, reminders};

/// A case with its past.
#[derive(Clone, Debug)]
pub struct PastCase {
    /// The case as it stands now; its id, reference and revision are given on writing.
    pub case: Case,
    /// What was told.
    pub told: Told,
    /// What happened, the oldest first. The first is its opening.
    pub events: Vec<PastEvent>,
}

/// Something that happened in the past.
#[derive(Clone, Debug)]
pub struct PastEvent {
    /// When.
    pub at: Timestamp,
    /// What.
    pub kind: EventKind,
    /// Who.
    pub by: By,
    /// Who may read it.
    pub audience: Audience,
    /// The state that the case entered.
    pub state: Option<String>,
    /// The words.
    pub text: String,
    /// The facts.
    pub detail: Value,
}

/// Writes a case with its past; a live one gets its reminders. Gives its id.
pub fn write(tx: &mut Tx<'_>, office: &Office, past: &PastCase) -> Result<CaseId, CaseError> {
    let app = office.app();
    let mut case = past.case.clone();
    case.id = CaseId(app.ids().next());
    cases::insert(tx, &mut case, app.rng(), app.ids())?;
    answers::insert(tx, case.id, &past.told)?;
    for (index, event) in past.events.iter().enumerate() {
        let id = EventId(app.ids().next());
        let new = NewEvent {
            kind: event.kind,
            by: event.by,
            audience: event.audience,
            state: event.state.as_deref(),
            text: &event.text,
            detail: event.detail.clone(),
        };
        events::insert(tx, id, case.id, event.at, &new)?;
        let mut entry = Entry::new(event.by.actor(case.id), "case.import", Subject::case(case.id))
            .with("kind", event.kind.key())
            .with("reference", case.reference.compact())
            .personal("text", event.text.as_str());
        if index == 0 {
            entry = entry
                .with("service", case.service.as_str())
                .personal("answers", past.told.answers.to_text())
                .personal("email", past.told.contact.email.as_str());
        }
        ledger::append(tx, &entry, event.at, app.ids(), app.rng())?;
    }
    if !case.is_closed() {
        let service = office.service_of(tx, &case)?;
        reminders::plan(tx, office, &case, &service)?;
    }
    Ok(case.id)
}
