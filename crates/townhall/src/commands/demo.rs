//! `townhall demo`

use std::time::Duration;

use base::Locale;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use services::Pack;
use web::App;

use crate::settings::Settings;
use crate::town::{self, Ambience, Mode};
use crate::{Failure, serving};

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
    super::log(log, &settings.log_format)?;
    let runtime = super::runtime()?;
    let (listener, address) = runtime.block_on(serving::bind(&settings.listen))?;
    let settings = Settings { listen: address.to_string(), ..settings };
    if options.fresh {
        clear(&settings)?;
    }
    let app = prepare(&settings, options.cases)?;
    let mailer = town::mailer(&settings, app.town(), Mode::Demo)?;
    announce(&app)?;
    runtime.block_on(serving::serve(app, mailer, listener))
}

/// Opens the demo's database; fills it when it is new.
fn prepare(settings: &Settings, cases: usize) -> Result<App, Failure> {
    let db = super::open(settings)?;
    let ambience = Ambience::system(settings.node);
    let resident =
        db.read_blocking(|tx| people::persons::find_by_email(tx, people::demo::RESIDENT))?;
    if resident.is_some() {
        return town::assemble(settings, Mode::Demo, db, ambience);
    }
    let step = spinner("Services and staff");
    let pack =
        Pack::load(&services::Files::demo()).map_err(|problems| super::service::told(&problems))?;
    super::service::publish(&db, pack, &ambience, "demo")?;
    let app = town::assemble(settings, Mode::Demo, db, ambience)?;
    people::demo::seed(&app)?;
    step.finish_and_clear();
    let step = spinner("Districts, streets and addresses");
    demo::load::places(&app).map_err(|error| Failure(error.to_string()))?;
    step.finish_and_clear();
    let bar = bar(cases);
    let loaded =
        demo::load::cases(&app, cases, |done| bar.set_position(u64::try_from(done).unwrap_or(0)))
            .map_err(|error| Failure(error.to_string()))?;
    bar.finish_and_clear();
    tracing::info!(loaded, "the demo town is ready");
    Ok(app)
}

/// Deletes what the demo made before: only files that it makes, never the folder itself.
fn clear(settings: &Settings) -> Result<(), Failure> {
    if !settings.database.starts_with("sqlite:") {
        return Err(Failure(
            "--fresh deletes only the demo's own file. Make an empty PostgreSQL database and name that instead.".into(),
        ));
    }
    let path = settings.database.trim_start_matches("sqlite:");
    let files = ["", "-wal", "-shm"].map(|end| std::path::PathBuf::from(format!("{path}{end}")));
    for file in files {
        match std::fs::remove_file(&file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(Failure::file("delete the old demo", &file, &error));
            }
            _ => {}
        }
    }
    for folder in ["search", "files"].map(|name| settings.data.join(name)) {
        match std::fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(Failure::file("delete the old demo", &folder, &error));
            }
            _ => {}
        }
    }
    Ok(())
}

fn spinner(what: &'static str) -> ProgressBar {
    let spinner = ProgressBar::new_spinner().with_message(what);
    spinner.enable_steady_tick(Duration::from_millis(100));
    spinner
}

fn bar(cases: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg:<34}{wide_bar} {human_pos}/{human_len}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(u64::try_from(cases).unwrap_or(0)).with_style(style).with_message("Cases")
}

/// Tells where to go and who can sign in. The line `Listening on` is what scripts wait for.
#[expect(clippy::print_stdout, reason = "the command's answer")]
fn announce(app: &App) -> Result<(), Failure> {
    let url = &app.town().base_url;
    println!("\n  {} is open.\n", app.town().name);
    println!("  For residents     {url}");
    println!("  For staff         {url}/desk");
    println!("  Everybody's post  {url}/demo/mail\n");
    println!("  Sign in with one click at {url}/demo as");
    for account in people::demo::accounts(app)? {
        println!("    {:<18}{:<20}{}", account.role.get(Locale::EN), account.name, account.email);
    }
    println!("\n  Stop with Ctrl+C; what you did is kept. Begin anew with --fresh.\n");
    println!("Listening on {url}");
    Ok(())
}
