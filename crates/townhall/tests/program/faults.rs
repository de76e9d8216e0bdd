//! What a disk that fails does to a town over one file: each form is acknowledged or refused in words and
//! never half kept, what only reads goes on, the log says once what is wrong, and the town goes on by
//! itself when the disk does.

use std::process::Command;
use std::time::Instant;

use crate::browser::{Reply, Visitor};
use crate::crash::{Sent, fill_in, is_acknowledged, send};
use crate::injection::Injection;
use crate::mailbox::Mailbox;
use crate::nodes::load;
use crate::process::{Ended, PATIENCE, Place, Running};

/// How many forms are sent while the disk fails: more than the lines that the log may have of it.
const TRIES: usize = 5;
/// What somebody types, by the sample's form.
const TYPED: &str = "A stall at the fair.";

store::statements! {
    OF: Query<i64> = "SELECT COUNT(*) FROM case_answers WHERE email = $1";
}

/// A fault: the calls that fail, how, and what the operator is told.
struct Fault {
    calls: &'static str,
    error: &'static str,
    ready: &'static str,
    log: &'static str,
}

pub fn serve(place: &Place, mailbox: &Mailbox) -> Running {
    Running::start(serving(place, mailbox))
}

/// The command that serves, with its figures.
pub fn serving(place: &Place, mailbox: &Mailbox) -> Command {
    let smtp = mailbox.address();
    let listen = ["serve", "--listen", "127.0.0.1:0", "--metrics-listen", "127.0.0.1:0"];
    let rest = ["--base-url", "http://127.0.0.1", "--smtp", &smtp, "--log", "info,web=warn"];
    place.command(&[&listen[..], &rest].concat())
}

/// Asks until an answer is as it should be.
pub fn wait_for(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < PATIENCE, "{what}");
        std::thread::yield_now();
    }
}

/// A page that says what happened and that it may be tried again.
pub fn is_refusal(reply: &Reply) {
    assert_eq!(reply.status, 503, "{reply:?}");
    assert_eq!(reply.header("retry-after").as_deref(), Some("60"), "{reply:?}");
    for words in ["Our records do not answer", "not confirmed", "you will not send it twice"] {
        assert!(reply.body.contains(words), "{words}: {reply:?}");
    }
}

fn count_of(place: &Place, email: &str) -> i64 {
    let options = store::Options { migrate: false, ..store::Options::default() };
    let db = store::Db::open(place.database(), &options).unwrap();
    let email = email.to_owned();
    let found = db.read_blocking(move |tx| tx.one(&OF, store::params![email.as_str()]));
    found.unwrap().unwrap()
}

/// Sends forms into the fault; what only reads is served all the while, and whoever watches is told.
fn meet(town: &Running, fault: &Fault, half_sent: &mut (Visitor, String, String)) {
    let (visitor, draft, token) = half_sent;
    is_refusal(&send(visitor, draft, token).unwrap());
    for _ in 1..TRIES {
        is_refusal(&send(visitor, draft, token).unwrap());
        let mut other = Visitor::new(town.address);
        let token = other.token("/services/permit").unwrap();
        is_refusal(&other.submit(&token, "/services/permit/start", &[]).unwrap());
    }
    for page in ["/", "/services", "/services/permit", "/waits", "/health/live"] {
        assert_eq!(town.get(page).status, 200, "{page}");
    }
    let shown = visitor.get(&format!("{draft}/check"));
    assert!(shown.status == 200 && shown.body.contains(TYPED), "{shown:?}");
    let ready = town.get("/health/ready");
    assert_eq!(ready.status, 200, "{ready:?}");
    assert!(
        ready.body.contains("\"writes\":false") && ready.body.contains(fault.ready),
        "{ready:?}"
    );
    assert!(town.metrics()().contains("townhall_database_writable 0.0"));
}

/// The log has one line of the fault, one of its end, and no other warning.
fn told_once(ended: &Ended, fault: &Fault) {
    let lines = |words: &str| ended.err.lines().filter(|line| line.contains(words)).count();
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert_eq!(lines("the database fails"), 1, "{}", ended.err);
    assert_eq!(lines(fault.log), 1, "{}", ended.err);
    assert_eq!(lines("the database works again"), 1, "{}", ended.err);
    assert_eq!(lines("ERROR") + lines("WARN"), 1, "{}", ended.err);
}

fn a_disk_fails_and_recovers(fault: &Fault) {
    let (place, mailbox, sent) = (Place::sqlite(), Mailbox::open(), Sent::default());
    load(&place);
    let town = serve(&place, &mailbox);
    sent.one(&town);
    let letters = || mailbox.deliveries().len();
    wait_for("the first letter leaves", || letters() == 1);
    let (mut visitor, email) = (Visitor::new(town.address), "half.sent@example.org");
    let (draft, token) = fill_in(&mut visitor, email).unwrap();
    let mut half_sent = (visitor, draft, token);

    let Some(injection) = Injection::into(&town, &place, fault.calls, fault.error) else { return };
    meet(&town, fault, &mut half_sent);
    drop(injection);

    // Nobody sends anything: it notices by itself.
    wait_for("writes are kept again", || {
        town.get("/health/ready").body.contains("\"writes\":true")
    });
    assert_eq!(count_of(&place, email), 0, "a form that was refused was kept");
    let (mut visitor, draft, token) = half_sent;
    assert!(is_acknowledged(&send(&mut visitor, &draft, &token).unwrap()));
    sent.acknowledge(email.to_owned());
    sent.one(&town);
    assert_eq!(count_of(&place, email), 1);
    wait_for("the letters leave", || letters() == 3);
    let (ended, _) = town.terminate();
    told_once(&ended, fault);
    assert_eq!(sent.hold_against(&place), 3);
    let verified = place.run(&["verify"]);
    assert_eq!(verified.code, Some(0), "{verified:?}");
}

#[test]
fn a_full_disk_refuses_forms_in_words_and_is_told_once() {
    a_disk_fails_and_recovers(&Fault {
        calls: "pwrite64",
        error: "ENOSPC",
        ready: "the disk of the database is full",
        log: "the disk of the database is full",
    });
}

#[test]
fn a_disk_that_became_read_only_refuses_forms_in_words_and_is_told_once() {
    a_disk_fails_and_recovers(&Fault {
        calls: "pwrite64,openat",
        error: "EROFS",
        ready: "the database is read-only",
        log: "the database is read-only",
    });
}

#[test]
fn a_disk_that_cannot_write_refuses_forms_in_words_and_is_told_once() {
    a_disk_fails_and_recovers(&Fault {
        calls: "pwrite64",
        error: "EIO",
        ready: "the disk of the database fails",
        log: "the disk of the database fails (disk I/O error)",
    });
}

#[test]
fn a_disk_that_cannot_sync_refuses_forms_in_words_and_is_told_once() {
    a_disk_fails_and_recovers(&Fault {
        calls: "fsync,fdatasync",
        error: "EIO",
        ready: "the disk of the database fails",
        log: "the disk of the database fails (disk I/O error)",
    });
}

/// What was refused because the disk did not confirm it may be in the log beside the file all the same, and
/// then it is read when the program starts anew: the page says that nothing is confirmed, not that nothing
/// is kept.
#[test]
fn a_form_refused_by_a_failed_sync_is_whole_or_absent_after_a_crash_and_never_there_twice() {
    let (place, mailbox, sent) = (Place::sqlite(), Mailbox::open(), Sent::default());
    load(&place);
    let town = serve(&place, &mailbox);
    let (mut visitor, email) = (Visitor::new(town.address), "half.sent@example.org");
    let (draft, token) = fill_in(&mut visitor, email).unwrap();
    let Some(injection) = Injection::into(&town, &place, "fsync,fdatasync", "EIO") else { return };
    is_refusal(&send(&mut visitor, &draft, &token).unwrap());
    town.kill();
    drop(injection);
    let town = serve(&place, &mailbox);
    let kept = count_of(&place, email);
    println!("refused and kept: {kept}");
    sent.hold_against(&place);
    let mut visitor = visitor.at(town.address);
    assert!(is_acknowledged(&send(&mut visitor, &draft, &token).unwrap()));
    sent.acknowledge(email.to_owned());
    assert_eq!((sent.hold_against(&place), count_of(&place, email)), (1, 1));
}
