//! What everybody may see of how long things take: the promises of the town and how they are kept.
//!
//! All figures are counted from the cases themselves, in working time, each night. Withdrawn cases,
//! repeats and work that staff recorded when it was already done are left out; what could tell about
//! fewer than five cases is not shown. A board of all figures is kept in memory for a minute, so that
//! no request waits for the count.
//!
//! This crate changes nothing and knows no person.

mod asked;
#[cfg(test)]
mod attacks;
mod board;
mod charts;
mod counting;
mod export;
mod fresh;
mod groups;
mod hide;
mod measure;
mod numbers;
mod rounding;
mod secrets;
mod service;
mod speak;
mod table;
mod town;

pub use fresh::{Counts, publisher};

use web::{Access, NavItem, NavPlace, Routes};

web::part!(assets);

/// The routes of this crate.
pub fn routes() -> Routes {
    Routes::new()
        .get("/waits", Access::Public, town::page)
        .get("/waits.csv", Access::Public, export::csv)
        .get("/waits.json", Access::Public, export::json)
        // With `.csv` at its end the same address gives the figures as a table.
        .get("/waits/{service}", Access::Public, service::page)
}

/// The entries of the navigation.
pub fn nav() -> Vec<NavItem> {
    vec![NavItem {
        key: "waits-nav",
        href: "/waits",
        place: NavPlace::Public,
        access: Access::Public,
        icon: None,
    }]
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_word_exists_in_both_languages_and_is_used() {
        web::check_parts(&[&super::PART], &[concat!(env!("CARGO_MANIFEST_DIR"), "/src")]).unwrap();
    }
}
