//! A full disk under the search index alone: forms arrive, the log says it once, and what came meanwhile is
//! found afterwards.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::browser::Visitor;
use crate::crash::Sent;
use crate::faults::{serving, wait_for};
use crate::mailbox::Mailbox;
use crate::nodes::load;
use crate::process::{Place, Running};
use crate::staff;

/// The index's disk: what the index of a few cases needs and little more.
const SIZE: &str = "size=1m";

/// The same command with a small disk of its own at a folder, where this machine lets us.
fn with_small_disk(command: &Command, at: &Path) -> Option<Command> {
    let wrapped = |program: &std::ffi::OsStr| {
        let mut unshare = Command::new("unshare");
        unshare.args(["--map-root-user", "--mount", "--propagation", "private", "sh", "-c"]);
        unshare.arg(
            "mkdir -p \"$1\" && mount -t tmpfs -o \"$2\" none \"$1\" && shift 2 && exec \"$@\"",
        );
        unshare.arg("sh").arg(at).arg(SIZE).arg(program);
        unshare
    };
    let tried = wrapped("true".as_ref()).output();
    if !tried.as_ref().is_ok_and(|tried| tried.status.success()) {
        println!("skipped: no disk can be mounted here: {tried:?}");
        return None;
    }
    let mut small = wrapped(command.get_program());
    small.args(command.get_args()).stdin(Stdio::null());
    small.current_dir(command.get_current_dir().unwrap());
    for (name, _) in command.get_envs().filter(|(_, value)| value.is_none()) {
        small.env_remove(name);
    }
    Some(small)
}

#[test]
fn a_full_disk_of_the_search_index_stops_no_form_is_told_once_and_is_caught_up() {
    let (place, mailbox, sent) = (Place::sqlite(), Mailbox::open(), Sent::default());
    load(&place);
    staff::hire(&place);
    let index = place.data().join("search");
    let Some(command) = with_small_disk(&serving(&place, &mailbox), &index) else { return };
    let log = place.folder.path().join("log");
    let town = Running::start_with(command, Stdio::from(fs::File::create(&log).unwrap()));
    let told = |words: &str| fs::read_to_string(&log).unwrap().matches(words).count();
    let lag = || town.metrics()().contains("townhall_search_lag_entries 0.0");
    sent.one(&town);
    wait_for("the index follows", lag);

    // Its disk is in the program's own tree of folders.
    let inside = index.strip_prefix("/").unwrap();
    let rest =
        Path::new("/proc").join(town.id().to_string()).join("root").join(inside).join("rest");
    fs::write(&rest, vec![0; 4 << 20]).unwrap_err();
    sent.one(&town);
    wait_for("the log hears of it", || told("the search index cannot follow") > 0);
    (0..3).for_each(|_| sent.one(&town));
    let ready = town.get("/health/ready");
    assert!(ready.status == 200 && ready.body.contains("\"writes\":true"), "{ready:?}");
    assert!(!lag(), "it follows on a full disk");

    fs::remove_file(&rest).unwrap();
    wait_for("the index catches up", lag);
    assert_eq!(told("the search index cannot follow"), 1);
    let mut staff = Visitor::new(town.address);
    staff::sign_in(&mut staff);
    for number in 0..5 {
        let page = staff.get(&format!("/desk?view=all&q=resident.{number}"));
        assert!(page.body.contains("/desk/cases/"), "{number}: {page:?}");
    }
    let (ended, _) = town.terminate();
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert_eq!(sent.hold_against(&place), 5);
}
