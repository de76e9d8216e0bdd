//! Links that were sent by e-mail: to sign in, or to set a password.

use base::contact::EmailAddress;
use base::time::{DAY_MS, HOUR_MS, MINUTE_MS};
use base::{Locale, Token};
use store::{StoreError, Tx, params};

use crate::Act;

/// A used or expired link is kept so long, so that its page can say what became of it.
const KEPT_MS: i64 = 30 * DAY_MS;

store::row! {
    struct LinkRow {
        purpose: String,
        email: String,
        email_key: String,
        locale: String,
        return_to: String,
        expires_at: i64,
        used_at: Option<i64>,
    }
}

store::statements! {
    INSERT: Statement = "INSERT INTO login_links
        (digest, purpose, email, email_key, locale, return_to, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    FIND: Query<LinkRow> = "SELECT purpose, email, email_key, locale, return_to, expires_at, used_at
        FROM login_links WHERE digest = $1";
    USE: Statement = "UPDATE login_links SET used_at = $2
        WHERE digest = $1 AND used_at IS NULL AND expires_at > $2";
    EXPIRE_OTHERS: Statement = "UPDATE login_links SET expires_at = $3
        WHERE email_key = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3";
    SWEEP: Statement = "DELETE FROM login_links WHERE expires_at <= $1";
}

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Signs in.
    SignIn,
    /// Sets a password: the invitation of somebody new.
    Invitation,
    /// Sets a password: in place of a forgotten one.
    Password,
}

impl Purpose {
    /// The key in the table: both kinds of password link do the same.
    fn key(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::Invitation | Self::Password => "password",
        }
    }

    /// How long such a link serves. An invitation waits for somebody's first day.
    pub fn lifetime_ms(self) -> i64 {
        match self {
            Self::SignIn => 30 * MINUTE_MS,
            Self::Password => HOUR_MS,
            Self::Invitation => 7 * DAY_MS,
        }
    }
}

/// A link as it stands in the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) email: EmailAddress,
    pub(crate) email_key: String,
    pub(crate) locale: Locale,
    pub(crate) return_to: String,
}

/// What became of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// It serves.
    Good(Link),
    /// Its time is over, or a newer one took its place.
    Expired,
    /// It was used.
    Used,
    /// There never was one, or long ago.
    Unknown,
}

/// Keeps a new link by its digest. An older one that sets a password serves no more. Those that sign in live
/// on until one is used: anybody may ask for one to anybody's mailbox, and must not end the link that its
/// owner has just been sent.
pub fn create(
    tx: &mut Tx<'_>,
    token: &Token,
    purpose: Purpose,
    email: &EmailAddress,
    (locale, return_to): (Locale, &str),
    act: &Act,
) -> Result<(), StoreError> {
    let (now, key) = (act.ms(), email.key());
    tx.run(&SWEEP, params![now - KEPT_MS])?;
    if purpose != Purpose::SignIn {
        end(tx, &key, purpose, now)?;
    }
    let expires = now + purpose.lifetime_ms();
    let (digest, locale) = (token.digest(), locale.code());
    tx.run(
        &INSERT,
        params![digest, purpose.key(), email.as_str(), key, locale, return_to, now, expires],
    )?;
    Ok(())
}

/// Ends the links of a purpose that were sent to an address and not used.
pub(crate) fn end(
    tx: &mut Tx<'_>,
    email_key: &str,
    purpose: Purpose,
    now: i64,
) -> Result<(), StoreError> {
    tx.run(&EXPIRE_OTHERS, params![email_key, purpose.key(), now]).map(drop)
}

/// Finds a link of a purpose.
pub(crate) fn find(
    tx: &mut Tx<'_>,
    token: &Token,
    purpose: Purpose,
    now: i64,
) -> Result<Found, StoreError> {
    let row = tx.one(&FIND, params![token.digest()])?;
    let Some(row) = row.filter(|row| row.purpose == purpose.key()) else {
        return Ok(Found::Unknown);
    };
    if row.used_at.is_some() {
        return Ok(Found::Used);
    }
    if row.expires_at <= now {
        return Ok(Found::Expired);
    }
    let Ok(email) = row.email.parse() else { return Ok(Found::Unknown) };
    let locale = Locale::parse(&row.locale).unwrap_or(Locale::EN);
    Ok(Found::Good(Link { email, email_key: row.email_key, locale, return_to: row.return_to }))
}

/// Uses a link up; gives whether it still served.
pub(crate) fn use_up(tx: &mut Tx<'_>, token: &Token, now: i64) -> Result<bool, StoreError> {
    Ok(tx.run(&USE, params![token.digest(), now])? == 1)
}
