//! `/desk/letters`: letters that could not be delivered, to be sent again or thrown away.

use std::collections::HashMap;

use axum::extract::{Path, State};
use base::CaseId;
use post::{LetterSummary, Standing};
use serde::Serialize;
use store::{StoreError, Tx};
use web::{App, Page, Raw, Reply, Visitor, Words, show};

use crate::given_up::{self, Kind};

/// Dead letters on a page.
const PAGE: i64 = 50;
/// So many of the latest letters are looked through for those that will be tried again.
const LOOKED_AT: i64 = 300;

/// The page.
#[derive(Serialize)]
struct LettersPage {
    waiting: i64,
    dead_count: i64,
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

/// Shows the letters that are in trouble.
pub(crate) async fn page(State(app): State<App>, visitor: Visitor) -> Reply {
    let query = Raw::from_urlencoded(visitor.query().unwrap_or_default().as_bytes());
    let before: Option<i64> = query.and_then(|query| query.get("before")?.parse().ok());
    let page = app
        .db()
        .read(move |tx| {
            let mut dead = post::dead(tx, before, PAGE + 1)?;
            let more = i64::try_from(dead.len()).is_ok_and(|found| found > PAGE);
            dead.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
            let mut failing = post::recent(tx, None, LOOKED_AT)?;
            failing.retain(|letter| letter.state == "failed");
            let Standing { waiting, dead: dead_count } = post::standing(tx)?;
            let cases = cases(tx, dead.iter().chain(&failing))?;
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

/// The references of the letters' cases.
fn cases<'a>(
    tx: &mut Tx<'_>,
    letters: impl Iterator<Item = &'a LetterSummary>,
) -> Result<HashMap<CaseId, String>, StoreError> {
    let mut ids: Vec<i64> = letters.filter_map(|letter| Some(letter.case_id?.0)).collect();
    ids.sort_unstable();
    ids.dedup();
    let found = cases::inbox::found(tx, &ids)?;
    Ok(found.into_iter().map(|case| (case.id, case.reference.to_string())).collect())
}

fn view(letter: LetterSummary, cases: &HashMap<CaseId, String>) -> LetterView {
    LetterView {
        id: letter.id.to_string(),
        to: letter.to_address,
        subject: letter.subject,
        at: letter.created_at,
        attempts: letter.attempts,
        error: letter.last_error.unwrap_or_default(),
        case: letter.case_id.and_then(|id| cases.get(&id).cloned()),
    }
}

/// Sends a dead letter again.
pub(crate) async fn retry(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Reply {
    let told = "desk-letter-retried";
    given_up::settle(&app, &visitor, &id, (Kind::Letter, "letter.retry", told), |tx, id, ids| {
        post::retry(tx, id, ids)
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
    given_up::settle(&app, &visitor, &id, (Kind::Letter, "letter.discard", told), |tx, id, _| {
        post::discard(tx, id)
    })
    .await
}
