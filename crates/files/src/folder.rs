//! Where the bytes lie: a folder, each file under the SHA-256 of its bytes.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use bytes::Bytes;
use sha2::{Digest, Sha256};

use crate::attachments::FileRow;
use crate::intake::Counter;
use crate::photo::Photo;

/// Files are named by 64 hex digits; the first two make a folder.
const DIGITS: usize = 64;

/// Says why a file could not be kept or read.
#[derive(Clone, Debug, thiserror::Error)]
pub enum FileError {
    /// The row is there, the bytes are not: a backup was restored without its files.
    #[error("the file is missing from the folder")]
    Missing,
    /// The bytes are others than those that were kept: a disk that fails, or somebody's doing.
    #[error("the file was changed or is damaged")]
    Changed,
    /// The folder cannot be used.
    #[error("the folder {folder} cannot be used: {reason}")]
    Folder {
        /// The folder.
        folder: String,
        /// What the operating system said.
        reason: String,
    },
}

/// Which of a photo's pictures is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variant {
    /// The picture, its longest edge at most 2048 pixels.
    Full,
    /// The small one, its longest edge at most 480 pixels.
    Thumbnail,
}

/// What a page hands out.
#[derive(Clone, Debug)]
pub struct Content {
    /// The bytes.
    pub bytes: Bytes,
    /// Their type.
    pub media_type: &'static str,
    /// Their SHA-256 in hex: an entity tag that never lies.
    pub digest: String,
}

/// A photo whose bytes are on disk, ready for its row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub(crate) name: String,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) bytes: i64,
    pub(crate) sha256: String,
    pub(crate) thumbnail_sha256: String,
}

/// The place where the bytes of all files lie. Clones share it.
#[derive(Clone, Debug)]
pub struct Files {
    storage: Storage,
    counter: Counter,
}

/// The ways to keep bytes; more than a folder comes with towns that run on several machines.
#[derive(Clone, Debug)]
enum Storage {
    Folder(Folder),
}

/// The type of everything that is kept.
pub(crate) const MEDIA_TYPE: &str = "image/jpeg";

impl Files {
    /// Opens a folder and makes it where it is missing.
    pub fn open(folder: &Path) -> Result<Self, FileError> {
        let folder = Folder::open(folder)?;
        Ok(Self { storage: Storage::Folder(folder), counter: Counter::new() })
    }

    pub(crate) fn counter(&self) -> &Counter {
        &self.counter
    }

    pub(crate) fn folder(&self) -> &Folder {
        let Storage::Folder(folder) = &self.storage;
        folder
    }

    /// Keeps both pictures of a photo; when it returns, they survive a power cut. Without a row
    /// that follows, [`Files::sweep`] removes them after a day.
    pub async fn keep(&self, photo: &Photo) -> Result<Kept, FileError> {
        let (folder, photo) = (self.folder().clone(), photo.clone());
        on_a_thread(move || {
            Ok(Kept {
                bytes: i64::try_from(photo.full.len()).unwrap_or(i64::MAX),
                sha256: folder.put(&photo.full)?,
                thumbnail_sha256: folder.put(&photo.thumbnail)?,
                name: photo.name,
                width: photo.width,
                height: photo.height,
            })
        })
        .await
    }

    /// Looks whether the bytes of a file are there and are those that its row names, both pictures of
    /// it. Reads them whole, on the caller's thread.
    pub fn check(&self, file: &FileRow) -> Result<(), FileError> {
        for digest in [&file.sha256, &file.thumbnail_sha256] {
            let bytes = self.folder().get(digest)?;
            if hex::encode(Sha256::digest(&bytes)) != *digest {
                return Err(FileError::Changed);
            }
        }
        Ok(())
    }

    /// Reads a picture. The caller has made sure that it may be seen.
    pub async fn read(&self, file: &FileRow, variant: Variant) -> Result<Content, FileError> {
        let digest = match variant {
            Variant::Full => file.sha256.clone(),
            Variant::Thumbnail => file.thumbnail_sha256.clone(),
        };
        let (folder, wanted) = (self.folder().clone(), digest.clone());
        let bytes = on_a_thread(move || folder.get(&wanted)).await?;
        Ok(Content { bytes: bytes.into(), media_type: MEDIA_TYPE, digest })
    }
}

pub(crate) async fn on_a_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, FileError> + Send + 'static,
) -> Result<T, FileError> {
    tokio::task::spawn_blocking(work).await.unwrap_or(Err(FileError::Missing))
}

/// A folder of files named by their content.
#[derive(Clone, Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    /// Held while a file is looked for and touched, or looked at and removed.
    moving: Arc<Mutex<()>>,
}

impl Folder {
    fn open(path: &Path) -> Result<Self, FileError> {
        let folder = Self { path: path.to_owned(), moving: Arc::default() };
        fs::create_dir_all(path).map_err(|error| folder.failed(&error))?;
        Ok(folder)
    }

    pub(crate) fn failed(&self, error: &io::Error) -> FileError {
        FileError::Folder { folder: self.path.display().to_string(), reason: error.to_string() }
    }

    /// The path of a file; `None` when the text is no digest, so that no row can lead elsewhere.
    fn path_of(&self, digest: &str) -> Option<PathBuf> {
        let fits = digest.len() == DIGITS && digest.bytes().all(|b| b.is_ascii_hexdigit());
        fits.then(|| self.path.join(digest.get(..2).unwrap_or_default()).join(digest))
    }

    pub(crate) fn get(&self, digest: &str) -> Result<Vec<u8>, FileError> {
        let path = self.path_of(digest).ok_or(FileError::Missing)?;
        fs::read(path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => FileError::Missing,
            _ => self.failed(&error),
        })
    }

    /// Keeps bytes; gives their digest. Bytes that are there already are only marked as new, so
    /// that no sweep takes them before their row is written.
    pub(crate) fn put(&self, bytes: &[u8]) -> Result<String, FileError> {
        let digest = hex::encode(Sha256::digest(bytes));
        let path = self.path_of(&digest).ok_or(FileError::Missing)?;
        self.write(bytes, &path).map_err(|error| self.failed(&error))?;
        Ok(digest)
    }

    fn write(&self, bytes: &[u8], path: &Path) -> io::Result<()> {
        let _moving = self.moving.lock().unwrap_or_else(PoisonError::into_inner);
        if let Ok(file) = File::options().append(true).open(path)
            && file.metadata()?.len() == u64::try_from(bytes.len()).unwrap_or(u64::MAX)
        {
            #[expect(clippy::disallowed_methods, reason = "file systems keep the machine's time")]
            return file.set_modified(SystemTime::now());
        }
        let parent = path.parent().unwrap_or(&self.path);
        fs::create_dir_all(parent)?;
        let mut file = tempfile::NamedTempFile::new_in(parent)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        // The names are durable only when their folders are.
        File::open(parent)?.sync_all()?;
        File::open(&self.path)?.sync_all()
    }

    /// The digests of all files that were last written or marked before a time, folder by folder.
    /// What a crash left half written comes along under its odd name.
    pub(crate) fn before(&self, time: SystemTime) -> io::Result<Vec<Vec<String>>> {
        let mut found = Vec::new();
        for folder in fs::read_dir(&self.path)?.flatten().filter(|entry| entry.path().is_dir()) {
            let mut names = Vec::new();
            for entry in fs::read_dir(folder.path())?.flatten() {
                if entry.metadata()?.modified()? < time {
                    names.extend(entry.file_name().into_string());
                }
            }
            found.push(names);
        }
        Ok(found)
    }

    /// Removes a file unless it was marked as new since; says whether it did.
    pub(crate) fn remove_if_before(&self, name: &str, time: SystemTime) -> io::Result<bool> {
        let _moving = self.moving.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(path) = self.path_of(name).or_else(|| self.leftover(name)) else {
            return Ok(false);
        };
        if fs::metadata(&path)?.modified()? >= time {
            return Ok(false);
        }
        fs::remove_file(path).map(|()| true)
    }

    /// The path of a temporary file that a crash left behind.
    fn leftover(&self, name: &str) -> Option<PathBuf> {
        let folders = fs::read_dir(&self.path).ok()?.flatten();
        name.starts_with(".tmp").then_some(())?;
        folders.map(|folder| folder.path().join(name)).find(|path| path.is_file())
    }
}
