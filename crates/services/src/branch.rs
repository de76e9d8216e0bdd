//! Places where the town receives people: when they are open, and who or what serves there.

use std::collections::BTreeSet;

use base::Localized;
use jiff::civil::{Date, Time, Weekday};
use serde::{Deserialize, Serialize};

use crate::appointment::GRAIN_MINUTES;

/// Openings of one day: a morning, an afternoon and an evening, with room.
pub const MAX_SPANS: usize = 6;
/// Desks, rooms and people of one branch; a larger one is two.
pub const MAX_RESOURCES: usize = 40;
/// Appointments side by side at one resource: a course for a school class.
pub const MAX_SEATS: u32 = 40;
/// Appointments side by side in a branch: each is looked up by itself.
pub const MAX_UNITS: u32 = 60;
/// Days with other hours than usual: every working day of a year.
pub const MAX_EXCEPTIONS: usize = 300;
/// More places than this no resident chooses from.
pub const MAX_BRANCHES: usize = 200;

/// A place where the town receives people by appointment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Branch {
    /// The branch's key.
    pub key: String,
    /// The name.
    pub name: Localized,
    /// The address, as an envelope has it.
    pub address: String,
    /// How to find it: the entrance, the floor, the way without stairs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub directions: Option<Localized>,
    /// When it is open.
    pub hours: Week,
    /// Days with other hours than usual; the town's holidays are closed anyway.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<Exception>,
    /// Who and what serves there.
    pub resources: Vec<Resource>,
}

/// From a time to a later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenSpan {
    /// When it opens.
    pub from: Time,
    /// When it closes.
    pub to: Time,
}

/// The openings of each day, Monday first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Week(pub [Vec<OpenSpan>; 7]);

/// A day with other hours than usual.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Exception {
    /// The day.
    pub date: Date,
    /// The openings; none where it is closed.
    #[serde(default)]
    pub hours: Vec<OpenSpan>,
    /// Why, for whoever looks for a time.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// A desk, a room or a person, which one appointment at a time can have.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Resource {
    /// The resource's key. One key is one thing or person in the whole town, wherever it serves.
    pub key: String,
    /// The name, for staff.
    pub name: String,
    /// What it can do: keys of services, or the words that services use for it; everything when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offers: Vec<String>,
    /// How many appointments it takes at one time.
    #[serde(default = "one_seat")]
    pub seats: u32,
    /// When it serves, where that is less than the branch is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Week>,
}

fn one_seat() -> u32 {
    1
}

/// Says what is wrong with a branch, with the key of the words that tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BranchFault {
    /// A time of an opening is not a multiple of the step.
    Uneven,
    /// A span ends before it begins, or begins before the one before it ends.
    Order,
    /// Too many spans on a day.
    Spans,
    /// Nothing serves there.
    Nobody,
    /// A key cannot be used or stands twice.
    Key,
    /// More side by side than can be looked after.
    Seats,
    /// Too many days with other hours, or two for the same day.
    Exceptions,
}

impl BranchFault {
    /// What to do about it, for whoever writes a pack.
    pub fn message(self) -> &'static str {
        match self {
            Self::Uneven => "times are in steps of five minutes, such as 09:05",
            Self::Order => "each span ends after it begins, and before the next one begins",
            Self::Spans => "at most 6 spans on one day",
            Self::Nobody => "a branch has from 1 to 40 resources",
            Self::Key => "keys have small letters a to z, digits and `-`, and stand once",
            Self::Seats => "a resource has from 1 to 40 seats, a branch at most 60",
            Self::Exceptions => "at most 300 days with other hours, each once",
        }
    }

    /// The word by which a page finds its own message.
    pub fn key(self) -> &'static str {
        match self {
            Self::Uneven => "uneven",
            Self::Order => "order",
            Self::Spans => "spans",
            Self::Nobody => "nobody",
            Self::Key => "key",
            Self::Seats => "seats",
            Self::Exceptions => "exceptions",
        }
    }
}

impl Week {
    /// Gives the openings of a weekday.
    pub fn on(&self, day: Weekday) -> &[OpenSpan] {
        let index = usize::try_from(day.to_monday_zero_offset()).unwrap_or(0);
        self.0.get(index).map_or(&[], Vec::as_slice)
    }
}

impl OpenSpan {
    /// Reads `09:00-12:30`.
    pub fn parse(text: &str) -> Option<Self> {
        let (from, to) = text.split_once(['-', '–'])?;
        let time = |text: &str| Time::strptime("%H:%M", text.trim()).ok();
        Some(Self { from: time(from)?, to: time(to)? })
    }

    /// Writes `09:00-12:30`.
    pub fn text(&self) -> String {
        let time = |time: Time| format!("{:02}:{:02}", time.hour(), time.minute());
        format!("{}-{}", time(self.from), time(self.to))
    }
}

/// Finds what is wrong with the openings of one day.
pub fn day_fault(spans: &[OpenSpan]) -> Option<BranchFault> {
    let grain = i8::try_from(GRAIN_MINUTES).unwrap_or(5);
    let even = |time: Time| time.minute() % grain == 0 && time.second() == 0;
    if spans.len() > MAX_SPANS {
        return Some(BranchFault::Spans);
    }
    if spans.iter().any(|span| !even(span.from) || !even(span.to)) {
        return Some(BranchFault::Uneven);
    }
    let next = spans.iter().skip(1);
    let apart = spans.iter().zip(next).all(|(one, next)| one.to <= next.from);
    (!apart || spans.iter().any(|span| span.from >= span.to)).then_some(BranchFault::Order)
}

impl Branch {
    /// Finds the first thing that is wrong.
    pub fn fault(&self) -> Option<BranchFault> {
        let weeks = self.resources.iter().filter_map(|one| one.hours.as_ref());
        let days = weeks.chain([&self.hours]).flat_map(|week| week.0.iter());
        let mut days = days.chain(self.exceptions.iter().map(|day| &day.hours));
        if let Some(fault) = days.find_map(|spans| day_fault(spans)) {
            return Some(fault);
        }
        if self.resources.is_empty() || self.resources.len() > MAX_RESOURCES {
            return Some(BranchFault::Nobody);
        }
        let keys: BTreeSet<&str> = self.resources.iter().map(|one| one.key.as_str()).collect();
        if keys.len() < self.resources.len() || !keys.iter().all(|key| fits(key)) {
            return Some(BranchFault::Key);
        }
        let seats: u32 = self.resources.iter().map(|one| one.seats.min(MAX_UNITS + 1)).sum();
        let each = self.resources.iter().all(|one| (1..=MAX_SEATS).contains(&one.seats));
        if !each || seats > MAX_UNITS {
            return Some(BranchFault::Seats);
        }
        let dates: BTreeSet<Date> = self.exceptions.iter().map(|day| day.date).collect();
        let twice = dates.len() < self.exceptions.len();
        (twice || self.exceptions.len() > MAX_EXCEPTIONS).then_some(BranchFault::Exceptions)
    }

    /// Gives the openings of a date, the town's holidays aside.
    pub fn spans(&self, date: Date) -> &[OpenSpan] {
        let exception = self.exceptions.iter().find(|day| day.date == date);
        exception.map_or_else(|| self.hours.on(date.weekday()), |day| &day.hours)
    }

    /// Gives the resources that can do something, those that can do the least first: who can do more is
    /// kept free for what only they can do.
    pub fn able(&self, offer: &str) -> Vec<&Resource> {
        let mut able: Vec<&Resource> = self.resources.iter().filter(|one| one.can(offer)).collect();
        able.sort_by_key(|one| if one.offers.is_empty() { usize::MAX } else { one.offers.len() });
        able
    }

    /// Finds a resource by its key.
    pub fn resource(&self, key: &str) -> Option<&Resource> {
        self.resources.iter().find(|one| one.key == key)
    }
}

/// Tells whether a text can be a key.
pub fn fits(key: &str) -> bool {
    let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    key.starts_with(|c: char| c.is_ascii_lowercase()) && key.len() <= 40 && key.chars().all(word)
}

impl Resource {
    /// Tells whether it can do something.
    pub fn can(&self, offer: &str) -> bool {
        self.offers.is_empty() || self.offers.iter().any(|own| own == offer)
    }

    /// Gives the names of its seats, which the database holds apart: `desk-1.1`.
    pub fn units(&self) -> impl Iterator<Item = String> {
        let key = self.key.clone();
        (1..=self.seats.min(MAX_SEATS)).map(move |seat| format!("{key}.{seat}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn branch() -> Branch {
        let span = OpenSpan::parse("09:00-12:30").unwrap();
        let resource = |key: &str, offers: &[&str]| Resource {
            key: key.into(),
            name: key.into(),
            offers: offers.iter().map(|one| (*one).into()).collect(),
            seats: 1,
            hours: None,
        };
        Branch {
            key: "registry".into(),
            name: Localized::new("Registry"),
            address: "1 Main St".into(),
            directions: None,
            hours: Week(std::array::from_fn(|_| vec![span])),
            exceptions: Vec::new(),
            resources: vec![resource("a", &[]), resource("b", &["x", "y"]), resource("c", &["x"])],
        }
    }

    #[test]
    fn who_can_do_the_least_is_asked_first() {
        let able = branch();
        let keys = |offer| able.able(offer).iter().map(|one| one.key.as_str()).collect::<Vec<_>>();
        assert_eq!(keys("x"), ["c", "b", "a"]);
        assert_eq!(keys("z"), ["a"]);
    }

    #[test]
    fn a_branch_that_cannot_be_is_found() {
        assert_eq!(branch().fault(), None);
        let broken = |change: fn(&mut Branch)| {
            let mut one = branch();
            change(&mut one);
            one.fault()
        };
        let span = |text: &str| OpenSpan::parse(text).unwrap();
        assert_eq!(span("09:00-12:30").text(), "09:00-12:30");
        assert_eq!(broken(|one| one.resources.clear()), Some(BranchFault::Nobody));
        assert_eq!(broken(|one| one.resources[1].key = "a".into()), Some(BranchFault::Key));
        assert_eq!(broken(|one| one.resources[1].seats = 0), Some(BranchFault::Seats));
        assert_eq!(broken(|one| one.resources[1].seats = u32::MAX), Some(BranchFault::Seats));
        let day = |text| vec![OpenSpan::parse(text).unwrap()];
        let mut one = branch();
        one.hours.0[2] = day("09:01-10:00");
        assert_eq!(one.fault(), Some(BranchFault::Uneven));
        one.hours.0[2] = day("10:00-10:00");
        assert_eq!(one.fault(), Some(BranchFault::Order));
        one.hours.0[2] = vec![span("09:00-10:00"), span("09:30-11:00")];
        assert_eq!(one.fault(), Some(BranchFault::Order));
        assert_eq!(OpenSpan::parse("nine"), None);
    }
}
