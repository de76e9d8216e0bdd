//! Where each colleague last stood in a case, to mark what is new since.

use std::collections::HashSet;

use base::{CaseId, EventId, PersonId};
use store::{StoreError, Tx, params};

/// The cases that are looked through for news: the latest that somebody visited. Older ones carry no
/// marker, so that the question stays small however long somebody works here.
const LATEST: i64 = 500;

store::row! {
    /// The last visit to a case.
    pub(crate) struct Visit { pub event: i64, pub at: i64 }
}

store::statements! {
    SAVE: Statement = "INSERT INTO desk_visits (person, case_id, event, at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (person, case_id) DO UPDATE SET event = $3, at = $4";
    OF_CASE: Query<Visit> = "SELECT event, at FROM desk_visits WHERE person = $1 AND case_id = $2";
    CHANGED: Query<i64> = "SELECT v.case_id FROM (SELECT case_id, event FROM desk_visits WHERE person = $1
            ORDER BY at DESC LIMIT $2) AS v
        WHERE EXISTS (SELECT 1 FROM case_events e WHERE e.case_id = v.case_id AND e.id > v.event
            AND (e.person IS NULL OR e.person <> $1)) LIMIT $2";
}

/// The last visit of a person to a case.
pub(crate) fn of_case(
    tx: &mut Tx<'_>,
    person: PersonId,
    case: CaseId,
) -> Result<Option<Visit>, StoreError> {
    tx.one(&OF_CASE, params![person, case])
}

/// Notes how far a person has read. A bookmark of the reader, no act upon the case: it has no entry in
/// the ledger.
pub(crate) fn note(
    tx: &mut Tx<'_>,
    person: PersonId,
    case: CaseId,
    event: EventId,
    at: i64,
) -> Result<(), StoreError> {
    tx.run(&SAVE, params![person, case, event, at]).map(drop)
}

/// The cases among those last visited in which others have done something since.
pub(crate) fn changed(tx: &mut Tx<'_>, person: PersonId) -> Result<HashSet<i64>, StoreError> {
    Ok(tx.all(&CHANGED, params![person, LATEST])?.into_iter().collect())
}
