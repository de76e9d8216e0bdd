//! The collection of bookings: every statement on the tables `appointments` and `appointment_grains`.
//!
//! A seat's five minutes are a row with a unique key: whoever writes it first has them, on either engine and
//! whatever else was read before.

use base::CaseId;
use store::{StoreError, Tx, params};

use crate::booking::{Booking, State};
use crate::slots::{Block, GRAIN_MS, Taken};

/// Bookings of a branch in a stretch of time that are read at most: a week of sixty seats.
pub const MOST: i64 = 5_000;
/// Bookings of one seat in a stretch of time that are read at most: five weeks of nothing but five minutes.
const MOST_OF_UNIT: i64 = 5_000;
/// Held times that are let go in one transaction.
const BATCH: i64 = 200;
/// The longest block: a booking that began earlier cannot reach into a day.
const LONGEST_MS: i64 = (600 + 240 + 240) * 60_000;

/// The columns of [`BookingRow`].
macro_rules! columns {
    ($rest:literal) => {
        concat!(
            "SELECT id, case_id, service, version, branch, unit, starts_at, ends_at, blocks_from, blocks_to, \
             state, held_until, sequence FROM appointments ",
            $rest
        )
    };
}

store::row! {
    struct BookingRow {
        id: i64, case_id: Option<CaseId>, service: String, version: i64, branch: String, unit: String,
        starts_at: i64, ends_at: i64, blocks_from: i64, blocks_to: i64, state: String,
        held_until: Option<i64>, sequence: i64,
    }
}

store::statements! {
    INSERT: Statement = "INSERT INTO appointments (id, case_id, live_case, draft, service, version, branch, unit,
        starts_at, ends_at, blocks_from, blocks_to, state, held_until, sequence, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
    /// A row is changed only as it was read: of two people at once the second finds another sequence.
    UPDATE: Statement = "UPDATE appointments SET case_id = $3, live_case = $4, branch = $5, unit = $6,
        starts_at = $7, ends_at = $8, blocks_from = $9, blocks_to = $10, state = $11, held_until = $12,
        sequence = sequence + 1, updated_at = $13, draft = NULL WHERE id = $1 AND sequence = $2";
    BY_ID: Query<BookingRow> = columns!("WHERE id = $1");
    OF_DRAFT: Query<BookingRow> = columns!("WHERE draft = $1");
    LIVE: Query<BookingRow> = columns!("WHERE live_case = $1");
    LATEST: Query<BookingRow> = columns!("WHERE case_id = $1 ORDER BY id DESC LIMIT 1");
    OF_BRANCH: Query<BookingRow> = columns!("WHERE branch = $1 AND starts_at >= $2 AND starts_at < $3
        AND state <> 'held' ORDER BY starts_at, id LIMIT $4");
    HELD_OF_BRANCH: Query<i64> = "SELECT id FROM appointments WHERE branch = $1 AND starts_at >= $2
        AND starts_at < $3 AND state = 'held' ORDER BY id LIMIT $4";
    TAKEN: Query<(i64, i64)> = "SELECT blocks_from, blocks_to FROM appointments WHERE unit = $1
        AND blocks_from >= $2 AND blocks_from < $3 AND blocks_to > $4 AND state <> 'cancelled'
        AND (state <> 'held' OR held_until > $5) AND id <> $6 ORDER BY blocks_from LIMIT $7";
    TAKE: Statement = "INSERT INTO appointment_grains (unit, grain, appointment) VALUES ($1, $2, $3)
        ON CONFLICT (unit, grain) DO NOTHING";
    RELEASE: Statement = "DELETE FROM appointment_grains WHERE appointment = $1";
    HAND: Statement = "UPDATE appointment_grains SET appointment = $2 WHERE appointment = $1";
    GRAINS: Query<i64> = "SELECT COUNT(*) FROM appointment_grains WHERE appointment = $1";
    STALE_IN: Query<i64> = "SELECT DISTINCT a.id FROM appointments AS a JOIN appointment_grains AS g
        ON g.appointment = a.id WHERE g.unit = $1 AND g.grain >= $2 AND g.grain < $3
        AND a.state = 'held' AND a.held_until <= $4 LIMIT 200";
    STALE: Query<i64> = "SELECT id FROM appointments WHERE state = 'held' AND held_until <= $1
        ORDER BY held_until LIMIT $2";
    DROP: Statement = "DELETE FROM appointments WHERE id = $1 AND state = 'held'";
    DROP_STALE: Statement = "DELETE FROM appointments WHERE id = $1 AND state = 'held' AND held_until <= $2";
    OF_CASE: Query<i64> = "SELECT COUNT(*) FROM appointments WHERE case_id = $1";
    FORGET: Statement = "DELETE FROM appointment_grains WHERE grain < $1";
    AHEAD: Query<BookingRow> = columns!("WHERE branch = $1 AND starts_at >= $2 AND state = 'booked'
        ORDER BY starts_at, id LIMIT $3");
}

impl BookingRow {
    fn booking(self) -> Booking {
        Booking {
            id: self.id,
            case: self.case_id,
            service: self.service,
            version: self.version,
            branch: self.branch,
            unit: self.unit,
            visit: Block { from: self.starts_at, to: self.ends_at },
            block: Block { from: self.blocks_from, to: self.blocks_to },
            state: State::parse(&self.state),
            held_until: self.held_until,
            sequence: self.sequence,
        }
    }
}

/// For what a time is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum For {
    /// A form.
    Draft(i64),
    /// Somebody on the waiting list, or a case at once.
    Nobody,
}

/// The case that has a booking ahead or under way; a case has one.
fn live(one: &Booking) -> Option<CaseId> {
    one.case.filter(|_| matches!(one.state, State::Booked | State::Arrived))
}

pub(crate) fn insert(
    tx: &mut Tx<'_>,
    one: &Booking,
    held_for: For,
    now: i64,
) -> Result<(), StoreError> {
    let draft = match held_for {
        For::Draft(draft) => Some(draft),
        For::Nobody => None,
    };
    tx.run(
        &INSERT,
        params![
            one.id,
            one.case,
            live(one),
            draft,
            one.service,
            one.version,
            one.branch,
            one.unit,
            one.visit.from,
            one.visit.to,
            one.block.from,
            one.block.to,
            one.state.key(),
            one.held_until,
            one.sequence,
            now,
        ],
    )
    .map(drop)
}

/// Writes a changed booking; `false` when somebody else has changed it since it was read.
pub(crate) fn update(tx: &mut Tx<'_>, one: &mut Booking, now: i64) -> Result<bool, StoreError> {
    let changed = tx.run(
        &UPDATE,
        params![
            one.id,
            one.sequence,
            one.case,
            live(one),
            one.branch,
            one.unit,
            one.visit.from,
            one.visit.to,
            one.block.from,
            one.block.to,
            one.state.key(),
            one.held_until,
            now,
        ],
    )?;
    one.sequence += 1;
    Ok(changed == 1)
}

/// The booking of an id.
pub fn by_id(tx: &mut Tx<'_>, id: i64) -> Result<Option<Booking>, StoreError> {
    Ok(tx.one(&BY_ID, params![id])?.map(BookingRow::booking))
}

/// What is held for a form.
pub fn of_draft(tx: &mut Tx<'_>, draft: i64) -> Result<Option<Booking>, StoreError> {
    Ok(tx.one(&OF_DRAFT, params![draft])?.map(BookingRow::booking))
}

/// The booking of a case that is ahead or under way.
pub fn live_of(tx: &mut Tx<'_>, case: CaseId) -> Result<Option<Booking>, StoreError> {
    Ok(tx.one(&LIVE, params![case])?.map(BookingRow::booking))
}

/// The newest booking of a case, whatever became of it.
pub fn latest_of(tx: &mut Tx<'_>, case: CaseId) -> Result<Option<Booking>, StoreError> {
    Ok(tx.one(&LATEST, params![case])?.map(BookingRow::booking))
}

/// How many bookings a case has had.
pub(crate) fn count_of(tx: &mut Tx<'_>, case: CaseId) -> Result<i64, StoreError> {
    Ok(tx.one(&OF_CASE, params![case])?.unwrap_or(0))
}

/// The bookings of a branch that begin in a stretch of time, in order.
pub fn of_branch(tx: &mut Tx<'_>, branch: &str, within: Block) -> Result<Vec<Booking>, StoreError> {
    let rows = tx.all(&OF_BRANCH, params![branch, within.from, within.to, MOST])?;
    Ok(rows.into_iter().map(BookingRow::booking).collect())
}

/// The ids of what is held at a branch in a stretch of time.
pub(crate) fn held_of_branch(
    tx: &mut Tx<'_>,
    branch: &str,
    within: Block,
) -> Result<Vec<i64>, StoreError> {
    tx.all(&HELD_OF_BRANCH, params![branch, within.from, within.to, MOST])
}

/// The bookings of a branch that are still ahead, at most so many.
pub fn ahead(
    tx: &mut Tx<'_>,
    branch: &str,
    from: i64,
    most: i64,
) -> Result<Vec<Booking>, StoreError> {
    let rows = tx.all(&AHEAD, params![branch, from, most])?;
    Ok(rows.into_iter().map(BookingRow::booking).collect())
}

/// What is taken of some seats in a stretch of time, but for one's own.
pub fn taken(
    tx: &mut Tx<'_>,
    units: impl Iterator<Item = String>,
    within: Block,
    (now, own): (i64, i64),
) -> Result<Taken, StoreError> {
    let mut taken = Taken::new();
    for unit in units {
        let first = within.from - LONGEST_MS;
        let rows =
            tx.all(&TAKEN, params![unit, first, within.to, within.from, now, own, MOST_OF_UNIT])?;
        let blocks = rows.into_iter().map(|(from, to)| Block { from, to }).collect();
        taken.insert(unit, blocks);
    }
    Ok(taken)
}

/// Takes a stretch of a seat's time for a booking, all of it or nothing. What was held too long gives way.
pub(crate) fn take(
    tx: &mut Tx<'_>,
    id: i64,
    unit: &str,
    block: Block,
    now: i64,
) -> Result<bool, StoreError> {
    let grains = block.grains();
    for stale in tx.all(&STALE_IN, params![unit, grains.start, grains.end, now])? {
        let_go(tx, stale, now)?;
    }
    for grain in grains {
        if tx.run(&TAKE, params![unit, grain, id])? == 0 {
            release(tx, id)?;
            return Ok(false);
        }
    }
    Ok(true)
}

/// Gives back all that a booking has taken.
pub(crate) fn release(tx: &mut Tx<'_>, id: i64) -> Result<(), StoreError> {
    tx.run(&RELEASE, params![id]).map(drop)
}

/// Hands what one booking has taken to another.
pub(crate) fn hand(tx: &mut Tx<'_>, from: i64, to: i64) -> Result<(), StoreError> {
    tx.run(&HAND, params![from, to]).map(drop)
}

/// How many steps of time a booking has.
pub(crate) fn grains(tx: &mut Tx<'_>, id: i64) -> Result<i64, StoreError> {
    Ok(tx.one(&GRAINS, params![id])?.unwrap_or(0))
}

/// Removes the row of a hold and leaves what it has taken, for who gets it; `false` when it is none any more.
pub(crate) fn drop_row(tx: &mut Tx<'_>, id: i64) -> Result<bool, StoreError> {
    Ok(tx.run(&DROP, params![id])? == 1)
}

/// Ends a hold; `false` when it is none any more.
pub(crate) fn drop_held(tx: &mut Tx<'_>, id: i64) -> Result<bool, StoreError> {
    // The row first: who confirms it at this moment changes the same row, and one of the two runs again.
    let gone = tx.run(&DROP, params![id])? == 1;
    if gone {
        release(tx, id)?;
    }
    Ok(gone)
}

/// Ends a hold whose time is over; `false` when it has been confirmed or renewed.
fn let_go(tx: &mut Tx<'_>, id: i64, now: i64) -> Result<bool, StoreError> {
    let gone = tx.run(&DROP_STALE, params![id, now])? == 1;
    if gone {
        release(tx, id)?;
    }
    Ok(gone)
}

/// Forgets the steps of time that are over by two days: nobody can take them any more.
pub(crate) fn forget(tx: &mut Tx<'_>, now: i64) -> Result<u64, StoreError> {
    tx.run(&FORGET, params![(now - 2 * base::time::DAY_MS).div_euclid(GRAIN_MS)])
}

/// Ends the holds whose time is over, at most so many; gives their number.
pub(crate) fn sweep(tx: &mut Tx<'_>, now: i64) -> Result<u64, StoreError> {
    let mut swept = 0;
    for id in tx.all(&STALE, params![now, BATCH])? {
        swept += u64::from(let_go(tx, id, now)?);
    }
    Ok(swept)
}
