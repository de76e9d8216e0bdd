//! What stands in the way of publishing a sketch, and what an officer should know before.

use base::Locale;
use rules::Expression;
use serde::Serialize;
use serde_json::{Map, Value, json};
use services::{Problem, Severity};

use crate::reading::{self, Level};
use crate::sketch::{Sketch, key_of, list, own_words, words as text_of};

/// Conditions are tried with so many combinations of answers; with more, a page counts as reachable.
const MOST_TRIED: usize = 4_096;

/// Seconds that an answer takes: choosing, typing a line, and telling or showing something at length.
const CHOOSE: usize = 8;
const TYPE: usize = 20;
const TELL: usize = 60;

/// A text that lacks a language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Missing {
    /// Where it stands: `designer-field-…` of the field.
    pub field: String,
    /// The text in the other language.
    pub text: String,
    pub language: &'static str,
}

/// A text with its reading level.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Read {
    pub what: String,
    pub language: &'static str,
    pub spanish: bool,
    pub level: Level,
}

/// Something about a person that is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Personal {
    pub label: String,
    pub kind: String,
    /// Whether a hint says what it is for.
    pub purpose: bool,
}

/// How long the form is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Length {
    pub pages: usize,
    pub questions: usize,
    pub minutes: usize,
}

/// Whether anything keeps the sketch from being published.
pub(crate) fn blocks(problems: &[Problem]) -> bool {
    problems.iter().any(|problem| problem.severity == Severity::Error)
}

/// Lists the texts that lack a language.
pub(crate) fn missing(sketch: &Sketch) -> Vec<Missing> {
    let mut found = Vec::new();
    lacking(&sketch.definition, "", &mut found);
    let texts = |locale: Locale| sketch.texts.get(&locale).map(String::as_str).unwrap_or_default();
    for locale in Locale::ALL.into_iter().filter(|locale| texts(*locale).trim().is_empty()) {
        found.push(Missing { field: "text".into(), text: String::new(), language: locale.name() });
    }
    found
}

fn lacking(value: &Value, field: &str, found: &mut Vec<Missing>) {
    let spoken = crate::labels::is_spoken(field);
    match value {
        Value::Object(fields) if fields.contains_key(Locale::EN.code()) && field != "synonyms" => {
            let value = Some(value);
            for locale in Locale::ALL.into_iter().filter(|one| own_words(value, *one).is_empty()) {
                let text = text_of(value, Locale::EN).to_owned();
                found.push(Missing { field: field.into(), text, language: locale.name() });
            }
        }
        // A promise is counted in a unit that each language has words for.
        Value::Object(_) if field == "promise" => {}
        Value::Object(fields) => fields.iter().for_each(|(key, inner)| lacking(inner, key, found)),
        Value::Array(items) => items.iter().for_each(|item| lacking(item, field, found)),
        Value::String(text) if spoken => {
            for locale in Locale::ALL.into_iter().filter(|locale| *locale != Locale::EN) {
                let (field, text) = (field.to_owned(), text.clone());
                found.push(Missing { field, text, language: locale.name() });
            }
        }
        _ => {}
    }
}

/// Tells how easy each longer text is to read, the hardest first.
pub(crate) fn readings(sketch: &Sketch) -> Vec<Read> {
    let mut found = Vec::new();
    let mut look = |what: &str, text: &str, locale: Locale| {
        if let Some(level) = reading::level(text, locale) {
            let (what, spanish) = (what.chars().take(80).collect(), locale == Locale::ES);
            found.push(Read { what, language: locale.name(), spanish, level });
        }
    };
    for locale in Locale::ALL {
        let summary = own_words(sketch.definition.get("summary"), locale);
        look(summary, summary, locale);
        let text = sketch.texts.get(&locale).map(String::as_str).unwrap_or_default();
        look(text.lines().next().unwrap_or_default().trim_start_matches('#').trim(), text, locale);
        for (_, question) in sketch.questions() {
            for field in ["label", "hint"] {
                let text = own_words(question.get(field), locale);
                look(text, text, locale);
            }
        }
    }
    found.sort_by_key(|read| !read.level.hard);
    found
}

/// Lists what is asked for that tells who somebody is, or where.
pub(crate) fn personal(sketch: &Sketch, locale: Locale) -> Vec<Personal> {
    const KINDS: [&str; 7] = ["contact", "email", "phone", "place", "photos", "person", "address"];
    let asks = |question: &Value| question.get("kind").and_then(Value::as_str).map(str::to_owned);
    let questions = sketch.questions().filter_map(|(_, question)| {
        let kind = asks(question).filter(|kind| KINDS.contains(&kind.as_str()))?;
        let purpose = !text_of(question.get("hint"), locale).is_empty();
        let label = text_of(question.get("label"), locale).to_owned();
        Some(Personal { label, kind, purpose })
    });
    questions.collect()
}

/// Tells how long the form is, if everything is asked.
pub(crate) fn length(sketch: &Sketch) -> Length {
    let seconds: usize = sketch
        .questions()
        .map(|(_, question)| match question.get("kind").and_then(Value::as_str) {
            Some("yesno" | "one" | "many" | "note") => CHOOSE,
            Some("longtext" | "place" | "photos" | "contact") => TELL,
            _ => TYPE,
        })
        .sum();
    let notes = |question: &Value| question.get("kind").is_some_and(|kind| kind == "note");
    Length {
        pages: sketch.pages().len(),
        questions: sketch.questions().filter(|(_, question)| !notes(question)).count(),
        minutes: seconds.div_ceil(60),
    }
}

/// Lists the titles of pages that no answers lead to.
pub(crate) fn unreachable(sketch: &Sketch, locale: Locale) -> Vec<String> {
    let mut known = Vec::<&Value>::new();
    let mut never = Vec::new();
    for page in sketch.pages() {
        if reachable(page, &known) {
            known.extend(
                list(page, "questions")
                    .iter()
                    .filter(|one| reachable(one, &known))
                    .collect::<Vec<_>>(),
            );
        } else {
            never.push(text_of(page.get("title"), locale).to_owned());
        }
    }
    never
}

/// Whether some answers to the known questions make the condition hold. A question whose answers cannot be
/// counted leaves it open: then it counts as reachable.
fn reachable(thing: &Value, known: &[&Value]) -> bool {
    let Some(when) = thing.get("when").and_then(Value::as_str) else { return true };
    let Ok(expression) = Expression::parse(when) else { return true };
    let mut tried = vec![Map::new()];
    for name in expression.names() {
        let Some(question) = known.iter().find(|question| key_of(question) == name) else {
            continue;
        };
        let Some(answers) = answers(question) else { return true };
        tried = tried
            .iter()
            .flat_map(|one| {
                let with = answers.iter().map(|answer| {
                    let mut with = one.clone();
                    with.insert(name.to_owned(), answer.clone());
                    with
                });
                std::iter::once(one.clone()).chain(with).collect::<Vec<_>>()
            })
            .collect();
        if tried.len() > MOST_TRIED {
            return true;
        }
    }
    tried.into_iter().any(|answers| expression.holds(&Value::Object(answers)))
}

/// The answers that a question can have, where they can be counted.
fn answers(question: &Value) -> Option<Vec<Value>> {
    let values =
        || list(question, "options").iter().filter_map(|option| option.get("value").cloned());
    match question.get("kind").and_then(Value::as_str)? {
        "yesno" => Some(vec![true.into(), false.into()]),
        "one" => Some(values().collect()),
        "many" => Some(values().map(|value| json!([value])).chain([json!([])]).collect()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn sketch() -> Sketch {
        let options = json!([{"value": "a", "label": {"en": "A"}}, {"value": "b", "label": {"en": "B", "es": "B"}}]);
        let pages = json!([
            {"id": "first", "title": {"en": "First", "es": "Primera"}, "questions":
                [{"id": "which", "kind": "one", "label": {"en": "Which?", "es": "¿Cuál?"}, "options": options},
                 {"id": "deep", "kind": "number", "label": {"en": "How deep?", "es": "¿Cuánto?"}}]},
            {"id": "a", "title": "Only a", "when": "answers.which == 'a'", "questions":
                [{"id": "mail", "kind": "email", "label": {"en": "Mail", "es": "Correo"}}]},
            {"id": "never", "title": {"en": "Never", "es": "Nunca"},
                "when": "answers.which == 'a' && answers.which == 'b'", "questions": []},
            {"id": "deep", "title": {"en": "Deep", "es": "Honda"}, "when": "answers.deep > 3", "questions": []},
            {"id": "lost", "title": {"en": "Lost", "es": "Perdida"}, "when": "answers.gone == 'x'", "questions": []},
        ]);
        let promise = json!({"amount": 3, "unit": "days"});
        let definition = json!({"id": "x", "promise": promise, "pages": pages});
        Sketch { definition, texts: BTreeMap::new() }
    }

    #[test]
    fn pages_that_no_answers_lead_to_are_found() {
        assert_eq!(unreachable(&sketch(), Locale::EN), ["Never", "Lost"]);
    }

    #[test]
    fn texts_that_lack_a_language_are_found_wherever_they_stand() {
        let found = missing(&sketch());
        let texts: Vec<&str> = found.iter().map(|one| one.text.as_str()).collect();
        assert_eq!(texts, ["A", "Only a", "", ""], "an option, a title, and both page texts");
    }

    #[test]
    fn what_tells_who_somebody_is_is_named_and_the_length_counted() {
        let asked = personal(&sketch(), Locale::EN);
        assert_eq!((asked.len(), asked[0].purpose), (1, false));
        assert_eq!(length(&sketch()), Length { pages: 5, questions: 3, minutes: 1 });
    }
}
