//! What was told is added to or corrected after sending: by the resident, or by staff for them.

use base::CaseId;
use serde_json::json;
use services::Answers;
use store::Tx;

use crate::answers::{self, Told};
use crate::case::{By, Case};
use crate::events::{Audience, EventKind, NewEvent};
use crate::letters::{self, Notice};
use crate::office::{Acting, Office};
use crate::opening;
use crate::refusal::{CaseError, Refusal};

/// How many photos a case may gather in all.
pub const MAX_PHOTOS: usize = 20;

/// Replaces the answers with checked ones. The event says which questions changed; the ledger holds
/// the hashes of before and after. The case keeps its team and its promise. Staff say why, and the
/// resident gets a letter with it.
pub fn correct(
    tx: &mut Tx<'_>,
    office: &Office,
    id: CaseId,
    answers: &Answers,
    reason: &str,
    acting: Acting,
) -> Result<Case, CaseError> {
    let mut case = Office::load(tx, id, acting.seen)?;
    if case.is_closed() {
        return Err(Refusal::Closed.into());
    }
    let by_staff = acting.by.person().is_some();
    if by_staff && reason.trim().is_empty() {
        return Err(Refusal::ReasonNeeded.into());
    }
    let service = office.service_of(tx, &case)?;
    let before = answers::of_case(tx, id)?;
    let after = opening::told(&service, answers);
    let changed = changed(&before, &after);
    if changed.is_empty() {
        return Ok(case);
    }
    answers::update(tx, id, &after)?;
    let place = opening::place(&service, answers);
    if service.form().place_question().is_some() {
        case.point = opening::point_of(place.as_ref());
        case.district = place.as_ref().and_then(|place| place.district.clone());
        case.address = place.map(|place| place.address).filter(|address| !address.is_empty());
    }
    case.summary = opening::summary(&service, &after.answers);
    case.unread = case.unread || acting.by == By::Resident;
    office.save(tx, &mut case)?;
    let event = NewEvent {
        kind: EventKind::Corrected,
        by: acting.by,
        audience: Audience::Parties,
        state: None,
        text: reason,
        detail: json!({"questions": changed}),
    };
    office.record_with(tx, &case, "case.correct", &event, |entry| {
        entry
            .personal("before", before.answers.to_text())
            .personal("after", after.answers.to_text())
            .personal("name", after.contact.name.as_str())
            .personal("email", after.contact.email.as_str())
            .personal("phone", after.contact.phone.as_str())
    })?;
    if by_staff {
        let notice = Notice::Corrected { reason: reason.to_owned() };
        letters::to_requester(tx, office, &case, &after, &notice)?;
    }
    Ok(case)
}

/// Adds photos to a case; `files` are ids of files that were taken in.
pub fn add_photos(
    tx: &mut Tx<'_>,
    office: &Office,
    id: CaseId,
    files: &[base::FileId],
    text: &str,
    acting: Acting,
) -> Result<Case, CaseError> {
    let mut case = Office::load(tx, id, acting.seen)?;
    case.unread = case.unread || acting.by == By::Resident;
    office.save(tx, &mut case)?;
    let event = NewEvent {
        kind: EventKind::Photos,
        by: acting.by,
        audience: Audience::Parties,
        state: None,
        text,
        detail: json!({"photos": files}),
    };
    office.record(tx, &case, "case.add-photos", &event)?;
    Ok(case)
}

/// The questions whose answers differ; `contact` stands for the contact details.
fn changed(before: &Told, after: &Told) -> Vec<String> {
    let empty = serde_json::Map::new();
    let fields =
        |told: &Told| told.answers.as_json().as_object().cloned().unwrap_or_else(|| empty.clone());
    let (old, new) = (fields(before), fields(after));
    let mut questions: Vec<String> = old
        .keys()
        .chain(new.keys())
        .filter(|key| old.get(*key) != new.get(*key))
        .cloned()
        .collect();
    questions.sort();
    questions.dedup();
    if before.contact != after.contact {
        questions.push("contact".into());
    }
    questions
}
