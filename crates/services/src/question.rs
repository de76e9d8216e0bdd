//! The pages and questions of a form.

use base::Localized;
use serde::{Deserialize, Serialize};

use crate::{Condition, Formula, QuestionKind};

/// One page of a form: usually one thing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// The page's key, also in its address.
    pub id: String,
    /// The heading.
    pub title: Localized,
    /// When the page is shown; always, if there is no condition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// The questions, in order.
    pub questions: Vec<Question>,
}

/// One question, or a note between questions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// The key of the answer, unique in the service.
    pub id: String,
    /// What is asked.
    pub label: Localized,
    /// The name of the answer in lists, where what is asked does not read as one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short: Option<Localized>,
    /// Help below the label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Localized>,
    /// Whether an answer is needed.
    pub required: bool,
    /// Whether the answer is shown on the public report. Never true for contact details.
    pub public: bool,
    /// When the question is asked; always, if there is no condition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// When it is needed, what it begins with, what must not be.
    #[serde(default, skip_serializing_if = "Logic::is_empty")]
    pub logic: Logic,
    /// What the answer is.
    #[serde(flatten)]
    pub kind: QuestionKind,
}

/// One thing to choose.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// The answer's value, unique in the question.
    pub value: String,
    /// What it says.
    pub label: Localized,
    /// Help below the label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Localized>,
    /// When it is offered; always, if there is no condition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
}

/// What conditions say of a question beside when it is asked.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Logic {
    /// When an answer is needed although the question is optional.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required_when: Option<Condition>,
    /// What stands in the field before anybody types.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Formula>,
    /// What must not be, in view of all answers up to the end of the page.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Check>,
}

/// Something that is wrong with an answer in view of others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// When it is wrong.
    pub when: Condition,
    /// What the resident reads at the question then.
    pub message: Localized,
}

impl Logic {
    /// Tells whether nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Question {
    /// Gives the name under which the answer is listed.
    pub fn short_label(&self) -> &Localized {
        self.short.as_ref().unwrap_or(&self.label)
    }

    /// Gives the field that a fault of the whole answer leads to.
    pub fn first_field(&self) -> String {
        let id = &self.id;
        match &self.kind {
            QuestionKind::Date { .. } => format!("{id}-day"),
            QuestionKind::Place => format!("{id}-address"),
            QuestionKind::Contact => format!("{id}-email"),
            QuestionKind::Period { .. } => format!("{id}-from-day"),
            QuestionKind::DataSet { .. } => format!("{id}-q"),
            QuestionKind::Organisation { .. } => format!("{id}-name"),
            QuestionKind::Group { questions, .. } => {
                let first = questions.iter().find(|question| question.kind.has_answer());
                format!("{id}-0-{}", first.map(Self::first_field).unwrap_or_default())
            }
            _ => id.clone(),
        }
    }

    /// Gives what expressions may do with the answer; `None` for a note, which has none.
    pub fn rule_kind(&self) -> Option<rules::Kind> {
        self.kind.rule_kind()
    }
}

/// The earliest or latest date: fixed, or counted from the day of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum DateBound {
    /// This many days after today (before, when negative).
    Today(i32),
    /// This date.
    On(jiff::civil::Date),
}

/// Ten years of days: further from today is a slip.
const MAX_DAYS: i32 = 3_660;

impl DateBound {
    /// Gives the date, as seen on a day.
    pub fn on(self, today: jiff::civil::Date) -> jiff::civil::Date {
        match self {
            Self::Today(days) => today.saturating_add(jiff::Span::new().days(days)),
            Self::On(date) => date,
        }
    }
}

impl TryFrom<String> for DateBound {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let wrong = || {
            format!(
                "`{text}` is no date; write \"today\", \"today+30\", \"today-7\" or \"2026-03-31\""
            )
        };
        let Some(rest) = text.strip_prefix("today") else {
            return text.parse().map(Self::On).map_err(|_| wrong());
        };
        let days = match rest {
            "" => 0,
            _ if rest.starts_with(['+', '-']) => rest.parse().map_err(|_| wrong())?,
            _ => return Err(wrong()),
        };
        if (-MAX_DAYS..=MAX_DAYS).contains(&days) { Ok(Self::Today(days)) } else { Err(wrong()) }
    }
}

impl From<DateBound> for String {
    fn from(bound: DateBound) -> Self {
        match bound {
            DateBound::Today(0) => "today".to_owned(),
            DateBound::Today(days) => format!("today{days:+}"),
            DateBound::On(date) => date.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_date_bound_is_fixed_or_counts_from_today() {
        let today = date(2026, 2, 27);
        for (text, day) in [
            ("today", today),
            ("today+2", date(2026, 3, 1)),
            ("today-27", date(2026, 1, 31)),
            ("2028-02-29", date(2028, 2, 29)),
        ] {
            let bound = DateBound::try_from(text.to_owned()).unwrap();
            assert_eq!(bound.on(today), day);
            assert_eq!(String::from(bound), text);
        }
        for text in ["", "tomorrow", "today30", "today+", "today+99999", "2026-02-30", "31.12.2026"]
        {
            assert!(DateBound::try_from(text.to_owned()).is_err(), "{text}");
        }
    }
}
