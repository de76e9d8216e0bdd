//! Which numbers are too small to show.
//!
//! A number of cases from 1 to 4 could tell about single people, so it is hidden. A hidden number
//! must not follow from the others either: where a total is shown, none or at least two of its parts
//! are hidden, and those are five cases or more together (complementary suppression; Hundepool et
//! al., Statistical Disclosure Control, 2012, chapter 4). The next smallest part is hidden too.

use cases::figures;

/// Below so many cases there are no figures.
pub(crate) const LEAST: usize = least();

#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "a small positive constant"
)]
const fn least() -> usize {
    figures::LEAST as usize
}

/// Hides more of the parts of a total that is shown until those hidden do not follow from it; false
/// when that cannot be reached, so that the total must be hidden too.
pub(crate) fn hide(parts: &[usize], hidden: &mut [bool]) -> bool {
    for (hidden, count) in hidden.iter_mut().zip(parts) {
        *hidden |= is_small(*count);
    }
    let all: Vec<usize> = (0..parts.len()).collect();
    settle(parts, hidden, &all)
}

/// What is hidden of a town's services, and of the groups that they fall into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hidden {
    /// The whole town.
    pub(crate) whole: bool,
    /// The services.
    pub(crate) parts: Vec<bool>,
    /// The groups of each grouping.
    pub(crate) groups: Vec<Vec<bool>>,
}

/// A way to group the parts: the group of each part; those without one are in
/// no total but the whole.
pub(crate) struct Grouping<'a> {
    pub(crate) of: &'a [Option<usize>],
}

/// Hides more of the parts and groups where the whole, every group and every part has its own number.
pub(crate) fn hide_grouped(
    parts: &[usize],
    groupings: &[Grouping<'_>],
    mut found: Hidden,
) -> Hidden {
    let whole: Vec<usize> = (0..parts.len()).collect();
    for (hidden, count) in found.parts.iter_mut().zip(parts) {
        *hidden |= is_small(*count);
    }
    found.whole |= is_small(parts.iter().sum());
    // Each round hides at least one more, so that the rounds are no more than parts and groups.
    loop {
        let before = found.clone();
        if !found.whole {
            found.whole = !settle(parts, &mut found.parts, &whole);
        }
        for (grouping, groups) in groupings.iter().zip(&mut found.groups) {
            settle_groups(parts, grouping, &mut found.parts, groups);
        }
        if found == before {
            return found;
        }
    }
}

fn settle_groups(
    parts: &[usize],
    grouping: &Grouping<'_>,
    hidden: &mut [bool],
    groups: &mut [bool],
) {
    let totals: Vec<usize> =
        (0..groups.len()).map(|group| sum(parts, &members(grouping, Some(group)))).collect();
    for (hidden, total) in groups.iter_mut().zip(&totals) {
        *hidden |= is_small(*total);
    }
    // What is in no group that is shown follows from the whole and the groups: one total more.
    while !settle(parts, hidden, &rest(grouping, groups)) {
        let shown =
            totals.iter().zip(groups.iter_mut()).filter(|(total, hidden)| **total > 0 && !**hidden);
        let Some((_, next)) = shown.min_by_key(|(total, _)| **total) else { break };
        *next = true;
    }
    for (group, group_hidden) in groups.iter_mut().enumerate() {
        if !*group_hidden && !settle(parts, hidden, &members(grouping, Some(group))) {
            *group_hidden = true;
        }
    }
}

/// The parts that are in no group that is shown.
fn rest(grouping: &Grouping<'_>, groups: &[bool]) -> Vec<usize> {
    let is_shown = |group: &usize| groups.get(*group).is_some_and(|hidden| !hidden);
    let of = grouping.of.iter().enumerate();
    of.filter(|(_, of)| !of.as_ref().is_some_and(is_shown)).map(|(part, _)| part).collect()
}

fn members(grouping: &Grouping<'_>, group: Option<usize>) -> Vec<usize> {
    let of = grouping.of.iter().enumerate();
    of.filter(|(_, of)| **of == group).map(|(part, _)| part).collect()
}

fn sum(parts: &[usize], members: &[usize]) -> usize {
    members.iter().filter_map(|part| parts.get(*part)).sum()
}

fn is_small(count: usize) -> bool {
    (1..LEAST).contains(&count)
}

/// Hides the smallest of the members until those hidden do not follow from their total; false when
/// that cannot be reached.
fn settle(parts: &[usize], hidden: &mut [bool], members: &[usize]) -> bool {
    let is_hidden = |hidden: &[bool], part: &usize| hidden.get(*part).copied().unwrap_or(false);
    loop {
        let inside: Vec<usize> =
            members.iter().copied().filter(|part| is_hidden(hidden, part)).collect();
        if inside.is_empty() || inside.len() > 1 && sum(parts, &inside) >= LEAST {
            return true;
        }
        let shown = members.iter().filter(|part| !is_hidden(hidden, part));
        let counts = shown.filter_map(|part| Some((*parts.get(*part)?, *part)));
        let Some((_, next)) = counts.filter(|(count, _)| *count > 0).min() else { return false };
        if let Some(next) = hidden.get_mut(next) {
            *next = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_small_number_takes_the_next_smallest_with_it() {
        let hide = |parts: &[usize]| {
            let mut hidden = vec![false; parts.len()];
            super::hide(parts, &mut hidden);
            hidden
        };
        assert_eq!(hide(&[3, 40, 9]), [true, false, true]);
        assert_eq!(hide(&[1, 2, 7, 40]), [true, true, true, false]);
        assert_eq!(hide(&[3, 4, 7, 40]), [true, true, false, false]);
        assert_eq!(hide(&[0, 5, 40]), [false; 3]);
        assert!(hide(&[]).is_empty());
    }

    #[test]
    fn a_small_group_is_hidden_and_does_not_follow_from_the_others() {
        // Group 0 has only a part of 3; the town less group 1 and 2 would tell it.
        let of = [Some(0), Some(1), Some(1), Some(2), Some(2)];
        let found =
            hide_grouped(&[3, 40, 60, 8, 9], &[Grouping { of: &of }], nothing_hidden(5, &[3]));
        assert_eq!(found.groups, [[true, false, true]]);
        assert_eq!(found.parts, [true, false, false, true, false]);
    }

    fn nothing_hidden(parts: usize, groups: &[usize]) -> Hidden {
        let groups = groups.iter().map(|count| vec![false; *count]).collect();
        Hidden { whole: false, parts: vec![false; parts], groups }
    }

    fn protected(parts: &[usize], hidden: &[bool], members: &[usize]) -> bool {
        let inside: Vec<usize> = members.iter().copied().filter(|part| hidden[*part]).collect();
        inside.is_empty() || inside.len() > 1 && sum(parts, &inside) >= LEAST
    }

    proptest! {
        #[test]
        fn no_small_number_is_shown_or_follows(
            town in prop::collection::vec((0_usize..30, prop::option::of(0_usize..4), prop::option::of(0_usize..3)), 0..30),
        ) {
            let parts: Vec<usize> = town.iter().map(|part| part.0).collect();
            let topics: Vec<_> = town.iter().map(|part| part.1).collect();
            let departments: Vec<_> = town.iter().map(|part| part.2).collect();
            let whole: Vec<usize> = (0..parts.len()).collect();
            prop_assume!(sum(&parts, &whole) >= LEAST);
            let groupings = [Grouping { of: &topics }, Grouping { of: &departments }];
            let found = hide_grouped(&parts, &groupings, nothing_hidden(parts.len(), &[4, 3]));
            prop_assert!(parts.iter().zip(&found.parts).all(|(count, hidden)| *hidden || !is_small(*count)));
            let visible = found.parts.iter().any(|hidden| !hidden);
            prop_assert!(protected(&parts, &found.parts, &whole) || !visible || parts.iter().filter(|count| **count > 0).count() == 1);
            for (grouping, hidden) in groupings.iter().zip(&found.groups) {
                let mut rest = members(grouping, None);
                for (group, group_hidden) in hidden.iter().enumerate() {
                    let inside = members(grouping, Some(group));
                    if *group_hidden {
                        rest.extend(inside);
                    } else {
                        prop_assert!(!is_small(sum(&parts, &inside)));
                        prop_assert!(protected(&parts, &found.parts, &inside));
                    }
                }
                prop_assert!(protected(&parts, &found.parts, &rest) || hidden.iter().all(|hidden| *hidden)
                    || rest.len() == whole.len() || sum(&parts, &rest) == sum(&parts, &whole));
            }
        }
    }
}
