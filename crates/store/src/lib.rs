//! The two databases behind one door: [`Db`], [`Tx`], statements, migrations, group commit.
//!
//! Nobody else in the house names a database. A closure gets a [`Tx`] and does its work in plain
//! synchronous Rust; it commits when the closure returns `Ok` and leaves no trace when it does not.
//! A write closure may run twice (a batch is retried, a serialisation conflict is re-run), so it has
//! no effect outside its transaction.
//!
//! ```
//! store::row! {
//!     /// A note on the wall.
//!     pub struct NoteRow { pub id: i64, pub text: String }
//! }
//! store::statements! {
//!     NOTES: Query<NoteRow> = "SELECT id, text FROM notes WHERE id >= $1 ORDER BY id LIMIT $2";
//!     ADD: Statement = "INSERT INTO notes (id, text) VALUES ($1, $2)";
//! }
//!
//! # fn main() -> Result<(), store::StoreError> {
//! let folder = std::env::temp_dir().join(format!("townhall-doc-{}", std::process::id()));
//! # std::fs::create_dir_all(&folder).unwrap();
//! let db = store::Db::open(&format!("sqlite:{}/notes.sqlite3", folder.display()), &store::Options::default())?;
//! # db.write_blocking(|tx| tx.batch("CREATE TABLE IF NOT EXISTS notes (id BIGINT PRIMARY KEY, text TEXT NOT NULL)"))?;
//! db.write_blocking(|tx| tx.run(&ADD, store::params![1_i64, "Bring chairs"]).map(drop))?;
//! let notes: Vec<NoteRow> = db.read_blocking(|tx| tx.all(&NOTES, store::params![0_i64, 50_i64]))?;
//! assert_eq!(notes.len(), 1);
//! # drop(db); std::fs::remove_dir_all(&folder).unwrap();
//! # Ok(()) }
//! ```

mod db;
mod disk;
mod error;
mod figures;
mod migrate;
mod pg;
mod restoration;
mod row;
mod schema;
mod seat;
mod snapshot;
mod sqlite;
mod statement;
#[cfg(feature = "testing")]
pub mod testing;
mod trouble;
mod tx;
mod work;

pub use db::{About, Db, Engine, Options};
pub use error::StoreError;
pub use figures::{Figures, Histogram};
pub use migrate::{Applied, Migration, migrations};
pub use restoration::{Existing, Loader, Restoration};
#[doc(hidden)]
pub use row::__params;
pub use row::{Column, Columns, FromRow, Row, ToParam, Value};
pub use schema::{ColumnKind, Schema, Table, TableColumn};
pub use seat::{NodeNumber, Seat};
pub use snapshot::Snapshot;
pub use statement::{Described, Query, Statement};
pub use trouble::Writing;
pub use tx::Tx;

/// Every statement of this crate, for the check that prepares each on both engines.
pub fn statements() -> Vec<Described> {
    migrate::statements()
}
