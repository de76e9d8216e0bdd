//! What must hold of the one-file database.

#![allow(missing_docs, clippy::unwrap_used)]

use store::{Db, Options, StoreError, params};

store::statements! {
    ADD: Statement = "INSERT INTO notes (id, text) VALUES ($1, $2)";
    COUNT: Query<i64> = "SELECT COUNT(*) FROM notes";
}

fn open(folder: &tempfile::TempDir) -> Db {
    let db = Db::open(&address(folder), &Options::default()).unwrap();
    db.write_blocking(|tx| {
        tx.batch("CREATE TABLE IF NOT EXISTS notes (id BIGINT PRIMARY KEY, text TEXT NOT NULL)")
    })
    .unwrap();
    db
}

fn address(folder: &tempfile::TempDir) -> String {
    format!("sqlite:{}", folder.path().join("town.sqlite3").display())
}

fn count(db: &Db) -> i64 {
    db.read_blocking(|tx| tx.one(&COUNT, params![])).unwrap().unwrap()
}

#[test]
fn a_failed_write_leaves_nothing_and_hurts_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let db = open(&folder);
    let failed: Result<(), StoreError> = db.write_blocking(|tx| {
        tx.run(&ADD, params![1_i64, "half"])?;
        tx.run(&ADD, params![1_i64, "the same id"]).map(drop)
    });
    assert!(failed.unwrap_err().is_constraint());
    db.write_blocking(|tx| tx.run(&ADD, params![2_i64, "whole"])).unwrap();
    assert_eq!(count(&db), 1);
}

#[test]
fn a_panic_in_one_write_does_not_stop_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let db = open(&folder);
    let broken: Result<(), StoreError> = db.write_blocking(|tx| {
        tx.run(&ADD, params![1_i64, "half"])?;
        panic!("a mistake of the program");
    });
    assert!(matches!(broken, Err(StoreError::Panicked)));
    db.write_blocking(|tx| tx.run(&ADD, params![2_i64, "whole"])).unwrap();
    assert_eq!(count(&db), 1);
}

#[test]
fn a_full_disk_is_named_and_hurts_nothing_that_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let db = open(&folder);
    db.write_blocking(|tx| tx.run(&ADD, params![1_i64, "kept"])).unwrap();
    // The engine then answers as on a full disk: the statement fails and ends the transaction.
    let full: Result<(), StoreError> = db.write_blocking(|tx| {
        tx.batch("PRAGMA max_page_count = 1")?;
        let text = "x".repeat(1 << 20);
        tx.run(&ADD, params![2_i64, text.as_str()]).map(drop)
    });
    let error = full.unwrap_err();
    assert!(matches!(error, StoreError::Full) && error.is_outage(), "{error}");
    assert_eq!(count(&db), 1);
    db.write_blocking(|tx| tx.batch("PRAGMA max_page_count = 1000000")).unwrap();
    db.write_blocking(|tx| tx.run(&ADD, params![3_i64, "after"])).unwrap();
    assert_eq!(count(&db), 2);
}

#[test]
fn a_write_that_slips_into_a_read_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let db = open(&folder);
    let slipped = db.read_blocking(|tx| tx.run(&ADD, params![1_i64, "x"]));
    assert!(slipped.is_err());
    assert_eq!(count(&db), 0);
}

#[test]
fn what_waits_for_a_writer_that_does_not_come_back_is_refused_at_the_bound() {
    let folder = tempfile::tempdir().unwrap();
    drop(open(&folder));
    let options = Options { queue: 2, ..Options::default() };
    let db = Db::open(&address(&folder), &options).unwrap();
    let (free, held) = std::sync::mpsc::channel::<()>();
    let held = std::sync::Mutex::new(held);
    let (begun, begins) = std::sync::mpsc::channel::<()>();
    std::thread::scope(|scope| {
        let (slow, begun) = (db.clone(), begun);
        scope.spawn(move || {
            slow.write_blocking(move |_| {
                begun.send(()).unwrap();
                let _ = held.lock().unwrap().recv();
                Ok::<_, StoreError>(())
            })
        });
        begins.recv().unwrap();
        let wait = || tokio::runtime::Builder::new_current_thread().build().unwrap();
        let refused = wait().block_on(async {
            let mut waiting = Vec::new();
            for id in 10..14_i64 {
                let db = db.clone();
                let write = async move { db.write(move |tx| tx.run(&ADD, params![id, "x"])).await };
                let mut write = Box::pin(write);
                let polled = std::future::poll_fn(|context| {
                    std::task::Poll::Ready(write.as_mut().poll(context))
                });
                if let std::task::Poll::Ready(done) = polled.await {
                    return done;
                }
                waiting.push(write);
            }
            Ok(0)
        });
        free.send(()).unwrap();
        assert!(
            matches!(&refused, Err(error @ StoreError::Busy) if error.is_crowding()),
            "{refused:?}"
        );
    });
}

#[test]
fn many_writers_at_once_all_get_through() {
    let folder = tempfile::tempdir().unwrap();
    let db = open(&folder);
    std::thread::scope(|scope| {
        for writer in 0..8 {
            let db = db.clone();
            scope.spawn(move || {
                for note in 0..50_i64 {
                    let id = writer * 1_000 + note;
                    db.write_blocking(move |tx| tx.run(&ADD, params![id, "x"])).unwrap();
                }
            });
        }
    });
    assert_eq!(count(&db), 400);
}

#[test]
fn what_was_acknowledged_is_there_after_reopening() {
    let folder = tempfile::tempdir().unwrap();
    let db = open(&folder);
    db.write_blocking(|tx| tx.run(&ADD, params![1_i64, "kept"])).unwrap();
    drop(db);
    assert_eq!(count(&open(&folder)), 1);
}

#[test]
fn a_database_of_a_newer_release_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    drop(open(&folder));
    change(&folder, "INSERT INTO migrations VALUES (999999, 'future', '')");
    let error = Db::open(&address(&folder), &Options::default()).unwrap_err();
    assert!(matches!(error, StoreError::Newer { found: 999_999, .. }), "{error}");
}

#[test]
fn a_changed_migration_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    drop(open(&folder));
    change(&folder, "UPDATE migrations SET checksum = 'other' WHERE version = 1");
    let error = Db::open(&address(&folder), &Options::default()).unwrap_err();
    assert!(matches!(error, StoreError::Rewritten(_)), "{error}");
}

#[test]
fn a_file_of_another_program_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("town.sqlite3");
    rusqlite::Connection::open(&path).unwrap().execute_batch("CREATE TABLE theirs (x)").unwrap();
    let before = std::fs::read(&path).unwrap();
    let error = Db::open(&address(&folder), &Options::default()).unwrap_err();
    assert!(matches!(error, StoreError::Foreign), "{error}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn a_damaged_file_is_named_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("town.sqlite3");
    std::fs::write(&path, vec![0x5a; 8_192]).unwrap();
    let error = Db::open(&address(&folder), &Options::default()).unwrap_err();
    assert!(matches!(error, StoreError::Corrupt(_)), "{error}");
    assert_eq!(std::fs::read(&path).unwrap(), vec![0x5a; 8_192]);
}

#[test]
fn a_locked_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    drop(open(&folder));
    let holder = rusqlite::Connection::open(folder.path().join("town.sqlite3")).unwrap();
    holder
        .execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; CREATE TABLE t (x)")
        .unwrap();
    let error = Db::open(&address(&folder), &Options::default()).unwrap_err();
    assert!(matches!(error, StoreError::Locked), "{error}");
}

#[test]
fn an_unknown_address_is_told_without_its_password() {
    let error = Db::open("mysql://clerk:secret@host/town", &Options::default()).unwrap_err();
    assert!(!error.to_string().contains("secret"), "{error}");
}

fn change(folder: &tempfile::TempDir, sql: &str) {
    let path = folder.path().join("town.sqlite3");
    rusqlite::Connection::open(path).unwrap().execute_batch(sql).unwrap();
}
