//! `/track/{token}/appointment`: the resident's own appointment, to be moved, cancelled, put into a calendar.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use cases::links::{self, Opened};
use cases::{By, Case, CaseError, Office};
use serde::Serialize;
use store::Tx;
use web::{
    App, Fault, Flash, FormErrors, Page, Raw, Reply, Visitor, Words, see_other, see_other_with,
    show, unprocessable,
};

use crate::booking::{Booking, Wanted};
use crate::calendar::{self, Method};
use crate::card::{self, Card};
use crate::changing::{self, Seen};
use crate::choosing::{self, Look, Times};
use crate::finding::{self, Seeker, Terms};
use crate::{BookingError, bookings, branches, letters, making, waiting};

/// Everything that the page shows.
#[derive(Serialize)]
struct MinePage {
    card: Card,
    /// What the forms carry: the appointment as it was when the page was shown.
    seen: String,
    times: Times,
    reference: String,
    track: String,
    errors: FormErrors,
    phone: String,
}

impl Page for MinePage {
    const TEMPLATE: &'static str = "appointments/mine.html";

    fn title(&self, words: &Words) -> String {
        words.with("appointments-mine-title", &[("title", self.card.title.as_str().into())])
    }
}

/// Opens the case of a link; `Err` leads to the page that says why it is dead.
async fn open(app: &App, token: &str) -> Result<Result<Case, Response>, Fault> {
    let (office, key) = (Office::of(app), token.to_owned());
    let opened = app.db().read(move |tx| links::open(tx, &office, &key)).await?;
    let dead = format!("/track/{token}");
    Ok(match opened {
        Opened::Case(case) => Ok(*case),
        _ => Err(see_other(web::local_path(&dead).unwrap_or("/track"))),
    })
}

/// Opens the case of a link, or answers with the page for dead links.
macro_rules! case_of {
    ($app:expr, $token:expr) => {
        match open($app, $token).await? {
            Ok(case) => case,
            Err(dead) => return Ok(dead),
        }
    };
}

/// Shows the appointment, with the times to which it could move.
pub(crate) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Reply {
    let case = case_of!(&app, &token);
    match view(&app, &visitor, &case, FormErrors::new()).await? {
        Some(page) => Ok(show(page)),
        None => Err(Fault::NotFound),
    }
}

async fn view(
    app: &App,
    visitor: &Visitor,
    case: &Case,
    errors: FormErrors,
) -> Result<Option<MinePage>, Fault> {
    let (office, words, case) = (Office::of(app), visitor.words().clone(), case.clone());
    let query = Raw::from_urlencoded(visitor.query().unwrap_or_default().as_bytes());
    let track = format!("/track/{}", links::token(&office, case.id));
    let asked = query.unwrap_or_default();
    let look = Look::read(&asked, format!("{track}/appointment"), Seeker::Resident);
    let phone = app.town().phone.clone();
    let page = app.db().read(move |tx| {
        let Some(card) = card::of_case(tx, &office, &case, &words)? else { return Ok(None) };
        let Some(terms) = Terms::of(&finding::service_of(tx, &office, &case)?) else {
            return Ok(None);
        };
        let newest = card::newest(tx, case.id)?;
        let times = if card.may_change || card.may_book {
            let own = newest.as_ref().map(|one| one.branch.clone());
            let look = Look { branch: look.branch.clone().or(own), ..look.clone() };
            choosing::read(tx, &office, &terms, &look, &words)?
        } else {
            Times::default()
        };
        Ok::<_, CaseError>(Some(MinePage {
            card,
            seen: newest.map(|one| seen_text(&one)).unwrap_or_default(),
            times,
            reference: case.reference.to_string(),
            track: track.clone(),
            errors: errors.clone(),
            phone: phone.clone(),
        }))
    });
    Ok(page.await?)
}

/// The appointment as a form names it, with how often it had been changed.
pub(crate) fn seen_text(one: &Booking) -> String {
    format!("{}.{}", one.id, one.sequence)
}

/// Reads what a form had in front of it.
pub(crate) fn seen(form: &Raw) -> Option<Seen> {
    let (id, sequence) = form.get("seen")?.split_once('.')?;
    Some(Seen { id: id.parse().ok()?, sequence: sequence.parse().ok()? })
}

/// Leads back to the page with what came of an act.
fn back<T>(
    visitor: &Visitor,
    token: &str,
    done: Result<T, BookingError>,
    said: &str,
) -> Result<Response, Fault> {
    let to = format!("/track/{token}/appointment");
    let words = visitor.words();
    match done {
        Ok(_) => Ok(see_other_with(&to, Flash::success(words.t(said)))),
        Err(BookingError::Case(CaseError::Refused(refusal))) => {
            Ok(see_other_with(&to, Flash::notice(words.t(refusal.key()))))
        }
        Err(BookingError::Case(error)) => Err(error.into()),
        Err(refused) => Ok(see_other_with(&to, Flash::notice(words.t(refused.key())))),
    }
}

/// Moves the appointment to another time, or makes a new one where there is none ahead.
pub(crate) async fn choose(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
    form: Raw,
) -> Reply {
    let case = case_of!(&app, &token);
    let Some(wanted) = form.get("time").and_then(Wanted::parse) else {
        let mut errors = FormErrors::new();
        errors.add("time", visitor.words().t("appointments-choose-missing"));
        let page = view(&app, &visitor, &case, errors).await?.ok_or(Fault::NotFound)?;
        return Ok(unprocessable(page));
    };
    let (office, seen) = (Office::of(&app), seen(&form));
    // Its rules hold row by row: a seat's minutes are unique, an appointment's changes are counted up.
    let done = app.db().write_rows(move |tx| change(tx, &office, &case, seen, &wanted)).await;
    back(&visitor, &token, done, "appointments-chosen")
}

fn change(
    tx: &mut Tx<'_>,
    office: &Office,
    case: &Case,
    seen: Option<Seen>,
    wanted: &Wanted,
) -> Result<Booking, BookingError> {
    let service = finding::service_of(tx, office, case)?;
    let terms = Terms::of(&service).ok_or(BookingError::Gone)?;
    let how = (wanted, Seeker::Resident, By::Resident);
    let live = bookings::live_of(tx, case.id)?;
    match (live.filter(|one| one.is_ahead(office.now())), seen) {
        (Some(_), Some(seen)) => changing::shift(tx, office, case, (seen, &terms), how),
        (Some(_), None) => Err(BookingError::Changed),
        (None, _) => making::make(tx, office, case, &terms, how),
    }
}

/// Cancels the appointment; the case goes on.
pub(crate) async fn cancel(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
    form: Raw,
) -> Reply {
    let case = case_of!(&app, &token);
    let (office, seen) = (Office::of(&app), seen(&form));
    let done = app.db().write_rows(move |tx| {
        let terms =
            Terms::of(&finding::service_of(tx, &office, &case)?).ok_or(BookingError::Gone)?;
        let seen = seen.ok_or(BookingError::Gone)?;
        changing::cancel(tx, &office, &case, (seen, &terms), ("", By::Resident))
    });
    back(&visitor, &token, done.await, "appointments-cancelled")
}

/// What a resident does about waiting for something sooner.
pub(crate) async fn wait(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
    form: Raw,
) -> Reply {
    let case = case_of!(&app, &token);
    let office = Office::of(&app);
    let act = form.get("act").unwrap_or_default().to_owned();
    let said = match act.as_str() {
        "join" => "appointments-waiting-joined",
        "stop" => "appointments-waiting-stopped",
        "take" => "appointments-chosen",
        "pass" => "appointments-waiting-passed",
        _ => return Err(Fault::BadRequest(visitor.words().t("appointments-gone"))),
    };
    let done = app.db().write_rows(move |tx| match act.as_str() {
        "join" => waiting::join(tx, &office, &case, By::Resident),
        "stop" => waiting::stop(tx, &office, &case, By::Resident),
        "take" => waiting::accept(tx, &office, &case, By::Resident).map(drop),
        _ => waiting::decline(tx, &office, &case, By::Resident),
    });
    back(&visitor, &token, done.await, said)
}

/// Leads somebody who reloads the answer to a form back to the page.
pub(crate) async fn back_to_page(Path(token): Path<String>) -> Reply {
    let to = format!("/track/{token}/appointment");
    Ok(see_other(web::local_path(&to).unwrap_or("/track")))
}

/// The appointment as a file for a calendar.
pub(crate) async fn file(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Reply {
    let case = case_of!(&app, &token);
    let (office, words) = (Office::of(&app), visitor.words().clone());
    let written = app.db().read(move |tx| {
        let Some(one) = card::newest(tx, case.id)? else { return Ok(None) };
        let service = finding::service_of(tx, &office, &case)?;
        let branch = branches::find(tx, &office.catalogue().outline(), &one.branch)?;
        let branch = branch.map(|kept| kept.branch);
        let event = letters::event(&office, (&case, &one), &service, branch.as_ref(), &words);
        let method = if event.cancelled { Method::Cancel } else { Method::Publish };
        let organizer = letters::organizer(&office);
        Ok::<_, CaseError>(Some(calendar::write(method, &organizer, None, &[event], office.now())))
    });
    let text = written.await?.ok_or(Fault::NotFound)?;
    Ok(calendar_file(text))
}

/// A calendar as an answer that browsers hand to the calendar's program.
pub(crate) fn calendar_file(text: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"appointment.ics\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, text).into_response()
}
