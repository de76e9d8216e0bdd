use axum::extract::{Path, State};
use base::time::to_ms;
use base::{Locale, Reference};
use cases::events::{self, Event};
use cases::public::{self, Report};
use cases::{Audience, CaseError, EventKind, Office};
use files::Owner;
use places::Places;
use serde::Serialize;
use services::{Phase, Service};
use web::{App, Fault, FormErrors, Page, Raw, Reply, Visitor, Words, show};

use crate::list::tone;

/// Photos of a case that are looked through.
const MOST_PHOTOS: i64 = 40;

/// Everything that the page of a report shows.
#[derive(Serialize)]
pub(crate) struct ReportPage {
    name: String,
    service: String,
    reference: String,
    state: String,
    tone: &'static str,
    next: String,
    outcome: Option<String>,
    closed: bool,
    opened: i64,
    promised: Option<i64>,
    late: bool,
    ended: Option<i64>,
    address: Option<String>,
    district: Option<String>,
    lon: Option<f64>,
    lat: Option<f64>,
    followers: i64,
    /// The photos that staff have looked at and shown.
    photos: Vec<String>,
    own: bool,
    answers: Vec<Answer>,
    history: Vec<Step>,
    pub(crate) form: Raw,
    pub(crate) errors: FormErrors,
    language_form: &'static str,
}

#[derive(Serialize)]
struct Answer {
    label: String,
    text: String,
}

#[derive(Serialize)]
struct Step {
    at: i64,
    title: String,
    tone: &'static str,
    icon: &'static str,
}

impl Page for ReportPage {
    const TEMPLATE: &'static str = "reports/report.html";

    fn title(&self, words: &Words) -> String {
        let (name, reference) = (self.name.as_str(), self.reference.as_str());
        words.with("reports-one-title", &[("name", name.into()), ("reference", reference.into())])
    }
}

/// Shows one report.
pub(crate) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(reference): Path<String>,
) -> Reply {
    let reference = parse(&reference)?;
    Ok(show(read(&app, &visitor, reference).await?))
}

/// The reference of an address; what is none is no page of ours.
pub(crate) fn parse(text: &str) -> Result<Reference, Fault> {
    text.parse().map_err(|_| Fault::NotFound)
}

/// Reads what the page shows.
pub(crate) async fn read(
    app: &App,
    visitor: &Visitor,
    reference: Reference,
) -> Result<ReportPage, Fault> {
    let (office, places) = (Office::of(app), app.get::<Places>());
    let (locale, words) = (visitor.locale(), visitor.words().clone());
    let now = app.clock().now();
    let page = app
        .db()
        .read(move |tx| {
            let report = public::one(tx, reference)?.ok_or(CaseError::NotFound)?;
            let case = cases::cases::by_id(tx, report.id)?.ok_or(CaseError::NotFound)?;
            let service = office.service_of(tx, &case)?;
            let told = cases::answers::of_case(tx, report.id)?;
            let events = events::of_case(tx, report.id)?;
            let geography = places.geography(tx)?;
            let district = report.district.as_deref().and_then(|key| geography.map.get(key));
            let district = district.map(|district| district.name.clone());
            let answers = cases::given::public_rows(tx, &office, &case, &told, locale)?;
            let place = service.form().place_question().map(|question| question.id.clone());
            let answers = answers
                .into_iter()
                // The place has a row and a map of its own.
                .filter(|row| Some(&row.question) != place.as_ref() && !row.text.is_empty())
                .map(|row| Answer { label: row.label, text: row.text })
                .collect();
            let history = history(&events, &service, &words, locale);
            let paused = case.watch.remaining_ms.is_some();
            let photos = files::of_owner(tx, Owner::case(report.id), MOST_PHOTOS)?;
            let shown = photos.into_iter().filter(|photo| photo.public);
            let photos = shown.map(|photo| photo.id.to_string()).collect();
            let told = (district, answers, history);
            let view = view(&report, &service, locale, now, paused, told);
            Ok::<_, CaseError>(ReportPage { photos, ..view })
        })
        .await?;
    Ok(page)
}

fn view(
    report: &Report,
    service: &Service,
    locale: Locale,
    now: jiff::Timestamp,
    paused: bool,
    (district, answers, history): (Option<String>, Vec<Answer>, Vec<Step>),
) -> ReportPage {
    let state = service.workflow.state(&report.state);
    let outcome = report.outcome.as_deref().and_then(|key| service.workflow.outcome(key));
    let closed = report.phase == "closed";
    let promised = report.promised_at.filter(|_| !closed && !paused);
    ReportPage {
        name: service.name(locale).to_owned(),
        service: report.service.clone(),
        reference: report.reference.to_string(),
        state: state.map(|state| state.name_for_all().get(locale).to_owned()).unwrap_or_default(),
        tone: tone(&report.phase),
        next: state.map(|state| state.next_for_all().get(locale).to_owned()).unwrap_or_default(),
        outcome: outcome.map(|outcome| outcome.name.get(locale).to_owned()),
        closed,
        opened: to_ms(report.opened_at),
        promised: promised.map(to_ms),
        late: promised.is_some_and(|promised| promised < now),
        ended: report.closed_at.map(to_ms),
        address: report.address.clone(),
        district,
        lon: report.point.map(|point| point.lon),
        lat: report.point.map(|point| point.lat),
        followers: report.followers,
        photos: Vec::new(),
        own: report.found_by_staff,
        answers,
        history,
        form: Raw::default(),
        errors: FormErrors::new(),
        language_form: if closed { "" } else { "follow-form" },
    }
}

/// The public steps of the history: what state, when; never what anybody wrote.
fn history(events: &[Event], service: &Service, words: &Words, locale: Locale) -> Vec<Step> {
    let shown =
        |event: &&Event| event.audience == Audience::Public && event.kind != EventKind::Followed;
    let newest = events.iter().find(shown).map(|event| event.id);
    events
        .iter()
        .filter(shown)
        .map(|event| {
            let state = event.state.as_deref().and_then(|key| service.workflow.state(key));
            let title = match (event.kind, state) {
                (EventKind::Opened, _) | (_, None) => words.t("reports-step-opened"),
                (_, Some(state)) => state.name_for_all().get(locale).to_owned(),
            };
            let tone = if Some(event.id) == newest { "now" } else { "done" };
            let icon = match state.map(|state| state.phase) {
                _ if event.kind == EventKind::Opened => "inbox",
                Some(Phase::Closed) => "circle-check",
                Some(Phase::Waiting) => "hourglass",
                _ => "circle-dot",
            };
            Step { at: to_ms(event.at), title, tone, icon }
        })
        .collect()
}
