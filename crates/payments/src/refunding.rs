//! Money goes back: decided in one transaction, done by a job that asks the provider until it has an answer.

use base::PersonId;
use cases::Office;
use jiff::{SignedDuration, Timestamp};
use jobs::{Job, JobContext, JobError, Registry};
use ledger::Actor;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{StoreError, Tx};
use web::App;

use crate::beginning::entry;
use crate::cashier::Cashier;
use crate::error::PayError;
use crate::payment::{Attempt, AttemptState, Payment};
use crate::provider::{RefundAsk, Refunded};
use crate::refunds::{NewRefund, RefundRow};
use crate::{attempts, letters, payments, refunds, settling};

/// The kind of the job.
const KIND: &str = "payments.refund";
/// How long a refund that is on its way rests before it is looked at again.
const PAUSE: SignedDuration = SignedDuration::from_mins(30);
/// How long what was paid too much rests after the provider refused to give it back: nobody else asks again.
const A_DAY: SignedDuration = SignedDuration::from_hours(24);

#[derive(Debug, Serialize, Deserialize)]
struct Due {
    refund: i64,
}

/// Puts the job down that makes a refund.
pub(crate) fn plan(tx: &mut Tx<'_>, office: &Office, refund: i64) -> Result<(), StoreError> {
    plan_at(tx, office, refund, office.now())
}

fn plan_at(tx: &mut Tx<'_>, office: &Office, refund: i64, at: Timestamp) -> Result<(), StoreError> {
    let job = Job::new(KIND, json!(Due { refund })).at(at).key(format!("{KIND}:{refund}"));
    jobs::enqueue(tx, &job, office.app().ids())
}

/// Decides to give money back: so much, why, by whom, who saw the payment at a revision.
pub(crate) fn refund(
    tx: &mut Tx<'_>,
    office: &Office,
    payment: &mut Payment,
    (amount, reason, seen): (i64, &str, i64),
    person: PersonId,
) -> Result<(), PayError> {
    payment.may_refund(amount, seen)?;
    let attempts = attempts::of_payment(tx, payment.id)?;
    let paid = attempts.iter().find(|one| one.state == AttemptState::Paid);
    let paid = paid.ok_or(PayError::NotFound)?;
    let (app, now) = (office.app(), office.now());
    let new = NewRefund {
        id: app.ids().next(),
        payment: payment.id,
        attempt: paid.number,
        amount,
        before: payment.refunded,
        reason: reason.to_owned(),
        person: Some(person),
    };
    refunds::insert(tx, &new, now)?;
    payment.ask_refund(amount);
    settling::save(tx, office, payment, &attempts)?;
    plan(tx, office, new.id)?;
    let entry = entry(Actor::Person(person), "payment.ask-refund", payment)
        .with("refund", new.id)
        .with("refunded", amount)
        .personal("reason", reason);
    ledger::append(tx, &entry, now, app.ids(), app.rng())?;
    Ok(())
}

/// Names the handler of the job.
pub(crate) fn register(registry: &mut Registry, app: &App) {
    let own = app.clone();
    registry.on(KIND, move |job: JobContext, due: Due| {
        let app = own.clone();
        async move { make(&app, &job, due.refund).await }
    });
}

async fn make(app: &App, job: &JobContext, id: i64) -> Result<(), JobError> {
    let found = app.db().read(move |tx| {
        let Some(refund) = refunds::by_id(tx, id)? else { return Ok(None) };
        let payment = payments::by_id(tx, refund.payment)?;
        let attempts = attempts::of_payment(tx, refund.payment)?;
        let attempt = attempts.into_iter().find(|one| one.number == refund.attempt);
        Ok::<_, StoreError>(
            payment.zip(attempt).map(|(payment, attempt)| (refund, payment, attempt)),
        )
    });
    let (refund, payment, attempt) =
        found.await?.ok_or_else(|| JobError::dead("the refund or its payment is gone"))?;
    if refund.state != "asked" {
        return Ok(());
    }
    let (Some(session), Some(provider)) =
        (attempt.provider_id.clone(), app.get::<Cashier>().provider(&attempt.provider).cloned())
    else {
        return Err(JobError::retry("the payment's provider is not the town's any more"));
    };
    let ask = RefundAsk {
        key: format!("townhall-refund-{id}"),
        id: session,
        refund: refund.provider_id.clone(),
        amount: refund.amount,
        paid: payment.amount,
        before: refund.before,
        currency: payment.currency,
    };
    match provider.refund(&ask).await {
        Ok(Refunded::Done(provider_id)) => {
            end(app, job, (refund, attempt), Some(provider_id)).await
        }
        Ok(Refunded::UnderWay(provider_id)) => again(app, job, id, Some(provider_id)).await,
        Ok(Refunded::Refused(why)) => {
            tracing::warn!(refund = id, why, "a refund was refused");
            end(app, job, (refund, attempt), None).await
        }
        // It does not know what it knew, which says nothing about money that may have gone: that is no refusal.
        // Money that somebody waits for is no dead letter: it is asked for until there is an answer.
        Err(_) if job.last => again(app, job, id, None).await,
        Err(error) => Err(JobError::retry(error)),
    }
}

/// Looks at a refund again after a while, by a job of its own with all its patience.
async fn again(
    app: &App,
    job: &JobContext,
    id: i64,
    provider_id: Option<String>,
) -> Result<(), JobError> {
    let (office, claim) = (Office::of(app), job.claim);
    app.db()
        .write(move |tx| {
            if let Some(provider_id) = &provider_id {
                refunds::name(tx, id, provider_id)?;
            }
            plan_at(tx, &office, id, office.now() + PAUSE)?;
            claim.finish(tx)
        })
        .await
}

/// Writes how a refund ended, once; with the provider's id it is made, without it is refused.
async fn end(
    app: &App,
    job: &JobContext,
    (refund, attempt): (RefundRow, Attempt),
    provider_id: Option<String>,
) -> Result<(), JobError> {
    let (office, claim) = (Office::of(app), job.claim);
    app.db()
        .write(move |tx| {
            let done = write(tx, &office, &refund, &attempt, provider_id.as_deref());
            done.map_err(|error| match error {
                PayError::Store(error) => JobError::Store(error),
                other => JobError::retry(other),
            })?;
            claim.finish(tx)
        })
        .await
}

/// Asks once more, a day later, for what the provider did not give back: as a refund of its own, since the
/// provider may answer the same key with the same refusal.
fn anew(tx: &mut Tx<'_>, office: &Office, refund: &RefundRow) -> Result<(), StoreError> {
    let now = office.now();
    let new = NewRefund {
        id: office.app().ids().next(),
        payment: refund.payment,
        attempt: refund.attempt,
        amount: refund.amount,
        before: refund.before,
        reason: refund.reason.clone(),
        person: None,
    };
    refunds::insert(tx, &new, now)?;
    plan_at(tx, office, new.id, now + A_DAY)
}

fn write(
    tx: &mut Tx<'_>,
    office: &Office,
    refund: &RefundRow,
    attempt: &Attempt,
    provider_id: Option<&str>,
) -> Result<(), PayError> {
    let (app, now) = (office.app(), office.now());
    let done = provider_id.is_some();
    let state = if done { "done" } else { "refused" };
    if !refunds::end(tx, refund.id, state, provider_id, now)? {
        return Ok(());
    }
    let mut payment = payments::by_id(tx, refund.payment)?.ok_or(PayError::NotFound)?;
    // What came too much was never the town's: it changes nothing about the payment.
    let of_payment = attempt.state == AttemptState::Paid;
    if of_payment {
        payment.end_refund(refund.amount, done);
        let attempts = attempts::of_payment(tx, payment.id)?;
        settling::save(tx, office, &mut payment, &attempts)?;
    }
    let verb = if done { "payment.refund" } else { "payment.refuse-refund" };
    let entry = entry(Actor::System("payment"), verb, &payment)
        .with("refund", refund.id)
        .with("refunded", refund.amount)
        .with("provider_id", provider_id.unwrap_or_default());
    ledger::append(tx, &entry, now, app.ids(), app.rng())?;
    if !done && refund.person.is_none() {
        anew(tx, office, refund)?;
    }
    if done && payment.opened_at.is_some() {
        let paid = cases::payment::Paid {
            number: payment.number,
            amount: refund.amount,
            currency: payment.currency,
        };
        cases::payment::note_refund(tx, office, payment.case, &paid)?;
    }
    if done {
        letters::refunded(tx, office, &payment, refund.amount)?;
    }
    Ok(())
}
