//! A town with a registry, a clock that stands still, and people who want to come; on every engine.
#![allow(dead_code, reason = "each test file uses a part of it")]

use appointments::{Booking, BookingError, Seeker, Terms, Wanted, holding};
use base::{Clock, IdMaker, Locale, Rng};
use cases::{By, Case, NewCase, Office};
use jobs::{Registry, Tools, Worker};
use serde_json::json;
use services::{Answers, Catalogue, Files, Pack};
use store::testing::TestDb;
use store::{StoreError, Tx};
use web::{App, Town};

/// A town on one engine.
pub struct TestTown {
    /// The office.
    pub office: Office,
    /// The clock.
    pub clock: Clock,
    /// The database, removed with the town.
    pub db: TestDb,
}

/// Monday 30 November 2026, 8:00 in Boston.
const START: &str = "2026-11-30T13:00:00Z";

/// A town on every engine that this machine offers.
pub fn towns() -> Vec<TestTown> {
    store::testing::databases().into_iter().map(TestTown::new).collect()
}

/// A moment of the town's clock, in milliseconds since 1970: `2026-12-01T09:10`.
pub fn at(local: &str) -> i64 {
    let local: jiff::civil::DateTime = local.parse().unwrap();
    local.in_tz("America/New_York").unwrap().timestamp().as_millisecond()
}

/// A time at the registry.
pub fn wanted(local: &str) -> Wanted {
    Wanted { branch: "registry".into(), start: at(local) }
}

impl TestTown {
    fn new(db: TestDb) -> Self {
        let clock = Clock::fixed(START.parse().unwrap());
        let (ids, rng) = (IdMaker::new(clock.clone(), 0), Rng::seeded(2));
        let pack = Pack::load(&Files::demo()).expect("the demo pack has no errors");
        let calendar = pack.outline.opening.calendar();
        let (now, own, chance) = (clock.now(), ids.clone(), rng.clone());
        db.write_blocking(move |tx| {
            services::publish(tx, &pack, ledger::Actor::System("test"), now, &own, &chance)
        })
        .unwrap();
        let catalogue = db.read_blocking(Catalogue::load).unwrap();
        let town = Town { time_zone: calendar.zone().clone(), ..Town::default() };
        let app = App::builder(db.db(), town)
            .ambience(clock.clone(), ids, rng)
            .part(&cases::PART)
            .part(&appointments::PART)
            .with(catalogue)
            .with(calendar)
            .with(appointments::BESIDE)
            .build()
            .unwrap();
        Self { office: Office::of(&app), clock, db }
    }

    /// The terms of a service.
    pub fn terms(&self, service: &str) -> Terms {
        Terms::of(&self.office.catalogue().get(service).unwrap()).unwrap()
    }

    /// Opens a case of a service for somebody, without an appointment.
    pub fn case(&self, service: &str, email: &str) -> Case {
        let answers = json!({
            "who": "adult", "contact": {"name": "Ana Ruiz", "email": email, "phone": ""},
        });
        let new = NewCase {
            service: self.office.catalogue().get(service).unwrap(),
            answers: Answers::try_from(answers).unwrap(),
            locale: Locale::EN,
            channel: "web",
            by: By::Resident,
            requester: None,
        };
        let office = self.office.clone();
        self.db.write_blocking(move |tx| cases::opening::open(tx, &office, &new)).unwrap()
    }

    /// Runs a verb as residents' requests do: side by side with others.
    pub fn act<T: Send + 'static>(
        &self,
        verb: impl Fn(&mut Tx<'_>, &Office) -> Result<T, BookingError> + Send + 'static,
    ) -> Result<T, BookingError> {
        let office = self.office.clone();
        let (send, receive) = std::sync::mpsc::channel();
        let db = self.db.db();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            let done = runtime.block_on(db.write_rows(move |tx| verb(tx, &office)));
            send.send(done).unwrap();
        });
        receive.recv().unwrap()
    }

    /// Holds a time for a form.
    pub fn hold(&self, service: &str, draft: i64, wanted: Wanted) -> Result<Booking, BookingError> {
        let terms = self.terms(service);
        self.act(move |tx, office| {
            holding::hold(tx, office, (draft, Seeker::Resident), &terms, &wanted)
        })
    }

    /// Somebody with an appointment at the registry.
    pub fn booked(&self, service: &str, email: &str, local: &str) -> (Case, Booking) {
        let (case, terms, wanted) = (self.case(service, email), self.terms(service), wanted(local));
        let of = case.clone();
        let booked = self.act(move |tx, office| {
            let how = (&wanted, Seeker::Resident, By::Resident);
            appointments::making::make(tx, office, &of, &terms, how)
        });
        (case, booked.unwrap())
    }

    /// The letters to an address, the newest first: subject, text, calendar.
    pub fn letters(&self, to: &str) -> Vec<(String, String, Option<String>)> {
        let to = to.to_owned();
        let letters = self.db.read_blocking(move |tx| {
            let mut found = Vec::new();
            for letter in post::recent(tx, None, 200)? {
                if letter.to_address == to
                    && let Some(whole) = post::letter(tx, letter.id)?
                {
                    found.push((whole.subject, whole.body_text, whole.calendar));
                }
            }
            Ok::<_, StoreError>(found)
        });
        letters.unwrap()
    }

    /// Does the jobs of appointments that are due.
    pub fn do_jobs(&self) {
        let mut registry = Registry::new();
        appointments::register(&mut registry, self.office.app());
        // Letters stay where they are.
        registry.on("post.deliver", |_, _: serde_json::Value| async { Ok(()) });
        registry.on("case.remind", |_, _: serde_json::Value| async { Ok(()) });
        let app = self.office.app();
        let tools = Tools {
            db: app.db().clone(),
            clock: app.clock().clone(),
            ids: app.ids().clone(),
            rng: app.rng().clone(),
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(Worker::new(tools, registry).run_due()).unwrap();
    }

    /// The verbs of a case in the ledger, the oldest first.
    pub fn verbs(&self, case: &Case) -> Vec<String> {
        let subject = ledger::Subject::case(case.id);
        let rows = self.db.read_blocking(move |tx| ledger::of_subject(tx, subject, 100)).unwrap();
        rows.into_iter().map(|row| row.verb).collect()
    }
}
