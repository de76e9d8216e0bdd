//! Who works here: the names of staff and teams, read once for a page.

use std::collections::HashMap;

use base::{Locale, PersonId, TeamId};
use people::{Team, persons, teams};
use serde::Serialize;
use store::{StoreError, Tx};

/// Pages of staff that are read: five thousand people.
const PAGES: usize = 10;

/// The names of staff and teams.
pub(crate) struct Colleagues {
    names: HashMap<PersonId, String>,
    teams: Vec<Team>,
}

/// Something to choose in a list.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
}

impl Choice {
    pub(crate) fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

impl Colleagues {
    /// Reads the names.
    pub(crate) fn read(tx: &mut Tx<'_>) -> Result<Self, StoreError> {
        let mut names = HashMap::new();
        let (mut name, mut id) = (String::new(), 0);
        for _ in 0..PAGES {
            let page = persons::staff(tx, (&name, id))?;
            let Some(last) = page.last() else { break };
            (name, id) = (last.name.clone(), last.id.0);
            let full = i64::try_from(page.len()).is_ok_and(|found| found >= persons::PAGE);
            names.extend(page.into_iter().map(|person| (person.id, person.name)));
            if !full {
                break;
            }
        }
        Ok(Self { names, teams: teams::all(tx)? })
    }

    /// The name of a person.
    pub(crate) fn name(&self, person: PersonId) -> String {
        self.names.get(&person).cloned().unwrap_or_default()
    }

    /// The name of a team.
    pub(crate) fn team(&self, team: TeamId, locale: Locale) -> String {
        let found = self.teams.iter().find(|one| one.id == team);
        found.map(|team| team.name.get(locale).to_owned()).unwrap_or_default()
    }

    /// The team with this key.
    pub(crate) fn team_of_key(&self, key: &str) -> Option<TeamId> {
        self.teams.iter().find(|team| team.key == key).map(|team| team.id)
    }

    /// Whether there is such a team.
    pub(crate) fn has_team(&self, team: TeamId) -> bool {
        self.teams.iter().any(|one| one.id == team)
    }

    /// The teams by name; only `among`, if some are given.
    pub(crate) fn team_choices(&self, locale: Locale, among: Option<&[TeamId]>) -> Vec<Choice> {
        let wanted = |team: &&Team| among.is_none_or(|among| among.contains(&team.id));
        let choice = |team: &Team| Choice::new(team.id.to_string(), team.name.get(locale));
        let mut all: Vec<Choice> = self.teams.iter().filter(wanted).map(choice).collect();
        all.sort_by(|a, b| a.label.cmp(&b.label));
        all
    }
}
