//! The departments of the town hall, and the app that they share.

use base::time::MINUTE_MS;
use base::{Clock, IdMaker, Rng, WorkingCalendar};
use cases::Office;
use jiff::SignedDuration;
use jobs::{JobError, Registry, Tools, Worker};
use places::{Places, Tiles};
use post::{Mailer, Sender};
use search::{CaseIndex, Opened};
use services::{Catalogue, Outline};
use store::Db;
use web::{App, Part, Routes, Town};

use crate::Failure;
use crate::data_folder::DataFolder;
use crate::health::Standing;
use crate::opening;
use crate::settings::Settings;

/// How often what nobody needs is removed.
const A_DAY: SignedDuration = SignedDuration::from_hours(24);
/// How often letters are removed whose link has ended, which may be half an hour after they were written,
/// and drafts that nobody needs.
const AN_HOUR: SignedDuration = SignedDuration::from_hours(1);

/// Whether this is the demo, whose accounts and letters anybody may open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// A real town.
    Town,
    /// The demo.
    Demo,
}

/// What time, ids and chance come from.
#[derive(Clone, Debug)]
pub struct Ambience {
    /// The clock.
    pub clock: Clock,
    /// The maker of ids.
    pub ids: IdMaker,
    /// Chance.
    pub rng: Rng,
}

impl Ambience {
    /// The machine's own.
    pub fn system(node: u16) -> Self {
        let clock = Clock::system();
        Self { ids: IdMaker::new(clock.clone(), node), clock, rng: Rng::system() }
    }

    /// The machine's own, with ids of the node that an open database was given.
    pub fn of(db: &Db) -> Self {
        let clock = Clock::system();
        Self { ids: IdMaker::of(clock.clone(), db.node()), clock, rng: Rng::system() }
    }
}

/// The templates and words of every department.
pub fn parts() -> Vec<&'static Part> {
    vec![
        &people::PART,
        &places::PART,
        &services::PART,
        &cases::PART,
        &payments::PART,
        &appointments::PART,
        &counter::PART,
        &waits::PART,
        &desk::PART,
        &designer::PART,
        &reports::PART,
        &proofs::PART,
        &demo::PART,
    ]
}

/// The routes of every department.
pub fn routes(town: &Town) -> Routes {
    let routes = Routes::new()
        .merge(crate::health::routes())
        .merge(people::routes(town.demo))
        .merge(places::routes())
        .merge(counter::routes())
        .merge(payments::routes(town.demo))
        .merge(appointments::routes())
        .merge(waits::routes())
        .merge(desk::routes())
        .merge(designer::routes())
        .merge(reports::routes())
        .merge(proofs::routes());
    if town.demo { routes.merge(demo::routes()) } else { routes }
}

/// Every statement of the program, for the check that prepares each on both engines.
pub fn statements() -> Vec<store::Described> {
    [
        store::statements(),
        web::statements(),
        jobs::statements(),
        post::statements(),
        ledger::statements(),
        people::statements(),
        places::statements(),
        services::statements(),
        cases::statements(),
        payments::statements(),
        appointments::statements(),
        files::statements(),
        counter::statements(),
        desk::statements(),
        crate::health::statements(),
        crate::metrics::statements(),
        crate::secret::statements(),
        designer::statements(),
    ]
    .concat()
}

/// The town as its pages show it.
pub fn describe(settings: &Settings, outline: &Outline, mode: Mode) -> Result<Town, Failure> {
    let usual = Town::default();
    let calendar = outline.opening.calendar();
    let logo = match &settings.logo {
        Some(path) => Some(
            std::fs::read_to_string(path)
                .map_err(|error| Failure::file("read the emblem", path, &error))?,
        ),
        None => None,
    };
    let mut brand = usual.brand.clone();
    if let Some(colour) = &settings.brand {
        brand.brand.clone_from(colour);
        brand.brand_strong.clone_from(colour);
    }
    let day_ms = i64::try_from(calendar.working_day().as_millis()).unwrap_or(8 * 60 * MINUTE_MS);
    Ok(Town {
        name: settings.name.clone().unwrap_or_else(|| match mode {
            Mode::Demo => "Town of Harborview".into(),
            Mode::Town => usual.name.clone(),
        }),
        logo,
        base_url: settings
            .base_url
            .clone()
            .unwrap_or_else(|| format!("http://{}", settings.listen)),
        brand,
        time_zone: calendar.zone().clone(),
        locale: settings.language.unwrap_or(usual.locale),
        phone: settings.phone.clone().unwrap_or_else(|| usual.phone.clone()),
        email: settings.email.clone().unwrap_or_else(|| usual.email.clone()),
        hours: opening::hours(&outline.opening).unwrap_or_else(|| usual.hours.clone()),
        working_day_ms: day_ms,
        demo: mode == Mode::Demo,
        map_hosts: settings.map_tiles.iter().filter_map(|url| host(url)).collect(),
        templates: settings.templates.clone(),
        ..usual
    })
}

/// The scheme and host of an address, for the policy of what pages may load.
fn host(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let host = rest.split('/').next()?;
    (!host.contains(['{', ' ', ';', ','])).then(|| format!("{scheme}://{host}"))
}

/// Puts the app together over an open database that holds a catalogue.
pub fn assemble(
    settings: &Settings,
    mode: Mode,
    db: Db,
    ambience: Ambience,
) -> Result<App, Failure> {
    let catalogue = db
        .read_blocking(Catalogue::load)
        .map_err(|error| Failure(format!("The services cannot be read: {error}")))?;
    let outline = catalogue.outline();
    let town = describe(settings, &outline, mode)?;
    let calendar: WorkingCalendar = outline.opening.calendar();
    let folder = DataFolder::make(&settings.data)?;
    let secret = crate::secret::proven(&db, &folder, settings, &ambience.rng)?;
    let seal = ledger::Seal::new(&town.base_url, &folder.seal(&ambience.rng)?);
    let index = open_index(settings)?;
    let photos = files::Files::open(&settings.data.join("files"))
        .map_err(|error| Failure(format!("Could not open the folder of photos: {error}")))?;
    let lookup = people::lookup_for(&town);
    let mut places = Places::default();
    if let Some(url) = &settings.map_tiles {
        let attribution = settings.map_attribution.clone();
        places = places.with_tiles(Tiles { url: url.clone(), attribution, max_zoom: 19 });
    }
    let cashier = crate::paying::cashier(settings, mode, &db, &town, &ambience)?;
    let mut builder = App::builder(db, town)
        .ambience(ambience.clock, ambience.ids, ambience.rng)
        .secret(secret)
        .proxies(settings.trusted_proxies.clone())
        .people(lookup)
        .with(catalogue)
        .with(cashier)
        .with(calendar)
        .with(index)
        .with(places)
        .with(waits::Counts::default())
        .with(waits::publisher())
        .with(reports::Kept::default())
        .with(photos)
        .with(people::Leaving::new(cases::assignment::release))
        .with(appointments::BESIDE)
        .with(seal)
        .with(designer::Rules { second_person: takes_two(settings, mode) })
        .with(Standing::default());
    for part in parts() {
        builder = builder.part(part);
    }
    let mut items = [counter::nav(), waits::nav(), reports::nav(), proofs::nav()].concat();
    items.extend([desk::nav(), appointments::nav(), payments::nav()].concat());
    items.extend([designer::nav(), people::nav()].concat());
    for item in items {
        builder = builder.nav(item);
    }
    builder.build().map_err(Failure)
}

/// Whether services are published by two; the demo shows how that is.
fn takes_two(settings: &Settings, mode: Mode) -> bool {
    settings.publishers.map_or(mode == Mode::Demo, |publishers| publishers > 1)
}

fn open_index(settings: &Settings) -> Result<CaseIndex, Failure> {
    let (index, opened) = CaseIndex::open(&settings.data.join("search"))
        .map_err(|error| Failure(format!("Could not open the search index: {error}")))?;
    if opened == Opened::NeedsRebuild {
        tracing::info!("the search index is new and fills itself from the ledger");
    }
    Ok(index)
}

/// The worker with every department's jobs.
pub fn worker(app: &App, mailer: Mailer) -> Worker {
    let mut registry = Registry::new();
    post::register(&mut registry, mailer);
    cases::reminders::register(&mut registry, app);
    cases::retention::register(&mut registry, app);
    cases::tally::register(&mut registry, app);
    payments::register(&mut registry, app);
    appointments::register(&mut registry, app);
    proofs::register(&mut registry, app);
    designer::register(&mut registry, app);
    let photos = app.get::<files::Files>();
    registry.every(A_DAY, "files.sweep", move |context| {
        let photos = photos.clone();
        async move {
            let (db, now) = (context.tools.db, context.tools.clock.now());
            let swept = photos.sweep(&db, now).await.map_err(JobError::retry)?;
            tracing::info!(?swept, "photos that nobody needs were removed");
            Ok(())
        }
    });
    registry.every(AN_HOUR, "counter.sweep", |context| async move {
        let now = context.tools.clock.now_ms();
        context.tools.db.write(move |tx| counter::sweep(tx, now)).await.map_err(JobError::Store)?;
        Ok(())
    });
    registry.every(AN_HOUR, "post.sweep", |context| async move {
        let now = context.tools.clock.now();
        context.tools.db.write(move |tx| post::sweep(tx, now)).await.map_err(JobError::Store)?;
        Ok(())
    });
    let tools = Tools {
        db: app.db().clone(),
        clock: app.clock().clone(),
        ids: app.ids().clone(),
        rng: app.rng().clone(),
    };
    Worker::new(tools, registry)
}

/// Letters that really leave must not lead residents to the address that the program listens on.
pub fn known_address(settings: &Settings, mode: Mode) -> Result<(), Failure> {
    if mode == Mode::Town && settings.smtp.is_some() && settings.base_url.is_none() {
        return Err(Failure(format!(
            "The links in letters would lead to http://{}, where no resident gets. Set base-url to the address at which residents reach the site, such as https://town.example (or the environment variable TOWNHALL_BASE_URL).",
            settings.listen
        )));
    }
    Ok(())
}

/// How letters leave: by the mail server of the settings, or onto the demo's page.
pub fn mailer(settings: &Settings, town: &Town, mode: Mode) -> Result<Mailer, Failure> {
    let (name, address) = match &settings.mail_from {
        Some(from) => parse_sender(from)?,
        None => (town.name.clone(), town.email.clone()),
    };
    let address = address
        .parse()
        .map_err(|_| Failure(format!("`{address}` is no e-mail address; set mail-from")))?;
    let sender = Sender { name, address, reply_to: None };
    known_address(settings, mode)?;
    match (&settings.smtp, mode) {
        (Some(server), _) => Mailer::smtp(sender, server)
            .map_err(|error| Failure(format!("The mail server's address is wrong: {error}"))),
        (None, Mode::Demo) => Ok(Mailer::page(sender)),
        (None, Mode::Town) => Err(Failure(
            "No mail server is set. Set smtp to smtp://USER:PASSWORD@HOST:PORT (or the environment variable TOWNHALL_SMTP), so that residents get their letters.".into(),
        )),
    }
}

fn parse_sender(from: &str) -> Result<(String, String), Failure> {
    match from.trim().strip_suffix('>').and_then(|from| from.rsplit_once('<')) {
        Some((name, address)) => {
            Ok((name.trim().trim_matches('"').to_owned(), address.trim().to_owned()))
        }
        None if from.contains('@') => Ok((String::new(), from.trim().to_owned())),
        None => {
            Err(Failure(format!("`{from}` is no sender; write: Town Hall <hello@town.example>")))
        }
    }
}

/// The office of the app, for what runs beside the pages.
pub fn office(app: &App) -> Office {
    Office::of(app)
}
