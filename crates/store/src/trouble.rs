//! Whether the database fails, told to the log once and not with each request, and to whoever asks.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::StoreError;

/// How long the same failure is not told again: one that comes and goes would fill the log, and the disk
/// with it.
const SAME_AGAIN: Duration = Duration::from_mins(1);
/// How many causes are remembered: a server that goes is told in a few ways ("closed", "reset", "refused").
const CAUSES: usize = 16;

/// Whether the database keeps what is written.
#[derive(Clone, Debug)]
pub struct Writing {
    /// Why it does not; nothing while it does.
    pub failing: Option<StoreError>,
    /// How long ago something was last kept, or the database opened.
    pub kept_ago: Duration,
}

/// What of one kind of act fails now, for all threads of a pool.
#[derive(Debug)]
pub(crate) struct Trouble {
    act: &'static str,
    known: Mutex<Known>,
}

#[derive(Debug)]
struct Known {
    failing: Option<StoreError>,
    /// What the log has heard of late, and when.
    told: VecDeque<(String, Instant)>,
    /// Whether the log knows that it fails.
    open: bool,
    well: Instant,
}

impl Trouble {
    /// Nothing fails so far.
    pub(crate) fn of(act: &'static str) -> Self {
        let known =
            Known { failing: None, told: VecDeque::new(), open: false, well: Instant::now() };
        Self { act, known: Mutex::new(known) }
    }

    /// Notes how an act of the database ended. The log hears of the first failure, of each that has
    /// another cause, and of the end of them.
    pub(crate) fn note(&self, failure: Option<&StoreError>) {
        let (mut known, now) = (self.known(), Instant::now());
        let Some(error) = failure else {
            known.well = now;
            known.failing = None;
            if std::mem::take(&mut known.open) {
                tracing::info!(act = self.act, "the database works again");
            }
            return;
        };
        known.failing = Some(error.clone());
        let text = error.to_string();
        if !known.open {
            known.told.retain(|(_, at)| now.duration_since(*at) < SAME_AGAIN);
        }
        if known.told.iter().any(|(was, _)| *was == text) {
            return;
        }
        tracing::error!(act = self.act, %error, "the database fails; what needs it is refused meanwhile");
        if known.told.len() >= CAUSES {
            known.told.pop_front();
        }
        known.told.push_back((text, now));
        known.open = true;
    }

    /// What was noted last.
    pub(crate) fn now(&self) -> Writing {
        let known = self.known();
        Writing { failing: known.failing.clone(), kept_ago: known.well.elapsed() }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
