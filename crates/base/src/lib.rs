//! The vocabulary of the house: ids, references, time, chance, calendars, languages, money, places and
//! text.
//!
//! Everything here is pure: no input or output, no database, no HTTP. Time and chance are values
//! ([`Clock`], [`Rng`]) that callers pass on, so that a test can stand at midnight on 29 February.
//!
//! ```
//! use base::{Clock, Locale, Localized, Reference, Rng};
//!
//! let rng = Rng::seeded(7);
//! let reference = Reference::random(&rng);
//! assert_eq!(reference, reference.to_string().to_lowercase().parse().unwrap());
//!
//! let name = Localized::new("Report a pothole").with(Locale::ES, "Avisar de un bache");
//! assert_eq!(name.get(Locale::ES), "Avisar de un bache");
//! ```

pub mod calendar;
mod clock;
pub mod contact;
pub mod geo;
pub mod id;
mod locale;
pub mod money;
pub mod names;
mod reference;
mod rng;
pub mod text;
pub mod time;

pub use calendar::WorkingCalendar;
pub use clock::Clock;
pub use id::{CaseId, EventId, FileId, IdMaker, Node, PaymentId, PersonId, TeamId};
pub use locale::{Locale, Localized};
pub use reference::{Reference, ReferenceError};
pub use rng::{Rng, Token};
