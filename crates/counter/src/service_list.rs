//! `/services` and `/services/topic/{id}`

use axum::extract::{Path, State};
use base::Locale;
use cases::figures::{Figures, Publisher};
use serde::Serialize;
use services::{Catalogue, Outline, Service};
use web::{App, Cache, Page, Reply, Visitor, Words, show};

use crate::FRESH_SECONDS;
use crate::how_long::Pace;
use crate::service;

/// A service in a list.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Entry {
    href: String,
    name: String,
    summary: String,
    topic: String,
    icon: &'static str,
    online: bool,
    pace: Option<Pace>,
}

impl Entry {
    /// Makes the entry of a service.
    pub(crate) fn of(service: &Service, outline: &Outline, locale: Locale) -> Self {
        let definition = &service.definition;
        let topic = outline.topic(&definition.topic);
        Self {
            href: format!("/services/{}", service.id()),
            name: service.name(locale).to_owned(),
            summary: definition.summary.get(locale).to_owned(),
            topic: topic.map(|topic| topic.name.get(locale).to_owned()).unwrap_or_default(),
            icon: icon(&definition.topic),
            online: definition.online,
            pace: None,
        }
    }

    /// Adds how long the service takes.
    pub(crate) fn with_pace(self, figures: Option<&Figures>, app: &App) -> Self {
        let day_ms = app.town().working_day_ms;
        Self { pace: figures.map(|figures| Pace::of(figures, day_ms)), ..self }
    }
}

/// A topic in a list.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct TopicEntry {
    href: String,
    name: String,
    summary: String,
    icon: &'static str,
    count: usize,
}

/// The topics that have services.
pub(crate) fn topics(catalogue: &Catalogue, locale: Locale) -> Vec<TopicEntry> {
    let entry = |(topic, count): &(services::Topic, usize)| TopicEntry {
        href: format!("/services/topic/{}", topic.id),
        name: topic.name.get(locale).to_owned(),
        summary: topic.summary.get(locale).to_owned(),
        icon: icon(&topic.id),
        count: *count,
    };
    catalogue.topics().iter().map(entry).collect()
}

/// The icon that fits the words of a topic's key; towns choose their own topics.
fn icon(topic: &str) -> &'static str {
    const ICONS: &[(&str, &str)] = &[
        ("street", "route"),
        ("light", "lightbulb"),
        ("recycling", "recycle"),
        ("rubbish", "trash"),
        ("trash", "trash"),
        ("graffiti", "trash"),
        ("litter", "trash"),
        ("tree", "tree-pine"),
        ("park-", "tree-pine"),
        ("parking", "car"),
        ("vehicle", "car"),
        ("animal", "dog"),
        ("housing", "house"),
        ("building", "hammer"),
        ("planning", "hammer"),
        ("business", "building-2"),
        ("school", "book-open"),
        ("child", "users"),
        ("health", "heart"),
        ("births", "file-text"),
        ("tax", "banknote"),
        ("benefit", "banknote"),
        ("librar", "book-open"),
        ("culture", "book-open"),
        ("council", "landmark"),
        ("democracy", "vote"),
        ("environment", "droplets"),
        ("water", "droplets"),
        ("safety", "megaphone"),
    ];
    ICONS.iter().find(|(word, _)| topic.contains(word)).map_or("file-text", |(_, icon)| icon)
}

/// The services under one letter.
#[derive(Serialize)]
struct Letter {
    letter: String,
    services: Vec<Entry>,
}

#[derive(Serialize)]
struct AllPage {
    topics: Vec<TopicEntry>,
    letters: Vec<Letter>,
    count: usize,
}

impl Page for AllPage {
    const TEMPLATE: &'static str = "counter/services.html";

    fn title(&self, words: &Words) -> String {
        words.t("counter-services-title")
    }

    /// The same for all who come without a session or a form they have begun; services change seldom.
    fn cache(&self) -> Cache {
        Cache::Anybody(FRESH_SECONDS)
    }
}

/// Lists all services by topic and by letter.
pub(crate) async fn all(State(app): State<App>, visitor: Visitor) -> Reply {
    let catalogue = app.get::<Catalogue>();
    let (outline, locale) = (catalogue.outline(), visitor.locale());
    let letters = catalogue.a_to_z(locale).into_iter().map(|(letter, services)| Letter {
        letter: letter.to_string(),
        services: services.iter().map(|service| Entry::of(service, &outline, locale)).collect(),
    });
    Ok(show(AllPage {
        topics: topics(&catalogue, locale),
        letters: letters.collect(),
        count: catalogue.count(),
    }))
}

#[derive(Serialize)]
struct TopicPage {
    name: String,
    summary: String,
    services: Vec<Entry>,
}

impl Page for TopicPage {
    const TEMPLATE: &'static str = "counter/topic.html";

    fn title(&self, _: &Words) -> String {
        self.name.clone()
    }

    /// The same for all who come without a session or a form they have begun; services change seldom.
    fn cache(&self) -> Cache {
        Cache::Anybody(FRESH_SECONDS)
    }
}

/// Lists the services of a topic.
pub(crate) async fn topic(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Reply {
    let catalogue = app.get::<Catalogue>();
    let (outline, locale) = (catalogue.outline(), visitor.locale());
    let Some(topic) = outline.topic(&id) else { return Ok(service::missing(&app, &visitor)) };
    let figures = Publisher::published(&app).await?;
    let services = catalogue.in_topic(&id, locale);
    let entry = |service: &std::sync::Arc<Service>| {
        Entry::of(service, &outline, locale).with_pace(figures.get(service.id()), &app)
    };
    Ok(show(TopicPage {
        name: topic.name.get(locale).to_owned(),
        summary: topic.summary.get(locale).to_owned(),
        services: services.iter().map(entry).collect(),
    }))
}
