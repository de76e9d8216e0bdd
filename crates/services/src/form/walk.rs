//! The way through a form: conditions hold over what can be reached, in the form's order.

use serde_json::Value;

use super::Form;
use super::calculate::calculated;
use crate::{Answers, Condition, Page, Question, QuestionKind};

/// Where a resident goes from a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Step<'a> {
    /// To this page.
    Page(&'a Page),
    /// To "check your answers".
    Check,
}

/// A question to show on a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Asked<'a> {
    /// The question.
    pub question: &'a Question,
    /// The condition, when it depends on another question of the same page: the page shows the
    /// question from the start, a script may hide it until the condition holds.
    pub depends: Option<&'a Condition>,
}

impl Form {
    /// Lists the pages that are shown for these answers, in order.
    pub fn pages(&self, answers: &Answers) -> Vec<&Page> {
        self.walk(answers).0
    }

    /// Keeps the answers that the form asks for, in its order, and drops the rest: of pages and
    /// questions that a changed answer has taken away.
    pub fn reachable(&self, answers: &Answers) -> Answers {
        self.walk(answers).1
    }

    /// Gives the page after `page`.
    pub fn next(&self, page: &Page, answers: &Answers) -> Step<'_> {
        let position = self.position(page);
        let mut after = self.pages(answers).into_iter();
        after.find(|shown| self.position(shown) > position).map_or(Step::Check, Step::Page)
    }

    /// Gives the page before `page`; `None` for the first.
    pub fn previous(&self, page: &Page, answers: &Answers) -> Option<&Page> {
        let position = self.position(page);
        self.pages(answers).into_iter().rev().find(|shown| self.position(shown) < position)
    }

    /// Gives the first shown page with a required question that has no answer: where somebody
    /// must go who jumped ahead. `None` when everything needed is there.
    pub fn first_unanswered(&self, answers: &Answers) -> Option<&Page> {
        let (pages, reachable) = self.walk(answers);
        pages.into_iter().find(|page| {
            page.questions.iter().any(|question| {
                question.kind.is_asked()
                    && is_required(question, &reachable, &Value::Null)
                    && holds(question.when.as_ref(), &reachable)
                    && reachable.get(&question.id).is_none()
            })
        })
    }

    /// Lists the questions to show on a page.
    pub fn asked<'a>(&self, page: &'a Page, answers: &Answers) -> Vec<Asked<'a>> {
        let before = self.reachable_before(page, answers);
        let mut here: Vec<&str> = Vec::new();
        let mut asked = Vec::new();
        for question in &page.questions {
            let names = question.when.iter().flat_map(|when| when.0.names());
            let depends = question
                .when
                .as_ref()
                .filter(|_| names.into_iter().any(|name| here.contains(&name)));
            if depends.is_some() || holds(question.when.as_ref(), &before) {
                asked.push(Asked { question, depends });
            }
            here.push(&question.id);
        }
        asked
    }

    /// Keeps the reachable answers of the pages before `page`.
    pub(super) fn reachable_before(&self, page: &Page, answers: &Answers) -> Answers {
        let mut reachable = self.reachable(answers);
        for later in self.all_pages().iter().skip(self.position(page)) {
            for question in &later.questions {
                reachable.remove(&question.id);
            }
        }
        reachable
    }

    fn position(&self, page: &Page) -> usize {
        self.all_pages().iter().position(|known| known.id == page.id).unwrap_or(usize::MAX)
    }

    fn walk(&self, answers: &Answers) -> (Vec<&Page>, Answers) {
        let mut reachable = Answers::new();
        let mut shown = Vec::new();
        for page in self.all_pages() {
            if !holds(page.when.as_ref(), &reachable) || asks_nothing(page, &reachable) {
                continue;
            }
            shown.push(page);
            for question in &page.questions {
                if !holds(question.when.as_ref(), &reachable) {
                    continue;
                }
                let value = match &question.kind {
                    // What is worked out is never taken from anywhere else.
                    QuestionKind::Calculated { .. } => calculated(question, &reachable),
                    _ => answers.get(&question.id).cloned(),
                };
                if let Some(value) = value {
                    reachable.set(&question.id, value);
                }
            }
        }
        (shown, reachable)
    }
}

/// A page all of whose questions are taken away by earlier answers is not shown.
fn asks_nothing(page: &Page, reachable: &Answers) -> bool {
    !page.questions.iter().any(|question| holds(question.when.as_ref(), reachable))
}

pub(super) fn holds(when: Option<&Condition>, answers: &Answers) -> bool {
    holds_in(when, answers, &Value::Null)
}

/// Tells whether a condition holds, in a row of a group if there is one.
pub(super) fn holds_in(when: Option<&Condition>, answers: &Answers, row: &Value) -> bool {
    when.is_none_or(|when| when.0.holds_in(answers.as_json(), row))
}

/// Tells whether an answer is needed, in view of the others.
pub(super) fn is_required(question: &Question, answers: &Answers, row: &Value) -> bool {
    let when = question.logic.required_when.as_ref();
    question.required || (when.is_some() && holds_in(when, answers, row))
}
