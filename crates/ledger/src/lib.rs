//! The append-only history: each act of the town hall leaves one entry, written in the transaction
//! of the act itself.
//!
//! An entry says who did what to which subject and when, as canonical JSON. Personal values never
//! stand in it: the entry holds their salted hash, the value stands beside it and can be erased
//! without touching the entry. The hash of each entry is a leaf as RFC 6962 (2.1) makes it, so that
//! a Merkle tree over the entries can prove the history.
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

mod canonical;
mod entries;
mod entry;

pub use canonical::canonical;
pub use entries::{LedgerRow, after, append, erase, leaf_at, of_subject, sequence, statements};
pub use entry::{Actor, Entry, Subject, leaf_hash, salted_hash};
