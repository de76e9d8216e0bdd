//! The list of cases: for the inbox, and beside a case.

use std::collections::{BTreeMap, HashSet};

use base::TeamId;
use base::time::to_ms;
use cases::inbox::{self, Filter, PhaseFilter, Position};
use cases::{Case, CaseError};
use places::Places;
use search::{Among, CaseIndex};
use serde::Serialize;
use store::{StoreError, Tx};

use crate::asked::{Asked, View, teams_of};
use crate::colleagues::Colleagues;
use crate::desk::Desk;
use crate::due::{Due, due};
use crate::visits;

/// So many cases of a search are shown: who does not find it among these types another word.
const FOUND: usize = 50;
/// So many are looked at: some may have changed since they were indexed, or been read meanwhile.
const LOOKED_AT: usize = 4 * FOUND;

/// A case in a list.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Row {
    pub(crate) reference: String,
    pub(crate) href: String,
    pub(crate) service: String,
    pub(crate) summary: String,
    pub(crate) address: Option<String>,
    pub(crate) district: Option<String>,
    pub(crate) opened: i64,
    pub(crate) state: String,
    pub(crate) due: Due,
    pub(crate) assignee: Option<String>,
    pub(crate) mine: bool,
    pub(crate) team: Option<String>,
    pub(crate) unread: bool,
    pub(crate) changed: bool,
    pub(crate) followers: i64,
    pub(crate) revision: i64,
}

/// A page of a list.
pub(crate) struct Listing {
    pub(crate) rows: Vec<Row>,
    pub(crate) newer: Option<Position>,
    pub(crate) older: Option<Position>,
    /// Whether a search finds more than it shows.
    pub(crate) more: bool,
}

/// What rows need besides their cases.
pub(crate) struct Around<'a> {
    pub(crate) desk: &'a Desk,
    pub(crate) colleagues: &'a Colleagues,
    pub(crate) districts: &'a BTreeMap<String, String>,
    pub(crate) changed: HashSet<i64>,
}

impl<'a> Around<'a> {
    /// Reads it.
    pub(crate) fn read(
        tx: &mut Tx<'_>,
        desk: &'a Desk,
        colleagues: &'a Colleagues,
        districts: &'a BTreeMap<String, String>,
    ) -> Result<Self, StoreError> {
        Ok(Self { desk, colleagues, districts, changed: visits::changed(tx, desk.person.id)? })
    }
}

/// The names of the districts by key.
pub(crate) fn districts(
    tx: &mut Tx<'_>,
    desk: &Desk,
) -> Result<BTreeMap<String, String>, StoreError> {
    let geography = desk.app().get::<Places>().geography(tx)?;
    let names = geography.map.districts();
    Ok(names.map(|district| (district.key.clone(), district.name.clone())).collect())
}

/// Reads a page of the list that was asked for.
pub(crate) fn read(
    tx: &mut Tx<'_>,
    asked: &Asked,
    around: &Around<'_>,
) -> Result<Listing, StoreError> {
    let desk = around.desk;
    let now = desk.now();
    let filter = asked.filter(&desk.person, now, desk.office.calendar());
    let (cases, newer, older, more) = if asked.q.is_empty() {
        let list = inbox::list(tx, &filter, asked.page())?;
        (list.cases, list.newer, list.older, false)
    } else {
        let mut found = search(tx, asked, &filter, desk)?;
        let more = found.len() > FOUND;
        found.truncate(FOUND);
        (found, None, None, more)
    };
    let place = asked.query();
    let rows =
        cases.iter().enumerate().map(|(index, case)| row(tx, case, around, Some((&place, index))));
    Ok(Listing { rows: rows.collect::<Result<_, _>>()?, newer, older, more })
}

/// Finds cases by their words, the best first, among those of the filter: the index is asked for these
/// alone, so that cases of others take nobody's place.
fn search(
    tx: &mut Tx<'_>,
    asked: &Asked,
    filter: &Filter,
    desk: &Desk,
) -> Result<Vec<Case>, StoreError> {
    let teams = match (filter.team, asked.view) {
        (Some(team), _) => Some(vec![team]),
        (None, View::Team) => teams_of(&desk.person),
        _ => None,
    };
    let ids: Option<Vec<i64>> = teams.map(|teams| teams.iter().map(|team| team.0).collect());
    let among = Among {
        teams: ids.as_deref(),
        assignee: filter.assignee.map(|person| person.0),
        service: filter.service.as_deref(),
        phases: filter.phase.map(PhaseFilter::phases),
        district: filter.district.as_deref(),
        promised: filter.promised.map(|span| (to_ms(span.from), to_ms(span.to))),
        unread: filter.unread.is_some(),
    };
    let found = desk.app().get::<CaseIndex>().find(&asked.q, &among, LOOKED_AT);
    let mut cases = inbox::found(tx, &found)?;
    cases.retain(|case| fits(case, filter));
    Ok(cases)
}

/// Whether a case that the search found is one of the filter's. Its teams were asked for already.
fn fits(case: &Case, filter: &Filter) -> bool {
    let phase = filter.phase.is_none_or(|phase| phase.holds(case.phase));
    let due = filter.promised.is_none_or(|span| {
        case.phase == services::Phase::Open && case.watch.promised.is_some_and(|at| span.holds(at))
    });
    phase
        && due
        && filter.assignee.is_none_or(|person| case.assignee == Some(person))
        && filter.service.as_ref().is_none_or(|service| case.service == *service)
        && (filter.district.is_none() || filter.district == case.district)
        && (filter.unread.is_none() || case.unread)
}

/// A case as a row; `place` is the list it stands in and where, for the way back and onward.
pub(crate) fn row(
    tx: &mut Tx<'_>,
    case: &Case,
    around: &Around<'_>,
    place: Option<(&str, usize)>,
) -> Result<Row, StoreError> {
    let (desk, locale) = (around.desk, around.desk.locale());
    let service = match desk.office.service_of(tx, case) {
        Ok(service) => Some(service),
        Err(CaseError::Store(error)) => return Err(error),
        // A case whose definition is lost still stands in the list, under its bare key.
        Err(_) => None,
    };
    let name = service.as_ref().map_or(case.service.as_str(), |service| service.name(locale));
    Ok(Row {
        reference: case.reference.to_string(),
        href: crate::place::address(case.reference, place),
        service: name.to_owned(),
        // A summary that only says the place again says nothing.
        summary: Some(&case.summary)
            .filter(|summary| case.address.as_ref() != Some(summary))
            .cloned()
            .unwrap_or_default(),
        address: case.address.clone(),
        district: case.district.as_ref().and_then(|key| around.districts.get(key).cloned()),
        opened: to_ms(case.opened_at),
        state: service.as_ref().map(|service| desk.state(service, &case.state)).unwrap_or_default(),
        due: due(case, desk.now(), desk.office.calendar()),
        assignee: case.assignee.map(|person| around.colleagues.name(person)),
        mine: case.assignee == Some(desk.person.id),
        team: case.team.map(|team: TeamId| around.colleagues.team(team, locale)),
        unread: case.unread,
        changed: around.changed.contains(&case.id.0),
        followers: case.followers,
        revision: case.revision,
    })
}
