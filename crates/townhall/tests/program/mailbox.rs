//! A mail server that keeps who got which message.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// The Message-IDs that came for each address.
type Letters = BTreeMap<String, BTreeSet<String>>;

/// What came.
#[derive(Default)]
struct Post {
    letters: Letters,
    /// How many letters came for each address.
    times: BTreeMap<String, usize>,
}

/// A mail server on loopback.
pub struct Mailbox {
    at: SocketAddr,
    post: Arc<Mutex<Post>>,
}

impl Mailbox {
    pub fn open() -> Self {
        Self::answering(None)
    }

    /// One that takes no letter, and names whom it was for.
    pub fn refusing(name: &str) -> Self {
        Self::answering(Some(name.to_owned()))
    }

    fn answering(refused: Option<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (at, post) = (listener.local_addr().unwrap(), Arc::<Mutex<Post>>::default());
        let kept = Arc::clone(&post);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (kept, refused) = (Arc::clone(&kept), refused.clone());
                std::thread::spawn(move || drop(converse(&stream, &kept, refused.as_deref())));
            }
        });
        Self { at, post }
    }

    /// Its address, as the program is told it.
    pub fn address(&self) -> String {
        format!("smtp://{}", self.at)
    }

    /// Who got letters, and under which ids.
    pub fn addresses(&self) -> Letters {
        self.post.lock().unwrap().letters.clone()
    }

    /// How often a letter came for each address.
    pub fn deliveries(&self) -> BTreeMap<String, usize> {
        self.post.lock().unwrap().times.clone()
    }
}

/// One conversation (RFC 5321).
fn converse(stream: &TcpStream, post: &Mutex<Post>, refused: Option<&str>) -> std::io::Result<()> {
    let (mut lines, mut answers) = (BufReader::new(stream).lines(), stream);
    answers.write_all(b"220 loopback ESMTP\r\n")?;
    let (mut to, mut id) = (String::new(), String::new());
    while let Some(line) = lines.next() {
        let line = line?;
        let answer: &[u8] = match line.get(..4).unwrap_or_default() {
            "RCPT" if refused.is_some() => {
                let name = refused.unwrap_or_default();
                write!(answers, "550 5.1.1 {line}: {name} has no mailbox here\r\n")?;
                continue;
            }
            "RCPT" => {
                line.split(['<', '>']).nth(1).unwrap_or_default().clone_into(&mut to);
                b"250 ok\r\n"
            }
            "DATA" => {
                answers.write_all(b"354 go on\r\n")?;
                for line in lines.by_ref() {
                    let line = line?;
                    if line == "." {
                        break;
                    }
                    if let Some(found) = line.strip_prefix("Message-ID: ") {
                        found.trim().clone_into(&mut id);
                    }
                }
                let mut post = post.lock().unwrap();
                *post.times.entry(to.clone()).or_default() += 1;
                post.letters.entry(to.clone()).or_default().insert(id.clone());
                b"250 taken\r\n"
            }
            "QUIT" => return answers.write_all(b"221 bye\r\n"),
            _ => b"250 ok\r\n",
        };
        answers.write_all(answer)?;
    }
    Ok(())
}
