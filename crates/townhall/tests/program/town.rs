//! A real town from the command line: services, staff, settings, serving.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use crate::process::{Ended, Place, Running, program};

#[path = "../../../services/tests/sample/mod.rs"]
mod sample;

/// Writes the sample town's definitions into a folder.
pub fn write_pack(folder: &Path) {
    for (name, text) in [
        ("pack.toml", sample::PACK),
        ("services/pothole.toml", sample::POTHOLE),
        ("services/permit.toml", sample::PERMIT),
        ("services/advice.toml", sample::ADVICE),
        ("workflows/field-work.toml", sample::WORKFLOW),
    ] {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    for service in ["pothole", "permit", "advice"] {
        for end in ["md", "es.md"] {
            fs::write(folder.join(format!("services/{service}.{end}")), "How it works.").unwrap();
        }
    }
}

fn check(folder: &Path) -> Ended {
    Ended::of(program().args(["service", "check"]).arg(folder))
}

/// One fault of each class: the file, what is replaced by what, and words of the message and remedy.
const FAULTS: [(&str, &str, &str, &str, &str); 9] = [
    // An unknown name, a key that is not known, the same id twice.
    ("services/pothole.toml", "team = \"roads\"", "team = \"rods\"", "no team `rods`", "`roads`"),
    ("services/pothole.toml", "popular = true", "poplar = true", "`poplar`", "`popular`"),
    ("services/pothole.toml", "id = \"depth\"", "id = \"size\"", "`size` is there twice", "help"),
    // Expressions: of the wrong type, of a later question, of no field.
    (
        "services/pothole.toml",
        "when = \"answers.harm\"",
        "when = \"answers.depth\"",
        "must be yes or no",
        "help",
    ),
    (
        "services/pothole.toml",
        "when = \"answers.harm\"",
        "when = \"answers.day == '2026-01-01'\"",
        "asked later",
        "earlier",
    ),
    (
        "services/pothole.toml",
        "answers.place.district == 'south'",
        "answers.place.distrikt == 'south'",
        "no field `distrikt`",
        "help",
    ),
    // Workflows: a state that nothing leads to, one that is not there.
    (
        "workflows/field-work.toml",
        "to = \"waiting\"",
        "to = \"received\"",
        "nothing leads to",
        "help",
    ),
    ("workflows/field-work.toml", "to = \"waiting\"", "to = \"wating\"", "`wating`", "`waiting`"),
    ("pack.toml", "[opening]", "[opening", "not TOML", "expected `]`"),
];

#[test]
fn the_check_of_services_tells_file_line_and_remedy() {
    let folder = tempfile::tempdir().unwrap();
    write_pack(folder.path());
    let sound = check(folder.path());
    assert_eq!(sound.code, Some(0), "{sound:?}");
    assert!(sound.out.contains("3 services, no errors"), "{sound:?}");
    for (name, from, to, what, remedy) in FAULTS {
        let path = folder.path().join(name);
        let before = fs::read_to_string(&path).unwrap();
        let changed = before.replacen(from, to, 1);
        assert_ne!(changed, before, "{from}");
        fs::write(&path, &changed).unwrap();
        let ended = check(folder.path());
        assert_eq!(ended.code, Some(1), "{ended:?}");
        assert!(ended.err.contains(what) && ended.err.contains(remedy), "{to}: {}", ended.err);
        let place = ended.err.split(&format!("--> {name}:")).nth(1);
        let line = place.and_then(|rest| rest.split(':').next()).and_then(|line| line.parse().ok());
        assert!(line.is_some_and(|line: usize| line >= 1), "{to}: {}", ended.err);
        fs::write(&path, before).unwrap();
    }
    let nowhere = check(&folder.path().join("nowhere"));
    assert_eq!(nowhere.code, Some(1));
    assert!(nowhere.err.contains("nowhere"), "{nowhere:?}");
    fs::write(folder.path().join("services/bad.toml"), [0xff, 0xfe]).unwrap();
    let binary = check(folder.path());
    assert!(binary.code == Some(1) && binary.err.contains("not UTF-8"), "{binary:?}");
}

fn serve(place: &Place) -> Running {
    let listen = ["serve", "--listen", "127.0.0.1:0", "--base-url", "https://elmford.example"];
    let mail = ["--smtp", "smtp://127.0.0.1:9", "--name", "Elmford"];
    Running::start(place.command(&[&listen[..], &mail].concat()))
}

#[test]
fn a_real_town_is_loaded_staffed_and_served_without_the_demos_doors() {
    for place in Place::all() {
        let pack = place.folder.path().join("pack");
        write_pack(&pack);
        let pack = pack.display().to_string();
        let loaded = place.run(&["service", "load", &pack]);
        assert!(loaded.out.contains("3 services published"), "{loaded:?}");
        let again = place.run(&["service", "load", &pack]);
        assert!(again.out.contains("0 services published"), "{again:?}");

        let add = |arguments: &[&str]| place.run(&[&["user", "add"], arguments].concat());
        let added = add(&["ana@elmford.example", "Ana Ruiz"]);
        assert_eq!(added.code, Some(0), "{added:?}");
        let link = added.out.lines().find(|line| line.starts_with("http://")).unwrap();
        assert!(add(&["ana@elmford.example", "Ana"]).refusal().contains("already"));
        assert!(add(&["ana", "Ana"]).refusal().contains("`ana`"));
        assert!(add(&["b@elmford.example", "Bo", "--role", "mayor"]).refusal().contains("`mayor`"));
        let lost = ["c@elmford.example", "Cy", "--role", "caseworker", "--team", "nobody"];
        assert!(add(&lost).refusal().contains("nobody"));
        let roads = ["d@elmford.example", "Di", "--role", "caseworker", "--team", "roads"];
        assert_eq!(add(&roads).code, Some(0));
        let listed = place.run(&["user", "list"]).out;
        assert!(listed.contains("ana@elmford.example") && listed.contains("Ana Ruiz"), "{listed}");
        assert!(
            listed.contains("administrator") && listed.contains("caseworker of roads"),
            "{listed}"
        );
        assert!(place.run(&["user", "teams"]).out.contains("roads-south"));

        let town = serve(&place);
        let home = town.get("/");
        assert!(home.status == 200 && home.body.contains("Elmford"), "{home:?}");
        for door in ["/demo", "/demo/mail", "/demo/sign-in"] {
            assert_eq!(town.get(door).status, 404, "{door}");
        }
        let path = link.splitn(4, '/').nth(3).unwrap();
        assert_eq!(town.get(&format!("/{path}")).status, 200, "the invitation opens: {link}");
        let (ended, _) = town.terminate();
        assert_eq!(ended.code, Some(0), "{ended:?}");

        // The demo would let anybody in.
        let demo = place.run(&["demo", "--listen", "127.0.0.1:0"]);
        assert!(demo.refusal().contains("real town"), "{demo:?}");
    }
}

#[test]
fn a_password_is_taken_from_standard_input() {
    let place = Place::sqlite();
    place.run(&["user", "add", "ana@elmford.example", "Ana Ruiz"]);
    let set = |password: &str| {
        let mut command = place.command(&["user", "password", "ana@elmford.example"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(password.as_bytes()).unwrap();
        let ended = child.wait_with_output().unwrap();
        (ended.status.code(), String::from_utf8(ended.stderr).unwrap())
    };
    assert_eq!(set("a long walk by the river\n").0, Some(0));
    let (code, told) = set("short\n");
    assert!(code == Some(1) && !told.contains("short\n"), "{told}");
}

#[test]
fn a_real_town_needs_a_mail_server() {
    let place = Place::sqlite();
    let ended = place.run(&["serve", "--listen", "127.0.0.1:0", "--log", "off"]);
    assert!(ended.refusal().contains("smtp"), "{ended:?}");
}

#[test]
fn every_setting_is_explained_as_a_configuration() {
    let ended = Ended::of(program().arg("config"));
    assert_eq!(ended.code, Some(0));
    for key in [
        "listen",
        "database",
        "data",
        "smtp",
        "base-url",
        "trusted-proxies",
        "node",
        "drain",
        "log-format",
    ] {
        assert!(ended.out.contains(&format!("\n#{key} = ")), "{key}: {}", ended.out);
        let variable = format!("TOWNHALL_{}", key.to_uppercase().replace('-', "_"));
        assert!(ended.out.contains(&format!("--{key}, {variable}")), "{key}: {}", ended.out);
    }
    // Its keys set as they stand, the program takes it.
    let place = Place::sqlite();
    let set: Vec<_> = ended
        .out
        .lines()
        .map(|line| if line.starts_with("# ") { line } else { line.trim_start_matches('#') })
        .collect();
    fs::write(place.folder.path().join("townhall.toml"), set.join("\n")).unwrap();
    let migrated = place.run(&["migrate"]);
    assert_eq!(migrated.code, Some(0), "{migrated:?}");
}

#[cfg(unix)]
#[test]
fn what_is_secret_is_its_owners() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::sqlite();
    drop(place.demo(&[]));
    let mode =
        |name: &str| fs::metadata(place.data().join(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(""), mode("secret.key"), mode("town.sqlite3")), (0o700, 0o600, 0o600));
}
