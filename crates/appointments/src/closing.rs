//! `/desk/branches/{key}/closure`: a branch is closed for a day. Everybody who has an appointment then is told,
//! with the way to a new one, in the transaction that closes it.

use axum::extract::{Path, State};
use cases::CaseError;
use jiff::civil::Date;
use ledger::{Entry, Subject};
use serde::Serialize;
use services::Exception;
use store::Tx;
use web::{App, Fault, FormErrors, Page, Raw, Reply, Visitor, Words, show, unprocessable};

use crate::booking::{Booking, State as Stage};
use crate::branches::{self, Kept};
use crate::staff::Clerk;
use crate::{BookingError, bookings, changing, slots};

/// The longest reason; residents read it.
const MAX_REASON: usize = 300;
/// Appointments of one day that are cancelled in one transaction: a very large branch.
const MOST: usize = 500;

#[derive(Serialize)]
struct ClosingPage {
    key: String,
    place: String,
    day: String,
    name: String,
    back: String,
    visits: Vec<(String, String, String)>,
    reason: String,
    errors: FormErrors,
}

impl Page for ClosingPage {
    const TEMPLATE: &'static str = "appointments/closing.html";

    fn title(&self, words: &Words) -> String {
        let named = [("place", self.place.as_str().into()), ("day", self.name.as_str().into())];
        words.with("appointments-closing-title", &named)
    }
}

/// Shows who is affected.
pub(crate) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(key): Path<String>,
) -> Reply {
    let clerk = Clerk::of(&app, &visitor)?;
    let day = clerk.asked().get("day").and_then(|day| day.parse().ok()).unwrap_or(clerk.today());
    Ok(show(view(&app, clerk, (key, day), String::new(), FormErrors::new()).await?))
}

async fn view(
    app: &App,
    clerk: Clerk,
    (key, day): (String, Date),
    reason: String,
    errors: FormErrors,
) -> Result<ClosingPage, Fault> {
    let page = app.db().read(move |tx| {
        let Some(kept) = find(tx, &clerk, &key)? else { return Ok(None) };
        let dates = clerk.office.app().dates(clerk.locale());
        let mut visits = Vec::new();
        for one in affected(tx, &clerk, &key, day)? {
            let time = dates.time(dates.local(one.starts()).time());
            let Some(id) = one.case else { continue };
            let Some(case) = cases::cases::by_id(tx, id)? else { continue };
            let told = cases::answers::of_case(tx, id)?;
            visits.push((time, told.contact.name, case.reference.to_string()));
        }
        Ok::<_, CaseError>(Some(ClosingPage {
            place: kept.branch.name.get(clerk.locale()).to_owned(),
            day: day.to_string(),
            name: dates.day(day),
            back: format!("/desk/appointments?branch={key}&day={day}"),
            visits,
            key: key.clone(),
            reason: reason.clone(),
            errors: errors.clone(),
        }))
    });
    page.await?.ok_or(Fault::NotFound)
}

pub(crate) fn find(tx: &mut Tx<'_>, clerk: &Clerk, key: &str) -> Result<Option<Kept>, CaseError> {
    Ok(branches::find(tx, &clerk.office.catalogue().outline(), key)?)
}

/// The appointments of a day that are still ahead.
fn affected(
    tx: &mut Tx<'_>,
    clerk: &Clerk,
    key: &str,
    day: Date,
) -> Result<Vec<Booking>, CaseError> {
    let within = slots::bounds(clerk.office.calendar().zone(), day, day);
    let mut found = bookings::of_branch(tx, key, within)?;
    found.retain(|one| one.state == Stage::Booked && one.is_ahead(clerk.office.now()));
    found.truncate(MOST);
    Ok(found)
}

/// Closes the branch for the day, and cancels what is affected.
pub(crate) async fn close(
    State(app): State<App>,
    visitor: Visitor,
    Path(key): Path<String>,
    form: Raw,
) -> Reply {
    let clerk = Clerk::of(&app, &visitor)?;
    let words = clerk.words().clone();
    let day: Option<Date> = form.get("day").and_then(|day| day.parse().ok());
    let day = day.filter(|day| *day >= clerk.today());
    let mut errors = FormErrors::new();
    let missing = words.t("appointments-reason-missing");
    let reason = errors.take("reason", form.text("reason", MAX_REASON), &missing, &words);
    if day.is_none() {
        errors.add("reason", words.t("appointments-closing-past"));
    }
    let (Some(day), Some(reason)) = (day, reason) else {
        let (typed, today) = (form.shown("reason").to_owned(), clerk.today());
        let at = (key, day.unwrap_or(today));
        return Ok(unprocessable(view(&app, clerk, at, typed, errors).await?));
    };
    let (own, of) = (clerk.clone(), key.clone());
    let back = format!("/desk/appointments?branch={key}&day={day}");
    let done = app.db().write(move |tx| write(tx, &own, (&of, day), &reason)).await;
    clerk.told(&back, done, "appointments-closed")
}

fn write(
    tx: &mut Tx<'_>,
    clerk: &Clerk,
    (key, day): (&str, Date),
    reason: &str,
) -> Result<(), BookingError> {
    let mut kept = find(tx, clerk, key)?.ok_or(BookingError::Gone)?;
    kept.branch.exceptions.retain(|one| one.date != day && one.date >= clerk.today());
    let closed = Exception { date: day, hours: Vec::new(), reason: reason.to_owned() };
    kept.branch.exceptions.push(closed);
    if kept.branch.fault().is_some() {
        return Err(CaseError::Refused(cases::Refusal::TooMany).into());
    }
    kept.edited = true;
    let row = branches::save(tx, &clerk.office, &kept)?.ok_or(BookingError::Changed)?;
    let all = affected(tx, clerk, key, day)?;
    let count = all.len();
    for one in all {
        let Some(id) = one.case else { continue };
        let case = cases::cases::by_id(tx, id)?.ok_or(CaseError::NotFound)?;
        let what = (reason, clerk.by(&case), !case.is_closed());
        changing::call_off(tx, &clerk.office, &case, one, what)?;
    }
    let (app, now) = (clerk.office.app(), clerk.office.now());
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let entry = Entry::new(
        ledger::Actor::Person(clerk.person.id),
        "branch.close-day",
        Subject::new("branch", row),
    )
    .with("branch", key)
    .with("day", day.to_string())
    .with("reason", reason)
    .with("appointments", count);
    ledger::append(tx, &entry, now, app.ids(), app.rng())?;
    Ok(())
}
