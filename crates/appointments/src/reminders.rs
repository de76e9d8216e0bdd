//! Residents are reminded of their appointment a day and an hour before it.

use cases::{CaseError, Office};
use jiff::SignedDuration;
use jobs::{Job, JobContext, JobError, Registry};
use ledger::{Actor, Entry, Subject};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{StoreError, Tx};
use web::App;

use crate::booking::{Booking, State};
use crate::letters::{self, Notice};
use crate::{BookingError, bookings};

/// The kind of the jobs.
const KIND: &str = "appointments.remind";
/// How many hours before the visit: the evening before, and when it is time to go.
const HOURS: [i64; 2] = [24, 1];

/// What a job is about.
#[derive(Debug, Serialize, Deserialize)]
struct Due {
    appointment: i64,
    starts: i64,
    hours: i64,
}

fn key(appointment: i64, hours: i64) -> String {
    format!("{KIND}:{appointment}:{hours}")
}

/// Plans the reminders anew; those of an earlier time fall away.
pub(crate) fn plan(tx: &mut Tx<'_>, office: &Office, one: &Booking) -> Result<(), StoreError> {
    cancel(tx, one.id)?;
    for hours in HOURS {
        let at = one.starts().checked_sub(SignedDuration::from_hours(hours));
        let Some(at) = at.ok().filter(|at| *at > office.now()) else { continue };
        let due = Due { appointment: one.id, starts: one.visit.from, hours };
        let job = Job::new(KIND, json!(due)).at(at).key(key(one.id, hours));
        jobs::enqueue(tx, &job, office.app().ids())?;
    }
    Ok(())
}

/// Takes the reminders back.
pub(crate) fn cancel(tx: &mut Tx<'_>, appointment: i64) -> Result<(), StoreError> {
    for hours in HOURS {
        jobs::cancel(tx, &key(appointment, hours))?;
    }
    Ok(())
}

/// Registers the handler.
pub(crate) fn register(registry: &mut Registry, app: &App) {
    let app = app.clone();
    registry.on(KIND, move |job: JobContext, due: Due| {
        let app = app.clone();
        async move {
            let office = Office::of(&app);
            job.tools
                .db
                .clone()
                .write(move |tx| {
                    remind(tx, &office, &due).map_err(|error| match error {
                        BookingError::Case(CaseError::Store(error)) => JobError::Store(error),
                        other => JobError::retry(other),
                    })?;
                    job.claim.finish(tx)
                })
                .await
        }
    });
}

/// Reminds, if the appointment still is and is still at that time.
fn remind(tx: &mut Tx<'_>, office: &Office, due: &Due) -> Result<(), BookingError> {
    let Some(one) = bookings::by_id(tx, due.appointment)? else { return Ok(()) };
    let same = one.state == State::Booked && one.visit.from == due.starts;
    // After an outage a reminder that is late by more than its lead tells nobody anything.
    if !same || one.starts() <= office.now() {
        return Ok(());
    }
    let Some(case) = one.case else { return Ok(()) };
    let Some(case) = cases::cases::by_id(tx, case)? else { return Ok(()) };
    let notice = Notice::Soon { hours: due.hours };
    if letters::send(tx, office, &case, &one, &notice)? {
        let actor = Actor::System("appointments");
        let entry = Entry::new(actor, "appointment.remind", Subject::case(case.id))
            .with("appointment", one.id)
            .with("hours", due.hours);
        let app = office.app();
        ledger::append(tx, &entry, office.now(), app.ids(), app.rng()).map_err(CaseError::from)?;
    }
    Ok(())
}
