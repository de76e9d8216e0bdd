//! What a PostgreSQL that is cut off, closed, slow, silent or replaced by its replica does to a town: pages
//! and refusals come in time, nothing that was acknowledged is lost, and the town goes on by itself. A server
//! that is killed and started anew stands in `crash`.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use store::testing::{Proxy, servers};

use crate::cluster::Cluster;
use crate::crash::Sent;
use crate::faults::{is_refusal, serving, wait_for};
use crate::mailbox::Mailbox;
use crate::nodes::{beside, load};
use crate::process::{Place, Running};

/// How many people send forms at the same moment.
const SENDERS: usize = 3;
/// A page's own limit, and what a busy machine adds.
const ANSWERED: Duration = Duration::from_secs(40);

store::statements! {
    REFERENCES: Query<String> = "SELECT reference FROM cases ORDER BY id LIMIT 1000000";
    DUE: Statement = "UPDATE jobs SET due_at = 0 WHERE state = 'waiting'";
    LEFT: Query<i64> = "SELECT COUNT(*) FROM outbox WHERE state IN ('queued', 'failed')";
}

/// A town whose log can be read while it runs.
struct Town {
    place: Place,
    running: Running,
}

impl Town {
    fn serve(place: Place, mailbox: &Mailbox) -> Self {
        let log = File::create(place.folder.path().join("log")).unwrap();
        let running = Running::start_with(serving(&place, mailbox), Stdio::from(log));
        Self { place, running }
    }

    fn log(&self) -> String {
        fs::read_to_string(self.place.folder.path().join("log")).unwrap()
    }

    fn says(&self, status: u16, words: &str) -> bool {
        let ready = self.running.get("/health/ready");
        ready.status == status && ready.body.contains(words)
    }

    fn is_well(&self) -> bool {
        self.says(200, "\"writes\":true")
    }
}

/// Each letter went out to its own address, once.
fn each_letter_left_once(db: &store::Db, mailbox: &Mailbox) {
    wait_for("letters do not leave", || {
        // As if the time of attempts that were cut short had run out.
        db.write_blocking(|tx| tx.run(&DUE, store::params![])).unwrap();
        db.read_blocking(|tx| tx.one(&LEFT, store::params![])).unwrap() == Some(0)
    });
    let twice: Vec<_> = mailbox.addresses().into_iter().filter(|(_, ids)| ids.len() != 1).collect();
    assert!(twice.is_empty(), "letters under several ids: {twice:?}");
}

#[test]
fn connections_that_are_cut_and_refused_lose_nothing_and_are_told_once() {
    for server in servers() {
        let (proxy, mailbox, sent) =
            (Proxy::to(&server.address()), Mailbox::open(), Sent::default());
        let place = Place::on(proxy.address());
        load(&place);
        let town = Town::serve(place, &mailbox);
        let stop = AtomicBool::new(false);
        std::thread::scope(|scope| {
            (0..SENDERS).for_each(|_| drop(scope.spawn(|| sent.until(&stop, &town.running))));
            for _ in 0..8 {
                sent.wait_for_more();
                proxy.cut();
            }
            stop.store(true, Ordering::SeqCst);
        });
        wait_for("it is well after the cuts", || town.is_well());
        proxy.refuse(true);
        proxy.cut();
        wait_for("it says so", || town.says(503, "the database does not answer"));
        for _ in 0..5 {
            is_refusal(&town.running.get("/services/permit"));
            assert!(town.says(503, "the database does not answer"));
        }
        assert_eq!(town.running.get("/health/live").status, 200);
        proxy.refuse(false);
        wait_for("it goes on by itself", || town.is_well());
        sent.one(&town.running);
        sent.hold_against(&town.place);
        each_letter_left_once(&server, &mailbox);
        let log = town.log();
        let failures = log.lines().filter_map(|line| line.split_once("the database fails"));
        let told: Vec<_> = failures.map(|(_, cause)| cause).collect();
        let causes: BTreeSet<_> = told.iter().collect();
        assert!(!told.is_empty() && told.len() == causes.len(), "told again and again: {log}");
    }
}

#[test]
fn a_slow_or_silent_server_is_told_and_nobody_waits_for_ever() {
    for server in servers() {
        let (proxy, mailbox, sent) =
            (Proxy::to(&server.address()), Mailbox::open(), Sent::default());
        let place = Place::on(proxy.address());
        load(&place);
        let town = Town::serve(place, &mailbox);
        sent.one(&town.running);
        for late in [2, 10] {
            proxy.slow(Duration::from_secs(late));
            let began = Instant::now();
            std::thread::scope(|scope| {
                for page in ["/services/permit", "/services", "/waits"] {
                    let (town, began) = (&town, &began);
                    scope.spawn(move || {
                        let reply = town.running.get(page);
                        assert!([200, 503].contains(&reply.status), "{page}: {reply:?}");
                        assert!(began.elapsed() < ANSWERED, "{page}: {:?}", began.elapsed());
                    });
                }
                wait_for("it says so", || town.says(503, "the database takes too long"));
                proxy.slow(Duration::ZERO);
            });
            wait_for("it goes on by itself", || town.is_well());
            sent.one(&town.running);
        }
        let told = town.log().matches("not ready").count();
        assert!((1..=4).contains(&told), "{}", town.log());
        assert_eq!(sent.hold_against(&town.place), 3);
        each_letter_left_once(&server, &mailbox);
    }
}

#[test]
fn a_replica_that_takes_over_has_every_acknowledged_form_and_the_nodes_go_on_under_their_numbers() {
    let Some(mut primary) = Cluster::start() else { return };
    let replica = primary.replica();
    let (proxy, mailbox, sent) = (Proxy::to(&primary.address()), Mailbox::open(), Sent::default());
    let first = Place::on(proxy.address());
    load(&first);
    let first = Town::serve(first, &mailbox);
    let second = Town::serve(beside(&first.place), &mailbox);
    let nodes = [first, second];
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for node in &nodes {
            (0..SENDERS).for_each(|_| drop(scope.spawn(|| sent.until(&stop, &node.running))));
        }
        sent.wait_for_more();
        primary.kill();
        proxy.cut();
        // Whoever looks after it has not promoted the replica yet: it can be read.
        proxy.lead_to(&replica.address());
        for node in &nodes {
            wait_for("it says that it reads only", || node.says(200, "the database is read-only"));
            assert_eq!(node.running.get("/services/permit").status, 200);
        }
        replica.promote();
        for node in &nodes {
            wait_for("it goes on by itself", || node.is_well());
        }
        sent.wait_for_more();
        sent.wait_for_more();
        stop.store(true, Ordering::SeqCst);
    });
    let numbers: BTreeSet<_> = nodes
        .iter()
        .map(|node| {
            let figures = node.running.metrics()();
            let line = figures.lines().find(|line| line.starts_with("townhall_node_number "));
            line.unwrap().to_owned()
        })
        .collect();
    assert_eq!(numbers.len(), 2, "two nodes have one number: {numbers:?}");
    let cases = sent.hold_against(&nodes[0].place);
    let options = store::Options { migrate: false, ..store::Options::default() };
    let db = store::Db::open(&proxy.address(), &options).unwrap();
    let all = db.read_blocking(|tx| tx.all(&REFERENCES, store::params![])).unwrap();
    assert_eq!((all.len(), all.iter().collect::<BTreeSet<_>>().len()), (cases, cases));
    // Letters that were on their way when the primary died go out again when their time has run out; the
    // crash test waits for them.
    println!("{} forms acknowledged, {cases} found", sent.count());
    let verified = nodes[0].place.run(&["verify"]);
    assert_eq!(verified.code, Some(0), "{verified:?}");
}
