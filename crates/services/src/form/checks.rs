//! What is wrong with an answer in view of others, and what was agreed to earlier.

use serde_json::Value;

use super::{Context, FieldError, walk};
use crate::{Answers, Page, Question, QuestionKind};

/// Lists what the definition says is wrong with an answer. A check of an answer that could not be read
/// waits until it can.
pub(super) fn faults(
    question: &Question,
    known: &Answers,
    row: &Value,
    unread: &[&str],
    context: Context<'_>,
) -> Vec<FieldError> {
    let applies = |check: &&crate::Check| {
        let expression = &check.when.0;
        let mut names = expression.names().chain(expression.row_names());
        !unread.contains(&question.id.as_str())
            && !names.any(|name| unread.contains(&name))
            && walk::holds_in(Some(&check.when), known, row)
    };
    let fault = |check: &crate::Check| FieldError {
        question: question.id.clone(),
        field: question.first_field(),
        key: "form-check",
        args: vec![("message", check.message.get(context.locale).to_owned().into())],
    };
    // One message at a field at a time: the next may be gone with the first.
    question.logic.checks.iter().find(applies).map(fault).into_iter().collect()
}

/// Keeps what was signed or agreed to as it was: the very words, and when.
pub(super) fn keep_record(page: &Page, before: &Answers, found: &mut Answers) {
    for question in &page.questions {
        let same = match question.kind {
            QuestionKind::Signature => "name",
            QuestionKind::Declaration { .. } => "agreed",
            _ => continue,
        };
        if let (Some(was), Some(now)) = (before.get(&question.id), found.get(&question.id))
            && was.get(same) == now.get(same)
        {
            let was = was.clone();
            found.set(&question.id, was);
        }
    }
}
