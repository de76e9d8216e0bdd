//! Counting: ended cases in, a board out.

use std::collections::{BTreeMap, HashMap};

use cases::figures::{CountsAs, Ended, OpenNow, Published};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::board::{Board, Figures, LeftOut, MONTHS, PERIODS, Placed, Told};
use crate::groups::{Groups, count_open};
use crate::measure::{KINDS, Measure, Wait};
use crate::numbers::{Numbers, recorded};
use crate::secrets::{self, Set, Sets, span_of};

/// The first days of the twelve months up to now.
fn months(now: Timestamp, zone: &TimeZone) -> Vec<Date> {
    let first = zone.to_datetime(now).date().first_of_month();
    let back = |months: usize| first.saturating_sub(i64::try_from(months).unwrap_or(0).months());
    (0..MONTHS).rev().map(back).collect()
}

/// An ended case with where it belongs.
pub(crate) struct Case {
    pub(crate) service: usize,
    pub(crate) district: usize,
    pub(crate) month: usize,
    pub(crate) counts_as: CountsAs,
    wait: Wait,
}

/// What is counted before it becomes a board.
pub(crate) struct Counting {
    months: Vec<Date>,
    /// When each month begins.
    begins: Vec<i64>,
    /// When the present day begins.
    until: i64,
    services: HashMap<String, usize>,
    districts: HashMap<Option<String>, usize>,
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
        let until = begin(&zone.to_datetime(now).date());
        let (services, districts) = (HashMap::new(), HashMap::new());
        Self { months, begins, until, services, districts, cases: Vec::new() }
    }

    /// When the first month begins, in milliseconds.
    pub(crate) fn since(&self) -> i64 {
        self.begins.first().copied().unwrap_or(0)
    }

    /// The last millisecond that is counted: the end of yesterday. Whoever fetched the figures before
    /// and after a case was closed would see what that one case changed.
    pub(crate) fn until(&self) -> i64 {
        self.until - 1
    }

    /// Takes a case in.
    pub(crate) fn take(&mut self, ended: Ended) {
        let begun = self.begins.partition_point(|begin| *begin <= ended.closed_at);
        let Some(month) = begun.checked_sub(1) else { return };
        if ended.closed_at >= self.until {
            return;
        }
        let next = self.services.len();
        let service = *self.services.entry(ended.service).or_insert(next);
        let next = self.districts.len();
        let district = *self.districts.entry(ended.district).or_insert(next);
        let wait = Wait {
            kept: ended.kept,
            staff_ms: ended.staff_ms,
            resident_ms: ended.resident_ms,
            others_ms: ended.others_ms,
        };
        self.cases.push(Case { service, district, month, counts_as: ended.counts_as, wait });
    }

    /// Counts: a pass over the cases for what may be told, and one for each span of time.
    pub(crate) fn board(
        self,
        at: Timestamp,
        placed: &BTreeMap<String, Placed>,
        names: BTreeMap<String, String>,
        open: &[OpenNow],
    ) -> Board {
        let services = in_order(&self.services);
        let keys: Vec<&str> = services.iter().map(std::string::String::as_str).collect();
        let groups = Groups::new(&keys, placed);
        let districts: Vec<Option<String>> = in_order(&self.districts);
        let told = Telling::new(&groups, districts.len(), &self.cases);
        let mut board = Board {
            at,
            months: self.months.clone(),
            districts: names,
            figures: HashMap::new(),
            by_month: HashMap::new(),
            recorded: HashMap::new(),
            open: count_open(open, placed),
            published: Published::default(),
        };
        for period in PERIODS {
            let found = told.measures(&self.cases, span_of(period));
            let numbers = Numbers::new(&groups, &self.cases, period);
            for (scope, name) in groups.scopes.iter().enumerate() {
                let (closed, left_out) = numbers.of(scope);
                let total = found.get(&(scope, None)).cloned().unwrap_or_default();
                let total = total.map(|measure| Measure { closed, ..measure });
                if total == Told::Nothing && left_out == LeftOut::default() {
                    continue;
                }
                let mut split: Vec<(Option<String>, Told<Measure>)> = Vec::new();
                for (number, key) in
                    districts.iter().enumerate().filter(|_| total.shown().is_some())
                {
                    let told = found.get(&(scope, Some(number))).cloned();
                    split.extend(told.map(|told| (key.clone(), told)));
                }
                split.sort_by(|a, b| a.0.cmp(&b.0));
                let figures = Figures { total, districts: split, left_out };
                board.figures.insert((name.clone(), period), figures);
            }
        }
        for month in 0..MONTHS {
            for ((scope, _), measure) in told.measures(&self.cases, month) {
                let Some(name) = groups.scopes.get(scope) else { continue };
                if board.total(name, MONTHS).shown().is_some() {
                    let months = board.by_month.entry(name.clone());
                    let months = months.or_insert_with(|| vec![Told::Nothing; MONTHS]);
                    months.iter_mut().skip(month).take(1).for_each(|one| *one = measure.clone());
                }
            }
        }
        board.recorded = recorded(&groups, &districts, &self.cases);
        board.published = board.to_publish();
        board
    }
}

/// Names in the order of their numbers.
fn in_order<T: Clone>(numbers: &HashMap<T, usize>) -> Vec<T> {
    let mut found: Vec<(&T, usize)> = numbers.iter().map(|(name, id)| (name, *id)).collect();
    found.sort_by_key(|(_, id)| *id);
    found.into_iter().map(|(name, _)| name.clone()).collect()
}

/// What may be told, by kind.
struct Telling<'a> {
    groups: &'a Groups,
    sets: Vec<Sets<'a>>,
    told: Vec<secrets::Told>,
}

impl<'a> Telling<'a> {
    fn new(groups: &'a Groups, districts: usize, cases: &[Case]) -> Self {
        let mut cells: HashMap<(usize, usize, usize), [usize; KINDS]> = HashMap::new();
        for case in cases.iter().filter(|case| case.counts_as == CountsAs::Wait) {
            let cell = cells.entry((case.service, case.district, case.month)).or_default();
            for (count, has) in cell.iter_mut().zip(case.wait.kinds()) {
                *count += usize::from(has);
            }
        }
        let mut sets: Vec<Sets<'_>> = (0..KINDS).map(|_| Sets::new(groups, districts)).collect();
        for ((service, district, month), counts) in cells {
            for (sets, count) in sets.iter_mut().zip(counts) {
                sets.add(service, district, month, count);
            }
        }
        let mut told: Vec<secrets::Told> = Vec::new();
        for sets in &sets {
            // Whose times are hidden has nothing else told. Of a service's districts only times are.
            let first = told.first();
            let whole = |set: Set| set.scope == 0 || set.district.is_none();
            told.push(match first {
                None => sets.told(|_| true),
                Some(first) => sets.told(|set| first.is(set) && whole(set)),
            });
        }
        Self { groups, sets, told }
    }

    /// The figures of every scope, and of its districts, in a span of time.
    fn measures(
        &self,
        cases: &[Case],
        span: usize,
    ) -> HashMap<(usize, Option<usize>), Told<Measure>> {
        let mut waits: HashMap<(usize, Option<usize>), Vec<&Wait>> = HashMap::new();
        let inside = secrets::months(span);
        let waited =
            |case: &&Case| case.counts_as == CountsAs::Wait && inside.contains(&case.month);
        for case in cases.iter().filter(waited) {
            for scope in self.groups.of_service.get(case.service).into_iter().flatten() {
                waits.entry((*scope, None)).or_default().push(&case.wait);
                if span >= MONTHS && self.groups.has_districts(*scope) {
                    waits.entry((*scope, Some(case.district))).or_default().push(&case.wait);
                }
            }
        }
        let measure = |((scope, district), waits): ((usize, Option<usize>), Vec<&Wait>)| {
            let set = Set { scope, district, span };
            let mut kinds = [false; KINDS];
            for ((kind, told), sets) in kinds.iter_mut().zip(&self.told).zip(&self.sets) {
                *kind = told.is(set) || sets.count(set) == 0;
            }
            let hidden = !kinds.first().copied().unwrap_or(false);
            let told = Told::new(waits.len(), hidden, || Measure::of(waits.iter().copied(), kinds));
            ((scope, district), told)
        };
        waits.into_iter().map(measure).collect()
    }
}

#[cfg(test)]
mod tests {
    use base::time::{HOUR_MS, to_ms};
    use proptest::prelude::*;

    use super::*;
    use crate::board::Scope;
    use crate::measure::nearest_rank;
    use crate::rounding;

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

    fn closed(board: &Board, scope: &Scope) -> Option<usize> {
        board.total(scope, 12).shown()?.closed
    }

    #[test]
    fn what_ended_today_is_counted_tomorrow() {
        let cases = vec![ended("pothole", None, "2028-02-29T15:00:00Z", 1); 9];
        assert_eq!(board(cases).total(&Scope::Town, 12), &Told::Nothing);
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
        assert_eq!(closed(&board, &Scope::Town), Some(5));
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
        assert_eq!(
            figures.left_out,
            LeftOut {
                repeats: Told::Shown(5),
                withdrawn: Told::Shown(10),
                recorded: Told::Shown(5),
            }
        );
        assert_eq!(board.recorded(&pothole).unwrap().districts, [(Some("a".into()), 6)]);
    }

    #[test]
    fn a_rare_service_hides_and_takes_the_next_rarest_with_it() {
        let many = |service, number| vec![ended(service, None, "2028-02-10T15:00:00Z", 1); number];
        let board = board([many("rare", 3), many("common", 90), many("seldom", 8)].concat());
        let told = |service: &str| board.total(&Scope::Service(service.into()), 12).clone();
        assert_eq!((told("rare"), told("seldom")), (Told::Few, Told::Few));
        assert_eq!(closed(&board, &Scope::Service("common".into())), Some(90));
        // 90, about ten and a few.
        assert_eq!(closed(&board, &Scope::Town), Some(105));
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
                let until = to_ms("2028-02-29T05:00:00Z".parse().unwrap());
                let inside: Vec<&Ended> =
                    all.iter().filter(|case| (since..until).contains(&case.closed_at)).collect();
                for service in services {
                    let mut lengths: Vec<i64> =
                        inside.iter().filter(|case| case.service == service).map(|case| case.staff_ms).collect();
                    match board.total(&Scope::Service(service.into()), period) {
                        Told::Shown(measure) => {
                            let closed = measure.closed.unwrap();
                            prop_assert!(closed.abs_diff(lengths.len()) <= 3 * 3, "{} for {}", closed, lengths.len());
                            prop_assert_eq!(measure.median_ms, rounding::length(nearest_rank(&mut lengths, 50)));
                        }
                        Told::Few => prop_assert!(!lengths.is_empty()),
                        Told::Nothing => prop_assert!(lengths.is_empty()),
                    }
                }
                for (district, told) in board.of(&Scope::Town, period).districts {
                    let mut lengths: Vec<i64> =
                        inside.iter().filter(|case| case.district == district).map(|case| case.staff_ms).collect();
                    match told {
                        Told::Shown(measure) => prop_assert_eq!(measure.median_ms, rounding::length(nearest_rank(&mut lengths, 50))),
                        Told::Few => prop_assert!(!lengths.is_empty()),
                        Told::Nothing => prop_assert!(lengths.is_empty()),
                    }
                }
            }
        }
    }
}
