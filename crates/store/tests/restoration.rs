//! What must hold of a database that is copied table by table, on both engines and between them.

#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

use std::path::Path;

use store::testing::{TestDb, databases, servers, sqlite};
use store::{Db, Existing, Options, Restoration, Snapshot, StoreError, Table, Value, params};

store::statements! {
    ENTRY: Statement = "INSERT INTO ledger (id, seq, at, actor, verb, subject_kind, subject, entry, leaf)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    STREET: Statement = "INSERT INTO streets (id, name, locality, lon, lat, shape) VALUES ($1, $2, $3, $4, $5, $6)";
    CASE: Statement = "INSERT INTO cases (id, reference, service, version, state, phase, side, opened_at, since_at,
        staff_ms, resident_ms, others_ms, channel, locale, summary, public, duplicate_of, followers, unread, revision,
        updated_at) VALUES ($1, $2, 'pothole', 1, 'new', 'open', 'staff', 0, 0, 0, 0, 0, 'web', 'en', '', 1, $3, 0, 0, 1, 0)";
    SESSION: Statement = "INSERT INTO web_sessions (digest, person_id, pending, created_at, seen_at, expires_at)
        VALUES ($1, 1, 0, 0, 0, 0)";
    SESSIONS: Query<i64> = "SELECT COUNT(*) FROM web_sessions";
    UNLINK: Statement = "DELETE FROM cases WHERE id = $1";
}

/// Whatever a column can hold.
fn fill(db: &Db) {
    db.write_blocking(|tx| {
        for (id, text, leaf) in [
            (i64::MIN, "", &[][..]),
            (-1, "quotes \" ' \\ and \t \r\n", &[0, 1, 255]),
            (0, "Alcalá, 東京, 🏛 and \u{1}", &[0; 64]),
            (i64::MAX, "null", b"null"),
        ] {
            let seq = (id == 0).then_some(1_i64);
            tx.run(
                &ENTRY,
                params![id, seq, i64::MAX, "anybody", "test.act", "test", id, text, leaf],
            )?;
        }
        for (id, lon, lat) in [
            (1_i64, -71.058_880_123_456_78, 0.1 + 0.2),
            (2, f64::MIN_POSITIVE, f64::MAX),
            // SQLite has no negative zero.
            (3, 5e-324, -1e-300),
            (4, f64::INFINITY, 1e23),
        ] {
            tx.run(&STREET, params![id, "Main Street", "", lon, lat, "[]"])?;
        }
        // The first case is a duplicate of a later one.
        tx.run(&CASE, params![2_i64, "BBBB-BBBB", None::<i64>])?;
        tx.run(&CASE, params![1_i64, "AAAA-AAAA", Some(2_i64)])?;
        for digest in ["a", "B", "ä", "Z", "_", "1"] {
            tx.run(&SESSION, params![digest])?;
        }
        Ok::<_, StoreError>(())
    })
    .unwrap();
}

/// A value that can be compared to the last bit.
#[derive(Clone, Debug, PartialEq)]
enum Exact {
    Null,
    Int(i64),
    Bits(u64),
    Text(String),
    Bytes(Vec<u8>),
}

fn exact(value: &Value<'_>) -> Exact {
    match *value {
        Value::Null => Exact::Null,
        Value::Int(number) => Exact::Int(number),
        Value::Real(number) => Exact::Bits(number.to_bits()),
        Value::Text(text) => Exact::Text(text.to_owned()),
        Value::Bytes(bytes) => Exact::Bytes(bytes.to_vec()),
    }
}

type Rows = Vec<(Table, Vec<Vec<Exact>>)>;

fn read(snapshot: &mut Snapshot) -> Rows {
    let tables = snapshot.schema().tables.clone();
    tables
        .into_iter()
        .map(|table| {
            let mut rows = Vec::new();
            snapshot
                .each(&table, |row| {
                    rows.push(table.values(row)?.iter().map(exact).collect());
                    Ok::<_, StoreError>(())
                })
                .unwrap();
            (table, rows)
        })
        .collect()
}

fn dump(address: &str) -> Rows {
    read(&mut Snapshot::take(address).unwrap())
}

/// Copies everything; the caller ends it, or does not.
fn copied(from: &str, to: &str, existing: Existing) -> Result<Restoration, StoreError> {
    let mut snapshot = Snapshot::take(from)?;
    let mut restoration = Restoration::begin(to, snapshot.applied(), existing)?;
    for table in restoration.schema().tables.clone() {
        let mut loader = restoration.load(&table)?;
        snapshot.each(&table, |row| loader.put(&table.values(row)?))?;
        loader.finish()?;
    }
    Ok(restoration)
}

fn file(folder: &Path) -> String {
    format!("sqlite:{}", folder.join("restored.sqlite3").display())
}

/// Where a database can be made, on every engine of this machine.
enum Place {
    Folder(tempfile::TempDir),
    Server(TestDb),
}

impl Place {
    fn all() -> Vec<Self> {
        let mut all = vec![Self::Folder(tempfile::tempdir().unwrap())];
        all.extend(servers().into_iter().map(Self::Server));
        all
    }

    fn address(&self) -> String {
        match self {
            Self::Folder(folder) => file(folder.path()),
            Self::Server(server) => server.address(),
        }
    }
}

/// Every database of this machine, filled.
fn filled() -> Vec<TestDb> {
    let all = databases();
    for db in &all {
        fill(db);
    }
    all
}

#[test]
fn a_copy_is_the_same_to_the_last_bit_on_any_engine() {
    for from in filled() {
        let before = dump(&from.address());
        let counts: Vec<usize> = before.iter().map(|(_, rows)| rows.len()).collect();
        // One of them is the migrations' own.
        assert_eq!(counts.iter().sum::<usize>(), 17, "{counts:?}");
        for to in Place::all() {
            let address = to.address();
            copied(&from.address(), &address, Existing::Keep).unwrap().finish().unwrap();
            assert!(dump(&address) == before, "{:?} to {address}", from.engine());
        }
    }
}

#[test]
fn a_snapshot_is_of_one_moment_and_holds_nobody_up() {
    for db in filled() {
        let before = dump(&db.address());
        let mut snapshot = Snapshot::take(&db.address()).unwrap();
        let counted = snapshot.schema().table("web_sessions").cloned().unwrap();
        db.write_blocking(|tx| {
            tx.run(&SESSION, params!["later"])?;
            tx.run(&UNLINK, params![1_i64]).map(drop)
        })
        .unwrap();
        assert_eq!(snapshot.count(&counted).unwrap(), 6);
        assert!(read(&mut snapshot) == before);
        assert!(dump(&db.address()) != before, "the write came through meanwhile");
    }
}

#[test]
fn what_a_database_holds_is_replaced_only_when_told_so() {
    for from in filled() {
        for to in databases() {
            to.write_blocking(|tx| tx.run(&SESSION, params!["precious"])).unwrap();
            let address = to.address();
            let before = dump(&address);
            let refused = copied(&from.address(), &address, Existing::Keep);
            assert!(matches!(refused, Err(StoreError::NotEmpty)), "{:?}", to.engine());
            assert!(dump(&address) == before);

            let refused = copied(&from.address(), &address, Existing::Replace).map(drop);
            assert!(matches!(refused, Err(StoreError::InUse)), "{:?}: {refused:?}", to.engine());
            assert!(dump(&address) == before);
        }
    }
}

#[test]
fn a_file_is_replaced_with_its_log_when_nobody_has_it_open() {
    let (from, folder) = (sqlite(), tempfile::tempdir().unwrap());
    fill(&from);
    let address = file(folder.path());
    let old = Db::open(&address, &Options::default()).unwrap();
    old.write_blocking(|tx| tx.run(&SESSION, params!["precious"])).unwrap();
    // Copied while it is open, the file comes with a log that was never settled.
    let aside = tempfile::tempdir().unwrap();
    let place = aside.path().join("restored.sqlite3");
    for end in ["", "-wal"] {
        let name = format!("restored.sqlite3{end}");
        std::fs::copy(folder.path().join(&name), aside.path().join(&name)).unwrap();
    }
    let address = file(aside.path());
    copied(&from.address(), &address, Existing::Replace).unwrap().finish().unwrap();
    assert!(dump(&address) == dump(&from.address()));
    assert!(place.exists());

    // What is damaged gives way too.
    std::fs::write(&place, vec![0x5a; 16_384]).unwrap();
    let refused = copied(&from.address(), &address, Existing::Keep).map(drop);
    assert!(matches!(refused, Err(StoreError::Corrupt(_))), "{refused:?}");
    copied(&from.address(), &address, Existing::Replace).unwrap().finish().unwrap();
    assert!(dump(&address) == dump(&from.address()));
}

#[test]
fn a_copy_that_is_broken_off_leaves_nothing() {
    let from = sqlite();
    fill(&from);
    let folder = tempfile::tempdir().unwrap();
    let address = file(folder.path());
    drop(copied(&from.address(), &address, Existing::Keep).unwrap());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    // A killed process leaves its unfinished file, which the next one takes away.
    std::fs::write(folder.path().join("restored.sqlite3.restoring"), "half").unwrap();
    copied(&from.address(), &address, Existing::Keep).unwrap().finish().unwrap();
    assert!(dump(&address) == dump(&from.address()));
    for server in servers() {
        let before = dump(&server.address());
        drop(copied(&from.address(), &server.address(), Existing::Keep).unwrap());
        assert!(dump(&server.address()) == before);
    }
}

#[test]
fn a_reference_that_leads_nowhere_is_told_with_its_table() {
    let applied = Snapshot::take(&sqlite().address()).unwrap().applied().to_vec();
    for place in Place::all() {
        let mut restoration =
            Restoration::begin(&place.address(), &applied, Existing::Keep).unwrap();
        let table = restoration.schema().table("ledger_personal").cloned().unwrap();
        let mut loader = restoration.load(&table).unwrap();
        let row = [Value::Int(7), Value::Text("email"), Value::Bytes(b"salt"), Value::Text("a@b")];
        loader.put(&row).unwrap();
        let ended = loader.finish().map(drop).and_then(|()| restoration.finish());
        let Err(StoreError::Row { table, .. }) = ended else { panic!("{ended:?}") };
        assert_eq!(table, "ledger_personal");
    }
}

#[test]
fn a_row_of_another_shape_is_refused() {
    let applied = Snapshot::take(&sqlite().address()).unwrap().applied().to_vec();
    for place in Place::all() {
        let mut restoration =
            Restoration::begin(&place.address(), &applied, Existing::Keep).unwrap();
        let table = restoration.schema().table("service_offers").cloned().unwrap();
        let mut loader = restoration.load(&table).unwrap();
        for row in [
            &[Value::Text("pothole")][..],
            &[Value::Text("pothole"), Value::Text("1")],
            &[Value::Int(1), Value::Int(1)],
        ] {
            assert!(matches!(loader.put(row), Err(StoreError::Row { .. })), "{row:?}");
        }
    }
    for server in servers() {
        let (file, address) = (sqlite(), server.address());
        file.write_blocking(|tx| tx.run(&SESSION, params!["a\0b"])).unwrap();
        let refused = copied(&file.address(), &address, Existing::Keep).map(drop).unwrap_err();
        assert!(refused.to_string().contains("web_sessions"), "{refused}");
    }
}

#[test]
fn a_snapshot_makes_no_file() {
    let folder = tempfile::tempdir().unwrap();
    assert!(Snapshot::take(&file(folder.path())).is_err());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}
