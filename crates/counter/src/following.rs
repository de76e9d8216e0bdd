//! `/follow/{token}`: confirming that one wants a report's news, and stopping it.

use axum::extract::{Path, State};
use base::time::to_ms;
use cases::{CaseError, Office, followers, links};
use serde::Serialize;
use web::{App, Flash, Page, Reply, Visitor, Words, see_other_with, show};

use crate::case_link;

#[derive(Serialize)]
struct FollowPage {
    token: String,
    service: String,
    reference: String,
    state: String,
    next: String,
    address: String,
    opened: i64,
    confirmed: bool,
    report: Option<String>,
}

impl Page for FollowPage {
    const TEMPLATE: &'static str = "counter/follow.html";

    fn title(&self, words: &Words) -> String {
        words.with("counter-follow-title", &[("reference", self.reference.as_str().into())])
    }
}

/// Shows the public state of what is followed.
pub(crate) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Reply {
    let (office, locale) = (Office::of(&app), visitor.locale());
    let Some(id) = links::follower(&office, &token) else { return Ok(case_link::dead()) };
    let found = app.db().read(move |tx| {
        let Some(follower) = followers::by_id(tx, id)? else { return Ok(None) };
        let case = cases::cases::by_id(tx, base::CaseId(follower.case_id))?;
        let Some(case) = case else { return Ok(None) };
        let service = office.service_of(tx, &case)?;
        let state = service.workflow.state(&case.state);
        Ok::<_, CaseError>(Some(FollowPage {
            token: token.clone(),
            service: service.name(locale).to_owned(),
            reference: case.reference.to_string(),
            state: state
                .map(|state| state.name_for_all().get(locale).to_owned())
                .unwrap_or_default(),
            next: state
                .map(|state| state.next_for_all().get(locale).to_owned())
                .unwrap_or_default(),
            // A repeat's sender may follow a case that is not public.
            address: case.address.clone().filter(|_| case.public).unwrap_or_default(),
            opened: to_ms(case.opened_at),
            confirmed: follower.confirmed_at.is_some(),
            report: case.public.then(|| format!("/reports/{}", case.reference)),
        }))
    });
    Ok(found.await?.map_or_else(stopped_page, show))
}

/// Confirms: from now on the news comes.
pub(crate) async fn confirm(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Reply {
    let office = Office::of(&app);
    let Some(id) = links::follower(&office, &token) else { return Ok(case_link::dead()) };
    let found = app.db().write(move |tx| followers::confirm(tx, &office, id)).await?;
    if found.is_none() {
        return Ok(stopped_page());
    }
    let said = Flash::success(visitor.words().t("counter-follow-confirmed"));
    Ok(see_other_with(&format!("/follow/{token}"), said))
}

/// Stops the news and forgets the address.
pub(crate) async fn stop(State(app): State<App>, Path(token): Path<String>) -> Reply {
    let office = Office::of(&app);
    let Some(id) = links::follower(&office, &token) else { return Ok(case_link::dead()) };
    app.db().write(move |tx| followers::stop(tx, &office, id)).await?;
    Ok(stopped_page())
}

#[derive(Serialize)]
struct StoppedPage {}

impl Page for StoppedPage {
    const TEMPLATE: &'static str = "counter/stopped.html";

    fn title(&self, words: &Words) -> String {
        words.t("counter-stopped-title")
    }
}

/// Says that no news comes any more, now or since an earlier click.
fn stopped_page() -> axum::response::Response {
    show(StoppedPage {})
}
