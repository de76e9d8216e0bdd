//! `/sign-in/code`: the second step, a code from the app on one's telephone or a recovery code.

use axum::extract::State;
use axum::http::StatusCode;
use base::PersonId;
use ledger::{Actor, Entry, Subject};
use serde::Serialize;
use store::StoreError;
use web::{
    App, FormErrors, Page, Raw, Reply, Visitor, Words, see_other, show, show_as, unprocessable,
};

use crate::address::Address;
use crate::arrival::{Arrival, Proof, home_of, return_asked, return_in, with_return};
use crate::attempts::{self, Counter, Verdict};
use crate::credentials;
use crate::second_factor::Code;
use crate::sign_in::wait_message;
use crate::{Act, Kind};

/// Longer than any code with its spaces and dashes.
pub(crate) const MAX_CODE: usize = 40;

/// The page.
#[derive(Default, Serialize)]
struct CodePage {
    errors: FormErrors,
    return_to: String,
}

impl Page for CodePage {
    const TEMPLATE: &'static str = "people/sign_in_code.html";

    fn title(&self, words: &Words) -> String {
        words.t("people-code-title")
    }
}

/// Shows the form to somebody who gave the first proof.
pub(crate) async fn form(visitor: Visitor) -> Reply {
    let return_to = return_asked(&visitor);
    if visitor.person().is_some() {
        return Ok(see_other(&home_of(&visitor, &return_to)));
    }
    if visitor.pending().is_none() {
        return Ok(see_other(&with_return("/sign-in", &return_to)));
    }
    Ok(show(CodePage { return_to, ..CodePage::default() }))
}

/// What became of a code.
enum Outcome {
    In(Kind),
    Wrong,
    Wait(i64),
    Gone,
}

/// Checks the code and lets the person in, with a new session.
pub(crate) async fn submit(
    State(app): State<App>,
    visitor: Visitor,
    address: Address,
    form: Raw,
) -> Reply {
    let return_to = return_in(&form);
    let Some(person) = visitor.pending() else {
        return Ok(see_other(&with_return("/sign-in", &return_to)));
    };
    let words = visitor.words();
    let mut errors = FormErrors::new();
    let typed = form.line("code", MAX_CODE);
    let typed = errors.take("code", typed, &words.t("people-code-missing"), words);
    let Some(typed) = typed else { return Ok(unprocessable(CodePage { errors, return_to })) };
    let Some(code) = Code::parse(&typed) else {
        errors.add("code", words.t("people-code-shape"));
        return Ok(unprocessable(CodePage { errors, return_to }));
    };
    let mut counters = vec![Counter::code(app.signer(), person)];
    counters.extend(address.counter(app.signer()));
    let staff =
        Arrival::done(&app, &visitor, (person, Kind::Staff), Proof::SecondFactor, &return_to);
    let other =
        Arrival::done(&app, &visitor, (person, Kind::Resident), Proof::SecondFactor, &return_to);
    let both = [staff.clone(), other.clone()];
    match check(&app, person, code, counters, both).await? {
        Outcome::In(Kind::Staff) => Ok(staff.answer(&app)),
        Outcome::In(Kind::Resident) => Ok(other.answer(&app)),
        Outcome::Gone => Ok(see_other(&with_return("/sign-in", &return_to))),
        Outcome::Wait(until) => {
            errors.add("code", wait_message(&app, words, until));
            Ok(show_as(StatusCode::TOO_MANY_REQUESTS, CodePage { errors, return_to }))
        }
        Outcome::Wrong => {
            errors.add("code", words.t("people-code-wrong"));
            Ok(unprocessable(CodePage { errors, return_to }))
        }
    }
}

/// Counts the attempt, uses the code up and stores the session, all in one transaction.
async fn check(
    app: &App,
    person: PersonId,
    code: Code,
    counters: Vec<Counter>,
    [staff, other]: [Arrival; 2],
) -> Result<Outcome, StoreError> {
    let act = Act::by(app, Actor::Person(person));
    app.db()
        .write(move |tx| {
            let found = credentials::of(tx, person)?.filter(|found| found.is_open);
            let Some(found) = found else { return Ok(Outcome::Gone) };
            if let Verdict::Wait(until) = attempts::begin(tx, &counters, act.ms())? {
                return Ok(Outcome::Wait(until));
            }
            if !credentials::use_code(tx, &found, &code, &act)? {
                let subject = Subject::person(person);
                act.record(tx, &Entry::new(act.actor, "person.fail-second-factor", subject))?;
                return Ok(Outcome::Wrong);
            }
            attempts::succeeded(tx, &counters)?;
            let arrival = if found.kind == Kind::Staff { &staff } else { &other };
            arrival.store(tx, &act)?;
            Ok(Outcome::In(found.kind))
        })
        .await
}
