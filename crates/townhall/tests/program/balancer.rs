//! A reverse proxy as towns have one before several nodes: it takes turns among those that say they are
//! ready, and tries the next where none listens.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use crate::process::PATIENCE;

/// How often each node is asked whether it is ready.
const EVERY: Duration = Duration::from_millis(30);

/// A node as the proxy knows it.
#[derive(Default)]
struct Upstream {
    address: Mutex<Option<SocketAddr>>,
    ready: Mutex<bool>,
    changed: Condvar,
}

/// The proxy, on loopback.
pub struct Balancer {
    pub at: SocketAddr,
    nodes: Arc<Vec<Upstream>>,
    stop: Arc<AtomicBool>,
    /// Dropped when it ends, which the thread that looks at the nodes waits for.
    _watching: Sender<()>,
}

impl Balancer {
    /// Stands before so many nodes, none of which is known yet.
    pub fn before(count: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let nodes: Arc<Vec<Upstream>> = Arc::new((0..count).map(|_| Upstream::default()).collect());
        let (stop, turn) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let (watched, (watching, ended)) = (Arc::clone(&nodes), channel::<()>());
        std::thread::spawn(move || {
            while ended.recv_timeout(EVERY) == Err(RecvTimeoutError::Timeout) {
                watched.iter().for_each(Upstream::look);
            }
        });
        let (served, ends) = (Arc::clone(&nodes), Arc::clone(&stop));
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                if ends.load(Ordering::SeqCst) {
                    return;
                }
                let (nodes, turn) = (Arc::clone(&served), Arc::clone(&turn));
                std::thread::spawn(move || pass(client, &nodes, &turn));
            }
        });
        Self { at, nodes, stop, _watching: watching }
    }

    /// Tells where a node listens now.
    pub fn node_is_at(&self, number: usize, address: SocketAddr) {
        *self.nodes[number].address.lock().unwrap() = Some(address);
    }

    /// Waits until a node says that it is ready.
    pub fn wait_for(&self, number: usize) {
        let node = &self.nodes[number];
        let ready = node.ready.lock().unwrap();
        let waited = node.changed.wait_timeout_while(ready, PATIENCE, |ready| !*ready).unwrap();
        assert!(!waited.1.timed_out(), "node {number} does not get ready");
    }
}

impl Drop for Balancer {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        drop(TcpStream::connect(self.at));
    }
}

impl Upstream {
    fn look(&self) {
        let address = *self.address.lock().unwrap();
        let ready = address.and_then(ask).is_some_and(|answer| answer.contains(" 200 "));
        *self.ready.lock().unwrap() = ready;
        self.changed.notify_all();
    }

    fn is_ready(&self) -> bool {
        *self.ready.lock().unwrap()
    }
}

/// The first line of a node's answer to whether it is ready.
fn ask(address: SocketAddr) -> Option<String> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    stream.write_all(b"GET /health/ready HTTP/1.0\r\nhost: x\r\n\r\n").ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    answer.lines().next().map(str::to_owned)
}

/// Passes one request on, whose client closes nothing before the answer has come.
fn pass(mut client: TcpStream, nodes: &[Upstream], turn: &AtomicUsize) -> Option<()> {
    let first = turn.fetch_add(1, Ordering::Relaxed);
    let mut server = (0..nodes.len())
        .map(|step| &nodes[(first + step) % nodes.len()])
        .filter(|node| node.is_ready())
        .find_map(|node| {
            let address = *node.address.lock().unwrap();
            TcpStream::connect(address?).ok()
        })?;
    let (mut asking, mut asked) = (client.try_clone().ok()?, server.try_clone().ok()?);
    std::thread::spawn(move || drop(std::io::copy(&mut asking, &mut asked)));
    std::io::copy(&mut server, &mut client).ok()?;
    client.shutdown(Shutdown::Both).ok()
}
