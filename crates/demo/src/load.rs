//! Loads the demo town: its places, then its cases in batches, as fast as the database takes them.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;

use base::TeamId;
use cases::import::PastCase;
use cases::{CaseError, Office};
use places::NewAddress;
use store::{StoreError, Tx};
use web::App;

use crate::DemoError;
use crate::data::{self, Request};
use crate::past::Town;
use crate::shift::Shift;
use crate::story;

/// How many cases share a transaction.
const BATCH: usize = 500;

/// Loads districts, streets and addresses.
pub fn places(app: &App) -> Result<(), DemoError> {
    let districts = places::districts_from_geojson(data::DISTRICTS)?;
    let addresses: Vec<NewAddress> =
        data::places()?.iter().filter_map(data::Place::address).collect();
    let (clock, ids, rng) = (app.clock().clone(), app.ids().clone(), app.rng().clone());
    let addresses = Arc::new(addresses);
    app.db().write_blocking(move |tx| {
        places::seed(tx, &clock, &ids, &rng, &districts, &addresses).map(drop)
    })?;
    Ok(())
}

/// Loads so many cases, telling how many are in after each batch; gives how many were loaded.
pub fn cases(app: &App, count: usize, progress: impl Fn(usize)) -> Result<usize, DemoError> {
    let (town, requests) = (town(app)?, data::requests()?);
    let office = town.office.clone();
    let (sender, receiver) = sync_channel::<Vec<PastCase>>(4);
    // One thread makes cases while another writes them.
    std::thread::scope(|scope| {
        let (making, from) = (&town, &requests);
        let maker =
            scope.spawn(move || make(making, from, count, |batch| sender.send(batch).is_ok()));
        let mut loaded = 0;
        for batch in receiver {
            let (office, batch) = (office.clone(), Arc::new(batch));
            loaded += batch.len();
            app.db().write_blocking(move |tx| write(tx, &office, &batch))?;
            progress(loaded);
        }
        maker.join().map_err(|_| DemoError::Broken)?;
        story::tell(app, &town, &requests)?;
        Ok(loaded)
    })
}

fn write(tx: &mut Tx<'_>, office: &Office, batch: &[PastCase]) -> Result<(), CaseError> {
    for past in batch {
        cases::import::write(tx, office, past)?;
    }
    Ok(())
}

/// Makes cases from the data, evenly thinned when fewer are wanted than it has, repeated further
/// back in time when more are.
fn make(
    town: &Town,
    requests: &[Request],
    count: usize,
    mut send: impl FnMut(Vec<PastCase>) -> bool,
) {
    let usable: Vec<_> = requests
        .iter()
        .filter(|request| town.services.get(request.kind).is_some_and(Option::is_some))
        .enumerate()
        // The city never closed many requests in its records. One in ten of the stale ones stays.
        .filter(|(index, request)| index % 10 == 0 || !town.is_stale(request))
        .map(|(_, request)| request)
        .collect();
    let total = usable.len().max(1);
    let copies = count.div_ceil(total).max(1);
    let mut batch = Vec::with_capacity(BATCH);
    for copy in (0..copies).rev() {
        let wanted = if copy == 0 { count.min(total) } else { total.min(count - copy * total) };
        for index in 0..wanted {
            // The last of the data is always in, so that today is alive.
            let Some(request) = usable.get(total - 1 - (wanted - 1 - index) * total / wanted)
            else {
                continue;
            };
            let number = u64::try_from(copy * total + index).unwrap_or(0);
            let copy = i64::try_from(copy).unwrap_or(0);
            batch.extend(town.past(request, number, copy));
            if batch.len() == BATCH && !send(std::mem::take(&mut batch)) {
                return;
            }
        }
    }
    send(batch);
}

fn town(app: &App) -> Result<Town, DemoError> {
    let office = Office::of(app);
    let types = data::types()?;
    let by_type: HashMap<String, _> = office
        .catalogue()
        .all()
        .into_iter()
        .filter_map(|service| Some((service.definition.source_type.clone()?, service)))
        .collect();
    let map = places::Map::new(places::districts_from_geojson(data::DISTRICTS)?);
    let district = |place: &data::Place| Some(map.district_of(place.point()?)?.key.clone());
    let places =
        data::places()?.into_iter().map(|place| (place.clone(), district(&place))).collect();
    let teams = app.db().read_blocking(|tx| {
        let mut found = Vec::new();
        for team in people::teams::all(tx)? {
            let members = people::members(tx, team.id)?;
            found.push((team.key, team.id, members.into_iter().map(|member| member.id).collect()));
        }
        Ok::<Vec<(String, TeamId, Vec<_>)>, StoreError>(found)
    })?;
    let zone = app.town().time_zone.clone();
    Ok(Town {
        services: types.iter().map(|kind| by_type.get(kind).cloned()).collect(),
        places,
        members: teams.iter().map(|(_, id, members)| (*id, members.clone())).collect(),
        teams: teams.into_iter().map(|(key, id, _)| (key, id)).collect(),
        shift: Shift::to(office.now(), zone),
        office,
    })
}
