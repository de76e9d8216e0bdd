//! A service while it is being written: plain data, complete or not.
//!
//! Everything here is pure. What the designer does not know of a page or a question it keeps as it is, so
//! that a kind of question that came later loses nothing by being moved or renamed.

use std::collections::BTreeMap;

use base::Locale;
use base::text::slug;
use serde_json::{Map, Value, json};
use services::{Files, PackService};

/// The longest key of a question or page that is made from its words.
const MAX_KEY: usize = 40;

/// A service that is being written.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Sketch {
    /// The definition, as `services/<id>.toml` holds it.
    pub definition: Value,
    /// The page texts by language, in Markdown.
    pub texts: BTreeMap<Locale, String>,
}

/// Which way something is moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// Nearer to the beginning.
    Up,
    /// Nearer to the end.
    Down,
}

impl Sketch {
    /// Makes a sketch of a service that is published.
    pub(crate) fn of(service: &services::Service) -> Self {
        let text = &service.text;
        Self {
            definition: services::plain(&service.definition),
            texts: text.iter().map(|(locale, text)| (locale, text.to_owned())).collect(),
        }
    }

    /// Reads it as it is kept; `None` when what is kept is no TOML.
    pub(crate) fn read(definition: &str, texts: &str) -> Option<Self> {
        let definition = services::from_toml("draft", definition).ok()?;
        Some(Self { definition, texts: serde_json::from_str(texts).ok()? })
    }

    /// Writes the definition as a pack holds it.
    pub(crate) fn to_toml(&self) -> String {
        services::to_toml(&self.definition)
    }

    /// Writes the page texts as they are kept.
    pub(crate) fn texts_to_json(&self) -> String {
        serde_json::to_string(&self.texts).unwrap_or_default()
    }

    /// The key of the service.
    pub(crate) fn id(&self) -> &str {
        self.text("id")
    }

    /// A text at the top.
    pub(crate) fn text(&self, key: &str) -> &str {
        self.definition.get(key).and_then(Value::as_str).unwrap_or_default()
    }

    /// The name in a language, in English where that is missing.
    pub(crate) fn name(&self, locale: Locale) -> &str {
        words(self.definition.get("name"), locale)
    }

    /// Whether it has a form.
    pub(crate) fn is_online(&self) -> bool {
        let online = self.definition.get("online").and_then(Value::as_bool);
        online.unwrap_or_else(|| self.text("kind") != "information")
    }

    /// Sets a value at the top, or takes it out.
    pub(crate) fn set(&mut self, key: &str, value: Option<Value>) {
        set(&mut self.definition, key, value);
    }

    /// The files of a pack that hold it, to be checked as a pack is.
    pub(crate) fn files(&self) -> Files {
        let id = self.id();
        let mut files = vec![(format!("services/{id}.toml"), self.to_toml())];
        for (locale, text) in &self.texts {
            let end = if *locale == Locale::EN { String::new() } else { format!(".{locale}") };
            files.push((format!("services/{id}{end}.md"), text.clone()));
        }
        files.into_iter().collect()
    }

    /// Checks it against the town as it stands.
    pub(crate) fn check(
        &self,
        shelf: &crate::draft::Shelf,
    ) -> (Option<PackService>, Vec<services::Problem>) {
        let data = shelf.catalogue.data_sets();
        let keys = shelf.catalogue.keys();
        let town = services::Surroundings {
            outline: &shelf.outline,
            workflows: &shelf.workflows,
            data: &data,
            services: &keys,
        };
        services::check_service(&self.files(), town)
    }

    /// The pages.
    pub(crate) fn pages(&self) -> &[Value] {
        list(&self.definition, "pages")
    }

    /// A page.
    pub(crate) fn page(&self, id: &str) -> Option<&Value> {
        self.pages().iter().find(|page| key_of(page) == id)
    }

    /// The questions of the whole form, each with its page, in order.
    pub(crate) fn questions(&self) -> impl Iterator<Item = (&Value, &Value)> {
        let of = |page| list(page, "questions").iter().map(move |question| (page, question));
        self.pages().iter().flat_map(of)
    }

    /// A question.
    pub(crate) fn question(&self, id: &str) -> Option<&Value> {
        self.questions().map(|(_, question)| question).find(|question| key_of(question) == id)
    }

    /// A page to be changed.
    pub(crate) fn page_mut(&mut self, id: &str) -> Option<&mut Value> {
        list_mut(&mut self.definition, "pages")?.iter_mut().find(|page| key_of(page) == id)
    }

    /// Adds a page, or puts it in the place of the one with its key.
    pub(crate) fn keep_page(&mut self, page: Value) {
        if let Some(pages) = list_mut(&mut self.definition, "pages") {
            keep(pages, page);
        }
    }

    /// Adds a question to a page, or puts it in the place of the one with its key; `false` when there is
    /// no such page.
    pub(crate) fn keep_question(&mut self, page: &str, question: Value) -> bool {
        let page = self.page_mut(page);
        let Some(questions) = page.and_then(|page| list_mut(page, "questions")) else {
            return false;
        };
        keep(questions, question);
        true
    }

    /// Moves a page, or a question within and across pages; `false` when it stands at the end already.
    pub(crate) fn shift(&mut self, page: &str, question: Option<&str>, way: Way) -> bool {
        self.shifted(page, question, way).unwrap_or(false)
    }

    fn shifted(&mut self, page: &str, question: Option<&str>, way: Way) -> Option<bool> {
        let at = self.pages().iter().position(|one| key_of(one) == page)?;
        let pages = list_mut(&mut self.definition, "pages")?;
        let Some(question) = question else { return Some(swap(pages, at, way)) };
        let questions = list_mut(pages.get_mut(at)?, "questions")?;
        let place = questions.iter().position(|one| key_of(one) == question)?;
        if swap(questions, place, way) {
            return Some(true);
        }
        let other = way.from(at, pages.len())?;
        let moved = list_mut(pages.get_mut(at)?, "questions")?.remove(place);
        let target = list_mut(pages.get_mut(other)?, "questions")?;
        target.insert(if way == Way::Up { target.len() } else { 0 }, moved);
        Some(true)
    }

    /// Takes out a page with its questions, or one question; `false` when it is not there.
    pub(crate) fn remove(&mut self, page: &str, question: Option<&str>) -> bool {
        let (list, id) = match question {
            None => (list_mut(&mut self.definition, "pages"), page),
            Some(question) => {
                (self.page_mut(page).and_then(|page| list_mut(page, "questions")), question)
            }
        };
        let Some(list) = list else { return false };
        let before = list.len();
        list.retain(|one| key_of(one) != id);
        list.len() < before
    }

    /// Makes the key of a new page of its title.
    pub(crate) fn page_key(&self, title: &str) -> String {
        let taken = |key: &str| {
            self.page(key).is_some()
                || ["check", "deletion", "done", "joined", "nearby", "sent", "new"].contains(&key)
        };
        free(&slug(title), "page", '-', taken)
    }

    /// Makes the key of a new question of what it asks.
    pub(crate) fn question_key(&self, label: &str) -> String {
        let letters = slug(label).replace('-', "_");
        let letters = letters.trim_start_matches(|c: char| !c.is_ascii_lowercase());
        let taken = |key: &str| self.question(key).is_some() || ["contact", "new"].contains(&key);
        free(letters, "question", '_', taken)
    }
}

/// A key that nothing has yet: as wished, or with a number behind it.
pub(crate) fn free(wish: &str, other: &str, join: char, taken: impl Fn(&str) -> bool) -> String {
    let wish: String = wish.chars().take(MAX_KEY - 4).collect();
    let wish = wish.trim_end_matches(join);
    let wish = if wish.is_empty() { other } else { wish };
    if !taken(wish) {
        return wish.to_owned();
    }
    let numbered = (2..1_000).map(|number| format!("{wish}{join}{number}"));
    numbered.into_iter().find(|key| !taken(key)).unwrap_or_else(|| wish.to_owned())
}

/// The key of a page or question.
pub(crate) fn key_of(value: &Value) -> &str {
    value.get("id").and_then(Value::as_str).unwrap_or_default()
}

/// A text in a language, in English where that is missing.
pub(crate) fn words(value: Option<&Value>, locale: Locale) -> &str {
    match value {
        Some(Value::String(text)) => text,
        Some(Value::Object(texts)) => {
            let own = texts.get(locale.code()).or_else(|| texts.get(Locale::EN.code()));
            own.and_then(Value::as_str).unwrap_or_default()
        }
        _ => "",
    }
}

/// A text in this very language.
pub(crate) fn own_words(value: Option<&Value>, locale: Locale) -> &str {
    match value {
        Some(Value::String(text)) if locale == Locale::EN => text,
        Some(Value::Object(texts)) => {
            texts.get(locale.code()).and_then(Value::as_str).unwrap_or_default()
        }
        _ => "",
    }
}

/// Sets a value, or takes it out.
pub(crate) fn set(table: &mut Value, key: &str, value: Option<Value>) {
    if !table.is_object() {
        *table = Value::Object(Map::new());
    }
    let Some(fields) = table.as_object_mut() else { return };
    match value {
        Some(value) => drop(fields.insert(key.to_owned(), value)),
        None => drop(fields.shift_remove(key)),
    }
}

/// A list in a table; empty when there is none.
pub(crate) fn list<'a>(table: &'a Value, key: &str) -> &'a [Value] {
    table.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// A list in a table to be changed, made where there is none.
fn list_mut<'a>(table: &'a mut Value, key: &str) -> Option<&'a mut Vec<Value>> {
    if !table.get(key).is_some_and(Value::is_array) {
        set(table, key, Some(json!([])));
    }
    table.get_mut(key).and_then(Value::as_array_mut)
}

fn keep(list: &mut Vec<Value>, new: Value) {
    match list.iter_mut().find(|one| key_of(one) == key_of(&new)) {
        Some(old) => *old = new,
        None => list.push(new),
    }
}

fn swap(list: &mut [Value], at: usize, way: Way) -> bool {
    way.from(at, list.len()).map(|other| list.swap(at, other)).is_some()
}

impl Way {
    /// The place that lies this way, if there is one.
    fn from(self, at: usize, length: usize) -> Option<usize> {
        match self {
            Self::Up => at.checked_sub(1),
            Self::Down => Some(at + 1).filter(|next| *next < length),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sketch() -> Sketch {
        let question = |id: &str| json!({"id": id, "kind": "text", "later": {"x": 1}});
        let pages = json!([
            {"id": "a", "title": {"en": "A"}, "questions": [question("one"), question("two")]},
            {"id": "b", "title": "B", "questions": [question("three")]},
        ]);
        Sketch { definition: json!({"id": "x", "pages": pages}), texts: BTreeMap::new() }
    }

    fn order(sketch: &Sketch) -> Vec<String> {
        sketch.questions().map(|(p, q)| format!("{}/{}", key_of(p), key_of(q))).collect()
    }

    #[test]
    fn a_question_moves_within_its_page_and_over_its_edge() {
        let mut sketch = sketch();
        assert!(sketch.shift("a", Some("two"), Way::Up));
        assert_eq!(order(&sketch), ["a/two", "a/one", "b/three"]);
        assert!(!sketch.shift("a", Some("two"), Way::Up), "it is the first of all");
        assert!(sketch.shift("a", Some("one"), Way::Down));
        assert_eq!(order(&sketch), ["a/two", "b/one", "b/three"]);
        assert!(sketch.shift("b", None, Way::Up));
        assert_eq!(order(&sketch), ["b/one", "b/three", "a/two"]);
        assert_eq!(sketch.question("one").unwrap()["later"]["x"], 1, "what is unknown stays");
    }

    #[test]
    fn keys_are_made_of_words_and_never_taken() {
        let mut sketch = sketch();
        assert_eq!(sketch.question_key("How deep is it?"), "how_deep_is_it");
        assert_eq!(sketch.question_key("2 things"), "things");
        assert_eq!(sketch.question_key("One"), "one_2");
        assert_eq!(sketch.question_key("¿?"), "question");
        assert_eq!(sketch.page_key("Check"), "check-2");
        assert!(sketch.question_key(&"long ".repeat(40)).len() <= MAX_KEY);
        assert!(sketch.remove("a", Some("one")) && !sketch.remove("a", Some("one")));
        assert!(sketch.remove("b", None));
        assert_eq!(order(&sketch), ["a/two"]);
    }

    #[test]
    fn it_is_kept_as_a_pack_holds_it() {
        let sketch = sketch();
        let again = Sketch::read(&sketch.to_toml(), &sketch.texts_to_json()).unwrap();
        assert_eq!(again, sketch);
    }
}
