use base::geo::Point;
use base::time::{from_ms, to_ms};
use base::{CaseId, Locale, PersonId, Reference, TeamId, WorkingCalendar};
use jiff::{SignedDuration, Timestamp};
use services::{Phase, Promise, Reason, Transition, Who, Workflow};

use crate::refusal::Refusal;
use crate::watch::Watch;

/// A case: what somebody started, where it stands and whose time runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// What people call it by.
    pub reference: Reference,
    /// The service's key.
    pub service: String,
    /// The version of the service that it began with and keeps.
    pub version: i64,
    /// The key of the state it is in.
    pub state: String,
    /// Open, waiting or closed.
    pub phase: Phase,
    /// When it began.
    pub opened_at: Timestamp,
    /// Who is responsible.
    pub team: Option<TeamId>,
    /// Who works on it.
    pub assignee: Option<PersonId>,
    /// How it reached the town: `web`, `phone`, `counter`, `letter`, `email`, `app`, `staff`, `other`.
    pub channel: String,
    /// The resident's language.
    pub locale: Locale,
    /// One line for lists.
    pub summary: String,
    /// Whether the public may see it, without names.
    pub public: bool,
    /// Where it is about.
    pub point: Option<Point>,
    /// The district's key.
    pub district: Option<String>,
    /// The address in words.
    pub address: Option<String>,
    /// The resident's account, if there is one.
    pub requester: Option<PersonId>,
    /// The case that this one repeats.
    pub duplicate_of: Option<CaseId>,
    /// How many people follow it besides the requester.
    pub followers: i64,
    /// Whether the resident has said something that no member of staff has opened yet.
    pub unread: bool,
    /// Counts the changes, so that two people at once notice each other.
    pub revision: i64,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// How it ended.
    pub ending: Option<Ending>,
    /// The promise and the time used.
    pub watch: Watch,
}

/// How a case ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// When.
    pub at: Timestamp,
    /// The outcome's key.
    pub outcome: String,
    /// Whether the promise was kept; `None` where nothing was promised.
    pub kept: Option<bool>,
}

/// Who acts on a case, as far as the rules of a workflow care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The resident whose case it is.
    Resident,
    /// A member of staff.
    Staff(PersonId, Rank),
    /// The program: the name of the job.
    System(&'static str),
}

/// What a member of staff is in the case's team.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rank {
    /// Works on cases.
    Caseworker,
    /// Leads the team.
    TeamLead,
}

impl By {
    /// The person, if a member of staff acts.
    pub fn person(self) -> Option<PersonId> {
        match self {
            Self::Staff(person, _) => Some(person),
            Self::Resident | Self::System(_) => None,
        }
    }

    /// The ledger's name for who acts on a case.
    pub fn actor(self, case: CaseId) -> ledger::Actor {
        match self {
            Self::Resident => ledger::Actor::Resident(case),
            Self::Staff(person, _) => ledger::Actor::Person(person),
            Self::System(name) => ledger::Actor::System(name),
        }
    }

    fn may(self, who: &[Who]) -> bool {
        match self {
            Self::Resident => who.contains(&Who::Resident),
            Self::Staff(_, Rank::TeamLead) => {
                who.contains(&Who::TeamLead) || who.contains(&Who::Caseworker)
            }
            Self::Staff(_, Rank::Caseworker) => who.contains(&Who::Caseworker),
            Self::System(_) => true,
        }
    }
}

impl Case {
    /// Finds the move that may be made now by this party, with this reason.
    pub fn transition<'w>(
        &self,
        workflow: &'w Workflow,
        key: &str,
        by: By,
        reason: &str,
    ) -> Result<&'w Transition, Refusal> {
        let transition = workflow.transition(key, &self.state).ok_or(Refusal::NotFromHere)?;
        if !by.may(&transition.who) {
            return Err(Refusal::NotAllowed);
        }
        if transition.reason == Reason::Required && reason.trim().is_empty() {
            return Err(Refusal::ReasonNeeded);
        }
        Ok(transition)
    }

    /// Puts the case into a state.
    pub fn enter(
        &mut self,
        workflow: &Workflow,
        state: &str,
        now: Timestamp,
        promise: Option<Promise>,
        calendar: &WorkingCalendar,
    ) -> Result<(), Refusal> {
        let state = workflow.state(state).ok_or(Refusal::NotFromHere)?;
        self.watch.turn(state.clock, now, promise, calendar);
        self.state.clone_from(&state.id);
        self.phase = state.phase;
        self.updated_at = now;
        if state.phase != Phase::Closed {
            self.ending = None;
        }
        Ok(())
    }

    /// Whether a member of staff may work on it: one of its team, or whoever takes it while it has none.
    pub fn is_work_of(&self, person: &web::Person) -> bool {
        let role = web::Role::Caseworker;
        self.team.map_or_else(|| person.has(role), |team| person.has_in(role, team))
    }

    /// Whether the case is closed.
    pub fn is_closed(&self) -> bool {
        self.phase == Phase::Closed
    }

    /// Whether a personal link to the case still works: a year after its end it does not.
    pub fn link_lives(&self, now: Timestamp) -> bool {
        let year = SignedDuration::from_hours(24 * 365);
        self.ending.as_ref().is_none_or(|ending| ending.at.duration_until(now) < year)
    }
}

/// Milliseconds of an optional time.
pub(crate) fn ms(at: Option<Timestamp>) -> Option<i64> {
    at.map(to_ms)
}

/// An optional time of milliseconds.
pub(crate) fn at(ms: Option<i64>) -> Option<Timestamp> {
    ms.map(from_ms)
}
