//! `/apply/{draft}/save` and `/return/{token}`: a form is put aside and gone on with later, also on another
//! device, by a link in a letter.

use axum::extract::{Path, State};
use base::contact::EmailAddress;
use base::time::{DAY_MS, from_ms};
use ledger::{Actor, Entry, Subject};
use post::Letter;
use serde::Serialize;
use services::Catalogue;
use store::{StoreError, Tx};
use web::{
    App, Flash, FormErrors, Page, Raw, Reply, Visitor, Words, see_other, see_other_with, show,
    unprocessable,
};

use crate::draft::{self, Draft, Opened};
use crate::drafts;
use crate::query;

/// What the link is signed for.
const RETURN: &str = "return";
/// Letters with a link to one form: who mistypes an address twice gets it right the third time.
const MOST_LETTERS: i64 = 3;

/// What a link to a saved draft names. Only that of the newest letter serves: a mistyped address holds
/// nothing once the right one has been written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Saved {
    pub draft: i64,
    pub letter: i64,
}

#[derive(Serialize)]
struct SavePage {
    service: String,
    action: String,
    back: String,
    days: u32,
    email: String,
    errors: FormErrors,
}

impl Page for SavePage {
    const TEMPLATE: &'static str = "counter/save.html";

    fn title(&self, words: &Words) -> String {
        format!("{}: {}", words.t("counter-save-title"), self.service)
    }
}

/// Whether a form can be saved: residents' own, which no case knows yet.
pub(crate) fn is_offered(opened: &Opened) -> bool {
    let draft = &opened.draft;
    let own = draft.clerk.is_none() && draft.corrects.is_none() && draft.case.is_none();
    own && !opened.service.is_practice() && opened.service.definition.save_days() > 0
}

/// Asks for the address.
pub(crate) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Reply {
    let Some(opened) = draft::open(&app, &visitor, &id).await? else { return Ok(draft::lost()) };
    if !is_offered(&opened) {
        return Ok(see_other(&opened.onward()));
    }
    Ok(show(view(&opened, &visitor, known(&opened))))
}

/// The address that the form has already.
fn known(opened: &Opened) -> String {
    let question = opened.service.form().contact_question();
    let contact = question.and_then(|question| opened.draft.answers.contact(&question.id));
    contact.map(|contact| contact.email).unwrap_or_default()
}

fn view(opened: &Opened, visitor: &Visitor, email: String) -> SavePage {
    SavePage {
        service: opened.service.name(visitor.locale()).to_owned(),
        action: opened.draft.at("save"),
        back: format!("/apply/{}", opened.draft.id),
        days: opened.service.definition.save_days(),
        email,
        errors: FormErrors::new(),
    }
}

/// Keeps the form and sends the link.
pub(crate) async fn save(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: Raw,
) -> Reply {
    let Some(opened) = draft::open(&app, &visitor, &id).await? else { return Ok(draft::lost()) };
    if !is_offered(&opened) {
        return Ok(see_other(&opened.onward()));
    }
    let words = visitor.words();
    let page = view(&opened, &visitor, query::shown(&form, "email"));
    if query::comes_again(&form, &visitor) {
        return Ok(query::again(&visitor, page));
    }
    let mut errors = FormErrors::new();
    let missing = words.t("counter-save-email-missing");
    let Some(email) = query::email(&form, Some(&missing), &mut errors, words) else {
        return Ok(unprocessable(SavePage { errors, ..page }));
    };
    let days = i64::from(opened.service.definition.save_days());
    let until = app.clock().now_ms() + days * DAY_MS;
    let (id, service) = (opened.draft.id, opened.service.name(visitor.locale()).to_owned());
    let (own, writer, to) = (app.clone(), visitor.clone(), email.clone());
    let send = move |tx: &mut Tx<'_>| -> Result<bool, StoreError> {
        let Some(number) = drafts::keep(tx, id, until, MOST_LETTERS)? else { return Ok(false) };
        let link = Saved { draft: id, letter: number };
        queue(tx, &own, link, &letter(&own, &writer, &service, &to, (link, until)))?;
        Ok(true)
    };
    let kept = app.db().write(send).await?;
    if !kept {
        errors.add("email", words.with("counter-save-enough", &[("count", MOST_LETTERS.into())]));
        return Ok(unprocessable(SavePage { errors, ..page }));
    }
    let told = [("email", email.to_string().into()), ("day", day(&app, &visitor, until).into())];
    let said = Flash::success(words.with("counter-save-done", &told));
    Ok(see_other_with(&format!("/services/{}", opened.service.id()), said))
}

fn letter(
    app: &App,
    visitor: &Visitor,
    service: &str,
    email: &EmailAddress,
    (link, until): (Saved, i64),
) -> Letter {
    let (words, locale) = (visitor.words(), visitor.locale());
    let token = app.signer().sign(RETURN, &format!("{}.{}", link.draft, link.letter));
    let subject = words.with("counter-save-subject", &[("service", service.to_owned().into())]);
    let named = [
        ("service", service.to_owned().into()),
        ("link", format!("{}/return/{token}", app.town().base_url).into()),
        ("day", day(app, visitor, until).into()),
        ("town", app.town().name.clone().into()),
    ];
    let letter =
        Letter::new(email.clone(), locale, &subject, &words.with("counter-save-text", &named));
    // Once the link has run out the letter serves nobody.
    letter.until(from_ms(until))
}

fn day(app: &App, visitor: &Visitor, until: i64) -> String {
    let dates = app.dates(visitor.locale());
    dates.day(dates.local(from_ms(until)).date())
}

fn queue(tx: &mut Tx<'_>, app: &App, link: Saved, letter: &Letter) -> Result<(), StoreError> {
    let now = app.clock().now();
    post::queue(tx, letter, now, app.ids())?;
    let entry = Entry::new(Actor::Anybody, "draft.send-link", Subject::new("draft", link.draft));
    ledger::append(tx, &entry, now, app.ids(), app.rng())?;
    Ok(())
}

#[derive(Serialize)]
struct ReturnPage {
    service: String,
    action: String,
}

impl Page for ReturnPage {
    const TEMPLATE: &'static str = "counter/return.html";

    fn title(&self, words: &Words) -> String {
        format!("{}: {}", words.t("counter-return-title"), self.service)
    }
}

/// Shows what the link leads to. Programs that look at letters open links as well, so that going on is a
/// button.
pub(crate) async fn back(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Reply {
    let Some(link) = signed(&app, &token) else { return Ok(draft::lost()) };
    let (catalogue, now) = (app.get::<Catalogue>(), app.clock().now_ms());
    let found = app.db().read(move |tx| -> Result<_, StoreError> {
        let Some(draft) = drafts::saved(tx, link, now)? else { return Ok(None) };
        draft::service_of(tx, &catalogue, &draft)
    });
    let Some(service) = found.await? else { return Ok(draft::lost()) };
    let service = service.name(visitor.locale()).to_owned();
    Ok(show(ReturnPage { service, action: format!("/return/{token}") }))
}

/// Gives the form to this browser and goes on with it.
pub(crate) async fn go_on(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Reply {
    let Some(link) = signed(&app, &token) else { return Ok(draft::lost()) };
    let (owner, now) = (visitor.draft_key(), app.clock().now_ms());
    let take = move |tx: &mut Tx<'_>| -> Result<Option<Draft>, StoreError> {
        if !drafts::take(tx, link, &owner, now)? {
            return Ok(None);
        }
        drafts::saved(tx, link, now)
    };
    let Some(draft) = app.db().write(take).await? else { return Ok(draft::lost()) };
    Ok(see_other(&format!("/apply/{}", draft.id)))
}

fn signed(app: &App, token: &str) -> Option<Saved> {
    let text = app.signer().verify(RETURN, token)?;
    let (draft, letter) = text.split_once('.')?;
    Some(Saved { draft: draft.parse().ok()?, letter: letter.parse().ok()? })
}
