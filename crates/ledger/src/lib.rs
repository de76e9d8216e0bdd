//! The append-only history: each act of the town hall leaves one entry, written in the transaction
//! of the act itself.
//!
//! An entry says who did what to which subject and when, as canonical JSON. Personal values never
//! stand in it: the entry holds their salted hash, the value stands beside it and can be erased
//! without touching the entry. The hash of each entry is a leaf as RFC 6962 (2.1) makes it; over the
//! entries by their places stands its Merkle tree ([`merkle`], [`tree`]), whose root the town signs
//! ([`checkpoints`]). [`receipt`] proves an entry to whoever holds it, [`audit`] the whole ledger.
//!
//! ```no_run
//! # fn act(tx: &mut store::Tx<'_>, ids: &base::IdMaker, rng: &base::Rng) -> Result<(), store::StoreError> {
//! use ledger::{Actor, Entry, Subject};
//! let entry = Entry::new(Actor::System("clock"), "case.remind", Subject::case(base::CaseId(7)))
//!     .with("share", "0.8")
//!     .personal("email", "ana@example.org");
//! ledger::append(tx, &entry, jiff::Timestamp::UNIX_EPOCH, ids, rng)?;
//! # Ok(()) }
//! ```

mod audit;
mod canonical;
mod checkpoint;
pub mod checkpoints;
mod entries;
mod entry;
mod fault;
pub mod merkle;
mod note;
pub mod receipt;
pub mod tree;

pub use audit::{AuditError, Audited, audit};
pub use canonical::canonical;
pub use checkpoint::Checkpoint;
pub use entries::{
    LedgerRow, after, append, by_id, by_place, erase, leaf_at, of_subject, sequence,
};
pub use entry::{Actor, Entry, Subject, leaf_hash, salted_hash};
pub use fault::{Fault, Wrong};
pub use note::{MAX_NOTE, NoteError, Seal, VerifierKey};

/// Every statement of this crate, for the check that prepares each on both engines.
pub fn statements() -> Vec<store::Described> {
    [entries::statements(), tree::statements(), checkpoints::statements(), audit::statements()]
        .concat()
}
