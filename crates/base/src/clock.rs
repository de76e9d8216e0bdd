use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};

use crate::time::{from_ms, to_ms};

/// Tells the time; the machine's own, or one that a test holds still and moves by hand.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    System,
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands still until [`Clock::advance`] moves it. Clones share the time.
    pub fn fixed(at: Timestamp) -> Self {
        Self(Source::Fixed(Arc::new(AtomicI64::new(to_ms(at)))))
    }

    /// The time now.
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the machine")]
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Source::System => Timestamp::now(),
            Source::Fixed(ms) => from_ms(ms.load(Ordering::SeqCst)),
        }
    }

    /// The time now in milliseconds since 1970 UTC, as tables hold it.
    pub fn now_ms(&self) -> i64 {
        to_ms(self.now())
    }

    /// Moves a fixed clock, forward or back. The machine's clock does not move.
    pub fn advance(&self, by: SignedDuration) {
        if let Source::Fixed(ms) = &self.0 {
            let step = i64::try_from(by.as_millis()).unwrap_or(0);
            ms.fetch_add(step, Ordering::SeqCst);
        }
    }
}
