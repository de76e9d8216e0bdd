//! An appointment is moved, cancelled, or ends with its case.

use base::time::to_ms;
use cases::{By, Case, CaseError, EventKind, Office};
use store::Tx;

use crate::booking::{Booking, State, Wanted};
use crate::finding::{Seeker, Terms};
use crate::letters::{self, Notice};
use crate::{BookingError, bookings, making, reminders, taking, waiting};

/// The appointment as somebody saw it who changes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Its id.
    pub id: i64,
    /// How often it had been changed.
    pub sequence: i64,
}

/// Finds the appointment that somebody changes, as they saw it, in time.
fn open(
    tx: &mut Tx<'_>,
    office: &Office,
    case: &Case,
    (seen, terms): (Seen, &Terms),
    by: By,
) -> Result<Booking, BookingError> {
    let found = bookings::by_id(tx, seen.id)?.filter(|one| one.case == Some(case.id));
    let one = found.ok_or(BookingError::Gone)?;
    if one.sequence != seen.sequence {
        return Err(BookingError::Changed);
    }
    let in_time = match by {
        By::Resident => one.may_change(&terms.says, office.now()),
        By::Staff(..) | By::System(_) => one.state == State::Booked,
    };
    if in_time { Ok(one) } else { Err(BookingError::TooLate) }
}

/// Moves an appointment to another time.
pub fn shift(
    tx: &mut Tx<'_>,
    office: &Office,
    case: &Case,
    (seen, terms): (Seen, &Terms),
    (wanted, seeker, by): (&Wanted, Seeker, By),
) -> Result<Booking, BookingError> {
    let mut one = open(tx, office, case, (seen, terms), by)?;
    let before = one.clone();
    // Its own time first, so that it can move by less than its length. All of it is undone where there is none.
    bookings::release(tx, one.id)?;
    taking::take(tx, office, terms, (wanted, seeker), one.id)?.put(&mut one);
    if !bookings::update(tx, &mut one, to_ms(office.now()))? {
        return Err(BookingError::Changed);
    }
    making::made(tx, office, case, &one, (by, Notice::Moved))?;
    // Who chooses a time has stopped to wait for one.
    waiting::leave(tx, office, case.id)?;
    waiting::freed(tx, office, &before, 0)?;
    Ok(one)
}

/// Cancels an appointment; the reason is for the resident.
pub fn cancel(
    tx: &mut Tx<'_>,
    office: &Office,
    case: &Case,
    (seen, terms): (Seen, &Terms),
    (reason, by): (&str, By),
) -> Result<Booking, BookingError> {
    let one = open(tx, office, case, (seen, terms), by)?;
    let again = !case.is_closed();
    call_off(tx, office, case, one, (reason, by, again))
}

/// Takes an appointment off; `again` says whether the letter leads to a new one.
pub(crate) fn call_off(
    tx: &mut Tx<'_>,
    office: &Office,
    case: &Case,
    mut one: Booking,
    (reason, by, again): (&str, By, bool),
) -> Result<Booking, BookingError> {
    one.state = State::Cancelled;
    if !bookings::update(tx, &mut one, to_ms(office.now()))? {
        return Err(BookingError::Changed);
    }
    bookings::release(tx, one.id)?;
    reminders::cancel(tx, one.id)?;
    waiting::leave(tx, office, case.id)?;
    let what = ("appointment.cancel", EventKind::Unbooked, by, reason);
    making::note(tx, office, case, &one, what)?;
    let notice = Notice::Cancelled { reason: reason.to_owned(), again, by_us: by != By::Resident };
    letters::send(tx, office, case, &one, &notice)?;
    waiting::freed(tx, office, &one, 0)?;
    Ok(one)
}

/// Ends the appointment of a case that has ended: one that is ahead will not be.
pub(crate) fn ended(
    tx: &mut Tx<'_>,
    office: &Office,
    case: &Case,
    by: By,
) -> Result<(), CaseError> {
    let Some(mut one) = bookings::live_of(tx, case.id)? else { return Ok(()) };
    let done = if one.is_ahead(office.now()) {
        call_off(tx, office, case, one, ("", by, false)).map(drop)
    } else if one.state == State::Arrived {
        one.state = State::Done;
        attended(tx, office, case, one, by)
    } else {
        Ok(())
    };
    done.map_err(CaseError::from)
}

/// Notes that a visit is over.
fn attended(
    tx: &mut Tx<'_>,
    office: &Office,
    case: &Case,
    mut one: Booking,
    by: By,
) -> Result<(), BookingError> {
    if !bookings::update(tx, &mut one, to_ms(office.now()))? {
        return Err(BookingError::Changed);
    }
    making::note(tx, office, case, &one, ("appointment.end", EventKind::Attended, by, ""))
}

/// Notes what became of a visit: whoever came, did not come, or is done. What was noted can be mended.
pub fn attend(
    tx: &mut Tx<'_>,
    office: &Office,
    case: &Case,
    (seen, state): (Seen, State),
    by: By,
) -> Result<Booking, BookingError> {
    let found = bookings::by_id(tx, seen.id)?.filter(|one| one.case == Some(case.id));
    let mut one = found.ok_or(BookingError::Gone)?;
    if one.sequence != seen.sequence {
        return Err(BookingError::Changed);
    }
    if !one.may_become(state, office.now()) {
        return Err(BookingError::TooLate);
    }
    one.state = state;
    if !bookings::update(tx, &mut one, to_ms(office.now()))? {
        return Err(BookingError::Changed);
    }
    let (verb, kind) = match state {
        State::Missed => ("appointment.miss", EventKind::Missed),
        State::Arrived => ("appointment.arrive", EventKind::Attended),
        State::Booked => ("appointment.mend", EventKind::Booked),
        // That they came is in the history already.
        _ => {
            making::enter(tx, office, case.id, "appointment.end", (by, one.id))?;
            return Ok(one);
        }
    };
    making::note(tx, office, case, &one, (verb, kind, by, ""))?;
    Ok(one)
}
