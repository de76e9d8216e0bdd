//! `townhall verify`

use std::fs;
use std::time::Instant;

use ledger::receipt::receipt;
use store::testing::Stranger;
use store::{Db, Options};

use crate::process::{Ended, PATIENCE, Place, Running, program};

/// Waits until a demo has signed; gives the checkpoint.
fn checkpoint(running: &Running) -> String {
    let began = Instant::now();
    loop {
        let reply = running.get("/ledger/checkpoint");
        if reply.status == 200 {
            return reply.body;
        }
        assert!(began.elapsed() < PATIENCE, "{reply:?}");
    }
}

/// A demo that has signed and ended, with its checkpoint in a file.
fn signed(place: &Place) -> String {
    let running = place.demo(&[]);
    let note = checkpoint(&running);
    running.terminate();
    let file = place.folder.path().join("kept.txt");
    fs::write(&file, note).unwrap();
    file.display().to_string()
}

fn told(ended: &Ended, code: i32, words: &[&str]) {
    assert_eq!(ended.code, Some(code), "{ended:?}");
    for word in words {
        assert!(ended.out.contains(word) || ended.err.contains(word), "{word}: {ended:?}");
    }
}

#[test]
fn a_demo_is_whole_and_fits_the_checkpoint_that_somebody_kept() {
    for place in Place::all() {
        let kept = signed(&place);
        let ended = place.run(&["verify", "--checkpoint", &kept]);
        let words = [
            "entries are as they were written",
            "Signed checkpoints that fit",
            "that you kept fits too",
        ];
        told(&ended, 0, &words);

        let note = fs::read_to_string(&kept).unwrap();
        let digits: String = note.lines().nth(1).unwrap().into();
        fs::write(&kept, note.replacen(&digits, "17", 1)).unwrap();
        let ended = place.run(&["verify", "--checkpoint", &kept]);
        assert!(ended.refusal().contains("does not fit its text"), "{ended:?}");
    }
}

#[test]
fn the_first_wrong_row_is_named_with_what_to_do() {
    let place = Place::sqlite();
    signed(&place);
    let database = Stranger::open(&place.file());
    database.run("UPDATE ledger SET verb = 'case.close' WHERE seq IN (5, 9)");
    let ended = place.run(&["verify"]);
    told(&ended, 1, &["Place 5, entry ", "the column verb", "restore"]);
    assert!(ended.err.trim_end().ends_with('.') && !ended.err.contains("Place 9"), "{ended:?}");
}

#[test]
fn a_photo_that_is_lost_is_named() {
    let place = Place::sqlite();
    signed(&place);
    let database = Stranger::open(&place.file());
    let digest = "5".repeat(64);
    database.run(&format!(
        "INSERT INTO files (id, owner_kind, owner_id, name, media_type, bytes, width, height, sha256,
         thumbnail_sha256, state, public, created_at)
         VALUES (77, 'case', 5, 'x.jpg', 'image/jpeg', 1, 1, 1, '{digest}', '{digest}', 'attached', 0, 0)"
    ));
    drop(database);
    let ended = place.run(&["verify"]);
    told(&ended, 1, &["File 77", "of case 5", "missing", "backup"]);
}

#[test]
fn a_receipt_is_checked_without_a_database() {
    let place = Place::sqlite();
    signed(&place);
    let db = Db::open(place.database(), &Options::default()).unwrap();
    let made = db.read_blocking(|tx| {
        let rows = ledger::after(tx, 10, 3)?;
        receipt(tx, &rows)
    });
    let made = made.unwrap().unwrap();
    drop(db);
    let elsewhere = tempfile::tempdir().unwrap();
    let file = elsewhere.path().join("receipt.json");
    let check = |text: &str, more: &[&str]| {
        fs::write(&file, text).unwrap();
        let mut command = program();
        command.current_dir(elsewhere.path()).args(["verify", "--receipt"]).arg(&file);
        Ended::of(command.args(more))
    };
    let text = serde_json::to_string(&made).unwrap();
    told(&check(&text, &[]), 0, &["3 entries stand", "--key"]);
    let ended = check(&text, &["--key", &made.key]);
    told(&ended, 0, &["3 entries stand"]);
    assert!(ended.err.is_empty(), "{ended:?}");
    let changed = text.replacen("nonce", "nance", 1);
    assert_ne!(changed, text);
    assert!(check(&changed, &[]).refusal().contains("not the one that was signed"));
    assert!(fs::read_dir(elsewhere.path()).unwrap().count() == 1, "it made something");
}

#[test]
fn verifying_makes_and_migrates_nothing() {
    let place = Place::sqlite();
    assert!(place.run(&["verify"]).refusal().contains("is not there"));
    assert!(crate::process::contents(place.folder.path()).is_empty());
}
