//! The tree as it is stored: it grows with the places, over an older ledger, and from several workers.

#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

mod town;

use base::time::MINUTE_MS;
use jiff::SignedDuration;
use ledger::merkle::{self, Hash};
use ledger::{Checkpoint, leaf_hash, tree};
use town::towns;

fn leaves(town: &town::Town) -> Vec<Hash> {
    let rows = town.db.read_blocking(|tx| ledger::after(tx, 0, 100_000)).unwrap();
    rows.iter().map(|row| leaf_hash(&row.entry)).collect()
}

#[test]
fn stored_proofs_convince() {
    for town in towns() {
        let town = town.grown();
        let leaves = leaves(&town);
        let roots: Vec<Hash> =
            (0..=leaves.len()).map(|size| merkle::root(leaves[..size].iter().copied())).collect();
        town.db
            .read_blocking(move |tx| {
                for size in [1_u64, 2, 255, 256, 257, 512, 511, 700] {
                    let root = roots[usize::try_from(size).unwrap()];
                    assert_eq!(tree::root_at(tx, size)?, Some(root), "{size}");
                    for index in
                        [0, 1, size / 3, size / 2, size - 1].into_iter().filter(|i| *i < size)
                    {
                        let proof = tree::inclusion_proof(tx, index, size)?.unwrap();
                        let leaf = &leaves[usize::try_from(index).unwrap()];
                        assert!(merkle::verify_inclusion(index, size, leaf, &proof, &root));
                    }
                    for from in [0, 1, size / 3, size / 2, size] {
                        let proof = tree::consistency_proof(tx, from, size)?.unwrap();
                        let old = &roots[usize::try_from(from).unwrap()];
                        assert!(merkle::verify_consistency((from, old), (size, &root), &proof));
                    }
                }
                assert_eq!(tree::root_at(tx, 701)?, None);
                assert_eq!(tree::inclusion_proof(tx, 5, 701)?, None);
                assert_eq!(tree::inclusion_proof(tx, 700, 700)?, None);
                assert_eq!(tree::consistency_proof(tx, 5, 701)?, None);
                Ok::<_, store::StoreError>(())
            })
            .unwrap();
    }
}

#[test]
fn tiles_hold_what_is_complete_and_no_more() {
    for town in towns() {
        let town = town.grown();
        let leaves = leaves(&town);
        let read = |level, index, width| {
            town.db.read_blocking(move |tx| tree::tile(tx, level, index, width)).unwrap()
        };
        assert_eq!(read(0, 0, 256), leaves[..256]);
        assert_eq!(read(0, 2, 256), leaves[512..]);
        assert_eq!(read(0, 2, 7), leaves[512..519]);
        assert_eq!(read(1, 0, 256), [0, 256].map(|at| merkle::root(leaves[at..at + 256].to_vec())));
        for (level, index) in [(0, 3), (1, 1), (2, 0), (6, 0), (7, 0), (0, u64::MAX), (60, 0)] {
            assert!(read(level, index, 256).is_empty(), "{level} {index}");
        }
    }
}

#[test]
fn an_older_ledger_gets_its_tree_in_batches_before_new_places_are_given() {
    for town in towns() {
        let town = town.grown();
        let root = town.db.read_blocking(|tx| tree::root_at(tx, 700)).unwrap();
        // As the program of before left it: places, and no tree.
        town.tamper(
            "DELETE FROM ledger_checkpoints; DELETE FROM ledger_nodes;
             UPDATE ledger_tree SET size = 0, peaks = NULL",
        );
        town.append(10);
        assert_eq!(town.write(|tx| ledger::sequence(tx, 300)), 300);
        assert_eq!(town.db.read_blocking(tree::size).unwrap(), 300);
        town.sequence();
        assert_eq!(town.db.read_blocking(tree::size).unwrap(), 710);
        assert_eq!(town.db.read_blocking(|tx| tree::root_at(tx, 700)).unwrap(), root);
        ledger::audit(&town.db, &[], |_, _| {}).unwrap();
    }
}

#[test]
fn workers_side_by_side_give_each_place_once() {
    for town in towns() {
        town.append(400);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                let db = town.db.db();
                scope.spawn(move || {
                    // A worker that lost every race tries again, as it does in the program.
                    loop {
                        match db.write_blocking(|tx| ledger::sequence(tx, 7)) {
                            Ok(0) => return,
                            Ok(_) => {}
                            Err(error) => assert!(error.is_crowding(), "{error}"),
                        }
                    }
                });
            }
        });
        let audited = ledger::audit(&town.db, &[], |_, _| {}).unwrap();
        assert_eq!((audited.entries, audited.waiting, audited.beyond), (400, 0, 0));
    }
}

#[test]
fn a_checkpoint_is_signed_once_for_each_size() {
    for town in towns() {
        let (seal, at) = (town.seal.clone(), town.clock.now());
        let none = town.write(move |tx| ledger::checkpoints::sign(tx, &seal, at));
        assert_eq!(none, None, "an empty tree is not signed");
        town.append(3);
        town.sequence();
        let first = town.sign();
        town.clock.advance(SignedDuration::from_millis(MINUTE_MS));
        assert_eq!(town.sign(), first);
        let opened = Checkpoint::open(&first, &town.seal.verifier()).unwrap();
        assert_eq!(opened.origin, "town.example/ledger");
        assert_eq!(Some(opened.root), town.db.read_blocking(|tx| tree::root_at(tx, 3)).unwrap());
        town.append(1);
        town.sequence();
        assert_ne!(town.sign(), first);
        let rows = town.db.read_blocking(|tx| ledger::checkpoints::newest(tx, 9)).unwrap();
        assert_eq!(rows.iter().map(|row| row.size).collect::<Vec<_>>(), [4, 3]);
    }
}

#[test]
fn every_statement_fits_both_engines() {
    store::testing::check_statements(&ledger::statements());
}
