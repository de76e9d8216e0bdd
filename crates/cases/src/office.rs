use std::sync::Arc;

use base::{CaseId, EventId, WorkingCalendar};
use jiff::Timestamp;
use ledger::{Entry, Subject};
use serde_json::Value;
use services::{Catalogue, CatalogueError, Promise, Service};
use store::Tx;
use web::App;

use crate::case::{By, Case};
use crate::cases;
use crate::events::{self, NewEvent};
use crate::refusal::CaseError;

/// What every act on a case needs: the town, its services and its opening hours.
#[derive(Clone)]
pub struct Office {
    app: App,
    catalogue: Arc<Catalogue>,
    calendar: Arc<WorkingCalendar>,
}

impl Office {
    /// The office of a town whose app was built with a [`Catalogue`] and a [`WorkingCalendar`].
    pub fn of(app: &App) -> Self {
        Self { app: app.clone(), catalogue: app.get(), calendar: app.get() }
    }

    /// The town.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// The services.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// The opening hours.
    pub fn calendar(&self) -> &WorkingCalendar {
        &self.calendar
    }

    /// The time now.
    pub fn now(&self) -> Timestamp {
        self.app.clock().now()
    }

    /// The service as it was when the case began.
    pub fn service_of(&self, tx: &mut Tx<'_>, case: &Case) -> Result<Arc<Service>, CaseError> {
        self.definition(tx, &case.service, case.version)
    }

    /// A version of a service.
    pub(crate) fn definition(
        &self,
        tx: &mut Tx<'_>,
        service: &str,
        version: i64,
    ) -> Result<Arc<Service>, CaseError> {
        let missing = || CaseError::Definition { service: service.to_owned(), version };
        match self.catalogue.version(tx, service, version) {
            Ok(found) => found.ok_or_else(missing),
            Err(CatalogueError::Store(error)) => Err(error.into()),
            Err(error) => {
                tracing::error!(%error, "a definition cannot be read");
                Err(missing())
            }
        }
    }

    /// Finds a case that is about to be changed, holding the caller to the revision that they saw.
    pub(crate) fn load(tx: &mut Tx<'_>, id: CaseId, seen: Seen) -> Result<Case, CaseError> {
        let case = cases::by_id(tx, id)?.ok_or(CaseError::NotFound)?;
        match seen {
            Seen::Revision(seen) if seen != case.revision => {
                Err(CaseError::Changed { seen, now: case.revision })
            }
            _ => Ok(case),
        }
    }

    /// Writes a changed case.
    pub(crate) fn save(&self, tx: &mut Tx<'_>, case: &mut Case) -> Result<(), CaseError> {
        case.updated_at = self.now();
        if !cases::update(tx, case, self.app().ids())? {
            return Err(CaseError::Changed { seen: case.revision, now: case.revision + 1 });
        }
        case.revision += 1;
        Ok(())
    }

    /// Writes what happened twice in one transaction: as people read it, and into the ledger, where
    /// the words that somebody wrote are only a hash.
    pub(crate) fn record(
        &self,
        tx: &mut Tx<'_>,
        case: &Case,
        verb: &'static str,
        event: &NewEvent<'_>,
    ) -> Result<(), CaseError> {
        self.record_with(tx, case, verb, event, |entry| entry)
    }

    /// Like [`Office::record`], with more for the ledger's entry.
    pub(crate) fn record_with(
        &self,
        tx: &mut Tx<'_>,
        case: &Case,
        verb: &'static str,
        event: &NewEvent<'_>,
        more: impl FnOnce(Entry) -> Entry,
    ) -> Result<(), CaseError> {
        let now = self.now();
        let id = EventId(self.app.ids().next());
        events::insert(tx, id, case.id, now, event)?;
        let mut entry = Entry::new(event.by.actor(case.id), verb, Subject::case(case.id))
            .with("reference", case.reference.compact())
            .with("state", case.state.as_str())
            .personal("text", event.text);
        if !matches!(event.detail, Value::Null) {
            entry = entry.with("detail", event.detail.clone());
        }
        ledger::append(tx, &more(entry), now, self.app.ids(), self.app.rng())?;
        Ok(())
    }

    /// The promise of a case's service.
    pub(crate) fn promise(service: &Service) -> Option<Promise> {
        service.definition.promise
    }
}

/// What the person who acts had in front of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// A page that showed this revision of the case; a later one must not be overwritten.
    Revision(i64),
    /// Nothing that a later change could contradict.
    Whatever,
}

/// Who acts and what they had in front of them.
#[derive(Clone, Copy, Debug)]
pub struct Acting {
    /// Who.
    pub by: By,
    /// What they saw.
    pub seen: Seen,
}

impl Acting {
    /// The resident acts; no later change of staff contradicts them.
    pub const RESIDENT: Self = Self { by: By::Resident, seen: Seen::Whatever };
}
