//! `/desk/appointments/{id}`: one appointment, to be moved, cancelled, or noted as kept or missed.

use axum::extract::{Path, State};
use cases::CaseError;
use serde::Serialize;
use web::{
    App, Fault, FormErrors, Page, Raw, Reply, Visitor, Words, local_path, see_other, show,
    unprocessable,
};

use crate::BookingError;
use crate::booking::{State as Stage, Wanted};
use crate::card::{self, Card};
use crate::changing;
use crate::choosing::{self, Look, Times};
use crate::finding::{self, Seeker, Terms};
use crate::mine::{seen, seen_text};
use crate::staff::Clerk;

/// The longest reason; the resident reads it.
const MAX_REASON: usize = 1_000;

#[derive(Serialize)]
struct VisitPage {
    id: String,
    card: Card,
    name: String,
    phone: String,
    reference: String,
    day: String,
    seen: String,
    may: bool,
    ahead: bool,
    times: Times,
    reason: String,
    errors: FormErrors,
}

impl Page for VisitPage {
    const TEMPLATE: &'static str = "appointments/visit.html";

    fn title(&self, words: &Words) -> String {
        let named =
            [("title", self.card.title.as_str().into()), ("when", self.card.when.as_str().into())];
        words.with("appointments-visit-title", &named)
    }
}

/// Shows the appointment.
pub(crate) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Reply {
    let clerk = Clerk::of(&app, &visitor)?;
    Ok(show(view(&app, clerk, &id, String::new(), FormErrors::new()).await?))
}

async fn view(
    app: &App,
    clerk: Clerk,
    id: &str,
    reason: String,
    errors: FormErrors,
) -> Result<VisitPage, Fault> {
    let id: i64 = id.parse().map_err(|_| Fault::NotFound)?;
    let page = app.db().read(move |tx| {
        let Some((one, case)) = Clerk::open(tx, id)? else { return Ok(None) };
        let Some(terms) = Terms::of(&finding::service_of(tx, &clerk.office, &case)?) else {
            return Ok(None);
        };
        let (words, office) = (clerk.words(), &clerk.office);
        let told = cases::answers::of_case(tx, case.id)?;
        let may = clerk.may(tx, &case)?;
        let mut look =
            Look::read(&clerk.asked(), format!("/desk/appointments/{id}"), Seeker::Staff);
        look.branch = look.branch.or(Some(one.branch.clone()));
        let moves = may && one.state == Stage::Booked;
        let times = if moves {
            choosing::read(tx, office, &terms, &look, words)?
        } else {
            Times::default()
        };
        let date = office.calendar().date(one.starts());
        Ok::<_, CaseError>(Some(VisitPage {
            id: id.to_string(),
            card: card::of_booking(tx, office, &one, &terms, words)?,
            name: told.contact.name,
            phone: told.contact.phone,
            reference: case.reference.to_string(),
            day: format!("/desk/appointments?branch={}&day={date}", one.branch),
            seen: seen_text(&one),
            may,
            ahead: moves,
            times,
            reason: reason.clone(),
            errors: errors.clone(),
        }))
    });
    page.await?.ok_or(Fault::NotFound)
}

/// Who may do something to an appointment.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Need {
    /// Whoever works on cases: the one at the front desk sees who is here.
    Note,
    /// The team of its case, and who takes the calls.
    Change,
}

/// Does something to an appointment in one transaction, and leads to a page with what came of it.
async fn act<F>(
    app: &App,
    (clerk, need): (Clerk, Need),
    id: &str,
    (form, said): (&Raw, &str),
    verb: F,
) -> Reply
where
    F: Fn(&mut store::Tx<'_>, &Clerk, &cases::Case, changing::Seen) -> Result<(), BookingError>
        + Send
        + 'static,
{
    let id: i64 = id.parse().map_err(|_| Fault::NotFound)?;
    let seen = seen(form).filter(|seen| seen.id == id);
    let own = clerk.clone();
    let done = app.db().write_rows(move |tx| {
        let (_, case) = Clerk::open(tx, id)?.ok_or(BookingError::Gone)?;
        if need == Need::Change && !own.may(tx, &case)? {
            return Err(CaseError::Refused(cases::Refusal::NotAllowed).into());
        }
        verb(tx, &own, &case, seen.ok_or(BookingError::Changed)?)
    });
    let back = form.get("back").and_then(local_path).unwrap_or("/desk/appointments");
    clerk.told(back, done.await, said)
}

/// Notes what became of the visit.
pub(crate) async fn attend(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: Raw,
) -> Reply {
    let clerk = Clerk::of(&app, &visitor)?;
    let state = match form.get("state").unwrap_or_default() {
        "arrived" => Stage::Arrived,
        "missed" => Stage::Missed,
        "done" => Stage::Done,
        "booked" => Stage::Booked,
        _ => return Err(Fault::BadRequest(clerk.words().t("appointments-gone"))),
    };
    act(
        &app,
        (clerk, Need::Note),
        &id,
        (&form, "appointments-noted"),
        move |tx, clerk, case, seen| {
            let by = clerk.by(case);
            changing::attend(tx, &clerk.office, case, (seen, state), by).map(drop)
        },
    )
    .await
}

/// Moves it to another time.
pub(crate) async fn shift(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: Raw,
) -> Reply {
    let clerk = Clerk::of(&app, &visitor)?;
    let Some(wanted) = form.get("time").and_then(Wanted::parse) else {
        let mut errors = FormErrors::new();
        errors.add("time", clerk.words().t("appointments-choose-missing"));
        return Ok(unprocessable(view(&app, clerk, &id, String::new(), errors).await?));
    };
    act(
        &app,
        (clerk, Need::Change),
        &id,
        (&form, "appointments-moved-staff"),
        move |tx, clerk, case, seen| {
            let terms = Terms::of(&finding::service_of(tx, &clerk.office, case)?)
                .ok_or(BookingError::Gone)?;
            let how = (&wanted, Seeker::Staff, clerk.by(case));
            changing::shift(tx, &clerk.office, case, (seen, &terms), how).map(drop)
        },
    )
    .await
}

/// Cancels it with a reason that the resident reads.
pub(crate) async fn cancel(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: Raw,
) -> Reply {
    let clerk = Clerk::of(&app, &visitor)?;
    let mut errors = FormErrors::new();
    let words = clerk.words().clone();
    let missing = words.t("appointments-reason-missing");
    let reason = errors.take("reason", form.text("reason", MAX_REASON), &missing, &words);
    let Some(reason) = reason else {
        let typed = form.shown("reason").to_owned();
        return Ok(unprocessable(view(&app, clerk, &id, typed, errors).await?));
    };
    act(
        &app,
        (clerk, Need::Change),
        &id,
        (&form, "appointments-cancelled-staff"),
        move |tx, clerk, case, seen| {
            let terms = Terms::of(&finding::service_of(tx, &clerk.office, case)?)
                .ok_or(BookingError::Gone)?;
            let what = (reason.as_str(), clerk.by(case));
            changing::cancel(tx, &clerk.office, case, (seen, &terms), what).map(drop)
        },
    )
    .await
}

/// Leads somebody who reloads the answer to a form back to the appointment.
pub(crate) async fn back_to_page(Path(id): Path<String>) -> Reply {
    let known = id.parse::<i64>().is_ok();
    let to = if known { format!("/desk/appointments/{id}") } else { "/desk/appointments".into() };
    Ok(see_other(&to))
}
