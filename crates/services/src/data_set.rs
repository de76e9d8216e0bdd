//! Choices from a data set: a table of codes and names, such as kinds of trees, that a question searches.

use std::collections::BTreeSet;
use std::sync::Arc;

use base::Locale;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::plain::folded;

/// More rows than any list of a town: streets, firms, kinds of plants.
pub(crate) const MAX_ROWS: usize = 50_000;
/// A name that is longer does not fit on a line.
const MAX_NAME: usize = 200;
const MAX_CODE: usize = 60;
/// Longer searches find nothing that shorter ones do not.
const MAX_QUERY: usize = 100;

/// A data set; cheap to clone. Stored in a definition as its name and digest, for the rows stand in a
/// table of their own.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct DataSet {
    /// The name of its file in the pack, without folder and ending.
    pub name: String,
    /// The digest of its text.
    pub digest: String,
    #[serde(skip)]
    rows: Arc<Vec<Entry>>,
}

/// A row of a data set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The value of the answer.
    pub code: String,
    /// The name by language, in the order of [`Locale::ALL`]; empty where there is none.
    names: Vec<String>,
    /// All of it in small letters without accents, a space before each word.
    words: String,
}

/// Something wrong with a data set: the line, counted from 1, what and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) line: usize,
    pub(crate) message: String,
    pub(crate) help: &'static str,
}

impl PartialEq for DataSet {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.digest == other.digest
    }
}

impl Entry {
    /// Gives the name in a language, the English one where there is none.
    pub fn name(&self, locale: Locale) -> &str {
        let at = |wanted: Locale| {
            let place = Locale::ALL.iter().position(|known| *known == wanted)?;
            self.names.get(place).map(String::as_str).filter(|name| !name.is_empty())
        };
        at(locale).or_else(|| at(Locale::EN)).unwrap_or(&self.code)
    }
}

impl DataSet {
    /// Names a data set whose rows are not read yet.
    pub(crate) fn named(name: String) -> Self {
        Self { name, ..Self::default() }
    }

    /// Reads a table with the columns `code` and one for each language; what is wrong is reported, and
    /// then there is no data set.
    pub(crate) fn read(name: &str, text: &str) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let columns = columns(&mut reader, &mut faults);
        let (mut rows, mut codes) = (Vec::new(), BTreeSet::new());
        for record in reader.records() {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    let line = error.position().map_or(1, csv::Position::line);
                    faults.push(fault(line, format!("this is no table: {error}"), ""));
                    break;
                }
            };
            let line = record.position().map_or(1, csv::Position::line);
            if rows.len() == MAX_ROWS {
                faults.push(fault(line, format!("there are more than {MAX_ROWS} rows"), ""));
                break;
            }
            let Some(entry) = entry(&record, &columns, line, &mut faults) else { continue };
            if !codes.insert(entry.code.clone()) {
                let message = format!("the code `{}` is there twice", entry.code);
                faults.push(fault(line, message, "give each row its own code"));
            }
            rows.push(entry);
        }
        if rows.is_empty() && faults.is_empty() {
            faults.push(fault(1, "there is nothing to choose from".to_owned(), "add rows"));
        }
        let digest = hex::encode(Sha256::digest(text.as_bytes()));
        let set = Self { name: name.to_owned(), digest, rows: Arc::new(rows) };
        if faults.is_empty() { Ok(set) } else { Err(faults) }
    }

    /// Finds a row by its code.
    pub fn find(&self, code: &str) -> Option<&Entry> {
        self.rows.iter().find(|entry| entry.code == code)
    }

    /// Finds rows in which every word of a search begins a word, those first that begin with it.
    pub fn search(&self, typed: &str, most: usize) -> Vec<&Entry> {
        let typed: String = typed.chars().take(MAX_QUERY).collect();
        let wanted = folded(&typed);
        let mut found = self.matching(&wanted);
        // A stable sort keeps the table's own order among equals.
        found.sort_by_key(|entry| !entry.words.starts_with(wanted.as_str()));
        found.truncate(most);
        found
    }

    fn matching(&self, wanted: &str) -> Vec<&Entry> {
        let words: Vec<String> = wanted.split_whitespace().map(|word| format!(" {word}")).collect();
        if words.is_empty() {
            return Vec::new();
        }
        let fits = |entry: &&Entry| words.iter().all(|word| entry.words.contains(word.as_str()));
        self.rows.iter().filter(fits).collect()
    }

    /// Gives the only row that a text can mean: its code, its whole name, or its only match.
    pub(crate) fn meant(&self, typed: &str) -> Option<&Entry> {
        let wanted = folded(typed);
        let found = self.matching(&wanted);
        let is_it = |entry: &&&Entry| {
            entry.code.eq_ignore_ascii_case(typed.trim())
                || entry.names.iter().any(|name| folded(name) == wanted)
        };
        let mut exact = found.iter().filter(is_it);
        match (exact.next(), exact.next(), found.as_slice()) {
            (Some(one), None, _) | (None, _, [one]) => Some(*one),
            _ => None,
        }
    }
}

fn fault(line: u64, message: String, help: &'static str) -> Fault {
    Fault { line: usize::try_from(line).unwrap_or(1), message, help }
}

/// Where the code and each language stand; a column that is not there has no place.
struct Columns {
    code: Option<usize>,
    names: Vec<Option<usize>>,
}

fn columns(reader: &mut csv::Reader<&[u8]>, faults: &mut Vec<Fault>) -> Columns {
    let heads = reader.headers().cloned().unwrap_or_default();
    let place = |wanted: &str| {
        heads.iter().position(|head| head.trim().trim_start_matches('\u{feff}') == wanted)
    };
    let names: Vec<Option<usize>> = Locale::ALL.iter().map(|locale| place(locale.code())).collect();
    let columns = Columns { code: place("code"), names };
    if columns.code.is_none() || place(Locale::EN.code()).is_none() {
        faults.push(fault(
            1,
            "the first line must name the columns".to_owned(),
            "write code,en,es",
        ));
    }
    columns
}

fn entry(
    record: &csv::StringRecord,
    columns: &Columns,
    line: u64,
    faults: &mut Vec<Fault>,
) -> Option<Entry> {
    let cell = |place: Option<usize>| {
        place.and_then(|place| record.get(place)).unwrap_or_default().trim().to_owned()
    };
    let (code, names) = (cell(columns.code), columns.names.iter().map(|place| cell(*place)));
    let names: Vec<String> = names.collect();
    let english = Locale::ALL.iter().position(|locale| *locale == Locale::EN);
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if code.is_empty() || code.len() > MAX_CODE || !code.chars().all(plain) {
        let help = "use letters a to z, digits, `-` and `_`, at most 60";
        faults.push(fault(line, format!("`{code}` cannot be a code"), help));
        return None;
    }
    if english.and_then(|place| names.get(place)).is_none_or(String::is_empty) {
        faults.push(fault(line, format!("`{code}` has no name in English"), "write one"));
        return None;
    }
    let bad =
        |name: &String| name.chars().count() > MAX_NAME || name.chars().any(base::text::is_hidden);
    if names.iter().any(bad) {
        let message = format!("a name of `{code}` is too long or has a hidden character");
        faults.push(fault(line, message, "shorten it, or type it again by hand"));
        return None;
    }
    let words = folded(&format!("{} {code}", names.join(" ")));
    Some(Entry { code, names, words })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TREES: &str =
        "code,en,es\nOAK,Red oak (Quercus rubra),Roble rojo\nASH,White ash,Fresno\nPIN,Pin oak,\n";

    fn codes(found: &[&Entry]) -> Vec<String> {
        found.iter().map(|entry| entry.code.clone()).collect()
    }

    #[test]
    fn rows_are_found_by_the_beginnings_of_words_in_any_language() {
        let set = DataSet::read("trees", TREES).unwrap();
        assert_eq!(codes(&set.search("oak", 9)), ["OAK", "PIN"]);
        assert_eq!(codes(&set.search("quer RED", 9)), ["OAK"]);
        assert_eq!(codes(&set.search("fresno", 9)), ["ASH"]);
        assert_eq!(codes(&set.search("pin", 9)), ["PIN"]);
        assert!(set.search("ak", 9).is_empty() && set.search(" ", 9).is_empty());
        assert_eq!(set.meant("White Ash").map(|entry| entry.code.as_str()), Some("ASH"));
        assert_eq!(set.meant("quercus").map(|entry| entry.code.as_str()), Some("OAK"));
        assert_eq!(set.meant("oak"), set.find("OAK"), "a code is what it says");
        assert!(set.meant("o").is_none());
        assert_eq!(set.find("OAK").unwrap().name(Locale::ES), "Roble rojo");
        assert_eq!(set.find("PIN").unwrap().name(Locale::ES), "Pin oak");
    }

    #[test]
    fn what_is_wrong_with_a_table_is_told_by_its_line() {
        for (text, line, part) in [
            ("name\nx\n", 1, "name the columns"),
            ("code,en\n", 1, "nothing to choose"),
            ("code,en\nA,x\nA,y\n", 3, "there twice"),
            ("code,en\nA b,x\n", 2, "cannot be a code"),
            ("code,en\nA,\n", 2, "no name in English"),
            ("code,en\nA,\u{202e}x\n", 2, "hidden"),
        ] {
            let faults = DataSet::read("t", text).unwrap_err();
            let told = faults.iter().any(|one| one.line == line && one.message.contains(part));
            assert!(told, "{text}: {faults:?}");
        }
    }

    #[test]
    fn the_largest_table_is_searched_while_one_types() {
        let rows: Vec<String> =
            (0..MAX_ROWS).map(|row| format!("C{row},Street number {row},Calle {row}")).collect();
        let set = DataSet::read("streets", &format!("code,en,es\n{}\n", rows.join("\n"))).unwrap();
        assert_eq!(codes(&set.search("calle 49999", 5)), ["C49999"]);
        let one_more = format!("code,en,es\n{}\nX,X,X\n", rows.join("\n"));
        assert!(DataSet::read("streets", &one_more).is_err());
    }

    proptest! {
        #[test]
        fn whatever_stands_in_a_table_is_read_or_refused(text in "\\PC{0,200}", typed in "\\PC{0,30}") {
            if let Ok(set) = DataSet::read("t", &text) {
                set.search(&typed, 5);
            }
            let set = DataSet::read("trees", TREES).unwrap();
            let _meant = set.meant(&typed);
        }
    }
}
