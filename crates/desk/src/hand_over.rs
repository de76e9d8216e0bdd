//! `…/hand-over`: the case belongs to another service.

use axum::extract::{Path, State};
use base::text::{clean_line, slug};
use base::{Locale, Reference};
use cases::{CaseError, hand_over};
use serde::Serialize;
use services::{Catalogue, Service};
use store::Tx;
use web::{App, Fault, FormErrors, Page, Raw, Reply, Visitor, Words, show, unprocessable};

use crate::act::{Held, Task};
use crate::colleagues::Colleagues;
use crate::desk::Desk;
use crate::place::Place;
use crate::rights::{Need, Rights};

/// Services offered for a search.
const OFFERED: usize = 12;
/// The longest search.
const MAX_QUERY: usize = 100;

/// The page on which another service is chosen.
#[derive(Serialize)]
struct HandOverPage {
    reference: String,
    service: String,
    summary: String,
    q: String,
    offers: Vec<Offer>,
    closed: bool,
    rights: Rights,
    revision: i64,
    seen: i64,
    base: String,
    suffix: String,
    form: Raw,
    errors: FormErrors,
}

/// A service to choose.
#[derive(Serialize)]
struct Offer {
    value: String,
    label: String,
    hint: String,
}

impl Page for HandOverPage {
    const TEMPLATE: &'static str = "desk/hand_over.html";

    fn title(&self, words: &Words) -> String {
        words.with("desk-hand-over-title", &[("reference", self.reference.as_str().into())])
    }
}

/// Shows the services that a case could go to.
pub(crate) async fn choose(
    State(app): State<App>,
    visitor: Visitor,
    Path(reference): Path<String>,
) -> Reply {
    let desk = Desk::of(&app, &visitor)?;
    let query = Raw::from_urlencoded(visitor.query().unwrap_or_default().as_bytes());
    let q = query.unwrap_or_default().get("q").and_then(|text| clean_line(text, MAX_QUERY).ok());
    let form = Raw::default();
    Ok(show(read(&desk, &reference, q.unwrap_or_default(), form, FormErrors::new()).await?))
}

async fn read(
    desk: &Desk,
    reference: &str,
    q: String,
    form: Raw,
    errors: FormErrors,
) -> Result<HandOverPage, Fault> {
    let reference: Reference = reference.parse().map_err(|_| Fault::NotFound)?;
    let desk = desk.clone();
    let db = desk.app().db().clone();
    let whole = move |tx: &mut Tx<'_>| {
        let case = cases::cases::by_reference(tx, reference)?.ok_or(CaseError::NotFound)?;
        let service = desk.office.service_of(tx, &case)?;
        let newest = cases::events::of_case(tx, case.id)?.first().map_or(0, |event| event.id.0);
        let locale = desk.locale();
        let chosen = form.get("service").unwrap_or_default();
        Ok::<_, CaseError>(HandOverPage {
            reference: reference.to_string(),
            service: service.name(locale).to_owned(),
            summary: case.summary.clone(),
            offers: offers(desk.office.catalogue(), &q, &case.service, chosen, locale),
            q: q.clone(),
            closed: case.is_closed(),
            rights: desk.rights(&case, &Colleagues::read(tx)?),
            revision: case.revision,
            seen: newest,
            base: format!("/desk/cases/{reference}"),
            suffix: Place::read(desk.visitor.query()).suffix(),
            form: form.clone(),
            errors: errors.clone(),
        })
    };
    Ok(db.read(whole).await?)
}

/// The services that fit a search; without one, the common ones. The chosen one stays among them.
fn offers(
    catalogue: &Catalogue,
    q: &str,
    present: &str,
    chosen: &str,
    locale: Locale,
) -> Vec<Offer> {
    let found = if q.is_empty() {
        catalogue.popular(locale)
    } else {
        catalogue.search(q, locale, 4 * OFFERED)
    };
    let mut offers: Vec<Offer> = found
        .iter()
        .filter(|service| service.definition.online && service.id() != present)
        .take(OFFERED)
        .map(|service| offer(service, locale))
        .collect();
    let missing = offers.iter().all(|offer| offer.value != chosen);
    if let Some(service) = catalogue.get(chosen).filter(|_| missing) {
        offers.insert(0, offer(&service, locale));
    }
    offers
}

fn offer(service: &Service, locale: Locale) -> Offer {
    Offer {
        value: service.id().to_owned(),
        label: service.name(locale).to_owned(),
        hint: service.definition.summary.get(locale).to_owned(),
    }
}

/// Hands a case to another service. That moves its promise and may end its followers' news, so it is for the
/// case's own team and for those who sort cases; whoever else comes across it leaves them a note.
pub(crate) async fn hand(
    State(app): State<App>,
    visitor: Visitor,
    Path(reference): Path<String>,
    form: Raw,
) -> Reply {
    let task = Task::of(&app, &visitor, reference, "hand-over", form)?;
    let words = visitor.words();
    let mut errors = FormErrors::new();
    let key = task.form.get("service").filter(|key| !key.is_empty() && slug(key) == **key);
    let service = key.and_then(|key| task.desk.office.catalogue().get(key));
    let service = service.filter(|service| service.definition.online);
    if service.is_none() {
        errors.add("hand-over-service", words.t("desk-service-missing"));
    }
    let reason = task.text(&mut errors, "desk-reason-missing");
    let (Some(service), Some(reason)) = (service, reason) else {
        let q = task.form.get("q").and_then(|text| clean_line(text, MAX_QUERY).ok());
        let q = q.unwrap_or_default();
        let page = read(&task.desk, &task.reference, q, task.form.clone(), errors).await?;
        return Ok(unprocessable(page));
    };
    let name = service.name(visitor.locale()).to_owned();
    let told = words.with("desk-handed-over", &[("service", name.into())]);
    task.carry_out(Need::Assign, Held::ToThePage, told, move |tx, office, case, acting| {
        hand_over::hand_over(tx, office, case.id, &service, &reason, acting).map(drop)
    })
    .await
}
