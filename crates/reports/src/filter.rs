use std::collections::HashMap;

use base::CaseId;
use base::text::slug;
use base::time::{DAY_MS, from_ms, to_ms};
use cases::public;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The periods that a reader can choose, in days. A year is the most that a map of a town can show.
pub(crate) const PERIODS: [i64; 4] = [7, 30, 90, 365];
/// The period that is shown first.
const USUAL: i64 = 30;

/// What a reader asked for, as it stands in the address. Whatever makes no sense counts as not asked;
/// of what is asked twice, the last counts.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(from = "HashMap<String, String>")]
pub(crate) struct Asked {
    pub(crate) service: String,
    pub(crate) state: String,
    pub(crate) district: String,
    pub(crate) days: String,
    before: String,
}

impl From<HashMap<String, String>> for Asked {
    fn from(mut query: HashMap<String, String>) -> Self {
        let mut word = |key: &str| query.remove(key).unwrap_or_default();
        Self {
            service: word("service"),
            state: word("state"),
            district: word("district"),
            days: word("days"),
            before: word("before"),
        }
    }
}

impl Asked {
    /// The filter for the database.
    pub(crate) fn filter(&self, now: Timestamp) -> public::Filter {
        let word = |text: &str| (!text.is_empty() && slug(text) == text).then(|| text.to_owned());
        public::Filter {
            service: word(&self.service),
            phase: matches!(self.state.as_str(), "live" | "open" | "waiting" | "closed")
                .then(|| self.state.clone()),
            district: word(&self.district),
            since: from_ms(to_ms(now) - self.days() * DAY_MS),
            until: now,
        }
    }

    /// The period in days.
    pub(crate) fn days(&self) -> i64 {
        let asked = self.days.parse().unwrap_or(USUAL);
        PERIODS.into_iter().find(|days| *days == asked).unwrap_or(USUAL)
    }

    /// Whether anything but the usual was asked for.
    pub(crate) fn is_narrowed(&self) -> bool {
        !(self.service.is_empty() && self.state.is_empty() && self.district.is_empty())
            || self.days() != USUAL
    }

    /// Behind which report the page begins: `OPENED.ID`.
    pub(crate) fn before(&self) -> Option<(Timestamp, CaseId)> {
        let (at, id) = self.before.split_once('.')?;
        Some((from_ms(at.parse().ok()?), CaseId(id.parse().ok()?)))
    }

    /// The address of the list with this filter, from a report on.
    pub(crate) fn address(&self, before: Option<(Timestamp, CaseId)>) -> String {
        let Self { service, state, district, .. } = self.clean();
        let mut address = format!(
            "/reports?service={service}&state={state}&district={district}&days={}",
            self.days()
        );
        if let Some((at, id)) = before {
            address.push_str(&format!("&before={}.{id}", to_ms(at)));
        }
        address
    }

    fn clean(&self) -> Self {
        let word = |text: &str| slug(text);
        Self {
            service: word(&self.service),
            state: word(&self.state),
            district: word(&self.district),
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonsense_in_the_address_counts_as_not_asked() {
        let now: Timestamp = "2028-02-29T12:00:00Z".parse().unwrap();
        let asked = Asked {
            service: "'; DROP TABLE cases".into(),
            state: "\u{202e}".into(),
            days: "9999999999999999999".into(),
            before: "x.y".into(),
            ..Asked::default()
        };
        let filter = asked.filter(now);
        assert_eq!((filter.service, filter.phase), (None, None));
        assert_eq!(filter.since, "2028-01-30T12:00:00Z".parse().unwrap());
        assert_eq!(asked.before(), None);
        assert!(!asked.address(None).contains(['\'', ' ']));
    }

    #[test]
    fn what_is_asked_twice_is_no_fault() {
        let uri = "/reports?days=7&days=90&unknown=1".parse().unwrap();
        let axum::extract::Query(asked) =
            axum::extract::Query::<Asked>::try_from_uri(&uri).unwrap();
        assert_eq!(asked.days(), 90);
    }
}
