//! Holding a whole ledger against itself: each entry against its hash, its columns and the personal
//! values that are still there, the tree against the entries, each checkpoint against the tree.
//!
//! It reads in batches, each in a transaction of its own, and holds one batch in memory: a town may go
//! on working meanwhile, and what it adds is left for the next time.

use std::collections::{BTreeMap, HashMap, VecDeque};

use serde_json::Value;
use store::{Db, StoreError, Tx, params};

use crate::checkpoint::Checkpoint;
use crate::checkpoints::{self, CheckpointRow};
use crate::entry::{leaf_hash, salted_hash};
use crate::fault::{Fault, Wrong};
use crate::merkle::{Frontier, Hash};
use crate::note::VerifierKey;
use crate::tree;

/// Entries that are read at a time: four tiles. An entry is a few kilobytes at most.
const BATCH: u64 = 1_024;
/// Checkpoints that are read at a time.
const CHECKPOINTS: i64 = 256;
/// The levels of which nodes are kept that can exist: 2^56 entries will not be.
const LEVELS: std::ops::RangeInclusive<u32> = 1..=tree::MAX_TILE_LEVEL;

store::row! {
    struct Row {
        id: i64, seq: Option<i64>, at: i64, actor: String, verb: String, subject_kind: String,
        subject: i64, entry: String, leaf: Vec<u8>,
    }
}

store::row! {
    struct PersonalRow { entry: i64, field: String, salt: Vec<u8>, value: String }
}

store::statements! {
    LAST_PLACE: Query<i64> = "SELECT COALESCE(MAX(seq), 0) FROM ledger";
    PLACED: Query<Row> = "SELECT id, seq, at, actor, verb, subject_kind, subject, entry, leaf FROM ledger
        WHERE seq > $1 AND seq <= $2 ORDER BY seq LIMIT $3";
    FIRST: Query<(i64, i64)> = "SELECT id, seq FROM ledger WHERE seq < 1 ORDER BY seq LIMIT 1";
    WAITING: Query<Row> = "SELECT id, seq, at, actor, verb, subject_kind, subject, entry, leaf FROM ledger
        WHERE seq IS NULL AND id > $1 ORDER BY id LIMIT $2";
    PERSONAL: Query<PersonalRow> = "SELECT p.entry, p.field, p.salt, p.value
        FROM ledger AS l JOIN ledger_personal AS p ON p.entry = l.id
        WHERE l.seq > $1 AND l.seq <= $2 ORDER BY l.seq, p.field LIMIT $3";
    PERSONAL_OF: Query<PersonalRow> = "SELECT entry, field, salt, value FROM ledger_personal
        WHERE entry = $1 ORDER BY field LIMIT 1000";
    NODES: Query<i64> = "SELECT COUNT(*) FROM ledger_nodes";
}

/// What was found whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Audited {
    /// Entries with a place.
    pub entries: u64,
    /// Of these, entries that the tree does not hold yet: it is being made over an older ledger.
    pub beyond: u64,
    /// Entries that wait for their place.
    pub waiting: u64,
    /// Personal values that are still there.
    pub personal: u64,
    /// Checkpoints.
    pub checkpoints: u64,
    /// The public keys that signed them.
    pub signers: Vec<VerifierKey>,
    /// The root of the tree.
    pub root: Hash,
    /// The newest checkpoint.
    pub newest: Option<CheckpointRow>,
}

/// Says why an audit ended early.
#[derive(Clone, Debug, thiserror::Error)]
pub enum AuditError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Something is wrong with the ledger.
    #[error(transparent)]
    Fault(#[from] Box<Fault>),
}

impl From<Fault> for AuditError {
    fn from(fault: Fault) -> Self {
        Self::Fault(Box::new(fault))
    }
}

/// Reads the whole ledger and ends at the first thing that is wrong. `kept` are checkpoints that
/// somebody keeps elsewhere; `reached` hears how many of how many entries are done.
pub fn audit(
    db: &Db,
    kept: &[Checkpoint],
    mut reached: impl FnMut(u64, u64),
) -> Result<Audited, AuditError> {
    let mut audit = db.read_blocking(Audit::begin)?;
    audit.kept = kept.iter().cloned().collect();
    audit.kept.make_contiguous().sort_by_key(|checkpoint| checkpoint.size);
    audit.not_shorter()?;
    while audit.done < audit.last {
        let (from, to) = (audit.done, audit.last.min(audit.done + BATCH));
        let batch = db.read_blocking(move |tx| Batch::read(tx, from, to))?;
        audit.take(db, &batch, to)?;
        reached(audit.done, audit.last);
    }
    audit.tree(db)?;
    audit.waiting(db)?;
    Ok(audit.found)
}

/// Entries with what belongs to them.
struct Batch {
    rows: Vec<Row>,
    personal: HashMap<i64, Vec<PersonalRow>>,
    nodes: BTreeMap<(u32, u64), Vec<u8>>,
}

impl Batch {
    fn read(tx: &mut Tx<'_>, from: u64, to: u64) -> Result<Self, StoreError> {
        let (after, last) = (tree::number(from), tree::number(to));
        let rows = tx.all(&PLACED, params![after, last, tree::number(to - from)])?;
        let mut personal: HashMap<i64, Vec<PersonalRow>> = HashMap::new();
        tx.each(&PERSONAL, params![after, last, i64::MAX], |row: PersonalRow| {
            personal.entry(row.entry).or_default().push(row);
            Ok(())
        })?;
        let mut nodes = BTreeMap::new();
        for tile in LEVELS {
            let level = tile * tree::TILE_HEIGHT;
            let (first, end) = (from >> level, to >> level);
            if first < end {
                for (place, hash) in tree::nodes_from(tx, level, first, tree::number(end - first))?
                {
                    nodes.insert((level, u64::try_from(place).unwrap_or(u64::MAX)), hash);
                }
            }
        }
        Ok(Self { rows, personal, nodes })
    }
}

/// How far an audit has come.
struct Audit {
    /// The tree as it should be.
    made: Frontier,
    /// The tree as it is stored.
    stored: Frontier,
    /// The place up to which entries are done, and the last place.
    done: u64,
    last: u64,
    /// The size of the last checkpoint that fits.
    sound: u64,
    signed: VecDeque<CheckpointRow>,
    /// The sizes of the checkpoint that was read last and of the newest.
    read: i64,
    kept: VecDeque<Checkpoint>,
    found: Audited,
}

impl Audit {
    fn begin(tx: &mut Tx<'_>) -> Result<Self, AuditError> {
        if let Some((id, _)) = tx.one(&FIRST, params![])? {
            let wrong = Wrong::Outside;
            return Err(Fault { places: None, entry: Some(id), wrong }.into());
        }
        let last = tx.one(&LAST_PLACE, params![])?.unwrap_or(0);
        let last = u64::try_from(last).unwrap_or(0);
        let newest = checkpoints::newest(tx, 1)?.pop();
        let stored = tree::sound_frontier(tx)?;
        Ok(Self {
            made: Frontier::default(),
            stored: stored.ok_or_else(|| Fault::of(1..=last.max(1), Wrong::Head))?,
            done: 0,
            last,
            sound: 0,
            signed: VecDeque::new(),
            read: i64::MIN,
            kept: VecDeque::new(),
            found: Audited { newest, ..Audited::default() },
        })
    }

    /// Whether there are as many entries as the tree and the checkpoints say.
    fn not_shorter(&self) -> Result<(), Fault> {
        let entries = self.last;
        if entries < self.stored.size() {
            return Err(Fault::of(entries + 1..=self.stored.size(), Wrong::Gap));
        }
        let newest = self.found.newest.as_ref().map(|row| u64::try_from(row.size).unwrap_or(0));
        let kept = self.kept.back().map(|checkpoint| checkpoint.size);
        match newest.max(kept) {
            Some(size) if size > self.stored.size() => Err(Fault::of(
                entries + 1..=size.max(entries + 1),
                Wrong::Shorter { size, entries },
            )),
            _ => Ok(()),
        }
    }

    fn take(&mut self, db: &Db, batch: &Batch, to: u64) -> Result<(), AuditError> {
        for row in &batch.rows {
            let place = self.done + 1;
            if row.seq != Some(tree::number(place)) {
                return Err(Fault::of(place..=place, Wrong::Gap).into());
            }
            let leaf = checked(row).map_err(|wrong| Fault::at(place, row.id, wrong))?;
            let personal = batch.personal.get(&row.id).map_or(&[][..], Vec::as_slice);
            personal_fits(row, personal).map_err(|wrong| Fault::at(place, row.id, wrong))?;
            self.found.personal += u64::try_from(personal.len()).unwrap_or(0);
            self.done = place;
            if place <= self.stored.size() {
                self.grow(leaf, batch)?;
                self.checkpoints(db)?;
            }
        }
        // What is missing at the end of a batch is missed here.
        if self.done < to {
            let place = self.done + 1;
            return Err(Fault::of(place..=place, Wrong::Gap).into());
        }
        self.found.entries = self.done;
        self.found.beyond = self.done.saturating_sub(self.stored.size());
        Ok(())
    }

    /// Adds a leaf and holds the nodes that it completes against the stored ones.
    fn grow(&mut self, leaf: Hash, batch: &Batch) -> Result<(), Fault> {
        let mut wrong = None;
        self.made.push(leaf, |level, index, hash| {
            let kept = level % tree::TILE_HEIGHT == 0;
            let stored = batch.nodes.get(&(level, index));
            if kept && wrong.is_none() && stored.is_none_or(|stored| stored != hash) {
                wrong = Some((index << level) + 1..=(index + 1) << level);
            }
        });
        wrong.map_or(Ok(()), |places| Err(Fault::of(places, Wrong::Node)))
    }

    /// Holds the checkpoints of the tree's present size against it.
    fn checkpoints(&mut self, db: &Db) -> Result<(), AuditError> {
        let size = self.made.size();
        if self.signed.is_empty() && self.read < i64::MAX {
            let (after, until) = (self.read, self.found.newest.as_ref().map_or(0, |row| row.size));
            let rows = db.read_blocking(move |tx| checkpoints::after(tx, after, CHECKPOINTS))?;
            self.read = rows.last().map_or(i64::MAX, |row| row.size);
            self.signed = rows.into_iter().filter(|row| row.size <= until).collect();
        }
        let due = tree::number(size);
        while let Some(row) = self.signed.pop_front_if(|row| row.size <= due) {
            let signer = note_fits(&row)?;
            if row.size != due || row.root != self.made.root() {
                return Err(self.another(u64::try_from(row.size).unwrap_or(0)).into());
            }
            if !self.found.signers.contains(&signer) {
                self.found.signers.push(signer);
            }
            self.found.checkpoints += 1;
            self.sound = size;
        }
        while let Some(kept) = self.kept.pop_front_if(|kept| kept.size <= size) {
            if kept.size == size && kept.root != self.made.root() {
                return Err(self.another(kept.size).into());
            }
        }
        Ok(())
    }

    fn another(&self, size: u64) -> Fault {
        Fault::of(self.sound + 1..=size.max(self.sound + 1), Wrong::Checkpoint { size })
    }

    /// Holds the tree's head and the number of its nodes against the entries.
    fn tree(&mut self, db: &Db) -> Result<(), AuditError> {
        if self.made != self.stored {
            let places = self.sound + 1..=self.made.size().max(self.sound + 1);
            return Err(Fault::of(places, Wrong::Head).into());
        }
        self.found.root = self.made.root();
        let size = self.made.size();
        let (nodes, now) = db.read_blocking(|tx| {
            Ok::<_, StoreError>((tx.one(&NODES, params![])?.unwrap_or(0), tree::size(tx)?))
        })?;
        let expected: u64 = LEVELS.map(|tile| now >> (tile * tree::TILE_HEIGHT)).sum();
        if now >= size && tree::number(expected) != nodes {
            return Err(Fault::of_all(Wrong::Nodes).into());
        }
        Ok(())
    }

    /// Entries without a place are in no tree, but must be what they were when they were written.
    fn waiting(&mut self, db: &Db) -> Result<(), AuditError> {
        let mut after = i64::MIN;
        loop {
            let limit = tree::number(BATCH);
            let rows = db.read_blocking(move |tx| {
                let rows = tx.all(&WAITING, params![after, limit])?;
                let mut all = Vec::with_capacity(rows.len());
                for row in rows {
                    let personal = tx.all(&PERSONAL_OF, params![row.id])?;
                    all.push((row, personal));
                }
                Ok::<_, StoreError>(all)
            })?;
            let Some((last, _)) = rows.last() else { return Ok(()) };
            after = last.id;
            for (row, personal) in &rows {
                let fault = |wrong| Fault { places: None, entry: Some(row.id), wrong };
                checked(row).map_err(fault)?;
                personal_fits(row, personal).map_err(fault)?;
                self.found.personal += u64::try_from(personal.len()).unwrap_or(0);
                self.found.waiting += 1;
            }
        }
    }
}

/// The leaf hash of an entry, if its text and columns are in order.
fn checked(row: &Row) -> Result<Hash, Wrong> {
    let leaf = leaf_hash(&row.entry);
    if row.leaf != leaf {
        return Err(Wrong::Text);
    }
    let entry: Value = serde_json::from_str(&row.entry).map_err(|_| Wrong::Unreadable)?;
    // The first entries of all were written with their ids as numbers.
    let number = |pointer: &str| match entry.pointer(pointer) {
        Some(Value::String(digits)) => digits.parse().ok(),
        other => other.and_then(Value::as_i64),
    };
    let text = |pointer: &str| entry.pointer(pointer).and_then(Value::as_str);
    let columns = [
        ("id", number("/id") == Some(row.id)),
        ("at", number("/at") == Some(row.at)),
        ("actor", text("/actor") == Some(row.actor.as_str())),
        ("verb", text("/verb") == Some(row.verb.as_str())),
        ("subject_kind", text("/subject/kind") == Some(row.subject_kind.as_str())),
        ("subject", number("/subject/id") == Some(row.subject)),
    ];
    match columns.into_iter().find(|(_, fits)| !fits) {
        Some((name, _)) => Err(Wrong::Column(name)),
        None => Ok(leaf),
    }
}

/// Whether the values that have not been erased are those that the entry was written with.
fn personal_fits(row: &Row, personal: &[PersonalRow]) -> Result<(), Wrong> {
    if personal.is_empty() {
        return Ok(());
    }
    let entry: Value = serde_json::from_str(&row.entry).map_err(|_| Wrong::Unreadable)?;
    for PersonalRow { field, salt, value, .. } in personal {
        let told = entry.get("personal").and_then(|all| all.get(field)).and_then(Value::as_str);
        match told {
            None => return Err(Wrong::Stranger(field.clone())),
            Some(told) if told != salted_hash(salt, value) => {
                return Err(Wrong::Personal(field.clone()));
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// The key that signed a checkpoint, if its note, its columns and its signature belong together.
fn note_fits(row: &CheckpointRow) -> Result<VerifierKey, Fault> {
    let fault = || Fault::of_all(Wrong::Note { size: row.size });
    let told = Checkpoint::unchecked(&row.note).map_err(|_| fault())?;
    let public = row.signer.as_slice().try_into().map_err(|_| fault())?;
    let key = VerifierKey { name: told.origin.clone(), public };
    let opened = Checkpoint::open(&row.note, &key).map_err(|_| fault())?;
    let fits = tree::number(opened.size) == row.size && opened.root[..] == row.root[..];
    if fits { Ok(key) } else { Err(fault()) }
}
