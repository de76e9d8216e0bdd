//! Conditions against the questions that are asked before them.

use rules::Names;

use crate::read::{CONDITION_HELP, Document, within};
use crate::{Condition, Page, Question};

/// Checks the conditions of a form in its order: each may look only at what was asked before.
pub(super) fn form(document: &Document<'_>, path: &str, pages: &[Page]) {
    let all = names(pages);
    let mut before = Names::new();
    for (index, page) in pages.iter().enumerate() {
        let path = format!("{path}.{index}");
        one(document, &format!("{path}.when"), page.when.as_ref(), &before, &all);
        for (number, question) in page.questions.iter().enumerate() {
            let path = format!("{path}.questions.{number}");
            one(document, &format!("{path}.when"), question.when.as_ref(), &before, &all);
            for (position, option) in question.kind.options().iter().enumerate() {
                let path = format!("{path}.options.{position}.when");
                one(document, &path, option.when.as_ref(), &before, &all);
            }
            add(&mut before, question);
        }
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
    for error in expression.check(scope) {
        let at = within(document.source, span.clone(), expression.text(), error.position);
        document.source.error(at, error.message, CONDITION_HELP);
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
