//! From what a resident types or points at to a place: search by text, by coordinates, by key.

use base::geo::Point;
use serde::{Deserialize, Serialize};
use store::{StoreError, Tx};

use crate::addresses::{self, AddressRow};
use crate::district::rounded;
use crate::streets::{Found, Street};
use crate::town::Geography;
use crate::words;

/// A longer text is no address.
pub const LONGEST_TEXT: usize = 200;
/// A list longer than this is not read.
pub const MOST_MATCHES: usize = 10;
/// Streets looked at for one text.
const STREETS_LOOKED_AT: usize = 8;
/// Neighbouring numbers offered of one street when the house itself is unknown.
const NEIGHBOURS: i64 = 3;
/// An address this near is the place itself; one further away is only near it.
pub const AT_ADDRESS_M: f64 = 40.0;

/// The answer to a question of kind `place`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Degrees east.
    pub lon: f64,
    /// Degrees north.
    pub lat: f64,
    /// The address in one line; empty when none is known there.
    pub address: String,
    /// The key of the district; `None` in a town without districts.
    pub district: Option<String>,
}

/// A place that fits what was typed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Match {
    /// What stands for it in a form, see [`by_key`].
    pub key: String,
    /// The place itself.
    #[serde(flatten)]
    pub place: Place,
    /// The name of its district, where the address does not say it already.
    pub district_name: Option<String>,
    /// Whether it is exactly what was typed: this house, this crossing, this point.
    pub exact: bool,
}

/// What lies at a point.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Here {
    /// Whether the point lies in the town.
    pub in_town: bool,
    /// The key of the district.
    pub district: Option<String>,
    /// The district's name.
    pub district_name: Option<String>,
    /// The nearest address, when one is within 350 m.
    pub address: Option<String>,
    /// How far away that address is, in whole metres.
    pub distance_m: Option<f64>,
}

/// Searches a text: coordinates, a crossing, a street with or without a number, however written.
/// The best matches come first, at most `limit` and never more than [`MOST_MATCHES`].
pub fn search_addresses(
    tx: &mut Tx<'_>,
    town: &Geography,
    text: &str,
    limit: usize,
) -> Result<Vec<Match>, StoreError> {
    let limit = limit.min(MOST_MATCHES);
    let text: String = text.chars().take(LONGEST_TEXT).collect();
    if let Some((lat, lon)) = words::coordinates(&text) {
        return at_coordinates(tx, town, lat, lon);
    }
    let mut matches = match words::crossing(&text) {
        Some((one, other)) => at_crossing(tx, town, &one, &other)?,
        None => Vec::new(),
    };
    if matches.is_empty() {
        matches = on_streets(tx, town, &text, limit)?;
    }
    matches.truncate(limit);
    Ok(matches)
}

/// The place that a [`Match::key`] stands for: `a` and the id of an address, `s` and the id of a
/// street, or `c` and a longitude and latitude. `None` for anything else and for what is gone or
/// out of town.
pub fn by_key(tx: &mut Tx<'_>, town: &Geography, key: &str) -> Result<Option<Place>, StoreError> {
    let id = |text: &str| text.parse::<i64>().ok();
    if let Some(id) = key.strip_prefix('a').and_then(id) {
        return Ok(addresses::address(tx, id)?.map(place_of));
    }
    if let Some(id) = key.strip_prefix('s').and_then(id) {
        return Ok(addresses::street(tx, id)?.map(|street| middle_of(town, &street).place));
    }
    match key.strip_prefix('c').and_then(|pair| pair.split_once(',')).and_then(point_of) {
        Some(point) => place_at(tx, town, point),
        None => Ok(None),
    }
}

/// What lies at a point: the district and the nearest address.
pub fn here(tx: &mut Tx<'_>, town: &Geography, point: Point) -> Result<Here, StoreError> {
    let district = town.district_of(point);
    let in_town = town.in_town(point);
    let nearest = if in_town { addresses::nearest(tx, point)? } else { None };
    let distance_m = nearest.as_ref().map(|(_, away)| away.round());
    Ok(Here {
        in_town,
        district: district.map(|d| d.key.clone()),
        district_name: district.map(|d| d.name.clone()),
        address: nearest.map(|(row, _)| row.line),
        distance_m,
    })
}

/// The place at a point, with the address that stands there; `None` out of town.
pub fn place_at(
    tx: &mut Tx<'_>,
    town: &Geography,
    point: Point,
) -> Result<Option<Place>, StoreError> {
    let here = here(tx, town, point)?;
    let stands_here = here.distance_m.is_some_and(|away| away <= AT_ADDRESS_M);
    let address = here.address.filter(|_| stands_here).unwrap_or_default();
    let (lon, lat) = (rounded(point.lon), rounded(point.lat));
    Ok(here.in_town.then_some(Place { lon, lat, address, district: here.district }))
}

fn at_coordinates(
    tx: &mut Tx<'_>,
    town: &Geography,
    lat: f64,
    lon: f64,
) -> Result<Vec<Match>, StoreError> {
    // People write the latitude first, programs the longitude: the order that lies in town is meant.
    for point in [Point::new(lon, lat), Point::new(lat, lon)].into_iter().flatten() {
        if let Some(mut place) = place_at(tx, town, point)? {
            let key = format!("c{},{}", place.lon, place.lat);
            if place.address.is_empty() {
                place.address = format!("{}, {}", place.lat, place.lon);
            }
            return Ok(vec![named(town, key, place, true)]);
        }
    }
    Ok(Vec::new())
}

fn at_crossing(
    tx: &mut Tx<'_>,
    town: &Geography,
    one: &str,
    other: &str,
) -> Result<Vec<Match>, StoreError> {
    let others: Vec<String> = town
        .streets
        .find(other, STREETS_LOOKED_AT)
        .into_iter()
        .map(|found| found.street.name)
        .collect();
    let mut rows: Vec<(usize, AddressRow)> = Vec::new();
    for found in town.streets.find(one, STREETS_LOOKED_AT) {
        for row in addresses::crossings(tx, found.street.id)? {
            let crosses =
                |name: &String| row.line.contains(name.as_str()) && *name != found.street.name;
            let known = rows.iter().any(|(_, other)| other.id == row.id);
            if let Some(rank) = others.iter().position(crosses).filter(|_| !known) {
                rows.push((rank, row));
            }
        }
    }
    // Stable: within a rank the order of the first street's matches stays.
    rows.sort_by_key(|(rank, _)| *rank);
    Ok(rows.into_iter().map(|(_, row)| match_of(town, row, true)).collect())
}

fn on_streets(
    tx: &mut Tx<'_>,
    town: &Geography,
    text: &str,
    limit: usize,
) -> Result<Vec<Match>, StoreError> {
    let streets = town.streets.find(text, STREETS_LOOKED_AT.max(limit));
    let mut exact = Vec::new();
    let mut near = Vec::new();
    for found in &streets {
        match found.number {
            Some(number) => {
                let rows = addresses::around_number(tx, found.street.id, number, NEIGHBOURS)?;
                let typed = words::house_number(text)
                    .map_or((number, number), |(low, high, _)| (low, high));
                let as_typed = |row: &AddressRow| {
                    row.number.zip(row.last_number).is_some_and(|own| own == typed)
                };
                // A house of just this number is meant, not the range beside it that holds it too.
                let stands = rows.iter().any(as_typed);
                for row in rows {
                    let is_it = if stands { as_typed(&row) } else { row.has_number(number) };
                    if is_it { &mut exact } else { &mut near }.push(match_of(town, row, is_it));
                }
            }
            None => near.push(middle_of(town, &found.street)),
        }
    }
    if exact.is_empty() {
        near.extend(streets_without_houses(town, &streets, &near));
    } else {
        // The house is there: its neighbours would only be in the way.
        near.clear();
    }
    exact.append(&mut near);
    Ok(exact)
}

/// Streets that have crossings only are offered as a whole.
fn streets_without_houses(town: &Geography, streets: &[Found], near: &[Match]) -> Vec<Match> {
    let none_of = |street: &Street| !near.iter().any(|m| m.place.address.contains(&street.name));
    streets.iter().map(|f| &f.street).filter(|s| none_of(s)).map(|s| middle_of(town, s)).collect()
}

fn match_of(town: &Geography, row: AddressRow, exact: bool) -> Match {
    named(town, format!("a{}", row.id), place_of(row), exact)
}

fn place_of(row: AddressRow) -> Place {
    let district = Some(row.district).filter(|key| !key.is_empty());
    Place { lon: row.lon, lat: row.lat, address: row.line, district }
}

fn middle_of(town: &Geography, street: &Street) -> Match {
    let Point { lon, lat } = street.middle;
    let district = town.district_of(street.middle).map(|d| d.key.clone());
    let place = Place { lon, lat, address: street.line(), district };
    named(town, format!("s{}", street.id), place, false)
}

fn named(town: &Geography, key: String, place: Place, exact: bool) -> Match {
    let district = place.district.as_deref().and_then(|key| town.map.get(key));
    let name = district.map(|d| d.name.clone()).filter(|name| !place.address.contains(name));
    Match { key, district_name: name, place, exact }
}

fn point_of((lon, lat): (&str, &str)) -> Option<Point> {
    Point::new(lon.trim().parse().ok()?, lat.trim().parse().ok()?)
}
