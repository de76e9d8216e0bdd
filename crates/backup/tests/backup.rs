//! What must hold of a backup: whole or refused, from any engine to any engine.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod town;

use std::fs;

use backup::{BackupError, Key, Lock, check, is_unfinished, new_pair};
use store::{Existing, params};
use town::{Place, Town, at, dump, restored, taken};

store::statements! {
    LATER: Statement = "INSERT INTO web_sessions (digest, person_id, pending, created_at, seen_at, expires_at)
        VALUES ('later', 1, 0, 0, 0, 0)";
    SESSIONS: Query<i64> = "SELECT COUNT(*) FROM web_sessions";
    DUPLICATE: Query<(String, i64)> = "SELECT summary, duplicate_of FROM cases WHERE id = 1";
    STREET: Query<(f64, f64)> = "SELECT lon, lat FROM streets WHERE id = 1";
    OFFERED: Query<i64> = "SELECT COUNT(*) FROM service_offers";
}

/// A lock and its key.
fn pair() -> (Lock, Key) {
    let (secret, public) = new_pair();
    (Lock::recipients(&[public]).unwrap(), Key::default().with_secrets(&secret).unwrap())
}

#[test]
fn everything_comes_back_the_same_on_any_engine() {
    for town in Town::all() {
        let before = dump(&town.address());
        let (lock, key) = pair();
        let backup = taken(&town, &lock);
        town.write(&LATER);
        for place in Place::all() {
            let told = restored(&backup, &key, &place, Existing::Keep).unwrap();
            assert!(dump(&place.address()) == before, "{} to {}", town.address(), place.address());
            assert_eq!(told.manifest.rows(), before.iter().map(|(_, rows)| rows).sum::<u64>());
            assert_eq!((told.photos.count, told.photos.lost), (2, 2));
            assert_eq!(fs::read(place.data().join("secret.key")).unwrap(), b"the secret");
            assert_eq!(fs::read(place.data().join("ledger.key")).unwrap(), b"the signing key");
            assert!(!place.data().join("notes.txt").exists());
            assert_eq!(place.photos(), town.photos());
            assert!(!is_unfinished(place.data()));
        }
    }
}

#[test]
fn a_passphrase_opens_what_it_closed() {
    let town = Town::sqlite();
    let backup = taken(&town, &Lock::passphrase("correct horse".into()).unwrap());
    let key = |text: &str| Key::default().with_passphrase(text.into());
    assert!(check(backup.as_slice(), &key("correct horse"), &mut |_| {}).is_ok());
    let told = |key: &Key| check(backup.as_slice(), key, &mut |_| {}).unwrap_err();
    assert!(matches!(told(&key("wrong horse")), BackupError::WrongKey));
    assert!(matches!(told(&Key::default()), BackupError::NeedsPassphrase));
    assert!(Lock::passphrase(String::new()).is_err());
}

#[test]
fn only_the_holder_of_the_key_opens_it() {
    let town = Town::sqlite();
    let (lock, key) = pair();
    let backup = taken(&town, &lock);
    for planted in ["ana@example.org", "the secret", "web_sessions", "manifest"] {
        let found = backup.windows(planted.len()).any(|bytes| bytes == planted.as_bytes());
        assert!(!found, "{planted} can be read");
    }
    let told = |key: &Key| check(backup.as_slice(), key, &mut |_| {}).unwrap_err();
    assert!(matches!(told(&pair().1), BackupError::WrongKey));
    assert!(matches!(told(&Key::default()), BackupError::NeedsKey));
    assert!(check(backup.as_slice(), &key, &mut |_| {}).is_ok());
    for odd in ["", "# a remark", "AGE-SECRET-KEY-1XYZ", "age1xyz"] {
        let told = Key::default().with_secrets(odd).err().unwrap().to_string();
        assert!(odd.len() < 12 || !told.contains(odd), "{told}");
    }
    assert!(Lock::recipients(&["age1xyz".into()]).is_err());
}

/// The town into which a faulty backup must bring nothing.
fn unharmed(backup: &[u8], key: &Key) -> BackupError {
    let place = Place::sqlite();
    let error = restored(backup, key, &place, Existing::Keep).unwrap_err();
    assert!(!place.file().exists(), "{error}: there is a database");
    assert!(!place.data().join("secret.key").exists(), "{error}: there is a secret");
    assert!(!is_unfinished(place.data()), "{error}: the folder is marked");
    assert!(check(backup, key, &mut |_| {}).is_err(), "{error}: a mere look finds nothing");
    error
}

#[test]
fn a_backup_that_was_cut_is_told_apart_from_a_whole_one() {
    let town = Town::sqlite();
    let (lock, key) = pair();
    for (backup, key) in [(taken(&town, &lock), key), (taken(&town, &Lock::open()), Key::default())]
    {
        let length = backup.len();
        // An archive ends with empty blocks that mean nothing: without them it is still whole.
        for end in [0, 1, 600, length / 4, length / 2, length * 3 / 4, length - 2_100] {
            let error = unharmed(&backup[..end], &key);
            let told = error.to_string();
            let known = told.contains("cut off") || matches!(error, BackupError::NotABackup(_));
            assert!(known, "{end} of {length}: {told}");
        }
    }
}

#[test]
fn a_changed_byte_is_noticed_wherever_it_is() {
    let town = Town::sqlite();
    let (lock, key) = pair();
    for (backup, key) in [(taken(&town, &lock), key), (taken(&town, &Lock::open()), Key::default())]
    {
        let whole = check(backup.as_slice(), &key, &mut |_| {}).unwrap();
        let length = backup.len() - 2_048;
        for part in 0..40 {
            let place = 300 + part * (length - 300) / 40;
            let mut changed = backup.clone();
            changed[place] ^= 0x10;
            if changed[place..place + 512].iter().all(|byte| *byte == 0 || *byte == 0x10) {
                // The filling between two entries.
                continue;
            }
            match check(changed.as_slice(), &key, &mut |_| {}) {
                // Of an open archive the owner's number or the time of an entry may change.
                Ok(found) => assert!(found == whole),
                // A look reads as a restore does, and is quicker.
                Err(_) if part % 8 == 0 => drop(unharmed(&changed, &key)),
                Err(_) => {}
            }
        }
    }
}

#[test]
fn what_is_no_backup_is_told() {
    for odd in [&b""[..], b"PK\x03\x04 a letter", &[0; 4_096], &[0x5a; 4_096]] {
        let error = unharmed(odd, &Key::default());
        assert!(
            matches!(
                error,
                BackupError::NotABackup(_) | BackupError::Damaged { .. } | BackupError::Cut(_)
            ),
            "{error}"
        );
    }
}

#[test]
fn a_backup_of_a_later_release_names_it() {
    let town = Town::sqlite();
    let backup = taken(&town, &Lock::open());
    let later = |from: &str, to: &str| town::rewritten(&backup, from, to);
    let error = unharmed(&later("\"format\": 1", "\"format\": 2"), &Key::default());
    assert!(matches!(error, BackupError::NewerFormat { found: 2, .. }), "{error}");
    assert!(error.to_string().contains("9.9.9"), "{error}");
    let error = unharmed(&later("\"version\": 1,", "\"version\": 999999,"), &Key::default());
    assert!(matches!(error, BackupError::NewerTables { found: 999_999, .. }), "{error}");
    let error = unharmed(&later("\"kind\": \"bytes\"", "\"kind\": \"text\""), &Key::default());
    assert!(matches!(error, BackupError::Damaged { .. }), "{error}");
}

#[test]
fn a_backup_of_an_earlier_release_is_restored_and_brought_up_to_date() {
    let town = Town::sqlite();
    let early = town.of_an_earlier_release();
    let backup = taken(&early, &Lock::open());
    for place in Place::all() {
        restored(&backup, &Key::default(), &place, Existing::Keep).unwrap();
        let db = place.open();
        let about = db.about().unwrap();
        assert_eq!(about.migration, about.newest);
        assert_eq!(db.read_blocking(|tx| tx.one(&SESSIONS, params![])).unwrap(), Some(6));
    }
}

#[test]
fn what_is_there_stays_unless_it_is_to_be_replaced() {
    let town = Town::sqlite();
    let backup = taken(&town, &Lock::open());
    let key = Key::default();
    for place in Place::all() {
        restored(&backup, &key, &place, Existing::Keep).unwrap();
        place.write(&LATER);
        let before = dump(&place.address());
        let error = restored(&backup, &key, &place, Existing::Keep).unwrap_err();
        assert!(matches!(error, BackupError::NotEmpty), "{error}");
        assert!(dump(&place.address()) == before);
        restored(&backup, &key, &place, Existing::Replace).unwrap();
        assert!(dump(&place.address()) == dump(&town.address()));
    }
    let place = Place::sqlite();
    fs::write(place.data().join("secret.key"), "another").unwrap();
    let error = restored(&backup, &key, &place, Existing::Keep).unwrap_err();
    assert!(error.to_string().contains("secret.key"), "{error}");
    assert!(!place.file().exists());
    restored(&backup, &key, &place, Existing::Replace).unwrap();
    assert_eq!(fs::read(place.data().join("secret.key")).unwrap(), b"the secret");
}

#[test]
fn anybody_can_open_it_with_tar_and_gzip() {
    let town = Town::sqlite();
    let backup = taken(&town, &Lock::open());
    let names = town::names(&backup);
    assert_eq!(names.first().unwrap(), "manifest.json");
    assert!(names.contains(&"tables/web_sessions/000001.jsonl.gz".to_owned()), "{names:?}");
    // Rows that fill more than one part.
    assert!(names.contains(&"tables/ledger/000002.jsonl.gz".to_owned()), "{names:?}");
    assert_eq!(names.last().unwrap(), "contents.json.sha256");
    let lines = town::unzipped(&backup, "tables/streets/000001.jsonl.gz");
    let first: Vec<Option<String>> = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!(first[3].as_deref(), Some("0.30000000000000004"));
    // Two backups of the same town are the same.
    assert!(taken(&town, &Lock::open()) == backup);
    assert_eq!(at().to_string(), "2026-11-24T19:45:19Z");
}

#[test]
fn every_release_that_was_ever_made_can_be_restored() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/releases");
    let releases: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "tar"))
        .collect();
    assert!(!releases.is_empty());
    for release in releases {
        let backup = fs::read(&release).unwrap();
        for place in Place::all() {
            let told = restored(&backup, &Key::default(), &place, Existing::Keep).unwrap();
            let version = release.file_stem().unwrap().to_string_lossy().into_owned();
            assert_eq!(told.manifest.program, version);
            let db = place.open();
            let about = db.about().unwrap();
            assert_eq!(about.migration, about.newest, "{version}");
            let case = db.read_blocking(|tx| tx.one(&DUPLICATE, params![])).unwrap().unwrap();
            assert_eq!(case, ("A pothole, 東京 🏛".to_owned(), 2), "{version}");
            let street = db.read_blocking(|tx| tx.one(&STREET, params![])).unwrap();
            assert_eq!(street, Some((0.1 + 0.2, 5e-324)), "{version}");
            assert_eq!(db.read_blocking(|tx| tx.one(&OFFERED, params![])).unwrap(), Some(3));
            assert_eq!(place.photos().len(), 2);
        }
    }
}
