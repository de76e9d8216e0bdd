//! The pages and questions of a form.

use base::Localized;
use serde::{Deserialize, Serialize};

use crate::Condition;

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
    /// What the answer is.
    #[serde(flatten)]
    pub kind: QuestionKind,
}

/// What an answer is, with its bounds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum QuestionKind {
    /// One line of text.
    Text {
        /// The most characters.
        max_length: usize,
    },
    /// Several lines of text.
    LongText {
        /// The most characters.
        max_length: usize,
    },
    /// An e-mail address.
    Email,
    /// A phone number.
    Phone,
    /// A number.
    Number {
        /// The least.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<f64>,
        /// The most.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<f64>,
        /// What is counted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unit: Option<Localized>,
    },
    /// A date, in three fields.
    Date {
        /// The earliest.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<DateBound>,
        /// The latest.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<DateBound>,
    },
    /// Yes or no.
    YesNo,
    /// One of some options.
    One {
        /// What there is to choose from.
        options: Vec<Choice>,
    },
    /// Any number of some options.
    Many {
        /// What there is to choose from.
        options: Vec<Choice>,
    },
    /// A place: a pin, an address, or both.
    Place,
    /// Photos.
    Photos {
        /// How many at most.
        max: usize,
    },
    /// Name, e-mail address and phone number.
    Contact,
    /// Text without an answer.
    Note,
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

impl QuestionKind {
    /// Gives the kind's name as definitions write it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Text { .. } => "text",
            Self::LongText { .. } => "longtext",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Number { .. } => "number",
            Self::Date { .. } => "date",
            Self::YesNo => "yesno",
            Self::One { .. } => "one",
            Self::Many { .. } => "many",
            Self::Place => "place",
            Self::Photos { .. } => "photos",
            Self::Contact => "contact",
            Self::Note => "note",
        }
    }

    /// Tells whether the answer identifies a person, so that it must never be public.
    pub fn is_personal(&self) -> bool {
        matches!(self, Self::Contact | Self::Email | Self::Phone)
    }

    /// Lists the options of a choice, nothing for other kinds.
    pub fn options(&self) -> &[Choice] {
        match self {
            Self::One { options } | Self::Many { options } => options,
            _ => &[],
        }
    }
}

impl Question {
    /// Gives the name under which the answer is listed.
    pub fn short_label(&self) -> &Localized {
        self.short.as_ref().unwrap_or(&self.label)
    }

    /// Gives what expressions may do with the answer; `None` for a note, which has none.
    pub fn rule_kind(&self) -> Option<rules::Kind> {
        let values =
            |options: &[Choice]| options.iter().map(|choice| choice.value.clone()).collect();
        Some(match &self.kind {
            QuestionKind::Text { .. }
            | QuestionKind::LongText { .. }
            | QuestionKind::Email
            | QuestionKind::Phone => rules::Kind::Text,
            QuestionKind::Number { .. } => rules::Kind::Number,
            QuestionKind::Date { .. } => rules::Kind::Date,
            QuestionKind::YesNo => rules::Kind::YesNo,
            QuestionKind::One { options } => rules::Kind::One(values(options)),
            QuestionKind::Many { options } => rules::Kind::Many(values(options)),
            QuestionKind::Place => rules::Kind::Place,
            QuestionKind::Photos { .. } => rules::Kind::Photos,
            QuestionKind::Contact => rules::Kind::Contact,
            QuestionKind::Note => return None,
        })
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
