//! Receipts: entries with the proofs that they stand in a signed tree. Whoever has one and the town's
//! key needs nobody else to check it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use store::{StoreError, Tx};

use crate::checkpoint::Checkpoint;
use crate::checkpoints;
use crate::entries::LedgerRow;
use crate::entry::leaf_hash;
use crate::merkle::{self, Hash, LONGEST_PROOF};
use crate::note::{NoteError, VerifierKey};
use crate::tree;

/// What a receipt calls itself.
pub const FORMAT: &str = "townhall-receipt/1";
/// The longest receipt that is read.
pub const MAX_RECEIPT: usize = 4 << 20;
/// The most entries in one receipt: more than a case has.
pub const MAX_ENTRIES: usize = 1_000;

/// Entries with their proofs, as a file.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Receipt {
    /// [`FORMAT`].
    pub format: String,
    /// The public key, as C2SP signed-note writes it.
    pub key: String,
    /// The signed checkpoint.
    pub checkpoint: String,
    /// The entries.
    pub entries: Vec<Receipted>,
}

/// One entry of a receipt.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Receipted {
    /// Its place, from 1.
    pub place: u64,
    /// Its text, byte by byte.
    pub entry: String,
    /// The inclusion proof (RFC 9162, 2.1.3), each hash in base64.
    pub proof: Vec<String>,
}

/// Says why a receipt proves nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// It is none.
    #[error("this is no receipt of a ledger")]
    Form,
    /// Its checkpoint is not to be trusted.
    #[error("the receipt's checkpoint: {0}")]
    Checkpoint(#[from] NoteError),
    /// An entry is not in the tree.
    #[error(
        "place {0}: the entry is not the one that was signed; the text or the proof was changed"
    )]
    Entry(u64),
}

/// Makes a receipt of those of the entries that the newest checkpoint covers; `None` when it covers
/// none of them.
pub fn receipt(tx: &mut Tx<'_>, rows: &[LedgerRow]) -> Result<Option<Receipt>, StoreError> {
    let Some(newest) = checkpoints::newest(tx, 1)?.pop() else { return Ok(None) };
    let damaged = || StoreError::Corrupt("the newest checkpoint cannot be read".into());
    let told = Checkpoint::unchecked(&newest.note).map_err(|_| damaged())?;
    let key = VerifierKey { name: told.origin, public: tree::hash(&newest.signer)? };
    let covered: Vec<(u64, &LedgerRow)> = rows
        .iter()
        .filter_map(|row| Some((u64::try_from(row.seq?).ok()?, row)))
        .filter(|(place, _)| (1..=told.size).contains(place))
        .take(MAX_ENTRIES)
        .collect();
    if covered.is_empty() {
        return Ok(None);
    }
    let indexes: Vec<u64> = covered.iter().map(|(place, _)| place - 1).collect();
    let proofs = tree::inclusion_proofs(tx, &indexes, told.size)?.ok_or_else(damaged)?;
    let entries = covered.iter().zip(proofs).map(|((place, row), proof)| Receipted {
        place: *place,
        entry: row.entry.clone(),
        proof: proof.iter().map(|hash| STANDARD.encode(hash)).collect(),
    });
    Ok(Some(Receipt {
        format: FORMAT.into(),
        key: key.to_string(),
        entries: entries.collect(),
        checkpoint: newest.note,
    }))
}

impl Receipt {
    /// Reads the text of a receipt. Nothing is checked yet.
    pub fn read(text: &str) -> Result<Self, ReceiptError> {
        if text.len() > MAX_RECEIPT {
            return Err(ReceiptError::Form);
        }
        let receipt: Self = serde_json::from_str(text).map_err(|_| ReceiptError::Form)?;
        let fits = receipt.format == FORMAT && (1..=MAX_ENTRIES).contains(&receipt.entries.len());
        if fits { Ok(receipt) } else { Err(ReceiptError::Form) }
    }

    /// Checks signature and proofs with a key that is known from elsewhere; gives the checkpoint.
    pub fn check(&self, key: &VerifierKey) -> Result<Checkpoint, ReceiptError> {
        let checkpoint = Checkpoint::open(&self.checkpoint, key)?;
        for one in &self.entries {
            let proof = one.proof.iter().take(LONGEST_PROOF).map(|hash| decoded(hash));
            let proof: Option<Vec<Hash>> = proof.collect();
            let proven = proof.is_some_and(|proof| {
                let leaf = leaf_hash(&one.entry);
                let index = one.place.wrapping_sub(1);
                merkle::verify_inclusion(index, checkpoint.size, &leaf, &proof, &checkpoint.root)
            });
            if !proven {
                return Err(ReceiptError::Entry(one.place));
            }
        }
        Ok(checkpoint)
    }
}

fn decoded(hash: &str) -> Option<Hash> {
    STANDARD.decode(hash).ok()?.try_into().ok()
}
