//! What a colleague may do with a case.

use base::TeamId;
use cases::{By, Case, Rank};
use serde::Serialize;
use web::{Person, Role};

/// The team that takes calls and letters: it sorts cases and may give them to any team.
pub(crate) const CONTACT_CENTRE: &str = "contact-centre";

/// What somebody wants to do with a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// Anything that changes it or speaks to the resident.
    Work,
    /// Give it to a team or person, or hand it to the service that it belongs to.
    Assign,
    /// Leave a note: whoever comes across it may.
    Help,
}

/// What somebody may do with a case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Rights {
    /// Work on it.
    pub(crate) work: bool,
    /// Give it to a team or person.
    pub(crate) assign: bool,
    /// Answer for it as the lead of its team.
    pub(crate) lead: bool,
}

impl Rights {
    /// The rights of a person in a case.
    pub(crate) fn of(person: &Person, case: &Case, contact_centre: Option<TeamId>) -> Self {
        let works = |team: TeamId| person.has_in(Role::Caseworker, team);
        let work = case.is_work_of(person);
        Self {
            work,
            assign: work || contact_centre.is_some_and(works),
            lead: case.team.is_some_and(|team| person.has_in(Role::TeamLead, team)),
        }
    }

    /// Whether they are enough.
    pub(crate) fn allow(self, need: Need) -> bool {
        match need {
            Need::Work => self.work,
            Need::Assign => self.assign,
            Need::Help => true,
        }
    }

    /// The person as the rules of workflows see them.
    pub(crate) fn by(self, person: &Person) -> By {
        By::Staff(person.id, if self.lead { Rank::TeamLead } else { Rank::Caseworker })
    }
}
