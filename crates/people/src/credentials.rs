//! What people sign in with: password, second factor, recovery codes.

use base::PersonId;
use ledger::{Entry, Subject};
use store::{StoreError, Tx, params};

use crate::Act;
use crate::person::Kind;
use crate::second_factor::{self, APART, Code, TotpSecret};

store::row! {
    struct CredentialsRow {
        id: PersonId,
        kind: String,
        name: String,
        email: String,
        password_hash: Option<String>,
        totp_secret: Option<String>,
        totp_last_step: Option<i64>,
        disabled_at: Option<i64>,
    }
}

store::statements! {
    BY_EMAIL: Query<CredentialsRow> = "SELECT id, kind, name, email, password_hash, totp_secret,
        totp_last_step, disabled_at FROM persons WHERE email_key = $1";
    BY_ID: Query<CredentialsRow> = "SELECT id, kind, name, email, password_hash, totp_secret,
        totp_last_step, disabled_at FROM persons WHERE id = $1";
    SET_PASSWORD: Statement = "UPDATE persons SET password_hash = $2 WHERE id = $1";
    SET_TOTP: Statement = "UPDATE persons SET totp_secret = $2, totp_confirmed_at = $3,
        totp_last_step = $4 WHERE id = $1";
    TAKE_STEP: Statement = "UPDATE persons SET totp_last_step = $2
        WHERE id = $1 AND (totp_last_step IS NULL OR totp_last_step < $2 OR totp_last_step > $3)";
    ADD_RECOVERY: Statement = "INSERT INTO recovery_codes (person, digest) VALUES ($1, $2)";
    USE_RECOVERY: Statement = "UPDATE recovery_codes SET used_at = $3
        WHERE person = $1 AND digest = $2 AND used_at IS NULL";
    DROP_RECOVERY: Statement = "DELETE FROM recovery_codes WHERE person = $1";
    LEFT: Query<i64> = "SELECT COUNT(*) FROM recovery_codes WHERE person = $1 AND used_at IS NULL";
}

/// What is needed to sign somebody in.
#[derive(Clone, Debug)]
pub(crate) struct Credentials {
    pub(crate) id: PersonId,
    pub(crate) kind: Kind,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) password_hash: Option<String>,
    pub(crate) totp: Option<TotpSecret>,
    pub(crate) totp_last_step: Option<i64>,
    pub(crate) is_open: bool,
}

impl From<CredentialsRow> for Credentials {
    fn from(row: CredentialsRow) -> Self {
        Self {
            id: row.id,
            kind: Kind::of(&row.kind),
            name: row.name,
            email: row.email,
            password_hash: row.password_hash,
            totp: row.totp_secret.and_then(|base32| TotpSecret::parse(&base32)),
            totp_last_step: row.totp_last_step,
            is_open: row.disabled_at.is_none(),
        }
    }
}

/// The credentials of an e-mail address in small letters.
pub(crate) fn by_email(
    tx: &mut Tx<'_>,
    email_key: &str,
) -> Result<Option<Credentials>, StoreError> {
    Ok(tx.one(&BY_EMAIL, params![email_key])?.map(Credentials::from))
}

/// The credentials of a person.
pub(crate) fn of(tx: &mut Tx<'_>, id: PersonId) -> Result<Option<Credentials>, StoreError> {
    Ok(tx.one(&BY_ID, params![id])?.map(Credentials::from))
}

/// Sets a password, given as its hash, and ends all sessions: whoever had the old one is out.
pub fn set_password(
    tx: &mut Tx<'_>,
    id: PersonId,
    hash: &str,
    act: &Act,
) -> Result<(), StoreError> {
    tx.run(&SET_PASSWORD, params![id, hash])?;
    web::session::end_all(tx, id)?;
    act.record(tx, &Entry::new(act.actor, "person.set-password", Subject::person(id)))
}

/// Keeps the second factor that somebody has just proved, and their recovery codes' digests.
pub fn set_second_factor(
    tx: &mut Tx<'_>,
    id: PersonId,
    secret: &TotpSecret,
    step: i64,
    codes: &[String],
    act: &Act,
) -> Result<(), StoreError> {
    tx.run(&SET_TOTP, params![id, secret.base32(), act.ms(), step])?;
    replace_recovery_codes(tx, id, codes)?;
    act.record(tx, &Entry::new(act.actor, "person.set-second-factor", Subject::person(id)))
}

/// Keeps the digests of new recovery codes in place of the old ones; the caller records the act.
pub(crate) fn replace_recovery_codes(
    tx: &mut Tx<'_>,
    id: PersonId,
    codes: &[String],
) -> Result<(), StoreError> {
    tx.run(&DROP_RECOVERY, params![id])?;
    for code in codes {
        tx.run(&ADD_RECOVERY, params![id, second_factor::digest(code)])?;
    }
    Ok(())
}

/// Takes the second factor away, so that it is set up anew with the next sign-in, and ends all
/// sessions.
pub fn reset_second_factor(tx: &mut Tx<'_>, id: PersonId, act: &Act) -> Result<(), StoreError> {
    tx.run(&SET_TOTP, params![id, None::<String>, None::<i64>, None::<i64>])?;
    tx.run(&DROP_RECOVERY, params![id])?;
    web::session::end_all(tx, id)?;
    act.record(tx, &Entry::new(act.actor, "person.reset-second-factor", Subject::person(id)))
}

/// Uses a code up; gives whether it was right and unused.
pub(crate) fn use_code(
    tx: &mut Tx<'_>,
    credentials: &Credentials,
    code: &Code,
    act: &Act,
) -> Result<bool, StoreError> {
    let (id, now) = (credentials.id, act.ms());
    match code {
        Code::Time(digits) => {
            let secret = credentials.totp.as_ref();
            let step = secret.and_then(|totp| totp.check(digits, now, credentials.totp_last_step));
            // The row decides, not what was read: of two at once with the same code one comes in.
            step.map_or(Ok(false), |step| {
                Ok(tx.run(&TAKE_STEP, params![id, step, step + APART])? == 1)
            })
        }
        Code::Recovery(digest) => {
            if tx.run(&USE_RECOVERY, params![id, digest, now])? == 0 {
                return Ok(false);
            }
            let entry = Entry::new(act.actor, "person.use-recovery-code", Subject::person(id));
            act.record(tx, &entry)?;
            Ok(true)
        }
    }
}

/// How many recovery codes somebody has left.
pub fn recovery_codes_left(tx: &mut Tx<'_>, id: PersonId) -> Result<i64, StoreError> {
    Ok(tx.one(&LEFT, params![id])?.unwrap_or(0))
}
