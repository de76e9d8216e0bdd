//! The history of a case as people read it.

use base::time::{from_ms, to_ms};
use base::{CaseId, EventId, PersonId};
use jiff::Timestamp;
use serde_json::Value;
use store::{StoreError, Tx, params};

use crate::case::By;

/// More events than any case should have; a page shows the newest of them.
pub const MAX_EVENTS: i64 = 1_000;

store::row! {
    struct EventRow {
        id: i64, at: i64, kind: String, actor: String, person: Option<i64>, audience: String,
        state: Option<String>, text: String, detail: String,
    }
}

store::statements! {
    INSERT: Statement = "INSERT INTO case_events (id, case_id, at, kind, actor, person, audience, state, text, detail)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    OF_CASE: Query<EventRow> = "SELECT id, at, kind, actor, person, audience, state, text, detail FROM case_events
        WHERE case_id = $1 ORDER BY id DESC LIMIT $2";
    SINCE: Query<EventRow> = "SELECT id, at, kind, actor, person, audience, state, text, detail FROM case_events
        WHERE case_id = $1 AND id > $2 ORDER BY id DESC LIMIT $3";
}

/// What happened. The key of the words is `event-…`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// The case began.
    Opened,
    /// It entered another state.
    Moved,
    /// A question to the resident.
    Asked,
    /// A message, to or from the resident.
    Message,
    /// A note of staff to staff.
    Note,
    /// It went to another team or person.
    Assigned,
    /// It went to another service.
    HandedOver,
    /// The resident added or corrected something.
    Corrected,
    /// Photos were added.
    Photos,
    /// It was closed.
    Closed,
    /// It was opened again.
    Reopened,
    /// The resident withdrew it.
    Withdrawn,
    /// It was found to repeat another case.
    Duplicate,
    /// Another case was found to repeat it.
    Absorbed,
    /// Somebody follows it.
    Followed,
    /// The resident said how it went.
    Feedback,
    /// Somebody was reminded of the promise.
    Reminded,
    /// Its personal data was erased, its time being over.
    Erased,
    /// The resident paid for it.
    Paid,
    /// Money went back to the resident.
    Refunded,
    /// An appointment was made.
    Booked,
    /// The appointment was moved to another time.
    Rebooked,
    /// The appointment was cancelled.
    Unbooked,
    /// The resident came to the appointment.
    Attended,
    /// The resident did not come.
    Missed,
}

const KINDS: [(EventKind, &str); 25] = [
    (EventKind::Opened, "opened"),
    (EventKind::Moved, "moved"),
    (EventKind::Asked, "asked"),
    (EventKind::Message, "message"),
    (EventKind::Note, "note"),
    (EventKind::Assigned, "assigned"),
    (EventKind::HandedOver, "handed-over"),
    (EventKind::Corrected, "corrected"),
    (EventKind::Photos, "photos"),
    (EventKind::Closed, "closed"),
    (EventKind::Reopened, "reopened"),
    (EventKind::Withdrawn, "withdrawn"),
    (EventKind::Duplicate, "duplicate"),
    (EventKind::Absorbed, "absorbed"),
    (EventKind::Followed, "followed"),
    (EventKind::Feedback, "feedback"),
    (EventKind::Reminded, "reminded"),
    (EventKind::Erased, "erased"),
    (EventKind::Paid, "paid"),
    (EventKind::Refunded, "refunded"),
    (EventKind::Booked, "booked"),
    (EventKind::Rebooked, "rebooked"),
    (EventKind::Unbooked, "unbooked"),
    (EventKind::Attended, "attended"),
    (EventKind::Missed, "missed"),
];

impl EventKind {
    /// The kind's word in the table and in the keys of words and icons.
    pub fn key(self) -> &'static str {
        KINDS.iter().find(|(kind, _)| *kind == self).map_or("note", |(_, key)| key)
    }

    fn parse(key: &str) -> Option<Self> {
        KINDS.iter().find(|(_, word)| *word == key).map(|(kind, _)| *kind)
    }
}

/// Who may read an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Audience {
    /// Staff only.
    Staff,
    /// The resident and staff.
    Parties,
    /// Everybody, on the public report, without its text.
    Public,
}

impl Audience {
    fn key(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Parties => "parties",
            Self::Public => "public",
        }
    }

    fn parse(key: &str) -> Self {
        match key {
            "public" => Self::Public,
            "parties" => Self::Parties,
            _ => Self::Staff,
        }
    }
}

/// Who did it, as a reader may know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Party {
    /// The resident.
    Resident,
    /// A member of staff.
    Staff(PersonId),
    /// The program.
    System,
}

/// Something that happened to a case.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its id; later events have higher ones.
    pub id: EventId,
    /// When.
    pub at: Timestamp,
    /// What.
    pub kind: EventKind,
    /// Who.
    pub by: Party,
    /// Who may read it.
    pub audience: Audience,
    /// The state that the case entered, if it did.
    pub state: Option<String>,
    /// The words that somebody wrote, or nothing.
    pub text: String,
    /// The facts, by kind: `outcome`, `team`, `person`, `service`, `reference`, `photos`, `solved` …
    pub detail: Value,
}

/// An event before it is written.
#[derive(Clone, Debug)]
pub(crate) struct NewEvent<'a> {
    pub kind: EventKind,
    pub by: By,
    pub audience: Audience,
    pub state: Option<&'a str>,
    pub text: &'a str,
    pub detail: Value,
}

/// Writes an event.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    id: EventId,
    case: CaseId,
    at: Timestamp,
    event: &NewEvent<'_>,
) -> Result<(), StoreError> {
    let actor = match event.by {
        By::Resident => "resident",
        By::Staff(..) => "staff",
        By::System(_) => "system",
    };
    tx.run(
        &INSERT,
        params![
            id,
            case,
            to_ms(at),
            event.kind.key(),
            actor,
            event.by.person(),
            event.audience.key(),
            event.state,
            event.text,
            event.detail.to_string(),
        ],
    )
    .map(drop)
}

/// The history of a case, the newest first.
pub fn of_case(tx: &mut Tx<'_>, case: CaseId) -> Result<Vec<Event>, StoreError> {
    Ok(tx.all(&OF_CASE, params![case, MAX_EVENTS])?.into_iter().filter_map(event).collect())
}

/// What happened after an event, the newest first: for the second of two people at once.
pub fn since(tx: &mut Tx<'_>, case: CaseId, last: EventId) -> Result<Vec<Event>, StoreError> {
    Ok(tx.all(&SINCE, params![case, last, MAX_EVENTS])?.into_iter().filter_map(event).collect())
}

/// Reads a row; an unknown kind (of a newer release, on another node) is left out.
fn event(row: EventRow) -> Option<Event> {
    let by = match (row.actor.as_str(), row.person) {
        ("resident", _) => Party::Resident,
        (_, Some(person)) => Party::Staff(PersonId(person)),
        _ => Party::System,
    };
    Some(Event {
        id: EventId(row.id),
        at: from_ms(row.at),
        kind: EventKind::parse(&row.kind)?,
        by,
        audience: Audience::parse(&row.audience),
        state: row.state,
        text: row.text,
        detail: serde_json::from_str(&row.detail).unwrap_or(Value::Null),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_comes_back_from_its_word() {
        for (kind, _) in KINDS {
            assert_eq!(EventKind::parse(kind.key()), Some(kind));
        }
    }
}
