//! Somebody presses "Pay now": at most one session is live, whoever presses how often in how many windows.

use base::PaymentId;
use cases::Office;
use ledger::Actor;
use web::App;

use crate::beginning::entry;
use crate::cashier::Cashier;
use crate::error::PayError;
use crate::learning::{self, Opening};
use crate::payment::{Attempt, AttemptState, Found, Payment, Refusal};
use crate::provider::{Ask, Provider, ProviderError, Session};
use crate::{attempts, links, payments, settling};

/// Sessions that are tried within one press: one that has just run out and its successor.
const TRIES: usize = 3;

/// Where somebody goes who wants to pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// To the provider.
    To(String),
    /// Nowhere: the payment's own page knows why.
    Back,
}

/// Begins to pay, or goes on with what was begun.
pub(crate) async fn start(app: &App, id: PaymentId) -> Result<Way, PayError> {
    let cashier = app.get::<Cashier>();
    let Some(provider) = cashier.current() else { return Ok(Way::Back) };
    for _ in 0..TRIES {
        let Some((payment, attempt)) = attempt(app, id, provider.key()).await? else {
            return Ok(Way::Back);
        };
        let Some(held) = cashier.provider(&attempt.provider) else {
            // Begun before the town changed its provider: nobody may pay twice.
            return Ok(Way::Back);
        };
        let found = match &attempt.provider_id {
            Some(session) => held.look(session, payment.currency).await?,
            None => create(app, held, &payment, &attempt).await?,
        };
        match found {
            Found::Open(Some(url)) => return Ok(Way::To(url)),
            Found::Open(None) => {
                // It is being paid at this moment, or can only be begun anew.
                end(app, held, &payment, &attempt).await?;
                if !settling::settle(app, id).await?.state.is_due() {
                    return Ok(Way::Back);
                }
            }
            over => {
                settling::learn(app, id, attempt.number, over.clone()).await?;
                if matches!(over, Found::Paid { .. }) {
                    return Ok(Way::Back);
                }
            }
        }
    }
    Ok(Way::Back)
}

/// Finds the live attempt, or writes that one is about to be made; `None` where nothing is to be paid.
async fn attempt(
    app: &App,
    id: PaymentId,
    provider: &'static str,
) -> Result<Option<(Payment, Attempt)>, PayError> {
    let office = Office::of(app);
    let found = app.db().write(move |tx| {
        let mut payment = payments::by_id(tx, id)?.ok_or(PayError::NotFound)?;
        if !payment.state.is_due() {
            return Ok(None);
        }
        let mut attempts = attempts::of_payment(tx, id)?;
        if attempts.iter().any(|one| one.state == AttemptState::Differs) {
            return Ok(None);
        }
        if let Some(live) = attempts.iter().find(|one| one.state.is_live()) {
            return Ok(Some((payment, live.clone())));
        }
        if payment.attempts >= attempts::MOST {
            return Err(Refusal::TooMany.into());
        }
        let (app, now) = (office.app(), office.now());
        payment.attempts += 1;
        attempts::insert(tx, id, payment.attempts, provider, now)?;
        let attempt = Attempt {
            payment: id,
            number: payment.attempts,
            provider: provider.to_owned(),
            provider_id: None,
            state: AttemptState::Asked,
            created_at: now,
        };
        attempts.push(attempt.clone());
        settling::save(tx, &office, &mut payment, &attempts)?;
        let entry = entry(Actor::Resident(payment.case), "payment.start", &payment)
            .with("attempt", attempt.number)
            .with("provider", provider);
        ledger::append(tx, &entry, now, app.ids(), app.rng())?;
        Ok::<_, PayError>(Some((payment, attempt)))
    });
    found.await
}

/// Asks the provider for a session and keeps its id before anybody is sent there. A lost answer is found
/// by asking again with the same key.
async fn create(
    app: &App,
    provider: &Provider,
    payment: &Payment,
    attempt: &Attempt,
) -> Result<Found, PayError> {
    let ask = ask(app, payment, attempt).await?;
    let Session { id: session, found } = match provider.create(&ask).await {
        Err(refused @ ProviderError::Refused(_)) => {
            refuse(app, attempt).await?;
            return Err(refused.into());
        }
        other => other?,
    };
    let (id, number, own) = (payment.id, attempt.number, session.clone());
    let held = app.db().write(move |tx| attempts::name(tx, id, number, &session)).await?;
    let held = held.ok_or(PayError::NotFound)?;
    let named = held.provider_id.filter(|named| *named != own);
    if named.is_some() || !held.state.is_live() {
        // A provider that keeps no keys made one for each of two windows, or the attempt was given up while
        // the provider took its time: only the one that we know, and look after, is paid.
        provider.end(&own).await?;
    }
    match named {
        _ if !held.state.is_live() => Ok(Found::Open(None)),
        Some(named) => Ok(provider.look(&named, payment.currency).await?),
        None => Ok(found),
    }
}

/// Notes that the provider refuses an attempt, unless it has begun it for somebody else in the meantime.
/// Nobody was given an address, so nobody can pay by it.
async fn refuse(app: &App, attempt: &Attempt) -> Result<(), PayError> {
    let (office, id, number) = (Office::of(app), attempt.payment, attempt.number);
    let refused = app.db().write(move |tx| {
        let held = attempts::one(tx, id, number)?.ok_or(PayError::NotFound)?;
        if held.state == AttemptState::Asked && held.provider_id.is_none() {
            learning::record(tx, &office, id, number, &Found::Failed, Opening::Now)?;
        }
        Ok::<_, PayError>(())
    });
    refused.await
}

async fn ask(app: &App, payment: &Payment, attempt: &Attempt) -> Result<Ask, PayError> {
    let (office, held) = (Office::of(app), payment.clone());
    let what = app.db().read(move |tx| crate::what(tx, &office, &held, held.locale)).await?;
    Ok(Ask {
        key: format!("townhall-{}-{}", payment.id, attempt.number),
        reference: format!("{}-{}", payment.number, attempt.number),
        what,
        amount: payment.amount,
        currency: payment.currency,
        locale: payment.locale,
        return_url: format!("{}/return", links::pay(app, payment.id)),
        begun_at: attempt.created_at,
    })
}

/// Makes sure that nobody pays by an attempt before another is begun.
async fn end(
    app: &App,
    provider: &Provider,
    payment: &Payment,
    attempt: &Attempt,
) -> Result<(), PayError> {
    let held = attempts_of(app, payment.id).await?;
    let known = held.into_iter().find(|one| one.number == attempt.number);
    if let Some(session) = known.and_then(|one| one.provider_id) {
        provider.end(&session).await?;
    }
    Ok(())
}

async fn attempts_of(app: &App, id: PaymentId) -> Result<Vec<Attempt>, PayError> {
    Ok(app.db().read(move |tx| attempts::of_payment(tx, id)).await?)
}
