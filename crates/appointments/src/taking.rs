//! Taking a time: choosing a seat, and letting the database decide.

use cases::Office;
use services::Branch;
use store::{StoreError, Tx};

use crate::booking::{Booking, Wanted};
use crate::finding::{self, Seeker, Terms};
use crate::slots::{Block, Serving};
use crate::{BookingError, bookings};

/// A time at a seat, taken for a booking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seat {
    pub branch: String,
    pub unit: String,
    pub visit: Block,
    pub block: Block,
}

impl Seat {
    /// Puts a booking onto the seat.
    pub(crate) fn put(self, one: &mut Booking) {
        one.branch = self.branch;
        one.unit = self.unit;
        one.visit = self.visit;
        one.block = self.block;
    }
}

/// Takes a seat at a wanted time for the booking of an id, which must have none.
///
/// # Errors
/// Where the time is not offered or every seat is taken.
pub(crate) fn take(
    tx: &mut Tx<'_>,
    office: &Office,
    terms: &Terms,
    (wanted, seeker): (&Wanted, Seeker),
    id: i64,
) -> Result<Seat, BookingError> {
    let window = terms.window(office, seeker);
    let branch = finding::branch_of(tx, office, terms, wanted)?.ok_or(BookingError::Taken)?;
    let start = wanted.start;
    if !(window.earliest..=window.latest).contains(&start)
        || !finding::is_offered(office, terms, &branch, start)
    {
        return Err(BookingError::Taken);
    }
    at(tx, office, terms, &branch, (start, id))?.ok_or(BookingError::Taken)
}

/// Takes the first free seat of those that can serve a time.
fn at(
    tx: &mut Tx<'_>,
    office: &Office,
    terms: &Terms,
    branch: &Branch,
    (start, id): (i64, i64),
) -> Result<Option<Seat>, StoreError> {
    let (zone, now) = (office.calendar().zone(), office.app().clock().now_ms());
    let date = office.calendar().date(base::time::from_ms(start));
    let block = terms.timing.block(start);
    for resource in branch.able(&terms.offer) {
        if !Serving::of(resource, zone, date).serves(block) {
            continue;
        }
        for unit in resource.units() {
            if bookings::take(tx, id, &unit, block, now)? {
                let visit = Block { from: start, to: start + terms.timing.length };
                return Ok(Some(Seat { branch: branch.key.clone(), unit, visit, block }));
            }
        }
    }
    Ok(None)
}
