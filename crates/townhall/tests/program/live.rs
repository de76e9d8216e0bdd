//! Open pages hear of what happens, on whichever node, and many of them keep nobody else out.

use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::browser::Visitor;
use crate::crash::submit;
use crate::demo;
use crate::mailbox::Mailbox;
use crate::nodes::{beside, load, serve};
use crate::process::{PATIENCE, Place, Running};
use crate::staff;

/// How many open pages come, all by a proxy on this machine that names nobody.
const PAGES: usize = 320;
/// How many of them are told of changes; the bound is that of `web`.
const STREAMS: usize = 300;
/// How much more memory they may take together, in megabytes.
const MORE_MB: u64 = 50;

/// Reads lines until one begins so.
fn until(lines: &mut BufReader<TcpStream>, beginning: &str) -> String {
    let began = Instant::now();
    let mut line = String::new();
    while began.elapsed() < PATIENCE {
        line.clear();
        assert!(lines.read_line(&mut line).unwrap() > 0, "the stream ended before `{beginning}`");
        if line.starts_with(beginning) {
            return line;
        }
    }
    panic!("no `{beginning}` comes");
}

#[test]
fn news_of_a_case_reaches_whoever_looks_on_another_node_and_a_stop_ends_the_streams() {
    for server in store::testing::servers() {
        let first = Place::on(server.address());
        load(&first);
        staff::hire(&first);
        let mailbox = Mailbox::open();
        let here = serve(&first, &mailbox.address(), &[]);
        let second = beside(&first);
        let there = serve(&second, &mailbox.address(), &[]);
        let mut di = Visitor::new(here.address);
        staff::sign_in(&mut di);
        let mut lines = BufReader::new(di.clone().at(there.address).open("/desk/live"));
        until(&mut lines, "event: open");
        assert_eq!(submit(&mut Visitor::new(here.address), "ada@example.org"), Some(true));
        until(&mut lines, "event: changed");
        let (ended, took) = there.terminate();
        assert_eq!(ended.code, Some(0), "{ended:?}");
        assert!(took < Duration::from_secs(10), "open pages held the end up for {took:?}");
        while lines.read_line(&mut String::new()).unwrap() > 0 {}
    }
}

fn open(town: &Running, visitor: &Visitor) -> (u16, String, BufReader<TcpStream>) {
    let mut lines = BufReader::new(visitor.clone().at(town.address).open("/desk/live"));
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert!(lines.read_line(&mut head).unwrap() > 0, "{head}");
    }
    (head.split(' ').nth(1).unwrap().parse().unwrap(), head.to_lowercase(), lines)
}

#[test]
fn three_hundred_open_pages_keep_nobody_out_and_the_next_is_told_to_come_back() {
    let place = Place::sqlite();
    let town = place.demo(&[]);
    let maya = demo::sign_in(&town, "Maya Okafor");
    let before = town.memory_mb();
    let mut streams = Vec::new();
    for number in 0..PAGES {
        let (status, head, mut lines) = open(&town, &maya);
        if number < STREAMS {
            assert_eq!(status, 200, "{head}");
            until(&mut lines, "event: open");
            streams.push(lines);
        } else {
            assert_eq!(status, 503, "stream {number}: {head}");
            assert!(head.contains("retry-after: "), "{head}");
        }
    }
    for path in ["/", "/services/pothole", "/waits", "/reports"] {
        assert_eq!(town.get(path).status, 200, "{path}");
    }
    let mut resident = Visitor::new(town.address);
    let began = resident.post("/services/pothole", "/services/pothole/start", &[]);
    assert_eq!(began.unwrap().status, 303, "forms are taken meanwhile");
    let more = town.memory_mb().saturating_sub(before);
    assert!(more < MORE_MB, "{more} MB more");
    drop(streams);
    let again = Instant::now();
    while open(&town, &maya).0 != 200 {
        assert!(again.elapsed() < PATIENCE, "places of closed pages stay taken");
    }
}
