//! A small SMTP server (RFC 5321) that keeps what it gets and misbehaves when told to.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Mutex;

/// How the server answers the next letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// 451 after the text.
    TryLater,
    /// 550 to the recipient.
    Refuse,
    /// The connection is closed while the text is being sent.
    HangUp,
}

/// A letter as it was received.
#[derive(Clone, Debug, Default)]
pub struct Mail {
    pub from: String,
    pub to: Vec<String>,
    pub data: String,
}

impl Mail {
    pub fn raw_lines(&self) -> impl Iterator<Item = &str> {
        self.data.split("\r\n")
    }
}

#[derive(Default)]
struct State {
    mails: Vec<Mail>,
    answers: VecDeque<Answer>,
}

pub struct Server {
    at: SocketAddr,
    state: Arc<Mutex<State>>,
}

impl Server {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (at, state) = (listener.local_addr().unwrap(), Arc::<Mutex<State>>::default());
        let shared = Arc::clone(&state);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let state = Arc::clone(&shared);
                tokio::spawn(async move { converse(stream, &state).await });
            }
        });
        Self { at, state }
    }

    pub fn address(&self) -> String {
        format!("smtp://{}", self.at)
    }

    pub async fn answer(&self, answer: Answer) {
        self.state.lock().await.answers.push_back(answer);
    }

    /// What came since the last call.
    pub async fn take(&self) -> Vec<Mail> {
        std::mem::take(&mut self.state.lock().await.mails)
    }
}

/// One connection; ends with `None` when either side hangs up.
async fn converse(stream: TcpStream, state: &Mutex<State>) -> Option<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read);
    let mut mail = Mail::default();
    write.write_all(b"220 loopback ESMTP\r\n").await.ok()?;
    loop {
        let line = line(&mut lines).await?;
        let verb = line.split(' ').next().unwrap_or_default().to_ascii_uppercase();
        let next = state.lock().await.answers.front().copied();
        let answer = match verb.as_str() {
            "EHLO" => "250-loopback\r\n250-AUTH PLAIN LOGIN\r\n250 SIZE 1000000\r\n",
            "AUTH" => "535 5.7.8 not with that\r\n",
            "MAIL" => {
                mail.from = path(&line);
                "250 ok\r\n"
            }
            "RCPT" if next == Some(Answer::Refuse) => {
                state.lock().await.answers.pop_front();
                "550 5.1.1 no such mailbox\r\n"
            }
            "RCPT" => {
                mail.to.push(path(&line));
                "250 ok\r\n"
            }
            "DATA" => {
                write.write_all(b"354 go on\r\n").await.ok()?;
                if next == Some(Answer::HangUp) {
                    state.lock().await.answers.pop_front();
                    self::line(&mut lines).await?;
                    return None;
                }
                mail.data = data(&mut lines).await?;
                let mail = std::mem::take(&mut mail);
                let mut state = state.lock().await;
                if next == Some(Answer::TryLater) {
                    state.answers.pop_front();
                    "451 4.3.0 try later\r\n"
                } else {
                    state.mails.push(mail);
                    "250 taken\r\n"
                }
            }
            "RSET" | "NOOP" => {
                mail = Mail::default();
                "250 ok\r\n"
            }
            "QUIT" => {
                write.write_all(b"221 bye\r\n").await.ok()?;
                return Some(());
            }
            _ => "500 what?\r\n",
        };
        write.write_all(answer.as_bytes()).await.ok()?;
    }
}

async fn line(lines: &mut BufReader<tokio::net::tcp::OwnedReadHalf>) -> Option<String> {
    let mut line = String::new();
    let length = lines.read_line(&mut line).await.ok()?;
    assert!(length == 0 || line.ends_with("\r\n"), "a line without CRLF: {line:?}");
    (length > 0).then(|| line.trim_end_matches("\r\n").to_owned())
}

/// The text up to the single dot, with the dots taken off that the client put on (4.5.2).
async fn data(lines: &mut BufReader<tokio::net::tcp::OwnedReadHalf>) -> Option<String> {
    let mut data = String::new();
    loop {
        let line = line(lines).await?;
        if line == "." {
            return Some(data);
        }
        data.push_str(line.strip_prefix('.').unwrap_or(&line));
        data.push_str("\r\n");
    }
}

fn path(line: &str) -> String {
    let (_, rest) = line.split_once('<').unwrap();
    rest.split_once('>').unwrap().0.to_owned()
}
