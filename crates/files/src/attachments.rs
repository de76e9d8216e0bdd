//! The collection of files: every statement on the table `files`.

use base::time::to_ms;
use base::{CaseId, FileId, IdMaker};
use jiff::Timestamp;
use store::{StoreError, Tx, params};

use crate::folder::{Kept, MEDIA_TYPE};

store::row! {
    /// A file and whose it is. Its state is `pending` until the form is sent, then `attached`.
    pub struct FileRow {
        pub id: FileId,
        pub owner_kind: String,
        pub owner_id: i64,
        pub name: String,
        pub media_type: String,
        pub bytes: i64,
        pub width: i64,
        pub height: i64,
        pub sha256: String,
        pub thumbnail_sha256: String,
        pub state: String,
        pub public: bool,
        pub created_at: i64,
    }
}

/// Whose a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner {
    /// The kind of thing, such as `case`.
    pub kind: &'static str,
    /// Its id.
    pub id: i64,
}

impl Owner {
    /// Names any kind of owner, such as the draft of a form.
    pub fn new(kind: &'static str, id: impl Into<i64>) -> Self {
        Self { kind, id: id.into() }
    }

    /// Names a case.
    pub fn case(id: CaseId) -> Self {
        Self::new("case", id)
    }

    /// Whether a file belongs to this owner.
    pub fn owns(self, file: &FileRow) -> bool {
        file.owner_kind == self.kind && file.owner_id == self.id
    }
}

/// Whether anybody may see a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    /// The owner's people only.
    Private,
    /// Everybody.
    Public,
}

store::statements! {
    RECORD: Statement = "INSERT INTO files (id, owner_kind, owner_id, name, media_type, bytes, width, height,
        sha256, thumbnail_sha256, state, public, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'pending', 0, $11)";
    GET: Query<FileRow> = "SELECT id, owner_kind, owner_id, name, media_type, bytes, width, height, sha256,
        thumbnail_sha256, state, public, created_at FROM files WHERE id = $1";
    OF_OWNER: Query<FileRow> = "SELECT id, owner_kind, owner_id, name, media_type, bytes, width, height, sha256,
        thumbnail_sha256, state, public, created_at FROM files
        WHERE owner_kind = $1 AND owner_id = $2 ORDER BY id LIMIT $3";
    AFTER: Query<FileRow> = "SELECT id, owner_kind, owner_id, name, media_type, bytes, width, height, sha256,
        thumbnail_sha256, state, public, created_at FROM files WHERE id > $1 ORDER BY id LIMIT $2";
    COUNT: Query<i64> = "SELECT COUNT(*) FROM files";
    ATTACH: Statement = "UPDATE files SET owner_kind = $4, owner_id = $5, public = $6, state = 'attached'
        WHERE id = $1 AND owner_kind = $2 AND owner_id = $3 AND state = 'pending'";
    SHOW: Statement = "UPDATE files SET public = $2 WHERE id = $1";
    DISCARD: Statement = "DELETE FROM files
        WHERE id = $1 AND owner_kind = $2 AND owner_id = $3 AND state = 'pending'";
    DETACH: Statement = "DELETE FROM files
        WHERE id = $1 AND owner_kind = $2 AND owner_id = $3 AND state = 'attached'";
    REMOVE: Statement = "DELETE FROM files WHERE owner_kind = $1 AND owner_id = $2";
    FORGOTTEN: Statement = "DELETE FROM files WHERE state = 'pending' AND created_at < $1";
    USES: Query<i64> = "SELECT id FROM files WHERE sha256 = $1 OR thumbnail_sha256 = $1 LIMIT 1";
}

/// Records a photo that was kept as pending at its owner; gives its id.
pub fn record(
    tx: &mut Tx<'_>,
    kept: &Kept,
    owner: Owner,
    at: Timestamp,
    ids: &IdMaker,
) -> Result<FileId, StoreError> {
    let id = FileId(ids.next());
    let (width, height) = (i64::from(kept.width), i64::from(kept.height));
    tx.run(
        &RECORD,
        params![
            id,
            owner.kind,
            owner.id,
            kept.name,
            MEDIA_TYPE,
            kept.bytes,
            width,
            height,
            kept.sha256,
            kept.thumbnail_sha256,
            to_ms(at)
        ],
    )?;
    Ok(id)
}

/// One file.
pub fn get(tx: &mut Tx<'_>, id: FileId) -> Result<Option<FileRow>, StoreError> {
    tx.one(&GET, params![id])
}

/// The files of an owner, the oldest first, at most `limit`.
pub fn of_owner(tx: &mut Tx<'_>, owner: Owner, limit: i64) -> Result<Vec<FileRow>, StoreError> {
    tx.all(&OF_OWNER, params![owner.kind, owner.id, limit])
}

/// The files after an id, in the order in which they came.
pub fn after(tx: &mut Tx<'_>, id: FileId, limit: i64) -> Result<Vec<FileRow>, StoreError> {
    tx.all(&AFTER, params![id, limit])
}

/// How many files there are.
pub fn count(tx: &mut Tx<'_>) -> Result<i64, StoreError> {
    Ok(tx.one(&COUNT, params![])?.unwrap_or(0))
}

/// Hands a pending file on to its lasting owner. `false`, and nothing changed, when it is not a
/// pending file of `from`: an id in a form may be anybody's.
pub fn attach(
    tx: &mut Tx<'_>,
    id: FileId,
    from: Owner,
    to: Owner,
    visibility: Visibility,
) -> Result<bool, StoreError> {
    let public = visibility == Visibility::Public;
    Ok(tx.run(&ATTACH, params![id, from.kind, from.id, to.kind, to.id, public])? == 1)
}

/// Shows a file to everybody, or hides it; `false` when there is none of that id.
pub fn show(tx: &mut Tx<'_>, id: FileId, visibility: Visibility) -> Result<bool, StoreError> {
    Ok(tx.run(&SHOW, params![id, visibility == Visibility::Public])? == 1)
}

/// Takes a pending file off its owner's form; `false` when it is not one of theirs.
pub fn discard(tx: &mut Tx<'_>, id: FileId, owner: Owner) -> Result<bool, StoreError> {
    Ok(tx.run(&DISCARD, params![id, owner.kind, owner.id])? == 1)
}

/// Takes an attached file off its owner; `false` when it is not one of theirs. The bytes go with the
/// next sweep.
pub fn detach(tx: &mut Tx<'_>, id: FileId, owner: Owner) -> Result<bool, StoreError> {
    Ok(tx.run(&DETACH, params![id, owner.kind, owner.id])? == 1)
}

/// Removes all files of an owner, when its retention ends; gives their number. The bytes go with
/// the next sweep.
pub fn remove(tx: &mut Tx<'_>, owner: Owner) -> Result<u64, StoreError> {
    tx.run(&REMOVE, params![owner.kind, owner.id])
}

/// Removes files whose form was never sent; gives their number.
pub(crate) fn forget(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64, StoreError> {
    tx.run(&FORGOTTEN, params![to_ms(before)])
}

/// Whether any row names these bytes.
pub(crate) fn uses(tx: &mut Tx<'_>, digest: &str) -> Result<bool, StoreError> {
    Ok(tx.one(&USES, params![digest])?.is_some())
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_statement_fits_both_engines() {
        store::testing::check_statements(&super::statements());
    }
}
