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
mod branch_page;
mod branch_text;
pub mod branches;
pub mod calendar;
pub mod card;
pub mod changing;
pub mod choosing;
pub mod closed_day;
mod closing;
mod day;
mod feed;
pub mod finding;
pub mod holding;
mod letters;
pub mod making;
mod mine;
mod refusal;
mod reminders;
pub mod slots;
mod staff;
mod taking;
mod visit;
pub mod waiting;

pub use booking::{Booking, State, Wanted};
pub use finding::{Seeker, Terms};
pub use refusal::BookingError;

use base::CaseId;
use cases::{Beside, CaseError};
use jobs::Registry;
use store::Tx;
use web::{Access, App, NavItem, NavPlace, Pace, Role, Routes};

web::part!(assets);

/// How many changes a network may make in a while: each is a letter.
const CHANGES: Pace = Pace::LETTERS;

/// The routes of this crate.
pub fn routes() -> Routes {
    use Access::Public;
    Routes::new()
        .get("/track/{token}/appointment", Public, mine::page)
        .post("/track/{token}/appointment", Public, mine::choose)
        .paced(CHANGES)
        .get("/track/{token}/appointment/cancellation", Public, mine::back_to_page)
        .post("/track/{token}/appointment/cancellation", Public, mine::cancel)
        .paced(CHANGES)
        .get("/track/{token}/appointment/waiting", Public, mine::back_to_page)
        .post("/track/{token}/appointment/waiting", Public, mine::wait)
        .paced(CHANGES)
        .get("/track/{token}/appointment/calendar", Public, mine::file)
        .get("/feeds/appointments/{token}", Public, feed::calendar)
        .paced(Pace::UPLOADS)
        .merge(desk())
}

fn desk() -> Routes {
    let (work, lead) = (Access::Role(Role::Caseworker), Access::Role(Role::TeamLead));
    Routes::new()
        .get("/desk/appointments", work, day::page)
        .get("/desk/appointments/{id}", work, visit::page)
        .get("/desk/appointments/{id}/attendance", work, visit::back_to_page)
        .post("/desk/appointments/{id}/attendance", work, visit::attend)
        .get("/desk/appointments/{id}/time", work, visit::page)
        .post("/desk/appointments/{id}/time", work, visit::shift)
        .get("/desk/appointments/{id}/cancellation", work, visit::page)
        .post("/desk/appointments/{id}/cancellation", work, visit::cancel)
        .get("/desk/branches/{key}", lead, branch_page::page)
        .post("/desk/branches/{key}", lead, branch_page::save)
        .get("/desk/branches/{key}/closure", lead, closing::page)
        .post("/desk/branches/{key}/closure", lead, closing::close)
        .post("/desk/branches/{key}/feed", lead, branch_page::renew)
}

/// The entries of the navigation.
pub fn nav() -> Vec<NavItem> {
    vec![NavItem {
        key: "appointments-nav",
        href: "/desk/appointments",
        place: NavPlace::Staff,
        access: Access::Role(Role::Caseworker),
        icon: Some("calendar"),
    }]
}

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
    closed_day::register(registry, app);
}

/// Every statement of this crate, for the check that prepares each on both engines.
pub fn statements() -> Vec<store::Described> {
    [bookings::statements(), branches::statements(), waiting::statements()].concat()
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_word_exists_in_both_languages_and_is_used() {
        web::check_parts(&[&super::PART], &[concat!(env!("CARGO_MANIFEST_DIR"), "/src")]).unwrap();
    }

    #[test]
    fn every_statement_fits_both_engines() {
        store::testing::check_statements(&super::statements());
    }
}
