//! Several programs over one database: a number and a secret each, and a restart that nobody notices.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex};
use std::time::Instant;

use crate::balancer::Balancer;
use crate::browser::Visitor;
use crate::crash::submit;
use crate::mailbox::Mailbox;
use crate::process::{PATIENCE, Place, Running};
use crate::staff;
use crate::town::write_pack;

/// How many nodes share the database.
const NODES: usize = 3;
/// How many people send forms, and how many read, all the time.
const SENDERS: usize = 2;
const READERS: usize = 2;

store::statements! {
    WAITING: Query<i64> = "SELECT COUNT(*) FROM jobs WHERE kind = 'post.deliver'";
    CASES: Query<i64> = "SELECT COUNT(*) FROM cases";
    NUMBERS: Query<i64> = "SELECT number FROM nodes ORDER BY number LIMIT 10";
}

/// Starts a node over a place, with more arguments.
pub fn serve(place: &Place, smtp: &str, more: &[&str]) -> Running {
    Running::start(place.command(&[&arguments(smtp)[..], more].concat()))
}

fn arguments(smtp: &str) -> [&str; 9] {
    let base_url = "http://127.0.0.1";
    ["serve", "--listen", "127.0.0.1:0", "--base-url", base_url, "--smtp", smtp, "--log", "off"]
}

pub fn load(place: &Place) {
    let pack = place.folder.path().join("pack");
    write_pack(&pack);
    let loaded = place.run(&["service", "load", &pack.display().to_string()]);
    assert_eq!(loaded.code, Some(0), "{loaded:?}");
}

/// Another node's folder over the same database, with the keys of the first.
pub fn beside(first: &Place) -> Place {
    let place = Place::on(first.database().to_owned());
    fs::create_dir_all(place.data()).unwrap();
    for key in ["secret.key", "ledger.key"] {
        fs::copy(first.data().join(key), place.data().join(key)).unwrap();
    }
    place
}

#[test]
fn a_program_with_another_secret_does_not_start_until_it_is_made_the_towns() {
    let mail = "smtp://127.0.0.1:9";
    for place in Place::all() {
        load(&place);
        let refused = |why: &str| {
            let ended = place.run(&arguments(mail));
            let told = ended.refusal();
            assert!(told.contains(why) && told.contains("townhall new-secret"), "{told}");
            let told = place.run(&["doctor"]).out;
            let line = told.lines().find(|line| line.starts_with("wrong  secret"));
            assert!(line.is_some_and(|line| line.contains(why)), "{told}");
        };
        drop(serve(&place, mail, &[]));
        assert!(place.run(&["doctor"]).out.contains("ok     secret"));
        let secret = place.data().join("secret.key");
        let own = fs::read(&secret).unwrap();
        fs::write(&secret, "07".repeat(32)).unwrap();
        refused("is not the one");
        fs::remove_file(&secret).unwrap();
        refused("has no secret.key");
        assert!(!secret.exists(), "a refused start made a secret");
        fs::write(&secret, own).unwrap();
        drop(serve(&place, mail, &[]));

        fs::write(&secret, "07".repeat(32)).unwrap();
        assert_eq!(place.run(&["new-secret"]).code, Some(0));
        drop(serve(&place, mail, &[]));
    }
}

#[test]
fn a_node_whose_number_is_taken_does_not_start_and_one_without_takes_a_free_one() {
    let mail = "smtp://127.0.0.1:9";
    for server in store::testing::servers() {
        let place = Place::on(server.address());
        load(&place);
        let first = serve(&place, mail, &["--node", "0"]);
        let second = beside(&place);
        let ended = second.run(&[&arguments(mail)[..], &["--node", "0"]].concat());
        let told = ended.refusal();
        assert!(told.contains("number 0") && told.contains("--node"), "{told}");
        let second = serve(&second, mail, &[]);
        let numbers = server.read_blocking(|tx| tx.all(&NUMBERS, store::params![])).unwrap();
        // The command that loaded the services had the highest.
        assert_eq!(numbers, [0, 1, 1_023]);
        assert_eq!(first.get("/health/ready").status, 200);
        assert_eq!(second.get("/health/ready").status, 200);
    }
}

/// One request on a connection that stays open; the head of its answer.
fn ask(stream: &mut TcpStream, path: &str) -> String {
    write!(stream, "GET {path} HTTP/1.1\r\nhost: x\r\n\r\n").unwrap();
    let mut reader = BufReader::new(stream);
    let (mut head, mut line) = (String::new(), String::new());
    while reader.read_line(&mut line).unwrap() > 2 {
        head.push_str(&std::mem::take(&mut line).to_lowercase());
    }
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
    let mut body = vec![0; length.parse().unwrap()];
    reader.read_exact(&mut body).unwrap();
    head
}

#[test]
fn a_node_that_stops_says_so_and_lets_go_of_each_connection_with_its_answer() {
    let place = Place::sqlite();
    load(&place);
    let node = serve(&place, "smtp://127.0.0.1:9", &["--drain", "2"]);
    let connect = || TcpStream::connect(node.address).unwrap();
    let (mut one, mut other) = (connect(), connect());
    for stream in [&mut one, &mut other] {
        assert!(ask(stream, "/health/ready").starts_with("http/1.1 200"));
    }
    node.signal("TERM");
    // A moment passes until it has heard; what is asked before is answered as before.
    let stopping = loop {
        let head = ask(&mut one, "/health/ready");
        if head.contains("connection: close") {
            break head;
        }
    };
    assert_eq!(node.get("/health/ready").status, 503);
    let living = ask(&mut other, "/health/live");
    assert!(living.starts_with("http/1.1 200"), "{living}");
    for (head, mut stream) in [(stopping, one), (living, other)] {
        assert!(head.contains("connection: close"), "{head}");
        assert_eq!(stream.read(&mut [0]).unwrap(), 0, "the connection is open still");
    }
    assert_eq!(node.get("/health/live").status, 200, "new connections are taken for a while");
    let (ended, _) = node.terminated();
    assert_eq!(ended.code, Some(0), "{ended:?}");
}

/// What is done all the time, and what of it failed.
#[derive(Default)]
struct Load {
    stop: AtomicBool,
    number: AtomicUsize,
    done: Mutex<usize>,
    more: Condvar,
    failures: Mutex<Vec<String>>,
}

impl Load {
    fn send(&self, balancer: &Balancer) {
        while !self.stop.load(Ordering::SeqCst) {
            let number = self.number.fetch_add(1, Ordering::Relaxed);
            let email = format!("resident.{number}@example.org");
            if submit(&mut Visitor::new(balancer.at), &email) != Some(true) {
                self.failures.lock().unwrap().push(format!("{email} could not send"));
            }
            self.count();
        }
    }

    fn read(&self, balancer: &Balancer) {
        let mut visitor = Visitor::new(balancer.at);
        for page in ["/", "/services", "/services/permit", "/waits"].iter().cycle() {
            if self.stop.load(Ordering::SeqCst) {
                return;
            }
            let status = visitor.try_get(page).map(|reply| reply.status);
            if status != Some(200) {
                self.failures.lock().unwrap().push(format!("{page}: {status:?}"));
            }
            self.count();
        }
    }

    /// Waits until much more has been done: every node has had its turn.
    fn wait_for_more(&self) {
        let done = self.done.lock().unwrap();
        let wanted = *done + 20;
        let waited = self.more.wait_timeout_while(done, PATIENCE, |done| *done < wanted).unwrap();
        assert!(!waited.1.timed_out(), "the load stands still");
    }

    fn count(&self) {
        *self.done.lock().unwrap() += 1;
        self.more.notify_all();
    }
}

#[test]
fn a_rolling_restart_of_three_nodes_under_load_fails_no_request_and_runs_each_job_once() {
    for server in store::testing::servers() {
        let first = Place::on(server.address());
        load(&first);
        staff::hire(&first);
        let (mailbox, balancer) = (Mailbox::open(), Balancer::before(NODES));
        let smtp = mailbox.address();
        let start = |place: &Place| serve(place, &smtp, &["--drain", "1"]);
        let mut nodes = vec![start(&first)];
        let mut places = vec![first];
        while places.len() < NODES {
            places.push(beside(&places[0]));
            nodes.push(start(&places[places.len() - 1]));
        }
        let introduce = |number: usize, node: &Running| {
            balancer.node_is_at(number, node.address);
            balancer.wait_for(number);
        };
        nodes.iter().enumerate().for_each(|(number, node)| introduce(number, node));

        let load = Load::default();
        std::thread::scope(|scope| {
            (0..SENDERS).for_each(|_| drop(scope.spawn(|| load.send(&balancer))));
            (0..READERS).for_each(|_| drop(scope.spawn(|| load.read(&balancer))));
            load.wait_for_more();
            for (number, place) in places.iter().enumerate() {
                let (ended, _) = nodes.remove(number).terminate();
                assert_eq!(ended.code, Some(0), "{ended:?}");
                let node = start(place);
                introduce(number, &node);
                nodes.insert(number, node);
                load.wait_for_more();
            }
            load.stop.store(true, Ordering::SeqCst);
        });
        assert_eq!(*load.failures.lock().unwrap(), Vec::<String>::new());

        let mut everybody: BTreeSet<String> = (0..load.number.load(Ordering::SeqCst))
            .map(|number| format!("resident.{number}@example.org"))
            .collect();
        for (number, node) in nodes.iter().enumerate() {
            let email = format!("neighbour.{number}@example.org");
            assert_eq!(submit(&mut Visitor::new(node.address), &email), Some(true));
            everybody.insert(email);
        }
        each_case_is_found_on_each_node(&nodes);
        let count = |query: &'static store::Query<i64>| {
            server.read_blocking(|tx| tx.one(query, store::params![])).unwrap().unwrap_or(-1)
        };
        assert_eq!(usize::try_from(count(&CASES)).unwrap(), everybody.len());
        let began = Instant::now();
        while count(&WAITING) > 0 {
            assert!(began.elapsed() < PATIENCE, "letters do not leave");
        }
        let delivered = mailbox.deliveries();
        assert_eq!(delivered.keys().cloned().collect::<BTreeSet<_>>(), everybody);
        let twice: Vec<_> = delivered.iter().filter(|(_, times)| **times != 1).collect();
        assert!(twice.is_empty(), "letters that went out more than once: {twice:?}");
    }
}

/// Who signed in at one node is signed in at each, and finds what was sent at the others.
fn each_case_is_found_on_each_node(nodes: &[Running]) {
    let mut signed_in = Visitor::new(nodes[0].address);
    staff::sign_in(&mut signed_in);
    for node in nodes {
        let mut staff = signed_in.clone().at(node.address);
        let mut finds = |words: &str| {
            let page = staff.get(&format!("/desk?view=all&q={words}"));
            assert_eq!(page.status, 200, "{page:?}");
            page.body.contains("/desk/cases/")
        };
        assert!(!finds("nobody.at.all"), "it finds what is not there");
        for number in 0..nodes.len() {
            let (words, began) = (format!("neighbour.{number}"), Instant::now());
            while !finds(&words) {
                assert!(began.elapsed() < PATIENCE, "{words} is never found on {}", node.address);
            }
        }
    }
}
