//! The collection of letters: every statement on the table `outbox`.

use base::CaseId;
use base::time::to_ms;
use jiff::{SignedDuration, Timestamp};
use store::{StoreError, Tx, params};

use crate::letter::Letter;

/// The longest error text that is kept, in characters.
const MAX_ERROR: usize = 500;

store::row! {
    /// A letter with its text. The texts are empty once an outside server has it.
    pub struct LetterRow {
        pub id: i64,
        pub case_id: Option<CaseId>,
        pub to_address: String,
        pub locale: String,
        pub subject: String,
        pub body_text: String,
        pub body_html: String,
        pub unsubscribe: Option<String>,
        pub message_id: Option<String>,
        pub state: String,
        pub transport: Option<String>,
        pub attempts: i64,
        pub last_error: Option<String>,
        pub created_at: i64,
        pub sent_at: Option<i64>,
        pub serves_until: Option<i64>,
        pub calendar: Option<String>,
    }
}

store::row! {
    /// A letter in a list. Its state is `queued`, `failed` (will be tried again), `sent` or `dead`.
    pub struct LetterSummary {
        pub id: i64,
        pub case_id: Option<CaseId>,
        pub to_address: String,
        pub locale: String,
        pub subject: String,
        pub state: String,
        pub transport: Option<String>,
        pub attempts: i64,
        pub last_error: Option<String>,
        pub created_at: i64,
        pub sent_at: Option<i64>,
    }
}

/// How many letters wait and how many were given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Letters that are not sent yet.
    pub waiting: i64,
    /// Dead letters.
    pub dead: i64,
}

store::statements! {
    ADD: Statement = "INSERT INTO outbox (id, case_id, to_address, locale, subject, body_text, body_html,
        unsubscribe, state, attempts, created_at, serves_until, calendar)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'queued', 0, $9, $10, $11)";
    LETTER: Query<LetterRow> = "SELECT id, case_id, to_address, locale, subject, body_text, body_html, unsubscribe,
        message_id, state, transport, attempts, last_error, created_at, sent_at, serves_until,
        calendar FROM outbox WHERE id = $1";
    RECENT: Query<LetterSummary> = "SELECT id, case_id, to_address, locale, subject, state, transport, attempts,
        last_error, created_at, sent_at FROM outbox WHERE id < $1 ORDER BY id DESC LIMIT $2";
    OF_STATE: Query<LetterSummary> = "SELECT id, case_id, to_address, locale, subject, state, transport, attempts,
        last_error, created_at, sent_at FROM outbox WHERE state = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
    OF_CASE: Query<LetterSummary> = "SELECT id, case_id, to_address, locale, subject, state, transport, attempts,
        last_error, created_at, sent_at FROM outbox WHERE case_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
    STANDING: Query<(String, i64)> = "SELECT state, COUNT(*) FROM outbox
        WHERE state IN ('queued', 'failed', 'dead') GROUP BY state LIMIT 10";
    SENT: Statement = "UPDATE outbox SET state = 'sent', transport = $2, message_id = $3, sent_at = $4,
        attempts = attempts + 1, last_error = NULL WHERE id = $1";
    EMPTY: Statement = "UPDATE outbox SET body_text = '', body_html = '', calendar = NULL WHERE id = $1";
    FAILED: Statement = "UPDATE outbox SET state = $2, message_id = $3, last_error = $4, attempts = attempts + 1
        WHERE id = $1";
    READDRESS: Statement = "UPDATE outbox SET to_address = $2, last_error = NULL WHERE id = $1 AND state = 'dead'";
    REVIVE: Statement = "UPDATE outbox SET state = 'queued', attempts = 0 WHERE id = $1 AND state = 'dead'";
    DISCARD: Statement = "DELETE FROM outbox WHERE id = $1 AND state = 'dead'";
    DROP: Statement = "DELETE FROM outbox WHERE id = $1";
    ENDED: Statement = "DELETE FROM outbox WHERE serves_until <= $1";
    OLD: Statement = "DELETE FROM outbox WHERE created_at < $1 AND (state = 'dead' OR case_id IS NULL)";
    ERASE: Statement = "DELETE FROM outbox WHERE case_id = $1";
}

/// How a delivery went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    Passing,
    Final,
}

pub(crate) fn add(
    tx: &mut Tx<'_>,
    id: i64,
    letter: &Letter,
    html: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    let (to, locale) = (letter.to.as_str(), letter.locale.code());
    let (subject, text) = (&letter.subject, &letter.text);
    let (at, until) = (to_ms(at), letter.until.map(to_ms));
    let (unsubscribe, calendar) = (&letter.unsubscribe, &letter.calendar);
    tx.run(
        &ADD,
        params![id, letter.case, to, locale, subject, text, html, unsubscribe, at, until, calendar],
    )
    .map(drop)
}

/// One letter with its text.
pub fn letter(tx: &mut Tx<'_>, id: i64) -> Result<Option<LetterRow>, StoreError> {
    tx.one(&LETTER, params![id])
}

/// The letters, the newest first, at most `limit`; `before` is the id of the last one on the page
/// before, if any.
pub fn recent(
    tx: &mut Tx<'_>,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<LetterSummary>, StoreError> {
    tx.all(&RECENT, params![before.unwrap_or(i64::MAX), limit])
}

/// The letters that were given up, the newest first, like [`recent`].
pub fn dead(
    tx: &mut Tx<'_>,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<LetterSummary>, StoreError> {
    tx.all(&OF_STATE, params!["dead", before.unwrap_or(i64::MAX), limit])
}

/// The letters about a case, the newest first, like [`recent`].
pub fn of_case(
    tx: &mut Tx<'_>,
    case: CaseId,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<LetterSummary>, StoreError> {
    tx.all(&OF_CASE, params![case, before.unwrap_or(i64::MAX), limit])
}

/// Counts the letters that wait and those that were given up.
pub fn standing(tx: &mut Tx<'_>) -> Result<Standing, StoreError> {
    let counts = tx.all(&STANDING, params![])?;
    let of = |wanted: &[&str]| {
        counts.iter().filter(|(state, _)| wanted.contains(&state.as_str())).map(|(_, n)| n).sum()
    };
    Ok(Standing { waiting: of(&["queued", "failed"]), dead: of(&["dead"]) })
}

/// How long a letter that could not be delivered, or that was about no case, is kept: a quarter year, in which
/// somebody asks after it.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 90);

/// Deletes the letters that are of no more use: those whose link has ended, and old ones that nobody cared for.
/// Letters about cases that arrived go with their case.
pub fn sweep(tx: &mut Tx<'_>, now: Timestamp) -> Result<u64, StoreError> {
    let old = now.checked_sub(KEPT).map_or(0, to_ms);
    Ok(tx.run(&ENDED, params![to_ms(now)])? + tx.run(&OLD, params![old])?)
}

/// Deletes a letter that no longer serves.
pub(crate) fn drop_letter(tx: &mut Tx<'_>, id: i64) -> Result<(), StoreError> {
    tx.run(&DROP, params![id]).map(drop)
}

/// Deletes the letters about a case, when its retention ends; gives their number.
pub fn erase(tx: &mut Tx<'_>, case: CaseId) -> Result<u64, StoreError> {
    tx.run(&ERASE, params![case])
}

pub(crate) fn sent(
    tx: &mut Tx<'_>,
    id: i64,
    transport: &str,
    message_id: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    tx.run(&SENT, params![id, transport, message_id, to_ms(at)]).map(drop)
}

/// Empties the texts of a letter.
pub(crate) fn empty(tx: &mut Tx<'_>, id: i64) -> Result<(), StoreError> {
    tx.run(&EMPTY, params![id]).map(drop)
}

pub(crate) fn failed(
    tx: &mut Tx<'_>,
    id: i64,
    failure: Failure,
    message_id: &str,
    error: &str,
) -> Result<(), StoreError> {
    let state = match failure {
        Failure::Passing => "failed",
        Failure::Final => "dead",
    };
    let error: String = error.chars().filter(|c| *c != '\0').take(MAX_ERROR).collect();
    tx.run(&FAILED, params![id, state, message_id, error]).map(drop)
}

pub(crate) fn readdress(tx: &mut Tx<'_>, id: i64, to: &str) -> Result<bool, StoreError> {
    Ok(tx.run(&READDRESS, params![id, to])? == 1)
}

pub(crate) fn revive(tx: &mut Tx<'_>, id: i64) -> Result<bool, StoreError> {
    Ok(tx.run(&REVIVE, params![id])? == 1)
}

pub(crate) fn discard(tx: &mut Tx<'_>, id: i64) -> Result<bool, StoreError> {
    Ok(tx.run(&DISCARD, params![id])? == 1)
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_statement_fits_both_engines() {
        store::testing::check_statements(&super::statements());
    }
}
