use base::Localized;
use jiff::civil::Weekday;

use crate::appointment::{Appointment, GRAIN_MINUTES};
use crate::branch::{Branch, Exception, MAX_BRANCHES, MAX_EXCEPTIONS, MAX_RESOURCES, OpenSpan};
use crate::branch::{Resource, Week, fits};
use crate::problem::Source;

use super::fields::{Fields, Item, condition, count, localized, text, texts};
use super::pack::{DAYS, date};

/// A working day with overtime; what takes longer is not an appointment.
const MAX_MINUTES: u32 = 600;
/// A working day between two visits.
const MAX_BUFFER: u32 = 240;
/// A month ahead, in hours.
const MAX_LEAD: u32 = 744;
/// A year ahead: free times are looked for week by week.
const MAX_DAYS: u32 = 366;
/// Nobody chooses between more places.
const MAX_CHOICE: usize = 20;

/// Reads `[appointment]` of a service.
pub(super) fn appointment<'a>(source: &'a Source<'a>, item: &'a Item<'a>) -> Option<Appointment> {
    let fields = Fields::of(source, item)?;
    let (title, branches) =
        (fields.required("title", localized), fields.required("branches", texts));
    let minutes = fields.required("minutes", count);
    let read = Appointment {
        offer: fields.optional("offer", text),
        before: bounded(&fields, "before", 0, MAX_BUFFER).unwrap_or(0),
        after: bounded(&fields, "after", 0, MAX_BUFFER).unwrap_or(0),
        lead_hours: bounded(&fields, "lead_hours", 0, MAX_LEAD),
        days: bounded(&fields, "days", 1, MAX_DAYS),
        change_hours: bounded(&fields, "change_hours", 0, MAX_LEAD),
        offer_hours: bounded(&fields, "offer_hours", 1, MAX_LEAD),
        bring: fields.optional("bring", localized),
        when: fields.optional("when", condition),
        title: title.unwrap_or_default(),
        branches: branches.unwrap_or_default(),
        minutes: minutes.unwrap_or_default(),
    };
    fields.finish();
    for (key, minutes) in
        [("minutes", read.minutes), ("before", read.before), ("after", read.after)]
    {
        if minutes % GRAIN_MINUTES != 0 {
            source.error(fields.at(key), format!("`{key}` must be a multiple of five minutes"), "");
        }
    }
    if !(GRAIN_MINUTES..=MAX_MINUTES).contains(&read.minutes) {
        source.error(fields.at("minutes"), "an appointment takes from 5 to 600 minutes", "");
    }
    if read.branches.is_empty() || read.branches.len() > MAX_CHOICE {
        source.error(
            fields.at("branches"),
            format!("name from 1 to {MAX_CHOICE} branches"),
            "a branch is a [[branches]] of pack.toml",
        );
    }
    Some(read)
}

fn bounded(fields: &Fields<'_>, key: &'static str, least: u32, most: u32) -> Option<u32> {
    let found = fields.optional(key, count)?;
    if !(least..=most).contains(&found) {
        fields.source.error(fields.at(key), format!("`{key}` must be from {least} to {most}"), "");
    }
    Some(found.clamp(least, most))
}

/// Reads the `[[branches]]` of a pack.
pub(super) fn branches(fields: &Fields<'_>) -> Vec<Branch> {
    fields.tables("branches", MAX_BRANCHES, |one| {
        let key = one.required("key", text);
        let (name, address) = (one.required("name", localized), one.required("address", text));
        let branch = Branch {
            directions: one.optional("directions", localized),
            hours: one.required("hours", week).unwrap_or_default(),
            exceptions: one.tables("exceptions", MAX_EXCEPTIONS, exception),
            resources: one.tables("resources", MAX_RESOURCES, resource),
            key: key?,
            name: name.unwrap_or_else(|| Localized::new("")),
            address: address.unwrap_or_default(),
        };
        if !fits(&branch.key) {
            let help = "use small letters a to z, digits and `-`, at most 40";
            one.source.error(one.at("key"), "this cannot be the key of a branch", help);
        }
        if let Some(fault) = branch.fault() {
            one.source.error(one.at("resources"), fault.message(), "");
        }
        Some(branch)
    })
}

fn exception(fields: &Fields<'_>) -> Option<Exception> {
    let day = fields.required("date", date);
    let hours = fields.optional("hours", spans).unwrap_or_default();
    let reason = fields.optional("reason", text).unwrap_or_default();
    Some(Exception { date: day?, hours, reason })
}

fn resource(fields: &Fields<'_>) -> Option<Resource> {
    let (key, name) = (fields.required("key", text), fields.required("name", text));
    let offers = fields.optional("offers", texts).unwrap_or_default();
    let seats = fields.optional("seats", count).unwrap_or(1);
    let hours = fields.optional("hours", week);
    Some(Resource { key: key?, name: name?, offers, seats, hours })
}

/// Reads the openings by day; a day that is not named is closed.
fn week<'a>(source: &'a Source<'a>, item: &'a Item<'a>) -> Option<Week> {
    let fields = Fields::of(source, item)?;
    let mut week = Week::default();
    for (offset, day) in (0_i8..).zip(DAYS) {
        let hours = fields.optional(day, spans).unwrap_or_default();
        let place = Weekday::from_monday_zero_offset(offset).ok();
        let place = place.and_then(|day| usize::try_from(day.to_monday_zero_offset()).ok());
        if let Some(slot) = place.and_then(|place| week.0.get_mut(place)) {
            *slot = hours;
        }
    }
    fields.finish();
    Some(week)
}

fn spans<'a>(source: &'a Source<'a>, item: &'a Item<'a>) -> Option<Vec<OpenSpan>> {
    let written = texts(source, item)?;
    let read: Vec<_> = written.iter().filter_map(|text| OpenSpan::parse(text)).collect();
    if read.len() < written.len() {
        let help = "write it like [\"09:00-12:30\", \"13:30-16:00\"]";
        source.error(item.span(), "these are no opening hours", help);
        return None;
    }
    Some(read)
}
