//! Free times: worked out from opening hours and from what is taken, in time in proportion to both.
//!
//! A time is named by its instant, so that the hour that a clock shows twice in autumn has two names and
//! the one that it leaves out in spring has none.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Timestamp, ToSpan};
use services::{Appointment, Branch, GRAIN_MINUTES, OpenSpan, Resource};

/// The length of a step of time, of which the database holds each apart.
pub const GRAIN_MS: i64 = 60_000 * 5;
const _: () = assert!(GRAIN_MINUTES == 5);

/// A stretch of time in milliseconds since 1970, without its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Block {
    /// Its beginning.
    pub from: i64,
    /// Its end.
    pub to: i64,
}

impl Block {
    /// Whether two stretches share a moment.
    pub fn meets(self, other: Self) -> bool {
        self.from < other.to && other.from < self.to
    }

    /// The steps of time that it takes, counted since 1970.
    pub fn grains(self) -> std::ops::Range<i64> {
        let last = self.to.saturating_add(GRAIN_MS - 1).div_euclid(GRAIN_MS);
        self.from.div_euclid(GRAIN_MS)..last
    }
}

/// How long an appointment takes, with what goes before and after it; in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timing {
    /// The visit itself.
    pub length: i64,
    /// Before it.
    pub before: i64,
    /// After it.
    pub after: i64,
}

impl Timing {
    /// The timing that a service says.
    pub fn of(appointment: &Appointment) -> Self {
        let ms = |minutes: u32| i64::from(minutes) * 60_000;
        Self {
            length: ms(appointment.minutes).max(GRAIN_MS),
            before: ms(appointment.before),
            after: ms(appointment.after),
        }
    }

    /// From one beginning to the next.
    pub fn step(self) -> i64 {
        self.before + self.length + self.after
    }

    /// What a resource is taken for when the visit begins at `start`.
    pub fn block(self, start: i64) -> Block {
        Block { from: start - self.before, to: start + self.length + self.after }
    }
}

/// Within which an appointment may begin, in milliseconds since 1970, the end included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The earliest beginning.
    pub earliest: i64,
    /// The latest one.
    pub latest: i64,
}

/// What is taken, by seat: stretches in order that do not meet.
pub type Taken = BTreeMap<String, Vec<Block>>;

/// A beginning with a seat or more free.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Free {
    /// When the visit begins, in milliseconds since 1970.
    pub start: i64,
    /// How many seats are free.
    pub seats: usize,
}

/// The opening hours of a date as stretches of real time: in the night in which an hour is left out they are
/// shorter, in the one in which it comes twice they are longer.
pub fn open(zone: &TimeZone, date: Date, spans: &[OpenSpan]) -> Vec<Block> {
    let block = |span: &OpenSpan| {
        // What opens in the doubled hour opens in its first pass and closes in its second.
        let from = instant(zone, date.to_datetime(span.from), Pass::First)?;
        let to = instant(zone, date.to_datetime(span.to), Pass::Second)?;
        (from < to).then_some(Block { from, to })
    };
    spans.iter().filter_map(block).collect()
}

/// Which of two moments at which clocks show the same.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pass {
    First,
    Second,
}

/// When clocks first, or last, show a time; where they leave it out, the moment at which they jump.
fn instant(zone: &TimeZone, local: DateTime, pass: Pass) -> Option<i64> {
    let found = zone.to_ambiguous_zoned_datetime(local);
    let at = match found.offset() {
        AmbiguousOffset::Unambiguous { .. } => found.compatible().ok()?.timestamp(),
        AmbiguousOffset::Fold { .. } if pass == Pass::Second => found.later().ok()?.timestamp(),
        AmbiguousOffset::Fold { .. } => found.earlier().ok()?.timestamp(),
        AmbiguousOffset::Gap { .. } => {
            let before = found.earlier().ok()?.timestamp();
            zone.following(before).next()?.timestamp()
        }
    };
    Some(at.as_millisecond())
}

/// The beginnings that opening hours have room for, one after another from when it opens.
pub fn beginnings(open: &[Block], timing: Timing) -> impl Iterator<Item = i64> {
    open.iter().flat_map(move |span| {
        let first = span.from + timing.before;
        let last = span.to - timing.length - timing.after;
        let step = timing.step().max(GRAIN_MS);
        let count = if last < first { 0 } else { (last - first) / step + 1 };
        (0..count).map(move |number| first + number * step)
    })
}

/// What a resource serves of a date's openings.
pub struct Serving<'a> {
    resource: &'a Resource,
    /// Where it serves less than the branch is open.
    own: Option<Vec<Block>>,
}

impl<'a> Serving<'a> {
    /// A resource on a date.
    pub fn of(resource: &'a Resource, zone: &TimeZone, date: Date) -> Self {
        let own = resource.hours.as_ref().map(|week| open(zone, date, week.on(date.weekday())));
        Self { resource, own }
    }

    /// The resource.
    pub fn resource(&self) -> &'a Resource {
        self.resource
    }

    /// Whether it serves during all of a stretch.
    pub fn serves(&self, block: Block) -> bool {
        let within = |span: &Block| span.from <= block.from && block.to <= span.to;
        self.own.as_ref().is_none_or(|own| own.iter().any(within))
    }
}

/// Whether a stretch is free among those that are taken.
pub fn is_free(taken: &[Block], block: Block) -> bool {
    let after = taken.partition_point(|one| one.to <= block.from);
    taken.get(after).is_none_or(|one| !one.meets(block))
}

/// The free beginnings of one date at a branch, for somebody who needs `offer`.
pub fn free(
    (branch, offer): (&Branch, &str),
    (zone, date): (&TimeZone, Date),
    timing: Timing,
    window: Window,
    taken: &Taken,
) -> Vec<Free> {
    let open = open(zone, date, branch.spans(date));
    if open.is_empty() {
        return Vec::new();
    }
    let able: Vec<_> =
        branch.able(offer).into_iter().map(|one| Serving::of(one, zone, date)).collect();
    let none = Vec::new();
    let seats: Vec<(&Serving<'_>, &Vec<Block>)> = able
        .iter()
        .flat_map(|one| one.resource.units().map(move |unit| (one, unit)))
        .map(|(one, unit)| (one, taken.get(&unit).unwrap_or(&none)))
        .collect();
    beginnings(&open, timing)
        .filter(|start| (window.earliest..=window.latest).contains(start))
        .filter_map(|start| {
            let block = timing.block(start);
            let can = |(one, taken): &&(&Serving<'_>, &Vec<Block>)| {
                one.serves(block) && is_free(taken, block)
            };
            let seats = seats.iter().filter(can).count();
            (seats > 0).then_some(Free { start, seats })
        })
        .collect()
}

/// The days from one to another, both included, at most `most` of them.
pub fn days(first: Date, last: Date, most: usize) -> impl Iterator<Item = Date> {
    let next = |date: &Date| date.tomorrow().ok();
    std::iter::successors(Some(first), next).take_while(move |date| *date <= last).take(most)
}

/// When a date begins and ends, in real time.
pub fn bounds(zone: &TimeZone, first: Date, last: Date) -> Block {
    let midnight = |date: Date| {
        let found = date.to_zoned_datetime(zone.clone());
        found.map_or(0, |midnight| midnight.timestamp().as_millisecond())
    };
    Block { from: midnight(first), to: midnight(last.saturating_add(1.days())) }
}

/// The window of an appointment that somebody books now.
pub fn window(appointment: &Appointment, now: Timestamp, zone: &TimeZone) -> Window {
    let today = zone.to_datetime(now).date();
    let last = today.saturating_add(i64::from(appointment.days()).days());
    let earliest = now.saturating_add(appointment.lead()).unwrap_or(now);
    Window { earliest: earliest.as_millisecond(), latest: bounds(zone, last, last).to - 1 }
}

/// The window for staff, who may book at once.
pub fn window_of_staff(appointment: &Appointment, now: Timestamp, zone: &TimeZone) -> Window {
    // A visitor who stands at the desk is served in the time that has begun.
    let begun = SignedDuration::from_millis(Timing::of(appointment).length - GRAIN_MS);
    let earliest = now.checked_sub(begun).unwrap_or(now);
    Window { earliest: earliest.as_millisecond(), ..window(appointment, now, zone) }
}

#[cfg(test)]
mod tests;
