//! Which sets of cases have figures of their own, so that nothing follows about fewer than five.
//!
//! Every published time and share belongs to a [`Set`]: a scope, perhaps a district, and a span of
//! time. A set is told where (1) it has five cases; (2) a set that contains it has no case more, or
//! five more; (3) what is hidden among the parts of a told set is nothing, or several parts and five
//! cases together. The attacks that this stops stand in docs/decisions/0011-small-numbers.md.

use std::ops::Range;

use crate::board::{MONTHS, PERIODS};
use crate::groups::Groups;
use crate::hide::{Hidden, LEAST, hide, hide_grouped};

/// The spans of time that have figures: each month, then each period.
pub(crate) const SPANS: usize = MONTHS + PERIODS.len();

/// The stretches between the ends of the periods, oldest first, in months.
pub(crate) const STRETCHES: [Range<usize>; 3] = [0..6, 6..9, 9..12];

/// The months of a span.
pub(crate) fn months(span: usize) -> Range<usize> {
    match span.checked_sub(MONTHS).and_then(|period| PERIODS.get(period)) {
        Some(period) => MONTHS.saturating_sub(*period)..MONTHS,
        None => span..span + 1,
    }
}

/// The span of a period.
pub(crate) fn span_of(period: usize) -> usize {
    MONTHS + PERIODS.iter().position(|known| *known == period).unwrap_or(PERIODS.len() - 1)
}

/// Cases that have figures together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Set {
    /// The number of the scope.
    pub(crate) scope: usize,
    /// The number of the district; `None` for all together.
    pub(crate) district: Option<usize>,
    /// The number of the span.
    pub(crate) span: usize,
}

/// How many cases each set has.
pub(crate) struct Sets<'a> {
    groups: &'a Groups,
    districts: usize,
    counts: Vec<usize>,
}

/// Which sets are told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    districts: usize,
    told: Vec<bool>,
}

fn index(districts: usize, set: Set) -> usize {
    let district = set.district.map_or(0, |district| district + 1);
    (set.scope * (districts + 1) + district) * SPANS + set.span
}

impl Told {
    pub(crate) fn is(&self, set: Set) -> bool {
        self.told.get(index(self.districts, set)).copied().unwrap_or(false)
    }

    fn hide(&mut self, set: Set) {
        if let Some(told) = self.told.get_mut(index(self.districts, set)) {
            *told = false;
        }
    }

    fn number(&self) -> usize {
        self.told.iter().filter(|told| **told).count()
    }
}

impl<'a> Sets<'a> {
    pub(crate) fn new(groups: &'a Groups, districts: usize) -> Self {
        let counts = vec![0; groups.scopes.len() * (districts + 1) * SPANS];
        Self { groups, districts, counts }
    }

    /// Adds cases of a service that ended in a month in a district.
    pub(crate) fn add(&mut self, service: usize, district: usize, month: usize, cases: usize) {
        let Some(scopes) = self.groups.of_service.get(service) else { return };
        for scope in scopes {
            for span in (0..SPANS).filter(|span| months(*span).contains(&month)) {
                let own = self.groups.has_districts(*scope) && span >= MONTHS;
                for district in std::iter::once(None).chain(own.then_some(Some(district))) {
                    let set = Set { scope: *scope, district, span };
                    if let Some(count) = self.counts.get_mut(index(self.districts, set)) {
                        *count += cases;
                    }
                }
            }
        }
    }

    pub(crate) fn count(&self, set: Set) -> usize {
        self.counts.get(index(self.districts, set)).copied().unwrap_or(0)
    }

    /// Every set that may have figures.
    pub(crate) fn all(&self) -> impl Iterator<Item = Set> {
        (0..self.groups.scopes.len()).flat_map(move |scope| {
            let whole = (0..SPANS).map(move |span| Set { scope, district: None, span });
            let districts = if self.groups.has_districts(scope) { self.districts } else { 0 };
            let split = (0..districts).flat_map(move |district| {
                (MONTHS..SPANS).map(move |span| Set { scope, district: Some(district), span })
            });
            whole.chain(split)
        })
    }

    /// The sets that contain a set, whatever the cases are.
    pub(crate) fn around(&self, set: Set) -> impl Iterator<Item = Set> {
        let scopes = self.groups.around.get(set.scope).map_or(&[][..], Vec::as_slice);
        let spans = (0..SPANS).filter(move |span| {
            let (inner, outer) = (months(set.span), months(*span));
            outer.start <= inner.start && inner.end <= outer.end
        });
        scopes.iter().flat_map(move |scope| {
            spans.clone().flat_map(move |span| {
                let all = Set { scope: *scope, district: None, span };
                let same = set.district.is_some() && self.groups.has_districts(*scope);
                let same = same.then_some(Set { district: set.district, ..all });
                std::iter::once(all).chain(same).filter(move |outer| *outer != set)
            })
        })
    }

    /// Which of the sets that `may` be told are. What is hidden makes more hidden, until nothing
    /// follows; each round hides at least one, so that the rounds are no more than the sets.
    pub(crate) fn told(&self, may: impl Fn(Set) -> bool) -> Told {
        let mut told = Told { districts: self.districts, told: vec![false; self.counts.len()] };
        for set in self.all().filter(|set| self.count(*set) >= LEAST && may(*set)) {
            if let Some(one) = told.told.get_mut(index(self.districts, set)) {
                *one = true;
            }
        }
        loop {
            let before = told.number();
            for span in 0..SPANS {
                self.hide_parts(span, &mut told);
            }
            for scope in 0..self.groups.scopes.len() {
                self.hide_months(scope, &mut told);
                self.hide_districts(scope, &mut told);
            }
            // Last: it hides the service where a department less this one would tell of few. The rules above
            // often hide the department, which fewer people look for.
            self.hide_nested(&mut told);
            if told.number() == before {
                return told;
            }
        }
    }

    /// Rule 2: the smaller of two that differ by one to four cases is hidden.
    fn hide_nested(&self, told: &mut Told) {
        for set in self.all() {
            let follows = |outer: Set| {
                let more = self.count(outer).saturating_sub(self.count(set));
                told.is(outer) && (1..LEAST).contains(&more)
            };
            if told.is(set) && self.around(set).any(follows) {
                told.hide(set);
            }
        }
    }

    /// Rule 3 for the services, topics and departments of the town.
    fn hide_parts(&self, span: usize, told: &mut Told) {
        let at = |scope: usize| Set { scope, district: None, span };
        let hidden = |told: &Told, scope: usize| !told.is(at(scope)) && self.count(at(scope)) > 0;
        let (parts, groupings) = (self.groups.parts(), self.groups.groupings());
        let counts: Vec<usize> = parts.clone().map(|scope| self.count(at(scope))).collect();
        let groups = [self.groups.topics(), self.groups.departments()];
        let from = Hidden {
            whole: !told.is(at(0)),
            parts: parts.clone().map(|scope| hidden(told, scope)).collect(),
            groups: groups
                .iter()
                .map(|scopes| scopes.clone().map(|scope| hidden(told, scope)).collect())
                .collect(),
        };
        let found = hide_grouped(&counts, &groupings, from);
        let flags = std::iter::once((0..1, vec![found.whole]))
            .chain(groups.into_iter().zip(found.groups))
            .chain([(parts, found.parts)]);
        for (scopes, flags) in flags {
            for (scope, _) in scopes.zip(flags).filter(|(_, hidden)| *hidden) {
                told.hide(at(scope));
            }
        }
    }

    /// Rule 3 for the months of each stretch between two periods.
    fn hide_months(&self, scope: usize, told: &mut Told) {
        let at = |span: usize| Set { scope, district: None, span };
        if !told.is(at(span_of(MONTHS))) {
            (0..SPANS).for_each(|span| told.hide(at(span)));
            return;
        }
        for stretch in STRETCHES {
            let counts: Vec<usize> = stretch.clone().map(|month| self.count(at(month))).collect();
            let is_hidden = |(month, count): (usize, &usize)| *count > 0 && !told.is(at(month));
            let mut hidden: Vec<bool> = stretch.clone().zip(&counts).map(is_hidden).collect();
            let settled = hide(&counts, &mut hidden);
            for (month, _) in stretch.clone().zip(hidden).filter(|(_, hidden)| *hidden) {
                told.hide(at(month));
            }
            // The stretch is told by the periods at whose ends it lies: the shorter ones give way.
            if !settled {
                let shorter = PERIODS.iter().filter(|period| **period < MONTHS);
                let touching = shorter.filter(|period| {
                    let start = MONTHS - **period;
                    start == stretch.start || start == stretch.end
                });
                touching.for_each(|period| told.hide(at(span_of(*period))));
            }
        }
    }

    /// Rule 3 for the districts of a scope.
    fn hide_districts(&self, scope: usize, told: &mut Told) {
        if !self.groups.has_districts(scope) {
            return;
        }
        for span in MONTHS..SPANS {
            let at = |district| Set { scope, district: Some(district), span };
            let counts: Vec<usize> = (0..self.districts).map(|one| self.count(at(one))).collect();
            let whole = told.is(Set { scope, district: None, span });
            let is_hidden = |(one, count): (usize, &usize)| *count > 0 && !told.is(at(one));
            let mut hidden: Vec<bool> = counts.iter().enumerate().map(is_hidden).collect();
            let settled = whole && hide(&counts, &mut hidden);
            for (district, hidden) in hidden.iter().enumerate() {
                if *hidden || !settled {
                    told.hide(at(district));
                }
            }
        }
    }
}
