//! Conditions against the questions that are asked before them.

use rules::Names;

use crate::read::{CONDITION_HELP, Document, FORMULA_HELP, within};
use crate::{Condition, Formula, Page, Question, QuestionKind};

/// Checks the conditions of a form in its order: each may look only at what was asked before.
pub(super) fn form(document: &Document<'_>, path: &str, pages: &[Page]) {
    let all = names(pages);
    let mut before = Names::new();
    for (index, page) in pages.iter().enumerate() {
        let path = format!("{path}.{index}");
        one(document, &format!("{path}.when"), page.when.as_ref(), &before, &all);
        questions(document, &path, page, &mut before, &all);
    }
}

/// Checks the conditions of a page that stands alone.
pub(super) fn of_page(document: &Document<'_>, path: &str, page: &Page) {
    let all = names(std::slice::from_ref(page));
    questions(document, path, page, &mut Names::new(), &all);
}

fn questions(document: &Document<'_>, path: &str, page: &Page, before: &mut Names, all: &Names) {
    for (number, question) in page.questions.iter().enumerate() {
        let path = format!("{path}.questions.{number}");
        one(document, &format!("{path}.when"), question.when.as_ref(), before, all);
        for (position, option) in question.kind.options().iter().enumerate() {
            let path = format!("{path}.options.{position}.when");
            one(document, &path, option.when.as_ref(), before, all);
        }
        logic(document, &path, question, before, all);
        if let QuestionKind::Group { questions, .. } = &question.kind {
            group(document, &path, questions, before, all);
        }
        add(before, question);
    }
    // A check may look at the whole page: all of it was typed when it is made.
    for (number, question) in page.questions.iter().enumerate() {
        checks(document, &format!("{path}.questions.{number}"), question, before, all);
    }
}

/// Checks what a question is worked out from, what it begins with and when it is needed.
fn logic(document: &Document<'_>, path: &str, question: &Question, known: &Names, all: &Names) {
    let required = question.logic.required_when.as_ref();
    one(document, &format!("{path}.required_when"), required, known, all);
    if let QuestionKind::Calculated { value, result, .. } = &question.kind {
        formula(document, &format!("{path}.value"), value, &result.rule_kind(), (known, all));
    }
    let Some(default) = &question.logic.default else { return };
    let path = format!("{path}.default");
    match question.rule_kind() {
        Some(
            kind @ (rules::Kind::Text
            | rules::Kind::Number
            | rules::Kind::YesNo
            | rules::Kind::Date),
        ) => formula(document, &path, default, &kind, (known, all)),
        Some(rules::Kind::One(_) | rules::Kind::Time) => {
            formula(document, &path, default, &rules::Kind::Text, (known, all));
        }
        _ => document.source.error(
            document.at(&path),
            format!("a question of kind `{}` cannot begin with an answer", question.kind.name()),
            "take `default` out",
        ),
    }
}

/// Checks the questions of a group: each may also look at what stands before it in its row.
fn group(document: &Document<'_>, path: &str, questions: &[Question], known: &Names, all: &Names) {
    let (mut known, mut all) = (known.clone().in_row(), all.clone().in_row());
    for question in questions {
        if let Some(kind) = question.rule_kind() {
            all.insert_in_row(&question.id, kind);
        }
    }
    for (number, question) in questions.iter().enumerate() {
        let path = format!("{path}.questions.{number}");
        one(document, &format!("{path}.when"), question.when.as_ref(), &known, &all);
        for (position, option) in question.kind.options().iter().enumerate() {
            let path = format!("{path}.options.{position}.when");
            one(document, &path, option.when.as_ref(), &known, &all);
        }
        let required = question.logic.required_when.as_ref();
        one(document, &format!("{path}.required_when"), required, &known, &all);
        if question.logic.default.is_some() {
            let at = document.at(&format!("{path}.default"));
            document.source.error(at, "a question in a group begins empty", "take `default` out");
        }
        if let Some(kind) = question.rule_kind() {
            known.insert_in_row(&question.id, kind);
        }
    }
    for (number, question) in questions.iter().enumerate() {
        checks(document, &format!("{path}.questions.{number}"), question, &known, &all);
    }
}

fn checks(document: &Document<'_>, path: &str, question: &Question, known: &Names, all: &Names) {
    for (number, check) in question.logic.checks.iter().enumerate() {
        let path = format!("{path}.checks.{number}.when");
        one(document, &path, Some(&check.when), known, all);
    }
}

/// Checks one condition; names in `all` that are not in `known` are asked too late.
pub(super) fn one(
    document: &Document<'_>,
    path: &str,
    when: Option<&Condition>,
    known: &Names,
    all: &Names,
) {
    let Some(Condition(expression)) = when else { return };
    checked(document, path, expression, &rules::Kind::YesNo, (known, all), CONDITION_HELP);
}

/// Checks a calculation; names in `all` that are not in `known` are asked too late.
pub(super) fn formula(
    document: &Document<'_>,
    path: &str,
    Formula(expression): &Formula,
    wanted: &rules::Kind,
    names: (&Names, &Names),
) {
    checked(document, path, expression, wanted, names, FORMULA_HELP);
}

fn checked(
    document: &Document<'_>,
    path: &str,
    expression: &rules::Expression,
    wanted: &rules::Kind,
    (known, all): (&Names, &Names),
    help: &str,
) {
    let span = document.at(path);
    let late: Vec<&str> =
        expression.names().filter(|name| all.contains(name) && !known.contains(name)).collect();
    for name in &late {
        let character = expression.text().find(&format!("answers.{name}")).unwrap_or(0);
        let message = format!("`{name}` is asked later, so it is not known here yet");
        let at = within(document.source, span.clone(), expression.text(), character);
        document.source.error(
            at,
            message,
            "use only questions of earlier pages, or earlier ones of the same page",
        );
    }
    let scope = if late.is_empty() { known } else { all };
    for error in expression.check_for(scope, wanted) {
        let at = within(document.source, span.clone(), expression.text(), error.position);
        document.source.error(at, error.message, help);
    }
}

pub(super) fn names(pages: &[Page]) -> Names {
    let mut names = Names::new();
    for question in pages.iter().flat_map(|page| &page.questions) {
        add(&mut names, question);
    }
    names
}

fn add(names: &mut Names, question: &Question) {
    if let Some(kind) = question.rule_kind() {
        names.insert(&question.id, kind);
    }
}
