//! Letters about payments: that something waits to be paid, the receipt, that money went back.

use base::Reference;
use base::contact::EmailAddress;
use base::time::to_ms;
use cases::{CaseError, Office};
use jiff::SignedDuration;
use ledger::Actor;
use post::Letter;
use store::{StoreError, Tx};
use web::Word;

use crate::beginning::entry;
use crate::payment::Payment;
use crate::{applications, attempts, links, payments, settling, what};

/// Letters that ask for one payment: one when staff have sent the form, one a time that somebody turns back.
const MOST: i64 = 3;
/// Unpaid forms of a day that one address is written to about: anybody can type anybody's address.
const MOST_A_DAY: i64 = 10;
/// How long they are counted.
const OF_LATE: SignedDuration = SignedDuration::from_hours(24);

/// Why a payment is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asking {
    /// Staff have sent the form.
    Sent,
    /// Nobody came back to pay.
    Again,
}

/// Asks for a payment that nobody came back for, if what was sent names an address.
pub(crate) fn ask_again(
    tx: &mut Tx<'_>,
    office: &Office,
    payment: &mut Payment,
) -> Result<(), StoreError> {
    let email = match applications::find(tx, office, payment) {
        Ok(Some(new)) => cases::opening::told(&new.service, &new.answers).email(),
        Err(CaseError::Store(error)) => return Err(error),
        // A letter is no reason to lose what happened.
        Ok(None) | Err(_) => None,
    };
    match email {
        Some(email) => ask(tx, office, payment, email, Asking::Again),
        None => Ok(()),
    }
}

/// Asks for a payment, with the link to pay at.
pub(crate) fn ask(
    tx: &mut Tx<'_>,
    office: &Office,
    payment: &mut Payment,
    email: EmailAddress,
    asking: Asking,
) -> Result<(), StoreError> {
    let now = office.now();
    let of_late = applications::of_late_from(tx, email.as_str(), now - OF_LATE)?;
    if payment.letters >= MOST || of_late > MOST_A_DAY {
        return Ok(());
    }
    payment.letters += 1;
    let until = payment.payable_until().unwrap_or(now);
    let day = office.app().dates(payment.locale).day(office.calendar().date(until));
    let key = match asking {
        Asking::Sent => ("payments-letter-sent-subject", "payments-letter-sent-text"),
        Asking::Again => ("payments-letter-again-subject", "payments-letter-again-text"),
    };
    let letter = written(tx, office, payment, email, key, &[("day", day.into())])?.until(until);
    post::queue(tx, &letter, now, office.app().ids())?;
    Ok(())
}

/// Sends the receipt, if whoever paid left an address.
pub(crate) fn receipt(
    tx: &mut Tx<'_>,
    office: &Office,
    payment: &Payment,
) -> Result<(), StoreError> {
    let at = payment.paid_at.unwrap_or_else(|| office.now());
    let day = office.app().dates(payment.locale).short_day(office.calendar().date(at));
    let key = ("payments-letter-receipt-subject", "payments-letter-receipt-text");
    tell(tx, office, payment, key, &[("day", day.into())])
}

/// Tells that money went back.
pub(crate) fn refunded(
    tx: &mut Tx<'_>,
    office: &Office,
    payment: &Payment,
    amount: i64,
) -> Result<(), StoreError> {
    let back = payment.currency.write(amount, payment.locale);
    let key = ("payments-letter-refund-subject", "payments-letter-refund-text");
    tell(tx, office, payment, key, &[("back", back.into())])
}

fn tell(
    tx: &mut Tx<'_>,
    office: &Office,
    payment: &Payment,
    key: (&str, &str),
    more: &[Word<'_>],
) -> Result<(), StoreError> {
    let mut email = cases::answers::of_case(tx, payment.case)?.email();
    if email.is_none() {
        let kept = applications::find(tx, office, payment).ok().flatten();
        email = kept.and_then(|new| cases::opening::told(&new.service, &new.answers).email());
    }
    let Some(email) = email else { return Ok(()) };
    let letter = written(tx, office, payment, email, key, more)?;
    post::queue(tx, &letter, office.now(), office.app().ids())?;
    Ok(())
}

fn written(
    tx: &mut Tx<'_>,
    office: &Office,
    payment: &Payment,
    email: EmailAddress,
    (subject, text): (&str, &str),
    more: &[Word<'_>],
) -> Result<Letter, StoreError> {
    let (app, locale) = (office.app(), payment.locale);
    let words = app.words(locale);
    let service = office.catalogue().get(&payment.service);
    let service = service.map(|one| one.name(locale).to_owned()).unwrap_or_default();
    let mut named: Vec<Word<'_>> = vec![
        ("number", payment.number.to_string().into()),
        ("what", what(tx, office, payment, locale)?.into()),
        ("service", service.into()),
        ("amount", payment.currency.write(payment.amount, locale).into()),
        ("link", links::pay(app, payment.id).into()),
        ("town", app.town().name.clone().into()),
        ("phone", app.town().phone.clone().into()),
    ];
    named.extend(more.iter().cloned());
    let subject = words.with(subject, &named);
    let letter = Letter::new(email, locale, &subject, &words.with(text, &named));
    // Only a case that is there keeps its letters.
    Ok(if payment.opened_at.is_some_and(|at| to_ms(at) > 0) {
        letter.case(payment.case)
    } else {
        letter
    })
}

/// Sends the link to an unpaid payment again, if the number and the address belong together.
pub fn send_link(
    tx: &mut Tx<'_>,
    office: &Office,
    number: Reference,
    email: &EmailAddress,
) -> Result<(), CaseError> {
    let found = payments::by_number(tx, number)?.filter(|one| one.state.is_due());
    let Some(mut payment) = found else { return Ok(()) };
    let kept = applications::find(tx, office, &payment)?;
    let own = kept.and_then(|new| cases::opening::told(&new.service, &new.answers).email());
    let Some(own) = own.filter(|own| own.key() == email.key()) else { return Ok(()) };
    let letters = payment.letters;
    ask(tx, office, &mut payment, own, Asking::Again)?;
    if payment.letters > letters {
        let (app, now) = (office.app(), office.now());
        let attempts = attempts::of_payment(tx, payment.id)?;
        settling::save(tx, office, &mut payment, &attempts)?;
        let entry = entry(Actor::Anybody, "payment.ask-for-link", &payment);
        ledger::append(tx, &entry, now, app.ids(), app.rng())?;
    }
    Ok(())
}
