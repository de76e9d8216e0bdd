//! An OpenTelemetry collector that keeps what it is told.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use serde_json::Value;

/// A collector on loopback.
pub struct Collector {
    at: SocketAddr,
    told: Arc<Mutex<Vec<String>>>,
}

impl Collector {
    pub fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (at, told) = (listener.local_addr().unwrap(), Arc::<Mutex<Vec<String>>>::default());
        let kept = Arc::clone(&told);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let body = take(&stream);
                kept.lock().unwrap().extend(body);
            }
        });
        Self { at, told }
    }

    /// Its address, as the program is told it.
    pub fn address(&self) -> String {
        format!("http://{}", self.at)
    }

    /// Everything that it was told.
    pub fn text(&self) -> String {
        self.told.lock().unwrap().join("\n")
    }

    /// The spans that it was told.
    pub fn spans(&self) -> Vec<Value> {
        let told = self.told.lock().unwrap();
        let spans = |body: &String| {
            let told: Value = serde_json::from_str(body).unwrap();
            told["resourceSpans"][0]["scopeSpans"][0]["spans"].as_array().unwrap().clone()
        };
        told.iter().flat_map(spans).collect()
    }
}

/// One request; its body.
fn take(stream: &TcpStream) -> Option<String> {
    let (mut reader, mut answers) = (BufReader::new(stream), stream);
    let (mut head, mut line) = (String::new(), String::new());
    while reader.read_line(&mut line).ok()? > 2 {
        head.push_str(&std::mem::take(&mut line));
    }
    assert!(head.starts_with("POST /v1/traces HTTP/1.1\r\n"), "{head}");
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "))?;
    let mut body = vec![0; length.parse().ok()?];
    reader.read_exact(&mut body).ok()?;
    answers.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").ok()?;
    String::from_utf8(body).ok()
}
