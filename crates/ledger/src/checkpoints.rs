//! The collection of checkpoints: what the town has signed, the only statements on the table.

use base::time::to_ms;
use jiff::Timestamp;
use store::{StoreError, Tx, params};

use crate::checkpoint::Checkpoint;
use crate::note::Seal;
use crate::tree;

store::row! {
    /// A checkpoint as it was signed.
    pub struct CheckpointRow {
        pub size: i64,
        pub at: i64,
        pub root: Vec<u8>,
        pub signer: Vec<u8>,
        pub note: String,
    }
}

store::statements! {
    KEEP: Statement = "INSERT INTO ledger_checkpoints (size, at, root, signer, note) VALUES ($1, $2, $3, $4, $5)";
    NEWEST: Query<CheckpointRow> = "SELECT size, at, root, signer, note FROM ledger_checkpoints
        ORDER BY size DESC LIMIT $1";
    SIGNERS: Query<Vec<u8>> = "SELECT DISTINCT signer FROM ledger_checkpoints LIMIT 100";
    AFTER: Query<CheckpointRow> = "SELECT size, at, root, signer, note FROM ledger_checkpoints
        WHERE size > $1 ORDER BY size LIMIT $2";
}

/// Signs the tree as it stands and keeps the checkpoint, if the tree has grown since the last one;
/// gives the newest.
pub fn sign(
    tx: &mut Tx<'_>,
    seal: &Seal,
    at: Timestamp,
) -> Result<Option<CheckpointRow>, StoreError> {
    let newest = newest(tx, 1)?.pop();
    let frontier = tree::frontier(tx)?;
    let size = tree::number(frontier.size());
    // A smaller tree than was signed is a damaged one: nothing is signed until somebody has looked.
    if size <= newest.as_ref().map_or(0, |row| row.size) {
        return Ok(newest);
    }
    let root = frontier.root();
    let row = CheckpointRow {
        size,
        at: to_ms(at),
        root: root.to_vec(),
        signer: seal.verifier().public.to_vec(),
        note: Checkpoint::sealed(frontier.size(), &root, seal),
    };
    tx.run(&KEEP, params![row.size, row.at, row.root, row.signer, row.note])?;
    Ok(Some(row))
}

/// The newest checkpoints, the newest first.
pub fn newest(tx: &mut Tx<'_>, limit: i64) -> Result<Vec<CheckpointRow>, StoreError> {
    tx.all(&NEWEST, params![limit])
}

/// The public keys with which checkpoints were signed.
pub fn signers(tx: &mut Tx<'_>) -> Result<Vec<Vec<u8>>, StoreError> {
    tx.all(&SIGNERS, params![])
}

/// The checkpoints of trees larger than `size`, the smallest first.
pub fn after(tx: &mut Tx<'_>, size: i64, limit: i64) -> Result<Vec<CheckpointRow>, StoreError> {
    tx.all(&AFTER, params![size, limit])
}
