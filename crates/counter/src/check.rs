//! `/apply/{draft}/check`: the answers once more, who will see what, and sending.

use axum::extract::{Path, State};
use axum::response::Response;
use base::CaseId;
use base::time::to_ms;
use cases::{Acting, By, Case, CaseError, NewCase, Office, correction, links};
use files::Visibility;
use serde::Serialize;
use services::form::{Row, RowValue};
use services::{Answers, Form, QuestionKind};
use store::Tx;
use web::{App, Fault, Flash, Page, Reply, Visitor, Words, see_other, see_other_with, show};

use crate::draft::{self, MapOf, Opened};
use crate::fields::PhotoView;
use crate::{drafts, photos};

/// An answer with the way to change it.
#[derive(Serialize)]
struct Line {
    label: String,
    href: String,
    value: RowValue,
    photos: Vec<PhotoView>,
    district: String,
}

/// What the public report will show.
#[derive(Serialize)]
struct Preview {
    state: String,
    at: i64,
    address: String,
    answers: Vec<(String, String)>,
    /// The labels of what only the town sees.
    kept: Vec<String>,
    photos: bool,
}

#[derive(Serialize)]
struct CheckPage {
    service: String,
    lines: Vec<Line>,
    preview: Option<Preview>,
    action: String,
    back: String,
    corrects: bool,
    contactable: bool,
    promise: Option<i64>,
}

impl Page for CheckPage {
    const TEMPLATE: &'static str = "counter/check.html";

    fn title(&self, words: &Words) -> String {
        words.with("counter-check-title", &[("service", self.service.as_str().into())])
    }
}

/// Shows the answers.
pub(crate) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Reply {
    let Some(opened) = draft::open(&app, &visitor, &id).await? else { return Ok(draft::lost()) };
    if let Some(elsewhere) = elsewhere(&opened) {
        return Ok(elsewhere);
    }
    Ok(show(view(&app, &visitor, &opened).await?))
}

/// Where somebody belongs who has sent the draft or not answered everything yet.
fn elsewhere(opened: &Opened) -> Option<Response> {
    if opened.draft.case.is_some() {
        return Some(see_other(&opened.draft.at("done")));
    }
    let missing = opened.service.form().first_unanswered(&opened.draft.answers)?;
    Some(see_other(&opened.draft.at(&missing.id)))
}

async fn view(app: &App, visitor: &Visitor, opened: &Opened) -> Result<CheckPage, Fault> {
    let (draft, service) = (&opened.draft, &opened.service);
    let locale = visitor.locale();
    let rows = service.form().summary(&draft.answers, locale);
    let mut lines = Vec::with_capacity(rows.len());
    for row in &rows {
        lines.push(line(app, opened, row).await?);
    }
    let calendar = app.get::<base::WorkingCalendar>();
    let promise = service.definition.promise;
    let promise = promise.map(|one| to_ms(cases::promised_at(one, app.clock().now(), &calendar)));
    let contact = service.form().contact_question();
    let contact = contact.and_then(|question| draft.answers.contact(&question.id));
    let pages = service.pages(&draft.answers);
    Ok(CheckPage {
        service: service.name(locale).to_owned(),
        lines,
        preview: service.definition.public.then(|| preview(app, opened, &rows)),
        action: draft.at("check"),
        back: pages.last().map_or_else(|| opened.onward(), |page| draft.at(&page.id)),
        corrects: draft.corrects.is_some(),
        contactable: contact.is_some_and(|contact| !contact.email.is_empty()),
        promise: promise.filter(|_| draft.corrects.is_none()),
    })
}

async fn line(app: &App, opened: &Opened, row: &Row) -> Result<Line, Fault> {
    let photos = match &row.value {
        RowValue::Photos { files } => photos::views(app, files).await?,
        _ => Vec::new(),
    };
    let district = match &row.value {
        RowValue::Place { district: Some(key), .. } => opened.geography.map.get(key),
        _ => None,
    };
    Ok(Line {
        label: row.label.clone(),
        href: opened.draft.at(&format!("{}?change=1", row.page)),
        value: row.value.clone(),
        photos,
        district: district.map(|district| district.name.clone()).unwrap_or_default(),
    })
}

/// Exactly what the public report shows: what the definition marks as public, never a name, and no
/// photo that nobody has looked at.
fn preview(app: &App, opened: &Opened, rows: &[Row]) -> Preview {
    let (draft, service) = (&opened.draft, &opened.service);
    let form = service.form();
    let place = form.place_question();
    let public = form.public_preview(&draft.answers, draft.locale);
    let shows = |row: &&Row| {
        let question = form.question(&row.question).map(|question| &question.kind);
        !matches!(question, Some(QuestionKind::Place | QuestionKind::Photos { .. }))
    };
    let place = place.and_then(|question| draft.answers.place(&question.id));
    let state = service.workflow.state(&service.workflow.initial);
    let hidden = |row: &&Row| {
        !matches!(row.value, RowValue::None | RowValue::Contact { .. } | RowValue::Photos { .. })
            && !public.iter().filter(shows).any(|one| one.question == row.question)
            && !is_place(form, &row.question)
    };
    Preview {
        state: state
            .map(|state| state.name_for_all().get(draft.locale).to_owned())
            .unwrap_or_default(),
        at: app.clock().now_ms(),
        address: place.map(|place| place.address).unwrap_or_default(),
        answers: public
            .iter()
            .filter(shows)
            .map(|row| (row.label.clone(), row.text.clone()))
            .collect(),
        photos: rows.iter().any(|row| matches!(row.value, RowValue::Photos { .. })),
        kept: rows.iter().filter(hidden).map(|row| row.label.clone()).collect(),
    }
}

fn is_place(form: &Form, question: &str) -> bool {
    form.place_question().is_some_and(|place| place.id == question)
}

/// What sending came to.
enum Sent {
    /// The case, now or by an earlier click.
    Case,
    /// The corrected case.
    Corrected(CaseId),
    /// The draft is gone.
    Lost,
}

/// Sends the form: once, however often the button is pressed.
pub(crate) async fn send(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Reply {
    let Some(opened) = draft::open(&app, &visitor, &id).await? else { return Ok(draft::lost()) };
    if let Some(elsewhere) = elsewhere(&opened) {
        return Ok(elsewhere);
    }
    let map = MapOf(&opened.geography);
    let checked =
        opened.service.form().check_all(&opened.draft.answers, opened.context(&app, &map));
    let answers = match checked {
        Ok(answers) => answers,
        Err(errors) => return Ok(again(&opened, &visitor, errors.first())),
    };
    let (office, owner, done) = (Office::of(&app), visitor.draft_key(), opened.draft.at("done"));
    let new = NewCase {
        service: opened.service.clone(),
        answers,
        locale: visitor.locale(),
        channel: "web",
        by: By::Resident,
        requester: visitor.person_id(),
    };
    let draft = opened.draft.id;
    let sent = app.db().write(move |tx| write(tx, &office, draft, &owner, &new)).await?;
    let office = Office::of(&app);
    Ok(match sent {
        Sent::Case => see_other(&done),
        Sent::Lost => draft::lost(),
        Sent::Corrected(case) => {
            let to = format!("/track/{}", links::token(&office, case));
            see_other_with(&to, Flash::success(visitor.words().t("counter-corrected")))
        }
    })
}

/// Leads back to the page of an answer that no longer holds, such as a date that has passed.
fn again(
    opened: &Opened,
    visitor: &Visitor,
    error: Option<&services::form::FieldError>,
) -> Response {
    let pages = opened.service.form().all_pages();
    let wrong = |page: &&services::Page| {
        page.questions.iter().any(|one| error.is_some_and(|error| error.question == one.id))
    };
    let to =
        pages.iter().find(wrong).map_or_else(|| opened.onward(), |page| opened.draft.at(&page.id));
    see_other_with(&to, Flash::notice(visitor.words().t("counter-check-again")))
}

fn write(
    tx: &mut Tx<'_>,
    office: &Office,
    draft: i64,
    owner: &str,
    new: &NewCase,
) -> Result<Sent, CaseError> {
    let now = office.app().clock().now_ms();
    let claimed = drafts::claim(tx, draft, now)?;
    let Some(held) = drafts::find(tx, draft, owner, now)? else { return Ok(Sent::Lost) };
    if !claimed {
        return Ok(held.corrects.map_or(Sent::Case, Sent::Corrected));
    }
    let from = photos::owner(&held);
    if let Some(case) = held.corrects {
        attach(tx, from, case, new.service.form(), &new.answers)?;
        correction::correct(tx, office, case, &new.answers, Acting::RESIDENT)?;
        drafts::sent(tx, draft, case)?;
        return Ok(Sent::Corrected(case));
    }
    let case: Case = cases::opening::open(tx, office, new)?;
    attach(tx, from, case.id, new.service.form(), &new.answers)?;
    drafts::sent(tx, draft, case.id)?;
    Ok(Sent::Case)
}

/// Hands the photos of the draft over to the case. Nobody but the resident and staff sees them until
/// somebody has looked at them.
fn attach(
    tx: &mut Tx<'_>,
    from: files::Owner,
    case: CaseId,
    form: &Form,
    answers: &Answers,
) -> Result<(), CaseError> {
    for question in form.questions() {
        if matches!(question.kind, QuestionKind::Photos { .. }) {
            for file in answers.photos(&question.id) {
                files::attach(tx, file, from, files::Owner::case(case), Visibility::Private)?;
            }
        }
    }
    Ok(())
}
