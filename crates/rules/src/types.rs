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
    Time,
    Record(Vec<(String, Type)>),
    Rows(Vec<(String, Type)>),
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
            Self::Choices(_) | Self::List | Self::Rows(_) => "a list",
            Self::Time => "a time",
            Self::Record(_) => "a record",
            Self::Place => "a place",
            Self::Contact => "contact details",
        }
    }

    pub(crate) fn is_number(&self) -> bool {
        matches!(self, Self::Any | Self::Whole | Self::Number)
    }

    pub(crate) fn is_yes_or_no(&self) -> bool {
        matches!(self, Self::Any | Self::YesNo)
    }

    pub(crate) fn is_text(&self) -> bool {
        matches!(
            self,
            Self::Any | Self::Text | Self::Literal(_) | Self::Date | Self::Time | Self::Choice(_)
        )
    }

    pub(crate) fn is_list(&self) -> bool {
        matches!(self, Self::Any | Self::List | Self::Choices(_) | Self::Rows(_))
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
            Kind::Time => Self::Time,
            Kind::Record(fields) => Self::Record(Self::of_fields(fields)),
            Kind::Rows(fields) => Self::Rows(Self::of_fields(fields)),
        }
    }

    fn of_fields(fields: &[(String, Kind)]) -> Vec<(String, Self)> {
        fields.iter().map(|(name, kind)| (name.clone(), Self::of_kind(kind))).collect()
    }

    /// The fields of a record, with their types; nothing for what has none.
    pub(crate) fn fields(&self) -> Vec<(String, Self)> {
        let named = |fields: &[(&str, Self)]| {
            fields.iter().map(|(name, kind)| ((*name).to_owned(), kind.clone())).collect()
        };
        match self {
            Self::Place => named(&[
                ("lon", Self::Number),
                ("lat", Self::Number),
                ("address", Self::Text),
                ("district", Self::Text),
            ]),
            Self::Contact => {
                named(&[("name", Self::Text), ("email", Self::Text), ("phone", Self::Text)])
            }
            Self::Record(fields) => fields.clone(),
            _ => Vec::new(),
        }
    }

    /// The type of what stands in a list.
    pub(crate) fn item(&self) -> Self {
        match self {
            Self::Choices(options) => Self::Choice(options.clone()),
            Self::Rows(fields) => Self::Record(fields.clone()),
            _ => Self::Any,
        }
    }
}
