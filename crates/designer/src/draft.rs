//! Opening a draft, and keeping what somebody did to it.

use std::collections::BTreeMap;
use std::sync::Arc;

use base::PersonId;
use ledger::{Entry, Subject};
use people::Act;
use serde::Serialize;
use services::{Catalogue, CatalogueError, Outline, Service, Workflow, practice};
use store::{StoreError, Tx};
use web::{App, Fault, Visitor};

use crate::differences::{Change, differences};
use crate::drafts::{self, DraftRow, Note, RevisionRow};
use crate::sketch::Sketch;

/// What stands around the services: what a draft is checked against.
#[derive(Clone)]
pub(crate) struct Shelf {
    pub catalogue: Arc<Catalogue>,
    pub outline: Arc<Outline>,
    pub workflows: Arc<BTreeMap<String, Workflow>>,
}

impl Shelf {
    /// Takes it from the app.
    pub(crate) fn of(app: &App) -> Self {
        let catalogue = app.get::<Catalogue>();
        let (outline, workflows) = (catalogue.outline(), Arc::new(catalogue.workflows()));
        Self { catalogue, outline, workflows }
    }
}

/// A draft with its newest revision.
#[derive(Clone)]
pub(crate) struct Opened {
    pub row: DraftRow,
    pub sketch: Sketch,
    /// Who wrote the newest revision, and when.
    pub by: i64,
    pub at: i64,
}

impl Opened {
    /// The key of the service.
    pub(crate) fn id(&self) -> &str {
        &self.row.service
    }

    /// An address below the draft's.
    pub(crate) fn href(&self, below: &str) -> String {
        format!("/desk/services/{}/draft{below}", self.row.service)
    }
}

/// What every page of a draft shows of it.
#[derive(Serialize)]
pub(crate) struct Head {
    pub id: String,
    pub name: String,
    pub revision: i64,
    /// The version that is offered now, 0 for none.
    pub version: i64,
    pub at: i64,
    pub by: String,
    /// The link to practise with, when the draft is sound enough.
    pub practice: Option<String>,
    pub asked: bool,
}

/// Opens the draft of a service.
pub(crate) async fn open(app: &App, id: &str) -> Result<Opened, Fault> {
    let id = id.to_owned();
    app.db().read(move |tx| read(tx, &id)).await?.ok_or(Fault::NotFound)
}

/// Opens the draft of a service in a transaction.
pub(crate) fn read(tx: &mut Tx<'_>, id: &str) -> Result<Option<Opened>, StoreError> {
    let Some(row) = drafts::find(tx, id)? else { return Ok(None) };
    let number = row.revision;
    let Some(revision) = drafts::revision(tx, id, number)? else { return Ok(None) };
    let sketch = sketch_of(&revision)
        .ok_or_else(|| StoreError::Corrupt(format!("revision {number} of the draft {id}")))?;
    Ok(Some(Opened { row, sketch, by: revision.person, at: revision.at }))
}

/// Reads what a revision holds.
pub(crate) fn sketch_of(revision: &RevisionRow) -> Option<Sketch> {
    Sketch::read(&revision.definition, &revision.texts)
}

/// Reads what every page of the draft shows.
pub(crate) async fn head(app: &App, visitor: &Visitor, opened: &Opened) -> Result<Head, Fault> {
    let (id, by) = (opened.row.service.clone(), opened.by);
    let (newest, name) = app
        .db()
        .read(move |tx| -> Result<_, StoreError> {
            Ok((practice::newest(tx, &id)?, name_of(tx, by)?))
        })
        .await?;
    let id = opened.id();
    let offered = app.get::<Catalogue>().get(id);
    let link = || format!("/practice/{}", app.signer().sign(practice::PURPOSE, id));
    Ok(Head {
        id: id.to_owned(),
        name: opened.sketch.name(visitor.locale()).to_owned(),
        revision: opened.row.revision,
        version: offered.map_or(0, |service| service.version),
        at: opened.at,
        by: name,
        practice: newest.map(|_| link()),
        asked: opened.row.asked_by.is_some(),
    })
}

/// The name of a colleague.
pub(crate) fn name_of(tx: &mut Tx<'_>, person: i64) -> Result<String, StoreError> {
    let found = people::persons::find(tx, PersonId(person))?;
    Ok(found.map(|person| person.name).unwrap_or_default())
}

/// What keeping came to.
pub(crate) enum Kept {
    /// It is the newest revision now.
    Done,
    /// Somebody was faster: the draft as it is now, and what changed since the page was opened.
    Changed(Box<Opened>, Vec<Change>, String),
}

/// What somebody does to a draft.
pub(crate) struct Deed {
    /// The revision that the page showed.
    pub known: i64,
    /// The key of the words for it.
    pub did: &'static str,
    /// To what, in the words of the draft.
    pub subject: String,
}

/// Changes a draft: a new revision, its entry in the ledger, and the practice of it, in one transaction.
pub(crate) async fn keep(
    app: &App,
    visitor: &Visitor,
    id: &str,
    deed: Deed,
    change: impl Fn(&mut Sketch) + Send + 'static,
) -> Result<Kept, Fault> {
    let person = visitor.require_person()?.id;
    let (act, shelf) = (Act::of(app, visitor), Shelf::of(app));
    let (id, words) = (id.to_owned(), visitor.words().clone());
    let kept = app.db().write(move |tx| -> Result<_, CatalogueError> {
        let Some(mut opened) = read(tx, &id)? else { return Ok(None) };
        if opened.row.revision != deed.known {
            let name = name_of(tx, opened.by)?;
            let seen = drafts::revision(tx, &id, deed.known)?;
            let seen = seen.and_then(|seen| sketch_of(&seen)).unwrap_or_default();
            let news = differences(&seen, &opened.sketch, &words);
            return Ok(Some(Kept::Changed(Box::new(opened), news, name)));
        }
        change(&mut opened.sketch);
        let subject = deed.subject.clone();
        let note = Note { did: deed.did, subject, at: act.ms(), person: person.0 };
        write(tx, &opened.sketch, &note, &shelf, &act)?;
        Ok(Some(Kept::Done))
    });
    let kept = kept.await.map_err(|error| Fault::internal(error.to_string()))?;
    kept.ok_or(Fault::NotFound)
}

/// Writes a revision of a draft that is there.
pub(crate) fn write(
    tx: &mut Tx<'_>,
    sketch: &Sketch,
    note: &Note,
    shelf: &Shelf,
    act: &Act,
) -> Result<i64, CatalogueError> {
    let id = sketch.id();
    let number = drafts::add(tx, id, sketch, note)?;
    drafts::advance(tx, id, number)?;
    let entry = Entry::new(act.actor, "service.draft", Subject::new("service-draft", number))
        .with("service", id)
        .with("revision", number)
        .with("did", note.did);
    ledger::append(tx, &entry, act.at, &act.ids, &act.rng)?;
    if let (Some(service), _) = sketch.check(shelf)
        && let Some(workflow) = workflow_of(&service, shelf)
    {
        practice::keep(tx, &service, workflow, act.at, &act.ids)?;
    }
    Ok(number)
}

/// The workflow that the cases of a service will have.
pub(crate) fn workflow_of<'a>(
    service: &services::PackService,
    shelf: &'a Shelf,
) -> Option<&'a Workflow> {
    let own = shelf.workflows.get(&service.definition.workflow);
    // A page of information has no cases: any workflow serves.
    own.or_else(|| shelf.workflows.values().next().filter(|_| !service.definition.online))
}

/// The sketch of the version that is offered now; an empty one for a new service.
pub(crate) fn published(shelf: &Shelf, id: &str) -> (Sketch, Option<Arc<Service>>) {
    let service = shelf.catalogue.get(id);
    (service.as_deref().map(Sketch::of).unwrap_or_default(), service)
}
