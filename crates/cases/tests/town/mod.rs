//! A town with services, teams and a clock that stands still, on every engine.
#![allow(dead_code, reason = "each test file uses a part of it")]

use std::sync::Arc;

use base::{Clock, IdMaker, Locale, PersonId, Rng, WorkingCalendar};
use cases::{Acting, By, Case, CaseError, NewCase, Office, Rank, Seen};
use ledger::Actor;
use people::{Act, Kind, NewPerson, NewTeam};
use serde_json::{Value, json};
use services::{Answers, Catalogue, CatalogueError, Files, Pack};
use store::testing::TestDb;
use store::{Db, StoreError, Tx};
use web::{App, Role, Town};

/// A town on one engine.
pub struct TestTown {
    /// The office.
    pub office: Office,
    /// The clock.
    pub clock: Clock,
    /// A caseworker of the team that gets potholes in Dorchester.
    pub worker: PersonId,
    /// Their lead.
    pub lead: PersonId,
    db: TestDb,
}

/// Monday 2 March 2026, 10:00 in Boston.
const START: &str = "2026-03-02T15:00:00Z";

/// A town on every engine that this machine offers.
pub fn towns() -> Vec<TestTown> {
    store::testing::databases().into_iter().map(TestTown::new).collect()
}

impl TestTown {
    fn new(db: TestDb) -> Self {
        let clock = Clock::fixed(START.parse().unwrap());
        let (ids, rng) = (IdMaker::new(clock.clone(), 0), Rng::seeded(2));
        let pack = Pack::load(&Files::demo()).expect("the demo pack has no errors");
        let calendar = pack.outline.opening.calendar();
        let act = Act {
            actor: Actor::System("test"),
            at: clock.now(),
            ids: ids.clone(),
            rng: rng.clone(),
        };
        let (worker, lead) = db.write_blocking(move |tx| found(tx, &pack, &act)).unwrap();
        let office = office(db.db(), clock.clone(), ids, rng, calendar);
        Self { office, clock, worker, lead, db }
    }

    /// Another node of the town, with its own numbers and chances.
    pub fn node(&self, node: u16, rng: Rng) -> Office {
        let ids = IdMaker::new(self.clock.clone(), node);
        let calendar = self.office.calendar().clone();
        office(self.db(), self.clock.clone(), ids, rng, calendar)
    }

    /// Runs a verb.
    pub fn act<T: Send + 'static>(
        &self,
        verb: impl Fn(&mut Tx<'_>, &Office) -> Result<T, CaseError> + Send + 'static,
    ) -> Result<T, CaseError> {
        let office = self.office.clone();
        self.db.write_blocking(move |tx| verb(tx, &office))
    }

    /// A pothole in Dorchester, reported by somebody with this address.
    pub fn pothole(&self, email: &str) -> Case {
        self.pothole_at(&self.office, email)
    }

    /// The same, reported to one of the town's nodes.
    pub fn pothole_at(&self, office: &Office, email: &str) -> Case {
        let service = self.office.catalogue().get("pothole").unwrap();
        let new = NewCase {
            answers: Answers::try_from(answers(email)).unwrap(),
            service,
            locale: Locale::EN,
            channel: "web",
            by: By::Resident,
            requester: None,
        };
        let (new, office) = (Arc::new(new), office.clone());
        self.act(move |tx, _| cases::opening::open(tx, &office, &new)).unwrap()
    }

    /// The caseworker acts, whatever the page showed.
    pub fn staff(&self) -> Acting {
        Acting { by: By::Staff(self.worker, Rank::Caseworker), seen: Seen::Whatever }
    }

    /// The letters to an address, the newest first: subject and text.
    pub fn letters(&self, to: &str) -> Vec<(String, String)> {
        let to = to.to_owned();
        let letters = self.db.read_blocking(move |tx| {
            let mut found = Vec::new();
            for letter in post::recent(tx, None, 100)? {
                if letter.to_address == to
                    && let Some(whole) = post::letter(tx, letter.id)?
                {
                    found.push((whole.subject, whole.body_text));
                }
            }
            Ok::<_, StoreError>(found)
        });
        letters.unwrap()
    }

    /// The verbs of a case in the ledger, the oldest first.
    pub fn verbs(&self, case: &Case) -> Vec<String> {
        let subject = ledger::Subject::case(case.id);
        let rows = self.db.read_blocking(move |tx| ledger::of_subject(tx, subject, 100)).unwrap();
        rows.into_iter().map(|row| row.verb).collect()
    }

    /// Reads something.
    pub fn read<T: Send + 'static>(
        &self,
        query: impl Fn(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> T {
        self.db.read_blocking(query).unwrap()
    }

    /// The database's engine-independent handle.
    pub fn db(&self) -> store::Db {
        self.db.db()
    }
}

fn office(db: Db, clock: Clock, ids: IdMaker, rng: Rng, calendar: WorkingCalendar) -> Office {
    let catalogue = db.read_blocking(Catalogue::load).unwrap();
    let town = Town { time_zone: calendar.zone().clone(), ..Town::default() };
    let app = App::builder(db, town)
        .ambience(clock, ids, rng)
        .part(&cases::PART)
        .with(catalogue)
        .with(calendar)
        .build()
        .unwrap();
    Office::of(&app)
}

fn found(tx: &mut Tx<'_>, pack: &Pack, act: &Act) -> Result<(PersonId, PersonId), CatalogueError> {
    services::publish(tx, pack, act.actor, act.at, &act.ids, &act.rng)?;
    for team in &pack.outline.teams {
        let new = NewTeam {
            key: team.key.clone(),
            name: team.name.clone(),
            department: team.department.clone(),
        };
        people::teams::ensure(tx, &new, act)?;
    }
    let team = people::teams::by_key(tx, "works-dorchester")?.expect("the pack has this team").id;
    let mut make = |name: &str, email: &str, role: Role| {
        let new = NewPerson {
            kind: Kind::Staff,
            name: name.into(),
            email: email.parse().unwrap(),
            phone: None,
            locale: Locale::EN,
        };
        let id = people::persons::create(tx, &new, act)?;
        people::memberships::grant(tx, id, Some(team), role, act)?;
        Ok::<_, StoreError>(id)
    };
    let worker = make("Maya Okafor", "maya@town.example", Role::Caseworker)?;
    let lead = make("Tom Brennan", "tom@town.example", Role::TeamLead)?;
    Ok((worker, lead))
}

fn answers(email: &str) -> Value {
    json!({
        "place": {"lon": -71.0657, "lat": 42.3016, "address": "1 Elm St, Dorchester", "district": "dorchester"},
        "lane": "bike",
        "contact": {"name": "Ana Ruiz", "email": email, "phone": ""},
    })
}
