//! `/desk/new`: entering a case for somebody who calls or stands at the counter. Staff use the same
//! forms as residents, so that both doors ask the same and find the same duplicates.

use axum::extract::State;
use base::Locale;
use base::text::clean_line;
use cases::opening::ASSISTED;
use serde::Serialize;
use services::Catalogue;
use web::{App, Page, Raw, Reply, Visitor, Words, show};

use crate::colleagues::Choice;

/// Services shown for a search.
const SHOWN: usize = 20;
/// The longest search.
const MAX_QUERY: usize = 100;

/// The page.
#[derive(Serialize)]
struct NewPage {
    q: String,
    channels: Vec<Choice>,
    /// The languages of the resident's letters, and the town's own, which most ask for.
    letters: Vec<Choice>,
    language: &'static str,
    services: Vec<Offer>,
}

/// A service to begin with.
#[derive(Serialize)]
struct Offer {
    id: String,
    name: String,
    summary: String,
}

impl Page for NewPage {
    const TEMPLATE: &'static str = "desk/new.html";

    fn title(&self, words: &Words) -> String {
        words.t("desk-new-title")
    }
}

/// Shows the services, common ones or those of a search.
pub(crate) async fn page(State(app): State<App>, visitor: Visitor) -> Reply {
    let query = Raw::from_urlencoded(visitor.query().unwrap_or_default().as_bytes());
    let q = query.unwrap_or_default().get("q").and_then(|text| clean_line(text, MAX_QUERY).ok());
    let (q, locale) = (q.unwrap_or_default(), visitor.locale());
    let catalogue = app.get::<Catalogue>();
    let found = if q.is_empty() {
        catalogue.popular(locale)
    } else {
        catalogue.search(&q, locale, 2 * SHOWN)
    };
    let services = found
        .iter()
        .filter(|service| service.definition.online)
        .take(SHOWN)
        .map(|service| Offer {
            id: service.id().to_owned(),
            name: service.name(locale).to_owned(),
            summary: service.definition.summary.get(locale).to_owned(),
        })
        .collect();
    let words = visitor.words();
    let channel = |key: &str| Choice::new(key, words.t(&format!("desk-channel-{key}")));
    let letters = |locale: Locale| Choice::new(locale.code(), locale.name());
    Ok(show(NewPage {
        q,
        channels: ASSISTED.into_iter().map(channel).collect(),
        letters: Locale::ALL.into_iter().map(letters).collect(),
        language: app.town().locale.code(),
        services,
    }))
}
