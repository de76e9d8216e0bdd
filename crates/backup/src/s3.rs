//! Backups in S3-compatible storage: Amazon's, MinIO, Ceph, Garage and the like.
//!
//! A backup is sent in parts while it is taken, and is there under its name only when it is whole. What is asked
//! for is what Amazon's API reference (2006-03-01) calls `CreateMultipartUpload`, `UploadPart`,
//! `CompleteMultipartUpload`, `AbortMultipartUpload`, `ListMultipartUploads`, `ListObjectsV2`, `GetObject` and
//! `DeleteObject`, which every such storage knows.

mod address;
mod answer;
mod http;
mod reading;
mod signing;
mod upload;

use jiff::Timestamp;
use jiff::tz::TimeZone;

pub use address::{Address, Keys};
pub use reading::ObjectReader;
pub use upload::ObjectVolume;

use crate::BackupError;
use crate::names;
use answer::{between, next_of, unescaped};
use http::{Asked, Http};

/// How many answers a list may take: a million backups.
const MAX_PAGES: usize = 1_000;
/// How old what was broken off must be before it is removed: another backup may still be on its way.
const BROKEN_OFF_HOURS: i64 = 48;

/// A bucket with backups of one town.
#[derive(Debug)]
pub struct Bucket {
    http: Http,
}

impl Bucket {
    /// Uses a bucket. `clock` says the time of each request, by which it is signed.
    pub fn new(
        address: Address,
        keys: Keys,
        clock: fn() -> Timestamp,
    ) -> Result<Self, BackupError> {
        Ok(Self { http: Http::new(address, keys, clock)? })
    }

    /// Begins a backup; removes what was broken off long ago.
    pub fn begin(self, now: Timestamp, sealed: bool) -> Result<ObjectVolume, BackupError> {
        self.tidy(now);
        let name = names::name(now, sealed);
        if self.whole()?.contains(&name) {
            return Err(BackupError::Storage(format!("{name} is there already; wait a second")));
        }
        let key = self.http.address().key(&name);
        ObjectVolume::begin(self.http, key)
    }

    /// The names of the whole backups, the oldest first.
    pub fn whole(&self) -> Result<Vec<String>, BackupError> {
        let prefix = self.http.address().key("");
        let mut found = Vec::new();
        let mut after: Option<String> = None;
        for _ in 0..MAX_PAGES {
            let mut asked = Asked::get("").with("list-type", "2").with("prefix", &prefix);
            if let Some(after) = &after {
                asked = asked.with("continuation-token", after);
            }
            let text = self.http.text(&asked)?;
            let keys = next_of(&text, "Key").filter_map(|key| {
                let name = key.strip_prefix(&prefix)?.to_owned();
                names::is_backup(&name).then_some(name)
            });
            found.extend(keys);
            after = between(&text, "NextContinuationToken").map(unescaped);
            if after.is_none() {
                break;
            }
        }
        found.sort();
        Ok(found)
    }

    /// Removes the oldest whole backups but so many; gives those that it removed. The last one stays.
    pub fn keep(&self, count: usize) -> Result<Vec<String>, BackupError> {
        let mut found = self.whole()?;
        found.truncate(found.len().saturating_sub(count.max(1)));
        for name in &found {
            self.http.text(&Asked::delete(&self.http.address().key(name)))?;
        }
        Ok(found)
    }

    /// Reads a backup from its beginning.
    pub fn read(self, name: &str) -> Result<ObjectReader, BackupError> {
        let key = self.http.address().key(name);
        ObjectReader::open(self.http, key)
    }

    /// Removes the parts of backups that were killed long ago: the storage keeps and charges for them. Not every
    /// storage lists them, and not every key may remove them; that must keep nobody from a backup.
    fn tidy(&self, now: Timestamp) {
        let prefix = self.http.address().key("");
        let asked = Asked::get("").with("uploads", "").with("prefix", &prefix);
        let text = self.http.text(&asked.once()).unwrap_or_default();
        let before = now - jiff::SignedDuration::from_hours(BROKEN_OFF_HOURS);
        for upload in text.split("<Upload>").skip(1) {
            let part = |name| between(upload, name).map(unescaped);
            let begun = part("Initiated").and_then(|time| time.parse::<Timestamp>().ok());
            let (Some(key), Some(id)) = (part("Key"), part("UploadId")) else { continue };
            let ours = key.strip_prefix(&prefix).is_some_and(names::is_backup);
            if ours && begun.is_some_and(|begun| begun < before) {
                drop(self.http.text(&Asked::delete(&key).with("uploadId", &id).once()));
            }
        }
    }
}

/// The time as signatures write it: 20261124T194519Z.
fn stamp(now: Timestamp) -> String {
    now.to_zoned_datetime(TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ").to_string()
}
