//! A small town for the designer's tests: two designers, an administrator, a caseworker, a few services.
#![allow(dead_code, reason = "each test file uses its part")]

use base::contact::EmailAddress;
use base::{Clock, IdMaker, Locale, PersonId, Rng};
use jiff::Timestamp;
use jobs::{Registry, Tools, Worker};
use ledger::Actor;
use people::{Act, Kind, NewPerson, NewTeam, memberships, persons, teams};
use search::CaseIndex;
use services::{Catalogue, Pack};
use store::testing::TestDb;
use store::{StoreError, Tx};
use testkit::{Answer, Browser};
use web::{App, Role, Town};

const SERVICES: [&str; 4] = ["pothole", "recycling-cart", "street-light-out", "comment"];

/// The colleagues.
pub const PRIYA: &str = "priya@example.org";
pub const OMAR: &str = "omar@example.org";
pub const SAM: &str = "sam@example.org";
pub const MAYA: &str = "maya@example.org";

const STAFF: [(&str, &str, Option<&str>, Role); 4] = [
    (PRIYA, "Priya Raman", None, Role::Designer),
    (OMAR, "Omar Haddad", None, Role::Designer),
    (SAM, "Sam Whitfield", None, Role::Administrator),
    (MAYA, "Maya Okafor", Some("works-central"), Role::Caseworker),
];

/// A town on one engine.
pub struct TestTown {
    pub app: App,
    pub clock: Clock,
    pub db: TestDb,
    router: axum::Router,
    _folder: tempfile::TempDir,
}

/// Does what waits for the database on a thread of its own, which a test's runtime may not do itself.
pub fn aside<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|threads| threads.spawn(work).join().unwrap())
}

/// The town on every engine that this machine offers, published by one or by two.
pub fn towns(second_person: bool) -> Vec<TestTown> {
    let towns = store::testing::databases().into_iter();
    towns.map(|db| TestTown::new(db, second_person)).collect()
}

/// When everything happens: a leap day.
pub fn now() -> Timestamp {
    "2028-02-29T15:00:00Z".parse().unwrap()
}

impl TestTown {
    fn new(db: TestDb, second_person: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::fixed(now());
        let (ids, rng) = (IdMaker::new(clock.clone(), 0), Rng::seeded(29));
        let mut pack = Pack::load(&services::Files::demo()).expect("the demo pack has no errors");
        pack.services.retain(|one| SERVICES.contains(&one.definition.id.as_str()));
        let calendar = pack.outline.opening.calendar();
        let made = (ids.clone(), rng.clone());
        aside(|| {
            db.write_blocking(move |tx| {
                services::publish(tx, &pack, Actor::System("test"), now(), &made.0, &made.1)
            })
        })
        .unwrap();
        let catalogue = aside(|| db.read_blocking(Catalogue::load)).unwrap();
        let town = Town { demo: true, ..Town::default() };
        let lookup = people::lookup_for(&town);
        let mut builder = App::builder(db.db(), town)
            .ambience(clock.clone(), ids, rng)
            .people(lookup)
            .with(catalogue)
            .with(calendar)
            .with(CaseIndex::in_memory().unwrap())
            .with(places::Places::default())
            .with(designer::Rules { second_person })
            .with(people::Leaving::new(cases::assignment::release))
            .with(files::Files::open(folder.path()).unwrap());
        let parts = [&services::PART, &places::PART, &cases::PART, &people::PART, &designer::PART];
        for part in parts {
            builder = builder.part(part);
        }
        let app = builder.build().unwrap();
        let act = Act::by(&app, Actor::System("test"));
        aside(|| db.write_blocking(move |tx| staff(tx, &act))).unwrap();
        let routes = designer::routes().merge(people::routes(true));
        let router = routes.into_router(app.clone());
        Self { app, clock, db, router, _folder: folder }
    }

    /// Reads from the database.
    pub fn read<T: Send + 'static>(
        &self,
        work: impl Fn(&mut Tx<'_>) -> Result<T, StoreError> + Send + Sync + 'static,
    ) -> T {
        aside(|| self.db.read_blocking(work)).unwrap()
    }

    /// How many entries the ledger has, and the verb of the last.
    pub fn told(&self) -> (usize, String) {
        let rows = aside(|| {
            self.db.write_blocking(|tx| {
                ledger::sequence(tx, 1_000)?;
                ledger::after(tx, 0, 1_000)
            })
        });
        let rows: Vec<ledger::LedgerRow> = rows.unwrap();
        (rows.len(), rows.last().map(|row| row.verb.clone()).unwrap_or_default())
    }

    /// Does the jobs that are due.
    pub async fn do_jobs(&self) {
        let mut registry = Registry::new();
        designer::register(&mut registry, &self.app);
        let tools = Tools {
            db: self.app.db().clone(),
            clock: self.app.clock().clone(),
            ids: self.app.ids().clone(),
            rng: self.app.rng().clone(),
        };
        Worker::new(tools, registry).run_due().await.unwrap();
    }

    /// The browser of somebody who is signed in by one click, as in the demo.
    pub async fn signed_in(&self, email: &'static str) -> Browser {
        let id: PersonId = self.read(move |tx| persons::find_by_email(tx, email)).unwrap().id;
        let mut browser = Browser::new(self.router.clone());
        let id = id.to_string();
        let answer = browser.post("/demo", "/demo/sign-in", &[("person", &id)]).await;
        assert!(answer.status.is_redirection(), "{}: {}", answer.status, answer.words("main"));
        browser
    }

    /// A browser that nobody has used before.
    pub fn stranger(&self) -> Browser {
        Browser::new(self.router.clone())
    }
}

/// Sends a form of a page with the revision that the page shows.
pub async fn send(browser: &mut Browser, page: &str, to: &str, fields: &[(&str, &str)]) -> Answer {
    let known = browser.get(page).await.value("[name=known]").unwrap_or_default();
    send_known(browser, page, to, &known, fields).await
}

/// Sends a form of a page with a revision that somebody saw.
pub async fn send_known(
    browser: &mut Browser,
    page: &str,
    to: &str,
    known: &str,
    fields: &[(&str, &str)],
) -> Answer {
    let mut all = vec![("known", known)];
    all.extend(fields);
    browser.post(page, to, &all).await
}

fn staff(tx: &mut Tx<'_>, act: &Act) -> Result<(), StoreError> {
    for (email, name, team, role) in STAFF {
        let email: EmailAddress = email.parse().unwrap();
        let new = NewPerson {
            kind: Kind::Staff,
            name: name.into(),
            email,
            phone: None,
            locale: Locale::EN,
        };
        let id = persons::create(tx, &new, act)?;
        let team = match team {
            Some(key) => {
                let name = base::Localized::new("Street works");
                let new = NewTeam { key: key.into(), name, department: "public-works".into() };
                Some(teams::ensure(tx, &new, act)?)
            }
            None => None,
        };
        memberships::grant(tx, id, team, role, act)?;
    }
    Ok(())
}
