//! The whole program over fresh databases, with a few cases of the demo town.

#![allow(dead_code, reason = "each test file uses a part of it")]

use base::{Clock, IdMaker, Rng};
use services::{Files, Pack};
use store::testing::TestDb;
use testkit::Browser;
use tokio::runtime::Runtime;
use townhall::settings::{Given, Settings};
use townhall::town::{self, Ambience, Mode};
use web::{App, RouteInfo};

/// How many cases the town has: enough for every list to have something in it.
const CASES: usize = 120;

/// A demo town on one engine.
pub struct TestTown {
    /// The app.
    pub app: App,
    /// Every route.
    pub routes: Vec<RouteInfo>,
    router: axum::Router,
    runtime: Runtime,
    db: TestDb,
    folder: tempfile::TempDir,
}

/// The six roles of the demo and a stranger.
pub const ROLES: [Option<&str>; 7] = [
    None,
    Some(people::demo::RESIDENT),
    Some(people::demo::CASEWORKER),
    Some(people::demo::TEAM_LEAD),
    Some(people::demo::DESIGNER),
    Some(people::demo::ADMINISTRATOR),
    Some(people::demo::FINANCE),
];

/// A town on every engine that this machine offers.
pub fn towns() -> Vec<TestTown> {
    store::testing::databases().into_iter().map(TestTown::new).collect()
}

impl TestTown {
    /// A town on one database.
    pub fn new(db: TestDb) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let settings: Settings = Given::for_data(folder.path()).settle();
        let clock = Clock::fixed("2028-02-29T16:00:00Z".parse().unwrap());
        let ambience =
            Ambience { ids: IdMaker::new(clock.clone(), 0), clock, rng: Rng::seeded(29) };
        let pack = Pack::load(&Files::demo()).expect("the demo pack has no errors");
        townhall::commands::service::publish(&db, pack, &ambience, "test").unwrap();
        let app = town::assemble(&settings, Mode::Demo, db.db(), ambience).unwrap();
        people::demo::seed(&app).unwrap();
        demo::load::places(&app).unwrap();
        demo::appointments(&app).unwrap();
        demo::load::cases(&app, CASES, |_| {}).unwrap();
        let routes = town::routes(app.town());
        let list = routes.list();
        let router = routes.into_router(app.clone());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Self { app, routes: list, router, runtime, db, folder }
    }

    /// The engine, for messages.
    pub fn engine(&self) -> String {
        format!("{:?}", self.db.engine())
    }

    /// Runs what a browser does.
    pub fn run<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// Does the jobs that are due: letters go out, reminders are written.
    pub fn do_jobs(&self) {
        let settings: Settings = Given::for_data(self.folder.path()).settle();
        let mailer = town::mailer(&settings, self.app.town(), Mode::Demo).unwrap();
        self.run(town::worker(&self.app, mailer).run_due()).unwrap();
    }

    /// A browser of a stranger.
    pub fn stranger(&self) -> Browser {
        Browser::new(self.router.clone())
    }

    /// A browser in which somebody is signed in, by their address; or a stranger's.
    pub fn browser(&self, email: Option<&str>) -> Browser {
        let mut browser = self.stranger();
        let Some(email) = email.map(str::to_owned) else { return browser };
        let found =
            self.app.db().read_blocking(move |tx| people::persons::find_by_email(tx, &email));
        let id = found.unwrap().expect("the account is there").id.to_string();
        self.run(async {
            let answer = browser.post("/demo", "/demo/sign-in", &[("person", &id)]).await;
            assert!(answer.status.is_redirection(), "{}", answer.status);
        });
        browser
    }
}
