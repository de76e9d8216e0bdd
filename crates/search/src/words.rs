//! From text to the words that are compared: folded, stemmed, and as they sound.

use base::Locale;
use tantivy::tokenizer::{
    AsciiFoldingFilter, Language, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer,
    TextAnalyzer,
};

/// Longer words are serial numbers or noise.
pub(crate) const MAX_WORD: usize = 40;

/// Makes the analyzer for words as they are written: small letters without accents.
pub(crate) fn folding() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(MAX_WORD))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .build()
}

/// Makes the analyzer for word stems. Folding comes first, for many people type without accents.
pub(crate) fn stemming(locale: Locale) -> TextAnalyzer {
    let language = if locale == Locale::ES { Language::Spanish } else { Language::English };
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(MAX_WORD))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .filter(Stemmer::new(language))
        .build()
}

/// Lists the words that an analyzer finds in a text.
pub(crate) fn words(mut analyzer: TextAnalyzer, text: &str) -> Vec<String> {
    let mut stream = analyzer.token_stream(text);
    let mut words = Vec::new();
    while let Some(token) = stream.next() {
        words.push(token.text.clone());
    }
    words
}

/// Tells whether a folded word says nothing about what is looked for.
pub(crate) fn is_filler(word: &str, locale: Locale) -> bool {
    const ENGLISH: &[&str] = &[
        "a", "an", "and", "are", "at", "be", "been", "by", "can", "do", "does", "for", "from",
        "get", "has", "have", "help", "how", "i", "in", "is", "it", "me", "my", "need", "of", "on",
        "or", "our", "please", "s", "some", "that", "the", "there", "this", "to", "want", "was",
        "we", "what", "when", "where", "with", "you", "your",
    ];
    const SPANISH: &[&str] = &[
        "a", "al", "como", "con", "cuando", "de", "del", "donde", "el", "en", "es", "esta", "este",
        "hay", "la", "las", "lo", "los", "me", "mi", "mis", "necesito", "no", "o", "para", "por",
        "que", "quiero", "se", "su", "sus", "un", "una", "unas", "unos", "y",
    ];
    if locale == Locale::ES { SPANISH.contains(&word) } else { ENGLISH.contains(&word) }
}

/// Cuts the ending of a regular plural.
pub(crate) fn singular(word: &str, locale: Locale) -> &str {
    if word.len() <= 3 || word.ends_with("ss") {
        return word;
    }
    let vowel_before =
        |cut: &&str| locale == Locale::EN || !cut.ends_with(['a', 'e', 'i', 'o', 'u']);
    let longer = if locale == Locale::ES { "es" } else { "'s" };
    word.strip_suffix(longer)
        .filter(vowel_before)
        .or_else(|| word.strip_suffix('s'))
        .unwrap_or(word)
}

/// Spellings and how they sound; a capital letter is a sound that later rules must not touch.
const ENGLISH_SOUNDS: &[(&str, &str)] = &[
    ("ight", "it"),
    ("gh", ""),
    ("ph", "f"),
    ("kn", "n"),
    ("wr", "r"),
    ("wh", "w"),
    ("ck", "k"),
    ("dge", "j"),
    ("tch", "ch"),
    ("tion", "shn"),
    ("sion", "shn"),
    ("ce", "se"),
    ("ci", "si"),
    ("cy", "sy"),
    ("ch", "C"),
    ("c", "k"),
    ("C", "ch"),
    ("q", "k"),
    ("x", "ks"),
    ("z", "s"),
    ("ee", "i"),
    ("ea", "i"),
    ("ie", "i"),
    ("ei", "i"),
    ("oo", "u"),
    ("ou", "u"),
    ("ay", "a"),
    ("ai", "a"),
    ("y", "i"),
];
const SPANISH_SOUNDS: &[(&str, &str)] = &[
    ("que", "ke"),
    ("qui", "ki"),
    ("gue", "Ge"),
    ("gui", "Gi"),
    ("ge", "je"),
    ("gi", "ji"),
    ("ch", "C"),
    ("ce", "se"),
    ("ci", "si"),
    ("c", "k"),
    ("C", "ch"),
    ("z", "s"),
    ("v", "b"),
    ("ll", "y"),
    ("h", ""),
    ("x", "ks"),
    ("w", "gu"),
    ("G", "g"),
];

/// Writes a folded word as it sounds, so that "lite" is "light" and "oyo" is "hoyo".
///
/// The rules are the common confusions of each language's spelling, not its phonetics.
pub(crate) fn sound(word: &str, locale: Locale) -> String {
    let rules = if locale == Locale::ES { SPANISH_SOUNDS } else { ENGLISH_SOUNDS };
    let mut sound = word.to_owned();
    for (spelling, spoken) in rules {
        sound = sound.replace(spelling, spoken);
    }
    if locale == Locale::EN && sound.len() > 3 {
        // A silent e: "lite", "place".
        sound = sound.strip_suffix('e').map_or(sound.clone(), str::to_owned);
    }
    let mut once = String::with_capacity(sound.len());
    for c in sound.chars() {
        if !once.ends_with(c) {
            once.push(c);
        }
    }
    once
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_sound_are_one() {
        for (typed, meant) in [
            ("lite", "light"),
            ("rubish", "rubbish"),
            ("grafitti", "graffiti"),
            ("sidewalck", "sidewalk"),
            ("garbij", "garbidge"),
        ] {
            assert_eq!(sound(typed, Locale::EN), sound(meant, Locale::EN), "{typed}");
        }
        for (typed, meant) in [
            ("oyo", "hoyo"),
            ("vasura", "basura"),
            ("vache", "bache"),
            ("lus", "luz"),
            ("recojida", "recogida"),
        ] {
            assert_eq!(sound(typed, Locale::ES), sound(meant, Locale::ES), "{typed}");
        }
        assert_ne!(sound("rat", Locale::EN), sound("rot", Locale::EN));
    }

    #[test]
    fn plurals_are_cut() {
        for (many, one) in [("bins", "bin"), ("holes", "hole"), ("glass", "glass"), ("bus", "bus")]
        {
            assert_eq!(singular(many, Locale::EN), one);
        }
        for (many, one) in
            [("luces", "luc"), ("hoyos", "hoyo"), ("arboles", "arbol"), ("calles", "call")]
        {
            assert_eq!(singular(many, Locale::ES), one);
        }
    }

    #[test]
    fn word_forms_and_accents_are_folded() {
        assert_eq!(words(stemming(Locale::EN), "Potholes"), words(stemming(Locale::EN), "pothole"));
        assert_eq!(
            words(stemming(Locale::ES), "recolección"),
            words(stemming(Locale::ES), "RECOLECCION")
        );
    }
}
