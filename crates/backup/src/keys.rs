//! The secrets of the data folder: without them links in letters and proofs of the history end.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::Path;

use store::Existing;

use crate::BackupError;

/// The end of the names of files with secrets.
const END: &str = ".key";
/// More than any secret has.
const MAX_BYTES: u64 = 64 << 10;

/// A secret: the name of its file and what stands in it.
pub(crate) type Secret = (String, Vec<u8>);

/// Reads the secrets of a folder, in the order of their names.
pub(crate) fn read(data: &Path) -> Result<Vec<Secret>, BackupError> {
    let mut found = Vec::new();
    let entries = fs::read_dir(data).map_err(|error| BackupError::file("read", data, &error))?;
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.ends_with(END) || !entry.path().is_file() {
            continue;
        }
        let mut bytes = Vec::new();
        File::open(entry.path())
            .and_then(|file| file.take(MAX_BYTES).read_to_end(&mut bytes))
            .map_err(|error| BackupError::file("read", &entry.path(), &error))?;
        found.push((name, bytes));
    }
    found.sort();
    Ok(found)
}

/// Whether a name in a backup is one of a file with a secret, and leads nowhere else.
pub(crate) fn is_name(name: &str) -> bool {
    name.ends_with(END) && !name.starts_with('.') && !name.contains(['/', '\\'])
}

/// Refuses a secret where the folder has another one of its name.
pub(crate) fn may_keep(
    data: &Path,
    (name, bytes): &Secret,
    existing: Existing,
) -> Result<(), BackupError> {
    let path = data.join(name);
    match fs::read(&path) {
        Ok(found) if found != *bytes && existing == Existing::Keep => {
            Err(BackupError::OtherSecret(name.clone()))
        }
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(BackupError::file("read", &path, &error))
        }
        _ => Ok(()),
    }
}

/// Writes a secret beside its place and renames it, for its owner only; durable when it returns.
pub(crate) fn keep(data: &Path, (name, bytes): &Secret) -> Result<(), BackupError> {
    let path = data.join(name);
    let beside = data.join(format!("{name}.restoring"));
    let written = || {
        let mut options = OpenOptions::new();
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.write(true).create(true).truncate(true).open(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, &path)?;
        File::open(data)?.sync_all()
    };
    written().map_err(|error| BackupError::file("write", &path, &error))
}
