//! Brings a backup back, or only looks whether it could be.

use std::io::Read;
use std::path::Path;

use files::Files;
use store::{Existing, Restoration, Schema, StoreError, Table, Value};

use crate::format::{CONTENTS, KEYS, MANIFEST, Manifest, PHOTOS, Photos, TABLES};
use crate::keys::Secret;
use crate::unpack::{Archive, Entry, Unpack, lines};
use crate::{BackupError, Key, Phase, Progress, keys, marker, rows};

/// Where a backup is brought back to.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a> {
    /// The address of the database; of any engine.
    pub database: &'a str,
    /// The data folder. It is there.
    pub data: &'a Path,
    /// What becomes of what both hold.
    pub existing: Existing,
}

/// What was brought back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// What the backup said about itself.
    pub manifest: Manifest,
    /// The pictures.
    pub photos: Photos,
}

/// Brings a backup back. What fails leaves the database and the secrets as they were; a process that
/// is killed leaves the mark that [`crate::is_unfinished`] finds.
pub fn restore(
    archive: impl Read,
    key: &Key,
    target: &Target<'_>,
    tell: &mut dyn FnMut(Progress),
) -> Result<Restored, BackupError> {
    let mut archive = Archive::open(archive, key)?;
    let (manifest, unpack) = archive.begin()?;
    let applied = manifest.applied();
    let restoration = Restoration::begin(target.database, &applied, target.existing);
    let mut restoration = restoration.map_err(|error| told(error, &manifest))?;
    shaped(&manifest, restoration.schema())?;
    // A folder that was marked before stays so until a restore ends well.
    let was_marked = marker::is_unfinished(target.data);
    marker::set(target.data)?;
    let mut sink = Sink::Into { restoration: &mut restoration, target };
    let read = read(&manifest, unpack, &mut sink, tell);
    let (photos, secrets) = match read {
        Ok(read) => read,
        Err(error) => {
            if !was_marked {
                marker::clear(target.data)?;
            }
            return Err(error);
        }
    };
    for secret in &secrets {
        keys::keep(target.data, secret)?;
    }
    restoration.finish()?;
    marker::clear(target.data)?;
    Ok(Restored { manifest, photos })
}

/// Reads a whole backup and holds everything against its checksums, without keeping anything.
pub fn check(
    archive: impl Read,
    key: &Key,
    tell: &mut dyn FnMut(Progress),
) -> Result<Restored, BackupError> {
    let mut archive = Archive::open(archive, key)?;
    let (manifest, unpack) = archive.begin()?;
    let schema = Schema::of(&manifest.applied()).map_err(|error| told(error, &manifest))?;
    shaped(&manifest, &schema)?;
    let (photos, _) = read(&manifest, unpack, &mut Sink::Nowhere(&schema), tell)?;
    Ok(Restored { manifest, photos })
}

/// Says what a migration that is not known means for this backup.
fn told(error: StoreError, manifest: &Manifest) -> BackupError {
    match error {
        StoreError::NotEmpty => BackupError::NotEmpty,
        StoreError::Newer { found, known }
            if manifest.migrations.iter().any(|step| step.version == found) =>
        {
            BackupError::NewerTables { program: manifest.program.clone(), found, known }
        }
        StoreError::Rewritten(name) => BackupError::damaged(
            MANIFEST,
            format!("its migration {name} is another than this program's"),
        ),
        other => other.into(),
    }
}

fn shaped(manifest: &Manifest, schema: &Schema) -> Result<(), BackupError> {
    if manifest.fits(schema) {
        return Ok(());
    }
    Err(BackupError::damaged(MANIFEST, "its tables are not those that its migrations make"))
}

/// Where the parts go.
enum Sink<'a> {
    Nowhere(&'a Schema),
    Into { restoration: &'a mut Restoration, target: &'a Target<'a> },
}

impl Sink<'_> {
    fn tables(&self) -> Vec<Table> {
        match self {
            Self::Nowhere(schema) => schema.tables.clone(),
            Self::Into { restoration, .. } => restoration.schema().tables.clone(),
        }
    }
}

/// Reads all entries after the manifest; gives the secrets, for when everything else is right.
fn read<R: Read>(
    manifest: &Manifest,
    mut unpack: Unpack<'_, R>,
    sink: &mut Sink<'_>,
    tell: &mut dyn FnMut(Progress),
) -> Result<(Photos, Vec<Secret>), BackupError> {
    let mut next = unpack.next()?;
    let mut secrets = Vec::new();
    while let Some(entry) = next.take_if(|entry| entry.name.starts_with(KEYS)) {
        unpack.note(&entry, 0);
        secrets.push(secret(entry, sink)?);
        next = unpack.next()?;
    }
    let total = manifest.rows();
    let mut done = 0;
    for (table, shape) in sink.tables().iter().zip(&manifest.tables) {
        let mut told = |rows| tell(Progress { phase: Phase::Rows, done: done + rows, total });
        let (rows, entry) = read_table(table, next, &mut unpack, sink, &mut told)?;
        if rows != shape.rows && entry.is_some() {
            let why =
                format!("{rows} rows of {} are there, {} were written", table.name, shape.rows);
            return Err(BackupError::damaged(&table.name, why));
        }
        done += rows;
        next = entry;
    }
    let named = manifest.tables.iter().find(|table| table.name == "files");
    let total = named.map_or(0, |table| table.rows * 2);
    let next = read_photos(next, total, &mut unpack, sink, tell)?;
    if let Some(odd) = next.as_ref().filter(|entry| entry.name != CONTENTS) {
        return Err(BackupError::damaged(&odd.name, "it is not expected here"));
    }
    Ok((unpack.finish(next)?, secrets))
}

fn secret(entry: Entry, sink: &Sink<'_>) -> Result<Secret, BackupError> {
    let name = entry.name.strip_prefix(KEYS).unwrap_or_default();
    if !keys::is_name(name) {
        return Err(BackupError::damaged(&entry.name, "it names no secret"));
    }
    let secret = (name.to_owned(), entry.bytes);
    if let Sink::Into { target, .. } = sink {
        keys::may_keep(target.data, &secret, target.existing)?;
    }
    Ok(secret)
}

/// Reads the parts of one table; gives its number of rows and the entry that comes after.
fn read_table<R: Read>(
    table: &Table,
    mut next: Option<Entry>,
    unpack: &mut Unpack<'_, R>,
    sink: &mut Sink<'_>,
    tell: &mut dyn FnMut(u64),
) -> Result<(u64, Option<Entry>), BackupError> {
    let folder = format!("{TABLES}{}/", table.name);
    let mut loader = match sink {
        Sink::Nowhere(_) => None,
        Sink::Into { restoration, .. } => Some(restoration.load(table)?),
    };
    let mut rows = 0;
    while let Some(entry) = next.take_if(|entry| entry.name.starts_with(&folder)) {
        let count = read_part(table, &entry, &mut |values| match &mut loader {
            Some(loader) => loader.put(values),
            None => Ok(()),
        })?;
        unpack.note(&entry, count);
        rows += count;
        tell(rows);
        next = unpack.next()?;
    }
    if let Some(loader) = loader {
        loader.finish()?;
    }
    Ok((rows, next))
}

/// Hands each row of a part to a function; gives their number.
fn read_part(
    table: &Table,
    entry: &Entry,
    put: &mut dyn FnMut(&[Value<'_>]) -> Result<(), StoreError>,
) -> Result<u64, BackupError> {
    let lines = lines(entry)?;
    let mut count = 0;
    for line in lines.split_inclusive(|byte| *byte == b'\n') {
        let cells = rows::read(table, line)
            .map_err(|why| BackupError::damaged(&entry.name, format!("{why} in row {count}")))?;
        let values: Vec<Value<'_>> = cells.iter().map(rows::Cell::value).collect();
        put(&values)?;
        count += 1;
    }
    Ok(count)
}

fn read_photos<R: Read>(
    mut next: Option<Entry>,
    total: u64,
    unpack: &mut Unpack<'_, R>,
    sink: &Sink<'_>,
    tell: &mut dyn FnMut(Progress),
) -> Result<Option<Entry>, BackupError> {
    let files = match sink {
        Sink::Into { target, .. } if next.as_ref().is_some_and(is_photo) => {
            Some(Files::open(&target.data.join("files"))?)
        }
        _ => None,
    };
    while let Some(entry) = next.take_if(|entry| is_photo(entry)) {
        let digest = unpack.note_photo(&entry).unwrap_or_default();
        let sound = match &files {
            Some(files) => files.bring_back(digest, &entry.bytes)?,
            None => files::is_of(&entry.bytes, digest),
        };
        if !sound {
            return Err(BackupError::damaged(&entry.name, "its bytes are others"));
        }
        tell(Progress { phase: Phase::Photos, done: unpack.photos(), total });
        next = unpack.next()?;
    }
    Ok(next)
}

fn is_photo(entry: &Entry) -> bool {
    entry.name.starts_with(PHOTOS)
}
