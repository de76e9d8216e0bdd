//! A way to a server that can be cut, closed, slowed down and led elsewhere.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The connections that are open, and what becomes of them and of new ones.
#[derive(Clone, Debug, Default)]
pub struct Cutter {
    open: Arc<Mutex<Vec<TcpStream>>>,
    refusing: Arc<AtomicBool>,
    late_ms: Arc<AtomicU64>,
    host: Arc<Mutex<String>>,
}

impl Cutter {
    /// Cuts every connection that is open.
    pub fn cut(&self) {
        for stream in locked(&self.open).drain(..) {
            drop(stream.shutdown(Shutdown::Both));
        }
    }
}

/// Passes connections on to a server.
#[derive(Debug)]
pub struct Proxy {
    address: String,
    cutter: Cutter,
}

impl Proxy {
    /// Stands before the server of a database address.
    ///
    /// # Panics
    /// When it cannot.
    pub fn to(database: &str) -> Self {
        let (before, host, name) = parts(database);
        let (listener, here) = listening().unwrap_or_else(|error| panic!("no proxy: {error}"));
        let cutter = Cutter::default();
        host.clone_into(&mut locked(&cutter.host));
        let shared = cutter.clone();
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                if !shared.refusing.load(Ordering::SeqCst) {
                    drop(shared.connect(client));
                }
            }
        });
        Self { address: format!("{before}{here}/{name}"), cutter }
    }

    /// The database's address by way of the proxy.
    pub fn address(&self) -> String {
        self.address.clone()
    }

    /// Cuts every connection that is open.
    pub fn cut(&self) {
        self.cutter.cut();
    }

    /// Whether new connections are refused from now on.
    pub fn refuse(&self, refusing: bool) {
        self.cutter.refusing.store(refusing, Ordering::SeqCst);
    }

    /// Lets each piece of what the server says come so much later from now on.
    pub fn slow(&self, by: Duration) {
        let ms = u64::try_from(by.as_millis()).unwrap_or(u64::MAX);
        self.cutter.late_ms.store(ms, Ordering::SeqCst);
    }

    /// Leads new connections to the server of another address; those that are open stay.
    ///
    /// # Panics
    /// When that is no address.
    pub fn lead_to(&self, database: &str) {
        parts(database).1.clone_into(&mut locked(&self.cutter.host));
    }

    /// What cuts from inside a closure.
    pub fn cutter(&self) -> Cutter {
        self.cutter.clone()
    }
}

impl Cutter {
    fn connect(&self, client: TcpStream) -> std::io::Result<()> {
        let host = locked(&self.host).clone();
        let server = TcpStream::connect(host)?;
        locked(&self.open).extend([client.try_clone()?, server.try_clone()?]);
        pass(client.try_clone()?, server.try_clone()?, || Duration::ZERO);
        let late = Arc::clone(&self.late_ms);
        pass(server, client, move || Duration::from_millis(late.load(Ordering::SeqCst)));
        Ok(())
    }
}

fn pass(mut from: TcpStream, mut to: TcpStream, late: impl Fn() -> Duration + Send + 'static) {
    std::thread::spawn(move || {
        let mut buffer = [0; 8_192];
        while let Ok(read @ 1..) = from.read(&mut buffer) {
            let late = late();
            if !late.is_zero() {
                std::thread::sleep(late);
            }
            if to.write_all(buffer.get(..read).unwrap_or_default()).is_err() {
                break;
            }
        }
        drop((from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both)));
    });
}

fn listening() -> std::io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let here = listener.local_addr()?;
    Ok((listener, here))
}

/// What stands before the host of an address, the host, and the name of the database.
fn parts(database: &str) -> (&str, &str, &str) {
    let at = database.rfind('@').unwrap_or_else(|| panic!("{database} names no user")) + 1;
    let (before, rest) = database.split_at(at);
    let (host, name) = rest.split_once('/').unwrap_or((rest, ""));
    (before, host, name)
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
