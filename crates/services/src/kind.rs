//! What an answer is.

use base::Localized;
use base::money::Currency;
use jiff::civil::Time;
use serde::{Deserialize, Serialize};

use crate::checksum::Checksum;
use crate::data_set::DataSet;
use crate::pattern::Pattern;
use crate::{Choice, DateBound, Formula, Question};

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
    /// An amount of money, stored as `{ minor, currency }`.
    Money {
        /// The currency; the town's, where the definition names none.
        currency: Currency,
        /// The least, in minor units.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<i64>,
        /// The most, in minor units.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<i64>,
    },
    /// A time of day, stored as `HH:MM`.
    Time {
        /// The earliest.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<Time>,
        /// The latest.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<Time>,
    },
    /// From a day to a day, stored as `{ from, to, days }`, both days counted.
    Period {
        /// The earliest first day.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<DateBound>,
        /// The latest last day.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<DateBound>,
        /// The most days.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max_days: Option<u32>,
    },
    /// A firm or an association, stored as `{ name, number }`.
    Organisation {
        /// Whether it must have a number in a register.
        number_required: bool,
        /// What the number looks like.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pattern: Option<Pattern>,
        /// A number as it could be, for the hint and the message.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        example: Option<String>,
    },
    /// The registration mark of a vehicle, stored in capitals without spaces.
    Vehicle {
        /// What marks look like.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pattern: Option<Pattern>,
        /// A mark as it could be, for the message.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        example: Option<String>,
    },
    /// An international bank account number, stored without spaces and never shown whole.
    Iban {
        /// The countries whose accounts are taken; all, when none is named.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        countries: Vec<String>,
    },
    /// A number or code that somebody else gave, stored in capitals without spaces and hyphens.
    Identifier {
        /// What it looks like.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pattern: Option<Pattern>,
        /// How its check character is made.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        checksum: Option<Checksum>,
        /// One as it could be, for the message.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        example: Option<String>,
    },
    /// Something that must be agreed to, stored as `{ agreed, text, language }`.
    Declaration {
        /// The words that are agreed to.
        text: Localized,
    },
    /// A name typed instead of a signature, stored as `{ name, at }`.
    Signature,
    /// Worked out from earlier answers, shown and never typed.
    Calculated {
        /// The expression.
        value: Formula,
        /// What comes of it.
        result: Outturn,
        /// What is counted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unit: Option<Localized>,
        /// The currency of an amount.
        currency: Currency,
    },
    /// A heading between questions, with text in Markdown below it.
    Content {
        /// The text.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        body: Option<Localized>,
    },
    /// One row of a table that officers keep, stored as its code.
    DataSet {
        /// The table.
        data: DataSet,
    },
    /// Questions that are answered again and again, stored as a list of records.
    Group {
        /// What one of them is called: "Child".
        row: Localized,
        /// How many are needed.
        min: usize,
        /// How many there can be.
        max: usize,
        /// What is asked of each.
        questions: Vec<Question>,
    },
}

/// What a calculation comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outturn {
    /// A number, rounded to two decimals.
    Number,
    /// An amount of money; the expression counts in whole dollars or euros.
    Money,
    /// A text.
    Text,
    /// Yes or no.
    YesNo,
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
            Self::Money { .. } => "money",
            Self::Time { .. } => "time",
            Self::Period { .. } => "period",
            Self::Organisation { .. } => "organisation",
            Self::Vehicle { .. } => "vehicle",
            Self::Iban { .. } => "iban",
            Self::Identifier { .. } => "identifier",
            Self::Declaration { .. } => "declaration",
            Self::Signature => "signature",
            Self::Calculated { .. } => "calculated",
            Self::Content { .. } => "content",
            Self::DataSet { .. } => "dataset",
            Self::Group { .. } => "group",
        }
    }

    /// Tells whether the answer identifies a person, so that it must never be public.
    pub fn is_personal(&self) -> bool {
        match self {
            Self::Contact
            | Self::Email
            | Self::Phone
            | Self::Vehicle { .. }
            | Self::Iban { .. }
            | Self::Identifier { .. }
            | Self::Signature => true,
            Self::Group { questions, .. } => {
                questions.iter().any(|question| question.kind.is_personal())
            }
            _ => false,
        }
    }

    /// Tells whether there is an answer at all, typed or worked out.
    pub fn has_answer(&self) -> bool {
        !matches!(self, Self::Note | Self::Content { .. })
    }

    /// Tells whether somebody types or chooses the answer.
    pub fn is_asked(&self) -> bool {
        self.has_answer() && !matches!(self, Self::Calculated { .. })
    }

    /// Gives the table that the answer is chosen from.
    pub fn data_set(&self) -> Option<&DataSet> {
        match self {
            Self::DataSet { data } => Some(data),
            _ => None,
        }
    }

    pub(crate) fn data_set_mut(&mut self) -> Option<&mut DataSet> {
        match self {
            Self::DataSet { data } => Some(data),
            _ => None,
        }
    }

    /// Puts the town's currency where the definition names none.
    pub(crate) fn settle_currency(&mut self, town: Currency) {
        match self {
            Self::Money { currency, min, max } if *currency == Currency::NONE => {
                *currency = town;
                for bound in [min, max] {
                    *bound = bound.and_then(|minor| town.minor(Currency::NONE.major(minor)));
                }
            }
            Self::Calculated { currency, .. } if *currency == Currency::NONE => *currency = town,
            Self::Group { questions, .. } => {
                for question in questions {
                    question.kind.settle_currency(town);
                }
            }
            _ => {}
        }
    }

    /// Gives what expressions may do with the answer; `None` for text without one.
    pub(crate) fn rule_kind(&self) -> Option<rules::Kind> {
        use rules::Kind;
        let values =
            |options: &[Choice]| options.iter().map(|choice| choice.value.clone()).collect();
        let record = |fields: &[(&str, Kind)]| {
            let fields = fields.iter().map(|(name, kind)| ((*name).to_owned(), kind.clone()));
            Kind::Record(fields.collect())
        };
        Some(match self {
            Self::Text { .. }
            | Self::LongText { .. }
            | Self::Email
            | Self::Phone
            | Self::Vehicle { .. }
            | Self::Iban { .. }
            | Self::Identifier { .. }
            | Self::DataSet { .. } => Kind::Text,
            Self::Number { .. } | Self::Money { .. } => Kind::Number,
            Self::Date { .. } => Kind::Date,
            Self::Time { .. } => Kind::Time,
            Self::YesNo => Kind::YesNo,
            Self::One { options } => Kind::One(values(options)),
            Self::Many { options } => Kind::Many(values(options)),
            Self::Place => Kind::Place,
            Self::Photos { .. } => Kind::Photos,
            Self::Contact => Kind::Contact,
            Self::Period { .. } => {
                record(&[("from", Kind::Date), ("to", Kind::Date), ("days", Kind::Number)])
            }
            Self::Organisation { .. } => record(&[("name", Kind::Text), ("number", Kind::Text)]),
            Self::Declaration { .. } => record(&[("agreed", Kind::YesNo), ("text", Kind::Text)]),
            Self::Signature => record(&[("name", Kind::Text)]),
            Self::Calculated { result, .. } => result.rule_kind(),
            Self::Group { questions, .. } => Kind::Rows(rule_fields(questions)),
            Self::Note | Self::Content { .. } => return None,
        })
    }

    /// Lists the options of a choice, nothing for other kinds.
    pub fn options(&self) -> &[Choice] {
        match self {
            Self::One { options } | Self::Many { options } => options,
            _ => &[],
        }
    }
}

fn rule_fields(questions: &[Question]) -> Vec<(String, rules::Kind)> {
    let field = |question: &Question| Some((question.id.clone(), question.rule_kind()?));
    questions.iter().filter_map(field).collect()
}

impl Outturn {
    /// Gives what expressions may do with it, and what the calculation must come to.
    pub(crate) fn rule_kind(self) -> rules::Kind {
        match self {
            Self::Number | Self::Money => rules::Kind::Number,
            Self::Text => rules::Kind::Text,
            Self::YesNo => rules::Kind::YesNo,
        }
    }
}
