//! How the database is doing, counted without locks, for whoever watches over the program.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

/// The upper ends of the times of work, in microseconds: from a row by its key to what nobody waits for.
const TIMES: [u64; 9] = [100, 250, 1_000, 5_000, 25_000, 100_000, 500_000, 2_000_000, 10_000_000];
/// The upper ends of how much work shares a commit.
const GROUPS: [u64; 9] = [1, 2, 4, 8, 16, 32, 64, 128, 256];
/// How many buckets each has, with the one past the last end.
const BUCKETS: usize = 10;

/// How often something had which size, by upper ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Histogram {
    /// The upper ends, rising: microseconds, or a number of things.
    pub ends: &'static [u64],
    /// How many were within each end and past the one before; the last is past all ends.
    pub counts: [u64; BUCKETS],
    /// The sum of all.
    pub sum: u64,
}

/// How the database has been doing since it was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// How long reads took on their connection, in microseconds.
    pub reads: Histogram,
    /// How long writes took until they were durable or lost, in microseconds; on SQLite those of one
    /// group together.
    pub writes: Histogram,
    /// How many writes shared a commit; none on a server.
    pub groups: Histogram,
    /// Reads and writes that wait for a connection now.
    pub waiting: i64,
    /// What was refused because too much waited.
    pub refused: u64,
    /// Writes that were run again because another came between.
    pub conflicts: u64,
    /// Writes that were given up because others came between again and again.
    pub given_up: u64,
}

/// The same while it is counted.
#[derive(Debug, Default)]
pub(crate) struct Counting {
    pub(crate) reads: Buckets,
    pub(crate) writes: Buckets,
    pub(crate) groups: Buckets,
    pub(crate) waiting: AtomicI64,
    refused: AtomicU64,
    conflicts: AtomicU64,
    given_up: AtomicU64,
}

impl Counting {
    pub(crate) fn now(&self) -> Figures {
        Figures {
            reads: self.reads.now(&TIMES),
            writes: self.writes.now(&TIMES),
            groups: self.groups.now(&GROUPS),
            waiting: self.waiting.load(Ordering::Relaxed),
            refused: self.refused.load(Ordering::Relaxed),
            conflicts: self.conflicts.load(Ordering::Relaxed),
            given_up: self.given_up.load(Ordering::Relaxed),
        }
    }

    pub(crate) fn came(&self) {
        self.waiting.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn taken(&self, count: usize) {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        self.waiting.fetch_sub(count, Ordering::Relaxed);
    }

    pub(crate) fn refused(&self) {
        self.refused.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn ran_again(&self) {
        self.conflicts.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn gave_up(&self) {
        self.given_up.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn read(&self, took: Duration) {
        self.reads.note(&TIMES, micros(took));
    }

    pub(crate) fn wrote(&self, took: Duration) {
        self.writes.note(&TIMES, micros(took));
    }

    pub(crate) fn grouped(&self, count: usize) {
        self.groups.note(&GROUPS, u64::try_from(count).unwrap_or(u64::MAX));
    }
}

#[derive(Debug, Default)]
pub(crate) struct Buckets {
    counts: [AtomicU64; BUCKETS],
    sum: AtomicU64,
}

impl Buckets {
    fn note(&self, ends: &[u64], size: u64) {
        let place = ends.partition_point(|end| *end < size);
        if let Some(count) = self.counts.get(place) {
            count.fetch_add(1, Ordering::Relaxed);
        }
        self.sum.fetch_add(size, Ordering::Relaxed);
    }

    fn now(&self, ends: &'static [u64]) -> Histogram {
        let counts = self.counts.each_ref().map(|count| count.load(Ordering::Relaxed));
        Histogram { ends, counts, sum: self.sum.load(Ordering::Relaxed) }
    }
}

/// How often a statement was run, and how long that took in all.
#[derive(Debug)]
pub(crate) struct Runs {
    count: AtomicU64,
    nanos: AtomicU64,
}

impl Runs {
    pub(crate) const fn none() -> Self {
        Self { count: AtomicU64::new(0), nanos: AtomicU64::new(0) }
    }

    pub(crate) fn note(&self, took: Duration) {
        self.count.fetch_add(1, Ordering::Relaxed);
        let nanos = u64::try_from(took.as_nanos()).unwrap_or(u64::MAX);
        self.nanos.fetch_add(nanos, Ordering::Relaxed);
    }

    pub(crate) fn now(&self) -> (u64, Duration) {
        let nanos = self.nanos.load(Ordering::Relaxed);
        (self.count.load(Ordering::Relaxed), Duration::from_nanos(nanos))
    }
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_counts_within_the_first_end_that_it_does_not_pass() {
        let buckets = Buckets::default();
        for size in [0, 1, 2, 3, 256, 257] {
            buckets.note(&GROUPS, size);
        }
        let told = buckets.now(&GROUPS);
        assert_eq!(told.counts, [2, 1, 1, 0, 0, 0, 0, 0, 1, 1]);
        assert_eq!(told.sum, 519);
    }
}
