use std::fmt;

use base::{PersonId, TeamId};
use serde::{Deserialize, Serialize};

/// What a member of staff may do. A role counts for one team or, without a team, everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Works on cases.
    Caseworker,
    /// Works on cases, assigns them and answers for the team's promise.
    TeamLead,
    /// Writes and publishes services. Sees no cases.
    Designer,
    /// Looks after people, roles and settings. Sees no cases.
    Administrator,
    /// Looks after payments: lists, refunds, accounts. Sees no cases.
    Finance,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 5] =
        [Self::Caseworker, Self::TeamLead, Self::Designer, Self::Administrator, Self::Finance];

    /// The role's key in tables, forms and words: `team-lead`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Caseworker => "caseworker",
            Self::TeamLead => "team-lead",
            Self::Designer => "designer",
            Self::Administrator => "administrator",
            Self::Finance => "finance",
        }
    }

    /// The role of a key.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.key() == key)
    }

    /// Whether whoever has this role may do what the other role is needed for: a team lead may do
    /// what a caseworker may; no other role stands in for another.
    pub fn covers(self, needed: Self) -> bool {
        self == needed || (self == Self::TeamLead && needed == Self::Caseworker)
    }
}

/// Who may use a route. Every route says it; there is no default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Public,
    /// Anybody who is signed in.
    Resident,
    /// Anybody with a role.
    Staff,
    /// Those with this role, or one that covers it, in any team.
    Role(Role),
}

impl Access {
    /// Whether a person, or a stranger, may pass.
    pub fn admits(self, person: Option<&Person>) -> bool {
        match (self, person) {
            (Self::Public, _) | (Self::Resident, Some(_)) => true,
            (_, None) => false,
            (Self::Staff, Some(person)) => person.is_staff(),
            (Self::Role(role), Some(person)) => person.has(role),
        }
    }
}

impl fmt::Display for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Public => f.write_str("public"),
            Self::Resident => f.write_str("signed in"),
            Self::Staff => f.write_str("staff"),
            Self::Role(role) => f.write_str(role.key()),
        }
    }
}

/// Somebody who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Their id.
    pub id: PersonId,
    /// Their name, as colleagues see it.
    pub name: String,
    /// Their roles, each for one team or for all; none for residents.
    pub roles: Vec<(Option<TeamId>, Role)>,
}

impl Person {
    /// Whether they have any role.
    pub fn is_staff(&self) -> bool {
        !self.roles.is_empty()
    }

    /// Whether they may do what a role is needed for, in any team.
    pub fn has(&self, role: Role) -> bool {
        self.roles.iter().any(|(_, own)| own.covers(role))
    }

    /// Whether they may do what a role is needed for in this team.
    pub fn has_in(&self, role: Role, team: TeamId) -> bool {
        self.roles.iter().any(|(at, own)| own.covers(role) && at.is_none_or(|at| at == team))
    }

    /// The teams they have a role in, each once; `None` stands for all teams.
    pub fn teams(&self) -> Vec<Option<TeamId>> {
        let mut teams: Vec<_> = self.roles.iter().map(|(team, _)| *team).collect();
        teams.sort_unstable();
        teams.dedup();
        teams
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(roles: &[(Option<TeamId>, Role)]) -> Person {
        Person { id: PersonId(1), name: "Ana".into(), roles: roles.to_vec() }
    }

    #[test]
    fn strangers_pass_public_routes_only() {
        for access in [Access::Resident, Access::Staff, Access::Role(Role::Caseworker)] {
            assert!(!access.admits(None), "{access}");
        }
        assert!(Access::Public.admits(None));
    }

    #[test]
    fn a_team_lead_does_a_caseworkers_work_and_an_administrator_does_not() {
        let lead = person(&[(Some(TeamId(1)), Role::TeamLead)]);
        let admin = person(&[(None, Role::Administrator)]);
        assert!(Access::Role(Role::Caseworker).admits(Some(&lead)));
        assert!(!Access::Role(Role::Caseworker).admits(Some(&admin)));
        assert!(Access::Staff.admits(Some(&admin)));
        assert!(!Access::Staff.admits(Some(&person(&[]))));
        assert!(Access::Resident.admits(Some(&person(&[]))));
    }

    #[test]
    fn a_role_in_one_team_ends_at_its_border() {
        let lead = person(&[(Some(TeamId(1)), Role::TeamLead)]);
        assert!(lead.has_in(Role::Caseworker, TeamId(1)));
        assert!(!lead.has_in(Role::Caseworker, TeamId(2)));
        assert!(person(&[(None, Role::TeamLead)]).has_in(Role::TeamLead, TeamId(2)));
    }

    #[test]
    fn keys_come_back() {
        assert!(Role::ALL.into_iter().all(|role| Role::parse(role.key()) == Some(role)));
    }
}
