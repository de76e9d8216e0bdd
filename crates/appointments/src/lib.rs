//! Appointments: where and when the town receives people, and who has which time.
//!
//! A service says what appointment comes with it (`[appointment]` in its definition), a branch says when it is
//! open and who serves there (`[[branches]]` of the pack, changed in the browser). [`slots`] works out from
//! both what is free; that is pure. A time belongs to whoever first writes its five minutes at a seat: a
//! unique key decides, on both engines. What somebody does to an appointment is a verb that works in the
//! caller's transaction and writes the change, the event of its case, the ledger's entry, the letter and the
//! reminders. `docs/decisions/0015-appointments.md` says why it is so.
//!
//! Every appointment belongs to a case; nothing here tells who somebody is.

pub mod booking;
pub mod bookings;
pub mod branches;
pub mod calendar;
pub mod changing;
pub mod finding;
pub mod holding;
mod letters;
pub mod making;
mod refusal;
mod reminders;
pub mod slots;
mod taking;
pub mod waiting;

pub use booking::{Booking, State, Wanted};
pub use finding::{Seeker, Terms};
pub use refusal::BookingError;

use base::CaseId;
use cases::{Beside, CaseError};
use jobs::Registry;
use store::Tx;
use web::App;

web::part!();

/// What becomes of an appointment when its case ends or is erased.
pub const BESIDE: Beside = Beside { ended: changing::ended, erased };

/// Times stay, for figures; that somebody waited goes.
fn erased(tx: &mut Tx<'_>, case: CaseId) -> Result<(), CaseError> {
    Ok(waiting::forget(tx, case)?)
}

/// Registers the jobs of this crate.
pub fn register(registry: &mut Registry, app: &App) {
    holding::register(registry);
    reminders::register(registry, app);
    waiting::register(registry, app);
}

/// Every statement of this crate, for the check that prepares each on both engines.
pub fn statements() -> Vec<store::Described> {
    [bookings::statements(), branches::statements(), waiting::statements()].concat()
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_statement_fits_both_engines() {
        store::testing::check_statements(&super::statements());
    }
}
