//! `/my-cases`: what somebody who is signed in has sent.

use axum::extract::{Path, State};
use base::time::to_ms;
use base::{Locale, Reference};
use cases::{Case, CaseError, Office, links};
use payments::Payment;
use serde::Serialize;
use web::{App, Fault, Page, Reply, Visitor, Words, see_other, show};

/// Cases on the page, the newest.
const MOST: i64 = 200;

#[derive(Serialize)]
struct Mine {
    href: String,
    /// Whether the service can be begun anew from it.
    again: bool,
    service: String,
    reference: String,
    state: String,
    tone: &'static str,
    opened: i64,
    summary: String,
}

#[derive(Serialize)]
struct MyCasesPage {
    cases: Vec<Mine>,
}

impl Page for MyCasesPage {
    const TEMPLATE: &'static str = "counter/my_cases.html";

    fn title(&self, words: &Words) -> String {
        words.t("counter-my-cases")
    }
}

/// Lists the cases of an account.
pub(crate) async fn list(State(app): State<App>, visitor: Visitor) -> Reply {
    let person = visitor.require_person()?.id;
    let (office, locale) = (Office::of(&app), visitor.locale());
    let waits = visitor.words().t("counter-unpaid");
    let found = app.db().read(move |tx| {
        let mut mine = Vec::new();
        for payment in payments::payments::unpaid_of(tx, person, MOST)? {
            mine.push(unpaid(&office, &payment, &waits, locale));
        }
        for case in cases::cases::of_requester(tx, person, MOST)? {
            let service = office.service_of(tx, &case)?;
            let state = service.workflow.state(&case.state);
            mine.push(Mine {
                href: format!("/my-cases/{}", case.reference),
                again: office.catalogue().get(&case.service).is_some_and(|one| {
                    one.definition.online && one.definition.kind != services::ServiceKind::Report
                }),
                service: service.name(locale).to_owned(),
                reference: case.reference.to_string(),
                state: state.map(|state| state.name.get(locale).to_owned()).unwrap_or_default(),
                tone: match case.phase {
                    services::Phase::Open => "kept",
                    services::Phase::Waiting => "waiting",
                    services::Phase::Closed => "closed",
                },
                opened: to_ms(case.opened_at),
                summary: case.address.clone().unwrap_or_default(),
            });
        }
        Ok::<_, CaseError>(mine)
    });
    Ok(show(MyCasesPage { cases: found.await? }))
}

/// A form that is no case yet, because it waits to be paid.
fn unpaid(office: &Office, payment: &Payment, waits: &str, locale: Locale) -> Mine {
    let service = office.catalogue().get(&payment.service);
    Mine {
        href: payments::links::path(office.app(), payment.id),
        again: false,
        service: service.map(|one| one.name(locale).to_owned()).unwrap_or_default(),
        reference: payment.number.to_string(),
        state: waits.to_owned(),
        tone: "waiting",
        opened: to_ms(payment.created_at),
        summary: payment.currency.write(payment.amount, locale),
    }
}

/// Finds a case of whoever is signed in.
pub(crate) async fn own(app: &App, visitor: &Visitor, reference: &str) -> Result<Case, Fault> {
    let person = visitor.require_person()?.id;
    let reference: Reference = reference.parse().map_err(|_| Fault::NotFound)?;
    let found = app.db().read(move |tx| cases::cases::by_reference(tx, reference)).await?;
    found.filter(|case| case.requester == Some(person)).ok_or(Fault::NotFound)
}

/// Opens one of them.
pub(crate) async fn one(
    State(app): State<App>,
    visitor: Visitor,
    Path(reference): Path<String>,
) -> Reply {
    let case = own(&app, &visitor, &reference).await?;
    Ok(see_other(&format!("/track/{}", links::token(&Office::of(&app), case.id))))
}
