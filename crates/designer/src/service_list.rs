//! `/desk/services`: every service of the town, published or being written.

use std::collections::BTreeMap;

use axum::extract::State;
use base::Locale;
use serde::Serialize;
use services::{Catalogue, releases};
use store::StoreError;
use web::{App, Page, Reply, Visitor, Words, show};

use crate::draft::name_of;
use crate::drafts;

/// So many services are shown; who does not find one among them types a word of it.
const SHOWN: usize = 100;
/// The longest search.
const MAX_QUERY: usize = 200;

#[derive(Serialize)]
struct ListPage {
    q: String,
    rows: Vec<Row>,
    drafts: usize,
    all: usize,
    more: bool,
}

#[derive(Serialize)]
struct Row {
    href: String,
    name: String,
    id: String,
    topic: String,
    online: bool,
    version: i64,
    published_at: Option<i64>,
    draft: Option<Draft>,
}

#[derive(Clone, Serialize)]
struct Draft {
    by: String,
    at: i64,
    asked: bool,
    waits: bool,
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "designer/services.html";

    fn title(&self, words: &Words) -> String {
        words.t("designer-services")
    }
}

/// Shows the services: those with a draft first, then by name, or what a search finds.
pub(crate) async fn page(State(app): State<App>, visitor: Visitor) -> Reply {
    let (catalogue, locale) = (app.get::<Catalogue>(), visitor.locale());
    let asked = visitor.query().and_then(|query| web::Raw::from_urlencoded(query.as_bytes()));
    let q = asked.and_then(|asked| asked.line("q", MAX_QUERY).ok()).unwrap_or_default();
    let (latest, drafts) = app
        .db()
        .read(|tx| -> Result<_, StoreError> {
            let mut found = BTreeMap::new();
            for line in drafts::all(tx)? {
                let draft = Draft {
                    by: name_of(tx, line.person)?,
                    at: line.at,
                    asked: line.asked_by.is_some(),
                    waits: line.agreed_by.is_some(),
                };
                found.insert(line.service, (line.definition, draft));
            }
            Ok((releases::latest(tx)?, found))
        })
        .await?;
    let outline = catalogue.outline();
    let found = if q.is_empty() { catalogue.all() } else { catalogue.search(&q, locale, SHOWN) };
    let mut rows: Vec<Row> = found
        .iter()
        .map(|service| Row {
            href: format!("/desk/services/{}", service.id()),
            name: service.name(locale).to_owned(),
            id: service.id().to_owned(),
            topic: outline
                .topic(&service.definition.topic)
                .map_or("", |one| one.name.get(locale))
                .to_owned(),
            online: service.definition.online,
            version: service.version,
            published_at: latest.get(service.id()).map(|(_, at)| *at),
            draft: drafts.get(service.id()).map(|(_, draft)| draft.clone()),
        })
        .collect();
    let new = drafts.iter().filter(|(id, _)| catalogue.get(id).is_none());
    let new = new.filter_map(|(id, (definition, draft))| new_row(id, definition, draft, locale));
    let meant = |row: &Row| {
        let (name, q) = (row.name.to_lowercase(), q.to_lowercase());
        q.split_whitespace().all(|word| name.contains(word) || row.id.contains(word))
    };
    rows.extend(new.filter(meant));
    if q.is_empty() {
        rows.sort_by_cached_key(|row| (row.draft.is_none(), row.name.to_lowercase()));
    }
    let all = rows.len();
    rows.truncate(SHOWN);
    Ok(show(ListPage { q, drafts: drafts.len(), all, more: all > SHOWN, rows }))
}

fn new_row(id: &str, definition: &str, draft: &Draft, locale: Locale) -> Option<Row> {
    let sketch = crate::sketch::Sketch::read(definition, "{}")?;
    Some(Row {
        href: format!("/desk/services/{id}/draft"),
        name: sketch.name(locale).to_owned(),
        id: id.to_owned(),
        topic: String::new(),
        online: sketch.is_online(),
        version: 0,
        published_at: None,
        draft: Some(draft.clone()),
    })
}
