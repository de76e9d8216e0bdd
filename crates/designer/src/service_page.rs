//! `/desk/services/{id}`: a service as its designers see it: its versions, its workflow with the cases in
//! it, and the way back to what it was.

use axum::extract::{Path, State};
use base::PersonId;
use people::Act;
use serde::Serialize;
use services::releases::{self, Release};
use services::{Catalogue, CatalogueError, Hand};
use store::StoreError;
use web::{
    App, Fault, Flash, Page, Raw, Reply, Role, Visitor, Words, see_other, see_other_with, show,
};

use crate::diagram::{self, Diagram};
use crate::draft::name_of;
use crate::{drafts, running};

#[derive(Serialize)]
struct ServicePage {
    id: String,
    name: String,
    summary: String,
    version: i64,
    online: bool,
    team: String,
    workflow: String,
    cases: i64,
    draft: bool,
    versions: Vec<Line>,
    diagram: Option<Diagram>,
    designs: bool,
}

/// A version in the list.
#[derive(Serialize)]
struct Line {
    version: i64,
    at: i64,
    by: Option<String>,
    seconded_by: Option<String>,
    restores: Option<i64>,
    offered: bool,
}

impl Page for ServicePage {
    const TEMPLATE: &'static str = "designer/service.html";

    fn title(&self, words: &Words) -> String {
        words.with("designer-service-of", &[("name", self.name.as_str().into())])
    }
}

/// Shows the service.
pub(crate) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Reply {
    let (catalogue, locale) = (app.get::<Catalogue>(), visitor.locale());
    let Some(service) = catalogue.get(&id) else {
        let key = id.clone();
        let draft = app.db().read(move |tx| drafts::find(tx, &key)).await?;
        // A service that is only being written has no page but its draft.
        let draft = draft.filter(|_| visitor.has(Role::Designer));
        return draft
            .map(|row| see_other(&format!("/desk/services/{}/draft", row.service)))
            .ok_or(Fault::NotFound);
    };
    let (draft, versions, running) = app
        .db()
        .read(move |tx| -> Result<_, StoreError> {
            let mut versions = Vec::new();
            for line in releases::history(tx, &id)? {
                versions.push(Line {
                    version: line.version,
                    at: line.published_at,
                    by: line.person.map(|person| name_of(tx, person)).transpose()?,
                    seconded_by: line.seconded_by.map(|person| name_of(tx, person)).transpose()?,
                    restores: line.restores,
                    offered: line.offered,
                });
            }
            Ok((drafts::find(tx, &id)?.is_some(), versions, running::read(tx, &id)?))
        })
        .await?;
    let outline = catalogue.outline();
    let definition = &service.definition;
    Ok(show(ServicePage {
        id: service.id().to_owned(),
        name: service.name(locale).to_owned(),
        summary: definition.summary.get(locale).to_owned(),
        version: service.version,
        online: definition.online,
        team: outline.team(&definition.team).map_or("", |team| team.name.get(locale)).to_owned(),
        workflow: service.workflow.id.clone(),
        cases: running.total(),
        draft,
        versions,
        diagram: definition.online.then(|| {
            diagram::draw(&service.workflow, &running, locale, &|key| visitor.words().t(key))
        }),
        designs: visitor.has(Role::Designer),
    }))
}

/// Goes back to an earlier version: its content becomes a new one, live at once. That was agreed on when it
/// was published, so that one person can put right what went wrong.
pub(crate) async fn back(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: Raw,
) -> Reply {
    let person: PersonId = visitor.require_person()?.id;
    let version = form.get("version").and_then(|version| version.parse::<i64>().ok());
    let version = version.ok_or(Fault::NotFound)?;
    let (act, key) = (Act::of(&app, &visitor), id.clone());
    let made = app.db().write(move |tx| {
        let hand = Hand { actor: act.actor, at: act.at, ids: &act.ids, rng: &act.rng };
        let release = Release { by: person, seconded_by: None };
        releases::restore(tx, &key, version, release, hand)
    });
    let new = match made.await {
        Ok(new) => new,
        Err(CatalogueError::NoVersion(..)) => return Err(Fault::NotFound),
        Err(error) => return Err(Fault::internal(error.to_string())),
    };
    let catalogue = app.get::<Catalogue>();
    let refreshed = app.db().read(move |tx| catalogue.refresh(tx)).await;
    refreshed.map_err(|error| Fault::internal(error.to_string()))?;
    let values = [("old", version.into()), ("new", new.into())];
    let said = Flash::success(visitor.words().with("designer-restored", &values));
    Ok(see_other_with(&format!("/desk/services/{id}"), said))
}
