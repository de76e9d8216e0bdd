//! People who want a case's news without having reported it themselves.

use base::contact::EmailAddress;
use base::time::to_ms;
use base::{CaseId, Locale};
use ledger::{Actor, Entry, Subject};
use serde_json::json;
use store::{StoreError, Tx, params};

use crate::answers::Told;
use crate::case::{By, Case};
use crate::events::{Audience, EventKind, NewEvent};
use crate::letters::{self, Notice};
use crate::office::{Office, Seen};
use crate::refusal::{CaseError, Refusal};

/// More followers than any report should have; past it, news is public anyway.
pub const MAX_FOLLOWERS: i64 = 2_000;

store::row! {
    /// Somebody who follows a case.
    pub struct Follower {
        pub id: i64, pub case_id: i64, pub email: String, pub locale: String,
        pub confirmed_at: Option<i64>,
    }
}

store::statements! {
    INSERT: Statement = "INSERT INTO case_followers (id, case_id, email, email_key, locale, created_at, confirmed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (case_id, email_key) DO NOTHING";
    CONFIRM: Statement = "UPDATE case_followers SET confirmed_at = $2 WHERE id = $1 AND confirmed_at IS NULL";
    DELETE: Statement = "DELETE FROM case_followers WHERE id = $1";
    BY_ID: Query<Follower> = "SELECT id, case_id, email, locale, confirmed_at FROM case_followers WHERE id = $1";
    BY_EMAIL: Query<Follower> = "SELECT id, case_id, email, locale, confirmed_at FROM case_followers
        WHERE case_id = $1 AND email_key = $2";
    CONFIRMED: Query<Follower> = "SELECT id, case_id, email, locale, confirmed_at FROM case_followers
        WHERE case_id = $1 AND confirmed_at IS NOT NULL ORDER BY id LIMIT $2";
    COUNT: Query<i64> = "SELECT COUNT(*) FROM case_followers WHERE case_id = $1";
}

/// Somebody wants to follow a case: they get a letter with a link to confirm it, so that nobody can
/// be signed up by others. Following twice is no mistake and sends the letter again while it is not
/// confirmed.
pub fn follow(
    tx: &mut Tx<'_>,
    office: &Office,
    id: CaseId,
    email: &EmailAddress,
    locale: Locale,
) -> Result<(), CaseError> {
    let case = Office::load(tx, id, Seen::Whatever)?;
    if tx.one(&COUNT, params![id])?.unwrap_or(0) >= MAX_FOLLOWERS {
        return Err(Refusal::TooMany.into());
    }
    add(tx, office, id, email, locale, None)?;
    let Some(follower) = tx.one(&BY_EMAIL, params![id, email.key()])? else { return Ok(()) };
    if follower.confirmed_at.is_none() {
        letters::to_follower(tx, office, &case, &follower, &Notice::Following)?;
    }
    let entry = Entry::new(Actor::Anybody, "case.ask-to-follow", Subject::case(id))
        .personal("email", email.as_str());
    let app = office.app();
    ledger::append(tx, &entry, office.now(), app.ids(), app.rng())?;
    Ok(())
}

/// A follower confirms; gives the case, or `None` when they had stopped following.
pub fn confirm(tx: &mut Tx<'_>, office: &Office, follower: i64) -> Result<Option<Case>, CaseError> {
    let Some(row) = tx.one(&BY_ID, params![follower])? else { return Ok(None) };
    let mut case = Office::load(tx, CaseId(row.case_id), Seen::Whatever)?;
    if tx.run(&CONFIRM, params![follower, to_ms(office.now())])? == 1 {
        case.followers += 1;
        office.save(tx, &mut case)?;
        let event = NewEvent {
            kind: EventKind::Followed,
            by: By::System("follow"),
            audience: Audience::Public,
            state: None,
            text: "",
            detail: json!({"followers": case.followers}),
        };
        office.record(tx, &case, "case.follow", &event)?;
    }
    Ok(Some(case))
}

/// A follower stops; gives the case they followed.
pub fn stop(tx: &mut Tx<'_>, office: &Office, follower: i64) -> Result<Option<Case>, CaseError> {
    let Some(row) = tx.one(&BY_ID, params![follower])? else { return Ok(None) };
    let mut case = Office::load(tx, CaseId(row.case_id), Seen::Whatever)?;
    tx.run(&DELETE, params![follower])?;
    if row.confirmed_at.is_some() {
        case.followers = (case.followers - 1).max(0);
        office.save(tx, &mut case)?;
    }
    let entry = Entry::new(Actor::Anybody, "case.stop-following", Subject::case(case.id));
    let app = office.app();
    ledger::append(tx, &entry, office.now(), app.ids(), app.rng())?;
    Ok(Some(case))
}

/// The follower of an id.
pub fn by_id(tx: &mut Tx<'_>, follower: i64) -> Result<Option<Follower>, StoreError> {
    tx.one(&BY_ID, params![follower])
}

/// Those who confirmed that they want a case's news.
pub(crate) fn confirmed(tx: &mut Tx<'_>, case: CaseId) -> Result<Vec<Follower>, StoreError> {
    tx.all(&CONFIRMED, params![case, MAX_FOLLOWERS])
}

/// Makes the requester and the followers of a repeat followers of the original. They asked for this
/// news before, so they need not confirm again.
pub(crate) fn take_over(
    tx: &mut Tx<'_>,
    office: &Office,
    original: &mut Case,
    repeat: &Case,
    told: &Told,
) -> Result<(), CaseError> {
    let now = Some(to_ms(office.now()));
    let mut added = 0;
    if let Some(email) = told.email() {
        added += add(tx, office, original.id, &email, repeat.locale, now)?;
    }
    for follower in confirmed(tx, repeat.id)? {
        let locale = Locale::parse(&follower.locale).unwrap_or(Locale::EN);
        if let Ok(email) = follower.email.parse() {
            added += add(tx, office, original.id, &email, locale, now)?;
        }
    }
    original.followers += i64::try_from(added).unwrap_or(0);
    Ok(())
}

fn add(
    tx: &mut Tx<'_>,
    office: &Office,
    case: CaseId,
    email: &EmailAddress,
    locale: Locale,
    confirmed_at: Option<i64>,
) -> Result<u64, StoreError> {
    let (id, now) = (office.app().ids().next(), to_ms(office.now()));
    let (text, key) = (email.as_str(), email.key());
    tx.run(&INSERT, params![id, case, text, key, locale.code(), now, confirmed_at])
}
