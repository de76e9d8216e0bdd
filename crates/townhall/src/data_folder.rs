//! The data folder: the database file, photos, indexes and the keys of one node.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use base::Rng;

use crate::Failure;

/// Held locked by the process that serves from the folder; it also shows that files can be made.
const LOCK: &str = "townhall.lock";
/// The file with the secret.
const SECRET: &str = "secret.key";
/// What becomes of a town whose secret is lost.
const LOST_SECRET: &str = "links sent so far stop working then";
/// The file with the key that seals the ledger's checkpoints.
const SEAL: &str = "ledger.key";

/// A data folder that is there and can be written to.
#[derive(Clone, Debug)]
pub struct DataFolder(PathBuf);

/// The right to serve from a data folder, until it is dropped or the process ends.
#[derive(Debug)]
pub struct Occupied(#[expect(dead_code, reason = "the lock ends with the file")] File);

impl DataFolder {
    /// Makes the folder, for its owner only, or uses one that is there as it is.
    pub fn make(path: &Path) -> Result<Self, Failure> {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(path).map_err(|error| unusable(path, &error))?;
        let folder = Self(path.to_owned());
        folder.lock_file().map_err(|error| unusable(path, &error))?;
        Ok(folder)
    }

    /// Takes the folder for this process, so that no second one serves from it.
    pub fn occupy(&self) -> Result<Occupied, Failure> {
        let file = self.lock_file().map_err(|error| unusable(&self.0, &error))?;
        match file.try_lock() {
            Ok(()) => Ok(Occupied(file)),
            Err(TryLockError::WouldBlock) => Err(Failure(format!(
                "Another townhall serves from the data folder {}; stop it first, or choose another folder with --data DIR.",
                self.0.display()
            ))),
            Err(TryLockError::Error(error)) => Err(unusable(&self.0, &error)),
        }
    }

    /// Takes a database's file for this process where it lies elsewhere, so that no program with another
    /// data folder serves from it.
    pub fn occupy_file(&self, file: &Path) -> Result<Option<Occupied>, Failure> {
        let whole = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let (file, own) = (whole(file), whole(&self.0));
        if file.parent() == Some(&own) {
            return Ok(None);
        }
        let mut name = file.clone().into_os_string();
        name.push(".lock");
        let opened = private().append(true).create(true).open(&name);
        let lock = opened.map_err(|error| Failure::file("take the database", &file, &error))?;
        match lock.try_lock() {
            Ok(()) => Ok(Some(Occupied(lock))),
            Err(TryLockError::WouldBlock) => Err(Failure(format!(
                "Another townhall serves from the database {}; stop it first. Several nodes need PostgreSQL.",
                file.display()
            ))),
            Err(TryLockError::Error(error)) => {
                Err(Failure::file("take the database", &file, &error))
            }
        }
    }

    fn lock_file(&self) -> std::io::Result<File> {
        private().append(true).create(true).open(self.0.join(LOCK))
    }

    /// The secret that signs links and cookies: made once. Nodes that share a database share this
    /// file.
    pub fn secret(&self, rng: &Rng) -> Result<[u8; 32], Failure> {
        self.key(SECRET, LOST_SECRET, rng)
    }

    /// The key that seals the ledger's checkpoints: made once. Nodes that share a database share this
    /// file.
    pub fn seal(&self, rng: &Rng) -> Result<[u8; 32], Failure> {
        self.key(SEAL, "the town signs with another key then, which it must make known", rng)
    }

    fn key(&self, name: &str, loss: &str, rng: &Rng) -> Result<[u8; 32], Failure> {
        let path = self.0.join(name);
        if let Some(key) = read_key(&path, loss)? {
            return Ok(key);
        }
        let key: [u8; 32] = rng.bytes();
        keep(&path, &hex::encode(key))
            .map_err(|error| Failure::file("write the secret", &path, &error))?;
        Ok(key)
    }
}

/// The secret of a data folder, if there is one; makes nothing.
pub fn secret_in(folder: &Path) -> Result<Option<[u8; 32]>, Failure> {
    read_key(&folder.join(SECRET), LOST_SECRET)
}

/// The key that seals the checkpoints of a data folder, if there is one; makes nothing.
pub fn seal_in(folder: &Path) -> Result<Option<[u8; 32]>, Failure> {
    read_key(&folder.join(SEAL), "the town signs with another key then")
}

fn read_key(path: &Path, loss: &str) -> Result<Option<[u8; 32]>, Failure> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Failure::file("read the secret", path, &error)),
    };
    let key = hex::decode(text.trim()).ok().and_then(|bytes| bytes.try_into().ok());
    let advice = "holds no secret; restore it from a backup, or delete it";
    key.map(Some).ok_or_else(|| Failure(format!("{} {advice} ({loss}).", path.display())))
}

/// Makes an empty file for a new database, so that it is its owner's from the first byte.
pub fn make_private(path: &Path) -> std::io::Result<()> {
    match private().append(true).create_new(true).open(path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// Writes beside and renames: a secret that a power cut left half written would lock the town out.
fn keep(path: &Path, text: &str) -> std::io::Result<()> {
    let beside = path.with_extension("new");
    let mut file = private().write(true).create(true).truncate(true).open(&beside)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(beside, path)
}

/// Files that only their owner may read.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn unusable(path: &Path, error: &std::io::Error) -> Failure {
    let advice = match error.kind() {
        ErrorKind::AlreadyExists | ErrorKind::NotADirectory => "it is a file, or lies in one",
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "let this program's user write there"
        }
        ErrorKind::StorageFull => "its disk is full: free some space",
        _ => "look whether its disk is there",
    };
    Failure(format!(
        "The data folder {} cannot be used ({error}); {advice}, or choose another with --data DIR.",
        path.display()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_secret_is_made_once() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataFolder::make(folder.path()).unwrap();
        let first = data.secret(&Rng::seeded(1)).unwrap();
        assert_eq!(data.secret(&Rng::seeded(2)).unwrap(), first);
        std::fs::write(folder.path().join(SECRET), "short").unwrap();
        assert!(data.secret(&Rng::seeded(3)).is_err());
    }

    #[test]
    fn the_seal_is_made_once_and_looking_makes_none() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(seal_in(folder.path()).unwrap(), None);
        let data = DataFolder::make(folder.path()).unwrap();
        let first = data.seal(&Rng::seeded(1)).unwrap();
        assert_eq!(seal_in(folder.path()).unwrap(), Some(first));
        assert_eq!(data.seal(&Rng::seeded(2)).unwrap(), first);
        assert_ne!(data.secret(&Rng::seeded(2)).unwrap(), first);
    }

    #[cfg(unix)]
    #[test]
    fn a_new_folder_and_its_secret_are_kept_from_others_and_an_old_folder_stays_as_it_is() {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let folder = tempfile::tempdir().unwrap();
        let new = folder.path().join("new");
        let made = DataFolder::make(&new).unwrap();
        made.secret(&Rng::seeded(1)).unwrap();
        made.seal(&Rng::seeded(1)).unwrap();
        assert_eq!((mode(&new), mode(&new.join(SECRET))), (0o700, 0o600));
        assert_eq!(mode(&new.join(SEAL)), 0o600);
        std::fs::set_permissions(&new, std::fs::Permissions::from_mode(0o750)).unwrap();
        DataFolder::make(&new).unwrap();
        assert_eq!(mode(&new), 0o750);
    }

    #[test]
    fn a_file_that_lies_elsewhere_has_one_server_at_a_time() {
        let root = tempfile::tempdir().unwrap();
        let folder = |name: &str| DataFolder::make(&root.path().join(name)).unwrap();
        let (one, other) = (folder("one"), folder("other"));
        let file = root.path().join("town.sqlite3");
        let first = one.occupy_file(&file).unwrap();
        assert!(first.is_some());
        assert!(other.occupy_file(&file).unwrap_err().to_string().contains("PostgreSQL"));
        drop(first);
        assert!(other.occupy_file(&file).unwrap().is_some());
        // The lock of the folder holds for a file in it.
        assert!(one.occupy_file(&root.path().join("one/town.sqlite3")).unwrap().is_none());
    }

    #[test]
    fn a_folder_has_one_server_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataFolder::make(folder.path()).unwrap();
        let first = data.occupy().unwrap();
        assert!(data.occupy().unwrap_err().to_string().contains("--data"));
        drop(first);
        data.occupy().unwrap();
    }
}
