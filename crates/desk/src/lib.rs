//! The staff's workspace: the inbox, the case with everything that can be done to it, letters that
//! could not be delivered.
//!
//! Everything works without JavaScript; keys make it quicker. The place in a list travels in the
//! address, so that no reload loses it. Every form carries the revision of the case that it was made
//! for: when somebody was faster, the page comes back with what changed and with everything that was
//! typed. Whoever works on cases may read them all; changing one takes a role in its team.

mod asked;
mod colleagues;
mod desk;
mod due;
mod filters;
mod inbox;
mod list;
mod place;
mod rights;
mod visits;

use web::{Access, NavItem, NavPlace, Role, Routes};

web::part!(assets);

/// The routes of this crate.
pub fn routes() -> Routes {
    let work = Access::Role(Role::Caseworker);
    Routes::new()
        .get("/desk", Access::Staff, inbox::page)
        .post("/desk/filters", work, filters::keep)
        .post("/desk/filters/{id}/delete", work, filters::forget)
}

/// Every statement of this crate, for the check that prepares each on both engines.
pub fn statements() -> Vec<store::Described> {
    [filters::statements(), visits::statements()].concat()
}

/// The entries of the navigation.
pub fn nav() -> Vec<NavItem> {
    let item = |key, href, access, icon| NavItem {
        key,
        href,
        place: NavPlace::Staff,
        access,
        icon: Some(icon),
    };
    vec![item("desk-nav-inbox", "/desk", Access::Staff, "inbox")]
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
