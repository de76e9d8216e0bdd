//! Reads the archive, entry by entry, and holds it against its contents.

use std::io::{self, Read};

use flate2::read::GzDecoder;

use crate::BackupError;
use crate::format::{
    CONTENTS, Contents, FORMAT, MANIFEST, MAX_ENTRY, MAX_ROW, Manifest, PART_BYTES, PHOTOS, Part,
    Photos, SEAL,
};
use crate::lock::{Key, Opened};
use crate::pack::{part, seal};

/// An archive that can be read from.
pub(crate) struct Archive<R: Read>(tar::Archive<Opened<R>>);

impl<R: Read> Archive<R> {
    pub(crate) fn open(archive: R, key: &Key) -> Result<Self, BackupError> {
        key.open(archive).map(|opened| Self(tar::Archive::new(opened)))
    }

    /// Begins to read: the manifest is the first entry.
    pub(crate) fn begin(&mut self) -> Result<(Manifest, Unpack<'_, R>), BackupError> {
        let entries =
            self.0.entries().map_err(|error| BackupError::NotABackup(error.to_string()))?;
        let mut unpack = Unpack {
            entries,
            seen: Vec::new(),
            photos: Photos::default(),
            after: "its beginning".to_owned(),
        };
        let first = unpack.next()?.filter(|entry| entry.name == MANIFEST);
        let Some(first) = first else {
            return Err(BackupError::NotABackup("it does not begin with a manifest".into()));
        };
        unpack.note(&first, 0);
        Ok((manifest(&first.bytes)?, unpack))
    }
}

/// The version is looked at before the rest, which another version may write otherwise.
fn manifest(bytes: &[u8]) -> Result<Manifest, BackupError> {
    let odd = |error: serde_json::Error| BackupError::damaged(MANIFEST, error);
    let value: serde_json::Value = serde_json::from_slice(bytes).map_err(odd)?;
    let found = value.get("format").and_then(serde_json::Value::as_u64).unwrap_or(0);
    let found = u32::try_from(found).unwrap_or(u32::MAX);
    if found > FORMAT {
        let program = value.get("program").and_then(serde_json::Value::as_str);
        let program = program.unwrap_or("of another version").to_owned();
        return Err(BackupError::NewerFormat { program, found, known: FORMAT });
    }
    serde_json::from_value(value).map_err(odd)
}

/// An entry that was read.
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

pub(crate) struct Unpack<'a, R: Read> {
    entries: tar::Entries<'a, Opened<R>>,
    seen: Vec<Part>,
    photos: Photos,
    /// What was read last, for messages.
    after: String,
}

impl<R: Read> Unpack<'_, R> {
    /// The next entry; nothing at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Entry>, BackupError> {
        let Some(entry) = self.entries.next() else { return Ok(None) };
        let mut entry = entry.map_err(|error| self.broken(&error))?;
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        if entry.size() > MAX_ENTRY {
            return Err(BackupError::damaged(&name, "it is longer than any entry"));
        }
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).map_err(|error| self.broken(&error))?;
        if u64::try_from(bytes.len()).ok() != Some(entry.size()) {
            return Err(BackupError::Cut(name));
        }
        self.after.clone_from(&name);
        Ok(Some(Entry { name, bytes }))
    }

    fn broken(&self, error: &io::Error) -> BackupError {
        let said = error.to_string();
        let short = ["unexpected EOF", "entire block"].iter().any(|words| said.contains(words));
        let cut = short || error.kind() == io::ErrorKind::UnexpectedEof;
        let place = format!("what comes after {}", self.after);
        match (cut, said.as_str()) {
            (true, _) => BackupError::Cut(place),
            // The last piece of an envelope that was cut looks like one that was changed.
            (false, "decryption error") => {
                BackupError::damaged(&place, "bytes were changed or cut off")
            }
            (false, _) => BackupError::damaged(&place, said),
        }
    }

    /// Notes an entry that the contents must name.
    pub(crate) fn note(&mut self, entry: &Entry, rows: u64) {
        self.seen.push(part(&entry.name, rows, &entry.bytes));
    }

    /// Notes a picture; gives its digest.
    pub(crate) fn note_photo<'e>(&mut self, entry: &'e Entry) -> Option<&'e str> {
        let digest = entry.name.strip_prefix(PHOTOS)?;
        self.photos.count += 1;
        self.photos.bytes += u64::try_from(entry.bytes.len()).unwrap_or(0);
        Some(digest)
    }

    pub(crate) fn photos(&self) -> u64 {
        self.photos.count
    }

    /// Ends with the contents and their seal: everything that was noted must be what was written.
    pub(crate) fn finish(mut self, contents: Option<Entry>) -> Result<Photos, BackupError> {
        let cut = || BackupError::Cut("its last entries".into());
        let contents = contents.ok_or_else(|| BackupError::Cut(self.after.clone()))?;
        if contents.name != CONTENTS {
            return Err(BackupError::damaged(&contents.name, "it is not expected here"));
        }
        let last = self.next()?.filter(|last| last.name == SEAL).ok_or_else(cut)?;
        if last.bytes != seal(&contents.bytes).as_bytes() {
            return Err(BackupError::damaged(CONTENTS, "its checksum is another"));
        }
        let told: Contents = serde_json::from_slice(&contents.bytes)
            .map_err(|error| BackupError::damaged(CONTENTS, error))?;
        let wrong = told.parts.iter().zip(&self.seen).find(|(told, seen)| told != seen);
        if let Some((told, _)) = wrong {
            return Err(BackupError::damaged(&told.name, "its checksum is another"));
        }
        let counts = |photos: Photos| (photos.count, photos.bytes);
        if told.parts.len() != self.seen.len() || counts(told.photos) != counts(self.photos) {
            return Err(BackupError::damaged(CONTENTS, "entries are missing"));
        }
        Ok(told.photos)
    }
}

/// Takes the rows of an entry out of their compression.
pub(crate) fn lines(entry: &Entry) -> Result<Vec<u8>, BackupError> {
    let bound = u64::try_from(PART_BYTES + MAX_ROW).unwrap_or(u64::MAX);
    let mut lines = Vec::with_capacity(PART_BYTES);
    GzDecoder::new(entry.bytes.as_slice())
        .take(bound + 1)
        .read_to_end(&mut lines)
        .map_err(|error| BackupError::damaged(&entry.name, error))?;
    if u64::try_from(lines.len()).unwrap_or(u64::MAX) > bound {
        return Err(BackupError::damaged(&entry.name, "it is longer than any part"));
    }
    Ok(lines)
}
