//! `/sign-in/password/{token}`: setting a password by a link, for somebody who was invited or has
//! forgotten theirs.

use axum::extract::{Path, State};
use base::Token;
use ledger::Actor;
use serde::Serialize;
use store::StoreError;
use web::{App, FormErrors, Page, Raw, Reply, Visitor, Words, show, unprocessable};

use crate::Act;
use crate::arrival::{Arrival, Proof};
use crate::credentials::{self, Credentials};
use crate::links::{self, Found, Link, Purpose};
use crate::password::{self, WeakPassword};
use crate::sign_in::take_password;
use crate::sign_in_link::{dead_link, find_link};

/// The page.
#[derive(Serialize)]
struct NewPasswordPage {
    errors: FormErrors,
    name: String,
    email: String,
    min: usize,
}

impl NewPasswordPage {
    fn new(owner: &Credentials, errors: FormErrors) -> Self {
        let (name, email) = (owner.name.clone(), owner.email.clone());
        Self { errors, name, email, min: password::MIN_CHARS }
    }
}

impl Page for NewPasswordPage {
    const TEMPLATE: &'static str = "people/new_password.html";

    fn title(&self, words: &Words) -> String {
        words.t("people-new-password-title")
    }
}

/// Shows the form.
pub(crate) async fn form(State(app): State<App>, Path(token): Path<String>) -> Reply {
    match find_link(&app, &token, Purpose::Password).await? {
        (Found::Good(_), Some(owner)) if owner.is_open => {
            Ok(show(NewPasswordPage::new(&owner, FormErrors::new())))
        }
        (dead, _) => Ok(dead_link(&dead, Purpose::Password)),
    }
}

/// Sets the password, uses the link up and goes on as after signing in.
pub(crate) async fn submit(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
    form: Raw,
) -> Reply {
    let (link, owner) = match find_link(&app, &token, Purpose::Password).await? {
        (Found::Good(link), Some(owner)) if owner.is_open => (link, owner),
        (dead, _) => return Ok(dead_link(&dead, Purpose::Password)),
    };
    let mut errors = FormErrors::new();
    let about = [owner.name.as_str(), owner.email.as_str()];
    let Some(new) = take_new_password(&form, &about, &mut errors, visitor.words()) else {
        return Ok(unprocessable(NewPasswordPage::new(&owner, errors)));
    };
    let hash = password::hash(&new, app.rng()).await?;
    let Some(token) = Token::parse(&token) else {
        return Ok(dead_link(&Found::Unknown, Purpose::Password));
    };
    keep(&app, &visitor, token, (&link, &owner), hash).await
}

async fn keep(
    app: &App,
    visitor: &Visitor,
    token: Token,
    (link, owner): (&Link, &Credentials),
    hash: String,
) -> Reply {
    let arrival = Arrival::first(app, visitor, owner, Proof::Link, &link.return_to);
    let (id, act, storing) = (owner.id, Act::by(app, Actor::Person(owner.id)), arrival.clone());
    let used = app
        .db()
        .write(move |tx| -> Result<bool, StoreError> {
            let used = links::use_up(tx, &token, act.ms())?;
            if used {
                credentials::set_password(tx, id, &hash, &act)?;
                storing.store(tx, &act)?;
            }
            Ok(used)
        })
        .await?;
    Ok(if used { arrival.answer(app) } else { dead_link(&Found::Used, Purpose::Password) })
}

/// Reads a new password from the field `password`, or says why it is not good enough.
pub(crate) fn take_new_password(
    form: &Raw,
    about: &[&str],
    errors: &mut FormErrors,
    words: &Words,
) -> Option<String> {
    let new = take_password(form, "password", errors, words)?;
    let message = match password::check(&new, about) {
        Ok(()) => return Some(new),
        Err(WeakPassword::Short) => {
            let min = password::MIN_CHARS.into();
            words.with("people-password-short", &[("min", min)])
        }
        Err(WeakPassword::Long) => {
            let max = password::MAX_CHARS.into();
            words.with("people-password-long", &[("max", max)])
        }
        Err(WeakPassword::Common) => words.t("people-password-common"),
        Err(WeakPassword::Personal) => words.t("people-password-personal"),
    };
    errors.add("password", message);
    None
}
