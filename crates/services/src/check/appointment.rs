//! The appointment of a service against the branches of the town.

use jiff::SignedDuration;

use super::{conditions, service};
use crate::read::Document;
use crate::{Definition, Outline, Page};

/// What fits on a line of a calendar on a phone.
const MAX_TITLE: usize = 60;
/// A list of a few papers.
const MAX_BRING: usize = 500;

/// Checks it; `pages` are those of the whole form, where they are known.
pub(super) fn check(
    document: &Document<'_>,
    definition: &Definition,
    outline: Option<&Outline>,
    pages: Option<&[Page]>,
) {
    let Some(appointment) = &definition.appointment else { return };
    service::length(document, "appointment.title", &appointment.title, MAX_TITLE);
    if let Some(bring) = &appointment.bring {
        service::length(document, "appointment.bring", bring, MAX_BRING);
    }
    if !definition.online {
        let help = "set online = true, or take [appointment] out";
        let what = "a page of information has no appointments";
        document.source.error(document.at("appointment"), what, help);
    }
    if appointment.lead() > SignedDuration::from_hours(i64::from(appointment.days()) * 24) {
        let help = "let it be booked further ahead (`days`), or later (`lead_hours`)";
        let what = "no time is both far enough ahead and near enough to be booked";
        document.source.error(document.at("appointment.lead_hours"), what, help);
    }
    if let Some(pages) = pages {
        let names = conditions::names(pages);
        let when = appointment.when.as_ref();
        conditions::one(document, "appointment.when", when, &names, &names);
    }
    let Some(outline) = outline else { return };
    for (index, key) in appointment.branches.iter().enumerate() {
        let at = || document.at(&format!("appointment.branches.{index}"));
        let Some(branch) = outline.branch(key) else {
            let known = outline.branches.iter().map(|branch| branch.key.as_str());
            super::unknown(document, at(), "branch", key, known);
            continue;
        };
        let offer = appointment.offer(&definition.id);
        if branch.able(offer).is_empty() {
            let message = format!("nobody in the branch `{key}` can do `{offer}`");
            document.source.error(at(), message, "add it to the `offers` of a resource there");
        }
    }
}
