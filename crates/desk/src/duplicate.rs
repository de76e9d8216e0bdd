//! `…/duplicate`: one case repeats another. Both are seen side by side before anybody says so.

use axum::extract::{Path, State};
use base::Reference;
use base::time::to_ms;
use cases::{Case, CaseError, Refusal, duplicate};
use serde::Serialize;
use store::Tx;
use web::{App, Fault, FormErrors, Page, Raw, Reply, Visitor, Words, show, unprocessable};

use crate::act::{Held, Task};
use crate::colleagues::Colleagues;
use crate::desk::Desk;
use crate::due::{Due, due};
use crate::list::{self, Around};
use crate::place::Place;
use crate::relations::{self, Near};
use crate::rights::{Need, Rights};
use crate::told::{self, Answer, PhotoView};

/// The page that compares two cases.
#[derive(Serialize)]
struct DuplicatePage {
    one: Side,
    other: Option<Side>,
    near: Vec<Near>,
    metres: Option<i64>,
    of: String,
    rights: Rights,
    closed: bool,
    revision: i64,
    seen: i64,
    base: String,
    suffix: String,
    errors: FormErrors,
}

/// A case as one of two.
#[derive(Serialize)]
struct Side {
    reference: String,
    href: String,
    service: String,
    state: String,
    address: Option<String>,
    opened: i64,
    due: Due,
    channel: String,
    followers: i64,
    answers: Vec<Answer>,
    photos: Vec<PhotoView>,
    name: String,
    lon: Option<f64>,
    lat: Option<f64>,
}

impl Page for DuplicatePage {
    const TEMPLATE: &'static str = "desk/duplicate.html";

    fn title(&self, words: &Words) -> String {
        words.with("desk-duplicate-title", &[("reference", self.one.reference.as_str().into())])
    }
}

/// Shows a case beside the one that it may repeat, once that is named.
pub(crate) async fn compare(
    State(app): State<App>,
    visitor: Visitor,
    Path(reference): Path<String>,
) -> Reply {
    let desk = Desk::of(&app, &visitor)?;
    let query = Raw::from_urlencoded(visitor.query().unwrap_or_default().as_bytes());
    let of = query.unwrap_or_default().get("of").unwrap_or_default().trim().to_owned();
    let page = read(&desk, &reference, of).await?;
    Ok(if page.errors.is_empty() { show(page) } else { unprocessable(page) })
}

async fn read(desk: &Desk, reference: &str, of: String) -> Result<DuplicatePage, Fault> {
    let reference: Reference = reference.parse().map_err(|_| Fault::NotFound)?;
    let desk = desk.clone();
    let db = desk.app().db().clone();
    Ok(db.read(move |tx| whole(tx, &desk, reference, of.clone())).await?)
}

fn whole(
    tx: &mut Tx<'_>,
    desk: &Desk,
    reference: Reference,
    of: String,
) -> Result<DuplicatePage, CaseError> {
    let case = cases::cases::by_reference(tx, reference)?.ok_or(CaseError::NotFound)?;
    let service = desk.office.service_of(tx, &case)?;
    let (colleagues, districts) = (Colleagues::read(tx)?, list::districts(tx, desk)?);
    let around = Around::read(tx, desk, &colleagues, &districts)?;
    let mut errors = FormErrors::new();
    let original = original(tx, desk, &case, &of, &mut errors)?;
    let newest = cases::events::of_case(tx, case.id)?.first().map_or(0, |event| event.id.0);
    Ok(DuplicatePage {
        metres: original.as_ref().and_then(|other| relations::apart(&case, other)),
        other: original.map(|other| side(tx, desk, &other)).transpose()?,
        near: relations::near(tx, &case, &service, &around)?,
        of,
        rights: desk.rights(&case, &colleagues),
        closed: case.is_closed(),
        revision: case.revision,
        seen: newest,
        base: format!("/desk/cases/{reference}"),
        suffix: Place::read(desk.visitor.query()).suffix(),
        one: side(tx, desk, &case)?,
        errors,
    })
}

/// The case that was named as the original; or what is wrong with it.
fn original(
    tx: &mut Tx<'_>,
    desk: &Desk,
    case: &Case,
    of: &str,
    errors: &mut FormErrors,
) -> Result<Option<Case>, CaseError> {
    if of.is_empty() {
        return Ok(None);
    }
    let words = desk.words();
    let Ok(reference) = of.parse::<Reference>() else {
        errors.add("of", words.t("desk-reference-wrong"));
        return Ok(None);
    };
    let found = cases::cases::by_reference(tx, reference)?;
    if found.is_none() {
        errors.add("of", words.t("desk-reference-unknown"));
    }
    let other = found.filter(|other| other.id != case.id);
    if other.is_none() {
        errors.add("of", words.t(Refusal::Circular.key()));
    }
    Ok(other)
}

fn side(tx: &mut Tx<'_>, desk: &Desk, case: &Case) -> Result<Side, CaseError> {
    let service = desk.office.service_of(tx, case)?;
    let told = cases::answers::of_case(tx, case.id)?;
    let locale = desk.locale();
    Ok(Side {
        reference: case.reference.to_string(),
        href: crate::place::address(case.reference, None),
        service: service.name(locale).to_owned(),
        state: desk.state(&service, &case.state),
        address: case.address.clone(),
        opened: to_ms(case.opened_at),
        due: due(case, desk.now(), desk.office.calendar()),
        channel: case.channel.clone(),
        followers: case.followers,
        answers: told::answers(tx, &desk.office, case, &told, locale)?,
        photos: told::photos(tx, case)?,
        name: told.contact.name,
        lon: case.point.map(|point| point.lon),
        lat: case.point.map(|point| point.lat),
    })
}

/// Marks a case as a repeat of another.
pub(crate) async fn mark(
    State(app): State<App>,
    visitor: Visitor,
    Path(reference): Path<String>,
    form: Raw,
) -> Reply {
    let task = Task::of(&app, &visitor, reference, "duplicate", form)?;
    let of = task.form.get("original").unwrap_or_default().trim().to_owned();
    let page = read(&task.desk, &task.reference, of.clone()).await?;
    if page.other.is_none() || !page.errors.is_empty() {
        return Ok(unprocessable(page));
    }
    let Ok(original) = of.parse::<Reference>() else { return Ok(unprocessable(page)) };
    let told = visitor.words().with("desk-duplicate-marked", &[("reference", of.into())]);
    let desk = task.desk.clone();
    task.carry_out(Need::Work, Held::ToThePage, told, move |tx, office, case, acting| {
        let other = cases::cases::by_reference(tx, original)?.ok_or(CaseError::NotFound)?;
        // The original changes too: it gets followers, and its people the news.
        if !desk.rights(&other, &Colleagues::read(tx)?).allow(Need::Assign) {
            return Err(Refusal::NotAllowed.into());
        }
        duplicate::mark(tx, office, case.id, other.id, acting).map(drop)
    })
    .await
}
