//! A request of the data made into a case with a past.

use std::collections::HashMap;
use std::sync::Arc;

use base::{CaseId, Locale, PersonId, Reference, Rng, TeamId};
use cases::import::{PastCase, PastEvent};
use cases::{Audience, By, Case, Ending, EventKind, Office, Rank, Told, Watch};
use jiff::Timestamp;
use serde_json::{Value, json};
use services::{ClockSide, Phase, Service, Workflow};

use crate::data::{Outcome, Place, Request};
use crate::invent::{self, Dice};
use crate::shift::Shift;

/// After how many days an open request of the data counts as forgotten.
const STALE_DAYS: i64 = 30;

/// What making cases needs to know of the town.
pub struct Town {
    /// The office.
    pub office: Office,
    /// The services by the line of their kind in the data.
    pub services: Vec<Option<Arc<Service>>>,
    /// The places, and each one's district.
    pub places: Vec<(Place, Option<String>)>,
    /// The teams by key.
    pub teams: HashMap<String, TeamId>,
    /// The members of teams.
    pub members: HashMap<TeamId, Vec<PersonId>>,
    /// How dates move.
    pub shift: Shift,
}

/// A stay in a state.
struct Stay {
    state: String,
    from: Timestamp,
}

impl Town {
    /// Makes the case of a request; `None` for one that lies ahead or has no service.
    pub fn past(&self, request: &Request, number: u64, copy: i64) -> Option<PastCase> {
        let service = self.services.get(request.kind)?.as_ref()?;
        let opened = self.shift.time(request.opened, copy)?;
        let closed =
            request.closed.and_then(|minutes| self.shift.time(request.opened + minutes, copy));
        let closed = closed.map(|closed| closed.max(opened));
        let mut dice = Dice::new(number);
        let locale = if dice.percent(12) { Locale::ES } else { Locale::EN };
        let place = self.place(request, copy);
        let place = place.as_ref();
        let answers =
            invent::answers(service.form(), place.map(|(json, _)| json), locale, &mut dice);
        let known = matches!(request.channel.key(), "web" | "app" | "phone") && dice.percent(60);
        let contact = if known { invent::contact(&mut dice) } else { services::Contact::default() };
        let team = self.teams.get(service.route(&answers)).copied();
        let worker = self.worker(team, &mut dice);
        let stays = stays(&service.workflow, opened, closed, self.office.now(), &mut dice);
        let mut case = self.case(service, request, opened, locale);
        (case.team, case.assignee) = (team, worker.filter(|_| stays.len() > 1));
        if let Some((_, found)) = place {
            case.point = found.0.point();
            case.district.clone_from(&found.1);
            case.address = Some(found.0.line());
        }
        let told = Told { answers, contact, forms: Vec::new() };
        case.summary = cases::opening::summary(service, &told.answers);
        let events = self.live(&mut case, service, &stays, request.outcome, worker, &mut dice)?;
        Some(PastCase { case, told, events })
    }

    /// Whether a request was left open for so long that nobody can be working on it.
    pub fn is_stale(&self, request: &Request) -> bool {
        let opened = self.shift.time(request.opened, 0);
        let age = opened.map(|opened| opened.duration_until(self.office.now()).as_hours() / 24);
        request.closed.is_none() && age.is_some_and(|days| days > STALE_DAYS)
    }

    /// The place as an answer, and the place itself. Copies of the data use other places of the
    /// same list, so that they do not lie on top of each other.
    fn place(&self, request: &Request, copy: i64) -> Option<(Value, &(Place, Option<String>))> {
        let step = usize::try_from(copy).unwrap_or(0) * 7_919;
        let index = (request.place? + step) % self.places.len().max(1);
        let found = self.places.get(index)?;
        let point = found.0.point();
        let json = json!({
            "lon": point.map(|point| point.lon),
            "lat": point.map(|point| point.lat),
            "address": found.0.line(),
            "district": found.1,
        });
        Some((json, found))
    }

    fn worker(&self, team: Option<TeamId>, dice: &mut Dice) -> Option<PersonId> {
        let members = self.members.get(&team?)?;
        dice.pick(members).copied().filter(|_| dice.percent(75))
    }

    fn case(
        &self,
        service: &Service,
        request: &Request,
        opened: Timestamp,
        locale: Locale,
    ) -> Case {
        Case {
            id: CaseId(0),
            reference: Reference::random(&Rng::seeded(0)),
            service: service.definition.id.clone(),
            version: service.version,
            state: service.workflow.initial.clone(),
            phase: Phase::Open,
            opened_at: opened,
            team: None,
            assignee: None,
            channel: request.channel.key().to_owned(),
            locale,
            summary: String::new(),
            public: service.definition.public,
            point: None,
            district: None,
            address: None,
            requester: None,
            duplicate_of: None,
            followers: 0,
            unread: false,
            revision: 1,
            updated_at: opened,
            ending: None,
            watch: Watch::start(opened, service.definition.promise, self.office.calendar()),
        }
    }

    /// Lives the case through its states by the rules of the workflow; gives what happened.
    fn live(
        &self,
        case: &mut Case,
        service: &Service,
        stays: &[Stay],
        outcome: Outcome,
        worker: Option<PersonId>,
        dice: &mut Dice,
    ) -> Option<Vec<PastEvent>> {
        let staff =
            worker.map_or(By::System("import"), |person| By::Staff(person, Rank::Caseworker));
        let opening = json!({"channel": case.channel, "service": case.service});
        let first = stays.first()?.state.clone();
        let by = if matches!(case.channel.as_str(), "web" | "app" | "phone") {
            By::Resident
        } else {
            staff
        };
        let mut events = vec![event(case.opened_at, EventKind::Opened, by, Some(first), opening)];
        for stay in stays.iter().skip(1) {
            let keeps = case.watch.keeps(stay.from);
            let (promise, calendar) = (service.definition.promise, self.office.calendar());
            case.enter(&service.workflow, &stay.state, stay.from, promise, calendar).ok()?;
            let state = Some(stay.state.clone());
            if case.is_closed() {
                let key = outcome_key(&service.workflow, outcome);
                case.ending = Some(Ending { at: stay.from, outcome: key.clone(), kept: keeps });
                let detail = json!({"outcome": key, "kept": keeps});
                events.push(event(stay.from, EventKind::Closed, staff, state, detail));
            } else {
                events.push(event(stay.from, EventKind::Moved, staff, state, Value::Null));
            }
        }
        if !case.is_closed() && case.channel == "web" && dice.percent(9) {
            let at = case.updated_at.max(case.opened_at);
            let mut message = event(at, EventKind::Message, By::Resident, None, Value::Null);
            message.audience = Audience::Parties;
            invent::remark(dice, case.locale).clone_into(&mut message.text);
            events.push(message);
            case.unread = true;
        }
        Some(events)
    }
}

fn event(
    at: Timestamp,
    kind: EventKind,
    by: By,
    state: Option<String>,
    detail: Value,
) -> PastEvent {
    PastEvent { at, kind, by, audience: Audience::Public, state, text: String::new(), detail }
}

fn outcome_key(workflow: &Workflow, outcome: Outcome) -> String {
    let known = outcome.keys().iter().find(|key| workflow.outcome(key).is_some());
    let first = workflow.outcomes.first().map(|outcome| outcome.id.as_str());
    known.copied().or(first).unwrap_or("done").to_owned()
}

/// The states that a case passes through, and when. The data tells only beginning and end; what lies
/// between is invented: one or two steps of work, and for one case in six a wait.
fn stays(
    workflow: &Workflow,
    opened: Timestamp,
    closed: Option<Timestamp>,
    now: Timestamp,
    dice: &mut Dice,
) -> Vec<Stay> {
    let end = closed.unwrap_or(now);
    let span = opened.duration_until(end);
    let days = span.as_hours() / 24;
    let at = |share: u32| {
        opened
            .checked_add(span.saturating_mul(i32::try_from(share).unwrap_or(0)) / 100)
            .unwrap_or(end)
    };
    let mut stays = vec![Stay { state: workflow.initial.clone(), from: opened }];
    let mut add = |state: Option<&str>, share: u32| {
        if let Some(state) = state {
            stays.push(Stay { state: state.to_owned(), from: at(share) });
        }
    };
    let work: Vec<&str> = workflow
        .states
        .iter()
        .filter(|state| state.phase == Phase::Open && state.id != workflow.initial)
        .map(|state| state.id.as_str())
        .collect();
    let waiting = |side: ClockSide| {
        let state = workflow
            .states
            .iter()
            .find(|state| state.phase == Phase::Waiting && state.clock == side);
        state.map(|state| state.id.as_str())
    };
    let touched = closed.is_some() || days > 1 && dice.percent(70);
    if touched && days >= 1 {
        add(dice.pick(&work).copied(), 15);
        if days >= 4 && dice.percent(17) {
            let side = if dice.percent(60) { ClockSide::Resident } else { ClockSide::Others };
            add(waiting(side), 40);
            if closed.is_some() || dice.percent(40) {
                add(work.last().copied(), 65);
            }
        }
    }
    if let Some(closed) = closed {
        let state = workflow.states.iter().find(|state| state.phase == Phase::Closed);
        let state = state.map_or("closed", |state| state.id.as_str()).to_owned();
        stays.push(Stay { state, from: closed });
    }
    stays
}
