//! What somebody typed, as queries of the engine.

use base::Locale;
use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, FuzzyTermQuery, Occur,
    PhraseQuery, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use crate::services::{LocaleFields, phrase_of};
use crate::words::{folding, is_filler, singular, sound, stemming, words};

/// Nobody looks for more words; what was pasted is cut.
const MAX_WORDS: usize = 12;
/// Read no further into what was pasted.
const MAX_BYTES: usize = 1_000;

type Part = Box<dyn Query>;

/// What somebody typed, read in one language.
pub(crate) struct Typed {
    words: Vec<Word>,
    /// The whole as one stemmed phrase without fillers.
    phrase: String,
    /// Neighbouring words written as one: "pot hole" is "pothole" too.
    joined: Vec<String>,
}

struct Word {
    folded: String,
    singular: String,
    stem: String,
    sound: String,
    /// The last word may not be typed to its end yet.
    unfinished: bool,
    /// Whether some service has this very word in its name or among its synonyms.
    known: bool,
}

impl Typed {
    pub(crate) fn read(query: &str, locale: Locale) -> Self {
        let query = start(query);
        let all = words(folding(), query);
        let mut telling: Vec<String> =
            all.iter().filter(|word| !is_filler(word, locale)).take(MAX_WORDS).cloned().collect();
        if telling.is_empty() {
            telling = all.into_iter().take(MAX_WORDS).collect();
        }
        let unfinished = query.ends_with(char::is_alphanumeric);
        let last = telling.len().saturating_sub(1);
        let joined = telling.windows(2).map(<[String]>::concat).collect();
        let words = telling
            .into_iter()
            .enumerate()
            .map(|(index, folded)| Word {
                stem: words(stemming(locale), &folded).pop().unwrap_or_default(),
                sound: sound(&folded, locale),
                singular: singular(&folded, locale).to_owned(),
                unfinished: unfinished && index == last,
                known: false,
                folded,
            })
            .collect();
        Self { words, phrase: phrase_of(query, locale), joined }
    }

    /// Finds out which words services have as they are typed: of those no slips are forgiven.
    pub(crate) fn look_up(&mut self, fields: &LocaleFields, searcher: &Searcher) {
        for word in &mut self.words {
            let terms = [fields.name_words, fields.synonym_words].into_iter().flat_map(|field| {
                [&word.folded, &word.singular].map(|text| Term::from_field_text(field, text))
            });
            word.known =
                terms.into_iter().any(|term| searcher.doc_freq(&term).is_ok_and(|found| found > 0));
        }
    }
}

/// The beginning of a text, cut at a character.
fn start(text: &str) -> &str {
    let mut end = text.len().min(MAX_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// Makes the query over all languages: each word where it fits best, and whole phrases on top.
/// `None` when nothing was typed.
pub(crate) fn services(typed: &[(f32, LocaleFields, Typed)]) -> Option<Part> {
    let languages: Vec<Part> = typed
        .iter()
        .filter(|(_, _, typed)| !typed.words.is_empty())
        .map(|(share, fields, typed)| boosted(in_language(fields, typed), *share))
        .collect();
    if languages.is_empty() { None } else { Some(Box::new(DisjunctionMaxQuery::new(languages))) }
}

fn in_language(fields: &LocaleFields, typed: &Typed) -> Part {
    let mut parts: Vec<(Occur, Part)> =
        typed.words.iter().map(|word| (Occur::Should, service_word(fields, word))).collect();
    // Of a long sentence half must fit, so that one common word does not find everything.
    let least = (typed.words.len() / 2).max(1);
    let words: Part =
        Box::new(BooleanQuery::with_minimum_required_clauses(std::mem::take(&mut parts), least));
    parts.push((Occur::Should, words));
    if !typed.phrase.is_empty() {
        parts.push((Occur::Should, constant(exact(fields.phrases, &typed.phrase), 40.0)));
    }
    for joined in &typed.joined {
        parts.push((Occur::Should, constant(exact(fields.name_words, joined), 14.0)));
        parts.push((Occur::Should, constant(exact(fields.synonym_words, joined), 12.0)));
    }
    // Neighbours that stand together: of "big hole in my street", "hole in street". Fillers may
    // stand between them.
    for pair in typed.words.windows(2) {
        for field in [fields.name, fields.synonyms] {
            let terms =
                pair.iter().map(|word| Term::from_field_text(field, &word.stem)).enumerate();
            let near = PhraseQuery::new_with_offset_and_slop(terms.collect(), 2);
            parts.push((Occur::Should, boosted(Box::new(near), 3.0)));
        }
    }
    Box::new(BooleanQuery::new(parts))
}

/// One word, wherever it fits best: name, then synonyms, summary, topic, body; as it is, as it
/// sounds, as a beginning, with slips.
fn service_word(fields: &LocaleFields, word: &Word) -> Part {
    let mut ways: Vec<Part> = [
        (fields.name, 5.0),
        (fields.synonyms, 4.5),
        (fields.summary, 1.6),
        (fields.topic, 1.2),
        (fields.body, 0.6),
    ]
    .into_iter()
    .map(|(field, share)| boosted(exact(field, &word.stem), share))
    .collect();
    if word.sound.chars().count() >= 3 {
        ways.push(boosted(exact(fields.name_sounds, &word.sound), 3.0));
        ways.push(boosted(exact(fields.synonym_sounds, &word.sound), 2.5));
    }
    for (field, share) in
        [(fields.name_words, 1.0), (fields.synonym_words, 0.85), (fields.summary_words, 0.3)]
    {
        if word.unfinished && word.folded.chars().count() >= 2 {
            ways.push(constant(beginning(field, &word.folded), 14.0 * share));
        }
        if let Some(slips) = slips(&word.folded).filter(|_| !word.known) {
            let term = Term::from_field_text(field, &word.folded);
            ways.push(constant(
                Box::new(FuzzyTermQuery::new(term.clone(), slips, true)),
                10.0 * share,
            ));
            if word.unfinished && word.folded.chars().count() >= 5 {
                ways.push(constant(
                    Box::new(FuzzyTermQuery::new_prefix(term, 1, true)),
                    5.0 * share,
                ));
            }
        }
    }
    let best: Part = Box::new(DisjunctionMaxQuery::with_tie_breaker(ways, 0.05));
    // The very word goes before another with its stem.
    let mut parts = vec![(Occur::Must, best)];
    for (field, share) in [(fields.name_words, 1.5), (fields.synonym_words, 1.5)] {
        parts.push((Occur::Should, boosted(exact(field, &word.singular), share)));
    }
    Box::new(BooleanQuery::new(parts))
}

/// How many slips of the keyboard a word of this length may have; short words become others.
fn slips(word: &str) -> Option<u8> {
    match word.chars().count() {
        0..=3 => None,
        4..=6 => Some(1),
        _ => Some(2),
    }
}

/// Reads a search over cases. Every word must be there, the last one may be a beginning; `"…"` is a
/// phrase, `-word` must not be there, `word*` is a beginning. `None` when there is nothing to look
/// for.
pub(crate) fn cases(field: Field, query: &str) -> Option<Part> {
    let query = start(query);
    let mut parts: Vec<(Occur, Part)> = Vec::new();
    // Every other piece between quotation marks is a phrase; an unclosed one goes to the end.
    for (index, piece) in query.split('"').enumerate() {
        if index % 2 == 1 {
            let terms: Vec<String> = words(folding(), piece).into_iter().take(MAX_WORDS).collect();
            parts.extend(phrase(field, &terms).map(|part| (Occur::Must, part)));
            continue;
        }
        let is_last =
            query.split('"').count() == index + 1 && query.ends_with(char::is_alphanumeric);
        let mut pieces = piece.split_whitespace().peekable();
        while let Some(piece) = pieces.next() {
            let unfinished = is_last && pieces.peek().is_none();
            parts.extend(case_word(field, piece, unfinished));
        }
    }
    parts.truncate(MAX_WORDS);
    if !parts.iter().any(|(occur, _)| *occur == Occur::Must) {
        return None;
    }
    Some(Box::new(BooleanQuery::new(parts)))
}

fn case_word(field: Field, piece: &str, unfinished: bool) -> Option<(Occur, Part)> {
    let excluded = piece.starts_with('-') && piece.len() > 1;
    // What stands together is looked for together: a reference, an e-mail address, a date.
    let terms: Vec<String> = words(folding(), piece).into_iter().take(MAX_WORDS).collect();
    let is_beginning = !excluded && (piece.ends_with('*') || unfinished);
    let part = match terms.as_slice() {
        // A single letter begins too many words to be worth the walk.
        [word] if is_beginning && word.chars().count() >= 2 => beginning(field, word),
        terms => phrase(field, terms)?,
    };
    Some((if excluded { Occur::MustNot } else { Occur::Must }, part))
}

fn phrase(field: Field, terms: &[String]) -> Option<Part> {
    match terms {
        [] => None,
        [word] => Some(exact(field, word)),
        terms => {
            let terms = terms.iter().map(|term| Term::from_field_text(field, term)).collect();
            Some(Box::new(PhraseQuery::new(terms)))
        }
    }
}

fn exact(field: Field, word: &str) -> Part {
    Box::new(TermQuery::new(Term::from_field_text(field, word), IndexRecordOption::WithFreqs))
}

fn beginning(field: Field, word: &str) -> Part {
    Box::new(FuzzyTermQuery::new_prefix(Term::from_field_text(field, word), 0, true))
}

fn boosted(query: Part, share: f32) -> Part {
    Box::new(BoostQuery::new(query, share))
}

fn constant(query: Part, score: f32) -> Part {
    Box::new(ConstScoreQuery::new(query, score))
}
