//! Backups: everything that a town has, in one file that any engine can be filled from.
//!
//! A backup is a `tar` archive, usually inside an [age](https://age-encryption.org/v1) envelope, so
//! that it can be opened without this program. In it, in this order:
//!
//! | entry | what it is |
//! |---|---|
//! | `manifest.json` | the version of this format and of the program, when it was taken, the migrations, and each table with its columns and its number of rows ([`Manifest`]) |
//! | `keys/NAME.key` | the secrets of the data folder |
//! | `tables/TABLE/NUMBER.jsonl.gz` | rows in the order of the primary key, compressed: a JSON array a line, each value a text or `null` |
//! | `photos/DIGEST` | photos, each named by the SHA-256 of its bytes |
//! | `contents.json` | every entry before it but the photos, with its size, rows and SHA-256; how many photos there are ([`Contents`]) |
//! | `contents.json.sha256` | the SHA-256 of that, as `sha256sum` writes it: whoever finds it has the whole backup |
//!
//! Values are texts, because readers of JSON differ in the numbers that they keep: whole numbers are
//! decimal; other numbers the shortest decimal that gives the same 64 bits, or `NaN`, `inf`, `-inf`;
//! bytes are hexadecimal.
//!
//! All tables are of one moment: [`take`] reads them in one snapshot while others write. [`restore`]
//! checks everything while it reads, and keeps nothing of a backup that is not whole.

mod error;
mod format;
mod keys;
mod lock;
mod marker;
mod names;
mod pack;
mod restoring;
mod rows;
pub mod s3;
mod shelf;
mod taking;
mod unpack;

pub use error::BackupError;
pub use format::{Contents, FORMAT, Manifest, Part, Photos};
pub use lock::{Key, Lock, new_pair};
pub use marker::{is_unfinished, marker_of};
pub use restoring::{Restored, Target, check, restore};
pub use shelf::{Shelf, Volume};
pub use taking::{Taken, Town, take};

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Rows of tables.
    Rows,
    /// Photos.
    Photos,
}

/// How far the work has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub phase: Phase,
    /// How much of it is done.
    pub done: u64,
    /// How much there is.
    pub total: u64,
}
