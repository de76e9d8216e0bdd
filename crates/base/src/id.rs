//! Ids: 64-bit numbers made in the program, rising with time, the same on both databases.
//!
//! From the top: 41 bits of milliseconds since 2020-01-01, 10 bits of node, 12 bits of sequence.
//! They last until the year 2089 and allow 4,096 ids a millisecond and node.

use std::fmt;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use crate::Clock;

/// 2020-01-01T00:00:00Z in milliseconds since 1970.
const EPOCH_MS: i64 = 1_577_836_800_000;
const SEQUENCE_BITS: u32 = 12;
const NODE_BITS: u32 = 10;

/// The largest node number.
pub const MAX_NODE: u16 = 1023;

/// The number of a node among those that share a database. Clones share it: a node that lost its number
/// while it could not reach the database goes on under another.
#[derive(Clone, Debug, Default)]
pub struct Node(Arc<AtomicU16>);

impl Node {
    /// The node of a number from 0 to [`MAX_NODE`]; a higher number wraps.
    pub fn new(number: u16) -> Self {
        Self(Arc::new(AtomicU16::new(number % (MAX_NODE + 1))))
    }

    /// Its number now.
    pub fn number(&self) -> u16 {
        self.0.load(Ordering::Acquire)
    }

    /// Gives it another number; a higher one than [`MAX_NODE`] wraps.
    pub fn renumber(&self, number: u16) {
        self.0.store(number % (MAX_NODE + 1), Ordering::Release);
    }
}

/// Makes ids that rise, for one node. Clones share the sequence.
#[derive(Clone, Debug)]
pub struct IdMaker {
    clock: Clock,
    node: Node,
    last: Arc<Mutex<i64>>,
}

impl IdMaker {
    /// Makes ids for a node, numbered 0 to [`MAX_NODE`]; a higher number wraps.
    pub fn new(clock: Clock, node: u16) -> Self {
        Self::of(clock, Node::new(node))
    }

    /// Makes ids for a node under the number that it has at the time.
    pub fn of(clock: Clock, node: Node) -> Self {
        Self { clock, node, last: Arc::new(Mutex::new(0)) }
    }

    /// The next id. Make it in the closure that writes it: there the node's number has just been found to be
    /// its own, before it may be another node's by now. It rises even when the clock steps back: time and sequence then run on from
    /// the last id.
    pub fn next(&self) -> i64 {
        let now = (self.clock.now_ms() - EPOCH_MS).max(0) << SEQUENCE_BITS;
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let tick = now.max(*last + 1);
        *last = tick;
        let (time, sequence) = (tick >> SEQUENCE_BITS, tick & ((1 << SEQUENCE_BITS) - 1));
        let node = i64::from(self.node.number());
        (time << (NODE_BITS + SEQUENCE_BITS)) | (node << SEQUENCE_BITS) | sequence
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl From<i64> for $name {
            fn from(id: i64) -> Self {
                Self(id)
            }
        }

        impl From<$name> for i64 {
            fn from(id: $name) -> i64 {
                id.0
            }
        }
    )+};
}

ids! {
    /// Names a case.
    CaseId,
    /// Names a resident or a member of staff.
    PersonId,
    /// Names a team.
    TeamId,
    /// Names an attachment.
    FileId,
    /// Names an event in a case's history.
    EventId,
    /// Names a payment.
    PaymentId,
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    #[test]
    fn ids_rise_even_when_the_clock_steps_back() {
        let clock = Clock::fixed("2026-02-28T23:59:59Z".parse().unwrap());
        let ids = IdMaker::new(clock.clone(), 3);
        let mut last = 0;
        for round in 0..10_000 {
            if round == 5_000 {
                clock.advance(SignedDuration::from_hours(-1));
            }
            let id = ids.next();
            assert!(id > last);
            last = id;
        }
    }

    #[test]
    fn a_node_with_another_number_makes_ids_of_that_number_from_then_on() {
        let clock = Clock::fixed("2026-02-28T23:59:59Z".parse().unwrap());
        let node = Node::new(3);
        let ids = IdMaker::of(clock, node.clone());
        let number = |id: i64| (id >> SEQUENCE_BITS) & i64::from(MAX_NODE);
        assert_eq!(number(ids.next()), 3);
        node.renumber(MAX_NODE);
        assert_eq!(number(ids.next()), i64::from(MAX_NODE));
    }

    #[test]
    fn two_nodes_never_make_the_same_id() {
        let clock = Clock::fixed("2026-02-28T23:59:59Z".parse().unwrap());
        let (a, b) = (IdMaker::new(clock.clone(), 1), IdMaker::new(clock, 2));
        let first: Vec<_> = (0..100).map(|_| a.next()).collect();
        assert!((0..100).all(|_| !first.contains(&b.next())));
    }
}
