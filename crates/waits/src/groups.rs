//! What figures are about: the town, its topics, departments and services, and how they contain
//! each other.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use cases::figures::OpenNow;

use crate::board::{Open, Placed, Scope};
use crate::hide::Grouping;
use crate::rounding::Rounded;

/// The scopes of a town, numbered: the town, then topics, departments and services.
pub(crate) struct Groups {
    pub(crate) scopes: Vec<Scope>,
    /// The scopes of each service, itself included.
    pub(crate) of_service: Vec<Vec<usize>>,
    /// The scopes that contain each scope, itself included.
    pub(crate) around: Vec<Vec<usize>>,
    topics: usize,
    departments: usize,
    topic_of: Vec<Option<usize>>,
    department_of: Vec<Option<usize>>,
}

impl Groups {
    pub(crate) fn new(services: &[&str], placed: &BTreeMap<String, Placed>) -> Self {
        let (topics, topic_of) = grouped(services, |key| Some(&placed.get(key)?.topic));
        let (departments, department_of) =
            grouped(services, |key| Some(&placed.get(key)?.department));
        let mut groups = Self {
            scopes: Vec::new(),
            of_service: Vec::new(),
            around: Vec::new(),
            topics: topics.len(),
            departments: departments.len(),
            topic_of,
            department_of,
        };
        groups.scopes = std::iter::once(Scope::Town)
            .chain(topics.into_iter().map(Scope::Topic))
            .chain(departments.into_iter().map(Scope::Department))
            .chain(services.iter().map(|key| Scope::Service((*key).to_owned())))
            .collect();
        let own = groups.parts().zip(groups.topic_of.iter().zip(&groups.department_of));
        let of_service = own.map(|(own, (topic, department))| {
            let topic = topic.map(|topic| groups.topics().start + topic);
            let department = department.map(|one| groups.departments().start + one);
            [Some(0), topic, department, Some(own)].into_iter().flatten().collect()
        });
        groups.of_service = of_service.collect();
        groups.around = (0..groups.scopes.len()).map(|scope| groups.containing(scope)).collect();
        groups
    }

    /// The scopes that every service of a scope belongs to.
    fn containing(&self, scope: usize) -> Vec<usize> {
        let mut members = self.of_service.iter().filter(|scopes| scopes.contains(&scope));
        let first = members.next().cloned().unwrap_or_default();
        let members: Vec<&Vec<usize>> = members.collect();
        let is_around = |outer: &usize| members.iter().all(|scopes| scopes.contains(outer));
        first.into_iter().filter(is_around).collect()
    }

    pub(crate) fn topics(&self) -> Range<usize> {
        1..1 + self.topics
    }

    pub(crate) fn departments(&self) -> Range<usize> {
        let start = self.topics().end;
        start..start + self.departments
    }

    /// The services among the scopes.
    pub(crate) fn parts(&self) -> Range<usize> {
        self.departments().end..self.scopes.len()
    }

    pub(crate) fn groupings(&self) -> [Grouping<'_>; 2] {
        [Grouping { of: &self.topic_of }, Grouping { of: &self.department_of }]
    }

    /// Whether a scope is split by district: the town, and each service, where no other split
    /// overlaps with it.
    pub(crate) fn has_districts(&self, scope: usize) -> bool {
        scope == 0 || scope >= self.parts().start
    }
}

fn grouped<'a>(
    services: &[&str],
    group: impl Fn(&str) -> Option<&'a String>,
) -> (Vec<String>, Vec<Option<usize>>) {
    let mut names: Vec<String> = Vec::new();
    let of = services.iter().map(|key| {
        let group = group(key)?;
        let known = names.iter().position(|name| name == group);
        Some(known.unwrap_or_else(|| {
            names.push(group.clone());
            names.len() - 1
        }))
    });
    let of = of.collect();
    (names, of)
}

/// How many cases of each scope are open: sums of the rounded numbers of the services.
pub(crate) fn count_open(
    open: &[OpenNow],
    placed: &BTreeMap<String, Placed>,
) -> HashMap<Scope, Open> {
    let number = |count: i64| usize::try_from(count).unwrap_or(0);
    let mut found: HashMap<Scope, (Rounded, Rounded)> = HashMap::new();
    for row in open {
        let place = placed.get(&row.service);
        let scopes = [
            Some(Scope::Town),
            Some(Scope::Service(row.service.clone())),
            place.map(|place| Scope::Topic(place.topic.clone())),
            place.map(|place| Scope::Department(place.department.clone())),
        ];
        for scope in scopes.into_iter().flatten() {
            let (open, late) = found.entry(scope).or_default();
            open.add(number(row.open));
            late.add(number(row.late));
        }
    }
    let told = |(open, late): (Rounded, Rounded)| Open { open: open.told(), late: late.told() };
    found.into_iter().map(|(scope, open)| (scope, told(open))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::board::Told;

    #[test]
    fn what_is_open_and_late_is_told_in_fives_and_not_below() {
        let row = |service: &str, open, late| OpenNow { service: service.to_owned(), open, late };
        let found = count_open(&[row("bins", 57, 3), row("rats", 2, 2)], &BTreeMap::new());
        let bins = found.get(&Scope::Service("bins".into())).unwrap();
        assert_eq!((bins.open, bins.late), (Told::Shown(55), Told::Few));
        // The town less the bins tells no more of the rats than that there are few.
        assert_eq!(found.get(&Scope::Town).unwrap().open, Told::Shown(60));
    }
}
