use base::time::to_ms;
use base::{IdMaker, Rng};
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use store::{StoreError, Tx, params};

use crate::canonical::canonical;
use crate::entry::{Entry, Subject, leaf_hash, salted_hash};
use crate::tree;

store::row! {
    /// One entry as it stands in the history.
    pub struct LedgerRow {
        pub id: i64,
        pub seq: Option<i64>,
        pub at: i64,
        pub actor: String,
        pub verb: String,
        pub subject_kind: String,
        pub subject: i64,
        pub entry: String,
    }
}

store::statements! {
    APPEND: Statement = "INSERT INTO ledger (id, at, actor, verb, subject_kind, subject, entry, leaf)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    KEEP_PERSONAL: Statement = "INSERT INTO ledger_personal (entry, field, salt, value) VALUES ($1, $2, $3, $4)";
    /// Four at once, for a server that is asked over a network.
    KEEP_FOUR: Statement = "INSERT INTO ledger_personal (entry, field, salt, value)
        VALUES ($1, $2, $3, $4), ($1, $5, $6, $7), ($1, $8, $9, $10), ($1, $11, $12, $13)";
    OF_SUBJECT: Query<LedgerRow> = "SELECT id, seq, at, actor, verb, subject_kind, subject, entry FROM ledger
        WHERE subject_kind = $1 AND subject = $2 ORDER BY id LIMIT $3";
    BY_ID: Query<LedgerRow> = "SELECT id, seq, at, actor, verb, subject_kind, subject, entry FROM ledger
        WHERE id = $1";
    BY_PLACE: Query<LedgerRow> = "SELECT id, seq, at, actor, verb, subject_kind, subject, entry FROM ledger
        WHERE seq = $1";
    AFTER: Query<LedgerRow> = "SELECT id, seq, at, actor, verb, subject_kind, subject, entry FROM ledger
        WHERE seq > $1 ORDER BY seq LIMIT $2";
    WAITING: Query<(i64, Vec<u8>)> = "SELECT id, leaf FROM ledger WHERE seq IS NULL ORDER BY id LIMIT $1";
    PLACED: Query<(i64, Vec<u8>)> = "SELECT seq, leaf FROM ledger WHERE seq > $1 ORDER BY seq LIMIT $2";
    LEAF: Query<Vec<u8>> = "SELECT leaf FROM ledger WHERE seq = $1";
    PLACE: Statement = "UPDATE ledger SET seq = $1 WHERE id = $2";
    ERASE: Statement = "DELETE FROM ledger_personal WHERE entry IN
        (SELECT id FROM ledger WHERE subject_kind = $1 AND subject = $2)";
}

/// Writes an entry in the caller's transaction; gives its id.
pub fn append(
    tx: &mut Tx<'_>,
    entry: &Entry,
    at: Timestamp,
    ids: &IdMaker,
    rng: &Rng,
) -> Result<i64, StoreError> {
    let id = ids.next();
    let salted: Vec<([u8; 16], _)> =
        entry.personal.iter().map(|personal| (rng.bytes(), personal)).collect();
    let hashes: Map<String, Value> = salted
        .iter()
        .map(|(salt, (field, value))| ((*field).to_owned(), salted_hash(salt, value).into()))
        .collect();
    let actor = entry.actor.to_string();
    let text = canonical(&json!({
        // As text: RFC 8785 writes numbers as ECMAScript does, which holds whole ones up to 2^53 only.
        "id": id.to_string(),
        "at": to_ms(at),
        "actor": actor,
        "verb": entry.verb,
        "subject": {"kind": entry.subject.kind, "id": entry.subject.id.to_string()},
        "body": entry.body,
        "personal": hashes,
        // Leaf hashes are public. Without this, whoever guesses an entry could see that it is right.
        "nonce": hex::encode(rng.bytes::<16>()),
    }));
    let leaf = leaf_hash(&text);
    let (kind, subject) = (entry.subject.kind, entry.subject.id);
    tx.run(
        &APPEND,
        params![id, to_ms(at), actor, entry.verb, kind, subject, text, leaf.as_slice()],
    )?;
    for some in salted.chunks(4) {
        if let [(a, (f, v)), (b, (g, w)), (c, (h, x)), (d, (i, y))] = some {
            let (a, b, c, d) = (a.as_slice(), b.as_slice(), c.as_slice(), d.as_slice());
            tx.run(&KEEP_FOUR, params![id, *f, a, v, *g, b, w, *h, c, x, *i, d, y])?;
            continue;
        }
        for (salt, (field, value)) in some {
            tx.run(&KEEP_PERSONAL, params![id, *field, salt.as_slice(), value])?;
        }
    }
    Ok(id)
}

/// The history of one subject, the oldest first, at most `limit` entries.
pub fn of_subject(
    tx: &mut Tx<'_>,
    subject: Subject,
    limit: i64,
) -> Result<Vec<LedgerRow>, StoreError> {
    tx.all(&OF_SUBJECT, params![subject.kind, subject.id, limit])
}

/// One entry by its id.
pub fn by_id(tx: &mut Tx<'_>, id: i64) -> Result<Option<LedgerRow>, StoreError> {
    tx.one(&BY_ID, params![id])
}

/// One entry by its place.
pub fn by_place(tx: &mut Tx<'_>, place: u64) -> Result<Option<LedgerRow>, StoreError> {
    tx.one(&BY_PLACE, params![tree::number(place)])
}

/// The entries after a place in the tree, in order; what followers (the search index) read.
pub fn after(tx: &mut Tx<'_>, seq: i64, limit: i64) -> Result<Vec<LedgerRow>, StoreError> {
    tx.all(&AFTER, params![seq, limit])
}

/// The hash of the entry at a place in the tree; nothing where none has that place.
pub fn leaf_at(tx: &mut Tx<'_>, seq: i64) -> Result<Option<Vec<u8>>, StoreError> {
    tx.one(&LEAF, params![seq])
}

/// Gives waiting entries their place and adds them to the tree, at most `limit`; gives how many there
/// were.
///
/// Several workers may call this again and again: places have no gaps and never change. Entries that
/// have a place outside the tree, from before there was a tree, are added first.
pub fn sequence(tx: &mut Tx<'_>, limit: i64) -> Result<usize, StoreError> {
    let frontier = tree::frontier(tx)?;
    let size = tree::number(frontier.size());
    let placed = tx.all(&PLACED, params![size, limit])?;
    if !placed.is_empty() {
        let gap = |place| StoreError::Corrupt(format!("the ledger has no entry at place {place}"));
        let leaves = (size + 1..).zip(&placed).map(|(place, (seq, leaf))| {
            if *seq == place { tree::hash(leaf) } else { Err(gap(place)) }
        });
        let leaves = leaves.collect::<Result<Vec<_>, _>>()?;
        tree::grow(tx, frontier, leaves)?;
        return Ok(placed.len());
    }
    let waiting = tx.all(&WAITING, params![limit])?;
    if waiting.is_empty() {
        return Ok(0);
    }
    let leaves = waiting.iter().map(|(_, leaf)| tree::hash(leaf));
    let leaves = leaves.collect::<Result<Vec<_>, _>>()?;
    tree::grow(tx, frontier, leaves)?;
    for (seq, (id, _)) in (size + 1..).zip(&waiting) {
        tx.run(&PLACE, params![seq, *id])?;
    }
    Ok(waiting.len())
}

/// Erases the personal values beside a subject's entries; the entries and their hashes stay.
pub fn erase(tx: &mut Tx<'_>, subject: Subject) -> Result<u64, StoreError> {
    tx.run(&ERASE, params![subject.kind, subject.id])
}

#[cfg(test)]
mod tests {
    use base::{CaseId, Clock};
    use store::{Db, Options};

    use super::*;
    use crate::Actor;

    fn town() -> (tempfile::TempDir, Db, Clock, IdMaker, Rng) {
        let folder = tempfile::tempdir().unwrap();
        let address = format!("sqlite:{}", folder.path().join("t.sqlite3").display());
        let clock = Clock::fixed("2028-02-29T00:00:00Z".parse().unwrap());
        let ids = IdMaker::new(clock.clone(), 0);
        (folder, Db::open(&address, &Options::default()).unwrap(), clock, ids, Rng::seeded(1))
    }

    #[test]
    fn a_personal_value_never_stands_in_the_entry_and_can_be_erased() {
        let (_folder, db, clock, ids, rng) = town();
        let subject = Subject::case(CaseId(7));
        let rows = db.write_blocking(move |tx| {
            let entry = Entry::new(Actor::Resident(CaseId(7)), "case.open", subject)
                .with("service", "pothole")
                .personal("email", "ana@example.org");
            append(tx, &entry, clock.now(), &ids, &rng)?;
            assert_eq!(sequence(tx, 10)?, 1);
            let before = of_subject(tx, subject, 10)?;
            assert_eq!(erase(tx, subject)?, 1);
            let after = of_subject(tx, subject, 10)?;
            assert_eq!(before, after);
            Ok::<_, StoreError>(after)
        });
        let row = rows.unwrap().remove(0);
        assert!(!row.entry.contains("ana@example.org"), "{}", row.entry);
        assert!(row.entry.contains(r#""service":"pothole""#));
        assert_eq!(row.seq, Some(1));
    }

    #[test]
    fn places_have_no_gaps() {
        let (_folder, db, clock, ids, rng) = town();
        let places = db.write_blocking(move |tx| {
            for round in 0..3 {
                for _ in 0..=round {
                    let entry = Entry::new(Actor::Anybody, "test.act", Subject::new("test", 1));
                    append(tx, &entry, clock.now(), &ids, &rng)?;
                }
                sequence(tx, 100)?;
            }
            Ok::<_, StoreError>(
                after(tx, 0, 100)?.into_iter().filter_map(|row| row.seq).collect::<Vec<_>>(),
            )
        });
        assert_eq!(places.unwrap(), (1..=6).collect::<Vec<_>>());
    }
}
