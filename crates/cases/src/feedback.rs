//! The resident says how it went; "this is not solved" reaches the team and opens the case again.

use base::CaseId;
use base::time::to_ms;
use serde_json::json;
use store::{StoreError, Tx, params};

use crate::case::{By, Case};
use crate::events::{Audience, EventKind, NewEvent};
use crate::letters::{self, Notice};
use crate::moves;
use crate::office::{Acting, Office};
use crate::refusal::{CaseError, Refusal};
use crate::{answers, reminders};

store::row! {
    /// What a resident said about a closed case.
    pub struct FeedbackRow { pub at: i64, pub solved: bool, pub rating: Option<i64>, pub text: String }
}

store::statements! {
    SAVE: Statement = "INSERT INTO case_feedback (case_id, at, solved, rating, text) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (case_id) DO UPDATE SET at = $2, solved = $3, rating = $4, text = $5";
    OF_CASE: Query<FeedbackRow> = "SELECT at, solved, rating, text FROM case_feedback WHERE case_id = $1";
}

/// Whether the matter is solved in the resident's eyes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Solved {
    /// It is.
    Yes,
    /// It is not: the case opens again if the workflow lets the resident do so.
    No,
}

/// How it went.
#[derive(Clone, Debug)]
pub struct Feedback {
    /// Whether it is solved.
    pub solved: Solved,
    /// From 1, bad, to 5, good.
    pub rating: Option<u32>,
    /// In words; needed when it is not solved.
    pub text: String,
}

/// Keeps what the resident says about a closed case.
pub fn give(
    tx: &mut Tx<'_>,
    office: &Office,
    id: CaseId,
    feedback: &Feedback,
    acting: Acting,
) -> Result<Case, CaseError> {
    let mut case = Office::load(tx, id, acting.seen)?;
    if !case.is_closed() {
        return Err(Refusal::NotClosed.into());
    }
    let solved = feedback.solved == Solved::Yes;
    if !solved && feedback.text.trim().is_empty() {
        return Err(Refusal::ReasonNeeded.into());
    }
    let rating = feedback.rating.map(|rating| i64::from(rating.clamp(1, 5)));
    tx.run(&SAVE, params![id, to_ms(office.now()), solved, rating, feedback.text])?;
    let service = office.service_of(tx, &case)?;
    let reopening = case.transition(&service.workflow, "reopen", By::Resident, &feedback.text);
    let to = reopening.ok().map(|transition| transition.to.clone()).filter(|_| !solved);
    if let Some(to) = &to {
        moves::enter(office, &mut case, &service, to)?;
        case.duplicate_of = None;
    }
    case.unread = case.unread || !solved || !feedback.text.trim().is_empty();
    office.save(tx, &mut case)?;
    let state = to.is_some().then(|| case.state.clone());
    let event = NewEvent {
        kind: if to.is_some() { EventKind::Reopened } else { EventKind::Feedback },
        by: acting.by,
        // That it is open again is public; the words are not.
        audience: if to.is_some() { Audience::Public } else { Audience::Parties },
        state: state.as_deref(),
        text: &feedback.text,
        detail: json!({"solved": solved, "rating": rating}),
    };
    let verb = if to.is_some() { "case.reopen" } else { "case.give-feedback" };
    office.record(tx, &case, verb, &event)?;
    if to.is_some() {
        reminders::plan(tx, office, &case, &service)?;
        let told = answers::of_case(tx, id)?;
        letters::to_followers(tx, office, &case, &told, &Notice::Reopened)?;
    }
    if !solved {
        reminders::tell_unsolved(tx, office, &case, &service)?;
    }
    Ok(case)
}

/// What the resident said about the way in which a case has ended; nothing while it is open, or where
/// it was opened again and closed since.
pub fn of_ending(tx: &mut Tx<'_>, case: &Case) -> Result<Option<FeedbackRow>, StoreError> {
    let ended = case.ending.as_ref().map(|ending| to_ms(ending.at));
    let said = of_case(tx, case.id)?;
    Ok(said.filter(|said| ended.is_some_and(|ended| ended <= said.at)))
}

/// What the resident said, if anything.
pub fn of_case(tx: &mut Tx<'_>, id: CaseId) -> Result<Option<FeedbackRow>, StoreError> {
    tx.one(&OF_CASE, params![id])
}
