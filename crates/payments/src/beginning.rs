//! A form is sent that costs something: it is kept, and waits to be paid.

use base::time::to_ms;
use base::{CaseId, PaymentId, Reference};
use cases::{By, NewCase, Office};
use ledger::{Entry, Subject};
use services::Charge;
use store::{StoreError, Tx};

use crate::payment::{Payment, State};
use crate::{applications, letters, payments, settling};

/// Keeps what was sent with what it costs; gives the payment, whose case is opened when it is paid.
///
/// This is one act with the end of the draft: from here on what was sent is the town's to lose.
pub fn begin(
    tx: &mut Tx<'_>,
    office: &Office,
    new: &NewCase,
    charge: &Charge,
) -> Result<Payment, StoreError> {
    let (app, now) = (office.app(), office.now());
    let mut payment = Payment {
        id: PaymentId(app.ids().next()),
        number: Reference::random(app.rng()),
        service: new.service.id().to_owned(),
        version: new.service.version,
        amount: charge.minor,
        currency: charge.currency,
        full: charge.full,
        because: charge.because.clone(),
        state: State::Unpaid,
        refunding: 0,
        refunded: 0,
        locale: new.locale,
        case: CaseId(app.ids().next()),
        opened_at: None,
        attempts: 0,
        letters: 0,
        created_at: now,
        paid_at: None,
        waits_since: now,
        revision: 1,
    };
    let due = settling::next_look(&payment, &[], now).unwrap_or(now);
    payments::insert(tx, &mut payment, to_ms(due), app.rng())?;
    applications::keep(tx, payment.id, new)?;
    settling::plan(tx, office, payment.id, due)?;
    let told = cases::opening::told(&new.service, &new.answers);
    // What was told goes into the ledger with the case that opens when it is paid, and is erased with it. A form
    // that nobody pays leaves nothing of it behind.
    let entry = entry(new.by.actor(payment.case), "payment.begin", &payment)
        .with("service", payment.service.as_str())
        .with("version", payment.version)
        .with("case", payment.case.0);
    ledger::append(tx, &entry, now, app.ids(), app.rng())?;
    if let (By::Staff(..), Some(email)) = (new.by, told.email()) {
        // Who called, or stands at the counter, has no page before them to pay on.
        letters::ask(tx, office, &mut payment, email, letters::Asking::Sent)?;
        settling::save(tx, office, &mut payment, &[])?;
    }
    Ok(payment)
}

/// An entry of the ledger about a payment.
pub(crate) fn entry(actor: ledger::Actor, verb: &'static str, payment: &Payment) -> Entry {
    Entry::new(actor, verb, Subject::new("payment", payment.id))
        .with("number", payment.number.compact())
        .with("amount", payment.amount)
        .with("currency", payment.currency.code())
        .with("state", payment.state.key())
}
