//! The collection of districts, and the edition of all places: every statement on them.

use base::geo::{Point, Polygon};
use store::{StoreError, Tx, params};

use crate::district::{District, rounded};

/// More districts than a region has.
const MOST_DISTRICTS: i64 = 5_000;
/// The one row of the edition.
const EDITION_ID: i64 = 1;

store::row! {
    struct DistrictRow { key: String, name: String, area: String }
}

store::statements! {
    EDITION: Query<i64> = "SELECT edition FROM places_edition WHERE id = $1";
    SET_EDITION: Statement =
        "INSERT INTO places_edition (id, edition) VALUES ($1, $2)
         ON CONFLICT (id) DO UPDATE SET edition = excluded.edition";
    DISTRICTS: Query<DistrictRow> = "SELECT key, name, area FROM districts ORDER BY rank LIMIT $1";
    INSERT_DISTRICT: Statement = "INSERT INTO districts (key, name, area, rank) VALUES ($1, $2, $3, $4)";
    CLEAR_DISTRICTS: Statement = "DELETE FROM districts";
}

/// The edition of the town's places: a number that changes with every import; 0 before the first.
pub fn edition(tx: &mut Tx<'_>) -> Result<i64, StoreError> {
    Ok(tx.one(&EDITION, params![EDITION_ID])?.unwrap_or(0))
}

pub(crate) fn set_edition(tx: &mut Tx<'_>, edition: i64) -> Result<(), StoreError> {
    tx.run(&SET_EDITION, params![EDITION_ID, edition]).map(drop)
}

/// All districts, in the order of the import.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<District>, StoreError> {
    let rows = tx.all(&DISTRICTS, params![MOST_DISTRICTS])?;
    Ok(rows
        .into_iter()
        .map(|row| District { area: area(&row.area), key: row.key, name: row.name })
        .collect())
}

/// Replaces all districts.
pub(crate) fn replace(tx: &mut Tx<'_>, districts: &[District]) -> Result<(), StoreError> {
    tx.run(&CLEAR_DISTRICTS, params![])?;
    for (rank, district) in (0_i64..).zip(districts) {
        let area = lines_to_json(&district.area.rings);
        tx.run(&INSERT_DISTRICT, params![district.key, district.name, area, rank])?;
    }
    Ok(())
}

/// Lines of points as JSON, to about a metre.
pub(crate) fn lines_to_json(lines: &[Vec<Point>]) -> String {
    let pairs: Vec<Vec<[f64; 2]>> = lines
        .iter()
        .map(|line| line.iter().map(|p| [rounded(p.lon), rounded(p.lat)]).collect())
        .collect();
    serde_json::to_string(&pairs).unwrap_or_else(|_| "[]".to_owned())
}

/// An area that somebody broke by hand is an empty one: the town works on without it.
fn area(json: &str) -> Polygon {
    let rings: Vec<Vec<[f64; 2]>> = serde_json::from_str(json).unwrap_or_default();
    let point = |[lon, lat]: [f64; 2]| Point::new(lon, lat);
    Polygon {
        rings: rings.into_iter().map(|ring| ring.into_iter().filter_map(point).collect()).collect(),
    }
}
