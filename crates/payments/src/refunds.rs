//! The collection of refunds.

use base::time::to_ms;
use base::{PaymentId, PersonId};
use jiff::Timestamp;
use store::{StoreError, Tx, params};

/// Refunds of one payment that are shown.
const MOST: i64 = 100;

store::row! {
    /// A refund. Its state is `asked`, `done` or `refused`.
    pub struct RefundRow {
        pub id: i64, pub payment: PaymentId, pub attempt: i64, pub amount: i64, pub before: i64,
        pub reason: String, pub person: Option<PersonId>, pub state: String,
        pub provider_id: Option<String>, pub created_at: i64,
    }
}

store::statements! {
    INSERT: Statement = "INSERT INTO payment_refunds (id, payment, attempt, amount, before, reason, person, state,
        created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 'asked', $8)";
    BY_ID: Query<RefundRow> = "SELECT id, payment, attempt, amount, before, reason, person, state, provider_id, created_at
        FROM payment_refunds WHERE id = $1";
    OF_PAYMENT: Query<RefundRow> = "SELECT id, payment, attempt, amount, before, reason, person, state, provider_id,
        created_at FROM payment_refunds WHERE payment = $1 ORDER BY id LIMIT $2";
    NAME: Statement = "UPDATE payment_refunds SET provider_id = $2 WHERE id = $1 AND state = 'asked'";
    END: Statement = "UPDATE payment_refunds SET state = $2, provider_id = COALESCE($3, provider_id), ended_at = $4
        WHERE id = $1 AND state = 'asked'";
}

/// A refund that is about to be asked for.
#[derive(Clone, Debug)]
pub(crate) struct NewRefund {
    pub id: i64,
    pub payment: PaymentId,
    pub attempt: i64,
    pub amount: i64,
    pub before: i64,
    pub reason: String,
    pub person: Option<PersonId>,
}

/// Writes that a refund is asked for.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    refund: &NewRefund,
    now: Timestamp,
) -> Result<(), StoreError> {
    let NewRefund { id, payment, attempt, amount, before, reason, person } = refund;
    tx.run(&INSERT, params![*id, *payment, *attempt, *amount, *before, reason, *person, to_ms(now)])
        .map(drop)
}

/// One refund.
pub(crate) fn by_id(tx: &mut Tx<'_>, id: i64) -> Result<Option<RefundRow>, StoreError> {
    tx.one(&BY_ID, params![id])
}

/// The refunds of a payment, the first one first.
pub fn of_payment(tx: &mut Tx<'_>, payment: PaymentId) -> Result<Vec<RefundRow>, StoreError> {
    tx.all(&OF_PAYMENT, params![payment, MOST])
}

/// Keeps what the provider calls a refund that is on its way.
pub(crate) fn name(tx: &mut Tx<'_>, id: i64, provider_id: &str) -> Result<(), StoreError> {
    tx.run(&NAME, params![id, provider_id]).map(drop)
}

/// Writes how a refund ended; `false` when it had ended already.
pub(crate) fn end(
    tx: &mut Tx<'_>,
    id: i64,
    state: &'static str,
    provider_id: Option<&str>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    Ok(tx.run(&END, params![id, state, provider_id, to_ms(now)])? == 1)
}
