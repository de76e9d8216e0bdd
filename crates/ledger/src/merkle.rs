//! The tree of RFC 9162 (2.1; the same as RFC 6962's) as arithmetic: no storage, no input, no output.
//!
//! Leaves are counted from 0. A subtree of level `l` and index `i` is a complete one over the 2^l
//! leaves from `i << l` on.

use std::ops::Range;

use sha2::{Digest, Sha256};

/// A leaf, an inner node or a root.
pub type Hash = [u8; 32];

/// More hashes than any proof has: two for each of the 64 levels that a number of entries can have.
pub const LONGEST_PROOF: usize = 128;

/// The hash of two subtrees side by side.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// The root of a tree without leaves.
pub fn empty_root() -> Hash {
    Sha256::digest([]).into()
}

/// The root of a tree that is held in memory.
pub fn root(leaves: impl IntoIterator<Item = Hash>) -> Hash {
    let mut frontier = Frontier::default();
    for leaf in leaves {
        frontier.push(leaf, |_, _, _| {});
    }
    frontier.root()
}

/// The right edge of a tree: the roots of its complete subtrees, the largest first. Enough to go on
/// from, and to tell the root.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Hash>,
}

impl Frontier {
    /// A tree of `size` leaves with these peaks; `None` where their number cannot be.
    pub fn new(size: u64, peaks: Vec<Hash>) -> Option<Self> {
        let fits = u32::try_from(peaks.len()).is_ok_and(|count| count == size.count_ones());
        fits.then_some(Self { size, peaks })
    }

    /// How many leaves there are.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The roots of the complete subtrees, the largest first.
    pub fn peaks(&self) -> &[Hash] {
        &self.peaks
    }

    /// Adds a leaf and hands on each subtree that it completes, as level, index and hash; the leaf
    /// itself is not handed on.
    pub fn push(&mut self, leaf: Hash, mut complete: impl FnMut(u32, u64, &Hash)) {
        let (mut hash, mut index, mut level) = (leaf, self.size, 0);
        while index & 1 == 1 {
            let Some(left) = self.peaks.pop() else { break };
            hash = node_hash(&left, &hash);
            index >>= 1;
            level += 1;
            complete(level, index, &hash);
        }
        self.peaks.push(hash);
        self.size += 1;
    }

    /// The root of the tree as it stands.
    pub fn root(&self) -> Hash {
        fold(self.peaks.iter().copied()).unwrap_or_else(empty_root)
    }
}

/// Joins the complete subtrees of a range, the largest first, into its hash.
pub(crate) fn fold(subtrees: impl DoubleEndedIterator<Item = Hash>) -> Option<Hash> {
    subtrees.rev().reduce(|right, left| node_hash(&left, &right))
}

/// The complete subtrees that make up a range which a proof names, the largest first, each as level
/// and index.
pub fn subtrees(range: &Range<u64>) -> Vec<(u32, u64)> {
    let mut found = Vec::new();
    let mut start = range.start;
    while let Some(level) = range.end.saturating_sub(start).checked_ilog2() {
        found.push((level, start >> level));
        start += 1 << level;
    }
    found
}

/// The ranges whose hashes prove that leaf `index` stands in the tree of `size` leaves (2.1.3.1), in
/// the order of the proof. `None` when it does not.
pub fn inclusion(index: u64, size: u64) -> Option<Vec<Range<u64>>> {
    if index >= size {
        return None;
    }
    let (mut start, mut end, mut path) = (0, size, Vec::new());
    while end - start > 1 {
        let middle = start + split(end - start);
        if index < middle {
            path.push(middle..end);
            end = middle;
        } else {
            path.push(start..middle);
            start = middle;
        }
    }
    path.reverse();
    Some(path)
}

/// The ranges whose hashes prove that the tree of `from` leaves is the beginning of the tree of `to`
/// leaves (2.1.4.1), in the order of the proof; none for equal or empty trees. `None` when `from` is
/// the larger.
pub fn consistency(from: u64, to: u64) -> Option<Vec<Range<u64>>> {
    if from > to {
        return None;
    }
    if from == 0 {
        return Some(Vec::new());
    }
    let (mut start, mut end, mut whole, mut path) = (0, to, true, Vec::new());
    while end != from {
        let middle = start + split(end - start);
        if from <= middle {
            path.push(middle..end);
            end = middle;
        } else {
            path.push(start..middle);
            start = middle;
            whole = false;
        }
    }
    if !whole {
        path.push(start..end);
    }
    path.reverse();
    Some(path)
}

/// The largest power of two that is smaller than `size`, which is at least 2.
fn split(size: u64) -> u64 {
    1 << (size - 1).checked_ilog2().unwrap_or(0)
}

/// Whether the proof shows that the leaf stands at `index` in the tree of `size` leaves with this
/// root (2.1.3.2).
pub fn verify_inclusion(index: u64, size: u64, leaf: &Hash, proof: &[Hash], root: &Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut at, mut last, mut hash) = (index, size - 1, *leaf);
    for sibling in proof {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            hash = node_hash(sibling, &hash);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        at >>= 1;
        last >>= 1;
    }
    last == 0 && hash == *root
}

/// Whether the proof shows that the tree of `from` leaves is the beginning of the tree of `to`
/// leaves (2.1.4.2).
pub fn verify_consistency(
    (from, from_root): (u64, &Hash),
    (to, to_root): (u64, &Hash),
    proof: &[Hash],
) -> bool {
    if from == 0 || from == to {
        let roots = if from == to { from_root == to_root } else { *from_root == empty_root() };
        return roots && proof.is_empty();
    }
    if from > to {
        return false;
    }
    let mut proof = proof.iter();
    let first = if from.is_power_of_two() { Some(from_root) } else { proof.next() };
    let Some(first) = first else { return false };
    let shift = (from - 1).trailing_ones();
    let (mut at, mut last) = ((from - 1) >> shift, (to - 1) >> shift);
    let (mut old, mut new) = (*first, *first);
    let mut steps = 0;
    for hash in proof {
        steps += 1;
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            old = node_hash(hash, &old);
            new = node_hash(hash, &new);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            new = node_hash(&new, hash);
        }
        at >>= 1;
        last >>= 1;
    }
    steps > 0 && last == 0 && old == *from_root && new == *to_root
}
