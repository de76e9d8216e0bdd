//! The demo: a real town with real data, made anew in a few seconds.
//!
//! The requests are those of a real city, their dates moved to today; people, answers and the steps
//! between beginning and end are invented. `data/README.md` and `DATA.md` tell what is what. Here too
//! is the page on which the demo's letters land instead of being sent.

mod data;
mod invent;
pub mod load;
mod mail;
mod past;
mod shift;
mod story;
mod visits;

pub use mail::routes;
pub use visits::appointments;

web::part!();

/// How many cases the demo loads when nobody says: nine months of a town of 170,000 people.
pub const CASES: usize = 24_000;

/// Says why the demo town could not be made.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// A file of the data cannot be unpacked.
    #[error("the demo's data cannot be unpacked: {0}")]
    Packed(#[from] std::io::Error),
    /// A table of the data cannot be read.
    #[error("the demo's data cannot be read: {0}")]
    Table(#[from] csv::Error),
    /// The districts cannot be read.
    #[error(transparent)]
    Districts(#[from] places::DistrictError),
    /// A case broke a rule.
    #[error(transparent)]
    Case(#[from] cases::CaseError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] store::StoreError),
    /// The thread that makes cases broke off.
    #[error("making the demo's cases broke off")]
    Broken,
}
