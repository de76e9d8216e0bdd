//! `townhall backup` and `townhall restore`: everything is destroyed, and is there again.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Instant;

use store::testing::Stranger;

use crate::demo::{references, sign_in};
use crate::process::{Ended, PATIENCE, Place, Running, program};

/// How many colleagues write while the backup is taken.
const WRITERS: usize = 3;

store::statements! {
    NOTES: Query<(String, i64)> = "SELECT text, case_id FROM case_events WHERE text LIKE 'Kept %' ORDER BY id LIMIT 100000";
    /// The entries of notes, each with the personal value that only its own transaction writes.
    ENTRIES: Query<(String, i64)> = "SELECT p.value, l.subject FROM ledger AS l
        JOIN ledger_personal AS p ON p.entry = l.id WHERE p.value LIKE 'Kept %' ORDER BY l.id LIMIT 100000";
}

/// A folder for backups and a pair of keys.
struct Vault {
    folder: tempfile::TempDir,
    public: String,
}

impl Vault {
    fn new(place: &Place) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let secret = folder.path().join("secret");
        let made = place.run(&["backup", "--new-key", &text(&secret)]);
        assert_eq!(made.code, Some(0), "{made:?}");
        let public = made.out.trim().to_owned();
        assert!(public.starts_with("age1"), "{made:?}");
        fs::create_dir(folder.path().join("backups")).unwrap();
        Self { folder, public }
    }

    fn secret(&self) -> PathBuf {
        self.folder.path().join("secret")
    }

    fn shelf(&self) -> PathBuf {
        self.folder.path().join("backups")
    }

    /// Backs a place up; gives the backup.
    fn take(&self, place: &Place) -> PathBuf {
        let ended =
            place.run(&["backup", "--to", &text(&self.shelf()), "--recipient", &self.public]);
        assert_eq!(ended.code, Some(0), "{ended:?}");
        assert!(ended.err.contains("rows") && ended.err.contains("pictures"), "{ended:?}");
        ended.out.trim().into()
    }

    /// Restores a backup into a place.
    fn restore(&self, backup: &Path, place: &Place) -> Ended {
        place.run(&["restore", &text(backup), "--key", &text(&self.secret())])
    }
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

/// Destroys everything that a place has.
fn destroy(place: &Place) {
    fs::remove_dir_all(place.data()).unwrap();
    if let Some(server) = &place.server {
        store::testing::run(&server.address(), "DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    }
}

/// Fails where any table of two files differs in any value of any row.
fn assert_same(before: &Path, after: &Path) {
    let both = Stranger::open(before);
    both.run(&format!("ATTACH '{}' AS other", after.display()));
    let mut names = Vec::new();
    both.each(
        "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
        |name| {
            names.push(name.to_owned());
        },
    );
    assert!(names.len() > 25, "{names:?}");
    for name in &names {
        for (one, two) in [("main", "other"), ("other", "main")] {
            let sql = format!(
                "SELECT '{name}' FROM (SELECT * FROM {one}.{name} EXCEPT SELECT * FROM {two}.{name}) LIMIT 1"
            );
            both.each(&sql, |name| panic!("{name}: rows of {one} are not in {two}"));
        }
    }
}

/// Serves a restored demo, and opens the page and the search of a case.
fn serves(place: &Place, reference: &str, note: &str) {
    let demo = place.demo(&[]);
    let mut maya = sign_in(&demo, "Maya Okafor");
    let page = maya.get(&format!("/desk/cases/{reference}"));
    assert!(page.status == 200 && page.body.contains(note), "{}", page.status);
    let began = Instant::now();
    loop {
        // The index fills itself from the restored ledger.
        let found = maya.get("/desk?view=all&q=ladder").body;
        if found.contains(&format!("/desk/cases/{reference}")) {
            break;
        }
        assert!(began.elapsed() < PATIENCE, "the search does not find {reference}");
    }
    let (ended, _) = demo.terminate();
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(!ended.err.contains("Requests of residents"), "it was loaded anew: {ended:?}");
}

/// A demo with a note at a case; stopped.
fn town(place: &Place, note: &str) -> String {
    let demo = place.demo(&[]);
    let mut maya = sign_in(&demo, "Maya Okafor");
    let reference = references(&mut maya).remove(0);
    let case = format!("/desk/cases/{reference}");
    assert_eq!(maya.post(&case, &format!("{case}/notes"), &[("text", note)]).unwrap().status, 303);
    let (ended, _) = demo.terminate();
    assert_eq!(ended.code, Some(0), "{ended:?}");
    reference
}

#[test]
fn a_town_that_was_destroyed_is_restored_row_by_row_through_every_engine() {
    let first = Place::sqlite();
    let reference = town(&first, "The ladder is in the blue van.");
    let vault = Vault::new(&first);
    let mut backup = vault.take(&first);
    let kept = vault.folder.path().join("kept.sqlite3");
    fs::copy(first.file(), &kept).unwrap();
    destroy(&first);
    // By way of the other engine, where this machine has one, and back into a file.
    for server in Place::all().into_iter().skip(1) {
        let ended = vault.restore(&backup, &server);
        assert_eq!(ended.code, Some(0), "{ended:?}");
        fs::remove_file(&backup).unwrap();
        backup = vault.take(&server);
    }
    let ended = vault.restore(&backup, &first);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.out.contains("Restored into sqlite:"), "{ended:?}");
    assert_same(&kept, &first.file());
    // The demo notes beside its database that it is whole.
    serves(&first, &reference, "The ladder is in the blue van.");
    let refused = vault.restore(&backup, &first);
    assert!(refused.refusal().contains("--replace"), "{refused:?}");
}

#[test]
fn a_backup_taken_while_others_write_is_of_one_moment() {
    for place in Place::all() {
        let demo = place.demo(&[]);
        let vault = Vault::new(&place);
        let (acknowledged, number) = (Mutex::new(BTreeSet::new()), AtomicUsize::new(0));
        let stop = AtomicBool::new(false);
        let mut maya = sign_in(&demo, "Maya Okafor");
        let cases = references(&mut maya);
        let (before, backup) = std::thread::scope(|scope| {
            for writer in 0..WRITERS {
                let case = format!("/desk/cases/{}", cases[writer % cases.len()]);
                let mut maya = maya.clone();
                let (acknowledged, number, stop) = (&acknowledged, &number, &stop);
                scope.spawn(move || {
                    let token = maya.token(&case).unwrap();
                    while !stop.load(Ordering::Relaxed) {
                        let text = format!("Kept {}", number.fetch_add(1, Ordering::Relaxed));
                        let to = format!("{case}/notes");
                        let reply = maya.submit(&token, &to, &[("text", &text)]).unwrap();
                        assert_eq!(reply.status, 303, "{reply:?}");
                        acknowledged.lock().unwrap().insert(text);
                    }
                });
            }
            let began = Instant::now();
            let so_far = || acknowledged.lock().unwrap().clone();
            while so_far().len() < 10 && began.elapsed() < PATIENCE {
                std::thread::yield_now();
            }
            let before = so_far();
            let backup = vault.take(&place);
            stop.store(true, Ordering::Relaxed);
            (before, backup)
        });
        drop(demo);
        let all = acknowledged.into_inner().unwrap();
        destroy(&place);
        let ended = vault.restore(&backup, &place);
        assert_eq!(ended.code, Some(0), "{ended:?}");
        let db = store::Db::open(place.database(), &store::Options::default()).unwrap();
        let notes = db.read_blocking(|tx| tx.all(&NOTES, store::params![])).unwrap();
        let mut entries = db.read_blocking(|tx| tx.all(&ENTRIES, store::params![])).unwrap();
        let kept: BTreeSet<_> = notes.iter().map(|(text, _)| text.clone()).collect();
        assert!(before.len() >= 10 && before.is_subset(&kept), "acknowledged before, and lost");
        assert!(all.len() > before.len(), "nobody wrote meanwhile");
        let mut sorted = notes.clone();
        sorted.sort();
        entries.sort();
        assert_eq!(sorted, entries, "a note without its entry, or the other way round");
    }
}

#[test]
fn a_killed_backup_leaves_nothing_that_looks_whole_and_old_ones_go() {
    let place = Place::sqlite();
    town(&place, "Soon backed up.");
    let vault = Vault::new(&place);
    let arguments =
        ["backup", "--to", &text(&vault.shelf()), "--recipient", &vault.public, "--keep", "2"];
    let mut child = place.command(&arguments).spawn().unwrap();
    while fs::read_dir(vault.shelf()).unwrap().count() == 0 && child.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let names = || {
        let mut names: Vec<_> = fs::read_dir(vault.shelf())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    };
    assert!(names().iter().all(|name| name.ends_with(".partial")), "{:?}", names());
    for name in ["townhall-20200101T000000Z.tar.age", "townhall-20210101T000000Z.tar.age"] {
        fs::write(vault.shelf().join(name), "old").unwrap();
    }
    let ended = place.run(&arguments);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let left = names();
    assert_eq!(left.len(), 2, "{left:?}");
    assert_eq!(left[0], "townhall-20210101T000000Z.tar.age");
    let whole = ended.out.trim();
    let checked = place.run(&["restore", whole, "--check", "--key", &text(&vault.secret())]);
    assert!(checked.out.contains("The backup is whole"), "{checked:?}");
}

#[test]
fn what_cannot_be_backed_up_or_restored_is_told_in_a_sentence() {
    let place = Place::sqlite();
    let vault = Vault::new(&place);
    let shelf = text(&vault.shelf());
    let refused = place.run(&["backup", "--to", &shelf, "--unencrypted"]);
    assert!(refused.refusal().contains("--data"), "{refused:?}");
    assert!(!place.data().exists());
    assert_eq!(place.run(&["migrate"]).code, Some(0));
    for (arguments, word) in [
        (&["backup", "--to", &shelf][..], "--recipient"),
        (&["backup", "--to", &shelf, "--recipient", "age1xyz"], "age1xyz"),
        (&["backup", "--to", &shelf, "--passphrase-file", "nowhere"], "nowhere"),
        (&["backup", "--to", "nowhere", "--unencrypted"], "nowhere"),
        (&["backup", "--to", &shelf, "--unencrypted", "--recipient", &vault.public], "one"),
        (&["restore", "nowhere"], "nowhere"),
        (&["backup", "--new-key", &text(&vault.secret())], "secret"),
    ] {
        let refused = place.run(arguments);
        assert!(refused.refusal().contains(word), "{refused:?}");
    }
    let backup = vault.take(&place);
    let refused = place.run(&["restore", &text(&backup)]);
    assert!(refused.refusal().contains("--key"), "{refused:?}");
    let bytes = fs::read(&backup).unwrap();
    fs::write(&backup, &bytes[..bytes.len() / 2]).unwrap();
    let other = Place::sqlite();
    let refused = vault.restore(&backup, &other);
    assert!(refused.refusal().contains("cut off"), "{refused:?}");
    assert!(!other.file().exists());
}

#[test]
fn a_restore_that_was_killed_is_not_served_until_one_has_ended() {
    for place in Place::all() {
        assert_eq!(place.run(&["migrate"]).code, Some(0));
        let vault = Vault::new(&place);
        let taken = place.run(&["backup", "--to", &text(&vault.shelf()), "--unencrypted"]);
        let backup = PathBuf::from(taken.out.trim());
        destroy(&place);
        // It waits for the last entries when it is killed.
        let bytes = fs::read(&backup).unwrap();
        let mut command = place.command(&["restore", "-"]);
        let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
        let mut pipe = child.stdin.take().unwrap();
        pipe.write_all(&bytes[..bytes.len() - 3_000]).unwrap();
        let began = Instant::now();
        while !place.data().join("restore-unfinished").exists() {
            assert!(began.elapsed() < PATIENCE, "the restore does not begin");
            std::thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        drop(pipe);
        assert!(!place.file().exists());
        for arguments in [&["demo", "--listen", "127.0.0.1:0"][..], &["user", "list"], &["migrate"]]
        {
            let refused = place.run(arguments);
            assert!(refused.refusal().contains("townhall restore"), "{refused:?}");
        }
        let doctor = place.run(&["doctor"]);
        assert!(doctor.out.contains("broken off"), "{doctor:?}");
        let ended = place.run(&["restore", &text(&backup)]);
        assert_eq!(ended.code, Some(0), "{ended:?}");
        assert_eq!(place.run(&["user", "list"]).code, Some(0));
    }
}

#[test]
fn a_served_town_is_not_replaced_under_its_server() {
    for place in Place::all() {
        let demo: Running = place.demo(&[]);
        let vault = Vault::new(&place);
        let backup = vault.take(&place);
        let key = text(&vault.secret());
        let refused = place.run(&["restore", &text(&backup), "--key", &key, "--replace"]);
        assert!(refused.refusal().contains("stop it first"), "{refused:?}");
        // From another data folder the database itself says so.
        let elsewhere = text(&vault.folder.path().join("elsewhere"));
        let mut command = program();
        command.args(["restore", &text(&backup), "--key", &key, "--replace"]);
        command.args(["--into", place.database(), "--data", &elsewhere]);
        let refused = Ended::of(&mut command);
        assert!(refused.refusal().contains("stop them first"), "{refused:?}");
        assert_eq!(demo.get("/health/ready").status, 200);
    }
}
