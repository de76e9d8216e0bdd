//! `/sign-in`: e-mail address and password, the first step.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use base::contact::EmailAddress;
use base::time::MINUTE_MS;
use ledger::{Actor, Entry, Subject};
use serde::Serialize;
use store::StoreError;
use web::{
    App, Fault, FormErrors, Page, Raw, Reply, Visitor, Words, see_other, show, show_as,
    unprocessable,
};

use crate::address::Address;
use crate::arrival::{Arrival, Proof, home_of, return_asked, return_in};
use crate::attempts::{self, Counter, Verdict};
use crate::credentials::{self, Credentials};
use crate::{Act, password};

/// The longest address (RFC 5321).
pub(crate) const MAX_EMAIL: usize = 254;

/// The page.
#[derive(Default, Serialize)]
struct SignInPage {
    form: Raw,
    errors: FormErrors,
    return_to: String,
    language_form: &'static str,
}

impl SignInPage {
    fn new(form: Raw, errors: FormErrors) -> Self {
        let return_to = return_in(&form);
        Self { form, errors, return_to, language_form: "sign-in" }
    }
}

impl Page for SignInPage {
    const TEMPLATE: &'static str = "people/sign_in.html";

    fn title(&self, words: &Words) -> String {
        words.t("people-sign-in-title")
    }
}

/// Shows the form.
pub(crate) async fn form(visitor: Visitor) -> Reply {
    let return_to = return_asked(&visitor);
    if visitor.person().is_some() {
        return Ok(see_other(&home_of(&visitor, &return_to)));
    }
    let page = SignInPage { return_to, language_form: "sign-in", ..SignInPage::default() };
    Ok(show(page))
}

/// Checks the password. The same work is done and the same words are said whether there is such
/// an account or not.
pub(crate) async fn submit(
    State(app): State<App>,
    visitor: Visitor,
    address: Address,
    form: Raw,
) -> Reply {
    let words = visitor.words();
    if form.language().is_some() {
        return Ok(show(SignInPage::new(form, FormErrors::new())));
    }
    let mut errors = FormErrors::new();
    let email = take_email(&form, &mut errors, words);
    let typed = take_password(&form, "password", &mut errors, words);
    let (Some(email), Some(typed)) = (email, typed) else {
        return Ok(unprocessable(SignInPage::new(form, errors)));
    };
    let mut counters = vec![Counter::account(app.signer(), &email.key())];
    counters.extend(address.counter(app.signer()));
    let (found, verdict) = begin(&app, &email, &counters).await?;
    let last = match verdict {
        Verdict::Wait(until) => {
            errors.add("email", wait_message(&app, words, until));
            return Ok(show_as(StatusCode::TOO_MANY_REQUESTS, SignInPage::new(form, errors)));
        }
        Verdict::Go { last } => last,
    };
    let hash = found.as_ref().and_then(|found| found.password_hash.clone());
    let fits = password::verify(&typed, hash).await?;
    if let Some(credentials) = found.as_ref().filter(|found| fits && found.is_open) {
        return let_in(&app, &visitor, credentials, counters, &return_in(&form)).await;
    }
    note_failure(&app, found.as_ref(), last).await?;
    errors.add("email", words.t("people-sign-in-wrong"));
    if last {
        errors.add("password", words.t("people-sign-in-locked-now"));
    }
    Ok(unprocessable(SignInPage::new(form, errors)))
}

/// Counts the attempt and reads what is needed to judge it.
async fn begin(
    app: &App,
    email: &EmailAddress,
    counters: &[Counter],
) -> Result<(Option<Credentials>, Verdict), StoreError> {
    let (key, counters, now) = (email.key(), counters.to_vec(), app.clock().now_ms());
    app.db()
        .write(move |tx| {
            let verdict = attempts::begin(tx, &counters, now)?;
            Ok((credentials::by_email(tx, &key)?, verdict))
        })
        .await
}

async fn let_in(
    app: &App,
    visitor: &Visitor,
    credentials: &Credentials,
    counters: Vec<Counter>,
    return_to: &str,
) -> Reply {
    let arrival = Arrival::first(app, visitor, credentials, Proof::Password, return_to);
    let (act, storing) = (Act::by(app, Actor::Anybody), arrival.clone());
    app.db()
        .write(move |tx| -> Result<(), StoreError> {
            attempts::succeeded(tx, &counters)?;
            storing.store(tx, &act)
        })
        .await?;
    Ok(arrival.answer(app))
}

/// Writes into the history that signing in failed: to somebody's account, or to none (0).
async fn note_failure(
    app: &App,
    credentials: Option<&Credentials>,
    last: bool,
) -> Result<(), Fault> {
    let subject = Subject::new("person", credentials.map_or(0, |found| found.id.0));
    let verb = if last { "person.lock-out" } else { "person.fail-sign-in" };
    let act = Act::by(app, Actor::Anybody);
    let entry = Entry::new(Actor::Anybody, verb, subject);
    Ok(app.db().write(move |tx| act.record(tx, &entry)).await?)
}

/// Says how long to wait.
pub(crate) fn wait_message(app: &App, words: &Words, until: i64) -> String {
    let left = (until - app.clock().now_ms()).max(1_000);
    if left > MINUTE_MS {
        let minutes = left.div_euclid(MINUTE_MS) + i64::from(left.rem_euclid(MINUTE_MS) > 0);
        words.with("people-locked-minutes", &[("count", minutes.into())])
    } else {
        let seconds = left.div_euclid(1_000) + i64::from(left.rem_euclid(1_000) > 0);
        words.with("people-locked-seconds", &[("count", seconds.into())])
    }
}

/// Reads the e-mail address.
pub(crate) fn take_email(
    form: &Raw,
    errors: &mut FormErrors,
    words: &Words,
) -> Option<EmailAddress> {
    let line = form.line("email", MAX_EMAIL);
    let line = errors.take("email", line, &words.t("people-email-missing"), words)?;
    let email = line.parse().ok();
    if email.is_none() {
        errors.add("email", words.t("people-email-wrong"));
    }
    email
}

/// Reads a password as it was typed: spaces at its ends are part of it.
pub(crate) fn take_password(
    form: &Raw,
    field: &str,
    errors: &mut FormErrors,
    words: &Words,
) -> Option<String> {
    let typed = form.get(field).filter(|typed| !typed.is_empty());
    let fits = |typed: &&str| typed.chars().count() <= password::MAX_CHARS;
    let message = match typed {
        Some(typed) if fits(&typed) => return Some(typed.to_owned()),
        None if form.overlong(field).is_none() => words.t("people-password-missing"),
        _ => words.with("people-password-long", &[("max", password::MAX_CHARS.into())]),
    };
    errors.add(field, message);
    None
}

/// Ends the session and goes to the start page.
pub(crate) async fn sign_out(State(app): State<App>, visitor: Visitor) -> Reply {
    let leaving = visitor.clone();
    let act = Act::of(&app, &visitor);
    app.db()
        .write(move |tx| -> Result<(), StoreError> {
            web::session::end(tx, &leaving)?;
            match leaving.person_id() {
                Some(id) => {
                    let entry = Entry::new(act.actor, "person.sign-out", Subject::person(id));
                    act.record(tx, &entry)
                }
                None => Ok(()),
            }
        })
        .await?;
    let words = visitor.words();
    let flash = web::Flash::success(words.t("people-signed-out"));
    Ok(forgotten(&app, web::see_other_with("/", flash)))
}

fn forgotten(app: &App, response: Response) -> Response {
    web::session::forget(app, response)
}
