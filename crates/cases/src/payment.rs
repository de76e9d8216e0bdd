//! A case was paid for, or money went back. How that came about is the business of who takes the money.

use base::money::Currency;
use base::{CaseId, Reference};
use serde_json::json;
use store::Tx;

use crate::case::By;
use crate::events::{Audience, EventKind, NewEvent};
use crate::office::{Office, Seen};
use crate::refusal::CaseError;

/// Money that came or went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paid {
    /// The number of the payment.
    pub number: Reference,
    /// How much, in minor units.
    pub amount: i64,
    /// In what.
    pub currency: Currency,
}

/// Notes that a case was paid for.
pub fn note_paid(
    tx: &mut Tx<'_>,
    office: &Office,
    id: CaseId,
    paid: &Paid,
) -> Result<(), CaseError> {
    note(tx, office, id, paid, (EventKind::Paid, "case.pay"))
}

/// Notes that money went back.
pub fn note_refund(
    tx: &mut Tx<'_>,
    office: &Office,
    id: CaseId,
    paid: &Paid,
) -> Result<(), CaseError> {
    note(tx, office, id, paid, (EventKind::Refunded, "case.refund"))
}

fn note(
    tx: &mut Tx<'_>,
    office: &Office,
    id: CaseId,
    paid: &Paid,
    (kind, verb): (EventKind, &'static str),
) -> Result<(), CaseError> {
    let case = Office::load(tx, id, Seen::Whatever)?;
    let event = NewEvent {
        kind,
        by: By::System("payment"),
        audience: Audience::Parties,
        state: None,
        text: "",
        detail: json!({
            "reference": paid.number.to_string(),
            "amount": paid.amount,
            "currency": paid.currency.code(),
        }),
    };
    office.record(tx, &case, verb, &event)
}
