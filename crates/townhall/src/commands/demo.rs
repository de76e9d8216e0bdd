//! `townhall demo`

use std::cell::Cell;
use std::net::SocketAddr;

use base::Locale;
use clap::Args;
use services::{Catalogue, CatalogueError, Pack};
use store::{Db, Tx};
use web::App;

use super::fresh::{self, Found};
use super::progress::Step;
use super::remark;
use crate::Failure;
use crate::serving::{self, Doors};
use crate::settings::Settings;
use crate::town::{self, Ambience, Mode};

/// How the demo begins.
#[derive(Args)]
pub struct Options {
    /// How many requests to load; more than the data has repeat it with other dates and places
    #[arg(long, default_value_t = demo::CASES)]
    cases: usize,
    /// Begins anew: what was done in the demo's data folder is deleted
    #[arg(long)]
    fresh: bool,
}

/// Makes the demo town if it is not there yet, and serves it.
pub fn run(settings: Settings, options: &Options) -> Result<(), Failure> {
    let log = if settings.log == "info" { "warn" } else { &settings.log };
    super::log(log, &settings)?;
    let runtime = super::runtime()?;
    let (doors, address) = runtime.block_on(Doors::open(&settings))?;
    let settings = Settings { listen: reachable(address), ..settings };
    let _occupied = super::occupied(&settings)?;
    if options.fresh {
        fresh::clear(&settings)?;
    }
    let app = prepare(&settings, options.cases)?;
    let mailer = town::mailer(&settings, app.town(), Mode::Demo)?;
    let (db, greeting) = (app.db().clone(), greeting(&app, address)?);
    runtime.block_on(serving::serve(app, mailer, doors, settings.drain, &greeting));
    super::settled(&db)
}

/// The address for a browser on this machine: every address (`0.0.0.0`) is none to go to.
fn reachable(address: SocketAddr) -> String {
    if address.ip().is_unspecified() {
        format!("127.0.0.1:{}", address.port())
    } else {
        address.to_string()
    }
}

/// Opens the demo's database; fills it when it is new.
fn prepare(settings: &Settings, cases: usize) -> Result<App, Failure> {
    if fresh::find(settings) == Found::Half {
        if settings.database_file().is_none() {
            return Err(Failure(format!(
                "The demo was broken off while it was made in {}; make an empty database in its place, then start again.",
                settings.database_shown()
            )));
        }
        remark("The demo was broken off while it was made; it is made anew.");
        fresh::clear(settings)?;
    }
    let db = super::open_to_serve(settings)?;
    let ambience = Ambience::of(&db);
    match db.read_blocking(holds).map_err(|error| Failure(error.to_string()))? {
        Holds::Nothing => load(settings, cases, db, ambience),
        Holds::Demo => town::assemble(settings, Mode::Demo, db, ambience),
        Holds::Town => Err(Failure(format!(
            "{} holds a real town, in which the demo would let anybody sign in; choose another database with --database, or another folder with --data DIR.",
            settings.database_shown()
        ))),
    }
}

/// What a database holds.
enum Holds {
    Nothing,
    Demo,
    Town,
}

fn holds(tx: &mut Tx<'_>) -> Result<Holds, CatalogueError> {
    if people::persons::find_by_email(tx, people::demo::RESIDENT)?.is_some() {
        return Ok(Holds::Demo);
    }
    let empty = Catalogue::load(tx)?.count() == 0
        && people::teams::all(tx)?.is_empty()
        && people::persons::staff(tx, ("", 0))?.is_empty();
    Ok(if empty { Holds::Nothing } else { Holds::Town })
}

/// Makes the town in an empty database.
fn load(settings: &Settings, cases: usize, db: Db, ambience: Ambience) -> Result<App, Failure> {
    fresh::note(settings, false)?;
    remark("\n  The town is being made. This is done once.\n");
    let step = Step::begin("Services and staff");
    let pack =
        Pack::load(&services::Files::demo()).map_err(|problems| super::service::told(&problems))?;
    super::service::publish(&db, pack, &ambience, "demo")?;
    let app = town::assemble(settings, Mode::Demo, db, ambience)?;
    people::demo::seed(&app)?;
    desk::demo::seed(&app)?;
    step.end();
    let step = Step::begin("Districts, streets and addresses");
    demo::load::places(&app).map_err(|error| Failure(error.to_string()))?;
    step.end();
    let step = Step::counted("Requests of residents", cases);
    let before = Cell::new(0);
    demo::load::cases(&app, cases, |done| step.reached(before.replace(done), done))
        .map_err(|error| Failure(error.to_string()))?;
    step.end();
    demo::appointments(&app).map_err(|error| Failure(error.to_string()))?;
    fresh::note(settings, true)?;
    Ok(app)
}

/// Tells where to go and who can sign in. The line `Listening on` is what scripts wait for.
fn greeting(app: &App, address: SocketAddr) -> Result<String, Failure> {
    let (url, name) = (&app.town().base_url, &app.town().name);
    let mut text = format!(
        "
  {name} is open.

  For residents     {url}
  For staff         {url}/desk
  Everybody's post  {url}/demo/mail

  Sign in with one click at {url}/demo as
"
    );
    for account in people::demo::accounts(app)? {
        let role = account.role.get(Locale::EN);
        text.push_str(&format!("    {role:<18}{:<20}{}\n", account.name, account.email));
    }
    if !address.ip().is_loopback() {
        text.push_str(
            "\n  Other machines reach this address: whoever comes can sign in as anybody.\n",
        );
    }
    text.push_str("\n  Stop with Ctrl+C; what you did is kept. Begin anew with --fresh.\n\n");
    text.push_str(&format!("Listening on {url}"));
    Ok(text)
}
