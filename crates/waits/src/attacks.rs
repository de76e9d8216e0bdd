//! Attacks on a board by whoever has all of its figures: each tries to get at fewer than five cases.

use std::collections::{BTreeMap, BTreeSet};

use base::time::{DAY_MS, HOUR_MS, to_ms};
use cases::figures::{CountsAs, Ended};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use proptest::prelude::*;

use crate::board::{Board, MONTHS, PERIODS, Placed, Scope, Told};
use crate::counting::Counting;
use crate::hide::LEAST;
use crate::measure::{KINDS, Measure};
use crate::secrets::{months, span_of};

const SERVICES: [(&str, &str, &str); 6] = [
    ("bins", "waste", "works"),
    ("sofa", "waste", "works"),
    ("rats", "health", "works"),
    ("noise", "health", "office"),
    ("permit", "papers", "office"),
    ("licence", "papers", "office"),
];
const DISTRICTS: [Option<&str>; 3] = [None, Some("north"), Some("south")];

fn now() -> Timestamp {
    "2028-02-29T16:00:00Z".parse().unwrap()
}

/// Service, district, days since it ended, hours, what was promised and who else was waited for.
type Drawn = (usize, usize, i64, i64, Option<bool>, i64);

fn drawn(least: usize) -> impl Strategy<Value = Vec<Drawn>> {
    let one = (0..SERVICES.len(), 0..DISTRICTS.len(), 1_i64..360, 1_i64..90);
    let one = (one, prop::option::weighted(0.8, any::<bool>()), 0_i64..3);
    let one = one.prop_map(|((service, district, days, hours), kept, resident)| {
        // Some services are rare, so that small numbers occur beside large ones.
        (service * service / 5, district, days * days / 360, hours, kept, resident)
    });
    prop::collection::vec(one, least..220)
}

fn ended((service, district, days, hours, kept, resident): Drawn) -> Ended {
    Ended {
        service: SERVICES[service].0.to_owned(),
        district: DISTRICTS[district].map(ToOwned::to_owned),
        closed_at: to_ms(now()) - days.max(1) * DAY_MS,
        kept,
        staff_ms: hours * HOUR_MS,
        resident_ms: (resident - 1).max(0) * HOUR_MS,
        others_ms: 0,
        counts_as: CountsAs::Wait,
    }
}

fn board(cases: &[Ended]) -> (Board, Vec<Date>) {
    let placed = SERVICES.map(|(key, topic, department)| {
        let placed = Placed { topic: topic.to_owned(), department: department.to_owned() };
        (key.to_owned(), placed)
    });
    let zone = TimeZone::get("America/New_York").unwrap();
    let mut counting = Counting::new(now(), &zone);
    for case in cases {
        counting.take(case.clone());
    }
    let board = counting.board(now(), &BTreeMap::from(placed), BTreeMap::new(), &[]);
    let months = board.months.clone();
    (board, months)
}

type Date = jiff::civil::Date;

/// A district of a case, or that it has none.
type District = Option<String>;

/// A set of cases that the board has figures of: which cases, and which kinds of figures.
struct Seen {
    scope: Scope,
    services: BTreeSet<&'static str>,
    district: Option<District>,
    span: usize,
    kinds: [bool; KINDS],
}

impl Seen {
    fn new(
        scope: &Scope,
        district: Option<District>,
        span: usize,
        told: &Measure,
        all: &BTreeSet<&'static str>,
    ) -> Self {
        let in_scope = |(key, topic, department): &(&'static str, &str, &str)| match scope {
            Scope::Town => true,
            Scope::Topic(one) => one == topic,
            Scope::Department(one) => one == department,
            Scope::Service(one) => one == key,
        };
        let services = SERVICES.iter().filter(|one| in_scope(one)).map(|one| one.0);
        let [staff, resident, others] = told.sides.map(|side| side.shown().is_some());
        Self {
            scope: scope.clone(),
            services: services.filter(|key| all.contains(key)).collect(),
            district,
            span,
            kinds: [true, told.kept.is_some(), staff, resident, others],
        }
    }

    fn holds(&self, case: &Ended, month: usize) -> bool {
        self.services.contains(case.service.as_str())
            && self.district.as_ref().is_none_or(|district| *district == case.district)
            && months(self.span).contains(&month)
    }

    fn is_within(&self, outer: &Self) -> bool {
        self.services.is_subset(&outer.services)
            && (outer.district.is_none() || outer.district == self.district)
            && months(self.span).all(|month| months(outer.span).contains(&month))
    }
}

fn is_of(kind: usize, case: &Ended) -> bool {
    [true, case.kept.is_some(), case.staff_ms > 0, case.resident_ms > 0, case.others_ms > 0][kind]
}

/// Everything that the board tells.
fn seen(board: &Board, cases: &[Ended]) -> Vec<Seen> {
    let all: BTreeSet<&'static str> = SERVICES
        .iter()
        .map(|one| one.0)
        .filter(|key| cases.iter().any(|case| case.service == *key))
        .collect();
    let mut found = Vec::new();
    for ((scope, period), figures) in &board.figures {
        let span = span_of(*period);
        if let Told::Shown(total) = &figures.total {
            found.push(Seen::new(scope, None, span, total, &all));
        }
        for (district, told) in &figures.districts {
            if let Told::Shown(told) = told {
                found.push(Seen::new(scope, Some(district.clone()), span, told, &all));
            }
        }
    }
    for (scope, months) in &board.by_month {
        for (month, told) in months.iter().enumerate() {
            if let Told::Shown(told) = told {
                found.push(Seen::new(scope, None, month, told, &all));
            }
        }
    }
    found
}

fn month_of(case: &Ended, months: &[Date]) -> usize {
    let zone = TimeZone::get("America/New_York").unwrap();
    let day = zone.to_datetime(base::time::from_ms(case.closed_at)).date();
    months.iter().rposition(|month| *month <= day).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Over periods, months, districts, topics, departments and services: a set less one inside it.
    #[test]
    fn no_difference_of_two_figures_is_about_fewer_than_five(drawn in drawn(20)) {
        let cases: Vec<Ended> = drawn.into_iter().map(ended).collect();
        let (board, months) = board(&cases);
        let seen = seen(&board, &cases);
        for kind in 0..KINDS {
            let with: Vec<(&Ended, usize)> = cases.iter().filter(|case| is_of(kind, case)).map(|case| (case, month_of(case, &months))).collect();
            let count = |set: &Seen| with.iter().filter(|(case, month)| set.holds(case, *month)).count();
            for inner in seen.iter().filter(|set| set.kinds[kind]) {
                prop_assert!(count(inner) >= LEAST);
                for outer in seen.iter().filter(|set| set.kinds[kind] && inner.is_within(set)) {
                    let rest = count(outer) - count(inner);
                    prop_assert!(
                        rest == 0 || rest >= LEAST,
                        "{:?} {:?} {} less {:?} {:?} {} leaves {rest} of kind {kind}",
                        outer.scope, outer.district, outer.span, inner.scope, inner.district, inner.span
                    );
                }
            }
        }
    }

    /// A whole less all of its parts that are told: services, months, districts.
    #[test]
    fn what_a_whole_has_beyond_its_told_parts_is_not_about_fewer_than_five(drawn in drawn(20)) {
        let cases: Vec<Ended> = drawn.into_iter().map(ended).collect();
        let (board, months) = board(&cases);
        let seen = seen(&board, &cases);
        for kind in [0, 1, 3] {
            for whole in seen.iter().filter(|set| set.kinds[kind]) {
                let is_part = |part: &&Seen| part.kinds[kind] && part.is_within(whole);
                let services = |part: &&Seen| matches!(part.scope, Scope::Service(_)) && !matches!(whole.scope, Scope::Service(_)) && part.span == whole.span && part.district.is_none();
                let of_time = |part: &&Seen| part.scope == whole.scope && part.district.is_none() && part.span < MONTHS && whole.span >= MONTHS;
                let of_place = |part: &&Seen| part.scope == whole.scope && part.district.is_some() && part.span == whole.span;
                let ways: [&dyn Fn(&&Seen) -> bool; 3] = [&services, &of_time, &of_place];
                for way in ways.iter().filter(|_| whole.district.is_none()) {
                    let parts: Vec<&Seen> = seen.iter().filter(is_part).filter(way).collect();
                    let rest = cases.iter().filter(|case| {
                        let month = month_of(case, &months);
                        is_of(kind, case) && whole.holds(case, month) && !parts.iter().any(|part| part.holds(case, month))
                    }).count();
                    prop_assert!(rest == 0 || rest >= LEAST, "{:?} {}: {rest} of kind {kind}", whole.scope, whole.span);
                }
            }
        }
    }

    /// Numbers of cases: whatever a small part is, no published number changes with it.
    #[test]
    fn a_small_number_may_be_any_other_small_number(drawn in drawn(20), few in 1_usize..LEAST, other in 1_usize..LEAST) {
        let others: Vec<Ended> = drawn.into_iter().map(ended).filter(|case| case.service != "licence").collect();
        let licence = ended((5, 1, 20, 7, Some(true), 0));
        let with = |few: usize| [others.clone(), vec![licence.clone(); few]].concat();
        let (one, two) = (board(&with(few)).0, board(&with(other)).0);
        for (at, figures) in &one.figures {
            let closed = |told: &Told<Measure>| told.shown().map(|measure| measure.closed);
            let Some(twin) = two.figures.get(at) else { continue };
            if let (Some(a), Some(b)) = (closed(&figures.total), closed(&twin.total)) {
                prop_assert_eq!(a, b, "{:?}", at);
            }
        }
    }

    /// The page of a service has its figures from the board, and nothing that the board hides.
    #[test]
    fn other_pages_tell_what_the_board_tells(drawn in drawn(20)) {
        let cases: Vec<Ended> = drawn.into_iter().map(ended).collect();
        let (board, _) = board(&cases);
        for (key, _, _) in SERVICES {
            let told = board.total(&Scope::Service(key.into()), MONTHS).shown();
            let page = board.published.get(key);
            prop_assert_eq!(told.map(|told| (told.median_ms, told.p90_ms, told.kept)), page.map(|page| (page.median_ms, page.p90_ms, page.kept)));
        }
        prop_assert!(PERIODS.contains(&MONTHS));
    }
}
