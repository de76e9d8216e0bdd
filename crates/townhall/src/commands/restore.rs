//! `townhall restore`

use std::fs::File;
use std::io::{Read, stdin};
use std::path::{Path, PathBuf};

use ::backup::{BackupError, Key, Restored, Target};
use clap::Args;
use store::Existing;

use super::backup::{passphrase, told, watch};
use super::remark;
use super::storage::{self, Storage};
use crate::data_folder::DataFolder;
use crate::settings::Settings;
use crate::{Failure, sentence};

/// What is brought back, and where to.
#[derive(Args)]
pub struct Options {
    /// The backup: a file, s3://BUCKET/FOLDER/NAME, or - for standard input
    backup: PathBuf,
    #[command(flatten)]
    storage: Storage,
    /// The database to restore into, of either engine [default: the setting database]
    #[arg(long, value_name = "URL", hide_env_values = true)]
    into: Option<String>,
    /// Replaces what the database and the data folder hold
    #[arg(long)]
    replace: bool,
    /// A file with the secret key
    #[arg(long, value_name = "FILE", env = "TOWNHALL_BACKUP_KEY")]
    key: Option<PathBuf>,
    /// A file with the passphrase
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// The passphrase itself, for the environment only
    #[arg(long, env = "TOWNHALL_BACKUP_PASSPHRASE", hide = true, hide_env_values = true)]
    passphrase: Option<String>,
    /// Reads all of the backup, says whether it is whole, and restores nothing
    #[arg(long)]
    check: bool,
}

/// Restores a backup, or looks whether it is whole.
pub fn run(settings: Settings, options: &Options) -> Result<(), Failure> {
    let settings = match &options.into {
        Some(database) => Settings { database: database.clone(), ..settings },
        None => settings,
    };
    let key = key(options)?;
    let archive = archive(options)?;
    if options.check {
        let found = ::backup::check(archive, &key, &mut watch())
            .map_err(|error| unread(&settings, options, error))?;
        super::say(&format!("The backup is whole: {}", summary(&found)));
        return Ok(());
    }
    let _occupied = DataFolder::make(&settings.data)?.occupy()?;
    let existing = if options.replace { Existing::Replace } else { Existing::Keep };
    let target = Target { database: &settings.database, data: &settings.data, existing };
    let restored = ::backup::restore(archive, &key, &target, &mut watch())
        .map_err(|error| unread(&settings, options, error))?;
    super::say(&format!("Restored into {}: {}", settings.database_shown(), summary(&restored)));
    remark(
        "Letters that were waiting when the backup was taken will be sent, also those that have been sent since.",
    );
    Ok(())
}

fn archive(options: &Options) -> Result<Box<dyn Read>, Failure> {
    let path = options.backup.as_path();
    if storage::is_meant(path) {
        return options.storage.backup(path);
    }
    if path == Path::new("-") {
        return Ok(Box::new(stdin().lock()));
    }
    let file = File::open(path).map_err(|error| Failure::file("read the backup", path, &error))?;
    Ok(Box::new(file))
}

fn key(options: &Options) -> Result<Key, Failure> {
    let mut key = Key::default();
    if let Some(file) = &options.key {
        let text = std::fs::read_to_string(file)
            .map_err(|error| Failure::file("read the key", file, &error))?;
        key = key.with_secrets(&text).map_err(|error| {
            Failure(format!("{} ({}).", sentence(&error.to_string()), file.display()))
        })?;
    }
    let passphrase = passphrase(options.passphrase_file.as_deref(), options.passphrase.as_deref())?;
    Ok(match passphrase {
        Some(passphrase) => key.with_passphrase(passphrase),
        None => key,
    })
}

/// Tells what is wrong, and with what: the backup, the data folder, or the database.
fn unread(settings: &Settings, options: &Options, error: BackupError) -> Failure {
    match error {
        BackupError::Store(_) => told(settings, error),
        BackupError::NotEmpty => {
            let shown = settings.database_shown();
            Failure(format!("{shown}: {error}."))
        }
        other => Failure(format!("{}: {other}.", options.backup.display())),
    }
}

fn summary(restored: &Restored) -> String {
    let manifest = &restored.manifest;
    let mut text = format!(
        "{} rows, {} pictures, taken at {} by townhall {} from {}.",
        manifest.rows(),
        restored.photos.count,
        manifest.taken_at,
        manifest.program,
        manifest.engine
    );
    if restored.photos.lost > 0 {
        text.push_str(&format!(
            " {} pictures were missing when it was taken; look for them in earlier backups.",
            restored.photos.lost
        ));
    }
    text
}
