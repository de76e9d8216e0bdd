//! What a provider says becomes what the town knows: the only place where a payment is found to be paid.
//!
//! Whoever asked, and why, makes no difference: the resident's return, a notice, the job that looks after
//! open payments. The same word heard twice changes nothing the second time.

use base::PaymentId;
use cases::{CaseError, Office};
use files::Owner;
use ledger::Actor;
use store::Tx;

use crate::beginning::entry;
use crate::error::PayError;
use crate::payment::{Attempt, AttemptState, Found, Lesson, Payment, State, learn};
use crate::refunds::NewRefund;
use crate::{applications, attempts, letters, payments, refunding, refunds, settling};

/// Whether the case is opened with the payment, or later, because it could not be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Opening {
    Now,
    Later,
}

/// Writes what a provider says of an attempt, with all that follows, in one transaction.
pub(crate) fn record(
    tx: &mut Tx<'_>,
    office: &Office,
    id: PaymentId,
    number: i64,
    found: &Found,
    opening: Opening,
) -> Result<Lesson, PayError> {
    let mut payment = payments::by_id(tx, id)?.ok_or(PayError::NotFound)?;
    let mut attempts = attempts::of_payment(tx, id)?;
    let place = attempts.iter().position(|one| one.number == number);
    let attempt = place.and_then(|place| attempts.get_mut(place)).ok_or(PayError::NotFound)?;
    let lesson = learn(&payment, attempt, found);
    let state = match lesson {
        Lesson::Nothing => return Ok(lesson),
        Lesson::Paid => AttemptState::Paid,
        Lesson::Surplus => AttemptState::Surplus,
        Lesson::Differs => AttemptState::Differs,
        Lesson::Failed => AttemptState::Failed,
        Lesson::Expired => AttemptState::Expired,
    };
    attempts::end(tx, attempt, state, office.now())?;
    attempt.state = state;
    let attempt = attempt.clone();
    match lesson {
        Lesson::Paid => paid(tx, office, &mut payment, &attempt, opening)?,
        Lesson::Surplus => surplus(tx, office, &payment, &attempt)?,
        Lesson::Differs => differs(tx, office, &payment, &attempt, found)?,
        _ => over(tx, office, &mut payment, &attempts, &attempt)?,
    }
    settling::save(tx, office, &mut payment, &attempts)?;
    Ok(lesson)
}

fn paid(
    tx: &mut Tx<'_>,
    office: &Office,
    payment: &mut Payment,
    attempt: &Attempt,
    opening: Opening,
) -> Result<(), PayError> {
    let (app, now) = (office.app(), office.now());
    payment.state = State::Paid;
    payment.paid_at = Some(now);
    let entry = entry(Actor::System("payment"), "payment.pay", payment)
        .with("attempt", attempt.number)
        .with("provider", attempt.provider.as_str())
        .with("provider_id", attempt.provider_id.as_deref().unwrap_or_default());
    ledger::append(tx, &entry, now, app.ids(), app.rng())?;
    if opening == Opening::Now {
        open(tx, office, payment)?;
    }
    Ok(letters::receipt(tx, office, payment)?)
}

/// Opens the case of a paid payment, which from then on holds what was sent.
pub(crate) fn open(
    tx: &mut Tx<'_>,
    office: &Office,
    payment: &mut Payment,
) -> Result<(), PayError> {
    if payment.opened_at.is_some() {
        return Ok(());
    }
    let new = applications::find(tx, office, payment)?.ok_or(CaseError::NotFound)?;
    cases::opening::open_as(tx, office, payment.case, &new)?;
    let paid = cases::payment::Paid {
        number: payment.number,
        amount: payment.amount,
        currency: payment.currency,
    };
    cases::payment::note_paid(tx, office, payment.case, &paid)?;
    applications::erase(tx, payment.id)?;
    payment.opened_at = Some(office.now());
    Ok(())
}

/// Sends back what came a second time, or too late.
fn surplus(
    tx: &mut Tx<'_>,
    office: &Office,
    payment: &Payment,
    attempt: &Attempt,
) -> Result<(), PayError> {
    let (app, now) = (office.app(), office.now());
    let refund = NewRefund {
        id: app.ids().next(),
        payment: payment.id,
        attempt: attempt.number,
        amount: payment.amount,
        before: 0,
        reason: app.words(app.town().locale).t("payments-reason-surplus"),
        person: None,
    };
    refunds::insert(tx, &refund, now)?;
    refunding::plan(tx, office, refund.id)?;
    let entry = entry(Actor::System("payment"), "payment.return-surplus", payment)
        .with("attempt", attempt.number)
        .with("refund", refund.id);
    ledger::append(tx, &entry, now, app.ids(), app.rng())?;
    Ok(())
}

/// Notes money that nobody can explain: a person looks at it, and what was sent is kept until then.
fn differs(
    tx: &mut Tx<'_>,
    office: &Office,
    payment: &Payment,
    attempt: &Attempt,
    found: &Found,
) -> Result<(), PayError> {
    let (app, now) = (office.app(), office.now());
    let mut entry =
        entry(Actor::System("payment"), "payment.differ", payment).with("attempt", attempt.number);
    if let Found::Paid { amount, currency } = found {
        entry = entry.with("paid", *amount).with("paid_currency", currency.code());
    }
    tracing::error!(payment = payment.id.0, "another amount was paid than was asked for");
    ledger::append(tx, &entry, now, app.ids(), app.rng())?;
    Ok(())
}

/// Notes that an attempt is over without money; where no other is live, the resident is told how to go on.
fn over(
    tx: &mut Tx<'_>,
    office: &Office,
    payment: &mut Payment,
    attempts: &[Attempt],
    attempt: &Attempt,
) -> Result<(), PayError> {
    let (app, now) = (office.app(), office.now());
    let another = attempts.iter().any(|one| one.state.is_live() || one.state.has_money());
    if payment.state.is_due() && !another {
        payment.waits_since = now;
        payment.state =
            if attempt.state == AttemptState::Failed { State::Failed } else { State::Abandoned };
    }
    let verb =
        if attempt.state == AttemptState::Failed { "payment.fail" } else { "payment.expire" };
    let entry = entry(Actor::System("payment"), verb, payment).with("attempt", attempt.number);
    ledger::append(tx, &entry, now, app.ids(), app.rng())?;
    if payment.state == State::Abandoned {
        letters::ask_again(tx, office, payment)?;
    }
    Ok(())
}

/// Gives a payment up that nobody began, or began again, in time.
pub(crate) fn abandon(
    tx: &mut Tx<'_>,
    office: &Office,
    payment: &mut Payment,
) -> Result<(), PayError> {
    let (app, now) = (office.app(), office.now());
    payment.state = State::Abandoned;
    let entry = entry(Actor::System("payment"), "payment.abandon", payment);
    ledger::append(tx, &entry, now, app.ids(), app.rng())?;
    Ok(letters::ask_again(tx, office, payment)?)
}

/// Ends a payment for good: what was sent is erased, and money that still comes goes back.
pub(crate) fn end(tx: &mut Tx<'_>, office: &Office, payment: &mut Payment) -> Result<(), PayError> {
    let (app, now) = (office.app(), office.now());
    payment.state = State::Ended;
    applications::erase(tx, payment.id)?;
    files::remove(tx, Owner::case(payment.case))?;
    let entry = entry(Actor::System("payment"), "payment.end", payment);
    ledger::append(tx, &entry, now, app.ids(), app.rng())?;
    Ok(())
}
