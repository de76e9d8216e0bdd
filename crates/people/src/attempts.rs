//! How often signing in failed of late, by account and by network address.

use store::{StoreError, Tx, params};
use web::Signer;

use crate::throttle::{LOCK_MS, Limit};

store::statements! {
    BLOCKED: Query<i64> = "SELECT blocked_until FROM sign_in_attempts WHERE key = $1
        AND blocked_until > $2 AND blocked_until <= $3";
    /// What is kept for far longer than any lock-out was written while the clock was wrong, and counts for nothing.
    COUNT: Query<i64> = "INSERT INTO sign_in_attempts (key, failures, blocked_until, forget_at)
        VALUES ($1, 1, 0, $3) ON CONFLICT (key) DO UPDATE SET
            failures = CASE WHEN sign_in_attempts.forget_at <= $2 OR sign_in_attempts.forget_at > $4 THEN 1
                ELSE sign_in_attempts.failures + 1 END,
            forget_at = CASE WHEN sign_in_attempts.forget_at <= $2 OR sign_in_attempts.forget_at > $4 THEN $3
                ELSE sign_in_attempts.forget_at END
        RETURNING failures";
    /// A lock-out is not forgotten before its end.
    BLOCK: Statement = "UPDATE sign_in_attempts SET
        blocked_until = CASE WHEN blocked_until > $2 AND blocked_until <= $3 THEN blocked_until ELSE $2 END,
        forget_at = CASE WHEN forget_at < $2 THEN $2 ELSE forget_at END WHERE key = $1";
    CLEAR: Statement = "DELETE FROM sign_in_attempts WHERE key = $1";
    TAKE_BACK: Statement = "UPDATE sign_in_attempts SET failures = failures - 1, blocked_until = 0
        WHERE key = $1 AND failures > 0";
    SWEEP: Statement = "DELETE FROM sign_in_attempts WHERE forget_at <= $1";
}

/// From how far ahead on a time is taken for one of a wrong clock. Two lock-outs: those of a burst reach the database in
/// another order than they were stamped in, and nodes are some milliseconds apart; neither must open a lock.
const FAR_MS: i64 = 2 * LOCK_MS;

/// What is counted: a code of an account or an address, never the thing itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Counter {
    key: String,
    limit: Limit,
}

impl Counter {
    /// Counts the passwords tried for an e-mail address, whether it has an account or not.
    pub(crate) fn account(signer: &Signer, email_key: &str) -> Self {
        Self::new(signer, "account", email_key, Limit::ACCOUNT)
    }

    /// Counts the codes tried for the second factor of a person.
    pub(crate) fn code(signer: &Signer, person: base::PersonId) -> Self {
        Self::new(signer, "code", &person.to_string(), Limit::ACCOUNT)
    }

    /// Counts the links sent to an e-mail address.
    pub(crate) fn letters(signer: &Signer, email_key: &str) -> Self {
        Self::new(signer, "letters", email_key, Limit::LETTERS)
    }

    /// Counts the links that a network address asks for. These are no failures: whoever asks for many must
    /// wait, and nobody beside them is kept from signing in.
    pub(crate) fn asking(signer: &Signer, address: &str) -> Self {
        Self::new(signer, "asking", address, Limit::ADDRESS)
    }

    /// Counts the passwords and codes tried from a network address.
    pub(crate) fn address(signer: &Signer, address: &str) -> Self {
        Self::new(signer, "address", address, Limit::ADDRESS)
    }

    fn new(signer: &Signer, kind: &str, what: &str, limit: Limit) -> Self {
        let code = hex::encode(signer.code("sign-in attempts", &format!("{kind}:{what}")));
        Self { key: format!("{kind}:{code}"), limit }
    }
}

/// Whether an attempt may be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Yes; if it fails, it may be the one that locks.
    Go {
        /// Whether the first counter is locked from now on, unless the attempt succeeds.
        last: bool,
    },
    /// Not before this time, in milliseconds since 1970.
    Wait(i64),
}

/// Counts an attempt as failed before it is made, so that many at once cannot slip through between
/// the check and the count. [`succeeded`] takes it back.
pub(crate) fn begin(
    tx: &mut Tx<'_>,
    counters: &[Counter],
    now: i64,
) -> Result<Verdict, StoreError> {
    tx.run(&SWEEP, params![now])?;
    let mut until = None;
    for counter in counters {
        until = until.max(tx.one(&BLOCKED, params![counter.key, now, now + FAR_MS])?);
    }
    if let Some(until) = until {
        return Ok(Verdict::Wait(until));
    }
    let mut last = false;
    for (place, counter) in counters.iter().enumerate() {
        let forget_at = now + LOCK_MS;
        let failures =
            tx.one(&COUNT, params![counter.key, now, forget_at, now + FAR_MS])?.unwrap_or(1);
        let wait = counter.limit.wait_ms(failures);
        if wait > 0 {
            tx.run(&BLOCK, params![counter.key, now + wait, now + FAR_MS])?;
        }
        last |= place == 0 && counter.limit.locks(failures);
    }
    Ok(Verdict::Go { last })
}

/// Forgets the failures of the first counter, the account's, and takes the attempt back from the
/// others: one good account must not wash clean an address that guesses at many.
pub(crate) fn succeeded(tx: &mut Tx<'_>, counters: &[Counter]) -> Result<(), StoreError> {
    for (place, counter) in counters.iter().enumerate() {
        let statement = if place == 0 { &CLEAR } else { &TAKE_BACK };
        tx.run(statement, params![counter.key])?;
    }
    Ok(())
}

/// Until when a counter is blocked, in milliseconds since 1970.
pub(crate) fn blocked_until(
    tx: &mut Tx<'_>,
    counter: &Counter,
    now: i64,
) -> Result<Option<i64>, StoreError> {
    tx.one(&BLOCKED, params![counter.key, now, now + FAR_MS])
}

/// Ends a lock-out.
pub(crate) fn clear(tx: &mut Tx<'_>, counter: &Counter) -> Result<(), StoreError> {
    tx.run(&CLEAR, params![counter.key]).map(drop)
}

#[cfg(test)]
mod tests {
    use base::time::MINUTE_MS;

    use super::*;

    #[test]
    fn ten_wrong_passwords_lock_for_a_quarter_of_an_hour_and_then_all_is_forgotten() {
        for db in store::testing::databases() {
            let counter = Counter::account(&Signer::new([1; 32]), "ana@example.org");
            let counters = [counter.clone(), Counter::address(&Signer::new([1; 32]), "192.0.2.1")];
            db.write_blocking(move |tx| {
                let mut now = 1_000_000;
                for round in 1..=10 {
                    let expected = Verdict::Go { last: round == 10 };
                    assert_eq!(begin(tx, &counters, now)?, expected, "{round}");
                    now = blocked_until(tx, &counter, now)?.unwrap_or(now);
                    if round > 3 && round < 10 {
                        assert_eq!(begin(tx, &counters, now - 1)?, Verdict::Wait(now));
                    }
                }
                assert_eq!(begin(tx, &counters, now - 1)?, Verdict::Wait(now));
                assert_eq!(begin(tx, &counters, now)?, Verdict::Go { last: false });
                Ok::<_, StoreError>(())
            })
            .unwrap();
        }
    }

    #[test]
    fn an_attempt_that_was_stamped_before_the_lock_and_comes_after_it_does_not_open_it() {
        for db in store::testing::databases() {
            let counter = Counter::account(&Signer::new([1; 32]), "ana@example.org");
            db.write_blocking(move |tx| {
                let (mut now, counters) = (1_000_000, [counter.clone()]);
                for _ in 1..=9 {
                    begin(tx, &counters, now)?;
                    now = blocked_until(tx, &counter, now)?.unwrap_or(now);
                }
                begin(tx, &counters, now)?;
                let until = now + LOCK_MS;
                for earlier in [1, 5, 40] {
                    let verdict = begin(tx, &counters, now - earlier)?;
                    assert_eq!(verdict, Verdict::Wait(until), "{earlier} ms earlier");
                }
                // Two that were let in before it and are counted after it do not shorten it.
                tx.run(&BLOCK, params![counter.key, now + 1_000, now + FAR_MS])?;
                assert_eq!(blocked_until(tx, &counter, now)?, Some(until));
                Ok::<_, StoreError>(())
            })
            .unwrap();
        }
    }

    #[test]
    fn a_lock_made_while_the_clock_was_days_ahead_ends_when_it_is_right_again() {
        for db in store::testing::databases() {
            let counter = Counter::account(&Signer::new([1; 32]), "ana@example.org");
            db.write_blocking(move |tx| {
                let (mut ahead, counters) = (1_000_000 + 48 * 60 * MINUTE_MS, [counter.clone()]);
                for _ in 1..=10 {
                    begin(tx, &counters, ahead)?;
                    ahead = blocked_until(tx, &counter, ahead)?.unwrap_or(ahead);
                }
                assert_eq!(begin(tx, &counters, ahead - 1)?, Verdict::Wait(ahead));
                for _ in 0..4 {
                    assert_eq!(begin(tx, &counters, 1_000_000)?, Verdict::Go { last: false });
                }
                assert!(matches!(begin(tx, &counters, 1_000_000)?, Verdict::Wait(_)));
                Ok::<_, StoreError>(())
            })
            .unwrap();
        }
    }

    #[test]
    fn success_clears_the_account_and_not_the_address() {
        let db = store::testing::sqlite();
        let signer = Signer::new([1; 32]);
        let ana = [Counter::account(&signer, "ana"), Counter::address(&signer, "192.0.2.1")];
        let address = ana[1].clone();
        db.write_blocking(move |tx| {
            for round in 0..60 {
                let other = Counter::account(&signer, &format!("guess{round}"));
                begin(tx, &[other, address.clone()], round * 120_000 / 60)?;
            }
            let blocked = blocked_until(tx, &address, 118_000)?;
            assert!(blocked.is_some());
            let then = blocked.unwrap_or_default();
            assert_eq!(begin(tx, &ana, then)?, Verdict::Go { last: false });
            succeeded(tx, &ana)?;
            assert_eq!(begin(tx, &ana, then)?, Verdict::Go { last: false });
            assert!(matches!(begin(tx, &ana, then)?, Verdict::Wait(_)));
            Ok::<_, StoreError>(())
        })
        .unwrap();
    }

    #[test]
    fn an_address_that_fails_now_and_then_is_never_blocked() {
        for db in store::testing::databases() {
            let signer = Signer::new([1; 32]);
            let address = Counter::address(&signer, "192.0.2.1");
            db.write_blocking(move |tx| {
                // A library: every five minutes somebody mistypes once and then signs in.
                for round in 0..200 {
                    let now = 1_000_000 + round * LOCK_MS / 3;
                    let person = Counter::account(&signer, &format!("person{round}"));
                    let counters = [person, address.clone()];
                    assert_eq!(begin(tx, &counters, now)?, Verdict::Go { last: false }, "{round}");
                    assert_eq!(begin(tx, &counters, now)?, Verdict::Go { last: false }, "{round}");
                    succeeded(tx, &counters)?;
                }
                Ok::<_, StoreError>(())
            })
            .unwrap();
        }
    }
}
