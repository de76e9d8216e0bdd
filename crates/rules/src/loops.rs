//! The types in loops over a list (`all`, `exists`, `exists_one`, `filter`, `map`) and in functions.

use cel::IdedExpr;
use cel::common::ast::{CallExpr, ComprehensionExpr, Expr, LiteralValue};

use crate::check::Checker;
use crate::types::Type;

impl Checker<'_> {
    /// The parts of a loop that were written: the list, and what is said of each item.
    pub(crate) fn infer_loop(&mut self, each: &ComprehensionExpr) -> Type {
        let list = self.infer(&each.iter_range);
        self.want(each.iter_range.id, &list, list.is_list(), "a list");
        self.scope = Some((each.iter_var.clone(), list.item()));
        let result = match (&each.accu_init.expr, &each.loop_step.expr) {
            (Expr::Literal(LiteralValue::Boolean(_)), Expr::Call(step)) => {
                if let Some(said) = step.args.last() {
                    let found = self.infer(said);
                    self.want(said.id, &found, found.is_yes_or_no(), "yes or no");
                }
                Type::YesNo
            }
            (Expr::Literal(_), Expr::Call(step)) => {
                self.infer_filter(step);
                Type::YesNo
            }
            (_, Expr::Call(step)) => match self.infer_filter(step) {
                Some(added) => self.infer_added(added, &list),
                None => self.infer_added(step, &list),
            },
            _ => Type::Any,
        };
        self.scope = None;
        result
    }

    /// The condition of a loop that leaves items out; gives what it does with the others.
    fn infer_filter<'t>(&mut self, step: &'t CallExpr) -> Option<&'t CallExpr> {
        let [condition, IdedExpr { expr: Expr::Call(added), .. }, _] = step.args.as_slice() else {
            return None;
        };
        let found = self.infer(condition);
        self.want(condition.id, &found, found.is_yes_or_no(), "yes or no");
        Some(added)
    }

    /// What a loop adds to its list: the item itself when it only leaves others out.
    fn infer_added(&mut self, added: &CallExpr, list: &Type) -> Type {
        let Some(Expr::List(one)) = added.args.last().map(|last| &last.expr) else {
            return Type::List;
        };
        let kept = |node: &IdedExpr| matches!((&node.expr, &self.scope), (Expr::Ident(name), Some((item, _))) if name == item);
        if one.elements.iter().all(kept) {
            return list.clone();
        }
        for element in &one.elements {
            self.infer(element);
        }
        Type::List
    }

    /// The functions of the language: what each takes, and what it gives.
    pub(crate) fn infer_function(&mut self, function: &str, parts: &[(u64, Type)]) -> Type {
        match (function, parts) {
            ("size", [(id, part)]) => {
                let fits = part.is_text() || part.is_list();
                self.want(*id, part, fits, "a text or a list");
                Type::Whole
            }
            ("sum", [(id, part)]) => {
                let fits = part.is_list() && !matches!(part, Type::Rows(_) | Type::Choices(_));
                self.want(
                    *id,
                    part,
                    fits,
                    "a list of numbers, such as `answers.rows.map(r, r.price)`",
                );
                Type::Number
            }
            ("double", [(id, part)]) => {
                self.want(*id, part, part.is_number(), "a number");
                Type::Number
            }
            (_, parts) => {
                for (id, part) in parts {
                    self.want(*id, part, part.is_text(), "a text");
                }
                Type::YesNo
            }
        }
    }
}
