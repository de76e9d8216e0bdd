//! One answer in words.

use base::Locale;
use base::money::Currency;
use jiff::civil::Date;
use serde_json::Value;

use super::summary::{Card, RowValue};
use crate::{Contact, Outturn, Place, Question, QuestionKind, iban};

/// Gives an answer as it is shown.
pub(super) fn shown(question: &Question, answer: &Value, locale: Locale) -> RowValue {
    let label = |value: &str| {
        let option = question.kind.options().iter().find(|option| option.value == value);
        option.map_or(value, |option| option.label.get(locale)).to_owned()
    };
    let texts = || answer.as_array().into_iter().flatten().filter_map(Value::as_str);
    match &question.kind {
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
        QuestionKind::Group { row, questions, .. } => {
            let rows = answer.as_array().into_iter().flatten().zip(1..);
            let cards: Vec<Card> = rows
                .map(|(answers, number)| Card {
                    title: format!("{} {number}", row.get(locale)),
                    lines: lines(questions, answers, locale),
                })
                .collect();
            if cards.is_empty() { RowValue::None } else { RowValue::Cards { cards } }
        }
        QuestionKind::Note | QuestionKind::Content { .. } => RowValue::None,
        _ => {
            let text = text(question, answer, locale).unwrap_or_default();
            if text.is_empty() { RowValue::None } else { RowValue::Text { text } }
        }
    }
}

fn lines(questions: &[Question], answers: &Value, locale: Locale) -> Vec<(String, String)> {
    let line = |question: &Question| {
        let answer = answers.get(&question.id).filter(|answer| !answer.is_null())?;
        let text = shown(question, answer, locale).to_text();
        Some((question.short_label().get(locale).to_owned(), text))
    };
    questions.iter().filter_map(line).collect()
}

/// The kinds whose answer is one text.
fn text(question: &Question, answer: &Value, locale: Locale) -> Option<String> {
    let part = |name: &str| answer.get(name).and_then(Value::as_str);
    Some(match &question.kind {
        QuestionKind::Number { unit, .. } => number(answer, unit.as_ref(), locale)?,
        QuestionKind::Date { .. } => date_in_words(answer.as_str()?.parse().ok()?, locale),
        QuestionKind::YesNo => yes_or_no(answer.as_bool()?, locale).to_owned(),
        QuestionKind::One { options } => {
            let value = answer.as_str()?;
            let option = options.iter().find(|option| option.value == value);
            option.map_or(value, |option| option.label.get(locale)).to_owned()
        }
        QuestionKind::DataSet { data } => {
            let code = answer.as_str()?;
            data.find(code).map_or(code, |entry| entry.name(locale)).to_owned()
        }
        QuestionKind::Money { .. } => money(answer, locale)?,
        QuestionKind::Period { .. } => {
            let day = |name: &str| -> Option<Date> { part(name)?.parse().ok() };
            let (from, to) = (day("from")?, day("to")?);
            if from == to {
                return Some(date_in_words(from, locale));
            }
            let between = if locale == Locale::ES { "al" } else { "to" };
            format!("{} {between} {}", date_in_words(from, locale), date_in_words(to, locale))
        }
        QuestionKind::Organisation { .. } => {
            let given = [part("name"), part("number")].into_iter().flatten();
            given.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ")
        }
        QuestionKind::Iban { .. } => iban::masked(answer.as_str()?),
        QuestionKind::Declaration { .. } => part("text")?.to_owned(),
        QuestionKind::Signature => part("name")?.to_owned(),
        QuestionKind::Calculated { result, unit, .. } => match result {
            Outturn::Number => number(answer, unit.as_ref(), locale)?,
            Outturn::Money => money(answer, locale)?,
            Outturn::YesNo => yes_or_no(answer.as_bool()?, locale).to_owned(),
            Outturn::Text => answer.as_str()?.to_owned(),
        },
        _ => answer.as_str()?.to_owned(),
    })
}

fn number(answer: &Value, unit: Option<&base::Localized>, locale: Locale) -> Option<String> {
    let number = super::number::write(answer.as_f64()?, locale);
    let unit = unit.map_or("", |unit| unit.get(locale));
    Some(format!("{number} {unit}").trim().to_owned())
}

fn money(answer: &Value, locale: Locale) -> Option<String> {
    let currency = Currency::parse(answer.get("currency")?.as_str()?)?;
    Some(currency.write(answer.get("minor")?.as_i64()?, locale))
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
