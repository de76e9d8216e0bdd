//! `…/draft/readiness`: what stands in the way of publishing, what changes, and publishing itself.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use jiff::civil::Date;
use serde::Serialize;
use services::Severity;
use store::StoreError;
use web::{
    App, Fault, Flash, FormErrors, Page, Raw, Reply, Role, Visitor, Words, see_other_with, show_as,
};

use crate::differences::{Change, differences};
use crate::draft::{self, Head, Opened, Shelf, name_of};
use crate::findings::{self, Length, Missing, Personal, Read};
use crate::publication::{self, Outcome, Rules, Wish};
use crate::running::{self, Running};
use crate::sketch::{Sketch, key_of, list, words as text_of};
use crate::{drafts, labels};

/// More of one sort than anybody mends at once.
const MOST: usize = 60;

#[derive(Serialize)]
struct ReadinessPage {
    head: Head,
    errors: FormErrors,
    form: Raw,
    problems: Vec<Said>,
    blocked: bool,
    unreachable: Vec<String>,
    missing: Vec<Missing>,
    readings: Vec<Read>,
    personal: Vec<Personal>,
    length: Length,
    breaks: Breaks,
    changes: Vec<Change>,
    /// The version that the draft began from, when another is offered by now.
    overtaken: Option<i64>,
    two: bool,
    asked: Option<Asked>,
    /// Where the form of publishing is sent.
    action: String,
    /// Whether whoever looks may change the draft, not only agree to it.
    designs: bool,
}

/// A problem as the checker tells it.
#[derive(Serialize)]
struct Said {
    error: bool,
    message: String,
    help: String,
    line: usize,
}

/// Who has asked to publish, and when it shall be.
#[derive(Serialize)]
struct Asked {
    by: String,
    own: bool,
    due: Option<i64>,
    agreed: bool,
}

/// What running cases keep that new ones will not have.
#[derive(Serialize)]
struct Breaks {
    cases: i64,
    version: i64,
    gone: Vec<String>,
    states: Vec<(String, i64)>,
}

impl Page for ReadinessPage {
    const TEMPLATE: &'static str = "designer/readiness.html";

    fn title(&self, words: &Words) -> String {
        words.with("designer-readiness-of", &[("name", self.head.name.as_str().into())])
    }
}

async fn view(
    app: &App,
    visitor: &Visitor,
    opened: &Opened,
    action: String,
) -> Result<ReadinessPage, Fault> {
    let (shelf, words, locale) = (Shelf::of(app), visitor.words(), visitor.locale());
    let head = draft::head(app, visitor, opened).await?;
    let (published, service) = draft::published(&shelf, opened.id());
    let (key, row, me) = (opened.row.service.clone(), opened.row.clone(), visitor.person_id());
    let (running, asked) = app
        .db()
        .read(move |tx| -> Result<_, StoreError> {
            let running = running::read(tx, &key)?;
            let Some(by) = row.asked_by else { return Ok((running, None)) };
            let asked = Asked {
                by: name_of(tx, by)?,
                own: me.is_some_and(|me| me.0 == by),
                due: row.asked_for.filter(|due| *due > 0),
                agreed: row.agreed_by.is_some(),
            };
            Ok((running, Some(asked)))
        })
        .await?;
    let (_, problems) = opened.sketch.check(&shelf);
    let nothing = opened.sketch.is_online() && opened.sketch.pages().is_empty();
    // What is missing in a language has a list of its own.
    let told = problems
        .iter()
        .filter(|one| one.severity == Severity::Error || !one.message.contains("is missing"));
    let mut missing = findings::missing(&opened.sketch);
    for one in &mut missing {
        one.field = labels::field(&one.field, words);
    }
    missing.truncate(MOST);
    let mut personal = findings::personal(&opened.sketch, locale);
    for one in &mut personal {
        one.kind = labels::kind(&one.kind, words);
    }
    Ok(ReadinessPage {
        blocked: findings::blocks(&problems) || nothing,
        problems: told
            .take(MOST)
            .map(|one| Said {
                error: one.severity == Severity::Error,
                message: one.message.clone(),
                help: one.help.clone(),
                line: one.line,
            })
            .collect(),
        unreachable: findings::unreachable(&opened.sketch, locale),
        missing,
        readings: findings::readings(&opened.sketch).into_iter().take(MOST).collect(),
        personal,
        length: findings::length(&opened.sketch),
        breaks: breaks(&published, service.as_deref(), &opened.sketch, &running, locale),
        changes: differences(&published, &opened.sketch, words),
        overtaken: Some(opened.row.base).filter(|base| *base != head.version && *base > 0),
        two: app.get::<Rules>().second_person,
        asked,
        designs: visitor.has(Role::Designer),
        errors: FormErrors::new(),
        form: Raw::default(),
        head,
        action,
    })
}

/// What running cases have that is gone in the draft.
fn breaks(
    published: &Sketch,
    service: Option<&services::Service>,
    sketch: &Sketch,
    running: &Running,
    locale: base::Locale,
) -> Breaks {
    let mut gone = Vec::new();
    for (_, question) in published.questions() {
        let label = text_of(question.get("label"), locale);
        let Some(now) = sketch.question(key_of(question)) else {
            gone.push(label.to_owned());
            continue;
        };
        let value = |option: &serde_json::Value| option.get("value").cloned();
        let options = list(question, "options").iter();
        let left =
            options.filter(|one| !list(now, "options").iter().any(|new| value(new) == value(one)));
        gone.extend(left.map(|one| format!("{label}: {}", text_of(one.get("label"), locale))));
    }
    let changed = service.filter(|service| sketch.text("workflow") != service.workflow.id);
    let states = changed.map(|service| {
        let name = |id: &String| {
            service
                .workflow
                .state(id)
                .map_or(id.clone(), |one| one.name_for_all().get(locale).to_owned())
        };
        running.states.iter().map(|(id, cases)| (name(id), *cases)).collect()
    });
    Breaks {
        cases: running.total(),
        version: service.map_or(0, |service| service.version),
        gone,
        states: states.unwrap_or_default(),
    }
}

/// Shows it to who designs.
pub(crate) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Reply {
    let opened = draft::open(&app, &id).await?;
    let action = opened.href("/publication");
    Ok(web::show(view(&app, &visitor, &opened, action).await?))
}

/// Shows it to an administrator, who may agree.
pub(crate) async fn to_agree(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Reply {
    let opened = draft::open(&app, &id).await?;
    let action = format!("/desk/approvals/{}", opened.id());
    Ok(web::show(view(&app, &visitor, &opened, action).await?))
}

/// Publishes, or asks for it.
pub(crate) async fn publish(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: Raw,
) -> Reply {
    let opened = draft::open(&app, &id).await?;
    let mut errors = FormErrors::new();
    let day = day(&form, &mut errors, visitor.words());
    let now = app.clock().now_ms();
    let due = day.and_then(|day| day.to_zoned_datetime(app.town().time_zone.clone()).ok());
    let due = due.map_or(0, |due| base::time::to_ms(due.timestamp()));
    if day.is_some() && due <= now {
        errors.add("on-day", visitor.words().t("designer-day-past"));
    }
    if !errors.is_empty() {
        let action = opened.href("/publication");
        let page = view(&app, &visitor, &opened, action).await?;
        return Ok(show_as(
            StatusCode::UNPROCESSABLE_ENTITY,
            ReadinessPage { errors, form, ..page },
        ));
    }
    let outcome = publication::decide(&app, &id, wish(&visitor, &form, due, false)?).await?;
    answer(&visitor, &outcome, &opened.href("/readiness"), &format!("/desk/services/{id}"))
}

/// Agrees to what somebody else asked for.
pub(crate) async fn agree(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: Raw,
) -> Reply {
    let opened = draft::open(&app, &id).await?;
    let here = format!("/desk/approvals/{}", opened.id());
    if opened.row.asked_by.is_none() {
        let said = Flash::notice(visitor.words().t("designer-nobody-asked"));
        return Ok(see_other_with(&here, said));
    }
    let outcome = publication::decide(&app, &id, wish(&visitor, &form, 0, true)?).await?;
    answer(&visitor, &outcome, &here, "/desk/approvals")
}

fn wish(visitor: &Visitor, form: &Raw, due: i64, agrees: bool) -> Result<Wish, Fault> {
    let number = |name: &str| form.get(name).and_then(|text| text.parse::<i64>().ok());
    let (revision, over) = (number("known").unwrap_or(0), number("over").unwrap_or(-1));
    Ok(Wish { person: visitor.require_person()?.id, revision, over, due, agrees })
}

fn answer(visitor: &Visitor, outcome: &Outcome, here: &str, done: &str) -> Reply {
    let words = visitor.words();
    let (to, said) = match outcome {
        Outcome::Published(version) => {
            let values = [("version", (*version).into())];
            (done, Flash::success(words.with("designer-published", &values)))
        }
        Outcome::Scheduled(_) => (here, Flash::success(words.t("designer-scheduled"))),
        Outcome::Asked => (here, Flash::success(words.t("designer-asked"))),
        Outcome::Own => (here, Flash::notice(words.t("designer-own"))),
        Outcome::Changed => (here, Flash::notice(words.t("designer-overtaken"))),
        Outcome::Blocked => (here, Flash::notice(words.t("designer-blocked"))),
        Outcome::Gone => return Err(Fault::NotFound),
    };
    Ok(see_other_with(to, said))
}

/// Reads the day on which it shall be published; `None` for at once.
fn day(form: &Raw, errors: &mut FormErrors, words: &Words) -> Option<Date> {
    let part = |name: &str| form.get(name).unwrap_or_default().trim().to_owned();
    let (day, month, year) = (part("on-day"), part("on-month"), part("on-year"));
    if day.is_empty() && month.is_empty() && year.is_empty() {
        return None;
    }
    let date = day.parse().ok().zip(month.parse().ok()).zip(year.parse().ok());
    let date = date.and_then(|((day, month), year)| Date::new(year, month, day).ok());
    if date.is_none() {
        errors.add("on-day", words.t("designer-day-wrong"));
    }
    date
}

#[derive(Serialize)]
struct ApprovalsPage {
    rows: Vec<(String, String, String)>,
}

impl Page for ApprovalsPage {
    const TEMPLATE: &'static str = "designer/approvals.html";

    fn title(&self, words: &Words) -> String {
        words.t("designer-approvals")
    }
}

/// Lists the drafts that wait for somebody to agree.
pub(crate) async fn approvals(State(app): State<App>, visitor: Visitor) -> Reply {
    let locale = visitor.locale();
    let rows = app
        .db()
        .read(move |tx| -> Result<_, StoreError> {
            let mut rows = Vec::new();
            for line in drafts::all(tx)? {
                let Some(by) = line.asked_by.filter(|_| line.agreed_by.is_none()) else { continue };
                let sketch = Sketch::read(&line.definition, "{}").unwrap_or_default();
                let name = sketch.name(locale).to_owned();
                rows.push((format!("/desk/approvals/{}", line.service), name, name_of(tx, by)?));
            }
            Ok(rows)
        })
        .await?;
    Ok(web::show(ApprovalsPage { rows }))
}
