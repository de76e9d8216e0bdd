use std::collections::BTreeMap;

/// What a question's answer is, as far as expressions care.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Free text, an e-mail address or a phone number.
    Text,
    /// A number.
    Number,
    /// A date, written `"YYYY-MM-DD"`.
    Date,
    /// Yes (`true`) or no (`false`).
    YesNo,
    /// One of the listed values.
    One(Vec<String>),
    /// A list of the listed values.
    Many(Vec<String>),
    /// A place with the fields `lon`, `lat`, `address` and `district`.
    Place,
    /// A list of photos.
    Photos,
    /// A person's details with the fields `name`, `email` and `phone`.
    Contact,
    /// A time of day, written `"HH:MM"`.
    Time,
    /// A record with these fields.
    Record(Vec<(String, Kind)>),
    /// A list of records, each with these fields: what a group of questions takes again and again.
    Rows(Vec<(String, Kind)>),
}

/// The questions that an expression may name.
#[derive(Debug, Clone, Default)]
pub struct Names {
    answers: BTreeMap<String, Kind>,
    row: Option<BTreeMap<String, Kind>>,
}

impl Names {
    /// Makes an empty list.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a question.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, kind: Kind) -> Self {
        self.insert(name, kind);
        self
    }

    /// Adds a question in place; the later of two with one name counts.
    pub fn insert(&mut self, name: impl Into<String>, kind: Kind) {
        self.answers.insert(name.into(), kind);
    }

    /// Tells whether a question is in the list.
    pub fn contains(&self, name: &str) -> bool {
        self.answers.contains_key(name)
    }

    /// Opens a row of a group: `row.x` is then an answer of the same row.
    #[must_use]
    pub fn in_row(mut self) -> Self {
        self.row = Some(BTreeMap::new());
        self
    }

    /// Adds a question of the row.
    pub fn insert_in_row(&mut self, name: impl Into<String>, kind: Kind) {
        self.row.get_or_insert_default().insert(name.into(), kind);
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Kind> {
        self.answers.get(name)
    }

    pub(crate) fn row(&self) -> Option<&BTreeMap<String, Kind>> {
        self.row.as_ref()
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.answers.keys().map(String::as_str)
    }
}

/// Finds the known name that somebody most likely meant, if one is near enough.
///
/// Near is at most a third of the word's length in changed, missing or swapped letters.
pub fn closest<'a>(wanted: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (wanted.chars().count() / 3).max(1);
    known
        .into_iter()
        .filter(|name| name.len().abs_diff(wanted.len()) <= limit * 4)
        .map(|name| (distance(wanted, name), name))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, name)| name)
}

/// The optimal string alignment distance, the usual one for slips of the keyboard.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(64).collect();
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    let mut previous = None;
    for (row, x) in a.chars().take(64).enumerate() {
        let mut current = vec![row + 1];
        let mut left = row + 1;
        for (column, y) in b.iter().enumerate() {
            let at =
                |line: &[usize], index: usize| line.get(index).copied().unwrap_or(usize::MAX / 2);
            let mut best = (at(&last, column) + usize::from(x != *y))
                .min(at(&last, column + 1) + 1)
                .min(left + 1);
            let swapped = previous == Some(*y)
                && column.checked_sub(1).and_then(|index| b.get(index)) == Some(&x);
            if swapped && !before.is_empty() {
                best = best.min(at(&before, column - 1) + 1);
            }
            current.push(best);
            left = best;
        }
        before = std::mem::replace(&mut last, current);
        previous = Some(x);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_keyboard_finds_the_name() {
        let known = ["size", "place", "kind_of_waste"];
        assert_eq!(closest("sise", known), Some("size"));
        assert_eq!(closest("palce", known), Some("place"));
        assert_eq!(closest("kindofwaste", known), Some("kind_of_waste"));
        assert_eq!(closest("colour", known), None);
    }

    #[test]
    fn distances_are_those_of_the_textbook() {
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("ab", "ba"), 1);
        assert_eq!(distance("same", "same"), 0);
    }
}
