//! What everybody may see of the ledger: the signed checkpoints, the fingerprints, the proofs, and a
//! page that says in plain words what they are good for.
//!
//! No entry's text is shown here and nothing that is in one: only hashes, places and times of
//! signing. The crate signs, and changes nothing else.

mod addresses;
mod asked;
mod checking;
mod consistency;
mod inclusion;
mod overview;
mod signing;
mod tiles;

pub use signing::register;

use web::{Access, NavItem, NavPlace, Pace, Routes};

web::part!(assets);

/// The routes of this crate.
pub fn routes() -> Routes {
    use Access::Public;
    Routes::new()
        .get("/ledger", Public, overview::page)
        .get("/ledger/checkpoint", Public, overview::checkpoint)
        .get("/ledger/check", Public, checking::form)
        .post_query("/ledger/check", Public, checking::check)
        .paced(PACE)
        .get("/ledger/inclusion", Public, inclusion::page)
        .paced(PACE)
        .get("/ledger/inclusion.json", Public, inclusion::json)
        .paced(PACE)
        .get("/ledger/consistency", Public, consistency::page)
        .paced(PACE)
        .get("/ledger/consistency.json", Public, consistency::json)
        .paced(PACE)
        .get("/ledger/tile/{*path}", Public, tiles::tile)
}

/// A proof reads some hundreds of rows: somebody who checks a whole list may ask for many, a machine
/// that never ends may not.
const PACE: Pace = Pace::new(300, 300);

/// The entries of the navigation.
pub fn nav() -> Vec<NavItem> {
    vec![NavItem {
        key: "proofs-nav",
        href: "/ledger",
        place: NavPlace::Footer,
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
