//! Free times as a page shows them: a week of days with links to the weeks around it, and one choice in all.

use cases::Office;
use jiff::ToSpan;
use jiff::civil::Date;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use services::Branch;
use store::{StoreError, Tx};
use web::{Raw, Words};

use crate::booking::Wanted;
use crate::finding::{self, Day, Seeker, Terms};
use crate::letters;
use crate::slots::Free;

/// Days on a page.
const WEEK: i64 = 7;

/// Where the page stands.
#[derive(Clone, Debug)]
pub struct Look {
    /// The branch that was asked for.
    pub branch: Option<String>,
    /// The first day that was asked for.
    pub from: Option<Date>,
    /// The path of the page, to which the links lead.
    pub path: String,
    /// Who looks.
    pub seeker: Seeker,
    /// The time that is chosen already, if any.
    pub chosen: Option<Wanted>,
}

impl Look {
    /// Reads what the address asks for.
    pub fn read(query: &Raw, path: impl Into<String>, seeker: Seeker) -> Self {
        let branch = query.get("branch").filter(|key| services::fits_key(key));
        let from = query.get("from").and_then(|text| text.parse().ok());
        Self { branch: branch.map(str::to_owned), from, path: path.into(), seeker, chosen: None }
    }

    fn href(&self, branch: &str, from: Option<Date>) -> String {
        let branch = utf8_percent_encode(branch, NON_ALPHANUMERIC);
        let from = from.map(|from| format!("&from={from}")).unwrap_or_default();
        format!("{}?branch={branch}{from}#times", self.path)
    }
}

/// The part of a page with the times to choose from.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Times {
    branches: Vec<BranchView>,
    name: String,
    address: String,
    directions: String,
    days: Vec<DayView>,
    /// The first and the last day of the page.
    span: String,
    earlier: Option<String>,
    later: Option<String>,
    /// Where the next free time is, when this week has none.
    next: Option<Link>,
}

#[derive(Clone, Debug, Serialize)]
struct BranchView {
    name: String,
    href: String,
    current: bool,
}

#[derive(Clone, Debug, Serialize)]
struct Link {
    href: String,
    day: String,
}

#[derive(Clone, Debug, Serialize)]
struct DayView {
    id: String,
    name: String,
    times: Vec<TimeView>,
}

#[derive(Clone, Debug, Serialize)]
struct TimeView {
    value: String,
    label: String,
    chosen: bool,
}

impl Times {
    /// Whether there is anything to choose.
    pub fn is_empty(&self) -> bool {
        self.days.iter().all(|day| day.times.is_empty())
    }
}

/// Reads the free times that a page shows: of the week that was asked for, or the next that has one.
pub fn read(
    tx: &mut Tx<'_>,
    office: &Office,
    terms: &Terms,
    look: &Look,
    words: &Words,
) -> Result<Times, StoreError> {
    let branches = terms.branches(tx, office)?;
    let asked = look.branch.as_deref().or(look.chosen.as_ref().map(|one| one.branch.as_str()));
    let found = branches.iter().find(|one| Some(one.key.as_str()) == asked);
    let Some(branch) = found.or(branches.first()) else { return Ok(Times::default()) };
    let window = terms.window(office, look.seeker);
    let (first, last) = terms.reach(office, window);
    let chosen = look.chosen.as_ref().filter(|one| one.branch == branch.key);
    let chosen = chosen.map(|one| office.calendar().date(base::time::from_ms(one.start)));
    let from = match look.from.or(chosen) {
        // Where a service must be booked further ahead than it can be, the last day comes before the first.
        Some(from) => from.max(first).min(last),
        None => finding::next(tx, office, terms, branch, (first, window))?.unwrap_or(first),
    };
    let until = from.saturating_add((WEEK - 1).days()).min(last);
    let days = finding::days(tx, office, terms, branch, (from, until, window))?;
    let next = if days.iter().all(|day| day.free.is_empty()) {
        finding::next(tx, office, terms, branch, (until, window))?
    } else {
        None
    };
    let dates = office.app().dates(words.locale());
    let earlier = from.saturating_sub(WEEK.days()).max(first);
    let later = until.saturating_add(1.days());
    let view = |one: &Branch| BranchView {
        name: one.name.get(words.locale()).to_owned(),
        href: look.href(&one.key, None),
        current: one.key == branch.key,
    };
    let directions = branch.directions.as_ref().map(|one| one.get(words.locale()).to_owned());
    Ok(Times {
        branches: branches.iter().map(view).collect(),
        name: branch.name.get(words.locale()).to_owned(),
        address: branch.address.clone(),
        directions: directions.unwrap_or_default(),
        days: days.iter().map(|day| day_view(office, (day, branch), look, words)).collect(),
        span: words.with(
            "appointments-span",
            &[("from", dates.day_of_month(from).into()), ("to", dates.day_of_month(until).into())],
        ),
        earlier: (from > first).then(|| look.href(&branch.key, Some(earlier))),
        later: (later <= last).then(|| look.href(&branch.key, Some(later))),
        next: next.map(|day| Link { href: look.href(&branch.key, Some(day)), day: dates.day(day) }),
    })
}

fn day_view(
    office: &Office,
    (day, branch): (&Day, &Branch),
    look: &Look,
    words: &Words,
) -> DayView {
    let dates = office.app().dates(words.locale());
    let time = |free: &Free| {
        let wanted = Wanted { branch: branch.key.clone(), start: free.start };
        let local = dates.local(base::time::from_ms(free.start));
        TimeView {
            value: wanted.text(),
            label: format!("{}{}", dates.time(local.time()), letters::pass(office, free.start)),
            chosen: look.chosen.as_ref() == Some(&wanted),
        }
    };
    DayView {
        id: format!("day-{}", day.date),
        name: dates.day(day.date),
        times: day.free.iter().map(time).collect(),
    }
}
