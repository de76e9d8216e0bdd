//! People who want a case's news without having reported it themselves.

use base::contact::EmailAddress;
use base::time::to_ms;
use base::{CaseId, Locale};
use jiff::{SignedDuration, Timestamp};
use jobs::{JobContext, Registry};
use ledger::{Actor, Entry, Subject};
use serde_json::json;
use store::{StoreError, Tx, params};

use crate::answers::{self, Told};
use crate::case::{By, Case};
use crate::events::{Audience, EventKind, NewEvent};
use crate::letters::{self, Notice};
use crate::office::{Office, Seen};
use crate::refusal::{CaseError, Refusal};

/// More followers than any report should have; past it, news is public anyway.
pub const MAX_FOLLOWERS: i64 = 2_000;
/// Letters that ask one address to confirm, within [`ASKING`]: anybody can type anybody's address, and must
/// not fill their mailbox.
const MAX_ASKED: i64 = 5;
/// How long letters that ask are counted, and how long one case waits before it asks again.
const ASKING: SignedDuration = SignedDuration::from_hours(24);
const ASK_AGAIN_AFTER: SignedDuration = SignedDuration::from_mins(10);

/// How long an address waits to be confirmed: over a weekend, with a day more.
const WAITING: SignedDuration = SignedDuration::from_hours(4 * 24);
const A_DAY: SignedDuration = SignedDuration::from_hours(24);

store::row! {
    /// Somebody who follows a case.
    pub struct Follower {
        pub id: i64, pub case_id: i64, pub email: String, pub locale: String, pub created_at: i64,
        pub confirmed_at: Option<i64>,
    }
}

store::statements! {
    INSERT: Statement = "INSERT INTO case_followers (id, case_id, email, email_key, locale, created_at, confirmed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (case_id, email_key) DO NOTHING";
    CONFIRM: Statement = "UPDATE case_followers SET confirmed_at = $2 WHERE id = $1 AND confirmed_at IS NULL";
    DELETE: Statement = "DELETE FROM case_followers WHERE id = $1";
    DELETE_ALL: Statement = "DELETE FROM case_followers WHERE case_id = $1";
    BY_ID: Query<Follower> = "SELECT id, case_id, email, locale, created_at, confirmed_at FROM case_followers WHERE id = $1";
    BY_EMAIL: Query<Follower> = "SELECT id, case_id, email, locale, created_at, confirmed_at FROM case_followers
        WHERE case_id = $1 AND email_key = $2";
    CONFIRMED: Query<Follower> = "SELECT id, case_id, email, locale, created_at, confirmed_at FROM case_followers
        WHERE case_id = $1 AND confirmed_at IS NOT NULL ORDER BY id LIMIT $2";
    COUNT: Query<i64> = "SELECT COUNT(*) FROM case_followers WHERE case_id = $1 AND confirmed_at IS NOT NULL";
    FORGET: Statement = "DELETE FROM case_followers WHERE confirmed_at IS NULL AND created_at < $1";
    ASKED: Query<i64> = "SELECT COUNT(*) FROM case_followers WHERE email_key = $1 AND created_at >= $2
        AND confirmed_at IS NULL";
    ASK_AGAIN: Statement = "UPDATE case_followers SET created_at = $2 WHERE id = $1";
    CONFIRM_ADDRESS: Statement = "UPDATE case_followers SET confirmed_at = $3
        WHERE case_id = $1 AND email_key = $2 AND confirmed_at IS NULL";
    /// Being followed is no change of the case that staff have open, so its revision stays.
    COUNTED: Statement = "UPDATE cases SET followers = (SELECT COUNT(*) FROM case_followers AS f
        WHERE f.case_id = $1 AND f.confirmed_at IS NOT NULL) WHERE id = $1";
}

/// Somebody wants to follow a case: they get a letter with a link to confirm it, so that nobody can
/// be signed up by others. Following twice is no mistake and sends the letter again while it is not
/// confirmed, but not at once, and an address gets only so many letters a day.
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
    let now = to_ms(office.now());
    let before = |time: SignedDuration| now.saturating_sub(ms(time));
    let asked = tx.one(&ASKED, params![email.key(), before(ASKING)])?.unwrap_or(0);
    if asked >= MAX_ASKED {
        // The answer on the page is the same: it tells nobody what others asked for.
        return Ok(());
    }
    let added = add(tx, office, id, email, locale, None)?;
    let Some(follower) = tx.one(&BY_EMAIL, params![id, email.key()])? else { return Ok(()) };
    let rested = added == 1 || follower.created_at <= before(ASK_AGAIN_AFTER);
    if follower.confirmed_at.is_none() && rested {
        tx.run(&ASK_AGAIN, params![follower.id, now])?;
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
        case.followers = count(tx, case.id)?;
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
        case.followers = count(tx, case.id)?;
    }
    let entry = Entry::new(Actor::Anybody, "case.stop-following", Subject::case(case.id));
    let app = office.app();
    ledger::append(tx, &entry, office.now(), app.ids(), app.rng())?;
    Ok(Some(case))
}

/// Forgets the addresses that nobody has confirmed in time; gives their number. Nobody followed
/// anything yet, so no entry stands in the ledger.
pub fn forget_unconfirmed(tx: &mut Tx<'_>, now: Timestamp) -> Result<u64, StoreError> {
    tx.run(&FORGET, params![to_ms(now) - ms(WAITING)])
}

/// Registers the job that forgets them every day.
pub(crate) fn register(registry: &mut Registry) {
    registry.every(A_DAY, "followers.forget", |job: JobContext| async move {
        let now = job.tools.clock.now();
        job.tools.db.clone().write(move |tx| forget_unconfirmed(tx, now)).await?;
        Ok(())
    });
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
    let now = to_ms(office.now());
    let followers = confirmed(tx, repeat.id)?.into_iter().filter_map(|follower| {
        let locale = Locale::parse(&follower.locale).unwrap_or(Locale::EN);
        Some((follower.email.parse::<EmailAddress>().ok()?, locale))
    });
    let requester = told.email().map(|email| (email, repeat.locale));
    let own = answers::of_case(tx, original.id)?.email().map(|email| email.key());
    for (email, locale) in requester.into_iter().chain(followers) {
        // Who sent both gets the news of the original anyway.
        if own.as_ref() == Some(&email.key()) {
            continue;
        }
        add(tx, office, original.id, &email, locale, Some(now))?;
        tx.run(&CONFIRM_ADDRESS, params![original.id, email.key(), now])?;
    }
    original.followers = count(tx, original.id)?;
    Ok(())
}

/// Ends all following of a case that is no longer public.
pub(crate) fn part(tx: &mut Tx<'_>, case: &mut Case) -> Result<(), StoreError> {
    tx.run(&DELETE_ALL, params![case.id])?;
    case.followers = count(tx, case.id)?;
    Ok(())
}

/// Writes the number of a case's followers and gives it.
fn count(tx: &mut Tx<'_>, case: CaseId) -> Result<i64, StoreError> {
    tx.run(&COUNTED, params![case])?;
    Ok(i64::try_from(confirmed(tx, case)?.len()).unwrap_or(MAX_FOLLOWERS))
}

fn ms(time: SignedDuration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
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
