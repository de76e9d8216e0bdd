//! A time is held while a form is being finished: a booking that expires.

use base::CaseId;
use base::time::from_ms;
use cases::{By, Case, CaseError, Office};
use jiff::SignedDuration;
use jobs::{JobError, Registry};
use store::{StoreError, Tx};

use crate::booking::{Booking, State, Wanted};
use crate::bookings::{self, For};
use crate::finding::{self, Seeker, Terms};
use crate::letters::Notice;
use crate::{BookingError, making, taking};

/// How long a chosen time is held: the answers are looked through once more and sent. Twenty minutes, so that
/// nobody is hurried (WCAG 2.2, 2.2.1); and a time that is lost loses no answers.
pub const HOLD: SignedDuration = SignedDuration::from_mins(20);
/// How often the holds whose time is over are let go. What is looked for is free before.
const SWEEP: SignedDuration = SignedDuration::from_mins(5);
/// How often the steps of days that are over are forgotten.
const A_DAY: SignedDuration = SignedDuration::from_hours(24);

/// Holds a time for a form; what it held before is let go.
pub fn hold(
    tx: &mut Tx<'_>,
    office: &Office,
    (draft, seeker): (i64, Seeker),
    terms: &Terms,
    wanted: &Wanted,
) -> Result<Booking, BookingError> {
    if let Some(held) = bookings::of_draft(tx, draft)? {
        bookings::drop_held(tx, held.id)?;
    }
    held(tx, office, terms, (wanted, seeker), (For::Draft(draft), HOLD))
}

/// Takes a time and holds it.
pub(crate) fn held(
    tx: &mut Tx<'_>,
    office: &Office,
    terms: &Terms,
    wanted: (&Wanted, Seeker),
    (held_for, time): (For, SignedDuration),
) -> Result<Booking, BookingError> {
    let (id, now) = (office.app().ids().next(), office.app().clock().now_ms());
    let seat = taking::take(tx, office, terms, wanted, id)?;
    let until = office.now().saturating_add(time).unwrap_or(office.now());
    let mut one = empty(id, terms, State::Held);
    one.held_until = Some(base::time::to_ms(until));
    seat.put(&mut one);
    bookings::insert(tx, &one, held_for, now)?;
    Ok(one)
}

/// A booking that has no time yet.
pub(crate) fn empty(id: i64, terms: &Terms, state: State) -> Booking {
    let nothing = crate::slots::Block { from: 0, to: 0 };
    Booking {
        id,
        case: None,
        service: terms.service.id().to_owned(),
        version: terms.service.version,
        branch: String::new(),
        unit: String::new(),
        visit: nothing,
        block: nothing,
        state,
        held_until: None,
        sequence: 0,
    }
}

/// Whether a form still holds a time that can be used and at which the branch is open. A resident's must not have
/// begun; who stands at the desk is served in the time that has, as long as it is not over.
pub fn is_held(
    tx: &mut Tx<'_>,
    office: &Office,
    draft: i64,
    seeker: Seeker,
) -> Result<bool, CaseError> {
    let ahead = |held: &Booking| match seeker {
        Seeker::Resident => held.starts() > office.now(),
        Seeker::Staff => from_ms(held.visit.to) > office.now(),
    };
    let held = bookings::of_draft(tx, draft)?.filter(ahead);
    held.map_or(Ok(false), |held| is_offered(tx, office, &held))
}

/// Whether a held time is still one of those that are offered: the day may have been closed meanwhile.
pub(crate) fn is_offered(
    tx: &mut Tx<'_>,
    office: &Office,
    held: &Booking,
) -> Result<bool, CaseError> {
    let service = finding::of_booking(tx, office, held)?;
    let Some(terms) = Terms::of(&service) else { return Ok(false) };
    let wanted = Wanted { branch: held.branch.clone(), start: held.visit.from };
    let branch = finding::branch_of(tx, office, &terms, &wanted)?;
    Ok(branch.is_some_and(|branch| finding::is_offered(office, &terms, &branch, wanted.start)))
}

/// Lets go of what a form holds.
pub fn let_go(tx: &mut Tx<'_>, draft: i64) -> Result<(), StoreError> {
    if let Some(held) = bookings::of_draft(tx, draft)? {
        bookings::drop_held(tx, held.id)?;
    }
    Ok(())
}

/// Makes the time that a form holds the appointment of its new case, in the transaction that opens it. A hold
/// whose time is over counts as long as nobody else has taken its time.
pub fn confirm(
    tx: &mut Tx<'_>,
    office: &Office,
    draft: i64,
    case: &Case,
    by: By,
) -> Result<Booking, BookingError> {
    let held = bookings::of_draft(tx, draft)?.ok_or(BookingError::Taken)?;
    if !is_offered(tx, office, &held)? {
        return Err(BookingError::Taken);
    }
    let one = claim(tx, office, held, case.id)?;
    making::made(tx, office, case, &one, (by, Notice::Booked))?;
    Ok(one)
}

/// Makes a held time the appointment of a case.
fn claim(
    tx: &mut Tx<'_>,
    office: &Office,
    held: Booking,
    case: CaseId,
) -> Result<Booking, BookingError> {
    let steps = i64::try_from(held.block.grains().count()).unwrap_or(i64::MAX);
    let mut one = Booking { case: Some(case), state: State::Booked, held_until: None, ..held };
    if !bookings::update(tx, &mut one, office.app().clock().now_ms())? {
        return Err(BookingError::Taken);
    }
    // The rows that decide are there, all of them.
    if bookings::grains(tx, one.id)? != steps {
        return Err(BookingError::Taken);
    }
    Ok(one)
}

/// Registers the jobs that let go of holds whose time is over, and of days that are.
pub(crate) fn register(registry: &mut Registry) {
    registry.every(SWEEP, "appointments.sweep", |context| async move {
        let now = context.tools.clock.now_ms();
        context
            .tools
            .db
            .write(move |tx| bookings::sweep(tx, now))
            .await
            .map_err(JobError::Store)?;
        Ok(())
    });
    registry.every(A_DAY, "appointments.forget", |context| async move {
        let now = context.tools.clock.now_ms();
        context
            .tools
            .db
            .write(move |tx| bookings::forget(tx, now))
            .await
            .map_err(JobError::Store)?;
        Ok(())
    });
}
