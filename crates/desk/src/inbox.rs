//! `/desk`: what there is to do, the soonest promise first.

use axum::extract::State;
use base::{Reference, TeamId};
use cases::Span;
use cases::inbox::{self, Counts, PhaseFilter};
use serde::Serialize;
use services::Catalogue;
use store::{StoreError, Tx};
use web::{App, Page, Reply, Role, Visitor, Words, see_other, show};

use crate::asked::{Asked, DueBy, Turn, View, teams_of};
use crate::colleagues::{Choice, Colleagues};
use crate::desk::Desk;
use crate::filters::{self, Saved};
use crate::list::{self, Around, Row};

/// The inbox.
#[derive(Serialize)]
struct InboxPage {
    rows: Vec<Row>,
    view: &'static str,
    team: String,
    phase: &'static str,
    service: String,
    district: String,
    late: &'static str,
    unread: bool,
    q: String,
    narrowed: bool,
    /// The query without the page, for forms that come back here.
    query: String,
    tabs: Vec<Tab>,
    facts: Vec<Fact>,
    teams: Vec<Choice>,
    services: Vec<Choice>,
    districts: Vec<Choice>,
    receivers: Receivers,
    saved: Vec<Saved>,
    /// Whether the present filter is one of the saved ones.
    kept: bool,
    newer: Option<String>,
    older: Option<String>,
    /// How many a search shows, where it finds more.
    more: Option<usize>,
    clear: String,
    /// Up to which place the ledger was followed before the page was read.
    since: i64,
}

/// One of the views.
#[derive(Serialize)]
struct Tab {
    key: &'static str,
    href: String,
    count: i64,
    current: bool,
}

/// A count that narrows the list.
#[derive(Serialize)]
struct Fact {
    key: &'static str,
    href: String,
    count: i64,
    current: bool,
}

/// To whom chosen cases can be given.
#[derive(Serialize)]
struct Receivers {
    persons: Vec<Choice>,
    teams: Vec<Choice>,
}

impl Page for InboxPage {
    const TEMPLATE: &'static str = "desk/inbox.html";

    fn title(&self, words: &Words) -> String {
        words.t(match self.view {
            "team" => "desk-inbox-title-team",
            "all" => "desk-inbox-title-all",
            _ => "desk-inbox-title-mine",
        })
    }
}

/// For staff who have no cases: designers, administrators.
#[derive(Serialize)]
struct StartPage {}

impl Page for StartPage {
    const TEMPLATE: &'static str = "desk/start.html";

    fn title(&self, words: &Words) -> String {
        words.t("desk-start-title")
    }
}

/// Shows the inbox. A reference typed into the search leads straight to its case.
pub(crate) async fn page(State(app): State<App>, visitor: Visitor) -> Reply {
    let desk = Desk::of(&app, &visitor)?;
    if !visitor.has(Role::Caseworker) {
        return Ok(show(StartPage {}));
    }
    let asked = Asked::read(visitor.query().unwrap_or_default());
    let since = app.live().position();
    let reference = asked.q.parse::<Reference>().ok();
    let page = app
        .db()
        .read(move |tx| {
            let named = reference.map(|reference| cases::cases::by_reference(tx, reference));
            if let Some(case) = named.transpose()?.flatten() {
                return Ok::<_, StoreError>(Err(crate::place::address(case.reference, None)));
            }
            read(tx, &desk, &asked, since).map(Ok)
        })
        .await?;
    match page {
        Ok(page) => Ok(show(page)),
        Err(address) => Ok(see_other(&address)),
    }
}

fn read(tx: &mut Tx<'_>, desk: &Desk, asked: &Asked, since: i64) -> Result<InboxPage, StoreError> {
    let (colleagues, districts) = (Colleagues::read(tx)?, list::districts(tx, desk)?);
    let around = Around::read(tx, desk, &colleagues, &districts)?;
    let listing = list::read(tx, asked, &around)?;
    let locale = desk.locale();
    let own = teams_of(&desk.person);
    let counts = counts(tx, desk, asked)?;
    let saved = filters::of_person(tx, desk.person.id)?;
    let top = asked.first_page();
    let turned = |turn: Turn, place| Asked { turn: Some((turn, place)), ..asked.clone() }.address();
    let teams = match asked.view {
        View::Mine => Vec::new(),
        View::Team => colleagues.team_choices(locale, own.as_deref()),
        View::All => colleagues.team_choices(locale, None),
    };
    Ok(InboxPage {
        view: asked.view.key(),
        team: asked.team.map(|team| team.to_string()).unwrap_or_default(),
        phase: asked.phase.map(PhaseFilter::key).unwrap_or_default(),
        service: asked.service.clone().unwrap_or_default(),
        district: asked.district.clone().unwrap_or_default(),
        late: match asked.due {
            Some(DueBy::Late) => "1",
            Some(DueBy::Soon) => "soon",
            None => "",
        },
        unread: asked.unread,
        q: asked.q.clone(),
        narrowed: asked.is_narrowed(),
        tabs: tabs(tx, desk, asked, &counts)?,
        facts: facts(asked, &counts),
        teams,
        services: services(&desk.app().get(), desk),
        districts: districts.iter().map(|(key, name)| Choice::new(key, name)).collect(),
        receivers: receivers(tx, desk, &colleagues, own.as_deref())?,
        kept: saved.iter().any(|one| one.query == top.query()),
        saved,
        newer: listing.newer.map(|place| turned(Turn::Before, place)),
        older: listing.older.map(|place| turned(Turn::After, place)),
        more: listing.more.then_some(listing.rows.len()),
        clear: asked.whose().address(),
        query: top.query(),
        rows: listing.rows,
        since,
    })
}

/// The counts of the view that is shown, whatever else narrows it.
fn counts(tx: &mut Tx<'_>, desk: &Desk, asked: &Asked) -> Result<Counts, StoreError> {
    let (now, calendar) = (desk.now(), desk.office.calendar());
    let whose = asked.whose().filter(&desk.person, now, calendar);
    inbox::counts(tx, &whose, Span::soon(now, calendar))
}

fn tabs(
    tx: &mut Tx<'_>,
    desk: &Desk,
    asked: &Asked,
    counts: &Counts,
) -> Result<Vec<Tab>, StoreError> {
    let mut tabs = Vec::new();
    for view in View::ALL {
        let one = Asked { view, ..Asked::default() };
        let current = asked.view == view;
        let count = if current && asked.team.is_none() {
            counts.live
        } else {
            self::counts(tx, desk, &one)?.live
        };
        tabs.push(Tab { key: view.key(), href: one.address(), count, current });
    }
    Ok(tabs)
}

/// The counts as links: each narrows the list, and widens it again when it is on.
fn facts(asked: &Asked, counts: &Counts) -> Vec<Fact> {
    let whose = asked.whose();
    let all = [
        ("late", counts.late, Asked { due: Some(DueBy::Late), ..whose.clone() }),
        ("soon", counts.soon, Asked { due: Some(DueBy::Soon), ..whose.clone() }),
        ("unread", counts.unread, Asked { unread: true, ..whose.clone() }),
        ("waiting", counts.waiting, Asked { phase: Some(PhaseFilter::Waiting), ..whose.clone() }),
    ];
    let fact = |(key, count, narrowed): (&'static str, i64, Asked)| {
        let current = asked.first_page() == narrowed;
        let href = if current { whose.address() } else { narrowed.address() };
        Fact { key, href, count, current }
    };
    all.into_iter().map(fact).collect()
}

/// The services with forms: the others have no cases.
fn services(catalogue: &Catalogue, desk: &Desk) -> Vec<Choice> {
    let all = catalogue.all().into_iter().filter(|service| service.definition.online);
    let mut choices: Vec<_> =
        all.map(|service| Choice::new(service.id(), service.name(desk.locale()))).collect();
    choices.sort_by(|a, b| a.label.cmp(&b.label));
    choices
}

/// The colleagues of one's teams and all teams. Whoever works in all teams chooses a team first, or
/// opens the case: a list of everybody helps nobody.
fn receivers(
    tx: &mut Tx<'_>,
    desk: &Desk,
    colleagues: &Colleagues,
    own: Option<&[TeamId]>,
) -> Result<Receivers, StoreError> {
    let mut persons: Vec<Choice> = Vec::new();
    for team in own.unwrap_or_default() {
        for member in people::members(tx, *team)? {
            let value = format!("person:{}", member.id);
            if member.id != desk.person.id && persons.iter().all(|one| one.value != value) {
                persons.push(Choice::new(value, member.name));
            }
        }
    }
    persons.sort_by(|a, b| a.label.cmp(&b.label));
    let teams = colleagues.team_choices(desk.locale(), None);
    let teams =
        teams.into_iter().map(|team| Choice::new(format!("team:{}", team.value), team.label));
    Ok(Receivers { persons, teams: teams.collect() })
}
