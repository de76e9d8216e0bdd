//! The accounts of residents and staff.

use std::collections::HashMap;

use base::{Locale, PersonId, TeamId};
use ledger::{Entry, Subject};
use store::{StoreError, Tx, params};

use crate::Act;
use crate::person::{Kind, NewPerson, Profile};

/// How many accounts one page or one list of choices shows.
pub const PAGE: i64 = 500;

store::row! {
    struct PersonRow {
        id: PersonId,
        kind: String,
        name: String,
        email: String,
        phone: Option<String>,
        locale: String,
        created_at: i64,
        disabled_at: Option<i64>,
        has_password: bool,
        has_second_factor: bool,
    }
}

store::statements! {
    INSERT: Statement = "INSERT INTO persons (id, kind, name, email, email_key, phone, locale, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    BY_ID: Query<PersonRow> = "SELECT id, kind, name, email, phone, locale, created_at, disabled_at,
            CAST(CASE WHEN password_hash IS NULL THEN 0 ELSE 1 END AS BIGINT) AS has_password,
            CAST(CASE WHEN totp_confirmed_at IS NULL THEN 0 ELSE 1 END AS BIGINT) AS has_second_factor
        FROM persons WHERE id = $1";
    BY_EMAIL: Query<PersonRow> = "SELECT id, kind, name, email, phone, locale, created_at, disabled_at,
            CAST(CASE WHEN password_hash IS NULL THEN 0 ELSE 1 END AS BIGINT) AS has_password,
            CAST(CASE WHEN totp_confirmed_at IS NULL THEN 0 ELSE 1 END AS BIGINT) AS has_second_factor
        FROM persons WHERE email_key = $1";
    STAFF: Query<PersonRow> = "SELECT id, kind, name, email, phone, locale, created_at, disabled_at,
            CAST(CASE WHEN password_hash IS NULL THEN 0 ELSE 1 END AS BIGINT) AS has_password,
            CAST(CASE WHEN totp_confirmed_at IS NULL THEN 0 ELSE 1 END AS BIGINT) AS has_second_factor
        FROM persons WHERE kind = 'staff' AND (name > $1 OR (name = $1 AND id > $2))
        ORDER BY name, id LIMIT $3";
    MEMBERS: Query<PersonRow> = "SELECT id, kind, name, email, phone, locale, created_at, disabled_at,
            CAST(CASE WHEN password_hash IS NULL THEN 0 ELSE 1 END AS BIGINT) AS has_password,
            CAST(CASE WHEN totp_confirmed_at IS NULL THEN 0 ELSE 1 END AS BIGINT) AS has_second_factor
        FROM persons WHERE disabled_at IS NULL
            AND id IN (SELECT person FROM memberships WHERE team = $1)
        ORDER BY name, id LIMIT $2";
    NAME: Query<String> = "SELECT name FROM persons WHERE id = $1";
    RENAME: Statement = "UPDATE persons SET name = $2, phone = $3, locale = $4 WHERE id = $1";
    SET_DISABLED: Statement = "UPDATE persons SET disabled_at = $2 WHERE id = $1";
    TO_STAFF: Statement = "UPDATE persons SET kind = 'staff' WHERE id = $1";
}

impl From<PersonRow> for Profile {
    fn from(row: PersonRow) -> Self {
        Self {
            id: row.id,
            kind: Kind::of(&row.kind),
            name: row.name,
            email: row.email,
            phone: row.phone,
            locale: Locale::parse(&row.locale).unwrap_or(Locale::EN),
            created_at: row.created_at,
            disabled_at: row.disabled_at,
            has_password: row.has_password,
            has_second_factor: row.has_second_factor,
        }
    }
}

/// Makes an account. The e-mail address must be free, else [`StoreError::Constraint`].
pub fn create(tx: &mut Tx<'_>, new: &NewPerson, act: &Act) -> Result<PersonId, StoreError> {
    let id = PersonId(act.ids.next());
    let (email, key, locale) = (new.email.as_str(), new.email.key(), new.locale.code());
    let phone = new.phone.as_ref().map(|phone| phone.as_str().to_owned());
    tx.run(&INSERT, params![id, new.kind.key(), new.name, email, key, phone, locale, act.ms()])?;
    let entry = Entry::new(act.actor, "person.create", Subject::person(id))
        .with("kind", new.kind.key())
        .with("locale", locale)
        .personal("name", new.name.as_str())
        .personal("email", email)
        .personal("phone", phone.unwrap_or_default());
    act.record(tx, &entry)?;
    Ok(id)
}

/// The account of an id.
pub fn find(tx: &mut Tx<'_>, id: PersonId) -> Result<Option<Profile>, StoreError> {
    Ok(tx.one(&BY_ID, params![id])?.map(Profile::from))
}

/// The account of an e-mail address; capital letters make no difference.
pub fn find_by_email(tx: &mut Tx<'_>, email: &str) -> Result<Option<Profile>, StoreError> {
    Ok(tx.one(&BY_EMAIL, params![email.trim().to_lowercase()])?.map(Profile::from))
}

/// The staff by name, at most [`PAGE`], from behind the given name and id; closed accounts too.
pub fn staff(tx: &mut Tx<'_>, after: (&str, i64)) -> Result<Vec<Profile>, StoreError> {
    let rows = tx.all(&STAFF, params![after.0, after.1, PAGE])?;
    Ok(rows.into_iter().map(Profile::from).collect())
}

/// Those with a role in a team whose accounts are open, by name, at most [`PAGE`].
pub fn members(tx: &mut Tx<'_>, team: TeamId) -> Result<Vec<Profile>, StoreError> {
    let rows = tx.all(&MEMBERS, params![team, PAGE])?;
    Ok(rows.into_iter().map(Profile::from).collect())
}

/// The names of people, for lists: each id once, unknown ones left out.
pub fn person_names(
    tx: &mut Tx<'_>,
    ids: impl IntoIterator<Item = PersonId>,
) -> Result<HashMap<PersonId, String>, StoreError> {
    let mut names = HashMap::new();
    for id in ids {
        if names.contains_key(&id) {
            continue;
        }
        if let Some(name) = tx.one(&NAME, params![id])? {
            names.insert(id, name);
        }
    }
    Ok(names)
}

/// Changes what somebody is called and how we reach them.
pub fn rename(
    tx: &mut Tx<'_>,
    id: PersonId,
    name: &str,
    phone: Option<&str>,
    locale: Locale,
    act: &Act,
) -> Result<(), StoreError> {
    tx.run(&RENAME, params![id, name, phone, locale.code()])?;
    let entry = Entry::new(act.actor, "person.change", Subject::person(id))
        .with("locale", locale.code())
        .personal("name", name)
        .personal("phone", phone.unwrap_or_default());
    act.record(tx, &entry)
}

/// Closes an account and ends its sessions. Its name stays with what it did.
pub fn disable(tx: &mut Tx<'_>, id: PersonId, act: &Act) -> Result<(), StoreError> {
    tx.run(&SET_DISABLED, params![id, act.ms()])?;
    web::session::end_all(tx, id)?;
    act.record(tx, &Entry::new(act.actor, "person.disable", Subject::person(id)))
}

/// Opens a closed account again.
pub fn enable(tx: &mut Tx<'_>, id: PersonId, act: &Act) -> Result<(), StoreError> {
    tx.run(&SET_DISABLED, params![id, None::<i64>])?;
    act.record(tx, &Entry::new(act.actor, "person.enable", Subject::person(id)))
}

/// Makes a resident who is hired a member of staff; their sessions end, because staff need a
/// second factor.
pub fn make_staff(tx: &mut Tx<'_>, id: PersonId, act: &Act) -> Result<(), StoreError> {
    tx.run(&TO_STAFF, params![id])?;
    web::session::end_all(tx, id)?;
    act.record(tx, &Entry::new(act.actor, "person.hire", Subject::person(id)))
}
