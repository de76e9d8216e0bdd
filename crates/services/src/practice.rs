//! Services to practise with: a draft that somebody fills in as a resident would.
//!
//! A practice has a number below zero in the place of its version. Whoever runs forms finds it like any
//! other version of the service, and must never make a case of it.

use std::collections::BTreeSet;

use base::IdMaker;
use base::time::to_ms;
use jiff::{SignedDuration, Timestamp};
use store::{StoreError, Tx, params};

use crate::Workflow;
use crate::pack::PackService;
use crate::versions::{self, CatalogueError, VersionRow};

/// What the link to a draft is signed for; the signed text is the service's key.
pub const PURPOSE: &str = "practice";

/// How long one can go on practising with a draft as it was, after it was changed: longer than anybody sits
/// at a form. Each change keeps the whole definition once more.
const KEPT: SignedDuration = SignedDuration::from_hours(24);

store::statements! {
    KEEP: Statement = "INSERT INTO service_practices (id, service, workflow, body, made_at)
        VALUES ($1, $2, $3, $4, $5)";
    FIND: Query<VersionRow> = "SELECT service, -id AS version, workflow, body FROM service_practices
        WHERE id = $1";
    NEWEST: Query<i64> = "SELECT -id FROM service_practices WHERE service = $1 ORDER BY id DESC LIMIT 1";
    SWEEP: Statement = "DELETE FROM service_practices WHERE service = $1 AND made_at < $2";
    FORGET: Statement = "DELETE FROM service_practices WHERE service = $1";
}

/// Tells whether the number of a version is that of a practice.
pub fn is(version: i64) -> bool {
    version < 0
}

/// Keeps a draft to practise with; gives its number.
///
/// # Errors
/// When the database fails, or the definition cannot be written down.
pub fn keep(
    tx: &mut Tx<'_>,
    service: &PackService,
    workflow: &Workflow,
    at: Timestamp,
    ids: &IdMaker,
) -> Result<i64, CatalogueError> {
    let stored = versions::store(tx, &mut BTreeSet::new(), workflow, service)?;
    let id = ids.next();
    let before = to_ms(at) - i64::try_from(KEPT.as_millis()).unwrap_or(i64::MAX);
    let name = &service.definition.id;
    tx.run(&SWEEP, params![name, before])?;
    tx.run(&KEEP, params![id, name, stored.workflow, stored.body, to_ms(at)])?;
    Ok(-id)
}

/// Gives the number of the newest practice of a service.
///
/// # Errors
/// When the database fails.
pub fn newest(tx: &mut Tx<'_>, service: &str) -> Result<Option<i64>, StoreError> {
    tx.one(&NEWEST, params![service])
}

/// Ends the practice of a service: its draft was published, or thrown away.
///
/// # Errors
/// When the database fails.
pub fn end(tx: &mut Tx<'_>, service: &str) -> Result<(), StoreError> {
    tx.run(&FORGET, params![service]).map(drop)
}

pub(crate) fn find(tx: &mut Tx<'_>, number: i64) -> Result<Option<VersionRow>, StoreError> {
    tx.one(&FIND, params![number.saturating_neg()])
}
