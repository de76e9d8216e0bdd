//! What everybody may see of what was reported: a map, a list that says the same, a page for each.
//!
//! Only cases of services that are public appear, and of those only what the definition marks as
//! public: never a name, a message or a photo that nobody has looked at.

mod filter;
mod following;
mod kept;
mod list;
mod points;
mod report;

use web::{Access, NavItem, NavPlace, Pace, Routes};

pub use kept::Kept;

web::part!(assets);

/// The routes of this crate.
pub fn routes() -> Routes {
    Routes::new()
        .get("/reports", Access::Public, list::page)
        .get("/reports/points.json", Access::Public, points::points)
        .get("/reports/{reference}", Access::Public, report::page)
        .post("/reports/{reference}/followers", Access::Public, following::follow)
        .paced(Pace::LETTERS)
}

/// The entries of the navigation.
pub fn nav() -> Vec<NavItem> {
    vec![NavItem {
        key: "reports-nav",
        href: "/reports",
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
