//! Letting somebody in: which step comes next, the rotated session, the entry in the history.

use axum::response::Response;
use base::PersonId;
use ledger::{Actor, Entry, Subject};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use store::{StoreError, Tx};
use web::session::{NewSession, Step};
use web::{App, Raw, Visitor, local_path, see_other};

use crate::Act;
use crate::credentials::Credentials;
use crate::person::Kind;

/// By which proof somebody arrived, for the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Proof {
    /// The password.
    Password,
    /// A link that was sent by e-mail.
    Link,
    /// The second factor, after one of the others.
    SecondFactor,
    /// One click in the demo.
    Demo,
}

impl Proof {
    fn key(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Link => "link",
            Self::SecondFactor => "second-factor",
            Self::Demo => "demo",
        }
    }
}

/// Somebody on the way in: make it before the transaction, [`store`](Arrival::store) it inside,
/// [`answer`](Arrival::answer) with it.
#[derive(Clone, Debug)]
pub(crate) struct Arrival {
    session: NewSession,
    person: PersonId,
    step: Step,
    proof: Proof,
    to: String,
}

impl Arrival {
    /// Somebody who gave the first proof. Whoever has a second factor is asked for it next; staff
    /// without one set it up next, but not in the demo.
    pub(crate) fn first(
        app: &App,
        visitor: &Visitor,
        credentials: &Credentials,
        proof: Proof,
        return_to: &str,
    ) -> Self {
        let must_set_up = credentials.kind == Kind::Staff && !app.town().demo;
        let next = if credentials.totp.is_some() {
            Some("/sign-in/code")
        } else if must_set_up {
            Some("/sign-in/set-up")
        } else {
            None
        };
        let step = if next.is_some() { Step::SecondFactor } else { Step::Done };
        let to = match next {
            Some(page) => with_return(page, return_to),
            None => home(credentials.kind, return_to),
        };
        let session = NewSession::new(app, visitor, credentials.id, step);
        Self { session, person: credentials.id, step, proof, to }
    }

    /// Somebody who gave every proof.
    pub(crate) fn done(
        app: &App,
        visitor: &Visitor,
        (person, kind): (PersonId, Kind),
        proof: Proof,
        return_to: &str,
    ) -> Self {
        let session = NewSession::new(app, visitor, person, Step::Done);
        Self { session, person, step: Step::Done, proof, to: home(kind, return_to) }
    }

    /// Stores the new session in place of the old one and writes the history.
    pub(crate) fn store(&self, tx: &mut Tx<'_>, act: &Act) -> Result<(), StoreError> {
        self.session.store(tx)?;
        let verb = match self.step {
            Step::Done => "person.sign-in",
            Step::SecondFactor => "person.give-first-factor",
        };
        let entry = Entry::new(Actor::Person(self.person), verb, Subject::person(self.person))
            .with("by", self.proof.key());
        act.record(tx, &entry)
    }

    /// Sends the browser on with its new session.
    pub(crate) fn answer(&self, app: &App) -> Response {
        self.session.attach(app, see_other(&self.to))
    }

    /// Gives the new session to an answer that is a page.
    pub(crate) fn attach(&self, app: &App, response: Response) -> Response {
        self.session.attach(app, response)
    }

    /// Where the way leads.
    pub(crate) fn to(&self) -> &str {
        &self.to
    }
}

/// The page somebody wanted when signing in came between: from `?return=…`, if it is on this site.
pub(crate) fn return_asked(visitor: &Visitor) -> String {
    let query = Raw::from_urlencoded(visitor.query().unwrap_or_default().as_bytes());
    query.map(|query| return_in(&query)).unwrap_or_default()
}

/// The same from a form's hidden field; empty when there is none or it leads elsewhere.
pub(crate) fn return_in(form: &Raw) -> String {
    form.get("return").and_then(local_path).unwrap_or_default().to_owned()
}

/// An address of a step of signing in that remembers where to go afterwards.
pub(crate) fn with_return(page: &str, return_to: &str) -> String {
    if return_to.is_empty() {
        return page.to_owned();
    }
    format!("{page}?return={}", utf8_percent_encode(return_to, NON_ALPHANUMERIC))
}

/// Where somebody goes who is signed in: where they wanted, or to their own start page.
pub(crate) fn home(kind: Kind, return_to: &str) -> String {
    match (return_to, kind) {
        ("", Kind::Staff) => "/desk".to_owned(),
        ("", Kind::Resident) => "/account".to_owned(),
        (wanted, _) => wanted.to_owned(),
    }
}

/// Where a visitor goes who is signed in already.
pub(crate) fn home_of(visitor: &Visitor, return_to: &str) -> String {
    let is_staff = visitor.person().is_some_and(web::Person::is_staff);
    home(if is_staff { Kind::Staff } else { Kind::Resident }, return_to)
}
