//! What was told is added to or corrected after sending: by the resident, or by staff for them.

use base::{CaseId, Locale};
use serde_json::json;
use services::{Answers, Question, Service};
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

/// Replaces the answers with some that were checked by the form of the case's service.
pub fn correct(
    tx: &mut Tx<'_>,
    office: &Office,
    id: CaseId,
    answers: &Answers,
    reason: &str,
    acting: Acting,
) -> Result<Case, CaseError> {
    let case = Office::load(tx, id, acting.seen)?;
    let service = office.service_of(tx, &case)?;
    correct_in(tx, office, id, &service, answers, reason, acting)
}

/// Replaces the answers with some that were checked by the form of a service, which need not be the
/// case's own. What that form does not ask stays as it is. Staff see which questions changed; what
/// was said before stays in the event. The case keeps its team and its promise. Staff say why, and the
/// resident gets a letter with it.
pub fn correct_in(
    tx: &mut Tx<'_>,
    office: &Office,
    id: CaseId,
    service: &Service,
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
    let before = answers::of_case(tx, id)?;
    let after = merged(&case, &before, service, answers);
    let changed = changed(&before, &after);
    if changed.is_empty() {
        return Ok(case);
    }
    answers::update(tx, id, &after)?;
    let place = opening::place(service, answers);
    if service.form().place_question().is_some() {
        case.point = opening::point_of(place.as_ref());
        case.district = place.as_ref().and_then(|place| place.district.clone());
        case.address = place.map(|place| place.address).filter(|address| !address.is_empty());
    }
    case.summary = opening::summary(service, &after.answers);
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
    let now = after.email().map(|email| email.key());
    if let Some(old) = before.email().filter(|old| Some(old.key()) != now) {
        letters::to_former(tx, office, &case, old)?;
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

/// What a case knows after a form was filled in again.
fn merged(case: &Case, before: &Told, service: &Service, answers: &Answers) -> Told {
    let form = service.form();
    let mut after = opening::told(service, answers);
    for (question, value) in before.answers.iter() {
        if form.question(question).is_none() {
            after.answers.set(question, value.clone());
        }
    }
    let contact = form.contact_question();
    let asked = |question: &Question| {
        let rows = form.summary(answers, Locale::EN);
        rows.iter().any(|row| row.question == question.id)
    };
    if !contact.is_some_and(asked) {
        after.contact = before.contact.clone();
    }
    let (own, this) = ((case.service.as_str(), case.version), (service.id(), service.version));
    after.forms.clone_from(&before.forms);
    if after.forms.is_empty() && own != this {
        after.forms.push((case.service.clone(), case.version));
    }
    let known = after.forms.iter().any(|(id, version)| (id.as_str(), *version) == this);
    if !after.forms.is_empty() && !known {
        after.forms.push((service.id().to_owned(), service.version));
    }
    after
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
