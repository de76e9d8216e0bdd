//! Counting: ended cases in, a board out.

use std::collections::{BTreeMap, HashMap};

use cases::figures::{CountsAs, Ended, OpenNow};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::board::{Board, Figures, LeftOut, MONTHS, PERIODS, Placed, Recorded, Scope, Told};
use crate::groups::{Groups, count_open};
use crate::hide::{LEAST, hide};
use crate::measure::{Measure, Wait};

/// The first days of the twelve months up to now.
fn months(now: Timestamp, zone: &TimeZone) -> Vec<Date> {
    let first = zone.to_datetime(now).date().first_of_month();
    let back = |months: usize| first.saturating_sub(i64::try_from(months).unwrap_or(0).months());
    (0..MONTHS).rev().map(back).collect()
}

/// An ended case with where it belongs.
pub(crate) struct Case {
    pub(crate) service: usize,
    district: Option<String>,
    month: usize,
    pub(crate) counts_as: CountsAs,
    wait: Wait,
}

/// What is counted before it becomes a board.
pub(crate) struct Counting {
    months: Vec<Date>,
    /// When each month begins.
    begins: Vec<i64>,
    services: HashMap<String, usize>,
    cases: Vec<Case>,
}

impl Counting {
    /// Begins to count the months up to now.
    pub(crate) fn new(now: Timestamp, zone: &TimeZone) -> Self {
        let months = months(now, zone);
        let begin = |day: &Date| {
            let midnight = zone.to_timestamp(day.to_datetime(jiff::civil::Time::midnight()));
            midnight.map_or(0, base::time::to_ms)
        };
        let begins = months.iter().map(begin).collect();
        Self { months, begins, services: HashMap::new(), cases: Vec::new() }
    }

    /// When the first month begins, in milliseconds.
    pub(crate) fn since(&self) -> i64 {
        self.begins.first().copied().unwrap_or(0)
    }

    /// Takes a case in.
    pub(crate) fn take(&mut self, ended: Ended) {
        let begun = self.begins.partition_point(|begin| *begin <= ended.closed_at);
        let Some(month) = begun.checked_sub(1) else { return };
        let next = self.services.len();
        let service = *self.services.entry(ended.service).or_insert(next);
        let wait = Wait {
            kept: ended.kept,
            staff_ms: ended.staff_ms,
            resident_ms: ended.resident_ms,
            others_ms: ended.others_ms,
        };
        let Ended { district, counts_as, .. } = ended;
        self.cases.push(Case { service, district, month, counts_as, wait });
    }

    /// Counts: a pass over the cases for each period and each sort of scope.
    pub(crate) fn board(
        self,
        at: Timestamp,
        placed: &BTreeMap<String, Placed>,
        districts: BTreeMap<String, String>,
        open: &[OpenNow],
    ) -> Board {
        let mut keys: Vec<(&String, usize)> =
            self.services.iter().map(|(key, id)| (key, *id)).collect();
        keys.sort_by_key(|(_, id)| *id);
        let services: Vec<&str> = keys.iter().map(|(key, _)| key.as_str()).collect();
        let groups = Groups::new(&services, placed);
        let mut board = Board {
            at,
            months: self.months.clone(),
            districts,
            figures: HashMap::new(),
            by_month: HashMap::new(),
            uncounted: HashMap::new(),
            recorded: HashMap::new(),
            open: count_open(open, placed),
        };
        for period in PERIODS {
            let cases: Vec<&Case> =
                self.cases.iter().filter(|case| case.month + period >= MONTHS).collect();
            for (scope, cases, hidden) in groups.split(&cases) {
                if period == MONTHS {
                    count_months(&mut board, &scope, &cases, hidden);
                }
                let figures = figures(&cases, hidden);
                board.figures.insert((scope, period), figures);
            }
        }
        board
    }
}

fn count_months(board: &mut Board, scope: &Scope, cases: &[&Case], hidden: bool) {
    let mut months: Vec<Vec<&Wait>> = vec![Vec::new(); MONTHS];
    let mut recorded = Recorded { months: vec![0; MONTHS], districts: Vec::new() };
    let mut recorded_in: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    for case in cases {
        match case.counts_as {
            CountsAs::Wait => {
                if let Some(month) = months.get_mut(case.month) {
                    month.push(&case.wait);
                }
            }
            CountsAs::Recorded => {
                if let Some(month) = recorded.months.get_mut(case.month) {
                    *month += 1;
                }
                *recorded_in.entry(case.district.as_deref()).or_default() += 1;
            }
            CountsAs::Repeat | CountsAs::Withdrawn => {}
        }
    }
    if recorded_in.values().sum::<usize>() >= LEAST {
        let districts = recorded_in.into_iter();
        recorded.districts =
            districts.map(|(key, count)| (key.map(ToOwned::to_owned), count)).collect();
        board.recorded.insert(scope.clone(), recorded);
    }
    if hidden || months.iter().all(Vec::is_empty) {
        return;
    }
    let counts: Vec<usize> = months.iter().map(Vec::len).collect();
    let few = |waits: &Vec<&Wait>| waits.len() < LEAST;
    let told = months.iter().map(|waits| told(waits, few(waits))).collect();
    // Times tell nothing of other months, numbers do: the totals of the periods stand beside
    // them, so each stretch between those must keep its secret.
    let stretches = [0..6, 6..9, 9..12].map(|range| hide(counts.get(range).unwrap_or(&[])));
    board.uncounted.insert(scope.clone(), stretches.concat());
    board.by_month.insert(scope.clone(), told);
}

fn told(waits: &[&Wait], hidden: bool) -> Told<Measure> {
    Told::new(waits.len(), hidden, || Measure::of(waits.iter().copied()))
}

fn figures(cases: &[&Case], hidden: bool) -> Figures {
    let count = |kind: CountsAs| cases.iter().filter(|case| case.counts_as == kind).count();
    let left_out = LeftOut {
        repeats: count(CountsAs::Repeat),
        withdrawn: count(CountsAs::Withdrawn),
        recorded: count(CountsAs::Recorded),
    };
    let waits: Vec<&Case> =
        cases.iter().filter(|case| case.counts_as == CountsAs::Wait).copied().collect();
    let all: Vec<&Wait> = waits.iter().map(|case| &case.wait).collect();
    let total = told(&all, hidden);
    if total.shown().is_none() {
        return Figures { total, districts: Vec::new(), left_out };
    }
    let mut by_district: BTreeMap<Option<&str>, Vec<&Wait>> = BTreeMap::new();
    for case in waits {
        by_district.entry(case.district.as_deref()).or_default().push(&case.wait);
    }
    let counts: Vec<usize> = by_district.values().map(Vec::len).collect();
    let districts = by_district
        .iter()
        .zip(hide(&counts))
        .map(|((key, waits), few)| (key.map(ToOwned::to_owned), told(waits, few)))
        .collect();
    Figures { total, districts, left_out }
}

#[cfg(test)]
mod tests {
    use base::time::{HOUR_MS, to_ms};
    use proptest::prelude::*;

    use super::*;
    use crate::measure::nearest_rank;

    fn zone() -> TimeZone {
        TimeZone::get("America/New_York").unwrap()
    }

    fn now() -> Timestamp {
        "2028-02-29T16:00:00Z".parse().unwrap()
    }

    fn ended(service: &str, district: Option<&str>, closed: &str, hours: i64) -> Ended {
        Ended {
            service: service.to_owned(),
            district: district.map(ToOwned::to_owned),
            closed_at: to_ms(closed.parse().unwrap()),
            kept: Some(hours < 10),
            staff_ms: hours * HOUR_MS,
            resident_ms: 0,
            others_ms: 0,
            counts_as: CountsAs::Wait,
        }
    }

    fn board(cases: Vec<Ended>) -> Board {
        let mut counting = Counting::new(now(), &zone());
        for case in cases {
            counting.take(case);
        }
        counting.board(now(), &BTreeMap::new(), BTreeMap::new(), &[])
    }

    #[test]
    fn months_are_those_of_the_towns_calendar() {
        assert_eq!(months(now(), &zone()).first(), Some(&jiff::civil::date(2027, 3, 1)));
        // Two hours before midnight of 31 January in the town; February for Greenwich.
        let late = ended("pothole", None, "2028-02-01T03:00:00Z", 1);
        let before = ended("pothole", None, "2027-03-01T04:59:00Z", 1);
        let mut cases = vec![late; 5];
        cases.extend(vec![before; 5]);
        let board = board(cases);
        let shown: Vec<bool> =
            board.by_month(&Scope::Town).iter().map(|month| month.shown().is_some()).collect();
        assert_eq!(shown.iter().position(|shown| *shown), Some(10));
        assert_eq!(board.of(&Scope::Town, 12).total.shown().map(|total| total.closed), Some(5));
    }

    #[test]
    fn what_nobody_waited_for_is_counted_apart() {
        let case = |counts_as| Ended {
            counts_as,
            ..ended("pothole", Some("a"), "2028-02-10T15:00:00Z", 1)
        };
        let mut cases = vec![case(CountsAs::Recorded); 6];
        cases.extend(vec![case(CountsAs::Repeat); 7]);
        cases.extend(vec![case(CountsAs::Withdrawn); 8]);
        let board = board(cases);
        let pothole = Scope::Service("pothole".into());
        let figures = board.of(&pothole, 3);
        assert_eq!(figures.total, Told::Nothing);
        assert_eq!(figures.left_out, LeftOut { repeats: 7, withdrawn: 8, recorded: 6 });
        assert_eq!(board.recorded(&pothole).unwrap().districts, [(Some("a".into()), 6)]);
    }

    #[test]
    fn a_rare_service_hides_and_takes_the_next_rarest_with_it() {
        let many = |service, number| vec![ended(service, None, "2028-02-10T15:00:00Z", 1); number];
        let board = board([many("rare", 3), many("common", 90), many("seldom", 8)].concat());
        let told = |service: &str| board.total(&Scope::Service(service.into()), 12).clone();
        assert_eq!((told("rare"), told("seldom")), (Told::Few, Told::Few));
        assert_eq!(told("common").shown().map(|measure| measure.closed), Some(90));
        assert_eq!(board.total(&Scope::Town, 12).shown().map(|measure| measure.closed), Some(101));
        assert!(board.by_month(&Scope::Service("rare".into())).is_empty());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn the_board_equals_a_naive_recount(
            cases in prop::collection::vec((0_usize..4, 0_usize..4, 0_i64..400, 0_i64..60), 0..150),
        ) {
            let services = ["a", "b", "c", "d"];
            let districts = [None, Some("x"), Some("y"), Some("z")];
            let all: Vec<Ended> = cases
                .iter()
                .map(|(service, district, days, hours)| Ended {
                    closed_at: to_ms(now()) - days * base::time::DAY_MS,
                    ..ended(services[*service], districts[*district], "2028-02-10T15:00:00Z", *hours)
                })
                .collect();
            let board = board(all.clone());
            for period in PERIODS {
                let since = to_ms(zone().to_timestamp(board.since(period).to_datetime(jiff::civil::Time::midnight())).unwrap());
                let inside: Vec<&Ended> = all.iter().filter(|case| case.closed_at >= since).collect();
                for service in services {
                    let mut lengths: Vec<i64> =
                        inside.iter().filter(|case| case.service == service).map(|case| case.staff_ms).collect();
                    match board.total(&Scope::Service(service.into()), period) {
                        Told::Shown(measure) => {
                            prop_assert_eq!(measure.closed, lengths.len());
                            prop_assert_eq!(measure.median_ms, nearest_rank(&mut lengths, 50));
                        }
                        Told::Few => prop_assert!(!lengths.is_empty()),
                        Told::Nothing => prop_assert!(lengths.is_empty()),
                    }
                }
                for (district, told) in board.of(&Scope::Town, period).districts {
                    let closed = inside.iter().filter(|case| case.district == district).count();
                    match told {
                        Told::Shown(measure) => prop_assert_eq!(measure.closed, closed),
                        Told::Few => prop_assert!(closed > 0),
                        Told::Nothing => prop_assert_eq!(closed, 0),
                    }
                }
            }
        }
    }
}
