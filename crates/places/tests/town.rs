//! The demo town's own addresses: loaded, searched, pointed at.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use base::geo::Point;
use common::{all_addresses, each_town, some_addresses};
use ledger::Subject;
use places::{Place, PlaceFields, Resolved, Seeded};
use store::testing::sqlite;

#[test]
fn the_demo_town_is_loaded_whole() {
    let db = sqlite();
    let expected = Seeded { districts: 26, streets: 4_674, addresses: 39_748, left_out: 0 };
    // A second load replaces the first: nothing is there twice.
    for _ in 0..2 {
        assert_eq!(common::seed(&db, &all_addresses()), expected);
    }
}

#[test]
fn an_import_leaves_one_entry_in_the_ledger() {
    each_town(|town| {
        let entries =
            town.read(|tx, town| ledger::of_subject(tx, Subject::new("places", town.edition), 10));
        assert_eq!(entries.len(), 1);
        assert_eq!(entries[0].verb, "places.replace");
    });
}

#[test]
fn an_import_is_seen_at_once() {
    each_town(|town| {
        let before = town.read(|_, town| Ok(town.streets.len()));
        common::seed(&town.db, &some_addresses()[..10]);
        assert!(town.read(|_, town| Ok(town.streets.len())) < before);
    });
}

#[test]
fn every_statement_fits_both_engines() {
    store::testing::check_statements(&places::statements());
}

#[test]
fn an_address_is_found_however_it_is_written() {
    each_town(|town| {
        for text in [
            "66 Phillips St",
            "66 phillips street, boston",
            "phillips st 66",
            "66 PHILIPS ST",
            "66 phil st boston ma 02114",
        ] {
            assert_eq!(town.first(text), "66 Phillips St, Boston 02114", "{text}");
        }
        let found = town.search("66 Phillips St").remove(0);
        assert!(found.exact);
        assert_eq!(found.place.district.as_deref(), Some("beacon-hill"));
    });
}

#[test]
fn a_house_that_is_not_known_offers_its_neighbours_of_the_same_side() {
    each_town(|town| {
        let found = town.search("10 Phillips St");
        assert!(found.iter().all(|one| !one.exact));
        assert_eq!(found[0].place.address, "14-18 Phillips St, Boston 02114");
    });
}

#[test]
fn a_house_of_just_the_typed_number_wins_over_a_range_that_holds_it() {
    each_town(|town| {
        for (text, address) in
            [("285 Beacon St", "285 Beacon St"), ("283-285 beacon street", "283-285 Beacon St")]
        {
            let found = town.resolve(&typed(text));
            let Resolved::Place(place) = &found else { panic!("{text} is one house: {found:?}") };
            assert!(place.address.starts_with(&format!("{address}, ")), "{}", place.address);
        }
    });
}

#[test]
fn a_street_without_a_number_is_offered_in_each_part_of_town() {
    each_town(|town| {
        let found = town.search("washington st");
        assert!(found.len() > 2);
        assert!(found.iter().all(|one| one.key.starts_with('s')));
    });
}

#[test]
fn a_crossing_is_found_in_either_order() {
    each_town(|town| {
        for text in [
            "Beacon St & Brimmer St",
            "brimmer and beacon street",
            "corner of Beacon St at Brimmer",
        ] {
            assert_eq!(town.first(text), "Beacon St & Brimmer St, Boston", "{text}");
        }
    });
}

#[test]
fn typed_coordinates_are_a_place_and_out_of_town_ones_are_not() {
    each_town(|town| {
        for text in ["42.3602, -71.069", "-71.069, 42.3602"] {
            let found = town.search(text);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!((found[0].place.lon, found[0].place.lat), (-71.069, 42.3602));
        }
        assert_eq!(town.search("51.5, -0.12"), vec![]);
    });
}

#[test]
fn every_match_can_be_chosen_by_its_key() {
    each_town(|town| {
        for text in
            ["66 Phillips St", "washington st", "Beacon St & Brimmer St", "42.3602, -71.069"]
        {
            for found in town.search(text) {
                let key = found.key.clone();
                let place = town.read(move |tx, town| places::by_key(tx, town, &key)).unwrap();
                assert_eq!(
                    (place.lon, place.lat),
                    (found.place.lon, found.place.lat),
                    "{}",
                    found.key
                );
            }
        }
    });
}

#[test]
fn forged_keys_choose_nothing() {
    each_town(|town| {
        for key in [
            "",
            "a",
            "a-1",
            "a99999999999999999999",
            "s0",
            "c",
            "c1",
            "c0,0",
            "cNaN,NaN",
            "x1",
            "c-71.07,42.36,1",
        ] {
            let key = key.to_owned();
            assert_eq!(town.read(move |tx, town| places::by_key(tx, town, &key)), None::<Place>);
        }
    });
}

#[test]
fn a_point_knows_its_address_and_district() {
    each_town(|town| {
        let here =
            town.read(|tx, town| places::here(tx, town, Point { lon: -71.069, lat: 42.3602 }));
        assert!(here.in_town);
        assert_eq!(here.district_name.as_deref(), Some("Beacon Hill"));
        assert!(here.distance_m.unwrap() < 20.0);
        let away = town.read(|tx, town| places::here(tx, town, Point { lon: 2.35, lat: 48.85 }));
        assert!(!away.in_town && away.address.is_none());
    });
}

#[test]
fn hostile_texts_find_nothing_and_harm_nothing() {
    each_town(|town| {
        let long = ["9".repeat(500), "a ".repeat(5_000), "é\u{301}".repeat(300)];
        let short = ["", " ", "%", "'; DROP TABLE addresses; --", "\0", "\u{202e}", "& & &"];
        for text in short.into_iter().chain(long.iter().map(String::as_str)) {
            assert!(town.search(text).len() <= 6);
        }
        assert!(!town.search("66 Phillips St").is_empty());
    });
}

fn typed(address: &str) -> PlaceFields {
    PlaceFields { address: address.to_owned(), ..PlaceFields::default() }
}

#[test]
fn a_form_without_javascript_resolves_its_text() {
    each_town(|town| {
        let Resolved::Place(place) = town.resolve(&typed("66 phillips street")) else {
            panic!("one house")
        };
        assert_eq!(place.address, "66 Phillips St, Boston 02114");
        let Resolved::Choose(matches) = town.resolve(&typed("washington st")) else {
            panic!("many")
        };
        let chosen = PlaceFields { choice: matches[1].key.clone(), ..typed("washington st") };
        assert_eq!(town.resolve(&chosen), Resolved::Place(matches[1].place.clone()));
        assert_eq!(town.resolve(&typed("")), Resolved::Missing);
        assert_eq!(town.resolve(&typed("the moon")), Resolved::NotFound);
    });
}

#[test]
fn a_pin_is_a_place_and_one_out_of_town_is_not() {
    let pin = |lon: &str, lat: &str| PlaceFields {
        lon: lon.to_owned(),
        lat: lat.to_owned(),
        ..typed("")
    };
    each_town(|town| {
        assert!(matches!(town.resolve(&pin("-71.069", "42.3602")), Resolved::Place(_)));
        assert_eq!(town.resolve(&pin("2.35", "48.85")), Resolved::Outside);
        assert_eq!(town.resolve(&pin("NaN", "1e999")), Resolved::Missing);
    });
}
