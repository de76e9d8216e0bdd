//! The questions of a page as the template shows them.

use places::Match;
use serde::Serialize;
use services::form::{Asked, Raw};
use services::{Answers, Choice, Condition, Page, Question, QuestionKind};
use web::Visitor;

use crate::draft::Opened;

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
    parts: std::collections::BTreeMap<&'static str, String>,
    pub matches: Vec<Match>,
    pub photos: Vec<PhotoView>,
}

/// Something to choose.
#[derive(Clone, Debug, Serialize)]
struct Item {
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
    asked.iter().map(|asked| field(asked.question, page, opened, typed, visitor)).collect()
}

fn field(
    question: &Question,
    page: &Page,
    opened: &Opened,
    typed: &Raw,
    visitor: &Visitor,
) -> Field {
    let (id, locale) = (&question.id, visitor.locale());
    let part = |name: &str| typed.first(&format!("{id}-{name}")).to_owned();
    let parts = |names: &[&'static str]| names.iter().map(|name| (*name, part(name))).collect();
    let mut field = Field {
        id: id.clone(),
        kind: question.kind.name(),
        label: question.label.get(locale).to_owned(),
        hint: question.hint.as_ref().map(|hint| hint.get(locale).to_owned()).unwrap_or_default(),
        optional: !question.required,
        value: typed.first(id).to_owned(),
        values: typed.all(id).to_vec(),
        ..Field::default()
    };
    match &question.kind {
        QuestionKind::Text { max_length } | QuestionKind::LongText { max_length } => {
            field.max = *max_length;
            field.short = *max_length <= SHORT;
        }
        QuestionKind::Number { unit, .. } => {
            field.unit = unit.as_ref().map(|unit| unit.get(locale).to_owned()).unwrap_or_default();
        }
        QuestionKind::Date { .. } => field.parts = parts(&["day", "month", "year"]),
        QuestionKind::One { options } | QuestionKind::Many { options } => {
            let offered = options.iter().filter(|option| offered(option, page, opened));
            field.items = offered
                .map(|option| Item {
                    value: option.value.clone(),
                    label: option.label.get(locale).to_owned(),
                    hint: option.hint.as_ref().map_or("", |hint| hint.get(locale)).to_owned(),
                })
                .collect();
        }
        QuestionKind::Place => field.parts = parts(&["address", "lon", "lat", "for", "choice"]),
        QuestionKind::Photos { max } => field.max = *max,
        QuestionKind::Contact => {
            field.parts = parts(&["name", "email", "phone"]);
            if opened.draft.corrects.is_some() {
                field.hint = visitor.words().t("counter-contact-kept");
            }
        }
        QuestionKind::Email | QuestionKind::Phone | QuestionKind::YesNo | QuestionKind::Note => {}
    }
    field
}

/// Whether an option can be chosen; one that depends on the same page is shown to be safe.
fn offered(option: &Choice, page: &Page, opened: &Opened) -> bool {
    let Some(when) = &option.when else { return true };
    let here = page.questions.iter().any(|one| when.0.names().any(|name| name == one.id));
    here || when.0.holds(opened.draft.answers.as_json())
}

/// The rules by which questions of a page appear. Where a condition is more than the values of one
/// choice, the question simply shows.
pub(crate) fn rules(opened: &Opened, page: &Page) -> Vec<Rule> {
    let asked = opened.service.form().asked(page, &opened.draft.answers);
    asked.iter().filter_map(|asked| rule(asked, page, &opened.draft.answers)).collect()
}

fn rule(asked: &Asked<'_>, page: &Page, answers: &Answers) -> Option<Rule> {
    let condition = asked.depends?;
    let named = |one: &&Question| condition.0.names().any(|name| name == one.id);
    let mut here = page.questions.iter().filter(named);
    let (other, None) = (here.next()?, here.next()) else { return None };
    let values = values(other)?;
    let plain =
        |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
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
