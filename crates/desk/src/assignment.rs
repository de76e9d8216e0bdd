//! `…/assignment`: the case goes to a person or a team.

use axum::extract::{Path, State};
use base::{PersonId, TeamId};
use cases::{Assignment, Case, CaseError, Refusal, assignment};
use web::{App, FormErrors, Person, Raw, Reply, Role, Visitor};

use crate::act::{Held, Task};
use crate::rights::Need;

/// To whom a case shall go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Receiver {
    /// To whoever asks.
    Me,
    /// To nobody of its team.
    Nobody,
    /// To a colleague of its team.
    Person(PersonId),
    /// To a team.
    Team(TeamId),
}

impl Receiver {
    /// Reads `me`, `nobody`, `person:7`, `team:7`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text.split_once(':') {
            None if text == "me" => Some(Self::Me),
            None if text == "nobody" => Some(Self::Nobody),
            Some(("person", id)) => Some(Self::Person(PersonId(id.parse().ok()?))),
            Some(("team", id)) => Some(Self::Team(TeamId(id.parse().ok()?))),
            _ => None,
        }
    }

    /// The assignment that this means for a case. A case without a team goes to the first of the team
    /// of whoever takes it.
    pub(crate) fn of(self, case: &Case, me: &Person) -> Result<Assignment, CaseError> {
        let own = || {
            let works = |(team, role): &(Option<TeamId>, Role)| {
                team.filter(|_| role.covers(Role::Caseworker))
            };
            me.roles.iter().find_map(works)
        };
        let (team, person) = match self {
            Self::Me => (case.team.or_else(own), Some(me.id)),
            Self::Nobody => (case.team, None),
            Self::Person(person) => (case.team, Some(person)),
            Self::Team(team) => (Some(team), None),
        };
        Ok(Assignment { team: team.ok_or(Refusal::NotInTeam)?, person })
    }
}

/// Gives a case to somebody.
pub(crate) async fn assign(
    State(app): State<App>,
    visitor: Visitor,
    Path(reference): Path<String>,
    form: Raw,
) -> Reply {
    let task = Task::of(&app, &visitor, reference, "assignment", form)?;
    let words = visitor.words();
    let mut errors = FormErrors::new();
    let receiver = task.form.get("to").and_then(Receiver::parse);
    if receiver.is_none() {
        errors.add("assignment-to", words.t("desk-receiver-missing"));
    }
    let note = task.optional_text(&mut errors);
    let (Some(receiver), Some(note)) = (receiver, note) else { return task.wrong(errors).await };
    let told = words.t(match receiver {
        Receiver::Me => "desk-taken",
        _ => "desk-given",
    });
    let me = task.desk.person.clone();
    task.carry_out(Need::Assign, Held::ToThePage, told, move |tx, office, case, acting| {
        let to = receiver.of(case, &me)?;
        if people::teams::by_id(tx, to.team)?.is_none() {
            return Err(Refusal::NotInTeam.into());
        }
        assignment::assign(tx, office, case.id, to, &note, acting).map(drop)
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receiver_is_read_or_refused() {
        assert_eq!(Receiver::parse("me"), Some(Receiver::Me));
        assert_eq!(Receiver::parse("team:7"), Some(Receiver::Team(TeamId(7))));
        for forged in ["", "you", "person:", "person:x", "team:99999999999999999999", "me:1"] {
            assert_eq!(Receiver::parse(forged), None, "{forged}");
        }
    }
}
