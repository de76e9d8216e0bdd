//! Answers in words: for "check your answers", the public preview, letters and staff.

use std::collections::BTreeSet;

use base::Locale;
use serde::Serialize;

use super::Form;
use super::words::shown;
use crate::{Answers, Page, Question, QuestionKind};

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
    /// What was answered again and again.
    Cards {
        /// One card a row.
        cards: Vec<Card>,
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

/// A row of a group, as it is shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Card {
    /// What it is: "Child 2".
    pub title: String,
    /// The names of the answers, with the answers as plain text.
    pub lines: Vec<(String, String)>,
}

impl Form {
    /// Lists every question that was asked, with its answer, in the form's order.
    pub fn summary(&self, answers: &Answers, locale: Locale) -> Vec<Row> {
        let reachable = self.reachable(answers);
        let asked = |page: &Page, question: &Question| {
            let holds = super::walk::holds(question.when.as_ref(), &reachable);
            (holds && question.kind.has_answer()).then(|| row(page, question, &reachable, locale))
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
            question.is_some_and(|question| question.public && !self.is_personal(question))
        };
        let mut rows = self.summary(answers, locale);
        rows.retain(|row| is_public(row) && row.value != RowValue::None);
        rows
    }
}

impl Form {
    /// Tells whether a question's answer tells who somebody is: by its kind, or because it is worked out
    /// from such an answer or begins with one.
    pub fn is_personal(&self, question: &Question) -> bool {
        let mut seen = BTreeSet::new();
        let mut left = vec![question];
        while let Some(question) = left.pop() {
            if question.kind.is_personal() {
                return true;
            }
            let value = match &question.kind {
                QuestionKind::Calculated { value, .. } => Some(value),
                _ => None,
            };
            for formula in value.into_iter().chain(&question.logic.default) {
                let names = formula.0.names().filter(|name| seen.insert((*name).to_owned()));
                left.extend(names.filter_map(|name| self.question(name)));
            }
        }
        false
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
            Self::Cards { cards } => cards.iter().map(Card::to_text).collect::<Vec<_>>().join("; "),
            Self::Contact { name, email, phone } => {
                let given = [name, email, phone].into_iter().filter(|text| !text.is_empty());
                given.map(String::as_str).collect::<Vec<_>>().join(", ")
            }
        }
    }
}

impl Card {
    /// Gives the row as one line of text.
    pub fn to_text(&self) -> String {
        let given = self.lines.iter().filter(|(_, text)| !text.is_empty());
        let lines: Vec<String> = given.map(|(label, text)| format!("{label}: {text}")).collect();
        format!("{} ({})", self.title, lines.join(", "))
    }
}
