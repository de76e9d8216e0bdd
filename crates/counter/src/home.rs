//! `/`

use axum::extract::State;
use cases::figures::Publisher;
use serde::Serialize;
use services::Catalogue;
use web::{App, Cache, Page, Reply, Visitor, Words, show};

use crate::FRESH_SECONDS;
use crate::how_long;
use crate::service_list::{Entry, TopicEntry, topics};

/// The tasks on the home page: what one sees at a glance.
const TASKS: usize = 10;

#[derive(Serialize)]
struct HomePage {
    tasks: Vec<Entry>,
    topics: Vec<TopicEntry>,
    months: i64,
    services: usize,
}

impl Page for HomePage {
    const TEMPLATE: &'static str = "counter/home.html";

    fn title(&self, words: &Words) -> String {
        words.t("counter-home-title")
    }

    /// The same for all who come without a session or a form they have begun; services change seldom.
    fn cache(&self) -> Cache {
        Cache::Anybody(FRESH_SECONDS)
    }
}

/// Shows the home page.
pub(crate) async fn page(State(app): State<App>, visitor: Visitor) -> Reply {
    let catalogue = app.get::<Catalogue>();
    let figures = Publisher::published(&app).await?;
    let locale = visitor.locale();
    let mut common = catalogue.popular(locale);
    let outline = catalogue.outline();
    common.sort_by_key(|service| -figures.get(service.id()).map_or(0, |figures| figures.closed));
    let tasks = common
        .iter()
        .take(TASKS)
        .map(|service| {
            Entry::of(service, &outline, locale).with_pace(figures.get(service.id()), &app)
        })
        .collect();
    Ok(show(HomePage {
        tasks,
        topics: topics(&catalogue, locale),
        months: how_long::MONTHS,
        services: catalogue.count(),
    }))
}
