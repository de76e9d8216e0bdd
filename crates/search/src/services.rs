use std::collections::HashMap;

use base::Locale;
use tantivy::collector::TopDocs;
use tantivy::schema::{
    Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions, Value,
};
use tantivy::{Index, IndexReader, ReloadPolicy, TantivyDocument};

use crate::SearchError;
use crate::query::{self, Typed};
use crate::words::{folding, is_filler, singular, sound, stemming, words};

/// The least memory that the engine's writer takes; far more than a catalogue needs.
const WRITER_BYTES: usize = 15_000_000;
/// Hits that are weighed by how common the service is, before the best are given.
const CANDIDATES: usize = 60;
/// The most hits that a page shows.
const MAX_HITS: usize = 100;
/// How far a service that everybody uses can pass one that fits a little better.
const WEIGHT_SHARE: f32 = 0.4;
/// Of the best hit's score, what another must have: below it are words that only look alike.
const LEAST_SHARE: f32 = 0.12;

/// A service as the index sees it.
#[derive(Debug, Clone, Default)]
pub struct ServiceDocument {
    /// The service's key.
    pub id: String,
    /// Its texts by language.
    pub texts: Vec<(Locale, ServiceText)>,
    /// How common it is, from 0 to 1.
    pub weight: f32,
}

/// The texts of a service in one language.
#[derive(Debug, Clone, Default)]
pub struct ServiceText {
    /// The name.
    pub name: String,
    /// Other words and phrases for it.
    pub synonyms: Vec<String>,
    /// One sentence about it.
    pub summary: String,
    /// The page text, without markup.
    pub body: String,
    /// The name of its topic.
    pub topic: String,
}

/// A service that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The service's key.
    pub id: String,
    /// How well it fits; only comparable within one answer.
    pub score: f32,
}

/// Finds services by everyday words, in memory.
pub struct ServiceIndex {
    reader: IndexReader,
    id: Field,
    fields: Vec<(Locale, LocaleFields)>,
    weights: HashMap<String, f32>,
}

/// The fields of one language.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LocaleFields {
    /// Stemmed texts.
    pub(crate) name: Field,
    pub(crate) synonyms: Field,
    pub(crate) summary: Field,
    pub(crate) body: Field,
    pub(crate) topic: Field,
    /// The name and each synonym as one term, in the singular and without fillers.
    pub(crate) phrases: Field,
    /// Words as written, for beginnings and slips of the keyboard.
    pub(crate) name_words: Field,
    pub(crate) synonym_words: Field,
    pub(crate) summary_words: Field,
    /// Words as they sound.
    pub(crate) name_sounds: Field,
    pub(crate) synonym_sounds: Field,
}

impl ServiceIndex {
    /// Builds the index over all services.
    ///
    /// # Errors
    /// When the engine cannot get its memory.
    pub fn build(services: &[ServiceDocument]) -> Result<Self, SearchError> {
        let mut schema = Schema::builder();
        let id = schema.add_text_field("id", STORED);
        let fields: Vec<(Locale, LocaleFields)> = Locale::ALL
            .into_iter()
            .map(|locale| (locale, LocaleFields::add(&mut schema, locale)))
            .collect();
        let index = Index::create_in_ram(schema.build());
        index.tokenizers().register("folded", folding());
        for locale in Locale::ALL {
            index.tokenizers().register(&format!("stem-{locale}"), stemming(locale));
        }
        let mut writer = index.writer_with_num_threads(1, WRITER_BYTES)?;
        for service in services {
            let mut document = TantivyDocument::new();
            document.add_text(id, &service.id);
            for (locale, text) in &service.texts {
                if let Some((_, fields)) = fields.iter().find(|(known, _)| known == locale) {
                    fields.fill(&mut document, text, *locale);
                }
            }
            writer.add_document(document)?;
        }
        writer.commit()?;
        writer.wait_merging_threads()?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let weights = services
            .iter()
            .map(|service| (service.id.clone(), service.weight.clamp(0.0, 1.0)))
            .collect();
        Ok(Self { reader, id, fields, weights })
    }

    /// Finds the services that fit what somebody types, the best first.
    ///
    /// The last word counts as a beginning, so that it finds while somebody types. Words of the
    /// other languages count too, less.
    pub fn find(&self, query: &str, locale: Locale, limit: usize) -> Vec<Hit> {
        let searcher = self.reader.searcher();
        let typed: Vec<(f32, LocaleFields, Typed)> = self
            .fields
            .iter()
            .map(|(known, fields)| {
                // Another language is right only if this one is not.
                let share = if *known == locale { 1.0 } else { 0.3 };
                let mut typed = Typed::read(query, *known);
                typed.look_up(fields, &searcher);
                (share, *fields, typed)
            })
            .collect();
        let Some(wanted) = query::services(&typed) else { return Vec::new() };
        let found = searcher.search(&wanted, &TopDocs::with_limit(CANDIDATES).order_by_score());
        let mut hits: Vec<Hit> = found
            .unwrap_or_default()
            .into_iter()
            .filter_map(|(score, address)| {
                let document: TantivyDocument = searcher.doc(address).ok()?;
                let id = document.get_first(self.id)?.as_str()?.to_owned();
                let weight = self.weights.get(&id).copied().unwrap_or_default();
                Some(Hit { id, score: score * (1.0 + WEIGHT_SHARE * weight) })
            })
            .collect();
        hits.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.id.cmp(&b.id)));
        let best = hits.first().map(|hit| hit.score).unwrap_or_default();
        hits.retain(|hit| hit.score >= best * LEAST_SHARE);
        hits.truncate(limit.min(MAX_HITS));
        hits
    }
}

impl std::fmt::Debug for ServiceIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ServiceIndex")
            .field("services", &self.weights.len())
            .finish_non_exhaustive()
    }
}

impl LocaleFields {
    fn add(schema: &mut tantivy::schema::SchemaBuilder, locale: Locale) -> Self {
        let mut field =
            |name: &str, tokenizer: &str, record: IndexRecordOption, by_length: bool| {
                let indexing = TextFieldIndexing::default()
                    .set_tokenizer(tokenizer)
                    .set_index_option(record)
                    .set_fieldnorms(by_length);
                let options = TextOptions::default().set_indexing_options(indexing);
                schema.add_text_field(&format!("{name}-{locale}"), options)
            };
        let (places, counts) =
            (IndexRecordOption::WithFreqsAndPositions, IndexRecordOption::WithFreqs);
        let stem = format!("stem-{locale}");
        // A word weighs less in a longer text, but a service is no worse for having more synonyms.
        Self {
            name: field("name", &stem, places, true),
            synonyms: field("synonyms", &stem, places, false),
            summary: field("summary", &stem, counts, true),
            body: field("body", &stem, counts, true),
            topic: field("topic", &stem, counts, true),
            phrases: field("phrases", "raw", counts, false),
            name_words: field("name-words", "folded", counts, true),
            synonym_words: field("synonym-words", "folded", counts, false),
            summary_words: field("summary-words", "folded", counts, true),
            name_sounds: field("name-sounds", "folded", counts, true),
            synonym_sounds: field("synonym-sounds", "folded", counts, false),
        }
    }

    fn fill(&self, document: &mut TantivyDocument, text: &ServiceText, locale: Locale) {
        document.add_text(self.name, &text.name);
        document.add_text(self.name_words, singulars_of(&text.name, locale));
        document.add_text(self.summary, &text.summary);
        document.add_text(self.summary_words, &text.summary);
        document.add_text(self.body, &text.body);
        document.add_text(self.topic, &text.topic);
        document.add_text(self.name_sounds, sounds_of(&text.name, locale));
        for phrase in std::iter::once(&text.name).chain(&text.synonyms) {
            document.add_text(self.phrases, phrase_of(phrase, locale));
            // "streetlight" is typed as often as "street light".
            for pair in words(folding(), phrase).windows(2) {
                document.add_text(self.synonym_words, pair.concat());
            }
        }
        // The name counts among the synonyms, or a service that has its name only would fall behind.
        for synonym in std::iter::once(&text.name).chain(&text.synonyms) {
            document.add_text(self.synonyms, synonym);
            document.add_text(self.synonym_words, singulars_of(synonym, locale));
            document.add_text(self.synonym_sounds, sounds_of(synonym, locale));
        }
    }
}

/// Joins the words of a phrase in the singular without its fillers: "a hole in the roads" is
/// "hole road". Stems would go too far here: in Spanish, "hoyo" and "hoy" share one.
pub(crate) fn phrase_of(text: &str, locale: Locale) -> String {
    let telling: Vec<String> =
        telling(text, locale).iter().map(|word| singular(word, locale).to_owned()).collect();
    telling.join(" ")
}

/// The words, and after them the singular of those that are plural.
fn singulars_of(text: &str, locale: Locale) -> String {
    let mut all = words(folding(), text);
    let singulars: Vec<String> = all
        .iter()
        .map(|word| singular(word, locale).to_owned())
        .filter(|word| !all.contains(word))
        .collect();
    all.extend(singulars);
    all.join(" ")
}

fn sounds_of(text: &str, locale: Locale) -> String {
    let sounds: Vec<String> =
        telling(text, locale).iter().map(|word| sound(word, locale)).collect();
    sounds.join(" ")
}

fn telling(text: &str, locale: Locale) -> Vec<String> {
    words(folding(), text).into_iter().filter(|word| !is_filler(word, locale)).collect()
}
