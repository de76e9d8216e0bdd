//! From answers back to fields, to fill a page in again.

use base::Locale;
use serde_json::Value;

use super::{Raw, number};
use crate::{Contact, Place, Question, QuestionKind};

/// Writes an answer as the fields that it would be read from.
pub(super) fn to_raw(question: &Question, value: &Value, locale: Locale, raw: &mut Raw) {
    let id = &question.id;
    if let QuestionKind::Group { questions, .. } = &question.kind {
        return super::group::to_raw(id, questions, value, locale, raw);
    }
    let mut part = |name: &str, text: String| raw.push(format!("{id}-{name}"), text);
    match &question.kind {
        QuestionKind::Number { .. } => {
            if let Some(number) = value.as_f64() {
                raw.push(id, number::write(number, locale));
            }
        }
        QuestionKind::Date { .. } => {
            for (name, text) in date_parts(value.as_str().unwrap_or_default()) {
                part(name, text);
            }
        }
        QuestionKind::Period { .. } => {
            for end in ["from", "to"] {
                let date = value.get(end).and_then(Value::as_str).unwrap_or_default();
                for (name, text) in date_parts(date) {
                    part(&format!("{end}-{name}"), text);
                }
            }
        }
        QuestionKind::YesNo => {
            if let Some(yes) = value.as_bool() {
                raw.push(id, if yes { "yes" } else { "no" });
            }
        }
        QuestionKind::Many { .. } | QuestionKind::Photos { .. } => {
            for item in value.as_array().into_iter().flatten().filter_map(Value::as_str) {
                raw.push(id, item);
            }
        }
        QuestionKind::Place => {
            let place = Place::from_json(value).unwrap_or_default();
            if let Some(point) = place.point {
                part("lon", point.lon.to_string());
                part("lat", point.lat.to_string());
            }
            part("address", place.address);
        }
        QuestionKind::Contact => {
            let contact = Contact::from_json(value).unwrap_or_default();
            part("name", contact.name);
            part("email", contact.email);
            part("phone", contact.phone);
        }
        QuestionKind::Note | QuestionKind::Content { .. } | QuestionKind::Calculated { .. } => {}
        _ => code_to_raw(question, value, locale, raw),
    }
}

/// The kinds that are one field, or a record of texts.
fn code_to_raw(question: &Question, value: &Value, locale: Locale, raw: &mut Raw) {
    let id = &question.id;
    let text = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    match &question.kind {
        QuestionKind::Money { currency, .. } => {
            if let Some(minor) = value.get("minor").and_then(Value::as_i64) {
                raw.push(id, currency.plain_in(minor, locale));
            }
        }
        QuestionKind::Organisation { .. } => {
            raw.push(format!("{id}-name"), text("name"));
            raw.push(format!("{id}-number"), text("number"));
        }
        QuestionKind::DataSet { data } => {
            let code = value.as_str().unwrap_or_default();
            raw.push(id, code);
            if let Some(entry) = data.find(code) {
                raw.push(format!("{id}-q"), entry.name(locale));
            }
        }
        QuestionKind::Signature => raw.push(id, text("name")),
        QuestionKind::Declaration { .. } => {
            if value.get("agreed").and_then(Value::as_bool) == Some(true) {
                raw.push(id, "yes");
            }
        }
        _ => raw.push(id, value.as_str().unwrap_or_default()),
    }
}

/// The three fields of a date that is stored as `2026-03-01`.
fn date_parts(date: &str) -> impl Iterator<Item = (&'static str, String)> {
    let parts = date.split('-').map(|part| part.trim_start_matches('0').to_owned());
    ["year", "month", "day"].into_iter().zip(parts)
}
