//! `/desk/people`: the staff, their teams and roles, for the administrator.

use std::collections::HashMap;

use axum::extract::State;
use base::{Locale, Localized, PersonId, TeamId};
use serde::Serialize;
use store::StoreError;
use web::{App, Page, Raw, Reply, Visitor, Words, show};

use crate::memberships::Held;
use crate::{Profile, Team, demo, memberships, persons, teams};

/// Somebody in the list.
#[derive(Serialize)]
struct StaffView {
    id: String,
    name: String,
    email: String,
    roles: Vec<RoleView>,
    status: &'static str,
}

/// A role as pages show it.
#[derive(Serialize)]
pub(crate) struct RoleView {
    /// The role's key.
    pub(crate) role: &'static str,
    /// The team's id, empty for the whole town.
    pub(crate) team: String,
    /// The team's name; none for the whole town.
    pub(crate) team_name: Option<Localized>,
}

/// A team to choose.
#[derive(Serialize)]
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
}

/// The list.
#[derive(Serialize)]
struct PeoplePage {
    staff: Vec<StaffView>,
    teams: Vec<Choice>,
    team: String,
    next: String,
}

impl Page for PeoplePage {
    const TEMPLATE: &'static str = "people/desk_people.html";

    fn title(&self, words: &Words) -> String {
        words.t("people-staff-title")
    }
}

/// What is shown of the staff: those of one team, or a page of all.
struct Listed {
    profiles: Vec<Profile>,
    roles: HashMap<PersonId, Vec<Held>>,
    teams: Vec<Team>,
}

/// Shows the staff, of all teams or of one.
pub(crate) async fn list(State(app): State<App>, visitor: Visitor) -> Reply {
    let query = Raw::from_urlencoded(visitor.query().unwrap_or_default().as_bytes());
    let query = query.unwrap_or_default();
    let team = query.get("team").and_then(|id| id.parse().ok()).map(TeamId);
    let after_name = query.get("after").unwrap_or_default().to_owned();
    let after_id = query.get("id").and_then(|id| id.parse().ok()).unwrap_or(0);
    let listed = app
        .db()
        .read(move |tx| -> Result<_, StoreError> {
            let profiles = match team {
                Some(team) => persons::members(tx, team)?,
                None => persons::staff(tx, (&after_name, after_id))?,
            };
            Ok(Listed { profiles, roles: memberships::all_roles(tx)?, teams: teams::all(tx)? })
        })
        .await?;
    let full = i64::try_from(listed.profiles.len()).is_ok_and(|count| count >= persons::PAGE);
    let last = listed.profiles.last().filter(|_| full && team.is_none());
    let next = last.map(|last| {
        let name =
            percent_encoding::utf8_percent_encode(&last.name, percent_encoding::NON_ALPHANUMERIC);
        format!("/desk/people?after={name}&id={}", last.id)
    });
    let by_id: HashMap<TeamId, &Team> = listed.teams.iter().map(|team| (team.id, team)).collect();
    let staff = listed.profiles.iter().map(|profile| StaffView {
        id: profile.id.to_string(),
        name: profile.name.clone(),
        email: profile.email.clone(),
        roles: role_views(listed.roles.get(&profile.id).map_or(&[], Vec::as_slice), &by_id),
        status: status(profile, app.town().demo),
    });
    Ok(show(PeoplePage {
        staff: staff.collect(),
        teams: team_choices(&listed.teams, visitor.locale()),
        team: team.map(|team| team.to_string()).unwrap_or_default(),
        next: next.unwrap_or_default(),
    }))
}

/// How far an account has come. The people of the demo need no password.
pub(crate) fn status(profile: &Profile, in_demo: bool) -> &'static str {
    if profile.disabled_at.is_some() {
        "closed"
    } else if in_demo && profile.email.ends_with(demo::DOMAIN) {
        "demo"
    } else if !profile.has_password {
        "invited"
    } else if !profile.has_second_factor {
        "no-second-factor"
    } else {
        "open"
    }
}

/// Roles with the names of their teams.
pub(crate) fn role_views(roles: &[Held], teams: &HashMap<TeamId, &Team>) -> Vec<RoleView> {
    let view = |(team, role): &Held| RoleView {
        role: role.key(),
        team: team.map(|team| team.to_string()).unwrap_or_default(),
        team_name: team.and_then(|team| teams.get(&team)).map(|team| team.name.clone()),
    };
    roles.iter().map(view).collect()
}

/// The teams by name.
pub(crate) fn team_choices(teams: &[Team], locale: Locale) -> Vec<Choice> {
    let choice = |team: &Team| Choice {
        value: team.id.to_string(),
        label: team.name.get(locale).to_owned(),
    };
    let mut choices: Vec<_> = teams.iter().map(choice).collect();
    choices.sort_by(|a, b| a.label.cmp(&b.label));
    choices
}
