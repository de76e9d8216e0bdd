//! Loading a town: replaces its districts, streets and addresses as a whole.

use std::collections::BTreeMap;

use base::geo::Point;
use base::{Clock, IdMaker, Rng};
use ledger::{Actor, Entry, Subject};
use store::{StoreError, Tx};

use crate::addresses::{self, AddressRow};
use crate::district::{District, Map, rounded};
use crate::shape::stretches;
use crate::streets::Street;
use crate::{districts, words};

/// An address to load.
#[derive(Clone, Debug, PartialEq)]
pub struct NewAddress {
    /// The house or the crossing: `12-14 Elm St`, `Elm St & Oak St`.
    pub line: String,
    /// The part of the town as post names it; may be empty.
    pub locality: String,
    /// The postcode; may be empty.
    pub postcode: String,
    /// Where it is.
    pub point: Point,
}

/// What a load did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seeded {
    /// Districts written.
    pub districts: usize,
    /// Streets written.
    pub streets: usize,
    /// Addresses written.
    pub addresses: usize,
    /// Addresses left out because they lie in no district.
    pub left_out: usize,
}

/// A street by name and part of the town.
type StreetKey = (String, String);

/// What is known of a street before it is written.
#[derive(Default)]
struct Gathered {
    id: i64,
    houses: Vec<(i64, Point)>,
    crossings: Vec<Point>,
}

/// An address read into its parts.
struct Parts {
    street: String,
    crosses: Option<String>,
    numbers: Option<(i64, i64)>,
}

impl NewAddress {
    /// The address in one line with the part of the town and the postcode.
    pub fn full_line(&self) -> String {
        let place = format!("{} {}", self.locality, self.postcode);
        let place = place.trim();
        if place.is_empty() { self.line.clone() } else { format!("{}, {place}", self.line) }
    }

    fn parts(&self) -> Parts {
        if let Some((low, high, street)) = words::house_number(&self.line) {
            return Parts { street: street.to_owned(), crosses: None, numbers: Some((low, high)) };
        }
        match words::crossing(&self.line) {
            Some((street, other)) => Parts { street, crosses: Some(other), numbers: None },
            None => Parts { street: self.line.clone(), crosses: None, numbers: None },
        }
    }
}

/// Replaces the town's places by these; one entry in the ledger says so. Addresses outside every
/// district are left out.
pub fn seed(
    tx: &mut Tx<'_>,
    clock: &Clock,
    ids: &IdMaker,
    rng: &Rng,
    districts: &[District],
    addresses: &[NewAddress],
) -> Result<Seeded, StoreError> {
    let map = Map::new(districts.to_vec());
    addresses::clear(tx)?;
    districts::replace(tx, districts)?;
    let located: Vec<(&NewAddress, Parts, String)> = addresses
        .iter()
        .filter_map(|address| {
            Some((address, address.parts(), map.district_of(address.point)?.key.clone()))
        })
        .collect();
    let streets = gather(ids, &located);
    for ((name, locality), gathered) in &streets {
        write_street(tx, name, locality, gathered)?;
    }
    let id_of = |name: &str, locality: &str| {
        streets.get(&(name.to_owned(), locality.to_owned())).map_or(0, |gathered| gathered.id)
    };
    for (address, parts, district) in &located {
        let row = AddressRow {
            id: ids.next(),
            line: address.full_line(),
            number: parts.numbers.map(|(low, _)| low),
            last_number: parts.numbers.map(|(_, high)| high),
            lon: rounded(address.point.lon),
            lat: rounded(address.point.lat),
            district: district.clone(),
        };
        let crosses = parts.crosses.as_deref().map(|other| id_of(other, &address.locality));
        addresses::insert_address(tx, &row, id_of(&parts.street, &address.locality), crosses)?;
    }
    let written = located.len();
    let left_out = addresses.len() - written;
    let seeded =
        Seeded { districts: districts.len(), streets: streets.len(), addresses: written, left_out };
    let edition = ids.next();
    districts::set_edition(tx, edition)?;
    ledger::append(tx, &seeded.entry(edition), clock.now(), ids, rng)?;
    Ok(seeded)
}

impl Seeded {
    fn entry(&self, edition: i64) -> Entry {
        Entry::new(Actor::System("places"), "places.replace", Subject::new("places", edition))
            .with("districts", self.districts)
            .with("streets", self.streets)
            .with("addresses", self.addresses)
            .with("left_out", self.left_out)
    }
}

fn gather(
    ids: &IdMaker,
    located: &[(&NewAddress, Parts, String)],
) -> BTreeMap<StreetKey, Gathered> {
    let mut streets: BTreeMap<StreetKey, Gathered> = BTreeMap::new();
    for (address, parts, _) in located {
        for name in std::iter::once(&parts.street).chain(&parts.crosses) {
            let gathered = streets.entry((name.clone(), address.locality.clone())).or_default();
            match parts.numbers {
                Some((low, _)) => gathered.houses.push((low, address.point)),
                None => gathered.crossings.push(address.point),
            }
        }
    }
    for gathered in streets.values_mut() {
        gathered.id = ids.next();
    }
    streets
}

fn write_street(
    tx: &mut Tx<'_>,
    name: &str,
    locality: &str,
    gathered: &Gathered,
) -> Result<(), StoreError> {
    let mut points: Vec<(i64, Point)> = gathered.houses.clone();
    points.sort_by_key(|(number, _)| *number);
    points.extend(gathered.crossings.iter().map(|point| (0, *point)));
    let half = gathered.houses.len().max(1) / 2;
    let Some((_, middle)) = points.get(half).or_else(|| points.first()) else { return Ok(()) };
    let street = Street {
        id: gathered.id,
        name: name.to_owned(),
        locality: locality.to_owned(),
        middle: Point { lon: rounded(middle.lon), lat: rounded(middle.lat) },
    };
    let shape = districts::lines_to_json(&stretches(gathered.houses.clone(), &gathered.crossings));
    addresses::insert_street(tx, &street, &shape)
}
