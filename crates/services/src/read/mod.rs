//! From TOML to the typed pack, reporting every fault on the way.

mod appointment;
mod fields;
mod kinds;
mod pack;
mod question;
mod service;
mod workflow;

pub(crate) use fields::{CONDITION_HELP, FORMULA_HELP, within};
pub(crate) use pack::pack;
pub use question::KINDS;
pub(crate) use service::service;
pub(crate) use workflow::workflow;

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::problem::Source;
use fields::Fields;

/// A parsed file, kept beside what was read from it so that later checks can point into it.
pub(crate) struct Document<'a> {
    pub(crate) source: &'a Source<'a>,
    tree: Spanned<DeTable<'a>>,
}

impl<'a> Document<'a> {
    /// Parses a file; with faults in the TOML itself, reports them and gives nothing.
    pub(crate) fn parse(source: &'a Source<'a>) -> Option<Self> {
        let (tree, errors) = DeTable::parse_recoverable(source.text);
        for error in &errors {
            let at = error.span().unwrap_or(0..0);
            source.error(at, format!("this is not TOML: {}", error.message()), "");
        }
        errors.is_empty().then_some(Self { source, tree })
    }

    fn fields<'d>(&'d self) -> Fields<'d>
    where
        'a: 'd,
    {
        // A document has no head of its own; its first line stands for it.
        Fields::new(self.source, self.tree.get_ref(), 0..self.source.text.len())
    }

    /// Finds where a value stands, by its path such as `pages.0.questions.1.when`; the nearest
    /// thing around it when it is not written down.
    pub(crate) fn at(&self, path: &str) -> Range<usize> {
        let mut steps = path.split('.');
        let root = steps.next().and_then(|key| self.tree.get_ref().get(key));
        let Some(mut found) = root else { return 0..0 };
        for step in steps {
            let next = match found.get_ref() {
                DeValue::Array(items) => {
                    step.parse().ok().and_then(|index: usize| items.get(index))
                }
                DeValue::Table(table) => table.get(step),
                _ => None,
            };
            let Some(next) = next else { break };
            found = next;
        }
        found.span()
    }
}
