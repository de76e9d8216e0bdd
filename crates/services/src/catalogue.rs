//! The services that the town offers, in memory.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, PoisonError, RwLock};

use base::{Locale, Localized};
use search::{ServiceDocument, ServiceIndex, ServiceText};
use store::Tx;

use crate::pack::Outline;
use crate::plain::bare;
use crate::versions::{self, Body, CatalogueError, VersionRow};
use crate::{
    Answers, DataSet, Definition, Form, Page, Topic, Workflow, data_sets, page_text, practice,
};

/// Old versions that are kept in memory once a case of theirs was looked at.
const MAX_OLD: usize = 2_000;

/// One version of a service, ready for use.
#[derive(Debug, Clone, PartialEq)]
pub struct Service {
    /// The version, counted from 1.
    pub version: i64,
    /// What it is, asks and promises.
    pub definition: Definition,
    /// The life of its cases.
    pub workflow: Arc<Workflow>,
    /// The text of its page, in Markdown.
    pub text: Localized,
}

impl Service {
    /// Gives the service's key.
    pub fn id(&self) -> &str {
        &self.definition.id
    }

    /// Gives the name in a language.
    pub fn name(&self, locale: Locale) -> &str {
        self.definition.name.get(locale)
    }

    /// Tells whether it is a draft to practise with, of which no case may come.
    pub fn is_practice(&self) -> bool {
        practice::is(self.version)
    }

    /// Gives the form.
    pub fn form(&self) -> &Form {
        &self.definition.form
    }

    /// Lists the pages that are shown for these answers.
    pub fn pages(&self, answers: &Answers) -> Vec<&Page> {
        self.form().pages(answers)
    }

    /// Chooses the team for a case by its answers.
    pub fn route(&self, answers: &Answers) -> &str {
        self.definition.route(answers)
    }
}

/// The services that are offered; cheap to clone, all clones see a reload.
#[derive(Clone)]
pub struct Catalogue(Arc<Shared>);

struct Shared {
    now: RwLock<Arc<Offer>>,
    old: RwLock<HashMap<(String, i64), Arc<Service>>>,
}

/// What is offered at one moment.
struct Offer {
    /// The number of that moment.
    stamp: i64,
    outline: Arc<Outline>,
    /// The topics that have services, with how many.
    topics: Arc<[(Topic, usize)]>,
    services: BTreeMap<String, Arc<Service>>,
    index: ServiceIndex,
}

impl Catalogue {
    /// Reads what is offered from the database.
    ///
    /// # Errors
    /// When the database fails or a stored definition cannot be read.
    pub fn load(tx: &mut Tx<'_>) -> Result<Self, CatalogueError> {
        let offer = Offer::load(tx)?;
        Ok(Self(Arc::new(Shared { now: RwLock::new(Arc::new(offer)), old: RwLock::default() })))
    }

    /// Reads anew what is offered, for all clones.
    ///
    /// # Errors
    /// Those of [`Catalogue::load`]; what was offered before then stays.
    pub fn reload(&self, tx: &mut Tx<'_>) -> Result<(), CatalogueError> {
        let offer = Arc::new(Offer::load(tx)?);
        *self.0.now.write().unwrap_or_else(PoisonError::into_inner) = offer;
        Ok(())
    }

    /// Reads anew what is offered, if it has changed since; tells whether it had. Cheap when it has not.
    ///
    /// # Errors
    /// Those of [`Catalogue::load`]; what was offered before then stays.
    pub fn refresh(&self, tx: &mut Tx<'_>) -> Result<bool, CatalogueError> {
        let changed = versions::stamp(tx)? != self.now().stamp;
        if changed {
            self.reload(tx)?;
        }
        Ok(changed)
    }

    /// Lists the workflows of the services that are offered, by key.
    pub fn workflows(&self) -> BTreeMap<String, Workflow> {
        let now = self.now();
        let cases = now.services.values().filter(|service| service.definition.online);
        cases
            .map(|service| (service.workflow.id.clone(), Workflow::clone(&service.workflow)))
            .collect()
    }

    /// Lists the keys of the services that are offered.
    pub fn keys(&self) -> Vec<String> {
        self.now().services.keys().cloned().collect()
    }

    /// Lists the data sets that the services that are offered choose from, each once.
    pub fn data_sets(&self) -> Vec<DataSet> {
        let now = self.now();
        let forms = now.services.values().map(|service| service.form());
        let sets = forms.flat_map(|form| form.questions().filter_map(|one| one.kind.data_set()));
        let by_name: BTreeMap<&str, &DataSet> = sets.map(|set| (set.name.as_str(), set)).collect();
        by_name.into_values().cloned().collect()
    }

    /// Finds a service that is offered.
    pub fn get(&self, id: &str) -> Option<Arc<Service>> {
        self.now().services.get(id).cloned()
    }

    /// Finds any version of a service, offered or not: the one that a case began with.
    ///
    /// # Errors
    /// When the database fails or the stored definition cannot be read.
    pub fn version(
        &self,
        tx: &mut Tx<'_>,
        id: &str,
        version: i64,
    ) -> Result<Option<Arc<Service>>, CatalogueError> {
        if let Some(service) = self.get(id).filter(|service| service.version == version) {
            return Ok(Some(service));
        }
        if practice::is(version) {
            // A practice ends with its draft, on every node at once: it is never kept.
            let row = practice::find(tx, version)?.filter(|row| row.service == id);
            return stored(tx, row);
        }
        let key = (id.to_owned(), version);
        let old = self.0.old.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if old.is_some() {
            return Ok(old);
        }
        let row = versions::version(tx, id, version)?;
        let Some(service) = stored(tx, row)? else { return Ok(None) };
        let mut old = self.0.old.write().unwrap_or_else(PoisonError::into_inner);
        if old.len() >= MAX_OLD {
            old.clear();
        }
        old.insert(key, service.clone());
        Ok(Some(service))
    }

    /// Gives the topics, departments, teams and opening hours.
    pub fn outline(&self) -> Arc<Outline> {
        self.now().outline.clone()
    }

    /// Lists all services by id.
    pub fn all(&self) -> Vec<Arc<Service>> {
        self.now().services.values().cloned().collect()
    }

    /// Counts the services.
    pub fn count(&self) -> usize {
        self.now().services.len()
    }

    /// Lists the topics that have services, in the pack's order, with how many.
    pub fn topics(&self) -> Arc<[(Topic, usize)]> {
        self.now().topics.clone()
    }

    /// Lists the services of a topic, common ones first, then by name.
    pub fn in_topic(&self, topic: &str, locale: Locale) -> Vec<Arc<Service>> {
        let mut services = self.all();
        services.retain(|service| service.definition.topic == topic);
        services.sort_by_cached_key(|service| {
            (!service.definition.popular, sort_key(service.name(locale)))
        });
        services
    }

    /// Lists the commonest tasks by name.
    pub fn popular(&self, locale: Locale) -> Vec<Arc<Service>> {
        let mut services = self.all();
        services.retain(|service| service.definition.popular);
        services.sort_by_cached_key(|service| sort_key(service.name(locale)));
        services
    }

    /// Lists all services by the first letter of their names; what is no letter is under `#`.
    pub fn a_to_z(&self, locale: Locale) -> BTreeMap<char, Vec<Arc<Service>>> {
        let mut letters: BTreeMap<char, Vec<Arc<Service>>> = BTreeMap::new();
        let mut services = self.all();
        services.sort_by_cached_key(|service| sort_key(service.name(locale)));
        for service in services {
            let first =
                sort_key(service.name(locale)).chars().next().filter(char::is_ascii_alphabetic);
            letters
                .entry(first.map_or('#', |letter| letter.to_ascii_uppercase()))
                .or_default()
                .push(service);
        }
        letters
    }

    /// Finds the service that stands for a type of the town's former system.
    pub fn by_source_type(&self, source_type: &str) -> Option<Arc<Service>> {
        let now = self.now();
        let stands = |service: &&Arc<Service>| {
            service.definition.source_type.as_deref() == Some(source_type)
        };
        now.services.values().find(stands).cloned()
    }

    /// Finds services by everyday words, also half typed and misspelt, the best first.
    pub fn search(&self, query: &str, locale: Locale, limit: usize) -> Vec<Arc<Service>> {
        let now = self.now();
        let hits = now.index.find(query, locale, limit);
        hits.into_iter().filter_map(|hit| now.services.get(&hit.id).cloned()).collect()
    }

    fn now(&self) -> Arc<Offer> {
        self.0.now.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl std::fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Catalogue").field("services", &self.count()).finish_non_exhaustive()
    }
}

impl Offer {
    fn load(tx: &mut Tx<'_>) -> Result<Self, CatalogueError> {
        // Read first: what changes meanwhile has another number, and is read with the next look.
        let stamp = versions::stamp(tx)?;
        let outline = versions::outline(tx)?;
        let mut workflows: HashMap<String, Arc<Workflow>> = HashMap::new();
        let mut services = BTreeMap::new();
        let mut sets = data_sets::Known::new();
        for row in versions::offered(tx)? {
            if !workflows.contains_key(&row.workflow) {
                let read = versions::workflow(tx, &row.workflow)?.ok_or_else(|| {
                    CatalogueError::NoWorkflow {
                        service: row.service.clone(),
                        workflow: row.workflow.clone(),
                    }
                })?;
                workflows.insert(row.workflow.clone(), Arc::new(read));
            }
            let Some(workflow) = workflows.get(&row.workflow).cloned() else { continue };
            let id = row.service.clone();
            let mut service = service(row, workflow)?;
            data_sets::fill(tx, &mut service.definition, &mut sets)?;
            services.insert(id, Arc::new(service));
        }
        let documents: Vec<ServiceDocument> =
            services.values().map(|service| document(service, &outline)).collect();
        let index = ServiceIndex::build(&documents)?;
        let topics = offered_topics(&outline, &services);
        Ok(Self { stamp, outline: Arc::new(outline), topics, services, index })
    }
}

fn offered_topics(
    outline: &Outline,
    services: &BTreeMap<String, Arc<Service>>,
) -> Arc<[(Topic, usize)]> {
    let count = |topic: &Topic| {
        services.values().filter(|service| service.definition.topic == topic.id).count()
    };
    let topics = outline.topics.iter().map(|topic| (topic.clone(), count(topic)));
    topics.filter(|(_, count)| *count > 0).collect()
}

/// Reads a version that is not among those offered, with its workflow and its data.
fn stored(
    tx: &mut Tx<'_>,
    row: Option<VersionRow>,
) -> Result<Option<Arc<Service>>, CatalogueError> {
    let Some(row) = row else { return Ok(None) };
    let Some(workflow) = versions::workflow(tx, &row.workflow)? else { return Ok(None) };
    let mut service = service(row, Arc::new(workflow))?;
    data_sets::fill(tx, &mut service.definition, &mut data_sets::Known::new())?;
    Ok(Some(Arc::new(service)))
}

fn service(row: VersionRow, workflow: Arc<Workflow>) -> Result<Service, CatalogueError> {
    let body: Body = serde_json::from_str(&row.body)
        .map_err(|error| CatalogueError::Stored(row.service.clone(), error))?;
    Ok(Service { version: row.version, definition: body.definition, workflow, text: body.text })
}

fn document(service: &Service, outline: &Outline) -> ServiceDocument {
    let definition = &service.definition;
    let topic = outline.topic(&definition.topic);
    let texts =
        Locale::ALL.into_iter().filter(|locale| definition.name.has(*locale)).map(|locale| {
            let text = ServiceText {
                name: definition.name.get(locale).to_owned(),
                synonyms: definition.synonyms.get(locale).to_vec(),
                summary: definition.summary.get(locale).to_owned(),
                body: page_text::plain(service.text.get(locale)),
                topic: topic.map(|topic| topic.name.get(locale).to_owned()).unwrap_or_default(),
            };
            (locale, text)
        });
    // Who looks for something mostly wants to do something: a form goes before a page to read.
    let weight = match (definition.popular, definition.online) {
        (true, _) => 1.0,
        (false, true) => 0.4,
        (false, false) => 0.0,
    };
    ServiceDocument { id: definition.id.clone(), texts: texts.collect(), weight }
}

/// Small letters without accents, so that "Árbol" stands with the other names in A.
fn sort_key(name: &str) -> String {
    let letters = name.to_lowercase();
    letters.trim_start_matches(|c: char| !c.is_alphanumeric()).chars().map(bare).collect()
}
