//! What a resident can prove of their case: the ledger's entries of what they may know, with proofs.

use ledger::receipt::Receipt;
use ledger::{LedgerRow, Subject};
use serde_json::Value;
use store::{StoreError, Tx};

use crate::case::Case;
use crate::events::MAX_EVENTS;

/// The acts of which a resident knows. What is not named here is between staff or about somebody else:
/// notes, assignments, reminders, followers.
const TOLD: [&str; 13] = [
    "case.open",
    "case.move",
    "case.ask",
    "case.message",
    "case.correct",
    "case.add-photos",
    "case.hand-over",
    "case.close",
    "case.reopen",
    "case.withdraw",
    "case.give-feedback",
    "case.pay",
    "case.refund",
];
/// The same for what was imported, by the kind of event.
const TOLD_IMPORTS: [&str; 10] = [
    "opened",
    "moved",
    "asked",
    "message",
    "corrected",
    "photos",
    "handed-over",
    "closed",
    "reopened",
    "withdrawn",
];

/// The receipt of a case for its resident; `None` while no checkpoint covers any of its entries.
pub fn of_case(tx: &mut Tx<'_>, case: &Case) -> Result<Option<Receipt>, StoreError> {
    let mut rows = ledger::of_subject(tx, Subject::case(case.id), MAX_EVENTS)?;
    rows.retain(is_told);
    ledger::receipt::receipt(tx, &rows)
}

fn is_told(row: &LedgerRow) -> bool {
    if row.verb != "case.import" {
        return TOLD.contains(&row.verb.as_str());
    }
    let entry: Value = serde_json::from_str(&row.entry).unwrap_or_default();
    let kind = entry.pointer("/body/kind").and_then(Value::as_str);
    kind.is_some_and(|kind| TOLD_IMPORTS.contains(&kind))
}
