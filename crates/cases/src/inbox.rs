//! Lists of cases for staff: filtered, in order of the promise, page by page.

use base::time::to_ms;
use base::{PersonId, TeamId};
use jiff::Timestamp;
use services::Phase;
use store::{StoreError, Tx, params};

use crate::case::Case;
use crate::cases::{CaseRow, columns};

/// How many cases a page of the inbox has.
pub const PAGE: i64 = 50;

/// Stands for "no promise" in the order of lists: after everything that was promised.
const NEVER: i64 = i64::MAX;

/// The condition that all inbox queries share: `$1` team, `$2` assignee, `$3` to `$5` the phases, of
/// which one may stand there twice, `$6` service, `$7` district, `$8` promised before, `$9` unread,
/// `$10` a person whose teams are meant. A null asks for nothing. The phases are always named, so that
/// an index leads past the closed cases, which are nearly all.
macro_rules! filtered {
    ($head:expr, $rest:literal) => {
        concat!(
            $head,
            "WHERE (CAST($1 AS BIGINT) IS NULL OR team = $1)
             AND (CAST($2 AS BIGINT) IS NULL OR assignee = $2)
             AND phase IN ($3, $4, $5)
             AND (CAST($6 AS TEXT) IS NULL OR service = $6)
             AND (CAST($7 AS TEXT) IS NULL OR district = $7)
             AND (CAST($8 AS BIGINT) IS NULL OR (promised_at < $8 AND phase = 'open'))
             AND (CAST($9 AS BIGINT) IS NULL OR unread = $9)
             AND (CAST($10 AS BIGINT) IS NULL OR team IN (SELECT m.team FROM memberships m
                WHERE m.person = $10 AND m.role IN ('caseworker', 'team-lead'))) ",
            $rest
        )
    };
}

store::row! {
    /// How many cases of a kind there are.
    pub struct Counts { pub live: i64, pub late: i64, pub soon: i64, pub unread: i64, pub waiting: i64 }
}

store::statements! {
    FORWARD: Query<CaseRow> = filtered!(columns!(""), "AND (COALESCE(promised_at, 9223372036854775807) > $11
        OR (COALESCE(promised_at, 9223372036854775807) = $11 AND id > $12))
        ORDER BY COALESCE(promised_at, 9223372036854775807), id LIMIT $13");
    BACKWARD: Query<CaseRow> = filtered!(columns!(""), "AND (COALESCE(promised_at, 9223372036854775807) < $11
        OR (COALESCE(promised_at, 9223372036854775807) = $11 AND id < $12))
        ORDER BY COALESCE(promised_at, 9223372036854775807) DESC, id DESC LIMIT $13");
    COUNT: Query<i64> = filtered!("SELECT COUNT(*) FROM cases ", "");
    COUNTS: Query<Counts> = "SELECT
        COALESCE(CAST(SUM(CASE WHEN phase <> 'closed' THEN 1 ELSE 0 END) AS BIGINT), 0) AS live,
        COALESCE(CAST(SUM(CASE WHEN phase = 'open' AND promised_at < $3 THEN 1 ELSE 0 END) AS BIGINT), 0) AS late,
        COALESCE(CAST(SUM(CASE WHEN phase = 'open' AND promised_at >= $3 AND promised_at <= $4 THEN 1 ELSE 0 END) AS BIGINT), 0) AS soon,
        COALESCE(CAST(SUM(CASE WHEN unread = 1 THEN 1 ELSE 0 END) AS BIGINT), 0) AS unread,
        COALESCE(CAST(SUM(CASE WHEN phase = 'waiting' THEN 1 ELSE 0 END) AS BIGINT), 0) AS waiting
        FROM cases WHERE phase IN ('open', 'waiting')
        AND (CAST($1 AS BIGINT) IS NULL OR team = $1) AND (CAST($2 AS BIGINT) IS NULL OR assignee = $2)
        AND (CAST($5 AS BIGINT) IS NULL OR team IN (SELECT m.team FROM memberships m
            WHERE m.person = $5 AND m.role IN ('caseworker', 'team-lead')))";
    BY_ID: Query<CaseRow> = columns!("WHERE id = $1");
}

/// Which cases a list shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Only of this team.
    pub team: Option<TeamId>,
    /// Only of this person.
    pub assignee: Option<PersonId>,
    /// Open, waiting, closed, or all that are not closed.
    pub phase: Option<PhaseFilter>,
    /// Only of this service.
    pub service: Option<String>,
    /// Only in this district.
    pub district: Option<String>,
    /// Only open ones promised before this time: late ones, nearly late ones.
    pub promised_before: Option<Timestamp>,
    /// Only those in which the resident said something that nobody has opened.
    pub unread: Option<Unread>,
    /// Only of the teams in which this person works on cases.
    pub member: Option<PersonId>,
}

/// Asks for unread cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unread;

/// How far the cases of a list are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhaseFilter {
    /// Not closed.
    Live,
    /// Staff work on them.
    Open,
    /// Somebody else must act.
    Waiting,
    /// Over.
    Closed,
}

impl PhaseFilter {
    /// The word in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Open => "open",
            Self::Waiting => "waiting",
            Self::Closed => "closed",
        }
    }

    /// Whether a case of this phase is meant.
    pub fn holds(self, phase: Phase) -> bool {
        match self {
            Self::Live => phase != Phase::Closed,
            Self::Open => phase == Phase::Open,
            Self::Waiting => phase == Phase::Waiting,
            Self::Closed => phase == Phase::Closed,
        }
    }

    /// The phases of cases that are meant, as the three places of the queries.
    fn phases(asked: Option<Self>) -> [&'static str; 3] {
        match asked {
            None => ["open", "waiting", "closed"],
            Some(Self::Live) => ["open", "waiting", "open"],
            Some(one) => [one.key(); 3],
        }
    }

    /// Reads the word of an address.
    pub fn parse(key: &str) -> Option<Self> {
        [Self::Live, Self::Open, Self::Waiting, Self::Closed]
            .into_iter()
            .find(|one| one.key() == key)
    }
}

/// A place in the list: the promise and id of a case. In addresses `PROMISED.ID`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    promised: i64,
    id: i64,
}

impl Position {
    /// The place of a case.
    pub fn of(case: &Case) -> Self {
        Self { promised: case.watch.promised.map_or(NEVER, to_ms), id: case.id.0 }
    }

    /// Reads a place from an address.
    pub fn parse(text: &str) -> Option<Self> {
        let (promised, id) = text.split_once('.')?;
        Some(Self { promised: promised.parse().ok()?, id: id.parse().ok()? })
    }
}

impl std::fmt::Display for Position {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.promised, self.id)
    }
}

/// Which page of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// The first.
    First,
    /// The one after this place.
    After(Position),
    /// The one before this place.
    Before(Position),
}

/// A page of a list.
#[derive(Clone, Debug)]
pub struct List {
    /// The cases, the soonest promise first.
    pub cases: Vec<Case>,
    /// Where the page before begins, if there is one.
    pub newer: Option<Position>,
    /// Where the page after begins, if there is one.
    pub older: Option<Position>,
}

/// Lists cases in order of their promise, late ones first.
pub fn list(tx: &mut Tx<'_>, filter: &Filter, page: Page) -> Result<List, StoreError> {
    let (query, from, backward) = match page {
        Page::First => (&FORWARD, Position { promised: i64::MIN, id: i64::MIN }, false),
        Page::After(position) => (&FORWARD, position, false),
        Page::Before(position) => (&BACKWARD, position, true),
    };
    let [a, b, c] = PhaseFilter::phases(filter.phase);
    let rows = tx.all(
        query,
        params![
            filter.team,
            filter.assignee,
            a,
            b,
            c,
            filter.service,
            filter.district,
            filter.promised_before.map(to_ms),
            filter.unread.map(|Unread| true),
            filter.member,
            from.promised,
            from.id,
            PAGE + 1,
        ],
    )?;
    let mut cases: Vec<Case> = rows.into_iter().map(CaseRow::case).collect::<Result<_, _>>()?;
    let more = i64::try_from(cases.len()).is_ok_and(|found| found > PAGE);
    cases.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    if backward {
        cases.reverse();
    }
    let first = cases.first().map(Position::of);
    let last = cases.last().map(Position::of);
    let before = if backward { more } else { page != Page::First };
    let after = if backward { true } else { more };
    Ok(List { cases, newer: first.filter(|_| before), older: last.filter(|_| after) })
}

/// How many cases a filter finds.
pub fn count(tx: &mut Tx<'_>, filter: &Filter) -> Result<i64, StoreError> {
    let [a, b, c] = PhaseFilter::phases(filter.phase);
    let found = tx.one(
        &COUNT,
        params![
            filter.team,
            filter.assignee,
            a,
            b,
            c,
            filter.service,
            filter.district,
            filter.promised_before.map(to_ms),
            filter.unread.map(|Unread| true),
            filter.member,
        ],
    )?;
    Ok(found.unwrap_or(0))
}

/// How many live cases a team or person has, late, nearly late, unread and waiting ones among them.
/// `whose` asks by team, assignee and member as a [`Filter`] does; its other fields are not looked at.
pub fn counts(
    tx: &mut Tx<'_>,
    whose: &Filter,
    now: Timestamp,
    soon: Timestamp,
) -> Result<Counts, StoreError> {
    let Filter { team, assignee, member, .. } = whose;
    let counts = tx.one(&COUNTS, params![team, assignee, to_ms(now), to_ms(soon), member])?;
    Ok(counts.unwrap_or(Counts { live: 0, late: 0, soon: 0, unread: 0, waiting: 0 }))
}

/// Cases by id in the order of the ids, as a search found them; missing ones are left out.
pub fn found(tx: &mut Tx<'_>, ids: &[i64]) -> Result<Vec<Case>, StoreError> {
    let mut cases = Vec::with_capacity(ids.len());
    for id in ids {
        if let Some(row) = tx.one(&BY_ID, params![*id])? {
            cases.push(row.case()?);
        }
    }
    Ok(cases)
}
