//! What stands beside a case in crates above this one, such as its appointment: how it ends with the case, how
//! it is written into the history, and how its news reach the requester.

use base::CaseId;
use post::Letter;
use serde_json::Value;
use store::Tx;

use crate::answers;
use crate::case::{By, Case};
use crate::events::{Audience, EventKind, NewEvent};
use crate::letters::is_a_name;
use crate::links;
use crate::office::Office;
use crate::refusal::CaseError;

/// What the program's crates do when a case ends or is erased; none where the app knows of none.
#[derive(Clone, Copy, Debug)]
pub struct Beside {
    /// A case was closed, taken back or found to repeat another.
    pub ended: fn(&mut Tx<'_>, &Office, &Case, By) -> Result<(), CaseError>,
    /// The personal data of a case is being erased.
    pub erased: fn(&mut Tx<'_>, CaseId) -> Result<(), CaseError>,
}

/// Ends what stands beside a case that has ended.
pub(crate) fn ended(
    tx: &mut Tx<'_>,
    office: &Office,
    case: &Case,
    by: By,
) -> Result<(), CaseError> {
    match office.app().try_get::<Beside>() {
        Some(beside) => (beside.ended)(tx, office, case, by),
        None => Ok(()),
    }
}

/// Erases what is personal beside a case.
pub(crate) fn erased(tx: &mut Tx<'_>, office: &Office, case: CaseId) -> Result<(), CaseError> {
    match office.app().try_get::<Beside>() {
        Some(beside) => (beside.erased)(tx, case),
        None => Ok(()),
    }
}

/// Something that happened beside a case.
#[derive(Clone, Debug)]
pub struct Happening {
    /// The verb of the ledger's entry.
    pub verb: &'static str,
    /// What, in the history.
    pub kind: EventKind,
    /// Who did it.
    pub by: By,
    /// What somebody wrote, for the parties; or nothing.
    pub text: String,
    /// The facts; nothing that tells who somebody is.
    pub detail: Value,
}

/// Writes what happened into the history of the case, for its parties, and into the ledger.
pub fn record(
    tx: &mut Tx<'_>,
    office: &Office,
    case: &Case,
    happening: Happening,
) -> Result<(), CaseError> {
    let event = NewEvent {
        kind: happening.kind,
        by: happening.by,
        audience: Audience::Parties,
        state: None,
        text: &happening.text,
        detail: happening.detail,
    };
    office.record(tx, case, happening.verb, &event)
}

/// A letter of another crate to the requester of a case, in their language.
#[derive(Clone, Debug)]
pub struct News {
    /// The subject.
    pub subject: String,
    /// What it says, between the greeting and the link to the case.
    pub paragraphs: Vec<String>,
    /// What it carries for a calendar.
    pub calendar: Option<String>,
    /// Whether it is the first of its matter: anybody can type anybody's address, which gets only so many of those.
    pub first: bool,
}

/// Queues a letter to the requester, if they left an address; tells whether.
pub fn tell(tx: &mut Tx<'_>, office: &Office, case: &Case, news: News) -> Result<bool, CaseError> {
    let told = answers::of_case(tx, case.id)?;
    let Some(email) = told.email() else { return Ok(false) };
    if news.first && !answers::is_confirmed(tx, &told, office.now())? {
        return Ok(false);
    }
    let (app, words) = (office.app(), office.app().words(case.locale));
    let name = told.contact.name.as_str();
    let greeting = if is_a_name(name) {
        words.with("letter-greeting", &[("name", name.to_owned().into())])
    } else {
        words.t("letter-greeting-nobody")
    };
    let link = format!("{}\n{}", words.t("letter-link"), links::track(office, case.id));
    let town = app.town();
    let of_town = [("town", town.name.clone().into()), ("phone", town.phone.clone().into())];
    let signature = words.with("letter-signature", &of_town);
    let all: Vec<String> =
        [vec![greeting], news.paragraphs, vec![link, signature]].into_iter().flatten().collect();
    let mut letter = Letter::new(email, case.locale, &news.subject, &all.join("\n\n"));
    letter = letter.case(case.id);
    if let Some(calendar) = news.calendar {
        letter = letter.calendar(calendar);
    }
    post::queue(tx, &letter, office.now(), app.ids())?;
    Ok(true)
}
