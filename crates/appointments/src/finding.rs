//! Looking for free times: a week at a time, and the next week that has one.

use std::sync::Arc;

use cases::{Case, CaseError, Office};
use jiff::ToSpan;
use jiff::civil::Date;
use services::{Branch, CatalogueError, Service};
use store::{StoreError, Tx};

use crate::booking::{Booking, Wanted};
use crate::slots::{self, Free, Timing, Window};
use crate::{bookings, branches};

/// Days that are looked at in one read.
const WEEK: i64 = 7;
/// Weeks that are looked through for the next free time: a year and a day.
const WEEKS: usize = 54;

/// The appointment of a service, with what follows from it.
#[derive(Clone, Debug)]
pub struct Terms {
    /// The service in the version of its case or form.
    pub service: Arc<Service>,
    /// What it says.
    pub says: services::Appointment,
    /// What a resource must be able to do.
    pub offer: String,
    /// How long it takes.
    pub timing: Timing,
    /// What whoever looks has already, which does not stand in their own way; 0 for nothing.
    pub own: i64,
}

/// Who looks: staff may also take what is about to begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seeker {
    /// The resident.
    Resident,
    /// A member of staff.
    Staff,
}

impl Terms {
    /// The terms of a service; `None` where it has no appointments.
    pub fn of(service: &Arc<Service>) -> Option<Self> {
        let says = service.definition.appointment.clone()?;
        let offer = says.offer(service.id()).to_owned();
        let timing = Timing::of(&says);
        Some(Self { service: service.clone(), says, offer, timing, own: 0 })
    }

    /// Within which it may begin when it is booked now.
    pub fn window(&self, office: &Office, seeker: Seeker) -> Window {
        let (now, zone) = (office.now(), office.calendar().zone());
        match seeker {
            Seeker::Resident => slots::window(&self.says, now, zone),
            Seeker::Staff => slots::window_of_staff(&self.says, now, zone),
        }
    }

    /// The branches at which it can be, as they are now.
    pub fn branches(&self, tx: &mut Tx<'_>, office: &Office) -> Result<Vec<Branch>, StoreError> {
        let all = branches::all(tx, &office.catalogue().outline())?;
        let ours = |key: &String| all.iter().find(|one| one.branch.key == *key);
        let found = self.says.branches.iter().filter_map(ours);
        Ok(found.map(|one| one.branch.clone()).collect())
    }

    /// The first and the last date that the window reaches.
    pub fn reach(&self, office: &Office, window: Window) -> (Date, Date) {
        let date = |ms: i64| office.calendar().date(base::time::from_ms(ms));
        (date(window.earliest), date(window.latest))
    }
}

/// The service whose terms hold for a case: that of the appointment which it has, although it may since have
/// been handed to another, else its own.
pub fn service_of(
    tx: &mut Tx<'_>,
    office: &Office,
    case: &Case,
) -> Result<Arc<Service>, CaseError> {
    match bookings::live_of(tx, case.id)? {
        Some(one) => of_booking(tx, office, &one),
        None => office.service_of(tx, case),
    }
}

/// The service of a booking, as it was when it was booked.
pub fn of_booking(
    tx: &mut Tx<'_>,
    office: &Office,
    one: &Booking,
) -> Result<Arc<Service>, CaseError> {
    let missing = || CaseError::Definition { service: one.service.clone(), version: one.version };
    match office.catalogue().version(tx, &one.service, one.version) {
        Ok(found) => found.ok_or_else(missing),
        Err(CatalogueError::Store(error)) => Err(error.into()),
        Err(_) => Err(missing()),
    }
}

/// A day with its free times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// The date.
    pub date: Date,
    /// Its free times; none where it is closed or full.
    pub free: Vec<Free>,
}

/// The free times of the dates from one to another, both included, at most a week.
pub fn days(
    tx: &mut Tx<'_>,
    office: &Office,
    terms: &Terms,
    branch: &Branch,
    (first, last, window): (Date, Date, Window),
) -> Result<Vec<Day>, StoreError> {
    let zone = office.calendar().zone().clone();
    let week = usize::try_from(WEEK).unwrap_or(7);
    let dates: Vec<Date> = slots::days(first, last, week).collect();
    let Some(last) = dates.last().copied() else { return Ok(Vec::new()) };
    let within = slots::bounds(&zone, first, last);
    let able = branch.able(&terms.offer);
    let units = able.iter().flat_map(|one| one.units());
    let now = office.app().clock().now_ms();
    let taken = bookings::taken(tx, units, within, (now, terms.own))?;
    let day = |date: Date| Day {
        date,
        free: if branches::is_open(office, branch, date) {
            slots::free((branch, &terms.offer), (&zone, date), terms.timing, window, &taken)
        } else {
            Vec::new()
        },
    };
    Ok(dates.into_iter().map(day).collect())
}

/// The first date from `from` on that has a free time.
pub fn next(
    tx: &mut Tx<'_>,
    office: &Office,
    terms: &Terms,
    branch: &Branch,
    (from, window): (Date, Window),
) -> Result<Option<Date>, StoreError> {
    let (first, last) = terms.reach(office, window);
    let mut from = from.max(first);
    for _ in 0..WEEKS {
        if from > last {
            break;
        }
        let until = from.saturating_add((WEEK - 1).days()).min(last);
        let week = days(tx, office, terms, branch, (from, until, window))?;
        if let Some(day) = week.iter().find(|day| !day.free.is_empty()) {
            return Ok(Some(day.date));
        }
        from = until.saturating_add(1.days());
    }
    Ok(None)
}

/// Whether a time is one of those at which somebody can begin, taken or not.
pub fn is_offered(office: &Office, terms: &Terms, branch: &Branch, start: i64) -> bool {
    let date = office.calendar().date(base::time::from_ms(start));
    let open = slots::open(office.calendar().zone(), date, branch.spans(date));
    branches::is_open(office, branch, date)
        && slots::beginnings(&open, terms.timing).any(|one| one == start)
}

/// Finds the branch of a wanted time, if that is one of the service's.
pub fn branch_of(
    tx: &mut Tx<'_>,
    office: &Office,
    terms: &Terms,
    wanted: &Wanted,
) -> Result<Option<Branch>, StoreError> {
    if !terms.says.branches.contains(&wanted.branch) {
        return Ok(None);
    }
    let found = branches::find(tx, &office.catalogue().outline(), &wanted.branch)?;
    Ok(found.map(|kept| kept.branch))
}
