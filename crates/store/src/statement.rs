use std::marker::PhantomData;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use tracing::span::EnteredSpan;

use crate::figures::Runs;
use crate::row::{Columns, FromRow};

/// A named SQL text that changes rows, the same for both engines, with parameters `$1` to `$n`.
#[derive(Debug)]
pub struct Statement {
    pub(crate) name: &'static str,
    pub(crate) sql: &'static str,
    sqlite: OnceLock<String>,
    pub(crate) runs: Runs,
}

impl Statement {
    /// Names a statement. [`statements!`](crate::statements) calls this.
    pub const fn new(name: &'static str, sql: &'static str) -> Self {
        Self { name, sql, sqlite: OnceLock::new(), runs: Runs::none() }
    }

    /// What the check of all statements needs to know.
    pub fn describe(&'static self) -> Described {
        Described { statement: self, columns: None }
    }

    /// Begins to count a run and to trace it.
    pub(crate) fn begin(&'static self) -> Run {
        let span = tracing::debug_span!("statement", name = self.name).entered();
        Run { statement: self, began: Instant::now(), _span: span }
    }

    /// The text with SQLite's numbered parameters: `$3` becomes `?3`.
    pub(crate) fn for_sqlite(&self) -> &str {
        self.sqlite.get_or_init(|| sqlite_text(self.sql))
    }
}

/// A run of a statement, until it is dropped.
pub(crate) struct Run {
    statement: &'static Statement,
    began: Instant,
    _span: EnteredSpan,
}

impl Drop for Run {
    fn drop(&mut self) {
        self.statement.runs.note(self.began.elapsed());
    }
}

/// A named SQL text that gives rows of a type.
#[derive(Debug)]
pub struct Query<R> {
    pub(crate) statement: Statement,
    rows: PhantomData<fn() -> R>,
}

impl<R: FromRow> Query<R> {
    /// Names a query. [`statements!`](crate::statements) calls this.
    pub const fn new(name: &'static str, sql: &'static str) -> Self {
        Self { statement: Statement::new(name, sql), rows: PhantomData }
    }

    /// What the check of all statements needs to know.
    pub fn describe(&'static self) -> Described {
        Described { statement: &self.statement, columns: Some(R::COLUMNS) }
    }
}

/// A statement with the columns that its row type expects, for the check on both engines.
#[derive(Clone, Copy, Debug)]
pub struct Described {
    pub(crate) statement: &'static Statement,
    pub(crate) columns: Option<Columns>,
}

impl Described {
    /// The statement's name.
    pub fn name(&self) -> &'static str {
        self.statement.name
    }

    /// The statement's text.
    pub fn sql(&self) -> &'static str {
        self.statement.sql
    }

    /// How often the statement was run in this process, and how long that took in all.
    pub fn runs(&self) -> (u64, Duration) {
        self.statement.runs.now()
    }

    /// What is wrong with the columns that the engine announced; `None` when they fit.
    pub(crate) fn mismatch(&self, found: &[String]) -> Option<String> {
        match self.columns {
            None => None,
            Some(Columns::Count(n)) if n == found.len() => None,
            Some(Columns::Named(names)) if names.iter().eq(found.iter()) => None,
            Some(expected) => Some(format!("columns are {found:?}, the row has {expected:?}")),
        }
    }
}

/// How a queue's claim passes over rows that another worker is claiming. SQLite has one writer at a
/// time: nobody else can be claiming, and the phrase falls away.
const SKIP_LOCKED: &str = "FOR UPDATE SKIP LOCKED";

/// Turns `$n` into `?n` outside quoted texts and leaves out [`SKIP_LOCKED`].
fn sqlite_text(sql: &str) -> String {
    let mut quoted = false;
    sql.replace(SKIP_LOCKED, "")
        .chars()
        .map(|c| {
            quoted ^= c == '\'';
            if c == '$' && !quoted { '?' } else { c }
        })
        .collect()
}

/// Names the statements of a collection and gathers them in a function `statements()` for the
/// check that prepares each on both engines.
#[macro_export]
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident : $kind:ty = $sql:expr;)+) => {
        $($(#[$doc])* static $name: $kind =
            <$kind>::new(concat!(module_path!(), "::", stringify!($name)), $sql);)+

        /// Every statement of this collection.
        pub fn statements() -> Vec<$crate::Described> {
            vec![$($name.describe()),+]
        }
        #[allow(unused_imports, reason = "a collection may hold only queries or only changes")]
        use $crate::{Query, Statement};
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_numbered_for_sqlite_but_texts_stay() {
        assert_eq!(sqlite_text("a = $2 AND b = '$1' OR c = $10"), "a = ?2 AND b = '$1' OR c = ?10");
    }

    #[test]
    fn a_claim_needs_no_lock_where_writers_take_turns() {
        assert_eq!(sqlite_text("SELECT id LIMIT $1 FOR UPDATE SKIP LOCKED"), "SELECT id LIMIT ?1 ");
    }
}
