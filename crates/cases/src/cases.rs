//! The cases' SQL: rows in, cases out.

use base::geo::{Bounds, Point};
use base::time::{from_ms, to_ms};
use base::{CaseId, IdMaker, Locale, PersonId, Reference, Rng, TeamId};
use services::{ClockSide, Phase};
use store::{StoreError, Tx, params};

use crate::case::{Case, Ending, at, ms};
use crate::tally::{self, Kind};
use crate::watch::Watch;

/// The columns of [`CaseRow`], for every query that reads whole cases.
macro_rules! columns {
    ($rest:literal) => {
        concat!(
            "SELECT id, reference, service, version, state, phase, side, opened_at, promised_at, closed_at, \
             outcome, kept, remaining_ms, since_at, staff_ms, resident_ms, others_ms, team, assignee, channel, \
             locale, summary, public, lon, lat, district, address, requester, duplicate_of, followers, unread, \
             revision, updated_at FROM cases ",
            $rest
        )
    };
}
pub(crate) use columns;

/// How many references are tried before giving up: at ten million cases one in 1,700 is taken.
const TRIES: usize = 8;

store::row! {
    /// A case as the table holds it.
    pub(crate) struct CaseRow {
        id: i64, reference: String, service: String, version: i64, state: String, phase: String,
        side: String, opened_at: i64, promised_at: Option<i64>, closed_at: Option<i64>,
        outcome: Option<String>, kept: Option<i64>, remaining_ms: Option<i64>, since_at: i64,
        staff_ms: i64, resident_ms: i64, others_ms: i64, team: Option<i64>, assignee: Option<i64>,
        channel: String, locale: String, summary: String, public: bool, lon: Option<f64>,
        lat: Option<f64>, district: Option<String>, address: Option<String>,
        requester: Option<i64>, duplicate_of: Option<i64>, followers: i64, unread: bool,
        revision: i64, updated_at: i64,
    }
}

store::statements! {
    INSERT: Statement = "INSERT INTO cases (id, service, version, state, phase, side, promised_at, closed_at,
        outcome, kept, remaining_ms, since_at, staff_ms, resident_ms, others_ms, team, assignee, summary, public,
        lon, lat, district, address, requester, duplicate_of, followers, unread, updated_at, revision, reference,
        opened_at, channel, locale)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
        $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33)
        ON CONFLICT (reference) DO NOTHING";
    UPDATE: Statement = "UPDATE cases SET service = $2, version = $3, state = $4, phase = $5, side = $6,
        promised_at = $7, closed_at = $8, outcome = $9, kept = $10, remaining_ms = $11, since_at = $12,
        staff_ms = $13, resident_ms = $14, others_ms = $15, team = $16, assignee = $17, summary = $18,
        public = $19, lon = $20, lat = $21, district = $22, address = $23, requester = $24,
        duplicate_of = $25, followers = $26, unread = $27, updated_at = $28, revision = revision + 1
        WHERE id = $1 AND revision = $29";
    BY_ID: Query<CaseRow> = columns!("WHERE id = $1");
    BY_REFERENCE: Query<CaseRow> = columns!("WHERE reference = $1");
    OF_REQUESTER: Query<CaseRow> = columns!("WHERE requester = $1 ORDER BY opened_at DESC, id DESC LIMIT $2");
    REPEATS: Query<CaseRow> = columns!("WHERE duplicate_of = $1 ORDER BY id LIMIT $2");
    NEAR: Query<CaseRow> = columns!("WHERE service = $1 AND phase <> 'closed' AND lat >= $2 AND lat <= $3
        AND lon >= $4 AND lon <= $5 AND opened_at >= $6 AND duplicate_of IS NULL ORDER BY opened_at DESC LIMIT $7");
    OF_ASSIGNEE: Query<CaseRow> = columns!("WHERE assignee = $1 AND phase <> 'closed' ORDER BY id LIMIT $2");
}

impl CaseRow {
    /// Reads the row; what only a damaged table could hold falls back to the harmless.
    pub(crate) fn case(self) -> Result<Case, StoreError> {
        let reference: Reference =
            self.reference.parse().map_err(|_| damaged(&self.reference, "reference"))?;
        let ending = self.closed_at.map(|closed| Ending {
            at: from_ms(closed),
            outcome: self.outcome.unwrap_or_default(),
            kept: self.kept.map(|kept| kept != 0),
        });
        Ok(Case {
            id: CaseId(self.id),
            reference,
            version: self.version,
            phase: phase(&self.phase).ok_or_else(|| damaged(&self.phase, "phase"))?,
            watch: Watch {
                side: side(&self.side).ok_or_else(|| damaged(&self.side, "side"))?,
                since: from_ms(self.since_at),
                promised: at(self.promised_at),
                remaining_ms: self.remaining_ms,
                staff_ms: self.staff_ms,
                resident_ms: self.resident_ms,
                others_ms: self.others_ms,
            },
            service: self.service,
            state: self.state,
            opened_at: from_ms(self.opened_at),
            team: self.team.map(TeamId),
            assignee: self.assignee.map(PersonId),
            channel: self.channel,
            locale: Locale::parse(&self.locale).unwrap_or(Locale::EN),
            summary: self.summary,
            public: self.public,
            point: self.lon.zip(self.lat).and_then(|(lon, lat)| Point::new(lon, lat)),
            district: self.district,
            address: self.address,
            requester: self.requester.map(PersonId),
            duplicate_of: self.duplicate_of.map(CaseId),
            followers: self.followers,
            unread: self.unread,
            revision: self.revision,
            updated_at: from_ms(self.updated_at),
            ending,
        })
    }
}

fn damaged(value: &str, column: &str) -> StoreError {
    StoreError::Corrupt(format!("`{value}` is no {column} of a case"))
}

/// The phase's word in the table.
pub(crate) fn phase_key(phase: Phase) -> &'static str {
    match phase {
        Phase::Open => "open",
        Phase::Waiting => "waiting",
        Phase::Closed => "closed",
    }
}

fn phase(key: &str) -> Option<Phase> {
    [Phase::Open, Phase::Waiting, Phase::Closed].into_iter().find(|phase| phase_key(*phase) == key)
}

fn side_key(side: ClockSide) -> &'static str {
    match side {
        ClockSide::Staff => "staff",
        ClockSide::Resident => "resident",
        ClockSide::Others => "others",
        ClockSide::Stopped => "stopped",
    }
}

fn side(key: &str) -> Option<ClockSide> {
    [ClockSide::Staff, ClockSide::Resident, ClockSide::Others, ClockSide::Stopped]
        .into_iter()
        .find(|side| side_key(*side) == key)
}

/// Runs a statement with the values of [`UPDATE`], with which [`INSERT`] begins, and more.
macro_rules! write_case {
    ($tx:ident, $statement:ident, $case:ident, $($more:expr),*) => {
        $tx.run(&$statement, params![
            $case.id,
            $case.service,
            $case.version,
            $case.state,
            phase_key($case.phase),
            side_key($case.watch.side),
            ms($case.watch.promised),
            $case.ending.as_ref().map(|ending| to_ms(ending.at)),
            $case.ending.as_ref().map(|ending| ending.outcome.as_str()),
            $case.ending.as_ref().and_then(|ending| ending.kept),
            $case.watch.remaining_ms,
            to_ms($case.watch.since),
            $case.watch.staff_ms,
            $case.watch.resident_ms,
            $case.watch.others_ms,
            $case.team,
            $case.assignee,
            $case.summary,
            $case.public,
            $case.point.map(|point| point.lon),
            $case.point.map(|point| point.lat),
            $case.district,
            $case.address,
            $case.requester,
            $case.duplicate_of,
            $case.followers,
            $case.unread,
            to_ms($case.updated_at),
            $case.revision,
            $($more),*
        ])
    };
}

/// Writes a new case under a reference that none has, which it gives the case.
///
/// The row is tried and the unique key decides. Looking first would be a read of what every other new
/// case writes, and PostgreSQL would make one of two that come at once run again.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    case: &mut Case,
    rng: &Rng,
    ids: &IdMaker,
) -> Result<(), StoreError> {
    let (opened, locale) = (to_ms(case.opened_at), case.locale.code());
    for _ in 0..TRIES {
        case.reference = Reference::random(rng);
        let reference = case.reference.compact();
        if write_case!(tx, INSERT, case, reference, opened, case.channel, locale)? == 1 {
            return tally::moved(tx, ids, None, Kind::of(case));
        }
    }
    Err(StoreError::Conflict)
}

/// Writes a changed case over the revision that was read; gives whether that was still the latest.
pub(crate) fn update(tx: &mut Tx<'_>, case: &Case, ids: &IdMaker) -> Result<bool, StoreError> {
    let before = Kind::kept(tx, case.id)?;
    if write_case!(tx, UPDATE, case,)? != 1 {
        return Ok(false);
    }
    tally::moved(tx, ids, before, Kind::of(case))?;
    Ok(true)
}

/// Finds a case by its id.
pub fn by_id(tx: &mut Tx<'_>, id: CaseId) -> Result<Option<Case>, StoreError> {
    tx.one(&BY_ID, params![id])?.map(CaseRow::case).transpose()
}

/// Finds a case by its reference.
pub fn by_reference(tx: &mut Tx<'_>, reference: Reference) -> Result<Option<Case>, StoreError> {
    tx.one(&BY_REFERENCE, params![reference.compact()])?.map(CaseRow::case).transpose()
}

/// The cases of a resident's account, the newest first.
pub fn of_requester(
    tx: &mut Tx<'_>,
    person: PersonId,
    limit: i64,
) -> Result<Vec<Case>, StoreError> {
    tx.all(&OF_REQUESTER, params![person, limit])?.into_iter().map(CaseRow::case).collect()
}

/// The next cases that somebody works on.
pub(crate) fn of_assignee(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Case>, StoreError> {
    /// Read at a time; the caller takes them from the person and asks again.
    const BATCH: i64 = 200;
    tx.all(&OF_ASSIGNEE, params![person, BATCH])?.into_iter().map(CaseRow::case).collect()
}

/// The cases that were closed as repeats of this one.
pub fn repeats(tx: &mut Tx<'_>, case: CaseId) -> Result<Vec<Case>, StoreError> {
    // More than two hundred repeats are counted, not listed.
    tx.all(&REPEATS, params![case, 200_i64])?.into_iter().map(CaseRow::case).collect()
}

/// The open cases of a service that began after a time near a point, the nearest first.
pub fn near(
    tx: &mut Tx<'_>,
    service: &str,
    point: Point,
    metres: f64,
    since: jiff::Timestamp,
) -> Result<Vec<(Case, f64)>, StoreError> {
    /// Looked at in the box; residents are shown the nearest five of them.
    const MOST: i64 = 100;
    let area = Bounds::near(point, metres);
    let found = tx.all(
        &NEAR,
        params![
            service,
            area.min.lat,
            area.max.lat,
            area.min.lon,
            area.max.lon,
            to_ms(since),
            MOST
        ],
    )?;
    let mut near = Vec::new();
    for row in found {
        let case = row.case()?;
        let distance = case.point.map_or(f64::INFINITY, |there| there.distance_m(point));
        if distance <= metres {
            near.push((case, distance));
        }
    }
    near.sort_by(|a, b| a.1.total_cmp(&b.1));
    Ok(near)
}
