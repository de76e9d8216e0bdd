//! Correcting what was told in a case that was sent: by the resident below the personal link, by staff
//! from the desk. Both change a draft of the answers in the form and send it from "check your answers".

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, State};
use base::{EventId, Locale, Reference};
use cases::{
    Acting, By, Case, CaseError, Event, NewCase, Office, Party, Rank, Refusal, Seen, correction,
};
use serde::Serialize;
use serde_json::{Map, Value};
use services::{Answers, Service};
use store::Tx;
use web::{App, Fault, Flash, Person, Reply, Visitor, Words, see_other, see_other_with};

use crate::draft::{Base, Clerk, Draft};
use crate::{case_link, case_page, drafts};

/// Opens the answers for the resident, to be corrected.
pub(crate) async fn by_resident(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Reply {
    let case = match case_link::open(&app, &token).await? {
        Ok(case) => case,
        Err(dead) => return Ok(dead),
    };
    if case.is_closed() {
        let refused: Result<(), _> = Err(Refusal::Closed.into());
        return case_link::back(&token, &visitor, refused, "");
    }
    let (office, owner, begun) = (Office::of(&app), visitor.draft_key(), begun(&app, &visitor));
    let begin = move |tx: &mut Tx<'_>| begin(tx, &office, &case, None, &owner, begun);
    let draft = app.db().write(begin).await?;
    Ok(see_other(&draft.at("check")))
}

/// Opens the answers for a member of staff who may work on the case.
pub(crate) async fn by_staff(
    State(app): State<App>,
    visitor: Visitor,
    Path(reference): Path<String>,
) -> Reply {
    let reference: Reference = reference.parse().map_err(|_| Fault::NotFound)?;
    let person = visitor.require_person()?.clone();
    let (office, owner, begun) = (Office::of(&app), visitor.draft_key(), begun(&app, &visitor));
    let begin = move |tx: &mut Tx<'_>| {
        let case = cases::cases::by_reference(tx, reference)?.ok_or(CaseError::NotFound)?;
        if !case.is_work_of(&person) {
            return Err(Refusal::NotAllowed.into());
        }
        if case.is_closed() {
            return Err(Refusal::Closed.into());
        }
        // The channel is that of the case; a correction has none of its own.
        let clerk = Clerk { person: person.id, channel: "phone", language: case.locale };
        begin(tx, &office, &case, Some(clerk), &owner, begun)
    };
    match app.db().write(begin).await {
        Ok(draft) => Ok(see_other(&draft.at("check"))),
        Err(CaseError::Refused(refusal)) => {
            let told = Flash::notice(visitor.words().t(refusal.key()));
            Ok(see_other_with(&format!("/desk/cases/{reference}"), told))
        }
        Err(error) => Err(error.into()),
    }
}

/// Leads a member of staff who reloads that address back to the case.
pub(crate) async fn back_to_desk(Path(reference): Path<String>) -> Reply {
    let reference: Reference = reference.parse().map_err(|_| Fault::NotFound)?;
    Ok(see_other(&format!("/desk/cases/{reference}")))
}

/// The language and the time of a draft that begins.
type Begun = (Locale, i64);

fn begun(app: &App, visitor: &Visitor) -> Begun {
    (visitor.locale(), app.clock().now_ms())
}

fn begin(
    tx: &mut Tx<'_>,
    office: &Office,
    case: &Case,
    clerk: Option<Clerk>,
    owner: &str,
    (locale, now): Begun,
) -> Result<Draft, CaseError> {
    let (base, service) = base(tx, office, case)?;
    let draft = Draft {
        id: office.app().ids().next(),
        service: service.id().to_owned(),
        version: service.version,
        locale,
        answers: base.answers.clone(),
        typed: BTreeMap::new(),
        is_new: true,
        corrects: Some(case.id),
        base: Some(base),
        clerk,
        case: None,
        reached: String::new(),
        person: None,
    };
    drafts::insert(tx, &draft, owner, now)?;
    Ok(draft)
}

/// The case as it stands, with the contact details put back where they were asked for, and the form in
/// which its answers were given.
pub(crate) fn base(
    tx: &mut Tx<'_>,
    office: &Office,
    case: &Case,
) -> Result<(Base, Arc<Service>), CaseError> {
    let told = cases::answers::of_case(tx, case.id)?;
    let service = cases::given::form(tx, office, case, &told)?;
    let mut answers = told.answers;
    if let Some(question) = service.form().contact_question()
        && !told.contact.is_empty()
    {
        answers.set(&question.id, told.contact.to_json());
    }
    let seen = cases::events::of_case(tx, case.id)?.first().map_or(EventId(0), |event| event.id);
    Ok((Base { revision: case.revision, seen, answers }, service))
}

/// What writing a correction came to.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Outcome {
    /// The answers are corrected.
    Done,
    /// Somebody was faster; the draft now stands on the case as they left it. Their doing is what
    /// followed this event.
    Changed(EventId),
}

/// Corrects the case of a draft, unless somebody was faster: residents are held to the answers that they
/// saw, staff to everything, as in all they do.
pub(crate) fn write(
    tx: &mut Tx<'_>,
    office: &Office,
    (draft, case): (&Draft, &Case),
    person: Option<&Person>,
    new: &NewCase,
    reason: &str,
) -> Result<Outcome, CaseError> {
    if draft.clerk.is_some() && !person.is_some_and(|person| case.is_work_of(person)) {
        return Err(Refusal::NotAllowed.into());
    }
    let (now, _) = base(tx, office, case)?;
    let answers = &new.answers;
    if let Some(before) = &draft.base {
        let stale = match draft.clerk {
            Some(_) => before.revision != now.revision,
            None => before.answers != now.answers,
        };
        if stale {
            let merged = onto(&now.answers, &before.answers, answers);
            drafts::rebase(tx, draft.id, &merged, &now)?;
            return Ok(Outcome::Changed(before.seen));
        }
    }
    let acting = match &draft.clerk {
        Some(clerk) => Acting {
            by: By::Staff(clerk.person, Rank::Caseworker),
            seen: Seen::Revision(now.revision),
        },
        None => Acting::RESIDENT,
    };
    correction::correct_in(tx, office, case.id, &new.service, answers, reason, acting)?;
    Ok(Outcome::Done)
}

/// Puts what was changed between two states of the answers onto a third.
fn onto(theirs: &Answers, before: &Answers, mine: &Answers) -> Answers {
    let mut merged: Map<String, Value> = Map::new();
    let keys = theirs.iter().chain(before.iter()).chain(mine.iter()).map(|(key, _)| key);
    for key in keys {
        let own = mine.get(key) != before.get(key);
        if let Some(value) = if own { mine.get(key) } else { theirs.get(key) } {
            merged.insert(key.to_owned(), value.clone());
        }
    }
    Answers::try_from(Value::Object(merged)).unwrap_or_default()
}

/// What somebody did meanwhile.
#[derive(Serialize)]
pub(crate) struct News {
    at: i64,
    by: String,
    title: String,
    text: String,
}

/// What was done to a case after an event, the newest first, as staff read it.
pub(crate) fn news(
    tx: &mut Tx<'_>,
    case: &Case,
    service: &Service,
    since: EventId,
    words: &Words,
) -> Result<Vec<News>, CaseError> {
    let events = cases::events::since(tx, case.id, since)?;
    let news = |event: &Event| {
        let by = match event.by {
            Party::Resident => words.t("counter-by-resident"),
            Party::Staff(person) => {
                people::persons::find(tx, person)?.map(|person| person.name).unwrap_or_default()
            }
            Party::System => String::new(),
        };
        let title = case_page::title(event, service, words);
        Ok(News { at: base::time::to_ms(event.at), by, title, text: event.text.clone() })
    };
    events.iter().map(news).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_correction_keeps_what_others_changed_elsewhere() {
        let answers = |value: Value| Answers::try_from(value).unwrap();
        let before = answers(json!({"lane": "bike", "size": "small", "depth": "deep"}));
        let theirs = answers(json!({"lane": "bike", "size": "large"}));
        let mine =
            answers(json!({"lane": "car", "size": "small", "depth": "deep", "damage": true}));
        let merged = onto(&theirs, &before, &mine);
        assert_eq!(merged, answers(json!({"lane": "car", "size": "large", "damage": true})));
    }
}
