//! The demo town's own addresses: loaded, searched, pointed at.

use std::sync::OnceLock;

use base::geo::Point;
use base::{Clock, IdMaker};
use places::{Match, NewAddress, Place, Places, Seeded};
use store::{Db, Options, StoreError, Tx};

const DISTRICTS: &str = include_str!("../../demo/data/districts.geojson");
const PLACES: &[u8] = include_bytes!("../../demo/data/places.csv.gz");
/// Enough for every test below, and loaded in a moment.
const LOCALITIES: [&str; 4] = ["Boston", "Charlestown", "Jamaica Plain", "Roslindale"];

fn addresses() -> Vec<NewAddress> {
    let mut reader = csv::Reader::from_reader(flate2::read::GzDecoder::new(PLACES));
    reader
        .deserialize()
        .map(|row| row.unwrap())
        .filter_map(
            |(line, locality, postcode, lat, lon): (
                String,
                String,
                String,
                Option<f64>,
                Option<f64>,
            )| {
                let point = Point::new(lon?, lat?)?;
                Some(NewAddress { line, locality, postcode, point })
            },
        )
        .filter(|address| LOCALITIES.contains(&address.locality.as_str()))
        .collect()
}

struct Town {
    db: Db,
    places: Places,
    seeded: Seeded,
}

/// One town for all tests of this file; they only read.
fn town() -> &'static Town {
    static TOWN: OnceLock<Town> = OnceLock::new();
    TOWN.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap().keep();
        let address = format!("sqlite:{}/town.sqlite3", folder.display());
        let db = Db::open(&address, &Options::default()).unwrap();
        let districts = places::districts_from_geojson(DISTRICTS).unwrap();
        let addresses = addresses();
        let ids = IdMaker::new(Clock::fixed("2026-03-02T09:00:00Z".parse().unwrap()), 1);
        let seeded =
            db.write_blocking(move |tx| places::seed(tx, &ids, &districts, &addresses)).unwrap();
        Town { db, places: Places::default(), seeded }
    })
}

fn read<T: Send + 'static>(
    work: impl Fn(&mut Tx<'_>, &places::Geography) -> Result<T, StoreError> + Send + Sync + 'static,
) -> T {
    let Town { db, places, .. } = town();
    db.read_blocking(move |tx| {
        let geography = places.geography(tx)?;
        work(tx, &geography)
    })
    .unwrap()
}

fn search(text: &str) -> Vec<Match> {
    let text = text.to_owned();
    read(move |tx, town| places::search_addresses(tx, town, &text, 6))
}

fn first(text: &str) -> String {
    search(text).first().map_or_else(String::new, |m| m.place.address.clone())
}

#[test]
fn the_town_is_loaded_whole() {
    let Seeded { districts, streets, addresses, left_out } = town().seeded;
    assert_eq!(districts, 26);
    assert!(streets > 1_500 && addresses > 12_000, "{streets} {addresses}");
    assert!(left_out < 40, "{left_out}");
}

#[test]
fn an_address_is_found_however_it_is_written() {
    for text in [
        "66 Phillips St",
        "66 phillips street, boston",
        "phillips st 66",
        "66 PHILIPS ST",
        "66 phil st boston ma 02114",
    ] {
        assert_eq!(first(text), "66 Phillips St, Boston 02114", "{text}");
    }
    assert!(search("66 Phillips St")[0].exact);
    assert_eq!(search("66 Phillips St")[0].place.district.as_deref(), Some("beacon-hill"));
}

#[test]
fn a_house_that_is_not_known_offers_its_neighbours() {
    let found = search("10 Phillips St");
    assert!(!found.is_empty() && found.iter().all(|m| !m.exact));
    assert!(found[0].place.address.contains("Phillips St"), "{}", found[0].place.address);
}

#[test]
fn a_street_without_a_number_is_offered_once_in_each_part_of_town() {
    let found = search("washington st");
    assert!(found.len() > 2);
    assert!(found.iter().all(|m| m.key.starts_with('s')));
}

#[test]
fn a_crossing_is_found_in_either_order() {
    let one = first("Beacon St & Brimmer St");
    assert_eq!(one, "Beacon St & Brimmer St, Boston");
    assert_eq!(first("brimmer and beacon street"), one);
}

#[test]
fn typed_coordinates_are_a_place_and_out_of_town_ones_are_not() {
    for text in ["42.3602, -71.069", "-71.069, 42.3602"] {
        let found = search(text);
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!((found[0].place.lon, found[0].place.lat), (-71.069, 42.3602));
    }
    assert_eq!(search("51.5, -0.12"), vec![]);
}

#[test]
fn every_key_that_is_offered_can_be_chosen() {
    for text in ["66 Phillips St", "washington st", "Beacon St & Brimmer St", "42.3602, -71.069"] {
        for found in search(text) {
            let key = found.key.clone();
            let place = read(move |tx, town| places::by_key(tx, town, &key)).unwrap();
            assert_eq!((place.lon, place.lat), (found.place.lon, found.place.lat), "{}", found.key);
        }
    }
}

#[test]
fn forged_keys_choose_nothing() {
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
        assert_eq!(read(move |tx, town| places::by_key(tx, town, &key)), None::<Place>);
    }
}

#[test]
fn a_point_knows_its_address_and_district() {
    let here = read(|tx, town| places::here(tx, town, Point { lon: -71.069, lat: 42.3602 }));
    assert!(here.in_town);
    assert_eq!(here.district_name.as_deref(), Some("Beacon Hill"));
    assert!(here.distance_m.unwrap() < 20.0);
    let away = read(|tx, town| places::here(tx, town, Point { lon: 2.35, lat: 48.85 }));
    assert!(!away.in_town && away.address.is_none());
}

#[test]
fn hostile_texts_find_nothing_and_harm_nothing() {
    for text in [
        "",
        " ",
        "%",
        "'; DROP TABLE addresses; --",
        "\0",
        "\u{202e}",
        "& & &",
        "9".repeat(500).as_str(),
        &"a ".repeat(5_000),
    ] {
        let found = search(text);
        assert!(found.len() <= 6);
    }
    assert!(!search("66 Phillips St").is_empty());
}
