//! `/sign-in/link`: signing in without a password, by a link that is sent to one's mailbox.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use base::Token;
use base::contact::EmailAddress;
use ledger::{Actor, Entry, Subject};
use serde::Serialize;
use store::StoreError;
use web::{
    App, FieldFault, FormErrors, Page, Raw, Reply, Visitor, Words, see_other, show, show_as,
    unprocessable,
};

use crate::address::Address;
use crate::arrival::{Arrival, Proof, home_of, return_asked, return_in};
use crate::attempts::{self, Counter, Verdict};
use crate::credentials::{self, Credentials};
use crate::letters::LinkLetter;
use crate::links::{self, Found, Link, Purpose};
use crate::person::{MAX_NAME, person_name};
use crate::sign_in::{take_email, wait_message};
use crate::{Act, Kind, NewPerson, persons};

/// The page that asks for the e-mail address.
#[derive(Default, Serialize)]
struct AskPage {
    form: Raw,
    errors: FormErrors,
    return_to: String,
    language_form: &'static str,
}

impl AskPage {
    fn new(form: Raw, errors: FormErrors) -> Self {
        let return_to = return_in(&form);
        Self { form, errors, return_to, language_form: "ask-link" }
    }
}

impl Page for AskPage {
    const TEMPLATE: &'static str = "people/sign_in_link.html";

    fn title(&self, words: &Words) -> String {
        words.t("people-link-title")
    }
}

/// The page that says to look into the mailbox.
#[derive(Serialize)]
struct SentPage {}

impl Page for SentPage {
    const TEMPLATE: &'static str = "people/link_sent.html";

    fn title(&self, words: &Words) -> String {
        words.t("people-link-sent-title")
    }
}

/// The page of a link that serves.
#[derive(Default, Serialize)]
struct OpenPage {
    form: Raw,
    errors: FormErrors,
    email: String,
    is_new: bool,
}

impl Page for OpenPage {
    const TEMPLATE: &'static str = "people/link_open.html";

    fn title(&self, words: &Words) -> String {
        words.t("people-link-open-title")
    }
}

/// The page of a link that serves no more.
#[derive(Serialize)]
pub(crate) struct DeadLinkPage {
    reason: &'static str,
    for_password: bool,
}

impl Page for DeadLinkPage {
    const TEMPLATE: &'static str = "people/link_dead.html";

    fn title(&self, words: &Words) -> String {
        words.t(&format!("people-link-{}-title", self.reason))
    }
}

/// Shows the form.
pub(crate) async fn form(visitor: Visitor) -> Reply {
    let return_to = return_asked(&visitor);
    if visitor.person().is_some() {
        return Ok(see_other(&home_of(&visitor, &return_to)));
    }
    Ok(show(AskPage { return_to, language_form: "ask-link", ..AskPage::default() }))
}

/// Sends the link. The answer is the same whether the address has an account or not: whoever has
/// none gets one by opening the link.
pub(crate) async fn submit(
    State(app): State<App>,
    visitor: Visitor,
    address: Address,
    form: Raw,
) -> Reply {
    let words = visitor.words();
    if form.language().is_some() {
        return Ok(show(AskPage::new(form, FormErrors::new())));
    }
    let mut errors = FormErrors::new();
    let Some(email) = take_email(&form, &mut errors, words) else {
        return Ok(unprocessable(AskPage::new(form, errors)));
    };
    let mut counters = vec![Counter::letters(app.signer(), &email.key())];
    counters.extend(address.asking(app.signer()));
    let letter =
        LinkLetter::new(&app, Purpose::SignIn, &email, visitor.locale(), &return_in(&form));
    let act = Act::of(&app, &visitor);
    let verdict = app
        .db()
        .write(move |tx| -> Result<_, StoreError> {
            let verdict = attempts::begin(tx, &counters, act.ms())?;
            let found = credentials::by_email(tx, &email.key())?;
            let may_come = found.as_ref().is_none_or(|found| found.is_open);
            if may_come && matches!(verdict, Verdict::Go { .. }) {
                letter.send(tx, &act)?;
                act.record(tx, &ask_entry(found.as_ref(), &email))?;
            }
            Ok(verdict)
        })
        .await?;
    if let Verdict::Wait(until) = verdict {
        errors.add("email", wait_message(&app, words, until));
        return Ok(show_as(StatusCode::TOO_MANY_REQUESTS, AskPage::new(form, errors)));
    }
    Ok(see_other("/sign-in/link/sent"))
}

fn ask_entry(found: Option<&Credentials>, email: &EmailAddress) -> Entry {
    let subject = Subject::new("person", found.map_or(0, |found| found.id.0));
    Entry::new(Actor::Anybody, "person.ask-link", subject).personal("email", email.as_str())
}

/// Says to look into the mailbox.
pub(crate) async fn sent() -> Reply {
    Ok(show(SentPage {}))
}

/// Shows what a link does, with a button: programs that look into letters open links too, and must
/// not use them up.
pub(crate) async fn open(State(app): State<App>, Path(token): Path<String>) -> Reply {
    match look_up(&app, &token).await? {
        (Found::Good(link), found) => {
            let is_new = found.is_none();
            let email = link.email.to_string();
            Ok(show(OpenPage { email, is_new, ..OpenPage::default() }))
        }
        (dead, _) => Ok(dead_link(&dead, Purpose::SignIn)),
    }
}

/// Uses the link up and lets its owner in; makes the account when there is none.
pub(crate) async fn enter(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
    form: Raw,
) -> Reply {
    let (link, found) = match look_up(&app, &token).await? {
        (Found::Good(link), found) => (link, found),
        (dead, _) => return Ok(dead_link(&dead, Purpose::SignIn)),
    };
    let Some(token) = Token::parse(&token) else {
        return Ok(dead_link(&Found::Unknown, Purpose::SignIn));
    };
    if let Some(found) = found {
        return enter_as(&app, &visitor, token, found, &link).await;
    }
    let words = visitor.words();
    let mut errors = FormErrors::new();
    let name = form.line("name", MAX_NAME);
    let name = errors.take("name", name, &words.t("people-name-missing"), words);
    let name = name.filter(|name| check_name(name, &mut errors, words));
    let Some(name) = name else {
        let email = link.email.to_string();
        return Ok(unprocessable(OpenPage { form, errors, email, is_new: true }));
    };
    let act = Act::of(&app, &visitor);
    let new = NewPerson {
        kind: Kind::Resident,
        name,
        email: link.email.clone(),
        phone: None,
        locale: link.locale,
    };
    let made = app
        .db()
        .write(move |tx| {
            let key = new.email.key();
            if credentials::by_email(tx, &key)?.is_none() {
                persons::create(tx, &new, &act)?;
            }
            credentials::by_email(tx, &key)
        })
        .await?;
    match made {
        Some(found) => enter_as(&app, &visitor, token, found, &link).await,
        None => Ok(dead_link(&Found::Unknown, Purpose::SignIn)),
    }
}

fn check_name(name: &str, errors: &mut FormErrors, words: &Words) -> bool {
    let good = person_name(name).is_ok();
    if !good {
        errors.add("name", FieldFault::Broken.message(words));
    }
    good
}

async fn enter_as(
    app: &App,
    visitor: &Visitor,
    token: Token,
    found: Credentials,
    link: &Link,
) -> Reply {
    if !found.is_open {
        return Ok(dead_link(&Found::Unknown, Purpose::SignIn));
    }
    let arrival = Arrival::first(app, visitor, &found, Proof::Link, &link.return_to);
    let (act, storing) = (Act::by(app, Actor::Person(found.id)), arrival.clone());
    let email_key = link.email_key.clone();
    let entered = app
        .db()
        .write(move |tx| -> Result<bool, StoreError> {
            // Of two that open the same link at once, one comes in.
            let used = links::use_up(tx, &token, act.ms())?;
            if used {
                links::end(tx, &email_key, Purpose::SignIn, act.ms())?;
            }
            if used {
                storing.store(tx, &act)?;
            }
            Ok(used)
        })
        .await?;
    Ok(if entered { arrival.answer(app) } else { dead_link(&Found::Used, Purpose::SignIn) })
}

async fn look_up(app: &App, token: &str) -> Result<(Found, Option<Credentials>), StoreError> {
    find_link(app, token, Purpose::SignIn).await
}

/// Finds a link and whose it is.
pub(crate) async fn find_link(
    app: &App,
    token: &str,
    purpose: Purpose,
) -> Result<(Found, Option<Credentials>), StoreError> {
    let Some(token) = Token::parse(token) else { return Ok((Found::Unknown, None)) };
    let now = app.clock().now_ms();
    app.db()
        .read(move |tx| {
            let link = links::find(tx, &token, purpose, now)?;
            let owner = match &link {
                Found::Good(link) => credentials::by_email(tx, &link.email_key)?,
                _ => None,
            };
            Ok((link, owner))
        })
        .await
}

/// The page that says why a link serves no more, and how to get another.
pub(crate) fn dead_link(found: &Found, purpose: Purpose) -> axum::response::Response {
    let (reason, status) = match found {
        Found::Used => ("used", StatusCode::GONE),
        Found::Expired => ("expired", StatusCode::GONE),
        Found::Good(_) | Found::Unknown => ("unknown", StatusCode::NOT_FOUND),
    };
    show_as(status, DeadLinkPage { reason, for_password: purpose != Purpose::SignIn })
}
