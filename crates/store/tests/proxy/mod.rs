//! A way to a server that can be cut and closed.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// The connections that are open, and whether new ones are refused.
#[derive(Clone, Default)]
pub struct Cutter {
    open: Arc<Mutex<Vec<TcpStream>>>,
    refusing: Arc<AtomicBool>,
}

impl Cutter {
    /// Cuts every connection that is open.
    pub fn cut(&self) {
        for stream in self.open.lock().unwrap().drain(..) {
            drop(stream.shutdown(Shutdown::Both));
        }
    }
}

/// Passes connections on to a server.
pub struct Proxy {
    address: String,
    cutter: Cutter,
}

impl Proxy {
    /// Stands before the server of a database address.
    pub fn to(database: &str) -> Self {
        let (scheme, rest) = database.split_once("://").unwrap();
        let (server, name) = rest.split_once('/').unwrap();
        let (user, host) = server.rsplit_once('@').unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let here = listener.local_addr().unwrap();
        let (cutter, host) = (Cutter::default(), host.to_owned());
        let shared = cutter.clone();
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                if shared.refusing.load(Ordering::SeqCst) {
                    continue;
                }
                let Ok(server) = TcpStream::connect(&host) else { continue };
                let both = [client.try_clone().unwrap(), server.try_clone().unwrap()];
                shared.open.lock().unwrap().extend(both);
                pass(client.try_clone().unwrap(), server.try_clone().unwrap());
                pass(server, client);
            }
        });
        Self { address: format!("{scheme}://{user}@{here}/{name}"), cutter }
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

    /// What cuts from inside a closure.
    pub fn cutter(&self) -> Cutter {
        self.cutter.clone()
    }
}

fn pass(mut from: TcpStream, mut to: TcpStream) {
    std::thread::spawn(move || {
        let mut buffer = [0; 8_192];
        while let Ok(read @ 1..) = from.read(&mut buffer) {
            if to.write_all(&buffer[..read]).is_err() {
                break;
            }
        }
        drop((from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both)));
    });
}
