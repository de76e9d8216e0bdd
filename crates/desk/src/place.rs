//! Where a colleague stands in a list while they work on a case: it travels in the address, so that no
//! reload and no change loses it.

use base::Reference;
use percent_encoding::utf8_percent_encode;
use serde::Serialize;
use web::Raw;

use crate::asked::{Asked, KEPT, MAX_ADDRESS};
use crate::list::Row;

/// The list that somebody came from and where in it they stood.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Place {
    /// The list; none for whoever came by a link.
    pub(crate) list: Option<Asked>,
    /// Counted from nought.
    pub(crate) index: usize,
}

impl Place {
    /// Reads the query of a case's address.
    pub(crate) fn read(query: Option<&str>) -> Self {
        let query = query.and_then(|query| query.get(..3 * MAX_ADDRESS).or(Some(query)));
        let raw = Raw::from_urlencoded(query.unwrap_or_default().as_bytes()).unwrap_or_default();
        let index = raw.get("n").and_then(|index| index.parse().ok()).unwrap_or(0);
        Self { list: raw.get("list").filter(|list| !list.is_empty()).map(Asked::read), index }
    }

    /// What is put behind the address of a case or a verb, with its question mark; nothing where
    /// there is no list.
    pub(crate) fn suffix(&self) -> String {
        let query = self.list.as_ref().map(Asked::query);
        query.map(|query| suffix(&query, self.index)).unwrap_or_default()
    }

    /// The ways onward from a case: the one before it, and the one after it or, once the case has
    /// left the list, the one that took its place.
    pub(crate) fn ways(&self, rows: &[Row], reference: &str) -> Ways {
        let href = |index: Option<usize>| {
            index.and_then(|index| rows.get(index)).map(|row| row.href.clone())
        };
        let at = rows.iter().position(|row| row.reference == reference);
        let (before, next) = match at {
            Some(at) => (at.checked_sub(1), Some(at + 1)),
            None => (self.index.checked_sub(1), Some(self.index)),
        };
        Ways { before: href(before), next: href(next), number: at.map(|at| at + 1) }
    }
}

/// The neighbours of a case in its list.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(crate) struct Ways {
    pub(crate) before: Option<String>,
    pub(crate) next: Option<String>,
    /// Where the case stands on the list's page, counted from one.
    pub(crate) number: Option<usize>,
}

/// The address of a case, in a list if it is in one.
pub(crate) fn address(reference: Reference, place: Option<(&str, usize)>) -> String {
    let suffix = place.map(|(query, index)| suffix(query, index)).unwrap_or_default();
    format!("/desk/cases/{reference}{suffix}")
}

fn suffix(query: &str, index: usize) -> String {
    format!("?list={}&n={index}", utf8_percent_encode(query, KEPT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_in_a_list_travels_along() {
        let query = "view=team&q=a%20b";
        let place = Place::read(suffix(query, 3).strip_prefix('?'));
        assert_eq!(place.list.as_ref().map(Asked::query).as_deref(), Some(query));
        assert_eq!(place.suffix(), suffix(query, 3));
        assert_eq!(Place::read(Some("list=&n=-1")), Place::default());
        assert_eq!(Place::read(None).suffix(), "");
    }
}
