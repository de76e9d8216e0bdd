//! Staff are reminded before a promise breaks, and their lead when it does.

use base::{CaseId, PersonId, TeamId};
use jiff::{SignedDuration, Timestamp};
use jobs::{Job, JobContext, JobError, Registry};
use post::Letter;
use serde::{Deserialize, Serialize};
use serde_json::json;
use services::{PromiseUnit, RemindedParty, Reminder, Service};
use store::Tx;
use web::{App, Role};

use crate::case::{By, Case};
use crate::events::{Audience, EventKind, NewEvent};
use crate::office::{Office, Seen};
use crate::refusal::CaseError;
use crate::{cases, followers};

/// The kind of the jobs.
const KIND: &str = "case.remind";
/// How many of a team get a reminder at most.
const MOST: usize = 10;

/// The words of a letter to staff: its subject and its news.
const SOON: (&str, &str) = ("letter-subject-soon", "letter-news-soon");
const LATE: (&str, &str) = ("letter-subject-late", "letter-news-late");
const UNSOLVED: (&str, &str) = ("letter-subject-unsolved", "letter-news-unsolved");

/// What a job is about.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Due {
    case: i64,
    reminder: usize,
}

/// Plans the reminders of a case anew; called whenever its promise changes.
pub(crate) fn plan(
    tx: &mut Tx<'_>,
    office: &Office,
    case: &Case,
    service: &Service,
) -> Result<(), CaseError> {
    for (index, reminder) in service.workflow.reminders.iter().enumerate() {
        let Some(at) = due_at(office, case, service, *reminder) else { continue };
        // What is past was told when it was due, or belongs to the past of an imported case.
        if at <= office.now() {
            continue;
        }
        let job = Job::new(KIND, json!(Due { case: case.id.0, reminder: index }))
            .at(at)
            .key(format!("{KIND}:{}:{index}", case.id));
        jobs::enqueue(tx, &job, office.app().ids())?;
    }
    Ok(())
}

/// When a reminder of a running promise is due: when its share of the promised time is used. That is counted
/// back from the promise, which has moved with every pause; counted from the beginning, a long pause
/// would lie in the share and the reminder in the past.
fn due_at(
    office: &Office,
    case: &Case,
    service: &Service,
    reminder: Reminder,
) -> Option<Timestamp> {
    let promised = case.watch.promised.filter(|_| case.watch.remaining_ms.is_none())?;
    if case.is_closed() {
        return None;
    }
    if reminder.at >= 1.0 {
        return Some(promised);
    }
    let (promise, calendar) = (Office::promise(service)?, office.calendar());
    let amount = f64::from(promise.amount);
    let hour = SignedDuration::from_hours(1).as_secs_f64();
    let whole = match promise.unit {
        PromiseUnit::WorkingHours => amount * hour,
        PromiseUnit::WorkingDays => amount * calendar.working_day().as_secs_f64(),
        PromiseUnit::Days => amount * 24.0 * hour,
    };
    let left = SignedDuration::from_secs_f64(whole * (1.0 - reminder.at.max(0.0)));
    if promise.unit == PromiseUnit::Days {
        return promised.checked_sub(left).ok();
    }
    let running = calendar.working_between(case.watch.since, promised);
    Some(calendar.add_working(case.watch.since, running.checked_sub(left)?))
}

/// A share in hundredths: entries of the ledger hold no fractions, whose spelling differs.
fn percent(share: f64) -> i64 {
    (0..=100_i32).find(|of| f64::from(*of) >= share * 100.0 - 0.5).map_or(100, i64::from)
}

/// Registers the handler of reminders, and the daily job that forgets addresses nobody confirmed.
pub fn register(registry: &mut Registry, app: &App) {
    followers::register(registry);
    let app = app.clone();
    registry.on(KIND, move |job: JobContext, due: Due| {
        let app = app.clone();
        async move {
            let office = Office::of(&app);
            job.tools
                .db
                .clone()
                .write(move |tx| {
                    remind(tx, &office, &due).map_err(|error| match error {
                        CaseError::Store(error) => JobError::Store(error),
                        CaseError::NotFound => JobError::dead("the case is gone"),
                        other => JobError::retry(other),
                    })?;
                    job.claim.finish(tx)
                })
                .await
        }
    });
}

/// Reminds, if the case still runs and its promise has not moved away.
pub(crate) fn remind(tx: &mut Tx<'_>, office: &Office, due: &Due) -> Result<(), CaseError> {
    let Some(mut case) = cases::by_id(tx, CaseId(due.case))? else {
        return Err(CaseError::NotFound);
    };
    let service = office.service_of(tx, &case)?;
    let Some(reminder) = service.workflow.reminders.get(due.reminder).copied() else {
        return Ok(());
    };
    match due_at(office, &case, &service, reminder) {
        // Closed or paused: the pause's end plans anew.
        None => return Ok(()),
        Some(at) if at > office.now() => return Ok(()),
        Some(_) => {}
    }
    case = Office::load(tx, case.id, Seen::Whatever)?;
    let reminded = reminded(tx, &case, reminder.to)?;
    let event = NewEvent {
        kind: EventKind::Reminded,
        by: By::System("reminder"),
        audience: Audience::Staff,
        state: None,
        text: "",
        detail: json!({"percent": percent(reminder.at), "persons": reminded}),
    };
    office.record(tx, &case, "case.remind", &event)?;
    let late = case.watch.promised.is_some_and(|promised| promised <= office.now());
    let words = if late { LATE } else { SOON };
    for person in reminded {
        letter(tx, office, &case, &service, person, words)?;
    }
    Ok(())
}

/// Tells staff that a resident does not find their matter solved: whoever worked on it, and the lead.
pub(crate) fn tell_unsolved(
    tx: &mut Tx<'_>,
    office: &Office,
    case: &Case,
    service: &Service,
) -> Result<(), CaseError> {
    let mut persons = reminded(tx, case, RemindedParty::Assignee)?;
    for lead in reminded(tx, case, RemindedParty::TeamLead)? {
        if !persons.contains(&lead) {
            persons.push(lead);
        }
    }
    for person in persons {
        letter(tx, office, case, service, person, UNSOLVED)?;
    }
    Ok(())
}

/// Who gets the reminder. A team without a lead, or without anybody, must not hide a promise that breaks:
/// whoever works on the case is told instead, else the team, else those who lead the whole town.
fn reminded(tx: &mut Tx<'_>, case: &Case, to: RemindedParty) -> Result<Vec<PersonId>, CaseError> {
    let Some(team) = case.team else { return Ok(Vec::new()) };
    // Who has left the town is reminded of nothing; their team is.
    let assignee = match case.assignee {
        Some(person) => people::persons::find(tx, person)?,
        None => None,
    };
    let assignee = assignee.filter(|one| one.disabled_at.is_none()).map(|one| one.id);
    let mut persons = match to {
        RemindedParty::TeamLead => leads(tx, team)?,
        RemindedParty::Assignee | RemindedParty::Team => Vec::new(),
    };
    if persons.is_empty() && to != RemindedParty::Team {
        persons.extend(assignee);
    }
    if persons.is_empty() {
        let members = people::persons::members(tx, team)?;
        persons.extend(members.into_iter().map(|member| member.id));
    }
    if persons.is_empty() {
        persons = leads(tx, team)?;
    }
    persons.truncate(MOST);
    Ok(persons)
}

fn leads(tx: &mut Tx<'_>, team: TeamId) -> Result<Vec<PersonId>, CaseError> {
    Ok(people::memberships::with_role(tx, team, Role::TeamLead)?)
}

fn letter(
    tx: &mut Tx<'_>,
    office: &Office,
    case: &Case,
    service: &Service,
    person: PersonId,
    (subject, news): (&str, &str),
) -> Result<(), CaseError> {
    let Some(profile) = people::persons::find(tx, person)? else { return Ok(()) };
    let Ok(to) = profile.email.parse() else { return Ok(()) };
    let (app, locale) = (office.app(), profile.locale);
    let words = app.words(locale);
    let day = case.watch.promised.map(|at| app.dates(locale).moment(at)).unwrap_or_default();
    let about = [
        ("reference", case.reference.to_string().into()),
        ("service", service.definition.name.get(locale).to_owned().into()),
        ("day", day.into()),
    ];
    let link = format!("{}/desk/cases/{}", app.town().base_url, case.reference);
    let body = format!("{}\n\n{}\n{link}", words.with(news, &about), words.t("letter-link-desk"));
    let letter = Letter::new(to, locale, &words.with(subject, &about), &body).case(case.id);
    post::queue(tx, &letter, office.now(), app.ids())?;
    Ok(())
}
