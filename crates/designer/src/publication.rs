//! Publishing a draft: at once or on a day, by one person or, where the town wants it, by two.

use base::PersonId;
use base::time::from_ms;
use jobs::{Job, JobContext, JobError, Registry};
use ledger::{Actor, Entry, Subject};
use people::Act;
use serde::{Deserialize, Serialize};
use serde_json::json;
use services::releases::{self, Release};
use services::{CatalogueError, Hand};
use store::Tx;
use web::{App, Fault};

use crate::draft::{self, Opened, Shelf};
use crate::{drafts, findings};

/// The kind of the jobs that publish on a day.
const KIND: &str = "service.publish";

/// How a town wants its services published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// Whether somebody else must agree.
    pub second_person: bool,
}

impl Rules {
    /// Whether those who asked and agreed are enough. A town may have begun to want two after one had put a draft off.
    fn are_met(self, by: i64, second: i64) -> bool {
        !self.second_person || by != second
    }
}

/// What somebody wants to publish, and what they had in front of them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wish {
    pub person: PersonId,
    /// The revision that the page showed.
    pub revision: i64,
    /// The version that was offered then, 0 for none.
    pub over: i64,
    /// When, in milliseconds since 1970; 0 for at once.
    pub due: i64,
    /// Whether they came to agree to what somebody else asked for.
    pub agrees: bool,
}

/// What it came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It is offered now.
    Published(i64),
    /// It waits for its day.
    Scheduled(i64),
    /// It waits for somebody else to agree.
    Asked,
    /// Nobody agrees with themselves.
    Own,
    /// Somebody changed the draft, or the service was published, since the page was opened.
    Changed,
    /// Something stands in the way.
    Blocked,
    /// There is no such draft.
    Gone,
}

/// Publishes a draft, or asks for it; for whoever agrees the wish of who asked counts.
pub(crate) async fn decide(app: &App, id: &str, wish: Wish) -> Result<Outcome, Fault> {
    let (act, shelf) = (Act::by(app, Actor::Person(wish.person)), Shelf::of(app));
    let (id, rules) = (id.to_owned(), *app.get::<Rules>());
    let catalogue = shelf.catalogue.clone();
    let outcome = app
        .db()
        .write(move |tx| {
            let Some(opened) = draft::read(tx, &id)? else { return Ok(Outcome::Gone) };
            weigh(tx, &opened, wish, rules, &shelf, &act)
        })
        .await
        .map_err(|error: CatalogueError| Fault::internal(error.to_string()))?;
    if matches!(outcome, Outcome::Published(_)) {
        let refreshed = app.db().read(move |tx| catalogue.refresh(tx)).await;
        refreshed.map_err(|error| Fault::internal(error.to_string()))?;
    }
    Ok(outcome)
}

fn weigh(
    tx: &mut Tx<'_>,
    opened: &Opened,
    wish: Wish,
    rules: Rules,
    shelf: &Shelf,
    act: &Act,
) -> Result<Outcome, CatalogueError> {
    let (row, id, person) = (&opened.row, opened.id(), wish.person.0);
    if row.revision != wish.revision || offered(tx, id)? != wish.over {
        return Ok(Outcome::Changed);
    }
    let (service, problems) = opened.sketch.check(shelf);
    let nothing = opened.sketch.is_online() && opened.sketch.pages().is_empty();
    if service.is_none() || findings::blocks(&problems) || nothing {
        return Ok(Outcome::Blocked);
    }
    let asked = row.asked_by.filter(|_| row.asked_revision == Some(wish.revision));
    let (by, due) = match asked {
        _ if !rules.second_person => (person, wish.due),
        Some(asked) if asked == person => return Ok(Outcome::Own),
        // Another designer may agree on the draft's own page, an administrator on the list of approvals.
        Some(asked) => (asked, row.asked_for.unwrap_or(0)),
        // Agreeing to what is asked for no more must not ask for it.
        None if wish.agrees => return Ok(Outcome::Changed),
        None => {
            drafts::ask(tx, id, (person, wish.revision), wish.due, wish.over)?;
            record(tx, "service.draft.ask", opened, act)?;
            return Ok(Outcome::Asked);
        }
    };
    if due > act.ms() {
        drafts::ask(tx, id, (by, wish.revision), due, wish.over)?;
        drafts::agree(tx, id, person)?;
        record(tx, "service.draft.schedule", opened, act)?;
        let job = Job::new(KIND, json!(Due { service: id.to_owned(), revision: wish.revision }));
        let job = job.at(from_ms(due)).key(format!("{KIND}:{id}"));
        jobs::enqueue(tx, &job, &act.ids)?;
        return Ok(Outcome::Scheduled(due));
    }
    let release = Release { by: PersonId(by), seconded_by: (by != person).then_some(wish.person) };
    let version = publish(tx, opened, shelf, release, act)?;
    Ok(version.map_or(Outcome::Blocked, Outcome::Published))
}

/// The version that is offered, as the database has it; 0 for none.
fn offered(tx: &mut Tx<'_>, id: &str) -> Result<i64, CatalogueError> {
    let history = releases::history(tx, id)?;
    Ok(history.iter().find(|line| line.offered).map_or(0, |line| line.version))
}

fn publish(
    tx: &mut Tx<'_>,
    opened: &Opened,
    shelf: &Shelf,
    release: Release,
    act: &Act,
) -> Result<Option<i64>, CatalogueError> {
    let (service, problems) = opened.sketch.check(shelf);
    let Some(service) = service.filter(|_| !findings::blocks(&problems)) else { return Ok(None) };
    let Some(workflow) = draft::workflow_of(&service, shelf) else { return Ok(None) };
    let hand = Hand { actor: act.actor, at: act.at, ids: &act.ids, rng: &act.rng };
    let version = releases::release(tx, &service, workflow, release, hand)?;
    drafts::end(tx, opened.id())?;
    Ok(Some(version))
}

fn record(
    tx: &mut Tx<'_>,
    verb: &'static str,
    opened: &Opened,
    act: &Act,
) -> Result<(), CatalogueError> {
    let revision = opened.row.revision;
    let entry = Entry::new(act.actor, verb, Subject::new("service-draft", revision))
        .with("service", opened.id())
        .with("revision", revision);
    ledger::append(tx, &entry, act.at, &act.ids, &act.rng)?;
    Ok(())
}

/// What a job publishes.
#[derive(Debug, Serialize, Deserialize)]
struct Due {
    service: String,
    revision: i64,
}

/// Registers the handler that publishes what waits for its day.
pub fn register(registry: &mut Registry, app: &App) {
    let app = app.clone();
    registry.on(KIND, move |job: JobContext, due: Due| {
        let app = app.clone();
        async move {
            let (act, shelf) = (Act::by(&app, Actor::System("designer")), Shelf::of(&app));
            let (db, catalogue) = (job.tools.db.clone(), shelf.catalogue.clone());
            let rules = *app.get::<Rules>();
            db.write(move |tx| {
                on_its_day(tx, &due, rules, &shelf, &act).map_err(|error| match error {
                    CatalogueError::Store(error) => JobError::Store(error),
                    other => JobError::retry(other),
                })?;
                job.claim.finish(tx)
            })
            .await?;
            db.read(move |tx| catalogue.refresh(tx)).await.map_err(JobError::retry)?;
            Ok(())
        }
    });
}

/// Publishes what was agreed on, unless it was changed, withdrawn, put off, or overtaken since: then it
/// stays a draft, and nobody's word is taken for it any more.
fn on_its_day(
    tx: &mut Tx<'_>,
    due: &Due,
    rules: Rules,
    shelf: &Shelf,
    act: &Act,
) -> Result<bool, CatalogueError> {
    let Some(opened) = draft::read(tx, &due.service)? else { return Ok(false) };
    let row = &opened.row;
    let agreed = row.asked_by.zip(row.agreed_by).filter(|_| row.revision == due.revision);
    let Some((by, second)) = agreed else { return Ok(false) };
    if row.asked_for.unwrap_or(0) > act.ms() {
        return Ok(false);
    }
    if offered(tx, &due.service)? == row.base && rules.are_met(by, second) {
        let seconded_by = (second != by).then_some(PersonId(second));
        let release = Release { by: PersonId(by), seconded_by };
        if publish(tx, &opened, shelf, release, act)?.is_some() {
            return Ok(true);
        }
    }
    drafts::advance(tx, &due.service, row.revision)?;
    record(tx, "service.draft.overtaken", &opened, act)?;
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_is_enough_only_where_the_town_wants_one() {
        let (one, two) = (Rules { second_person: false }, Rules { second_person: true });
        assert!(one.are_met(7, 7) && one.are_met(7, 8) && two.are_met(7, 8));
        assert!(
            !two.are_met(7, 7),
            "what one put off does not come into force where two publish by now"
        );
    }
}
