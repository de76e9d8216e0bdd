//! `/practice/{token}`: a draft of a service as a resident will meet it. The form is the counter's own, page
//! by page; only sending it sends nothing.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use places::Places;
use serde::Serialize;
use services::practice::{PURPOSE, newest};
use services::{Catalogue, CatalogueError, Service};
use store::StoreError;
use web::{App, Fault, Page, Reply, Visitor, Words, see_other, show, show_as};

use crate::draft::{Draft, Opened};
use crate::{drafts, form_page};

#[derive(Serialize)]
struct PracticePage {
    name: String,
    summary: String,
    cost: String,
    text: String,
    start: String,
    pages: Vec<Entry>,
}

/// A page of the form, to be seen alone.
#[derive(Serialize)]
struct Entry {
    title: String,
    href: String,
    sometimes: bool,
}

impl Page for PracticePage {
    const TEMPLATE: &'static str = "counter/practice.html";

    fn title(&self, words: &Words) -> String {
        words.with("counter-practice-title", &[("service", self.name.as_str().into())])
    }
}

#[derive(Serialize)]
struct DonePage {
    service: String,
    again: String,
    rows: Vec<(String, String)>,
}

impl Page for DonePage {
    const TEMPLATE: &'static str = "counter/practised.html";

    fn title(&self, words: &Words) -> String {
        words.t("counter-practised")
    }
}

#[derive(Serialize)]
struct GonePage {}

impl Page for GonePage {
    const TEMPLATE: &'static str = "counter/practice_gone.html";

    fn title(&self, words: &Words) -> String {
        words.t("counter-practice-gone")
    }
}

/// The draft that a link leads to, as it stands now.
async fn find(app: &App, token: &str) -> Result<Option<Arc<Service>>, Fault> {
    let Some(id) = app.signer().verify(PURPOSE, token) else { return Ok(None) };
    let catalogue = app.get::<Catalogue>();
    let found = app.db().read(move |tx| -> Result<_, CatalogueError> {
        let Some(number) = newest(tx, &id)? else { return Ok(None) };
        catalogue.version(tx, &id, number)
    });
    found.await.map_err(|error| Fault::internal(error.to_string()))
}

fn gone() -> Response {
    show_as(StatusCode::NOT_FOUND, GonePage {})
}

/// Shows what will stand on the service's page, and where the practice begins.
pub(crate) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Reply {
    let Some(service) = find(&app, &token).await? else { return Ok(gone()) };
    let locale = visitor.locale();
    let entry = |page: &services::Page| Entry {
        title: page.title.get(locale).to_owned(),
        href: format!("/practice/{token}/{}", page.id),
        sometimes: page.when.is_some(),
    };
    Ok(show(PracticePage {
        name: service.name(locale).to_owned(),
        summary: service.definition.summary.get(locale).to_owned(),
        cost: service.definition.cost.get(locale).to_owned(),
        text: service.text.get(locale).to_owned(),
        start: format!("/practice/{token}"),
        pages: service.form().all_pages().iter().map(entry).collect(),
    }))
}

/// Begins to practise: a draft of this browser like any other, but for its version.
pub(crate) async fn start(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Reply {
    let Some(service) = find(&app, &token).await? else { return Ok(gone()) };
    let new = Draft::new(0, &service, visitor.locale());
    let first = service.pages(&new.answers).first().map_or("check", |page| &page.id).to_owned();
    let (ids, owner, now) = (app.ids().clone(), visitor.draft_key(), app.clock().now_ms());
    let begun = app.db().write(move |tx| -> Result<_, StoreError> {
        let draft = Draft { id: ids.next(), ..new.clone() };
        drafts::insert(tx, &draft, &owner, now)?;
        Ok(draft)
    });
    Ok(see_other(&begun.await?.at(&first)))
}

/// Shows one page of the form alone, empty; going on from it begins the practice.
pub(crate) async fn one_page(
    State(app): State<App>,
    visitor: Visitor,
    Path((token, page)): Path<(String, String)>,
) -> Reply {
    let Some(service) = find(&app, &token).await? else { return Ok(gone()) };
    let Some(page) = service.form().page(&page).cloned() else { return Ok(gone()) };
    let places = app.get::<Places>();
    let geography = app.db().read(move |tx| places.geography(tx)).await?;
    let draft = Draft::new(0, &service, visitor.locale());
    let opened = Opened { draft, service, geography, held: None };
    form_page::alone(&app, &visitor, &opened, &page, &format!("/practice/{token}")).await
}

/// Says that all was well, and that nothing was sent.
pub(crate) fn done(app: &App, visitor: &Visitor, opened: &Opened) -> Response {
    let (service, locale) = (&opened.service, visitor.locale());
    let rows = service.form().summary(&opened.draft.answers, locale);
    show(DonePage {
        service: service.name(locale).to_owned(),
        again: format!("/practice/{}", app.signer().sign(PURPOSE, service.id())),
        rows: rows.into_iter().map(|row| (row.label, row.text)).collect(),
    })
}
