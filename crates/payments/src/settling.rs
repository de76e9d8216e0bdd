//! Open payments are looked after: the provider is asked how they stand, less and less often, until each
//! is paid or over. Nobody has to come back for it, and no notice has to arrive.

use base::PaymentId;
use base::time::to_ms;
use cases::Office;
use jiff::{SignedDuration, Timestamp};
use jobs::{Job, JobContext, JobError, Registry};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{StoreError, Tx};
use web::App;

use crate::cashier::Cashier;
use crate::error::PayError;
use crate::learning::{self, Opening};
use crate::payment::{Attempt, AttemptState, Found, LAST_CALL, Lesson, PATIENCE, Payment, State};
use crate::provider::{Provider, ProviderError};
use crate::{attempts, payments};

/// The kind of the job that looks after one payment.
const SETTLE: &str = "payments.settle";
/// The kind of the job that finds payments whose own job is lost.
const SWEEP: &str = "payments.sweep";
/// The shortest pause between two looks at a live attempt, and the longest: half of its age lies between.
const FIRST_PAUSE: SignedDuration = SignedDuration::from_mins(2);
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(3);
/// How long an attempt that is over is still looked at: a provider may have thought better of it.
const LOOKED_AFTER: SignedDuration = SignedDuration::from_hours(48);
/// How often that is done.
const AFTER_PAUSE: SignedDuration = SignedDuration::from_hours(6);
/// After so long an attempt without an answer of the provider is over: nobody was given an address to pay
/// at. Within it the same key finds the same session again (Stripe keeps keys for a day).
const ANSWER_TIME: SignedDuration = SignedDuration::from_hours(1);
/// How late a payment's own job may be before it is taken for lost.
const SLACK: SignedDuration = SignedDuration::from_mins(10);
/// How often lost jobs are looked for.
const AN_HOUR: SignedDuration = SignedDuration::from_hours(1);
/// Lost jobs that are found at once.
const BATCH: i64 = 1_000;
/// How long it is known which notices were heard: longer than any provider repeats one.
const NOTICES_KEPT: SignedDuration = SignedDuration::from_hours(24 * 30);

/// What the job is about.
#[derive(Debug, Serialize, Deserialize)]
struct Settle {
    payment: i64,
}

/// When a payment must be looked at next; `None` once nothing more can come.
pub(crate) fn next_look(
    payment: &Payment,
    attempts: &[Attempt],
    now: Timestamp,
) -> Option<Timestamp> {
    if payment.waits_for_case() {
        return Some(now + FIRST_PAUSE);
    }
    let live = attempts.iter().filter(|one| one.state.is_live());
    let live = live.map(|one| {
        let half = now.duration_since(one.created_at) / 2;
        now + half.clamp(FIRST_PAUSE, LONGEST_PAUSE)
    });
    let over = attempts.iter().any(|one| is_watched(one, now) && !one.state.is_live());
    // Money that nobody can explain waits for a person, not for the clock.
    let rests = |one: &Attempt| one.state.is_live() || one.state == AttemptState::Differs;
    let waits = match payment.state {
        _ if attempts.iter().any(rests) => None,
        State::Unpaid | State::Failed => Some(payment.waits_since + PATIENCE),
        State::Abandoned => Some(payment.waits_since + PATIENCE + LAST_CALL),
        _ => None,
    };
    let next = live.chain(over.then(|| now + AFTER_PAUSE)).chain(waits).min();
    // Whatever is late was just looked at: a look never calls for another at once.
    next.map(|at| at.max(now + FIRST_PAUSE))
}

/// Whether the provider is asked about an attempt.
fn is_watched(attempt: &Attempt, now: Timestamp) -> bool {
    match attempt.state {
        AttemptState::Asked | AttemptState::Open => true,
        AttemptState::Failed | AttemptState::Expired => {
            let age = now.duration_since(attempt.created_at);
            attempt.provider_id.is_some() && age < LOOKED_AFTER
        }
        AttemptState::Paid | AttemptState::Surplus | AttemptState::Differs => false,
    }
}

/// Writes a changed payment, and plans the next look at it.
pub(crate) fn save(
    tx: &mut Tx<'_>,
    office: &Office,
    payment: &mut Payment,
    attempts: &[Attempt],
) -> Result<(), StoreError> {
    let next = next_look(payment, attempts, office.now());
    payments::update(tx, payment, next.map(to_ms))?;
    if let Some(at) = next {
        plan(tx, office, payment.id, at)?;
    }
    Ok(())
}

/// Plans a look at a payment.
pub(crate) fn plan(
    tx: &mut Tx<'_>,
    office: &Office,
    id: PaymentId,
    at: Timestamp,
) -> Result<(), StoreError> {
    let job = Job::new(SETTLE, json!(Settle { payment: id.0 })).at(at);
    jobs::enqueue(tx, &job.key(format!("{SETTLE}:{id}")), office.app().ids())
}

/// Asks the provider about every open attempt at a payment and writes what it says; gives the payment as
/// it is then. What cannot be asked is left as it is.
pub(crate) async fn settle(app: &App, id: PaymentId) -> Result<Payment, PayError> {
    let cashier = app.get::<Cashier>();
    let found = app
        .db()
        .read(move |tx| {
            let payment = payments::by_id(tx, id)?.ok_or(PayError::NotFound)?;
            Ok::<_, PayError>((payment, attempts::of_payment(tx, id)?))
        })
        .await?;
    let (payment, attempts) = found;
    let now = app.clock().now();
    for attempt in attempts.iter().filter(|one| is_watched(one, now)) {
        let provider = cashier.provider(&attempt.provider);
        if let Some(found) = ask(provider, &payment, attempt, now).await {
            learn(app, id, attempt.number, found).await?;
        }
    }
    open(app, id).await?;
    look_after(app, id).await
}

/// Asks a provider how an attempt stands; `None` where nobody knows now.
async fn ask(
    provider: Option<&Provider>,
    payment: &Payment,
    attempt: &Attempt,
    now: Timestamp,
) -> Option<Found> {
    let age = now.duration_since(attempt.created_at);
    let given_up = || (age > LOOKED_AFTER).then_some(Found::Expired);
    let Some(id) = &attempt.provider_id else {
        return (age > ANSWER_TIME).then_some(Found::Expired);
    };
    let Some(provider) = provider else { return given_up() };
    let mut told = provider.look(id, payment.currency).await;
    if matches!(told, Ok(Found::Open(_))) && age > PATIENCE && provider.end(id).await.is_ok() {
        told = provider.look(id, payment.currency).await;
    }
    match told {
        Ok(found) => Some(found),
        Err(error) => {
            let id = payment.id.0;
            tracing::warn!(%error, payment = id, "a payment cannot be looked up");
            if matches!(error, ProviderError::Refused(_)) { given_up() } else { None }
        }
    }
}

/// Writes what a provider says. A case that cannot be opened keeps nobody's payment from being known.
pub(crate) async fn learn(
    app: &App,
    id: PaymentId,
    number: i64,
    found: Found,
) -> Result<Lesson, PayError> {
    let record = |opening| {
        let (office, found) = (Office::of(app), found.clone());
        app.db().write(move |tx| learning::record(tx, &office, id, number, &found, opening))
    };
    match record(Opening::Now).await {
        Err(PayError::Case(error)) => {
            tracing::error!(%error, payment = id.0, "a paid form cannot become a case yet");
            record(Opening::Later).await
        }
        other => other,
    }
}

/// Opens the case of a paid payment that could not be opened so far. Until it can, everything else goes on.
async fn open(app: &App, id: PaymentId) -> Result<(), PayError> {
    let office = Office::of(app);
    let opened = app.db().write(move |tx| {
        let mut payment = payments::by_id(tx, id)?.ok_or(PayError::NotFound)?;
        if payment.waits_for_case() {
            learning::open(tx, &office, &mut payment)?;
            let attempts = attempts::of_payment(tx, id)?;
            save(tx, &office, &mut payment, &attempts)?;
        }
        Ok(())
    });
    match opened.await {
        Err(PayError::Case(error)) => {
            tracing::error!(%error, payment = id.0, "a paid form is no case yet");
            Ok(())
        }
        other => other,
    }
}

/// Does what the time asks for: gives up, ends, and plans the next look.
async fn look_after(app: &App, id: PaymentId) -> Result<Payment, PayError> {
    let office = Office::of(app);
    let done = app.db().write(move |tx| {
        let mut payment = payments::by_id(tx, id)?.ok_or(PayError::NotFound)?;
        let attempts = attempts::of_payment(tx, id)?;
        let (now, before) = (office.now(), payment.clone());
        let live = attempts.iter().any(|one| one.state.is_live());
        // Money that nobody could explain so far may be this form's.
        let unexplained = attempts.iter().any(|one| one.state == AttemptState::Differs);
        match payment.state {
            State::Unpaid | State::Failed if !live && payment.waits_since + PATIENCE <= now => {
                learning::abandon(tx, &office, &mut payment)?;
            }
            State::Abandoned
                if !live && !unexplained && payment.waits_since + PATIENCE + LAST_CALL <= now =>
            {
                learning::end(tx, &office, &mut payment)?;
            }
            _ => {}
        }
        // What is paid and open is nobody's work any more: its revision stays.
        if payment != before || next_look(&payment, &attempts, now).is_some() {
            save(tx, &office, &mut payment, &attempts)?;
        }
        Ok::<_, PayError>(payment)
    });
    done.await
}

/// Names the handlers of this crate's jobs that look after payments.
pub(crate) fn register(registry: &mut Registry, app: &App) {
    let own = app.clone();
    registry.on(SETTLE, move |_: JobContext, about: Settle| {
        let app = own.clone();
        async move {
            match settle(&app, PaymentId(about.payment)).await {
                // What comes next was planned with what was written.
                Ok(_) => Ok(()),
                Err(PayError::Store(error)) => Err(JobError::Store(error)),
                Err(PayError::NotFound) => Err(JobError::dead("the payment is gone")),
                Err(error) => Err(JobError::retry(error)),
            }
        }
    });
    let own = app.clone();
    registry.every(AN_HOUR, SWEEP, move |context| {
        let office = Office::of(&own);
        async move {
            let swept = context.tools.db.write(move |tx| sweep(tx, &office));
            swept.await.map_err(JobError::Store)
        }
    });
}

/// Plans anew the payments whose job is lost, such as one that was discarded; forgets old notices.
fn sweep(tx: &mut Tx<'_>, office: &Office) -> Result<(), StoreError> {
    let now = office.now();
    for id in payments::due(tx, to_ms(now - SLACK), BATCH)? {
        let job = Job::new(SETTLE, json!(Settle { payment: id })).at(now);
        jobs::enqueue(tx, &job.once(format!("{SETTLE}:{id}")), office.app().ids())?;
    }
    attempts::forget(tx, now - NOTICES_KEPT)?;
    Ok(())
}
