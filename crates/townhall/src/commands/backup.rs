//! `townhall backup`

use std::io::{Write, stdout};
use std::path::{Path, PathBuf};

use ::backup::{BackupError, Lock, Phase, Progress, Shelf, Taken, Town};
use base::Clock;
use clap::Args;
use jiff::Timestamp;

use super::progress::Step;
use super::storage::{self, Storage};
use super::{remark, say};
use crate::settings::Settings;
use crate::{Failure, sentence};

/// Where a backup goes, and what closes it.
#[derive(Args)]
pub struct Options {
    /// The folder for backups, s3://BUCKET/FOLDER for S3-compatible storage, or - for standard output
    #[arg(long, value_name = "DIR", required_unless_present = "new_key")]
    to: Option<PathBuf>,
    #[command(flatten)]
    storage: Storage,
    /// How many backups stay in the folder; the oldest are removed
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..))]
    keep: Option<u16>,
    /// A public key (age1…) whose secret half opens the backup; may be given several times
    #[arg(long, value_name = "KEY", env = "TOWNHALL_BACKUP_RECIPIENTS", value_delimiter = ',')]
    recipient: Vec<String>,
    /// A file with the passphrase that opens the backup
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// The passphrase itself, for the environment only
    #[arg(long, env = "TOWNHALL_BACKUP_PASSPHRASE", hide = true, hide_env_values = true)]
    passphrase: Option<String>,
    /// Closes nothing: whoever has the backup can read what residents told the town
    #[arg(long)]
    unencrypted: bool,
    /// Makes a pair of keys instead: the secret one goes into FILE, the public one is printed
    #[arg(long, value_name = "FILE", conflicts_with = "to")]
    new_key: Option<PathBuf>,
}

/// Backs everything up while the town is served.
pub fn run(settings: &Settings, options: &Options) -> Result<(), Failure> {
    if let Some(file) = &options.new_key {
        return new_key(file);
    }
    let Some(to) = &options.to else {
        return Err(Failure("Say where the backup goes: --to DIR.".into()));
    };
    if !settings.data.is_dir() {
        return Err(Failure(format!(
            "There is no data folder {}; say where it is with --data DIR.",
            settings.data.display()
        )));
    }
    let lock = lock(options)?;
    let version = env!("CARGO_PKG_VERSION");
    let town = Town { database: &settings.database, data: &settings.data, program: version };
    let now = Clock::system().now();
    if to == Path::new("-") {
        let out = stdout().lock();
        let (taken, mut out) = ::backup::take(&town, &lock, now, out, &mut watch())
            .map_err(|error| told(settings, error))?;
        out.flush()
            .map_err(|error| Failure(format!("The backup could not be written: {error}.")))?;
        remark(&summary(&taken));
        return Ok(());
    }
    if storage::is_meant(to) {
        return into_storage(settings, options, to, &town, &lock, now);
    }
    let shelf = Shelf::open(to).map_err(|error| told(settings, error))?;
    let volume = shelf.begin(now, !lock.is_open()).map_err(|error| told(settings, error))?;
    let (taken, volume) = ::backup::take(&town, &lock, now, volume, &mut watch())
        .map_err(|error| told(settings, error))?;
    let bytes = volume.bytes();
    let place = volume.complete().map_err(|error| told(settings, error))?;
    say(&place.display().to_string());
    remark(&format!("{} {}.", summary(&taken), size(bytes)));
    if let Some(count) = options.keep {
        for old in shelf.keep(count.into()).map_err(|error| told(settings, error))? {
            remark(&format!("Removed {}.", old.display()));
        }
    }
    Ok(())
}

/// Sends a backup into storage elsewhere while it is taken.
fn into_storage(
    settings: &Settings,
    options: &Options,
    to: &Path,
    town: &Town<'_>,
    lock: &Lock,
    now: Timestamp,
) -> Result<(), Failure> {
    let bucket = || options.storage.bucket(to);
    let volume = bucket()?.begin(now, !lock.is_open()).map_err(|error| told(settings, error))?;
    let (taken, volume) = ::backup::take(town, lock, now, volume, &mut watch())
        .map_err(|error| told(settings, error))?;
    let bytes = volume.bytes();
    let name = volume.complete().map_err(|error| told(settings, error))?;
    let name = name.rsplit('/').next().unwrap_or(&name);
    say(&format!("{}/{name}", to.display()));
    remark(&format!("{} {}.", summary(&taken), size(bytes)));
    if let Some(count) = options.keep {
        for old in bucket()?.keep(count.into()).map_err(|error| told(settings, error))? {
            remark(&format!("Removed {old}."));
        }
    }
    Ok(())
}

fn lock(options: &Options) -> Result<Lock, Failure> {
    let passphrase = passphrase(options.passphrase_file.as_deref(), options.passphrase.as_deref())?;
    let lock = match (passphrase, options.recipient.as_slice(), options.unencrypted) {
        (None, [], true) => return Ok(Lock::open()),
        (Some(passphrase), [], false) => Lock::passphrase(passphrase),
        (None, keys @ [_, ..], false) => Lock::recipients(keys),
        (None, [], false) => {
            return Err(Failure(
                "A backup holds what residents told the town: close it with --recipient KEY (make one with --new-key FILE) or with --passphrase-file FILE, or say --unencrypted.".into(),
            ));
        }
        _ => {
            return Err(Failure(
                "Choose one: --recipient KEY, or --passphrase-file FILE, or --unencrypted.".into(),
            ));
        }
    };
    lock.map_err(|error| Failure(format!("{}.", sentence(&error.to_string()))))
}

/// The passphrase from a file, its first line, or as it is given by the environment.
pub(super) fn passphrase(
    file: Option<&Path>,
    given: Option<&str>,
) -> Result<Option<String>, Failure> {
    let Some(file) = file else {
        return Ok(given.filter(|given| !given.is_empty()).map(str::to_owned));
    };
    let text = std::fs::read_to_string(file)
        .map_err(|error| Failure::file("read the passphrase", file, &error))?;
    Ok(Some(text.lines().next().unwrap_or_default().to_owned()))
}

fn new_key(file: &Path) -> Result<(), Failure> {
    let (secret, public) = ::backup::new_pair();
    let mut options = std::fs::OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    // An older key is never overwritten: backups may wait for it.
    let opened = options.write(true).create_new(true).open(file);
    opened
        .and_then(|mut made| made.write_all(secret.as_bytes()).and_then(|()| made.sync_all()))
        .map_err(|error| Failure::file("write the key", file, &error))?;
    say(&public);
    remark(&format!(
        "The secret key is in {}. Keep it in two places away from this machine: without it no backup can be read.",
        file.display()
    ));
    Ok(())
}

fn summary(taken: &Taken) -> String {
    let photos = taken.photos;
    let mut text = format!("{} rows, {} pictures.", taken.rows, photos.count);
    if photos.lost > 0 {
        text.push_str(&format!(
            " {} pictures are missing or damaged in the data folder and are not in the backup; look for them in earlier ones.",
            photos.lost
        ));
    }
    text
}

fn size(bytes: u64) -> String {
    format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10)
}

pub(super) fn told(settings: &Settings, error: BackupError) -> Failure {
    match error {
        BackupError::Store(error) => super::unopened(settings, &error),
        other => Failure(format!("{}.", sentence(&other.to_string()))),
    }
}

/// Shows how far the work has come.
pub(super) fn watch() -> impl FnMut(Progress) {
    let mut now: Option<(Phase, Step)> = None;
    let mut before = 0;
    move |progress: Progress| {
        let Progress { phase, done, total } = progress;
        let number = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
        if now.as_ref().is_none_or(|(shown, _)| *shown != phase) {
            let what = match phase {
                Phase::Rows => "Rows",
                Phase::Photos => "Photos",
            };
            if let Some((_, step)) = now.take() {
                step.end();
            }
            now = Some((phase, Step::counted(what, number(total))));
            before = 0;
        }
        let Some((_, step)) = &now else { return };
        step.reached(before, number(done));
        before = number(done);
        if done >= total
            && let Some((_, step)) = now.take()
        {
            step.end();
        }
    }
}
