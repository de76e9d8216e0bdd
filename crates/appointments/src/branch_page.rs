//! `/desk/branches/{key}`: when a branch is open, and who and what serves there.

use axum::extract::{Path, State};
use cases::CaseError;
use ledger::{Actor, Entry, Subject};
use serde::Serialize;
use services::{Branch, Resource};
use store::Tx;
use web::{
    App, Fault, Flash, FormErrors, Page, Raw, Reply, Visitor, Words, see_other_with, show,
    unprocessable,
};

use crate::branch_text::{DAYS, exception, exception_text, spans, spans_text, week, week_text};
use crate::closing::find;
use crate::staff::Clerk;
use crate::{BookingError, bookings, branches, feed, slots};

/// The longest line of a field.
const MAX_LINE: usize = 200;
/// The longest list of days with other hours.
const MAX_DAYS: usize = 20_000;
/// Appointments ahead that are looked at for whether they still fit.
const LOOKED_AT: i64 = 2_000;

#[derive(Serialize)]
struct BranchPage {
    key: String,
    place: String,
    revision: String,
    days: Vec<DayField>,
    other_days: String,
    resources: Vec<ResourceFields>,
    feeds: Vec<(String, String)>,
    errors: FormErrors,
}

#[derive(Serialize)]
struct DayField {
    id: String,
    label: String,
    value: String,
}

#[derive(Serialize)]
struct ResourceFields {
    number: usize,
    key: String,
    name: String,
    offers: String,
    seats: String,
    own: String,
}

impl Page for BranchPage {
    const TEMPLATE: &'static str = "appointments/branch.html";

    fn title(&self, words: &Words) -> String {
        words.with("appointments-branch-title", &[("place", self.place.as_str().into())])
    }
}

/// Shows the branch as it is.
pub(crate) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(key): Path<String>,
) -> Reply {
    let clerk = Clerk::of(&app, &visitor)?;
    Ok(show(view(&app, clerk, &key, None).await?))
}

/// The page with what the branch says, or with what was typed and what is wrong with it.
async fn view(
    app: &App,
    clerk: Clerk,
    key: &str,
    typed: Option<(Raw, FormErrors)>,
) -> Result<BranchPage, Fault> {
    let (own, of) = (clerk.clone(), key.to_owned());
    let kept = app.db().read(move |tx| find(tx, &own, &of)).await?.ok_or(Fault::NotFound)?;
    let branch = &kept.branch;
    let (form, errors) = typed.unwrap_or_default();
    let again = |name: &str, value: String| {
        if form.has(name) { form.shown(name).to_owned() } else { value }
    };
    let words = clerk.words();
    let day = |(number, day): (usize, &&str)| {
        let id = format!("hours-{day}");
        let spans = branch.hours.0.get(number).map(Vec::as_slice).unwrap_or_default();
        let label = words.t(&format!("appointments-{day}"));
        DayField { value: again(&id, spans_text(spans)), id, label }
    };
    let mut rows: Vec<Option<&Resource>> = branch.resources.iter().map(Some).collect();
    rows.push(None);
    let resource = |(number, one): (usize, Option<&Resource>)| {
        let of = |part: &str, value: String| again(&format!("{part}-{number}"), value);
        ResourceFields {
            number,
            key: of("key", one.map(|one| one.key.clone()).unwrap_or_default()),
            name: of("name", one.map(|one| one.name.clone()).unwrap_or_default()),
            offers: of("offers", one.map(|one| one.offers.join(", ")).unwrap_or_default()),
            seats: of("seats", one.map_or(1, |one| one.seats).to_string()),
            own: of(
                "own",
                one.and_then(|one| one.hours.as_ref()).map(week_text).unwrap_or_default(),
            ),
        }
    };
    let exceptions: Vec<String> = branch.exceptions.iter().map(exception_text).collect();
    Ok(BranchPage {
        key: branch.key.clone(),
        place: branch.name.get(clerk.locale()).to_owned(),
        revision: kept.revision.to_string(),
        days: DAYS.iter().enumerate().map(day).collect(),
        other_days: again("other-days", exceptions.join("\n")),
        resources: rows.into_iter().enumerate().map(resource).collect(),
        feeds: feed::links(&clerk.office, &kept, words),
        errors,
    })
}

/// A key made from a name.
fn key_of(name: &str, branch: &str, number: usize) -> String {
    let word: String = name
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .take(20)
        .collect();
    format!("{}-{}-{number}", branch.chars().take(14).collect::<String>(), word.trim_matches('-'))
        .chars()
        .take(40)
        .collect()
}

/// Reads the whole form onto a branch; notes in `errors` what is wrong with it.
fn read(form: &Raw, mut branch: Branch, errors: &mut FormErrors, words: &Words) -> Branch {
    for (place, day) in DAYS.iter().enumerate() {
        let id = format!("hours-{day}");
        match spans(form.shown(&id)) {
            Some(spans) => {
                if let Some(slot) = branch.hours.0.get_mut(place) {
                    *slot = spans;
                }
            }
            None => errors.add(id, words.t("appointments-hours-wrong")),
        }
    }
    read_days(form, &mut branch, errors, words);
    branch.resources = read_resources(form, &branch, errors, words);
    if errors.is_empty()
        && let Some(fault) = branch.fault()
    {
        errors.add("hours-monday", words.t(&format!("appointments-fault-{}", fault.key())));
    }
    branch
}

/// Reads the days with other hours. Only an empty field means that there are none: one that cannot be read
/// leaves the days as they are.
fn read_days(form: &Raw, branch: &mut Branch, errors: &mut FormErrors, words: &Words) {
    let wrong = words.t("appointments-days-wrong");
    let typed = form.optional_text("other-days", MAX_DAYS);
    let Some(typed) = errors.take("other-days", typed, &wrong, words) else { return };
    let typed = typed.unwrap_or_default();
    let lines = typed.lines().map(str::trim).filter(|line| !line.is_empty());
    match lines.map(exception).collect::<Option<Vec<_>>>() {
        Some(found) => branch.exceptions = found,
        None => errors.add("other-days", wrong),
    }
}

fn read_resources(
    form: &Raw,
    branch: &Branch,
    errors: &mut FormErrors,
    words: &Words,
) -> Vec<Resource> {
    let known = branch.resources.len();
    let mut resources = Vec::new();
    for number in 0..=known {
        let field = |part: &str| form.shown(&format!("{part}-{number}")).trim().to_owned();
        let name: String = field("name").chars().take(MAX_LINE).collect();
        if name.is_empty() {
            continue;
        }
        let own = field("own");
        let hours = if own.is_empty() { Some(None) } else { week(&own).map(Some) };
        let seats = field("seats").parse().ok();
        let old = branch.resources.get(number).map(|one| one.key.clone());
        let (Some(hours), Some(seats)) = (hours, seats) else {
            errors.add(format!("name-{number}"), words.t("appointments-resource-wrong"));
            continue;
        };
        let offers = field("offers");
        let offers = offers.split(',').map(str::trim).filter(|one| services::fits_key(one));
        resources.push(Resource {
            key: old.unwrap_or_else(|| key_of(&name, &branch.key, number + 1)),
            name,
            offers: offers.map(str::to_owned).collect(),
            seats,
            hours,
        });
    }
    resources
}

/// Keeps what was changed.
pub(crate) async fn save(
    State(app): State<App>,
    visitor: Visitor,
    Path(key): Path<String>,
    form: Raw,
) -> Reply {
    let clerk = Clerk::of(&app, &visitor)?;
    let (own, of) = (clerk.clone(), key.clone());
    let kept = app.db().read(move |tx| find(tx, &own, &of)).await?.ok_or(Fault::NotFound)?;
    let mut errors = FormErrors::new();
    let words = clerk.words().clone();
    let branch = read(&form, kept.branch, &mut errors, &words);
    if !errors.is_empty() {
        return Ok(unprocessable(view(&app, clerk, &key, Some((form, errors))).await?));
    }
    let (own, of) = (clerk.clone(), key.clone());
    let seen: i64 = form.get("revision").and_then(|text| text.parse().ok()).unwrap_or(-1);
    let done = app.db().write(move |tx| write(tx, &own, (&of, seen), &branch)).await;
    let back = format!("/desk/branches/{key}");
    match done {
        Ok(0) => clerk.told::<()>(&back, Ok(()), "appointments-branch-saved"),
        Ok(outside) => {
            let said = words.with("appointments-branch-outside", &[("count", outside.into())]);
            Ok(see_other_with(&back, Flash::notice(said)))
        }
        Err(error) => clerk.told::<()>(&back, Err(error), ""),
    }
}

/// Writes the branch; gives how many appointments ahead no longer fit its hours or its resources.
fn write(
    tx: &mut Tx<'_>,
    clerk: &Clerk,
    (key, seen): (&str, i64),
    branch: &Branch,
) -> Result<i64, BookingError> {
    let mut kept = find(tx, clerk, key)?.ok_or(BookingError::Gone)?;
    if kept.revision != seen {
        return Err(BookingError::Changed);
    }
    let before = serde_json::to_string(&kept.branch).unwrap_or_default();
    kept.branch = branch.clone();
    kept.edited = true;
    let row = branches::save(tx, &clerk.office, &kept)?.ok_or(BookingError::Changed)?;
    enter(tx, clerk, (row, "branch.change"), |entry| {
        entry
            .with("branch", key)
            .with("before", before)
            .with("after", serde_json::to_string(branch).unwrap_or_default())
    })?;
    let now = base::time::to_ms(clerk.office.now());
    let ahead = bookings::ahead(tx, key, now, LOOKED_AT)?;
    let zone = clerk.office.calendar().zone();
    let fits = |one: &crate::Booking| {
        let date = clerk.office.calendar().date(one.starts());
        let open = slots::open(zone, date, branch.spans(date));
        let inside = open.iter().any(|span| span.from <= one.block.from && one.block.to <= span.to);
        inside && branch.resource(one.resource()).is_some()
    };
    let outside = ahead.iter().filter(|one| !fits(one)).count();
    Ok(i64::try_from(outside).unwrap_or(i64::MAX))
}

fn enter(
    tx: &mut Tx<'_>,
    clerk: &Clerk,
    (row, verb): (i64, &'static str),
    more: impl FnOnce(Entry) -> Entry,
) -> Result<(), CaseError> {
    let (app, now) = (clerk.office.app(), clerk.office.now());
    let actor = Actor::Person(clerk.person.id);
    let entry = more(Entry::new(actor, verb, Subject::new("branch", row)));
    ledger::append(tx, &entry, now, app.ids(), app.rng())?;
    Ok(())
}

/// Gives the calendars new links; the old ones end.
pub(crate) async fn renew(
    State(app): State<App>,
    visitor: Visitor,
    Path(key): Path<String>,
) -> Reply {
    let clerk = Clerk::of(&app, &visitor)?;
    let (own, of) = (clerk.clone(), key.clone());
    let done = app.db().write(move |tx| {
        let mut kept = find(tx, &own, &of)?.ok_or(BookingError::Gone)?;
        kept.feed += 1;
        let row = branches::save(tx, &own.office, &kept)?.ok_or(BookingError::Changed)?;
        enter(tx, &own, (row, "branch.renew-feed"), |entry| entry.with("branch", of.as_str()))?;
        Ok::<_, BookingError>(())
    });
    clerk.told(&format!("/desk/branches/{key}"), done.await, "appointments-feed-renewed")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_cannot_be_read_are_not_none() {
        let db = store::testing::sqlite();
        let town = web::App::builder(db.db(), web::Town::default());
        let app = town.part(&crate::PART).build().unwrap();
        let days = |text: &str| {
            let pack = services::Pack::load(&services::Files::demo()).unwrap();
            let mut branch = pack.outline.branches[0].clone();
            branch.exceptions = vec![exception("2026-12-28 - Training").unwrap()];
            let body = format!("other-days={text}");
            let (form, mut errors) =
                (Raw::from_urlencoded(body.as_bytes()).unwrap(), FormErrors::new());
            read_days(&form, &mut branch, &mut errors, app.words(base::Locale::EN));
            (branch.exceptions.len(), errors.is_empty())
        };
        assert_eq!(days(""), (0, true));
        assert_eq!(days("2026-12-24+-"), (1, true));
        for wrong in ["2026-12-24", &"2026-12-24+-%0A".repeat(2_000), "2026-12-24+-+a%00b"] {
            assert_eq!(days(wrong), (1, false), "{} bytes", wrong.len());
        }
    }

    #[test]
    fn the_key_of_a_new_resource_can_be_one() {
        let key = key_of("Señora Núñez, ventanilla 3", "registry", 4);
        assert!(services::fits_key(&key), "{key}");
        assert!(services::fits_key(&key_of(&"x".repeat(100), &"y".repeat(40), 12)));
    }
}
