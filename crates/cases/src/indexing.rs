//! The search index follows the ledger: what an entry touched is read again and indexed, and open pages
//! are told of it.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use base::{CaseId, Locale};
use search::{CaseDocument, CaseIndex, Position, SearchError};
use store::{StoreError, Tx};
use web::Change;

use crate::answers;
use crate::case::Case;
use crate::events::{self, EventKind};
use crate::office::Office;
use crate::{CaseError, cases, given, tally};

/// How many entries of the ledger are followed at a time.
const BATCH: i64 = 2_000;
/// How long the follower rests between two looks. Each look that finds something writes files of its own, which
/// costs more than what is in them; nobody searches for what was sent a third of a second ago.
const REST: Duration = Duration::from_millis(300);

/// How long it rests after a look that found many: in a rush, three looks cost three times as much as one.
const REST_IN_A_RUSH: Duration = Duration::from_secs(1);
/// From so many entries on, a look found many.
const MANY: usize = 200;

/// What the search finds cases by.
struct Document {
    case: Case,
    text: String,
}

/// Says why the index could not follow.
#[derive(Debug, thiserror::Error)]
pub enum IndexingError {
    /// The database failed.
    #[error(transparent)]
    Case(#[from] CaseError),
    /// The index failed.
    #[error(transparent)]
    Search(#[from] SearchError),
}

impl IndexingError {
    /// Whether the database failed, of which the log hears from the store.
    fn is_outage(&self) -> bool {
        matches!(self, Self::Case(CaseError::Store(error)) if error.is_outage())
    }
}

/// Gives new entries of the ledger their place and indexes what they touched, once; gives how many
/// entries that were. While there is more to do it is not 0. An index that followed another ledger, such
/// as the one before a restore, is emptied, and filled by the next calls.
pub async fn catch_up(office: &Office, index: &Arc<CaseIndex>) -> Result<usize, IndexingError> {
    let db = office.app().db();
    let (ids, now) = (office.app().ids().clone(), office.now());
    let sequence = db.write(move |tx| {
        let placed = ledger::sequence(tx, BATCH)?;
        if placed > 0 {
            tally::fold(tx, &ids, now, tally::ROWS)?;
        }
        Ok::<_, StoreError>(placed)
    });
    let placed = sequence.await.map_err(CaseError::from)?;
    let position = index.position();
    let (reading, after) = (office.clone(), position.clone());
    let Some(batch) = db.read(move |tx| batch(tx, &reading, &after)).await? else {
        tracing::warn!("the ledger is another than the search index followed; it is made anew");
        index.clear()?;
        index.commit(&Position::default())?;
        return Ok(1);
    };
    if batch.entries == 0 {
        office.app().live().tell(position.seq, position.seq, Vec::new());
        return Ok(placed);
    }
    for document in &batch.documents {
        let Document { case, text } = document;
        let runs = case.phase == services::Phase::Open;
        index.upsert(CaseDocument {
            id: case.id.0,
            team: case.team.map(|team| team.0),
            assignee: case.assignee.map(|person| person.0),
            service: &case.service,
            phase: cases::phase_key(case.phase),
            district: case.district.as_deref(),
            promised: crate::case::ms(case.watch.promised.filter(|_| runs)),
            unread: case.unread,
            text,
        })?;
    }
    index.commit(&batch.reached)?;
    office.app().live().tell(position.seq, batch.reached.seq, batch.changes);
    Ok(batch.entries)
}

/// Follows the ledger until the task is dropped. A failure is logged once and tried again.
pub async fn follow(office: Office, index: Arc<CaseIndex>) {
    let mut failing = false;
    loop {
        match catch_up(&office, &index).await {
            Ok(entries) => {
                failing = false;
                if i64::try_from(entries).unwrap_or(BATCH) < BATCH {
                    let rest = if entries < MANY { REST } else { REST_IN_A_RUSH };
                    tokio::time::sleep(rest).await;
                }
            }
            Err(error) => {
                if !failing && !error.is_outage() {
                    tracing::error!(%error, "the search index cannot follow the ledger");
                }
                failing = true;
                tokio::time::sleep(REST * 10).await;
            }
        }
    }
}

/// What is to be indexed next.
struct Batch {
    reached: Position,
    entries: usize,
    documents: Vec<Document>,
    /// What open pages are told of.
    changes: Vec<Change>,
}

/// Reads what comes after a position; nothing when the ledger is not the one that has it.
fn batch(tx: &mut Tx<'_>, office: &Office, after: &Position) -> Result<Option<Batch>, CaseError> {
    if after.seq > 0 && ledger::leaf_at(tx, after.seq)?.as_ref() != Some(&after.leaf) {
        return Ok(None);
    }
    let entries = ledger::after(tx, after.seq, BATCH)?;
    let seq = entries.last().and_then(|entry| entry.seq).unwrap_or(after.seq);
    let reached = Position { seq, leaf: ledger::leaf_at(tx, seq)?.unwrap_or_default() };
    let change = |entry: &ledger::LedgerRow| {
        let (kind, subject) = (entry.subject_kind.clone(), entry.subject);
        // That a colleague has opened a case is no news for whoever looks at it.
        let change = entry.seq.map(|seq| Change { seq, kind, subject });
        change.filter(|_| entry.verb != "case.read")
    };
    let changes: Vec<Change> = entries.iter().filter_map(change).collect();
    let touched: BTreeSet<i64> = entries
        .iter()
        .filter(|entry| entry.subject_kind == "case")
        .map(|entry| entry.subject)
        .collect();
    let mut documents = Vec::with_capacity(touched.len());
    for id in touched {
        if let Some(case) = cases::by_id(tx, CaseId(id))? {
            documents.push(Document { text: text(tx, office, &case)?, case });
        }
    }
    Ok(Some(Batch { reached, entries: entries.len(), documents, changes }))
}

fn text(tx: &mut Tx<'_>, office: &Office, case: &Case) -> Result<String, CaseError> {
    let told = answers::of_case(tx, case.id)?;
    let mut parts = vec![
        case.reference.to_string(),
        case.reference.compact(),
        case.summary.clone(),
        case.address.clone().unwrap_or_default(),
        told.contact.name.clone(),
        told.contact.email.clone(),
        told.contact.phone.clone(),
    ];
    if let Ok(service) = office.service_of(tx, case) {
        parts.extend(Locale::ALL.map(|locale| service.definition.name.get(locale).to_owned()));
    }
    match given::rows(tx, office, case, &told, case.locale) {
        Ok(rows) => parts.extend(rows.into_iter().map(|row| row.text)),
        Err(CaseError::Store(error)) => return Err(error.into()),
        // A definition that cannot be read is in the log; the rest of the case can be found.
        Err(_) => {}
    }
    for event in events::of_case(tx, case.id)? {
        if matches!(
            event.kind,
            EventKind::Message | EventKind::Note | EventKind::Asked | EventKind::Closed
        ) {
            parts.push(event.text);
        }
    }
    Ok(parts.join("\n"))
}
