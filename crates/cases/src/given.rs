//! Answers in the words of the form that they were given in, also where the case is another service's by now.

use std::sync::Arc;

use base::Locale;
use services::Service;
use services::form::{Row, RowValue};
use store::Tx;

use crate::answers::Told;
use crate::case::Case;
use crate::office::Office;
use crate::refusal::CaseError;

/// The form that the resident filled in: what they correct, they correct there.
pub fn form(
    tx: &mut Tx<'_>,
    office: &Office,
    case: &Case,
    told: &Told,
) -> Result<Arc<Service>, CaseError> {
    match told.forms.first() {
        Some((service, version)) => office.definition(tx, service, *version),
        None => office.service_of(tx, case),
    }
}

/// The answers of a case in words, without questions that have none.
pub fn rows(
    tx: &mut Tx<'_>,
    office: &Office,
    case: &Case,
    told: &Told,
    locale: Locale,
) -> Result<Vec<Row>, CaseError> {
    let mut rows: Vec<Row> = Vec::new();
    for service in forms(tx, office, case, told)? {
        let mut more = service.form().summary(&told.answers, locale);
        more.retain(|row| {
            let shown = rows.iter().any(|earlier| earlier.question == row.question);
            !shown && row.value != RowValue::None
        });
        rows.append(&mut more);
    }
    Ok(rows)
}

/// The answers that everybody may see: public in the case's service, and in the form in which the
/// resident was told so.
pub fn public_rows(
    tx: &mut Tx<'_>,
    office: &Office,
    case: &Case,
    told: &Told,
    locale: Locale,
) -> Result<Vec<Row>, CaseError> {
    let given = forms(tx, office, case, told)?;
    let own = office.service_of(tx, case)?;
    let mut rows = own.form().public_preview(&told.answers, locale);
    rows.retain(|row| {
        let mut asked = given.iter().filter_map(|service| service.form().question(&row.question));
        asked.next().is_some_and(|question| question.public)
    });
    Ok(rows)
}

fn forms(
    tx: &mut Tx<'_>,
    office: &Office,
    case: &Case,
    told: &Told,
) -> Result<Vec<Arc<Service>>, CaseError> {
    if told.forms.is_empty() {
        return Ok(vec![office.service_of(tx, case)?]);
    }
    told.forms.iter().map(|(service, version)| office.definition(tx, service, *version)).collect()
}
