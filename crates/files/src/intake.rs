//! Taking in an upload without taking up the machine.

use std::sync::Arc;

use bytes::Bytes;
use tokio::sync::{Semaphore, TryAcquireError};

use crate::folder::Files;
use crate::photo::{Photo, develop};

/// The largest upload: twice what today's telephones make.
pub const MAX_BYTES: usize = 10 * 1024 * 1024;
/// The most pixels: today's telephones in their finest setting.
pub const MAX_PIXELS: u64 = 50_000_000;
/// Photos that are worked on at once: each takes a core and up to 300 MB for about a second.
const AT_ONCE: usize = 2;
/// Photos that may wait their turn; more would wait longer than a browser does.
const WAITING: usize = 16;

/// Says why a photo was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IntakeError {
    /// No bytes at all.
    #[error("the file is empty")]
    Empty,
    /// More than [`MAX_BYTES`].
    #[error("the file is larger than 10 MB")]
    TooLarge,
    /// No JPEG, PNG, WebP or GIF.
    #[error("the file is not a JPEG, PNG, WebP or GIF photo")]
    NotAPhoto,
    /// A photo in the HEIC format, which browsers do not show.
    #[error("the photo is in the HEIC format; send it as JPEG")]
    Heic,
    /// More than [`MAX_PIXELS`].
    #[error("the photo has more than 50 million pixels")]
    TooManyPixels,
    /// It breaks off or makes no sense.
    #[error("the photo is damaged or incomplete")]
    Damaged,
    /// Too many photos are waiting.
    #[error("too many photos are being sent; try again in a minute")]
    Busy,
}

impl IntakeError {
    /// The end of the message's name in the pages' words, such as `heic`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLarge => "too-large",
            Self::NotAPhoto => "not-a-photo",
            Self::Heic => "heic",
            Self::TooManyPixels => "too-many-pixels",
            Self::Damaged => "damaged",
            Self::Busy => "busy",
        }
    }
}

/// The two queues in front of the processor.
#[derive(Clone, Debug)]
pub(crate) struct Counter {
    waiting: Arc<Semaphore>,
    working: Arc<Semaphore>,
}

impl Counter {
    pub(crate) fn new() -> Self {
        Self {
            waiting: Arc::new(Semaphore::new(WAITING + AT_ONCE)),
            working: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }
}

impl Files {
    /// Checks an upload and writes it anew, without its metadata. Nothing is kept yet.
    pub async fn intake(&self, bytes: Bytes, name: &str) -> Result<Photo, IntakeError> {
        let counter = self.counter();
        let _place = counter.waiting.try_acquire().map_err(|error| match error {
            TryAcquireError::NoPermits | TryAcquireError::Closed => IntakeError::Busy,
        })?;
        let turn = Arc::clone(&counter.working).acquire_owned().await;
        let turn = turn.map_err(|_| IntakeError::Busy)?;
        let name = name.to_owned();
        let work = tokio::task::spawn_blocking(move || {
            let photo = develop(&bytes, &name);
            // The turn ends with the work, also when the browser has gone away in the meantime.
            drop(turn);
            photo
        });
        work.await.unwrap_or_else(|_| {
            // A mistake in a decoder: this photo cannot be shown, others can.
            tracing::error!("a photo broke its decoder");
            Err(IntakeError::Damaged)
        })
    }
}
