//! `/desk/assignments`: several cases of a list go to a person or a team at once.

use axum::extract::State;
use base::Reference;
use cases::{Acting, CaseError, Refusal, Seen, assignment};
use store::{StoreError, Tx};
use web::{App, Flash, Raw, Reply, Visitor, Words, see_other_with};

use crate::asked::Asked;
use crate::assignment::Receiver;
use crate::colleagues::Colleagues;
use crate::desk::Desk;
use crate::rights::Need;

/// A page of the list, twice over; more cannot be chosen on it.
const MOST: usize = 100;
/// So many of the cases that stayed are named; the rest is counted.
const NAMED: usize = 8;

/// A case of the list, and the revision that the list showed.
#[derive(Clone, Copy)]
struct Chosen(Reference, Seen);

impl Chosen {
    /// Reads `AB2C-D3EF:4`. A revision that cannot be read was in no list of ours: what is there now is news.
    fn parse(text: &str) -> Option<Self> {
        let (reference, revision) = text.split_once(':').unwrap_or((text, ""));
        let seen = Seen::Revision(revision.parse().unwrap_or(0));
        Some(Self(reference.parse().ok()?, seen))
    }
}

/// A case that could not be given, and the key of the words that say why.
struct Stayed(Reference, &'static str);

/// Gives the chosen cases to somebody. What is possible is done, and what is not is named.
pub(crate) async fn assign(State(app): State<App>, visitor: Visitor, form: Raw) -> Reply {
    let desk = Desk::of(&app, &visitor)?;
    let words = visitor.words();
    let back = Asked::read(form.get("query").unwrap_or_default()).address();
    let said = |flash: Flash| Ok(see_other_with(&back, flash));
    let chosen: Vec<Chosen> = form.all("case").filter_map(Chosen::parse).collect();
    if chosen.is_empty() || chosen.len() > MOST {
        return said(Flash::notice(words.with("desk-bulk-none", &[("max", MOST.into())])));
    }
    // The button "to me" speaks for itself; the other sends what the list beside it says.
    let to = form.get("to").or_else(|| form.get("receiver")).and_then(Receiver::parse);
    let Some(receiver) = to else { return said(Flash::notice(words.t("desk-receiver-missing"))) };
    let all = chosen.len();
    let stayed = app.db().write(move |tx| give(tx, &desk, &chosen, receiver)).await?;
    said(result(words, all, &stayed))
}

fn give(
    tx: &mut Tx<'_>,
    desk: &Desk,
    chosen: &[Chosen],
    receiver: Receiver,
) -> Result<Vec<Stayed>, StoreError> {
    let colleagues = Colleagues::read(tx)?;
    let mut stayed = Vec::new();
    for Chosen(reference, seen) in chosen {
        match one(tx, desk, &colleagues, (*reference, *seen), receiver) {
            Ok(None) => {}
            Ok(Some(why)) => stayed.push(Stayed(*reference, why)),
            Err(CaseError::Store(error)) => return Err(error),
            Err(CaseError::Refused(refusal)) => stayed.push(Stayed(*reference, refusal.key())),
            Err(CaseError::Changed { .. }) => stayed.push(Stayed(*reference, "desk-bulk-changed")),
            Err(_) => stayed.push(Stayed(*reference, "desk-bulk-gone")),
        }
    }
    Ok(stayed)
}

/// Gives one case; or says why the colleague may not.
fn one(
    tx: &mut Tx<'_>,
    desk: &Desk,
    colleagues: &Colleagues,
    (reference, seen): (Reference, Seen),
    receiver: Receiver,
) -> Result<Option<&'static str>, CaseError> {
    let case = cases::cases::by_reference(tx, reference)?.ok_or(CaseError::NotFound)?;
    let rights = desk.rights(&case, colleagues);
    if !rights.allow(Need::Assign) {
        return Ok(Some("desk-bulk-foreign"));
    }
    let to = receiver.of(&case, &desk.person)?;
    if !colleagues.has_team(to.team) {
        return Err(Refusal::NotInTeam.into());
    }
    let acting = Acting { by: rights.by(&desk.person), seen };
    assignment::assign(tx, &desk.office, case.id, to, "", acting)?;
    Ok(None)
}

fn result(words: &Words, all: usize, stayed: &[Stayed]) -> Flash {
    let given = all - stayed.len();
    let mut text = words.with("desk-bulk-done", &[("count", given.into())]);
    if stayed.is_empty() {
        return Flash::success(text);
    }
    let named: Vec<String> = stayed
        .iter()
        .take(NAMED)
        .map(|Stayed(reference, why)| {
            format!("{reference} ({})", words.t(why).trim_end_matches('.'))
        })
        .collect();
    let values = [("count", stayed.len().into()), ("cases", named.join(", ").into())];
    text.push(' ');
    text.push_str(&words.with("desk-bulk-stayed", &values));
    Flash::notice(text)
}
