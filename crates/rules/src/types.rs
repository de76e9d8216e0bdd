//! The types of the parts of an expression.

use cel::common::ast::LiteralValue;

use crate::Kind;

/// The type of a part of an expression.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Type {
    /// Already reported, or not worth a guess: goes with everything.
    Any,
    Null,
    YesNo,
    /// A whole number written in the expression.
    Whole,
    Number,
    Text,
    /// A text written in the expression.
    Literal(String),
    Date,
    Choice(Vec<String>),
    Choices(Vec<String>),
    List,
    Place,
    Contact,
}

impl Type {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Any => "something",
            Self::Null => "null",
            Self::YesNo => "yes or no",
            Self::Whole | Self::Number => "a number",
            Self::Text | Self::Literal(_) => "a text",
            Self::Date => "a date",
            Self::Choice(_) => "one of the options",
            Self::Choices(_) | Self::List => "a list",
            Self::Place => "a place",
            Self::Contact => "contact details",
        }
    }

    pub(crate) fn is_number(&self) -> bool {
        matches!(self, Self::Any | Self::Whole | Self::Number)
    }

    pub(crate) fn is_text(&self) -> bool {
        matches!(self, Self::Any | Self::Text | Self::Literal(_) | Self::Date | Self::Choice(_))
    }

    pub(crate) fn is_list(&self) -> bool {
        matches!(self, Self::Any | Self::List | Self::Choices(_))
    }

    /// The type of a value that is written down.
    pub(crate) fn of_literal(literal: &LiteralValue) -> Self {
        match literal {
            LiteralValue::Boolean(_) => Self::YesNo,
            LiteralValue::Double(_) => Self::Number,
            LiteralValue::Int(_) => Self::Whole,
            LiteralValue::Null => Self::Null,
            LiteralValue::String(text) => Self::Literal(text.inner().to_owned()),
            LiteralValue::Bytes(_) | LiteralValue::UInt(_) => Self::Any,
        }
    }

    /// The type of a question's answer.
    pub(crate) fn of_kind(kind: &Kind) -> Self {
        match kind {
            Kind::Text => Self::Text,
            Kind::Number => Self::Number,
            Kind::Date => Self::Date,
            Kind::YesNo => Self::YesNo,
            Kind::One(options) => Self::Choice(options.clone()),
            Kind::Many(options) => Self::Choices(options.clone()),
            Kind::Place => Self::Place,
            Kind::Photos => Self::List,
            Kind::Contact => Self::Contact,
        }
    }
}
