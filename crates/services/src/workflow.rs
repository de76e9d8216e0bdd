//! The life of a case: the typed form of `workflows/<id>.toml`.

use base::Localized;
use serde::{Deserialize, Serialize};

/// The states that a case passes through, and the moves between them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Workflow {
    /// The workflow's key.
    pub id: String,
    /// The key of the state in which a case begins.
    pub initial: String,
    /// The states.
    pub states: Vec<State>,
    /// The moves.
    pub transitions: Vec<Transition>,
    /// How a case can end.
    pub outcomes: Vec<Outcome>,
    /// Who is reminded of the promise, and when.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reminders: Vec<Reminder>,
}

/// Where a case stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// The state's key.
    pub id: String,
    /// Open, waiting or closed.
    pub phase: Phase,
    /// Whose time runs.
    pub clock: ClockSide,
    /// The name in plain words for the resident.
    pub name: Localized,
    /// What happens next, one sentence for the resident.
    pub next: Localized,
    /// The name for everybody, where `name` speaks to the resident whose case it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_name: Option<Localized>,
    /// What happens next for everybody, where `next` speaks to the resident whose case it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_next: Option<Localized>,
}

impl State {
    /// Gives the name that everybody reads.
    pub fn name_for_all(&self) -> &Localized {
        self.public_name.as_ref().unwrap_or(&self.name)
    }

    /// Gives what happens next in words that everybody reads.
    pub fn next_for_all(&self) -> &Localized {
        self.public_next.as_ref().unwrap_or(&self.next)
    }
}

/// How far a case is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// Staff work on it.
    Open,
    /// Somebody else must act.
    Waiting,
    /// It is over.
    Closed,
}

/// Whose time a state counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ClockSide {
    /// The town's: the promise runs.
    Staff,
    /// The resident's: the promise pauses.
    Resident,
    /// A third party's: the promise pauses.
    Others,
    /// Nobody's.
    Stopped,
}

/// A move from one state to another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Transition {
    /// The move's key.
    pub id: String,
    /// The states in which it can be made.
    pub from: Vec<String>,
    /// The state that it leads to.
    pub to: String,
    /// What the button says.
    pub name: Localized,
    /// Who may make it.
    pub who: Vec<Who>,
    /// Whether a reason is asked for.
    pub reason: Reason,
}

/// Who may make a move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Who {
    /// The resident whose case it is.
    Resident,
    /// Anybody of the team.
    Caseworker,
    /// The lead of the team.
    TeamLead,
}

/// Whether a move asks for a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reason {
    /// It does not ask.
    None,
    /// It may be left empty.
    Optional,
    /// It must be given.
    Required,
}

/// How a case ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// The outcome's key.
    pub id: String,
    /// The name for staff and figures.
    pub name: Localized,
    /// What the resident is told.
    pub message: Localized,
}

/// A reminder before or at the end of the promised time.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Reminder {
    /// The share of the promised time that has been used, 1.0 for all of it.
    pub at: f64,
    /// Who gets it.
    pub to: RemindedParty,
}

/// Who gets a reminder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RemindedParty {
    /// The person who works on the case, or the team if nobody does.
    Assignee,
    /// The team.
    Team,
    /// The lead of the team.
    TeamLead,
}

/// The moves that each workflow has, because screens and residents' links rely on them.
pub const STANDARD_TRANSITIONS: [&str; 5] = ["ask", "answered", "close", "reopen", "withdraw"];

impl Workflow {
    /// Finds a state by its key.
    pub fn state(&self, id: &str) -> Option<&State> {
        self.states.iter().find(|state| state.id == id)
    }

    /// Finds the move with this key that can be made in this state.
    pub fn transition(&self, id: &str, from: &str) -> Option<&Transition> {
        self.transitions.iter().find(|transition| transition.id == id && transition.leaves(from))
    }

    /// Lists the moves that can be made in a state.
    pub fn transitions_from<'a>(&'a self, from: &'a str) -> impl Iterator<Item = &'a Transition> {
        self.transitions.iter().filter(move |transition| transition.leaves(from))
    }

    /// Finds an outcome by its key.
    pub fn outcome(&self, id: &str) -> Option<&Outcome> {
        self.outcomes.iter().find(|outcome| outcome.id == id)
    }

    /// Tells whether a move ends the case, so that it needs an outcome.
    pub fn closes(&self, transition: &Transition) -> bool {
        self.state(&transition.to).is_some_and(|state| state.phase == Phase::Closed)
    }
}

impl Transition {
    /// Tells whether the move can be made in a state.
    pub fn leaves(&self, state: &str) -> bool {
        self.from.iter().any(|from| from == state)
    }
}
