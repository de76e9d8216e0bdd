use base::Localized;
use jiff::civil::Time;
use proptest::prelude::*;
use services::Week;

use super::*;

fn zone() -> TimeZone {
    TimeZone::get("America/New_York").unwrap()
}

fn span(text: &str) -> OpenSpan {
    OpenSpan::parse(text).unwrap()
}

fn resource(key: &str, offers: &[&str], seats: u32, hours: Option<&str>) -> Resource {
    let week = hours.map(|text| Week(std::array::from_fn(|_| vec![span(text)])));
    let offers = offers.iter().map(|one| (*one).to_owned()).collect();
    Resource { key: key.into(), name: key.into(), offers, seats, hours: week }
}

fn branch(spans: &[OpenSpan], resources: Vec<Resource>) -> Branch {
    Branch {
        key: "registry".into(),
        name: Localized::new("Registry"),
        address: String::new(),
        directions: None,
        hours: Week(std::array::from_fn(|_| spans.to_vec())),
        exceptions: Vec::new(),
        resources,
    }
}

const ALWAYS: Window = Window { earliest: i64::MIN, latest: i64::MAX };
const HALF: Timing = Timing { length: 30 * 60_000, before: 0, after: 0 };

fn starts(date: &str, spans: &[OpenSpan], timing: Timing) -> Vec<String> {
    let branch = branch(spans, vec![resource("a", &[], 1, None)]);
    let date: Date = date.parse().unwrap();
    let found = free((&branch, "x"), (&zone(), date), timing, ALWAYS, &Taken::new());
    let named = |one: &Free| {
        let at = Timestamp::from_millisecond(one.start).unwrap();
        at.to_zoned_datetime(zone()).strftime("%H:%M%:z").to_string()
    };
    found.iter().map(named).collect()
}

#[test]
fn buffers_lie_within_the_opening_hours() {
    let timing = Timing { length: 20 * 60_000, before: 5 * 60_000, after: 10 * 60_000 };
    let found = starts("2026-12-03", &[span("09:00-10:45"), span("13:00-13:30")], timing);
    assert_eq!(found, ["09:05-05:00", "09:40-05:00", "10:15-05:00"]);
}

#[test]
fn the_hour_that_spring_leaves_out_has_no_times_and_the_one_that_autumn_repeats_has_twice_as_many()
{
    let night = [span("01:00-04:00")];
    assert_eq!(
        starts("2026-03-08", &night, HALF),
        ["01:00-05:00", "01:30-05:00", "03:00-04:00", "03:30-04:00"]
    );
    let found = starts("2026-11-01", &[span("01:00-02:30")], HALF);
    let twice = ["01:00-04:00", "01:30-04:00", "01:00-05:00", "01:30-05:00", "02:00-05:00"];
    assert_eq!(found, twice);
    // What closes in the doubled hour closes in its second pass.
    assert_eq!(starts("2026-11-01", &[span("00:30-01:30")], HALF).len(), 4);
}

#[test]
fn a_day_with_other_hours_has_those_and_a_closed_one_none() {
    let mut one = branch(&[span("09:00-10:00")], vec![resource("a", &[], 2, None)]);
    let closed = "2026-12-03".parse().unwrap();
    one.exceptions.push(services::Exception { date: closed, hours: vec![], reason: String::new() });
    let found = |date: Date| free((&one, "x"), (&zone(), date), HALF, ALWAYS, &Taken::new());
    assert!(found(closed).is_empty());
    let other = found("2026-12-04".parse().unwrap());
    assert_eq!(other.iter().map(|one| one.seats).collect::<Vec<_>>(), [2, 2]);
}

#[test]
fn a_block_takes_every_step_that_it_touches() {
    let block = Block { from: GRAIN_MS * 3, to: GRAIN_MS * 5 };
    assert_eq!(block.grains(), 3..5);
    assert_eq!(Block { from: GRAIN_MS * 3 + 1, to: GRAIN_MS * 5 + 1 }.grains(), 3..6);
    assert_eq!(Block { from: -GRAIN_MS, to: 0 }.grains(), -1..0);
}

/// What is free, found minute by minute by asking of each whether it is open and free.
fn naive(
    (branch, offer): (&Branch, &str),
    date: Date,
    timing: Timing,
    window: Window,
    taken: &Taken,
) -> Vec<Free> {
    let (zone, minute) = (zone(), 60_000);
    let bounds = bounds(&zone, date, date);
    // It is open from when its clock first shows the hour until it last shows one before closing.
    let clock: Vec<(i64, Time)> = (bounds.from..bounds.to)
        .step_by(60_000)
        .map(|at| (at, zone.to_datetime(Timestamp::from_millisecond(at).unwrap()).time()))
        .collect();
    let open = |span: &OpenSpan| {
        let from = clock.iter().find(|(_, time)| *time >= span.from).map(|(at, _)| *at);
        let last = clock.iter().rev().find(|(_, time)| *time < span.to).map(|(at, _)| *at);
        from.zip(last)
    };
    let opens = |spans: &[OpenSpan], at: i64| {
        let open: Vec<_> = spans.iter().map(open).collect();
        open.iter().position(|span| span.is_some_and(|(from, last)| from <= at && at <= last))
    };
    let (spans, until) = (branch.spans(date), bounds.to);
    let mut found = Vec::new();
    let mut since: Option<(usize, i64)> = None;
    for at in (bounds.from..until).step_by(60_000) {
        let here = opens(spans, at);
        since = match (here, since) {
            (Some(span), Some((same, from))) if span == same => Some((same, from)),
            (Some(span), _) => Some((span, at)),
            (None, _) => None,
        };
        let Some((span, from)) = since else { continue };
        // A block begins here where whole steps have passed since it opened.
        if (at - from) % timing.step() != 0 {
            continue;
        }
        let (start, end) = (at + timing.before, at + timing.step());
        let minutes = || (at..end).step_by(usize::try_from(minute).unwrap());
        if !minutes().all(|at| opens(spans, at) == Some(span)) {
            continue;
        }
        if !(window.earliest..=window.latest).contains(&start) {
            continue;
        }
        let mut seats = 0;
        for one in branch.resources.iter().filter(|one| one.can(offer)) {
            let own = one.hours.as_ref().map(|week| week.on(date.weekday()));
            let serves = own.is_none_or(|own| minutes().all(|at| opens(own, at).is_some()));
            for unit in one.units() {
                let taken = taken.get(&unit).into_iter().flatten();
                let busy = |at: i64| taken.clone().any(|one| (one.from..one.to).contains(&at));
                seats += usize::from(serves && !minutes().any(busy));
            }
        }
        if seats > 0 {
            found.push(Free { start, seats });
        }
    }
    found
}

/// Openings of a day that do not meet, in steps of five minutes.
fn spans() -> impl Strategy<Value = Vec<OpenSpan>> {
    proptest::collection::btree_set(0_u32..=287, 0..6).prop_map(|marks| {
        let marks: Vec<u32> = marks.into_iter().collect();
        let time = |mark: u32| {
            let text = format!("{:02}:{:02}", mark / 12, mark % 12 * 5);
            Time::strptime("%H:%M", &text).unwrap()
        };
        let pairs = marks.chunks_exact(2);
        pairs.map(|pair| OpenSpan { from: time(pair[0]), to: time(pair[1]) }).collect()
    })
}

fn taken_of(units: Vec<String>) -> impl Strategy<Value = Taken> {
    let one = proptest::collection::btree_set(0_i64..330, 0..8);
    proptest::collection::vec(one, units.len()).prop_map(move |all| {
        let blocks = |marks: &std::collections::BTreeSet<i64>| {
            let marks: Vec<i64> = marks.iter().copied().collect();
            let pairs = marks.chunks_exact(2);
            pairs.map(|pair| Block { from: pair[0], to: pair[1] }).collect::<Vec<_>>()
        };
        units.iter().cloned().zip(all.iter().map(blocks)).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]
    #[test]
    fn free_times_are_those_that_a_look_at_every_minute_finds(
        spans in spans(),
        date in prop::sample::select(vec!["2026-03-08", "2026-11-01", "2026-12-03", "2026-07-04"]),
        (length, before, after) in (1_i64..13, 0_i64..4, 0_i64..4),
        seats in 1_u32..4,
        own in prop::option::of(prop::sample::select(vec!["08:00-14:00", "00:30-03:15"])),
        taken in taken_of(vec!["a.1".into(), "a.2".into(), "a.3".into(), "b.1".into()]),
        (earliest, latest) in (0_i64..200, 100_i64..400),
    ) {
        let timing = Timing {
            length: length * GRAIN_MS, before: before * GRAIN_MS, after: after * GRAIN_MS,
        };
        let resources = vec![
            resource("a", &["x"], seats, None),
            resource("b", &[], 1, own),
            resource("c", &["y"], 1, None),
        ];
        let branch = branch(&spans, resources);
        let date: Date = date.parse().unwrap();
        let midnight = bounds(&zone(), date, date).from;
        let at = |mark: i64| midnight + mark * GRAIN_MS;
        let window = Window { earliest: at(earliest), latest: at(latest) };
        let moved = |blocks: &Vec<Block>| {
            blocks.iter().map(|one| Block { from: at(one.from), to: at(one.to) }).collect()
        };
        let taken: Taken = taken.iter().map(|(unit, blocks)| (unit.clone(), moved(blocks))).collect();
        let quick = free((&branch, "x"), (&zone(), date), timing, window, &taken);
        let slow = naive((&branch, "x"), date, timing, window, &taken);
        prop_assert_eq!(quick, slow);
    }
}
