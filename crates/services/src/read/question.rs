use crate::problem::Source;
use crate::{Check, Choice, DataSet, DateBound, Logic, Page, Question, QuestionKind};

use super::fields::{Fields, Item, condition, count, formula, localized, number, text};
use super::kinds;

/// More pages than this nobody fills in.
const MAX_PAGES: usize = 40;
/// A page asks one thing; the largest real ones have a dozen fields.
const MAX_QUESTIONS: usize = 30;
/// Longer lists need a search, not options.
const MAX_OPTIONS: usize = 100;
/// Room for a long complaint: four typed pages.
const MAX_TEXT: u32 = 10_000;
/// What residents' phones and the store take in one case.
const MAX_PHOTOS: u32 = 5;
const DEFAULT_LINE: usize = 200;
const DEFAULT_TEXT: usize = 2_000;
const DEFAULT_PHOTOS: u32 = 3;

/// The kinds of questions, as definitions write them.
pub const KINDS: &[&str] = &[
    "text",
    "longtext",
    "email",
    "phone",
    "number",
    "date",
    "yesno",
    "one",
    "many",
    "place",
    "photos",
    "contact",
    "note",
    "money",
    "time",
    "period",
    "organisation",
    "vehicle",
    "iban",
    "identifier",
    "declaration",
    "signature",
    "calculated",
    "content",
    "group",
    "dataset",
];

pub(super) fn pages(fields: &Fields<'_>) -> Vec<Page> {
    fields.tables("pages", MAX_PAGES, |page| {
        let id = page.required("id", text);
        let title = page.required("title", localized);
        let when = page.optional("when", condition);
        let questions = page.tables("questions", MAX_QUESTIONS, question);
        if questions.is_empty() {
            page.source.error(
                page.at("questions"),
                "this page asks nothing",
                "add [[pages.questions]] below it",
            );
        }
        Some(Page { id: id?, title: title?, when, questions })
    })
}

pub(super) fn question(fields: &Fields<'_>) -> Option<Question> {
    let id = fields.required("id", text);
    let label = fields.required("label", localized);
    let kind = kind(fields);
    let is_asked = kind.as_ref().is_none_or(QuestionKind::is_asked);
    let needed = !matches!(kind, Some(QuestionKind::Group { min: 0, .. }));
    let question = Question {
        short: fields.optional("short", localized),
        hint: fields.optional("hint", localized),
        required: fields.flag("required", is_asked && needed) && is_asked,
        public: fields.flag("public", false),
        when: fields.optional("when", condition),
        logic: logic(fields),
        id: id?,
        label: label?,
        kind: kind?,
    };
    Some(question)
}

/// More checks of one answer than this no resident can satisfy.
const MAX_CHECKS: usize = 10;

fn logic(fields: &Fields<'_>) -> Logic {
    Logic {
        required_when: fields.optional("required_when", condition),
        default: fields.optional("default", formula),
        checks: fields.tables("checks", MAX_CHECKS, |check| {
            let (when, message) =
                (check.required("when", condition), check.required("message", localized));
            Some(Check { when: when?, message: message? })
        }),
    }
}

fn kind(fields: &Fields<'_>) -> Option<QuestionKind> {
    let name = fields.required("kind", text)?;
    Some(match name.as_str() {
        "text" => QuestionKind::Text { max_length: max_length(fields, DEFAULT_LINE) },
        "longtext" => QuestionKind::LongText { max_length: max_length(fields, DEFAULT_TEXT) },
        "email" => QuestionKind::Email,
        "phone" => QuestionKind::Phone,
        "number" => {
            let (min, max) = (fields.optional("min", number), fields.optional("max", number));
            if min.zip(max).is_some_and(|(min, max)| min > max) {
                fields.source.error(fields.at("max"), "`max` is below `min`", "");
            }
            QuestionKind::Number { min, max, unit: fields.optional("unit", localized) }
        }
        "date" => QuestionKind::Date {
            min: fields.optional("min", date_bound),
            max: fields.optional("max", date_bound),
        },
        "yesno" => QuestionKind::YesNo,
        "one" => QuestionKind::One { options: options(fields) },
        "many" => QuestionKind::Many { options: options(fields) },
        "place" => QuestionKind::Place,
        "photos" => QuestionKind::Photos { max: photos(fields) },
        "contact" => QuestionKind::Contact,
        "note" => QuestionKind::Note,
        "money" => kinds::money(fields),
        "time" => kinds::time(fields),
        "period" => kinds::period(fields),
        "organisation" => kinds::organisation(fields),
        "vehicle" => kinds::vehicle(fields),
        "iban" => QuestionKind::Iban { countries: kinds::countries(fields) },
        "identifier" => kinds::identifier(fields),
        "declaration" => QuestionKind::Declaration { text: fields.required("text", localized)? },
        "signature" => QuestionKind::Signature,
        "calculated" => kinds::calculated(fields)?,
        "content" => QuestionKind::Content { body: fields.optional("body", localized) },
        "dataset" => QuestionKind::DataSet { data: DataSet::named(fields.required("data", text)?) },
        "group" => kinds::group(fields)?,
        other => {
            let near = rules::closest(other, KINDS.iter().copied());
            let help = near.map_or_else(
                || format!("use one of: {}", KINDS.join(", ")),
                |near| format!("did you mean `{near}`?"),
            );
            fields.source.error(
                fields.at("kind"),
                format!("there is no kind of question `{other}`"),
                help,
            );
            return None;
        }
    })
}

fn max_length(fields: &Fields<'_>, default: usize) -> usize {
    let Some(max) = fields.optional("max_length", count) else { return default };
    if max == 0 || max > MAX_TEXT {
        fields.source.error(
            fields.at("max_length"),
            format!("`max_length` must be from 1 to {MAX_TEXT}"),
            "",
        );
    }
    usize::try_from(max.min(MAX_TEXT)).unwrap_or(default)
}

fn photos(fields: &Fields<'_>) -> usize {
    let max = fields.optional("max", count).unwrap_or(DEFAULT_PHOTOS);
    if !(1..=MAX_PHOTOS).contains(&max) {
        fields.source.error(
            fields.at("max"),
            format!("a question takes from 1 to {MAX_PHOTOS} photos"),
            "",
        );
    }
    usize::try_from(max.clamp(1, MAX_PHOTOS)).unwrap_or(1)
}

pub(super) fn date_bound<'a>(source: &'a Source<'a>, item: &'a Item<'a>) -> Option<DateBound> {
    let written = item
        .get_ref()
        .as_datetime()
        .map_or_else(|| text(source, item), |date| Some(date.to_string()))?;
    DateBound::try_from(written).map_err(|message| source.error(item.span(), message, "")).ok()
}

fn options(fields: &Fields<'_>) -> Vec<Choice> {
    let options = fields.tables("options", MAX_OPTIONS, |option| {
        let value = option.required("value", text);
        let label = option.required("label", localized);
        let hint = option.optional("hint", localized);
        let when = option.optional("when", condition);
        Some(Choice { value: value?, label: label?, hint, when })
    });
    if options.is_empty() {
        fields.source.error(
            fields.at("options"),
            "there is nothing to choose from",
            "add options = [ { value = \"…\", label = { … } } ]",
        );
    }
    options
}
