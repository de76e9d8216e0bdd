//! What is kept for each network that does something now, and forgotten afterwards.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

/// From so many networks on, those that do nothing any more are forgotten.
const MOST_NETWORKS: usize = 256;

/// One `T` for each network, for as long as somebody holds it.
#[derive(Debug)]
pub(crate) struct ByNetwork<T>(Mutex<HashMap<String, Weak<T>>>);

impl<T> Default for ByNetwork<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T: Default> ByNetwork<T> {
    /// What belongs to a network, made where there is nothing yet.
    pub fn of(&self, network: &str) -> Arc<T> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known.get(network).and_then(Weak::upgrade) {
            return found;
        }
        if known.len() >= MOST_NETWORKS {
            known.retain(|_, found| found.strong_count() > 0);
        }
        let made = Arc::new(T::default());
        known.insert(network.to_owned(), Arc::downgrade(&made));
        made
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_that_do_nothing_are_forgotten() {
        let networks = ByNetwork::<u8>::default();
        let held = networks.of("held");
        for number in 0..MOST_NETWORKS * 2 {
            drop(networks.of(&number.to_string()));
        }
        assert!(networks.0.lock().unwrap().len() <= MOST_NETWORKS);
        assert!(Arc::ptr_eq(&held, &networks.of("held")), "who is here is not");
    }
}
