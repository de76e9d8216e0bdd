//! `/sign-in/set-up`: staff set their second factor up the first time they sign in, or from their account.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use base::PersonId;
use ledger::Actor;
use serde::Serialize;
use store::StoreError;
use web::{App, Fault, FormErrors, Page, Raw, Reply, Visitor, Words, see_other, show, show_as};

use crate::arrival::{Arrival, Proof, home_of, return_asked, return_in, with_return};
use crate::attempts::{self, Counter, Verdict};
use crate::credentials::{self, Credentials};
use crate::second_factor::{self, Code, TotpSecret};
use crate::sign_in::wait_message;
use crate::sign_in_code::MAX_CODE;
use crate::{Act, Kind, qr};

/// The page with the secret.
#[derive(Serialize)]
struct SetUpPage {
    errors: FormErrors,
    return_to: String,
    /// The secret in groups of four.
    secret: String,
    /// The secret, signed, for the form to bring back.
    sealed: String,
    link: String,
    qr_path: String,
    qr_width: usize,
}

impl Page for SetUpPage {
    const TEMPLATE: &'static str = "people/sign_in_set_up.html";

    fn title(&self, words: &Words) -> String {
        words.t("people-set-up-title")
    }
}

/// The page with the recovery codes, shown once.
#[derive(Serialize)]
pub(crate) struct RecoveryPage {
    pub(crate) codes: Vec<String>,
    pub(crate) next: String,
}

impl Page for RecoveryPage {
    const TEMPLATE: &'static str = "people/recovery_codes.html";

    fn title(&self, words: &Words) -> String {
        words.t("people-recovery-title")
    }
}

/// Shows a new secret to somebody who gave the first proof and has no second factor yet.
pub(crate) async fn form(State(app): State<App>, visitor: Visitor) -> Reply {
    let return_to = return_asked(&visitor);
    let Some(found) = beginner(&app, &visitor).await? else {
        return Ok(elsewhere(&visitor, &return_to));
    };
    let secret = TotpSecret::random(app.rng());
    let secret = secret.ok_or_else(|| Fault::internal("no secret could be made"))?;
    answer(&app, StatusCode::OK, (&found, &secret), FormErrors::new(), return_to)
}

/// Checks the first code, keeps the secret, lets the person in and shows the recovery codes.
pub(crate) async fn submit(State(app): State<App>, visitor: Visitor, form: Raw) -> Reply {
    let return_to = return_in(&form);
    let Some(found) = beginner(&app, &visitor).await? else {
        return Ok(elsewhere(&visitor, &return_to));
    };
    let sealed = form.get("sealed").unwrap_or_default();
    let now = app.clock().now_ms();
    let Some(secret) = TotpSecret::unseal(app.signer(), sealed, found.id.0, now) else {
        return Ok(see_other(&with_return("/sign-in/set-up", &return_to)));
    };
    let words = visitor.words();
    let mut errors = FormErrors::new();
    let typed = form.line("code", MAX_CODE);
    let typed = errors.take("code", typed, &words.t("people-code-missing"), words);
    let step = match typed.as_deref().map(Code::parse) {
        Some(Some(Code::Time(digits))) => {
            let counter = Counter::code(app.signer(), found.id);
            match begin(&app, counter).await? {
                Verdict::Wait(until) => {
                    errors.add("code", wait_message(&app, words, until));
                    let status = StatusCode::TOO_MANY_REQUESTS;
                    return answer(&app, status, (&found, &secret), errors, return_to);
                }
                Verdict::Go { .. } => secret.check(&digits, now, None),
            }
        }
        _ => None,
    };
    let Some(step) = step else {
        errors.add("code", words.t("people-set-up-wrong"));
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return answer(&app, status, (&found, &secret), errors, return_to);
    };
    keep(&app, &visitor, &found, &secret, step, &return_to).await
}

/// Who is about to set a second factor up: staff who gave the first proof, or who are in without one.
async fn beginner(app: &App, visitor: &Visitor) -> Result<Option<Credentials>, StoreError> {
    let Some(person) = visitor.pending().or_else(|| visitor.person_id()) else { return Ok(None) };
    let found = app.db().read(move |tx| credentials::of(tx, person)).await?;
    let may = |found: &Credentials| found.is_open && found.kind == Kind::Staff;
    Ok(found.filter(|found| may(found) && found.totp.is_none()))
}

/// Leads whoever has nothing to set up to where they belong.
fn elsewhere(visitor: &Visitor, return_to: &str) -> Response {
    match visitor.person() {
        Some(_) => see_other(&home_of(visitor, return_to)),
        None => see_other(&with_return("/sign-in/code", return_to)),
    }
}

async fn begin(app: &App, counter: Counter) -> Result<Verdict, StoreError> {
    let now = app.clock().now_ms();
    app.db().write(move |tx| attempts::begin(tx, std::slice::from_ref(&counter), now)).await
}

fn answer(
    app: &App,
    status: StatusCode,
    (found, secret): (&Credentials, &TotpSecret),
    errors: FormErrors,
    return_to: String,
) -> Reply {
    let link = secret.link(&app.town().name, &found.email);
    let link = link.ok_or_else(|| Fault::internal("the secret has no link"))?;
    let (qr_path, qr_width) = qr::path(&link).unwrap_or_default();
    let sealed = secret.seal(app.signer(), found.id.0, app.clock().now_ms());
    let letters: Vec<char> = secret.base32().chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|four| four.iter().collect()).collect();
    let page =
        SetUpPage { errors, return_to, secret: groups.join(" "), sealed, link, qr_path, qr_width };
    Ok(if status == StatusCode::OK { show(page) } else { show_as(status, page) })
}

async fn keep(
    app: &App,
    visitor: &Visitor,
    found: &Credentials,
    secret: &TotpSecret,
    step: i64,
    return_to: &str,
) -> Reply {
    let id: PersonId = found.id;
    let codes = second_factor::recovery_codes(app.rng());
    let who = (id, Kind::Staff);
    let arrival = Arrival::done(app, visitor, who, Proof::SecondFactor, return_to);
    let act = Act::by(app, Actor::Person(id));
    let counters = [Counter::code(app.signer(), id)];
    let (storing, kept, secret) = (arrival.clone(), codes.clone(), secret.clone());
    app.db()
        .write(move |tx| -> Result<(), StoreError> {
            attempts::succeeded(tx, &counters)?;
            credentials::set_second_factor(tx, id, &secret, step, &kept, &act)?;
            storing.store(tx, &act)
        })
        .await?;
    let page: Response = show(RecoveryPage { codes, next: arrival.to().to_owned() });
    Ok(arrival.attach(app, page))
}
