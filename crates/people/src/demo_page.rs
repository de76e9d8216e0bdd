//! `/demo`: the accounts of the demonstration town, one click each to sign in. Its routes exist only
//! in the demo.

use std::collections::HashMap;

use axum::extract::State;
use base::{Localized, PersonId, TeamId};
use ledger::Actor;
use serde::Serialize;
use store::StoreError;
use web::{Access, App, Fault, Page, Raw, Reply, Role, Routes, Visitor, Words, show};

use crate::arrival::{Arrival, Proof};
use crate::credentials;
use crate::demo::SHOWN;
use crate::{Act, Kind, Profile, Team, memberships, persons, teams};

/// The routes, for the demo only.
pub(crate) fn routes() -> Routes {
    Routes::new().get("/demo", Access::Public, list).post("/demo/sign-in", Access::Public, sign_in)
}

/// One of those who show a role.
#[derive(Serialize)]
struct ShownView {
    key: &'static str,
    id: String,
    name: String,
    team: Option<Localized>,
}

/// A colleague in the list of teams.
#[derive(Serialize)]
struct ColleagueView {
    id: String,
    name: String,
    role: &'static str,
}

/// A team with its people.
#[derive(Serialize)]
struct TeamView {
    name: Localized,
    people: Vec<ColleagueView>,
}

/// The page.
#[derive(Serialize)]
struct DemoPage {
    shown: Vec<ShownView>,
    teams: Vec<TeamView>,
}

impl Page for DemoPage {
    const TEMPLATE: &'static str = "people/demo.html";

    fn title(&self, words: &Words) -> String {
        words.t("people-demo-title")
    }
}

type Read = (Vec<Option<Profile>>, Vec<(Team, Vec<(Profile, Role)>)>);

/// Shows the accounts.
async fn list(State(app): State<App>) -> Reply {
    let (found, by_team) = app
        .db()
        .read(|tx| -> Result<Read, StoreError> {
            let found = SHOWN.iter().map(|(_, email, _)| persons::find_by_email(tx, email));
            let found = found.collect::<Result<_, _>>()?;
            let all_roles = memberships::all_roles(tx)?;
            let mut by_team = Vec::new();
            for team in teams::all(tx)? {
                let mut people = Vec::new();
                for profile in persons::members(tx, team.id)? {
                    let roles = all_roles.get(&profile.id).into_iter().flatten();
                    let here = roles.filter(|(at, _)| *at == Some(team.id)).map(|(_, role)| *role);
                    if let Some(role) = here.max() {
                        people.push((profile, role));
                    }
                }
                by_team.push((team, people));
            }
            Ok((found, by_team))
        })
        .await?;
    let mut team_of: HashMap<PersonId, (TeamId, Localized)> = HashMap::new();
    for (team, people) in &by_team {
        for (profile, _) in people {
            team_of.entry(profile.id).or_insert_with(|| (team.id, team.name.clone()));
        }
    }
    let shown = SHOWN.iter().zip(found).filter_map(|((key, ..), profile)| {
        let profile = profile?;
        let team = team_of.get(&profile.id).map(|(_, name)| name.clone());
        Some(ShownView { key, id: profile.id.to_string(), name: profile.name, team })
    });
    let teams = by_team.into_iter().filter(|(_, people)| !people.is_empty()).map(team_view);
    Ok(show(DemoPage { shown: shown.collect(), teams: teams.collect() }))
}

fn team_view((team, people): (Team, Vec<(Profile, Role)>)) -> TeamView {
    let view = |(profile, role): (Profile, Role)| ColleagueView {
        id: profile.id.to_string(),
        name: profile.name,
        role: role.key(),
    };
    TeamView { name: team.name, people: people.into_iter().map(view).collect() }
}

/// Signs in with one click.
async fn sign_in(State(app): State<App>, visitor: Visitor, form: Raw) -> Reply {
    let id = form.get("person").and_then(|id| id.parse().ok()).map(PersonId);
    let id = id.ok_or(Fault::NotFound)?;
    let found = app.db().read(move |tx| credentials::of(tx, id)).await?;
    let found = found.filter(|found| found.is_open).ok_or(Fault::NotFound)?;
    let begins = SHOWN.iter().find(|(_, email, _)| *email == found.email);
    let begins = match (begins, found.kind) {
        (Some((_, _, page)), _) => page,
        (None, Kind::Staff) => "/desk",
        (None, Kind::Resident) => "/",
    };
    let arrival = Arrival::done(&app, &visitor, (id, found.kind), Proof::Demo, begins);
    let (act, storing) = (Act::by(&app, Actor::Person(id)), arrival.clone());
    app.db().write(move |tx| storing.store(tx, &act)).await?;
    Ok(arrival.answer(&app))
}
