//! `/account/password`: changing one's own password.

use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use store::StoreError;
use web::session::{NewSession, Step};
use web::{
    App, Fault, Flash, FormErrors, Page, Raw, Reply, Visitor, Words, see_other_with, show, show_as,
    unprocessable,
};

use crate::attempts::{self, Counter, Verdict};
use crate::credentials::{self, Credentials};
use crate::new_password::take_new_password;
use crate::sign_in::{take_password, wait_message};
use crate::{Act, password};

/// The page.
#[derive(Serialize)]
struct PasswordPage {
    errors: FormErrors,
    email: String,
    has_password: bool,
    min: usize,
}

impl PasswordPage {
    fn new(own: &Credentials, errors: FormErrors) -> Self {
        let has_password = own.password_hash.is_some();
        Self { errors, email: own.email.clone(), has_password, min: password::MIN_CHARS }
    }
}

impl Page for PasswordPage {
    const TEMPLATE: &'static str = "people/account_password.html";

    fn title(&self, words: &Words) -> String {
        words.t(if self.has_password { "people-change-password" } else { "people-set-password" })
    }
}

/// Shows the form.
pub(crate) async fn form(State(app): State<App>, visitor: Visitor) -> Reply {
    let own = own(&app, &visitor).await?;
    Ok(show(PasswordPage::new(&own, FormErrors::new())))
}

/// Changes the password; all other sessions end, this one gets a new token.
pub(crate) async fn submit(State(app): State<App>, visitor: Visitor, form: Raw) -> Reply {
    let own = own(&app, &visitor).await?;
    let words = visitor.words();
    let mut errors = FormErrors::new();
    if own.password_hash.is_some()
        && let Err(status) = check_current(&app, &own, &form, &mut errors, words).await?
    {
        return Ok(show_as(status, PasswordPage::new(&own, errors)));
    }
    let about = [own.name.as_str(), own.email.as_str()];
    let Some(new) = take_new_password(&form, &about, &mut errors, words) else {
        return Ok(unprocessable(PasswordPage::new(&own, errors)));
    };
    let hash = password::hash(&new, app.rng()).await?;
    let session = NewSession::new(&app, &visitor, own.id, Step::Done);
    let (id, act, storing) = (own.id, Act::of(&app, &visitor), session.clone());
    app.db()
        .write(move |tx| -> Result<(), StoreError> {
            credentials::set_password(tx, id, &hash, &act)?;
            storing.store(tx)
        })
        .await?;
    let flash = Flash::success(words.t("people-password-saved"));
    Ok(session.attach(&app, see_other_with("/account", flash)))
}

/// Checks the present password, counted like signing in; the status of the answer when it is wrong.
async fn check_current(
    app: &App,
    own: &Credentials,
    form: &Raw,
    errors: &mut FormErrors,
    words: &Words,
) -> Result<Result<(), StatusCode>, Fault> {
    let Some(typed) = take_password(form, "current", errors, words) else {
        return Ok(Err(StatusCode::UNPROCESSABLE_ENTITY));
    };
    let counter = [Counter::account(app.signer(), &own.email.to_lowercase())];
    let (begun, now) = (counter.clone(), app.clock().now_ms());
    let verdict = app.db().write(move |tx| attempts::begin(tx, &begun, now)).await?;
    if let Verdict::Wait(until) = verdict {
        errors.add("current", wait_message(app, words, until));
        return Ok(Err(StatusCode::TOO_MANY_REQUESTS));
    }
    if !password::verify(&typed, own.password_hash.clone()).await? {
        errors.add("current", words.t("people-password-wrong"));
        return Ok(Err(StatusCode::UNPROCESSABLE_ENTITY));
    }
    app.db().write(move |tx| attempts::succeeded(tx, &counter)).await?;
    Ok(Ok(()))
}

async fn own(app: &App, visitor: &Visitor) -> Result<Credentials, Fault> {
    let id = visitor.require_person()?.id;
    app.db().read(move |tx| credentials::of(tx, id)).await?.ok_or(Fault::SignIn)
}
