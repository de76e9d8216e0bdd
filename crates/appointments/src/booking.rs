//! Who has a time: the noun, and what its rules allow.

use base::CaseId;
use base::time::from_ms;
use jiff::Timestamp;

use crate::slots::Block;

/// How often a resident changes an appointment: each is a letter, and whoever needs more is better helped by
/// somebody.
const MOST_CHANGES: i64 = 20;

/// What has become of a time that somebody took.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It is kept for a form that is being finished, or for who was offered it.
    Held,
    /// Somebody will come.
    Booked,
    /// They are here.
    Arrived,
    /// It is over.
    Done,
    /// They did not come.
    Missed,
    /// Nobody will come.
    Cancelled,
}

const STATES: [(State, &str); 6] = [
    (State::Held, "held"),
    (State::Booked, "booked"),
    (State::Arrived, "arrived"),
    (State::Done, "done"),
    (State::Missed, "missed"),
    (State::Cancelled, "cancelled"),
];

impl State {
    /// The state's word in the table and in the keys of words.
    pub fn key(self) -> &'static str {
        STATES.iter().find(|(state, _)| *state == self).map_or("cancelled", |(_, key)| key)
    }

    /// The state of a word; one of a newer release counts as taken.
    pub fn parse(key: &str) -> Self {
        STATES.iter().find(|(_, word)| *word == key).map_or(Self::Booked, |(state, _)| *state)
    }
}

/// A time that somebody has at a seat of a branch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booking {
    /// Its id.
    pub id: i64,
    /// The case that it belongs to; nothing while it is held.
    pub case: Option<CaseId>,
    /// The service's key.
    pub service: String,
    /// The version of the service.
    pub version: i64,
    /// The branch's key.
    pub branch: String,
    /// The seat: a resource's key, a dot and a number.
    pub unit: String,
    /// The visit, in milliseconds since 1970.
    pub visit: Block,
    /// The visit with what goes before and after it.
    pub block: Block,
    /// What has become of it.
    pub state: State,
    /// Until when it is held.
    pub held_until: Option<i64>,
    /// Counts its changes.
    pub sequence: i64,
}

impl Booking {
    /// When the visit begins.
    pub fn starts(&self) -> Timestamp {
        from_ms(self.visit.from)
    }

    /// The key of the resource whose seat it has.
    pub fn resource(&self) -> &str {
        self.unit.rsplit_once('.').map_or(self.unit.as_str(), |(resource, _)| resource)
    }

    /// Whether the visit is still ahead and somebody will come.
    pub fn is_ahead(&self, now: Timestamp) -> bool {
        self.state == State::Booked && self.starts() > now
    }

    /// Whether the resident may still move or cancel it: that many hours before it begins.
    pub fn may_change(&self, terms: &services::Appointment, now: Timestamp) -> bool {
        let latest = self.starts().checked_sub(terms.change());
        let few = self.sequence < MOST_CHANGES;
        few && self.state == State::Booked && latest.is_ok_and(|latest| now <= latest)
    }

    /// Whether staff may note this of the visit now. What was noted can be mended.
    pub fn may_become(&self, state: State, now: Timestamp) -> bool {
        let lived =
            matches!(self.state, State::Booked | State::Arrived | State::Done | State::Missed);
        match state {
            // Whoever comes early has come.
            State::Arrived => lived && self.state != state,
            State::Booked => lived && self.state != state && self.state != State::Done,
            State::Done => self.state == State::Arrived,
            State::Missed => self.state == State::Booked && self.starts() <= now,
            State::Held | State::Cancelled => false,
        }
    }
}

/// A time that somebody wants, as forms name it: `registry~1780000000`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The branch's key.
    pub branch: String,
    /// When the visit begins, in milliseconds since 1970.
    pub start: i64,
}

impl Wanted {
    /// Reads the value of a form's field.
    pub fn parse(text: &str) -> Option<Self> {
        let (branch, seconds) = text.split_once('~')?;
        let start = seconds.parse::<i64>().ok()?.checked_mul(1_000)?;
        // Beyond the years that clocks know nothing is open.
        Timestamp::from_millisecond(start).ok()?;
        (branch.len() <= 40).then(|| Self { branch: branch.to_owned(), start })
    }

    /// Writes it for a form.
    pub fn text(&self) -> String {
        format!("{}~{}", self.branch, self.start.div_euclid(1_000))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn booking(state: State) -> Booking {
        let hour = Block { from: 36_000_000, to: 39_600_000 };
        Booking {
            id: 1,
            case: Some(CaseId(1)),
            service: "x".into(),
            version: 1,
            branch: "b".into(),
            unit: "desk-1.2".into(),
            visit: hour,
            block: hour,
            state,
            held_until: None,
            sequence: 0,
        }
    }

    #[test]
    fn every_state_comes_back_from_its_word() {
        for (state, _) in STATES {
            assert_eq!(State::parse(state.key()), state);
        }
    }

    #[test]
    fn nobody_is_missing_before_their_time_and_nothing_is_done_that_did_not_begin() {
        let one = booking(State::Booked);
        let (before, after) = (from_ms(35_999_999), from_ms(36_000_000));
        assert!(!one.may_become(State::Missed, before) && one.may_become(State::Missed, after));
        assert!(one.may_become(State::Arrived, before) && !one.may_become(State::Done, after));
        assert!(booking(State::Arrived).may_become(State::Done, after));
        assert!(booking(State::Missed).may_become(State::Arrived, after), "they came late");
        assert!(booking(State::Arrived).may_become(State::Booked, after), "it was another");
        for gone in [State::Cancelled, State::Held] {
            for to in [State::Booked, State::Arrived, State::Done, State::Missed] {
                assert!(!booking(gone).may_become(to, after));
            }
        }
        assert_eq!(one.resource(), "desk-1");
    }

    #[test]
    fn a_wanted_time_comes_back_and_nonsense_does_not() {
        let wanted = Wanted { branch: "registry".into(), start: 1_780_000_000_000 };
        assert_eq!(Wanted::parse(&wanted.text()), Some(wanted));
        for wrong in ["", "registry", "registry~", "registry~x", "registry~9223372036854775807"] {
            assert_eq!(Wanted::parse(wrong), None, "{wrong}");
        }
    }
}
