//! What was typed on a page, as it goes into the draft and into the form engine.

use std::collections::BTreeMap;

use places::{PlaceFields, Resolved};
use services::form::{FieldError, Raw};
use services::{Answers, Page, QuestionKind};
use store::{StoreError, Tx};
use web::{App, FormErrors, Words};

use crate::draft::{MapOf, Opened};

/// The most that is kept of a page that is not finished, in bytes of JSON.
const MOST: usize = 64 << 10;
/// What is kept of an address, a name or an option that is too long: more than any that can be taken.
const MOST_SHORT: usize = 300;

/// Takes the fields that belong to a page, as they can be shown again. Photos are what the draft
/// holds already: a browser names no files of its own.
pub(crate) fn of_page(form: &web::Raw, page: &Page, before: &Raw) -> Raw {
    let shown = serde_json::to_value(form).unwrap_or_default();
    let mut raw = Raw::new();
    for (name, value) in shown.as_object().into_iter().flatten() {
        if !page.questions.iter().any(|question| belongs(name, &question.id)) {
            continue;
        }
        match value {
            serde_json::Value::String(text) => raw.push(name, text),
            other => {
                for text in other.as_array().into_iter().flatten().filter_map(|one| one.as_str()) {
                    raw.push(name, text);
                }
            }
        }
    }
    let raw = with_photos_of(&raw, page, before);
    if fits(&raw) {
        return raw;
    }
    let cut = with_photos_of(&shortened(&raw, page), page, before);
    if fits(&cut) { cut } else { with_photos_of(&Raw::new(), page, before) }
}

fn fits(raw: &Raw) -> bool {
    serde_json::to_string(raw).is_ok_and(|text| text.len() <= MOST)
}

/// Keeps of every text what its question may take, and one character more: it stays too long.
fn shortened(raw: &Raw, page: &Page) -> Raw {
    let most = |name: &str| {
        let question = page.questions.iter().find(|question| belongs(name, &question.id));
        match question.map(|question| &question.kind) {
            Some(QuestionKind::Text { max_length } | QuestionKind::LongText { max_length }) => {
                max_length + 1
            }
            _ => MOST_SHORT,
        }
    };
    let pairs = raw.iter().flat_map(|(name, values)| {
        values.iter().map(move |value| (name.to_owned(), value.chars().take(most(name)).collect()))
    });
    pairs.collect::<Vec<(String, String)>>().into_iter().collect()
}

/// Puts the photos of the draft in the place of whatever was sent.
pub(crate) fn with_photos_of(raw: &Raw, page: &Page, before: &Raw) -> Raw {
    let photos = |name: &str| {
        let is_photos = |kind: &QuestionKind| matches!(kind, QuestionKind::Photos { .. });
        page.questions.iter().any(|question| question.id == name && is_photos(&question.kind))
    };
    let sent = raw.iter().filter(|(name, _)| !photos(name));
    let held = before.iter().filter(|(name, _)| photos(name));
    let pairs = sent.chain(held).flat_map(|(name, values)| {
        values.iter().map(move |value| (name.to_owned(), value.clone()))
    });
    pairs.collect()
}

fn belongs(name: &str, question: &str) -> bool {
    name.strip_prefix(question).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// What the place fields of a page mean, by question.
pub(crate) type Placed = BTreeMap<String, Resolved>;

/// Looks the places of a page up.
pub(crate) fn places(
    tx: &mut Tx<'_>,
    opened: &Opened,
    page: &Page,
    typed: &Raw,
) -> Result<Placed, StoreError> {
    let mut found = Placed::new();
    for question in &page.questions {
        if question.kind == QuestionKind::Place {
            let fields = PlaceFields::read(&question.id, |name| typed.first(name));
            let place = places::resolve(tx, &opened.geography, &fields)?;
            found.insert(question.id.clone(), place);
        }
    }
    Ok(found)
}

/// Writes what was found of a place over what was typed, for the engine.
fn settle(engine: &mut Raw, question: &str, place: &places::Place) {
    let fields: Raw = [
        (format!("{question}-lon"), place.lon.to_string()),
        (format!("{question}-lat"), place.lat.to_string()),
        (format!("{question}-address"), place.address.clone()),
    ]
    .into_iter()
    .collect();
    engine.replace(fields);
}

/// Whether an unknown address was sent a second time, unchanged: then it is meant as it is. One word
/// alone leads nobody anywhere.
fn insisted(typed: &Raw, question: &str) -> bool {
    let address = typed.first(&format!("{question}-address")).trim();
    address.split_whitespace().nth(1).is_some()
        && typed.first(&format!("{question}-unknown")).trim() == address
}

/// Checks a page: the answers, or what is wrong with which field, in the page's order.
pub(crate) fn check(
    app: &App,
    opened: &Opened,
    page: &Page,
    form: &web::Raw,
    typed: &Raw,
    placed: &Placed,
    words: &Words,
) -> Result<Answers, FormErrors> {
    let mut engine = with_photos_of(&Raw::from(form), page, typed);
    opened.keep_contact(page, &mut engine);
    let mut messages: BTreeMap<&str, String> = BTreeMap::new();
    for (question, found) in placed {
        match found {
            Resolved::Place(place) => settle(&mut engine, question, place),
            Resolved::Missing => {}
            Resolved::NotFound if insisted(typed, question) => {}
            Resolved::NotFound => {
                messages.insert(question, words.t("counter-place-unknown"));
            }
            Resolved::Choose(_) | Resolved::Outside => {
                let message = found.message(words, &app.town().name).unwrap_or_default();
                messages.insert(question, message);
            }
        }
    }
    let map = MapOf(&opened.geography);
    let context = opened.context(app, &map);
    let checked = opened.service.form().check_page(page, &engine, &opened.draft.answers, context);
    // A question that is not asked, because of another on the page, has no faults.
    let asked = opened.service.form().asked_with(page, &engine, &opened.draft.answers, context);
    messages.retain(|id, _| asked.iter().any(|question| question.id == *id));
    match checked {
        Ok(answers) if messages.is_empty() => Ok(signed(answers, page, opened, app)),
        checked => {
            let faults: Vec<FieldError> = checked.err().unwrap_or_default();
            let faults: Vec<FieldError> =
                faults.into_iter().map(|fault| fault.counting(form)).collect();
            Err(in_order(page, &messages, &faults, words))
        }
    }
}

/// Notes when a name was signed; one that is not changed keeps its time.
fn signed(mut answers: Answers, page: &Page, opened: &Opened, app: &App) -> Answers {
    for question in page.questions.iter().filter(|one| one.kind == QuestionKind::Signature) {
        let Some(mut signature) = answers.get(&question.id).cloned() else { continue };
        let before = opened.draft.answers.get(&question.id);
        let before = before.filter(|before| before.get("name") == signature.get("name"));
        let at = before.and_then(|before| before.get("at")).cloned();
        let at = at.unwrap_or_else(|| app.clock().now().to_string().into());
        if let Some(fields) = signature.as_object_mut() {
            fields.insert("at".to_owned(), at);
        }
        answers.set(&question.id, signature);
    }
    answers
}

fn in_order(
    page: &Page,
    messages: &BTreeMap<&str, String>,
    faults: &[FieldError],
    words: &Words,
) -> FormErrors {
    let mut errors = FormErrors::new();
    for question in &page.questions {
        if let Some(message) = messages.get(question.id.as_str()) {
            errors.add(format!("{}-address", question.id), message);
        }
        for fault in faults.iter().filter(|fault| fault.question == question.id) {
            errors.add(&fault.field, fault.message(words));
        }
    }
    errors
}
