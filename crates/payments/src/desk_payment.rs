//! `/desk/payments/{number}`: one payment, how it came about, and giving money back.

use axum::extract::{Path, State};
use base::time::to_ms;
use base::{Locale, PersonId, Reference};
use cases::Office;
use serde::Serialize;
use web::{
    App, Fault, Flash, FormErrors, Page, Raw, Reply, Visitor, Words, see_other, see_other_with,
    show, unprocessable,
};

use crate::desk_list::{name, tone};
use crate::error::PayError;
use crate::payment::{Attempt, Payment, Refusal};
use crate::refunds::RefundRow;
use crate::{attempts, payments, refunding, refunds, what};

/// The longest reason of a refund.
const MAX_REASON: usize = 500;
/// The longest amount that somebody types.
const MAX_AMOUNT: usize = 30;

#[derive(Serialize)]
struct PaymentPage {
    number: String,
    what: String,
    service: String,
    amount: String,
    full: Option<String>,
    because: String,
    state: &'static str,
    tone: &'static str,
    sent_at: i64,
    paid_at: Option<i64>,
    stuck: bool,
    attempts: Vec<AttemptView>,
    refunds: Vec<RefundView>,
    /// What can still go back, as somebody would type it; nothing where none can.
    left: Option<String>,
    left_written: String,
    under_way: bool,
    revision: i64,
    action: String,
    form: Raw,
    errors: FormErrors,
    language_form: &'static str,
}

#[derive(Serialize)]
struct AttemptView {
    number: i64,
    provider: String,
    id: String,
    state: &'static str,
    at: i64,
}

#[derive(Serialize)]
struct RefundView {
    amount: String,
    reason: String,
    by: String,
    state: String,
    at: i64,
}

impl Page for PaymentPage {
    const TEMPLATE: &'static str = "payments/payment.html";

    fn title(&self, words: &Words) -> String {
        words.with("payments-payment-title", &[("number", self.number.as_str().into())])
    }
}

/// Shows the payment.
pub(crate) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(number): Path<String>,
) -> Reply {
    Ok(show(view(&app, &visitor, &number, Raw::default(), FormErrors::new()).await?))
}

async fn view(
    app: &App,
    visitor: &Visitor,
    number: &str,
    form: Raw,
    errors: FormErrors,
) -> Result<PaymentPage, Fault> {
    let number = parsed(number)?;
    let (office, locale) = (Office::of(app), visitor.locale());
    let by_program = visitor.words().t("payments-by-program");
    let read = app.db().read(move |tx| {
        let payment = payments::by_number(tx, number)?.ok_or(PayError::NotFound)?;
        let attempts = attempts::of_payment(tx, payment.id)?;
        let mut given = Vec::new();
        for refund in refunds::of_payment(tx, payment.id)? {
            let by = refund.person.map(|PersonId(id)| people::persons::find(tx, PersonId(id)));
            let by = by.transpose()?.flatten().map(|person| person.name);
            given.push(back(&payment, refund, by.unwrap_or_else(|| by_program.clone()), locale));
        }
        let what = what(tx, &office, &payment, locale)?;
        let service = name(office.catalogue(), &payment.service, locale);
        Ok::<_, PayError>((payment, attempts, given, what, service))
    });
    let (payment, attempts, refunds, what, service) = read.await?;
    let written = |minor: i64| payment.currency.write(minor, locale);
    let left = payment.refundable();
    let under_way = payment.refunding != payment.refunded;
    Ok(PaymentPage {
        number: number.to_string(),
        what,
        service,
        amount: written(payment.amount),
        full: payment.full.map(written),
        because: payment.because.as_ref().map(|one| one.get(locale).to_owned()).unwrap_or_default(),
        state: payment.state.key(),
        tone: tone(payment.state),
        sent_at: to_ms(payment.created_at),
        paid_at: payment.paid_at.map(to_ms),
        stuck: payment.state.was_paid() && payment.opened_at.is_none(),
        attempts: attempts.into_iter().map(tried).collect(),
        refunds,
        left: (left > 0 && !under_way).then(|| payment.currency.plain_in(left, locale)),
        left_written: written(left),
        under_way,
        revision: payment.revision,
        action: format!("/desk/payments/{number}/refund"),
        form,
        errors,
        language_form: "refund-form",
    })
}

fn parsed(number: &str) -> Result<Reference, Fault> {
    number.parse().map_err(|_| Fault::NotFound)
}

fn tried(attempt: Attempt) -> AttemptView {
    AttemptView {
        number: attempt.number,
        provider: attempt.provider,
        id: attempt.provider_id.unwrap_or_default(),
        state: attempt.state.key(),
        at: to_ms(attempt.created_at),
    }
}

fn back(payment: &Payment, refund: RefundRow, by: String, locale: Locale) -> RefundView {
    RefundView {
        amount: payment.currency.write(refund.amount, locale),
        reason: refund.reason,
        by,
        state: refund.state,
        at: refund.created_at,
    }
}

/// Gives money back, wholly or partly: decided now, made by a job.
pub(crate) async fn refund(
    State(app): State<App>,
    visitor: Visitor,
    Path(number): Path<String>,
    form: Raw,
) -> Reply {
    if visitor.is_late() || form.language().is_some() {
        return Ok(show(view(&app, &visitor, &number, form, FormErrors::new()).await?));
    }
    let person = visitor.require_person()?.id;
    let (words, wanted) = (visitor.words(), parsed(&number)?);
    let payment = app.db().read(move |tx| payments::by_number(tx, wanted)).await?;
    let payment = payment.ok_or(Fault::NotFound)?;
    let mut errors = FormErrors::new();
    let missing = words.t("payments-refund-amount-missing");
    let typed = errors.take("amount", form.line("amount", MAX_AMOUNT), &missing, words);
    let amount = typed.and_then(|text| {
        let amount = payment.currency.read(&text, visitor.locale()).filter(|minor| *minor > 0);
        if amount.is_none() {
            errors.add("amount", words.t("payments-refund-amount-wrong"));
        }
        amount
    });
    let missing = words.t("payments-refund-reason-missing");
    let reason = errors.take("reason", form.text("reason", MAX_REASON), &missing, words);
    let seen = form.get("revision").and_then(|text| text.parse::<i64>().ok()).unwrap_or(0);
    let (Some(amount), Some(reason)) = (amount, reason) else {
        return Ok(unprocessable(view(&app, &visitor, &number, form, errors).await?));
    };
    let (office, id) = (Office::of(&app), payment.id);
    let done = app.db().write(move |tx| {
        let mut payment = payments::by_id(tx, id)?.ok_or(PayError::NotFound)?;
        refunding::refund(tx, &office, &mut payment, (amount, &reason, seen), person)
    });
    let home = format!("/desk/payments/{wanted}");
    match done.await {
        Ok(()) => Ok(see_other_with(&home, Flash::success(words.t("payments-refund-asked")))),
        Err(PayError::Refused(Refusal::TooMuch)) => {
            errors.add("amount", words.t(Refusal::TooMuch.key()));
            Ok(unprocessable(view(&app, &visitor, &number, form, errors).await?))
        }
        Err(PayError::Refused(refusal)) => {
            errors.add("amount", words.t(refusal.key()));
            Ok(unprocessable(view(&app, &visitor, &number, form, errors).await?))
        }
        Err(PayError::NotFound) => Ok(see_other(&home)),
        Err(error) => Err(error.into()),
    }
}
