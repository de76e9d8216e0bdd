use std::collections::BTreeMap;
use std::sync::Arc;

use appointments::{Booking, Seeker};

use axum::http::StatusCode;
use axum::response::Response;
use base::geo::Point;
use base::{CaseId, EventId, Locale, PersonId};
use places::{Geography, Places};
use serde::Serialize;
use services::form::{Context, Located, Raw, TownMap};
use services::{
    Answers, Catalogue, CatalogueError, Page as FormPage, Question, QuestionKind, Service,
};
use store::{StoreError, Tx};
use web::{App, Fault, Page, Role, Visitor, Words, show_as};

use crate::drafts;

/// The fields of contact details.
const CONTACT_PARTS: [&str; 3] = ["name", "email", "phone"];

/// A form that somebody has begun and not sent yet.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub id: i64,
    pub service: String,
    pub version: i64,
    pub locale: Locale,
    /// Checked answers, also of pages that a later answer has taken away again.
    pub answers: Answers,
    /// What was typed on pages that are not finished.
    pub typed: BTreeMap<String, Raw>,
    /// Whether the resident has said that none of the reports nearby is theirs.
    pub is_new: bool,
    /// The case whose answers this corrects.
    pub corrects: Option<CaseId>,
    /// What the correction began from.
    pub base: Option<Base>,
    /// The member of staff who fills it in for a resident.
    pub clerk: Option<Clerk>,
    /// The case that it became.
    pub case: Option<CaseId>,
    /// The page that the form had come to; empty at the beginning.
    pub reached: String,
    /// Who was signed in when it began, so that their name and address stand in it.
    pub person: Option<PersonId>,
}

/// A case as it stood when its correction began, or when the corrector last looked at it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Base {
    pub revision: i64,
    /// The newest event.
    pub seen: EventId,
    pub answers: Answers,
}

/// A member of staff who fills a form in for a resident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Clerk {
    pub person: PersonId,
    /// How the resident reached us: one of [`cases::opening::ASSISTED`].
    pub channel: &'static str,
    /// The language of the resident's letters.
    pub language: Locale,
}

/// A draft with the service as it was when the draft began.
pub(crate) struct Opened {
    pub draft: Draft,
    pub service: Arc<Service>,
    pub geography: Arc<Geography>,
    /// The time that is held for it.
    pub held: Option<Booking>,
}

impl Draft {
    /// A draft of a service, with nothing in it.
    pub(crate) fn new(id: i64, service: &Service, locale: Locale) -> Self {
        Self {
            id,
            service: service.id().to_owned(),
            version: service.version,
            locale,
            answers: Answers::new(),
            typed: BTreeMap::new(),
            is_new: false,
            corrects: None,
            base: None,
            clerk: None,
            case: None,
            reached: String::new(),
            person: None,
        }
    }

    /// The address of a page of the form.
    pub(crate) fn at(&self, page: &str) -> String {
        format!("/apply/{}/{page}", self.id)
    }

    /// For whom a member of staff fills it in: the channel, or that it corrects; nothing for residents.
    pub(crate) fn clerk_in_words(&self) -> &'static str {
        if services::practice::is(self.version) {
            return "practice";
        }
        match (&self.clerk, self.corrects) {
            (None, _) => "",
            (Some(_), Some(_)) => "correction",
            (Some(clerk), None) => clerk.channel,
        }
    }

    /// Who looks for a time: staff may also book what is about to begin.
    pub(crate) fn seeker(&self) -> Seeker {
        if self.clerk.is_some() { Seeker::Staff } else { Seeker::Resident }
    }

    /// Whether the contact details are hidden: how to reach who sent a case is not for everybody with its
    /// link. Staff see them in the case as well.
    pub(crate) fn hides_contact(&self) -> bool {
        self.corrects.is_some() && self.clerk.is_none()
    }

    /// The fields that show nothing of what the case knows already, and keep it where they stay empty.
    pub(crate) fn kept_fields(&self, service: &Service) -> Vec<String> {
        if !self.hides_contact() {
            return Vec::new();
        }
        let fields = |question: &Question| match question.kind {
            QuestionKind::Contact => {
                CONTACT_PARTS.iter().map(|part| format!("{}-{part}", question.id)).collect()
            }
            QuestionKind::Iban { .. } => vec![question.id.clone()],
            _ => Vec::new(),
        };
        service.form().questions().flat_map(fields).collect()
    }

    /// The fields of a page: as they were typed last, or from its answers.
    pub(crate) fn fields(&self, service: &Service, page: &FormPage) -> Raw {
        if let Some(typed) = self.typed.get(&page.id) {
            return typed.clone();
        }
        let mut raw = service.form().raw(page, &self.answers, self.locale);
        raw.replace(service.form().defaults(page, &self.answers, self.locale));
        // Whoever holds the link to a case may change how to reach its sender, not read it.
        for field in self.kept_fields(service) {
            raw.set(field, Vec::new());
        }
        for question in &page.questions {
            // The pin of an answered place belongs to its address until that is typed over.
            let address = raw.first(&format!("{}-address", question.id)).to_owned();
            if !raw.first(&format!("{}-lon", question.id)).is_empty() {
                raw.push(format!("{}-for", question.id), address);
            }
        }
        raw
    }
}

/// Opens a draft of this browser; `None` when there is none or it is somebody else's. A draft that
/// somebody began signed in opens only for them: others may use the same computer. What staff fill in
/// for a resident opens for them alone, while they are signed in.
pub(crate) async fn open(app: &App, visitor: &Visitor, id: &str) -> Result<Option<Opened>, Fault> {
    let Ok(id) = id.parse::<i64>() else { return Ok(None) };
    let (owner, now) = (visitor.draft_key(), app.clock().now_ms());
    let (catalogue, places) = (app.get::<Catalogue>(), app.get::<Places>());
    let opened = app
        .db()
        .read(move |tx| -> Result<_, StoreError> { find(tx, &catalogue, &places, id, &owner, now) })
        .await?;
    let Some(mut opened) = opened else { return Ok(None) };
    match (opened.draft.person, visitor.person_id()) {
        (Some(theirs), Some(other)) if theirs != other => return Ok(None),
        // A form that comes late is kept, and its page then asks to sign in again.
        (Some(_), None) if !visitor.is_late() => return Err(Fault::SignIn),
        _ => {}
    }
    if let Some(clerk) = &opened.draft.clerk
        && !visitor.is_late()
    {
        let person = visitor.person().ok_or(Fault::SignIn)?;
        if person.id != clerk.person || !person.has(Role::Caseworker) {
            return Ok(None);
        }
    }
    opened.draft.locale = visitor.locale();
    Ok(Some(opened))
}

fn find(
    tx: &mut Tx<'_>,
    catalogue: &Catalogue,
    places: &Places,
    id: i64,
    owner: &str,
    now: i64,
) -> Result<Option<Opened>, StoreError> {
    let Some(draft) = drafts::find(tx, id, owner, now)? else { return Ok(None) };
    let Some(service) = service_of(tx, catalogue, &draft)? else { return Ok(None) };
    let geography = places.geography(tx)?;
    let held = appointments::bookings::of_draft(tx, draft.id)?;
    Ok(Some(Opened { draft, service, geography, held }))
}

/// Finds the service of a draft in the version in which it began.
pub(crate) fn service_of(
    tx: &mut Tx<'_>,
    catalogue: &Catalogue,
    draft: &Draft,
) -> Result<Option<Arc<Service>>, StoreError> {
    match catalogue.version(tx, &draft.service, draft.version) {
        Ok(service) => Ok(service),
        Err(CatalogueError::Store(error)) => Err(error),
        Err(error) => {
            tracing::error!(%error, "the definition of a draft cannot be read");
            Ok(None)
        }
    }
}

/// What the form engine asks of the town's map.
pub(crate) struct MapOf<'a>(pub &'a Geography);

impl TownMap for MapOf<'_> {
    fn locate(&self, point: Point) -> Located {
        match self.0.district_of(point) {
            Some(district) => Located::District(district.key.clone()),
            None if self.0.in_town(point) => Located::Unknown,
            None => Located::Outside,
        }
    }
}

impl Opened {
    /// Fills empty fields that show nothing with what the case that is corrected knows.
    pub(crate) fn keep_contact(&self, page: &FormPage, fields: &mut Raw) {
        let draft = &self.draft;
        let known = self.service.form().raw(page, &draft.answers, draft.locale);
        for field in draft.kept_fields(&self.service) {
            if fields.all(&field).iter().all(|text| text.trim().is_empty()) {
                let values = known.all(&field).to_vec();
                fields.set(field, values);
            }
        }
    }

    /// What the form engine needs to know.
    pub(crate) fn context<'a>(&self, app: &App, map: &'a MapOf<'_>) -> Context<'a> {
        let locale = self.draft.locale;
        Context { locale, today: app.dates(locale).today(), map }
    }

    /// Where somebody must go who jumped ahead of this page; `None` when they may be here.
    pub(crate) fn earlier_than(&self, page: &str) -> Option<String> {
        let form = self.service.form();
        let missing = form.first_unanswered(&self.draft.answers)?;
        let shown = form.pages(&self.draft.answers);
        let place = |id: &str| shown.iter().position(|page| page.id == id);
        match (place(&missing.id), place(page)) {
            (Some(missing), Some(here)) if missing >= here => None,
            _ => Some(self.draft.at(&missing.id)),
        }
    }

    /// Where the form goes on: the page that it had come to, if nothing before it lacks an answer.
    pub(crate) fn stopped_at(&self) -> String {
        let reached = self.draft.reached.as_str();
        let shown = self.service.form().pages(&self.draft.answers);
        let is_there = shown.iter().any(|page| page.id == reached);
        if is_there && self.earlier_than(reached).is_none() {
            return self.draft.at(reached);
        }
        self.onward()
    }

    /// Where the form goes on: the first page that lacks an answer, the appointment that it needs, or "check
    /// your answers".
    pub(crate) fn onward(&self) -> String {
        let missing = self.service.form().first_unanswered(&self.draft.answers);
        self.draft.at(missing.map_or_else(|| self.end(), |page| &page.id))
    }

    /// What comes after the last page.
    pub(crate) fn end(&self) -> &'static str {
        if self.lacks_time() { "appointment" } else { "check" }
    }

    /// Whether an appointment is made with it: not in practice, and not when a case is corrected, which has its
    /// own already. What was answered on pages that are hidden again is not sent, so it needs no time either.
    pub(crate) fn books(&self) -> bool {
        let says = self.service.definition.appointment.as_ref();
        let begins = self.draft.corrects.is_none() && !self.service.is_practice();
        let sent = || self.service.form().reachable(&self.draft.answers);
        begins && says.is_some_and(|says| says.is_for(&sent()))
    }

    /// Whether an appointment is needed and no time is held.
    pub(crate) fn lacks_time(&self) -> bool {
        self.books() && self.held.is_none()
    }
}

#[derive(Serialize)]
struct LostPage {}

impl Page for LostPage {
    const TEMPLATE: &'static str = "counter/draft_lost.html";

    fn title(&self, words: &Words) -> String {
        words.t("counter-lost-title")
    }
}

/// The page for a draft that is not there, or not this browser's: how to start again.
pub(crate) fn lost() -> Response {
    show_as(StatusCode::NOT_FOUND, LostPage {})
}
