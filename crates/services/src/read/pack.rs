use jiff::civil::{Date, Time};

use crate::Page;
use crate::pack::{Department, Holiday, OpenDay, Opening, Outline, Team, Topic, Urgent};
use crate::problem::Source;

use super::Document;
use super::appointment::branches;
use super::fields::{Fields, Item, localized, text};
use super::kinds::currency;
use super::question::pages;
use super::service::synonyms;

/// More topics than this are no help in finding anything.
const MAX_TOPICS: usize = 60;
/// The numbers that people know by heart are fewer.
const MAX_URGENT: usize = 20;
const MAX_KEYS: usize = 500;
const MAX_HOLIDAYS: usize = 1_000;
pub(super) const DAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Reads `pack.toml`: what stands around the services, and the general form.
pub(crate) fn pack(document: &Document<'_>) -> Option<(Outline, Vec<Page>)> {
    let fields = document.fields();
    let name = fields.required("name", localized);
    let topics = fields.tables("topics", MAX_TOPICS, |topic| {
        let (id, name) = (topic.required("id", text), topic.required("name", localized));
        let summary = topic.required("summary", localized);
        Some(Topic { id: id?, name: name?, summary: summary? })
    });
    let departments = fields.required("departments", departments);
    let teams = fields.required("teams", teams);
    let form = fields.required("form", form);
    let opening = fields.required("opening", opening);
    let urgent = fields.tables("urgent", MAX_URGENT, |one| {
        let (words, message) =
            (one.required("words", synonyms), one.required("message", localized));
        let phone = one.required("phone", text);
        Some(Urgent { words: words?, message: message?, phone: phone? })
    });
    let branches = branches(&fields);
    let town_currency = fields.optional("currency", currency).unwrap_or_default();
    fields.finish();
    let outline = Outline {
        urgent,
        branches,
        currency: town_currency,
        name: name?,
        topics,
        departments: departments?,
        teams: teams?,
        opening: opening?,
    };
    Some((outline, form?))
}

fn bounded(fields: &Fields<'_>, item: &Item<'_>) {
    if fields.entries().count() > MAX_KEYS {
        fields.source.error(item.span(), format!("at most {MAX_KEYS} entries are allowed"), "");
    }
}

fn departments<'a>(source: &'a Source<'a>, item: &'a Item<'a>) -> Option<Vec<Department>> {
    let fields = Fields::of(source, item)?;
    bounded(&fields, item);
    let department = |(key, item): (&str, &'a Item<'a>)| {
        Some(Department { key: key.to_owned(), name: localized(source, item)? })
    };
    Some(fields.entries().filter_map(department).collect())
}

fn teams<'a>(source: &'a Source<'a>, item: &'a Item<'a>) -> Option<Vec<Team>> {
    let fields = Fields::of(source, item)?;
    bounded(&fields, item);
    let team = |(key, item): (&str, &'a Item<'a>)| {
        let fields = Fields::of(source, item)?;
        let (name, department) =
            (fields.required("name", localized), fields.required("department", text));
        fields.finish();
        Some(Team { key: key.to_owned(), name: name?, department: department? })
    };
    Some(fields.entries().filter_map(team).collect())
}

fn form<'a>(source: &'a Source<'a>, item: &'a Item<'a>) -> Option<Vec<Page>> {
    let fields = Fields::of(source, item)?;
    let pages = pages(&fields);
    fields.finish();
    if pages.is_empty() {
        source.error(item.span(), "the general form has no pages", "add [[form.pages]]");
    }
    Some(pages)
}

fn opening<'a>(source: &'a Source<'a>, item: &'a Item<'a>) -> Option<Opening> {
    let fields = Fields::of(source, item)?;
    let time_zone = fields.required("time_zone", text);
    if let Some(zone) = &time_zone
        && jiff::tz::TimeZone::get(zone).is_err()
    {
        let help = "use a name of the IANA database such as \"America/New_York\"";
        source.error(fields.at("time_zone"), format!("there is no time zone `{zone}`"), help);
    }
    let days = fields.required("hours", hours);
    let holidays = fields.tables("holidays", MAX_HOLIDAYS, |holiday| {
        let (date, name) = (holiday.required("date", date), holiday.required("name", localized));
        Some(Holiday { date: date?, name: name? })
    });
    fields.finish();
    Some(Opening { time_zone: time_zone?, days: days?, holidays })
}

/// Reads the opening hours by day; a day that is not named is closed.
fn hours<'a>(source: &'a Source<'a>, item: &'a Item<'a>) -> Option<Vec<OpenDay>> {
    let fields = Fields::of(source, item)?;
    let mut days = Vec::new();
    for (number, day) in (1..).zip(DAYS) {
        let hours = fields.item(day).and_then(|item| Fields::of(source, item));
        let Some(hours) = hours else { continue };
        let (from, to) = (hours.required("from", time), hours.required("to", time));
        hours.finish();
        if let Some((from, to)) = from.zip(to) {
            if from >= to {
                source.error(fields.at(day), "the offices close before they open", "");
            }
            days.push(OpenDay { day: number, from, to });
        }
    }
    fields.finish();
    if days.is_empty() {
        source.error(
            item.span(),
            "the offices never open",
            "promises count opening hours; add some",
        );
    }
    Some(days)
}

fn time<'a>(source: &'a Source<'a>, item: &'a Item<'a>) -> Option<Time> {
    let written = text(source, item)?;
    let time = Time::strptime("%H:%M", &written).ok();
    if time.is_none() {
        source.error(item.span(), format!("`{written}` is no time"), "write it like \"08:30\"");
    }
    time
}

pub(super) fn date<'a>(source: &'a Source<'a>, item: &'a Item<'a>) -> Option<Date> {
    let written = item
        .get_ref()
        .as_datetime()
        .map_or_else(|| text(source, item), |date| Some(date.to_string()))?;
    let date = written.parse().ok();
    if date.is_none() {
        source.error(
            item.span(),
            format!("`{written}` is no date"),
            "write it like \"2026-03-31\"",
        );
    }
    date
}
