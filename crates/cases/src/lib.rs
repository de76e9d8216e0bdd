//! The spine: whatever somebody starts becomes a case, with one lifecycle, one clock, one history.
//!
//! The noun is [`Case`]: its states and its clock are pure rules. Every verb has a file with one
//! function that works in the caller's transaction: it reads the case, applies the rules, writes
//! the change, its event, its ledger entry, and the letters and reminders that follow, or nothing.
//! Pages, the API and the command line call the same functions. Who may see or change a case is
//! decided by the caller; what the workflow lets them do is decided here.
//!
//! ```no_run
//! # fn act(tx: &mut store::Tx<'_>, app: &web::App, id: base::CaseId, me: base::PersonId) -> Result<(), cases::CaseError> {
//! use cases::{Acting, By, Closure, Office, Rank, Seen};
//! let office = Office::of(app);
//! let acting = Acting { by: By::Staff(me, Rank::Caseworker), seen: Seen::Revision(3) };
//! cases::moves::make(tx, &office, id, "start", "", acting)?;
//! let closure = Closure { outcome: "done".into(), reason: "Filled and rolled.".into() };
//! cases::closure::close(tx, &office, id, &closure, Acting { seen: Seen::Whatever, ..acting })?;
//! # Ok(()) }
//! ```

pub mod answers;
pub mod assignment;
pub mod beside;
mod case;
pub mod cases;
pub mod closure;
pub mod correction;
pub mod duplicate;
pub mod events;
pub mod feedback;
pub mod figures;
mod filter;
pub mod followers;
pub mod given;
pub mod hand_over;
pub mod import;
pub mod inbox;
pub mod indexing;
mod letters;
pub mod links;
pub mod messages;
pub mod moves;
mod office;
pub mod opening;
pub mod payment;
pub mod public;
pub mod receipts;
mod refusal;
pub mod reminders;
pub mod retention;
pub mod tally;
mod watch;

pub use answers::Told;
pub use assignment::Assignment;
pub use beside::Beside;
pub use case::{By, Case, Ending, Rank};
pub use closure::Closure;
pub use events::{Audience, Event, EventKind, Party};
pub use feedback::{Feedback, Solved};
pub use office::{Acting, Office, Seen};
pub use opening::NewCase;
pub use refusal::{CaseError, Refusal};
pub use watch::{Lateness, Span, Watch, promised_at};

web::part!();

/// Every statement of this crate, for the check that prepares each on both engines.
pub fn statements() -> Vec<store::Described> {
    [
        answers::statements(),
        cases::statements(),
        events::statements(),
        feedback::statements(),
        figures::statements(),
        followers::statements(),
        inbox::statements(),
        messages::statements(),
        public::statements(),
        retention::statements(),
        tally::statements(),
    ]
    .concat()
}
