//! The limit of the web: bare axum that answers with the bytes and headers that Townhall answered
//! with, from memory, in a process of its own.

use std::collections::HashMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path as Segment, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use axum::serve::ListenerExt;
use bytes::Bytes;

use crate::Outcome;
use crate::http::Answer;
use crate::load::Target;

/// What the server itself writes.
const ITS_OWN: [&str; 4] = ["content-length", "transfer-encoding", "date", "connection"];

/// The mirror, running.
pub(crate) struct Mirror {
    child: Child,
    target: Target,
}

impl Mirror {
    /// Starts this program once more, as a server of the answers in a folder.
    pub fn start(folder: &Path) -> Outcome<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .arg("mirror")
            .arg(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        let said = child.stdout.take().ok_or("the mirror says nothing")?;
        BufReader::new(said).read_line(&mut line)?;
        let target = Target { address: line.trim().to_owned(), process: child.id() };
        Ok(Self { child, target })
    }

    /// Where it listens.
    pub fn target(&self) -> &Target {
        &self.target
    }
}

impl Drop for Mirror {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Keeps an answer for the mirror, under a name.
pub(crate) fn keep(folder: &Path, name: &str, answer: Answer<'_>) -> Outcome<()> {
    let mut file = fs::File::create(folder.join(name))?;
    file.write_all(answer.head.as_bytes())?;
    file.write_all(answer.body)?;
    Ok(())
}

struct Kept {
    status: StatusCode,
    head: HeaderMap,
    body: Bytes,
}

type Answers = Arc<HashMap<String, Kept>>;

/// Serves the answers of a folder until it is ended; says first where.
pub(crate) async fn serve(folder: PathBuf) -> Outcome<()> {
    let mut answers = HashMap::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        answers.insert(name, read(&fs::read(path)?)?);
    }
    let answers: Answers = Arc::new(answers);
    let router = Router::new().route("/{name}", any(answer)).with_state(answers);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    // Small answers leave at once, as Townhall's do.
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    axum::serve(listener, router).await?;
    Ok(())
}

async fn answer(State(answers): State<Answers>, Segment(name): Segment<String>) -> Response {
    match answers.get(&name) {
        Some(kept) => (kept.status, kept.head.clone(), kept.body.clone()).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn read(bytes: &[u8]) -> Outcome<Kept> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").ok_or("no head")? + 4;
    let head = std::str::from_utf8(bytes.get(..end).unwrap_or_default())?;
    let status = head.get(9..12).and_then(|code| code.parse().ok()).ok_or("no status")?;
    let mut kept = HeaderMap::new();
    for line in head.lines().skip(1) {
        let Some((name, value)) = line.split_once(':') else { continue };
        if !ITS_OWN.contains(&name.to_ascii_lowercase().as_str()) {
            kept.append(
                HeaderName::from_bytes(name.as_bytes())?,
                HeaderValue::from_str(value.trim())?,
            );
        }
    }
    let body = Bytes::copy_from_slice(bytes.get(end..).unwrap_or_default());
    Ok(Kept { status: StatusCode::from_u16(status)?, head: kept, body })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_kept_as_it_came_but_for_what_the_server_writes_itself() {
        let text = "HTTP/1.1 303 See Other\r\nLocation: /a\r\ncontent-length: 2\r\nset-cookie: a=1\r\n\
                    set-cookie: b=2\r\n\r\nhi";
        let kept = read(text.as_bytes()).unwrap();
        assert_eq!((kept.status.as_u16(), &kept.body[..]), (303, &b"hi"[..]));
        assert_eq!(kept.head.get_all("set-cookie").iter().count(), 2);
        assert!(kept.head.get("content-length").is_none());
        assert_eq!(kept.head["location"], "/a");
    }
}
