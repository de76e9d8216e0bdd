//! `/desk/people/{id}`: one colleague's roles and account, for the administrator.

use std::collections::HashMap;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use base::{PersonId, TeamId};
use serde::Serialize;
use store::{StoreError, Tx};
use web::{
    App, Fault, Flash, FormErrors, Page, Raw, Reply, Role, Visitor, Words, see_other_with, show,
    show_as,
};

use crate::attempts::{self, Counter};
use crate::desk_add::{InvitedPage, role_choices, take_role, take_team};
use crate::desk_people::{Choice, RoleView, role_views, status, team_choices};
use crate::letters::LinkLetter;
use crate::links::Purpose;
use crate::{Act, Kind, Leaving, Profile, Team, credentials, memberships, persons, teams};

/// The page.
#[derive(Serialize)]
struct PersonPage {
    form: Raw,
    errors: FormErrors,
    id: String,
    name: String,
    email: String,
    phone: String,
    created_at: i64,
    status: &'static str,
    locked_until: Option<i64>,
    is_self: bool,
    roles: Vec<RoleView>,
    role_choices: Vec<Choice>,
    teams: Vec<Choice>,
}

impl Page for PersonPage {
    const TEMPLATE: &'static str = "people/desk_person.html";

    fn title(&self, words: &Words) -> String {
        words.with("people-person-title", &[("name", self.name.as_str().into())])
    }
}

/// What the page shows, as it was read.
struct Found {
    profile: Profile,
    roles: Vec<(Option<TeamId>, Role)>,
    teams: Vec<Team>,
    locked_until: Option<i64>,
}

/// Shows a colleague.
pub(crate) async fn view(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Reply {
    let found = find(&app, &id).await?;
    Ok(show(page(&app, &visitor, found, Raw::default(), FormErrors::new())))
}

async fn find(app: &App, id: &str) -> Result<Found, Fault> {
    let id = PersonId(id.parse().map_err(|_| Fault::NotFound)?);
    let (signer, now) = (app.signer().clone(), app.clock().now_ms());
    let found = app
        .db()
        .read(move |tx| -> Result<_, StoreError> {
            let Some(profile) = staff(tx, id)? else { return Ok(None) };
            let counter = Counter::account(&signer, &profile.email.to_lowercase());
            let locked_until = attempts::blocked_until(tx, &counter, now)?;
            let roles = memberships::roles(tx, id)?;
            Ok(Some(Found { profile, roles, teams: teams::all(tx)?, locked_until }))
        })
        .await?;
    found.ok_or(Fault::NotFound)
}

/// A member of staff; residents are nobody's business here.
fn staff(tx: &mut Tx<'_>, id: PersonId) -> Result<Option<Profile>, StoreError> {
    Ok(persons::find(tx, id)?.filter(|profile| profile.kind == Kind::Staff))
}

fn page(app: &App, visitor: &Visitor, found: Found, form: Raw, errors: FormErrors) -> PersonPage {
    let by_id: HashMap<TeamId, &Team> = found.teams.iter().map(|team| (team.id, team)).collect();
    PersonPage {
        form,
        errors,
        id: found.profile.id.to_string(),
        status: status(&found.profile, app.town().demo),
        is_self: visitor.person_id() == Some(found.profile.id),
        roles: role_views(&found.roles, &by_id),
        role_choices: role_choices(visitor.words()),
        teams: team_choices(&found.teams, visitor.locale()),
        locked_until: found.locked_until,
        created_at: found.profile.created_at,
        name: found.profile.name,
        email: found.profile.email,
        phone: found.profile.phone.unwrap_or_default(),
    }
}

/// Gives a role.
pub(crate) async fn grant(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: Raw,
) -> Reply {
    let found = find(&app, &id).await?;
    let words = visitor.words();
    let mut errors = FormErrors::new();
    let role = take_role(&form, &mut errors, words);
    let team = take_team(&form, role, &mut errors, words);
    let named = team.unwrap_or(None);
    let known = named.is_none_or(|id| found.teams.iter().any(|team| team.id == id));
    if !known {
        errors.add("team", words.t("people-team-missing"));
    }
    let (Some(role), Ok(team), true) = (role, team, known) else {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(show_as(status, page(&app, &visitor, found, form, errors)));
    };
    let (person, act) = (found.profile.id, Act::of(&app, &visitor));
    app.db().write(move |tx| memberships::grant(tx, person, team, role, &act)).await?;
    Ok(back(&visitor, person, "people-role-granted"))
}

/// Why something cannot be done to an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refused {
    Gone,
    LastAdministrator,
}

/// Takes a role away. The town never loses its last administrator.
pub(crate) async fn revoke(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: Raw,
) -> Reply {
    let found = find(&app, &id).await?;
    let role = form.get("role").and_then(Role::parse).ok_or(Fault::NotFound)?;
    let team = match form.get("team").filter(|team| !team.is_empty()).map(str::parse) {
        None => None,
        Some(Ok(id)) => Some(TeamId(id)),
        Some(Err(_)) => return Err(Fault::NotFound),
    };
    let (person, act) = (found.profile.id, Act::of(&app, &visitor));
    let done = app
        .db()
        .write(move |tx| -> Result<_, StoreError> {
            let is_last = role == Role::Administrator && is_last_administrator(tx, person)?;
            if is_last {
                return Ok(Err(Refused::LastAdministrator));
            }
            memberships::revoke(tx, person, team, role, &act)?;
            Ok(Ok(()))
        })
        .await?;
    answer(&visitor, person, done, "people-role-revoked")
}

fn is_last_administrator(tx: &mut Tx<'_>, person: PersonId) -> Result<bool, StoreError> {
    let roles = memberships::roles(tx, person)?;
    let is_one = roles.iter().any(|(_, role)| *role == Role::Administrator);
    Ok(is_one && memberships::administrators(tx)? <= 1)
}

/// What an administrator does to an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Measure {
    Close,
    Open,
    ResetSecondFactor,
    EndLockOut,
}

/// Closes the account.
pub(crate) async fn close(app: State<App>, visitor: Visitor, id: Path<String>) -> Reply {
    take(app, visitor, id, Measure::Close, "people-closed").await
}

/// Opens the account again.
pub(crate) async fn reopen(app: State<App>, visitor: Visitor, id: Path<String>) -> Reply {
    take(app, visitor, id, Measure::Open, "people-opened").await
}

/// Takes the second factor away, for somebody who has lost telephone and recovery codes.
pub(crate) async fn reset_second_factor(
    app: State<App>,
    visitor: Visitor,
    id: Path<String>,
) -> Reply {
    take(app, visitor, id, Measure::ResetSecondFactor, "people-second-factor-reset").await
}

/// Ends a lock-out.
pub(crate) async fn end_lock_out(app: State<App>, visitor: Visitor, id: Path<String>) -> Reply {
    take(app, visitor, id, Measure::EndLockOut, "people-lock-out-ended").await
}

async fn take(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    measure: Measure,
    done: &'static str,
) -> Reply {
    let person = PersonId(id.parse().map_err(|_| Fault::NotFound)?);
    let (act, signer) = (Act::of(&app, &visitor), app.signer().clone());
    let town = app.clone();
    let outcome = app
        .db()
        .write(move |tx| -> Result<_, StoreError> {
            let Some(profile) = staff(tx, person)? else { return Ok(Err(Refused::Gone)) };
            match measure {
                Measure::Close if is_last_administrator(tx, person)? => {
                    return Ok(Err(Refused::LastAdministrator));
                }
                Measure::Close => {
                    persons::disable(tx, person, &act)?;
                    Leaving::take(tx, &town, person, &act)?;
                }
                Measure::Open => persons::enable(tx, person, &act)?,
                Measure::ResetSecondFactor => credentials::reset_second_factor(tx, person, &act)?,
                Measure::EndLockOut => end_lock(tx, &profile, &signer, &act)?,
            }
            Ok(Ok(()))
        })
        .await?;
    answer(&visitor, person, outcome, done)
}

fn end_lock(
    tx: &mut Tx<'_>,
    profile: &Profile,
    signer: &web::Signer,
    act: &Act,
) -> Result<(), StoreError> {
    attempts::clear(tx, &Counter::account(signer, &profile.email.to_lowercase()))?;
    attempts::clear(tx, &Counter::code(signer, profile.id))?;
    let subject = ledger::Subject::person(profile.id);
    act.record(tx, &ledger::Entry::new(act.actor, "person.end-lock-out", subject))
}

/// Sends a new invitation, which also serves when a password is forgotten and no mail arrives.
pub(crate) async fn invite(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Reply {
    let profile = find(&app, &id).await?.profile;
    if profile.disabled_at.is_some() {
        return Err(Fault::Conflict(visitor.words().t("people-is-closed")));
    }
    let email = profile.email.parse().map_err(|_| Fault::internal("a stored address is broken"))?;
    let letter = LinkLetter::new(&app, Purpose::Invitation, &email, profile.locale, "");
    let (act, person, link) = (Act::of(&app, &visitor), profile.id, letter.address().to_owned());
    app.db()
        .write(move |tx| -> Result<(), StoreError> {
            letter.send(tx, &act)?;
            let subject = ledger::Subject::person(person);
            act.record(tx, &ledger::Entry::new(act.actor, "person.invite", subject))
        })
        .await?;
    let id = profile.id.to_string();
    Ok(show(InvitedPage { id, name: profile.name, email: profile.email, link }))
}

fn answer(
    visitor: &Visitor,
    person: PersonId,
    done: Result<(), Refused>,
    message: &'static str,
) -> Reply {
    match done {
        Ok(()) => Ok(back(visitor, person, message)),
        Err(Refused::Gone) => Err(Fault::NotFound),
        Err(Refused::LastAdministrator) => {
            Err(Fault::Conflict(visitor.words().t("people-last-administrator")))
        }
    }
}

fn back(visitor: &Visitor, person: PersonId, message: &str) -> axum::response::Response {
    let flash = Flash::success(visitor.words().t(message));
    see_other_with(&format!("/desk/people/{person}"), flash)
}
