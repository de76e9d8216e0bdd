//! The seats of connections: so many at once. When all are taken, whoever keeps the town waiting longest
//! gives theirs up, so that slow clients, however many, do not keep quick ones out.

use std::collections::HashMap;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use axum::body::Body;
use bytes::Bytes;
use hyper::body::{Frame, SizeHint};
use tokio::sync::Notify;

/// How long a connection may rest, or take for the head of a request, before somebody else may have its
/// seat: heads come in one piece, and a browser that finds its connection closed opens another.
const HEAD_PATIENCE: Duration = Duration::from_millis(500);
/// The same for whoever sends a form or takes an answer, after all that rest: a telephone with a weak
/// signal is slow without meaning to be.
const BODY_PATIENCE: Duration = Duration::from_secs(10);

/// What a connection does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// It rests, or the head of a request is on its way: the town waits for the client.
    Head,
    /// A form is on its way, or an answer: the town waits for the client.
    Body,
    /// The client waits for the town.
    Working,
}

/// All the seats.
pub(crate) struct Seats {
    capacity: usize,
    taken: Mutex<HashMap<u64, Arc<State>>>,
    next: AtomicU64,
    freed: Notify,
}

struct State {
    now: Mutex<Now>,
    leave: Notify,
}

struct Now {
    stage: Stage,
    since: Instant,
    given_away: bool,
}

/// A seat, for as long as it is held.
pub(crate) struct Seat {
    id: u64,
    state: Arc<State>,
    seats: Arc<Seats>,
}

/// What is told whose seat was given away before their request came.
#[derive(Debug, thiserror::Error)]
#[error("the connection was given up for another")]
pub(crate) struct GivenAway;

impl Seats {
    /// So many seats.
    pub fn new(capacity: usize) -> Arc<Self> {
        Arc::new(Self {
            capacity,
            taken: Mutex::default(),
            next: AtomicU64::new(0),
            freed: Notify::new(),
        })
    }

    /// Takes a free seat, or that of whoever kept the town waiting longest; nothing when all work.
    pub fn take(self: &Arc<Self>) -> Option<Seat> {
        let mut taken = locked(&self.taken);
        if taken.len() >= self.capacity {
            let id = slowest(&taken)?;
            if let Some(state) = taken.remove(&id) {
                state.leave.notify_one();
            }
        }
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let now = Now { stage: Stage::Head, since: Instant::now(), given_away: false };
        let state = Arc::new(State { now: Mutex::new(now), leave: Notify::new() });
        taken.insert(id, Arc::clone(&state));
        Some(Seat { id, state, seats: Arc::clone(self) })
    }

    /// Waits until all seats are free.
    pub async fn emptied(&self) {
        loop {
            let freed = self.freed.notified();
            if locked(&self.taken).is_empty() {
                return;
            }
            freed.await;
        }
    }
}

/// Finds the seat that is given away first, and marks it so; who rests goes before who sends or takes.
fn slowest(taken: &HashMap<u64, Arc<State>>) -> Option<u64> {
    let longest = |stage: Stage, patience: Duration| {
        let waiting = taken.iter().filter_map(|(id, state)| {
            let now = locked(&state.now);
            let waited = now.since.elapsed();
            (now.stage == stage && waited >= patience).then_some((waited, *id))
        });
        let id = waiting.max()?.1;
        let mut now = locked(&taken.get(&id)?.now);
        // It may have begun a request since it was looked at.
        now.given_away = now.stage == stage;
        now.given_away.then_some(id)
    };
    longest(Stage::Head, HEAD_PATIENCE).or_else(|| longest(Stage::Body, BODY_PATIENCE))
}

impl Seat {
    /// Waits until the seat is given to somebody else.
    pub async fn given_away(&self) {
        self.state.leave.notified().await;
    }

    /// Notes that a request has come; refuses it when the seat is somebody else's by now, so that
    /// nothing is done for whoever does not get the answer.
    pub fn begin(&self, body: Body) -> Result<Body, GivenAway> {
        let ended = hyper::body::Body::is_end_stream(&body);
        self.state.enter(if ended { Stage::Working } else { Stage::Body })?;
        Ok(if ended { body } else { self.watched(body, Stage::Working) })
    }

    /// Notes that an answer is on its way, and when it has been sent.
    pub fn answer(&self, body: Body) -> Body {
        // An answer that is on its way is sent, or broken off by whoever waits for the seat.
        drop(self.state.enter(Stage::Body));
        self.watched(body, Stage::Head)
    }

    fn watched(&self, body: Body, then: Stage) -> Body {
        Body::new(Watched { body, then, state: Arc::clone(&self.state) })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        locked(&self.seats.taken).remove(&self.id);
        self.seats.freed.notify_waiters();
    }
}

impl State {
    fn enter(&self, stage: Stage) -> Result<(), GivenAway> {
        let mut now = locked(&self.now);
        if now.given_away {
            return Err(GivenAway);
        }
        (now.stage, now.since) = (stage, Instant::now());
        Ok(())
    }
}

/// A body that tells when it has come or gone to its end.
struct Watched {
    body: Body,
    then: Stage,
    state: Arc<State>,
}

impl Drop for Watched {
    fn drop(&mut self) {
        // Whose seat was given away has left already.
        drop(self.state.enter(self.then));
    }
}

impl hyper::body::Body for Watched {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let me = self.get_mut();
        let polled = Pin::new(&mut me.body).poll_frame(context);
        // A form has come whole before its reader lets go of it.
        if matches!(polled, Poll::Ready(None)) || hyper::body::Body::is_end_stream(&me.body) {
            drop(me.state.enter(me.then));
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        hyper::body::Body::is_end_stream(&self.body)
    }

    fn size_hint(&self) -> SizeHint {
        hyper::body::Body::size_hint(&self.body)
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lets a seat look as if it had kept the town waiting so long.
    fn age(seat: &Seat, by: Duration) {
        let mut now = locked(&seat.state.now);
        now.since = now.since.checked_sub(by).unwrap();
    }

    #[test]
    fn the_seat_of_whoever_rests_longest_is_given_away_and_nobody_who_is_served_loses_theirs() {
        let seats = Seats::new(3);
        let [first, second, third] = [(); 3].map(|()| seats.take().unwrap());
        assert!(seats.take().is_none(), "all have just come");
        age(&first, HEAD_PATIENCE * 3);
        age(&second, HEAD_PATIENCE * 2);
        drop(first.begin(Body::empty()).unwrap());
        age(&first, BODY_PATIENCE * 2);
        let fourth = seats.take().unwrap();
        assert!(second.begin(Body::empty()).is_err(), "its seat is the fourth's");
        assert!(first.begin(Body::empty()).is_ok() && fourth.begin(Body::empty()).is_ok());
        drop(third.begin(Body::empty()).unwrap());
        assert!(seats.take().is_none(), "all are being served");
        drop(second);
        assert!(seats.take().is_none(), "a seat that was given away is not freed twice");
        drop(first);
        assert!(seats.take().is_some());
    }

    #[test]
    fn who_sends_or_takes_slowly_goes_after_all_that_rest() {
        let seats = Seats::new(2);
        let [sender, resting] = [(); 2].map(|()| seats.take().unwrap());
        let body = sender.begin(Body::from("a form")).unwrap();
        age(&sender, BODY_PATIENCE);
        age(&resting, HEAD_PATIENCE);
        let next = seats.take().unwrap();
        assert!(resting.begin(Body::empty()).is_err());
        drop(next.begin(Body::empty()).unwrap());
        let _last = seats.take().unwrap();
        // What it sends from now on is for nobody.
        drop(body);
        assert!(sender.begin(Body::empty()).is_err());
    }

    #[tokio::test]
    async fn who_has_left_is_told_and_the_end_is_noticed() {
        let seats = Seats::new(1);
        let seat = seats.take().unwrap();
        age(&seat, HEAD_PATIENCE);
        let next = seats.take().unwrap();
        seat.given_away().await;
        drop((seat, next));
        seats.emptied().await;
    }
}
