//! The collection of streets and addresses: every statement on them.

use base::geo::Point;
use store::{StoreError, Tx, params};

use crate::streets::Street;

/// More streets than a region has; what a program holds in memory needs a bound.
const MOST_STREETS: i64 = 200_000;
/// Addresses looked at in one row of squares: a block of towers has a few hundred.
const MOST_IN_ROW: i64 = 400;
/// Crossings looked at of one street: the longest have a hundred.
const MOST_CROSSINGS: i64 = 300;
/// Squares to each side that are searched for the nearest address, first nearby, then wider.
const REACHES: [i64; 2] = [1, 4];
/// An address further away says nothing about a place.
pub(crate) const NEAREST_WITHIN_M: f64 = 350.0;

store::row! {
    /// An address as it is stored.
    pub struct AddressRow {
        pub id: i64,
        pub line: String,
        pub number: Option<i64>,
        pub last_number: Option<i64>,
        pub lon: f64,
        pub lat: f64,
        pub district: String,
    }
}

store::row! {
    struct StreetRow { id: i64, name: String, locality: String, lon: f64, lat: f64 }
}

store::row! {
    struct ShapeRow { name: String, shape: String }
}

store::statements! {
    STREETS: Query<StreetRow> = "SELECT id, name, locality, lon, lat FROM streets ORDER BY id LIMIT $1";
    STREET: Query<StreetRow> = "SELECT id, name, locality, lon, lat FROM streets WHERE id = $1";
    SHAPES: Query<ShapeRow> = "SELECT name, shape FROM streets WHERE shape <> '[]' ORDER BY id LIMIT $1";
    ADDRESS: Query<AddressRow> =
        "SELECT id, line, number, last_number, lon, lat, district FROM addresses WHERE id = $1";
    FROM_NUMBER: Query<AddressRow> =
        "SELECT id, line, number, last_number, lon, lat, district FROM addresses
         WHERE street = $1 AND number >= $2 ORDER BY number, id LIMIT $3";
    BELOW_NUMBER: Query<AddressRow> =
        "SELECT id, line, number, last_number, lon, lat, district FROM addresses
         WHERE street = $1 AND number < $2 ORDER BY number DESC, id LIMIT $3";
    CROSSINGS: Query<AddressRow> =
        "SELECT id, line, number, last_number, lon, lat, district FROM addresses
         WHERE street = $1 AND crosses IS NOT NULL ORDER BY id LIMIT $2";
    CROSSED: Query<AddressRow> =
        "SELECT id, line, number, last_number, lon, lat, district FROM addresses
         WHERE crosses = $1 ORDER BY id LIMIT $2";
    IN_CELLS: Query<AddressRow> =
        "SELECT id, line, number, last_number, lon, lat, district FROM addresses
         WHERE cell >= $1 AND cell <= $2 ORDER BY cell, id LIMIT $3";
    INSERT_STREET: Statement =
        "INSERT INTO streets (id, name, locality, lon, lat, shape) VALUES ($1, $2, $3, $4, $5, $6)";
    INSERT_ADDRESS: Statement =
        "INSERT INTO addresses (id, line, street, crosses, number, last_number, lon, lat, district, cell)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    CLEAR_STREETS: Statement = "DELETE FROM streets";
    CLEAR_ADDRESSES: Statement = "DELETE FROM addresses";
}

impl AddressRow {
    /// Where it is.
    pub fn point(&self) -> Point {
        Point { lon: self.lon, lat: self.lat }
    }

    /// Whether the house has this number; a range holds the numbers of one side of the street.
    pub fn has_number(&self, wanted: i64) -> bool {
        let (Some(low), Some(high)) = (self.number, self.last_number) else { return false };
        (low..=high).contains(&wanted) && (wanted - low) % 2 == 0
    }
}

impl StreetRow {
    fn into_street(self) -> Street {
        let middle = Point { lon: self.lon, lat: self.lat };
        Street { id: self.id, name: self.name, locality: self.locality, middle }
    }
}

/// All streets, for the index.
pub fn streets(tx: &mut Tx<'_>) -> Result<Vec<Street>, StoreError> {
    let rows = tx.all(&STREETS, params![MOST_STREETS])?;
    Ok(rows.into_iter().map(StreetRow::into_street).collect())
}

/// The street of an id.
pub fn street(tx: &mut Tx<'_>, id: i64) -> Result<Option<Street>, StoreError> {
    Ok(tx.one(&STREET, params![id])?.map(StreetRow::into_street))
}

/// The name of each street and where it runs, as JSON.
pub fn shapes(tx: &mut Tx<'_>) -> Result<Vec<(String, String)>, StoreError> {
    let rows = tx.all(&SHAPES, params![MOST_STREETS])?;
    Ok(rows.into_iter().map(|row| (row.name, row.shape)).collect())
}

/// The address of an id.
pub fn address(tx: &mut Tx<'_>, id: i64) -> Result<Option<AddressRow>, StoreError> {
    tx.one(&ADDRESS, params![id])
}

/// The houses of a street around a number, the nearest numbers first; the house itself leads.
pub fn around_number(
    tx: &mut Tx<'_>,
    street: i64,
    number: i64,
    limit: i64,
) -> Result<Vec<AddressRow>, StoreError> {
    let mut found = tx.all(&FROM_NUMBER, params![street, number, limit])?;
    found.extend(tx.all(&BELOW_NUMBER, params![street, number, limit])?);
    found.sort_by_key(|row| {
        let away = row.number.map_or(i64::MAX, |own| (own - number).abs());
        // The other side of the street is further than it looks.
        (!row.has_number(number), away + 5 * (away % 2))
    });
    Ok(found)
}

/// The crossings of a street with any other.
pub fn crossings(tx: &mut Tx<'_>, street: i64) -> Result<Vec<AddressRow>, StoreError> {
    let mut found = tx.all(&CROSSINGS, params![street, MOST_CROSSINGS])?;
    found.extend(tx.all(&CROSSED, params![street, MOST_CROSSINGS])?);
    Ok(found)
}

/// The address nearest to a point and its distance in metres, when one is within 350 m.
pub fn nearest(tx: &mut Tx<'_>, point: Point) -> Result<Option<(AddressRow, f64)>, StoreError> {
    for reach in REACHES {
        let mut nearest: Option<(AddressRow, f64)> = None;
        for row in -reach..=reach {
            let (first, last) = (cell(point, row, -reach), cell(point, row, reach));
            for address in tx.all(&IN_CELLS, params![first, last, MOST_IN_ROW])? {
                let away = point.distance_m(address.point());
                if nearest.as_ref().is_none_or(|(_, least)| away < *least) {
                    nearest = Some((address, away));
                }
            }
        }
        if nearest.is_some() {
            return Ok(nearest.filter(|(_, away)| *away <= NEAREST_WITHIN_M));
        }
    }
    Ok(None)
}

/// Writes a street with where it runs.
pub(crate) fn insert_street(
    tx: &mut Tx<'_>,
    street: &Street,
    shape: &str,
) -> Result<(), StoreError> {
    let Street { id, name, locality, middle } = street;
    tx.run(&INSERT_STREET, params![*id, name, locality, middle.lon, middle.lat, shape])?;
    Ok(())
}

/// Writes an address of a street.
pub(crate) fn insert_address(
    tx: &mut Tx<'_>,
    address: &AddressRow,
    street: i64,
    crosses: Option<i64>,
) -> Result<(), StoreError> {
    let AddressRow { id, line, number, last_number, lon, lat, district } = address;
    let cell = cell(address.point(), 0, 0);
    tx.run(
        &INSERT_ADDRESS,
        params![*id, line, street, crosses, *number, *last_number, *lon, *lat, district, cell],
    )?;
    Ok(())
}

/// Removes every street and address.
pub(crate) fn clear(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    tx.run(&CLEAR_ADDRESSES, params![])?;
    tx.run(&CLEAR_STREETS, params![])?;
    Ok(())
}

/// The number of the square of a thousandth of a degree that a point lies in, or of one so many
/// rows north and columns east of it. Squares of a row are numbered on.
fn cell(point: Point, north: i64, east: i64) -> i64 {
    (thousandths(point.lat + 90.0) + north) * 1_000_000 + thousandths(point.lon + 180.0) + east
}

#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "degrees on the globe give at most 360,000; Rust has no checked conversion of f64"
)]
fn thousandths(degrees: f64) -> i64 {
    (degrees * 1_000.0).floor() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_of_numbers_is_one_side_of_the_street() {
        let house = AddressRow {
            id: 1,
            line: "12-16 Elm St".to_owned(),
            number: Some(12),
            last_number: Some(16),
            lon: 0.0,
            lat: 0.0,
            district: String::new(),
        };
        assert!(house.has_number(14));
        assert!(!house.has_number(13));
        assert!(!house.has_number(18));
    }

    #[test]
    fn squares_next_to_each_other_are_numbered_on() {
        let point = Point { lon: -71.0587, lat: 42.3594 };
        assert_eq!(cell(point, 0, 1), cell(point, 0, 0) + 1);
        assert_eq!(cell(Point { lon: point.lon + 0.001, ..point }, 0, 0), cell(point, 0, 1));
        assert_eq!(cell(Point { lat: point.lat + 0.001, ..point }, 0, 0), cell(point, 1, 0));
    }
}
