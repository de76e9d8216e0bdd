//! The questions of a page as the template shows them.

use base::{Locale, Localized};
use places::Match;
use serde::Serialize;
use services::form::{Asked, Raw};
use services::{Answers, Choice, Condition, DataSet, Entry, Page, Question, QuestionKind};
use web::Visitor;

use crate::draft::Opened;

/// Matches of a search that are shown: more than fit on a phone ask for another word.
pub(crate) const MATCHES: usize = 12;
/// Characters up to which a text has a short field.
const SHORT: usize = 40;

/// A question with what was typed.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Field {
    pub id: String,
    kind: &'static str,
    label: String,
    hint: String,
    optional: bool,
    value: String,
    values: Vec<String>,
    items: Vec<Item>,
    max: usize,
    unit: String,
    short: bool,
    body: String,
    pub rows: Vec<Vec<Field>>,
    is_full: bool,
    parts: std::collections::BTreeMap<&'static str, String>,
    pub matches: Vec<Match>,
    pub photos: Vec<PhotoView>,
}

/// Something to choose.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Item {
    value: String,
    label: String,
    hint: String,
}

/// A photo that was added.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct PhotoView {
    pub id: String,
    pub name: String,
}

/// Shows a question only while another of the page has one of some values; the page's style does it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Rule {
    id: String,
    other: String,
    values: Vec<String>,
}

/// The fields of a page.
pub(crate) fn of_page(opened: &Opened, page: &Page, typed: &Raw, visitor: &Visitor) -> Vec<Field> {
    let asked = opened.service.form().asked(page, &opened.draft.answers);
    let sheet = Sheet { page, opened, visitor };
    asked.iter().map(|asked| sheet.field(asked.question, "", typed)).collect()
}

/// The page that is shown to somebody.
struct Sheet<'a> {
    page: &'a Page,
    opened: &'a Opened,
    visitor: &'a Visitor,
}

impl Sheet<'_> {
    /// A question as a field; `prefix` stands before the names of its fields, `typed` has them without.
    fn field(&self, question: &Question, prefix: &str, typed: &Raw) -> Field {
        let (id, locale) = (&question.id, self.visitor.locale());
        let part = |name: &str| typed.first(&format!("{id}-{name}")).to_owned();
        let parts = |names: &[&'static str]| names.iter().map(|name| (*name, part(name))).collect();
        let text = |text: &Option<Localized>| {
            text.as_ref().map(|text| text.get(locale).to_owned()).unwrap_or_default()
        };
        let mut field = Field {
            id: format!("{prefix}{id}"),
            kind: question.kind.name(),
            label: question.label.get(locale).to_owned(),
            hint: text(&question.hint),
            optional: !question.required && question.kind.is_asked(),
            value: typed.first(id).to_owned(),
            values: typed.all(id).to_vec(),
            ..Field::default()
        };
        match &question.kind {
            QuestionKind::Text { max_length } | QuestionKind::LongText { max_length } => {
                field.max = *max_length;
                field.short = *max_length <= SHORT;
            }
            QuestionKind::Number { unit, .. } => field.unit = text(unit),
            QuestionKind::Money { currency, .. } => currency.sign().clone_into(&mut field.unit),
            QuestionKind::Date { .. } => field.parts = parts(&["day", "month", "year"]),
            QuestionKind::Period { .. } => {
                field.parts = parts(&[
                    "from-day",
                    "from-month",
                    "from-year",
                    "to-day",
                    "to-month",
                    "to-year",
                ]);
            }
            QuestionKind::One { options } | QuestionKind::Many { options } => {
                field.items = self.items(options);
            }
            QuestionKind::Place => {
                field.parts = parts(&["address", "lon", "lat", "for", "choice"]);
            }
            QuestionKind::Photos { max } => field.max = *max,
            QuestionKind::Contact => field.parts = parts(&["name", "email", "phone"]),
            QuestionKind::Organisation { number_required, .. } => {
                field.parts = parts(&["name", "number"]);
                field.short = *number_required;
            }
            QuestionKind::DataSet { data } => {
                field.parts = parts(&["q"]);
                field.items = choices(data, &part("q"), &field.value, locale);
                field.is_full = field.items.len() == MATCHES;
            }
            QuestionKind::Declaration { text } => text.get(locale).clone_into(&mut field.body),
            QuestionKind::Content { body } => field.body = text(body),
            QuestionKind::Calculated { .. } => field.value = self.worked_out(question),
            QuestionKind::Group { row, min, max, questions } => {
                row.get(locale).clone_into(&mut field.unit);
                let least = if question.required { (*min).max(1) } else { 0 };
                let rows = typed.rows(id, *max).max(least);
                field.is_full = rows >= *max;
                field.rows = (0..rows).map(|row| self.row(id, row, questions, typed)).collect();
                field.short = rows > least;
            }
            _ => {}
        }
        self.keeping(question, field)
    }

    fn worked_out(&self, question: &Question) -> String {
        let (form, answers) = (self.opened.service.form(), &self.opened.draft.answers);
        let found = form.worked_out(self.page, question, answers, self.visitor.locale());
        found.unwrap_or_default()
    }

    /// Says that an empty field keeps what is known, where that is not shown.
    fn keeping(&self, question: &Question, mut field: Field) -> Field {
        let is_hidden = matches!(question.kind, QuestionKind::Contact | QuestionKind::Iban { .. });
        if is_hidden && self.opened.draft.hides_contact() {
            field.hint = self.visitor.words().t("counter-contact-kept");
        }
        field
    }

    fn row(&self, group: &str, row: usize, questions: &[Question], typed: &Raw) -> Vec<Field> {
        let fields = typed.row(group, row);
        let prefix = format!("{group}-{row}-");
        questions.iter().map(|question| self.field(question, &prefix, &fields)).collect()
    }

    fn items(&self, options: &[Choice]) -> Vec<Item> {
        let locale = self.visitor.locale();
        let item = |option: &Choice| Item {
            value: option.value.clone(),
            label: option.label.get(locale).to_owned(),
            hint: option.hint.as_ref().map_or("", |hint| hint.get(locale)).to_owned(),
        };
        let offered = |option: &&Choice| offered(option, self.page, self.opened);
        options.iter().filter(offered).map(item).collect()
    }
}

/// What a search of a data set found, with what was chosen before.
pub(crate) fn choices(data: &DataSet, typed: &str, chosen: &str, locale: Locale) -> Vec<Item> {
    let mut found = data.search(typed, MATCHES);
    if let Some(entry) = data.find(chosen)
        && !found.iter().any(|one| one.code == chosen)
    {
        found.insert(0, entry);
        found.truncate(MATCHES);
    }
    let item = |entry: &Entry| Item {
        value: entry.code.clone(),
        label: entry.name(locale).to_owned(),
        hint: String::new(),
    };
    found.into_iter().map(item).collect()
}

/// Whether an option can be chosen; one that depends on the same page is shown to be safe.
fn offered(option: &Choice, page: &Page, opened: &Opened) -> bool {
    let Some(when) = &option.when else { return true };
    let here = page.questions.iter().any(|one| when.0.names().any(|name| name == one.id));
    let in_row = when.0.row_names().next().is_some();
    here || in_row || when.0.holds(opened.draft.answers.as_json())
}

/// The rules by which questions of a page appear. Where a condition is more than the values of one
/// choice, the question simply shows.
pub(crate) fn rules(opened: &Opened, page: &Page) -> Vec<Rule> {
    let asked = opened.service.form().asked(page, &opened.draft.answers);
    asked.iter().filter_map(|asked| rule(asked, page, &opened.draft.answers)).collect()
}

/// The rules by which questions appear in the rows of a page's groups.
pub(crate) fn row_rules(opened: &Opened, page: &Page, fields: &[Field]) -> Vec<Rule> {
    let mut rules = Vec::new();
    for question in &page.questions {
        let QuestionKind::Group { questions, .. } = &question.kind else { continue };
        let rows = fields.iter().find(|field| field.id == question.id);
        for row in 0..rows.map_or(0, |field| field.rows.len()) {
            let prefix = format!("{}-{row}-", question.id);
            let rule = |one| row_rule(one, questions, &prefix, &opened.draft.answers);
            rules.extend(questions.iter().filter_map(rule));
        }
    }
    rules
}

fn row_rule(
    question: &Question,
    questions: &[Question],
    prefix: &str,
    answers: &Answers,
) -> Option<Rule> {
    let when = &question.when.as_ref()?.0;
    let mut named = when.row_names();
    let (name, None) = (named.next()?, named.next()) else { return None };
    let values = values(questions.iter().find(|other| other.id == name)?)?;
    let shows = |answer: &serde_json::Value| {
        when.holds_in(answers.as_json(), &serde_json::json!({ name: answer }))
    };
    let values: Vec<String> =
        values.into_iter().filter(|(_, answer)| shows(answer)).map(|(value, _)| value).collect();
    let is_plain = values.iter().all(|value| plain(value));
    is_plain.then(|| Rule {
        id: format!("{prefix}{}", question.id),
        other: format!("{prefix}{name}"),
        values,
    })
}

/// Whether a text can stand in the page's style as it is.
fn plain(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

fn rule(asked: &Asked<'_>, page: &Page, answers: &Answers) -> Option<Rule> {
    let condition = asked.depends?;
    let named = |one: &&Question| condition.0.names().any(|name| name == one.id);
    let mut here = page.questions.iter().filter(named);
    let (other, None) = (here.next()?, here.next()) else { return None };
    let values = values(other)?;
    if !plain(&asked.question.id) || !values.iter().all(|(value, _)| plain(value)) {
        return None;
    }
    let shows = |answer: &serde_json::Value| holds(condition, answers, &other.id, answer);
    let values = values.into_iter().filter(|(_, answer)| shows(answer)).map(|(value, _)| value);
    Some(Rule { id: asked.question.id.clone(), other: other.id.clone(), values: values.collect() })
}

fn holds(
    condition: &Condition,
    answers: &Answers,
    other: &str,
    answer: &serde_json::Value,
) -> bool {
    let mut with = answers.clone();
    with.set(other, answer.clone());
    condition.0.holds(with.as_json())
}

/// What the fields of a choice can send, with the answers that they stand for.
fn values(question: &Question) -> Option<Vec<(String, serde_json::Value)>> {
    let options = |many: bool| {
        let answer =
            |value: &String| if many { vec![value.clone()].into() } else { value.clone().into() };
        let options = question.kind.options().iter();
        options.map(|option| (option.value.clone(), answer(&option.value))).collect()
    };
    match &question.kind {
        QuestionKind::YesNo => Some(vec![("yes".into(), true.into()), ("no".into(), false.into())]),
        QuestionKind::One { .. } => Some(options(false)),
        QuestionKind::Many { .. } => Some(options(true)),
        _ => None,
    }
}
