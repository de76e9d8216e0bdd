//! `/track/{token}`: where a case stands, for the person who began it.

use axum::extract::{Path, State};
use base::Locale;
use base::time::to_ms;
use cases::{Audience, Case, CaseError, Event, EventKind, Lateness, Office, Party};
use files::Owner;
use payments::Payment;
use places::Places;
use serde::Serialize;
use services::form::{Row, RowValue};
use services::{ClockSide, Service};
use store::Tx;
use web::{App, Fault, FormErrors, Listener, Page, Raw, Reply, Visitor, Watch, Word, Words, show};

use crate::case_link;
use crate::fields::PhotoView;

/// Photos that are shown of a case.
const MOST_PHOTOS: i64 = 40;

/// The forms of the page: the switch of the language sends along what was typed into one of them.
pub(crate) const MESSAGE: &str = "write-form";
pub(crate) const RATING: &str = "went-form";
pub(crate) const WITHDRAWAL: &str = "withdraw-form";

/// Everything that the page of a case shows.
#[derive(Default, Serialize)]
pub(crate) struct CasePage {
    token: String,
    /// Up to which place the ledger was followed before the case was read, and what tells one state of the
    /// page from the next: the case's revision and the newest event.
    since: i64,
    revision: i64,
    newest: i64,
    service: String,
    service_id: String,
    reference: String,
    state: String,
    tone: &'static str,
    next: String,
    closed: bool,
    /// Whether there is work to be satisfied with.
    worked_on: bool,
    ended: Option<i64>,
    outcome: String,
    reason: String,
    promised: Option<i64>,
    promise: &'static str,
    question: String,
    asks: bool,
    history: Vec<Step>,
    lines: Vec<Line>,
    photos: Vec<PhotoView>,
    may: May,
    report: Option<String>,
    feedback: Option<Given>,
    paid: Option<Paid>,
    appointment: Option<appointments::card::Card>,
    form: Raw,
    errors: FormErrors,
    language_form: &'static str,
}

impl CasePage {
    /// The page with what was typed into one of its forms and what is wrong with it.
    pub(crate) fn with(self, name: &'static str, form: Raw, errors: FormErrors) -> Self {
        Self { form, errors, language_form: name, ..self }
    }
}

/// What the resident may do now.
#[derive(Default, Serialize)]
struct May {
    correct: bool,
    withdraw: bool,
    reopen: bool,
}

#[derive(Serialize)]
struct Step {
    at: i64,
    title: String,
    text: String,
    by: String,
    tone: &'static str,
    icon: &'static str,
}

#[derive(Serialize)]
struct Line {
    label: String,
    value: RowValue,
    district: String,
}

/// What was paid for it.
#[derive(Serialize)]
struct Paid {
    amount: String,
    refunded: Option<String>,
    number: String,
    receipt: String,
}

/// What was said about how it went.
#[derive(Serialize)]
struct Given {
    rating: Option<i64>,
    text: String,
}

impl Page for CasePage {
    const TEMPLATE: &'static str = "counter/case.html";

    fn title(&self, words: &Words) -> String {
        let (service, reference) = (self.service.as_str(), self.reference.as_str());
        let named = [("service", service.into()), ("reference", reference.into())];
        words.with("counter-case-title", &named)
    }
}

/// Shows the case.
pub(crate) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Reply {
    // Before the case is read: what happens in between is then told once more, and never missed.
    let since = app.live().position();
    match case_link::open(&app, &token).await? {
        Ok(case) => Ok(show(CasePage { since, ..view(&app, &visitor, &token, case).await? })),
        Err(dead) => Ok(dead),
    }
}

/// `/track/{token}/live`: says when something happens, for as long as the page is open.
pub(crate) async fn live(
    State(app): State<App>,
    Path(token): Path<String>,
    listener: Listener,
) -> Reply {
    Ok(match case_link::open(&app, &token).await? {
        Ok(case) => app.live().stream(Watch::One("case", case.id.0), &listener),
        Err(dead) => dead,
    })
}

/// Reads what the page shows.
pub(crate) async fn view(
    app: &App,
    visitor: &Visitor,
    token: &str,
    case: Case,
) -> Result<CasePage, Fault> {
    let (office, places) = (Office::of(app), app.get::<Places>());
    let since = app.live().position();
    let (words, token) = (visitor.words().clone(), token.to_owned());
    let page = app.db().read(move |tx| {
        let service = office.service_of(tx, &case)?;
        let events = cases::events::of_case(tx, case.id)?;
        let mut page = standing(&office, &case, &service, &events, &words);
        page.token.clone_from(&token);
        page.since = since;
        page.revision = case.revision;
        page.newest = events.first().map_or(0, |event| event.id.0);
        page.history = history(&events, &service, &words);
        page.lines = lines(tx, &office, &places, &case, words.locale())?;
        let files = files::of_owner(tx, Owner::case(case.id), MOST_PHOTOS)?;
        let shown = |row: files::FileRow| PhotoView { id: row.id.to_string(), name: row.name };
        page.photos = files.into_iter().map(shown).collect();
        let given = cases::feedback::of_ending(tx, &case)?;
        page.feedback = given.map(|given| Given { rating: given.rating, text: given.text });
        page.paid =
            payments::payments::of_case(tx, case.id)?.map(|one| paid(&office, &one, &words));
        page.appointment = appointments::card::of_case(tx, &office, &case, &words)?;
        let rates = page.closed && page.worked_on && page.feedback.is_none();
        page.language_form = if rates { RATING } else { MESSAGE };
        Ok::<_, CaseError>(page)
    });
    Ok(page.await?)
}

fn paid(office: &Office, payment: &Payment, words: &Words) -> Paid {
    let written = |minor: i64| payment.currency.write(minor, words.locale());
    Paid {
        amount: written(payment.amount),
        refunded: (payment.refunded > 0).then(|| written(payment.refunded)),
        number: payment.number.to_string(),
        receipt: payments::links::path(office.app(), payment.id),
    }
}

fn standing(
    office: &Office,
    case: &Case,
    service: &Service,
    events: &[Event],
    words: &Words,
) -> CasePage {
    let (locale, now) = (words.locale(), office.now());
    let workflow = &service.workflow;
    let state = workflow.state(&case.state);
    let lateness = case.watch.lateness(now, office.calendar());
    let asks = case.watch.side == ClockSide::Resident && !case.is_closed();
    let outcome = case.ending.as_ref().and_then(|ending| workflow.outcome(&ending.outcome));
    let last = |kind: EventKind| events.iter().find(|event| event.kind == kind);
    let text = |event: Option<&Event>| event.map(|event| event.text.clone()).unwrap_or_default();
    let may = |key: &str| case.transition(workflow, key, cases::By::Resident, "-").is_ok();
    CasePage {
        service: service.name(locale).to_owned(),
        service_id: service.id().to_owned(),
        reference: case.reference.to_string(),
        state: state.map(|state| state.name.get(locale).to_owned()).unwrap_or_default(),
        tone: if asks { "waiting" } else { tone(case, lateness) },
        next: state.map(|state| state.next.get(locale).to_owned()).unwrap_or_default(),
        closed: case.is_closed(),
        worked_on: case.ending.as_ref().is_some_and(|ending| !NO_WORK.contains(&&*ending.outcome)),
        ended: case.ending.as_ref().map(|ending| to_ms(ending.at)),
        outcome: outcome.map(|outcome| outcome.message.get(locale).to_owned()).unwrap_or_default(),
        reason: if case.is_closed() { text(last(EventKind::Closed)) } else { String::new() },
        promised: case.watch.promised.map(to_ms),
        promise: lateness.key(),
        question: if asks { text(last(EventKind::Asked)) } else { String::new() },
        asks,
        may: May { correct: !case.is_closed(), withdraw: may("withdraw"), reopen: may("reopen") },
        report: case.public.then(|| format!("/reports/{}", case.reference)),
        ..CasePage::default()
    }
}

/// Ends without work of ours: the resident took it back, or another case has the work.
const NO_WORK: [&str; 2] = ["withdrawn", "duplicate"];

fn tone(case: &Case, lateness: Lateness) -> &'static str {
    match lateness {
        _ if case.is_closed() => "closed",
        Lateness::Late => "late",
        Lateness::Paused => "waiting",
        Lateness::Soon | Lateness::OnTime | Lateness::Unpromised => "kept",
    }
}

/// What happened, as the resident may know it: staff are "the team".
fn history(events: &[Event], service: &Service, words: &Words) -> Vec<Step> {
    let shown =
        |event: &&Event| event.audience != Audience::Staff && event.kind != EventKind::Followed;
    let newest = events.iter().find(shown).map(|event| event.id);
    events
        .iter()
        .filter(shown)
        .map(|event| step(event, newest == Some(event.id), service, words))
        .collect()
}

/// What happened, in a few words.
pub(crate) fn title(event: &Event, service: &Service, words: &Words) -> String {
    let state = event.state.as_deref().and_then(|key| service.workflow.state(key));
    let state = state.map(|state| state.name.get(words.locale()).to_owned()).unwrap_or_default();
    let reference = event.detail.get("reference").and_then(|one| one.as_str()).unwrap_or_default();
    let values: [Word<'_>; 2] =
        [("state", state.into()), ("reference", reference.to_owned().into())];
    words.with(&format!("event-{}", event.kind.key()), &values)
}

fn step(event: &Event, newest: bool, service: &Service, words: &Words) -> Step {
    let by = match event.by {
        Party::Resident => words.t("counter-by-you"),
        Party::Staff(_) => words.t("counter-by-team"),
        Party::System => String::new(),
    };
    Step {
        at: to_ms(event.at),
        title: title(event, service, words),
        text: if told(event) { event.text.clone() } else { String::new() },
        by,
        tone: match event.kind {
            _ if newest => "now",
            EventKind::Message | EventKind::Asked => "message",
            _ => "done",
        },
        icon: icon(event.kind),
    }
}

/// Whether the words of an event are for the resident: the reason of a move is for colleagues.
fn told(event: &Event) -> bool {
    match event.kind {
        EventKind::Message
        | EventKind::Asked
        | EventKind::Closed
        | EventKind::Corrected
        | EventKind::Unbooked => true,
        _ => event.by == Party::Resident,
    }
}

fn icon(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Opened => "send",
        EventKind::Asked => "circle-help",
        EventKind::Message => "message-square",
        EventKind::Corrected => "pencil",
        EventKind::Photos => "camera",
        EventKind::Closed => "circle-check",
        EventKind::Reopened => "refresh-cw",
        EventKind::Withdrawn => "undo-2",
        EventKind::Duplicate | EventKind::Absorbed => "git-merge",
        EventKind::Feedback => "thumbs-up",
        EventKind::HandedOver => "reply",
        EventKind::Paid | EventKind::Refunded => "banknote",
        EventKind::Booked | EventKind::Rebooked | EventKind::Attended => "calendar",
        EventKind::Unbooked | EventKind::Missed => "circle-x",
        _ => "circle-dot",
    }
}

/// What was told us, in words. Photos have a place of their own; the contact details are not shown:
/// a letter with the link may be read over somebody's shoulder.
fn lines(
    tx: &mut Tx<'_>,
    office: &Office,
    places: &Places,
    case: &Case,
    locale: Locale,
) -> Result<Vec<Line>, CaseError> {
    let told = cases::answers::of_case(tx, case.id)?;
    let geography = places.geography(tx)?;
    let rows = cases::given::rows(tx, office, case, &told, locale)?;
    let line = |row: Row| {
        let district = match &row.value {
            RowValue::Place { district: Some(key), .. } => geography.map.get(key),
            _ => None,
        };
        let district = district.map(|district| district.name.clone()).unwrap_or_default();
        Line { label: row.label, value: row.value, district }
    };
    let shown = |row: &Row| {
        !matches!(row.value, RowValue::None | RowValue::Photos { .. } | RowValue::Contact { .. })
    };
    Ok(rows.into_iter().filter(shown).map(line).collect())
}
