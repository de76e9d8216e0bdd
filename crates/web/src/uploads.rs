//! How large forms wait for their turn: each may take [`UPLOAD_BYTES`](crate::UPLOAD_BYTES) of memory
//! while it is read.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError, Weak};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, SemaphorePermit};

use crate::client::ClientNetwork;

/// How many large forms may be read at once.
const AT_ONCE: usize = 16;
/// How many of them may come from one network: who sends slowly keeps the places of one household or
/// office, not of the town.
const OF_A_NETWORK: usize = 4;
/// From so many networks on, those that wait for nothing are forgotten.
const MOST_NETWORKS: usize = 256;
static ALL: Semaphore = Semaphore::const_new(AT_ONCE);
static NETWORKS: LazyLock<Networks> = LazyLock::new(Networks::default);

/// The places of each network that sends something now.
#[derive(Debug, Default)]
struct Networks(Mutex<HashMap<String, Weak<Semaphore>>>);

impl Networks {
    fn of(&self, network: &str) -> Arc<Semaphore> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(places) = known.get(network).and_then(Weak::upgrade) {
            return places;
        }
        if known.len() >= MOST_NETWORKS {
            known.retain(|_, places| places.strong_count() > 0);
        }
        let places = Arc::new(Semaphore::new(OF_A_NETWORK));
        known.insert(network.to_owned(), Arc::downgrade(&places));
        places
    }
}

/// The right to read a large form, until it is dropped.
#[derive(Debug)]
pub(crate) struct Place {
    _of_network: Option<OwnedSemaphorePermit>,
    _of_all: Option<SemaphorePermit<'static>>,
}

/// Waits for a place, first among those of the same network.
pub(crate) async fn place(network: &ClientNetwork) -> Place {
    let of_network = match network.as_str() {
        Some(network) => NETWORKS.of(network).acquire_owned().await.ok(),
        None => None,
    };
    Place { _of_network: of_network, _of_all: ALL.acquire().await.ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_network_cannot_take_the_places_of_all() {
        const { assert!(OF_A_NETWORK * 2 < AT_ONCE) };
        let networks = Networks::default();
        let slow = networks.of("203.0.113.9");
        let held: Vec<_> = (0..OF_A_NETWORK).map(|_| slow.clone().try_acquire_owned()).collect();
        assert!(held.iter().all(Result::is_ok));
        assert!(
            networks.of("203.0.113.9").try_acquire_owned().is_err(),
            "its own places are taken"
        );
        assert!(networks.of("198.51.100.7").try_acquire_owned().is_ok(), "others have theirs");
        drop(held);
        assert!(networks.of("203.0.113.9").try_acquire_owned().is_ok());
    }

    #[test]
    fn networks_that_send_nothing_are_forgotten() {
        let networks = Networks::default();
        for number in 0..MOST_NETWORKS * 2 {
            drop(networks.of(&number.to_string()));
        }
        assert!(networks.0.lock().unwrap().len() <= MOST_NETWORKS);
    }
}
