//! Cases that have to do with another: the same thing nearby, the same resident before, repeats.

use base::time::{DAY_MS, from_ms, to_ms};
use cases::{Case, Told, inbox};
use serde::Serialize;
use services::Service;
use store::{StoreError, Tx, params};

use crate::list::{self, Around, Row};

/// How far and how far back is looked where the service does not say it, in metres and days.
const RADIUS_M: f64 = 100.0;
const DAYS: i64 = 90;
/// The nearest are shown.
const NEAREST: usize = 5;
/// The latest of a resident's cases are shown.
const LATEST: i64 = 8;

store::statements! {
    SAME_EMAIL: Query<i64> = "SELECT case_id FROM case_answers WHERE email_key = $1 AND case_id <> $2
        ORDER BY case_id DESC LIMIT $3";
}

/// A case near another.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Near {
    #[serde(flatten)]
    row: Row,
    metres: i64,
}

/// Open cases of the same service nearby, the nearest first.
pub(crate) fn near(
    tx: &mut Tx<'_>,
    case: &Case,
    service: &Service,
    around: &Around<'_>,
) -> Result<Vec<Near>, StoreError> {
    let Some(point) = case.point else { return Ok(Vec::new()) };
    let nearby = service.definition.nearby;
    let radius = nearby.map_or(RADIUS_M, |near| f64::from(near.radius_m).max(RADIUS_M));
    let days = nearby.map_or(DAYS, |near| i64::from(near.days).max(DAYS));
    let since = from_ms(to_ms(around.desk.now()) - days * DAY_MS);
    let found = cases::cases::near(tx, &case.service, point, radius, since)?;
    let others = found.into_iter().filter(|(other, _)| other.id != case.id).take(NEAREST);
    let mut near = Vec::new();
    for (other, metres) in others {
        let row = list::row(tx, &other, around, None)?;
        near.push(Near { row, metres: whole(metres) });
    }
    Ok(near)
}

/// Metres without their fraction.
pub(crate) fn whole(metres: f64) -> i64 {
    // A distance in a town has few digits; as text the conversion needs no cast.
    format!("{metres:.0}").parse().unwrap_or(0)
}

/// Earlier and later cases with the same e-mail address, the newest first.
pub(crate) fn of_resident(
    tx: &mut Tx<'_>,
    case: &Case,
    told: &Told,
    around: &Around<'_>,
) -> Result<Vec<Row>, StoreError> {
    let key = told.contact.email.to_lowercase();
    if key.is_empty() {
        return Ok(Vec::new());
    }
    let ids = tx.all(&SAME_EMAIL, params![key, case.id, LATEST])?;
    let found = inbox::found(tx, &ids)?;
    rows(tx, &found, around)
}

/// The cases that repeat this one.
pub(crate) fn repeats(
    tx: &mut Tx<'_>,
    case: &Case,
    around: &Around<'_>,
) -> Result<Vec<Row>, StoreError> {
    let repeats = cases::cases::repeats(tx, case.id)?;
    rows(tx, &repeats, around)
}

fn rows(tx: &mut Tx<'_>, cases: &[Case], around: &Around<'_>) -> Result<Vec<Row>, StoreError> {
    cases.iter().map(|case| list::row(tx, case, around, None)).collect()
}

/// How far two cases lie apart, in metres.
pub(crate) fn apart(a: &Case, b: &Case) -> Option<i64> {
    Some(whole(a.point?.distance_m(b.point?)))
}

/// The case that another repeats.
pub(crate) fn original(
    tx: &mut Tx<'_>,
    case: &Case,
    around: &Around<'_>,
) -> Result<Option<Row>, StoreError> {
    let Some(id) = case.duplicate_of else { return Ok(None) };
    let found = cases::cases::by_id(tx, id)?;
    found.map(|found| list::row(tx, &found, around, None)).transpose()
}
