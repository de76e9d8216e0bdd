//! The demo town's own places, loaded into fresh databases.
#![allow(dead_code, reason = "each test file uses its part")]

use base::geo::Point;
use base::{Clock, IdMaker, Rng};
use places::{Geography, Match, NewAddress, PlaceFields, Places, Resolved, Seeded};
use store::testing::{TestDb, databases};
use store::{Db, StoreError, Tx};

const DISTRICTS: &str = include_str!("../../../demo/data/districts.geojson");
const PLACES: &[u8] = include_bytes!("../../../demo/data/places.csv.gz");

/// Enough for the tests, and loaded in a moment.
pub const STREETS: [&str; 6] =
    ["Phillips St", "Washington St", "Beacon St", "Brimmer St", "Elm St", "Marlborough St"];

type Row = (String, String, String, Option<f64>, Option<f64>);

/// Every address of the demo town.
pub fn all_addresses() -> Vec<NewAddress> {
    let mut reader = csv::Reader::from_reader(flate2::read::GzDecoder::new(PLACES));
    let rows = reader.deserialize().map(|row| row.unwrap());
    rows.filter_map(|(line, locality, postcode, lat, lon): Row| {
        let point = Point::new(lon?, lat?)?;
        Some(NewAddress { line, locality, postcode, point })
    })
    .collect()
}

/// The addresses of a few streets.
pub fn some_addresses() -> Vec<NewAddress> {
    let mut addresses = all_addresses();
    addresses.retain(|address| STREETS.iter().any(|street| address.line.contains(street)));
    addresses
}

/// Loads the districts and these addresses.
pub fn seed(db: &Db, addresses: &[NewAddress]) -> Seeded {
    let districts = places::districts_from_geojson(DISTRICTS).unwrap();
    let addresses = addresses.to_vec();
    let clock = Clock::fixed("2026-03-02T09:00:00Z".parse().unwrap());
    let (ids, rng) = (IdMaker::new(Clock::system(), 1), Rng::seeded(7));
    db.write_blocking(move |tx| places::seed(tx, &clock, &ids, &rng, &districts, &addresses))
        .unwrap()
}

/// A loaded town.
pub struct Town {
    pub db: TestDb,
    pub places: Places,
}

/// The town on every engine that this machine offers.
pub fn towns(addresses: &[NewAddress]) -> Vec<Town> {
    let loaded = databases().into_iter().map(|db| {
        seed(&db, addresses);
        Town { db, places: Places::default() }
    });
    loaded.collect()
}

/// Holds a rule on every engine that this machine offers.
pub fn each_town(rule: impl Fn(&Town)) {
    towns(&some_addresses()).iter().for_each(rule);
}

impl Town {
    /// Asks the town's places.
    pub fn read<T: Send + 'static>(
        &self,
        work: impl Fn(&mut Tx<'_>, &Geography) -> Result<T, StoreError> + Send + 'static,
    ) -> T {
        let places = self.places.clone();
        let with_places = move |tx: &mut Tx<'_>| {
            let geography = places.geography(tx)?;
            work(tx, &geography)
        };
        self.db.read_blocking(with_places).unwrap()
    }

    /// What a text finds.
    pub fn search(&self, text: &str) -> Vec<Match> {
        let text = text.to_owned();
        self.read(move |tx, town| places::search_addresses(tx, town, &text, 6))
    }

    /// The address that a text finds first.
    pub fn first(&self, text: &str) -> String {
        self.search(text).first().map_or_else(String::new, |found| found.place.address.clone())
    }

    /// What the fields of a form mean.
    pub fn resolve(&self, fields: &PlaceFields) -> Resolved {
        let fields = fields.clone();
        self.read(move |tx, town| places::resolve(tx, town, &fields))
    }
}
