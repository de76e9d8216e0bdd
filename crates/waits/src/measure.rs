//! What is told about some cases that ended: how many, how long, whether promises were kept.

use crate::board::Told;
use crate::hide::LEAST;
use crate::rounding;

/// Only what so many cases stand behind is named as the best or the slowest: a month of a dozen
/// cases is chance.
const NAMED: usize = 30;

/// A case that ended and somebody waited for; times in milliseconds of working time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wait {
    pub(crate) kept: Option<bool>,
    pub(crate) staff_ms: i64,
    pub(crate) resident_ms: i64,
    pub(crate) others_ms: i64,
}

impl Wait {
    /// From the beginning to the end, whoever was waited for: what the resident lived through.
    pub(crate) fn length(&self) -> i64 {
        self.staff_ms + self.resident_ms + self.others_ms
    }
}

/// What a set of cases is counted by: those who waited, those with a promise, those where the town,
/// the resident or others took time. Each is protected like the cases themselves.
pub(crate) const KINDS: usize = 5;

/// The figures of some cases, as they are published.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Measure {
    /// About how many ended; told for periods alone.
    pub(crate) closed: Option<usize>,
    /// Whether so many stand behind it that a sentence may name it.
    pub(crate) is_named: bool,
    /// The share of promises kept, from 0 to 1.
    pub(crate) kept: Option<f64>,
    /// Half took this long or less.
    pub(crate) median_ms: i64,
    /// Nine of ten took this long or less.
    pub(crate) p90_ms: i64,
    /// The town's own part of the time, that of residents, that of others.
    pub(crate) sides: [Told<Side>; 3],
    /// The same as shares of all time.
    pub(crate) split: Option<[f64; 3]>,
}

/// A part of the time that cases took.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Side {
    /// The share of the cases that had any of it.
    pub(crate) share: f64,
    /// Half of those had this much or less.
    pub(crate) median_ms: i64,
}

impl Wait {
    /// Whether it counts for each kind.
    pub(crate) fn kinds(&self) -> [bool; KINDS] {
        let some = |ms: i64| ms > 0;
        let Self { staff_ms, resident_ms, others_ms, kept } = *self;
        [true, kept.is_some(), some(staff_ms), some(resident_ms), some(others_ms)]
    }
}

impl Measure {
    /// Counts cases; only the kinds that may be told are.
    pub(crate) fn of<'a>(
        cases: impl Iterator<Item = &'a Wait> + Clone,
        [_, promised, sides @ ..]: [bool; KINDS],
    ) -> Self {
        let mut lengths: Vec<i64> = cases.clone().map(Wait::length).collect();
        let promises = cases.clone().filter_map(|case| case.kept);
        let made = promises.clone().count();
        let kept = ratio(promises.filter(|kept| *kept).count(), made);
        let times = [
            cases.clone().map(|case| case.staff_ms).collect::<Vec<_>>(),
            cases.clone().map(|case| case.resident_ms).collect(),
            cases.map(|case| case.others_ms).collect(),
        ];
        let totals = times.each_ref().map(|times| seconds(times.iter().sum()));
        let told = times.into_iter().zip(sides).map(|(times, told)| Side::of(times, told));
        let mut sides = [Told::Nothing; 3];
        sides.iter_mut().zip(told).for_each(|(side, told)| *side = told);
        Self {
            closed: None,
            is_named: lengths.len() >= NAMED,
            kept: (promised && made >= LEAST).then(|| rounding::share(kept)),
            median_ms: rounding::length(nearest_rank(&mut lengths, 50)),
            p90_ms: rounding::length(nearest_rank(&mut lengths, 90)),
            split: (!sides.iter().any(Told::is_few)).then(|| split(totals)).flatten(),
            sides,
        }
    }
}

/// The parts of the time as shares of one.
fn split(totals: [f64; 3]) -> Option<[f64; 3]> {
    let all: f64 = totals.iter().sum();
    (all > 0.0).then(|| totals.map(|part| rounding::share(part / all)))
}

impl Side {
    fn of(times: Vec<i64>, told: bool) -> Told<Self> {
        let all = times.len();
        let mut some: Vec<i64> = times.into_iter().filter(|ms| *ms > 0).collect();
        Told::new(some.len(), !told || some.len() < LEAST, || Self {
            share: rounding::share(ratio(some.len(), all)),
            median_ms: rounding::length(nearest_rank(&mut some, 50)),
        })
    }
}

/// The percentile by nearest rank: the smallest value that so many percent of the values do not
/// exceed, always one that occurs (Hyndman and Fan 1996, definition 1). Zero where there is none.
pub(crate) fn nearest_rank(values: &mut [i64], percent: usize) -> i64 {
    let rank = (values.len() * percent).div_ceil(100).saturating_sub(1);
    if rank >= values.len() {
        return 0;
    }
    *values.select_nth_unstable(rank).1
}

/// A share of one.
pub(crate) fn ratio(part: usize, whole: usize) -> f64 {
    count(part) / count(whole.max(1))
}

/// A count as a number to draw or write.
pub(crate) fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

/// Seconds of a length: exact for millions of years.
#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "a length to draw")]
pub(crate) fn seconds(ms: i64) -> f64 {
    ms as f64 / 1_000.0
}

/// Milliseconds of a length in seconds.
#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "`as` saturates")]
pub(crate) fn milliseconds(seconds: f64) -> i64 {
    (seconds * 1_000.0).round() as i64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn percentiles_are_cases_that_happened() {
        assert_eq!(nearest_rank(&mut [15, 20, 35, 40, 50], 50), 35);
        assert_eq!(nearest_rank(&mut [15, 20, 35, 40, 50], 90), 50);
        assert_eq!(nearest_rank(&mut [4, 2], 50), 2);
        assert_eq!(nearest_rank(&mut [], 50), 0);
    }

    #[test]
    fn a_share_of_few_promises_is_not_told() {
        let promised = |kept| Wait { kept: Some(kept), ..Wait::default() };
        let mut cases = vec![promised(true), promised(true), promised(true), promised(false)];
        cases.extend([Wait::default(); 10]);
        assert_eq!(Measure::of(cases.iter(), [true; KINDS]).kept, None);
        cases.push(promised(true));
        assert_eq!(Measure::of(cases.iter(), [true; KINDS]).kept, Some(0.8));
        assert_eq!(Measure::of(cases.iter(), [true, false, true, true, true]).kept, None);
    }

    #[test]
    fn where_the_time_of_few_would_follow_no_split_is_told() {
        let mut cases = vec![Wait { staff_ms: 3, ..Wait::default() }; 20];
        let all = Measure::of(cases.iter(), [true; KINDS]);
        assert_eq!(all.split, Some([1.0, 0.0, 0.0]));
        assert_eq!(all.sides[1], Told::Nothing);
        cases[0].resident_ms = 5;
        let some = Measure::of(cases.iter(), [true; KINDS]);
        assert_eq!((some.split, some.sides[1]), (None, Told::Few));
    }

    proptest! {
        #[test]
        fn the_figures_equal_a_naive_recount(
            cases in prop::collection::vec((prop::option::of(any::<bool>()), 0_i64..9_000_000, 0_i64..50, 0_i64..3), 5..200),
        ) {
            let cases: Vec<Wait> = cases
                .into_iter()
                .map(|(kept, staff_ms, resident_ms, others_ms)| Wait { kept, staff_ms, resident_ms, others_ms })
                .collect();
            let measure = Measure::of(cases.iter(), [true; KINDS]);
            // The definition itself: count for each value how many do not exceed it.
            let at_least = |values: &[i64], percent: usize| {
                let enough = |value: &&i64| {
                    values.iter().filter(|other| other <= value).count() * 100 >= percent * values.len()
                };
                values.iter().filter(enough).min().copied().unwrap_or(0)
            };
            let lengths: Vec<i64> = cases.iter().map(Wait::length).collect();
            prop_assert_eq!(measure.median_ms, rounding::length(at_least(&lengths, 50)));
            prop_assert_eq!(measure.p90_ms, rounding::length(at_least(&lengths, 90)));
            let waited: Vec<i64> = cases.iter().map(|case| case.resident_ms).filter(|ms| *ms > 0).collect();
            if let Told::Shown(side) = measure.sides[1] {
                prop_assert_eq!(side.median_ms, rounding::length(at_least(&waited, 50)));
            }
            let promised = cases.iter().filter(|case| case.kept.is_some()).count();
            let kept = cases.iter().filter(|case| case.kept == Some(true)).count();
            let share = (promised >= LEAST).then(|| rounding::share(ratio(kept, promised)));
            prop_assert_eq!(measure.kept, share);
        }
    }
}
