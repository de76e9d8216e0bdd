//! How long cases really took and whether promises were kept: exact figures of the closed cases.
//!
//! A length is the working time from the beginning of a case to its end, whoever was waited for: what
//! the resident lived through. Withdrawn cases, repeats and what staff recorded when the work was
//! already done are left out: they say nothing about waiting. Percentiles are by nearest rank, so
//! each is the length of a case that happened.

use base::time::to_ms;
use jiff::Timestamp;
use store::{StoreError, Tx, params};

/// Below so many cases there are no figures: they would tell about single people.
pub const LEAST: i64 = 5;

store::row! {
    struct FigureRow {
        service: String, closed: i64, promised: i64, kept: i64, median_ms: i64, p90_ms: i64,
    }
}

/// How a case that ended counts: 0 somebody waited for it, 1 a repeat, 2 withdrawn, 3 recorded by
/// staff within five minutes of its end, so when the work was already done. Nobody waited for those,
/// and counted as waits they would make any service look quick.
macro_rules! counts_as {
    () => {
        "CASE WHEN duplicate_of IS NOT NULL OR outcome = 'duplicate' THEN 1 WHEN outcome = 'withdrawn' THEN 2
            WHEN channel = 'staff' AND closed_at - opened_at < 300000 THEN 3 ELSE 0 END"
    };
}

macro_rules! figures {
    ($condition:literal) => {
        concat!(
            "WITH ranked AS (
                SELECT service, kept, staff_ms + resident_ms + others_ms AS length,
                    ROW_NUMBER() OVER (PARTITION BY service ORDER BY staff_ms + resident_ms + others_ms, id) AS place,
                    COUNT(*) OVER (PARTITION BY service) AS closed
                FROM cases
                WHERE closed_at >= $1 AND closed_at <= $2 AND ",
            counts_as!(),
            " = 0 ",
            $condition,
            ") SELECT service, closed,
                CAST(SUM(CASE WHEN kept IS NULL THEN 0 ELSE 1 END) AS BIGINT) AS promised,
                CAST(SUM(CASE WHEN kept = 1 THEN 1 ELSE 0 END) AS BIGINT) AS kept,
                CAST(MAX(CASE WHEN place = (closed + 1) / 2 THEN length END) AS BIGINT) AS median_ms,
                CAST(MAX(CASE WHEN place = (closed * 9 + 9) / 10 THEN length END) AS BIGINT) AS p90_ms
             FROM ranked GROUP BY service, closed HAVING closed >= $3 ORDER BY service"
        )
    };
}

store::statements! {
    OF_SERVICE: Query<FigureRow> = figures!("AND service = $4");
    OF_SERVICES: Query<FigureRow> = figures!("");
    ENDED: Query<EndedRow> = concat!("SELECT service, district, closed_at, kept, staff_ms, resident_ms, others_ms,
        CAST(", counts_as!(), " AS BIGINT) AS counts_as FROM cases WHERE closed_at >= $1 AND closed_at <= $2");
    OPEN_NOW: Query<OpenNow> = "SELECT service, COUNT(*) AS open,
        CAST(SUM(CASE WHEN promised_at < $1 AND remaining_ms IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS late
        FROM cases WHERE phase <> 'closed' GROUP BY service ORDER BY service";
}

store::row! {
    struct EndedRow {
        service: String, district: Option<String>, closed_at: i64, kept: Option<i64>,
        staff_ms: i64, resident_ms: i64, others_ms: i64, counts_as: i64,
    }
}

store::row! {
    /// How many cases of a service are open now, and for how many of them the promise has passed.
    pub struct OpenNow { pub service: String, pub open: i64, pub late: i64 }
}

/// How a case that ended counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountsAs {
    /// Somebody waited for it: its times count.
    Wait,
    /// It repeated another.
    Repeat,
    /// The resident took it back.
    Withdrawn,
    /// Staff recorded it when the work was already done.
    Recorded,
}

/// A case that ended, as far as figures need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// The service's key.
    pub service: String,
    /// The district's key.
    pub district: Option<String>,
    /// When it ended, in milliseconds since 1970.
    pub closed_at: i64,
    /// Whether the promise was kept; `None` where nothing was promised.
    pub kept: Option<bool>,
    /// Working time that the town took.
    pub staff_ms: i64,
    /// Working time spent waiting for the resident.
    pub resident_ms: i64,
    /// Working time spent waiting for others.
    pub others_ms: i64,
    /// How it counts.
    pub counts_as: CountsAs,
}

impl From<EndedRow> for Ended {
    fn from(row: EndedRow) -> Self {
        Self {
            service: row.service,
            district: row.district,
            closed_at: row.closed_at,
            kept: row.kept.map(|kept| kept != 0),
            staff_ms: row.staff_ms,
            resident_ms: row.resident_ms,
            others_ms: row.others_ms,
            counts_as: match row.counts_as {
                0 => CountsAs::Wait,
                1 => CountsAs::Repeat,
                2 => CountsAs::Withdrawn,
                _ => CountsAs::Recorded,
            },
        }
    }
}

/// How long the closed cases of a service took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// The service's key.
    pub service: String,
    /// How many cases were closed; never fewer than [`LEAST`].
    pub closed: i64,
    /// How many of them had a promise.
    pub promised: i64,
    /// How many promises were kept.
    pub kept: i64,
    /// Half of the cases took this long or less, in milliseconds of working time.
    pub median_ms: i64,
    /// Nine of ten cases took this long or less.
    pub p90_ms: i64,
}

impl Figures {
    /// The share of promises that were kept, from 0 to 1; `None` where too few were made.
    pub fn share_kept(&self) -> Option<f64> {
        let (promised, kept) = (i32::try_from(self.promised).ok()?, i32::try_from(self.kept).ok()?);
        (self.promised >= LEAST).then(|| f64::from(kept) / f64::from(promised))
    }
}

impl From<FigureRow> for Figures {
    fn from(row: FigureRow) -> Self {
        let FigureRow { service, closed, promised, kept, median_ms, p90_ms } = row;
        Self { service, closed, promised, kept, median_ms, p90_ms }
    }
}

/// The figures of one service from the cases that were closed between two times, the ends included;
/// `None` when they are too few to tell.
pub fn of_service(
    tx: &mut Tx<'_>,
    service: &str,
    since: Timestamp,
    until: Timestamp,
) -> Result<Option<Figures>, StoreError> {
    let row = tx.one(&OF_SERVICE, params![to_ms(since), to_ms(until), LEAST, service])?;
    Ok(row.map(Figures::from))
}

/// The figures of every service that has enough cases to tell, by key.
pub fn of_services(
    tx: &mut Tx<'_>,
    since: Timestamp,
    until: Timestamp,
) -> Result<Vec<Figures>, StoreError> {
    let rows = tx.all(&OF_SERVICES, params![to_ms(since), to_ms(until), LEAST])?;
    Ok(rows.into_iter().map(Figures::from).collect())
}

/// Hands every case that ended between two times to a function, the ends included, in no order.
/// They are streamed: a year of a large city is millions.
pub fn ended(
    tx: &mut Tx<'_>,
    since: Timestamp,
    until: Timestamp,
    mut take: impl FnMut(Ended),
) -> Result<(), StoreError> {
    tx.each(&ENDED, params![to_ms(since), to_ms(until)], |row| {
        take(Ended::from(row));
        Ok(())
    })
}

/// How many cases of each service are open, and late, at a time.
pub fn open_now(tx: &mut Tx<'_>, now: Timestamp) -> Result<Vec<OpenNow>, StoreError> {
    tx.all(&OPEN_NOW, params![to_ms(now)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::time::{HOUR_MS, from_ms};

    const INSERT: &str = "INSERT INTO cases (id, reference, service, version, state, phase, side, opened_at, closed_at,
        outcome, kept, since_at, staff_ms, resident_ms, others_ms, channel, locale, summary, public, followers,
        unread, revision, updated_at) VALUES ";

    /// A closed case: id, service, outcome, kept, hours of staff time.
    fn row(id: i64, service: &str, outcome: &str, kept: &str, hours: i64) -> String {
        let ms = hours * HOUR_MS - 1;
        format!(
            "({id}, 'R{id}', '{service}', 1, 'closed', 'closed', 'stopped', 0, {id}, '{outcome}', {kept}, 0, {ms}, 1, 0,
            'web', 'en', '', 0, 0, 0, 1, 0)"
        )
    }

    #[test]
    fn figures_are_exact_and_small_numbers_are_not_told() {
        for db in store::testing::databases() {
            let mut rows: Vec<String> = (1..=10)
                .map(|hours| {
                    row(hours, "pothole", "done", if hours <= 7 { "1" } else { "0" }, 11 - hours)
                })
                .collect();
            rows.extend((11..=14).map(|id| row(id, "rare", "done", "1", 1)));
            rows.push(row(15, "pothole", "withdrawn", "1", 900));
            rows.extend((16..=20).map(|id| row(id, "unpromised", "done", "NULL", id)));
            rows.push(row(90, "pothole", "done", "1", 900));
            rows.push(row(49, "pothole", "done", "1", 0).replace("'web'", "'staff'"));
            let sql = format!("{INSERT}{}", rows.join(", "));
            db.write_blocking(move |tx| tx.batch(&sql)).unwrap();
            let (since, until) = (from_ms(1), from_ms(50));
            let all = db.read_blocking(move |tx| of_services(tx, since, until)).unwrap();
            let keys: Vec<&str> = all.iter().map(|figures| figures.service.as_str()).collect();
            assert_eq!(keys, ["pothole", "unpromised"]);
            let one = db.read_blocking(move |tx| of_service(tx, "pothole", since, until)).unwrap();
            assert_eq!(one.as_ref(), all.first());
            let one = one.unwrap();
            assert_eq!((one.closed, one.promised, one.kept), (10, 10, 7));
            assert_eq!((one.median_ms, one.p90_ms), (5 * HOUR_MS, 9 * HOUR_MS));
            assert_eq!(one.share_kept(), Some(0.7));
            assert_eq!(all[1].share_kept(), None);
            assert_eq!(
                db.read_blocking(move |tx| of_service(tx, "rare", since, until)).unwrap(),
                None
            );
            let mut counted = db
                .read_blocking(move |tx| {
                    let mut all = Vec::new();
                    ended(tx, since, until, |case| all.push((case.closed_at, case.counts_as)))?;
                    Ok::<_, StoreError>(all)
                })
                .unwrap();
            counted.retain(|(_, counts_as)| *counts_as != CountsAs::Wait);
            counted.sort_by_key(|(at, _)| *at);
            assert_eq!(counted, [(15, CountsAs::Withdrawn), (49, CountsAs::Recorded)]);
        }
    }
}
