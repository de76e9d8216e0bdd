//! What a service costs: expressions that come to an amount, for everybody who can send the form.

use rules::Kind;

use super::{Head, conditions, service};
use crate::read::Document;
use crate::{Answers, Definition, FeeError, Formula, Page};

/// One line of a receipt.
const MAX_WHAT: usize = 100;
/// One line under an amount.
const MAX_BECAUSE: usize = 160;

/// Checks the fee of a service.
pub(super) fn check(document: &Document<'_>, definition: &Definition, head: Option<&Head>) {
    let Some(fee) = &definition.fee else { return };
    if !definition.online {
        let help = "set online = true, or take `fee` out and write the amount into `cost`";
        let message = "a page of information takes no fee";
        document.source.error(document.at("fee"), message, help);
    }
    if definition.appointment.is_some() {
        // A case that waits to be paid is not there yet, and a time is held for minutes, not for days.
        let help =
            "take `fee` out and let people pay at the appointment, or make two services of it";
        let message = "a service with an appointment cannot take a fee in advance";
        document.source.error(document.at("fee"), message, help);
    }
    service::length(document, "fee.what", &fee.what, MAX_WHAT);
    let pages = service::pages_of(definition, head).unwrap_or_default();
    let names = conditions::names(pages);
    let currency = head.map(|(outline, _)| outline.currency).unwrap_or_default();
    let amount = |path: &str, formula: &Formula| {
        conditions::formula(document, path, formula, &Kind::Number, (&names, &names));
        maybe_unknown(document, path, formula, pages);
        if formula.0.names().next().is_some() {
            return;
        }
        let fixed = crate::Fee { amount: formula.clone(), ..fee.clone() };
        let fixed = crate::Fee { concessions: Vec::new(), ..fixed };
        let told = match fixed.charge(&Answers::new(), currency) {
            Err(FeeError::Negative) => "a fee cannot be less than nothing",
            Err(FeeError::TooLarge) => "this fee is far too large",
            Ok(_) | Err(FeeError::Unknown) => return,
        };
        document.source.error(document.at(path), told, "write an amount from 0 upwards");
    };
    amount("fee.amount", &fee.amount);
    for (number, concession) in fee.concessions.iter().enumerate() {
        let path = format!("fee.concessions.{number}");
        conditions::one(document, &format!("{path}.when"), Some(&concession.when), &names, &names);
        amount(&format!("{path}.amount"), &concession.amount);
        service::length(document, &format!("{path}.because"), &concession.because, MAX_BECAUSE);
    }
}

/// Warns of an amount that needs an answer which not everybody gives: whoever does not could never send
/// the form.
fn maybe_unknown(document: &Document<'_>, path: &str, formula: &Formula, pages: &[Page]) {
    let text = formula.0.text();
    for page in pages {
        for question in &page.questions {
            let asked_of_all = question.required && question.when.is_none() && page.when.is_none();
            let guarded = text.contains(&format!("has(answers.{})", question.id))
                || text.contains(&format!("answers.{} == null", question.id))
                || text.contains(&format!("answers.{} != null", question.id));
            let read = formula.0.names().any(|name| name == question.id);
            if read && !asked_of_all && !guarded && question.kind.is_asked() {
                document.source.warn(
                    document.at(path),
                    format!(
                        "`{0}` may stay without an answer, and then nobody knows the amount",
                        question.id
                    ),
                    format!("write: has(answers.{0}) ? … : …", question.id),
                );
            }
        }
    }
}
