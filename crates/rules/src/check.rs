//! A light type inference: finds comparisons that can never be meant.

use crate::shape::position;
use crate::types::Type;
use crate::{Kind, Names, RuleError, closest};
use cel::IdedExpr;
use cel::common::ast::{CallExpr, Expr, LiteralValue, SelectExpr, SourceInfo, operators};

pub(crate) fn check(
    tree: &IdedExpr,
    source: &SourceInfo,
    text: &str,
    names: &Names,
    wanted: &Kind,
) -> Vec<RuleError> {
    let mut checker = Checker { source, text, names, scope: None, errors: Vec::new() };
    let result = checker.infer(tree);
    let wanted = Type::of_kind(wanted);
    let fits = match &wanted {
        Type::Number => result.is_number(),
        Type::Text => result.is_text(),
        Type::Date => matches!(result, Type::Date | Type::Any | Type::Literal(_)),
        _ => matches!(result, Type::YesNo | Type::Any),
    };
    if !fits {
        let (wanted, found) = (wanted.name(), result.name());
        checker.fault(tree.id, format!("the result must be {wanted}, but this is {found}"));
    }
    checker.errors.sort_by_key(|error| error.position);
    checker.errors
}

/// Lists the patterns given to `matches`, with their nodes.
pub(crate) fn patterns(tree: &IdedExpr) -> Vec<(u64, String)> {
    let mut found = Vec::new();
    collect_patterns(tree, &mut found);
    found
}

fn collect_patterns(node: &IdedExpr, found: &mut Vec<(u64, String)>) {
    if let Expr::Comprehension(each) = &node.expr {
        collect_patterns(&each.iter_range, found);
        collect_patterns(&each.loop_step, found);
    }
    if let Expr::List(list) = &node.expr {
        for part in &list.elements {
            collect_patterns(part, found);
        }
    }
    let Expr::Call(call) = &node.expr else { return };
    if call.func_name == "matches"
        && let Some(Expr::Literal(LiteralValue::String(pattern))) =
            call.args.last().map(|last| &last.expr)
    {
        found.push((node.id, pattern.inner().to_owned()));
    }
    call.target
        .iter()
        .map(AsRef::as_ref)
        .chain(&call.args)
        .for_each(|part| collect_patterns(part, found));
}

pub(crate) struct Checker<'a> {
    source: &'a SourceInfo,
    text: &'a str,
    names: &'a Names,
    /// The item of the loop that is looked at, by its name.
    pub(crate) scope: Option<(String, Type)>,
    errors: Vec<RuleError>,
}

impl Checker<'_> {
    fn fault(&mut self, id: u64, message: impl Into<String>) -> Type {
        self.errors.push(RuleError::new(position(self.source, self.text, id), message));
        Type::Any
    }

    pub(crate) fn infer(&mut self, node: &IdedExpr) -> Type {
        match &node.expr {
            Expr::Literal(literal) => Type::of_literal(literal),
            Expr::List(list) => {
                for item in &list.elements {
                    self.infer(item);
                }
                let texts: Option<Vec<String>> = list.elements.iter().map(text_of).collect();
                texts.map_or(Type::List, Type::Choices)
            }
            Expr::Select(select) => self.infer_select(node.id, select),
            Expr::Call(call) => self.infer_call(node.id, call),
            Expr::Ident(name) => match &self.scope {
                Some((item, kind)) if item == name => kind.clone(),
                _ => Type::Any,
            },
            Expr::Comprehension(each) => self.infer_loop(each),
            // `shape` let nothing else through.
            _ => Type::Any,
        }
    }

    fn infer_select(&mut self, id: u64, select: &SelectExpr) -> Type {
        let field = select.field.as_str();
        if matches!(&select.operand.expr, Expr::Ident(name) if name == "answers") {
            if let Some(kind) = self.names.get(field) {
                return Type::of_kind(kind);
            }
            let near = closest(field, self.names.names()).map(str::to_owned);
            let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            self.fault(id, format!("there is no question `{field}`{hint}"));
        }
        if self.is_row(&select.operand) {
            return self.infer_in_row(id, field);
        }
        let operand = self.infer(&select.operand);
        if operand == Type::Any {
            return Type::Any;
        }
        let fields = operand.fields();
        if fields.is_empty() {
            return self.fault(id, format!("{} has no field `{field}`", operand.name()));
        }
        if let Some((_, kind)) = fields.iter().find(|(name, _)| name == field) {
            return kind.clone();
        }
        let known: Vec<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
        self.fault(id, format!("there is no field `{field}`; there are {}", known.join(", ")))
    }

    fn is_row(&self, operand: &IdedExpr) -> bool {
        let item = self.scope.as_ref().map(|(item, _)| item.as_str());
        matches!(&operand.expr, Expr::Ident(name) if name == "row" && item != Some("row"))
    }

    fn infer_in_row(&mut self, id: u64, field: &str) -> Type {
        let Some(row) = self.names.row() else {
            return self.fault(id, "`row` is known only inside a group of questions");
        };
        if let Some(kind) = row.get(field) {
            return Type::of_kind(kind);
        }
        let near = closest(field, row.keys().map(String::as_str));
        let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        self.fault(id, format!("the group asks no `{field}` before this{hint}"))
    }

    fn infer_call(&mut self, id: u64, call: &CallExpr) -> Type {
        let parts: Vec<(u64, Type)> = call
            .target
            .iter()
            .map(AsRef::as_ref)
            .chain(&call.args)
            .map(|part| (part.id, self.infer(part)))
            .collect();
        match (call.func_name.as_str(), parts.as_slice()) {
            (operators::LOGICAL_AND | operators::LOGICAL_OR | operators::LOGICAL_NOT, parts) => {
                for (id, part) in parts {
                    self.want(*id, part, part.is_yes_or_no(), "yes or no");
                }
                Type::YesNo
            }
            (operators::CONDITIONAL, [(id, condition), (_, yes), (_, no)]) => {
                self.want(*id, condition, condition.is_yes_or_no(), "yes or no");
                if yes == no { yes.clone() } else { Type::Any }
            }
            (operators::EQUALS | operators::NOT_EQUALS, [(_, left), (_, right)]) => {
                self.compare(id, left, right);
                Type::YesNo
            }
            (
                operators::GREATER
                | operators::GREATER_EQUALS
                | operators::LESS
                | operators::LESS_EQUALS,
                [(_, left), (_, right)],
            ) => {
                self.order(id, left, right);
                Type::YesNo
            }
            (operators::IN, [(_, item), (list_id, list)]) => {
                self.want(*list_id, list, list.is_list(), "a list");
                self.membership(id, item, list);
                Type::YesNo
            }
            (operators::NEGATE, [(id, part)]) => {
                self.want(*id, part, part.is_number(), "a number");
                part.clone()
            }
            (_, [(_, left), (_, right)]) if !is_of_texts(&call.func_name) => {
                self.calculate(id, &call.func_name, left, right)
            }
            (function, parts) => self.infer_function(function, parts),
        }
    }

    pub(crate) fn want(&mut self, id: u64, found: &Type, fits: bool, wanted: &str) {
        if !fits {
            self.fault(id, format!("{wanted} is needed here, but this is {}", found.name()));
        }
    }

    fn compare(&mut self, id: u64, left: &Type, right: &Type) {
        match (left, right) {
            (Type::Choice(options), Type::Literal(value))
            | (Type::Literal(value), Type::Choice(options)) => {
                self.option(id, value, options);
            }
            (Type::Date, Type::Literal(value)) | (Type::Literal(value), Type::Date) => {
                self.date(id, value);
            }
            (Type::Time, Type::Literal(value)) | (Type::Literal(value), Type::Time) => {
                self.time(id, value);
            }
            (Type::Choices(_) | Type::List, Type::Literal(_))
            | (Type::Literal(_), Type::Choices(_) | Type::List) => {
                self.fault(
                    id,
                    "this question takes several answers; write `'value' in answers.question_id`",
                );
            }
            (Type::Any | Type::Null, _) | (_, Type::Any | Type::Null) => {}
            (left, right) if left.is_number() && right.is_number() => {}
            (left, right) if left.is_text() && right.is_text() => {}
            (left, right) if left.is_list() && right.is_list() => {}
            (Type::YesNo, Type::YesNo) => {}
            (left, right) => {
                self.fault(id, format!("{} is never equal to {}", left.name(), right.name()));
            }
        }
    }

    fn order(&mut self, id: u64, left: &Type, right: &Type) {
        match (left, right) {
            (Type::Date, Type::Literal(value)) | (Type::Literal(value), Type::Date) => {
                self.date(id, value);
            }
            (Type::Time, Type::Literal(value)) | (Type::Literal(value), Type::Time) => {
                self.time(id, value);
            }
            (left, right) if left.is_number() && right.is_number() => {}
            (left, right) if left.is_text() && right.is_text() => {}
            (left, right) => {
                let message = format!("{} and {} have no order", left.name(), right.name());
                self.fault(id, message);
            }
        }
    }

    fn membership(&mut self, id: u64, item: &Type, list: &Type) {
        match (item, list) {
            (Type::Literal(value), Type::Choices(options)) => self.option(id, value, options),
            (Type::Choice(options), Type::Choices(values)) => {
                for value in values {
                    self.option(id, value, options);
                }
            }
            (item, Type::Choices(_)) if !item.is_text() => {
                self.fault(id, format!("{} is never in a list of texts", item.name()));
            }
            _ => {}
        }
    }

    fn option(&mut self, id: u64, value: &str, options: &[String]) {
        if options.iter().any(|option| option == value) {
            return;
        }
        let near = closest(value, options.iter().map(String::as_str));
        let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        self.fault(id, format!("there is no option `{value}`{hint}"));
    }

    fn date(&mut self, id: u64, value: &str) {
        let mut parts = value.split('-');
        let digits = |part: Option<&str>, length: usize| {
            part.is_some_and(|part| {
                part.len() == length && part.bytes().all(|b| b.is_ascii_digit())
            })
        };
        let fits = digits(parts.next(), 4) && digits(parts.next(), 2) && digits(parts.next(), 2);
        if !fits || parts.next().is_some() {
            self.fault(id, format!("`{value}` is not a date; write it like '2026-03-31'"));
        }
    }

    fn time(&mut self, id: u64, value: &str) {
        let bytes = value.as_bytes();
        let fits = matches!(bytes, [b'0'..=b'1', b'0'..=b'9', b':', b'0'..=b'5', b'0'..=b'9'])
            || matches!(bytes, [b'2', b'0'..=b'3', b':', b'0'..=b'5', b'0'..=b'9']);
        if !fits {
            self.fault(id, format!("`{value}` is not a time; write it like '18:30'"));
        }
    }

    fn calculate(&mut self, id: u64, operator: &str, left: &Type, right: &Type) -> Type {
        match (left, right) {
            (Type::Any, _) | (_, Type::Any) => Type::Any,
            (Type::Whole, Type::Whole) => Type::Whole,
            (Type::Number, Type::Number) if operator != operators::MODULO => Type::Number,
            (Type::Whole, Type::Number) | (Type::Number, Type::Whole)
                if operator != operators::MODULO =>
            {
                self.fault(id, "write the number with a decimal point here, like `2.0`")
            }
            (left, right) if operator == operators::ADD && left.is_text() && right.is_text() => {
                Type::Text
            }
            (left, right) => {
                let sign = operator.trim_matches('_');
                self.fault(
                    id,
                    format!("`{sign}` does not work between {} and {}", left.name(), right.name()),
                )
            }
        }
    }
}

fn is_of_texts(function: &str) -> bool {
    matches!(function, "contains" | "startsWith" | "endsWith" | "matches")
}

fn text_of(node: &IdedExpr) -> Option<String> {
    match &node.expr {
        Expr::Literal(LiteralValue::String(text)) => Some(text.inner().to_owned()),
        _ => None,
    }
}
