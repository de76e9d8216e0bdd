//! What the public sees of cases: never a name, never an answer that is not public.

use base::geo::{Bounds, Point};
use base::time::{from_ms, to_ms};
use base::{CaseId, Reference};
use jiff::Timestamp;
use store::{StoreError, Tx, params};

/// How many reports a page of the public list has.
pub const PAGE: i64 = 30;
/// How many points the public map shows at most: the newest.
pub const MAX_POINTS: i64 = 20_000;

/// Reports of a filter: `$1` service, `$2` phase, `$3` district, `$4` and `$5` the period. `$scope` says
/// whether a service is asked for, so that an index leads to its reports.
macro_rules! filtered {
    ($head:expr, $scope:literal, $rest:literal) => {
        concat!(
            $head,
            " FROM cases WHERE public = 1 AND duplicate_of IS NULL
             AND ",
            $scope,
            "
             AND (CAST($2 AS TEXT) IS NULL OR phase = $2 OR ($2 = 'live' AND phase <> 'closed'))
             AND (CAST($3 AS TEXT) IS NULL OR district = $3)
             AND opened_at >= $4 AND opened_at <= $5 ",
            $rest
        )
    };
}

store::row! {
    struct ReportRow {
        id: i64, reference: String, service: String, version: i64, state: String, phase: String,
        opened_at: i64, promised_at: Option<i64>, closed_at: Option<i64>, outcome: Option<String>,
        lon: Option<f64>, lat: Option<f64>, district: Option<String>, address: Option<String>,
        followers: i64, channel: String,
    }
}
store::row! {
    struct PointRow { reference: String, service: String, phase: String, opened_at: i64, lon: f64, lat: f64 }
}

/// Any service, and the one that is asked for.
macro_rules! listed {
    ($scope:literal) => {
        filtered!("SELECT id, reference, service, version, state, phase, opened_at, promised_at, closed_at, outcome,
            lon, lat, district, address, followers, channel", $scope,
            "AND (opened_at < $6 OR (opened_at = $6 AND id < $7)) ORDER BY opened_at DESC, id DESC LIMIT $8")
    };
}
macro_rules! mapped {
    ($scope:literal) => {
        filtered!(
            "SELECT reference, service, phase, opened_at, lon, lat",
            $scope,
            "AND lon IS NOT NULL AND lat >= $6 AND lat <= $7 AND lon >= $8 AND lon <= $9
            ORDER BY opened_at DESC LIMIT $10"
        )
    };
}

store::statements! {
    LIST: Query<ReportRow> = listed!("CAST($1 AS TEXT) IS NULL");
    LIST_OF_SERVICE: Query<ReportRow> = listed!("service = $1");
    COUNT: Query<i64> = filtered!("SELECT COUNT(*)", "CAST($1 AS TEXT) IS NULL", "");
    COUNT_OF_SERVICE: Query<i64> = filtered!("SELECT COUNT(*)", "service = $1", "");
    POINTS: Query<PointRow> = mapped!("CAST($1 AS TEXT) IS NULL");
    POINTS_OF_SERVICE: Query<PointRow> = mapped!("service = $1");
    ONE: Query<ReportRow> = "SELECT id, reference, service, version, state, phase, opened_at, promised_at,
        closed_at, outcome, lon, lat, district, address, followers, channel FROM cases
        WHERE reference = $1 AND public = 1";
}

/// A case as the public sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Its id, for its public answers and history.
    pub id: CaseId,
    /// Its reference.
    pub reference: Reference,
    /// The service's key.
    pub service: String,
    /// The version of the service.
    pub version: i64,
    /// The state's key.
    pub state: String,
    /// `open`, `waiting` or `closed`.
    pub phase: String,
    /// When it began.
    pub opened_at: Timestamp,
    /// When it is promised.
    pub promised_at: Option<Timestamp>,
    /// When it ended.
    pub closed_at: Option<Timestamp>,
    /// How it ended.
    pub outcome: Option<String>,
    /// Where.
    pub point: Option<Point>,
    /// The district's key.
    pub district: Option<String>,
    /// The address.
    pub address: Option<String>,
    /// How many follow it.
    pub followers: i64,
    /// Whether staff came across it themselves, so that nobody sent it.
    pub found_by_staff: bool,
}

/// A report on the map.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportPoint {
    /// Its reference.
    pub reference: Reference,
    /// The service's key.
    pub service: String,
    /// `open`, `waiting` or `closed`.
    pub phase: String,
    /// When it began.
    pub opened_at: Timestamp,
    /// Where.
    pub point: Point,
}

/// Which reports the public looks at.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    /// Only of this service.
    pub service: Option<String>,
    /// `live`, `open`, `waiting` or `closed`.
    pub phase: Option<String>,
    /// Only in this district.
    pub district: Option<String>,
    /// Begun at or after.
    pub since: Timestamp,
    /// Begun at or before.
    pub until: Timestamp,
}

/// A page of reports, the newest first; `before` is the beginning and id of the last of the page
/// before.
pub fn list(
    tx: &mut Tx<'_>,
    filter: &Filter,
    before: Option<(Timestamp, CaseId)>,
) -> Result<Vec<Report>, StoreError> {
    let (at, id) = before.map_or((i64::MAX, i64::MAX), |(at, id)| (to_ms(at), id.0));
    let rows = tx.all(
        if filter.service.is_some() { &LIST_OF_SERVICE } else { &LIST },
        params![
            filter.service,
            filter.phase,
            filter.district,
            to_ms(filter.since),
            to_ms(filter.until),
            at,
            id,
            PAGE + 1,
        ],
    )?;
    Ok(rows.into_iter().filter_map(report).collect())
}

/// How many reports a filter finds.
pub fn count(tx: &mut Tx<'_>, filter: &Filter) -> Result<i64, StoreError> {
    let (since, until) = (to_ms(filter.since), to_ms(filter.until));
    let query = if filter.service.is_some() { &COUNT_OF_SERVICE } else { &COUNT };
    let found =
        tx.one(query, params![filter.service, filter.phase, filter.district, since, until])?;
    Ok(found.unwrap_or(0))
}

/// The newest reports in a box, for the map.
pub fn points(
    tx: &mut Tx<'_>,
    filter: &Filter,
    area: Bounds,
) -> Result<Vec<ReportPoint>, StoreError> {
    let rows = tx.all(
        if filter.service.is_some() { &POINTS_OF_SERVICE } else { &POINTS },
        params![
            filter.service,
            filter.phase,
            filter.district,
            to_ms(filter.since),
            to_ms(filter.until),
            area.min.lat,
            area.max.lat,
            area.min.lon,
            area.max.lon,
            MAX_POINTS,
        ],
    )?;
    let point = |row: PointRow| {
        Some(ReportPoint {
            reference: row.reference.parse().ok()?,
            service: row.service,
            phase: row.phase,
            opened_at: from_ms(row.opened_at),
            point: Point::new(row.lon, row.lat)?,
        })
    };
    Ok(rows.into_iter().filter_map(point).collect())
}

/// One report, if it is public.
pub fn one(tx: &mut Tx<'_>, reference: Reference) -> Result<Option<Report>, StoreError> {
    Ok(tx.one(&ONE, params![reference.compact()])?.and_then(report))
}

fn report(row: ReportRow) -> Option<Report> {
    Some(Report {
        id: CaseId(row.id),
        reference: row.reference.parse().ok()?,
        service: row.service,
        version: row.version,
        state: row.state,
        phase: row.phase,
        opened_at: from_ms(row.opened_at),
        promised_at: row.promised_at.map(from_ms),
        closed_at: row.closed_at.map(from_ms),
        outcome: row.outcome,
        point: row.lon.zip(row.lat).and_then(|(lon, lat)| Point::new(lon, lat)),
        district: row.district,
        address: row.address,
        followers: row.followers,
        found_by_staff: row.channel == "staff",
    })
}
