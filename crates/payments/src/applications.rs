//! What was sent and waits to be paid. It is as checked as a case's answers, stands nowhere else, and stays
//! until the case holds it or its time is over for good.

use base::time::to_ms;
use base::{PaymentId, PersonId};
use cases::opening::ASSISTED;
use cases::{By, CaseError, NewCase, Office, Rank};
use services::{Answers, CatalogueError};
use store::{StoreError, Tx, params};

use crate::payment::Payment;

store::row! {
    struct ApplicationRow {
        answers: String, channel: String, clerk: Option<i64>, requester: Option<i64>,
    }
}

store::statements! {
    INSERT: Statement = "INSERT INTO payment_applications (payment, answers, channel, clerk, requester)
        VALUES ($1, $2, $3, $4, $5)";
    FIND: Query<ApplicationRow> = "SELECT answers, channel, clerk, requester FROM payment_applications WHERE payment = $1";
    ERASE: Statement = "DELETE FROM payment_applications WHERE payment = $1";
    OF_LATE_FROM: Query<i64> = "SELECT COUNT(*) FROM payments AS p JOIN payment_applications AS a ON a.payment = p.id
        WHERE p.created_at > $1 AND a.answers LIKE $2";
}

/// Keeps what was sent.
pub(crate) fn keep(tx: &mut Tx<'_>, payment: PaymentId, new: &NewCase) -> Result<(), StoreError> {
    let (answers, clerk) = (new.answers.to_text(), new.by.person());
    tx.run(&INSERT, params![payment, answers, new.channel, clerk, new.requester]).map(drop)
}

/// Finds what was sent; `None` once a case holds it, or it is erased.
pub(crate) fn find(
    tx: &mut Tx<'_>,
    office: &Office,
    payment: &Payment,
) -> Result<Option<NewCase>, CaseError> {
    let Some(row) = tx.one(&FIND, params![payment.id])? else { return Ok(None) };
    let (service, version) = (payment.service.clone(), payment.version);
    let found = match office.catalogue().version(tx, &service, version) {
        Ok(found) => found,
        Err(CatalogueError::Store(error)) => return Err(error.into()),
        Err(error) => {
            tracing::error!(%error, "a definition cannot be read");
            None
        }
    };
    let service = found.ok_or(CaseError::Definition { service, version })?;
    let answers = Answers::from_text(&row.answers).map_err(|error| {
        StoreError::Corrupt(format!("what payment {} is for: {error}", payment.id))
    })?;
    let by = row.clerk.map_or(By::Resident, |id| By::Staff(PersonId(id), Rank::Caseworker));
    let channel = ASSISTED.into_iter().find(|known| *known == row.channel).unwrap_or("web");
    let requester = row.requester.map(PersonId);
    Ok(Some(NewCase { service, answers, locale: payment.locale, channel, by, requester }))
}

/// Erases what was sent.
pub(crate) fn erase(tx: &mut Tx<'_>, payment: PaymentId) -> Result<(), StoreError> {
    tx.run(&ERASE, params![payment]).map(drop)
}

/// How many unpaid forms name an address since a time: nobody fills a mailbox with letters of the town.
pub(crate) fn of_late_from(
    tx: &mut Tx<'_>,
    email: &str,
    since: jiff::Timestamp,
) -> Result<i64, StoreError> {
    // The address as it stands in the JSON of the answers; signs that LIKE reads are no harm in a count.
    let named = format!("%\"email\":{}%", serde_json::json!(email));
    Ok(tx.one(&OF_LATE_FROM, params![to_ms(since), named])?.unwrap_or(0))
}
