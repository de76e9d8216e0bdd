use base::time::MINUTE_MS;

/// How long an account or address is locked out after too many failures. So long from the first one they are
/// counted, whatever else happens; then all are forgotten: at most 40 guesses an hour (OWASP ASVS 5.0, 6.3.1,
/// allows 100).
pub(crate) const LOCK_MS: i64 = 15 * MINUTE_MS;

/// The longest pause between two attempts before the lock-out.
const MAX_PAUSE_MS: i64 = MINUTE_MS;

/// How many failures are borne.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limit {
    /// So many cost nothing: people mistype.
    free: i64,
    /// With so many it is locked.
    lock: i64,
}

impl Limit {
    /// For one account, its second factor, or links to one mailbox.
    pub(crate) const ACCOUNT: Self = Self { free: 3, lock: 10 };
    /// For one network address, behind which a library or a whole office may sit.
    pub(crate) const ADDRESS: Self = Self { free: 30, lock: 100 };
    /// For letters to one mailbox, so that nobody fills it.
    pub(crate) const LETTERS: Self = Self { free: 3, lock: 5 };

    /// How long to wait after so many failures: nothing, then 1, 2, 4 … seconds, then the lock-out.
    pub(crate) fn wait_ms(self, failures: i64) -> i64 {
        if failures >= self.lock {
            return LOCK_MS;
        }
        match u32::try_from(failures - self.free - 1) {
            Ok(doublings) => 1_000_i64
                .checked_shl(doublings.min(16))
                .map_or(MAX_PAUSE_MS, |ms| ms.min(MAX_PAUSE_MS)),
            Err(_) => 0,
        }
    }

    /// Whether so many failures lock.
    pub(crate) fn locks(self, failures: i64) -> bool {
        failures >= self.lock
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_mistakes_are_free_then_pauses_double_and_the_tenth_locks_for_a_quarter_of_an_hour() {
        let waits: Vec<i64> = (0..=11).map(|n| Limit::ACCOUNT.wait_ms(n) / 1_000).collect();
        assert_eq!(waits, [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 900, 900]);
    }

    #[test]
    fn an_address_bears_more_and_never_pauses_longer_than_a_minute_before_the_lock() {
        let longest = (0..100).map(|n| Limit::ADDRESS.wait_ms(n)).max();
        assert_eq!(longest, Some(MAX_PAUSE_MS));
        assert_eq!(Limit::ADDRESS.wait_ms(30), 0);
        assert_eq!(Limit::ADDRESS.wait_ms(100), LOCK_MS);
        assert_eq!(Limit::ADDRESS.wait_ms(i64::MAX), LOCK_MS);
    }
}
