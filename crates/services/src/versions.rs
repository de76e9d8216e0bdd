//! Every version of every service in the database, and publishing new ones.

use base::time::to_ms;
use base::{IdMaker, Localized, Rng};
use jiff::Timestamp;
use ledger::{Actor, Entry, Subject};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use store::{StoreError, Tx, params};

use crate::pack::{Outline, Pack, PackService};
use crate::{Definition, Workflow, data_sets, releases};

store::row! {
    /// A version of a service, with its workflow's text.
    pub(crate) struct VersionRow {
        pub(crate) service: String,
        pub(crate) version: i64,
        pub(crate) workflow: String,
        pub(crate) body: String,
    }
}

store::row! {
    /// The digest of the version that is offered, or of the last that was.
    struct LastRow {
        service: String,
        version: i64,
        digest: String,
    }
}

store::statements! {
    OFFERED: Query<VersionRow> = "SELECT v.service, v.version, v.workflow, v.body FROM service_offers o
        JOIN service_versions v ON v.service = o.service AND v.version = o.version ORDER BY v.service LIMIT $1";
    VERSION: Query<VersionRow> = "SELECT service, version, workflow, body FROM service_versions
        WHERE service = $1 AND version = $2";
    LAST: Query<LastRow> = "SELECT v.service, v.version, v.digest FROM service_versions v
        WHERE v.version = (SELECT MAX(w.version) FROM service_versions w WHERE w.service = v.service)
        ORDER BY v.service LIMIT $1";
    LAST_OF: Query<(i64, String)> = "SELECT version, digest FROM service_versions WHERE service = $1
        ORDER BY version DESC LIMIT 1";
    OFFERS: Query<(String, i64)> = "SELECT service, version FROM service_offers ORDER BY service LIMIT $1";
    ADD_VERSION: Statement = "INSERT INTO service_versions (id, service, version, digest, workflow, body, published_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    OFFER: Statement = "INSERT INTO service_offers (service, version) VALUES ($1, $2)
        ON CONFLICT (service) DO UPDATE SET version = excluded.version";
    WITHDRAW: Statement = "DELETE FROM service_offers WHERE service = $1";
    WORKFLOW: Query<String> = "SELECT body FROM workflow_texts WHERE digest = $1";
    KEEP_WORKFLOW: Statement = "INSERT INTO workflow_texts (digest, body) VALUES ($1, $2)
        ON CONFLICT (digest) DO NOTHING";
    OUTLINE: Query<(i64, String, String)> = "SELECT version, digest, body FROM outline_versions
        ORDER BY version DESC LIMIT 1";
    STAMP: Query<i64> = "SELECT stamp FROM catalogue_stamps WHERE name = 'services'";
    MARK: Statement = "INSERT INTO catalogue_stamps (name, stamp) VALUES ('services', $1)
        ON CONFLICT (name) DO UPDATE SET stamp = excluded.stamp";
    ADD_OUTLINE: Statement = "INSERT INTO outline_versions (version, digest, body, published_at)
        VALUES ($1, $2, $3, $4)";
}

/// Ten times the services of a large city.
pub(crate) const MAX_SERVICES: i64 = 20_000;

/// Says why the catalogue cannot be published or read.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What is stored cannot be read.
    #[error("the stored definition of `{0}` cannot be read: {1}")]
    Stored(String, serde_json::Error),
    /// There is no such version of the service.
    #[error("there is no version {1} of `{0}`")]
    NoVersion(String, i64),
    /// A definition cannot be written down.
    #[error("the definition of `{0}` cannot be stored: {1}")]
    Unstorable(String, serde_json::Error),
    /// A service names a workflow that its pack has not.
    #[error("the workflow `{workflow}` of `{service}` is not in the pack")]
    NoWorkflow {
        /// The service.
        service: String,
        /// The workflow.
        workflow: String,
    },
    /// The engine of the search index failed.
    #[error(transparent)]
    Search(#[from] search::SearchError),
}

/// What publishing a pack came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Published {
    /// The services with a new version.
    pub added: Vec<(String, i64)>,
    /// The services that are offered again as they were.
    pub offered: Vec<String>,
    /// The services that are no longer offered.
    pub withdrawn: Vec<String>,
    /// The services whose newest version was published in the browser and differs from the pack's, or is
    /// missing in the pack: left as they are.
    pub kept: Vec<String>,
    /// How many stayed as they are.
    pub unchanged: usize,
}

/// What a pack does to services that were published in the browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Browsers {
    /// It leaves them as they are.
    Keep,
    /// It replaces them; their versions stay to be gone back to.
    Replace,
}

/// What is stored of a version.
#[derive(Serialize, Deserialize)]
pub(crate) struct Body {
    pub(crate) definition: Definition,
    pub(crate) text: Localized,
}

/// Publishes a pack: adds a version for each service that changed, and offers exactly the pack's
/// services and those of the browser. A pack that is already published leaves no trace.
///
/// # Errors
/// When the database fails, or a service's workflow is missing.
pub fn publish(
    tx: &mut Tx<'_>,
    pack: &Pack,
    actor: Actor,
    at: Timestamp,
    ids: &IdMaker,
    rng: &Rng,
) -> Result<Published, CatalogueError> {
    publish_over(tx, pack, Browsers::Keep, Hand { actor, at, ids, rng })
}

/// Publishes a pack, with a say about what was published in the browser.
///
/// # Errors
/// Those of [`publish`].
pub fn publish_over(
    tx: &mut Tx<'_>,
    pack: &Pack,
    browsers: Browsers,
    hand: Hand<'_>,
) -> Result<Published, CatalogueError> {
    data_sets::keep(tx, pack, hand.at)?;
    let mut desk = Desk { tx, hand, kept: BTreeSet::new() };
    let made = match browsers {
        Browsers::Keep => releases::newest(desk.tx, MAX_SERVICES)?,
        Browsers::Replace => BTreeMap::new(),
    };
    desk.publish_outline(&pack.outline)?;
    let last: BTreeMap<String, (i64, String)> = desk
        .tx
        .all(&LAST, params![MAX_SERVICES])?
        .into_iter()
        .map(|row| (row.service, (row.version, row.digest)))
        .collect();
    let offers: BTreeMap<String, i64> =
        desk.tx.all(&OFFERS, params![MAX_SERVICES])?.into_iter().collect();
    let mut published = Published::default();
    for service in &pack.services {
        let id = &service.definition.id;
        let workflow = workflow_of(pack, service)?;
        let stored = desk.written(workflow, service)?;
        let digest = stored.digest.clone();
        match last.get(id) {
            Some((version, known)) if *known == digest && offers.get(id) == Some(version) => {
                published.unchanged += 1;
            }
            Some((version, known)) if *known != digest && made.get(id) == Some(version) => {
                published.kept.push(id.clone());
            }
            Some((version, known)) if *known == digest => {
                desk.offer(id, *version, &digest, "service.offer", None)?;
                published.offered.push(id.clone());
            }
            known => {
                let version = known.map_or(1, |(version, _)| version + 1);
                desk.offer(id, version, &digest, "service.publish", Some(&stored))?;
                published.added.push((id.clone(), version));
            }
        }
    }
    let withdrawn = offers.into_iter().filter(|(id, _)| pack.service(id).is_none());
    for (id, version) in withdrawn {
        if made.contains_key(&id) {
            published.kept.push(id);
            continue;
        }
        desk.tx.run(&WITHDRAW, params![id])?;
        desk.record("service.withdraw", &id, version, "")?;
        published.withdrawn.push(id);
    }
    Ok(published)
}

/// Publishes one service as a new version, or offers its newest again where that is the same; gives the
/// version.
pub(crate) fn publish_one(
    tx: &mut Tx<'_>,
    service: &PackService,
    workflow: &Workflow,
    hand: Hand<'_>,
) -> Result<i64, CatalogueError> {
    let mut desk = Desk { tx, hand, kept: BTreeSet::new() };
    let id = &service.definition.id;
    let stored = desk.written(workflow, service)?;
    let last = desk.tx.one(&LAST_OF, params![id])?;
    let (version, new) = match last {
        Some((version, known)) if known == stored.digest => (version, None),
        known => (known.map_or(1, |(version, _)| version + 1), Some(&stored)),
    };
    let verb = if new.is_some() { "service.publish" } else { "service.offer" };
    desk.offer(id, version, &stored.digest, verb, new)?;
    Ok(version)
}

/// Who publishes, when, and what makes ids and chance.
#[derive(Clone, Copy, Debug)]
pub struct Hand<'a> {
    /// Who.
    pub actor: Actor,
    /// When.
    pub at: Timestamp,
    /// The maker of ids.
    pub ids: &'a IdMaker,
    /// Chance.
    pub rng: &'a Rng,
}

/// A service as it is stored.
pub(crate) struct Stored {
    /// The digest of its workflow.
    pub(crate) workflow: String,
    pub(crate) body: String,
    /// The digest of both.
    digest: String,
}

/// Writes a service as it is stored, and keeps its workflow unless it is among those `kept`.
pub(crate) fn store(
    tx: &mut Tx<'_>,
    kept: &mut BTreeSet<String>,
    workflow: &Workflow,
    service: &PackService,
) -> Result<Stored, CatalogueError> {
    let definition = &service.definition;
    let unstorable = |error| CatalogueError::Unstorable(definition.id.clone(), error);
    let workflow = serde_json::to_string(workflow).map_err(unstorable)?;
    let workflow_digest = digest(&[&workflow]);
    if kept.insert(workflow_digest.clone()) {
        tx.run(&KEEP_WORKFLOW, params![workflow_digest, workflow])?;
    }
    let body = Body { definition: definition.clone(), text: service.text.clone() };
    let body = serde_json::to_string(&body).map_err(unstorable)?;
    let digest = digest(&[&workflow_digest, &body]);
    Ok(Stored { workflow: workflow_digest, body, digest })
}

fn workflow_of<'p>(pack: &'p Pack, service: &PackService) -> Result<&'p Workflow, CatalogueError> {
    let definition = &service.definition;
    // An information page has no cases; any workflow serves, it is never run.
    let workflow = pack
        .workflow(&definition.workflow)
        .or_else(|| pack.workflows.first().filter(|_| !definition.online));
    workflow.ok_or_else(|| CatalogueError::NoWorkflow {
        service: definition.id.clone(),
        workflow: definition.workflow.clone(),
    })
}

/// The desk at which somebody publishes: one transaction, one hand.
struct Desk<'a, 'tx> {
    tx: &'a mut Tx<'tx>,
    hand: Hand<'a>,
    /// The workflows that are already stored.
    kept: BTreeSet<String>,
}

impl Desk<'_, '_> {
    fn written(
        &mut self,
        workflow: &Workflow,
        service: &PackService,
    ) -> Result<Stored, CatalogueError> {
        store(self.tx, &mut self.kept, workflow, service)
    }

    fn offer(
        &mut self,
        id: &str,
        version: i64,
        digest: &str,
        verb: &'static str,
        new: Option<&Stored>,
    ) -> Result<(), CatalogueError> {
        if let Some(Stored { workflow, body, .. }) = new {
            let (row, at) = (self.hand.ids.next(), to_ms(self.hand.at));
            self.tx.run(&ADD_VERSION, params![row, id, version, digest, workflow, body, at])?;
        }
        self.tx.run(&OFFER, params![id, version])?;
        self.record(verb, id, version, digest)
    }

    /// Services have names, the ledger's subjects have numbers: the subject is the version's number.
    fn record(
        &mut self,
        verb: &'static str,
        id: &str,
        version: i64,
        digest: &str,
    ) -> Result<(), CatalogueError> {
        let hand = self.hand;
        let entry = Entry::new(hand.actor, verb, Subject::new("service", version))
            .with("service", id)
            .with("version", version)
            .with("digest", digest);
        self.tx.run(&MARK, params![hand.ids.next()])?;
        ledger::append(self.tx, &entry, hand.at, hand.ids, hand.rng)?;
        Ok(())
    }

    fn publish_outline(&mut self, outline: &Outline) -> Result<(), CatalogueError> {
        let body = serde_json::to_string(outline)
            .map_err(|error| CatalogueError::Unstorable("pack.toml".to_owned(), error))?;
        let digest = digest(&[&body]);
        let last = self.tx.one(&OUTLINE, params![])?;
        if last.as_ref().is_some_and(|(_, known, _)| *known == digest) {
            return Ok(());
        }
        let version = last.map_or(1, |(version, _, _)| version + 1);
        self.tx.run(&ADD_OUTLINE, params![version, digest, body, to_ms(self.hand.at)])?;
        let hand = self.hand;
        let entry = Entry::new(hand.actor, "outline.publish", Subject::new("outline", version))
            .with("digest", digest);
        self.tx.run(&MARK, params![hand.ids.next()])?;
        ledger::append(self.tx, &entry, hand.at, hand.ids, hand.rng)?;
        Ok(())
    }
}

/// Reads the number that changes with whatever is offered; 0 before anything is.
pub(crate) fn stamp(tx: &mut Tx<'_>) -> Result<i64, StoreError> {
    Ok(tx.one(&STAMP, params![])?.unwrap_or_default())
}

/// Reads all services that are offered.
pub(crate) fn offered(tx: &mut Tx<'_>) -> Result<Vec<VersionRow>, StoreError> {
    tx.all(&OFFERED, params![MAX_SERVICES])
}

/// Reads one version of a service, offered or not.
pub(crate) fn version(
    tx: &mut Tx<'_>,
    service: &str,
    version: i64,
) -> Result<Option<VersionRow>, StoreError> {
    tx.one(&VERSION, params![service, version])
}

/// Reads a workflow by its digest.
pub(crate) fn workflow(tx: &mut Tx<'_>, digest: &str) -> Result<Option<Workflow>, CatalogueError> {
    let text = tx.one(&WORKFLOW, params![digest])?;
    let read = |text: String| {
        serde_json::from_str(&text)
            .map_err(|error| CatalogueError::Stored(format!("workflow {digest}"), error))
    };
    text.map(read).transpose()
}

/// Reads what stands around the services; empty before anything is published.
pub(crate) fn outline(tx: &mut Tx<'_>) -> Result<Outline, CatalogueError> {
    let Some((_, _, body)) = tx.one(&OUTLINE, params![])? else { return Ok(Outline::default()) };
    serde_json::from_str(&body)
        .map_err(|error| CatalogueError::Stored("pack.toml".to_owned(), error))
}

fn digest(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_le_bytes());
        hash.update(part);
    }
    hex::encode(hash.finalize())
}
