//! `/apply/{draft}/check`: the answers once more, who will see what, and sending.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use base::time::to_ms;
use cases::{By, Case, CaseError, NewCase, Office, Rank, Refusal, links};
use serde::Serialize;
use services::form::{Row, RowValue};
use services::{Answers, Contact};
use web::{
    App, Fault, Flash, FormErrors, Page, Raw, Reply, Visitor, Words, see_other, see_other_with,
    show, show_as, unprocessable,
};

use crate::appointment::Held;
use crate::corrections::{News, Outcome};
use crate::draft::{self, MapOf, Opened};
use crate::fee::{self, FeeView};
use crate::fields::PhotoView;
use crate::preview::{Preview, preview};
use crate::sending::{self, Sent};
use crate::{appointment, corrections, masked, photos, saving};

/// The longest reason of a correction; the resident reads it.
const MAX_REASON: usize = 2_000;

/// An answer with the way to change it.
#[derive(Serialize)]
struct Line {
    label: String,
    /// Empty where nobody typed it.
    href: String,
    value: RowValue,
    photos: Vec<PhotoView>,
    district: String,
}

#[derive(Serialize)]
struct CheckPage {
    service: String,
    lines: Vec<Line>,
    preview: Option<Preview>,
    action: String,
    back: String,
    /// Where the form can be put aside.
    save: Option<String>,
    corrects: bool,
    contactable: bool,
    promise: Option<i64>,
    fee: Option<FeeView>,
    /// Whether nobody can say what it costs, so that it cannot be sent.
    priceless: bool,
    clerk: &'static str,
    /// Why staff correct, as it was typed.
    reason: String,
    errors: FormErrors,
    /// What others did to the case meanwhile.
    news: Vec<News>,
    /// The time that is held.
    appointment: Option<Held>,
    language_form: &'static str,
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
    if let Some(elsewhere) = elsewhere(&opened, &visitor) {
        return Ok(elsewhere);
    }
    Ok(show(view(&app, &visitor, &opened).await?))
}

/// Where somebody belongs who has sent the draft or not answered everything yet.
fn elsewhere(opened: &Opened, visitor: &Visitor) -> Option<Response> {
    if opened.draft.case.is_some() {
        return Some(see_other(&opened.draft.at("done")));
    }
    if let Some(missing) = opened.service.form().first_unanswered(&opened.draft.answers) {
        return Some(see_other(&opened.draft.at(&missing.id)));
    }
    opened.lacks_time().then(|| appointment::lost(opened, visitor))
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
    let reachable = service.form().reachable(&draft.answers);
    let fee = fee::view(app, service, &reachable, locale).filter(|_| draft.corrects.is_none());
    let priceless = draft.corrects.is_none() && fee::charge(app, service, &reachable).is_err();
    Ok(CheckPage {
        fee,
        priceless,
        service: service.name(locale).to_owned(),
        lines,
        preview: service.definition.public.then(|| preview(app, opened, &rows)),
        action: draft.at("check"),
        back: match pages.last() {
            _ if opened.books() => draft.at("appointment"),
            Some(page) => draft.at(&page.id),
            None => opened.onward(),
        },
        save: saving::is_offered(opened).then(|| draft.at("save")),
        corrects: draft.corrects.is_some(),
        contactable: contact.is_some_and(|contact| !contact.email.is_empty()),
        promise: promise.filter(|_| draft.corrects.is_none()),
        clerk: draft.clerk_in_words(),
        reason: String::new(),
        errors: FormErrors::new(),
        news: Vec::new(),
        appointment: appointment::held(app, visitor, opened).await?,
        language_form: if draft.clerk.is_some() && draft.corrects.is_some() {
            "send-form"
        } else {
            ""
        },
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
    // What is worked out follows other answers: there is nothing to change about it.
    let question = opened.service.form().question(&row.question);
    let is_asked = question.is_none_or(|question| question.kind.is_asked());
    Ok(Line {
        label: row.label.clone(),
        href: if is_asked {
            opened.draft.at(&format!("{}?change=1", row.page))
        } else {
            String::new()
        },
        value: shown(opened, &row.value),
        photos,
        district: district.map(|district| district.name.clone()).unwrap_or_default(),
    })
}

/// An answer as the page shows it.
fn shown(opened: &Opened, value: &RowValue) -> RowValue {
    match value {
        RowValue::Contact { name, email, phone } if opened.draft.hides_contact() => {
            let (name, email, phone) = (name.clone(), email.clone(), phone.clone());
            let Contact { name, email, phone } = masked::contact(Contact { name, email, phone });
            RowValue::Contact { name, email, phone }
        }
        other => other.clone(),
    }
}

/// Sends the form: once, however often the button is pressed.
pub(crate) async fn send(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: Raw,
) -> Reply {
    let Some(opened) = draft::open(&app, &visitor, &id).await? else { return Ok(draft::lost()) };
    if let Some(elsewhere) = elsewhere(&opened, &visitor) {
        return Ok(elsewhere);
    }
    if visitor.is_late() {
        return Ok(see_other(&opened.draft.at("check")));
    }
    let map = MapOf(&opened.geography);
    let checked =
        opened.service.form().check_all(&opened.draft.answers, opened.context(&app, &map));
    let answers = match checked {
        Ok(answers) => answers,
        Err(errors) => return Ok(again(&opened, &visitor, errors.first())),
    };
    let mut errors = FormErrors::new();
    let reason = reason(&opened, &visitor, &form, &mut errors);
    let (Some(reason), None) = (reason, form.language()) else {
        let page = view(&app, &visitor, &opened).await?;
        let reason = form.shown("reason").to_owned();
        return Ok(unprocessable(CheckPage { reason, errors, ..page }));
    };
    if opened.service.is_practice() {
        return Ok(see_other(&opened.draft.at("done")));
    }
    let new = meant(&opened, &visitor, answers);
    let (office, owner, draft) = (Office::of(&app), visitor.draft_key(), opened.draft.id);
    let person = visitor.person().cloned();
    // A correction costs nothing, so that a fee without an amount does not keep it from being sent.
    let charge = match opened.draft.corrects {
        Some(_) => Ok(None),
        None => fee::charge(&app, &opened.service, &new.answers),
    };
    // The page says that nobody knows what it costs.
    let Ok(charge) = charge else { return Ok(see_other(&opened.draft.at("check"))) };
    let (why, done) = (reason.clone(), opened.draft.at("done"));
    // Its rules hold row by row: a draft is claimed, a case's revision is counted up, a reference and the
    // key of a job are unique, a photo has one owner.
    let sent = app.db().write_rows(move |tx| {
        let by = (owner.as_str(), person.as_ref());
        sending::write(tx, &office, draft, by, (&new, charge.as_ref()), &why)
    });
    match sent.await {
        Ok(Sent::Case) => Ok(see_other(&done)),
        Ok(Sent::Lost) => Ok(draft::lost()),
        Ok(Sent::TimeGone) => Ok(appointment::lost(&opened, &visitor)),
        Ok(Sent::Incomplete) => {
            let said = Flash::notice(visitor.words().t("counter-check-again"));
            Ok(see_other_with(&opened.draft.at("check"), said))
        }
        Ok(Sent::Correction(case, outcome)) => {
            corrected(&app, &visitor, &opened, *case, outcome, reason).await
        }
        Err(CaseError::Refused(refusal)) => Ok(refused(&app, &visitor, &opened, refusal)),
        Err(error) => Err(error.into()),
    }
}

/// The case that the answers are meant for.
fn meant(opened: &Opened, visitor: &Visitor, answers: Answers) -> NewCase {
    let clerk = opened.draft.clerk.as_ref();
    NewCase {
        service: opened.service.clone(),
        answers,
        locale: clerk.map_or(visitor.locale(), |clerk| clerk.language),
        channel: clerk.map_or("web", |clerk| clerk.channel),
        by: clerk.map_or(By::Resident, |clerk| By::Staff(clerk.person, Rank::Caseworker)),
        requester: visitor.person_id().filter(|_| clerk.is_none()),
    }
}

/// Leads a resident whose correction comes too late to the case, and everybody else back to the answers.
fn refused(app: &App, visitor: &Visitor, opened: &Opened, refusal: Refusal) -> Response {
    let late = matches!(refusal, Refusal::Closed);
    if let (Some(case), None) = (opened.draft.corrects, &opened.draft.clerk) {
        let said = if late { "counter-corrected-late" } else { refusal.key() };
        let to = format!("/track/{}", links::token(&Office::of(app), case));
        see_other_with(&to, Flash::notice(visitor.words().t(said)))
    } else {
        let said = Flash::notice(visitor.words().t(refusal.key()));
        see_other_with(&opened.draft.at("check"), said)
    }
}

/// Reads why a member of staff corrects; nothing where nobody needs to say.
fn reason(
    opened: &Opened,
    visitor: &Visitor,
    form: &Raw,
    errors: &mut FormErrors,
) -> Option<String> {
    if opened.draft.clerk.is_none() || opened.draft.corrects.is_none() {
        return Some(String::new());
    }
    let words = visitor.words();
    let missing = words.t("counter-reason-missing");
    errors.take("reason", form.text("reason", MAX_REASON), &missing, words)
}

/// Leads back to the corrected case, or says why it is not corrected yet.
async fn corrected(
    app: &App,
    visitor: &Visitor,
    opened: &Opened,
    case: Case,
    outcome: Outcome,
    reason: String,
) -> Reply {
    let words = visitor.words();
    let by_staff = opened.draft.clerk.is_some();
    let home = if by_staff {
        format!("/desk/cases/{}", case.reference)
    } else {
        format!("/track/{}", links::token(&Office::of(app), case.id))
    };
    let since = match outcome {
        Outcome::Done => {
            let told = if by_staff { "counter-corrected-for" } else { "counter-corrected" };
            return Ok(see_other_with(&home, Flash::success(words.t(told))));
        }
        Outcome::Changed(_) if !by_staff => {
            let told = Flash::notice(words.t("counter-check-changed"));
            return Ok(see_other_with(&opened.draft.at("check"), told));
        }
        Outcome::Changed(since) => since,
    };
    let id = opened.draft.id.to_string();
    let Some(opened) = draft::open(app, visitor, &id).await? else { return Ok(draft::lost()) };
    let page = view(app, visitor, &opened).await?;
    let (service, own) = (opened.service.clone(), words.clone());
    let news = app.db().read(move |tx| corrections::news(tx, &case, &service, since, &own)).await?;
    Ok(show_as(StatusCode::CONFLICT, CheckPage { reason, news, ..page }))
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
