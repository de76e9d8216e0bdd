use base::geo::Point;
use base::time::{from_ms, to_ms};
use base::{CaseId, Locale, PersonId, Reference, TeamId, WorkingCalendar};
use jiff::{SignedDuration, Timestamp};
use services::{ClockSide, Phase, Promise, PromiseUnit, Reason, Transition, Who, Workflow};

use crate::refusal::Refusal;

/// A case: what somebody started, where it stands and whose time runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// What people call it by.
    pub reference: Reference,
    /// The service's key.
    pub service: String,
    /// The version of the service that it began with and keeps.
    pub version: i64,
    /// The key of the state it is in.
    pub state: String,
    /// Open, waiting or closed.
    pub phase: Phase,
    /// When it began.
    pub opened_at: Timestamp,
    /// Who is responsible.
    pub team: Option<TeamId>,
    /// Who works on it.
    pub assignee: Option<PersonId>,
    /// How it reached the town: `web`, `phone`, `counter`, `app`, `staff`, `other`.
    pub channel: String,
    /// The resident's language.
    pub locale: Locale,
    /// One line for lists.
    pub summary: String,
    /// Whether the public may see it, without names.
    pub public: bool,
    /// Where it is about.
    pub point: Option<Point>,
    /// The district's key.
    pub district: Option<String>,
    /// The address in words.
    pub address: Option<String>,
    /// The resident's account, if there is one.
    pub requester: Option<PersonId>,
    /// The case that this one repeats.
    pub duplicate_of: Option<CaseId>,
    /// How many people follow it besides the requester.
    pub followers: i64,
    /// Whether the resident has said something that no member of staff has opened yet.
    pub unread: bool,
    /// Counts the changes, so that two people at once notice each other.
    pub revision: i64,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// How it ended.
    pub ending: Option<Ending>,
    /// The promise and the time used.
    pub watch: Watch,
}

/// How a case ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// When.
    pub at: Timestamp,
    /// The outcome's key.
    pub outcome: String,
    /// Whether the promise was kept; `None` where nothing was promised.
    pub kept: Option<bool>,
}

/// The clock of a case: the promised time, and the working time used, by whose time it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watch {
    /// Whose time runs now.
    pub side: ClockSide,
    /// Since when.
    pub since: Timestamp,
    /// When the service is promised. While the promise pauses, what it was before.
    pub promised: Option<Timestamp>,
    /// What was left when the promise paused; `None` while it runs. Milliseconds of working time,
    /// or plain ones for promises in calendar days.
    pub remaining_ms: Option<i64>,
    /// Working milliseconds spent so far by the town, not counting the present state.
    pub staff_ms: i64,
    /// Working milliseconds spent waiting for the resident.
    pub resident_ms: i64,
    /// Working milliseconds spent waiting for others.
    pub others_ms: i64,
}

impl Watch {
    /// Starts the clock of a new case.
    pub fn start(now: Timestamp, promise: Option<Promise>, calendar: &WorkingCalendar) -> Self {
        Self {
            side: ClockSide::Staff,
            since: now,
            promised: promise.map(|promise| promised_at(promise, now, calendar)),
            remaining_ms: None,
            staff_ms: 0,
            resident_ms: 0,
            others_ms: 0,
        }
    }

    /// Hands the time over to another side: books what was used, pauses or resumes the promise.
    pub fn turn(
        &mut self,
        side: ClockSide,
        now: Timestamp,
        promise: Option<Promise>,
        calendar: &WorkingCalendar,
    ) {
        let used = millis(calendar.working_between(self.since, now));
        match self.side {
            ClockSide::Staff => self.staff_ms += used,
            ClockSide::Resident => self.resident_ms += used,
            ClockSide::Others => self.others_ms += used,
            ClockSide::Stopped => {}
        }
        let plain_days = promise.is_some_and(|promise| promise.unit == PromiseUnit::Days);
        match (self.promised, self.remaining_ms, side) {
            (
                Some(promised),
                None,
                ClockSide::Resident | ClockSide::Others | ClockSide::Stopped,
            ) => {
                let left = if plain_days {
                    millis(now.duration_until(promised)).max(0)
                } else {
                    millis(calendar.working_between(now, promised))
                };
                self.remaining_ms = Some(left);
            }
            (Some(promised), Some(left), ClockSide::Staff) => {
                // A promise that was already broken when it paused stays as it was.
                let broken = left == 0 && promised < now;
                let left = SignedDuration::from_millis(left);
                if !broken {
                    let shifted = if plain_days {
                        now.checked_add(left).unwrap_or(promised)
                    } else {
                        calendar.add_working(now, left)
                    };
                    self.promised = Some(shifted.max(promised));
                }
                self.remaining_ms = None;
            }
            _ => {}
        }
        self.side = side;
        self.since = now;
    }

    /// Whether the promise is kept if the case ends now; `None` where nothing was promised.
    pub fn keeps(&self, now: Timestamp) -> Option<bool> {
        self.promised.map(|promised| match self.remaining_ms {
            Some(left) => left > 0 || self.since <= promised,
            None => now <= promised,
        })
    }

    /// How the promise stands.
    pub fn lateness(&self, now: Timestamp, calendar: &WorkingCalendar) -> Lateness {
        match (self.promised, self.remaining_ms) {
            (None, _) => Lateness::Unpromised,
            (Some(_), Some(_)) => Lateness::Paused,
            (Some(promised), None) if promised < now => Lateness::Late,
            (Some(promised), None) if promised <= soon(now, calendar) => Lateness::Soon,
            _ => Lateness::OnTime,
        }
    }
}

/// How the promise of an open case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lateness {
    /// More than a working day is left.
    OnTime,
    /// It ends within the next working day.
    Soon,
    /// It has passed.
    Late,
    /// It pauses while somebody else has to act.
    Paused,
    /// Nothing was promised.
    Unpromised,
}

impl Lateness {
    /// The key for classes and words: `on-time`, `soon`, `late`, `paused`, `none`.
    pub fn key(self) -> &'static str {
        match self {
            Self::OnTime => "on-time",
            Self::Soon => "soon",
            Self::Late => "late",
            Self::Paused => "paused",
            Self::Unpromised => "none",
        }
    }
}

/// The time up to which a promise counts as nearly due: the end of the next working day.
pub fn soon(now: Timestamp, calendar: &WorkingCalendar) -> Timestamp {
    calendar.end_of_working_day(now, 1)
}

/// When a promise made now ends.
pub fn promised_at(promise: Promise, now: Timestamp, calendar: &WorkingCalendar) -> Timestamp {
    match promise.unit {
        PromiseUnit::WorkingHours => {
            calendar.add_working(now, SignedDuration::from_hours(i64::from(promise.amount)))
        }
        PromiseUnit::WorkingDays => calendar.end_of_working_day(now, promise.amount),
        PromiseUnit::Days => calendar.end_of_day(now, promise.amount),
    }
}

fn millis(duration: SignedDuration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// Who acts on a case, as far as the rules of a workflow care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The resident whose case it is.
    Resident,
    /// A member of staff.
    Staff(PersonId, Rank),
    /// The program: the name of the job.
    System(&'static str),
}

/// What a member of staff is in the case's team.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rank {
    /// Works on cases.
    Caseworker,
    /// Leads the team.
    TeamLead,
}

impl By {
    /// The person, if a member of staff acts.
    pub fn person(self) -> Option<PersonId> {
        match self {
            Self::Staff(person, _) => Some(person),
            Self::Resident | Self::System(_) => None,
        }
    }

    /// The ledger's name for who acts on a case.
    pub fn actor(self, case: CaseId) -> ledger::Actor {
        match self {
            Self::Resident => ledger::Actor::Resident(case),
            Self::Staff(person, _) => ledger::Actor::Person(person),
            Self::System(name) => ledger::Actor::System(name),
        }
    }

    fn may(self, who: &[Who]) -> bool {
        match self {
            Self::Resident => who.contains(&Who::Resident),
            Self::Staff(_, Rank::TeamLead) => {
                who.contains(&Who::TeamLead) || who.contains(&Who::Caseworker)
            }
            Self::Staff(_, Rank::Caseworker) => who.contains(&Who::Caseworker),
            Self::System(_) => true,
        }
    }
}

impl Case {
    /// Finds the move that may be made now by this party, with this reason.
    pub fn transition<'w>(
        &self,
        workflow: &'w Workflow,
        key: &str,
        by: By,
        reason: &str,
    ) -> Result<&'w Transition, Refusal> {
        let transition = workflow.transition(key, &self.state).ok_or(Refusal::NotFromHere)?;
        if !by.may(&transition.who) {
            return Err(Refusal::NotAllowed);
        }
        if transition.reason == Reason::Required && reason.trim().is_empty() {
            return Err(Refusal::ReasonNeeded);
        }
        Ok(transition)
    }

    /// Puts the case into a state.
    pub fn enter(
        &mut self,
        workflow: &Workflow,
        state: &str,
        now: Timestamp,
        promise: Option<Promise>,
        calendar: &WorkingCalendar,
    ) -> Result<(), Refusal> {
        let state = workflow.state(state).ok_or(Refusal::NotFromHere)?;
        self.watch.turn(state.clock, now, promise, calendar);
        self.state.clone_from(&state.id);
        self.phase = state.phase;
        self.updated_at = now;
        if state.phase != Phase::Closed {
            self.ending = None;
        }
        Ok(())
    }

    /// Whether the case is closed.
    pub fn is_closed(&self) -> bool {
        self.phase == Phase::Closed
    }

    /// Whether a personal link to the case still works: a year after its end it does not.
    pub fn link_lives(&self, now: Timestamp) -> bool {
        let year = SignedDuration::from_hours(24 * 365);
        self.ending.as_ref().is_none_or(|ending| ending.at.duration_until(now) < year)
    }
}

/// Milliseconds of an optional time.
pub(crate) fn ms(at: Option<Timestamp>) -> Option<i64> {
    at.map(to_ms)
}

/// An optional time of milliseconds.
pub(crate) fn at(ms: Option<i64>) -> Option<Timestamp> {
    ms.map(from_ms)
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;

    const THREE_DAYS: Promise = Promise { amount: 3, unit: PromiseUnit::WorkingDays };

    fn calendar() -> WorkingCalendar {
        WorkingCalendar::weekdays(TimeZone::get("America/New_York").unwrap())
    }

    fn at(text: &str) -> Timestamp {
        let local: jiff::civil::DateTime = text.parse().unwrap();
        local.in_tz("America/New_York").unwrap().timestamp()
    }

    #[test]
    fn the_promise_pauses_while_the_resident_must_answer() {
        // Monday 2 March 2026, 10:00; promised by Thursday 17:00.
        let mut watch = Watch::start(at("2026-03-02T10:00"), Some(THREE_DAYS), &calendar());
        assert_eq!(watch.promised, Some(at("2026-03-05T17:00")));
        watch.turn(ClockSide::Resident, at("2026-03-03T17:00"), Some(THREE_DAYS), &calendar());
        assert_eq!(watch.lateness(at("2026-03-09T12:00"), &calendar()), Lateness::Paused);
        // The answer comes on Monday morning; two working days were left.
        watch.turn(ClockSide::Staff, at("2026-03-09T08:30"), Some(THREE_DAYS), &calendar());
        assert_eq!(watch.promised, Some(at("2026-03-10T17:00")));
        let hours = |hours: f64| SignedDuration::from_secs_f64(hours * 3600.0).as_millis();
        assert_eq!(i128::from(watch.staff_ms), hours(7.0 + 8.5));
        assert_eq!(i128::from(watch.resident_ms), hours(3.0 * 8.5));
    }

    #[test]
    fn a_promise_that_was_broken_stays_broken_after_a_pause() {
        let mut watch = Watch::start(at("2026-03-02T10:00"), Some(THREE_DAYS), &calendar());
        watch.turn(ClockSide::Others, at("2026-03-06T09:00"), Some(THREE_DAYS), &calendar());
        assert_eq!(watch.keeps(at("2026-03-06T10:00")), Some(false));
        watch.turn(ClockSide::Staff, at("2026-03-09T09:00"), Some(THREE_DAYS), &calendar());
        assert_eq!(watch.promised, Some(at("2026-03-05T17:00")));
        assert_eq!(watch.lateness(at("2026-03-09T10:00"), &calendar()), Lateness::Late);
    }

    #[test]
    fn ending_while_paused_keeps_a_promise_that_was_not_broken() {
        let mut watch = Watch::start(at("2026-03-02T10:00"), Some(THREE_DAYS), &calendar());
        watch.turn(ClockSide::Resident, at("2026-03-03T10:00"), Some(THREE_DAYS), &calendar());
        assert_eq!(watch.keeps(at("2026-03-20T10:00")), Some(true));
    }

    #[test]
    fn a_calendar_day_promise_moves_by_calendar_time() {
        let promise = Promise { amount: 10, unit: PromiseUnit::Days };
        let mut watch = Watch::start(at("2026-03-02T10:00"), Some(promise), &calendar());
        let before = watch.promised.unwrap();
        watch.turn(ClockSide::Resident, at("2026-03-04T10:00"), Some(promise), &calendar());
        watch.turn(ClockSide::Staff, at("2026-03-06T10:00"), Some(promise), &calendar());
        assert_eq!(before.duration_until(watch.promised.unwrap()), SignedDuration::from_hours(48));
    }

    #[test]
    fn nearly_late_is_the_next_working_day() {
        let watch = Watch::start(at("2026-03-02T10:00"), Some(THREE_DAYS), &calendar());
        assert_eq!(watch.lateness(at("2026-03-03T12:00"), &calendar()), Lateness::OnTime);
        assert_eq!(watch.lateness(at("2026-03-04T12:00"), &calendar()), Lateness::Soon);
        assert_eq!(watch.lateness(at("2026-03-05T17:01"), &calendar()), Lateness::Late);
    }
}
