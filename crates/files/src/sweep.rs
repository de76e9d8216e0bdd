//! Removing what nobody needs: photos of forms that were never sent, bytes that no row names.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jiff::{SignedDuration, Timestamp};
use store::{Db, StoreError};

use crate::attachments::{forget, uses};
use crate::folder::{FileError, Files, on_a_thread};

/// How long the photos of a form wait for it to be sent: as long as the draft of the form lasts.
const PENDING: SignedDuration = SignedDuration::from_hours(14 * 24);
/// How old bytes without a row must be: between the two lies one request, not a day.
const ORPHANED: SignedDuration = SignedDuration::from_hours(24);

/// What a sweep removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Rows of forms that were never sent.
    pub forgotten: u64,
    /// Files that no row names.
    pub orphans: u64,
}

/// Says why a sweep stopped.
#[derive(Clone, Debug, thiserror::Error)]
pub enum SweepError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The folder failed.
    #[error(transparent)]
    File(#[from] FileError),
}

impl Files {
    /// Removes the photos of forgotten forms and the bytes that no row names. A daily job calls it.
    pub async fn sweep(&self, db: &Db, now: Timestamp) -> Result<Swept, SweepError> {
        let mut swept = Swept {
            forgotten: db.write(move |tx| forget(tx, now - PENDING)).await?,
            ..Swept::default()
        };
        let time = system(now - ORPHANED);
        let folder = self.folder().clone();
        let listing = folder.clone();
        let found =
            on_a_thread(move || listing.before(time).map_err(|error| listing.failed(&error)));
        for names in found.await? {
            let unused: Vec<String> = db
                .read(move |tx| {
                    let mut unused = Vec::new();
                    for name in &names {
                        if !uses(tx, name)? {
                            unused.push(name.clone());
                        }
                    }
                    Ok::<_, StoreError>(unused)
                })
                .await?;
            let folder = folder.clone();
            swept.orphans += on_a_thread(move || {
                let mut removed = 0;
                for name in unused {
                    let gone = folder.remove_if_before(&name, time);
                    removed += u64::from(gone.map_err(|error| folder.failed(&error))?);
                }
                Ok(removed)
            })
            .await?;
        }
        Ok(swept)
    }
}

/// A time as file systems keep it.
fn system(at: Timestamp) -> SystemTime {
    UNIX_EPOCH + Duration::from_millis(u64::try_from(at.as_millisecond()).unwrap_or(0))
}
