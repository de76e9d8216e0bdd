//! The counter: everything a resident meets. Home, search, the services, the form, where a case
//! stands, and following what somebody else reported.
//!
//! Every page works without JavaScript. Nothing here decides what happens to a case: that is the
//! crate `cases`; nothing here knows the kinds of questions beyond showing them: the answers are
//! checked by `services`. What a visitor has not sent yet is a draft of their browser.

mod help;
mod home;
mod how_long;
mod query;
mod search;
mod service;
mod service_list;

pub use how_long::HowLong;

use web::{Access, NavItem, NavPlace, Routes};

web::part!(assets);

/// The routes of this crate.
pub fn routes() -> Routes {
    finding().merge(help::routes())
}

fn finding() -> Routes {
    use Access::Public;
    Routes::new()
        .get("/", Public, home::page)
        .get("/search", Public, search::page)
        .get("/search/suggest", Public, search::suggest)
        .get("/services", Public, service_list::all)
        .get("/services/topic/{id}", Public, service_list::topic)
        .get("/services/{id}", Public, service::page)
}

/// The entries of the navigation.
pub fn nav() -> Vec<NavItem> {
    let item = |key, href, place| NavItem { key, href, place, access: Access::Public, icon: None };
    vec![
        item("counter-nav-services", "/services", NavPlace::Public),
        item("counter-nav-track", "/track", NavPlace::Public),
        item("counter-nav-privacy", "/help/privacy", NavPlace::Footer),
        item("counter-nav-accessibility", "/help/accessibility", NavPlace::Footer),
        item("counter-nav-cookies", "/help/cookies", NavPlace::Footer),
    ]
}

/// Every statement of this crate, for the check that prepares each on both engines.
pub fn statements() -> Vec<store::Described> {
    Vec::new()
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_word_exists_in_both_languages_and_is_used() {
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
        web::check_parts(&[&super::PART, &places::PART, &services::PART], &[source]).unwrap();
    }
}
