//! Expressions in service definitions: when a question is asked, and which team gets a case.
//!
//! The language is the part of [CEL](https://cel.dev) that an officer needs to talk about answers:
//! comparison, `&&`, `||`, `!`, `? :`, `in`, arithmetic, `size`, `contains`, `startsWith`,
//! `endsWith`, `matches`, `has`, `sum`, `min`, `max`, `double`, and loops over one list: `all`,
//! `exists`, `exists_one`, `filter`, `map`. Loops inside loops, maps, variables other than `answers`
//! (and `row` in a group of questions) and indexing are refused, so evaluation takes time in
//! proportion to the text and the answers.
//!
//! An unanswered question is `null`. A comparison that makes no sense with `null` (`answers.age > 3`)
//! is *unknown*; `unknown || true` is true, `unknown && false` is false, and an expression that is
//! unknown as a whole does not hold.
//!
//! This crate knows nothing of forms or services: the caller tells it the names and [`Kind`]s.
//!
//! ```
//! use rules::{Expression, Kind, Names};
//! use serde_json::json;
//!
//! let rule = Expression::parse("answers.size == 'large' || answers.depth > 10")?;
//! let names = Names::new()
//!     .with("size", Kind::One(vec!["small".into(), "large".into()]))
//!     .with("depth", Kind::Number);
//! assert!(rule.check(&names).is_empty());
//! assert!(rule.holds(&json!({ "depth": 12 })));
//! assert!(!rule.holds(&json!({})));
//!
//! let wrong = Expression::parse("answers.sise == 'large'")?;
//! assert_eq!(
//!     wrong.check(&names)[0].message,
//!     "there is no question `sise`; did you mean `size`?"
//! );
//! # Ok::<(), rules::RuleError>(())
//! ```

mod check;
mod expression;
mod loops;
mod names;
mod shape;
mod types;
mod value;

pub use expression::{Expression, MAX_LENGTH};
pub use names::{Kind, Names, closest};

/// Says what is wrong with an expression, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} (at character {})", position + 1)]
pub struct RuleError {
    /// The character, counted from 0, at which the fault begins.
    pub position: usize,
    /// What is wrong and how to mend it, in plain words.
    pub message: String,
}

impl RuleError {
    fn new(position: usize, message: impl Into<String>) -> Self {
        Self { position, message: message.into() }
    }
}
