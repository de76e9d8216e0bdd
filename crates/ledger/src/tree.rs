//! The tree over the ledger as it is stored: it grows with the places, and answers with hashes.
//!
//! Places count from 1, as `ledger.seq` does; leaves of the tree from 0.

use std::collections::HashMap;
use std::ops::Range;

use store::{StoreError, Tx, params};

use crate::merkle::{self, Frontier, Hash};

/// A tile spans eight levels (C2SP tlog-tiles): 256 hashes at most.
pub const TILE_HEIGHT: u32 = 8;
/// How many hashes a full tile has.
pub const TILE_WIDTH: u64 = 1 << TILE_HEIGHT;
/// The highest level of tiles that can be asked for: 2^56 entries and more will not be.
pub const MAX_TILE_LEVEL: u32 = 6;

store::row! {
    struct Head { size: i64, peaks: Option<Vec<u8>> }
}

store::statements! {
    HEAD: Query<Head> = "SELECT size, peaks FROM ledger_tree WHERE id = 1";
    GROWN: Statement = "UPDATE ledger_tree SET size = $1, peaks = $2 WHERE id = 1 AND size = $3";
    KEEP_NODE: Statement = "INSERT INTO ledger_nodes (level, place, hash) VALUES ($1, $2, $3)";
    NODES: Query<Vec<u8>> = "SELECT hash FROM ledger_nodes
        WHERE level = $1 AND place >= $2 AND place < $3 ORDER BY place LIMIT 256";
    LEAVES: Query<Vec<u8>> = "SELECT leaf FROM ledger WHERE seq > $1 AND seq <= $2 ORDER BY seq LIMIT 256";
    NODES_AFTER: Query<(i64, Vec<u8>)> = "SELECT place, hash FROM ledger_nodes
        WHERE level = $1 AND place >= $2 ORDER BY place LIMIT $3";
}

/// The right edge of the tree as it is stored.
pub fn frontier(tx: &mut Tx<'_>) -> Result<Frontier, StoreError> {
    let lost = || StoreError::Corrupt("the head of the ledger's tree makes no sense".into());
    sound_frontier(tx)?.ok_or_else(lost)
}

/// The right edge of the tree as it is stored; `None` where that makes no sense.
pub(crate) fn sound_frontier(tx: &mut Tx<'_>) -> Result<Option<Frontier>, StoreError> {
    let Some(head) = tx.one(&HEAD, params![])? else { return Ok(None) };
    let peaks = head.peaks.unwrap_or_default();
    let peaks: Option<Vec<Hash>> = peaks.chunks(32).map(|peak| peak.try_into().ok()).collect();
    let size = u64::try_from(head.size).ok();
    Ok(size.zip(peaks).and_then(|(size, peaks)| Frontier::new(size, peaks)))
}

/// How many entries the tree holds.
pub fn size(tx: &mut Tx<'_>) -> Result<u64, StoreError> {
    Ok(frontier(tx)?.size())
}

/// Adds leaves to the tree that the caller has read in this transaction. The head is written first:
/// on PostgreSQL whoever comes second waits there and is run again, so that the tree never forks.
pub(crate) fn grow(
    tx: &mut Tx<'_>,
    mut frontier: Frontier,
    leaves: impl IntoIterator<Item = Hash>,
) -> Result<(), StoreError> {
    let before = number(frontier.size());
    let mut nodes = Vec::new();
    for leaf in leaves {
        frontier.push(leaf, |level, place, hash| {
            if level % TILE_HEIGHT == 0 {
                nodes.push((level, place, *hash));
            }
        });
    }
    let peaks = frontier.peaks().concat();
    let changed = tx.run(&GROWN, params![number(frontier.size()), peaks, before])?;
    if changed != 1 {
        return Err(StoreError::Conflict);
    }
    for (level, place, hash) in nodes {
        tx.run(&KEEP_NODE, params![level, number(place), hash.as_slice()])?;
    }
    Ok(())
}

/// The first `width` hashes of a tile; fewer where the tree does not reach so far.
pub fn tile(tx: &mut Tx<'_>, level: u32, index: u64, width: u64) -> Result<Vec<Hash>, StoreError> {
    let Some(from) = index.checked_mul(TILE_WIDTH).filter(|_| level <= MAX_TILE_LEVEL) else {
        return Ok(Vec::new());
    };
    let complete = size(tx)? >> (level * TILE_HEIGHT);
    let to = complete.min(from.saturating_add(width.min(TILE_WIDTH)));
    if from >= to {
        return Ok(Vec::new());
    }
    let (from, to) = (number(from), number(to));
    let found = if level == 0 {
        tx.all(&LEAVES, params![from, to])?
    } else {
        tx.all(&NODES, params![level * TILE_HEIGHT, from, to])?
    };
    if i64::try_from(found.len()) != Ok(to - from) {
        return Err(missing());
    }
    found.iter().map(|bytes| hash(bytes)).collect()
}

/// Reads hashes of the tree; keeps the tiles that it has read for what is asked next.
struct Reader<'a, 'b> {
    tx: &'a mut Tx<'b>,
    tiles: HashMap<(u32, u64), Vec<Hash>>,
}

impl Reader<'_, '_> {
    fn range(&mut self, range: &Range<u64>) -> Result<Hash, StoreError> {
        let parts =
            merkle::subtrees(range).into_iter().map(|(level, index)| self.one(level, index));
        let parts: Vec<Hash> = parts.collect::<Result<_, _>>()?;
        Ok(merkle::fold(parts.into_iter()).unwrap_or_else(merkle::empty_root))
    }

    /// The root of a complete subtree, from the part of one tile that lies under it.
    fn one(&mut self, level: u32, index: u64) -> Result<Hash, StoreError> {
        let (tile_level, height) = (level / TILE_HEIGHT, level % TILE_HEIGHT);
        let first = index << height;
        let tile = (tile_level, first / TILE_WIDTH);
        if !self.tiles.contains_key(&tile) {
            let read = self::tile(self.tx, tile.0, tile.1, TILE_WIDTH)?;
            self.tiles.insert(tile, read);
        }
        let from = usize::try_from(first % TILE_WIDTH).unwrap_or(usize::MAX);
        let hashes = self.tiles.get(&tile).and_then(|tile| tile.get(from..from + (1 << height)));
        Ok(merkle::root(hashes.ok_or_else(missing)?.iter().copied()))
    }

    fn all(&mut self, ranges: &[Range<u64>]) -> Result<Vec<Hash>, StoreError> {
        ranges.iter().map(|range| self.range(range)).collect()
    }
}

fn read<T>(
    tx: &mut Tx<'_>,
    what: impl FnOnce(&mut Reader<'_, '_>) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    what(&mut Reader { tx, tiles: HashMap::new() })
}

/// The root of the tree when it had `size` leaves; `None` when it never had so many.
pub fn root_at(tx: &mut Tx<'_>, size: u64) -> Result<Option<Hash>, StoreError> {
    if size > self::size(tx)? {
        return Ok(None);
    }
    read(tx, |reader| reader.range(&(0..size))).map(Some)
}

/// The proof that leaf `index` stands in the tree of `size` leaves; `None` when there are not so many.
pub fn inclusion_proof(
    tx: &mut Tx<'_>,
    index: u64,
    size: u64,
) -> Result<Option<Vec<Hash>>, StoreError> {
    Ok(inclusion_proofs(tx, &[index], size)?.and_then(|mut proofs| proofs.pop()))
}

/// The proofs of several leaves in the tree of `size` leaves; each tile is read once.
pub(crate) fn inclusion_proofs(
    tx: &mut Tx<'_>,
    indexes: &[u64],
    size: u64,
) -> Result<Option<Vec<Vec<Hash>>>, StoreError> {
    let ranges: Option<Vec<_>> =
        indexes.iter().map(|index| merkle::inclusion(*index, size)).collect();
    proofs(tx, size, ranges)
}

/// The proof that the tree of `from` leaves is the beginning of the tree of `to` leaves; `None` when
/// there are not so many.
pub fn consistency_proof(
    tx: &mut Tx<'_>,
    from: u64,
    to: u64,
) -> Result<Option<Vec<Hash>>, StoreError> {
    let ranges = merkle::consistency(from, to).map(|ranges| vec![ranges]);
    Ok(proofs(tx, to, ranges)?.and_then(|mut proofs| proofs.pop()))
}

fn proofs(
    tx: &mut Tx<'_>,
    size: u64,
    ranges: Option<Vec<Vec<Range<u64>>>>,
) -> Result<Option<Vec<Vec<Hash>>>, StoreError> {
    let Some(ranges) = ranges else { return Ok(None) };
    if size > self::size(tx)? {
        return Ok(None);
    }
    read(tx, |reader| ranges.iter().map(|ranges| reader.all(ranges)).collect()).map(Some)
}

/// The stored inner nodes of a level from a place on, in order.
pub(crate) fn nodes_from(
    tx: &mut Tx<'_>,
    level: u32,
    place: u64,
    limit: i64,
) -> Result<Vec<(i64, Vec<u8>)>, StoreError> {
    tx.all(&NODES_AFTER, params![level, number(place), limit])
}

pub(crate) fn hash(bytes: &[u8]) -> Result<Hash, StoreError> {
    bytes.try_into().map_err(|_| StoreError::Corrupt("a hash of the ledger is not one".into()))
}

fn missing() -> StoreError {
    StoreError::Corrupt("the ledger's tree has a hole; `townhall verify` names the place".into())
}

/// A number as the tables keep it.
pub(crate) fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
