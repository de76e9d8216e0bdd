//! What somebody asks a list of cases for.

use base::{PersonId, TeamId};
use services::Phase;

use crate::watch::Span;

/// Which cases a list shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Only of this team.
    pub team: Option<TeamId>,
    /// Only of this person.
    pub assignee: Option<PersonId>,
    /// Open, waiting, closed, or all that are not closed.
    pub phase: Option<PhaseFilter>,
    /// Only of this service.
    pub service: Option<String>,
    /// Only in this district.
    pub district: Option<String>,
    /// Only open ones whose promise ends in this time: late ones, nearly late ones.
    pub promised: Option<Span>,
    /// Only those in which the resident said something that nobody has opened.
    pub unread: Option<Unread>,
    /// Only of the teams in which this person works on cases.
    pub member: Option<PersonId>,
}

/// Asks for unread cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unread;

/// How far the cases of a list are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhaseFilter {
    /// Not closed.
    Live,
    /// Staff work on them.
    Open,
    /// Somebody else must act.
    Waiting,
    /// Over.
    Closed,
}

impl PhaseFilter {
    /// The word in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Open => "open",
            Self::Waiting => "waiting",
            Self::Closed => "closed",
        }
    }

    /// The words for the phases that are meant, as cases are kept under them.
    pub fn phases(self) -> &'static [&'static str] {
        match self {
            Self::Live => &["open", "waiting"],
            Self::Open => &["open"],
            Self::Waiting => &["waiting"],
            Self::Closed => &["closed"],
        }
    }

    /// Whether a case of this phase is meant.
    pub fn holds(self, phase: Phase) -> bool {
        match self {
            Self::Live => phase != Phase::Closed,
            Self::Open => phase == Phase::Open,
            Self::Waiting => phase == Phase::Waiting,
            Self::Closed => phase == Phase::Closed,
        }
    }

    /// Reads the word of an address.
    pub fn parse(key: &str) -> Option<Self> {
        [Self::Live, Self::Open, Self::Waiting, Self::Closed]
            .into_iter()
            .find(|one| one.key() == key)
    }
}
