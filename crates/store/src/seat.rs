//! The numbers of nodes on a server: no two that run have the same.
//!
//! Each connection of a node holds a shared lock on the node's number as long as it lives. Whoever wants
//! a number needs its lock alone, and gets it only while no connection of another node is there; it then
//! writes its mark beside the number. A connection that was made anew, because the server restarted or
//! failed over, finds another's mark if the number was given away meanwhile; the node then takes another
//! number before anything runs on that connection. So a closure makes ids of a number that is its node's.

use std::sync::{Mutex, PoisonError};

use base::Node;
use base::id::MAX_NODE;
use postgres::types::ToSql;

use crate::StoreError;
use crate::pg::Session;

/// The first key of the locks: "TWND". The second is the number.
const KEY: i32 = 1_415_007_812;
const TRY_ALONE: &str = "SELECT pg_try_advisory_lock($1, $2)";
const TRY_SHARED: &str = "SELECT pg_try_advisory_lock_shared($1, $2)";
const FREE_ALONE: &str = "SELECT pg_advisory_unlock($1, $2)";
const FREE_SHARED: &str = "SELECT pg_advisory_unlock_shared($1, $2)";
const MARK: &str = "SELECT mark FROM nodes WHERE number = $1";
const TAKE: &str = "INSERT INTO nodes (number, mark) VALUES ($1, $2)
    ON CONFLICT (number) DO UPDATE SET mark = excluded.mark";

/// Lets the server notice within 90 seconds that the machine of a node has gone without a word; it would keep
/// the node's locks for hours by its own settings.
const NOTICE: &str =
    "SET tcp_keepalives_idle = 60; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3";

/// Which number a node wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeNumber {
    /// This one, or the program does not start.
    Given(u16),
    /// The lowest that is free: a node that serves.
    Lowest,
    /// The highest that is free: a command beside nodes that serve.
    Highest,
}

/// The wish for a number, with the mark by which the program knows that it still has it.
#[derive(Clone, Copy, Debug)]
pub struct Seat {
    /// The number.
    pub number: NodeNumber,
    /// A random mark, another for each start of a program.
    pub mark: i64,
}

/// A node's number, as all its connections hold it.
pub(crate) struct Seated {
    wish: Option<Seat>,
    node: Node,
    moving: Mutex<()>,
}

impl Seated {
    /// Takes a number by a first connection.
    pub(crate) fn take(wish: Option<Seat>, session: &mut Session) -> Result<Self, StoreError> {
        let seated = Self { wish, node: Node::default(), moving: Mutex::new(()) };
        match wish.map(|seat| (seat, seat.number)) {
            Some((seat, NodeNumber::Given(number)))
                if !seated.try_take(session, seat, number)? =>
            {
                Err(StoreError::NodeTaken(number))
            }
            Some((_, NodeNumber::Given(_))) | None => Ok(seated),
            Some((seat, _)) => seated.take_any(session, seat).map(|()| seated),
        }
    }

    /// The node, whose number may change when the server was away.
    pub(crate) fn node(&self) -> &Node {
        &self.node
    }

    /// Makes sure that a connection holds the node's number before anything runs on it.
    pub(crate) fn enter(&self, session: &mut Session) -> Result<(), StoreError> {
        let Some(seat) = self.wish else { return Ok(()) };
        if session.number == Some(self.node.number()) || self.join(session, seat)? {
            return Ok(());
        }
        let _one_at_a_time = self.moving.lock().unwrap_or_else(PoisonError::into_inner);
        // Another connection may have taken a number meanwhile.
        if self.join(session, seat)? {
            return Ok(());
        }
        let was = self.node.number();
        self.take_any(session, seat)?;
        let now = self.node.number();
        tracing::warn!(was, now, "another node took this node's number meanwhile");
        Ok(())
    }

    /// Holds the node's number by another connection; `false` when the number is another node's.
    fn join(&self, session: &mut Session, seat: Seat) -> Result<bool, StoreError> {
        if let Some(old) = session.number.take() {
            lock(session, FREE_SHARED, old)?;
        }
        attend(session);
        let number = self.node.number();
        // Somebody who holds the lock alone is just taking the number.
        if !lock(session, TRY_SHARED, number)? {
            return Ok(false);
        }
        if mark(session, number)? == Some(seat.mark) {
            session.number = Some(number);
            return Ok(true);
        }
        lock(session, FREE_SHARED, number)?;
        Ok(false)
    }

    fn take_any(&self, session: &mut Session, seat: Seat) -> Result<(), StoreError> {
        let given = match seat.number {
            NodeNumber::Given(number) => Some(number),
            _ => None,
        };
        let highest_first = seat.number == NodeNumber::Highest;
        let others = (0..=MAX_NODE).map(|n| if highest_first { MAX_NODE - n } else { n });
        for number in given.into_iter().chain(others) {
            if self.try_take(session, seat, number)? {
                return Ok(());
            }
        }
        Err(StoreError::NoNode)
    }

    fn try_take(&self, session: &mut Session, seat: Seat, number: u16) -> Result<bool, StoreError> {
        if !lock(session, TRY_ALONE, number)? {
            return Ok(false);
        }
        attend(session);
        let params: [&(dyn ToSql + Sync); 2] = [&i64::from(number), &seat.mark];
        session.client.execute(TAKE, &params).map_err(failed)?;
        lock(session, TRY_SHARED, number)?;
        lock(session, FREE_ALONE, number)?;
        session.number = Some(number);
        self.node.renumber(number);
        Ok(true)
    }
}

/// Where the server knows no such settings, the number is free a while later.
fn attend(session: &mut Session) {
    if let Err(error) = session.batch(NOTICE) {
        tracing::debug!(%error, "the server takes no settings of its connections");
    }
}

fn lock(session: &mut Session, sql: &str, number: u16) -> Result<bool, StoreError> {
    let row = session.client.query_one(sql, &[&KEY, &i32::from(number)]).map_err(failed)?;
    row.try_get(0).map_err(failed)
}

fn mark(session: &mut Session, number: u16) -> Result<Option<i64>, StoreError> {
    let row = session.client.query_opt(MARK, &[&i64::from(number)]).map_err(failed)?;
    row.map(|row| row.try_get(0).map_err(failed)).transpose()
}

fn failed(error: postgres::Error) -> StoreError {
    StoreError::postgres(&error, "node")
}
