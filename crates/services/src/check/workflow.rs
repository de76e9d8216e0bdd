use std::collections::BTreeSet;

use crate::read::Document;
use crate::{Phase, STANDARD_TRANSITIONS, State, Who, Workflow};

/// Checks a workflow as a graph: that all its states can be reached and left, and end.
pub(super) fn check(document: &Document<'_>, workflow: &Workflow) {
    let states: Vec<&str> = workflow.states.iter().map(|state| state.id.as_str()).collect();
    for (index, id) in states.iter().enumerate() {
        super::key(document, &format!("states.{index}.id"), "state", id, index, &states);
    }
    let outcomes: Vec<&str> = workflow.outcomes.iter().map(|outcome| outcome.id.as_str()).collect();
    for (index, id) in outcomes.iter().enumerate() {
        super::key(document, &format!("outcomes.{index}.id"), "outcome", id, index, &outcomes);
    }
    if outcomes.is_empty() {
        document.source.error(
            document.at("outcomes"),
            "there are no outcomes",
            "add [[outcomes]], such as `done`",
        );
    }
    match workflow.state(&workflow.initial) {
        None => super::unknown(
            document,
            document.at("initial"),
            "state",
            &workflow.initial,
            states.iter().copied(),
        ),
        Some(state) if state.phase != Phase::Open => {
            document.source.error(
                document.at("initial"),
                "a case must begin in a state with phase \"open\"",
                "",
            );
        }
        Some(_) => {}
    }
    transitions(document, workflow, &states);
    clocks(document, workflow);
    standard(document, workflow);
    paths(document, workflow);
}

fn transitions(document: &Document<'_>, workflow: &Workflow, states: &[&str]) {
    for (index, transition) in workflow.transitions.iter().enumerate() {
        let path = format!("transitions.{index}");
        super::key(document, &format!("{path}.id"), "transition", &transition.id, 0, &[]);
        if !states.contains(&transition.to.as_str()) {
            super::unknown(
                document,
                document.at(&format!("{path}.to")),
                "state",
                &transition.to,
                states.iter().copied(),
            );
        }
        for (number, from) in transition.from.iter().enumerate() {
            let at = document.at(&format!("{path}.from.{number}"));
            if !states.contains(&from.as_str()) {
                super::unknown(document, at, "state", from, states.iter().copied());
            } else if workflow
                .transitions
                .iter()
                .take(index)
                .any(|other| other.id == transition.id && other.leaves(from))
            {
                let message = format!("`{}` is already possible from `{from}`", transition.id);
                document.source.error(
                    at,
                    message,
                    "a transition leads from each state to one other",
                );
            }
        }
        if transition.from.is_empty() {
            document.source.error(
                document.at(&format!("{path}.from")),
                "this transition leaves no state",
                "",
            );
        }
        if transition.who.is_empty() {
            document.source.error(
                document.at(&format!("{path}.who")),
                "nobody may make this transition",
                "",
            );
        }
    }
}

fn clocks(document: &Document<'_>, workflow: &Workflow) {
    use crate::ClockSide::{Others, Resident, Staff, Stopped};
    for (index, state) in workflow.states.iter().enumerate() {
        let fits = match state.phase {
            Phase::Open => state.clock == Staff,
            Phase::Waiting => matches!(state.clock, Resident | Others),
            Phase::Closed => state.clock == Stopped,
        };
        if !fits {
            let help = "open counts for \"staff\", waiting for \"resident\" or \"others\", closed is \"stopped\"";
            document.source.error(
                document.at(&format!("states.{index}.clock")),
                "the clock does not fit the phase",
                help,
            );
        }
    }
}

/// The moves that screens and residents' links rely on, from and to where they expect.
fn standard(document: &Document<'_>, workflow: &Workflow) {
    for id in STANDARD_TRANSITIONS {
        if !workflow.transitions.iter().any(|transition| transition.id == id) {
            let help = format!("each workflow has {}", STANDARD_TRANSITIONS.join(", "));
            document.source.error(
                document.at("id"),
                format!("the transition `{id}` is missing"),
                help,
            );
        }
    }
    for (index, transition) in workflow.transitions.iter().enumerate() {
        let Some(to) = workflow.state(&transition.to) else { continue };
        let (fits, help) = match transition.id.as_str() {
            "ask" => {
                (is_waiting_for_resident(to), "`ask` leads to a state whose clock is \"resident\"")
            }
            "answered" | "reopen" => {
                (to.phase == Phase::Open, "it leads to a state with phase \"open\"")
            }
            "close" | "withdraw" => {
                (to.phase == Phase::Closed, "it leads to a state with phase \"closed\"")
            }
            _ => (true, ""),
        };
        let path = format!("transitions.{index}");
        if !fits {
            let message = format!("`{}` cannot lead to `{}`", transition.id, transition.to);
            document.source.error(document.at(&format!("{path}.to")), message, help);
        }
        let of_residents = matches!(transition.id.as_str(), "answered" | "withdraw" | "reopen");
        if of_residents && !transition.who.contains(&Who::Resident) {
            let message = format!("the resident must be able to make `{}`", transition.id);
            document.source.error(document.at(&format!("{path}.who")), message, "add \"resident\"");
        }
    }
    for (index, state) in workflow.states.iter().enumerate() {
        let at = || document.at(&format!("states.{index}.id"));
        if is_waiting_for_resident(state)
            && (state.public_name.is_none() || state.public_next.is_none())
        {
            document.source.warn(
                at(),
                format!("`{}` speaks to the resident, and everybody reads it", state.id),
                "add `public_name` and `public_next` for public reports",
            );
        }
        let wanted = if state.phase == Phase::Closed { "reopen" } else { "close" };
        if workflow.transition(wanted, &state.id).is_none() {
            document.source.warn(
                at(),
                format!("`{wanted}` is not possible in `{}`", state.id),
                "staff will miss it",
            );
        }
        if is_waiting_for_resident(state) && workflow.transition("answered", &state.id).is_none() {
            document.source.error(
                at(),
                format!("an answer cannot end `{}`", state.id),
                "add it to `from` of `answered`",
            );
        }
    }
}

fn is_waiting_for_resident(state: &State) -> bool {
    state.clock == crate::ClockSide::Resident
}

/// Finds states that nothing leads to, and states from which no case ever ends.
fn paths(document: &Document<'_>, workflow: &Workflow) {
    let reached = spread(workflow, [workflow.initial.as_str()].into(), |from, to| (from, to));
    let closed = workflow.states.iter().filter(|state| state.phase == Phase::Closed);
    let ending =
        spread(workflow, closed.map(|state| state.id.as_str()).collect(), |from, to| (to, from));
    for (index, state) in workflow.states.iter().enumerate() {
        let at = document.at(&format!("states.{index}.id"));
        if !reached.contains(state.id.as_str()) {
            document.source.error(
                at,
                format!("nothing leads to the state `{}`", state.id),
                "add a transition to it, or take it out",
            );
        } else if !ending.contains(state.id.as_str()) {
            document.source.error(
                at,
                format!("a case in `{}` can never end", state.id),
                "add a transition from it towards a closed state",
            );
        }
    }
}

/// Grows a set of states along all transitions, in the direction that `along` gives.
fn spread<'a>(
    workflow: &'a Workflow,
    mut set: BTreeSet<&'a str>,
    along: fn(&'a str, &'a str) -> (&'a str, &'a str),
) -> BTreeSet<&'a str> {
    // Each round adds a state or is the last.
    for _ in 0..=workflow.states.len() {
        for transition in &workflow.transitions {
            for from in &transition.from {
                let (tail, head) = along(from, &transition.to);
                if set.contains(tail) {
                    set.insert(head);
                }
            }
        }
    }
    set
}
