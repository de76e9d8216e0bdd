//! `/search`: services by everyday words.

use axum::extract::State;
use base::Locale;
use cases::figures::Publisher;
use serde::Serialize;
use services::Catalogue;
use web::{App, Cache, Page, Reply, Visitor, Words, show};

use crate::FRESH_SECONDS;
use crate::query::searched;
use crate::service_list::{Entry, TopicEntry, topics};

/// Results on the page: further down nobody looks.
const RESULTS: usize = 20;
/// Suggestions under the field: what a phone shows beside its keyboard.
const SUGGESTIONS: usize = 6;
/// The shortest text that suggestions are made for.
const SHORTEST: usize = 2;

#[derive(Serialize)]
struct ResultsPage {
    q: String,
    urgent: Option<Call>,
    results: Vec<Entry>,
    common: Vec<Entry>,
    topics: Vec<TopicEntry>,
}

/// Whom to call first.
#[derive(Serialize)]
struct Call {
    message: String,
    phone: String,
}

impl Page for ResultsPage {
    const TEMPLATE: &'static str = "counter/search.html";

    fn title(&self, words: &Words) -> String {
        if self.q.is_empty() {
            return words.t("counter-search-title");
        }
        words.with("counter-search-title-for", &[("words", self.q.as_str().into())])
    }

    /// The same for all who come without a session or a form they have begun; services change seldom.
    fn cache(&self) -> Cache {
        Cache::Anybody(FRESH_SECONDS)
    }
}

/// Shows what was found.
pub(crate) async fn page(State(app): State<App>, visitor: Visitor) -> Reply {
    let catalogue = app.get::<Catalogue>();
    let (q, locale) = (searched(&visitor), visitor.locale());
    let figures = Publisher::published(&app).await?;
    let mut results = found(&catalogue, &q, locale, RESULTS);
    for (entry, id) in &mut results {
        *entry = entry.clone().with_pace(figures.get(id.as_str()), &app);
    }
    let results: Vec<Entry> = results.into_iter().map(|(entry, _)| entry).collect();
    let outline = catalogue.outline();
    let common = if results.is_empty() { catalogue.popular(locale) } else { Vec::new() };
    let urgent = outline.urgent.iter().find(|urgent| urgent.is_meant(&q)).map(|urgent| Call {
        message: urgent.message.get(locale).to_owned(),
        phone: urgent.phone.clone(),
    });
    Ok(show(ResultsPage {
        q,
        urgent,
        topics: if results.is_empty() { topics(&catalogue, locale) } else { Vec::new() },
        common: common.iter().map(|service| Entry::of(service, &outline, locale)).collect(),
        results,
    }))
}

fn found(catalogue: &Catalogue, q: &str, locale: Locale, limit: usize) -> Vec<(Entry, String)> {
    if q.chars().count() < SHORTEST {
        return Vec::new();
    }
    let outline = catalogue.outline();
    let services = catalogue.search(q, locale, limit);
    services
        .iter()
        .map(|service| (Entry::of(service, &outline, locale), service.id().to_owned()))
        .collect()
}

#[derive(Serialize)]
struct SuggestPage {
    q: String,
    results: Vec<Entry>,
}

impl Page for SuggestPage {
    const TEMPLATE: &'static str = "counter/suggest.html";

    fn title(&self, words: &Words) -> String {
        words.t("counter-search-title")
    }
}

/// Suggests services while one types: a list of links.
pub(crate) async fn suggest(State(app): State<App>, visitor: Visitor) -> Reply {
    let q = searched(&visitor);
    let found = found(&app.get::<Catalogue>(), &q, visitor.locale(), SUGGESTIONS);
    let results = found.into_iter().map(|(entry, _)| entry).collect();
    Ok(show(SuggestPage { q, results }))
}
