//! The groups that services fall into, and which of their numbers are hidden.

use std::collections::{BTreeMap, HashMap};

use cases::figures::{CountsAs, OpenNow};

use crate::board::{Open, Placed, Scope, Told};
use crate::counting::Case;
use crate::hide::{Grouping, Hidden, LEAST, hide_grouped};

/// Makes the scope of a key.
type Naming = fn(&str) -> Scope;

/// The topics and departments of services.
pub(crate) struct Groups {
    services: Vec<String>,
    topics: Vec<String>,
    departments: Vec<String>,
    topic_of: Vec<Option<usize>>,
    department_of: Vec<Option<usize>>,
}

impl Groups {
    pub(crate) fn new(services: &[&str], placed: &BTreeMap<String, Placed>) -> Self {
        let (topics, topic_of) = grouped(services, |key| Some(&placed.get(key)?.topic));
        let (departments, department_of) =
            grouped(services, |key| Some(&placed.get(key)?.department));
        let services = services.iter().map(|key| (*key).to_owned()).collect();
        Self { services, topics, departments, topic_of, department_of }
    }

    /// The cases of each scope that has any, and whether its figures are hidden.
    pub(crate) fn split<'a>(&self, cases: &[&'a Case]) -> Vec<(Scope, Vec<&'a Case>, bool)> {
        let hidden = self.hidden(cases);
        let mut scopes: Vec<(Scope, Vec<&Case>, bool)> = Vec::new();
        let waits = cases.iter().filter(|case| case.counts_as == CountsAs::Wait).count();
        scopes.push((Scope::Town, cases.to_vec(), waits < LEAST));
        let groupings: [(_, _, _, Naming); 3] = [
            (&self.topics, Some(&self.topic_of), hidden.groups.first(), topic),
            (&self.departments, Some(&self.department_of), hidden.groups.get(1), department),
            (&self.services, None, Some(&hidden.parts), service),
        ];
        for (names, of, hidden, scope) in groupings {
            let mut found: Vec<Vec<&Case>> = vec![Vec::new(); names.len()];
            for case in cases {
                let index = match of {
                    Some(of) => of.get(case.service).copied().flatten(),
                    None => Some(case.service),
                };
                if let Some(list) = index.and_then(|index| found.get_mut(index)) {
                    list.push(case);
                }
            }
            for (index, (name, cases)) in names.iter().zip(found).enumerate() {
                if !cases.is_empty() {
                    let hidden = hidden.and_then(|hidden| hidden.get(index)).copied();
                    scopes.push((scope(name), cases, hidden.unwrap_or(true)));
                }
            }
        }
        scopes
    }

    fn hidden(&self, cases: &[&Case]) -> Hidden {
        let mut counts = vec![0_usize; self.services.len()];
        for case in cases.iter().filter(|case| case.counts_as == CountsAs::Wait) {
            if let Some(count) = counts.get_mut(case.service) {
                *count += 1;
            }
        }
        self.hide(&counts)
    }

    fn hide(&self, counts: &[usize]) -> Hidden {
        hide_grouped(
            counts,
            &[
                Grouping { groups: self.topics.len(), of: &self.topic_of },
                Grouping { groups: self.departments.len(), of: &self.department_of },
            ],
        )
    }
}

fn topic(key: &str) -> Scope {
    Scope::Topic(key.to_owned())
}

fn department(key: &str) -> Scope {
    Scope::Department(key.to_owned())
}

fn service(key: &str) -> Scope {
    Scope::Service(key.to_owned())
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

/// How many cases of each scope are open, where that may be told.
pub(crate) fn count_open(
    open: &[OpenNow],
    placed: &BTreeMap<String, Placed>,
) -> HashMap<Scope, Told<Open>> {
    let number = |count: i64| usize::try_from(count).unwrap_or(0);
    let services: Vec<&str> = open.iter().map(|row| row.service.as_str()).collect();
    let counts: Vec<usize> = open.iter().map(|row| number(row.open)).collect();
    let groups = Groups::new(&services, placed);
    let hidden = groups.hide(&counts);
    let mut found: HashMap<Scope, (Open, bool)> = HashMap::new();
    let mut add = |scope: Scope, row: &OpenNow, hidden: Option<bool>| {
        let entry = found.entry(scope).or_insert((Open::default(), hidden.unwrap_or(false)));
        entry.0.open += number(row.open);
        entry.0.late += number(row.late);
    };
    for (index, row) in open.iter().enumerate() {
        let flag =
            |list: Option<&Vec<bool>>, at: usize| list.and_then(|list| list.get(at)).copied();
        add(Scope::Town, row, None);
        add(service(&row.service), row, flag(Some(&hidden.parts), index));
        if let Some(place) = placed.get(&row.service) {
            let at = |of: &[Option<usize>]| of.get(index).copied().flatten().unwrap_or(usize::MAX);
            add(topic(&place.topic), row, flag(hidden.groups.first(), at(&groups.topic_of)));
            let department_at = at(&groups.department_of);
            add(department(&place.department), row, flag(hidden.groups.get(1), department_at));
        }
    }
    let told =
        |(open, hidden): (Open, bool)| Told::new(open.open, hidden || open.open < LEAST, || open);
    found.into_iter().map(|(scope, open)| (scope, told(open))).collect()
}
