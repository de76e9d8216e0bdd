//! The collection of attempts to pay, and of the notices that were heard about them.

use base::PaymentId;
use base::time::{from_ms, to_ms};
use jiff::Timestamp;
use store::{StoreError, Tx, params};

use crate::payment::{Attempt, AttemptState};

/// Attempts at one payment. Whoever fails so often needs a person; each is a session at the provider.
pub(crate) const MOST: i64 = 20;

store::row! {
    struct AttemptRow {
        payment: i64, attempt: i64, provider: String, provider_id: Option<String>, state: String,
        created_at: i64,
    }
}

store::statements! {
    INSERT: Statement = "INSERT INTO payment_attempts (payment, attempt, provider, state, created_at)
        VALUES ($1, $2, $3, 'asked', $4)";
    NAME: Statement = "UPDATE payment_attempts SET provider_id = $3,
        state = CASE WHEN state = 'asked' THEN 'open' ELSE state END
        WHERE payment = $1 AND attempt = $2 AND provider_id IS NULL";
    STATE: Statement = "UPDATE payment_attempts SET state = $3, ended_at = $4 WHERE payment = $1 AND attempt = $2";
    OF_PAYMENT: Query<AttemptRow> = "SELECT payment, attempt, provider, provider_id, state, created_at
        FROM payment_attempts WHERE payment = $1 ORDER BY attempt LIMIT $2";
    BY_PROVIDER_ID: Query<AttemptRow> = "SELECT payment, attempt, provider, provider_id, state, created_at
        FROM payment_attempts WHERE provider = $1 AND provider_id = $2";
    BETWEEN: Query<AttemptRow> = "SELECT payment, attempt, provider, provider_id, state, created_at
        FROM payment_attempts WHERE provider = $1 AND created_at >= $2 AND created_at < $3 ORDER BY created_at LIMIT $4";
    HEAR: Statement = "INSERT INTO payment_notices (provider, event, heard_at) VALUES ($1, $2, $3)
        ON CONFLICT (provider, event) DO NOTHING";
    FORGET: Statement = "DELETE FROM payment_notices WHERE heard_at < $1";
}

impl AttemptRow {
    fn attempt(self) -> Result<Attempt, StoreError> {
        let state = AttemptState::parse(&self.state).ok_or_else(|| {
            StoreError::Corrupt(format!("`{}` is no state of an attempt", self.state))
        })?;
        Ok(Attempt {
            payment: PaymentId(self.payment),
            number: self.attempt,
            provider: self.provider,
            provider_id: self.provider_id,
            state,
            created_at: from_ms(self.created_at),
        })
    }
}

/// Writes that a provider is about to be asked.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    payment: PaymentId,
    number: i64,
    provider: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.run(&INSERT, params![payment, number, provider, to_ms(now)]).map(drop)
}

/// Keeps what the provider calls an attempt, also one that was taken for over: what can be paid is never
/// out of sight. Gives the attempt as it is then: somebody else may have been told another name first.
pub(crate) fn name(
    tx: &mut Tx<'_>,
    payment: PaymentId,
    number: i64,
    provider_id: &str,
) -> Result<Option<Attempt>, StoreError> {
    tx.run(&NAME, params![payment, number, provider_id])?;
    one(tx, payment, number)
}

/// One attempt at a payment.
pub(crate) fn one(
    tx: &mut Tx<'_>,
    payment: PaymentId,
    number: i64,
) -> Result<Option<Attempt>, StoreError> {
    Ok(of_payment(tx, payment)?.into_iter().find(|one| one.number == number))
}

/// Writes where an attempt stands now that it is over.
pub(crate) fn end(
    tx: &mut Tx<'_>,
    attempt: &Attempt,
    state: AttemptState,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.run(&STATE, params![attempt.payment, attempt.number, state.key(), to_ms(now)]).map(drop)
}

/// The attempts at a payment, the first one first.
pub fn of_payment(tx: &mut Tx<'_>, payment: PaymentId) -> Result<Vec<Attempt>, StoreError> {
    tx.all(&OF_PAYMENT, params![payment, MOST])?.into_iter().map(AttemptRow::attempt).collect()
}

/// Finds the attempt that a provider calls so.
pub(crate) fn by_provider_id(
    tx: &mut Tx<'_>,
    provider: &str,
    id: &str,
) -> Result<Option<Attempt>, StoreError> {
    tx.one(&BY_PROVIDER_ID, params![provider, id])?.map(AttemptRow::attempt).transpose()
}

/// The attempts at a provider that were begun from one moment to before another.
pub(crate) fn between(
    tx: &mut Tx<'_>,
    provider: &str,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<Attempt>, StoreError> {
    /// Attempts of some days that are held against a provider's list: as many as the list can have.
    const MOST_LISTED: i64 = 10_000;
    let rows = tx.all(&BETWEEN, params![provider, to_ms(from), to_ms(to), MOST_LISTED])?;
    rows.into_iter().map(AttemptRow::attempt).collect()
}

/// Notes that a notice was heard; `false` when it was heard before.
pub(crate) fn hear(
    tx: &mut Tx<'_>,
    provider: &str,
    event: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    Ok(tx.run(&HEAR, params![provider, event, to_ms(now)])? == 1)
}

/// Forgets notices from before a time.
pub(crate) fn forget(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64, StoreError> {
    tx.run(&FORGET, params![to_ms(before)])
}
