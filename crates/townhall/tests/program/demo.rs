//! `townhall demo`

use std::fs;
use std::time::Duration;

use crate::browser::Visitor;
use crate::process::{Place, Running};

/// How long an idle program may take to end, on a busy machine.
const SECONDS: Duration = Duration::from_secs(5);

/// Signs in with one click as the demo's account of a role.
pub fn sign_in(running: &Running, name: &str) -> Visitor {
    let mut visitor = Visitor::new(running.address);
    let page = visitor.get("/demo").body;
    let before = page.split(name).next().unwrap();
    let (_, person) = before.rsplit_once("name=\"person\" value=\"").unwrap_or_default();
    // The name may stand before or after its button.
    let after =
        page.split(name).nth(1).and_then(|rest| rest.split("name=\"person\" value=\"").nth(1));
    for candidate in [Some(person), after].into_iter().flatten() {
        let id = candidate.split('"').next().unwrap();
        let mut one = visitor.clone();
        let reply = one.post("/demo", "/demo/sign-in", &[("person", id)]);
        if reply.is_some_and(|reply| reply.status == 303) && one.get("/desk").body.contains(name) {
            return one;
        }
    }
    panic!("{name} cannot sign in");
}

/// The references of cases on the first page of the inbox.
pub fn references(visitor: &mut Visitor) -> Vec<String> {
    let page = visitor.get("/desk?view=all").body;
    let mut found: Vec<String> = page
        .split("/desk/cases/")
        .skip(1)
        .filter_map(|rest| rest.split(['"', '/', '?', '#']).next())
        .map(str::to_owned)
        .collect();
    found.dedup();
    assert!(!found.is_empty(), "{page}");
    found
}

#[test]
fn a_newcomer_gets_a_town_and_finds_what_was_done_on_the_next_day() {
    for place in Place::all() {
        let demo = place.demo(&[]);
        for told in ["For residents", "For staff", "Rosa Delgado", "Samuel Whitfield", "/demo/mail"]
        {
            assert!(demo.said.contains(told), "{told} is not in: {}", demo.said);
        }
        for path in ["/health/live", "/health/ready", "/", "/demo", "/demo/mail", "/waits"] {
            let reply = demo.get(path);
            assert_eq!(reply.status, 200, "{path}: {}", reply.body);
        }
        assert_eq!(demo.get("/nowhere").status, 404);
        let mut maya = sign_in(&demo, "Maya Okafor");
        let reference = references(&mut maya).remove(0);
        let case = format!("/desk/cases/{reference}");
        let note = [("text", "The ladder is in the blue van.")];
        assert_eq!(maya.post(&case, &format!("{case}/notes"), &note).unwrap().status, 303);

        let (ended, took) = demo.terminate();
        assert_eq!(ended.code, Some(0), "{ended:?}");
        assert!(took < SECONDS, "{took:?}");
        for line in ["Services and staff", "Districts", "Requests of residents", " of 200"] {
            assert!(ended.err.contains(line), "{line}: {ended:?}");
        }
        assert!(!ended.err.contains('\u{1b}') && !ended.err.contains('\r'), "{ended:?}");

        let demo = place.demo(&[]);
        let page = sign_in(&demo, "Maya Okafor").get(&case).body;
        assert!(page.contains("The ladder is in the blue van."), "what was done is gone");
        let (ended, _) = demo.terminate();
        assert!(!ended.err.contains("Requests of residents"), "it was loaded again: {ended:?}");
    }
}

#[test]
fn fresh_begins_anew_and_deletes_nothing_that_is_not_the_demos() {
    let place = Place::sqlite();
    let demo = place.demo(&[]);
    let mut maya = sign_in(&demo, "Maya Okafor");
    let case = format!("/desk/cases/{}", references(&mut maya).remove(0));
    let note = [("text", "Soon forgotten.")];
    maya.post(&case, &format!("{case}/notes"), &note).unwrap();
    drop(demo);
    let theirs = ["thesis.odt", "files/holiday.jpg", "files/ab/letter.txt", "search/notes.txt"];
    for name in theirs {
        let path = place.data().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "precious").unwrap();
    }
    let demo = place.demo(&["--fresh"]);
    assert!(!sign_in(&demo, "Maya Okafor").get(&case).body.contains("Soon forgotten."));
    assert!(!references(&mut sign_in(&demo, "Maya Okafor")).is_empty());
    for name in theirs {
        assert_eq!(fs::read_to_string(place.data().join(name)).unwrap(), "precious", "{name}");
    }
}

#[test]
fn fresh_never_deletes_a_database_that_no_demo_made() {
    let place = Place::sqlite();
    assert_eq!(place.run(&["migrate"]).code, Some(0));
    let before = fs::read(place.file()).unwrap();
    let ended = place.run(&["demo", "--fresh", "--listen", "127.0.0.1:0"]);
    assert!(ended.refusal().contains("town.sqlite3"), "{ended:?}");
    assert_eq!(fs::read(place.file()).unwrap(), before);
}

#[test]
fn a_demo_that_was_broken_off_while_it_was_made_is_made_anew() {
    let place = Place::sqlite();
    drop(place.demo(&[]));
    let note = fs::read_to_string(place.data().join("demo.toml")).unwrap();
    fs::write(place.data().join("demo.toml"), note.replace("loaded = true", "loaded = false"))
        .unwrap();
    let (ended, _) = place.demo(&[]).terminate();
    assert!(ended.err.contains("made anew"), "{ended:?}");
    assert!(ended.err.contains("Requests of residents"), "{ended:?}");
}

#[test]
fn a_second_server_does_not_serve_from_the_same_folder() {
    let place = Place::sqlite();
    let demo = place.demo(&[]);
    for arguments in
        [&["demo", "--listen", "127.0.0.1:0"][..], &["demo", "--fresh", "--listen", "127.0.0.1:0"]]
    {
        let ended = place.run(arguments);
        assert!(ended.refusal().contains("--data"), "{ended:?}");
    }
    assert_eq!(demo.get("/health/ready").status, 200);
}

#[test]
fn the_program_drains_before_it_ends() {
    let place = Place::sqlite();
    let demo = place.demo(&["--drain", "2"]);
    demo.signal("TERM");
    std::thread::sleep(Duration::from_millis(300));
    let ready = demo.get("/health/ready");
    assert_eq!(ready.status, 503, "{ready:?}");
    assert!(ready.body.contains("stopping"), "{ready:?}");
    // What still comes is answered.
    assert_eq!(demo.get("/").status, 200);
    // A second signal ends at once what would have taken two seconds.
    let (ended, took) = demo.terminate();
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(took < Duration::from_millis(1_400), "{took:?}");
}

#[test]
fn readiness_tells_that_the_database_is_lost_and_that_it_is_back() {
    for place in Place::all() {
        let demo = place.demo(&[]);
        assert_eq!(demo.get("/health/ready").status, 200);
        let Some(server) = &place.server else {
            let aside = place.folder.path().join("aside");
            fs::rename(place.file(), &aside).unwrap();
            let reply = demo.get("/health/ready");
            assert_eq!((reply.status, demo.get("/health/live").status), (503, 200), "{reply:?}");
            fs::rename(&aside, place.file()).unwrap();
            assert_eq!(demo.get("/health/ready").status, 200);
            continue;
        };
        // The server closes every connection of the program; each is made anew without an error.
        let name = server.address().rsplit('/').next().unwrap().to_owned();
        let sql = format!(
            "DO $$ BEGIN PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = '{name}' AND pid <> pg_backend_pid(); END $$"
        );
        server.write_blocking(move |tx| tx.batch(&sql)).unwrap();
        for _ in 0..20 {
            assert_eq!(demo.get("/health/ready").status, 200);
        }
    }
}
