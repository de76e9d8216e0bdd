//! `/desk/templates`: the texts for answers, which team leads write for everybody.

use axum::extract::{Path, State};
use base::text::slug;
use base::time::to_ms;
use base::{Locale, Localized};
use cases::closure;
use ledger::{Actor, Entry, Subject};
use serde::Serialize;
use store::{StoreError, Tx};
use web::{
    App, Fault, Flash, FormErrors, Page, Raw, Reply, Visitor, Words, see_other_with, show,
    unprocessable,
};

use crate::colleagues::Choice;
use crate::desk::Desk;
use crate::replies::{self, MAX_REPLIES, ReplyRow, Written};

/// The longest name: it stands in a list to choose from.
const MAX_NAME: usize = 80;
/// The longest text; as long as a message can be.
const MAX_BODY: usize = 5_000;

/// The list.
#[derive(Serialize)]
struct RepliesPage {
    replies: Vec<ReplyView>,
}

#[derive(Serialize)]
struct ReplyView {
    id: String,
    name: String,
    service: Option<String>,
    outcome: Option<String>,
    text: String,
}

impl Page for RepliesPage {
    const TEMPLATE: &'static str = "desk/replies.html";

    fn title(&self, words: &Words) -> String {
        words.t("desk-replies-title")
    }
}

/// A text being written.
#[derive(Serialize)]
struct ReplyPage {
    /// Its id, or `new`.
    id: String,
    form: Raw,
    errors: FormErrors,
    services: Vec<Choice>,
    outcomes: Vec<Choice>,
    /// The fields of the text, one for each language.
    texts: Vec<Choice>,
    /// Whether somebody else changed it meanwhile.
    changed: bool,
    known: i64,
}

impl Page for ReplyPage {
    const TEMPLATE: &'static str = "desk/reply.html";

    fn title(&self, words: &Words) -> String {
        words.t(if self.id == "new" { "desk-reply-new" } else { "desk-reply-change" })
    }
}

/// Shows the texts.
pub(crate) async fn list(State(app): State<App>, visitor: Visitor) -> Reply {
    let desk = Desk::of(&app, &visitor)?;
    let rows = app.db().read(replies::all).await?;
    let locale = visitor.locale();
    let services = services(&desk);
    let outcomes = outcomes(&desk);
    let label = |among: &[Choice], key: Option<String>| {
        let key = key?;
        let found = among.iter().find(|one| one.value == key);
        Some(found.map_or(key.clone(), |one| one.label.clone()))
    };
    let view = |row: ReplyRow| ReplyView {
        text: replies::body(&row).get(locale).to_owned(),
        id: row.id.to_string(),
        name: row.name,
        service: label(&services, row.service),
        outcome: label(&outcomes, row.outcome),
    };
    let replies = rows.into_iter().map(view).collect();
    Ok(show(RepliesPage { replies }))
}

/// Shows the form of a text, or an empty one.
pub(crate) async fn form(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Reply {
    let desk = Desk::of(&app, &visitor)?;
    if id == "new" {
        return Ok(show(page(&desk, id, Raw::default(), FormErrors::new(), 0)));
    }
    let row = find(&app, &id).await?;
    let body = replies::body(&row);
    let mut fields = vec![
        ("name".to_owned(), row.name),
        ("service".to_owned(), row.service.unwrap_or_default()),
        ("outcome".to_owned(), row.outcome.unwrap_or_default()),
    ];
    let texts = Locale::ALL.into_iter().filter(|locale| body.has(*locale));
    fields.extend(texts.map(|locale| (format!("text-{locale}"), body.get(locale).to_owned())));
    Ok(show(page(&desk, id, Raw::of(fields), FormErrors::new(), row.updated_at)))
}

async fn find(app: &App, id: &str) -> Result<ReplyRow, Fault> {
    let id: i64 = id.parse().map_err(|_| Fault::NotFound)?;
    app.db().read(move |tx| replies::by_id(tx, id)).await?.ok_or(Fault::NotFound)
}

fn page(desk: &Desk, id: String, form: Raw, errors: FormErrors, known: i64) -> ReplyPage {
    let language = |locale: Locale| {
        Choice::new(locale.code(), desk.words().t(&format!("desk-reply-text-{locale}")))
    };
    ReplyPage {
        id,
        form,
        errors,
        services: services(desk),
        outcomes: outcomes(desk),
        texts: Locale::ALL.into_iter().map(language).collect(),
        changed: false,
        known,
    }
}

fn services(desk: &Desk) -> Vec<Choice> {
    let all = desk.office.catalogue().all();
    let online = all.iter().filter(|service| service.definition.online);
    let mut choices: Vec<_> =
        online.map(|one| Choice::new(one.id(), one.name(desk.locale()))).collect();
    choices.sort_by(|a, b| a.label.cmp(&b.label));
    choices
}

/// The outcomes of all services that a case may be closed with, each key once.
fn outcomes(desk: &Desk) -> Vec<Choice> {
    let mut choices: Vec<Choice> = Vec::new();
    for service in desk.office.catalogue().all() {
        let outcomes = service.workflow.outcomes.iter();
        for outcome in outcomes.filter(|outcome| closure::is_for_closing(&outcome.id)) {
            if choices.iter().all(|one| one.value != outcome.id) {
                choices.push(Choice::new(outcome.id.as_str(), outcome.name.get(desk.locale())));
            }
        }
    }
    choices.sort_by(|a, b| a.label.cmp(&b.label));
    choices
}

/// Keeps a text.
pub(crate) async fn keep(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: Raw,
) -> Reply {
    let desk = Desk::of(&app, &visitor)?;
    let known = form.get("known").and_then(|known| known.parse().ok()).unwrap_or(0);
    let existing = if id == "new" { None } else { Some(find(&app, &id).await?.id) };
    let mut errors = FormErrors::new();
    let Some(written) = written(&desk, &form, &mut errors) else {
        return Ok(unprocessable(page(&desk, id, form, errors, known)));
    };
    let worker = desk.clone();
    let kept = app.db().write(move |tx| write(tx, &worker, existing, &written, known)).await?;
    let words = visitor.words();
    match kept {
        Kept::Yes => {
            Ok(see_other_with("/desk/templates", Flash::success(words.t("desk-reply-kept"))))
        }
        Kept::TooMany => {
            errors.add("name", words.with("desk-reply-too-many", &[("max", MAX_REPLIES.into())]));
            Ok(unprocessable(page(&desk, id, form, errors, known)))
        }
        Kept::Changed(now) => {
            // What was typed stays; sending it again replaces what the other wrote.
            let page = ReplyPage { changed: true, ..page(&desk, id, form, errors, now) };
            Ok(web::show_as(axum::http::StatusCode::CONFLICT, page))
        }
    }
}

/// What became of a text that was sent.
enum Kept {
    Yes,
    TooMany,
    Changed(i64),
}

fn write(
    tx: &mut Tx<'_>,
    desk: &Desk,
    existing: Option<i64>,
    new: &Written,
    known: i64,
) -> Result<Kept, StoreError> {
    let (at, by) = (to_ms(desk.now()), desk.person.id);
    let (id, verb) = if let Some(id) = existing {
        // A change within the same millisecond must not look like none.
        if !replies::update(tx, id, new, (at.max(known.saturating_add(1)), known), by)? {
            let now = replies::by_id(tx, id)?.map_or(0, |row| row.updated_at);
            return Ok(Kept::Changed(now));
        }
        (id, "desk-template.change")
    } else {
        if replies::all(tx)?.len() >= usize::try_from(MAX_REPLIES).unwrap_or(usize::MAX) {
            return Ok(Kept::TooMany);
        }
        let id = desk.app().ids().next();
        replies::insert(tx, id, new, at, by)?;
        (id, "desk-template.create")
    };
    let entry = Entry::new(Actor::Person(by), verb, Subject::new("desk-template", id))
        .with("name", new.name.as_str())
        .with("service", new.service.as_deref())
        .with("outcome", new.outcome.as_deref())
        .with("text", serde_json::to_string(&new.body).unwrap_or_default());
    record(tx, desk, &entry)?;
    Ok(Kept::Yes)
}

fn record(tx: &mut Tx<'_>, desk: &Desk, entry: &Entry) -> Result<(), StoreError> {
    let app = desk.app();
    ledger::append(tx, entry, desk.now(), app.ids(), app.rng()).map(drop)
}

/// Reads the form; the text must stand in the town's own language, the others fall back to it.
fn written(desk: &Desk, form: &Raw, errors: &mut FormErrors) -> Option<Written> {
    let words = desk.words();
    let missing = words.t("desk-reply-name-missing");
    let name = errors.take("name", form.line("name", MAX_NAME), &missing, words);
    let key = |field: &str| {
        let key = form.get(field).filter(|key| !key.is_empty() && slug(key) == **key);
        key.map(ToOwned::to_owned)
    };
    let service = key("service").filter(|key| desk.office.catalogue().get(key).is_some());
    let outcome = key("outcome").filter(|key| outcomes(desk).iter().any(|one| one.value == *key));
    let mut body = Localized::default();
    for locale in Locale::ALL {
        let field = format!("text-{locale}");
        let text = form.optional_text(&field, MAX_BODY);
        let text = errors.take(&field, text, "", words);
        if let Some(text) = text.flatten() {
            body = body.with(locale, text);
        }
    }
    if !body.has(Locale::EN) {
        errors.add(format!("text-{}", Locale::EN), words.t("desk-reply-text-missing"));
    }
    let name = name.filter(|_| errors.is_empty())?;
    Some(Written { name, service, outcome, body })
}

/// Throws a text away.
pub(crate) async fn discard(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Reply {
    let desk = Desk::of(&app, &visitor)?;
    let row = find(&app, &id).await?;
    app.db()
        .write(move |tx| {
            if replies::delete(tx, row.id)? {
                let by = Actor::Person(desk.person.id);
                let subject = Subject::new("desk-template", row.id);
                let entry =
                    Entry::new(by, "desk-template.delete", subject).with("name", row.name.as_str());
                record(tx, &desk, &entry)?;
            }
            Ok::<_, StoreError>(())
        })
        .await?;
    let gone = Flash::success(visitor.words().t("desk-reply-deleted"));
    Ok(see_other_with("/desk/templates", gone))
}
