//! The collection of drafts. A draft is the visitor's own paper until it is sent, so it stands in no
//! ledger.

use base::time::{DAY_MS, HOUR_MS};
use base::{CaseId, EventId, Locale, PersonId};
use services::Answers;
use store::{StoreError, Tx, params};

use crate::draft::{Base, Clerk, Draft};
use crate::saving::Saved;

/// How long a draft waits to be sent.
pub(crate) const LIFETIME_MS: i64 = 14 * DAY_MS;
/// How long a draft lasts that somebody else's report has made needless.
const RESTING_MS: i64 = HOUR_MS;
/// How long the page "it is sent" can be opened again: it leads to the case, and the next person at
/// this computer may look through its history.
const SENT_MS: i64 = DAY_MS;
/// Drafts of one browser; a library computer has more visitors than days.
const MOST: i64 = 30;

/// The columns of [`DraftRow`].
macro_rules! columns {
    ($rest:literal) => {
        concat!(
            "SELECT id, service, version, locale, answers, typed, is_new, corrects, case_id, clerk, channel, \
             language, revision, seen, before, reached, person FROM drafts ",
            $rest
        )
    };
}

store::row! {
    struct DraftRow {
        id: i64, service: String, version: i64, locale: String, answers: String, typed: String,
        is_new: bool, corrects: Option<i64>, case_id: Option<i64>, clerk: Option<i64>, channel: String,
        language: Option<String>, revision: Option<i64>, seen: Option<i64>, before: Option<String>,
        reached: String, person: Option<i64>,
    }
}

store::statements! {
    INSERT: Statement = "INSERT INTO drafts (id, owner, service, version, locale, answers, typed, is_new, corrects,
        case_id, created_at, updated_at, expires_at, clerk, channel, language, revision, seen, before, person)
        VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, NULL, $9, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
    FIND: Query<DraftRow> = columns!("WHERE id = $1 AND owner = $2 AND expires_at > $3");
    BEGUN: Query<DraftRow> = columns!("WHERE owner = $1 AND service = $2 AND expires_at > $3 AND case_id IS NULL
        AND corrects IS NULL AND clerk IS NULL AND updated_at > created_at AND (person IS NULL OR person = $4)
        ORDER BY updated_at DESC LIMIT 1");
    REBASE: Statement = "UPDATE drafts SET answers = $2, revision = $3, seen = $4, before = $5
        WHERE id = $1 AND case_id IS NULL";
    CORRECTS: Query<i64> = "SELECT id FROM drafts
        WHERE owner = $1 AND corrects = $2 AND expires_at > $3 AND case_id IS NULL LIMIT 1";
    CURRENT: Query<DraftRow> = columns!("WHERE id = $1");
    SAVE: Statement = "UPDATE drafts SET locale = $2, answers = $3, typed = $4, is_new = $5, updated_at = $6,
        expires_at = CASE WHEN saved_until > $7 THEN saved_until ELSE $7 END, reached = $8 WHERE id = $1 AND case_id IS NULL";
    KEEP: Query<i64> = "UPDATE drafts SET saved_until = $2, saved_letters = saved_letters + 1,
        expires_at = CASE WHEN expires_at < $2 THEN $2 ELSE expires_at END
        WHERE id = $1 AND case_id IS NULL AND saved_letters < $3 RETURNING saved_letters";
    SAVED: Query<DraftRow> = columns!("WHERE id = $1 AND saved_letters = $2 AND saved_until > $3
        AND expires_at > $3 AND case_id IS NULL");
    TAKE: Statement = "UPDATE drafts SET owner = $3 WHERE id = $1 AND saved_letters = $2 AND saved_until > $4
        AND case_id IS NULL";
    CLAIM: Statement = "UPDATE drafts SET updated_at = $2 WHERE id = $1 AND case_id IS NULL";
    SENT: Statement = "UPDATE drafts SET case_id = $2, answers = '{}', typed = '{}', before = NULL,
        expires_at = $3 WHERE id = $1";
    DELETE: Statement = "DELETE FROM drafts WHERE id = $1";
    REST: Statement = "UPDATE drafts SET updated_at = created_at,
        expires_at = CASE WHEN saved_until > $2 THEN saved_until ELSE $2 END WHERE id = $1 AND case_id IS NULL";
    SWEEP: Statement = "DELETE FROM drafts WHERE expires_at <= $1";
    CROWDED: Statement = "DELETE FROM drafts WHERE id IN (SELECT id FROM (SELECT id, ROW_NUMBER() OVER
        (PARTITION BY owner ORDER BY updated_at DESC, id DESC) AS place FROM drafts
        WHERE saved_until IS NULL OR saved_until <= $2) AS placed WHERE place > $1)";
}

impl DraftRow {
    fn draft(self) -> Result<Draft, StoreError> {
        let id = self.id;
        let damaged =
            |error: serde_json::Error| StoreError::Corrupt(format!("draft {id}: {error}"));
        let locale = Locale::parse(&self.locale).unwrap_or(Locale::EN);
        let before = self.before.as_deref().map(Answers::from_text).transpose().map_err(damaged)?;
        let base = before.zip(self.revision).map(|(answers, revision)| Base {
            revision,
            seen: EventId(self.seen.unwrap_or(0)),
            answers,
        });
        let clerk = self.clerk.map(|person| Clerk {
            person: PersonId(person),
            channel: assisted(&self.channel).unwrap_or("phone"),
            language: self.language.as_deref().and_then(Locale::parse).unwrap_or(locale),
        });
        Ok(Draft {
            id,
            service: self.service,
            version: self.version,
            locale,
            answers: Answers::from_text(&self.answers).map_err(damaged)?,
            typed: serde_json::from_str(&self.typed).map_err(damaged)?,
            is_new: self.is_new,
            corrects: self.corrects.map(CaseId),
            base,
            clerk,
            case: self.case_id.map(CaseId),
            reached: self.reached,
            person: self.person.map(PersonId),
        })
    }
}

/// Keeps a new draft of a browser.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    draft: &Draft,
    owner: &str,
    now: i64,
) -> Result<(), StoreError> {
    tx.run(
        &INSERT,
        params![
            draft.id,
            owner,
            draft.service,
            draft.version,
            draft.locale.code(),
            draft.answers.to_text(),
            typed(draft)?,
            draft.corrects,
            now,
            now + LIFETIME_MS,
            draft.clerk.as_ref().map(|clerk| clerk.person),
            draft.clerk.as_ref().map_or("web", |clerk| clerk.channel),
            draft.clerk.as_ref().map(|clerk| clerk.language.code()),
            draft.base.as_ref().map(|base| base.revision),
            draft.base.as_ref().map(|base| base.seen),
            draft.base.as_ref().map(|base| base.answers.to_text()),
            draft.person,
        ],
    )?;
    Ok(())
}

/// Removes the drafts that have run out and the oldest of too many of one browser. A job does this: where
/// each new draft looked at others, people who begin forms at the same moment would get in each other's way.
pub fn sweep(tx: &mut Tx<'_>, now: i64) -> Result<u64, StoreError> {
    Ok(tx.run(&SWEEP, params![now])? + tx.run(&CROWDED, params![MOST, now])?)
}

/// Finds a draft of a browser.
pub(crate) fn find(
    tx: &mut Tx<'_>,
    id: i64,
    owner: &str,
    now: i64,
) -> Result<Option<Draft>, StoreError> {
    tx.one(&FIND, params![id, owner, now])?.map(DraftRow::draft).transpose()
}

/// Finds what a browser has begun last of a service: something was answered, nothing sent, and no
/// other person was signed in.
pub(crate) fn begun(
    tx: &mut Tx<'_>,
    owner: &str,
    service: &str,
    person: Option<PersonId>,
    now: i64,
) -> Result<Option<Draft>, StoreError> {
    tx.one(&BEGUN, params![owner, service, now, person])?.map(DraftRow::draft).transpose()
}

/// Whether a browser is about to correct a case.
pub(crate) fn corrects(
    tx: &mut Tx<'_>,
    owner: &str,
    case: CaseId,
    now: i64,
) -> Result<bool, StoreError> {
    Ok(tx.one(&CORRECTS, params![owner, case, now])?.is_some())
}

/// Changes a draft as it stands now, which another page of the same browser may have changed since it
/// was read. Gives it as it is then; `None` when it is gone.
pub(crate) fn change(
    tx: &mut Tx<'_>,
    id: i64,
    locale: Locale,
    now: i64,
    apply: impl Fn(&mut Draft),
) -> Result<Option<Draft>, StoreError> {
    let Some(row) = tx.one(&CURRENT, params![id])? else { return Ok(None) };
    let mut draft = row.draft()?;
    draft.locale = locale;
    apply(&mut draft);
    save(tx, &draft, now)?;
    Ok(Some(draft))
}

/// Keeps a draft until a time, for a link that is sent; gives which letter that is, or nothing when as many
/// were sent as may be.
pub(crate) fn keep(
    tx: &mut Tx<'_>,
    id: i64,
    until: i64,
    most: i64,
) -> Result<Option<i64>, StoreError> {
    tx.one(&KEEP, params![id, until, most])
}

/// Finds a draft that was saved, whoever's browser it is.
pub(crate) fn saved(tx: &mut Tx<'_>, link: Saved, now: i64) -> Result<Option<Draft>, StoreError> {
    tx.one(&SAVED, params![link.draft, link.letter, now])?.map(DraftRow::draft).transpose()
}

/// Gives a draft that was saved to the browser that holds its link.
pub(crate) fn take(
    tx: &mut Tx<'_>,
    link: Saved,
    owner: &str,
    now: i64,
) -> Result<bool, StoreError> {
    Ok(tx.run(&TAKE, params![link.draft, link.letter, owner, now])? == 1)
}

/// Keeps what was answered and typed, unless it was sent in the meantime.
pub(crate) fn save(tx: &mut Tx<'_>, draft: &Draft, now: i64) -> Result<(), StoreError> {
    tx.run(
        &SAVE,
        params![
            draft.id,
            draft.locale.code(),
            draft.answers.to_text(),
            typed(draft)?,
            draft.is_new,
            now,
            now + LIFETIME_MS,
            draft.reached,
        ],
    )
    .map(drop)
}

/// The channel of a key by which staff enter cases.
pub(crate) fn assisted(key: &str) -> Option<&'static str> {
    cases::opening::ASSISTED.into_iter().find(|channel| *channel == key)
}

/// Sets a correction onto the case as it stands now, with the answers that come of it.
pub(crate) fn rebase(
    tx: &mut Tx<'_>,
    id: i64,
    answers: &Answers,
    base: &Base,
) -> Result<(), StoreError> {
    let before = base.answers.to_text();
    tx.run(&REBASE, params![id, answers.to_text(), base.revision, base.seen, before]).map(drop)
}

/// Takes the draft for sending: of two at once, the second waits here and then finds it sent.
pub(crate) fn claim(tx: &mut Tx<'_>, id: i64, now: i64) -> Result<bool, StoreError> {
    Ok(tx.run(&CLAIM, params![id, now])? == 1)
}

/// Puts a draft aside whose matter was reported already: nobody is asked to go on with it, and who
/// pressed the wrong button can still go back for an hour.
pub(crate) fn rest(tx: &mut Tx<'_>, id: i64, now: i64) -> Result<(), StoreError> {
    tx.run(&REST, params![id, now + RESTING_MS]).map(drop)
}

/// Notes what the draft became and forgets its answers.
pub(crate) fn sent(tx: &mut Tx<'_>, id: i64, case: CaseId, now: i64) -> Result<(), StoreError> {
    tx.run(&SENT, params![id, case, now + SENT_MS]).map(drop)
}

/// Forgets a draft.
pub(crate) fn delete(tx: &mut Tx<'_>, id: i64) -> Result<(), StoreError> {
    tx.run(&DELETE, params![id]).map(drop)
}

fn typed(draft: &Draft) -> Result<String, StoreError> {
    serde_json::to_string(&draft.typed)
        .map_err(|error| StoreError::Corrupt(format!("draft {}: {error}", draft.id)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use services::form::Raw;

    fn draft() -> Draft {
        Draft {
            id: 1,
            service: "pothole".into(),
            version: 1,
            locale: Locale::EN,
            answers: Answers::new(),
            typed: std::collections::BTreeMap::new(),
            is_new: false,
            corrects: None,
            base: None,
            clerk: None,
            case: None,
            reached: String::new(),
            person: None,
        }
    }

    #[test]
    fn what_has_run_out_goes_and_the_oldest_of_too_many_of_one_browser() {
        for db in store::testing::databases() {
            let left = |now: i64| {
                db.write_blocking(move |tx| sweep(tx, now)).unwrap();
                let found = |owner: &'static str, id: i64| {
                    db.read_blocking(move |tx| find(tx, id, owner, 0)).unwrap().is_some()
                };
                let many = (1..=MOST + 5).filter(|id| found("busy", *id)).collect::<Vec<_>>();
                (many, found("quiet", 1_000))
            };
            for id in 1..=MOST + 5 {
                let one = Draft { id, ..draft() };
                db.write_blocking(move |tx| insert(tx, &one, "busy", 10 + id)).unwrap();
            }
            let one = Draft { id: 1_000, ..draft() };
            db.write_blocking(move |tx| insert(tx, &one, "quiet", 1)).unwrap();
            assert_eq!(left(20), ((6..=MOST + 5).collect(), true));
            assert_eq!(left(LIFETIME_MS + 2), ((6..=MOST + 5).collect(), false));
            assert_eq!(left(2 * LIFETIME_MS).0, Vec::<i64>::new());
        }
    }

    #[test]
    fn what_somebody_began_signed_in_is_offered_to_nobody_else() {
        for db in store::testing::databases() {
            let ana = Draft { person: Some(PersonId(7)), ..draft() };
            db.write_blocking(move |tx| insert(tx, &ana, "browser", 1)).unwrap();
            db.write_blocking(|tx| change(tx, 1, Locale::EN, 2, |_| ())).unwrap();
            let offered = |person: Option<i64>| {
                let person = person.map(PersonId);
                let found = db.read_blocking(move |tx| begun(tx, "browser", "pothole", person, 3));
                found.unwrap().is_some()
            };
            assert!(offered(Some(7)));
            assert!(!offered(Some(8)) && !offered(None));
        }
    }

    #[test]
    fn a_saved_draft_goes_to_the_browser_with_its_link_until_its_time_is_over() {
        for db in store::testing::databases() {
            let draft = draft();
            db.write_blocking(move |tx| insert(tx, &draft, "phone", 1)).unwrap();
            let at = |draft, letter| Saved { draft, letter };
            let take = |letter: i64, owner: &'static str, now: i64| {
                db.write_blocking(move |tx| take(tx, at(1, letter), owner, now)).unwrap()
            };
            assert!(!take(0, "desk", 2), "nobody has saved it");
            let until = LIFETIME_MS * 2;
            let keep = || db.write_blocking(move |tx| keep(tx, 1, until, 2)).unwrap();
            assert_eq!((keep(), take(1, "stranger", 3)), (Some(1), true));
            assert_eq!((keep(), keep()), (Some(2), None), "as many letters as may be");
            assert!(!take(1, "stranger", 3), "a newer letter ends the older link");
            assert!(take(2, "desk", 3));
            let held = |owner: &'static str, now: i64| {
                db.read_blocking(move |tx| find(tx, 1, owner, now)).unwrap().is_some()
            };
            assert!(held("desk", 3) && !held("phone", 3), "it has moved");
            db.write_blocking(|tx| change(tx, 1, Locale::EN, 4, |_| ())).unwrap();
            assert!(held("desk", until - 1), "typing does not shorten its time");
            assert!(!take(2, "other", until + 1) && !held("desk", until + 1));
        }
    }

    #[test]
    fn two_pages_at_once_lose_nothing_of_each_other() {
        for db in store::testing::databases() {
            let draft = draft();
            db.write_blocking(move |tx| insert(tx, &draft, "browser", 1)).unwrap();
            // Both were read before either was written: each names only what it changes.
            for page in ["where", "size"] {
                db.write_blocking(move |tx| {
                    change(tx, 1, Locale::EN, 2, |draft| {
                        draft.typed.insert(page.into(), Raw::new());
                        draft.answers.set(page, page.into());
                    })
                })
                .unwrap();
            }
            let kept = db.read_blocking(|tx| find(tx, 1, "browser", 2)).unwrap().unwrap();
            assert_eq!(kept.typed.len(), 2);
            assert_eq!(
                (kept.answers.text("where"), kept.answers.text("size")),
                (Some("where"), Some("size"))
            );
        }
    }
}
