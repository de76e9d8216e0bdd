//! From answers back to fields, to fill a page in again.

use base::Locale;
use serde_json::Value;

use super::{Raw, number};
use crate::{Contact, Place, Question, QuestionKind};

/// Writes an answer as the fields that it would be read from.
pub(super) fn to_raw(question: &Question, value: &Value, locale: Locale, raw: &mut Raw) {
    let id = &question.id;
    let mut part = |name: &str, text: String| raw.push(format!("{id}-{name}"), text);
    match &question.kind {
        QuestionKind::Number { .. } => {
            if let Some(number) = value.as_f64() {
                raw.push(id, number::write(number, locale));
            }
        }
        QuestionKind::Date { .. } => {
            for (name, text) in
                ["year", "month", "day"].iter().zip(value.as_str().unwrap_or_default().split('-'))
            {
                part(name, text.trim_start_matches('0').to_owned());
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
        QuestionKind::Note => {}
        _ => raw.push(id, value.as_str().unwrap_or_default()),
    }
}
