//! What somebody pays who sends a form, and what a service costs.

use base::Locale;
use payments::Cashier;
use serde::Serialize;
use services::{Answers, Catalogue, Charge, FeeError, Service};
use web::App;

/// What is paid, worked out.
#[derive(Serialize)]
pub(crate) struct FeeView {
    what: String,
    amount: String,
    full: Option<String>,
    because: String,
    free: bool,
    /// Whether it is paid in the browser, right after the form is sent.
    online: bool,
}

/// What a service costs, before anything is answered.
#[derive(Serialize)]
pub(crate) struct PriceView {
    /// The amount, where it is the same for everybody without a concession.
    amount: Option<String>,
    concessions: Vec<String>,
    online: bool,
}

fn online(app: &App) -> bool {
    app.try_get::<Cashier>().is_some_and(|cashier| cashier.takes_money())
}

/// Works out what is paid before the case begins; nothing for a service that costs nothing, or where the
/// town takes no money in the browser and writes how to pay.
pub(crate) fn charge(
    app: &App,
    service: &Service,
    answers: &Answers,
) -> Result<Option<Charge>, FeeError> {
    let Some(fee) = service.definition.fee.as_ref() else { return Ok(None) };
    let currency = app.get::<Catalogue>().outline().currency;
    let charge = fee.charge(answers, currency).inspect_err(|error| {
        tracing::error!(%error, service = service.id(), "a fee has no amount");
    })?;
    Ok(online(app).then_some(charge))
}

/// Shows what is paid; nothing for a service that costs nothing, or where nobody can say.
pub(crate) fn view(
    app: &App,
    service: &Service,
    answers: &Answers,
    locale: Locale,
) -> Option<FeeView> {
    let fee = service.definition.fee.as_ref()?;
    let charge = fee.charge(answers, app.get::<Catalogue>().outline().currency).ok()?;
    let written = |minor: i64| charge.currency.write(minor, locale);
    Some(FeeView {
        what: fee.what.get(locale).to_owned(),
        amount: written(charge.minor),
        full: charge.full.map(written),
        because: charge.because.as_ref().map(|one| one.get(locale).to_owned()).unwrap_or_default(),
        free: charge.minor == 0,
        online: online(app),
    })
}

/// Shows what a service costs.
pub(crate) fn price(app: &App, service: &Service, locale: Locale) -> Option<PriceView> {
    let fee = service.definition.fee.as_ref()?;
    let currency = app.get::<Catalogue>().outline().currency;
    let because = fee.concessions.iter().map(|one| one.because.get(locale).to_owned());
    Some(PriceView {
        amount: fee.fixed(currency).map(|minor| currency.write(minor, locale)),
        concessions: because.collect(),
        online: online(app),
    })
}
