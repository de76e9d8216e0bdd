//! Answers in words: for "check your answers", the public preview, letters and staff.

use base::Locale;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;

use super::Form;
use crate::{Answers, Contact, Page, Place, Question, QuestionKind};

/// One question with its answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// The key of the page, for the change link.
    pub page: String,
    /// The key of the question.
    pub question: String,
    /// The name of the answer.
    pub label: String,
    /// The answer.
    pub value: RowValue,
    /// The answer as plain text, empty when there is none.
    pub text: String,
}

/// An answer as it is shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum RowValue {
    /// No answer.
    None,
    /// One text; may have several lines.
    Text {
        /// The text.
        text: String,
    },
    /// Several texts.
    List {
        /// The texts.
        items: Vec<String>,
    },
    /// A place.
    Place {
        /// The address, may be empty.
        address: String,
        /// Degrees east.
        lon: Option<f64>,
        /// Degrees north.
        lat: Option<f64>,
        /// The key of the district.
        district: Option<String>,
    },
    /// Photos.
    Photos {
        /// The ids of the files.
        files: Vec<String>,
    },
    /// Contact details; empty texts were not given.
    Contact {
        /// The name.
        name: String,
        /// The e-mail address.
        email: String,
        /// The phone number.
        phone: String,
    },
}

impl Form {
    /// Lists every question that was asked, with its answer, in the form's order.
    pub fn summary(&self, answers: &Answers, locale: Locale) -> Vec<Row> {
        let reachable = self.reachable(answers);
        let asked = |page: &Page, question: &Question| {
            let holds = super::walk::holds(question.when.as_ref(), &reachable);
            (holds && question.kind != QuestionKind::Note)
                .then(|| row(page, question, &reachable, locale))
        };
        self.pages(answers)
            .into_iter()
            .flat_map(|page| {
                page.questions.iter().filter_map(move |question| asked(page, question))
            })
            .collect()
    }

    /// Lists exactly what the public will see: answers to questions marked as public, and never
    /// contact details, whatever the definition says.
    pub fn public_preview(&self, answers: &Answers, locale: Locale) -> Vec<Row> {
        let is_public = |row: &Row| {
            let question = self.question(&row.question);
            question.is_some_and(|question| question.public && !question.kind.is_personal())
        };
        let mut rows = self.summary(answers, locale);
        rows.retain(|row| is_public(row) && row.value != RowValue::None);
        rows
    }
}

fn row(page: &Page, question: &Question, answers: &Answers, locale: Locale) -> Row {
    let answer = answers.get(&question.id);
    let value = answer.map_or(RowValue::None, |answer| shown(question, answer, locale));
    Row {
        page: page.id.clone(),
        question: question.id.clone(),
        label: question.short_label().get(locale).to_owned(),
        text: value.to_text(),
        value,
    }
}

fn shown(question: &Question, answer: &Value, locale: Locale) -> RowValue {
    let text =
        |text: String| if text.is_empty() { RowValue::None } else { RowValue::Text { text } };
    let label = |value: &str| {
        let option = question.kind.options().iter().find(|option| option.value == value);
        option.map_or(value, |option| option.label.get(locale)).to_owned()
    };
    let texts = || answer.as_array().into_iter().flatten().filter_map(Value::as_str);
    match &question.kind {
        QuestionKind::Number { unit, .. } => {
            let number = answer
                .as_f64()
                .map_or_else(String::new, |number| super::number::write(number, locale));
            let unit = unit.as_ref().map_or("", |unit| unit.get(locale));
            text(format!("{number} {unit}").trim().to_owned())
        }
        QuestionKind::Date { .. } => {
            let date: Option<Date> = answer.as_str().and_then(|date| date.parse().ok());
            date.map_or(RowValue::None, |date| text(date_in_words(date, locale)))
        }
        QuestionKind::YesNo => {
            answer.as_bool().map_or(RowValue::None, |yes| text(yes_or_no(yes, locale).to_owned()))
        }
        QuestionKind::One { .. } => {
            answer.as_str().map_or(RowValue::None, |value| text(label(value)))
        }
        QuestionKind::Many { .. } => RowValue::List { items: texts().map(label).collect() },
        QuestionKind::Place => {
            Place::from_json(answer).map_or(RowValue::None, |place| RowValue::Place {
                address: place.address,
                lon: place.point.map(|point| point.lon),
                lat: place.point.map(|point| point.lat),
                district: place.district,
            })
        }
        QuestionKind::Photos { .. } => {
            RowValue::Photos { files: texts().map(str::to_owned).collect() }
        }
        QuestionKind::Contact => {
            let contact = Contact::from_json(answer).unwrap_or_default();
            RowValue::Contact { name: contact.name, email: contact.email, phone: contact.phone }
        }
        QuestionKind::Note => RowValue::None,
        QuestionKind::Text { .. }
        | QuestionKind::LongText { .. }
        | QuestionKind::Email
        | QuestionKind::Phone => text(answer.as_str().unwrap_or_default().to_owned()),
    }
}

impl RowValue {
    /// Gives the answer as plain text, for letters and tables.
    pub fn to_text(&self) -> String {
        match self {
            Self::None => String::new(),
            Self::Text { text } => text.clone(),
            Self::List { items } => items.join(", "),
            Self::Place { address, lon, lat, .. } => match (lon, lat) {
                (Some(lon), Some(lat)) if address.is_empty() => format!("{lat:.5}, {lon:.5}"),
                _ => address.clone(),
            },
            Self::Photos { files } => files.len().to_string(),
            Self::Contact { name, email, phone } => {
                let given = [name, email, phone].into_iter().filter(|text| !text.is_empty());
                given.map(String::as_str).collect::<Vec<_>>().join(", ")
            }
        }
    }
}

fn yes_or_no(yes: bool, locale: Locale) -> &'static str {
    match (yes, locale) {
        (true, Locale::ES) => "Sí",
        (true, _) => "Yes",
        (false, _) => "No",
    }
}

/// Writes a date as residents read it: `3 December 2026`, `3 de diciembre de 2026`.
pub(super) fn date_in_words(date: Date, locale: Locale) -> String {
    let month = base::names::month(locale, date.month());
    match locale {
        Locale::ES => format!("{} de {month} de {}", date.day(), date.year()),
        _ => format!("{} {month} {}", date.day(), date.year()),
    }
}
