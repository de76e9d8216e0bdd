//! `/my-cases/{reference}/again`: a new form with the answers of an earlier case, "same as last year".

use axum::extract::{Path, State};
use cases::{CaseError, Office};
use places::Places;
use services::Catalogue;
use services::form::{Carried, Context};
use store::Tx;
use web::{App, Flash, Reply, Visitor, see_other, see_other_with};

use crate::draft::{Draft, MapOf};
use crate::{corrections, drafts, my_cases, service};

/// Begins the service anew for the account that sent the case. What still holds is filled in; the rest is
/// asked, with what was said then.
pub(crate) async fn begin(
    State(app): State<App>,
    visitor: Visitor,
    Path(reference): Path<String>,
) -> Reply {
    let person = visitor.require_person()?.id;
    let case = my_cases::own(&app, &visitor, &reference).await?;
    if cases::opening::ASSISTED.contains(&case.channel.as_str()) {
        // Staff wrote down whose it is: an address that they mistyped must not open a caller's answers.
        return Ok(see_other(&format!("/services/{}", case.service)));
    }
    let offered = app.get::<Catalogue>().get(&case.service);
    let Some(service) = offered.filter(|service| service.definition.online) else {
        return Ok(service::missing(&app, &visitor));
    };
    let (office, owner, now) = (Office::of(&app), visitor.draft_key(), app.clock().now_ms());
    let (locale, places) = (visitor.locale(), app.get::<Places>());
    let today = app.dates(locale).today();
    let new = Draft { person: Some(person), ..Draft::new(0, &service, locale) };
    let ids = app.ids().clone();
    let write = move |tx: &mut Tx<'_>| -> Result<i64, CaseError> {
        let geography = places.geography(tx)?;
        let (base, _) = corrections::base(tx, &office, &case)?;
        let map = MapOf(&geography);
        let context = Context { locale, today, map: &map };
        let Carried { answers, typed } = service.form().carry(&base.answers, context);
        let typed = typed.into_iter().collect();
        let draft = Draft { id: ids.next(), answers, typed, ..new.clone() };
        drafts::insert(tx, &draft, &owner, now)?;
        Ok(draft.id)
    };
    let to = format!("/apply/{}", app.db().write(write).await?);
    let told = Flash::notice(visitor.words().t("counter-again-told"));
    Ok(see_other_with(&to, told))
}

/// Leads who reloads that address back to the cases.
pub(crate) async fn back() -> Reply {
    Ok(see_other("/my-cases"))
}
