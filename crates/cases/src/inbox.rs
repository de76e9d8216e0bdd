//! Lists of cases for staff: filtered, in order of the promise, page by page.

use base::TeamId;
use base::time::to_ms;
use store::{StoreError, Tx, params};

use crate::case::Case;
use crate::cases::{CaseRow, columns};
pub use crate::filter::{Filter, PhaseFilter, Unread};
use crate::tally;
use crate::watch::Span;

/// How many cases a page of the inbox has.
pub const PAGE: i64 = 50;

/// Stands for "no promise" in the order of lists: after everything that was promised.
const NEVER: i64 = i64::MAX;

/// More teams than anybody works in.
const MAX_TEAMS: i64 = 100;

/// The place of a case in the order of lists.
macro_rules! due {
    () => {
        "COALESCE(promised_at, 9223372036854775807)"
    };
}

/// A list of the cases of one `$phases` (`phase <> 'closed'` or `phase = 'closed'`) and one `$scope`:
/// `$1` team, `$2` assignee, `$3` phase, `$4` service, `$5` district, `$6` and `$7` the span in which
/// the promise ends, `$8` unread, where a null asks for nothing, `$9` and `$10` the place to begin at, `$11`
/// how many. Phases and scope are
/// written out, not asked for by null: only then an index leads straight to the page, whatever the number
/// of cases (measured: 0.2 ms at a million; 35 ms with nulls).
macro_rules! listed {
    ($phases:literal, $scope:literal, $on:literal, $rest:literal) => {
        concat!(
            columns!("WHERE "),
            $phases,
            $scope,
            " AND (CAST($1 AS BIGINT) IS NULL OR team = $1) AND (CAST($2 AS BIGINT) IS NULL OR assignee = $2)
             AND (CAST($3 AS TEXT) IS NULL OR phase = $3) AND (CAST($4 AS TEXT) IS NULL OR service = $4)
             AND (CAST($5 AS TEXT) IS NULL OR district = $5)
             AND (CAST($6 AS BIGINT) IS NULL OR (promised_at >= $6 AND promised_at <= $7 AND phase = 'open'))
             AND (CAST($8 AS BIGINT) IS NULL OR unread = $8) AND ",
            due!(), $on, "= $9 AND (", due!(), $on, " $9 OR id", $on, " $10) ORDER BY ", due!(), $rest
        )
    };
}
macro_rules! forward {
    ($phases:literal, $scope:literal) => {
        listed!($phases, $scope, " >", ", id LIMIT $11")
    };
}
macro_rules! backward {
    ($phases:literal, $scope:literal) => {
        listed!($phases, $scope, " <", " DESC, id DESC LIMIT $11")
    };
}

/// The counts of the live cases of a scope; `$1` team or person, `$2` to `$3` the span of those due soon. What a resident writes
/// after the end counts as unread too: nobody would see it otherwise.
macro_rules! counted {
    ($scope:literal) => {
        concat!(
            "SELECT COUNT(*) AS live,
            COALESCE(CAST(SUM(CASE WHEN phase = 'open' AND promised_at < $2 THEN 1 ELSE 0 END) AS BIGINT), 0) AS late,
            COALESCE(CAST(SUM(CASE WHEN phase = 'open' AND promised_at >= $2 AND promised_at <= $3
                THEN 1 ELSE 0 END) AS BIGINT), 0) AS soon,
            COALESCE(CAST(SUM(unread) AS BIGINT), 0) + (SELECT COUNT(*) FROM cases WHERE phase = 'closed' AND unread = 1",
            $scope,
            ") AS unread,
            COALESCE(CAST(SUM(CASE WHEN phase = 'waiting' THEN 1 ELSE 0 END) AS BIGINT), 0) AS waiting
            FROM cases WHERE phase <> 'closed'",
            $scope
        )
    };
}

store::row! {
    /// How many cases of a kind there are.
    pub struct Counts { pub live: i64, pub late: i64, pub soon: i64, pub unread: i64, pub waiting: i64 }
}

store::statements! {
    LIVE_ALL: Query<CaseRow> = forward!("phase <> 'closed'", "");
    LIVE_ALL_BACK: Query<CaseRow> = backward!("phase <> 'closed'", "");
    LIVE_TEAM: Query<CaseRow> = forward!("phase <> 'closed'", " AND team = $1");
    LIVE_TEAM_BACK: Query<CaseRow> = backward!("phase <> 'closed'", " AND team = $1");
    LIVE_ASSIGNEE: Query<CaseRow> = forward!("phase <> 'closed'", " AND assignee = $2");
    LIVE_ASSIGNEE_BACK: Query<CaseRow> = backward!("phase <> 'closed'", " AND assignee = $2");
    LIVE_SERVICE: Query<CaseRow> = forward!("phase <> 'closed'", " AND service = $4");
    LIVE_UNREAD: Query<CaseRow> = forward!("phase <> 'closed'", " AND unread = 1");
    LIVE_UNREAD_BACK: Query<CaseRow> = backward!("phase <> 'closed'", " AND unread = 1");
    LIVE_SERVICE_BACK: Query<CaseRow> = backward!("phase <> 'closed'", " AND service = $4");
    CLOSED_ALL: Query<CaseRow> = forward!("phase = 'closed'", "");
    CLOSED_ALL_BACK: Query<CaseRow> = backward!("phase = 'closed'", "");
    CLOSED_TEAM: Query<CaseRow> = forward!("phase = 'closed'", " AND team = $1");
    CLOSED_TEAM_BACK: Query<CaseRow> = backward!("phase = 'closed'", " AND team = $1");
    CLOSED_ASSIGNEE: Query<CaseRow> = forward!("phase = 'closed'", " AND assignee = $2");
    CLOSED_ASSIGNEE_BACK: Query<CaseRow> = backward!("phase = 'closed'", " AND assignee = $2");
    CLOSED_SERVICE: Query<CaseRow> = forward!("phase = 'closed'", " AND service = $4");
    CLOSED_UNREAD: Query<CaseRow> = forward!("phase = 'closed'", " AND unread = 1");
    CLOSED_UNREAD_BACK: Query<CaseRow> = backward!("phase = 'closed'", " AND unread = 1");
    CLOSED_SERVICE_BACK: Query<CaseRow> = backward!("phase = 'closed'", " AND service = $4");
    COUNT: Query<i64> = "SELECT COUNT(*) FROM cases WHERE (CAST($1 AS BIGINT) IS NULL OR assignee = $1)
        AND (CAST($2 AS BIGINT) IS NULL OR team = $2) AND (CAST($3 AS TEXT) IS NULL OR phase = $3 OR ($3 = 'live' AND phase <> 'closed'))
        AND (CAST($4 AS TEXT) IS NULL OR service = $4) AND (CAST($5 AS TEXT) IS NULL OR district = $5)
        AND (CAST($6 AS BIGINT) IS NULL OR (promised_at >= $6 AND promised_at <= $7 AND phase = 'open'))
        AND (CAST($8 AS BIGINT) IS NULL OR unread = $8)";
    COUNTS_TEAM: Query<Counts> = counted!(" AND team = $1");
    COUNTS_ASSIGNEE: Query<Counts> = counted!(" AND assignee = $1");
    TEAMS: Query<i64> = "SELECT DISTINCT team FROM memberships
        WHERE person = $1 AND team IS NOT NULL AND role IN ('caseworker', 'team-lead') ORDER BY team LIMIT $2";
    BY_ID: Query<CaseRow> = columns!("WHERE id = $1");
}

/// The lists of one kind of case, forward and backward.
struct Lists([[&'static Query<CaseRow>; 2]; 5]);

static LIVE: Lists = Lists([
    [&LIVE_ALL, &LIVE_ALL_BACK],
    [&LIVE_TEAM, &LIVE_TEAM_BACK],
    [&LIVE_ASSIGNEE, &LIVE_ASSIGNEE_BACK],
    [&LIVE_SERVICE, &LIVE_SERVICE_BACK],
    [&LIVE_UNREAD, &LIVE_UNREAD_BACK],
]);
static CLOSED: Lists = Lists([
    [&CLOSED_ALL, &CLOSED_ALL_BACK],
    [&CLOSED_TEAM, &CLOSED_TEAM_BACK],
    [&CLOSED_ASSIGNEE, &CLOSED_ASSIGNEE_BACK],
    [&CLOSED_SERVICE, &CLOSED_SERVICE_BACK],
    [&CLOSED_UNREAD, &CLOSED_UNREAD_BACK],
]);

static EVERY: [&Lists; 2] = [&LIVE, &CLOSED];
static ONLY_LIVE: [&Lists; 1] = [&LIVE];
static ONLY_CLOSED: [&Lists; 1] = [&CLOSED];

impl Lists {
    /// The query whose index leaves the fewest cases to look at.
    fn query(
        &self,
        filter: &Filter,
        team: Option<TeamId>,
        backward: bool,
    ) -> &'static Query<CaseRow> {
        let Self([all, of_team, of_assignee, of_service, unread]) = self;
        let [forth, back] = match (filter.assignee, team, &filter.service) {
            _ if filter.unread.is_some() => unread,
            (Some(_), _, _) => of_assignee,
            (None, Some(_), _) => of_team,
            (None, None, Some(_)) => of_service,
            (None, None, None) => all,
        };
        if backward { back } else { forth }
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

    /// Sorts cases as their list goes.
    fn order(self, backward: bool) -> (i64, i64) {
        // `!` turns the order of whole numbers around and cannot overflow.
        if backward { (!self.promised, !self.id) } else { (self.promised, self.id) }
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
    let (from, backward) = match page {
        Page::First => (Position { promised: i64::MIN, id: i64::MIN }, false),
        Page::After(position) => (position, false),
        Page::Before(position) => (position, true),
    };
    let (all, phase) = lists(filter.phase);
    let mut cases = Vec::new();
    for team in teams(tx, filter)? {
        for lists in all {
            let rows = tx.all(
                lists.query(filter, team, backward),
                params![
                    team,
                    filter.assignee,
                    phase,
                    filter.service,
                    filter.district,
                    filter.promised.map(|span| to_ms(span.from)),
                    filter.promised.map(|span| to_ms(span.to)),
                    filter.unread.map(|Unread| true),
                    from.promised,
                    from.id,
                    PAGE + 1,
                ],
            )?;
            for row in rows {
                cases.push(row.case()?);
            }
        }
    }
    cases.sort_by_key(|case| Position::of(case).order(backward));
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

/// The lists in which such cases stand, and the phase that is meant within them.
fn lists(asked: Option<PhaseFilter>) -> (&'static [&'static Lists], Option<&'static str>) {
    match asked {
        None => (&EVERY, None),
        Some(PhaseFilter::Live) => (&ONLY_LIVE, None),
        Some(PhaseFilter::Closed) => (&ONLY_CLOSED, None),
        Some(one) => (&ONLY_LIVE, Some(one.key())),
    }
}

/// The teams that a filter asks for, one by one: lists of single teams are in order, and merged in no time.
fn teams(tx: &mut Tx<'_>, filter: &Filter) -> Result<Vec<Option<TeamId>>, StoreError> {
    let Some(member) = filter.member else { return Ok(vec![filter.team]) };
    let mine = tx.all(&TEAMS, params![member, MAX_TEAMS])?.into_iter().map(TeamId);
    Ok(mine.filter(|team| filter.team.is_none_or(|asked| asked == *team)).map(Some).collect())
}

/// How many cases a filter finds. It looks at each: for tests and exports, not for every page.
pub fn count(tx: &mut Tx<'_>, filter: &Filter) -> Result<i64, StoreError> {
    let mut found = 0;
    for team in teams(tx, filter)? {
        let one = tx.one(
            &COUNT,
            params![
                filter.assignee,
                team,
                filter.phase.map(PhaseFilter::key),
                filter.service,
                filter.district,
                filter.promised.map(|span| to_ms(span.from)),
                filter.promised.map(|span| to_ms(span.to)),
                filter.unread.map(|Unread| true),
            ],
        )?;
        found += one.unwrap_or(0);
    }
    Ok(found)
}

/// How many live cases a team or person has, late, nearly late, unread and waiting ones among them.
/// `whose` asks by assignee, else by team and member as a [`Filter`] does; its other fields are not looked
/// at. The span is that of those due soon; whatever was promised before it is late.
pub fn counts(tx: &mut Tx<'_>, whose: &Filter, span: Span) -> Result<Counts, StoreError> {
    let (now, soon) = (to_ms(span.from), to_ms(span.to));
    let mut sum = Counts { live: 0, late: 0, soon: 0, unread: 0, waiting: 0 };
    let scopes = if let Some(person) = whose.assignee {
        vec![Some((&COUNTS_ASSIGNEE, person.0))]
    } else {
        let teams = teams(tx, whose)?.into_iter();
        teams.map(|team| team.map(|team| (&COUNTS_TEAM, team.0))).collect()
    };
    for scope in scopes {
        let one = match scope {
            Some((query, of)) => tx.one(query, params![of, now, soon])?,
            None => Some(tally::counts(tx, span)?),
        };
        let Some(one) = one else { continue };
        sum.live += one.live;
        sum.late += one.late;
        sum.soon += one.soon;
        sum.unread += one.unread;
        sum.waiting += one.waiting;
    }
    Ok(sum)
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
