use crate::{Outcome, Reason, Reminder, State, Transition, Workflow};

use super::Document;
use super::fields::{localized, named, number, several, text, texts};

/// More than fits in a diagram that can be read: such work is several services.
const MAX_STATES: usize = 40;
const MAX_TRANSITIONS: usize = 120;
const MAX_OUTCOMES: usize = 40;
const MAX_REMINDERS: usize = 10;

/// Reads a workflow file.
pub(crate) fn workflow(document: &Document<'_>) -> Option<Workflow> {
    let fields = document.fields();
    let id = fields.required("id", text);
    let initial = fields.required("initial", text);
    let states = fields.tables("states", MAX_STATES, |state| {
        let (id, phase, clock) = (
            state.required("id", text),
            state.required("phase", named),
            state.required("clock", named),
        );
        let (name, next) = (state.required("name", localized), state.required("next", localized));
        let public_name = state.optional("public_name", localized);
        let public_next = state.optional("public_next", localized);
        Some(State {
            id: id?,
            phase: phase?,
            clock: clock?,
            name: name?,
            next: next?,
            public_name,
            public_next,
        })
    });
    let transitions = fields.tables("transitions", MAX_TRANSITIONS, |transition| {
        let (id, from, to) = (
            transition.required("id", text),
            transition.required("from", texts),
            transition.required("to", text),
        );
        let (name, who) =
            (transition.required("name", localized), transition.required("who", several));
        let reason = transition.optional("reason", named).unwrap_or(Reason::None);
        Some(Transition { id: id?, from: from?, to: to?, name: name?, who: who?, reason })
    });
    let outcomes = fields.tables("outcomes", MAX_OUTCOMES, |outcome| {
        let (id, name) = (outcome.required("id", text), outcome.required("name", localized));
        let message = outcome.required("message", localized);
        Some(Outcome { id: id?, name: name?, message: message? })
    });
    let reminders = fields.tables("reminders", MAX_REMINDERS, |reminder| {
        let (at, to) = (reminder.required("at", number), reminder.required("to", named));
        if at.is_some_and(|at| !(0.05..=10.0).contains(&at)) {
            reminder.source.error(
                reminder.at("at"),
                "`at` must be from 0.05 to 10",
                "1.0 is the end of the promised time",
            );
        }
        Some(Reminder { at: at?, to: to? })
    });
    fields.finish();
    Some(Workflow { id: id?, initial: initial?, states, transitions, outcomes, reminders })
}
