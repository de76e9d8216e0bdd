//! A small town that takes money, on every engine, with a bank that can fail.
#![allow(dead_code, reason = "each test file uses its part")]

pub mod bank;

use base::{CaseId, Clock, IdMaker, Locale, PersonId, Rng};
use cases::{By, NewCase, Office};
use jiff::{SignedDuration, Timestamp};
use jobs::{Registry, Tools, Worker};
use ledger::Actor;
use payments::payment::{Attempt, AttemptState};
use payments::refunds::RefundRow;
use payments::{Cashier, Payment, Provider, Rest, Secret, State, Stripe};
use people::{Act, Kind, NewPerson};
use post::{Mailer, Sender};
use serde_json::json;
use services::{Answers, Catalogue, Pack};
use store::testing::TestDb;
use testkit::{Answer, Browser};
use web::session::{NewSession, Step};
use web::{App, Role, Town};

use bank::Bank;

store::statements! {
    ENTRIES: Query<String> = "SELECT verb FROM ledger WHERE verb LIKE 'payment.%' ORDER BY id";
    LETTERS: Query<(String, String)> = "SELECT subject, body_text FROM outbox ORDER BY id";
    CASES: Query<i64> = "SELECT COUNT(*) FROM cases";
    KEPT: Query<i64> = "SELECT COUNT(*) FROM payment_applications";
}

/// The secret of the bank's notices.
pub const SECRET: &str = "whsec_of_the_town";
/// The address at which the town is reached.
pub const HOME: &str = "https://town.example";

/// The town on one engine.
pub struct TestTown {
    pub app: App,
    pub db: TestDb,
    pub bank: Bank,
    router: axum::Router,
    _folder: tempfile::TempDir,
}

/// Which language the bank speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaks {
    Rest,
    Stripe,
}

/// Does what waits for the database on a thread of its own, which a test's runtime may not do itself.
pub fn aside<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|threads| threads.spawn(work).join().unwrap())
}

/// The town on every engine that this machine offers.
pub async fn towns() -> Vec<TestTown> {
    let mut towns = Vec::new();
    for db in store::testing::databases() {
        towns.push(TestTown::new(db, Speaks::Rest).await);
    }
    towns
}

/// When everything begins: a Monday morning.
pub fn now() -> Timestamp {
    "2028-02-28T15:00:00Z".parse().unwrap()
}

impl TestTown {
    pub async fn new(db: TestDb, speaks: Speaks) -> Self {
        let bank = Bank::open().await;
        let (key, notices) = (Secret::new("key_of_the_town"), Secret::new(SECRET));
        let provider = match speaks {
            Speaks::Rest => Provider::Rest(Rest::new(&bank.address, key, Some(notices)).unwrap()),
            Speaks::Stripe => {
                Provider::Stripe(Stripe::new(Some(&bank.address), key, Some(notices)).unwrap())
            }
        };
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::fixed(now());
        let (ids, rng) = (IdMaker::new(clock.clone(), 0), Rng::seeded(29));
        let mut pack = Pack::load(&services::Files::demo()).expect("the demo pack has no errors");
        pack.services.retain(|one| {
            one.definition.id == "visitor-parking" || one.definition.id == "parking-permits"
        });
        let calendar = pack.outline.opening.calendar();
        let (ids_, rng_) = (ids.clone(), rng.clone());
        aside(|| {
            db.write_blocking(move |tx| {
                services::publish(tx, &pack, Actor::System("test"), now(), &ids_, &rng_).unwrap();
                Ok::<_, store::StoreError>(())
            })
        })
        .unwrap();
        let catalogue = aside(|| db.read_blocking(Catalogue::load)).unwrap();
        let town = Town { base_url: HOME.into(), ..Town::default() };
        let mut builder = App::builder(db.db(), town)
            .ambience(clock, ids, rng)
            .people(people::lookup_for(&Town { demo: true, ..Town::default() }))
            .with(catalogue)
            .with(calendar)
            .with(Cashier::new(provider))
            .with(places::Places::default())
            .with(files::Files::open(folder.path()).unwrap());
        for part in [&services::PART, &places::PART, &cases::PART, &people::PART, &payments::PART] {
            builder = builder.part(part);
        }
        let app = builder.build().unwrap();
        let router = payments::routes(true).merge(doors()).into_router(app.clone());
        Self { app, db, bank, router, _folder: folder }
    }

    pub fn browser(&self) -> Browser {
        Browser::new(self.router.clone())
    }

    /// Somebody of finance, signed in.
    pub async fn finance(&self, name: &str) -> Browser {
        let act = Act::by(&self.app, Actor::System("test"));
        let email = format!("{}@town.example", base::text::slug(name)).parse().unwrap();
        let (name, kind) = (name.to_owned(), Kind::Staff);
        let new = NewPerson { kind, name, email, phone: None, locale: Locale::EN };
        let id = aside(|| {
            self.db.write_blocking(move |tx| {
                let id = people::persons::create(tx, &new, &act)?;
                people::memberships::grant(tx, id, None, Role::Finance, &act)?;
                Ok::<_, store::StoreError>(id)
            })
        })
        .unwrap();
        let mut browser = self.browser();
        browser.get(&format!("/sign-in-as/{id}")).await;
        browser
    }

    /// A form for a visitor's permit of three days is sent: $7.50.
    pub fn begin(&self) -> Payment {
        self.begin_by(By::Resident, "web")
    }

    /// The same, sent by somebody through a channel.
    pub fn begin_by(&self, by: By, channel: &'static str) -> Payment {
        let office = Office::of(&self.app);
        let service = office.catalogue().get("visitor-parking").unwrap();
        let answers = Answers::try_from(json!({
            "plate": "1ABC23", "stay": {"from": "2028-03-02", "to": "2028-03-04", "days": 3.0},
            "reduced": false,
            "contact": {"name": "Ada Example", "email": "ada@example.org", "phone": ""},
        }))
        .unwrap();
        let fee = service.definition.fee.as_ref().unwrap();
        let charge = fee.charge(&answers, office.catalogue().outline().currency).unwrap();
        let new = NewCase { service, answers, locale: Locale::EN, channel, by, requester: None };
        aside(|| {
            self.db.write_blocking(move |tx| payments::begin(tx, &office, &new, &charge)).unwrap()
        })
    }

    pub fn path(&self, payment: &Payment) -> String {
        payments::links::path(&self.app, payment.id)
    }

    /// Presses "Pay now"; gives the answer.
    pub async fn press(&self, payment: &Payment) -> Answer {
        let path = self.path(payment);
        self.browser().post(&path, &path, &[]).await
    }

    /// A window in which the page to pay stands open.
    pub async fn window(&self, payment: &Payment) -> Window {
        let (path, mut browser) = (self.path(payment), self.browser());
        let token = browser.get(&path).await.value("input[name=csrf]").expect("a form");
        Window { browser, token, path }
    }

    /// Presses "Pay now" and arrives at the bank; gives the session's id there.
    pub async fn arrive(&self, payment: &Payment) -> String {
        let answer = self.press(payment).await;
        let link = answer.attribute("main a.govuk-button", "href").expect("a way to the bank");
        assert!(link.starts_with(&self.bank.address), "{link}");
        link.rsplit('/').next().unwrap().to_owned()
    }

    /// Comes back from the bank.
    pub async fn come_back(&self, payment: &Payment) -> Answer {
        let path = format!("{}/return", self.path(payment));
        self.browser().visit(&path).await
    }

    /// Time passes, and what is due is done.
    pub async fn pass(&self, time: SignedDuration) -> jobs::Ran {
        self.app.clock().advance(time);
        self.work().await
    }

    /// What is due is done.
    pub async fn work(&self) -> jobs::Ran {
        let mut registry = Registry::new();
        payments::register(&mut registry, &self.app);
        let address = "hello@town.example".parse().unwrap();
        post::register(
            &mut registry,
            Mailer::page(Sender { name: "Town".into(), address, reply_to: None }),
        );
        let tools = Tools {
            db: self.app.db().clone(),
            clock: self.app.clock().clone(),
            ids: self.app.ids().clone(),
            rng: self.app.rng().clone(),
        };
        Worker::new(tools, registry).run_due().await.unwrap()
    }

    pub fn payment(&self, payment: &Payment) -> Payment {
        let id = payment.id;
        aside(|| self.db.read_blocking(move |tx| payments::payments::by_id(tx, id)))
            .unwrap()
            .unwrap()
    }

    pub fn state(&self, payment: &Payment) -> State {
        self.payment(payment).state
    }

    pub fn attempts(&self, payment: &Payment) -> Vec<Attempt> {
        let id = payment.id;
        aside(|| self.db.read_blocking(move |tx| payments::attempts::of_payment(tx, id))).unwrap()
    }

    pub fn attempt_states(&self, payment: &Payment) -> Vec<AttemptState> {
        self.attempts(payment).into_iter().map(|one| one.state).collect()
    }

    pub fn refunds(&self, payment: &Payment) -> Vec<RefundRow> {
        let id = payment.id;
        aside(|| self.db.read_blocking(move |tx| payments::refunds::of_payment(tx, id))).unwrap()
    }

    pub fn case(&self, id: CaseId) -> Option<cases::Case> {
        aside(|| self.db.read_blocking(move |tx| cases::cases::by_id(tx, id))).unwrap()
    }

    pub fn cases(&self) -> i64 {
        aside(|| self.db.read_blocking(|tx| tx.one(&CASES, store::params![]))).unwrap().unwrap()
    }

    /// How many forms wait to be paid.
    pub fn kept(&self) -> i64 {
        aside(|| self.db.read_blocking(|tx| tx.one(&KEPT, store::params![]))).unwrap().unwrap()
    }

    /// What the ledger tells about payments.
    pub fn told(&self) -> Vec<String> {
        aside(|| self.db.read_blocking(|tx| tx.all(&ENTRIES, store::params![]))).unwrap()
    }

    /// The letters: their subjects and texts.
    pub fn letters(&self) -> Vec<(String, String)> {
        aside(|| self.db.read_blocking(|tx| tx.all(&LETTERS, store::params![]))).unwrap()
    }

    /// Changes tables by hand, as only a mishap does.
    pub fn mishap(&self, sql: &'static str) {
        aside(|| self.db.write_blocking(move |tx| tx.batch(sql))).unwrap();
    }

    pub fn engine(&self) -> String {
        format!("{:?}", self.db.engine())
    }

    /// The bank sends a notice about a session; gives the status of the town's answer.
    pub async fn notice(&self, event: &str, session: &str) -> u16 {
        let body = json!({"webhook_message_id": event, "resource_id": session}).to_string();
        let signed = sign(SECRET, &[body.as_bytes()]);
        self.send_notice("pay-signature", &signed, &body).await
    }

    pub async fn send_notice(&self, header: &str, signed: &str, body: &str) -> u16 {
        let request = axum::http::Request::post("/payments/notices")
            .header(header, signed)
            .body(axum::body::Body::from(body.to_owned()));
        self.browser().call(request.unwrap()).await.status.as_u16()
    }
}

/// HMAC-SHA-256 in hex.
pub fn sign(secret: &str, parts: &[&[u8]]) -> String {
    use hmac::{Hmac, KeyInit, Mac};
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    for part in parts {
        mac.update(part);
    }
    hex::encode(mac.finalize().into_bytes())
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

/// A window with the page to pay, as old as it may be.
pub struct Window {
    browser: Browser,
    token: String,
    path: String,
}

impl Window {
    /// Presses "Pay now".
    pub async fn press(&mut self) -> Answer {
        self.browser.submit(&self.path, &[("csrf", &self.token)]).await
    }
}
