//! Sessions of people who are signed in: one row each, found by the digest of a random token that
//! only the browser holds. Signing in, and passing the second factor, always makes a new token.

use axum::response::Response;
use base::time::{HOUR_MS, MINUTE_MS};
use base::{PersonId, Token};
use store::{StoreError, Tx, params};

use crate::app::App;
use crate::cookies::{self, Jar};
use crate::visitor::Visitor;

/// A working day with its breaks: whoever comes back the next morning signs in again.
const LIFETIME_MS: i64 = 12 * HOUR_MS;

/// How long a session may rest (OWASP ASVS 5.0, 7.3.1).
const IDLE_MS: i64 = 3 * HOUR_MS;

/// How far ahead a session may have been begun. The clock may have stepped back a little since; one of
/// further ahead was begun while the clock was wrong, and would hold for days.
const AHEAD_MS: i64 = LIFETIME_MS;

/// How old the note of the last visit may be before it is written again: a write every few minutes,
/// not with every page.
const SEEN_STEP_MS: i64 = 5 * MINUTE_MS;

/// How long somebody may take for the second factor.
const PENDING_MS: i64 = 10 * MINUTE_MS;

store::row! {
    /// A session.
    pub(crate) struct SessionRow {
        pub(crate) person_id: i64,
        pub(crate) pending: bool,
        pub(crate) seen_at: i64,
    }
}

/// The most sessions that one list shows.
const MAX_OPEN: i64 = 50;

store::row! {
    /// A session as its owner sees it in a list.
    pub struct OpenSession {
        /// Names the session in a form; it does not open it.
        pub digest: String,
        pub created_at: i64,
        pub seen_at: i64,
    }
}

store::statements! {
    /// Finds a session that still holds.
    FIND: Query<SessionRow> = "SELECT person_id, pending, seen_at FROM web_sessions
        WHERE digest = $1 AND expires_at > $2 AND seen_at > $3 AND created_at <= $4";
    INSERT: Statement = "INSERT INTO web_sessions
        (digest, person_id, pending, created_at, seen_at, expires_at)
        VALUES ($1, $2, $3, $4, $4, $5)";
    TOUCH: Statement = "UPDATE web_sessions SET seen_at = $2 WHERE digest = $1";
    END: Statement = "DELETE FROM web_sessions WHERE digest = $1";
    OPEN: Query<OpenSession> = "SELECT digest, created_at, seen_at FROM web_sessions
        WHERE person_id = $1 AND pending = 0 AND expires_at > $2 AND seen_at > $3
        ORDER BY seen_at DESC, digest LIMIT $4";
    END_OF: Statement = "DELETE FROM web_sessions WHERE person_id = $1 AND digest = $2";
    END_ALL: Statement = "DELETE FROM web_sessions WHERE person_id = $1";
    SWEEP: Statement = "DELETE FROM web_sessions WHERE expires_at <= $1";
}

/// How far somebody has come in signing in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The password was right; the second factor is still asked for.
    SecondFactor,
    /// Signed in.
    Done,
}

/// A session to be: make it before the transaction, [`store`](NewSession::store) it inside, and
/// [`attach`](NewSession::attach) it to the answer.
#[derive(Clone, Debug)]
pub struct NewSession {
    token: Token,
    person: PersonId,
    step: Step,
    now: i64,
    replaced: Option<String>,
}

impl NewSession {
    /// Prepares a session for a person, in place of the one that the visitor has.
    pub fn new(app: &App, visitor: &Visitor, person: PersonId, step: Step) -> Self {
        Self {
            token: app.rng().token(),
            person,
            step,
            now: app.clock().now_ms(),
            replaced: visitor.session_digest().map(ToOwned::to_owned),
        }
    }

    /// Stores the session and ends the one it replaces.
    pub fn store(&self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        if let Some(old) = &self.replaced {
            tx.run(&END, params![old])?;
        }
        tx.run(&SWEEP, params![self.now])?;
        let pending = self.step == Step::SecondFactor;
        let expires = self.now + if pending { PENDING_MS } else { LIFETIME_MS };
        tx.run(&INSERT, params![self.token.digest(), self.person, pending, self.now, expires])?;
        Ok(())
    }

    /// Gives the session to the browser.
    #[must_use]
    pub fn attach(&self, app: &App, mut response: Response) -> Response {
        let cookie = Jar::Session.set(app.town(), self.token.secret(), None);
        cookies::add(response.headers_mut(), cookie);
        response
    }
}

/// Ends the visitor's session in the table. Answer with [`forget`] as well.
pub fn end(tx: &mut Tx<'_>, visitor: &Visitor) -> Result<(), StoreError> {
    match visitor.session_digest() {
        Some(digest) => tx.run(&END, params![digest]).map(drop),
        None => Ok(()),
    }
}

/// The sessions in which a person is signed in, the last used first.
pub fn open(
    tx: &mut Tx<'_>,
    person: PersonId,
    now_ms: i64,
) -> Result<Vec<OpenSession>, StoreError> {
    tx.all(&OPEN, params![person, now_ms, now_ms - IDLE_MS, MAX_OPEN])
}

/// Whether a listed session is the visitor's own.
pub fn is_own(visitor: &Visitor, listed: &OpenSession) -> bool {
    visitor.session_digest() == Some(listed.digest.as_str())
}

/// Ends one listed session of a person; gives whether there was one.
pub fn end_one(tx: &mut Tx<'_>, person: PersonId, digest: &str) -> Result<bool, StoreError> {
    Ok(tx.run(&END_OF, params![person, digest])? > 0)
}

/// Ends all sessions of a person: after a new password, or when a role is taken away.
pub fn end_all(tx: &mut Tx<'_>, person: PersonId) -> Result<u64, StoreError> {
    tx.run(&END_ALL, params![person])
}

/// Takes the session out of the browser, and the number that ties drafts to it: whoever uses the
/// same computer next finds neither.
#[must_use]
pub fn forget(app: &App, mut response: Response) -> Response {
    cookies::add(response.headers_mut(), Jar::Session.remove(app.town()));
    cookies::add(response.headers_mut(), Jar::Visit.remove(app.town()));
    response
}

/// Finds a session that still holds.
pub(crate) fn find(
    tx: &mut Tx<'_>,
    digest: &str,
    now: i64,
) -> Result<Option<SessionRow>, StoreError> {
    tx.one(&FIND, params![digest, now, now - IDLE_MS, now + AHEAD_MS])
}

/// Notes that a session was used, unless that was noted a moment ago.
pub(crate) async fn touch(app: &App, digest: &str, row: &SessionRow) -> Result<(), StoreError> {
    let now = app.clock().now_ms();
    if now - row.seen_at < SEEN_STEP_MS {
        return Ok(());
    }
    let digest = digest.to_owned();
    app.db().write_rows(move |tx| tx.run(&TOUCH, params![digest, now]).map(drop)).await
}
