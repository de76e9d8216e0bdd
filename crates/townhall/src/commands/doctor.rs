//! `townhall doctor`

use std::fmt::Display;
use std::time::Duration;

use base::Clock;
use base::time::{MINUTE_MS, from_ms};
use services::{Catalogue, CatalogueError};
use store::{Db, Options, Tx};

use super::say;
use crate::Failure;
use crate::data_folder::DataFolder;
use crate::opening;
use crate::paying;
use crate::secret::{self, Fit};
use crate::settings::Settings;
use crate::town::{self, Ambience, Mode};

store::statements! {
    /// Places given, the last of them, and entries that wait for theirs.
    PLACES: Query<Places> = "SELECT COUNT(seq) AS placed, COALESCE(MAX(seq), 0) AS last,
        COUNT(*) - COUNT(seq) AS waiting FROM ledger";
    NEWEST: Query<i64> = "SELECT at FROM ledger ORDER BY id DESC LIMIT 1";
}

store::row! {
    struct Places { placed: i64, last: i64, waiting: i64 }
}

/// How long the mail server may take for a greeting.
const MAIL_TIME: Duration = Duration::from_secs(20);
/// How far clocks of machines may be apart before times in the history look wrong.
const CLOCK_SLACK_MS: i64 = 5 * MINUTE_MS;
/// No machine's clock is right that shows a time before this program was written: 1 October 2025.
const WRITTEN_MS: i64 = 1_759_276_800_000;

/// What was found, and what to do about what is wrong.
#[derive(Default)]
struct Report {
    wrong: usize,
}

/// How a thing stands.
enum Verdict {
    Good,
    /// Worth knowing, and as it should be for some towns.
    Note,
    Wrong,
}

impl Report {
    fn tell(&mut self, verdict: Verdict, what: &str, told: impl Display) {
        let verdict = match verdict {
            Verdict::Good => "ok",
            Verdict::Note => "note",
            Verdict::Wrong => {
                self.wrong += 1;
                "wrong"
            }
        };
        say(&format!("{verdict:<6} {what:<12} {told}"));
    }

    fn good(&mut self, what: &str, found: impl Display) {
        self.tell(Verdict::Good, what, found);
    }

    fn note(&mut self, what: &str, found: impl Display, advice: &str) {
        self.tell(Verdict::Note, what, format_args!("{found}: {advice}"));
    }

    fn wrong(&mut self, what: &str, found: impl Display, advice: &str) {
        self.tell(Verdict::Wrong, what, format_args!("{found}: {advice}"));
    }
}

/// Examines everything that the program stands on, changing nothing; fails when something is wrong.
pub fn run(settings: &Settings) -> Result<(), Failure> {
    let mut report = Report::default();
    settings_and_address(settings, &mut report);
    data_folder(settings, &mut report);
    let clock = Clock::system();
    if let Some(db) = database(settings, &mut report) {
        let outcome = town_in(&db, settings, &clock, &mut report);
        if let Err(error) = outcome {
            report.wrong("tables", error, "restore a backup, or ask for help with this message");
        }
    }
    let now = clock.now();
    if now < from_ms(WRITTEN_MS) {
        report.wrong("clock", now, "set this machine's clock, and let it follow a time server");
    }
    match report.wrong {
        0 => Ok(()),
        1 => Err(Failure("1 thing is wrong.".into())),
        wrong => Err(Failure(format!("{wrong} things are wrong."))),
    }
}

fn settings_and_address(settings: &Settings, report: &mut Report) {
    match &settings.file {
        Some(file) => report.good("settings", format_args!("read from {}", file.display())),
        None => report.good("settings", "from flags and the environment; no townhall.toml here"),
    }
    match &settings.base_url {
        Some(url) if url.starts_with("https://") => report.good("address", url),
        Some(url) => report.note("address", url, "without https nobody's data is safe on the way"),
        None => report.note(
            "address",
            format_args!("http://{}", settings.listen),
            "set base-url to the address that residents use, so that links in letters work",
        ),
    }
}

fn data_folder(settings: &Settings, report: &mut Report) {
    let shown = settings.data.display();
    if !settings.data.exists() {
        return report.note("data folder", shown, "it is not there yet; the first start makes it");
    }
    match DataFolder::make(&settings.data) {
        Ok(_) => report.good("data folder", format_args!("{shown} can be written to")),
        Err(failure) => report.tell(Verdict::Wrong, "data folder", failure),
    }
    if let Some(failure) = super::unfinished(settings) {
        report.tell(Verdict::Wrong, "data folder", failure);
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let secret = settings.data.join("secret.key");
        let mode = std::fs::metadata(&secret).map_or(0, |found| found.permissions().mode());
        if mode & 0o077 != 0 {
            let advice = format!("forbid it with: chmod 600 {}", secret.display());
            report.wrong("secret", "others on this machine can read it", &advice);
        }
    }
}

/// Opens the database without making or changing one.
fn database(settings: &Settings, report: &mut Report) -> Option<Db> {
    let shown = settings.database_shown();
    if settings.database_file().is_some_and(|file| !file.exists()) {
        report.note("database", shown, "it is not there yet; `townhall migrate` makes it");
        return None;
    }
    let options = Options { migrate: false, readers: 1, connections: 1, ..Options::default() };
    let opened = Db::open(&settings.database, &options);
    let looked = opened.and_then(|db| db.about().map(|about| (db, about)));
    let (db, about) = match looked {
        Ok(looked) => looked,
        Err(error) => {
            report.tell(Verdict::Wrong, "database", super::unopened(settings, &error));
            return None;
        }
    };
    if let Some(damage) = about.damage {
        report.wrong("database", format_args!("{shown} is damaged ({damage})"), "restore a backup");
        return None;
    }
    let size = megabytes(about.bytes);
    report.good("database", format_args!("{shown}, {}, {size} MB", about.engine));
    if about.migration == 0 {
        report.note("tables", "there are none yet", "`townhall migrate` makes them");
        return None;
    }
    let (found, newest) = (about.migration, about.newest);
    if found < newest {
        let told = format!("version {found}; this program has version {newest}");
        report.wrong("tables", told, "back up, then run `townhall migrate`");
        return None;
    }
    report.good("tables", format_args!("version {found}"));
    Some(db)
}

fn megabytes(bytes: i64) -> i64 {
    (bytes + 999_999) / 1_000_000
}

/// What the town's own tables say.
struct Standing {
    places: Places,
    newest_ms: i64,
    catalogue: Catalogue,
    administrators: i64,
    demo: bool,
    jobs: jobs::Backlog,
    letters: post::Standing,
}

fn stand(tx: &mut Tx<'_>, clock: &Clock) -> Result<Standing, CatalogueError> {
    let none = Places { placed: 0, last: 0, waiting: 0 };
    Ok(Standing {
        places: tx.one(&PLACES, store::params![])?.unwrap_or(none),
        newest_ms: tx.one(&NEWEST, store::params![])?.unwrap_or(0),
        catalogue: Catalogue::load(tx)?,
        administrators: people::memberships::administrators(tx)?,
        demo: people::demo::is_seeded(tx)?,
        jobs: jobs::backlog(tx, clock.now())?,
        letters: post::standing(tx)?,
    })
}

/// Whether the secret of the data folder is the one under which the town has served.
fn secret(db: &Db, settings: &Settings, report: &mut Report) -> Result<(), Failure> {
    let fit = secret::look(db, settings)?;
    match (secret::refusal(fit, settings), fit) {
        (Some(failure), _) => report.tell(Verdict::Wrong, "secret", failure),
        (None, Fit::New) => report.note("secret", "none yet", "the first start keeps its mark"),
        (None, _) => report.good("secret", "it is the one of this database"),
    }
    Ok(())
}

fn town_in(
    db: &Db,
    settings: &Settings,
    clock: &Clock,
    report: &mut Report,
) -> Result<(), Failure> {
    secret(db, settings, report)?;
    let now = clock.clone();
    let standing =
        db.read_blocking(move |tx| stand(tx, &now)).map_err(|error| Failure(error.to_string()))?;
    ledger(&standing, report);
    if standing.newest_ms > clock.now_ms() + CLOCK_SLACK_MS {
        let told = format!("the newest entry in the history is of {}", from_ms(standing.newest_ms));
        report.wrong("clock", told, "this machine's clock is late; let it follow a time server");
    }
    match standing.catalogue.count() {
        0 => {
            report.wrong("services", "there are none", "publish some: `townhall service load DIR`");
        }
        count => report.good("services", format_args!("{count} are offered")),
    }
    match (standing.administrators, standing.demo) {
        (_, true) => {
            report.note("people", "they are the demo's", "a real town needs a database of its own");
        }
        (0, _) => report.wrong(
            "people",
            "nobody is an administrator",
            "add one: `townhall user add EMAIL NAME`",
        ),
        (count, _) => report.good("people", format_args!("administrators: {count}")),
    }
    let mode = if standing.demo { Mode::Demo } else { Mode::Town };
    let town = town::describe(settings, &standing.catalogue.outline(), mode)?;
    let zone = town.time_zone.clone();
    let local = clock.now().to_zoned_datetime(zone);
    report.good("clock", format_args!("it is {} in the town", local.strftime("%Y-%m-%d %H:%M %Q")));
    calendar(&standing, local.date(), report);
    match standing.jobs {
        jobs::Backlog { dead: 0, due, .. } => report.good("jobs", format_args!("{due} wait")),
        jobs::Backlog { dead, .. } => {
            report.wrong("jobs", format_args!("{dead} were given up"), "see them at /desk");
        }
    }
    match standing.letters {
        post::Standing { dead: 0, waiting } => {
            report.good("letters", format_args!("{waiting} wait"));
        }
        post::Standing { dead, .. } => {
            report.wrong("letters", format_args!("{dead} could not be sent"), "see them at /desk");
        }
    }
    money(db, settings, &standing.catalogue, (&town, mode), report);
    mail(settings, &town, mode, report)
}

/// Whether what services cost can be paid.
fn money(
    db: &Db,
    settings: &Settings,
    catalogue: &Catalogue,
    (town, mode): (&web::Town, Mode),
    report: &mut Report,
) {
    let costly = catalogue.all().iter().filter(|one| one.definition.fee.is_some()).count();
    let cashier = paying::cashier(settings, mode, db, town, &Ambience::of(db));
    match (cashier, &settings.payment_provider) {
        (Err(failure), _) => report.tell(Verdict::Wrong, "money", failure),
        (Ok(_), Some(provider)) => report.good("money", format_args!("paid through {provider}")),
        (Ok(cashier), None) if cashier.takes_money() => {
            report.good("money", "paid at the demo's practice bank");
        }
        (Ok(_), None) if costly > 0 => report.note(
            "money",
            format_args!("services that cost something: {costly}; nobody can pay in the browser"),
            "set payment-provider, or write to residents how to pay",
        ),
        (Ok(_), None) => {}
    }
}

/// Dates are promised by the holidays of the pack, which somebody has to add year by year.
fn calendar(standing: &Standing, today: jiff::civil::Date, report: &mut Report) {
    match opening::holidays_end(&standing.catalogue.outline().opening, today) {
        Some(last) => report.wrong(
            "calendar",
            format_args!("the holidays end on {last}; dates promised after it are too early"),
            "add those of the years to come to pack.toml, then `townhall service load DIR`",
        ),
        None => report.good("calendar", "its holidays reach far enough"),
    }
}

/// Places in the history have no gaps; entries wait for theirs a second at most while a node runs.
fn ledger(standing: &Standing, report: &mut Report) {
    let Places { placed, last, waiting } = standing.places;
    if placed == last {
        report.good("history", format_args!("{placed} entries without a gap, {waiting} wait"));
    } else {
        let told = format!("{placed} entries have places up to {last}");
        report.wrong("history", told, "entries are missing: restore a backup");
    }
}

fn mail(
    settings: &Settings,
    town: &web::Town,
    mode: Mode,
    report: &mut Report,
) -> Result<(), Failure> {
    let mailer = match town::mailer(settings, town, mode) {
        Ok(mailer) => mailer,
        Err(failure) => {
            report.tell(Verdict::Wrong, "mail", failure);
            return Ok(());
        }
    };
    if mailer.transport() == "page" {
        report.good("mail", "letters land on the demo's page");
        return Ok(());
    }
    let asked = async { tokio::time::timeout(MAIL_TIME, mailer.check()).await };
    match super::runtime()?.block_on(asked) {
        Ok(Ok(())) => report.good("mail", "the mail server answers"),
        Ok(Err(error)) => {
            report.wrong("mail", error, "look at the setting smtp, and at the server");
        }
        Err(_) => report.wrong("mail", "the mail server takes too long", "look at the server"),
    }
    Ok(())
}
