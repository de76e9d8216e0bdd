//! As much of an HTTP/1.1 client as a load needs: one connection, one request at a time, nothing
//! copied. A client library would take a good part of the two cores that it shares with the server,
//! and its features would build every crate of the product a second time.

use std::io;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// How much is read at once.
const CHUNK: usize = 64 << 10;
/// The longest answer that is taken: the map of a year, several times over.
const MOST: usize = 64 << 20;

/// A connection that is kept alive.
pub(crate) struct Connection {
    stream: TcpStream,
    /// The last answer.
    buffer: Vec<u8>,
}

/// An answer, as long as the connection is left alone.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Answer<'a> {
    /// The status.
    pub status: u16,
    /// The lines before the body.
    pub head: &'a str,
    /// The body as it came.
    pub body: &'a [u8],
}

impl Answer<'_> {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        header(self.head, name)
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(self.body).into_owned()
    }
}

impl Connection {
    /// Connects to `HOST:PORT`.
    pub async fn open(address: &str) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(CHUNK) })
    }

    /// Sends a whole request and reads its whole answer.
    pub async fn exchange(&mut self, request: &[u8]) -> io::Result<Answer<'_>> {
        self.buffer.clear();
        self.stream.write_all(request).await?;
        let body = loop {
            self.more().await?;
            if let Some(at) = find(&self.buffer, b"\r\n\r\n") {
                break at + 4;
            }
        };
        let (status, length) = {
            let head = text(self.buffer.get(..body).unwrap_or_default())?;
            (status(head)?, length(head))
        };
        let end = match length {
            Length::Known(length) => body + length,
            Length::Chunked => self.chunked(body).await?,
        };
        while self.buffer.len() < end {
            self.more().await?;
        }
        let head = text(self.buffer.get(..body).unwrap_or_default())?;
        Ok(Answer { status, head, body: self.buffer.get(body..end).unwrap_or_default() })
    }

    /// Reads until the last chunk is there; gives where it ends.
    async fn chunked(&mut self, mut at: usize) -> io::Result<usize> {
        loop {
            let line = loop {
                match self.buffer.get(at..).and_then(|rest| find(rest, b"\r\n")) {
                    Some(length) => break length,
                    None => self.more().await?,
                }
            };
            let size = text(self.buffer.get(at..at + line).unwrap_or_default())?;
            let size = usize::from_str_radix(size.trim(), 16).map_err(|_| broken("a chunk"))?;
            at += line + 2 + size + 2;
            while self.buffer.len() < at {
                self.more().await?;
            }
            if size == 0 {
                return Ok(at);
            }
        }
    }

    async fn more(&mut self) -> io::Result<()> {
        self.buffer.reserve(CHUNK);
        let read = self.stream.read_buf(&mut self.buffer).await?;
        match read {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ if self.buffer.len() > MOST => Err(broken("an answer without end")),
            _ => Ok(()),
        }
    }
}

enum Length {
    Known(usize),
    Chunked,
}

fn length(head: &str) -> Length {
    if let Some(length) = header(head, "content-length") {
        return Length::Known(length.parse().unwrap_or(0));
    }
    match header(head, "transfer-encoding") {
        Some(_) => Length::Chunked,
        None => Length::Known(0),
    }
}

/// The value of a header in the head of an answer.
pub(crate) fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().skip(1).find_map(|line| {
        let (found, value) = line.split_once(':')?;
        found.eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

fn status(head: &str) -> io::Result<u16> {
    head.get(9..12).and_then(|code| code.parse().ok()).ok_or_else(|| broken("a status"))
}

fn text(bytes: &[u8]) -> io::Result<&str> {
    std::str::from_utf8(bytes).map_err(|_| broken("a head"))
}

fn broken(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("{what} that is no HTTP"))
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    /// Answers one connection with these pieces, however they are asked for.
    async fn answering(pieces: &'static [&'static str]) -> Connection {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut asked = [0; 64];
            while stream.read(&mut asked).await.unwrap() > 0 {
                for piece in pieces {
                    stream.write_all(piece.as_bytes()).await.unwrap();
                    stream.flush().await.unwrap();
                }
            }
        });
        Connection::open(&address).await.unwrap()
    }

    #[tokio::test]
    async fn an_answer_is_read_to_its_end_and_the_connection_used_again() {
        let mut connection =
            answering(&["HTTP/1.1 200 OK\r\nContent-", "Length: 5\r\nx: y\r\n\r\nhel", "lo"]).await;
        for _ in 0..2 {
            let answer = connection.exchange(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
            assert_eq!((answer.status, answer.text()), (200, "hello".to_owned()));
            assert_eq!(answer.header("X"), Some("y"));
        }
    }

    #[tokio::test]
    async fn chunks_are_read_to_the_last() {
        let mut connection = answering(&[
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhel",
            "lo\r\n0",
            "\r\n\r\n",
        ])
        .await;
        let answer = connection.exchange(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
        assert_eq!(answer.text(), "5\r\nhello\r\n0\r\n\r\n");
    }
}
