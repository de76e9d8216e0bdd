//! A browser over the network.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use crate::process::PATIENCE;

/// An answer over the network.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Reply {
    /// Where the answer leads.
    pub fn location(&self) -> String {
        self.header("location").unwrap()
    }

    /// A header of the answer, by its name in small letters.
    pub fn header(&self, name: &str) -> Option<String> {
        let value =
            |line: &str| Some(line.strip_prefix(name)?.strip_prefix(": ")?.trim().to_owned());
        self.head.lines().find_map(value)
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let status = head.split(' ').nth(1)?.parse().ok()?;
        // Templates write the slash of an address so.
        let body = String::from_utf8_lossy(&bytes[end + 4..]).replace("&#x2f;", "/");
        Some(Self { status, head, body })
    }
}

/// A browser over the network that keeps cookies. It speaks HTTP/1.0, so that answers come whole.
#[derive(Clone)]
pub struct Visitor {
    address: SocketAddr,
    cookies: Vec<(String, String)>,
}

impl Visitor {
    pub fn new(address: SocketAddr) -> Self {
        Self { address, cookies: Vec::new() }
    }

    /// The same browser once the program listens elsewhere.
    pub fn at(self, address: SocketAddr) -> Self {
        Self { address, ..self }
    }

    /// What it was given to keep.
    pub fn secrets(&self) -> Vec<String> {
        let long = |(_, value): &(String, String)| (value.len() > 12).then(|| value.clone());
        self.cookies.iter().filter_map(long).collect()
    }

    pub fn get(&mut self, path: &str) -> Reply {
        self.send("GET", path, "").unwrap()
    }

    /// Opens a page; `None` when the answer is lost.
    pub fn try_get(&mut self, path: &str) -> Option<Reply> {
        self.send("GET", path, "")
    }

    /// The token of the forms on a page; `None` when the page does not come.
    pub fn token(&mut self, page: &str) -> Option<String> {
        let page = self.send("GET", page, "")?.body;
        Some(page.split("name=\"csrf\" value=\"").nth(1)?.split('"').next()?.to_owned())
    }

    /// Sends a form with a token; `None` when the answer is lost.
    pub fn submit(&mut self, token: &str, to: &str, fields: &[(&str, &str)]) -> Option<Reply> {
        let mut body = format!("csrf={}", encoded(token));
        for (name, value) in fields {
            body.push_str(&format!("&{name}={}", encoded(value)));
        }
        self.send("POST", to, &body)
    }

    /// Sends a form with the token of the page that it stands on; `None` when the answer is lost.
    pub fn post(&mut self, page: &str, to: &str, fields: &[(&str, &str)]) -> Option<Reply> {
        let token = self.token(page)?;
        self.submit(&token, to, fields)
    }

    /// Sends a file in a form with a token; `None` when the answer is lost.
    pub fn upload(&mut self, token: &str, to: &str, field: &str, file: &[u8]) -> Option<Reply> {
        let part =
            |head: &str| format!("--part\r\ncontent-disposition: form-data; name={head}\r\n");
        let mut body = format!(
            "{}\r\n{token}\r\n{}\r\n1\r\n{}content-type: image/png\r\n\r\n",
            part("\"csrf\""),
            part("\"upload\""),
            part(&format!("\"{field}\"; filename=\"photo.png\""))
        )
        .into_bytes();
        body.extend_from_slice(file);
        body.extend_from_slice(b"\r\n--part--\r\n");
        self.send_as("POST", to, "multipart/form-data; boundary=part", &body)
    }

    /// Opens a page and gives the connection, of which nothing is read yet.
    pub fn open(&self, path: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(self.head("GET", path, "text/plain", 0).as_bytes()).unwrap();
        stream
    }

    fn head(&self, method: &str, path: &str, kind: &str, length: usize) -> String {
        let jar: Vec<_> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        format!(
            "{method} {path} HTTP/1.0\r\nhost: {}\r\ncookie: {}\r\ncontent-type: {kind}\r\n\
             content-length: {length}\r\n\r\n",
            self.address,
            jar.join("; "),
        )
    }

    fn send(&mut self, method: &str, path: &str, body: &str) -> Option<Reply> {
        self.send_as(method, path, "application/x-www-form-urlencoded", body.as_bytes())
    }

    fn send_as(&mut self, method: &str, path: &str, kind: &str, body: &[u8]) -> Option<Reply> {
        let request = self.head(method, path, kind, body.len());
        let mut stream = TcpStream::connect(self.address).ok()?;
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(request.as_bytes()).ok()?;
        stream.write_all(body).ok()?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).ok()?;
        let reply = Reply::parse(&bytes)?;
        for line in reply.head.lines() {
            let Some(cookie) = line.strip_prefix("set-cookie: ") else { continue };
            let Some((name, value)) = cookie.split(';').next()?.split_once('=') else { continue };
            self.cookies.retain(|(known, _)| known != name);
            self.cookies.push((name.to_owned(), value.to_owned()));
        }
        Some(reply)
    }
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}
