//! How easy a text is to read.
//!
//! English: the Flesch–Kincaid grade level, `0.39 · words/sentences + 11.8 · syllables/words − 15.59`
//! (Kincaid and others, 1975): the school year in which a text is understood. Spanish: the reading ease of
//! Fernández Huerta (1959) as it was put right later, `206.84 − 60 · syllables/words − 1.02 ·
//! words/sentences`: 100 is very easy, 0 very hard. Syllables are counted by their vowels.

use base::Locale;
use serde::Serialize;

/// Shorter texts say nothing about themselves: one long word would decide.
const LEAST_WORDS: usize = 12;
/// The school year that most grown-ups read with ease.
const HARDEST_GRADE: f64 = 8.0;
/// Below it the Spanish scale says "somewhat hard".
const LEAST_EASE: f64 = 60.0;

/// How easy a text is to read.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) struct Level {
    /// The school year (English) or the reading ease (Spanish), rounded.
    pub figure: i64,
    /// Whether it is too hard for a page that everybody shall understand.
    pub hard: bool,
}

/// Tells how easy a text is to read; `None` for a text that is too short to tell.
pub(crate) fn level(text: &str, locale: Locale) -> Option<Level> {
    let words: Vec<&str> =
        text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).collect();
    if words.len() < LEAST_WORDS {
        return None;
    }
    let sentences = sentences(text).max(1);
    let syllables: usize = words.iter().map(|word| count(word, locale)).sum();
    let (words, sentences) = (number(words.len()), number(sentences));
    let (length, weight) = (words / sentences, number(syllables) / words);
    let (figure, hard) = if locale == Locale::ES {
        let ease = 206.84 - 60.0 * weight - 1.02 * length;
        (ease, ease < LEAST_EASE)
    } else {
        let grade = 0.39 * length + 11.8 * weight - 15.59;
        (grade, grade > HARDEST_GRADE)
    };
    Some(Level { figure: rounded(figure), hard })
}

/// Sentences end with a mark or, as headings and items of lists, with their line.
fn sentences(text: &str) -> usize {
    let lines = text.split('\n').flat_map(|line| line.split_inclusive(['.', '!', '?', ':', ';']));
    lines.filter(|sentence| sentence.split_whitespace().count() > 1).count()
}

fn count(word: &str, locale: Locale) -> usize {
    let word: String = word.to_lowercase().chars().filter(|c| c.is_alphabetic()).collect();
    let syllables = if locale == Locale::ES { spanish(&word) } else { english(&word) };
    syllables.max(1)
}

fn english(word: &str) -> usize {
    let groups = groups(word, |c| "aeiouy".contains(c));
    let silent = word.ends_with('e') && !word.ends_with("le") && groups > 1;
    let past =
        word.ends_with("ed") && !word.ends_with("ted") && !word.ends_with("ded") && groups > 1;
    groups - usize::from(silent || past)
}

/// Strong vowels each carry a syllable; a weak one joins its neighbour unless it bears the accent.
fn spanish(word: &str) -> usize {
    let strong = |c: char| "aeoáéóíú".contains(c);
    let weak = |c: char| "iuü".contains(c);
    let letters: Vec<char> =
        word.replace("qu", "q").replace("gue", "ge").replace("gui", "gi").chars().collect();
    let strongs = letters.iter().filter(|c| strong(**c)).count();
    let alone = letters.split(|c| !strong(*c) && !weak(*c));
    strongs + alone.filter(|group| !group.is_empty() && !group.iter().any(|c| strong(*c))).count()
}

fn groups(word: &str, vowel: fn(char) -> bool) -> usize {
    word.split(|c| !vowel(c)).filter(|group| !group.is_empty()).count()
}

fn number(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

fn rounded(figure: f64) -> i64 {
    (-200..=400_i32).find(|whole| f64::from(*whole) >= figure - 0.5).map_or(400, i64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_are_counted_as_they_are_spoken() {
        for (word, syllables) in
            [("tree", 1), ("table", 2), ("asked", 1), ("wanted", 2), ("collection", 3), ("the", 1)]
        {
            assert_eq!(count(word, Locale::EN), syllables, "{word}");
        }
        for (word, syllables) in [
            ("basura", 3),
            ("ciudad", 2),
            ("día", 2),
            ("quiere", 2),
            ("ayuntamiento", 5),
            ("y", 1),
            ("guía", 2),
        ] {
            assert_eq!(count(word, Locale::ES), syllables, "{word}");
        }
    }

    #[test]
    fn plain_words_are_easy_and_the_language_of_offices_is_not() {
        let plain = "Tell us where the hole is. We come and look at it. We fix it in ten days.";
        let office = "Notification of infrastructural deterioration necessitates comprehensive \
            administrative consideration preceding the authorisation of remedial construction activities.";
        assert!(!level(plain, Locale::EN).unwrap().hard);
        assert!(level(office, Locale::EN).unwrap().hard);
        let llano =
            "Díganos dónde está el bache. Iremos a verlo. Lo arreglamos en diez días, sin costo.";
        let oficial = "La tramitación de la correspondiente notificación administrativa requerirá la \
            consideración previa de la documentación acreditativa de la titularidad dominical.";
        assert!(!level(llano, Locale::ES).unwrap().hard);
        assert!(level(oficial, Locale::ES).unwrap().hard);
        assert_eq!(level("Too short to tell.", Locale::EN), None);
    }
}
