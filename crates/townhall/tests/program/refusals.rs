//! What the program refuses, and how: which fault, what to do, nothing touched.

use std::fs;
use std::net::TcpListener;

use store::testing::Stranger;

use crate::process::{Ended, Place, contents, program};

/// What is written to a database in place of ours.
enum Fault {
    Damaged,
    Cut,
    Foreign,
    Newer,
}

/// A place with a database that has a fault.
fn faulty(fault: Fault) -> Place {
    let place = Place::sqlite();
    assert_eq!(place.run(&["migrate"]).code, Some(0));
    let database = || Stranger::open(&place.file());
    match fault {
        Fault::Damaged => fs::write(place.file(), vec![0x5a; 16_384]).unwrap(),
        Fault::Cut => {
            let bytes = fs::read(place.file()).unwrap();
            fs::write(place.file(), &bytes[..bytes.len() / 3]).unwrap();
        }
        Fault::Foreign => {
            fs::remove_file(place.file()).unwrap();
            database().run("CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)");
        }
        Fault::Newer => {
            database().run("INSERT INTO migrations VALUES (999999, 'later', '')");
        }
    }
    place
}

#[test]
fn a_database_with_a_fault_is_named_and_left_as_it_is() {
    for (fault, word) in [
        (Fault::Damaged, "damaged"),
        (Fault::Cut, "damaged"),
        (Fault::Foreign, "another program"),
        (Fault::Newer, "999999"),
    ] {
        let place = faulty(fault);
        let before = contents(&place.data());
        for arguments in [
            &["demo", "--listen", "127.0.0.1:0"][..],
            &["serve", "--listen", "127.0.0.1:0"],
            &["migrate"],
            &["user", "list"],
        ] {
            let ended = place.run(arguments);
            let told = ended.refusal();
            assert!(told.contains("town.sqlite3") && told.contains(word), "{arguments:?}: {told}");
        }
        assert!(contents(&place.data()) == before, "{word}: the folder was changed");
    }
}

#[test]
fn a_locked_database_is_named() {
    let place = Place::sqlite();
    assert_eq!(place.run(&["migrate"]).code, Some(0));
    let holder = Stranger::open(&place.file());
    holder.run("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; CREATE TABLE t (x)");
    let ended = place.run(&["demo", "--listen", "127.0.0.1:0"]);
    assert!(ended.refusal().contains("locked by another program"), "{ended:?}");
}

#[test]
fn a_taken_address_is_told_before_anything_is_made() {
    let place = Place::sqlite();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = taken.local_addr().unwrap().to_string();
    let ended = place.run(&["demo", "--listen", &listen]);
    let told = ended.refusal();
    assert!(told.contains(&listen) && told.contains("--listen"), "{told}");
    assert!(!place.data().exists());
    let ended = place.run(&["demo", "--listen", "somewhere"]);
    assert!(ended.refusal().contains("--listen"), "{ended:?}");
}

#[test]
fn a_data_folder_that_cannot_be_used_is_named() {
    let place = Place::sqlite();
    fs::write(place.data(), "a file").unwrap();
    let ended = place.run(&["demo", "--listen", "127.0.0.1:0"]);
    assert!(ended.refusal().contains("--data"), "{ended:?}");
    assert_eq!(fs::read(place.data()).unwrap(), b"a file");
}

/// Whoever tests as root may write anywhere: the program runs as nobody then.
#[cfg(unix)]
#[test]
fn a_folder_or_database_that_may_not_be_written_is_named() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    let place = Place::sqlite();
    assert_eq!(place.run(&["migrate"]).code, Some(0));
    let mode = |path: &std::path::Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    let copy = place.folder.path().join("townhall");
    fs::copy(env!("CARGO_BIN_EXE_townhall"), &copy).unwrap();
    mode(place.folder.path(), 0o755);
    mode(&copy, 0o755);
    let ours = fs::metadata(place.folder.path()).unwrap();
    let is_root = std::os::unix::fs::MetadataExt::uid(&ours) == 0;
    let run = || {
        let mut command = program_at(&copy);
        command.current_dir(place.folder.path()).args(["migrate", "--data"]).arg(place.data());
        if is_root {
            command.uid(65_534).gid(65_534);
        }
        Ended::of(&mut command)
    };
    for name in ["town.sqlite3", "townhall.lock"] {
        mode(&place.data().join(name), 0o444);
    }
    mode(&place.data(), 0o555);
    let before = contents(&place.data());
    let ended = run();
    let told = ended.refusal();
    assert!(told.contains("data") && told.contains("write"), "{told}");
    // The folder may be written to, the file may not.
    mode(&place.data(), 0o777);
    mode(&place.data().join("townhall.lock"), 0o666);
    let ended = run();
    let told = ended.refusal();
    assert!(told.contains("town.sqlite3") && told.contains("write"), "{told}");
    assert!(contents(&place.data()) == before);
}

#[cfg(unix)]
fn program_at(path: &std::path::Path) -> std::process::Command {
    let mut command = std::process::Command::new(path);
    command.env_clear().stdin(std::process::Stdio::null());
    command
}

#[test]
fn a_server_that_cannot_be_reached_is_told_without_the_password() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for address in [
        format!("postgres://clerk:hunter2@{free}/town"),
        format!("postgres://clerk:hun?ter2@{free}/town"),
        format!("postgres://clerk@{free}/town?password=hunter2"),
        "postgres://clerk:hunter2@nowhere.invalid/town".to_owned(),
        "mysql://clerk:hunter2@host/town".to_owned(),
    ] {
        let place = Place::sqlite();
        let mut command = program();
        command.current_dir(place.folder.path());
        command.args(["serve", "--listen", "127.0.0.1:0", "--database", &address]);
        let ended = Ended::of(&mut command);
        let told = ended.refusal();
        assert!(told.contains("database"), "{told}");
        for secret in ["hunter2", "ter2", "clerk:"] {
            assert!(!ended.err.contains(secret) && !ended.out.contains(secret), "{ended:?}");
        }
    }
    for place in Place::all().iter().filter(|place| !place.is_sqlite()) {
        let missing = format!("{}_missing", place.database());
        let ended = Ended::of(program().current_dir(place.folder.path()).args([
            "migrate",
            "--database",
            &missing,
        ]));
        assert!(ended.refusal().contains("does not exist"), "{ended:?}");
    }
}

#[test]
fn a_database_of_a_server_is_refused_when_it_is_newer_or_another_programs() {
    for place in Place::all() {
        let Some(server) = &place.server else { continue };
        server
            .write_blocking(|tx| tx.batch("INSERT INTO migrations VALUES (999999, 'later', '')"))
            .unwrap();
        assert!(place.run(&["migrate"]).refusal().contains("999999"));
        server
            .write_blocking(|tx| {
                tx.batch(
                    "DROP SCHEMA public CASCADE; CREATE SCHEMA public;
                     CREATE TABLE migrations (id BIGINT, migration TEXT, batch BIGINT)",
                )
            })
            .unwrap();
        assert!(place.run(&["migrate"]).refusal().contains("another program"));
    }
}

#[test]
fn a_mistake_in_the_settings_is_told_by_its_name() {
    let place = Place::sqlite();
    let file = place.folder.path().join("townhall.toml");
    for (text, words) in [
        ("lissen = '127.0.0.1:1'", &["townhall.toml", "line 1", "lissen"][..]),
        ("name = 'Elmford'\nnode = 'one'", &["townhall.toml", "line 2"]),
        ("trusted-proxies = '10.0.0.0/8, proxy'", &["trusted-proxies", "`proxy`"]),
        ("node = 5000", &["node", "1023"]),
        ("language = 'fr'", &["language", "en or es"]),
        ("base-url = 'elmford.example'", &["base-url", "https://"]),
        ("name = 'Elmford", &["townhall.toml", "line 1"]),
        ("log-format = 'xml'", &["xml", "json"]),
        ("log = 'loud=louder'", &["loud=louder"]),
    ] {
        fs::write(&file, text).unwrap();
        let ended = place.run(&["serve", "--listen", "127.0.0.1:0"]);
        let told = ended.refusal();
        for word in words {
            assert!(told.contains(word), "{word} is not in: {told}");
        }
    }
    fs::remove_file(&file).unwrap();
    let ended = place.run(&["serve", "--config", "missing.toml"]);
    assert!(ended.refusal().contains("missing.toml"), "{ended:?}");
    let ended = place.run(&["serve", "--lissen", "x"]);
    assert_eq!(ended.code, Some(2), "{ended:?}");
    assert!(ended.err.contains("--lissen"), "{ended:?}");
}

#[test]
fn letters_do_not_leave_with_links_that_lead_nowhere() {
    let place = Place::sqlite();
    let serve = ["serve", "--listen", "127.0.0.1:0", "--smtp", "smtp://127.0.0.1:9"];
    let ended = place.run(&serve);
    let told = ended.refusal();
    assert!(told.contains("base-url") && told.contains("TOWNHALL_BASE_URL"), "{told}");
    assert!(!place.data().exists(), "nothing was made");
}
