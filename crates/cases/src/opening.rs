//! A case begins.

use base::geo::Point;
use base::{CaseId, Locale, PersonId, Reference};
use serde_json::{Value, json};
use services::{Answers, Contact, Place, Service};
use store::Tx;

use crate::answers::{self, Told};
use crate::case::{By, Case};
use crate::events::{Audience, EventKind, NewEvent};
use crate::letters::{self, Notice};
use crate::office::Office;
use crate::refusal::CaseError;
use crate::watch::Watch;
use crate::{cases, reminders};

/// The longest line in lists.
const SUMMARY: usize = 120;

/// The channels by which staff enter cases for residents.
pub const ASSISTED: [&str; 4] = ["phone", "counter", "letter", "email"];

/// What a case begins with.
#[derive(Clone, Debug)]
pub struct NewCase {
    /// The service and its version.
    pub service: std::sync::Arc<Service>,
    /// The checked answers, contact details included.
    pub answers: Answers,
    /// The language of the resident.
    pub locale: Locale,
    /// How it reached the town.
    pub channel: &'static str,
    /// Who began it.
    pub by: By,
    /// The resident's account.
    pub requester: Option<PersonId>,
}

/// Opens a case: the case, its answers, its history, the confirmation and the reminders, at once.
pub fn open(tx: &mut Tx<'_>, office: &Office, new: &NewCase) -> Result<Case, CaseError> {
    open_as(tx, office, CaseId(office.app().ids().next()), new)
}

/// Opens a case under an id that was given out before, such as with a payment that comes first.
pub fn open_as(
    tx: &mut Tx<'_>,
    office: &Office,
    id: CaseId,
    new: &NewCase,
) -> Result<Case, CaseError> {
    if new.service.is_practice() {
        let (service, version) = (new.service.id().to_owned(), new.service.version);
        return Err(CaseError::Definition { service, version });
    }
    let (mut case, told) = draft(tx, office, id, new)?;
    cases::insert(tx, &mut case, office.app().rng(), office.app().ids())?;
    answers::insert(tx, case.id, &told)?;
    let event = NewEvent {
        kind: EventKind::Opened,
        by: new.by,
        audience: Audience::Public,
        state: Some(&case.state),
        text: "",
        detail: json!({"channel": case.channel, "service": case.service}),
    };
    office.record_with(tx, &case, "case.open", &event, |entry| {
        entry
            .with("service", case.service.as_str())
            .with("version", case.version)
            .personal("answers", told.answers.to_text())
            .personal("name", told.contact.name.as_str())
            .personal("email", told.contact.email.as_str())
            .personal("phone", told.contact.phone.as_str())
    })?;
    if answers::is_confirmed(tx, &told, office.now())? {
        letters::to_requester(tx, office, &case, &told, &Notice::Opened)?;
    }
    reminders::plan(tx, office, &case, &new.service)?;
    Ok(case)
}

/// Makes the case that the answers describe, without writing it.
fn draft(
    tx: &mut Tx<'_>,
    office: &Office,
    id: CaseId,
    new: &NewCase,
) -> Result<(Case, Told), CaseError> {
    let now = office.now();
    let definition = &new.service.definition;
    let told = told(&new.service, &new.answers);
    let place = place(&new.service, &new.answers);
    let team = people::teams::by_key(tx, definition.route(&new.answers))?.map(|team| team.id);
    let state = new.service.workflow.state(&new.service.workflow.initial);
    let state = state.ok_or_else(|| CaseError::Definition {
        service: definition.id.clone(),
        version: new.service.version,
    })?;
    let case = Case {
        id,
        reference: Reference::random(office.app().rng()),
        service: definition.id.clone(),
        version: new.service.version,
        state: state.id.clone(),
        phase: state.phase,
        opened_at: now,
        team,
        assignee: None,
        channel: new.channel.to_owned(),
        locale: new.locale,
        summary: summary(&new.service, &told.answers),
        public: definition.public,
        point: place.as_ref().and_then(|place| place.point),
        district: place.as_ref().and_then(|place| place.district.clone()),
        address: place.map(|place| place.address).filter(|address| !address.is_empty()),
        requester: new.requester,
        duplicate_of: None,
        followers: 0,
        unread: new.by == By::Resident,
        revision: 1,
        updated_at: now,
        ending: None,
        watch: Watch::start(now, Office::promise(&new.service), office.calendar()),
    };
    Ok((case, told))
}

/// Takes the contact details out of the answers.
pub fn told(service: &Service, answers: &Answers) -> Told {
    let question = service.form().contact_question().map(|question| question.id.clone());
    let mut fields = answers.as_json().as_object().cloned().unwrap_or_default();
    let contact = question
        .and_then(|id| fields.remove(&id))
        .and_then(|value| Contact::from_json(&value))
        .unwrap_or_default();
    let answers = Answers::try_from(Value::Object(fields)).unwrap_or_default();
    Told { answers, contact, forms: Vec::new() }
}

/// The place that the case is about.
pub(crate) fn place(service: &Service, answers: &Answers) -> Option<Place> {
    let question = service.form().place_question()?;
    Place::from_json(answers.get(&question.id)?)
}

/// One line for lists: the first words that the resident chose or wrote, else the place.
pub fn summary(service: &Service, answers: &Answers) -> String {
    let rows = service.form().summary(answers, Locale::EN);
    let contact = service.form().contact_question().map(|question| question.id.as_str());
    let line = rows
        .iter()
        .filter(|row| Some(row.question.as_str()) != contact)
        .map(|row| row.text.as_str())
        .find(|text| !text.trim().is_empty())
        .unwrap_or_default();
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SUMMARY) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default().trim_end()),
        None => line,
    }
}

/// Where a case is, for other verbs that move it.
pub(crate) fn point_of(place: Option<&Place>) -> Option<Point> {
    place.and_then(|place| place.point)
}
