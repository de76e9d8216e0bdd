//! Payments: a form that costs something is kept when it is sent, and becomes a case when it is paid.
//!
//! The noun is [`Payment`]: what a provider's word means in each state is the pure rule
//! [`payment::learn`]. [`begin`] keeps what was sent in the transaction that ends the draft. Whoever then
//! asks the provider, and why (the resident's return, a notice, the job that looks after open payments),
//! writes what it says through one function, which opens the case in the same transaction in which the
//! payment is found to be paid. The provider is only ever asked between transactions, and every question
//! can be put again.
//!
//! Not here: what a service costs (`services`), and what the case is (`cases`), whose clock begins when it
//! is paid for.
//!
//! ```no_run
//! # fn send(tx: &mut store::Tx<'_>, app: &web::App, new: &cases::NewCase) -> Result<(), payments::PayError> {
//! let office = cases::Office::of(app);
//! let charge = new.service.definition.fee.as_ref().map(|fee| {
//!     fee.charge(&new.answers, office.catalogue().outline().currency)
//! });
//! if let Some(Ok(charge)) = charge.filter(|_| app.get::<payments::Cashier>().takes_money()) {
//!     let payment = payments::begin(tx, &office, new, &charge)?;
//!     let _to_pay = payments::links::pay(app, payment.id);
//! }
//! # Ok(()) }
//! ```

mod applications;
pub mod attempts;
mod beginning;
mod cashier;
mod desk_export;
mod desk_list;
mod desk_match;
mod desk_payment;
mod error;
mod http;
mod learning;
mod letters;
pub mod links;
mod notices;
mod pay_page;
pub mod payment;
pub mod payments;
mod practice;
mod practice_page;
mod provider;
mod refunding;
pub mod refunds;
mod rest;
mod settling;
mod signature;
mod starting;
mod stripe;

pub use beginning::begin;
pub use cashier::Cashier;
pub use error::PayError;
pub use http::Secret;
pub use letters::send_link;
pub use payment::{Payment, State};
pub use practice::Practice;
pub use provider::{Provider, ProviderError};
pub use rest::Rest;
pub use stripe::Stripe;

use axum::http::Method;
use base::Locale;
use cases::Office;
use jobs::Registry;
use services::CatalogueError;
use store::{StoreError, Tx};
use web::{Access, App, NavItem, NavPlace, Pace, Role, Routes};

web::part!(assets);

/// How often a network may press "Pay now" or come back: each asks the provider.
const PRESSES: Pace = Pace::new(60, 30);
/// How many notices a network may send: a provider sends one for each payment, and all that waited at once.
const NOTICES: Pace = Pace::new(600, 300);

/// The routes of this crate; those of the practice bank only in the demo.
pub fn routes(demo: bool) -> Routes {
    use Access::Public;
    let finance = Access::Role(Role::Finance);
    let routes = Routes::new()
        .get("/pay/{token}", Public, pay_page::page)
        .post("/pay/{token}", Public, pay_page::pay)
        .paced(PRESSES)
        .get("/pay/{token}/return", Public, pay_page::back)
        .paced(PRESSES)
        .api(Method::POST, "/payments/notices", notices::MOST_READ, notices::hear)
        .paced(NOTICES)
        .get("/desk/payments", finance, desk_list::page)
        .get("/desk/payments.csv", finance, desk_export::csv)
        .get("/desk/payments/match", finance, desk_match::page)
        .get("/desk/payments/{number}", finance, desk_payment::page)
        .get("/desk/payments/{number}/refund", finance, desk_payment::page)
        .post("/desk/payments/{number}/refund", finance, desk_payment::refund)
        .keeping_late();
    if !demo {
        return routes;
    }
    routes
        .get("/practice-bank/{id}", Public, practice_page::page)
        .post("/practice-bank/{id}", Public, practice_page::decide)
        .paced(PRESSES)
}

/// The entries of the navigation.
pub fn nav() -> Vec<NavItem> {
    vec![NavItem {
        key: "payments-nav",
        href: "/desk/payments",
        place: NavPlace::Staff,
        access: Access::Role(Role::Finance),
        icon: Some("banknote"),
    }]
}

/// Names the handlers of this crate's jobs.
pub fn register(registry: &mut Registry, app: &App) {
    settling::register(registry, app);
    refunding::register(registry, app);
}

/// Every statement of this crate, for the check that prepares each on both engines.
pub fn statements() -> Vec<store::Described> {
    [
        applications::statements(),
        attempts::statements(),
        desk_list::statements(),
        payments::statements(),
        practice::statements(),
        refunds::statements(),
    ]
    .concat()
}

/// What is paid for, in a language, by the version of the service that was sent.
pub(crate) fn what(
    tx: &mut Tx<'_>,
    office: &Office,
    payment: &Payment,
    locale: Locale,
) -> Result<String, StoreError> {
    let found = match office.catalogue().version(tx, &payment.service, payment.version) {
        Ok(found) => found,
        Err(CatalogueError::Store(error)) => return Err(error),
        Err(_) => None,
    };
    let fee = found.as_ref().and_then(|service| service.definition.fee.as_ref());
    Ok(fee.map_or_else(|| payment.service.clone(), |fee| fee.what.get(locale).to_owned()))
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_word_exists_in_both_languages_and_is_used() {
        web::check_parts(&[&super::PART], &[concat!(env!("CARGO_MANIFEST_DIR"), "/src")]).unwrap();
    }

    #[test]
    fn every_statement_fits_both_engines() {
        store::testing::check_statements(&super::statements());
    }
}
