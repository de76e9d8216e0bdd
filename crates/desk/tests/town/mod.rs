//! A small town for the desk's tests: two teams, their people, a few services of the demo pack.
#![allow(dead_code, reason = "each test file uses its part")]

use base::contact::EmailAddress;
use base::{CaseId, Clock, IdMaker, Locale, Localized, PersonId, Rng, TeamId};
use cases::{Acting, By, Case, NewCase, Office};
use jiff::{SignedDuration, Timestamp};
use ledger::Actor;
use people::{Act, Kind, NewPerson, NewTeam, memberships, persons, teams};
use search::CaseIndex;
use serde_json::json;
use services::{Answers, Catalogue, Pack};
use store::testing::TestDb;
use store::{StoreError, Tx};
use testkit::{Answer, Browser};
use web::{App, Role, Town};

const DISTRICTS: &str = r#"{"features":[{"properties":{"name":"Center"},"geometry":{"type":"Polygon",
    "coordinates":[[[-71.2,42.2],[-71.0,42.2],[-71.0,42.4],[-71.2,42.4],[-71.2,42.2]]]}}]}"#;

const SERVICES: [&str; 4] = ["pothole", "recycling-cart", "graffiti", "street-light-out"];

/// The colleagues: two of the team that mends roads, its lead, one of another team, one who takes
/// calls, one who designs services, one who administers.
pub const MAYA: &str = "maya@example.org";
pub const LUIS: &str = "luis@example.org";
pub const TOM: &str = "tom@example.org";
pub const NADIA: &str = "nadia@example.org";
pub const YUKI: &str = "yuki@example.org";
pub const PRIYA: &str = "priya@example.org";
pub const SAM: &str = "sam@example.org";

const STAFF: [(&str, &str, Option<&str>, Role); 7] = [
    (MAYA, "Maya Okafor", Some("works-central"), Role::Caseworker),
    (LUIS, "Luis Ferreira", Some("works-central"), Role::Caseworker),
    (TOM, "Tom Brennan", Some("works-central"), Role::TeamLead),
    (NADIA, "Nadia Petrova", Some("street-lighting"), Role::Caseworker),
    (YUKI, "Yuki Tanaka", Some("contact-centre"), Role::Caseworker),
    (PRIYA, "Priya Raman", None, Role::Designer),
    (SAM, "Sam Whitfield", None, Role::Administrator),
];

const TEAMS: [(&str, &str); 3] = [
    ("works-central", "Street works, Central"),
    ("street-lighting", "Street lighting"),
    ("contact-centre", "Contact line"),
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

/// The town on every engine that this machine offers.
pub fn towns() -> Vec<TestTown> {
    store::testing::databases().into_iter().map(TestTown::new).collect()
}

/// When everything begins: a Monday morning.
pub fn now() -> Timestamp {
    "2028-02-28T15:00:00Z".parse().unwrap()
}

impl TestTown {
    /// The town on SQLite, where the engine does not matter.
    pub fn one() -> Self {
        Self::new(store::testing::sqlite())
    }

    fn new(db: TestDb) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::fixed(now());
        let (ids, rng) = (IdMaker::new(clock.clone(), 0), Rng::seeded(29));
        let mut pack = Pack::load(&services::Files::demo()).expect("the demo pack has no errors");
        pack.services.retain(|one| SERVICES.contains(&one.definition.id.as_str()));
        let calendar = pack.outline.opening.calendar();
        let districts = places::districts_from_geojson(DISTRICTS).unwrap();
        let (made, clock_) = ((ids.clone(), rng.clone()), clock.clone());
        aside(|| {
            db.write_blocking(move |tx| {
                let (ids, rng) = (&made.0, &made.1);
                services::publish(tx, &pack, Actor::System("test"), now(), ids, rng).unwrap();
                places::seed(tx, &clock_, ids, rng, &districts, &[])
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
            .with(people::Leaving::new(cases::assignment::release))
            .with(files::Files::open(folder.path()).unwrap());
        for part in [&services::PART, &places::PART, &cases::PART, &people::PART, &desk::PART] {
            builder = builder.part(part);
        }
        let app = builder.build().unwrap();
        let act = Act::by(&app, Actor::System("test"));
        aside(|| db.write_blocking(move |tx| staff(tx, &act))).unwrap();
        let router = desk::routes().merge(people::routes(true)).into_router(app.clone());
        Self { app, clock, db, router, _folder: folder }
    }

    /// Reads from the database.
    pub fn read<T: Send + 'static>(
        &self,
        work: impl Fn(&mut Tx<'_>) -> Result<T, StoreError> + Send + Sync + 'static,
    ) -> T {
        aside(|| self.db.read_blocking(work)).unwrap()
    }

    /// Somebody, by their address.
    pub fn person(&self, email: &'static str) -> PersonId {
        self.read(move |tx| persons::find_by_email(tx, email)).unwrap().id
    }

    /// A team, by its key.
    pub fn team(&self, key: &'static str) -> TeamId {
        self.read(move |tx| teams::by_key(tx, key)).unwrap().id
    }

    /// The browser of somebody who is signed in by one click, as in the demo.
    pub async fn signed_in(&self, email: &'static str) -> Browser {
        let id = self.person(email).to_string();
        let mut browser = Browser::new(self.router.clone());
        let answer = browser.post("/demo", "/demo/sign-in", &[("person", &id)]).await;
        assert!(answer.status.is_redirection(), "{}: {}", answer.status, answer.words("main"));
        browser
    }

    /// A resident reports a pothole.
    pub fn pothole(&self, at: i32) -> Case {
        let place = json!({"lon": -71.1, "lat": 42.3 + f64::from(at) * 0.0001,
            "address": format!("{at} Elm St"), "district": "center"});
        let answers = json!({"place": place, "lane": "bike", "size": "large", "depth": "deep",
            "damage": false, "contact": {"name": "Ana <b>Ruiz</b>", "email": "ana@example.org",
            "phone": "617 555 0134"}});
        self.open("pothole", answers)
    }

    /// A resident sends something.
    pub fn open(&self, service: &str, answers: serde_json::Value) -> Case {
        let office = Office::of(&self.app);
        let new = NewCase {
            service: office.catalogue().get(service).unwrap(),
            answers: Answers::try_from(answers).unwrap(),
            locale: Locale::EN,
            channel: "web",
            by: By::Resident,
            requester: None,
        };
        aside(|| self.db.write_blocking(move |tx| cases::opening::open(tx, &office, &new)).unwrap())
    }

    /// The resident writes something.
    pub fn resident_writes(&self, case: CaseId, text: &'static str) {
        let office = Office::of(&self.app);
        aside(|| {
            self.db
                .write_blocking(move |tx| {
                    cases::messages::send(tx, &office, case, text, Acting::RESIDENT)
                })
                .unwrap();
        });
    }

    /// Somebody follows a case and confirms it by the link of their letter.
    pub fn follow(&self, case: CaseId) {
        let office = Office::of(&self.app);
        aside(|| {
            self.db
                .write_blocking(move |tx| {
                    let email = "bo@example.org".parse().unwrap();
                    cases::followers::follow(tx, &office, case, &email, Locale::EN)?;
                    let letter = post::recent(tx, None, 1)?.remove(0);
                    let text = post::letter(tx, letter.id)?.unwrap().body_text;
                    let link = text.split_whitespace().find(|word| word.contains("/follow/"));
                    let token = link.unwrap().rsplit('/').next().unwrap();
                    let follower = cases::links::follower(&office, token).unwrap();
                    cases::followers::confirm(tx, &office, follower)
                })
                .unwrap();
        });
    }

    /// A case as it stands.
    pub fn case(&self, id: CaseId) -> Case {
        self.read(move |tx| cases::cases::by_id(tx, id)).unwrap()
    }

    /// Brings the search up to date.
    pub async fn index(&self) {
        let office = Office::of(&self.app);
        while cases::indexing::catch_up(&office, &self.app.get()).await.unwrap() > 0 {}
    }

    /// How often a verb stands in the history.
    pub fn count(&self, verb: &'static str) -> usize {
        aside(|| {
            self.db.write_blocking(move |tx| {
                ledger::sequence(tx, 10_000)?;
                let all = ledger::after(tx, 0, 10_000)?;
                Ok::<_, StoreError>(all.iter().filter(|row| row.verb == verb).count())
            })
        })
        .unwrap()
    }

    /// Lets time pass.
    pub fn wait(&self, hours: i64) {
        self.clock.advance(SignedDuration::from_hours(hours));
    }
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
                let name = Localized::new(TEAMS.iter().find(|one| one.0 == key).unwrap().1);
                let new = NewTeam { key: key.into(), name, department: "public-works".into() };
                Some(teams::ensure(tx, &new, act)?)
            }
            None => None,
        };
        memberships::grant(tx, id, team, role, act)?;
    }
    Ok(())
}

/// The fields that a form of a case's page carries.
pub fn carried(page: &Answer) -> (String, String) {
    let value = |name: &str| page.value(&format!("input[name={name}]")).unwrap_or_default();
    (value("revision"), value("seen"))
}

/// Sends a verb's form from the case's page.
pub async fn act(
    browser: &mut Browser,
    case: &Case,
    verb: &str,
    fields: &[(&str, &str)],
) -> Answer {
    let page = format!("/desk/cases/{}", case.reference);
    let shown = browser.get(&page).await;
    send(browser, case, verb, &shown, fields).await
}

/// Sends a verb's form as a page showed it, which may be old by now.
pub async fn send(
    browser: &mut Browser,
    case: &Case,
    verb: &str,
    shown: &Answer,
    fields: &[(&str, &str)],
) -> Answer {
    let (revision, seen) = carried(shown);
    let csrf = shown.value("input[name=csrf]").unwrap_or_default();
    let mut all = vec![("csrf", csrf.as_str()), ("revision", &revision), ("seen", &seen)];
    all.extend_from_slice(fields);
    browser.submit(&format!("/desk/cases/{}/{verb}", case.reference), &all).await
}
