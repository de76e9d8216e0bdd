//! A branch is closed for a day: everything that was promised for it is taken back, also what was being booked
//! while it was closed.

use base::PersonId;
use cases::{By, Case, CaseError, Office};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use jobs::{Job, JobContext, Registry};
use ledger::{Actor, Entry, Subject};
use serde::{Deserialize, Serialize};
use serde_json::json;
use services::Exception;
use store::{StoreError, Tx};
use web::App;

use crate::booking::{Booking, State as Stage};
use crate::{BookingError, bookings, branches, changing, holding, slots, waiting};

/// The kind of the job that looks again.
const AGAIN: &str = "appointments.closed";
/// Appointments that are cancelled in one transaction; the job goes on with the rest.
const MOST: usize = 500;
/// How long a booking that had begun when the day was closed may take to be written.
const SOON: SignedDuration = SignedDuration::from_mins(1);

/// A day on which a branch was closed, and why.
#[derive(Debug, Serialize, Deserialize)]
struct Closed {
    branch: String,
    day: Date,
    reason: String,
}

/// Closes a branch for a day and cancels what is ahead on it; `by` says as whom for each case.
pub fn close(
    tx: &mut Tx<'_>,
    office: &Office,
    (key, day): (&str, Date),
    reason: &str,
    (person, by): (PersonId, &dyn Fn(&Case) -> By),
) -> Result<(), BookingError> {
    let outline = office.catalogue().outline();
    let mut kept = branches::find(tx, &outline, key)?.ok_or(BookingError::Gone)?;
    let today = office.calendar().date(office.now());
    kept.branch.exceptions.retain(|one| one.date != day && one.date >= today);
    let closed = Exception { date: day, hours: Vec::new(), reason: reason.to_owned() };
    kept.branch.exceptions.push(closed);
    if kept.branch.fault().is_some() {
        return Err(CaseError::Refused(cases::Refusal::TooMany).into());
    }
    kept.edited = true;
    let row = branches::save(tx, office, &kept)?.ok_or(BookingError::Changed)?;
    let about = Closed { branch: key.to_owned(), day, reason: reason.to_owned() };
    let count = clear(tx, office, &about, by)?;
    // Who booked at this very moment had not seen that it is closed, and this transaction not what they booked.
    for later in [SOON, holding::HOLD + SOON] {
        look_again(tx, office, &about, later)?;
    }
    let (app, now) = (office.app(), office.now());
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let subject = Subject::new("branch", row);
    let entry = Entry::new(Actor::Person(person), "branch.close-day", subject)
        .with("branch", key)
        .with("day", day.to_string())
        .with("reason", reason)
        .with("appointments", count);
    ledger::append(tx, &entry, now, app.ids(), app.rng())?;
    Ok(())
}

/// The appointments of a day that are still ahead, as many as are cancelled at once.
pub(crate) fn affected(
    tx: &mut Tx<'_>,
    office: &Office,
    (key, day): (&str, Date),
) -> Result<Vec<Booking>, StoreError> {
    let within = slots::bounds(office.calendar().zone(), day, day);
    let mut found = bookings::of_branch(tx, key, within)?;
    found.retain(|one| one.state == Stage::Booked && one.is_ahead(office.now()));
    found.truncate(MOST);
    Ok(found)
}

/// Takes back what is held, offered and booked on a closed day; gives how many appointments it cancelled.
fn clear(
    tx: &mut Tx<'_>,
    office: &Office,
    about: &Closed,
    by: &dyn Fn(&Case) -> By,
) -> Result<usize, BookingError> {
    let within = slots::bounds(office.calendar().zone(), about.day, about.day);
    for held in bookings::held_of_branch(tx, &about.branch, within)? {
        bookings::drop_held(tx, held)?;
        waiting::take_back(tx, held)?;
    }
    let all = affected(tx, office, (&about.branch, about.day))?;
    let count = all.len();
    for one in all {
        let Some(id) = one.case else { continue };
        let case = cases::cases::by_id(tx, id)?.ok_or(CaseError::NotFound)?;
        let what = (about.reason.as_str(), by(&case), !case.is_closed());
        changing::call_off(tx, office, &case, one, what)?;
    }
    if count == MOST {
        look_again(tx, office, about, SignedDuration::ZERO)?;
    }
    Ok(count)
}

fn look_again(
    tx: &mut Tx<'_>,
    office: &Office,
    about: &Closed,
    later: SignedDuration,
) -> Result<(), StoreError> {
    let at: Timestamp = office.now().saturating_add(later).unwrap_or(office.now());
    jobs::enqueue(tx, &Job::new(AGAIN, json!(about)).at(at), office.app().ids())
}

/// Clears the day once more, unless the branch has been opened again.
fn again(tx: &mut Tx<'_>, office: &Office, about: &Closed) -> Result<(), BookingError> {
    let known = branches::find(tx, &office.catalogue().outline(), &about.branch)?;
    if known.is_some_and(|kept| kept.branch.spans(about.day).is_empty()) {
        clear(tx, office, about, &|_| By::System("appointments"))?;
    }
    Ok(())
}

/// Registers the handler.
pub(crate) fn register(registry: &mut Registry, app: &App) {
    let app = app.clone();
    registry.on(AGAIN, move |job: JobContext, about: Closed| {
        let office = Office::of(&app);
        async move {
            let db = job.tools.db.clone();
            db.write(move |tx| {
                again(tx, &office, &about).map_err(waiting::told)?;
                job.claim.finish(tx)
            })
            .await
        }
    });
}
