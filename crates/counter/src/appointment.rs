//! `/apply/{draft}/appointment`: the time at which somebody comes, chosen after the questions and held until the
//! form is sent.

use appointments::card::{self, Card};
use appointments::choosing::{self, Look, Times};
use appointments::{BookingError, Terms, Wanted, holding};
use axum::extract::{Path, State};
use axum::response::Response;
use base::time::from_ms;
use cases::{CaseError, Office};
use serde::Serialize;
use web::{
    App, Fault, Flash, FormErrors, Page, Raw, Reply, Visitor, Words, see_other, see_other_with,
    show, unprocessable,
};

use crate::draft::{self, Opened};
use crate::query;

#[derive(Serialize)]
struct TimePage {
    service: String,
    title_of: String,
    action: String,
    draft: String,
    back: String,
    times: Times,
    held: Option<Held>,
    minutes: i64,
    step: usize,
    steps: usize,
    errors: FormErrors,
    clerk: &'static str,
}

impl Page for TimePage {
    const TEMPLATE: &'static str = "counter/appointment.html";

    fn title(&self, words: &Words) -> String {
        words.with("counter-time-title", &[("title", self.title_of.as_str().into())])
    }
}

/// The time that is held for a form.
#[derive(Clone, Serialize)]
pub(crate) struct Held {
    card: Card,
    /// The time of day until which it is held.
    until: String,
    /// Where another is chosen.
    href: String,
}

/// Shows the free times.
pub(crate) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Reply {
    let Some(opened) = draft::open(&app, &visitor, &id).await? else { return Ok(draft::lost()) };
    if let Some(elsewhere) = elsewhere(&opened) {
        return Ok(see_other(&elsewhere));
    }
    Ok(show(view(&app, &visitor, &opened, FormErrors::new()).await?))
}

/// Where somebody belongs who has not come to this step, or needs none.
fn elsewhere(opened: &Opened) -> Option<String> {
    if opened.draft.case.is_some() {
        return Some(opened.draft.at("done"));
    }
    let unanswered = opened.service.form().first_unanswered(&opened.draft.answers).is_some();
    (unanswered || !opened.books()).then(|| opened.onward())
}

async fn view(
    app: &App,
    visitor: &Visitor,
    opened: &Opened,
    errors: FormErrors,
) -> Result<TimePage, Fault> {
    let mut terms = Terms::of(&opened.service).ok_or(Fault::NotFound)?;
    terms.own = opened.held.as_ref().map_or(0, |held| held.id);
    let (office, words, draft) = (Office::of(app), visitor.words().clone(), &opened.draft);
    let mut look = Look::read(&query::fields(visitor), draft.at("appointment"), draft.seeker());
    look.chosen = opened
        .held
        .as_ref()
        .map(|held| Wanted { branch: held.branch.clone(), start: held.visit.from });
    let (of, own) = (terms.clone(), words.clone());
    let times = app.db().read(move |tx| choosing::read(tx, &office, &of, &look, &own)).await?;
    let pages = opened.service.pages(&draft.answers);
    Ok(TimePage {
        service: opened.service.name(words.locale()).to_owned(),
        title_of: terms.says.title.get(words.locale()).to_owned(),
        action: draft.at("appointment"),
        draft: format!("/apply/{}", draft.id),
        back: pages.last().map_or_else(|| opened.onward(), |page| draft.at(&page.id)),
        times,
        held: held(app, visitor, opened).await?,
        minutes: holding::HOLD.as_mins(),
        step: pages.len() + 1,
        steps: pages.len() + 2,
        errors,
        clerk: draft.clerk_in_words(),
    })
}

/// The time that is held for a form, as pages show it.
pub(crate) async fn held(
    app: &App,
    visitor: &Visitor,
    opened: &Opened,
) -> Result<Option<Held>, Fault> {
    let found = opened.held.clone().filter(|_| opened.books());
    let (Some(one), Some(terms)) = (found, Terms::of(&opened.service)) else { return Ok(None) };
    let (office, words) = (Office::of(app), visitor.words().clone());
    let dates = app.dates(visitor.locale());
    let until = dates.time(dates.local(from_ms(one.held_until.unwrap_or_default())).time());
    let card = app.db().read(move |tx| card::of_booking(tx, &office, &one, &terms, &words));
    let card = card.await.map_err(|error: CaseError| Fault::from(error))?;
    Ok(Some(Held { card, until, href: opened.draft.at("appointment") }))
}

/// Leads somebody whose time is no longer held to choose another; nothing else is lost.
pub(crate) fn lost(opened: &Opened, visitor: &Visitor) -> Response {
    let said = Flash::notice(visitor.words().t("counter-time-lost"));
    see_other_with(&opened.draft.at("appointment"), said)
}

/// Holds the time that was chosen.
pub(crate) async fn hold(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: Raw,
) -> Reply {
    let Some(opened) = draft::open(&app, &visitor, &id).await? else { return Ok(draft::lost()) };
    if let Some(elsewhere) = elsewhere(&opened) {
        return Ok(see_other(&elsewhere));
    }
    if query::comes_again(&form, &visitor) {
        let page = view(&app, &visitor, &opened, FormErrors::new()).await?;
        return Ok(query::again(&visitor, page));
    }
    let Some(wanted) = form.get("time").and_then(Wanted::parse) else {
        let mut errors = FormErrors::new();
        errors.add("time", visitor.words().t("counter-time-missing"));
        return Ok(unprocessable(view(&app, &visitor, &opened, errors).await?));
    };
    let terms = Terms::of(&opened.service).ok_or(Fault::NotFound)?;
    let (office, holder) = (Office::of(&app), (opened.draft.id, opened.draft.seeker()));
    // A seat's minutes are unique, so what else was read decides nothing.
    let done = app.db().write_rows(move |tx| holding::hold(tx, &office, holder, &terms, &wanted));
    match done.await {
        Ok(_) => Ok(see_other(&opened.draft.at("check"))),
        Err(BookingError::Taken) => {
            let Some(opened) = draft::open(&app, &visitor, &id).await? else {
                return Ok(draft::lost());
            };
            let mut errors = FormErrors::new();
            errors.add("time", visitor.words().t(BookingError::Taken.key()));
            Ok(unprocessable(view(&app, &visitor, &opened, errors).await?))
        }
        Err(error) => Err(error.into()),
    }
}
