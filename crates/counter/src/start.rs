//! `/services/{id}/start` and `/apply/{draft}`

use axum::extract::{Path, State};
use services::{Answers, Catalogue, Contact, Service};
use std::collections::BTreeMap;
use store::StoreError;
use web::{App, Flash, Reply, Visitor, see_other, see_other_with};

use crate::draft::{self, Draft};
use crate::{drafts, photos, service};

/// Begins a form: a draft for this browser, then its first page.
pub(crate) async fn start(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Reply {
    let found = app.get::<Catalogue>().get(&id).filter(|service| service.definition.online);
    let Some(service) = found else { return Ok(service::missing(&app, &visitor)) };
    let draft = Draft {
        id: app.ids().next(),
        service: service.id().to_owned(),
        version: service.version,
        locale: visitor.locale(),
        answers: Answers::new(),
        typed: BTreeMap::new(),
        is_new: false,
        corrects: None,
        case: None,
        reached: String::new(),
        person: visitor.person_id(),
    };
    let (owner, now, person) = (visitor.draft_key(), app.clock().now_ms(), visitor.person_id());
    let first = service.pages(&draft.answers).first().map_or("check", |page| &page.id).to_owned();
    let address = draft.at(&first);
    app.db()
        .write(move |tx| -> Result<_, StoreError> {
            let mut draft = draft.clone();
            if let Some(person) = person
                && let Some(profile) = people::persons::find(tx, person)?
            {
                let phone = profile.phone.unwrap_or_default();
                let contact = Contact { name: profile.name, email: profile.email, phone };
                prefill(&mut draft, &service, contact);
            }
            drafts::insert(tx, &draft, &owner, now)
        })
        .await?;
    Ok(see_other(&address))
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
            drafts::delete(tx, draft.id)
        })
        .await?;
    Ok(see_other_with(&to, Flash::success(visitor.words().t("counter-forgotten"))))
}
