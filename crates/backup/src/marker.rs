//! The mark in a data folder that a restore into it has begun and not ended.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::BackupError;

const NAME: &str = "restore-unfinished";

/// The file that marks a data folder.
pub fn marker_of(data: &Path) -> PathBuf {
    data.join(NAME)
}

/// Whether a restore into a data folder was broken off: nobody may serve from it.
pub fn is_unfinished(data: &Path) -> bool {
    marker_of(data).exists()
}

pub(crate) fn set(data: &Path) -> Result<(), BackupError> {
    let path = marker_of(data);
    let written = || {
        let mut file = File::create(&path)?;
        file.write_all(b"A restore into this folder has begun and not ended.\n")?;
        file.sync_all()?;
        File::open(data)?.sync_all()
    };
    written().map_err(|error| BackupError::file("write", &path, &error))
}

pub(crate) fn clear(data: &Path) -> Result<(), BackupError> {
    let path = marker_of(data);
    match fs::remove_file(&path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(BackupError::file("remove", &path, &error))
        }
        _ => Ok(()),
    }
}
