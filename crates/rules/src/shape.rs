//! Holds an expression to the small language: which nodes it may have, and how many.

use crate::RuleError;
use cel::IdedExpr;
use cel::common::ast::{CallExpr, ComprehensionExpr, Expr, LiteralValue, SourceInfo, operators};
use std::collections::BTreeSet;

/// More than any sensible condition needs; keeps recursion over the tree shallow.
const MAX_DEPTH: usize = 40;
/// An expression over all options of the longest list stays under this.
const MAX_NODES: usize = 400;
/// A list literal longer than this belongs into the definition's options.
const MAX_LIST: usize = 100;

/// The functions that an expression may call, with the number of their arguments (receiver included).
pub(crate) const FUNCTIONS: &[(&str, usize)] = &[
    ("size", 1),
    ("contains", 2),
    ("startsWith", 2),
    ("endsWith", 2),
    ("matches", 2),
    ("sum", 1),
    ("min", 2),
    ("max", 2),
    ("double", 1),
];

const OPERATORS: &[&str] = &[
    operators::CONDITIONAL,
    operators::LOGICAL_AND,
    operators::LOGICAL_OR,
    operators::LOGICAL_NOT,
    operators::SUBSTRACT,
    operators::ADD,
    operators::MULTIPLY,
    operators::DIVIDE,
    operators::MODULO,
    operators::EQUALS,
    operators::NOT_EQUALS,
    operators::GREATER_EQUALS,
    operators::LESS_EQUALS,
    operators::GREATER,
    operators::LESS,
    operators::NEGATE,
    operators::IN,
];

/// Walks a parsed expression once: refuses what the language leaves out, and makes it ready to run.
pub(crate) struct Shape<'a> {
    pub(crate) source: &'a SourceInfo,
    pub(crate) text: &'a str,
    pub(crate) nodes: usize,
    /// The questions that the expression reads.
    pub(crate) names: BTreeSet<String>,
    /// The questions of the same row that it reads.
    pub(crate) row: BTreeSet<String>,
    /// The names that a loop has given to its items.
    pub(crate) scope: Vec<String>,
}

impl Shape<'_> {
    pub(crate) fn hold(&mut self, node: &mut IdedExpr, depth: usize) -> Result<(), RuleError> {
        self.nodes += 1;
        if depth > MAX_DEPTH || self.nodes > MAX_NODES {
            return Err(self.fault(node.id, "this expression is too long; split it up"));
        }
        let id = node.id;
        match &mut node.expr {
            Expr::Literal(LiteralValue::Bytes(_) | LiteralValue::UInt(_)) => {
                Err(self.fault(id, "write plain text in quotes or a plain number"))
            }
            Expr::Literal(_) => Ok(()),
            Expr::Ident(name) if self.scope.contains(name) => Ok(()),
            Expr::Ident(name) if name == "answers" || name == "row" => {
                Err(self.fault(id, format!("say which answer: `{name}.question_id`")))
            }
            Expr::Ident(name) => {
                let message = format!(
                    "there is no `{name}` here; write `answers.{name}` for an answer, or quotes for text"
                );
                Err(self.fault(id, message))
            }
            Expr::List(list) if list.elements.len() > MAX_LIST => {
                Err(self.fault(id, format!("a list may have at most {MAX_LIST} items")))
            }
            Expr::List(list) => {
                list.elements.iter_mut().try_for_each(|item| self.hold(item, depth + 1))
            }
            Expr::Select(_) => self.hold_select(node, depth),
            Expr::Call(_) => self.hold_call(node, depth),
            Expr::Comprehension(_) if !self.scope.is_empty() => {
                Err(self.fault(id, "a loop inside a loop is not available"))
            }
            Expr::Comprehension(each) => self.hold_loop(id, each, depth),
            Expr::Map(_) | Expr::Struct(_) => {
                Err(self.fault(id, "`{…}` is not available in conditions"))
            }
            Expr::Unspecified => Err(self.fault(id, "this part could not be read")),
        }
    }

    /// Takes `answers.x` and `answers.x.y`; turns `has(e)` into `e != null`, for an unanswered
    /// question is present as null.
    fn hold_select(&mut self, node: &mut IdedExpr, depth: usize) -> Result<(), RuleError> {
        let id = node.id;
        let Expr::Select(select) = &mut node.expr else { return Ok(()) };
        match &select.operand.expr {
            Expr::Ident(name) if name == "answers" => {
                self.names.insert(select.field.clone());
            }
            Expr::Ident(name) if name == "row" && !self.scope.contains(name) => {
                self.row.insert(select.field.clone());
            }
            _ => self.hold(&mut select.operand, depth + 1)?,
        }
        if std::mem::take(&mut select.test) {
            let read = IdedExpr { id, expr: std::mem::take(&mut node.expr) };
            let null = IdedExpr { id, expr: Expr::Literal(LiteralValue::Null) };
            node.expr = Expr::Call(CallExpr {
                func_name: operators::NOT_EQUALS.to_owned(),
                target: None,
                args: vec![read, null],
            });
        }
        Ok(())
    }

    /// Takes `all`, `exists`, `exists_one`, `filter` and `map` over a list: they end with the list,
    /// and none stands inside another, so that time grows with the answers and not with their square.
    fn hold_loop(
        &mut self,
        id: u64,
        each: &mut ComprehensionExpr,
        depth: usize,
    ) -> Result<(), RuleError> {
        if each.iter_var2.is_some() || ["answers", "row"].contains(&each.iter_var.as_str()) {
            return Err(self.fault(id, format!("a loop cannot name its item `{}`", each.iter_var)));
        }
        self.hold(&mut each.iter_range, depth + 1)?;
        self.scope = vec![each.iter_var.clone(), each.accu_var.clone()];
        let parts =
            [&mut each.accu_init, &mut each.loop_cond, &mut each.loop_step, &mut each.result];
        let held = parts.into_iter().try_for_each(|part| self.hold(part, depth + 1));
        self.scope.clear();
        held
    }

    fn hold_call(&mut self, node: &mut IdedExpr, depth: usize) -> Result<(), RuleError> {
        let id = node.id;
        let Expr::Call(call) = &mut node.expr else { return Ok(()) };
        let given = call.args.len() + usize::from(call.target.is_some());
        let of_a_loop = call.func_name == operators::NOT_STRICTLY_FALSE && !self.scope.is_empty();
        if !of_a_loop && !OPERATORS.contains(&call.func_name.as_str()) {
            self.hold_function(id, &call.func_name, given)?;
        }
        if let Some(target) = &mut call.target {
            self.hold(target, depth + 1)?;
        }
        call.args.iter_mut().try_for_each(|argument| self.hold(argument, depth + 1))?;
        if call.func_name == "matches" {
            return self.hold_pattern(id, call);
        }
        Ok(())
    }

    fn hold_function(&self, id: u64, name: &str, given: usize) -> Result<(), RuleError> {
        let known = FUNCTIONS.iter().map(|(name, _)| *name);
        match FUNCTIONS.iter().find(|(known, _)| *known == name) {
            Some((_, wanted)) if *wanted == given => Ok(()),
            Some(_) => Err(self.fault(id, format!("`{name}` has a wrong number of arguments"))),
            None if name == operators::INDEX || name == operators::OPT_INDEX => {
                Err(self.fault(id, "`[…]` is not available; write `answers.question_id`, or `'value' in answers.question_id`"))
            }
            None => {
                let hint = crate::closest(name, known)
                    .map_or_else(|| "; there are size, contains, startsWith, endsWith, matches, sum, min, max, double and has".to_owned(), |near| format!("; did you mean `{near}`?"));
                Err(self.fault(id, format!("there is no function `{name}`{hint}")))
            }
        }
    }

    /// A pattern must stand in the text, so that a bad one is found now and none is made of answers.
    fn hold_pattern(&self, id: u64, call: &CallExpr) -> Result<(), RuleError> {
        match call.args.last().map(|argument| &argument.expr) {
            Some(Expr::Literal(LiteralValue::String(_))) => Ok(()),
            _ => Err(self.fault(id, "`matches` needs its pattern as text in quotes")),
        }
    }

    pub(crate) fn fault(&self, id: u64, message: impl Into<String>) -> RuleError {
        RuleError::new(position(self.source, self.text, id), message)
    }
}

/// The character at which a node begins.
pub(crate) fn position(source: &SourceInfo, text: &str, id: u64) -> usize {
    let start =
        source.offset_for(id).and_then(|(start, _)| usize::try_from(start).ok()).unwrap_or(0);
    start.min(text.chars().count())
}
