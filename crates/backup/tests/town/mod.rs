//! A town with odd values, photos and secrets, and places to bring it back to.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use backup::{BackupError, Key, Lock, Restored, Target, take};
use flate2::read::GzDecoder;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use store::testing::{TestDb, servers};
use store::{Db, Existing, Options, Restoration, Snapshot, StoreError, Value, params};
use tempfile::TempDir;

store::statements! {
    ENTRY: Statement = "INSERT INTO ledger (id, at, actor, verb, subject_kind, subject, entry, leaf)
        VALUES ($1, 0, 'anybody', 'test.act', 'test', 1, $2, $3)";
    PERSONAL: Statement = "INSERT INTO ledger_personal (entry, field, salt, value) VALUES ($1, 'email', $2, 'ana@example.org')";
    STREET: Statement = "INSERT INTO streets (id, name, locality, lon, lat, shape) VALUES ($1, $2, '', $3, $4, '[]')";
    CASE: Statement = "INSERT INTO cases (id, reference, service, version, state, phase, side, opened_at, since_at,
        staff_ms, resident_ms, others_ms, channel, locale, summary, public, duplicate_of, followers, unread, revision,
        updated_at) VALUES ($1, $2, 'pothole', 1, 'new', 'open', 'staff', 0, 0, 0, 0, 0, 'web', 'en', '', 1, $3, 0, 0, 1, 0)";
    SESSION: Statement = "INSERT INTO web_sessions (digest, person_id, pending, created_at, seen_at, expires_at)
        VALUES ($1, 1, 0, 0, 0, 0)";
    FILE: Statement = "INSERT INTO files (id, owner_kind, owner_id, name, media_type, bytes, width, height, sha256,
        thumbnail_sha256, state, public, created_at) VALUES ($1, 'case', 1, 'a.jpg', 'image/jpeg', 1, 1, 1, $2, $3, 'attached', 1, 0)";
}

/// When backups are taken.
pub fn at() -> Timestamp {
    "2026-11-24T19:45:19Z".parse().unwrap()
}

/// A place for a database and its data folder.
pub struct Place {
    folder: TempDir,
    server: Option<TestDb>,
}

impl Place {
    pub fn sqlite() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), server: None }
    }

    pub fn all() -> Vec<Self> {
        let mut all = vec![Self::sqlite()];
        all.extend(
            servers()
                .into_iter()
                .map(|server| Self { folder: tempfile::tempdir().unwrap(), server: Some(server) }),
        );
        all
    }

    pub fn data(&self) -> &Path {
        self.folder.path()
    }

    pub fn file(&self) -> PathBuf {
        self.data().join("town.sqlite3")
    }

    pub fn address(&self) -> String {
        match &self.server {
            Some(server) => server.address(),
            None => format!("sqlite:{}", self.file().display()),
        }
    }

    pub fn open(&self) -> Db {
        Db::open(&self.address(), &Options { connections: 1, ..Options::default() }).unwrap()
    }

    /// Changes something, and closes the database again.
    pub fn write(&self, statement: &'static Statement) {
        // A single statement needs no pool that would stay connected.
        let sql = statement.describe().sql();
        match &self.server {
            Some(_) => store::testing::run(&self.address(), sql),
            None => store::testing::Stranger::open(&self.file()).run(sql),
        }
    }

    /// The names of all photos.
    pub fn photos(&self) -> Vec<String> {
        let mut names = Vec::new();
        for folder in fs::read_dir(self.data().join("files")).unwrap().flatten() {
            for file in fs::read_dir(folder.path()).unwrap().flatten() {
                names.push(file.file_name().to_string_lossy().into_owned());
            }
        }
        names.sort();
        names
    }
}

/// A town to back up.
pub struct Town(Place);

impl std::ops::Deref for Town {
    type Target = Place;

    fn deref(&self) -> &Place {
        &self.0
    }
}

impl Town {
    pub fn sqlite() -> Self {
        Self::new(Place::sqlite())
    }

    pub fn all() -> Vec<Self> {
        Place::all().into_iter().map(Self::new).collect()
    }

    fn new(place: Place) -> Self {
        let photos = [&b"a picture"[..], b"a small picture"].map(|bytes| {
            let digest = hex::encode(Sha256::digest(bytes));
            let folder = place.data().join("files").join(&digest[..2]);
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join(&digest), bytes).unwrap();
            digest
        });
        for (name, text) in
            [("secret.key", "the secret"), ("ledger.key", "the signing key"), ("notes.txt", "x")]
        {
            fs::write(place.data().join(name), text).unwrap();
        }
        let db = place.open();
        db.write_blocking(move |tx| {
            let long = "x".repeat(3 << 20);
            for (id, text, leaf) in [
                (i64::MIN, "", &[][..]),
                (-1, "quotes \" ' \\ and \t \r\n \u{7f} \u{2028}", &[0, 1, 255]),
                (0, "Alcalá, 東京, 🏛 and \u{1}", &[0; 64]),
                (1, &long, &[1]),
                (2, &long, &[2]),
                (i64::MAX, "null", b"null"),
            ] {
                tx.run(&ENTRY, params![id, text, leaf])?;
                tx.run(&PERSONAL, params![id, leaf])?;
            }
            for (id, lon, lat) in [
                (1_i64, 0.1 + 0.2, f64::NEG_INFINITY),
                (2, f64::MIN_POSITIVE, f64::MAX),
                (3, 5e-324, 1e23),
            ] {
                tx.run(&STREET, params![id, "Main Street", lon, lat])?;
            }
            tx.run(&CASE, params![2_i64, "BBBB-BBBB", None::<i64>])?;
            tx.run(&CASE, params![1_i64, "AAAA-AAAA", Some(2_i64)])?;
            for digest in ["a", "B", "ä", "Z", "_", "1"] {
                tx.run(&SESSION, params![digest])?;
            }
            tx.run(&FILE, params![1_i64, photos[0], photos[1]])?;
            // Its bytes are gone.
            let lost = "0".repeat(64);
            tx.run(&FILE, params![2_i64, lost, lost]).map(drop)
        })
        .unwrap();
        Self(place)
    }

    /// The same town before the last migration.
    pub fn of_an_earlier_release(&self) -> Self {
        let place = Place::sqlite();
        let mut from = Snapshot::take(&self.address()).unwrap();
        let mut applied = from.applied().to_vec();
        applied.pop();
        let mut into = Restoration::begin(&place.address(), &applied, Existing::Keep).unwrap();
        for table in into.schema().tables.clone() {
            let mut loader = into.load(&table).unwrap();
            from.each(&table, |row| loader.put(&table.values(row)?)).unwrap();
            loader.finish().unwrap();
        }
        into.finish_as_it_was().unwrap();
        Self(place)
    }
}

/// A backup of a town.
pub fn taken(town: &Place, lock: &Lock) -> Vec<u8> {
    let (database, data) = (town.address(), town.data());
    let town = backup::Town { database: &database, data, program: "9.9.9" };
    take(&town, lock, at(), Vec::new(), &mut |_| {}).unwrap().1
}

/// Brings a backup back.
pub fn restored(
    backup: &[u8],
    key: &Key,
    place: &Place,
    existing: Existing,
) -> Result<Restored, BackupError> {
    let database = place.address();
    let target = Target { database: &database, data: place.data(), existing };
    backup::restore(backup, key, &target, &mut |_| {})
}

/// Every table with its number of rows and a digest of all its values.
pub fn dump(address: &str) -> Vec<((String, String), u64)> {
    let mut snapshot = Snapshot::take(address).unwrap();
    let tables = snapshot.schema().tables.clone();
    let each = |table: store::Table| {
        let (mut digest, mut rows) = (Sha256::new(), 0);
        snapshot
            .each(&table, |row| {
                for value in table.values(row)? {
                    let (kind, bytes) = match value {
                        Value::Null => (0, Vec::new()),
                        Value::Int(number) => (1, number.to_be_bytes().to_vec()),
                        Value::Real(number) => (2, number.to_bits().to_be_bytes().to_vec()),
                        Value::Text(text) => (3, text.as_bytes().to_vec()),
                        Value::Bytes(bytes) => (4, bytes.to_vec()),
                    };
                    digest.update([kind]);
                    digest.update(bytes.len().to_be_bytes());
                    digest.update(bytes);
                }
                rows += 1;
                Ok::<_, StoreError>(())
            })
            .unwrap();
        ((table.name.clone(), hex::encode(digest.finalize())), rows)
    };
    tables.into_iter().map(each).collect()
}

fn entries(backup: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = tar::Archive::new(backup);
    let read = |entry: std::io::Result<tar::Entry<'_, _>>| {
        let mut entry: tar::Entry<'_, &[u8]> = entry.unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        (entry.path().unwrap().display().to_string(), bytes)
    };
    archive.entries().unwrap().map(read).collect()
}

/// The names of an open backup's entries.
pub fn names(backup: &[u8]) -> Vec<String> {
    entries(backup).into_iter().map(|(name, _)| name).collect()
}

/// The lines of an entry.
pub fn unzipped(backup: &[u8], name: &str) -> String {
    let (_, bytes) = entries(backup).into_iter().find(|(found, _)| found == name).unwrap();
    let mut text = String::new();
    GzDecoder::new(bytes.as_slice()).read_to_string(&mut text).unwrap();
    text
}

/// The same backup with another manifest.
pub fn rewritten(backup: &[u8], from: &str, to: &str) -> Vec<u8> {
    let mut out = tar::Builder::new(Vec::new());
    for (name, mut bytes) in entries(backup) {
        if name == "manifest.json" {
            let text = String::from_utf8(bytes).unwrap();
            assert!(text.contains(from), "{text}");
            bytes = text.replacen(from, to, 1).into_bytes();
        }
        let mut header = tar::Header::new_ustar();
        header.set_size(u64::try_from(bytes.len()).unwrap());
        out.append_data(&mut header, name, bytes.as_slice()).unwrap();
    }
    out.into_inner().unwrap()
}
