//! What a colleague asked the inbox for, as it stands in the address. What makes no sense counts as
//! not asked.

use base::text::{clean_line, slug};
use base::{PersonId, TeamId, WorkingCalendar};
use cases::Span;
use cases::inbox::{Filter, Page, PhaseFilter, Position, Unread};
use jiff::Timestamp;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use web::{Person, Raw, Role};

/// What stands in the value of a query as it is (RFC 3986, 2.3); all else is encoded.
pub(crate) const KEPT: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// The longest question to the full-text search.
const MAX_QUERY: usize = 200;
/// The longest query of an address that is kept or followed.
pub(crate) const MAX_ADDRESS: usize = 1_000;

/// Whose cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum View {
    /// My own.
    #[default]
    Mine,
    /// My teams', or one team's.
    Team,
    /// Everybody's.
    All,
}

impl View {
    /// The views in the order of the tabs.
    pub(crate) const ALL: [Self; 3] = [Self::Mine, Self::Team, Self::All];

    /// The word in addresses and words.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Team => "team",
            Self::All => "all",
        }
    }
}

/// How near the promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DueBy {
    /// Passed.
    Late,
    /// Ends within a working day.
    Soon,
}

/// What was asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Asked {
    pub(crate) view: View,
    pub(crate) team: Option<TeamId>,
    pub(crate) phase: Option<PhaseFilter>,
    pub(crate) service: Option<String>,
    pub(crate) district: Option<String>,
    pub(crate) due: Option<DueBy>,
    pub(crate) unread: bool,
    pub(crate) q: String,
    pub(crate) turn: Option<(Turn, Position)>,
}

/// Which way a list is turned from a place in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// To the page after it.
    After,
    /// To the page before it.
    Before,
}

impl Asked {
    /// Reads the query of an address.
    pub(crate) fn read(query: &str) -> Self {
        let short = query.get(..MAX_ADDRESS).unwrap_or(query);
        let raw = Raw::from_urlencoded(short.as_bytes()).unwrap_or_default();
        let word = |name: &str| {
            let text = raw.get(name)?;
            (!text.is_empty() && slug(text) == text).then(|| text.to_owned())
        };
        let place = |name: &str| Position::parse(raw.get(name)?);
        let after = place("after").map(|place| (Turn::After, place));
        let due = match raw.get("late") {
            Some("1") => Some(DueBy::Late),
            Some("soon") => Some(DueBy::Soon),
            _ => None,
        };
        let view = View::ALL.into_iter().find(|view| Some(view.key()) == raw.get("view"));
        let q = raw.get("q").and_then(|text| clean_line(text, MAX_QUERY).ok());
        Self {
            view: view.unwrap_or_default(),
            team: raw.get("team").and_then(|id| id.parse().ok()).map(TeamId),
            phase: raw.get("phase").and_then(PhaseFilter::parse),
            service: word("service"),
            district: word("district"),
            due,
            unread: raw.get("unread") == Some("1"),
            q: q.unwrap_or_default(),
            turn: after.or_else(|| place("before").map(|place| (Turn::Before, place))),
        }
    }

    /// The query of the address, without its question mark.
    pub(crate) fn query(&self) -> String {
        let mut query = format!("view={}", self.view.key());
        let mut add = |name: &str, value: &str| {
            query.push_str(&format!("&{name}={}", utf8_percent_encode(value, KEPT)));
        };
        if let Some(team) = self.team.filter(|_| self.view != View::Mine) {
            add("team", &team.to_string());
        }
        if let Some(phase) = self.phase {
            add("phase", phase.key());
        }
        if let Some(service) = &self.service {
            add("service", service);
        }
        if let Some(district) = &self.district {
            add("district", district);
        }
        match self.due {
            Some(DueBy::Late) => add("late", "1"),
            Some(DueBy::Soon) => add("late", "soon"),
            None => {}
        }
        if self.unread {
            add("unread", "1");
        }
        if !self.q.is_empty() {
            add("q", &self.q);
        }
        match self.turn {
            Some((Turn::After, place)) => query.push_str(&format!("&after={place}")),
            Some((Turn::Before, place)) => query.push_str(&format!("&before={place}")),
            None => {}
        }
        query
    }

    /// The address of the inbox.
    pub(crate) fn address(&self) -> String {
        format!("/desk?{}", self.query())
    }

    /// The same question from the first page on.
    pub(crate) fn first_page(&self) -> Self {
        Self { turn: None, ..self.clone() }
    }

    /// Only whose cases, without the other conditions.
    pub(crate) fn whose(&self) -> Self {
        Self { view: self.view, team: self.team, ..Self::default() }
    }

    /// Whether more is asked than whose cases.
    pub(crate) fn is_narrowed(&self) -> bool {
        self.first_page() != self.whose()
    }

    /// The filter for the database.
    pub(crate) fn filter(
        &self,
        person: &Person,
        now: Timestamp,
        calendar: &WorkingCalendar,
    ) -> Filter {
        // Who searches looks for a case wherever it stands, and a resident may write after the end; other
        // lists show what is to do.
        let anywhere = self.unread || !self.q.is_empty();
        let usual = if anywhere { None } else { Some(PhaseFilter::Live) };
        let (assignee, member) = match (self.view, self.team) {
            (View::Mine, _) => (Some(person.id), None),
            (View::Team, None) => (None, member(person)),
            _ => (None, None),
        };
        Filter {
            team: self.team.filter(|_| self.view != View::Mine),
            assignee,
            member,
            phase: self.phase.or(usual),
            service: self.service.clone(),
            district: self.district.clone(),
            promised: self.due.map(|due| match due {
                DueBy::Late => Span::late(now),
                DueBy::Soon => Span::soon(now, calendar),
            }),
            unread: self.unread.then_some(Unread),
        }
    }

    /// The page of the list.
    pub(crate) fn page(&self) -> Page {
        match self.turn {
            None => Page::First,
            Some((Turn::After, place)) => Page::After(place),
            Some((Turn::Before, place)) => Page::Before(place),
        }
    }
}

/// The person whose teams are meant; none for whoever works in all teams.
fn member(person: &Person) -> Option<PersonId> {
    let everywhere =
        person.roles.iter().any(|(team, role)| team.is_none() && role.covers(Role::Caseworker));
    (!everywhere).then_some(person.id)
}

/// The teams in which a person works on cases; `None` where that is all of them.
pub(crate) fn teams_of(person: &Person) -> Option<Vec<TeamId>> {
    member(person)?;
    let works = person.roles.iter().filter(|(_, role)| role.covers(Role::Caseworker));
    let mut teams: Vec<TeamId> = works.filter_map(|(team, _)| *team).collect();
    teams.sort_unstable();
    teams.dedup();
    Some(teams)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_survives_its_address() {
        let query = concat!(
            "view=team&team=7&phase=waiting&service=pothole&district=south-end",
            "&late=soon&unread=1&q=two%20words&after=12.34"
        );
        let asked = Asked::read(query);
        assert_eq!(asked.query(), query);
        assert!(asked.is_narrowed() && !asked.whose().is_narrowed());
    }

    #[test]
    fn nonsense_counts_as_not_asked() {
        let asked = Asked::read(
            "view=%00&team=x&phase=dead&service=%3Cb%3E&late=9&q=%E2%80%AE&after=1&view=all",
        );
        assert_eq!(asked, Asked::default());
        assert_eq!(Asked::read(&"&".repeat(5_000)), Asked::default());
        assert_eq!(Asked::read(&format!("q={}", "é".repeat(5_000))).q, "");
    }
}
