//! What can be done to a case in its present state, by whoever looks at it.

use cases::{Case, closure};
use serde::Serialize;
use services::{Reason, Service, Transition};
use web::Raw;

use crate::desk::Desk;
use crate::rights::Rights;

/// Moves that have a form of their own, or that the resident's answer makes.
const APART: [&str; 5] = ["ask", "close", "reopen", "withdraw", "hand"];

/// What can be done.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Moves {
    steps: Vec<Move>,
    /// Which of the verbs with a form of their own: `ask`, `close`, `reopen`, `hand-over`.
    verbs: Vec<&'static str>,
    outcomes: Vec<Ending>,
    /// Whether closing takes a reason.
    reason: &'static str,
}

/// A move of the workflow, as a button.
#[derive(Clone, Debug, Serialize)]
struct Move {
    id: String,
    name: String,
    reason: bool,
}

/// A way to end.
#[derive(Clone, Debug, Serialize)]
struct Ending {
    value: String,
    label: String,
    /// What the resident reads.
    message: String,
    /// The same in the language of whoever closes, where it is another one.
    meaning: String,
}

/// Lists what can be done.
pub(crate) fn moves(case: &Case, service: &Service, rights: Rights, desk: &Desk) -> Moves {
    let by = rights.by(&desk.person);
    let may = |key: &str| rights.work && case.transition(&service.workflow, key, by, "-").is_ok();
    let steps = service.workflow.transitions_from(&case.state);
    let step = |transition: &Transition| Move {
        id: transition.id.clone(),
        name: transition.name.get(desk.locale()).to_owned(),
        reason: transition.reason == Reason::Required,
    };
    let outcomes =
        service.workflow.outcomes.iter().filter(|outcome| closure::is_for_closing(&outcome.id));
    let closing = service.workflow.transition("close", &case.state);
    Moves {
        steps: steps
            .filter(|one| !APART.contains(&one.id.as_str()) && may(&one.id))
            .filter(|one| !service.workflow.closes(one))
            .map(step)
            .collect(),
        verbs: ["ask", "close", "reopen"]
            .into_iter()
            .filter(|key| may(key))
            .chain((!case.is_closed() && rights.assign).then_some("hand-over"))
            .collect(),
        outcomes: outcomes
            .map(|outcome| Ending {
                value: outcome.id.clone(),
                label: outcome.name.get(desk.locale()).to_owned(),
                // In the resident's language: it is what they will read.
                message: outcome.message.get(case.locale).to_owned(),
                meaning: if case.locale == desk.locale() {
                    String::new()
                } else {
                    outcome.message.get(desk.locale()).to_owned()
                },
            })
            .collect(),
        reason: closing.map_or("none", |closing| match closing.reason {
            Reason::None => "none",
            Reason::Optional => "optional",
            Reason::Required => "required",
        }),
    }
}

/// What the resident will read when the case is closed as the form says.
pub(crate) fn preview(case: &Case, service: &Service, form: &Raw) -> String {
    let outcome = form.get("outcome").and_then(|key| service.workflow.outcome(key));
    let message = outcome.map_or("", |outcome| outcome.message.get(case.locale));
    let text = form.get("text").unwrap_or_default().trim();
    format!("{message}\n\n{text}").trim().to_owned()
}
