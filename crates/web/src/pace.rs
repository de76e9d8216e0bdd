use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use base::time::MINUTE_MS;

/// The most networks that are remembered at once: 100 bytes each, so 5 MB.
const MOST_NETWORKS: usize = 50_000;

/// How often one network may use a route: a bucket of so many requests that fills up again with
/// time (a token bucket). Behind one address a library, a school or an office may sit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// So many at once.
    burst: u16,
    /// So many more in a minute.
    per_minute: u16,
}

impl Pace {
    /// For what is asked while somebody types: several requests a second and person.
    pub const TYPING: Self = Self { burst: 300, per_minute: 600 };
    /// For what sends a letter, tries a password or tells whether something exists.
    pub const LETTERS: Self = Self { burst: 60, per_minute: 30 };
    /// For photos, which cost memory and time.
    pub const UPLOADS: Self = Self { burst: 60, per_minute: 60 };

    /// So many requests at once, and so many more in a minute; both at least one.
    pub const fn new(burst: u16, per_minute: u16) -> Self {
        Self {
            burst: if burst == 0 { 1 } else { burst },
            per_minute: if per_minute == 0 { 1 } else { per_minute },
        }
    }

    /// How long one request weighs, in milliseconds.
    fn cost_ms(self) -> i64 {
        MINUTE_MS / i64::from(self.per_minute)
    }
}

/// What networks have asked for lately, in memory: a restart forgets it, and so does a flood from
/// more networks than can be remembered.
#[derive(Debug, Default)]
pub(crate) struct Paces(Mutex<HashMap<Asker, i64>>);

/// The pattern of a route, and a network.
type Asker = (Box<str>, Box<str>);

impl Paces {
    /// Counts a request on a route; the error is how many seconds to wait.
    pub(crate) fn take(
        &self,
        route: &str,
        network: &str,
        pace: Pace,
        now_ms: i64,
    ) -> Result<(), i64> {
        // Kept is the time at which the bucket is full again: the generic cell rate algorithm.
        let mut full_at = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (Box::from(route), Box::from(network));
        if full_at.len() >= MOST_NETWORKS && !full_at.contains_key(&key) {
            full_at.retain(|_, at| *at > now_ms);
            if full_at.len() >= MOST_NETWORKS {
                full_at.clear();
            }
        }
        let at = full_at.entry(key).or_insert(now_ms);
        // No bucket takes half as long to fill: the clock has stepped back, and whoever asked before it did must not
        // wait until it is as late again. A request that was stamped first and comes second is no such step.
        if *at - now_ms > 2 * pace.cost_ms() * i64::from(pace.burst) {
            *at = now_ms;
        }
        let next = (*at).max(now_ms) + pace.cost_ms();
        let over = next - now_ms - pace.cost_ms() * i64::from(pace.burst);
        if over > 0 {
            return Err(over.div_euclid(1_000) + 1);
        }
        *at = next;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_that_was_stamped_first_and_comes_second_gives_nothing_back() {
        let (paces, pace) = (Paces::default(), Pace::new(3, 60));
        let now = 180 * MINUTE_MS;
        for _ in 0..3 {
            assert_eq!(paces.take("/track", "192.0.2.1", pace, now), Ok(()));
        }
        assert!(paces.take("/track", "192.0.2.1", pace, now - 1).is_err());
        assert!(paces.take("/track", "192.0.2.1", pace, now).is_err());
    }

    #[test]
    fn a_clock_that_steps_back_keeps_nobody_out() {
        let (paces, pace) = (Paces::default(), Pace::new(3, 60));
        let three_hours = 180 * MINUTE_MS;
        assert_eq!(paces.take("/track", "192.0.2.1", pace, three_hours), Ok(()));
        for _ in 0..3 {
            assert_eq!(paces.take("/track", "192.0.2.1", pace, 5_000), Ok(()));
        }
        assert_eq!(paces.take("/track", "192.0.2.1", pace, 5_000), Err(2));
    }

    #[test]
    fn a_network_may_hurry_and_then_waits_while_others_do_not() {
        let (paces, pace) = (Paces::default(), Pace::new(3, 60));
        for _ in 0..3 {
            assert_eq!(paces.take("/track", "192.0.2.1", pace, 5_000), Ok(()));
        }
        assert_eq!(paces.take("/track", "192.0.2.1", pace, 5_000), Err(2));
        assert_eq!(paces.take("/track", "192.0.2.2", pace, 5_000), Ok(()));
        assert_eq!(paces.take("/search", "192.0.2.1", pace, 5_000), Ok(()));
        // A second gives one back, and being refused costs nothing.
        assert_eq!(paces.take("/track", "192.0.2.1", pace, 6_000), Ok(()));
        assert!(paces.take("/track", "192.0.2.1", pace, 6_000).is_err());
        assert_eq!(paces.take("/track", "192.0.2.1", pace, 600_000), Ok(()));
    }

    #[test]
    fn a_flood_from_everywhere_takes_no_more_memory() {
        let (paces, pace) = (Paces::default(), Pace::new(2, 1));
        for network in 0..MOST_NETWORKS + 10 {
            assert_eq!(paces.take("/track", &network.to_string(), pace, 0), Ok(()));
        }
        assert!(paces.0.lock().unwrap().len() <= MOST_NETWORKS);
    }
}
