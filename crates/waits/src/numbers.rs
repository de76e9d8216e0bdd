//! Numbers of cases: as they are published, and what staff recorded themselves.

use std::collections::{BTreeMap, HashMap};

use cases::figures::CountsAs;

use crate::board::{LeftOut, MONTHS, Recorded, Scope};
use crate::counting::Case;
use crate::groups::Groups;
use crate::hide::LEAST;
use crate::rounding::Rounded;
use crate::secrets::{self, STRETCHES, span_of};

/// The numbers of cases in a period: sums of the rounded numbers of each service in each stretch.
pub(crate) struct Numbers(HashMap<usize, [Rounded; 4]>);

impl Numbers {
    pub(crate) fn new(groups: &Groups, cases: &[Case], period: usize) -> Self {
        let mut parts: HashMap<(usize, usize), [usize; 4]> = HashMap::new();
        let inside = secrets::months(span_of(period));
        for case in cases.iter().filter(|case| inside.contains(&case.month)) {
            let stretch = STRETCHES.iter().position(|months| months.contains(&case.month));
            let counts = parts.entry((case.service, stretch.unwrap_or(0))).or_default();
            let [waits, repeats, withdrawn, recorded] = counts;
            *match case.counts_as {
                CountsAs::Wait => waits,
                CountsAs::Repeat => repeats,
                CountsAs::Withdrawn => withdrawn,
                CountsAs::Recorded => recorded,
            } += 1;
        }
        let mut found: HashMap<usize, [Rounded; 4]> = HashMap::new();
        for ((service, _), counts) in parts {
            for scope in groups.of_service.get(service).into_iter().flatten() {
                let sums = found.entry(*scope).or_default();
                sums.iter_mut().zip(counts).for_each(|(sum, count)| sum.add(count));
            }
        }
        Self(found)
    }

    pub(crate) fn of(&self, scope: usize) -> (Option<usize>, LeftOut) {
        let sums = self.0.get(&scope).copied().unwrap_or_default();
        let [waits, repeats, withdrawn, recorded] = sums.map(Rounded::told);
        (waits.shown().copied(), LeftOut { repeats, withdrawn, recorded })
    }
}

/// How many cases of each month, and of each district.
type Parts = (Vec<usize>, BTreeMap<Option<String>, usize>);

/// What staff recorded when it was done, of the scopes where it is enough to show.
pub(crate) fn recorded(
    groups: &Groups,
    districts: &[Option<String>],
    cases: &[Case],
) -> HashMap<Scope, Recorded> {
    let mut found: HashMap<Scope, Parts> = HashMap::new();
    for case in cases.iter().filter(|case| case.counts_as == CountsAs::Recorded) {
        for scope in groups.of_service.get(case.service).into_iter().flatten() {
            let Some(name) = groups.scopes.get(*scope) else { continue };
            let entry = found.entry(name.clone());
            let (months, places) = entry.or_insert_with(|| (vec![0; MONTHS], BTreeMap::new()));
            months.iter_mut().skip(case.month).take(1).for_each(|month| *month += 1);
            *places.entry(districts.get(case.district).cloned().flatten()).or_default() += 1;
        }
    }
    found.retain(|_, (months, _)| months.iter().sum::<usize>() >= LEAST);
    let recorded = |(months, places): (Vec<usize>, BTreeMap<_, _>)| Recorded {
        months,
        districts: places.into_iter().collect(),
    };
    found.into_iter().map(|(scope, one)| (scope, recorded(one))).collect()
}
