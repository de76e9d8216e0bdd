//! Each kind of tampering is found and named; erasing a person's data is none.

#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

mod town;

use ledger::receipt::{Receipt, ReceiptError, receipt};
use ledger::{AuditError, Checkpoint, Fault, NoteError, Seal, Subject, Wrong, audit, leaf_hash};
use town::{Town, towns};

/// What an audit finds after each tampering with a ledger of 700 entries, on every engine.
fn found_after(sql: &str) -> Vec<Fault> {
    let towns = towns().into_iter().map(Town::grown);
    towns
        .map(|town| {
            audit(&town.db, &[], |_, _| {}).unwrap();
            town.tamper(sql);
            fault(&town, &[])
        })
        .collect()
}

fn fault(town: &Town, kept: &[Checkpoint]) -> Fault {
    match audit(&town.db, kept, |_, _| {}) {
        Err(AuditError::Fault(fault)) => *fault,
        other => panic!("nothing was found: {other:?}"),
    }
}

/// The id of the entry at a place.
fn id(town: &Town, place: u64) -> i64 {
    town.db.read_blocking(move |tx| ledger::by_place(tx, place)).unwrap().unwrap().id
}

/// Asserts that the fault is about one place and names the entry.
fn at(fault: &Fault, place: u64, wrong: &Wrong) {
    assert_eq!((fault.places.clone(), &fault.wrong), (Some(place..=place), wrong), "{fault}");
    assert!(fault.entry.is_some_and(|id| fault.to_string().contains(&id.to_string())), "{fault}");
}

#[test]
fn a_whole_ledger_is_found_whole() {
    for town in towns() {
        let town = town.grown();
        town.append(5);
        let mut reached = Vec::new();
        let audited = audit(&town.db, &[], |done, all| reached.push((done, all))).unwrap();
        assert_eq!((audited.entries, audited.waiting, audited.beyond), (700, 5, 0));
        assert_eq!((audited.personal, audited.checkpoints), (705, 3));
        assert_eq!(audited.signers, [town.seal.verifier()]);
        assert_eq!(audited.newest.unwrap().root, audited.root);
        assert_eq!(reached.last(), Some(&(700, 700)));
    }
}

#[test]
fn a_changed_text_is_named() {
    let sql = "UPDATE ledger SET entry = REPLACE(entry, 'pothole', 'graffiti') WHERE seq = 17";
    for fault in found_after(sql) {
        at(&fault, 17, &Wrong::Text);
    }
}

#[test]
fn a_changed_leaf_is_named() {
    let sql = "UPDATE ledger SET leaf = (SELECT leaf FROM ledger WHERE seq = 18) WHERE seq = 17";
    for fault in found_after(sql) {
        at(&fault, 17, &Wrong::Text);
    }
}

#[test]
fn a_changed_column_is_named() {
    for (change, column) in [
        ("at = at + 1", "at"),
        ("actor = 'anybody'", "actor"),
        ("verb = 'case.close'", "verb"),
        ("subject_kind = 'person'", "subject_kind"),
        ("subject = subject + 1", "subject"),
    ] {
        for fault in found_after(&format!("UPDATE ledger SET {change} WHERE seq = 301")) {
            at(&fault, 301, &Wrong::Column(column));
        }
    }
}

#[test]
fn a_deleted_entry_is_missed_at_its_place() {
    let delete = |places: &str| {
        format!(
            "DELETE FROM ledger_personal WHERE entry IN (SELECT id FROM ledger WHERE seq {places});
             DELETE FROM ledger WHERE seq {places}"
        )
    };
    for fault in found_after(&delete("= 42")) {
        assert_eq!(
            (fault.places.clone(), fault.wrong.clone()),
            (Some(42..=42), Wrong::Gap),
            "{fault}"
        );
    }
    for fault in found_after(&delete("> 690")) {
        assert_eq!(
            (fault.places.clone(), fault.wrong.clone()),
            (Some(691..=700), Wrong::Gap),
            "{fault}"
        );
    }
    // The head is told the same lie; the checkpoint is not.
    let short = format!(
        "{}; UPDATE ledger_tree SET size = 512, peaks = (SELECT hash FROM ledger_nodes WHERE place = 0)",
        delete("> 512")
    );
    for fault in found_after(&short) {
        assert_eq!(fault.wrong, Wrong::Shorter { size: 700, entries: 512 }, "{fault}");
    }
}

#[test]
fn a_deleted_entry_whose_place_is_closed_up_is_found() {
    let close_up =
        "DELETE FROM ledger_personal WHERE entry IN (SELECT id FROM ledger WHERE seq = 42);
         DELETE FROM ledger WHERE seq = 42; UPDATE ledger SET seq = -seq WHERE seq > 42;
         UPDATE ledger SET seq = -seq - 1 WHERE seq < 0";
    for fault in found_after(close_up) {
        assert_eq!((fault.places, fault.wrong), (Some(700..=700), Wrong::Gap));
    }
    // With another head: its peaks are not those of so many entries.
    for fault in found_after(&format!("{close_up}; UPDATE ledger_tree SET size = 699")) {
        assert_eq!((fault.places, fault.wrong), (Some(1..=699), Wrong::Head));
    }
    // With a new entry in the end: the number fits again.
    for town in towns() {
        let town = town.grown();
        town.append(1);
        town.tamper(&format!("{close_up}; UPDATE ledger SET seq = 700 WHERE seq IS NULL"));
        let fault = fault(&town, &[]);
        assert_eq!((fault.places, fault.wrong), (Some(1..=100), Wrong::Checkpoint { size: 100 }));
    }
}

#[test]
fn entries_that_changed_places_are_narrowed_down() {
    let swap = |a: u64, b: u64| {
        format!(
            "UPDATE ledger SET seq = -1 WHERE seq = {a}; UPDATE ledger SET seq = {a} WHERE seq = {b};
             UPDATE ledger SET seq = {b} WHERE seq = -1"
        )
    };
    for fault in found_after(&swap(3, 5)) {
        assert_eq!((fault.places, fault.wrong), (Some(1..=100), Wrong::Checkpoint { size: 100 }));
    }
    for fault in found_after(&swap(300, 301)) {
        assert_eq!((fault.places, fault.wrong), (Some(101..=400), Wrong::Checkpoint { size: 400 }));
    }
    for fault in found_after(&format!("DELETE FROM ledger_checkpoints; {}", swap(300, 301))) {
        assert_eq!((fault.places, fault.wrong), (Some(257..=512), Wrong::Node));
    }
    for fault in found_after(&format!("DELETE FROM ledger_checkpoints; {}", swap(600, 601))) {
        assert_eq!((fault.places, fault.wrong), (Some(1..=700), Wrong::Head));
    }
}

#[test]
fn an_inserted_entry_is_found() {
    for town in towns() {
        let town = town.grown();
        // Between two others, those after it moved up, the last one cut off.
        town.append(1);
        town.tamper(
            "DELETE FROM ledger_personal WHERE entry IN (SELECT id FROM ledger WHERE seq = 700);
             DELETE FROM ledger WHERE seq = 700; UPDATE ledger SET seq = -seq WHERE seq >= 300;
             UPDATE ledger SET seq = 1 - seq WHERE seq < 0; UPDATE ledger SET seq = 300 WHERE seq IS NULL",
        );
        let fault = fault(&town, &[]);
        assert_eq!((fault.places, fault.wrong), (Some(101..=400), Wrong::Checkpoint { size: 400 }));
    }
    for town in towns() {
        let town = town.grown();
        town.append(1);
        town.tamper("UPDATE ledger SET seq = 0 WHERE seq IS NULL");
        let fault = fault(&town, &[]);
        assert_eq!((fault.wrong, fault.entry), (Wrong::Outside, Some(id(&town, 0))));
    }
}

#[test]
fn a_changed_tree_is_found() {
    let other = "(SELECT leaf FROM ledger WHERE seq = 1)";
    for fault in found_after(&format!(
        "DELETE FROM ledger_checkpoints; UPDATE ledger_nodes SET hash = {other} WHERE place = 1"
    )) {
        assert_eq!((fault.places, fault.wrong), (Some(257..=512), Wrong::Node));
    }
    for fault in found_after("DELETE FROM ledger_nodes WHERE place = 0") {
        assert_eq!((fault.places, fault.wrong), (Some(1..=256), Wrong::Node));
    }
    for fault in found_after(&format!(
        "INSERT INTO ledger_nodes (level, place, hash) VALUES (8, 2, {other})"
    )) {
        assert_eq!(fault.wrong, Wrong::Nodes);
    }
}

#[test]
fn a_replaced_checkpoint_is_found() {
    for fault in found_after(
        "UPDATE ledger_checkpoints SET root = (SELECT leaf FROM ledger WHERE seq = 1) WHERE size = 400",
    ) {
        assert_eq!(fault.wrong, Wrong::Note { size: 400 });
    }
    for fault in found_after(
        "UPDATE ledger_checkpoints SET note = (SELECT note FROM ledger_checkpoints WHERE size = 100) WHERE size = 400",
    ) {
        assert_eq!(fault.wrong, Wrong::Note { size: 400 });
    }
    // Signed anew with the right key, over another tree.
    for town in towns() {
        let town = town.grown();
        let note = Checkpoint::sealed(400, &[9; 32], &town.seal);
        town.tamper(&format!(
            "UPDATE ledger_checkpoints SET note = '{note}', root = (SELECT leaf FROM ledger WHERE seq = 1) WHERE size = 400"
        ));
        assert_eq!(fault(&town, &[]).wrong, Wrong::Note { size: 400 });
    }
}

/// Whoever has the database and the key can make a history that fits itself. A checkpoint that
/// somebody keeps elsewhere is what it does not fit.
#[test]
fn a_history_that_was_written_anew_does_not_fit_a_checkpoint_that_was_kept() {
    for town in towns() {
        let town = town.grown();
        let kept = town.db.read_blocking(|tx| ledger::checkpoints::newest(tx, 9)).unwrap();
        let kept = Checkpoint::open(&kept[1].note, &town.seal.verifier()).unwrap();
        assert_eq!(kept.size, 400);
        audit(&town.db, std::slice::from_ref(&kept), |_, _| {}).unwrap();

        let row = town.db.read_blocking(|tx| ledger::by_place(tx, 250)).unwrap().unwrap();
        let text = row.entry.replace("pothole", "graffiti");
        town.write(move |tx| {
            tx.batch(&format!("UPDATE ledger SET entry = '{text}' WHERE seq = 250"))?;
            tx.batch("DELETE FROM ledger_nodes; DELETE FROM ledger_checkpoints; UPDATE ledger_tree SET size = 0, peaks = NULL")
        });
        let text = row.entry.replace("pothole", "graffiti");
        let leaf = leaf_hash(&text);
        town.write(move |tx| tx.run(&FORGE, store::params![leaf.as_slice(), 250_i64]));
        town.sequence();
        town.sign();
        audit(&town.db, &[], |_, _| {}).unwrap();
        let fault = fault(&town, &[kept]);
        assert_eq!((fault.places, fault.wrong), (Some(1..=400), Wrong::Checkpoint { size: 400 }));
    }
}

store::statements! {
    FORGE: Statement = "UPDATE ledger SET leaf = $1 WHERE seq = $2";
}

#[test]
fn a_changed_personal_value_is_named_and_an_erased_one_is_not() {
    let of = |place: u64| format!("entry IN (SELECT id FROM ledger WHERE seq = {place})");
    let email = || Wrong::Personal("email".into());
    for fault in found_after(&format!("UPDATE ledger_personal SET value = 'x' WHERE {}", of(17))) {
        at(&fault, 17, &email());
    }
    for fault in found_after(&format!(
        "UPDATE ledger_personal SET salt = (SELECT leaf FROM ledger WHERE seq = 1) WHERE {}",
        of(17)
    )) {
        at(&fault, 17, &email());
    }
    for fault in
        found_after(&format!("UPDATE ledger_personal SET field = 'phone' WHERE {}", of(17)))
    {
        at(&fault, 17, &Wrong::Stranger("phone".into()));
    }
    for town in towns() {
        let town = town.grown();
        let root = audit(&town.db, &[], |_, _| {}).unwrap().root;
        let subject = Subject::new("case", 17);
        let before = town.db.read_blocking(move |tx| {
            let rows = ledger::of_subject(tx, subject, 10)?;
            receipt(tx, &rows)
        });
        assert_eq!(town.write(move |tx| ledger::erase(tx, subject)), 3);
        let audited = audit(&town.db, &[], |_, _| {}).unwrap();
        assert_eq!((audited.root, audited.personal), (root, 697));
        let after = town.db.read_blocking(move |tx| {
            let rows = ledger::of_subject(tx, subject, 10)?;
            receipt(tx, &rows)
        });
        let after = after.unwrap().unwrap();
        assert_eq!(before.unwrap(), Some(after.clone()));
        assert_eq!(after.entries.len(), 3);
        after.check(&town.seal.verifier()).unwrap();
    }
}

#[test]
fn an_entry_that_waits_for_its_place_is_checked_too() {
    for town in towns() {
        let town = town.grown();
        town.append(2);
        town.tamper("UPDATE ledger SET verb = 'case.close' WHERE seq IS NULL AND subject = 2");
        let fault = fault(&town, &[]);
        assert_eq!((fault.places, fault.wrong), (None, Wrong::Column("verb")));
    }
}

#[test]
fn a_receipt_holds_without_a_database_and_a_changed_one_does_not() {
    for town in towns().into_iter().take(1) {
        let town = town.grown();
        let subject = Subject::new("case", 250);
        let made = town.db.read_blocking(move |tx| {
            let rows = ledger::of_subject(tx, subject, 10)?;
            receipt(tx, &rows)
        });
        let made = made.unwrap().unwrap();
        let text = serde_json::to_string_pretty(&made).unwrap();
        let read = Receipt::read(&text).unwrap();
        assert_eq!(read, made);
        assert_eq!(made.key, town.seal.verifier().to_string());
        assert_eq!(read.check(&town.seal.verifier()).unwrap().size, 700);

        let mut other = made.clone();
        other.entries[0].entry = other.entries[0].entry.replace("pothole", "graffiti");
        let place = other.entries[0].place;
        assert_eq!(other.check(&town.seal.verifier()), Err(ReceiptError::Entry(place)));
        let mut moved = made.clone();
        moved.entries[0].place = 0;
        assert_eq!(moved.check(&town.seal.verifier()), Err(ReceiptError::Entry(0)));
        let stranger = Seal::new("https://town.example", &[8; 32]).verifier();
        assert_eq!(made.check(&stranger), Err(NoteError::Unsigned.into()));
        assert_eq!(Receipt::read("{}"), Err(ReceiptError::Form));
    }
}

#[test]
fn entries_that_no_checkpoint_covers_have_no_receipt_yet() {
    for town in towns().into_iter().take(1) {
        let town = town.grown();
        town.append(701);
        let subject = Subject::new("case", 701);
        let made = town.db.read_blocking(move |tx| {
            let rows = ledger::of_subject(tx, subject, 10)?;
            assert_eq!(rows.len(), 1);
            receipt(tx, &rows)
        });
        assert_eq!(made.unwrap(), None);
    }
}
