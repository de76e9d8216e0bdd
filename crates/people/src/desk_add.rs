//! `/desk/people/new`: an account for a new colleague, with an invitation.

use axum::extract::State;
use base::{PersonId, TeamId};
use serde::Serialize;
use store::{StoreError, Tx};
use web::{
    App, Fault, FieldFault, FormErrors, Page, Raw, Reply, Role, Visitor, Words, show, unprocessable,
};

use crate::account::{LanguageChoice, language_choices, take_language};
use crate::desk_people::{Choice, team_choices};
use crate::letters::LinkLetter;
use crate::links::Purpose;
use crate::person::MAX_NAME;
use crate::sign_in::take_email;
use crate::{Act, Kind, NewPerson, memberships, persons, teams};

/// The page with the form.
#[derive(Serialize)]
struct AddPage {
    form: Raw,
    errors: FormErrors,
    teams: Vec<Choice>,
    roles: Vec<Choice>,
    languages_known: Vec<LanguageChoice>,
    /// Whether the address is a resident's, who is hired only when that is meant.
    resident: bool,
    hire: bool,
}

impl Page for AddPage {
    const TEMPLATE: &'static str = "people/desk_add.html";

    fn title(&self, words: &Words) -> String {
        words.t("people-add-title")
    }
}

/// The page with the invitation, shown once.
#[derive(Serialize)]
pub(crate) struct InvitedPage {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) link: String,
}

impl Page for InvitedPage {
    const TEMPLATE: &'static str = "people/desk_invited.html";

    fn title(&self, words: &Words) -> String {
        words.t("people-invited-title")
    }
}

/// Shows the form.
pub(crate) async fn form(State(app): State<App>, visitor: Visitor) -> Reply {
    let form = Raw::of([("language", visitor.locale().code())]);
    Ok(show(page(&app, &visitor, form, FormErrors::new()).await?))
}

/// What was asked for.
struct Wanted {
    new: NewPerson,
    team: Option<TeamId>,
    role: Role,
    hire: Hire,
}

/// What is done when a resident has an account with the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hire {
    /// It is refused: the address may be a mistake.
    No,
    /// The account becomes a colleague's.
    Yes,
}

/// Why somebody cannot be engaged: the field, and the key of the words that say it there.
type Unable = (&'static str, &'static str);

/// Makes an account for a colleague, or makes a resident's account that of one; gives its id and name, or
/// the field and words that say why not.
pub(crate) fn engage(
    tx: &mut Tx<'_>,
    new: &NewPerson,
    hire: Hire,
    act: &Act,
) -> Result<Result<(PersonId, String), Unable>, StoreError> {
    match persons::find_by_email(tx, new.email.as_str())? {
        None => Ok(Ok((persons::create(tx, new, act)?, new.name.clone()))),
        Some(one) if one.kind == Kind::Staff || one.disabled_at.is_some() => {
            Ok(Err(("email", "people-email-taken")))
        }
        Some(_) if hire == Hire::No => Ok(Err(("hire", "people-hire-unsaid"))),
        Some(resident) => {
            persons::make_staff(tx, resident.id, act)?;
            Ok(Ok((resident.id, resident.name)))
        }
    }
}

/// Makes the account and sends the invitation.
pub(crate) async fn submit(State(app): State<App>, visitor: Visitor, form: Raw) -> Reply {
    let words = visitor.words();
    let mut errors = FormErrors::new();
    let Some(wanted) = take(&form, &mut errors, words) else {
        return Ok(unprocessable(page(&app, &visitor, form, errors).await?));
    };
    let letter =
        LinkLetter::new(&app, Purpose::Invitation, &wanted.new.email, wanted.new.locale, "");
    let (act, link) = (Act::of(&app, &visitor), letter.address().to_owned());
    let email = wanted.new.email.to_string();
    let made = app
        .db()
        .write(move |tx| -> Result<_, StoreError> {
            if let Some(team) = wanted.team
                && teams::by_id(tx, team)?.is_none()
            {
                return Ok(Err(("team", "people-team-missing")));
            }
            let (id, name) = match engage(tx, &wanted.new, wanted.hire, &act)? {
                Ok(engaged) => engaged,
                Err(why) => return Ok(Err(why)),
            };
            memberships::grant(tx, id, wanted.team, wanted.role, &act)?;
            letter.send(tx, &act)?;
            Ok(Ok((id, name)))
        })
        .await?;
    match made {
        Ok((id, name)) => Ok(show(InvitedPage { id: id.to_string(), name, email, link })),
        Err((field, key)) => {
            errors.add(field, words.t(key));
            Ok(unprocessable(page(&app, &visitor, form, errors).await?))
        }
    }
}

fn take(form: &Raw, errors: &mut FormErrors, words: &Words) -> Option<Wanted> {
    let name = form.line("name", MAX_NAME);
    let name = errors.take("name", name, &words.t("people-name-missing"), words);
    let email = take_email(form, errors, words);
    let locale = take_language(form, errors, words);
    let role = take_role(form, errors, words);
    let (team, role) = (take_team(form, role, errors, words), role?);
    let new =
        NewPerson { kind: Kind::Staff, name: name?, email: email?, phone: None, locale: locale? };
    let hire = if form.get("hire") == Some("yes") { Hire::Yes } else { Hire::No };
    Some(Wanted { new, team: team.ok()?, role, hire })
}

/// Reads a role from the field `role`.
pub(crate) fn take_role(form: &Raw, errors: &mut FormErrors, words: &Words) -> Option<Role> {
    let role = form.get("role").and_then(Role::parse);
    if role.is_none() {
        errors.add("role", words.t("people-role-missing"));
    }
    role
}

/// Reads a team from the field `team`: one for those who work on cases, none for the others, whose
/// roles count in the whole town.
pub(crate) fn take_team(
    form: &Raw,
    role: Option<Role>,
    errors: &mut FormErrors,
    words: &Words,
) -> Result<Option<TeamId>, FieldFault> {
    let works_on_cases = matches!(role, Some(Role::Caseworker | Role::TeamLead));
    if !works_on_cases {
        return Ok(None);
    }
    if let Some(id) = form.get("team").and_then(|id| id.parse().ok()) {
        return Ok(Some(TeamId(id)));
    }
    errors.add("team", words.t("people-team-missing"));
    Err(FieldFault::Missing)
}

async fn page(
    app: &App,
    visitor: &Visitor,
    form: Raw,
    errors: FormErrors,
) -> Result<AddPage, Fault> {
    let teams = app.db().read(teams::all).await?;
    Ok(AddPage {
        hire: form.get("hire") == Some("yes"),
        resident: form.has("hire") || errors.get("hire").is_some(),
        form,
        errors,
        teams: team_choices(&teams, visitor.locale()),
        roles: role_choices(visitor.words()),
        languages_known: language_choices(),
    })
}

/// The roles with their names.
pub(crate) fn role_choices(words: &Words) -> Vec<Choice> {
    let choice = |role: Role| Choice {
        value: role.key().to_owned(),
        label: words.t(&format!("people-role-{}", role.key())),
    };
    Role::ALL.into_iter().map(choice).collect()
}
