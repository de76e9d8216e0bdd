//! Full text: finding a service by everyday words, and a case by anything in it.
//!
//! [`ServiceIndex`] lives in memory and is rebuilt whenever the catalogue changes; it forgives
//! spelling, knows English and Spanish word forms, and finds while somebody types. [`CaseIndex`]
//! lies in a folder and follows the ledger; it is a copy, so a lost or broken one is thrown away and
//! filled again. Neither knows what a service or a case is: they take plain documents.
//!
//! Whatever somebody types is a query; there is no query that is an error.
//!
//! ```
//! use base::Locale;
//! use search::{ServiceDocument, ServiceIndex, ServiceText};
//!
//! let text = ServiceText {
//!     name: "Report a pothole".into(),
//!     synonyms: vec!["hole in road".into()],
//!     ..ServiceText::default()
//! };
//! let pothole = ServiceDocument { id: "pothole".into(), texts: vec![(Locale::EN, text)], weight: 1.0 };
//! let index = ServiceIndex::build(&[pothole])?;
//! assert_eq!(index.find("pothol", Locale::EN, 5)[0].id, "pothole");
//! assert_eq!(index.find("a hole in my road", Locale::EN, 5)[0].id, "pothole");
//! # Ok::<(), search::SearchError>(())
//! ```

mod among;
mod cases;
mod position;
mod query;
mod services;
mod words;

pub use among::{Among, CaseDocument};
pub use cases::{CaseIndex, Opened};
pub use position::Position;
pub use services::{Hit, ServiceDocument, ServiceIndex, ServiceText};

/// Says that an index cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The index's folder cannot be made, read or written.
    #[error("the search index cannot be reached: {0}")]
    Folder(#[from] std::io::Error),
    /// Another process writes this index.
    #[error("the search index is in use by another process")]
    InUse,
    /// The engine gave up.
    #[error("the search index failed: {0}")]
    Engine(#[from] tantivy::TantivyError),
}
