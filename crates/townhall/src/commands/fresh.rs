//! What the demo made, so that `--fresh` deletes that and nothing else.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::Failure;
use crate::settings::Settings;

/// The note in the data folder.
const NOTE: &str = "demo.toml";
/// The digits that name a photo.
const DIGITS: usize = 64;

/// What the demo noted about itself in the data folder.
#[derive(Deserialize, Serialize)]
struct Note {
    /// Its database.
    database: String,
    /// Whether everything was loaded.
    loaded: bool,
}

/// How far the demo of the settings has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// No demo has been made in this database from this folder.
    Nothing,
    /// One was begun, and broken off.
    Half,
    /// One is there.
    Whole,
}

/// Finds what there is.
pub fn find(settings: &Settings) -> Found {
    let text = fs::read_to_string(settings.data.join(NOTE)).unwrap_or_default();
    match toml::from_str::<Note>(&text) {
        Ok(note) if note.database == place(settings) && note.loaded => Found::Whole,
        Ok(note) if note.database == place(settings) => Found::Half,
        _ => Found::Nothing,
    }
}

/// Notes that the demo begins to be made, or that all of it is.
pub fn note(settings: &Settings, loaded: bool) -> Result<(), Failure> {
    let path = settings.data.join(NOTE);
    let note = toml::to_string(&Note { database: place(settings), loaded })
        .map_err(|error| Failure(error.to_string()))?;
    let text =
        format!("# Made by `townhall demo`; --fresh deletes the database named here.\n{note}");
    fs::write(&path, text).map_err(|error| Failure::file("note the demo", &path, &error))
}

/// Deletes what the demo made: only files that it makes, and folders that are empty then.
pub fn clear(settings: &Settings) -> Result<(), Failure> {
    let Some(file) = settings.database_file() else {
        return Err(Failure(format!(
            "--fresh deletes only a demo's own file, and no database of a server; make an empty one in place of {}, and start without --fresh.",
            settings.database_shown()
        )));
    };
    if find(settings) == Found::Nothing {
        // An empty file is what a start leaves that was broken off at once.
        if fs::metadata(&file).is_ok_and(|found| found.len() > 0) {
            return Err(Failure(format!(
                "{} was not made by the demo of this data folder, so --fresh leaves it alone; choose another folder with --data DIR.",
                file.display()
            )));
        }
        return Ok(());
    }
    let failed = |error: io::Error| Failure::file("delete the old demo", &settings.data, &error);
    for path in [beside(&file, "-wal"), beside(&file, "-shm"), file] {
        unless_missing(fs::remove_file(path)).map_err(failed)?;
    }
    clear_index(&settings.data.join("search")).map_err(failed)?;
    clear_photos(&settings.data.join("files")).map_err(failed)?;
    unless_missing(fs::remove_file(settings.data.join(NOTE))).map_err(failed)
}

/// The database as the note names it; the same whatever folder the program is started from.
fn place(settings: &Settings) -> String {
    match settings.database_file() {
        Some(file) => std::path::absolute(&file).unwrap_or(file).display().to_string(),
        None => settings.database_shown(),
    }
}

fn beside(file: &Path, end: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(end);
    name.into()
}

fn clear_index(folder: &Path) -> io::Result<()> {
    for (path, name) in entries(folder)? {
        if name.starts_with("cases-") && path.join("meta.json").exists() {
            fs::remove_dir_all(path)?;
        }
    }
    remove_if_empty(folder)
}

/// Photos lie under their digest, in a folder named by its first two digits.
fn clear_photos(folder: &Path) -> io::Result<()> {
    for (inner, start) in entries(folder)? {
        if start.len() != 2 || !inner.is_dir() {
            continue;
        }
        for (path, name) in entries(&inner)? {
            let is_digest = name.len() == DIGITS && name.bytes().all(|b| b.is_ascii_hexdigit());
            if is_digest && name.starts_with(&start) {
                fs::remove_file(path)?;
            }
        }
        remove_if_empty(&inner)?;
    }
    remove_if_empty(folder)
}

fn entries(folder: &Path) -> io::Result<Vec<(PathBuf, String)>> {
    match fs::read_dir(folder) {
        Ok(found) => found
            .map(|entry| entry.map(|e| (e.path(), e.file_name().to_string_lossy().into_owned())))
            .collect(),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

fn remove_if_empty(folder: &Path) -> io::Result<()> {
    match fs::remove_dir(folder) {
        Err(error) if error.kind() == ErrorKind::DirectoryNotEmpty => Ok(()),
        done => unless_missing(done),
    }
}

fn unless_missing(done: io::Result<()>) -> io::Result<()> {
    match done {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        done => done,
    }
}
