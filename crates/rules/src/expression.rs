use crate::shape::Shape;
use crate::{Kind, Names, RuleError, check, value};
use cel::common::ast::SourceInfo;
use cel::extractors::Arguments;
use cel::objects::Key;
use cel::parser::Parser;
use cel::{Context, Env, IdedExpr, Value, functions};
use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::sync::{Arc, OnceLock};

/// The most bytes that an expression may have: a long paragraph, and no strain on the parser.
pub const MAX_LENGTH: usize = 600;

/// Brackets deeper than this are refused while parsing, before they cost stack.
const MAX_NESTING: u16 = 20;

/// A parsed condition over answers; cheap to clone.
#[derive(Clone)]
pub struct Expression(Arc<Parsed>);

struct Parsed {
    text: String,
    tree: IdedExpr,
    source: SourceInfo,
    names: BTreeSet<String>,
    row: BTreeSet<String>,
}

impl Expression {
    /// Parses an expression.
    ///
    /// # Errors
    /// When the text is not an expression, uses what the language leaves out, or is too long.
    pub fn parse(text: &str) -> Result<Self, RuleError> {
        if text.len() > MAX_LENGTH {
            let message = format!("an expression may have at most {MAX_LENGTH} characters");
            return Err(RuleError::new(0, message));
        }
        if text.trim().is_empty() {
            return Err(RuleError::new(0, "the expression is empty"));
        }
        if let Some(position) = text.chars().position(|c| c.is_control() && !c.is_whitespace()) {
            return Err(RuleError::new(position, "a control character stands here; remove it"));
        }
        let (mut tree, source) = Parser::new()
            .max_recursion_depth(MAX_NESTING)
            .error_recovery_limit(4)
            .parse_with_source_info(text)
            .map_err(|errors| plain(text, &errors))?;
        let mut shape = Shape {
            source: &source,
            text,
            nodes: 0,
            names: BTreeSet::new(),
            row: BTreeSet::new(),
            scope: Vec::new(),
        };
        shape.hold(&mut tree, 0)?;
        let (names, row) = (shape.names, shape.row);
        let parsed = Parsed { text: text.to_owned(), tree, source, names, row };
        let expression = Self(Arc::new(parsed));
        expression.try_patterns()?;
        Ok(expression)
    }

    /// Reports everything that cannot be right given the questions that there are: unknown names
    /// and fields, comparisons of different types, options that do not exist, a result other than
    /// yes or no. An empty list means that the expression is sound.
    pub fn check(&self, names: &Names) -> Vec<RuleError> {
        self.check_for(names, &Kind::YesNo)
    }

    /// Reports the same for an expression whose result is to be of another kind, such as a fee.
    pub fn check_for(&self, names: &Names, wanted: &Kind) -> Vec<RuleError> {
        check::check(&self.0.tree, &self.0.source, &self.0.text, names, wanted)
    }

    /// Tells whether the condition holds for these answers (a JSON object of question id to value).
    ///
    /// What is unknown because a question is unanswered, or has an answer of another type, does not
    /// hold.
    pub fn holds(&self, answers: &serde_json::Value) -> bool {
        self.holds_in(answers, &serde_json::Value::Null)
    }

    /// Tells whether the condition holds in a row of a group, whose own answers are `row.x`.
    pub fn holds_in(&self, answers: &serde_json::Value, row: &serde_json::Value) -> bool {
        matches!(self.evaluate(answers, row), Ok(Value::Bool(true)))
    }

    /// Gives what the expression comes to: a number, a text, yes or no; `None` when an answer that it
    /// needs is missing.
    pub fn value(&self, answers: &serde_json::Value) -> Option<serde_json::Value> {
        value::to_json(&self.evaluate(answers, &serde_json::Value::Null).ok()?)
    }

    /// Lists the questions that the expression reads.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.names.iter().map(String::as_str)
    }

    /// Lists the questions of the same row that the expression reads.
    pub fn row_names(&self) -> impl Iterator<Item = &str> {
        self.0.row.iter().map(String::as_str)
    }

    /// Gives the expression as it was written.
    pub fn text(&self) -> &str {
        &self.0.text
    }

    fn evaluate(
        &self,
        answers: &serde_json::Value,
        row: &serde_json::Value,
    ) -> Result<Value, cel::ExecutionError> {
        static ENV: OnceLock<Arc<Env>> = OnceLock::new();
        let env = ENV.get_or_init(|| Arc::new(Env::stdlib())).clone();
        let mut context = Context::with_env(env);
        // An answer is at most a list of records with records in them: four levels.
        let named = |name: &str, of: &serde_json::Value| {
            let value = of.get(name).map_or(Value::Null, |json| value::from_json(json, 4));
            (Key::from(name), value)
        };
        let read: HashMap<Key, Value> = self.names().map(|name| named(name, answers)).collect();
        context.add_variable_from_value("answers", read);
        if !self.0.row.is_empty() {
            let read: HashMap<Key, Value> = self.row_names().map(|name| named(name, row)).collect();
            context.add_variable_from_value("row", read);
        }
        let own: [(&str, Function); 3] =
            [("min", functions::min), ("max", functions::max), ("sum", sum)];
        for (name, function) in own {
            let _known = context.add_function(name, function);
        }
        Value::resolve(&self.0.tree, &context)
    }

    /// Runs each `matches` on an empty text, which finds a pattern that does not compile.
    fn try_patterns(&self) -> Result<(), RuleError> {
        check::patterns(&self.0.tree).into_iter().try_for_each(|(id, pattern)| {
            let call = cel::Program::compile("''.matches(pattern)");
            let mut context = Context::default();
            context.add_variable_from_value("pattern", pattern);
            match call.map(|program| program.execute(&context)) {
                Ok(Ok(_)) => Ok(()),
                _ => Err(RuleError::new(
                    crate::shape::position(&self.0.source, &self.0.text, id),
                    "this pattern is not a regular expression",
                )),
            }
        })
    }
}

type Function = fn(Arguments) -> Result<Value, cel::ExecutionError>;

/// Adds the numbers of a list up; what is not answered adds nothing.
fn sum(Arguments(given): Arguments) -> Result<Value, cel::ExecutionError> {
    let wrong = || cel::ExecutionError::function_error("sum", "a list of numbers is needed");
    let [Value::List(items)] = given.as_slice() else { return Err(wrong()) };
    let number = |item: &Value| match item {
        Value::Float(number) => Ok(*number),
        Value::Int(number) => Ok(number.to_string().parse().unwrap_or(0.0)),
        Value::Null => Ok(0.0),
        _ => Err(wrong()),
    };
    let mut total = 0.0;
    for item in items.iter() {
        total += number(item)?;
    }
    Ok(Value::Float(total))
}

impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Expression").field(&self.0.text).finish()
    }
}

impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.0.text == other.0.text
    }
}

impl Eq for Expression {}

/// Keeps the first of the parser's errors, at its character, without the parser's jargon.
fn plain(text: &str, errors: &cel::ParseErrors) -> RuleError {
    let Some(first) = errors.errors.first() else {
        return RuleError::new(0, "this is not an expression");
    };
    let line = usize::try_from(first.pos.0).unwrap_or(1).saturating_sub(1);
    let column = usize::try_from(first.pos.1).unwrap_or(1).saturating_sub(1);
    let before: usize =
        text.split_inclusive('\n').take(line).map(|line| line.chars().count()).sum();
    let position = (before + column).min(text.chars().count());
    if text.contains(" = ") {
        return RuleError::new(position, "this is not an expression; compare with `==`");
    }
    let found: String = text.chars().skip(position).take(12).collect();
    let message = if first.msg.contains("Recursion") {
        "too many brackets inside each other".to_owned()
    } else if found.trim().is_empty() {
        "the expression ends too early".to_owned()
    } else {
        format!("this is not an expression: it cannot be read from `{}` on", found.trim())
    };
    RuleError::new(position, message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn holds(text: &str, answers: serde_json::Value) -> bool {
        Expression::parse(text).unwrap().holds(&answers)
    }

    #[test]
    fn an_unanswered_question_is_null_and_never_an_error() {
        assert!(!holds("answers.kind == 'x'", json!({})));
        assert!(holds("answers.kind != 'x'", json!({})));
        assert!(holds("answers.kind == null", json!({})));
        assert!(!holds("has(answers.kind)", json!({})));
        assert!(!holds("has(answers.kind)", json!({ "kind": null })));
        assert!(holds("has(answers.kind)", json!({ "kind": "x" })));
    }

    #[test]
    fn what_is_unknown_does_not_hold() {
        assert!(!holds("answers.age > 3", json!({})));
        assert!(!holds("!(answers.age > 3)", json!({})));
        assert!(holds("answers.age > 3 || answers.old", json!({ "old": true })));
        assert!(!holds("answers.place.district == 'north'", json!({})));
        assert!(!holds("'a' in answers.many", json!({})));
    }

    #[test]
    fn answers_of_every_kind_can_be_asked_about() {
        let answers = json!({
            "n": 5, "half": 0.5, "yes": true, "one": "large", "many": ["a", "b"], "day": "2026-03-01",
            "place": { "lon": -71.1, "lat": 42.3, "address": "1 High St", "district": "dorchester" },
            "photos": ["1", "2"],
        });
        for text in [
            "answers.n == 5",
            "answers.n > 4 && answers.n <= 5.0",
            "answers.half * 2.0 == 1.0",
            "answers.yes",
            "answers.one in ['small', 'large']",
            "'b' in answers.many && !('c' in answers.many)",
            "answers.day >= '2026-01-01'",
            "answers.place.district == 'dorchester'",
            "answers.place.lat > 42.0",
            "answers.place.address.contains('High')",
            "size(answers.photos) == 2",
            "answers.photos.size() > 1",
            "answers.one.matches('^l.*e$')",
            "answers.yes ? answers.n == 5 : false",
        ] {
            assert!(holds(text, answers.clone()), "{text}");
        }
    }

    #[test]
    fn a_fault_says_where_and_what() {
        for (text, position, part) in [
            ("", 0, "empty"),
            ("answers.kind = 'x'", 13, "=="),
            ("answers.kind ==", 15, "too early"),
            ("kind == 'x'", 0, "answers.kind"),
            ("answers == 'x'", 0, "which answer"),
            ("answers.a.exists(x, answers.b.all(y, y == x))", 34, "inside a loop"),
            ("answers.a.all(answers, true)", 13, "cannot name"),
            ("answers.a[0] == 'x'", 9, "not available"),
            ("answers.a.lowerCase() == 'x'", 19, "no function"),
            ("answers.a.startWith('x')", 19, "startsWith"),
            ("{'a': 1}.a == 1", 0, "not available"),
            ("answers.a.matches('(')", 17, "pattern"),
            ("answers.a.matches(answers.b)", 17, "in quotes"),
        ] {
            let error = Expression::parse(text).unwrap_err();
            assert!(error.message.contains(part), "{text}: {error}");
            let near = error.position.abs_diff(position) <= 10;
            assert!(near, "{text}: {error} should be near {position}");
        }
    }

    #[test]
    fn size_and_depth_are_bounded() {
        let long = format!("answers.a == '{}'", "x".repeat(MAX_LENGTH));
        assert!(Expression::parse(&long).is_err());
        for text in [
            "(".repeat(300),
            "!".repeat(600),
            "-".repeat(600),
            "[".repeat(599),
            "a.".repeat(299),
            "1+".repeat(299),
        ] {
            assert!(Expression::parse(&text).is_err(), "{text}");
        }
        let wide = format!("{}answers.a", "answers.a||".repeat(50));
        assert!(Expression::parse(&wide).is_ok());
        let deep = format!("{}1{} == 1", "(".repeat(60), ")".repeat(60));
        assert!(Expression::parse(&deep).is_err());
        let deep = format!("answers.a{}", ".a".repeat(290));
        assert!(Expression::parse(&deep).is_err());
        let chain = format!("1{} == 1", "+1".repeat(280));
        assert!(Expression::parse(&chain).is_err());
    }
}
