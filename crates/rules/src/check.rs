//! A light type inference: finds comparisons that can never be meant.

use crate::shape::position;
use crate::types::Type;
use crate::{Names, RuleError, closest};
use cel::IdedExpr;
use cel::common::ast::{CallExpr, Expr, LiteralValue, SelectExpr, SourceInfo, operators};

pub(crate) fn check(
    tree: &IdedExpr,
    source: &SourceInfo,
    text: &str,
    names: &Names,
) -> Vec<RuleError> {
    let mut checker = Checker { source, text, names, errors: Vec::new() };
    let result = checker.infer(tree);
    if !matches!(result, Type::YesNo | Type::Any) {
        checker
            .fault(tree.id, format!("the result must be yes or no, but this is {}", result.name()));
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

struct Checker<'a> {
    source: &'a SourceInfo,
    text: &'a str,
    names: &'a Names,
    errors: Vec<RuleError>,
}

impl Checker<'_> {
    fn fault(&mut self, id: u64, message: impl Into<String>) -> Type {
        self.errors.push(RuleError::new(position(self.source, self.text, id), message));
        Type::Any
    }

    fn infer(&mut self, node: &IdedExpr) -> Type {
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
        let fields: &[(&str, Type)] = match self.infer(&select.operand) {
            Type::Any => return Type::Any,
            Type::Place => &[
                ("lon", Type::Number),
                ("lat", Type::Number),
                ("address", Type::Text),
                ("district", Type::Text),
            ],
            Type::Contact => &[("name", Type::Text), ("email", Type::Text), ("phone", Type::Text)],
            other => return self.fault(id, format!("{} has no field `{field}`", other.name())),
        };
        if let Some((_, kind)) = fields.iter().find(|(name, _)| *name == field) {
            return kind.clone();
        }
        let known: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
        self.fault(id, format!("there is no field `{field}`; there are {}", known.join(", ")))
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
                    self.want(*id, part, matches!(part, Type::YesNo | Type::Any), "yes or no");
                }
                Type::YesNo
            }
            (operators::CONDITIONAL, [(id, condition), (_, yes), (_, no)]) => {
                self.want(
                    *id,
                    condition,
                    matches!(condition, Type::YesNo | Type::Any),
                    "yes or no",
                );
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
            ("size", [(id, part)]) => {
                let fits = part.is_text() || part.is_list();
                self.want(*id, part, fits, "a text or a list");
                Type::Whole
            }
            ("contains" | "startsWith" | "endsWith" | "matches", parts) => {
                for (id, part) in parts {
                    self.want(*id, part, part.is_text(), "a text");
                }
                Type::YesNo
            }
            (_, [(_, left), (_, right)]) => self.calculate(id, &call.func_name, left, right),
            _ => Type::Any,
        }
    }

    fn want(&mut self, id: u64, found: &Type, fits: bool, wanted: &str) {
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

fn text_of(node: &IdedExpr) -> Option<String> {
    match &node.expr {
        Expr::Literal(LiteralValue::String(text)) => Some(text.inner().to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::{Expression, Kind, Names};

    fn names() -> Names {
        Names::new()
            .with("size", Kind::One(vec!["small".into(), "large".into()]))
            .with("bins", Kind::Many(vec!["green".into(), "brown".into()]))
            .with("depth", Kind::Number)
            .with("urgent", Kind::YesNo)
            .with("day", Kind::Date)
            .with("what", Kind::Text)
            .with("place", Kind::Place)
            .with("photos", Kind::Photos)
            .with("contact", Kind::Contact)
    }

    #[test]
    fn sound_expressions_pass() {
        for text in [
            "answers.size == 'large'",
            "answers.size in ['small', 'large']",
            "'green' in answers.bins",
            "answers.depth > 3 && answers.depth * 2.0 < 10.5",
            "answers.urgent && !answers.urgent",
            "answers.urgent == true",
            "answers.day < '2026-01-31'",
            "answers.what.contains('x') || size(answers.what) > 3",
            "answers.place.district in ['dorchester', 'roxbury']",
            "answers.contact.email != null",
            "size(answers.photos) > 0",
            "has(answers.place)",
            "answers.urgent ? answers.depth > 1 : answers.size == 'small'",
        ] {
            let errors = Expression::parse(text).unwrap().check(&names());
            assert!(errors.is_empty(), "{text}: {errors:?}");
        }
    }

    #[test]
    fn what_can_never_be_meant_is_reported() {
        for (text, part) in [
            ("answers.sizes == 'large'", "did you mean `size`"),
            ("answers.size == 'lorge'", "did you mean `large`"),
            ("'gren' in answers.bins", "did you mean `green`"),
            ("answers.size in ['small', 'big']", "no option `big`"),
            ("answers.bins == 'green'", "several answers"),
            ("answers.depth == '3'", "never equal"),
            ("answers.depth > '3'", "no order"),
            ("answers.depth", "must be yes or no"),
            ("answers.what", "must be yes or no"),
            ("answers.depth && answers.urgent", "yes or no is needed"),
            ("answers.day > '31.01.2026'", "not a date"),
            ("answers.place.town == 'x'", "no field `town`; there are lon, lat, address, district"),
            ("answers.what.length == 3", "a text has no field"),
            ("answers.depth + 1 > 3", "`2.0`"),
            ("answers.what - 'x' == 'y'", "`-` does not work"),
            ("answers.depth.contains('x')", "a text is needed"),
            ("answers.what in answers.depth", "a list is needed"),
        ] {
            let errors = Expression::parse(text).unwrap().check(&names());
            let all: Vec<String> = errors.iter().map(ToString::to_string).collect();
            assert!(all.iter().any(|error| error.contains(part)), "{text}: {all:?}");
        }
    }

    #[test]
    fn every_fault_is_reported_at_once_and_in_order() {
        let errors = Expression::parse("answers.nope == 'x' || answers.depth == 'y'")
            .unwrap()
            .check(&names());
        assert_eq!(errors.len(), 2);
        assert!(errors[0].position < errors[1].position);
    }
}
