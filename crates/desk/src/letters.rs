//! `/desk/letters`: letters that could not be delivered, to be sent again or thrown away.

use std::collections::HashMap;

use axum::extract::{Path, State};
use base::CaseId;
use base::contact::EmailAddress;
use cases::Case;
use post::{LetterSummary, Standing};
use serde::Serialize;
use store::{StoreError, Tx};
use web::{App, Flash, Page, Raw, Reply, Role, Visitor, Words, see_other_with, show};

use crate::colleagues::Colleagues;
use crate::desk::Desk;
use crate::given_up::{self, Kind};
use crate::rights::Need;

/// Dead letters on a page.
const PAGE: usize = 50;
/// So many dead letters are looked through for those of one's teams; more of them are one big failure.
const DEAD: i64 = 500;
/// The longest address (RFC 5321).
const MAX_EMAIL: usize = 254;
/// So many of the latest letters are looked through for those that will be tried again.
const LOOKED_AT: i64 = 300;

/// The page.
#[derive(Serialize)]
struct LettersPage {
    waiting: i64,
    dead_count: usize,
    dead: Vec<LetterView>,
    failing: Vec<LetterView>,
    older: Option<String>,
}

/// A letter.
#[derive(Serialize)]
struct LetterView {
    id: String,
    to: String,
    subject: String,
    at: i64,
    attempts: i64,
    error: String,
    case: Option<String>,
}

impl Page for LettersPage {
    const TEMPLATE: &'static str = "desk/letters.html";

    fn title(&self, words: &Words) -> String {
        words.t("desk-letters-title")
    }
}

/// Shows the letters that are in trouble: those about the cases of one's teams, and to administrators those
/// about none, which hold links to accounts.
pub(crate) async fn page(State(app): State<App>, visitor: Visitor) -> Reply {
    let desk = Desk::of(&app, &visitor)?;
    let query = Raw::from_urlencoded(visitor.query().unwrap_or_default().as_bytes());
    let before: Option<i64> = query.and_then(|query| query.get("before")?.parse().ok());
    let page = app
        .db()
        .read(move |tx| {
            let mut dead = post::dead(tx, None, DEAD)?;
            let mut failing = post::recent(tx, None, LOOKED_AT)?;
            failing.retain(|letter| letter.state == "failed");
            let Standing { waiting, .. } = post::standing(tx)?;
            let colleagues = Colleagues::read(tx)?;
            let cases = cases(tx, dead.iter().chain(&failing))?;
            let ours = |letter: &LetterSummary| {
                is_ours(&desk, &colleagues, letter.case_id.and_then(|id| cases.get(&id)))
            };
            dead.retain(ours);
            failing.retain(ours);
            let dead_count = dead.len();
            dead.retain(|letter| before.is_none_or(|before| letter.id < before));
            let more = dead.len() > PAGE;
            dead.truncate(PAGE);
            let last = dead.last().filter(|_| more).map(|letter| letter.id);
            let view = |letter: LetterSummary| view(letter, &cases);
            Ok::<_, StoreError>(LettersPage {
                waiting,
                dead_count,
                older: last.map(|id| format!("/desk/letters?before={id}")),
                dead: dead.into_iter().map(view).collect(),
                failing: failing.into_iter().map(view).collect(),
            })
        })
        .await?;
    Ok(show(page))
}

/// Whether a letter about this case, or about none, is for the colleague to care for.
fn is_ours(desk: &Desk, colleagues: &Colleagues, case: Option<&Case>) -> bool {
    match case {
        Some(case) => desk.rights(case, colleagues).allow(Need::Assign),
        None => desk.person.has(Role::Administrator),
    }
}

/// Whether a letter is for the colleague to care for.
fn may(tx: &mut Tx<'_>, desk: &Desk, letter: i64) -> Result<bool, StoreError> {
    let Some(letter) = post::letter(tx, letter)? else { return Ok(false) };
    let case = match letter.case_id {
        Some(id) => cases::cases::by_id(tx, id)?,
        None => None,
    };
    Ok(is_ours(desk, &Colleagues::read(tx)?, case.as_ref()))
}

/// The letters' cases.
fn cases<'a>(
    tx: &mut Tx<'_>,
    letters: impl Iterator<Item = &'a LetterSummary>,
) -> Result<HashMap<CaseId, Case>, StoreError> {
    let mut ids: Vec<i64> = letters.filter_map(|letter| Some(letter.case_id?.0)).collect();
    ids.sort_unstable();
    ids.dedup();
    let found = cases::inbox::found(tx, &ids)?;
    Ok(found.into_iter().map(|case| (case.id, case)).collect())
}

fn view(letter: LetterSummary, cases: &HashMap<CaseId, Case>) -> LetterView {
    LetterView {
        id: letter.id.to_string(),
        to: letter.to_address,
        subject: letter.subject,
        at: letter.created_at,
        attempts: letter.attempts,
        error: letter.last_error.unwrap_or_default(),
        case: letter.case_id.and_then(|id| Some(cases.get(&id)?.reference.to_string())),
    }
}

/// Sends a dead letter again.
pub(crate) async fn retry(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Reply {
    let told = "desk-letter-retried";
    given_up::settle(&app, &visitor, &id, (Kind::Letter, "letter.retry", told), |tx, desk, id| {
        Ok(may(tx, desk, id)? && post::retry(tx, id, desk.app().ids())?)
    })
    .await
}

/// Corrects the address of a dead letter about a case and sends it again.
pub(crate) async fn readdress(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: Raw,
) -> Reply {
    let typed = form.line("email", MAX_EMAIL).ok();
    let Some(email) = typed.and_then(|typed| typed.parse::<EmailAddress>().ok()) else {
        let why = Flash::notice(visitor.words().t("desk-letter-address-wrong"));
        return Ok(see_other_with("/desk/letters", why));
    };
    let what = (Kind::Letter, "letter.readdress", "desk-letter-retried");
    let told = Some(("email", email.as_str().to_owned()));
    given_up::settle_with(&app, &visitor, &id, what, told, move |tx, desk, id| {
        // A link to an account goes to its own address or nowhere.
        let about_case = post::letter(tx, id)?.is_some_and(|letter| letter.case_id.is_some());
        Ok(about_case && may(tx, desk, id)? && post::readdress(tx, id, &email, desk.app().ids())?)
    })
    .await
}

/// Throws a dead letter away.
pub(crate) async fn discard(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Reply {
    let told = "desk-letter-discarded";
    given_up::settle(&app, &visitor, &id, (Kind::Letter, "letter.discard", told), |tx, desk, id| {
        Ok(may(tx, desk, id)? && post::discard(tx, id)?)
    })
    .await
}
