//! What a resident answered and how to reach them: personal, so kept apart from the case.

use base::CaseId;
use base::contact::EmailAddress;
use base::time::to_ms;
use jiff::{SignedDuration, Timestamp};
use services::{Answers, Contact};
use store::{StoreError, Tx, params};

store::row! {
    struct AnswersRow { answers: String, name: String, email: String, phone: String, forms: String }
}

store::statements! {
    INSERT: Statement = "INSERT INTO case_answers (case_id, answers, name, email, email_key, phone)
        VALUES ($1, $2, $3, $4, $5, $6)";
    UPDATE: Statement = "UPDATE case_answers SET answers = $2, name = $3, email = $4, email_key = $5, phone = $6,
        forms = $7 WHERE case_id = $1";
    OF_LATE_FROM: Query<i64> = "SELECT COUNT(*) FROM case_answers AS a JOIN cases AS c ON c.id = a.case_id
        WHERE a.email_key = $1 AND c.opened_at > $2";
    OF_CASE: Query<AnswersRow> = "SELECT answers, name, email, phone, forms FROM case_answers WHERE case_id = $1";
}

/// Confirmations to one address within [`OF_LATE`]: anybody can type anybody's address, and must not
/// fill their mailbox with letters of the town. Ten reports are a long walk.
const MAX_CONFIRMED: i64 = 10;
/// How long confirmations are counted.
const OF_LATE: SignedDuration = SignedDuration::from_hours(24);

/// The answers of a case and how to reach the resident.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    /// The answers, without the contact details.
    pub answers: Answers,
    /// How to reach the resident; empty texts are what was not given.
    pub contact: Contact,
    /// The services and versions whose forms they were given in, the first one first; empty while
    /// that is the case's own.
    pub forms: Vec<(String, i64)>,
}

impl Told {
    /// The address for letters, if there is one.
    pub fn email(&self) -> Option<EmailAddress> {
        self.contact.email.parse().ok()
    }
}

/// Keeps what was told when a case begins.
pub(crate) fn insert(tx: &mut Tx<'_>, case: CaseId, told: &Told) -> Result<(), StoreError> {
    let Contact { name, email, phone } = &told.contact;
    let text = told.answers.to_text();
    tx.run(&INSERT, params![case, text, name, email, email.to_lowercase(), phone]).map(drop)
}

/// Replaces what was told, after a correction.
pub(crate) fn update(tx: &mut Tx<'_>, case: CaseId, told: &Told) -> Result<(), StoreError> {
    let Contact { name, email, phone } = &told.contact;
    let text = told.answers.to_text();
    let forms = serde_json::to_string(&told.forms)
        .map_err(|error| StoreError::Corrupt(format!("the forms of case {case}: {error}")))?;
    tx.run(&UPDATE, params![case, text, name, email, email.to_lowercase(), phone, forms]).map(drop)
}

/// Whether the address of a new case gets a letter that confirms it.
pub(crate) fn is_confirmed(
    tx: &mut Tx<'_>,
    told: &Told,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let Some(email) = told.email() else { return Ok(false) };
    let of_late = tx.one(&OF_LATE_FROM, params![email.key(), to_ms(now - OF_LATE)])?;
    Ok(of_late.unwrap_or(0) <= MAX_CONFIRMED)
}

/// What was told in a case; empty once it has been erased.
pub fn of_case(tx: &mut Tx<'_>, case: CaseId) -> Result<Told, StoreError> {
    let Some(row) = tx.one(&OF_CASE, params![case])? else { return Ok(Told::default()) };
    let answers = Answers::from_text(&row.answers)
        .map_err(|error| StoreError::Corrupt(format!("the answers of case {case}: {error}")))?;
    let forms = serde_json::from_str(&row.forms)
        .map_err(|error| StoreError::Corrupt(format!("the forms of case {case}: {error}")))?;
    let contact = Contact { name: row.name, email: row.email, phone: row.phone };
    Ok(Told { answers, contact, forms })
}
