//! Beginning a draft: of a service that is there, of a copy, or from an empty page.

use axum::extract::{Path, State};
use base::text::slug;
use ledger::{Entry, Subject};
use people::Act;
use serde::Serialize;
use serde_json::{Value, json};
use services::{Catalogue, CatalogueError};
use store::Tx;
use web::{
    App, Fault, Flash, FormErrors, Page, Raw, Reply, Visitor, Words, see_other, see_other_with,
    show, unprocessable,
};

use crate::both::{self, Choice};
use crate::draft::{self, Shelf};
use crate::drafts::{self, Note};
use crate::labels::SERVICE_KINDS;
use crate::sketch::{self, Sketch};

#[derive(Serialize)]
struct NewPage {
    form: Raw,
    errors: FormErrors,
    topics: Vec<Choice>,
    teams: Vec<Choice>,
    kinds: Vec<Choice>,
    /// The service that is copied, by its name.
    copies: String,
}

impl Page for NewPage {
    const TEMPLATE: &'static str = "designer/new.html";

    fn title(&self, words: &Words) -> String {
        words.t(if self.copies.is_empty() { "designer-new" } else { "designer-copy" })
    }
}

fn page(app: &App, visitor: &Visitor, form: Raw, errors: FormErrors) -> NewPage {
    let (shelf, locale) = (Shelf::of(app), visitor.locale());
    let copied = form.get("copy").and_then(|id| shelf.catalogue.get(id));
    NewPage {
        topics: topics(&shelf, locale),
        teams: teams(&shelf, locale),
        kinds: kinds(visitor.words()),
        copies: copied.map(|service| service.name(locale).to_owned()).unwrap_or_default(),
        form,
        errors,
    }
}

/// The topics to choose from.
pub(crate) fn topics(shelf: &Shelf, locale: base::Locale) -> Vec<Choice> {
    let topics = shelf.outline.topics.iter();
    topics.map(|topic| Choice::new(&topic.id, topic.name.get(locale))).collect()
}

/// The teams to choose from.
pub(crate) fn teams(shelf: &Shelf, locale: base::Locale) -> Vec<Choice> {
    let mut teams: Vec<Choice> = shelf
        .outline
        .teams
        .iter()
        .map(|team| Choice::new(&team.key, team.name.get(locale)))
        .collect();
    teams.sort_by(|a, b| a.label.cmp(&b.label));
    teams
}

/// The kinds of services to choose from.
pub(crate) fn kinds(words: &Words) -> Vec<Choice> {
    SERVICE_KINDS.map(|kind| Choice::new(kind, words.t(&format!("designer-service-{kind}")))).into()
}

/// Shows the form of a new service; with `?copy=` that of a copy.
pub(crate) async fn form(State(app): State<App>, visitor: Visitor) -> Reply {
    let asked = visitor.query().and_then(|query| Raw::from_urlencoded(query.as_bytes()));
    let copied = asked.as_ref().and_then(|asked| app.get::<Catalogue>().get(asked.get("copy")?));
    let fields = copied.map_or_else(Vec::new, |service| {
        let definition = &service.definition;
        let kind = serde_json::to_value(definition.kind).unwrap_or_default();
        vec![
            ("copy", service.id().to_owned()),
            ("topic", definition.topic.clone()),
            ("team", definition.team.clone()),
            ("kind", kind.as_str().unwrap_or_default().to_owned()),
        ]
    });
    Ok(show(page(&app, &visitor, Raw::of(fields), FormErrors::new())))
}

/// Begins a draft of a new service.
pub(crate) async fn make(State(app): State<App>, visitor: Visitor, form: Raw) -> Reply {
    let (shelf, words, locale) = (Shelf::of(&app), visitor.words(), visitor.locale());
    let mut errors = FormErrors::new();
    let name = both::needed(&form, "name", &mut errors, words);
    let kind = both::chosen(&form, "kind", &kinds(words), &mut errors, words);
    let topic = both::chosen(&form, "topic", &topics(&shelf, locale), &mut errors, words);
    let team = both::chosen(&form, "team", &teams(&shelf, locale), &mut errors, words);
    let (Some(name), Some(kind), Some(topic), Some(team), true) =
        (name, kind, topic, team, errors.is_empty())
    else {
        return Ok(unprocessable(page(&app, &visitor, form, errors)));
    };
    let copied = form.get("copy").and_then(|id| shelf.catalogue.get(id));
    let mut sketch = match copied {
        Some(service) => Sketch::of(&service),
        None => empty(&shelf, &kind),
    };
    let department = shelf.outline.team(&team).map(|team| team.department.clone());
    for (key, value) in [("kind", kind), ("topic", topic), ("team", team)] {
        sketch.set(key, Some(value.into()));
    }
    sketch.set("department", department.map(Value::from));
    // A type of the former system belongs to one service.
    sketch.set("source_type", None);
    let wish = sketch::own_words(Some(&name), base::Locale::EN).to_owned();
    sketch.set("name", Some(name));
    let did = if form.has("copy") { "designer-did-copied" } else { "designer-did-new" };
    let begun = begin(&app, &visitor, sketch, Begun { wish: Some(wish), base: 0, did }).await?;
    Ok(see_other(&format!("/desk/services/{begun}/draft")))
}

/// A service without anything in it but what every service needs.
fn empty(shelf: &Shelf, kind: &str) -> Sketch {
    let workflow =
        ["request", "question"].into_iter().find(|key| shelf.workflows.contains_key(*key));
    let workflow = workflow.or_else(|| shelf.workflows.keys().next().map(String::as_str));
    let mut definition = json!({
        "id": "", "name": {}, "summary": {"en": ""}, "topic": "", "department": "",
        "audience": ["residents"], "kind": kind, "cost": {"en": "Free", "es": "Gratis"},
    });
    sketch::set(&mut definition, "summary", None);
    if kind != "information" {
        sketch::set(&mut definition, "workflow", workflow.map(Value::from));
        sketch::set(&mut definition, "retention_months", Some(24.into()));
        sketch::set(
            &mut definition,
            "promise",
            Some(json!({"amount": 10, "unit": "working-days"})),
        );
    }
    Sketch { definition, texts: std::collections::BTreeMap::new() }
}

/// Begins a draft of a service that is published.
pub(crate) async fn of_service(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Reply {
    let service = app.get::<Catalogue>().get(&id).ok_or(Fault::NotFound)?;
    let begun = Begun { wish: None, base: service.version, did: "designer-did-begun" };
    let id = begin(&app, &visitor, Sketch::of(&service), begun).await?;
    Ok(see_other(&format!("/desk/services/{id}/draft")))
}

/// How a draft begins.
struct Begun {
    /// What its key is made of; nothing where the service has one already.
    wish: Option<String>,
    base: i64,
    did: &'static str,
}

/// Begins a draft; where the service has one already, that is gone on with. Gives the service's key.
async fn begin(
    app: &App,
    visitor: &Visitor,
    sketch: Sketch,
    begun: Begun,
) -> Result<String, Fault> {
    let person = visitor.require_person()?.id.0;
    let (act, shelf) = (Act::of(app, visitor), Shelf::of(app));
    let subject = sketch.name(visitor.locale()).to_owned();
    let made = app.db().write(move |tx| -> Result<_, CatalogueError> {
        let mut sketch = sketch.clone();
        let id = match &begun.wish {
            Some(wish) => new_key(tx, &shelf, wish)?,
            None => sketch.id().to_owned(),
        };
        if drafts::find(tx, &id)?.is_some() {
            return Ok(id);
        }
        sketch.set("id", Some(id.clone().into()));
        let note = Note { did: begun.did, subject: subject.clone(), at: act.ms(), person };
        drafts::begin(tx, &id, begun.base, 0, &note)?;
        draft::write(tx, &sketch, &note, &shelf, &act)?;
        Ok(id)
    });
    made.await.map_err(|error| Fault::internal(error.to_string()))
}

/// A key that no service and no draft has, nor had.
fn new_key(tx: &mut Tx<'_>, shelf: &Shelf, wish: &str) -> Result<String, CatalogueError> {
    let wish = slug(wish);
    let mut taken = Vec::new();
    loop {
        let is_taken = |key: &str| {
            key == "new" || shelf.catalogue.get(key).is_some() || taken.iter().any(|one| one == key)
        };
        let key = sketch::free(&wish, "service", '-', is_taken);
        let known =
            drafts::find(tx, &key)?.is_some() || !services::releases::history(tx, &key)?.is_empty();
        // A hundred drafts of one name are no accident: the last one then is gone on with.
        if !known || taken.len() >= 100 {
            return Ok(key);
        }
        taken.push(key);
    }
}

/// Throws a draft away; what was written stays among its revisions.
pub(crate) async fn end(State(app): State<App>, visitor: Visitor, Path(id): Path<String>) -> Reply {
    let act = Act::of(&app, &visitor);
    let offered = app.get::<Catalogue>().get(&id).is_some();
    let to = if offered { format!("/desk/services/{id}") } else { "/desk/services".to_owned() };
    app.db()
        .write(move |tx| -> Result<_, store::StoreError> {
            let Some(row) = drafts::find(tx, &id)? else { return Ok(()) };
            drafts::end(tx, &id)?;
            let subject = Subject::new("service-draft", row.revision);
            let entry = Entry::new(act.actor, "service.draft.end", subject)
                .with("service", id.as_str())
                .with("revision", row.revision);
            ledger::append(tx, &entry, act.at, &act.ids, &act.rng)?;
            Ok(())
        })
        .await?;
    Ok(see_other_with(&to, Flash::success(visitor.words().t("designer-ended"))))
}
