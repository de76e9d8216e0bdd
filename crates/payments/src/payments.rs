//! The collection of payments: every statement on the table `payments`.

use base::money::Currency;
use base::time::{from_ms, to_ms};
use base::{CaseId, Locale, Localized, PaymentId, PersonId, Reference, Rng};
use store::{StoreError, Tx, params};

use crate::payment::{Payment, State};

/// How many numbers are tried before giving up: they are as many as those of cases.
const TRIES: usize = 8;

/// The columns of [`PaymentRow`].
macro_rules! columns {
    ($rest:literal) => {
        concat!(
            "SELECT id, number, service, version, amount, currency, full_amount, because, state, refunding, \
             refunded, locale, case_id, opened_at, attempts, letters, created_at, paid_at, waits_since, revision \
             FROM payments ",
            $rest
        )
    };
}
pub(crate) use columns;

store::row! {
    /// A payment as the table holds it.
    pub(crate) struct PaymentRow {
        id: i64, number: String, service: String, version: i64, amount: i64, currency: String,
        full_amount: Option<i64>, because: Option<String>, state: String, refunding: i64, refunded: i64,
        locale: String, case_id: i64, opened_at: Option<i64>, attempts: i64, letters: i64,
        created_at: i64, paid_at: Option<i64>, waits_since: i64, revision: i64,
    }
}

store::statements! {
    INSERT: Statement = "INSERT INTO payments (id, number, service, version, amount, currency, full_amount, because,
        state, refunding, refunded, locale, case_id, attempts, letters, created_at, waits_since, due_at, revision)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'unpaid', 0, 0, $9, $10, 0, 0, $11, $11, $12, 1)
        ON CONFLICT (number) DO NOTHING";
    UPDATE: Statement = "UPDATE payments SET state = $2, refunding = $3, refunded = $4, opened_at = $5, attempts = $6,
        letters = $7, paid_at = $8, waits_since = $9, due_at = $10, revision = revision + 1
        WHERE id = $1 AND revision = $11";
    BY_ID: Query<PaymentRow> = columns!("WHERE id = $1");
    BY_NUMBER: Query<PaymentRow> = columns!("WHERE number = $1");
    BY_CASE: Query<PaymentRow> = columns!("WHERE case_id = $1");
    UNPAID_OF: Query<PaymentRow> = columns!("WHERE id IN (SELECT payment FROM payment_applications WHERE requester = $1)
        ORDER BY id DESC LIMIT $2");
    DUE: Query<i64> = "SELECT id FROM payments WHERE due_at <= $1 ORDER BY due_at, id LIMIT $2";
}

impl PaymentRow {
    /// Reads the row.
    pub(crate) fn payment(self) -> Result<Payment, StoreError> {
        let id = self.id;
        let damaged = |what: &str| StoreError::Corrupt(format!("the {what} of payment {id}"));
        let because = self.because.as_deref().map(serde_json::from_str::<Localized>).transpose();
        Ok(Payment {
            id: PaymentId(id),
            number: self.number.parse().map_err(|_| damaged("number"))?,
            service: self.service,
            version: self.version,
            amount: self.amount,
            currency: Currency::parse(&self.currency).ok_or_else(|| damaged("currency"))?,
            full: self.full_amount,
            because: because.map_err(|_| damaged("reason"))?,
            state: State::parse(&self.state).ok_or_else(|| damaged("state"))?,
            refunding: self.refunding,
            refunded: self.refunded,
            locale: Locale::parse(&self.locale).unwrap_or(Locale::EN),
            case: CaseId(self.case_id),
            opened_at: self.opened_at.map(from_ms),
            attempts: self.attempts,
            letters: self.letters,
            created_at: from_ms(self.created_at),
            paid_at: self.paid_at.map(from_ms),
            waits_since: from_ms(self.waits_since),
            revision: self.revision,
        })
    }
}

/// Writes a new payment under a number that none has, which it gives the payment. Somebody looks after it
/// at `due`.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    payment: &mut Payment,
    due: i64,
    rng: &Rng,
) -> Result<(), StoreError> {
    let because = payment.because.as_ref().map(serde_json::to_string);
    let because = because.transpose().map_err(|error| StoreError::Corrupt(error.to_string()))?;
    for _ in 0..TRIES {
        payment.number = Reference::random(rng);
        let written = tx.run(
            &INSERT,
            params![
                payment.id,
                payment.number.compact(),
                payment.service,
                payment.version,
                payment.amount,
                payment.currency.code(),
                payment.full,
                because,
                payment.locale.code(),
                payment.case,
                to_ms(payment.created_at),
                due,
            ],
        )?;
        if written == 1 {
            return Ok(());
        }
    }
    Err(StoreError::Conflict)
}

/// Writes a changed payment over the revision that was read. Somebody looks after it at `due`.
pub(crate) fn update(
    tx: &mut Tx<'_>,
    payment: &mut Payment,
    due: Option<i64>,
) -> Result<(), StoreError> {
    let written = tx.run(
        &UPDATE,
        params![
            payment.id,
            payment.state.key(),
            payment.refunding,
            payment.refunded,
            payment.opened_at.map(to_ms),
            payment.attempts,
            payment.letters,
            payment.paid_at.map(to_ms),
            to_ms(payment.waits_since),
            due,
            payment.revision,
        ],
    )?;
    if written != 1 {
        return Err(StoreError::Conflict);
    }
    payment.revision += 1;
    Ok(())
}

/// Finds a payment by its id.
pub fn by_id(tx: &mut Tx<'_>, id: PaymentId) -> Result<Option<Payment>, StoreError> {
    tx.one(&BY_ID, params![id])?.map(PaymentRow::payment).transpose()
}

/// Finds a payment by its number.
pub fn by_number(tx: &mut Tx<'_>, number: Reference) -> Result<Option<Payment>, StoreError> {
    tx.one(&BY_NUMBER, params![number.compact()])?.map(PaymentRow::payment).transpose()
}

/// Finds the payment that opens, or has opened, a case.
pub fn of_case(tx: &mut Tx<'_>, case: CaseId) -> Result<Option<Payment>, StoreError> {
    tx.one(&BY_CASE, params![case])?.map(PaymentRow::payment).transpose()
}

/// The payments for which the forms of an account wait, the newest first.
pub fn unpaid_of(
    tx: &mut Tx<'_>,
    person: PersonId,
    limit: i64,
) -> Result<Vec<Payment>, StoreError> {
    let rows = tx.all(&UNPAID_OF, params![person, limit])?.into_iter().map(PaymentRow::payment);
    let all: Vec<Payment> = rows.collect::<Result<_, _>>()?;
    Ok(all.into_iter().filter(|one| one.state.is_due()).collect())
}

/// The payments that somebody has to look after by now.
pub(crate) fn due(tx: &mut Tx<'_>, now: i64, limit: i64) -> Result<Vec<i64>, StoreError> {
    tx.all(&DUE, params![now, limit])
}
