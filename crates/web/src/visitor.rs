use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::FromRequestParts;
use axum::http::{HeaderMap, Uri, header, request::Parts};
use base::{Locale, PersonId, Token};
use store::{StoreError, Tx};

use crate::access::{Person, Role};
use crate::app::App;
use crate::cookies::Jar;
use crate::fault::Fault;
use crate::flash::Flash;
use crate::words::Words;
use crate::{csrf, locale, session};

/// What the page's script says of itself when it fetches the page anew.
const GLANCE: &str = "x-glance";

/// Finds a person with their roles; crate `people` gives this function to the app. `None` when
/// they are gone or locked out, which ends their session.
pub type PersonLookup = fn(&mut Tx<'_>, PersonId) -> Result<Option<Person>, StoreError>;

/// Who is asking, in which language: take it as an argument of any handler.
#[derive(Clone)]
pub struct Visitor(Arc<Visit>);

#[derive(Clone)]
struct Visit {
    person: Option<Person>,
    pending: Option<PersonId>,
    words: Words,
    request_id: String,
    nonce: String,
    path: String,
    query: Option<String>,
    session: Option<String>,
    browser: Token,
    browser_is_new: bool,
    browser_used: Arc<AtomicBool>,
    flash: Option<Flash>,
    chosen_locale: Option<Locale>,
    is_late: bool,
    glances: bool,
}

impl fmt::Debug for Visitor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Visitor({}, {:?})", self.0.request_id, self.person_id())
    }
}

impl Visitor {
    /// The person, when somebody is signed in with all factors.
    pub fn person(&self) -> Option<&Person> {
        self.0.person.as_ref()
    }

    /// The person's id.
    pub fn person_id(&self) -> Option<PersonId> {
        self.person().map(|person| person.id)
    }

    /// The person, or the fault that sends a stranger to sign in.
    pub fn require_person(&self) -> Result<&Person, Fault> {
        self.person().ok_or(Fault::SignIn)
    }

    /// Who still owes the second factor.
    pub fn pending(&self) -> Option<PersonId> {
        self.0.pending
    }

    /// Whether the person may do what a role is needed for, in any team.
    pub fn has(&self, role: Role) -> bool {
        self.person().is_some_and(|person| person.has(role))
    }

    /// The language.
    pub fn locale(&self) -> Locale {
        self.0.words.locale()
    }

    /// The words of the visitor's language: `visitor.words().t("case-closed")`.
    pub fn words(&self) -> &Words {
        &self.0.words
    }

    /// The number of this request, which error pages show and logs carry.
    pub fn request_id(&self) -> &str {
        &self.0.request_id
    }

    /// The path of the request, without its query.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// The query of the request, without the question mark.
    pub fn query(&self) -> Option<&str> {
        self.0.query.as_deref()
    }

    /// A key for what this browser has not sent yet, such as the draft of a form: the digest of a
    /// random number that only the browser knows. The browser then gets a cookie for 30 days.
    pub fn draft_key(&self) -> String {
        self.0.browser_used.store(true, Ordering::Relaxed);
        self.0.browser.digest()
    }

    /// Whether the form of this request was made for a session that has ended since, or for none.
    /// Such a form changes nothing: it is shown again with what was typed.
    pub fn is_late(&self) -> bool {
        self.0.is_late
    }

    /// Whether an open page looks for itself whether anything changed: nobody reads, so nothing is noted as read.
    pub fn glances(&self) -> bool {
        self.0.glances
    }

    pub(crate) fn nonce(&self) -> &str {
        &self.0.nonce
    }

    pub(crate) fn flash(&self) -> Option<&Flash> {
        self.0.flash.as_ref()
    }

    pub(crate) fn session_digest(&self) -> Option<&str> {
        self.0.session.as_deref()
    }

    pub(crate) fn chosen_locale(&self) -> Option<Locale> {
        self.0.chosen_locale
    }

    /// A token for a form of this visitor.
    pub(crate) fn csrf_token(&self, app: &App) -> String {
        if self.0.session.is_none() {
            self.0.browser_used.store(true, Ordering::Relaxed);
        }
        csrf::token(app.signer(), app.rng(), &self.binding())
    }

    /// Whether a form's token was made for this visitor.
    pub(crate) fn holds_csrf(&self, app: &App, token: &str) -> bool {
        csrf::holds(app.signer(), &self.binding(), token)
    }

    /// The browser's number, when it must be told to keep it.
    pub(crate) fn browser_to_set(&self) -> Option<&str> {
        let wanted = self.0.browser_is_new && self.0.browser_used.load(Ordering::Relaxed);
        wanted.then(|| self.0.browser.secret())
    }

    /// What form tokens are bound to: the session, or the browser where there is none.
    fn binding(&self) -> String {
        self.0.session.clone().unwrap_or_else(|| self.0.browser.digest())
    }

    /// Whether this browser was here before.
    pub(crate) fn is_known(&self) -> bool {
        !self.0.browser_is_new
    }

    /// The same visitor with a form that comes too late, and the notice that says so.
    pub(crate) fn late(&self) -> Self {
        let flash = Some(Flash::notice(self.words().t("form-late")));
        Self(Arc::new(Visit { is_late: true, flash, ..Visit::clone(&self.0) }))
    }

    /// The same visitor in another language.
    pub(crate) fn in_locale(&self, app: &App, locale: Locale) -> Self {
        Self(Arc::new(Visit {
            words: app.words(locale).clone(),
            chosen_locale: Some(locale),
            ..Visit::clone(&self.0)
        }))
    }

    /// Reads who is asking. When the database fails, the visitor is a stranger with a fault.
    pub(crate) async fn read(
        app: &App,
        headers: &HeaderMap,
        uri: &Uri,
        request_id: String,
    ) -> (Self, Option<Fault>) {
        let asked = locale::asked_in_query(uri.query());
        let locale = asked.unwrap_or_else(|| locale::of(headers, app.town()));
        let sent = Jar::Visit.read(headers, app.town()).and_then(|text| Token::parse(&text));
        let flash = Jar::Flash.read(headers, app.town());
        let (found, fault) = match signed_in(app, headers, is_quiet(headers)).await {
            Ok(found) => (found, None),
            Err(error) => (None, Some(Fault::from(error))),
        };
        let (session, person, pending) = match found {
            Some((digest, Found::Person(person))) => (Some(digest), Some(person), None),
            Some((digest, Found::Pending(id))) => (Some(digest), None, Some(id)),
            None => (None, None, None),
        };
        let visit = Visit {
            person,
            pending,
            words: app.words(locale).clone(),
            request_id,
            nonce: hex::encode(app.rng().bytes::<16>()),
            path: uri.path().to_owned(),
            query: uri.query().map(ToOwned::to_owned),
            session,
            browser_is_new: sent.is_none(),
            browser: sent.unwrap_or_else(|| app.rng().token()),
            browser_used: Arc::new(AtomicBool::new(false)),
            flash: flash.and_then(|signed| Flash::read(app.signer(), &signed)),
            chosen_locale: asked,
            is_late: false,
            glances: headers.contains_key(GLANCE),
        };
        (Self(Arc::new(visit)), fault)
    }
}

enum Found {
    Person(Person),
    Pending(PersonId),
}

/// Whether a page asks by itself, with nobody at the keyboard: that must not keep a session alive.
fn is_quiet(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    headers.contains_key(GLANCE) || accept.is_some_and(|kinds| kinds.contains("text/event-stream"))
}

async fn signed_in(
    app: &App,
    headers: &HeaderMap,
    quiet: bool,
) -> Result<Option<(String, Found)>, StoreError> {
    let cookie = Jar::Session.read(headers, app.town());
    let Some(token) = cookie.and_then(|text| Token::parse(&text)) else { return Ok(None) };
    let (digest, now, people) = (token.digest(), app.clock().now_ms(), app.people());
    let key = digest.clone();
    let found = app
        .db()
        .read(move |tx| -> Result<_, StoreError> {
            let Some(row) = session::find(tx, &key, now)? else { return Ok(None) };
            let id = PersonId(row.person_id);
            let person = if row.pending { None } else { people(tx, id)? };
            Ok(Some((row, person)))
        })
        .await?;
    let Some((row, person)) = found else { return Ok(None) };
    // A full disk must not keep anybody from reading: the session only ends a little sooner.
    if !quiet && let Err(error) = session::touch(app, &digest, &row).await {
        tracing::debug!(%error, "that the session is in use was not noted");
    }
    let found = match person {
        Some(person) => Found::Person(person),
        None if row.pending => Found::Pending(PersonId(row.person_id)),
        None => return Ok(None),
    };
    Ok(Some((digest, found)))
}

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        let found = parts.extensions.get::<Self>().cloned();
        found.ok_or_else(|| Fault::internal("the route is served without its layers"))
    }
}
