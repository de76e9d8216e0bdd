//! One question to a storage: signed, over a connection of its own, tried again where the way or the storage
//! fails.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper::{Request, Response, header};
use hyper_util::rt::TokioIo;
use jiff::Timestamp;
use md5::Md5;
use sha2::{Digest, Sha256};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::runtime::Runtime;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use super::address::{Address, Keys};
use super::answer::between;
use super::{signing, stamp};
use crate::BackupError;

/// How often a question is put before it is given up.
const TRIES: u32 = 5;
/// How long to wait before the second try; twice as long before each further one.
const PAUSE: Duration = Duration::from_millis(500);
/// How long an answer may be awaited: a part of 16 MB takes a minute on a line of 2 Mbit/s.
const TIME_LIMIT: Duration = Duration::from_mins(3);
/// The longest answer that is read whole: a list of a thousand names.
const MOST_READ: usize = 4 << 20;

/// What is asked.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    method: &'static str,
    /// The object's key, or nothing for the bucket.
    key: String,
    query: Vec<(String, String)>,
    body: Bytes,
    tries: u32,
}

impl Asked {
    fn new(method: &'static str, key: &str) -> Self {
        let (query, body) = (Vec::new(), Bytes::new());
        Self { method, key: key.to_owned(), query, body, tries: TRIES }
    }

    pub(super) fn get(key: &str) -> Self {
        Self::new("GET", key)
    }

    pub(super) fn delete(key: &str) -> Self {
        Self::new("DELETE", key)
    }

    pub(super) fn post(key: &str, body: impl Into<Bytes>) -> Self {
        Self { body: body.into(), ..Self::new("POST", key) }
    }

    pub(super) fn put(key: &str, body: impl Into<Bytes>) -> Self {
        Self { body: body.into(), ..Self::new("PUT", key) }
    }

    /// Asks once: for what a later backup does as well.
    pub(super) fn once(self) -> Self {
        Self { tries: 1, ..self }
    }

    pub(super) fn with(mut self, name: &str, value: &str) -> Self {
        self.query.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// The way to a storage.
pub(super) struct Http {
    address: Address,
    keys: Keys,
    clock: fn() -> Timestamp,
    tls: Option<TlsConnector>,
    runtime: Runtime,
    /// How long to wait before the second try.
    pause: Duration,
}

impl fmt::Debug for Http {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Http({:?}, {:?})", self.address, self.keys)
    }
}

impl Http {
    pub(super) fn new(
        address: Address,
        keys: Keys,
        clock: fn() -> Timestamp,
    ) -> Result<Self, BackupError> {
        let tls = address.secure.then(connector).transpose()?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| BackupError::Storage(error.to_string()))?;
        Ok(Self { address, keys, clock, tls, runtime, pause: PAUSE })
    }

    pub(super) fn address(&self) -> &Address {
        &self.address
    }

    /// Asks, and reads the answer whole.
    pub(super) fn text(&self, asked: &Asked) -> Result<String, BackupError> {
        self.tried(asked, async |answer| {
            let body = whole(answer.into_body()).await?;
            let text = String::from_utf8_lossy(&body).into_owned();
            // A completion that fails late says so in an answer that began well.
            match between(&text, "Code").filter(|_| text.contains("<Error")) {
                Some(code @ ("InternalError" | "SlowDown" | "ServiceUnavailable")) => {
                    Err(Failure::Passing(format!("it answers {code}")))
                }
                Some(code) => Err(Failure::Lasting(refused(asked, 200, code))),
                None => Ok(text),
            }
        })
    }

    /// Asks, and gives the answer's head with its body still to come.
    pub(super) fn answer(&self, asked: &Asked) -> Result<Response<Incoming>, BackupError> {
        self.tried(asked, async |answer| Ok(answer))
    }

    /// Asks, and reads what is wanted of the answer. Failures of the way and of the storage are tried again.
    fn tried<T>(
        &self,
        asked: &Asked,
        read: impl AsyncFn(Response<Incoming>) -> Result<T, Failure>,
    ) -> Result<T, BackupError> {
        let mut pause = self.pause;
        for left in (0..asked.tries).rev() {
            let tried = self.runtime.block_on(async {
                let asking = async { read(self.once(asked).await?).await };
                match tokio::time::timeout(TIME_LIMIT, asking).await {
                    Ok(read) => read,
                    Err(_) => Err(Failure::Passing("it takes too long".into())),
                }
            });
            match tried {
                Ok(read) => return Ok(read),
                Err(Failure::Passing(_)) if left > 0 => {
                    self.runtime.block_on(async { tokio::time::sleep(pause).await });
                    pause *= 2;
                }
                Err(Failure::Passing(why)) => {
                    let place = self.address.place();
                    return Err(BackupError::Storage(format!("{place} does not answer: {why}")));
                }
                Err(Failure::Lasting(error)) => return Err(error),
            }
        }
        Err(BackupError::Storage("it was never asked".into()))
    }

    /// Gives the next piece of a body.
    pub(super) fn piece(&self, body: &mut Incoming) -> Option<Result<Bytes, String>> {
        self.runtime.block_on(async {
            loop {
                let next = tokio::time::timeout(TIME_LIMIT, body.frame()).await;
                let Ok(frame) = next else { return Some(Err("it takes too long".into())) };
                match frame? {
                    Ok(frame) => {
                        if let Ok(bytes) = frame.into_data() {
                            return Some(Ok(bytes));
                        }
                    }
                    Err(error) => return Some(Err(error.to_string())),
                }
            }
        })
    }

    async fn once(&self, asked: &Asked) -> Result<Response<Incoming>, Failure> {
        let passing = |error: &dyn fmt::Display| Failure::Passing(error.to_string());
        let stream = TcpStream::connect(self.address.place()).await.map_err(|e| passing(&e))?;
        let answer = match &self.tls {
            None => self.exchange(stream, asked).await?,
            Some(tls) => {
                let name = ServerName::try_from(self.address.name().to_owned())
                    .map_err(|e| Failure::Lasting(BackupError::Storage(e.to_string())))?;
                let stream = tls.connect(name, stream).await.map_err(|e| passing(&e))?;
                self.exchange(stream, asked).await?
            }
        };
        let status = answer.status().as_u16();
        if answer.status().is_success() {
            return Ok(answer);
        }
        let body = whole(answer.into_body()).await.unwrap_or_default();
        let text = String::from_utf8_lossy(&body).into_owned();
        let code = between(&text, "Code").unwrap_or("no code").to_owned();
        let may_pass = status >= 500 && status != 501;
        if may_pass || status == 429 || code == "RequestTimeout" {
            return Err(Failure::Passing(format!("it answers {status} ({code})")));
        }
        Err(Failure::Lasting(refused(asked, status, &code)))
    }

    async fn exchange<S>(&self, stream: S, asked: &Asked) -> Result<Response<Incoming>, Failure>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let passing = |error: hyper::Error| Failure::Passing(error.to_string());
        let (mut sender, connection) =
            http1::handshake(TokioIo::new(stream)).await.map_err(passing)?;
        // It ends with the answer's body.
        tokio::spawn(connection);
        sender.send_request(self.request(asked)?).await.map_err(passing)
    }

    fn request(&self, asked: &Asked) -> Result<Request<Full<Bytes>>, Failure> {
        let now = stamp((self.clock)());
        let path = signing::encoded_path(&format!("{}/{}", self.address.base, asked.key));
        let body = hex::encode(Sha256::digest(&asked.body));
        let signed = signing::Request {
            method: asked.method,
            host: &self.address.host,
            path: &path,
            query: &asked.query,
            body: &body,
            headers: &[],
            stamp: &now,
            region: &self.address.region,
        };
        let authorization = signing::authorization(&signed, &self.keys);
        let query = signing::query(&asked.query);
        let target = if query.is_empty() { path } else { format!("{path}?{query}") };
        let mut request = Request::builder()
            .method(asked.method)
            .uri(target)
            .header(header::HOST, &self.address.host)
            .header(header::AUTHORIZATION, authorization)
            .header(header::CONTENT_LENGTH, asked.body.len())
            .header("x-amz-content-sha256", body)
            .header("x-amz-date", now);
        if let Some(token) = &self.keys.token {
            request = request.header("x-amz-security-token", token);
        }
        if asked.method == "PUT" {
            // Buckets that keep what is in them from being deleted take nothing without it (RFC 1864).
            let digest = base64::engine::general_purpose::STANDARD.encode(Md5::digest(&asked.body));
            request = request.header("content-md5", digest);
        }
        request
            .body(Full::new(asked.body.clone()))
            .map_err(|error| Failure::Lasting(BackupError::Storage(error.to_string())))
    }
}

/// How a try failed.
enum Failure {
    /// It may go better the next time.
    Passing(String),
    /// It will not.
    Lasting(BackupError),
}

fn refused(asked: &Asked, status: u16, code: &str) -> BackupError {
    let what = if asked.key.is_empty() { "the bucket" } else { asked.key.as_str() };
    let hint = match code {
        "NoSuchBucket" => "; make the bucket first",
        "NoSuchKey" => "; there is no such backup",
        "AccessDenied" => {
            "; the keys must be allowed to list, read, write and delete in the bucket"
        }
        "InvalidAccessKeyId" | "SignatureDoesNotMatch" => {
            "; look at AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and the region"
        }
        "PermanentRedirect" | "AuthorizationHeaderMalformed" => {
            "; the bucket is in another region: set AWS_REGION or --s3-region"
        }
        "RequestTimeTooSkewed" => "; the clock of this machine is wrong",
        _ => "",
    };
    BackupError::Storage(format!("{what}: it answers {status} ({code}){hint}"))
}

async fn whole(mut body: Incoming) -> Result<Vec<u8>, Failure> {
    let mut read = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| Failure::Passing(error.to_string()))?;
        let Ok(bytes) = frame.into_data() else { continue };
        if read.len() + bytes.len() > MOST_READ {
            let told = format!("its answer has over {MOST_READ} bytes");
            return Err(Failure::Lasting(BackupError::Storage(told)));
        }
        read.extend_from_slice(&bytes);
    }
    Ok(read)
}

fn connector() -> Result<TlsConnector, BackupError> {
    let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| BackupError::Storage(error.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpListener;

    use super::*;

    /// A storage that answers each question with the next of these; gives its way and how often it was asked.
    fn storage(answers: &'static [&'static str]) -> (Http, std::thread::JoinHandle<usize>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let asked = std::thread::spawn(move || {
            for answer in answers {
                let (mut stream, _) = listener.accept().unwrap();
                let mut head = [0; 4_096];
                let read = stream.read(&mut head).unwrap();
                let head = String::from_utf8_lossy(&head[..read]).to_lowercase();
                assert!(head.contains("authorization: aws4-hmac-sha256 credential=id/20261124/"));
                stream.write_all(answer.as_bytes()).unwrap();
            }
            answers.len()
        });
        let address = Address::parse("s3://town/a", Some(&endpoint), "here").unwrap();
        let keys = Keys { id: "ID".into(), secret: "S".into(), token: None };
        let clock = || "2026-11-24T19:45:19Z".parse().unwrap();
        let http =
            Http { pause: Duration::from_millis(1), ..Http::new(address, keys, clock).unwrap() };
        (http, asked)
    }

    const BUSY: &str =
        "HTTP/1.1 503 Slow Down\r\ncontent-length: 34\r\n\r\n<Error><Code>SlowDown</Code></Error>";
    const LIST: &str = "HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\n<List/>";

    #[test]
    fn what_fails_on_the_way_or_for_now_is_asked_again() {
        let (http, asked) = storage(&["", BUSY, LIST]);
        assert_eq!(http.text(&Asked::get("")).unwrap(), "<List/>");
        assert_eq!(asked.join().unwrap(), 3);
    }

    #[test]
    fn what_lasts_is_told_with_what_to_do() {
        let denied = "HTTP/1.1 403 Forbidden\r\ncontent-length: 38\r\n\r\n<Error><Code>AccessDenied</Code></Error>";
        let (http, asked) = storage(Box::leak(Box::new([denied])));
        let error = http.text(&Asked::get("a/x.tar")).unwrap_err().to_string();
        assert!(
            error.contains("a/x.tar: it answers 403") && error.contains("must be allowed"),
            "{error}"
        );
        assert_eq!(asked.join().unwrap(), 1);
        let late = "HTTP/1.1 200 OK\r\ncontent-length: 39\r\n\r\n<Error><Code>InternalError</Code></Error>";
        let (http, _) = storage(Box::leak(Box::new([late])));
        assert!(
            http.text(&Asked::post("a/x.tar", "")).is_err(),
            "a completion that fails late is no backup"
        );
    }

    #[test]
    fn a_storage_that_stays_away_is_given_up() {
        let (http, asked) = storage(&[BUSY, BUSY, BUSY, BUSY, BUSY]);
        let error = http.text(&Asked::get("")).unwrap_err().to_string();
        assert!(error.contains("does not answer: it answers 503 (SlowDown)"), "{error}");
        assert_eq!(asked.join().unwrap(), 5);
    }
}
