//! The index of street names: what people type, also half or misspelt, to the streets it may mean. Pure.
//!
//! Only the names are held in memory (5,000 in a city, 50,000 in a region); houses stay in the database.

use std::collections::{BTreeMap, HashMap};

use base::geo::Point;

use crate::words::{is_common, is_ordinal, leading_number, typos, words};

/// What a match of each kind counts: the whole word, its beginning (from nothing to nearly all of
/// it), the word with a typo.
const EXACT: f64 = 1.0;
const BEGINNING: (f64, f64) = (0.4, 0.9);
const TYPO: f64 = 0.55;
/// What a typed word that fits nothing costs, as a share of the weight of the rarest word.
const UNKNOWN: f64 = 0.4;
/// At least this share of the typed words must fit.
const LEAST_SHARE: f64 = 0.5;
/// Streets looked at closely for one text: those whose words fit best.
const MOST_JUDGED: usize = 400;
/// A street that fits less than this share of the best one is not shown.
const BESIDE_BEST: f64 = 0.55;

/// A street: a name in a part of the town.
#[derive(Clone, Debug, PartialEq)]
pub struct Street {
    /// Its id in the table `streets`.
    pub id: i64,
    /// Its name, such as `Elm St`.
    pub name: String,
    /// The part of the town as post names it, such as `Dorchester`.
    pub locality: String,
    /// A point in the middle of it.
    pub middle: Point,
}

impl Street {
    /// The name with the part of the town, as one line.
    pub fn line(&self) -> String {
        if self.locality.is_empty() {
            self.name.clone()
        } else {
            format!("{}, {}", self.name, self.locality)
        }
    }
}

/// A street that fits what was typed.
#[derive(Clone, Debug)]
pub struct Found {
    /// The street.
    pub street: Street,
    /// The house number among the typed words.
    pub number: Option<i64>,
    score: f64,
}

/// The names of all streets, ready to be searched.
#[derive(Clone, Debug, Default)]
pub struct Streets {
    streets: Vec<Street>,
    /// The words of each street's name, without those of its part of the town.
    names: Vec<Vec<String>>,
    /// Every word with the streets that have it, by their position in `streets`.
    by_word: BTreeMap<String, Vec<usize>>,
}

/// The best a typed word does in one street.
type Scores = HashMap<usize, f64>;

impl Streets {
    /// An index of these streets.
    pub fn new(streets: Vec<Street>) -> Self {
        let mut by_word: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (position, street) in streets.iter().enumerate() {
            for word in words(&street.line()) {
                let having = by_word.entry(word).or_default();
                if having.last() != Some(&position) {
                    having.push(position);
                }
            }
        }
        let names = streets.iter().map(|street| words(&street.name)).collect();
        Self { streets, names, by_word }
    }

    /// How many streets there are.
    pub fn len(&self) -> usize {
        self.streets.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.streets.is_empty()
    }

    /// The streets that fit a text best, at most so many.
    pub fn find(&self, text: &str, limit: usize) -> Vec<Found> {
        let typed = words(text);
        let per_word: Vec<Scores> = typed.iter().map(|word| self.scores(word)).collect();
        let mut totals = Scores::new();
        for (position, score) in per_word.iter().flatten() {
            *totals.entry(*position).or_default() += score;
        }
        let mut totals: Vec<(usize, f64)> = totals.into_iter().collect();
        totals.sort_by(|(at, a), (other, b)| b.total_cmp(a).then(at.cmp(other)));
        let mut found: Vec<Found> = totals
            .into_iter()
            .take(MOST_JUDGED)
            .filter_map(|(position, score)| self.judged(position, score, &typed, &per_word))
            .collect();
        found.sort_by(|a, b| {
            let by_length = a.street.name.len().cmp(&b.street.name.len());
            b.score
                .total_cmp(&a.score)
                .then(by_length)
                .then_with(|| a.street.line().cmp(&b.street.line()))
        });
        let least = found.first().map_or(0.0, |best| best.score * BESIDE_BEST);
        found.retain(|one| one.score >= least);
        found.truncate(limit);
        found
    }

    fn judged(
        &self,
        position: usize,
        score: f64,
        typed: &[String],
        per_word: &[Scores],
    ) -> Option<Found> {
        let (street, name) = (self.streets.get(position)?, self.names.get(position)?);
        let fits = |scores: &Scores| scores.contains_key(&position);
        let is_number = |word: &str| leading_number(word).is_some() && !is_ordinal(word);
        let number = typed
            .iter()
            .zip(per_word)
            .find(|(word, scores)| is_number(word) && !fits(scores))
            .and_then(|(word, _)| leading_number(word));
        let (mut known, mut unknown) = (0.0, 0.0);
        for (word, scores) in typed.iter().zip(per_word) {
            let has_digit = word.starts_with(|c: char| c.is_ascii_digit());
            if fits(scores) {
                known += 1.0;
            } else if !has_digit {
                unknown += 1.0;
            }
        }
        let in_name = is_named(name, typed);
        let enough = known > 0.0 && known / (known + unknown) >= LEAST_SHARE;
        let score = score - unknown * UNKNOWN * self.weight(1);
        (in_name && enough && score > 0.0).then(|| Found { street: street.clone(), number, score })
    }

    /// The streets that a typed word fits; misspellings count only where nothing else does.
    fn scores(&self, typed: &str) -> Scores {
        let mut scores = Scores::new();
        let mut note = |having: &[usize], score: f64| {
            for position in having {
                let best = scores.entry(*position).or_insert(0.0);
                *best = best.max(score);
            }
        };
        for (word, having) in
            self.by_word.range(typed.to_owned()..).take_while(|(word, _)| word.starts_with(typed))
        {
            note(having, beginning(typed, word) * self.weight(having.len()));
        }
        let most = allowed_typos(typed);
        if scores.is_empty() && most > 0 {
            for (word, having) in &self.by_word {
                if typos(typed, word, most).is_some_and(|count| count > 0) {
                    for position in having {
                        let best = scores.entry(*position).or_insert(0.0);
                        *best = best.max(TYPO * self.weight(having.len()));
                    }
                }
            }
        }
        scores
    }

    /// How much a word says: the rarer, the more (inverse document frequency).
    fn weight(&self, streets_with_word: usize) -> f64 {
        (1.0 + count(self.streets.len()) / count(streets_with_word.max(1))).ln()
    }
}

/// Whether typed words name a street: one of them is its own word, "Elm" and not only "St". A street
/// of common words, "South St", is named by all of them.
fn is_named(name: &[String], typed: &[String]) -> bool {
    let is_typed = |own: &String| typed.iter().any(|word| alike(word, own));
    let mut own = name.iter().filter(|word| !is_common(word)).peekable();
    if own.peek().is_none() { name.iter().all(is_typed) } else { own.any(is_typed) }
}

/// What a typed beginning of a word counts: the more of it, the more.
fn beginning(typed: &str, word: &str) -> f64 {
    let (least, most) = BEGINNING;
    let share = count(typed.len()) / count(word.len().max(1));
    if typed == word { EXACT } else { least + (most - least) * share }
}

/// Whether a typed word is the word, its beginning, or the word with a typo.
fn alike(typed: &str, word: &str) -> bool {
    let most = allowed_typos(typed);
    word.starts_with(typed) || (most > 0 && typos(typed, word, most).is_some())
}

/// Short words allow no typo: "elm" and "elk" are two streets.
fn allowed_typos(word: &str) -> usize {
    match word.chars().count() {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

fn count(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::from(u32::MAX), f64::from)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn streets() -> Streets {
        let named = [
            ("Washington St", "Dorchester"),
            ("Washington St", "Roslindale"),
            ("Washington Ave", "East Boston"),
            ("Massachusetts Ave", "Boston"),
            ("Commonwealth Ave", "Brighton"),
            ("Elm St", "Charlestown"),
            ("Elm Hill Ave", "Dorchester"),
            ("Walk Hill St", "Mattapan"),
            ("Public Alley No. 710", "Roxbury"),
            ("W 3rd St", "South Boston"),
            ("St. Stephen St", "Boston"),
        ];
        let middle = Point { lon: 0.0, lat: 0.0 };
        Streets::new(
            (0..)
                .zip(named)
                .map(|(id, (name, locality))| Street {
                    id,
                    name: name.to_owned(),
                    locality: locality.to_owned(),
                    middle,
                })
                .collect(),
        )
    }

    fn best(text: &str) -> Option<(String, Option<i64>)> {
        streets().find(text, 5).into_iter().next().map(|found| (found.street.line(), found.number))
    }

    #[test]
    fn what_people_type_finds_the_street() {
        for (text, line, number) in [
            ("12 washington street roslindale", "Washington St, Roslindale", Some(12)),
            ("Washington St 12, Dorchester, MA 02124", "Washington St, Dorchester", Some(12)),
            ("mass ave", "Massachusetts Ave, Boston", None),
            ("1200 comm ave", "Commonwealth Ave, Brighton", Some(1200)),
            ("commonwelth avenue", "Commonwealth Ave, Brighton", None),
            ("elm st", "Elm St, Charlestown", None),
            ("710 public alley", "Public Alley No. 710, Roxbury", None),
            ("45 west 3rd street", "W 3rd St, South Boston", Some(45)),
            ("saint stephen st", "St. Stephen St, Boston", None),
        ] {
            assert_eq!(best(text), Some((line.to_owned(), number)), "{text}");
        }
    }

    #[test]
    fn nonsense_finds_nothing() {
        for text in ["", "12", "zzzz", "the moon", "dorchester"] {
            assert_eq!(best(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn the_limit_holds(text in "\\PC{0,60}", limit in 0..4usize) {
            prop_assert!(streets().find(&text, limit).len() <= limit);
        }
    }
}
