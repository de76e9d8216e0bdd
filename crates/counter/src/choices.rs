//! `/apply/{draft}/{page}/choices`: what a data set has for the words that somebody types.

use axum::extract::{Path, State};
use serde::Serialize;
use web::{App, Fault, Page, Reply, Visitor, Words, show};

use crate::fields::{self, Item};
use crate::{draft, form_page, query};

#[derive(Serialize)]
struct ChoicesPage {
    id: String,
    q: String,
    entries: Vec<Item>,
    is_full: bool,
}

impl Page for ChoicesPage {
    const TEMPLATE: &'static str = "counter/choices.html";

    fn title(&self, words: &Words) -> String {
        words.t("counter-data-find")
    }
}

/// Lists the matches as a part of the page.
pub(crate) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, page)): Path<(String, String)>,
) -> Reply {
    let opened = draft::open(&app, &visitor, &id).await?.ok_or(Fault::NotFound)?;
    let page = form_page::place(&opened, &page).map_err(|_| Fault::NotFound)?;
    let asked = query::fields(&visitor);
    let wanted = asked.get("question").unwrap_or_default();
    let question = page.questions.iter().find(|question| question.id == wanted);
    let data = question.and_then(|question| question.kind.data_set()).ok_or(Fault::NotFound)?;
    let q = asked.get(&format!("{wanted}-q")).unwrap_or_default().to_owned();
    let entries = fields::choices(data, &q, "", visitor.locale());
    let is_full = entries.len() == fields::MATCHES;
    Ok(show(ChoicesPage { id: wanted.to_owned(), q, entries, is_full }))
}
