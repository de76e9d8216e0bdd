//! `/services/{id}`: what a service is, and where it starts.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use cases::figures::Publisher;
use serde::Serialize;
use services::{Audience, Catalogue, Service, ServiceKind};
use web::{App, Page, Reply, Visitor, Words, show, show_as};

use crate::drafts;
use crate::fee::{self, PriceView};
use crate::how_long::{self, Pace, promised};
use crate::service_list::{Entry, TopicEntry, topics};

/// Services of the same topic that are offered besides.
const RELATED: usize = 5;

#[derive(Serialize)]
struct ServicePage {
    name: String,
    summary: String,
    text: String,
    topic: String,
    topic_href: String,
    cost: String,
    price: Option<PriceView>,
    audience: Vec<String>,
    team: String,
    promise: Option<String>,
    pace: Option<Pace>,
    months: i64,
    start: Option<String>,
    start_label: String,
    /// Where one finds out whether one can use it.
    first: Option<String>,
    waits: String,
    public: bool,
    anonymous: bool,
    related: Vec<Entry>,
    begun: Option<String>,
}

impl Page for ServicePage {
    const TEMPLATE: &'static str = "counter/service.html";

    fn title(&self, _: &Words) -> String {
        self.name.clone()
    }
}

/// Shows a service.
pub(crate) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Reply {
    let catalogue = app.get::<Catalogue>();
    let Some(service) = catalogue.get(&id) else { return Ok(missing(&app, &visitor)) };
    let figures = Publisher::published(&app).await?;
    let pace = figures.get(service.id());
    let pace = pace.map(|one| Pace::of(one, app.town().working_day_ms));
    let price = fee::price(&app, &service, visitor.locale());
    let page = ServicePage { price, ..described(&service, &catalogue, &visitor, pace) };
    let (owner, now) = (visitor.draft_key(), app.clock().now_ms());
    let person = visitor.person_id();
    let begun = app.db().read(move |tx| drafts::begun(tx, &owner, &id, person, now)).await?;
    Ok(show(ServicePage { begun: begun.map(|draft| format!("/apply/{}", draft.id)), ..page }))
}

fn described(
    service: &Service,
    catalogue: &Catalogue,
    visitor: &Visitor,
    pace: Option<Pace>,
) -> ServicePage {
    let (definition, outline) = (&service.definition, catalogue.outline());
    let (locale, words) = (visitor.locale(), visitor.words());
    let topic = outline.topic(&definition.topic);
    let related = catalogue.in_topic(&definition.topic, locale);
    let department = outline.department(&definition.department);
    let contact = service.form().contact_question();
    ServicePage {
        name: service.name(locale).to_owned(),
        summary: definition.summary.get(locale).to_owned(),
        text: service.text.get(locale).to_owned(),
        topic: topic.map(|topic| topic.name.get(locale).to_owned()).unwrap_or_default(),
        topic_href: format!("/services/topic/{}", definition.topic),
        cost: definition.cost.get(locale).to_owned(),
        price: None,
        audience: definition.audience.iter().map(|one| words.t(audience(*one))).collect(),
        team: department.map(|one| one.name.get(locale).to_owned()).unwrap_or_default(),
        promise: definition.promise.map(|promise| promised(promise, words)),
        pace,
        months: how_long::MONTHS,
        start: definition.online.then(|| format!("/services/{}/start", service.id())),
        start_label: words.t(start_label(definition.kind)),
        first: definition.eligibility.as_ref().map(|_| format!("/services/{}/check", service.id())),
        waits: format!("/waits/{}", service.id()),
        public: definition.public,
        anonymous: contact.is_none_or(|question| !question.required),
        related: related
            .iter()
            .filter(|other| other.id() != service.id())
            .take(RELATED)
            .map(|other| Entry::of(other, &outline, locale))
            .collect(),
        begun: None,
    }
}

fn audience(audience: Audience) -> &'static str {
    match audience {
        Audience::Residents => "counter-audience-residents",
        Audience::Businesses => "counter-audience-businesses",
        Audience::Visitors => "counter-audience-visitors",
    }
}

/// What the start button says: what one is about to do.
fn start_label(kind: ServiceKind) -> &'static str {
    match kind {
        ServiceKind::Report => "counter-start-report",
        ServiceKind::Complain => "counter-start-complain",
        ServiceKind::Apply => "counter-start-apply",
        _ => "counter-start",
    }
}

#[derive(Serialize)]
struct MissingPage {
    topics: Vec<TopicEntry>,
}

impl Page for MissingPage {
    const TEMPLATE: &'static str = "counter/service_missing.html";

    fn title(&self, words: &Words) -> String {
        words.t("counter-missing-title")
    }
}

/// The page for a service or topic that does not exist: a way to what does.
pub(crate) fn missing(app: &App, visitor: &Visitor) -> Response {
    let topics = topics(&app.get::<Catalogue>(), visitor.locale());
    show_as(StatusCode::NOT_FOUND, MissingPage { topics })
}
