//! What is offered goes out as files and comes back the same.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::fs;
use std::path::Path;

use base::{Clock, IdMaker, Rng};
use services::{Catalogue, Files, Pack};
use townhall::commands::service::{export, load, publish};
use townhall::town::Ambience;

/// The demo's pack, beside the crate that holds it.
const PACK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../services/packs/demo");

fn ambience() -> Ambience {
    let clock = Clock::fixed("2028-02-29T16:00:00Z".parse().unwrap());
    Ambience { ids: IdMaker::new(clock.clone(), 0), clock, rng: Rng::seeded(29) }
}

/// A folder with everything of the pack but its services.
fn around(folder: &Path) {
    fs::copy(format!("{PACK}/pack.toml"), folder.join("pack.toml")).unwrap();
    fs::create_dir(folder.join("workflows")).unwrap();
    for entry in fs::read_dir(format!("{PACK}/workflows")).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), folder.join("workflows").join(entry.file_name())).unwrap();
    }
}

#[test]
fn what_is_exported_and_loaded_again_is_nothing_new() {
    for db in store::testing::databases() {
        let (folder, ambience) = (tempfile::tempdir().unwrap(), ambience());
        let pack = Pack::load(&Files::demo()).expect("the demo pack has no errors");
        let all = pack.services.len();
        publish(&db, pack, &ambience, "test").unwrap();
        around(folder.path());
        assert_eq!(export(&db, folder.path()).unwrap(), all);
        assert_eq!(load(&db, folder.path(), &ambience).unwrap(), 0, "every service is as it was");
        assert_eq!(db.read_blocking(Catalogue::load).unwrap().count(), all, "and none is gone");
    }
}
