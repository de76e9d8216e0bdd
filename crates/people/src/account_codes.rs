//! `/account/recovery-codes`: new recovery codes in place of the old ones.

use axum::extract::State;
use axum::http::StatusCode;
use base::PersonId;
use ledger::{Entry, Subject};
use serde::Serialize;
use store::StoreError;
use web::{
    App, FormErrors, Page, Raw, Reply, Visitor, Words, see_other, show, show_as, unprocessable,
};

use crate::attempts::{self, Counter, Verdict};
use crate::second_factor::{self, Code};
use crate::sign_in::wait_message;
use crate::sign_in_code::MAX_CODE;
use crate::sign_in_set_up::RecoveryPage;
use crate::{Act, credentials};

/// The page that asks for a code from the app: an open browser alone must not be enough.
#[derive(Default, Serialize)]
struct CodesPage {
    errors: FormErrors,
}

impl Page for CodesPage {
    const TEMPLATE: &'static str = "people/account_codes.html";

    fn title(&self, words: &Words) -> String {
        words.t("people-new-codes-title")
    }
}

/// Shows the form.
pub(crate) async fn form() -> Reply {
    Ok(show(CodesPage::default()))
}

/// What became of a code.
enum Outcome {
    Right,
    Wrong,
    Wait(i64),
    Gone,
}

/// Checks the code and shows new recovery codes, once.
pub(crate) async fn submit(State(app): State<App>, visitor: Visitor, form: Raw) -> Reply {
    let id = visitor.require_person()?.id;
    let words = visitor.words();
    let mut errors = FormErrors::new();
    let typed = form.line("code", MAX_CODE);
    let typed = errors.take("code", typed, &words.t("people-code-missing"), words);
    let Some(typed) = typed else { return Ok(unprocessable(CodesPage { errors })) };
    let Some(code) = Code::parse(&typed) else {
        errors.add("code", words.t("people-code-shape"));
        return Ok(unprocessable(CodesPage { errors }));
    };
    let codes = second_factor::recovery_codes(app.rng());
    match replace(&app, &visitor, id, code, codes.clone()).await? {
        Outcome::Right => Ok(show(RecoveryPage { codes, next: "/account".to_owned() })),
        Outcome::Gone => Ok(see_other("/account")),
        Outcome::Wait(until) => {
            errors.add("code", wait_message(&app, words, until));
            Ok(show_as(StatusCode::TOO_MANY_REQUESTS, CodesPage { errors }))
        }
        Outcome::Wrong => {
            errors.add("code", words.t("people-code-wrong"));
            Ok(unprocessable(CodesPage { errors }))
        }
    }
}

async fn replace(
    app: &App,
    visitor: &Visitor,
    id: PersonId,
    code: Code,
    codes: Vec<String>,
) -> Result<Outcome, StoreError> {
    let act = Act::of(app, visitor);
    let counters = [Counter::code(app.signer(), id)];
    app.db()
        .write(move |tx| {
            let found = credentials::of(tx, id)?.filter(|found| found.totp.is_some());
            let Some(found) = found else { return Ok(Outcome::Gone) };
            if let Verdict::Wait(until) = attempts::begin(tx, &counters, act.ms())? {
                return Ok(Outcome::Wait(until));
            }
            if !credentials::use_code(tx, &found, &code, &act)? {
                let entry = Entry::new(act.actor, "person.fail-second-factor", Subject::person(id));
                act.record(tx, &entry)?;
                return Ok(Outcome::Wrong);
            }
            attempts::succeeded(tx, &counters)?;
            credentials::replace_recovery_codes(tx, id, &codes)?;
            let entry = Entry::new(act.actor, "person.renew-recovery-codes", Subject::person(id));
            act.record(tx, &entry)?;
            Ok(Outcome::Right)
        })
        .await
}
