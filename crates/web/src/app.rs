use std::any::{Any, TypeId, type_name};
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

use base::{Clock, IdMaker, Locale, Rng};
use store::Db;

use crate::assets::Assets;
use crate::dates::Dates;
use crate::engine::Engine;
use crate::kept::Kept;
use crate::live::Live;
use crate::nav::NavItem;
use crate::pace::Paces;
use crate::part::Part;
use crate::proxies::Proxies;
use crate::sign::Signer;
use crate::town::Town;
use crate::visitor::PersonLookup;
use crate::words::{self, Words};

/// Everything a handler needs, shared by all of them: take it with `State(app): State<App>`.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    db: Db,
    clock: Clock,
    ids: IdMaker,
    rng: Rng,
    town: Town,
    words: BTreeMap<Locale, Words>,
    engine: Engine,
    assets: Arc<Assets>,
    signer: Signer,
    paces: Paces,
    live: Arc<Live>,
    kept: Kept,
    proxies: Proxies,
    people: PersonLookup,
    nav: Vec<NavItem>,
    departments: HashMap<TypeId, Arc<dyn Any + Send + Sync>>,
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "App({})", self.0.town.name)
    }
}

impl App {
    /// Begins an app over a database.
    pub fn builder(db: Db, mut town: Town) -> AppBuilder {
        // People write it either way; links in letters must not have two slashes.
        town.base_url.truncate(town.base_url.trim_end_matches('/').len());
        let (clock, rng) = (Clock::system(), Rng::system());
        AppBuilder {
            ids: IdMaker::new(clock.clone(), 0),
            secret: rng.bytes(),
            db,
            town,
            clock,
            rng,
            parts: vec![&crate::PART],
            proxies: Proxies::default(),
            people: |_, _| Ok(None),
            nav: Vec::new(),
            departments: HashMap::new(),
        }
    }

    /// The database.
    pub fn db(&self) -> &Db {
        &self.0.db
    }

    /// The clock.
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// The maker of ids.
    pub fn ids(&self) -> &IdMaker {
        &self.0.ids
    }

    /// Chance.
    pub fn rng(&self) -> &Rng {
        &self.0.rng
    }

    /// The town.
    pub fn town(&self) -> &Town {
        &self.0.town
    }

    /// Signs what travels through cookies and links.
    pub fn signer(&self) -> &Signer {
        &self.0.signer
    }

    /// The words of a language.
    #[expect(clippy::expect_used, reason = "`build` reads every language of `Locale::ALL`")]
    pub fn words(&self, locale: Locale) -> &Words {
        self.0.words.get(&locale).expect("every language has its words")
    }

    /// Writes dates in a language, as of now.
    pub fn dates(&self, locale: Locale) -> Dates {
        Dates {
            zone: self.0.town.time_zone.clone(),
            now: self.0.clock.now(),
            words: self.words(locale).clone(),
        }
    }

    /// What a crate put in with [`AppBuilder::with`], such as the catalogue of services.
    ///
    /// # Panics
    /// When nothing of the type was put in: the program is put together wrongly, which its first
    /// test shows.
    #[expect(
        clippy::panic,
        reason = "a mistake of assembly, found by any test that starts the app"
    )]
    pub fn get<T: Send + Sync + 'static>(&self) -> Arc<T> {
        self.try_get().unwrap_or_else(|| panic!("the app was built without a {}", type_name::<T>()))
    }

    /// What a crate put in with [`AppBuilder::with`], or `None`.
    pub fn try_get<T: Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        let found = self.0.departments.get(&TypeId::of::<T>())?;
        found.clone().downcast().ok()
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.0.engine
    }

    /// The files that pages load.
    pub fn assets(&self) -> &Assets {
        &self.0.assets
    }

    /// What tells open pages of changes.
    pub fn live(&self) -> &Arc<Live> {
        &self.0.live
    }

    /// Begins to keep what anybody may keep: pages are then as old as they say. Where a clock stands still that
    /// is for ever, so that only a program that serves asks for it.
    pub fn keep_pages(&self) {
        self.0.kept.start();
    }

    pub(crate) fn kept(&self) -> &Kept {
        &self.0.kept
    }

    pub(crate) fn paces(&self) -> &Paces {
        &self.0.paces
    }

    pub(crate) fn proxies(&self) -> &Proxies {
        &self.0.proxies
    }

    pub(crate) fn nav(&self) -> &[NavItem] {
        &self.0.nav
    }

    pub(crate) fn people(&self) -> PersonLookup {
        self.0.people
    }
}

/// Puts an [`App`] together.
pub struct AppBuilder {
    db: Db,
    town: Town,
    clock: Clock,
    ids: IdMaker,
    rng: Rng,
    secret: [u8; 32],
    parts: Vec<&'static Part>,
    proxies: Proxies,
    people: PersonLookup,
    nav: Vec<NavItem>,
    departments: HashMap<TypeId, Arc<dyn Any + Send + Sync>>,
}

impl AppBuilder {
    /// Uses this clock, ids and chance; tests give ones that stand still.
    #[must_use]
    pub fn ambience(mut self, clock: Clock, ids: IdMaker, rng: Rng) -> Self {
        (self.clock, self.ids, self.rng) = (clock, ids, rng);
        self
    }

    /// Uses this secret for signatures, so that they outlive the process and hold on every node.
    #[must_use]
    pub fn secret(mut self, secret: [u8; 32]) -> Self {
        self.secret = secret;
        self
    }

    /// Adds a crate's templates, words and assets.
    #[must_use]
    pub fn part(mut self, part: &'static Part) -> Self {
        self.parts.push(part);
        self
    }

    /// Believes these proxies about who sent a request.
    #[must_use]
    pub fn proxies(mut self, proxies: Proxies) -> Self {
        self.proxies = proxies;
        self
    }

    /// Finds people by this function.
    #[must_use]
    pub fn people(mut self, lookup: PersonLookup) -> Self {
        self.people = lookup;
        self
    }

    /// Adds an entry to a navigation, in the order of the calls.
    #[must_use]
    pub fn nav(mut self, item: NavItem) -> Self {
        self.nav.push(item);
        self
    }

    /// Adds a value that handlers find by its type with [`App::get`].
    #[must_use]
    pub fn with<T: Send + Sync + 'static>(mut self, value: T) -> Self {
        self.departments.insert(TypeId::of::<T>(), Arc::new(value));
        self
    }

    /// Adds a value that is shared already.
    #[must_use]
    pub fn with_shared<T: Send + Sync + 'static>(mut self, value: Arc<T>) -> Self {
        self.departments.insert(TypeId::of::<T>(), value);
        self
    }

    /// Builds the app. A mistake in a Fluent file is an error that names it.
    pub fn build(self) -> Result<App, String> {
        let words = words::read_all(&self.parts)?;
        let assets = Arc::new(Assets::collect(&self.parts));
        let engine = Engine::new(&self.parts, &words, &self.town, &self.clock, &assets);
        Ok(App(Arc::new(Inner {
            db: self.db,
            clock: self.clock,
            ids: self.ids,
            rng: self.rng,
            signer: Signer::new(self.secret),
            paces: Paces::default(),
            live: Arc::default(),
            kept: Kept::default(),
            proxies: self.proxies,
            town: self.town,
            words,
            engine,
            assets,
            people: self.people,
            nav: self.nav,
            departments: self.departments,
        })))
    }
}
