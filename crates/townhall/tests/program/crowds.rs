//! More clients than there is room for: others are served, memory is bounded, refusals are clear.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::browser::{Reply, Visitor};
use crate::process::{PATIENCE, Place};

/// How many slow clients come.
const SLOW: usize = 10_000;
/// How many people upload at the same moment.
const UPLOADERS: usize = 1_000;
/// How many pages others open meanwhile.
const VISITS: usize = 24;
/// How much more memory the program may hold under a crowd, in megabytes: 800 connections, and the 16
/// forms with photos that are read at once.
const MORE_MB: u64 = 500;

/// Opens a page as a browser whose user tries again when told to.
fn visit(address: SocketAddr, path: &str, refusals: &AtomicUsize) -> Reply {
    let began = Instant::now();
    loop {
        match get(address, path) {
            Some(reply) if reply.status == 503 => {
                assert!(reply.head.to_lowercase().contains("retry-after"), "{reply:?}");
            }
            Some(reply) => return reply,
            // Cut off without words, which only a flood of refusals is.
            None => {}
        }
        refusals.fetch_add(1, Ordering::Relaxed);
        assert!(began.elapsed() < PATIENCE, "{path} is not served");
        std::thread::sleep(Duration::from_millis(200));
    }
}

fn get(address: SocketAddr, path: &str) -> Option<Reply> {
    Visitor::new(address).try_get(path)
}

/// Opens connections that never come to their point: half of them send one byte of a head now and then,
/// the others ask for a large page and take nothing of it. Gives how many were open.
fn crawl(address: SocketAddr, stop: &AtomicBool, opened: &AtomicUsize) {
    let mut open: Vec<TcpStream> = Vec::new();
    for number in 0..SLOW {
        if let Ok(mut stream) = TcpStream::connect(address) {
            let asked = if number % 2 == 0 {
                "GET /waits HTTP/1.1\r\nhost: town\r\nx: "
            } else {
                "GET /waits HTTP/1.1\r\nhost: town\r\n\r\n"
            };
            if stream.write_all(asked.as_bytes()).is_ok() {
                stream.set_nonblocking(true).unwrap();
                open.push(stream);
            }
            opened.fetch_add(1, Ordering::Relaxed);
        }
    }
    while !stop.load(Ordering::Relaxed) {
        open.retain_mut(|stream| stream.write_all(b"y").is_ok());
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn ten_thousand_slow_clients_keep_nobody_out() {
    let place = Place::sqlite();
    let town = place.demo(&[]);
    assert_eq!(town.get("/waits").status, 200);
    let before = town.memory_mb();
    let (stop, opened, refusals) =
        (AtomicBool::new(false), AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        scope.spawn(|| crawl(town.address, &stop, &opened));
        while opened.load(Ordering::Relaxed) < SLOW / 5 {
            std::thread::yield_now();
        }
        for number in 0..VISITS {
            let path = ["/", "/services/pothole", "/waits", "/reports"][number % 4];
            assert_eq!(visit(town.address, path, &refusals).status, 200, "{path}");
        }
        while opened.load(Ordering::Relaxed) < SLOW {
            std::thread::yield_now();
        }
        assert_eq!(visit(town.address, "/health/ready", &refusals).status, 200);
        let more = town.memory_mb().saturating_sub(before);
        assert!(more < MORE_MB, "{more} MB more");
        stop.store(true, Ordering::Relaxed);
    });
    let refused = refusals.into_inner();
    assert!(refused < VISITS, "others were refused {refused} times");
    assert_eq!(town.get("/").status, 200);
}

#[test]
fn a_thousand_uploads_at_once_are_taken_or_told_to_come_back_and_pages_are_served() {
    let place = Place::sqlite();
    let town = place.demo(&[]);
    let mut resident = Visitor::new(town.address);
    let started = resident.post("/services/pothole", "/services/pothole/start", &[]).unwrap();
    let draft = started.location().split('/').nth(2).unwrap().to_owned();
    let page = format!("/apply/{draft}/photos/photos");
    let token = resident.token(&started.location()).unwrap();
    let before = town.memory_mb();
    // Not a picture: what is tested here is the way, which any megabyte takes.
    let file = vec![0x5a; 1 << 20];
    let (taken, told, cut) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
    let (refusals, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..UPLOADERS {
            let (mut resident, page, token, file) = (resident.clone(), &page, &token, &file);
            let (taken, told, cut) = (&taken, &told, &cut);
            let upload = move || match resident.upload(token, page, "photos", file) {
                Some(reply) if [429, 503].contains(&reply.status) => {
                    assert!(reply.head.to_lowercase().contains("retry-after"), "{reply:?}");
                    told.fetch_add(1, Ordering::Relaxed);
                }
                Some(reply) => {
                    // Led back to what is asked first.
                    assert_eq!(reply.status, 303);
                    taken.fetch_add(1, Ordering::Relaxed);
                }
                None => drop(cut.fetch_add(1, Ordering::Relaxed)),
            };
            std::thread::Builder::new().stack_size(128 << 10).spawn_scoped(scope, upload).unwrap();
        }
        for number in 0..VISITS {
            let path = ["/", "/services/pothole", "/waits", "/reports"][number % 4];
            assert_eq!(visit(town.address, path, &refusals).status, 200, "{path}");
            let memory = usize::try_from(town.memory_mb()).unwrap();
            most.fetch_max(memory, Ordering::Relaxed);
        }
    });
    let (taken, told, cut) = (taken.into_inner(), told.into_inner(), cut.into_inner());
    assert_eq!(taken + told + cut, UPLOADERS);
    assert!(taken >= 40 && told > 0, "{taken} taken, {told} told, {cut} cut off");
    let more = u64::try_from(most.into_inner()).unwrap().saturating_sub(before);
    assert!(more < MORE_MB, "{more} MB more");
    assert_eq!(town.get("/").status, 200);
}

#[test]
fn whoever_sends_nothing_but_bytes_gets_a_clear_answer() {
    let place = Place::sqlite();
    let town = place.demo(&[]);
    for sent in ["\r\n\r\n", "GET\r\n\r\n", "\0\0\0\0\r\n\r\n", "GET / HTTP/9.9\r\n\r\n"] {
        let mut stream = TcpStream::connect(town.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(sent.as_bytes()).unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400"), "{sent:?}: {answer}");
    }
    for search in ["*", "**", "a*", "(", "\"", "AND OR NOT", "%00", &"*".repeat(500)] {
        for path in ["/search?q=", "/waits?q=", "/services?q="] {
            let encoded = search.replace('%', "%25").replace(' ', "+").replace('"', "%22");
            let reply = town.get(&format!("{path}{encoded}"));
            assert!(reply.status < 500, "{path}{encoded}: {}", reply.status);
        }
    }
}
