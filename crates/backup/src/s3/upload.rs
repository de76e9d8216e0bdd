use std::io::{self, Write};

use super::answer::{between, next_of, unescaped};
use super::http::{Asked, Http};
use crate::BackupError;

/// How large a part is. A storage takes 10,000 of them, so that a backup may have 160 GB; each is held in memory
/// until it is there.
const PART_BYTES: usize = 16 << 20;
/// How many parts a storage takes.
const MAX_PARTS: usize = 10_000;

/// A backup on its way into a bucket.
#[derive(Debug)]
pub struct ObjectVolume {
    http: Http,
    key: String,
    upload: String,
    waiting: Vec<u8>,
    /// What the storage calls each part, in order.
    parts: Vec<String>,
    bytes: u64,
    done: bool,
}

impl ObjectVolume {
    pub(super) fn begin(http: Http, key: String) -> Result<Self, BackupError> {
        let text = http.text(&Asked::post(&key, "").with("uploads", ""))?;
        let missing = || BackupError::Storage("it gave no number for the upload".into());
        let upload = unescaped(between(&text, "UploadId").ok_or_else(missing)?);
        let waiting = Vec::with_capacity(PART_BYTES);
        Ok(Self { http, key, upload, waiting, parts: Vec::new(), bytes: 0, done: false })
    }

    /// Sends what waits, and lets the storage put the parts together; gives the name, and the bucket back.
    pub fn complete(mut self) -> Result<String, BackupError> {
        if !self.waiting.is_empty() || self.parts.is_empty() {
            self.send()?;
        }
        let part = |(number, tag): (usize, &String)| {
            format!("<Part><PartNumber>{number}</PartNumber><ETag>{tag}</ETag></Part>")
        };
        let parts: Vec<String> = (1..).zip(&self.parts).map(part).collect();
        let parts = parts.concat();
        let list = format!("<CompleteMultipartUpload>{parts}</CompleteMultipartUpload>");
        let told = self.http.text(&Asked::post(&self.key, list).with("uploadId", &self.upload));
        match told {
            Ok(text) if text.contains("<CompleteMultipartUploadResult") => {}
            // Completed by an earlier try whose answer was lost, it has its name.
            told if self.is_there()? => drop(told),
            Ok(_) => return Err(BackupError::Storage("it did not say that it has all".into())),
            Err(error) => return Err(error),
        }
        self.done = true;
        Ok(self.key.clone())
    }

    /// How many bytes it has so far.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Whether an object of the backup's name is in the bucket.
    fn is_there(&self) -> Result<bool, BackupError> {
        let asked = Asked::get("").with("list-type", "2").with("prefix", &self.key);
        let text = self.http.text(&asked)?;
        Ok(next_of(&text, "Key").any(|key| key == self.key))
    }

    fn send(&mut self) -> Result<(), BackupError> {
        let number = self.parts.len() + 1;
        if number > MAX_PARTS {
            return Err(BackupError::Storage(format!("it takes no more than {MAX_PARTS} parts")));
        }
        let part = std::mem::replace(&mut self.waiting, Vec::with_capacity(PART_BYTES));
        let asked = Asked::put(&self.key, part)
            .with("partNumber", &number.to_string())
            .with("uploadId", &self.upload);
        let answer = self.http.answer(&asked)?;
        let tag = answer.headers().get("etag").and_then(|tag| tag.to_str().ok());
        let missing = || BackupError::Storage("it gave no tag for a part".into());
        self.parts.push(tag.ok_or_else(missing)?.to_owned());
        Ok(())
    }
}

impl Write for ObjectVolume {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = PART_BYTES - self.waiting.len();
        let taken = bytes.get(..room.min(bytes.len())).unwrap_or(bytes);
        self.waiting.extend_from_slice(taken);
        self.bytes += u64::try_from(taken.len()).unwrap_or(0);
        if self.waiting.len() >= PART_BYTES {
            self.send().map_err(io::Error::other)?;
        }
        Ok(taken.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for ObjectVolume {
    fn drop(&mut self) {
        if !self.done {
            // What cannot be removed now is removed by a later backup.
            drop(self.http.text(&Asked::delete(&self.key).with("uploadId", &self.upload).once()));
        }
    }
}
