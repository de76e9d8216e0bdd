//! Personal data goes when its time is over: so many months after a case was closed, as its service
//! says, everything that somebody told or wrote is erased. What figures need stays: the service, the
//! district, when, how long, how it ended.

use std::collections::HashMap;

use base::CaseId;
use base::time::{from_ms, to_ms};
use files::Owner;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp};
use jobs::{JobError, Registry};
use ledger::Subject;
use serde_json::json;
use services::CatalogueError;
use store::{StoreError, Tx, params};
use web::App;

use crate::case::By;
use crate::events::{Audience, EventKind, NewEvent};
use crate::office::Office;
use crate::refusal::CaseError;
use crate::tally::{self, Kind};
use crate::{beside, cases};

/// The kind of the job.
const KIND: &str = "cases.retention";
/// How many closed cases are looked at in one read.
const LOOK: i64 = 1_000;
/// How many are erased in one transaction: others must not wait long for the writer.
const BATCH: usize = 50;
/// How many are erased in a day. A city of a million cases a year closes fewer; the rest of a first
/// day waits for the next ones.
const A_DAY: usize = 10_000;

store::row! {
    struct ClosedRow { id: i64, service: String, version: i64, closed_at: i64 }
}

store::statements! {
    CLOSED: Query<ClosedRow> = "SELECT id, service, version, closed_at FROM cases
        WHERE phase = 'closed' AND (erased_at IS NULL OR erased_at < closed_at)
        AND closed_at < $1 AND (closed_at > $2 OR (closed_at = $2 AND id > $3)) ORDER BY closed_at, id LIMIT $4";
    ERASE: Statement = "UPDATE cases SET erased_at = $2, summary = '', address = NULL, lon = NULL, lat = NULL,
        requester = NULL, public = 0, followers = 0, unread = 0, revision = revision + 1, updated_at = $2
        WHERE id = $1 AND phase = 'closed'";
    ERASE_ANSWERS: Statement = "DELETE FROM case_answers WHERE case_id = $1";
    ERASE_WORDS: Statement = "UPDATE case_events SET text = '' WHERE case_id = $1 AND text <> ''";
    ERASE_FOLLOWERS: Statement = "DELETE FROM case_followers WHERE case_id = $1";
    ERASE_REMARK: Statement = "UPDATE case_feedback SET text = '' WHERE case_id = $1 AND text <> ''";
    IS_ERASED: Query<i64> = "SELECT id FROM cases WHERE id = $1 AND erased_at >= closed_at";
}

/// The beginning of the day so many months ago: what was closed before it has had its whole time.
/// Where a month lacks the day, its last one counts, so that nothing goes early.
fn horizon(now: Timestamp, zone: &TimeZone, months: u32) -> Option<Timestamp> {
    let span = Span::new().try_months(i64::from(months)).ok()?;
    let day = zone.to_datetime(now).date().checked_sub(span).ok()?;
    zone.to_timestamp(day.to_datetime(Time::midnight())).ok()
}

/// Whether a case's personal data has been erased.
pub fn is_erased(tx: &mut Tx<'_>, case: CaseId) -> Result<bool, StoreError> {
    Ok(tx.one(&IS_ERASED, params![case])?.is_some())
}

/// Registers the daily job.
pub fn register(registry: &mut Registry, app: &App) {
    let app = app.clone();
    registry.every(SignedDuration::from_hours(24), KIND, move |_| {
        let office = Office::of(&app);
        async move {
            let erased = run(&office).await.map_err(JobError::retry)?;
            tracing::info!(erased, "cases whose time was over lost their personal data");
            Ok(())
        }
    });
}

/// Erases the personal data of the cases whose time is over, the oldest first and at most so many a
/// day; gives their number.
pub async fn run(office: &Office) -> Result<usize, CaseError> {
    let db = office.app().db();
    let (mut after, mut erased) = ((i64::MIN, i64::MIN), 0);
    while erased < A_DAY {
        let looking = office.clone();
        let (last, due) = db.read(move |tx| due(tx, &looking, after)).await?;
        for batch in due.chunks(BATCH) {
            let (office, batch) = (office.clone(), batch.to_vec());
            erased += db.write(move |tx| erase_all(tx, &office, &batch)).await?;
        }
        match last {
            Some(last) => after = last,
            None => break,
        }
    }
    Ok(erased)
}

/// Where a look ended, if there may be more, and the cases whose time is over, with their months.
type Looked = (Option<(i64, i64)>, Vec<(CaseId, u32)>);

fn due(tx: &mut Tx<'_>, office: &Office, after: (i64, i64)) -> Result<Looked, CaseError> {
    let (now, zone) = (office.now(), office.calendar().zone());
    // No service keeps for less than a month.
    let Some(newest) = horizon(now, zone, 1) else { return Ok((None, Vec::new())) };
    let rows = tx.all(&CLOSED, params![to_ms(newest), after.0, after.1, LOOK])?;
    let last = rows.last().map(|row| (row.closed_at, row.id));
    let last = last.filter(|_| i64::try_from(rows.len()).is_ok_and(|rows| rows == LOOK));
    let mut months: HashMap<(String, i64), u32> = HashMap::new();
    let mut found = Vec::new();
    for row in rows {
        let definition = (row.service, row.version);
        let kept = match months.get(&definition) {
            Some(months) => *months,
            None => retention(tx, office, &definition)?,
        };
        months.insert(definition, kept);
        let over = horizon(now, zone, kept).filter(|_| kept > 0);
        if over.is_some_and(|over| from_ms(row.closed_at) < over) {
            found.push((CaseId(row.id), kept));
        }
    }
    Ok((last, found))
}

/// How many months a definition keeps its cases; 0 for one that cannot be read, which keeps them.
fn retention(
    tx: &mut Tx<'_>,
    office: &Office,
    (service, version): &(String, i64),
) -> Result<u32, CaseError> {
    match office.catalogue().version(tx, service, *version) {
        Ok(Some(service)) => Ok(service.definition.retention_months),
        Err(CatalogueError::Store(error)) => Err(error.into()),
        Ok(None) | Err(_) => {
            tracing::error!(service, version, "a definition is missing: its cases are kept");
            Ok(0)
        }
    }
}

fn erase_all(
    tx: &mut Tx<'_>,
    office: &Office,
    cases: &[(CaseId, u32)],
) -> Result<usize, CaseError> {
    let mut erased = 0;
    for (case, months) in cases {
        erased += usize::from(erase(tx, office, *case, *months)?);
    }
    Ok(erased)
}

/// Erases one case's personal data; `false` where it is open again.
fn erase(tx: &mut Tx<'_>, office: &Office, id: CaseId, months: u32) -> Result<bool, CaseError> {
    let before = Kind::kept(tx, id)?;
    if tx.run(&ERASE, params![id, to_ms(office.now())])? == 0 {
        return Ok(false);
    }
    let after = Kind::kept(tx, id)?;
    tally::moved(tx, office.app().ids(), before, after)?;
    for statement in [&ERASE_ANSWERS, &ERASE_WORDS, &ERASE_FOLLOWERS, &ERASE_REMARK] {
        tx.run(statement, params![id])?;
    }
    beside::erased(tx, office, id)?;
    let letters = post::erase(tx, id)?;
    let mut photos = files::remove(tx, Owner::case(id))?;
    photos += files::remove(tx, Owner::new("adding", id))?;
    let values = ledger::erase(tx, Subject::case(id))?;
    let case = cases::by_id(tx, id)?.ok_or(CaseError::NotFound)?;
    let event = NewEvent {
        kind: EventKind::Erased,
        by: By::System("retention"),
        audience: Audience::Parties,
        state: None,
        text: "",
        detail: json!({"months": months, "letters": letters, "photos": photos, "values": values}),
    };
    office.record(tx, &case, "case.erase", &event)?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_goes_early_where_a_year_has_no_29_february() {
        let zone = TimeZone::get("America/New_York").unwrap();
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let closed = at("2028-02-29T20:00:00Z");
        let is_over = |now: &str| closed < horizon(at(now), &zone, 12).unwrap();
        // Shortly before midnight of 28 February in the town, and shortly after.
        assert!(!is_over("2029-03-01T04:59:00Z"));
        assert!(is_over("2029-03-01T05:01:00Z"));
        // On 29 February a year ago is the 28th.
        assert_eq!(
            horizon(at("2028-02-29T16:00:00Z"), &zone, 12),
            Some(at("2027-02-28T05:00:00Z"))
        );
        assert_eq!(horizon(at("2028-02-29T16:00:00Z"), &zone, u32::MAX), None);
    }
}
