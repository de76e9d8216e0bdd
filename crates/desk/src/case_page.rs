//! `/desk/cases/{reference}`: everything about a case, and everything that can be done to it.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use base::time::to_ms;
use base::{EventId, Reference};
use cases::{Acting, Case, Seen};
use cases::{CaseError, events, feedback, messages};
use post::LetterSummary;
use serde::Serialize;
use store::{StoreError, Tx};
use web::{App, Fault, FormErrors, Page, Raw, Reply, Visitor, Words, show_as};

use crate::asked::Asked;
use crate::case_moves::{Moves, moves, preview};
use crate::clock::{Clock, clock};
use crate::colleagues::{Choice, Colleagues};
use crate::desk::Desk;
use crate::due::{Due, due};
use crate::history::{Reader, Step};
use crate::list::{self, Around, Row};
use crate::place::{Place, Ways};
use crate::relations::{self, Near};
use crate::rights::Rights;
use crate::told::{self, Answer, ContactView, PhotoView};
use crate::{replies, visits};

/// Letters that the page lists; the rest is in the history.
const MAX_LETTERS: i64 = 20;

/// The page of a case.
#[derive(Serialize)]
pub(crate) struct CasePage {
    pub(crate) head: Head,
    answers: Vec<Answer>,
    photos: Vec<PhotoView>,
    contact: Option<ContactView>,
    history: Vec<Step>,
    /// How much others did since the reader's last visit, and when that was.
    news: usize,
    since: Option<i64>,
    clock: Clock,
    letters: Vec<LetterView>,
    near: Vec<Near>,
    earlier: Vec<Row>,
    repeats: Vec<Row>,
    original: Option<Row>,
    feedback: Option<FeedbackView>,
    rights: Rights,
    moves: Moves,
    receivers: Vec<Choice>,
    teams: Vec<Choice>,
    replies: Vec<Choice>,
    list: Vec<Row>,
    list_view: &'static str,
    back: String,
    ways: Ways,
    revision: i64,
    /// The newest event on the page, which its forms send along.
    seen: i64,
    /// Up to which place the ledger was followed before the page was read.
    followed: i64,
    base: String,
    suffix: String,
    /// The place in the list, for forms that read (GET).
    list_query: String,
    list_index: usize,
    panel: &'static str,
    form: Raw,
    errors: FormErrors,
    /// Why the page came back: `changed`, `foreign`, or nothing.
    trouble: &'static str,
    changes: Vec<Step>,
    /// What the resident will read, when somebody asked to see it first.
    preview: Option<String>,
}

/// What stands at the top.
#[derive(Serialize)]
pub(crate) struct Head {
    pub(crate) reference: String,
    pub(crate) service: String,
    pub(crate) service_id: String,
    pub(crate) summary: String,
    pub(crate) state: String,
    pub(crate) tone: &'static str,
    pub(crate) opened: i64,
    pub(crate) due: Due,
    pub(crate) team: Option<String>,
    pub(crate) assignee: Option<String>,
    pub(crate) mine: bool,
    pub(crate) closed: bool,
    pub(crate) outcome: Option<String>,
    pub(crate) public: bool,
    pub(crate) followers: i64,
    pub(crate) address: Option<String>,
    pub(crate) district: Option<String>,
    pub(crate) lon: Option<f64>,
    pub(crate) lat: Option<f64>,
}

/// A letter about the case.
#[derive(Serialize)]
struct LetterView {
    to: String,
    subject: String,
    state: String,
    at: i64,
}

/// What the resident said about a closed case.
#[derive(Serialize)]
struct FeedbackView {
    at: i64,
    solved: bool,
    rating: Option<i64>,
    text: String,
}

impl Page for CasePage {
    const TEMPLATE: &'static str = "desk/case.html";

    fn title(&self, _: &Words) -> String {
        format!("{} {}", self.head.reference, self.head.service)
    }
}

/// What the page shows besides the case: the panel that is open, what was typed in it and what is wrong.
#[derive(Clone, Default)]
pub(crate) struct Shown {
    /// The verb whose form is open.
    pub(crate) panel: &'static str,
    /// What was typed.
    pub(crate) form: Raw,
    /// What is wrong with it.
    pub(crate) errors: FormErrors,
    /// `changed`, `foreign`, or nothing.
    pub(crate) trouble: &'static str,
    /// The newest event that the form knew, where somebody was faster.
    pub(crate) known: Option<EventId>,
    /// Whether what the resident will read is to be shown.
    pub(crate) preview: bool,
    /// A reply to begin with.
    pub(crate) reply: Option<i64>,
}

/// The verbs that have a form on the page, as their addresses name them.
const PANELS: [&str; 7] =
    ["messages", "question", "notes", "assignment", "transitions", "closure", "reopen"];

/// Shows a case. Opening it puts the reader's bookmark, and marks what the resident said as seen when
/// a member of its team opens it: that is what reading means, so it may follow from a GET. It is written
/// only when there is something new, with its entry in the ledger; a repeated or prefetched request
/// changes nothing more, and a colleague who has the case open is not disturbed.
pub(crate) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(reference): Path<String>,
) -> Reply {
    let desk = Desk::of(&app, &visitor)?;
    let last = visitor.path().rsplit('/').next().unwrap_or_default();
    let panel = PANELS.into_iter().find(|panel| *panel == last).unwrap_or_default();
    let query = Raw::from_urlencoded(visitor.query().unwrap_or_default().as_bytes());
    let reply = query.and_then(|query| query.get("template")?.parse().ok());
    let shown = Shown { panel, reply, ..Shown::default() };
    let (page, reading) = read(&desk, &reference, shown).await?;
    // What cannot be noted now is noted the next time: the case itself can be read.
    if !visitor.glances()
        && let Err(fault) = note(&desk, reading).await
    {
        tracing::debug!(?fault, "that the case was opened was not noted");
    }
    Ok(show_as(StatusCode::OK, page))
}

/// What opening the page means for whoever opens it.
pub(crate) struct Reading {
    case: Case,
    rights: Rights,
    newest: EventId,
    news: bool,
}

/// Notes that the page was read. What came after the revision that it shows stays unread.
async fn note(desk: &Desk, reading: Reading) -> Result<(), Fault> {
    let marks = reading.case.unread && reading.rights.work;
    if !marks && !reading.news {
        return Ok(());
    }
    let reader = desk.clone();
    desk.app()
        .db()
        .write(move |tx| {
            let (desk, case) = (&reader, &reading.case);
            let at = to_ms(desk.now());
            visits::note(tx, desk.person.id, case.id, reading.newest, at)?;
            if marks {
                let by = reading.rights.by(&desk.person);
                let acting = Acting { by, seen: Seen::Revision(case.revision) };
                messages::mark_read(tx, &desk.office, case.id, acting)?;
            }
            Ok::<_, CaseError>(())
        })
        .await?;
    Ok(())
}

/// Shows the page again with what was typed.
pub(crate) async fn again(desk: &Desk, reference: &str, status: StatusCode, shown: Shown) -> Reply {
    let (page, _) = read(desk, reference, shown).await?;
    Ok(show_as(status, page))
}

/// Reads the page of a case.
async fn read(desk: &Desk, reference: &str, shown: Shown) -> Result<(CasePage, Reading), Fault> {
    let reference: Reference = reference.parse().map_err(|_| Fault::NotFound)?;
    let place = Place::read(desk.visitor.query());
    let desk = desk.clone();
    let db = desk.app().db().clone();
    let read = db.read(move |tx| whole(tx, &desk, reference, &place, shown.clone()));
    Ok(read.await?)
}

fn whole(
    tx: &mut Tx<'_>,
    desk: &Desk,
    reference: Reference,
    place: &Place,
    mut shown: Shown,
) -> Result<(CasePage, Reading), CaseError> {
    let followed = desk.app().live().position();
    let case = cases::cases::by_reference(tx, reference)?.ok_or(CaseError::NotFound)?;
    let service = desk.office.service_of(tx, &case)?;
    let (colleagues, districts) = (Colleagues::read(tx)?, list::districts(tx, desk)?);
    let around = Around::read(tx, desk, &colleagues, &districts)?;
    let told = cases::answers::of_case(tx, case.id)?;
    let visit = visits::of_case(tx, desk.person.id, case.id)?;
    let events = events::of_case(tx, case.id)?;
    let newest = events.first().map_or(EventId(0), |event| event.id);
    let seen = visit.as_ref().map(|visit| EventId(visit.event));
    let reader = Reader { desk, colleagues: &colleagues, service: &service, seen };
    let history = reader.steps(&events);
    let changes = shown.known.map(|known| events::since(tx, case.id, known)).transpose()?;
    let rights = desk.rights(&case, &colleagues);
    if let Some(reply) =
        shown.reply.and_then(|id| replies::filled(tx, id, &case, &told, &service).transpose())
    {
        (shown.panel, shown.form) = reply?;
    }
    let listing = beside(tx, place, &around)?;
    let preview = shown.preview.then(|| preview(&case, &service, &shown.form));
    let page = CasePage {
        head: head(&case, &around, &service),
        answers: told::answers(tx, &desk.office, &case, &told, desk.locale())?,
        photos: told::photos(tx, &case)?,
        contact: told::contact(&case, &told),
        news: history.iter().filter(|step| step.fresh).count(),
        since: visit.as_ref().map(|visit| visit.at),
        history,
        clock: clock(&case, &service, desk.now(), desk.office.calendar()),
        letters: letters(tx, &case)?,
        near: relations::near(tx, &case, &service, &around)?,
        earlier: relations::of_resident(tx, &case, &told, &around)?,
        repeats: relations::repeats(tx, &case, &around)?,
        original: relations::original(tx, &case, &around)?,
        feedback: said(tx, case.id)?,
        rights,
        receivers: receivers(tx, &case)?,
        teams: colleagues.team_choices(desk.locale(), None),
        replies: replies::for_case(tx, &case)?,
        ways: place.ways(&listing, &case.reference.to_string()),
        list: listing,
        list_view: place.list.as_ref().map_or("", |list| list.view.key()),
        back: place.list.clone().unwrap_or_default().address(),
        revision: case.revision,
        seen: newest.0,
        followed,
        base: format!("/desk/cases/{}", case.reference),
        suffix: place.suffix(),
        list_query: place.list.as_ref().map(Asked::query).unwrap_or_default(),
        list_index: place.index,
        panel: shown.panel,
        form: shown.form,
        errors: shown.errors,
        trouble: shown.trouble,
        changes: changes.map(|changes| reader.steps(&changes)).unwrap_or_default(),
        preview,
        moves: moves(&case, &service, rights, desk),
    };
    let news = seen != Some(newest);
    Ok((page, Reading { case, rights, newest, news }))
}

/// What the resident said about how it went.
fn said(tx: &mut Tx<'_>, id: base::CaseId) -> Result<Option<FeedbackView>, CaseError> {
    let said = feedback::of_case(tx, id)?;
    Ok(said.map(|said| FeedbackView {
        at: said.at,
        solved: said.solved,
        rating: said.rating,
        text: said.text,
    }))
}

fn head(case: &Case, around: &Around<'_>, service: &services::Service) -> Head {
    let (desk, locale) = (around.desk, around.desk.locale());
    let outcome = case.ending.as_ref().and_then(|ending| service.workflow.outcome(&ending.outcome));
    Head {
        reference: case.reference.to_string(),
        service: service.name(locale).to_owned(),
        service_id: case.service.clone(),
        summary: case.summary.clone(),
        state: desk.state(service, &case.state),
        tone: match case.phase {
            services::Phase::Closed => "closed",
            services::Phase::Waiting => "waiting",
            services::Phase::Open => "open",
        },
        opened: to_ms(case.opened_at),
        due: due(case, desk.now(), desk.office.calendar()),
        team: case.team.map(|team| around.colleagues.team(team, locale)),
        assignee: case.assignee.map(|person| around.colleagues.name(person)),
        mine: case.assignee == Some(desk.person.id),
        closed: case.is_closed(),
        outcome: outcome.map(|outcome| outcome.name.get(locale).to_owned()),
        public: case.public,
        followers: case.followers,
        address: case.address.clone(),
        district: case.district.as_ref().and_then(|key| around.districts.get(key).cloned()),
        lon: case.point.map(|point| point.lon),
        lat: case.point.map(|point| point.lat),
    }
}

/// The list beside the case: the one that the reader came from.
fn beside(tx: &mut Tx<'_>, place: &Place, around: &Around<'_>) -> Result<Vec<Row>, StoreError> {
    match &place.list {
        Some(asked) => Ok(list::read(tx, asked, around)?.rows),
        None => Ok(list::read(tx, &Asked::default(), around)?.rows),
    }
}

/// The members of the case's team.
fn receivers(tx: &mut Tx<'_>, case: &Case) -> Result<Vec<Choice>, StoreError> {
    let Some(team) = case.team else { return Ok(Vec::new()) };
    let choice =
        |member: people::Profile| Choice::new(format!("person:{}", member.id), member.name);
    Ok(people::members(tx, team)?.into_iter().map(choice).collect())
}

fn letters(tx: &mut Tx<'_>, case: &Case) -> Result<Vec<LetterView>, StoreError> {
    let view = |letter: LetterSummary| LetterView {
        at: letter.sent_at.unwrap_or(letter.created_at),
        to: letter.to_address,
        subject: letter.subject,
        state: letter.state,
    };
    Ok(post::of_case(tx, case.id, None, MAX_LETTERS)?.into_iter().map(view).collect())
}
