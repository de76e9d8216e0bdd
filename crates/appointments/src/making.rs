//! An appointment is made: its event, its entry, its letter, its reminders.

use base::CaseId;
use base::time::to_ms;
use cases::beside::{self, Happening};
use cases::{By, Case, EventKind, Office};
use ledger::{Entry, Subject};
use serde_json::json;
use store::{StoreError, Tx};

use crate::booking::{Booking, State, Wanted};
use crate::bookings::{self, For};
use crate::finding::{Seeker, Terms};
use crate::holding;
use crate::letters::{self, Notice};
use crate::{BookingError, reminders, taking};

/// How many appointments a case has one after another: each is a letter.
const MOST: i64 = 20;

/// Makes an appointment for a case that has none ahead, such as after one was cancelled or missed.
pub fn make(
    tx: &mut Tx<'_>,
    office: &Office,
    case: &Case,
    terms: &Terms,
    (wanted, seeker, by): (&Wanted, Seeker, By),
) -> Result<Booking, BookingError> {
    if case.is_closed() {
        return Err(cases::CaseError::Refused(cases::Refusal::Closed).into());
    }
    if bookings::count_of(tx, case.id)? >= MOST {
        return Err(BookingError::TooLate);
    }
    if let Some(before) = bookings::live_of(tx, case.id)? {
        over(tx, office, case, before)?;
    }
    let mut one = holding::empty(office.app().ids().next(), terms, State::Booked);
    one.case = Some(case.id);
    taking::take(tx, office, terms, (wanted, seeker), one.id)?.put(&mut one);
    bookings::insert(tx, &one, For::Nobody, office.app().clock().now_ms())?;
    made(tx, office, case, &one, (by, Notice::Booked))?;
    Ok(one)
}

/// Ends an appointment that nobody has noted anything of: who takes a new time after it has passed did not come.
fn over(
    tx: &mut Tx<'_>,
    office: &Office,
    case: &Case,
    mut before: Booking,
) -> Result<(), BookingError> {
    if before.is_ahead(office.now()) {
        return Err(BookingError::Changed);
    }
    let came = before.state == State::Arrived;
    before.state = if came { State::Done } else { State::Missed };
    if !bookings::update(tx, &mut before, to_ms(office.now()))? {
        return Err(BookingError::Changed);
    }
    let kind = if came { EventKind::Attended } else { EventKind::Missed };
    let by = By::System("appointments");
    note(tx, office, case, &before, ("appointment.end", kind, by, ""))
}

/// Writes what follows from a time that a case now has.
pub(crate) fn made(
    tx: &mut Tx<'_>,
    office: &Office,
    case: &Case,
    one: &Booking,
    (by, notice): (By, Notice),
) -> Result<(), BookingError> {
    let (verb, kind) = match notice {
        Notice::Moved => ("appointment.move", EventKind::Rebooked),
        _ => ("appointment.book", EventKind::Booked),
    };
    note(tx, office, case, one, (verb, kind, by, ""))?;
    letters::send(tx, office, case, one, &notice)?;
    reminders::plan(tx, office, one)?;
    Ok(())
}

/// Writes an entry into the ledger alone, for what is no news to the parties.
pub(crate) fn enter(
    tx: &mut Tx<'_>,
    office: &Office,
    case: CaseId,
    verb: &'static str,
    (by, appointment): (By, i64),
) -> Result<(), StoreError> {
    let (app, now) = (office.app(), office.now());
    let entry =
        Entry::new(by.actor(case), verb, Subject::case(case)).with("appointment", appointment);
    ledger::append(tx, &entry, now, app.ids(), app.rng()).map(drop)
}

/// Writes what happened to an appointment into the history of its case and into the ledger.
pub(crate) fn note(
    tx: &mut Tx<'_>,
    office: &Office,
    case: &Case,
    one: &Booking,
    (verb, kind, by, text): (&'static str, EventKind, By, &str),
) -> Result<(), BookingError> {
    let detail = json!({
        "appointment": one.id, "at": one.visit.from, "to": one.visit.to,
        "branch": one.branch, "seat": one.unit,
    });
    beside::record(tx, office, case, Happening { verb, kind, by, text: text.to_owned(), detail })?;
    Ok(())
}
