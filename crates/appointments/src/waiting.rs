//! Who would like to come sooner: a time that becomes free is offered to one after another, in the order in
//! which they asked, and kept for each for as long as the service says.

use base::CaseId;
use base::time::to_ms;
use cases::{By, Case, CaseError, Office};
use jiff::SignedDuration;
use jobs::{Job, JobContext, JobError, Registry};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{StoreError, Tx, params};
use web::App;

use crate::booking::{Booking, State, Wanted};
use crate::bookings::{self, For};
use crate::finding::{self, Seeker, Terms};
use crate::letters::{self, Notice};
use crate::slots::Block;
use crate::{BookingError, branches, holding, making};

/// The kinds of the jobs: looking for who gets a free time, and going on when somebody lets it pass.
const OFFER: &str = "appointments.offer";
const PASS: &str = "appointments.pass";
/// How many who wait are looked at in one transaction; the job goes on with the next.
const BATCH: i64 = 20;
/// An offer that would run out sooner than this tells nobody in time.
const LEAST: SignedDuration = SignedDuration::from_mins(30);

store::row! {
    struct WaitingRow { id: i64, case_id: CaseId, offered: Option<i64> }
}

store::statements! {
    JOIN: Statement = "INSERT INTO appointment_waiting (id, case_id, branch, offered, asked_at)
        VALUES ($1, $2, $3, NULL, $4) ON CONFLICT (case_id) DO NOTHING";
    OF_CASE: Query<WaitingRow> = "SELECT id, case_id, offered FROM appointment_waiting WHERE case_id = $1";
    BY_ID: Query<WaitingRow> = "SELECT id, case_id, offered FROM appointment_waiting WHERE id = $1";
    NEXT: Query<WaitingRow> = "SELECT id, case_id, offered FROM appointment_waiting
        WHERE branch = $1 AND id > $2 ORDER BY id LIMIT $3";
    LEAVE: Statement = "DELETE FROM appointment_waiting WHERE id = $1";
    SET: Statement = "UPDATE appointment_waiting SET offered = $2 WHERE id = $1 AND offered IS NULL";
    TAKE_BACK: Statement = "UPDATE appointment_waiting SET offered = NULL WHERE offered = $1";
    CLEAR: Statement = "UPDATE appointment_waiting SET offered = NULL WHERE id = $1 AND offered = $2";
}

/// A stretch of time that has become free, and after whom of those who wait it goes on.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Freed {
    branch: String,
    from: i64,
    to: i64,
    after: i64,
}

/// An offer whose time is over.
#[derive(Debug, Serialize, Deserialize)]
struct Passed {
    waiting: i64,
    held: i64,
    freed: Freed,
}

/// Where somebody stands who waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// They do not wait.
    No,
    /// They wait.
    Waits,
    /// A time is kept for them.
    Offered(Box<Booking>),
}

/// Where the holder of a case stands.
pub fn standing(tx: &mut Tx<'_>, office: &Office, case: CaseId) -> Result<Standing, StoreError> {
    let Some(row) = tx.one(&OF_CASE, params![case])? else { return Ok(Standing::No) };
    let held = match row.offered {
        Some(held) => bookings::by_id(tx, held)?,
        None => None,
    };
    let now = to_ms(office.now());
    let alive = held.filter(|one| one.held_until.is_some_and(|until| until > now));
    Ok(alive.map_or(Standing::Waits, |one| Standing::Offered(Box::new(one))))
}

/// Puts the holder of a case on the list, behind everybody who is on it.
pub fn join(tx: &mut Tx<'_>, office: &Office, case: &Case, by: By) -> Result<(), BookingError> {
    let one = bookings::live_of(tx, case.id)?.ok_or(BookingError::Gone)?;
    if !one.is_ahead(office.now()) {
        return Err(BookingError::TooLate);
    }
    let (id, now) = (office.app().ids().next(), to_ms(office.now()));
    if tx.run(&JOIN, params![id, case.id, one.branch, now])? == 1 {
        making::enter(tx, office, case.id, "appointment.wait", (by, one.id))?;
    }
    Ok(())
}

/// Takes the holder of a case off the list, as they ask.
pub fn stop(tx: &mut Tx<'_>, office: &Office, case: &Case, by: By) -> Result<(), BookingError> {
    if tx.one(&OF_CASE, params![case.id])?.is_some() {
        leave(tx, office, case.id)?;
        making::enter(tx, office, case.id, "appointment.stop-waiting", (by, 0))?;
    }
    Ok(())
}

/// Takes a case off the list; what was kept for it goes to the next.
pub(crate) fn leave(tx: &mut Tx<'_>, office: &Office, case: CaseId) -> Result<(), StoreError> {
    let Some(row) = tx.one(&OF_CASE, params![case])? else { return Ok(()) };
    tx.run(&LEAVE, params![row.id])?;
    if let Some(held) = row.offered
        && let Some(one) = bookings::by_id(tx, held)?
        && bookings::drop_held(tx, held)?
    {
        freed(tx, office, &one, row.id)?;
    }
    Ok(())
}

/// Forgets a case that is erased.
pub(crate) fn forget(tx: &mut Tx<'_>, case: CaseId) -> Result<(), StoreError> {
    if let Some(row) = tx.one(&OF_CASE, params![case])? {
        tx.run(&LEAVE, params![row.id])?;
    }
    Ok(())
}

/// Takes an offer back whose hold is gone; who had it waits for the next.
pub(crate) fn take_back(tx: &mut Tx<'_>, held: i64) -> Result<(), StoreError> {
    tx.run(&TAKE_BACK, params![held]).map(drop)
}

/// Lets somebody who waits know of a time that has become free, after the transaction.
pub(crate) fn freed(
    tx: &mut Tx<'_>,
    office: &Office,
    one: &Booking,
    after: i64,
) -> Result<(), StoreError> {
    if one.block.from <= to_ms(office.now()) {
        return Ok(());
    }
    let Block { from, to } = one.block;
    let freed = Freed { branch: one.branch.clone(), from, to, after };
    jobs::enqueue(tx, &Job::new(OFFER, json!(freed)).at(office.now()), office.app().ids())
}

/// Takes the time that is kept, in the place of the one that somebody has.
pub fn accept(
    tx: &mut Tx<'_>,
    office: &Office,
    case: &Case,
    by: By,
) -> Result<Booking, BookingError> {
    let row = tx.one(&OF_CASE, params![case.id])?.ok_or(BookingError::Gone)?;
    let held = row.offered.ok_or(BookingError::Taken)?;
    let kept = bookings::by_id(tx, held)?.ok_or(BookingError::Taken)?;
    let mut one = bookings::live_of(tx, case.id)?.ok_or(BookingError::Gone)?;
    if !one.is_ahead(office.now()) || kept.starts() <= office.now() {
        return Err(BookingError::TooLate);
    }
    if !holding::is_offered(tx, office, &kept)? {
        return Err(BookingError::Taken);
    }
    // The held row goes, what it has taken stays and changes hands.
    if !bookings::drop_row(tx, held)? {
        return Err(BookingError::Taken);
    }
    let before = one.clone();
    bookings::release(tx, one.id)?;
    bookings::hand(tx, held, one.id)?;
    (one.branch, one.unit, one.visit, one.block) = (kept.branch, kept.unit, kept.visit, kept.block);
    if !bookings::update(tx, &mut one, to_ms(office.now()))? {
        return Err(BookingError::Changed);
    }
    tx.run(&LEAVE, params![row.id])?;
    making::made(tx, office, case, &one, (by, Notice::Moved))?;
    freed(tx, office, &before, 0)?;
    Ok(one)
}

/// Lets a time that is kept pass to the next; who declines goes on waiting.
pub fn decline(tx: &mut Tx<'_>, office: &Office, case: &Case, by: By) -> Result<(), BookingError> {
    let row = tx.one(&OF_CASE, params![case.id])?.ok_or(BookingError::Gone)?;
    let held = row.offered.ok_or(BookingError::Gone)?;
    tx.run(&CLEAR, params![row.id, held])?;
    if let Some(one) = bookings::by_id(tx, held)?
        && bookings::drop_held(tx, held)?
    {
        freed(tx, office, &one, row.id)?;
    }
    making::enter(tx, office, case.id, "appointment.decline", (by, held))?;
    Ok(())
}

/// Registers the handlers.
pub(crate) fn register(registry: &mut Registry, app: &App) {
    let (offering, passing) = (app.clone(), app.clone());
    registry.on(OFFER, move |job: JobContext, about: Freed| {
        let office = Office::of(&offering);
        async move {
            let db = job.tools.db.clone();
            db.write(move |tx| {
                offer(tx, &office, &about).map_err(told)?;
                job.claim.finish(tx)
            })
            .await
        }
    });
    registry.on(PASS, move |job: JobContext, about: Passed| {
        let office = Office::of(&passing);
        async move {
            let db = job.tools.db.clone();
            db.write(move |tx| {
                pass(tx, &office, &about).map_err(told)?;
                job.claim.finish(tx)
            })
            .await
        }
    });
}

pub(crate) fn told(error: BookingError) -> JobError {
    match error {
        BookingError::Case(CaseError::Store(error)) => JobError::Store(error),
        other => JobError::retry(other),
    }
}

/// Offers a time that has become free to the first who can use it.
fn offer(tx: &mut Tx<'_>, office: &Office, about: &Freed) -> Result<(), BookingError> {
    if about.from <= to_ms(office.now()) {
        return Ok(());
    }
    let rows = tx.all(&NEXT, params![about.branch, about.after, BATCH])?;
    let last = rows.last().map(|row| row.id);
    for row in rows {
        if row.offered.is_none() && offered(tx, office, about, &row)? {
            return Ok(());
        }
    }
    if let Some(after) = last {
        let next = Freed { after, ..about.clone() };
        jobs::enqueue(tx, &Job::new(OFFER, json!(next)).at(office.now()), office.app().ids())?;
    }
    Ok(())
}

/// Keeps a time for one who waits, if there is one that is sooner than theirs.
fn offered(
    tx: &mut Tx<'_>,
    office: &Office,
    about: &Freed,
    row: &WaitingRow,
) -> Result<bool, BookingError> {
    let Some(case) = cases::cases::by_id(tx, row.case_id)? else { return Ok(false) };
    let Some(own) = bookings::live_of(tx, case.id)? else { return Ok(false) };
    let Some(terms) = Terms::of(&finding::service_of(tx, office, &case)?) else { return Ok(false) };
    let Some((wanted, time)) = sooner(tx, office, (&terms, &own), about)? else {
        return Ok(false);
    };
    let what = (For::Nobody, time);
    let held = match holding::held(tx, office, &terms, (&wanted, Seeker::Resident), what) {
        Ok(held) => held,
        Err(BookingError::Taken) => return Ok(false),
        Err(error) => return Err(error),
    };
    tx.run(&SET, params![row.id, held.id])?;
    if !letters::send(tx, office, &case, &held, &Notice::Offered { own: own.visit.from })? {
        // Nobody can be told: the next one is.
        tx.run(&CLEAR, params![row.id, held.id])?;
        bookings::drop_held(tx, held.id)?;
        return Ok(false);
    }
    let by = By::System("appointments");
    making::enter(tx, office, case.id, "appointment.offer", (by, held.id))?;
    let until = base::time::from_ms(held.held_until.unwrap_or_default());
    let passed = Passed { waiting: row.id, held: held.id, freed: about.clone() };
    jobs::enqueue(tx, &Job::new(PASS, json!(passed)).at(until), office.app().ids())?;
    Ok(true)
}

/// A free time that uses what has become free and is sooner than somebody's own, and how long it can be kept.
fn sooner(
    tx: &mut Tx<'_>,
    office: &Office,
    (terms, own): (&Terms, &Booking),
    about: &Freed,
) -> Result<Option<(Wanted, SignedDuration)>, StoreError> {
    let known = branches::find(tx, &office.catalogue().outline(), &about.branch)?;
    let Some(branch) = known.map(|kept| kept.branch) else { return Ok(None) };
    let freed = Block { from: about.from, to: about.to };
    let window = terms.window(office, Seeker::Resident);
    let date = office.calendar().date(base::time::from_ms(about.from));
    let days = finding::days(tx, office, terms, &branch, (date, date, window))?;
    let ahead = own.state == State::Booked && terms.says.branches.contains(&branch.key);
    let fits =
        |start: i64| ahead && start < own.visit.from && terms.timing.block(start).meets(freed);
    let found = days.into_iter().flat_map(|day| day.free).find(|free| fits(free.start));
    let Some(free) = found else { return Ok(None) };
    // Kept as long as the service says, but only until somebody else could still come.
    let room = SignedDuration::from_millis(free.start - to_ms(office.now())) - terms.says.lead();
    let time = terms.says.kept_for().min(room);
    let wanted = Wanted { branch: branch.key, start: free.start };
    Ok((time >= LEAST).then_some((wanted, time)))
}

/// Goes on with the next when somebody has let an offer pass.
fn pass(tx: &mut Tx<'_>, office: &Office, about: &Passed) -> Result<(), BookingError> {
    let Some(row) = tx.one(&BY_ID, params![about.waiting])? else { return Ok(()) };
    if row.offered != Some(about.held) {
        return Ok(());
    }
    tx.run(&CLEAR, params![row.id, about.held])?;
    bookings::drop_held(tx, about.held)?;
    let next = Freed { after: row.id, ..about.freed.clone() };
    jobs::enqueue(tx, &Job::new(OFFER, json!(next)).at(office.now()), office.app().ids())?;
    Ok(())
}
