//! Asks a provider over HTTP: one connection a question, with bounds on time and size.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, header};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use crate::provider::ProviderError;

/// How long a provider may take for an answer: a resident waits for it.
const TIME_LIMIT: Duration = Duration::from_secs(15);
/// The longest answer: a page of five hundred payments.
const MOST_READ: usize = 4 << 20;

/// What must not reach a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Keeps a secret, without the spaces and line ends of the file that it stood in.
    pub fn new(text: &str) -> Self {
        Self(text.trim().to_owned())
    }

    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// A provider's place in the network.
#[derive(Clone)]
pub(crate) struct Http {
    host: String,
    port: u16,
    path: String,
    tls: Option<Arc<ClientConfig>>,
    key: Secret,
}

impl fmt::Debug for Http {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Http({}:{}{})", self.host, self.port, self.path)
    }
}

/// What a provider answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

impl Answer {
    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// A text in the answer, by its path.
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        self.body.pointer(path)?.as_str()
    }

    /// Why nothing was found. Only "not found" says that there is nothing: a key that is not taken, a place
    /// that has moved or a limit says nothing about anybody's money.
    pub(crate) fn fault(&self) -> ProviderError {
        if self.status == 404 { ProviderError::Refused(self.told()) } else { self.unsure() }
    }

    /// Why nothing new was made. Only what was wrong with the wish itself says that nothing came of it: while
    /// the same wish is still being worked on (409), or was made before with other words, something may have.
    pub(crate) fn refusal(&self) -> ProviderError {
        let again = self.text("/error/type") == Some("idempotency_error");
        if matches!(self.status, 400 | 402 | 422) && !again {
            ProviderError::Refused(self.told())
        } else {
            self.unsure()
        }
    }

    /// Whatever it means, it is asked again.
    pub(crate) fn unsure(&self) -> ProviderError {
        ProviderError::Unreachable(self.told())
    }

    fn told(&self) -> String {
        // The words of the provider may repeat what was sent; its code does not.
        let codes = ["/error/code", "/error/type", "/code", "/errorIdentifier"];
        let code = codes.into_iter().find_map(|path| self.text(path)).unwrap_or("no code");
        format!("it answered {} ({code})", self.status)
    }
}

/// What is sent with a question.
pub(crate) enum Sent {
    Nothing,
    Json(Value),
    Form(Vec<(String, String)>),
}

impl Http {
    /// Reads an address, `https://HOST[:PORT][/PATH]`, or `http://` for a server on this machine.
    pub(crate) fn new(address: &str, key: Secret) -> Result<Self, ProviderError> {
        let wrong = |why: &str| ProviderError::Refused(format!("the address `{address}` {why}"));
        let (scheme, rest) = address.split_once("://").ok_or_else(|| wrong("has no scheme"))?;
        let (place, path) = rest.split_once('/').unwrap_or((rest, ""));
        let (host, port) = match place.rsplit_once(':') {
            Some((host, port)) => (host, port.parse().map_err(|_| wrong("has a wrong port"))?),
            None => (place, if scheme == "https" { 443 } else { 80 }),
        };
        let is_plain = rest.bytes().all(|byte| byte.is_ascii_graphic()) && !rest.contains('@');
        if host.is_empty() || !is_plain {
            return Err(wrong("names no server"));
        }
        let tls = match scheme {
            "https" => Some(tls()?),
            // A key that travels in the clear is everybody's.
            "http" if matches!(host, "127.0.0.1" | "localhost") => None,
            _ => return Err(wrong("must begin with https://")),
        };
        let path = path.trim_end_matches('/');
        let path = if path.is_empty() { String::new() } else { format!("/{path}") };
        Ok(Self { host: host.to_owned(), port, path, tls, key })
    }

    /// Asks, and waits for the answer.
    pub(crate) async fn ask(
        &self,
        method: Method,
        path: &str,
        sent: Sent,
        idempotency: Option<&str>,
    ) -> Result<Answer, ProviderError> {
        let request = self.request(method, path, sent, idempotency)?;
        match tokio::time::timeout(TIME_LIMIT, self.send(request)).await {
            Ok(answer) => answer,
            Err(_) => Err(ProviderError::Unreachable("it takes too long".into())),
        }
    }

    fn request(
        &self,
        method: Method,
        path: &str,
        sent: Sent,
        idempotency: Option<&str>,
    ) -> Result<Request<Body>, ProviderError> {
        let (kind, body) = match sent {
            Sent::Nothing => (None, String::new()),
            Sent::Json(value) => (Some("application/json"), value.to_string()),
            Sent::Form(fields) => (Some("application/x-www-form-urlencoded"), form(&fields)),
        };
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.path))
            .header(header::HOST, &self.host)
            .header(header::AUTHORIZATION, format!("Bearer {}", self.key.reveal()))
            .header(header::ACCEPT, "application/json")
            .header(header::USER_AGENT, "townhall");
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        if let Some(key) = idempotency {
            request = request.header("idempotency-key", key);
        }
        let request = request.body(Body::from(body));
        // The provider was not even asked, so that it refused nothing.
        request
            .map_err(|_| ProviderError::Unreachable("the key or address has a wrong sign".into()))
    }

    async fn send(&self, request: Request<Body>) -> Result<Answer, ProviderError> {
        let lost = |error: &dyn fmt::Display| ProviderError::Unreachable(error.to_string());
        let stream = TcpStream::connect((self.host.as_str(), self.port));
        let stream = stream.await.map_err(|error| lost(&error))?;
        let response = match &self.tls {
            None => exchange(TokioIo::new(stream), request).await?,
            Some(config) => {
                let name = ServerName::try_from(self.host.clone());
                let name = name.map_err(|error| lost(&error))?;
                let stream = TlsConnector::from(config.clone()).connect(name, stream);
                exchange(TokioIo::new(stream.await.map_err(|error| lost(&error))?), request).await?
            }
        };
        let (head, body) = response.into_parts();
        let read = to_bytes(Body::new(body), MOST_READ).await.map_err(|error| lost(&error))?;
        let body = serde_json::from_slice(&read).unwrap_or(Value::Null);
        Ok(Answer { status: head.status.as_u16(), body })
    }
}

/// Sends a request over a connection of its own.
async fn exchange<T>(
    stream: TokioIo<T>,
    request: Request<Body>,
) -> Result<axum::http::Response<hyper::body::Incoming>, ProviderError>
where
    T: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send + 'static,
{
    let lost = |error: hyper::Error| ProviderError::Unreachable(error.to_string());
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(stream).await.map_err(lost)?;
    // It ends with the answer, or when the time is over and the sender is dropped.
    tokio::spawn(connection);
    sender.send_request(request).await.map_err(lost)
}

fn tls() -> Result<Arc<ClientConfig>, ProviderError> {
    let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| ProviderError::Refused(error.to_string()))?;
    Ok(Arc::new(config.with_root_certificates(roots).with_no_client_auth()))
}

fn form(fields: &[(String, String)]) -> String {
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let pairs: Vec<String> =
        fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    pairs.join("&")
}

/// A value as a part of an address.
pub(crate) fn in_address(text: &str) -> String {
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_travels_encrypted_or_stays_on_the_machine() {
        let http = |address: &str| Http::new(address, Secret::new("key"));
        for fine in
            ["https://api.stripe.com", "https://pay.example:8443/api/", "http://127.0.0.1:4010"]
        {
            assert!(http(fine).is_ok(), "{fine}");
        }
        for wrong in [
            "http://pay.example",
            "pay.example",
            "ftp://pay.example",
            "https://",
            "https://u:p@pay.example",
            "https://pay.example:port",
        ] {
            assert!(http(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn nobody_reads_the_key_in_a_log() {
        let http = Http::new("https://api.stripe.com", Secret::new("sk_secret\n")).unwrap();
        assert!(!format!("{http:?} {:?}", http.key).contains("sk_secret"));
        assert_eq!(http.key.reveal(), "sk_secret");
    }

    #[test]
    fn a_form_is_written_with_every_sign_encoded() {
        let fields = vec![("a[0]".to_owned(), "x & y=ñ".to_owned())];
        assert_eq!(form(&fields), "a%5B0%5D=x%20%26%20y%3D%C3%B1");
    }
}
