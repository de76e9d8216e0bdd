//! What differs between two sketches, in words and side by side.

use std::collections::BTreeMap;

use base::Locale;
use serde::Serialize;
use serde_json::Value;
use web::Words;

use crate::labels;
use crate::sketch::{Sketch, key_of, list, words as text_of};

/// More rows than anybody reads; the first ones count.
const MOST: usize = 400;

/// One thing that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Change {
    /// What it is.
    pub what: String,
    /// What it was; empty when it is new.
    pub was: String,
    /// What it is now; empty when it is gone.
    pub now: String,
}

/// Lists what differs, in the order of the later one; what is gone comes last.
pub(crate) fn differences(before: &Sketch, after: &Sketch, words: &Words) -> Vec<Change> {
    let (before, after) = (rows(before, words), rows(after, words));
    let was: BTreeMap<&str, &Row> = before.iter().map(|row| (row.key.as_str(), row)).collect();
    let is: BTreeMap<&str, &Row> = after.iter().map(|row| (row.key.as_str(), row)).collect();
    let changed = after.iter().filter_map(|row| {
        let old = was.get(row.key.as_str()).map(|old| old.value.as_str()).unwrap_or_default();
        (old != row.value).then(|| Change {
            what: row.what.clone(),
            was: old.to_owned(),
            now: row.value.clone(),
        })
    });
    let gone = before.iter().filter(|row| !is.contains_key(row.key.as_str()));
    let gone = gone.map(|row| Change {
        what: row.what.clone(),
        was: row.value.clone(),
        now: String::new(),
    });
    changed.chain(gone).take(MOST).collect()
}

/// A value with what it is called.
struct Row {
    /// What it is compared by: keys, so that a new name is a change and not another thing.
    key: String,
    what: String,
    value: String,
}

fn rows(sketch: &Sketch, words: &Words) -> Vec<Row> {
    let mut rows = Vec::new();
    let table = sketch.definition.as_object().into_iter().flatten();
    for (key, value) in table.filter(|(key, _)| *key != "pages" && *key != "id") {
        field(&mut rows, "", "", key, value, words);
    }
    for (locale, text) in &sketch.texts {
        let what = format!("{} ({})", labels::field("text", words), locale.name());
        rows.push(Row { key: format!("text.{locale}"), what, value: text.clone() });
    }
    let locale = words.locale();
    let titles: Vec<&str> =
        sketch.pages().iter().map(|page| text_of(page.get("title"), locale)).collect();
    if !titles.is_empty() {
        let what = words.t("designer-order-pages");
        rows.push(Row { key: "order".into(), what, value: titles.join(" → ") });
    }
    for page in sketch.pages() {
        self::page(&mut rows, page, words);
    }
    rows
}

fn page(rows: &mut Vec<Row>, page: &Value, words: &Words) {
    let locale = words.locale();
    let title = text_of(page.get("title"), locale);
    let of = words.with("designer-of-page", &[("title", title.into())]);
    let key = format!("page.{}", key_of(page));
    for (name, value) in page.as_object().into_iter().flatten() {
        if name != "questions" && name != "id" {
            field(rows, &key, &of, name, value, words);
        }
    }
    let questions = list(page, "questions");
    let order: Vec<&str> =
        questions.iter().map(|question| text_of(question.get("label"), locale)).collect();
    let what = format!("{of} · {}", words.t("designer-order-questions"));
    rows.push(Row { key: format!("{key}.order"), what, value: order.join(" → ") });
    for question in questions {
        let label = text_of(question.get("label"), locale);
        let of = words.with("designer-of-question", &[("label", label.into())]);
        let key = format!("question.{}", key_of(question));
        for (name, value) in question.as_object().into_iter().flatten() {
            if name != "id" {
                field(rows, &key, &of, name, value, words);
            }
        }
    }
}

fn field(rows: &mut Vec<Row>, path: &str, of: &str, name: &str, value: &Value, words: &Words) {
    let label = labels::field(name, words);
    let what = if of.is_empty() { label } else { format!("{of} · {label}") };
    let key = format!("{path}.{name}");
    let texts = value.as_object().filter(|texts| {
        texts.keys().all(|key| Locale::ALL.iter().any(|locale| locale.code() == key))
    });
    match texts {
        Some(texts) => rows.extend(texts.iter().map(|(code, value)| {
            let locale = Locale::parse(code).unwrap_or(Locale::EN);
            let what = format!("{what} ({})", locale.name());
            Row { key: format!("{key}.{code}"), what, value: labels::value(name, value, words) }
        })),
        // A text that stands alone is English: it is the same as one that says so.
        None if value.is_string() && labels::is_spoken(name) => rows.push(Row {
            key: format!("{key}.en"),
            what: format!("{what} ({})", Locale::EN.name()),
            value: labels::value(name, value, words),
        }),
        None => rows.push(Row { key, what, value: labels::value(name, value, words) }),
    }
}
