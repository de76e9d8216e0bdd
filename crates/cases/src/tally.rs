//! How many live cases the town has, kept in the transaction of each change.
//!
//! Counting a hundred thousand live cases anew for each page of the inbox takes longer than all the rest of
//! it. So each change of a case writes what it took away and what it added as rows of their own, which no
//! other change touches; a sum over them is the count. Rows are folded together now and then. What a node of
//! an earlier release wrote without a row is set right by [`heal`], at each start and once a day.

use std::collections::BTreeMap;

use base::time::{HOUR_MS, to_ms};
use base::{CaseId, IdMaker};
use jiff::{SignedDuration, Timestamp};
use jobs::{JobError, Registry};
use services::Phase;
use store::{Db, StoreError, Tx, params};
use web::App;

use crate::case::Case;
use crate::cases::phase_key;
use crate::inbox::Counts;
use crate::watch::Span;

/// Stands for "no promise": after all hours there are.
const NEVER: i64 = 9_999_999;
/// From so many rows on they are folded: a pass over fewer takes less than a tenth of a millisecond.
pub(crate) const ROWS: i64 = 1_024;
/// How many rows are folded at a time: more than come between two looks of the follower.
const FOLDED: i64 = 8_192;
/// Promises that ended so many hours ago are folded into one row: late is late. A clock that is set back by
/// less than this counts right.
const LONG_LATE: i64 = 48;
/// More kinds than there are: a few phases, two years of hours.
const KINDS: i64 = 200_000;

store::row! {
    struct Row { id: i64, phase: String, hour: i64, unread: i64, cases: i64 }
}

store::row! {
    /// So many cases of a kind.
    struct Sum { phase: String, hour: i64, unread: i64, cases: i64 }
}

store::statements! {
    ADD: Statement = "INSERT INTO case_tally (id, phase, hour, unread, cases) VALUES ($1, $2, $3, $4, $5)";
    OLDEST: Query<Row> = "SELECT id, phase, hour, unread, cases FROM case_tally ORDER BY id LIMIT $1";
    COUNT: Query<i64> = "SELECT COUNT(*) FROM (SELECT id FROM case_tally LIMIT $1) AS counted";
    DROP_UNTIL: Statement = "DELETE FROM case_tally WHERE id <= $1";
    SUMS: Query<Sum> = "SELECT phase, hour, unread, CAST(SUM(cases) AS BIGINT) AS cases FROM case_tally
        GROUP BY phase, hour, unread ORDER BY phase, hour, unread LIMIT $1";
    /// What lists show, in one pass; `$1` and `$2` the first and the last hour of those due soon.
    COUNTS: Query<Counts> = "SELECT
        COALESCE(CAST(SUM(CASE WHEN phase <> 'closed' THEN cases ELSE 0 END) AS BIGINT), 0) AS live,
        COALESCE(CAST(SUM(CASE WHEN phase = 'open' AND hour < $1 THEN cases ELSE 0 END) AS BIGINT), 0) AS late,
        COALESCE(CAST(SUM(CASE WHEN phase = 'open' AND hour > $1 AND hour < $2 THEN cases ELSE 0 END) AS BIGINT), 0) AS soon,
        COALESCE(CAST(SUM(cases * unread) AS BIGINT), 0) AS unread,
        COALESCE(CAST(SUM(CASE WHEN phase = 'waiting' THEN cases ELSE 0 END) AS BIGINT), 0) AS waiting
        FROM case_tally";
    /// Everything counted anew.
    RECOUNT: Query<Sum> = "SELECT phase, hour, unread, COUNT(*) AS cases FROM (
        SELECT phase, CASE WHEN phase = 'open' THEN COALESCE(promised_at / 3600000, 9999999) ELSE 0 END AS hour, unread
        FROM cases WHERE phase <> 'closed' OR unread = 1) AS counted
        GROUP BY phase, hour, unread ORDER BY phase, hour, unread LIMIT $1";
    /// What a case counts as now.
    KIND: Query<(String, Option<i64>, bool)> = "SELECT phase, promised_at, unread FROM cases WHERE id = $1";
    /// The open cases whose promise ends in a part of an hour, by the order of lists.
    BETWEEN: Query<i64> = "SELECT COUNT(*) FROM cases WHERE phase <> 'closed' AND phase = 'open'
        AND COALESCE(promised_at, 9223372036854775807) >= $1 AND COALESCE(promised_at, 9223372036854775807) < $2";
}

/// What a case counts as.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Kind {
    phase: &'static str,
    hour: i64,
    unread: bool,
}

impl Kind {
    fn new(phase: &str, promised: Option<i64>, unread: bool) -> Option<Self> {
        let phases = [Phase::Open, Phase::Waiting, Phase::Closed].map(phase_key);
        let phase = phases.into_iter().find(|key| *key == phase)?;
        // Only of open cases a promise can be late or near.
        let is_open = phase == phase_key(Phase::Open);
        let hour = if is_open { promised.map_or(NEVER, hour_of) } else { 0 };
        (phase != phase_key(Phase::Closed) || unread).then_some(Self { phase, hour, unread })
    }

    /// That of a case; nothing where lists do not count it.
    pub(crate) fn of(case: &Case) -> Option<Self> {
        Self::new(phase_key(case.phase), case.watch.promised.map(to_ms), case.unread)
    }

    /// That of a case as the table has it.
    pub(crate) fn kept(tx: &mut Tx<'_>, case: CaseId) -> Result<Option<Self>, StoreError> {
        let kept = tx.one(&KIND, params![case])?;
        Ok(kept.and_then(|(phase, promised, unread)| Self::new(&phase, promised, unread)))
    }
}

/// The hour in which a time lies, since 1970. Times before 1970 are no promises.
fn hour_of(at: i64) -> i64 {
    at.max(0) / HOUR_MS
}

/// Notes that a case counts as something else from now on.
pub(crate) fn moved(
    tx: &mut Tx<'_>,
    ids: &IdMaker,
    before: Option<Kind>,
    after: Option<Kind>,
) -> Result<(), StoreError> {
    if before == after {
        return Ok(());
    }
    for (kind, cases) in [(before, -1), (after, 1)] {
        if let Some(kind) = kind {
            add(tx, ids, &kind, cases)?;
        }
    }
    Ok(())
}

fn add(tx: &mut Tx<'_>, ids: &IdMaker, kind: &Kind, cases: i64) -> Result<(), StoreError> {
    tx.run(&ADD, params![ids.next(), kind.phase, kind.hour, kind.unread, cases])?;
    Ok(())
}

/// Counts the live cases of the town. `soon` is the span of those due soon; whatever was promised before it is
/// late. Whole hours come from the sums, what is left of an hour is counted.
pub(crate) fn counts(tx: &mut Tx<'_>, soon: Span) -> Result<Counts, StoreError> {
    let (from, to) = (to_ms(soon.from), to_ms(soon.to));
    let (first, last) = (hour_of(from), hour_of(to));
    let none = Counts { live: 0, late: 0, soon: 0, unread: 0, waiting: 0 };
    let mut counts = tx.one(&COUNTS, params![first, last])?.unwrap_or(none);
    let mut between = |from: i64, to: i64| -> Result<i64, StoreError> {
        Ok(tx.one(&BETWEEN, params![from, to])?.unwrap_or(0))
    };
    counts.late += between(first * HOUR_MS, from)?;
    // The end of the span is in it.
    counts.soon += if first == last {
        between(from, to + 1)?
    } else {
        between(from, (first + 1) * HOUR_MS)? + between(last * HOUR_MS, to + 1)?
    };
    // Beside a node of an earlier release counts may be off until they are healed, but never below nothing.
    let Counts { live, late, soon, unread, waiting } = &mut counts;
    for count in [live, late, soon, unread, waiting] {
        *count = (*count).max(0);
    }
    Ok(counts)
}

/// Folds old rows together once there are so many. What is read is what goes, so that rows that others write
/// meanwhile stay.
pub fn fold(
    tx: &mut Tx<'_>,
    ids: &IdMaker,
    now: Timestamp,
    from_rows: i64,
) -> Result<(), StoreError> {
    if tx.one(&COUNT, params![from_rows])?.unwrap_or(0) < from_rows {
        return Ok(());
    }
    let rows = tx.all(&OLDEST, params![FOLDED])?;
    let Some(last) = rows.last().map(|row| row.id) else { return Ok(()) };
    let (read, long_late) = (rows.len(), hour_of(to_ms(now)) - LONG_LATE);
    let mut sums: BTreeMap<(String, i64, i64), i64> = BTreeMap::new();
    for row in rows {
        let late = row.phase == phase_key(Phase::Open) && row.hour < long_late;
        let hour = if late { 0 } else { row.hour };
        *sums.entry((row.phase, hour, row.unread)).or_default() += row.cases;
    }
    sums.retain(|_, cases| *cases != 0);
    if sums.len() * 2 > read {
        // There are so many kinds that folding would be done again and again for little.
        return Ok(());
    }
    tx.run(&DROP_UNTIL, params![last])?;
    for ((phase, hour, unread), cases) in sums {
        tx.run(&ADD, params![ids.next(), phase, hour, unread, cases])?;
    }
    Ok(())
}

/// What differs from counting everything anew, by kind.
type Off = BTreeMap<(String, i64, i64), i64>;

fn off(tx: &mut Tx<'_>, now: Timestamp) -> Result<Off, StoreError> {
    let long_late = hour_of(to_ms(now)) - LONG_LATE;
    let mut off = Off::new();
    for (query, sign) in [(&RECOUNT, 1), (&SUMS, -1)] {
        for Sum { phase, hour, unread, cases } in tx.all(query, params![KINDS])? {
            // Long late ones may be folded already.
            let late = phase == phase_key(Phase::Open) && hour < long_late;
            *off.entry((phase, if late { 0 } else { hour }, unread)).or_default() += sign * cases;
        }
    }
    off.retain(|_, cases| *cases != 0);
    Ok(off)
}

/// Sets right what differs from counting everything anew; gives how many kinds did.
pub fn heal(tx: &mut Tx<'_>, ids: &IdMaker, now: Timestamp) -> Result<usize, StoreError> {
    let off = off(tx, now)?;
    for ((phase, hour, unread), cases) in &off {
        tx.run(&ADD, params![ids.next(), phase.as_str(), *hour, *unread, *cases])?;
    }
    Ok(off.len())
}

/// Heals the counts now, such as after the nodes of an earlier release have gone.
///
/// It reads first, beside others: a count of everything while it holds the writer would hold everybody up.
pub async fn heal_now(db: &Db, ids: &IdMaker, now: Timestamp) -> Result<(), StoreError> {
    if db.read(move |tx| off(tx, now)).await?.is_empty() {
        return Ok(());
    }
    let ids = ids.clone();
    let healed = db.write(move |tx| heal(tx, &ids, now)).await?;
    if healed > 0 {
        tracing::warn!(kinds = healed, "the counts of cases were off and are right again");
    }
    Ok(())
}

/// Registers the daily look.
pub fn register(registry: &mut Registry, app: &App) {
    let app = app.clone();
    registry.every(SignedDuration::from_hours(24), "cases.tally", move |_| {
        let app = app.clone();
        async move {
            heal_now(app.db(), app.ids(), app.clock().now()).await.map_err(JobError::Store)
        }
    });
}
