//! `/track`: who has lost the personal link gets it again by letter.
//!
//! A reference is not secret: it stands on the public map. So neither it nor an e-mail address shows
//! anything here, and the answer does not tell whether the two belong together: that would tell a
//! neighbour who reported something.

use axum::extract::State;
use base::Reference;
use base::contact::EmailAddress;
use base::time::{HOUR_MS, to_ms};
use cases::{CaseError, Office, links};
use ledger::{Actor, Entry, Subject};
use post::Letter;
use serde::Serialize;
use store::{Tx, params};
use web::{App, FormErrors, Page, Raw, Reply, Visitor, Words, see_other, show, unprocessable};

use crate::query;

/// The longest typed reference with spaces and dashes.
const MAX_REFERENCE: usize = 40;
/// Letters with a link to one case in an hour.
const MOST_LETTERS: i64 = 3;

store::statements! {
    ASKED: Query<i64> = "INSERT INTO link_requests (case_id, asked, forget_at) VALUES ($1, 1, $3)
        ON CONFLICT (case_id) DO UPDATE SET
            asked = CASE WHEN link_requests.forget_at <= $2 THEN 1 ELSE link_requests.asked + 1 END,
            forget_at = CASE WHEN link_requests.forget_at <= $2 THEN $3 ELSE link_requests.forget_at END
        RETURNING asked";
    FORGET: Statement = "DELETE FROM link_requests WHERE forget_at <= $1";
}

#[derive(Default, Serialize)]
struct TrackPage {
    form: Raw,
    errors: FormErrors,
    language_form: &'static str,
}

impl Page for TrackPage {
    const TEMPLATE: &'static str = "counter/track.html";

    fn title(&self, words: &Words) -> String {
        words.t("counter-track-title")
    }
}

/// Asks for the reference and the address.
pub(crate) async fn form(visitor: Visitor) -> Reply {
    let asked = query::fields(&visitor);
    let known = asked.get("reference").and_then(|text| text.parse::<Reference>().ok());
    let form = known.map_or_else(Raw::default, |one| Raw::of([("reference", one.to_string())]));
    Ok(show(TrackPage { form, language_form: "track", ..TrackPage::default() }))
}

/// Sends the letter if the two belong together.
pub(crate) async fn submit(State(app): State<App>, visitor: Visitor, form: Raw) -> Reply {
    let words = visitor.words();
    let again = |form, errors| TrackPage { form, errors, language_form: "track" };
    if query::comes_again(&form, &visitor) {
        return Ok(query::again(&visitor, again(form, FormErrors::new())));
    }
    let mut errors = FormErrors::new();
    let missing = words.t("counter-track-reference-missing");
    let typed = form.line("reference", MAX_REFERENCE);
    let typed = errors.take("reference", typed, &missing, words);
    let reference = typed.and_then(|text| match text.parse::<Reference>() {
        Ok(reference) => Some(reference),
        Err(error) => {
            errors.add("reference", wrong(&error, words));
            None
        }
    });
    let missing = words.t("counter-track-email-missing");
    let email = query::email(&form, Some(&missing), &mut errors, words);
    let (Some(reference), Some(email)) = (reference, email) else {
        return Ok(unprocessable(again(form, errors)));
    };
    let office = Office::of(&app);
    app.db().write(move |tx| send_link(tx, &office, reference, &email)).await?;
    Ok(see_other("/track/sent"))
}

fn wrong(error: &base::ReferenceError, words: &Words) -> String {
    match error {
        base::ReferenceError::Length => words.t("counter-track-reference-length"),
        base::ReferenceError::Character(c) => {
            words.with("counter-track-reference-character", &[("character", c.to_string().into())])
        }
        base::ReferenceError::Check => words.t("counter-track-reference-check"),
    }
}

fn send_link(
    tx: &mut Tx<'_>,
    office: &Office,
    reference: Reference,
    email: &EmailAddress,
) -> Result<(), CaseError> {
    let Some(case) = cases::cases::by_reference(tx, reference)? else {
        // Who has not paid so far knows only the number of the payment.
        payments::send_link(tx, office, reference, email)?;
        return Ok(());
    };
    let told = cases::answers::of_case(tx, case.id)?;
    let theirs = told.email().is_some_and(|known| known.key() == email.key());
    let (app, now) = (office.app(), office.now());
    if !theirs || !case.link_lives(now) {
        return Ok(());
    }
    let now_ms = to_ms(now);
    tx.run(&FORGET, params![now_ms])?;
    let asked = tx.one(&ASKED, params![case.id, now_ms, now_ms + HOUR_MS])?.unwrap_or(1);
    if asked > MOST_LETTERS {
        return Ok(());
    }
    let words = app.words(case.locale);
    let named = [("reference", case.reference.to_string().into())];
    let subject = words.with("counter-link-subject", &named);
    let named = [
        ("reference", case.reference.to_string().into()),
        ("link", links::track(office, case.id).into()),
        ("town", app.town().name.clone().into()),
        ("phone", app.town().phone.clone().into()),
    ];
    let text = words.with("counter-link-text", &named);
    let letter = Letter::new(email.clone(), case.locale, &subject, &text).case(case.id);
    post::queue(tx, &letter, now, app.ids())?;
    let entry = Entry::new(Actor::Anybody, "case.ask-for-link", Subject::case(case.id));
    ledger::append(tx, &entry, now, app.ids(), app.rng())?;
    Ok(())
}

#[derive(Serialize)]
struct SentPage {}

impl Page for SentPage {
    const TEMPLATE: &'static str = "counter/track_sent.html";

    fn title(&self, words: &Words) -> String {
        words.t("counter-track-sent-title")
    }
}

/// Says where to look for the letter.
pub(crate) async fn sent() -> Reply {
    Ok(show(SentPage {}))
}
