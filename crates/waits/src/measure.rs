//! What is told about some cases that ended: how many, how long, whether promises were kept.

use serde::Serialize;

use crate::hide::LEAST;

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

/// The figures of some cases.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Measure {
    /// How many ended.
    pub(crate) closed: usize,
    /// How many had a promise.
    pub(crate) promised: usize,
    /// How many promises were kept.
    pub(crate) kept: usize,
    /// Half took this long or less.
    pub(crate) median_ms: i64,
    /// Nine of ten took this long or less.
    pub(crate) p90_ms: i64,
    /// The town's own part of the time.
    pub(crate) staff: Part,
    /// Waiting for the resident.
    pub(crate) resident: Part,
    /// Waiting for others.
    pub(crate) others: Part,
}

/// A part of the time that cases took.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Part {
    /// Of all cases together.
    pub(crate) total_ms: i64,
    /// How many cases had any of it.
    pub(crate) cases: usize,
    /// Half of those had this much or less.
    pub(crate) median_ms: i64,
}

impl Measure {
    /// Counts cases.
    pub(crate) fn of<'a>(cases: impl Iterator<Item = &'a Wait> + Clone) -> Self {
        let mut lengths: Vec<i64> = cases.clone().map(Wait::length).collect();
        let promises = cases.clone().filter_map(|case| case.kept);
        Self {
            closed: lengths.len(),
            promised: promises.clone().count(),
            kept: promises.filter(|kept| *kept).count(),
            median_ms: nearest_rank(&mut lengths, 50),
            p90_ms: nearest_rank(&mut lengths, 90),
            staff: Part::of(cases.clone().map(|case| case.staff_ms)),
            resident: Part::of(cases.clone().map(|case| case.resident_ms)),
            others: Part::of(cases.map(|case| case.others_ms)),
        }
    }

    /// The share of promises kept, from 0 to 1; `None` where too few were made.
    pub(crate) fn share_kept(&self) -> Option<f64> {
        (self.promised >= LEAST).then(|| ratio(self.kept, self.promised))
    }

    /// The parts of the time as shares of one: the town's, the residents', that of others.
    pub(crate) fn split(&self) -> Option<[f64; 3]> {
        let parts = [&self.staff, &self.resident, &self.others].map(|part| seconds(part.total_ms));
        let all: f64 = parts.iter().sum();
        (all > 0.0).then(|| parts.map(|part| part / all))
    }
}

impl Part {
    fn of(times: impl Iterator<Item = i64>) -> Self {
        let mut some: Vec<i64> = times.filter(|ms| *ms > 0).collect();
        Self {
            total_ms: some.iter().sum(),
            cases: some.len(),
            median_ms: nearest_rank(&mut some, 50),
        }
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
        assert_eq!(Measure::of(cases.iter()).share_kept(), None);
        cases.push(promised(true));
        assert_eq!(Measure::of(cases.iter()).share_kept(), Some(0.8));
    }

    proptest! {
        #[test]
        fn the_figures_equal_a_naive_recount(
            cases in prop::collection::vec((prop::option::of(any::<bool>()), 0_i64..1_000, 0_i64..50, 0_i64..3), 1..200),
        ) {
            let cases: Vec<Wait> = cases
                .into_iter()
                .map(|(kept, staff_ms, resident_ms, others_ms)| Wait { kept, staff_ms, resident_ms, others_ms })
                .collect();
            let measure = Measure::of(cases.iter());
            // The definition itself: count for each value how many do not exceed it.
            let at_least = |values: &[i64], percent: usize| {
                let enough = |value: &&i64| {
                    values.iter().filter(|other| other <= value).count() * 100 >= percent * values.len()
                };
                values.iter().filter(enough).min().copied().unwrap_or(0)
            };
            let lengths: Vec<i64> = cases.iter().map(Wait::length).collect();
            prop_assert_eq!(measure.median_ms, at_least(&lengths, 50));
            prop_assert_eq!(measure.p90_ms, at_least(&lengths, 90));
            let waited: Vec<i64> = cases.iter().map(|case| case.resident_ms).filter(|ms| *ms > 0).collect();
            prop_assert_eq!(measure.resident.median_ms, at_least(&waited, 50));
            prop_assert_eq!(measure.closed, cases.len());
            let mut kept = 0;
            for case in &cases {
                if case.kept == Some(true) { kept += 1; }
            }
            prop_assert_eq!(measure.kept, kept);
            let all: i64 = lengths.iter().sum();
            prop_assert_eq!(measure.staff.total_ms + measure.resident.total_ms + measure.others.total_ms, all);
        }
    }
}
