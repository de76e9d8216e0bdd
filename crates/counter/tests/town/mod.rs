//! A small town for the counter's tests: some services of the demo pack, one street, one browser.
#![allow(dead_code, reason = "each test file uses its part")]

use base::geo::Point;
use base::{Clock, IdMaker, Locale, PersonId, Rng};
use cases::{Acting, By, Closure, Office, Rank, Seen};
use jiff::Timestamp;
use ledger::Actor;
use people::{Act, Kind, NewPerson};
use places::NewAddress;
use services::{Catalogue, Pack};
use store::testing::TestDb;
use testkit::{Answer, Browser};
use web::session::{NewSession, Step};
use web::{App, Role, Town};

const DISTRICTS: &str = r#"{"features":[{"properties":{"name":"Center"},"geometry":{"type":"Polygon",
    "coordinates":[[[-71.2,42.2],[-71.0,42.2],[-71.0,42.4],[-71.2,42.4],[-71.2,42.2]]]}}]}"#;

/// The services of the town: a report with a place nearby, a request with conditions, a complaint.
const SERVICES: [&str; 12] = [
    "birth-certificate-copy",
    "graffiti",
    "neighborhood-market",
    "parking-permits",
    "passport-application",
    "pothole",
    "rats",
    "recycling-cart",
    "rodent",
    "sponsor-a-tree",
    "street-light-out",
    "visitor-parking",
];

/// A town on one engine.
pub struct TestTown {
    pub app: App,
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

/// When everything happens: a Monday morning.
pub fn now() -> Timestamp {
    "2028-02-28T15:00:00Z".parse().unwrap()
}

impl TestTown {
    /// The town on SQLite, where the engine does not matter.
    pub fn one() -> Self {
        Self::new(store::testing::sqlite())
    }

    /// The towns, each with a bank at which residents pay.
    pub fn with_banks() -> Vec<Self> {
        store::testing::databases().into_iter().map(|db| Self::made(db, true, |_| ())).collect()
    }

    fn new(db: TestDb) -> Self {
        Self::made(db, false, |_| ())
    }

    /// The town with another pack, on SQLite.
    pub fn with_pack(change: fn(&mut Pack)) -> Self {
        Self::made(store::testing::sqlite(), false, change)
    }

    fn made(db: TestDb, takes_money: bool, change: fn(&mut Pack)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::fixed(now());
        let (ids, rng) = (IdMaker::new(clock.clone(), 0), Rng::seeded(29));
        let mut pack = Pack::load(&services::Files::demo()).expect("the demo pack has no errors");
        pack.services.retain(|one| SERVICES.contains(&one.definition.id.as_str()));
        change(&mut pack);
        let calendar = pack.outline.opening.calendar();
        let districts = places::districts_from_geojson(DISTRICTS).unwrap();
        let addresses: Vec<NewAddress> = (1..=9_i32).map(address).collect();
        let (clock_, ids_, rng_) = (clock.clone(), ids.clone(), rng.clone());
        aside(|| {
            db.write_blocking(move |tx| {
                services::publish(tx, &pack, Actor::System("test"), now(), &ids_, &rng_).unwrap();
                places::seed(tx, &clock_, &ids_, &rng_, &districts, &addresses)
            })
        })
        .unwrap();
        let catalogue = aside(|| db.read_blocking(Catalogue::load)).unwrap();
        let cashier = if takes_money {
            let home = Town::default().base_url;
            let bank = payments::Practice::new(db.db(), clock.clone(), rng.clone(), &home);
            payments::Cashier::new(payments::Provider::Practice(bank))
        } else {
            payments::Cashier::default()
        };
        let mut builder = App::builder(db.db(), Town::default())
            .ambience(clock, ids, rng)
            // Roles count without a second factor, which no test of the counter is about.
            .people(people::lookup_for(&Town { demo: true, ..Town::default() }))
            .with(catalogue)
            .with(calendar)
            .with(cashier)
            .with(appointments::BESIDE)
            .with(places::Places::default())
            .with(files::Files::open(folder.path()).unwrap());
        let cases = [&services::PART, &places::PART, &cases::PART, &appointments::PART];
        let desks = [&people::PART, &counter::PART, &payments::PART];
        for part in cases.into_iter().chain(desks) {
            builder = builder.part(part);
        }
        let app = builder.build().unwrap();
        let routes = counter::routes().merge(appointments::routes()).merge(places::routes());
        let routes = routes.merge(payments::routes(true)).merge(doors());
        let router = routes.into_router(app.clone());
        Self { app, db, router, _folder: folder }
    }

    pub fn browser(&self) -> Browser {
        Browser::new(self.router.clone())
    }

    /// Somebody with an account, and a role in all teams where one is given.
    pub fn person(&self, name: &str, email: &str, role: Option<Role>) -> PersonId {
        let act = Act::by(&self.app, Actor::System("test"));
        let kind = if role.is_some() { Kind::Staff } else { Kind::Resident };
        let (name, email) = (name.to_owned(), email.parse().unwrap());
        let new = NewPerson { kind, name, email, phone: None, locale: Locale::EN };
        aside(|| {
            self.db.write_blocking(move |tx| {
                let id = people::persons::create(tx, &new, &act)?;
                if let Some(role) = role {
                    people::memberships::grant(tx, id, None, role, &act)?;
                }
                Ok::<_, store::StoreError>(id)
            })
        })
        .unwrap()
    }

    /// A browser in which somebody has signed in.
    pub async fn signed_in(&self, person: PersonId) -> Browser {
        let mut browser = self.browser();
        let answer = browser.get(&format!("/sign-in-as/{person}")).await;
        assert!(answer.status.is_redirection(), "{}", answer.status);
        browser
    }

    /// How many cases there are.
    pub fn cases(&self) -> i64 {
        let all = cases::inbox::Filter::default();
        aside(|| self.db.read_blocking(move |tx| cases::inbox::count(tx, &all))).unwrap()
    }

    /// The only case.
    pub fn case(&self) -> cases::Case {
        let list = aside(|| {
            self.db.read_blocking(|tx| {
                cases::inbox::list(tx, &cases::inbox::Filter::default(), cases::inbox::Page::First)
            })
        })
        .unwrap();
        list.cases.into_iter().next().expect("there is a case")
    }

    /// Staff close the case.
    pub fn close(&self, case: base::CaseId, outcome: &str) {
        let office = Office::of(&self.app);
        let closure = Closure { outcome: outcome.to_owned(), reason: "Filled.".into() };
        let by = By::Staff(base::PersonId(1), Rank::Caseworker);
        aside(|| {
            self.db.write_blocking(move |tx| {
                let acting = Acting { by, seen: Seen::Whatever };
                cases::closure::close(tx, &office, case, &closure, acting)
            })
        })
        .unwrap();
    }

    /// Staff write a note for each other.
    pub fn note(&self, case: base::CaseId, text: &'static str) {
        let office = Office::of(&self.app);
        let by = By::Staff(base::PersonId(1), Rank::Caseworker);
        aside(|| {
            self.db.write_blocking(move |tx| {
                let acting = Acting { by, seen: Seen::Whatever };
                cases::messages::note(tx, &office, case, text, acting)
            })
        })
        .unwrap();
    }

    /// Staff hand the case to another service.
    pub fn hand_over(&self, case: base::CaseId, service: &str) {
        let office = Office::of(&self.app);
        let to = office.catalogue().get(service).unwrap();
        let by = By::Staff(base::PersonId(1), Rank::Caseworker);
        aside(|| {
            self.db.write_blocking(move |tx| {
                let acting = Acting { by, seen: Seen::Whatever };
                cases::hand_over::hand_over(tx, &office, case, &to, "Paint.", acting)
            })
        })
        .unwrap();
    }

    /// Staff ask the resident something.
    pub fn ask(&self, case: base::CaseId, question: &'static str) {
        let office = Office::of(&self.app);
        let by = By::Staff(base::PersonId(1), Rank::Caseworker);
        aside(|| {
            self.db.write_blocking(move |tx| {
                let acting = Acting { by, seen: Seen::Whatever };
                cases::moves::make(tx, &office, case, "ask", question, acting)
            })
        })
        .unwrap();
    }
}

/// Signs anybody in.
fn doors() -> web::Routes {
    async fn sign_in(
        axum::extract::State(app): axum::extract::State<App>,
        visitor: web::Visitor,
        axum::extract::Path(id): axum::extract::Path<i64>,
    ) -> web::Reply {
        let session = NewSession::new(&app, &visitor, PersonId(id), Step::Done);
        let kept = session.clone();
        app.db().write(move |tx| kept.store(tx)).await?;
        Ok(session.attach(&app, web::see_other("/")))
    }
    web::Routes::new().get("/sign-in-as/{id}", web::Access::Public, sign_in)
}

fn address(number: i32) -> NewAddress {
    NewAddress {
        line: format!("{number} Elm St"),
        locality: "Boston".into(),
        postcode: "02114".into(),
        point: Point::new(-71.1 + f64::from(number) * 0.01, 42.3).unwrap(),
    }
}

/// Sends the form of a page with the browser's own token; follows nothing.
pub async fn fill(browser: &mut Browser, page: &str, fields: &[(&str, &str)]) -> Answer {
    browser.post(page, page, fields).await
}

/// Begins a service; gives the address of its first page.
pub async fn start(browser: &mut Browser, service: &str) -> String {
    let page = format!("/services/{service}");
    let answer = browser.post(&page, &format!("{page}/start"), &[]).await;
    answer.location().expect("the form begins")
}

/// The address of another page of the same draft.
pub fn at(page: &str, other: &str) -> String {
    let (draft, _) = page.rsplit_once('/').unwrap();
    format!("{draft}/{other}")
}

/// Answers a pothole as far as "check your answers"; gives that page's address.
pub async fn pothole(browser: &mut Browser, place: &str, email: &str) -> String {
    let first = start(browser, "pothole").await;
    let mut next =
        fill(browser, &first, &[("place-address", place), ("lane", "bike")]).await.location();
    if next.as_deref().is_some_and(|to| to.ends_with("/nearby")) {
        next = fill(browser, &at(&first, "nearby"), &[("new", "1")]).await.location();
    }
    assert_eq!(next.unwrap(), at(&first, "size"));
    let size = [("size", "large"), ("depth", "deep"), ("damage", "no")];
    let next = fill(browser, &at(&first, "size"), &size).await.location();
    assert_eq!(next.unwrap(), at(&first, "photos"));
    let next =
        browser.post(&at(&first, "photos"), &at(&first, "photos/photos"), &[]).await.location();
    assert_eq!(next.unwrap(), at(&first, "contact"));
    let contact = [("contact-name", "Ada Example"), ("contact-email", email)];
    let next = fill(browser, &at(&first, "contact"), &contact).await.location();
    assert_eq!(next.unwrap(), at(&first, "check"));
    at(&first, "check")
}

/// Reports a pothole; gives the address of its tracking page.
pub async fn sent(browser: &mut Browser, place: &str, email: &str) -> String {
    let check = pothole(browser, place, email).await;
    let done = fill(browser, &check, &[]).await.location().unwrap();
    let page = browser.get(&done).await;
    page.attribute("main a[href^='/track/']", "href").expect("a link to the case")
}
