//! How long cases really took and whether promises were kept: the closed cases, as figures count them.
//!
//! A length is the working time from the beginning of a case to its end, whoever was waited for: what
//! the resident lived through. Withdrawn cases, repeats and what staff recorded when the work was
//! already done are left out: they say nothing about waiting. Which figures may be told is decided where
//! they are counted, once for all pages ([`Publisher`]).

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;

use base::time::to_ms;
use jiff::Timestamp;
use store::{StoreError, Tx, params};
use web::App;

/// Below so many cases there are no figures: they would tell about single people.
pub const LEAST: i64 = 5;

/// How a case that ended counts: 0 somebody waited for it, 1 a repeat, 2 withdrawn, 3 recorded by
/// staff within five minutes of its end, so when the work was already done. Nobody waited for those,
/// and counted as waits they would make any service look quick.
macro_rules! counts_as {
    () => {
        "CASE WHEN duplicate_of IS NOT NULL OR outcome = 'duplicate' THEN 1 WHEN outcome = 'withdrawn' THEN 2
            WHEN channel = 'staff' AND closed_at - opened_at < 300000 THEN 3 ELSE 0 END"
    };
}

store::statements! {
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

/// How long a service takes, as far as it may be told.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// About how many cases were closed.
    pub closed: i64,
    /// The share of promises that were kept, from 0 to 1; `None` where it may not be told.
    pub kept: Option<f64>,
    /// Half of the cases took this long or less, in milliseconds of working time.
    pub median_ms: i64,
    /// Nine of ten cases took this long or less.
    pub p90_ms: i64,
}

/// What may be told of each service, by key.
pub type Published = Arc<BTreeMap<String, Figures>>;

type Counted = Pin<Box<dyn Future<Output = Result<Published, StoreError>> + Send>>;

/// The one source of figures for every page that tells them, put into the app by whoever counts: two
/// counts beside each other would tell what each of them hides.
pub struct Publisher(Box<dyn Fn(App) -> Counted + Send + Sync>);

impl Publisher {
    /// Publishes what a function counts.
    pub fn new<F, R>(count: F) -> Self
    where
        F: Fn(App) -> R + Send + Sync + 'static,
        R: Future<Output = Result<Published, StoreError>> + Send + 'static,
    {
        Self(Box::new(move |app| Box::pin(count(app))))
    }

    /// What the app's publisher tells; nothing where none was put in.
    pub async fn published(app: &App) -> Result<Published, StoreError> {
        match app.try_get::<Self>() {
            Some(publisher) => (publisher.0)(app.clone()).await,
            None => Ok(Published::default()),
        }
    }
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
    fn ended_cases_are_told_apart_by_whether_somebody_waited() {
        for db in store::testing::databases() {
            let rows = [
                row(14, "pothole", "done", "1", 1),
                row(15, "pothole", "withdrawn", "1", 900),
                row(49, "pothole", "done", "1", 0).replace("'web'", "'staff'"),
                row(90, "pothole", "done", "1", 900),
            ];
            let sql = format!("{INSERT}{}", rows.join(", "));
            db.write_blocking(move |tx| tx.batch(&sql)).unwrap();
            let (since, until) = (from_ms(1), from_ms(50));
            let mut counted = db
                .read_blocking(move |tx| {
                    let mut all = Vec::new();
                    ended(tx, since, until, |case| all.push((case.closed_at, case.counts_as)))?;
                    Ok::<_, StoreError>(all)
                })
                .unwrap();
            counted.sort_by_key(|(at, _)| *at);
            let expected =
                [(14, CountsAs::Wait), (15, CountsAs::Withdrawn), (49, CountsAs::Recorded)];
            assert_eq!(counted, expected);
        }
    }
}
