//! The collection of drafts and their revisions.

use store::{StoreError, Tx, params};

use crate::sketch::Sketch;

/// More drafts than a town writes at once.
const MOST: i64 = 2_000;
/// Revisions that a page lists.
pub(crate) const SHOWN: i64 = 200;
/// Revisions that are kept of the drafts of a service, each with the whole definition: weeks of work by several people.
const KEPT: i64 = 1_000;

store::row! {
    /// A draft.
    pub(crate) struct DraftRow {
        pub service: String, pub base: i64, pub revision: i64, pub begun_at: i64, pub begun_by: i64,
        pub asked_by: Option<i64>, pub asked_revision: Option<i64>, pub asked_for: Option<i64>,
        pub agreed_by: Option<i64>,
    }
}

store::row! {
    /// A draft in a list, with its newest revision.
    pub(crate) struct DraftLine {
        pub service: String, pub base: i64, pub asked_by: Option<i64>, pub agreed_by: Option<i64>,
        pub definition: String, pub at: i64, pub person: i64,
    }
}

store::row! {
    /// A revision with all that was written.
    pub(crate) struct RevisionRow {
        pub number: i64, pub definition: String, pub texts: String, pub did: String, pub subject: String,
        pub at: i64, pub person: i64,
    }
}

store::row! {
    /// A revision in a list.
    pub(crate) struct RevisionLine {
        pub number: i64, pub did: String, pub subject: String, pub at: i64, pub person: i64,
    }
}

store::statements! {
    ALL: Query<DraftLine> = "SELECT d.service, d.base, d.asked_by, d.agreed_by, r.definition, r.at, r.person
        FROM service_drafts d JOIN service_draft_revisions r ON r.service = d.service AND r.number = d.revision
        ORDER BY d.service LIMIT $1";
    FIND: Query<DraftRow> = "SELECT service, base, revision, begun_at, begun_by, asked_by, asked_revision, asked_for,
        agreed_by FROM service_drafts WHERE service = $1";
    REVISION: Query<RevisionRow> = "SELECT number, definition, texts, did, subject, at, person
        FROM service_draft_revisions WHERE service = $1 AND number = $2";
    REVISIONS: Query<RevisionLine> = "SELECT number, did, subject, at, person FROM service_draft_revisions
        WHERE service = $1 ORDER BY number DESC LIMIT $2";
    LAST: Query<Option<i64>> = "SELECT MAX(number) FROM service_draft_revisions WHERE service = $1";
    ADD: Statement = "INSERT INTO service_draft_revisions (service, number, definition, texts, did, subject, at, person)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    FORGET: Statement = "DELETE FROM service_draft_revisions WHERE service = $1 AND number <= $2";
    BEGIN: Statement = "INSERT INTO service_drafts (service, base, revision, begun_at, begun_by)
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT (service) DO NOTHING";
    ADVANCE: Statement = "UPDATE service_drafts SET revision = $2, asked_by = NULL, asked_revision = NULL,
        asked_for = NULL, agreed_by = NULL WHERE service = $1";
    ASK: Statement = "UPDATE service_drafts SET asked_by = $2, asked_revision = $3, asked_for = $4, base = $5,
        agreed_by = NULL WHERE service = $1";
    AGREE: Statement = "UPDATE service_drafts SET agreed_by = $2 WHERE service = $1";
    END: Statement = "DELETE FROM service_drafts WHERE service = $1";
}

/// What a revision says of itself.
#[derive(Clone, Debug)]
pub(crate) struct Note {
    /// The key of the words for what was done.
    pub did: &'static str,
    /// To what, as it was called then.
    pub subject: String,
    /// When.
    pub at: i64,
    /// By whom.
    pub person: i64,
}

/// All drafts, by service.
pub(crate) fn all(tx: &mut Tx<'_>) -> Result<Vec<DraftLine>, StoreError> {
    tx.all(&ALL, params![MOST])
}

/// The draft of a service.
pub(crate) fn find(tx: &mut Tx<'_>, service: &str) -> Result<Option<DraftRow>, StoreError> {
    tx.one(&FIND, params![service])
}

/// A revision.
pub(crate) fn revision(
    tx: &mut Tx<'_>,
    service: &str,
    number: i64,
) -> Result<Option<RevisionRow>, StoreError> {
    tx.one(&REVISION, params![service, number])
}

/// The newest revisions, the last first.
pub(crate) fn revisions(tx: &mut Tx<'_>, service: &str) -> Result<Vec<RevisionLine>, StoreError> {
    tx.all(&REVISIONS, params![service, SHOWN])
}

/// Adds a revision, and forgets the one that is too old by now; gives its number.
pub(crate) fn add(
    tx: &mut Tx<'_>,
    service: &str,
    sketch: &Sketch,
    note: &Note,
) -> Result<i64, StoreError> {
    let number = tx.one(&LAST, params![service])?.flatten().unwrap_or(0) + 1;
    tx.run(
        &ADD,
        params![
            service,
            number,
            sketch.to_toml(),
            sketch.texts_to_json(),
            note.did,
            note.subject,
            note.at,
            note.person,
        ],
    )?;
    tx.run(&FORGET, params![service, number - KEPT])?;
    Ok(number)
}

/// Begins a draft at a revision; `false` when there is one already.
pub(crate) fn begin(
    tx: &mut Tx<'_>,
    service: &str,
    base: i64,
    revision: i64,
    note: &Note,
) -> Result<bool, StoreError> {
    Ok(tx.run(&BEGIN, params![service, base, revision, note.at, note.person])? == 1)
}

/// Moves a draft to a revision; whatever was asked for or agreed to was about another.
pub(crate) fn advance(tx: &mut Tx<'_>, service: &str, revision: i64) -> Result<(), StoreError> {
    tx.run(&ADVANCE, params![service, revision]).map(drop)
}

/// Notes that somebody asks to publish a revision, at a time or at once (0), in the place of a version.
pub(crate) fn ask(
    tx: &mut Tx<'_>,
    service: &str,
    (person, revision): (i64, i64),
    due: i64,
    over: i64,
) -> Result<(), StoreError> {
    tx.run(&ASK, params![service, person, revision, due, over]).map(drop)
}

/// Notes who agrees to what is asked.
pub(crate) fn agree(tx: &mut Tx<'_>, service: &str, person: i64) -> Result<(), StoreError> {
    tx.run(&AGREE, params![service, person]).map(drop)
}

/// Ends a draft; its revisions stay, what one could practise with does not.
pub(crate) fn end(tx: &mut Tx<'_>, service: &str) -> Result<bool, StoreError> {
    services::practice::end(tx, service)?;
    Ok(tx.run(&END, params![service])? == 1)
}
