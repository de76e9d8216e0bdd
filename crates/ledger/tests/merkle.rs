//! The tree against the published vectors of RFC 6962's reference implementation, and against an
//! independent implementation.

#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use ct_merkle::{ConsistencyProof, InclusionProof, RootHash};
use ledger::leaf_hash;
use ledger::merkle::{
    self, Frontier, Hash, consistency, inclusion, root, subtrees, verify_consistency,
    verify_inclusion,
};
use proptest::prelude::*;
use sha2::{Digest, Sha256};

/// The inputs and roots of merkle_tree_test in the certificate-transparency reference implementation.
const LEAVES: [&str; 8] = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
];
const ROOTS: [&str; 8] = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

fn hash(hex: &str) -> Hash {
    hex::decode(hex).unwrap().try_into().unwrap()
}

fn leaf(bytes: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(bytes).finalize().into()
}

fn published() -> Vec<Hash> {
    LEAVES.map(|text| leaf(&hex::decode(text).unwrap())).to_vec()
}

/// The hashes of ranges of leaves, straight from the definition in 2.1.1.
fn defined(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => merkle::empty_root(),
        [one] => *one,
        more => {
            let split = more.len().next_power_of_two() / 2;
            merkle::node_hash(&defined(&more[..split]), &defined(&more[split..]))
        }
    }
}

fn proof(leaves: &[Hash], ranges: Vec<std::ops::Range<u64>>) -> Vec<Hash> {
    let at = |index: u64| usize::try_from(index).unwrap();
    ranges.into_iter().map(|range| defined(&leaves[at(range.start)..at(range.end)])).collect()
}

#[test]
fn the_roots_are_those_of_the_reference_implementation() {
    assert_eq!(
        hex::encode(root([])),
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
    for (size, expected) in (1..).zip(ROOTS) {
        assert_eq!(hex::encode(root(published().into_iter().take(size))), expected, "{size}");
    }
}

#[test]
fn the_paths_are_those_of_the_reference_implementation() {
    // Leaf (from 0), size, path.
    let paths: [(u64, u64, &[&str]); 5] = [
        (0, 1, &[]),
        (
            0,
            8,
            &[
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            5,
            8,
            &[
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (2, 3, &["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
        (
            1,
            5,
            &[
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ],
        ),
    ];
    let leaves = published();
    for (index, size, expected) in paths {
        let expected: Vec<Hash> = expected.iter().map(|text| hash(text)).collect();
        assert_eq!(proof(&leaves, inclusion(index, size).unwrap()), expected, "{index} in {size}");
        let root = hash(ROOTS[usize::try_from(size).unwrap() - 1]);
        let leaf = leaves[usize::try_from(index).unwrap()];
        assert!(verify_inclusion(index, size, &leaf, &expected, &root), "{index} in {size}");
    }
}

#[test]
fn the_proofs_of_consistency_are_those_of_the_reference_implementation() {
    let proofs: [(u64, u64, &[&str]); 4] = [
        (1, 1, &[]),
        (
            1,
            8,
            &[
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            6,
            8,
            &[
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (
            2,
            5,
            &[
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ],
        ),
    ];
    let leaves = published();
    for (from, to, expected) in proofs {
        let expected: Vec<Hash> = expected.iter().map(|text| hash(text)).collect();
        assert_eq!(proof(&leaves, consistency(from, to).unwrap()), expected, "{from} to {to}");
        let root = |size: u64| hash(ROOTS[usize::try_from(size).unwrap() - 1]);
        let (old, new) = ((from, &root(from)), (to, &root(to)));
        assert!(verify_consistency(old, new, &expected), "{from} to {to}");
    }
}

#[test]
fn every_proof_of_small_trees_holds_and_no_other() {
    let leaves: Vec<Hash> = (0_u8..40).map(|n| leaf(&[n])).collect();
    let at = |size: u64| defined(&leaves[..usize::try_from(size).unwrap()]);
    for size in 1..=40_u64 {
        for index in 0..size {
            let proof = proof(&leaves, inclusion(index, size).unwrap());
            let leaf = &leaves[usize::try_from(index).unwrap()];
            assert!(verify_inclusion(index, size, leaf, &proof, &at(size)));
            assert!(!verify_inclusion(index + 1, size, leaf, &proof, &at(size)));
            assert!(!verify_inclusion(size, size, leaf, &proof, &at(size)));
            assert!(!verify_inclusion(index, size, &[1; 32], &proof, &at(size)));
            let longer = [&proof[..], &[[0; 32]]].concat();
            assert!(!verify_inclusion(index, size, leaf, &longer, &at(size)));
        }
        for from in 0..=size {
            let proof = proof(&leaves, consistency(from, size).unwrap());
            assert!(verify_consistency((from, &at(from)), (size, &at(size)), &proof));
            if from > 0 {
                assert!(!verify_consistency((from, &[1; 32]), (size, &at(size)), &proof));
                assert!(!verify_consistency((from, &at(from)), (size, &[1; 32]), &proof));
                let longer = [&proof[..], &[[0; 32]]].concat();
                assert!(!verify_consistency((from, &at(from)), (size, &at(size)), &longer));
            }
            if let Some((_, shorter)) = proof.split_last() {
                assert!(!verify_consistency((from, &at(from)), (size, &at(size)), shorter));
            }
        }
    }
    assert_eq!((inclusion(3, 3), consistency(4, 3)), (None, None));
}

#[test]
fn a_frontier_goes_on_where_it_was_put_down_and_hands_on_what_it_completes() {
    let leaves: Vec<Hash> = (0_u16..600).map(|n| leaf(&n.to_be_bytes())).collect();
    let mut frontier = Frontier::default();
    let mut completed = Vec::new();
    for leaf in &leaves {
        frontier = Frontier::new(frontier.size(), frontier.peaks().to_vec()).unwrap();
        frontier.push(*leaf, |level, index, hash| completed.push((level, index, *hash)));
        let size = usize::try_from(frontier.size()).unwrap();
        assert_eq!(frontier.root(), defined(&leaves[..size]));
    }
    for (level, index, hash) in completed {
        let (from, width) = (usize::try_from(index << level).unwrap(), 1 << level);
        assert_eq!(hash, defined(&leaves[from..from + width]));
    }
    assert_eq!(Frontier::new(3, vec![[0; 32]]), None);
    assert_eq!(subtrees(&(0..600)), [(9, 0), (6, 8), (4, 36), (3, 74)]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Their proofs convince us, ours convince them.
    #[test]
    fn an_independent_implementation_agrees(
        texts in proptest::collection::vec("[a-z]{0,6}", 1..300), one in 0_usize..300, other in 1_usize..300,
    ) {
        let (index, from) = (one % texts.len(), 1 + other % texts.len());
        let mut theirs: MemoryBackedTree<Sha256, String> = MemoryBackedTree::new();
        for text in &texts {
            theirs.push(text.clone());
        }
        let leaves: Vec<Hash> = texts.iter().map(|text| leaf_hash(text)).collect();
        let size = leaves.len();
        let count = |n: usize| u64::try_from(n).unwrap();
        let ours = root(leaves.iter().copied());
        let told = theirs.root();
        prop_assert_eq!(&ours[..], &told.as_bytes()[..]);

        let path = proof(&leaves, inclusion(count(index), count(size)).unwrap());
        let told = theirs.prove_inclusion(index);
        prop_assert_eq!(path.concat(), told.as_bytes());
        let told = InclusionProof::<Sha256>::try_from_bytes(path.concat()).unwrap();
        theirs.root().verify_inclusion(&texts[index], count(index), &told).unwrap();

        if from < size {
            let path = proof(&leaves, consistency(count(from), count(size)).unwrap());
            let told = theirs.prove_consistency(size - from);
            prop_assert_eq!(path.concat(), told.as_bytes());
            let old = root(leaves[..from].iter().copied());
            let mut hash = sha2::digest::Output::<Sha256>::default();
            hash.copy_from_slice(&old);
            let old = RootHash::<Sha256>::new(hash, count(from));
            let told = ConsistencyProof::<Sha256>::try_from_bytes(path.concat()).unwrap();
            theirs.root().verify_consistency(&old, &told).unwrap();
        }
    }
}
