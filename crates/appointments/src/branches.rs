//! The branches of the town as they are now: those of its pack, over which lie those that were changed in the
//! browser.

use cases::Office;
use jiff::civil::Date;
use services::{Branch, Outline};
use store::{StoreError, Tx, params};

store::row! {
    struct BranchRow { id: i64, branch: String, plan: String, revision: i64, feed: i64 }
}

store::statements! {
    ALL: Query<BranchRow> = "SELECT id, branch, plan, revision, feed FROM appointment_branches
        ORDER BY branch LIMIT 500";
    ONE: Query<BranchRow> = "SELECT id, branch, plan, revision, feed FROM appointment_branches WHERE branch = $1";
    INSERT: Statement = "INSERT INTO appointment_branches (id, branch, plan, revision, feed, updated_at)
        VALUES ($1, $2, $3, 1, $4, $5)";
    UPDATE: Statement = "UPDATE appointment_branches SET plan = $3, feed = $4, revision = revision + 1, updated_at = $5
        WHERE id = $1 AND revision = $2";
}

/// A branch with where its changes stand.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The branch as it is.
    pub branch: Branch,
    /// The row of its changes; nothing where it is as the pack says.
    pub row: Option<i64>,
    /// Counts its changes.
    pub revision: i64,
    /// The number of the calendar's link.
    pub feed: i64,
    /// Whether it differs from what the pack says.
    pub edited: bool,
}

/// The branch of a row; one of which only the calendar's link was renewed is as the pack says.
fn kept(row: &BranchRow, packed: &Branch) -> Kept {
    let own: Option<Branch> = serde_json::from_str(&row.plan).ok();
    let edited = own.is_some();
    let branch = own.unwrap_or_else(|| packed.clone());
    Kept { branch, row: Some(row.id), revision: row.revision, feed: row.feed, edited }
}

fn as_packed(branch: &Branch) -> Kept {
    Kept { branch: branch.clone(), row: None, revision: 0, feed: 0, edited: false }
}

/// Every branch, in the pack's order.
pub fn all(tx: &mut Tx<'_>, outline: &Outline) -> Result<Vec<Kept>, StoreError> {
    let rows = tx.all(&ALL, params![])?;
    let own = |branch: &Branch| {
        let row = rows.iter().find(|row| row.branch == branch.key);
        row.map_or_else(|| as_packed(branch), |row| kept(row, branch))
    };
    Ok(outline.branches.iter().map(own).collect())
}

/// The branch of a key.
pub fn find(tx: &mut Tx<'_>, outline: &Outline, key: &str) -> Result<Option<Kept>, StoreError> {
    let Some(packed) = outline.branch(key) else { return Ok(None) };
    let row = tx.one(&ONE, params![key])?;
    Ok(Some(row.map_or_else(|| as_packed(packed), |row| kept(&row, packed))))
}

/// Writes a changed branch; `None` when somebody else has changed it since it was read, else the id of its row.
pub(crate) fn save(
    tx: &mut Tx<'_>,
    office: &Office,
    kept: &Kept,
) -> Result<Option<i64>, StoreError> {
    let plan = if kept.edited {
        serde_json::to_string(&kept.branch)
            .map_err(|error| StoreError::Corrupt(format!("a branch: {error}")))?
    } else {
        String::new()
    };
    let now = office.app().clock().now_ms();
    if let Some(id) = kept.row {
        let changed = tx.run(&UPDATE, params![id, kept.revision, plan, kept.feed, now])?;
        return Ok((changed == 1).then_some(id));
    }
    let id = office.app().ids().next();
    tx.run(&INSERT, params![id, kept.branch.key, plan, kept.feed, now])?;
    Ok(Some(id))
}

/// Whether a branch receives anybody on a date: the town's holidays close all of them.
pub fn is_open(office: &Office, branch: &Branch, date: Date) -> bool {
    !office.calendar().is_holiday(date) && !branch.spans(date).is_empty()
}
