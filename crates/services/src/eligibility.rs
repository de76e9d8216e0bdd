//! "Can I use this?": a few questions before the form, whose answers nobody keeps.

use base::{Locale, Localized};
use serde::{Deserialize, Serialize};

use crate::{Answers, Condition, Form, Page, Question, QuestionKind};

/// What decides whether somebody may use a service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Eligibility {
    /// What is asked, all on one page.
    pub questions: Vec<Question>,
    /// Who may not use it; the first that holds is told.
    pub refusals: Vec<Ineligible>,
}

/// Why somebody cannot use a service, and what serves them instead.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ineligible {
    /// When it is so.
    pub when: Condition,
    /// Why, in a sentence or two.
    pub because: Localized,
    /// The key of the service that serves them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
}

/// The key of the page.
pub(crate) const PAGE: &str = "check";

impl Eligibility {
    /// Gives the questions as a form of one page.
    pub fn form(&self) -> Form {
        let title = Localized::new("Can you use this?").with(Locale::ES, "¿Puede usarlo?");
        let questions = self.questions.clone();
        Form::new(vec![Page { id: PAGE.to_owned(), title, when: None, questions }])
    }

    /// Finds why somebody with these answers cannot use the service; `None` when they can.
    pub fn refusal(&self, answers: &Answers) -> Option<&Ineligible> {
        self.refusals.iter().find(|refusal| refusal.when.0.holds(answers.as_json()))
    }
}

/// Tells whether a question may be asked before the form: nothing that tells who somebody is.
pub(crate) fn may_ask(kind: &QuestionKind) -> bool {
    matches!(
        kind,
        QuestionKind::YesNo
            | QuestionKind::One { .. }
            | QuestionKind::Number { .. }
            | QuestionKind::Money { .. }
            | QuestionKind::Date { .. }
    )
}
