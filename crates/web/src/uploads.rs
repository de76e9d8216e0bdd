//! How large forms wait for their turn: each may take [`UPLOAD_BYTES`](crate::UPLOAD_BYTES) of memory
//! while it is read.

use std::sync::{Arc, LazyLock};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, SemaphorePermit};

use crate::by_network::ByNetwork;
use crate::client::ClientNetwork;

/// How many large forms may be read at once.
const AT_ONCE: usize = 16;
/// How many of them may come from one network: who sends slowly keeps the places of one household or
/// office, not of the town.
const OF_A_NETWORK: usize = 4;
/// How many may wait for a place, each on a connection of its own: an eighth of all connections, for pages are
/// to be served beside them. More would wait longer than anybody does.
const WAITING: usize = 100;
/// How many of those that wait may come from one network.
const WAITING_OF_A_NETWORK: usize = 40;
static ALL: Semaphore = Semaphore::const_new(AT_ONCE);
static WAITERS: Semaphore = Semaphore::const_new(WAITING);
static NETWORKS: LazyLock<ByNetwork<Network>> = LazyLock::new(ByNetwork::default);

/// What a network may send and await.
#[derive(Debug)]
struct Network {
    places: Arc<Semaphore>,
    waiters: Arc<Semaphore>,
}

impl Default for Network {
    fn default() -> Self {
        let semaphore = |size| Arc::new(Semaphore::new(size));
        Self { places: semaphore(OF_A_NETWORK), waiters: semaphore(WAITING_OF_A_NETWORK) }
    }
}

/// The right to read a large form, until it is dropped.
#[derive(Debug)]
pub(crate) struct Place {
    _of_network: Option<(OwnedSemaphorePermit, Arc<Network>)>,
    _of_all: Option<SemaphorePermit<'static>>,
}

/// Waits for a place, first among those of the same network; nothing when too many wait already.
pub(crate) async fn place(network: &ClientNetwork) -> Option<Place> {
    let _waiting = WAITERS.try_acquire().ok()?;
    let of_network = match network.as_str() {
        Some(network) => {
            let known = NETWORKS.of(network);
            let _waiting = Arc::clone(&known.waiters).try_acquire_owned().ok()?;
            let place = Arc::clone(&known.places).acquire_owned().await.ok();
            place.map(|place| (place, known))
        }
        None => None,
    };
    Some(Place { _of_network: of_network, _of_all: ALL.acquire().await.ok() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_network_cannot_take_the_places_of_all() {
        const { assert!(OF_A_NETWORK * 2 < AT_ONCE && WAITING_OF_A_NETWORK * 2 < WAITING) };
        let networks = ByNetwork::<Network>::default();
        let slow = networks.of("203.0.113.9");
        let take = |network: &str| Arc::clone(&networks.of(network).places).try_acquire_owned();
        let held: Vec<_> = (0..OF_A_NETWORK).map(|_| take("203.0.113.9")).collect();
        assert!(held.iter().all(Result::is_ok));
        assert!(take("203.0.113.9").is_err(), "its own places are taken");
        assert!(take("198.51.100.7").is_ok(), "others have theirs");
        drop(held);
        assert!(take("203.0.113.9").is_ok());
        drop(slow);
    }

    #[tokio::test]
    async fn who_would_wait_behind_too_many_is_told_so_at_once() {
        let network = ClientNetwork::named("192.0.2.1");
        let mut held = Vec::new();
        for _ in 0..OF_A_NETWORK {
            held.push(place(&network).await.unwrap());
        }
        let waiting: Vec<_> = (0..WAITING_OF_A_NETWORK)
            .map(|_| {
                let network = network.clone();
                tokio::spawn(async move { place(&network).await.is_some() })
            })
            .collect();
        tokio::task::yield_now().await;
        assert!(place(&network).await.is_none());
        assert!(place(&ClientNetwork::named("192.0.2.2")).await.is_some(), "others are let in");
        drop(held);
        for one in waiting {
            assert!(one.await.unwrap());
        }
    }
}
