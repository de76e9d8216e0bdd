//! `/desk/appointments`: who comes to a branch on a day or in a week.

use axum::extract::State;
use cases::CaseError;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;
use services::Branch;
use store::Tx;
use web::{App, Page, Reply, Visitor, Words, show};

use crate::booking::{Booking, State as Stage};
use crate::finding::{self, Terms};
use crate::mine::seen_text;
use crate::staff::{Choice, Clerk};
use crate::{bookings, branches, letters, slots};

/// How many visits of one page are shown with names: a week of a busy branch.
const SHOWN: usize = 600;

/// The page of a day or a week.
#[derive(Serialize)]
struct DayPage {
    branches: Vec<Choice>,
    branch: String,
    place: String,
    week: bool,
    heading: String,
    date: String,
    days: Vec<DayView>,
    before: String,
    after: String,
    today: String,
    other_view: String,
    here: String,
    leads: bool,
    closure: String,
    edit: String,
    services: Vec<Choice>,
}

impl Page for DayPage {
    const TEMPLATE: &'static str = "appointments/day.html";

    fn title(&self, words: &Words) -> String {
        words.with("appointments-day-title", &[("place", self.place.as_str().into())])
    }
}

#[derive(Serialize)]
struct DayView {
    id: String,
    name: String,
    href: String,
    open: String,
    reason: String,
    visits: Vec<VisitView>,
}

/// A visit on the page.
#[derive(Serialize)]
struct VisitView {
    id: String,
    seen: String,
    time: String,
    until: String,
    title: String,
    name: String,
    reference: String,
    seat: String,
    state: &'static str,
    /// What can be noted now, as the words of states.
    next: Vec<&'static str>,
}

/// Shows the day, or the week around it.
pub(crate) async fn page(State(app): State<App>, visitor: Visitor) -> Reply {
    let clerk = Clerk::of(&app, &visitor)?;
    let page = app.db().read(move |tx| view(tx, &clerk)).await?;
    Ok(show(page))
}

fn view(tx: &mut Tx<'_>, clerk: &Clerk) -> Result<DayPage, CaseError> {
    let (asked, locale, today) = (clerk.asked(), clerk.locale(), clerk.today());
    let date: Date = asked.get("day").and_then(|day| day.parse().ok()).unwrap_or(today);
    let week = asked.get("view") == Some("week");
    let (kept, choices) = clerk.branch(clerk.branches(tx)?, asked.get("branch"));
    let branch = kept.map(|kept| kept.branch);
    let first = if week {
        date.saturating_sub(i64::from(date.weekday().to_monday_zero_offset()).days())
    } else {
        date
    };
    let count: i64 = if week { 7 } else { 1 };
    let last = first.saturating_add((count - 1).days());
    let key = branch.as_ref().map(|branch| branch.key.clone()).unwrap_or_default();
    let kind = if week { "&view=week" } else { "" };
    let at = |day: Date| format!("/desk/appointments?branch={key}&day={day}{kind}");
    let dates = clerk.office.app().dates(locale);
    let within = slots::bounds(clerk.office.calendar().zone(), first, last);
    let found = match &branch {
        Some(branch) => bookings::of_branch(tx, &branch.key, within)?,
        None => Vec::new(),
    };
    let mut days = Vec::new();
    for day in slots::days(first, last, 7) {
        let of_day = slots::bounds(clerk.office.calendar().zone(), day, day);
        let visits = found.iter().filter(|one| of_day.meets(one.visit)).take(SHOWN);
        days.push(day_view(tx, clerk, (branch.as_ref(), day), visits)?);
    }
    let heading = if week {
        let span =
            [("from", dates.day_of_month(first).into()), ("to", dates.day_of_month(last).into())];
        clerk.words().with("appointments-span", &span)
    } else {
        dates.day(date)
    };
    let other = if week { "" } else { "&view=week" };
    Ok(DayPage {
        place: branch.as_ref().map(|branch| branch.name.get(locale).to_owned()).unwrap_or_default(),
        branches: choices,
        week,
        heading,
        date: date.to_string(),
        days,
        before: at(first.saturating_sub(count.days())),
        after: at(first.saturating_add(count.days())),
        today: at(today),
        other_view: format!("/desk/appointments?branch={key}&day={date}{other}"),
        here: at(date),
        leads: clerk.person.has(web::Role::TeamLead),
        closure: format!("/desk/branches/{key}/closure?day={date}"),
        edit: format!("/desk/branches/{key}"),
        services: bookable(clerk, &key),
        branch: key,
    })
}

/// The services that can be booked at a branch.
fn bookable(clerk: &Clerk, branch: &str) -> Vec<Choice> {
    let catalogue = clerk.office.catalogue();
    let all = catalogue.all();
    let ours = all.iter().filter(|service| {
        let says = service.definition.appointment.as_ref();
        says.is_some_and(|says| says.branches.iter().any(|key| key == branch))
    });
    let choice = |service: &std::sync::Arc<services::Service>| Choice {
        value: service.id().to_owned(),
        label: service.name(clerk.locale()).to_owned(),
    };
    ours.map(choice).collect()
}

fn day_view<'a>(
    tx: &mut Tx<'_>,
    clerk: &Clerk,
    (branch, day): (Option<&Branch>, Date),
    visits: impl Iterator<Item = &'a Booking>,
) -> Result<DayView, CaseError> {
    let open = branch.filter(|branch| branches::is_open(&clerk.office, branch, day));
    let spans = open.map(|branch| branch.spans(day)).unwrap_or_default();
    let time = |time| web::dates::time_of_day(time, clerk.locale());
    let spans: Vec<String> =
        spans.iter().map(|span| format!("{}–{}", time(span.from), time(span.to))).collect();
    let exception = branch.and_then(|one| one.exceptions.iter().find(|other| other.date == day));
    let mut shown = Vec::new();
    for one in visits {
        shown.extend(visit(tx, clerk, branch, one)?);
    }
    let key = branch.map(|branch| branch.key.as_str()).unwrap_or_default();
    Ok(DayView {
        id: format!("d{day}"),
        name: clerk.office.app().dates(clerk.locale()).day(day),
        href: format!("/desk/appointments?branch={key}&day={day}"),
        open: spans.join(", "),
        reason: exception.map(|one| one.reason.clone()).unwrap_or_default(),
        visits: shown,
    })
}

fn visit(
    tx: &mut Tx<'_>,
    clerk: &Clerk,
    branch: Option<&Branch>,
    one: &Booking,
) -> Result<Option<VisitView>, CaseError> {
    let Some(id) = one.case else { return Ok(None) };
    let Some(case) = cases::cases::by_id(tx, id)? else { return Ok(None) };
    let service = finding::of_booking(tx, &clerk.office, one)?;
    let told = cases::answers::of_case(tx, id)?;
    let dates = clerk.office.app().dates(clerk.locale());
    let time = |ms: i64| dates.time(dates.local(base::time::from_ms(ms)).time());
    let seat = branch.and_then(|branch| branch.resource(one.resource()));
    let now = clerk.office.now();
    let noted = [Stage::Arrived, Stage::Missed, Stage::Done, Stage::Booked];
    let next = noted.into_iter().filter(|state| one.may_become(*state, now));
    let title = Terms::of(&service).map(|_| letters::title(&service, clerk.words()));
    Ok(Some(VisitView {
        id: one.id.to_string(),
        seen: seen_text(one),
        time: format!("{}{}", time(one.visit.from), letters::pass(&clerk.office, one.visit.from)),
        until: time(one.visit.to),
        title: title.unwrap_or_else(|| service.name(clerk.locale()).to_owned()),
        name: told.contact.name,
        reference: case.reference.to_string(),
        seat: seat.map_or_else(|| one.resource().to_owned(), |seat| seat.name.clone()),
        state: one.state.key(),
        next: next.map(Stage::key).collect(),
    }))
}
