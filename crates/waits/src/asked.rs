use std::collections::HashMap;

use base::text::slug;

use crate::board::{MONTHS, PERIODS, Scope};

/// The longest search that is looked at.
const MAX_SEARCH: usize = 100;

/// What the table of services is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Sort {
    Name,
    Promise,
    Median,
    P90,
    Kept,
    #[default]
    Closed,
}

impl Sort {
    pub(crate) const ALL: [Self; 6] =
        [Self::Name, Self::Promise, Self::Median, Self::P90, Self::Kept, Self::Closed];

    /// The key in the address and of the words.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Promise => "promise",
            Self::Median => "median",
            Self::P90 => "p90",
            Self::Kept => "kept",
            Self::Closed => "closed",
        }
    }

    /// Whether the first look is from the top: many cases interest before few.
    fn usually_down(self) -> bool {
        self == Self::Closed
    }
}

/// What a reader asked for, as it stands in the address. Whatever makes no sense counts as not asked.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Asked {
    pub(crate) months: usize,
    pub(crate) scope: Scope,
    pub(crate) sort: Sort,
    pub(crate) down: bool,
    pub(crate) search: String,
    /// Whether services without a case are listed too.
    pub(crate) all: bool,
}

impl Asked {
    /// Reads the query of an address.
    pub(crate) fn read(query: &HashMap<String, String>) -> Self {
        let word = |key: &str| query.get(key).map_or("", String::as_str);
        let months = word("months").parse().unwrap_or(MONTHS);
        let key = |text: &str| (!text.is_empty() && slug(text) == text).then(|| text.to_owned());
        let scope = match word("of").split_once('.') {
            Some(("topic", topic)) => key(topic).map(Scope::Topic),
            Some(("department", department)) => key(department).map(Scope::Department),
            _ => None,
        };
        let sort = Sort::ALL.into_iter().find(|sort| sort.key() == word("sort"));
        let sort = sort.unwrap_or_default();
        let search = word("q").chars().filter(|c| !c.is_control()).take(MAX_SEARCH).collect();
        Self {
            months: PERIODS.into_iter().find(|period| *period == months).unwrap_or(MONTHS),
            scope: scope.unwrap_or(Scope::Town),
            sort,
            down: match word("order") {
                "down" => true,
                "up" => false,
                _ => sort.usually_down(),
            },
            search,
            all: word("all") == "1",
        }
    }

    /// The value of the scope in the address; empty for the whole town.
    pub(crate) fn of(&self) -> String {
        match &self.scope {
            Scope::Topic(key) => format!("topic.{key}"),
            Scope::Department(key) => format!("department.{key}"),
            Scope::Town | Scope::Service(_) => String::new(),
        }
    }

    /// An address with what was asked and nothing that is usual anyway.
    pub(crate) fn address(&self, path: &str) -> String {
        let mut query: Vec<String> = Vec::new();
        if self.scope != Scope::Town {
            query.push(format!("of={}", self.of()));
        }
        if self.months != MONTHS {
            query.push(format!("months={}", self.months));
        }
        if self.sort != Sort::default() || self.down != self.sort.usually_down() {
            query.push(format!("sort={}", self.sort.key()));
            query.push(format!("order={}", if self.down { "down" } else { "up" }));
        }
        if !self.search.is_empty() {
            let search = percent_encoding::utf8_percent_encode(
                &self.search,
                percent_encoding::NON_ALPHANUMERIC,
            );
            query.push(format!("q={search}"));
        }
        if self.all {
            query.push("all=1".to_owned());
        }
        if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
    }

    /// The same, sorted by a column; a second time the other way round.
    pub(crate) fn sorted(&self, sort: Sort) -> Self {
        let down = if sort == self.sort { !self.down } else { sort.usually_down() };
        Self { sort, down, ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(pairs: &[(&str, &str)]) -> Asked {
        let query = pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        Asked::read(&query.collect())
    }

    #[test]
    fn nonsense_in_the_address_counts_as_not_asked() {
        let nonsense =
            asked(&[("months", "-1"), ("of", "topic.'; DROP"), ("sort", "x"), ("order", "\0")]);
        assert_eq!(nonsense, asked(&[]));
        assert_eq!(nonsense.address("/waits"), "/waits");
        assert_eq!(asked(&[("q", &"\u{0}a".repeat(900))]).search.len(), MAX_SEARCH);
    }

    #[test]
    fn what_was_asked_stays_in_the_address() {
        let address = "/waits?of=topic.housing&months=6&sort=median&order=down&q=a%26b&all=1";
        let query =
            [("of", "topic.housing"), ("months", "6"), ("sort", "median"), ("order", "down")];
        let mut query = query.to_vec();
        query.extend([("q", "a&b"), ("all", "1")]);
        assert_eq!(asked(&query).address("/waits"), address);
        let kept = asked(&[]).sorted(Sort::Kept);
        assert_eq!((kept.down, kept.sorted(Sort::Kept).down), (false, true));
    }
}
