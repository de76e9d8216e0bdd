//! The folder in which backups are kept.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::BackupError;
use crate::names::{self, is_backup};

/// The end of one that is being written.
const PARTIAL: &str = ".partial";

/// A folder of backups of one town.
#[derive(Clone, Debug)]
pub struct Shelf(PathBuf);

impl Shelf {
    /// Uses a folder. It is not made: where a disk is not mounted there is none.
    pub fn open(folder: &Path) -> Result<Self, BackupError> {
        fs::read_dir(folder)
            .map_err(|error| BackupError::file("use the folder", folder, &error))?;
        Ok(Self(folder.to_owned()))
    }

    /// Begins a backup under a name that is none of a whole one; removes what was broken off before.
    pub fn begin(&self, now: Timestamp, sealed: bool) -> Result<Volume, BackupError> {
        self.tidy();
        let name = names::name(now, sealed);
        let place = self.0.join(&name);
        if place.exists() {
            let taken = io::Error::from(io::ErrorKind::AlreadyExists);
            return Err(BackupError::file("write", &place, &taken));
        }
        let partial = self.0.join(format!(".{name}{PARTIAL}"));
        let mut options = OpenOptions::new();
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        // Held until it is whole or the process ends. Some network disks know no locks.
        let opened = options
            .write(true)
            .create_new(true)
            .open(&partial)
            .inspect(|file| drop(file.try_lock()));
        let file = opened.map_err(|error| BackupError::file("write", &partial, &error))?;
        Ok(Volume { file: Some(file), partial, place })
    }

    /// The whole backups, the oldest first.
    pub fn whole(&self) -> Result<Vec<PathBuf>, BackupError> {
        let entries =
            fs::read_dir(&self.0).map_err(|error| BackupError::file("read", &self.0, &error))?;
        let mut found: Vec<PathBuf> = entries
            .flatten()
            .filter(|entry| is_backup(&entry.file_name().to_string_lossy()))
            .map(|entry| entry.path())
            .collect();
        found.sort();
        Ok(found)
    }

    /// Removes the oldest whole backups but so many; gives those that it removed. The last one stays.
    pub fn keep(&self, count: usize) -> Result<Vec<PathBuf>, BackupError> {
        let mut found = self.whole()?;
        found.truncate(found.len().saturating_sub(count.max(1)));
        for path in &found {
            fs::remove_file(path).map_err(|error| BackupError::file("remove", path, &error))?;
        }
        Ok(found)
    }

    /// Removes what backups left that were killed: nobody holds it any more.
    fn tidy(&self) {
        for entry in fs::read_dir(&self.0).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let ours = name.strip_prefix('.').and_then(|name| name.strip_suffix(PARTIAL));
            if !ours.is_some_and(is_backup) {
                continue;
            }
            let held = File::open(entry.path()).map(|file| file.try_lock());
            if matches!(held, Ok(Ok(()))) {
                drop(fs::remove_file(entry.path()));
            }
        }
    }
}

/// A backup that is being written.
#[derive(Debug)]
pub struct Volume {
    file: Option<File>,
    partial: PathBuf,
    place: PathBuf,
}

impl Volume {
    /// Makes it durable and gives it its name; gives where it is.
    pub fn complete(mut self) -> Result<PathBuf, BackupError> {
        let done = || {
            if let Some(file) = &self.file {
                file.sync_all()?;
            }
            fs::rename(&self.partial, &self.place)?;
            File::open(self.place.parent().unwrap_or(Path::new(".")))?.sync_all()
        };
        done().map_err(|error| BackupError::file("write", &self.place, &error))?;
        self.file = None;
        Ok(std::mem::take(&mut self.place))
    }

    /// How many bytes it has so far.
    pub fn bytes(&self) -> u64 {
        self.file.as_ref().and_then(|file| file.metadata().ok()).map_or(0, |found| found.len())
    }
}

impl Write for Volume {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.as_ref().map_or(Ok(0), |mut file| file.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_ref().map_or(Ok(()), |mut file| file.flush())
    }
}

impl Drop for Volume {
    fn drop(&mut self) {
        if self.file.take().is_some() {
            drop(fs::remove_file(&self.partial));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn names(shelf: &Shelf) -> Vec<String> {
        let name = |path: PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
        shelf.whole().unwrap().into_iter().map(name).collect()
    }

    #[test]
    fn a_backup_has_its_name_only_when_it_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Shelf::open(folder.path()).unwrap();
        let mut volume = shelf.begin(at("2026-11-24T19:45:19Z"), true).unwrap();
        volume.write_all(b"all of it").unwrap();
        assert!(names(&shelf).is_empty());
        let place = volume.complete().unwrap();
        assert_eq!(names(&shelf), ["townhall-20261124T194519Z.tar.age"]);
        assert_eq!(fs::read(place).unwrap(), b"all of it");
        assert!(shelf.begin(at("2026-11-24T19:45:19Z"), true).is_err(), "the name is taken");
    }

    #[test]
    fn what_is_broken_off_goes_and_what_another_writes_stays() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Shelf::open(folder.path()).unwrap();
        let files = || fs::read_dir(folder.path()).unwrap().count();
        drop(shelf.begin(at("2026-11-24T19:45:19Z"), true).unwrap());
        assert_eq!(files(), 0);
        fs::write(folder.path().join(".townhall-20261123T194519Z.tar.age.partial"), "half")
            .unwrap();
        let other = shelf.begin(at("2026-11-24T19:45:20Z"), true).unwrap();
        assert_eq!(files(), 1, "the killed one's is gone");
        drop(shelf.begin(at("2026-11-24T19:45:21Z"), true).unwrap());
        assert_eq!(files(), 1, "the other's is there");
        drop(other);
    }

    #[test]
    fn the_oldest_go_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Shelf::open(folder.path()).unwrap();
        for day in ["01", "02", "03", "04"] {
            shelf
                .begin(at(&format!("2026-11-{day}T00:00:00Z")), day == "02")
                .unwrap()
                .complete()
                .unwrap();
        }
        let theirs = ["townhall-old.tar", "townhall-20261101T000000Z.tar.gz", "notes.tar"];
        for name in theirs {
            fs::write(folder.path().join(name), "precious").unwrap();
        }
        assert_eq!(shelf.keep(2).unwrap().len(), 2);
        assert_eq!(
            names(&shelf),
            ["townhall-20261103T000000Z.tar", "townhall-20261104T000000Z.tar"]
        );
        assert!(theirs.iter().all(|name| folder.path().join(name).exists()));
        shelf.keep(0).unwrap();
        assert_eq!(names(&shelf), ["townhall-20261104T000000Z.tar"], "the last one stays");
    }

    #[test]
    fn a_folder_that_is_not_there_is_not_made() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("disk");
        assert!(Shelf::open(&missing).unwrap_err().to_string().contains("disk"));
        assert!(!missing.exists());
    }
}
