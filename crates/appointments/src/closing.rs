//! `/desk/branches/{key}/closure`: a branch is closed for a day. Everybody who has an appointment then is told,
//! with the way to a new one, in the transaction that closes it ([`crate::closed_day`]).

use axum::extract::{Path, State};
use cases::{Case, CaseError};
use jiff::civil::Date;
use serde::Serialize;
use store::Tx;
use web::{App, Fault, FormErrors, Page, Raw, Reply, Visitor, Words, show, unprocessable};

use crate::branches::{self, Kept};
use crate::closed_day;
use crate::staff::Clerk;

/// The longest reason; residents read it.
const MAX_REASON: usize = 300;

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
        for one in closed_day::affected(tx, &clerk.office, (&key, day))? {
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
    let done = app.db().write(move |tx| {
        let by = |case: &Case| own.by(case);
        closed_day::close(tx, &own.office, (&of, day), &reason, (own.person.id, &by))
    });
    clerk.told(&back, done.await, "appointments-closed")
}
