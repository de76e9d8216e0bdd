//! `/services/{id}/start` and `/apply/{draft}`

use axum::extract::{Path, State};
use base::Locale;
use services::{Answers, Catalogue, Contact, Service};
use store::StoreError;
use web::{App, Fault, Flash, Raw, Reply, Role, Visitor, see_other, see_other_with};

use crate::draft::{self, Clerk, Draft};
use crate::{drafts, photos, service};

/// Begins a form: a draft for this browser, then its first page. A member of staff who says how a
/// resident reached us begins it for that resident.
pub(crate) async fn start(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: Raw,
) -> Reply {
    let clerk = clerk(&visitor, &form)?;
    let found = app.get::<Catalogue>().get(&id).filter(|service| service.definition.online);
    let Some(service) = found else { return Ok(service::missing(&app, &visitor)) };
    let new = Draft::new(0, &service, visitor.locale());
    let new = Draft { clerk, person: visitor.person_id(), ..new };
    let (owner, now) = (visitor.draft_key(), app.clock().now_ms());
    let person = visitor.person_id().filter(|_| new.clerk.is_none());
    let first = service.pages(&new.answers).first().map_or("check", |page| &page.id).to_owned();
    let ids = app.ids().clone();
    let begun = app
        .db()
        .write_rows(move |tx| -> Result<_, StoreError> {
            let mut draft = Draft { id: ids.next(), ..new.clone() };
            if let Some(person) = person
                && let Some(profile) = people::persons::find(tx, person)?
            {
                let phone = profile.phone.unwrap_or_default();
                let contact = Contact { name: profile.name, email: profile.email, phone };
                prefill(&mut draft, &service, contact);
            }
            drafts::insert(tx, &draft, &owner, now)?;
            Ok(draft)
        })
        .await?;
    Ok(see_other(&begun.at(&first)))
}

/// Who fills the form in for a resident, where the form says how that resident reached us.
fn clerk(visitor: &Visitor, form: &Raw) -> Result<Option<Clerk>, Fault> {
    let Some(channel) = form.get("channel") else { return Ok(None) };
    let person = visitor.require_person()?;
    if !person.has(Role::Caseworker) {
        return Err(Fault::Forbidden);
    }
    let channel = drafts::assisted(channel)
        .ok_or_else(|| Fault::BadRequest(visitor.words().t("counter-channel-unknown")))?;
    let language = form.get("language").and_then(Locale::parse).unwrap_or(visitor.locale());
    Ok(Some(Clerk { person: person.id, channel, language }))
}

/// Writes what we know of somebody who is signed in into the page that asks for it, to be looked at.
fn prefill(draft: &mut Draft, service: &Service, contact: Contact) {
    let Some(question) = service.form().contact_question() else { return };
    let holds = |page: &&services::Page| page.questions.iter().any(|one| one.id == question.id);
    let Some(page) = service.form().all_pages().iter().find(holds) else { return };
    let mut answers = Answers::new();
    answers.set(&question.id, contact.to_json());
    let raw = service.form().raw(page, &answers, draft.locale);
    draft.typed.insert(page.id.clone(), raw);
}

/// Goes on with a draft where it stopped.
pub(crate) async fn resume(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Reply {
    let Some(opened) = draft::open(&app, &visitor, &id).await? else { return Ok(draft::lost()) };
    if opened.draft.case.is_some() {
        return Ok(see_other(&opened.draft.at("done")));
    }
    Ok(see_other(&opened.stopped_at()))
}

/// Forgets what was typed, for who uses a computer that others use too.
pub(crate) async fn forget(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Reply {
    let Some(opened) = draft::open(&app, &visitor, &id).await? else { return Ok(draft::lost()) };
    let draft = opened.draft;
    let to = format!("/services/{}", draft.service);
    app.db()
        .write(move |tx| -> Result<_, StoreError> {
            files::remove(tx, photos::owner(&draft))?;
            appointments::holding::let_go(tx, draft.id)?;
            drafts::delete(tx, draft.id)
        })
        .await?;
    Ok(see_other_with(&to, Flash::success(visitor.words().t("counter-forgotten"))))
}
