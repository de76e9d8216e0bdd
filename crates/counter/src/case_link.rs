//! What a personal link opens, for every page below it.

use axum::http::StatusCode;
use axum::response::Response;
use cases::links::{self, Opened};
use cases::{Case, CaseError, Office};
use serde::Serialize;
use web::{App, Fault, Flash, Page, Visitor, Words, see_other, see_other_with, show_as};

/// Opens a personal link; a dead one gives the page that says what to do.
pub(crate) async fn open(app: &App, token: &str) -> Result<Result<Case, Response>, Fault> {
    let (office, key) = (Office::of(app), token.to_owned());
    let read = app.db().read(move |tx| {
        let opened = links::open(tx, &office, &key)?;
        let case = links::case_of(&office, &key).filter(|_| opened == Opened::Expired);
        // A case that somebody has yet to pay for is not there: its payment is.
        let payment = case.map(|id| payments::payments::of_case(tx, id)).transpose()?.flatten();
        Ok::<_, CaseError>((opened, payment))
    });
    let (opened, payment) = read.await?;
    let unpaid = payment.filter(|one| one.opened_at.is_none());
    let unpaid = unpaid.map(|one| payments::links::path(app, one.id));
    Ok(match opened {
        Opened::Case(case) => Ok(*case),
        Opened::Erased => Err(show_as(StatusCode::GONE, DeadLinkPage { why: "erased" })),
        Opened::Expired if unpaid.is_some() => Err(see_other(&unpaid.unwrap_or_default())),
        Opened::Expired => Err(show_as(StatusCode::GONE, DeadLinkPage { why: "expired" })),
        Opened::Forged => Err(dead()),
    })
}

#[derive(Serialize)]
struct DeadLinkPage {
    /// `erased`, `expired` or `forged`.
    why: &'static str,
}

impl Page for DeadLinkPage {
    const TEMPLATE: &'static str = "counter/dead_link.html";

    fn title(&self, words: &Words) -> String {
        words.t(&format!("counter-link-{}", self.why))
    }
}

/// The page for a link that leads nowhere.
pub(crate) fn dead() -> Response {
    show_as(StatusCode::NOT_FOUND, DeadLinkPage { why: "forged" })
}

/// Leads back to the case after an act, with the news of it or why it was refused.
pub(crate) fn back<T>(
    token: &str,
    visitor: &Visitor,
    done: Result<T, CaseError>,
    said: &str,
) -> Result<Response, Fault> {
    let to = format!("/track/{token}");
    let words = visitor.words();
    match done {
        Ok(_) => Ok(see_other_with(&to, Flash::success(words.t(said)))),
        Err(CaseError::Refused(refusal)) => {
            Ok(see_other_with(&to, Flash::notice(words.t(refusal.key()))))
        }
        Err(error) => Err(error.into()),
    }
}
