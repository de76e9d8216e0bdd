//! `/feeds/appointments/{token}`: the appointments of a branch, or of one of its resources, for the calendars of
//! staff. The link is a secret: calendars ask without signing in. It tells no names, and a new one ends it.

use axum::extract::{Path, State};
use cases::{CaseError, Office};
use serde::Serialize;
use store::Tx;
use web::{App, Fault, Reply, Visitor, Words};

use crate::booking::State as Stage;
use crate::branches::{self, Kept};
use crate::calendar::{self, Event, Method};
use crate::{bookings, finding, letters, mine};

const FEED: &str = "appointments-feed";
/// What has been stays in the calendar for two weeks.
const BACK_MS: i64 = 14 * base::time::DAY_MS;
/// What comes is told for three months.
const AHEAD_MS: i64 = 92 * base::time::DAY_MS;
/// The word for all resources of a branch; no key begins so.
const ALL: &str = "*";

/// What a link shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Wanted {
    branch: String,
    resource: String,
    feed: i64,
}

/// The links of a branch: all of it, then each resource, with names.
pub(crate) fn links(office: &Office, kept: &Kept, words: &Words) -> Vec<(String, String)> {
    let link = |resource: &str| {
        let text = format!("{}/{resource}/{}", kept.branch.key, kept.feed);
        let token = office.app().signer().sign(FEED, &text);
        format!("{}/feeds/appointments/{token}", office.app().town().base_url)
    };
    let all = (kept.branch.name.get(words.locale()).to_owned(), link(ALL));
    let each = kept.branch.resources.iter().map(|one| (one.name.clone(), link(&one.key)));
    std::iter::once(all).chain(each).collect()
}

fn read(office: &Office, token: &str) -> Option<Wanted> {
    let text = office.app().signer().verify(FEED, token)?;
    let mut parts = text.split('/');
    let (branch, resource, feed) = (parts.next()?, parts.next()?, parts.next()?);
    let feed = feed.parse().ok()?;
    Some(Wanted { branch: branch.to_owned(), resource: resource.to_owned(), feed })
}

/// Writes the calendar.
pub(crate) async fn calendar(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Reply {
    let office = Office::of(&app);
    let wanted = read(&office, &token).ok_or(Fault::NotFound)?;
    let words = visitor.words().clone();
    let text = app.db().read(move |tx| write(tx, &office, &wanted, &words)).await?;
    Ok(mine::calendar_file(text.ok_or(Fault::NotFound)?))
}

fn write(
    tx: &mut Tx<'_>,
    office: &Office,
    wanted: &Wanted,
    words: &Words,
) -> Result<Option<String>, CaseError> {
    let found = branches::find(tx, &office.catalogue().outline(), &wanted.branch)?;
    let Some(kept) = found.filter(|kept| kept.feed == wanted.feed) else { return Ok(None) };
    let now = base::time::to_ms(office.now());
    let within = crate::slots::Block { from: now - BACK_MS, to: now + AHEAD_MS };
    let mut events = Vec::new();
    for one in bookings::of_branch(tx, &wanted.branch, within)? {
        let ours = wanted.resource == ALL || wanted.resource == one.resource();
        let Some(id) = one.case.filter(|_| ours && one.state != Stage::Cancelled) else {
            continue;
        };
        let Some(case) = cases::cases::by_id(tx, id)? else { continue };
        let service = finding::of_booking(tx, office, &one)?;
        let seat = kept.branch.resource(one.resource());
        let place = seat.map_or(one.resource(), |seat| seat.name.as_str());
        events.push(Event {
            uid: letters::uid(office, &one),
            sequence: one.sequence,
            from: one.visit.from,
            to: one.visit.to,
            summary: format!("{} · {}", letters::title(&service, words), case.reference),
            location: format!("{}, {place}", kept.branch.name.get(words.locale())),
            description: String::new(),
            url: format!("{}/desk/appointments/{}", office.app().town().base_url, one.id),
            cancelled: false,
        });
    }
    let organizer = letters::organizer(office);
    let name = kept.branch.name.get(words.locale());
    let text = calendar::write(Method::Publish, &organizer, Some(name), &events, office.now());
    Ok(Some(text))
}
