//! Filters that somebody keeps under a name.

use axum::extract::{Path, State};
use base::PersonId;
use ledger::{Actor, Entry, Subject};
use serde::Serialize;
use store::{StoreError, Tx, params};
use web::{App, Flash, Raw, Reply, Visitor, see_other_with};

use crate::asked::Asked;
use crate::desk::Desk;

/// More than fit beside the list.
const MAX_SAVED: i64 = 20;
/// The longest name: it stands in a narrow column.
const MAX_NAME: usize = 40;

store::row! {
    struct SavedRow { id: i64, name: String, query: String }
}

store::statements! {
    OF_PERSON: Query<SavedRow> = "SELECT id, name, query FROM desk_filters WHERE person = $1 ORDER BY name, id LIMIT $2";
    SAVE: Statement = "INSERT INTO desk_filters (id, person, name, query) VALUES ($1, $2, $3, $4)
        ON CONFLICT (person, name) DO UPDATE SET query = $4";
    DELETE: Statement = "DELETE FROM desk_filters WHERE id = $1 AND person = $2";
}

/// A kept filter.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Saved {
    id: String,
    name: String,
    pub(crate) query: String,
    href: String,
}

/// The kept filters of a person, by name.
pub(crate) fn of_person(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Saved>, StoreError> {
    let saved = |row: SavedRow| {
        // Read anew, so that an old or forged query can only ask what the inbox understands.
        let asked = Asked::read(&row.query);
        Saved {
            id: row.id.to_string(),
            name: row.name,
            query: asked.query(),
            href: asked.address(),
        }
    };
    Ok(tx.all(&OF_PERSON, params![person, MAX_SAVED])?.into_iter().map(saved).collect())
}

/// Keeps a filter; one of the same name is replaced.
pub(crate) async fn keep(State(app): State<App>, visitor: Visitor, form: Raw) -> Reply {
    let desk = Desk::of(&app, &visitor)?;
    let asked = Asked::read(form.get("query").unwrap_or_default());
    let words = visitor.words();
    let Ok(name) = form.line("name", MAX_NAME) else {
        let why = words.with("desk-filter-name-missing", &[("max", MAX_NAME.into())]);
        return Ok(see_other_with(&asked.address(), Flash::notice(why)));
    };
    let (kept, query) = (name.clone(), asked.query());
    let done = app
        .db()
        .write(move |tx| {
            let person = desk.person.id;
            let saved = of_person(tx, person)?;
            let replaces = saved.iter().any(|one| one.name == kept);
            if !replaces && saved.len() >= usize::try_from(MAX_SAVED).unwrap_or(0) {
                return Ok::<_, StoreError>(false);
            }
            tx.run(&SAVE, params![desk.app().ids().next(), person, kept, query])?;
            record(tx, &desk, "desk-filter.keep", &query)?;
            Ok(true)
        })
        .await?;
    let flash = if done {
        Flash::success(words.with("desk-filter-kept", &[("name", name.into())]))
    } else {
        Flash::notice(words.with("desk-filter-too-many", &[("max", MAX_SAVED.into())]))
    };
    Ok(see_other_with(&asked.address(), flash))
}

/// Forgets one of one's own filters.
pub(crate) async fn forget(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: Raw,
) -> Reply {
    let desk = Desk::of(&app, &visitor)?;
    let asked = Asked::read(form.get("query").unwrap_or_default());
    let id: i64 = id.parse().unwrap_or(0);
    app.db()
        .write(move |tx| {
            if tx.run(&DELETE, params![id, desk.person.id])? == 1 {
                record(tx, &desk, "desk-filter.forget", "")?;
            }
            Ok::<_, StoreError>(())
        })
        .await?;
    Ok(see_other_with(&asked.address(), Flash::success(visitor.words().t("desk-filter-forgotten"))))
}

fn record(tx: &mut Tx<'_>, desk: &Desk, verb: &'static str, query: &str) -> Result<(), StoreError> {
    let person = desk.person.id;
    // The query may hold a resident's name that somebody searched for.
    let entry =
        Entry::new(Actor::Person(person), verb, Subject::person(person)).personal("query", query);
    let app = desk.app();
    ledger::append(tx, &entry, desk.now(), app.ids(), app.rng()).map(drop)
}
