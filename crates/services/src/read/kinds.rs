//! The kinds of question with bounds of their own.

use base::money::Currency;
use jiff::civil::Time;

use crate::problem::Source;
use crate::{Checksum, Outturn, Pattern, QuestionKind, iban};

use super::fields::{Fields, Item, count, formula, localized, named, number, text, texts};
use super::question::{date_bound, question};

/// More of the same than this belongs into a file, not a form; with ten questions each they are as
/// many fields as a form may send.
const MAX_ROWS: u32 = 50;
/// Fields that the rows of a group may have together: a form sends at most 500.
const MAX_FIELDS: usize = 400;
/// More countries than have such accounts.
const MAX_COUNTRIES: usize = 100;
/// Ten years of days.
const MAX_DAYS: u32 = 3_660;
/// Longer questionnaires about one row are forms of their own.
const MAX_QUESTIONS: usize = 12;

pub(super) fn money(fields: &Fields<'_>) -> QuestionKind {
    let currency = fields.optional("currency", currency).unwrap_or(Currency::NONE);
    let bound = |key: &'static str| {
        let minor = fields.optional(key, number).map(|major| currency.minor(major));
        if minor == Some(None) {
            fields.source.error(fields.at(key), "this amount is far too large", "");
        }
        minor.flatten()
    };
    let (min, max) = (bound("min"), bound("max"));
    ordered(fields, min.zip(max).is_none_or(|(min, max)| min <= max));
    QuestionKind::Money { currency, min, max }
}

fn ordered(fields: &Fields<'_>, are: bool) {
    if !are {
        fields.source.error(fields.at("max"), "`max` is below `min`", "");
    }
}

pub(super) fn currency<'a>(source: &'a Source<'a>, item: &'a Item<'a>) -> Option<Currency> {
    let code = text(source, item)?;
    Currency::try_from(code).map_err(|message| source.error(item.span(), message, "")).ok()
}

fn pattern<'a>(source: &'a Source<'a>, item: &'a Item<'a>) -> Option<Pattern> {
    let written = text(source, item)?;
    let help =
        "it must fit the whole answer, in capitals without spaces, such as \"[0-9]{8}[A-Z]\"";
    Pattern::try_from(written).map_err(|message| source.error(item.span(), message, help)).ok()
}

pub(super) fn time(fields: &Fields<'_>) -> QuestionKind {
    let (min, max) = (fields.optional("min", clock), fields.optional("max", clock));
    ordered(fields, min.zip(max).is_none_or(|(min, max)| min <= max));
    QuestionKind::Time { min, max }
}

fn clock<'a>(source: &'a Source<'a>, item: &'a Item<'a>) -> Option<Time> {
    let written = text(source, item)?;
    let time = Time::strptime("%H:%M", &written).ok();
    if time.is_none() {
        source.error(item.span(), format!("`{written}` is no time"), "write it like \"08:30\"");
    }
    time
}

pub(super) fn period(fields: &Fields<'_>) -> QuestionKind {
    let max_days = fields.optional("max_days", count);
    if max_days.is_some_and(|days| !(1..=MAX_DAYS).contains(&days)) {
        let message = format!("`max_days` must be from 1 to {MAX_DAYS}");
        fields.source.error(fields.at("max_days"), message, "");
    }
    QuestionKind::Period {
        min: fields.optional("min", date_bound),
        max: fields.optional("max", date_bound),
        max_days,
    }
}

pub(super) fn organisation(fields: &Fields<'_>) -> QuestionKind {
    let (pattern, example) =
        (fields.optional("pattern", pattern), fields.optional("example", text));
    fitting(fields, pattern.as_ref(), None, example.as_deref());
    let number_required = fields.flag("number_required", true);
    QuestionKind::Organisation { number_required, pattern, example }
}

pub(super) fn vehicle(fields: &Fields<'_>) -> QuestionKind {
    let (pattern, example) =
        (fields.optional("pattern", pattern), fields.optional("example", text));
    fitting(fields, pattern.as_ref(), None, example.as_deref());
    QuestionKind::Vehicle { pattern, example }
}

pub(super) fn identifier(fields: &Fields<'_>) -> QuestionKind {
    let checksum = fields.optional("checksum", checksum);
    let (pattern, example) =
        (fields.optional("pattern", pattern), fields.optional("example", text));
    fitting(fields, pattern.as_ref(), checksum, example.as_deref());
    if pattern.is_none() && checksum.is_none() {
        fields.source.error(
            fields.at("kind"),
            "nothing says what this identifier looks like",
            "add `pattern`, `checksum`, or both; or ask for a text",
        );
    }
    QuestionKind::Identifier { pattern, checksum, example }
}

/// Holds an example to its own rules: residents copy it.
fn fitting(
    fields: &Fields<'_>,
    pattern: Option<&Pattern>,
    checksum: Option<Checksum>,
    example: Option<&str>,
) {
    let Some(example) = example else { return };
    let plain: String =
        example.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect();
    let fits = pattern.is_none_or(|pattern| pattern.fits(&plain))
        && checksum.is_none_or(|checksum| checksum.holds(&plain));
    if !fits {
        let message = format!("the example `{example}` is not taken itself");
        fields.source.error(fields.at("example"), message, "write one that the question takes");
    }
}

fn checksum<'a>(source: &'a Source<'a>, item: &'a Item<'a>) -> Option<Checksum> {
    let name = text(source, item)?;
    let known = serde_json::from_value(serde_json::Value::String(name.clone())).ok();
    if known.is_none() {
        let help = format!("use one of: {}", Checksum::NAMES.join(", "));
        source.error(item.span(), format!("there is no checksum `{name}`"), help);
    }
    known
}

pub(super) fn countries(fields: &Fields<'_>) -> Vec<String> {
    let countries = fields.optional("countries", texts).unwrap_or_default();
    let unknown = countries.iter().find(|country| !iban::is_country(country));
    if let Some(country) = unknown {
        let message = format!("`{country}` is no country with such account numbers");
        fields.source.error(fields.at("countries"), message, "write two letters, such as \"ES\"");
    }
    if countries.len() > MAX_COUNTRIES {
        fields.source.error(fields.at("countries"), "there are not so many countries", "");
    }
    countries
}

pub(super) fn calculated(fields: &Fields<'_>) -> Option<QuestionKind> {
    let result = fields.optional("result", named::<Outturn>).unwrap_or(Outturn::Number);
    let currency = fields.optional("currency", currency).unwrap_or(Currency::NONE);
    let unit = fields.optional("unit", localized);
    Some(QuestionKind::Calculated {
        value: fields.required("value", formula)?,
        result,
        unit,
        currency,
    })
}

pub(super) fn group(fields: &Fields<'_>) -> Option<QuestionKind> {
    let row = fields.required("row", localized);
    let min = fields.optional("min", count).unwrap_or(1);
    let max = fields.optional("max", count).unwrap_or(10);
    if min > max || !(1..=MAX_ROWS).contains(&max) {
        let message = format!("a group has from 1 to {MAX_ROWS} rows, and `min` of them at least");
        fields.source.error(fields.at("max"), message, "");
    }
    let questions = fields.tables("questions", MAX_QUESTIONS, question);
    if questions.is_empty() {
        let help = "add questions = [ { id = \"…\", kind = \"…\", label = { … } } ]";
        fields.source.error(fields.at("questions"), "this group asks nothing", help);
    }
    for (number, question) in questions.iter().enumerate() {
        if !in_a_row(&question.kind) {
            fields.source.error(
                fields.at("questions"),
                format!("a question of kind `{}` cannot be asked in a group", question.kind.name()),
                format!("ask `{}` (question {} of the group) on a page", question.id, number + 1),
            );
        }
    }
    let max = usize::try_from(max.min(MAX_ROWS)).unwrap_or(1);
    let sent: usize = questions.iter().map(|question| parts(&question.kind)).sum();
    if sent * max > MAX_FIELDS {
        let message = format!("{max} rows of {sent} fields are more than a form can send");
        fields.source.error(fields.at("max"), message, format!("at most {MAX_FIELDS} together"));
    }
    Some(QuestionKind::Group { row: row?, min: usize::try_from(min).ok()?, max, questions })
}

/// Photos, places and signatures belong to the whole; a group in a group is a form of its own.
fn in_a_row(kind: &QuestionKind) -> bool {
    !matches!(
        kind,
        QuestionKind::Place
            | QuestionKind::Photos { .. }
            | QuestionKind::Contact
            | QuestionKind::Iban { .. }
            | QuestionKind::Declaration { .. }
            | QuestionKind::Signature
            | QuestionKind::Calculated { .. }
            | QuestionKind::DataSet { .. }
            | QuestionKind::Group { .. }
    )
}

/// How many fields of a form a question has.
fn parts(kind: &QuestionKind) -> usize {
    match kind {
        QuestionKind::Date { .. } => 3,
        QuestionKind::Period { .. } => 6,
        QuestionKind::Organisation { .. } => 2,
        QuestionKind::Many { options } => options.len(),
        _ => 1,
    }
}
