//! Sends spans to an OpenTelemetry collector: OTLP 1 over HTTP, as JSON, to an address without TLS, which
//! is a collector beside the program. Specification: opentelemetry.io/docs/specs/otlp.

use std::io::{Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use base::{Clock, Rng};
use serde_json::{Value, json};

use crate::TelemetryError;
use crate::traces::{Ended, LAST_WAIT, Said, Traces};

/// Spans that wait to be sent: some megabytes, and a few seconds of a busy town.
const WAITING: usize = 8_192;
/// Spans in one request.
const BATCH: usize = 512;
/// How long spans wait for others to be sent with.
const REST: Duration = Duration::from_secs(2);
/// How long the collector may take for anything.
const TIME_LIMIT: Duration = Duration::from_secs(5);
/// What is read of the collector's answer: its first line is enough.
const MOST_READ: u64 = 4_096;

/// The kinds of spans: served for a client, asked of a server, taken from a queue.
const SERVER: u8 = 2;
const CLIENT: u8 = 3;
const CONSUMER: u8 = 5;

static SENDER: OnceLock<SyncSender<Message>> = OnceLock::new();

pub(crate) enum Message {
    Span(Box<Ended>),
    /// Asks for everything to be sent now, and to be told when it is.
    Flush(SyncSender<()>),
}

/// Where a collector listens: `http://HOST:PORT`, with a path before `/v1/traces` if it has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collector {
    host: String,
    path: String,
}

impl Collector {
    /// Reads the address of a collector.
    pub fn parse(address: &str) -> Result<Self, TelemetryError> {
        let wrong = || TelemetryError::Collector(address.to_owned());
        let rest = address.strip_prefix("http://").ok_or_else(wrong)?;
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic());
        if host.is_empty() || host.contains('@') || !plain(rest) {
            return Err(wrong());
        }
        let host = if host.rsplit(':').next().is_some_and(|port| port.parse::<u16>().is_ok()) {
            host.to_owned()
        } else {
            format!("{host}:4318")
        };
        let path = path.trim_end_matches('/');
        let path =
            if path.is_empty() { "/v1/traces".to_owned() } else { format!("/{path}/v1/traces") };
        Ok(Self { host, path })
    }

    fn send(&self, body: &str) -> std::io::Result<bool> {
        let mut last = std::io::Error::from(std::io::ErrorKind::AddrNotAvailable);
        for address in self.host.to_socket_addrs()? {
            match TcpStream::connect_timeout(&address, TIME_LIMIT) {
                Ok(stream) => return self.post(stream, body),
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    fn post(&self, mut stream: TcpStream, body: &str) -> std::io::Result<bool> {
        stream.set_read_timeout(Some(TIME_LIMIT))?;
        stream.set_write_timeout(Some(TIME_LIMIT))?;
        let (host, path, length) = (&self.host, &self.path, body.len());
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\n\
             content-length: {length}\r\nconnection: close\r\n\r\n"
        );
        stream.write_all(head.as_bytes())?;
        stream.write_all(body.as_bytes())?;
        let mut answer = Vec::new();
        stream.take(MOST_READ).read_to_end(&mut answer)?;
        let status = answer.get(9..12).unwrap_or_default();
        Ok(answer.starts_with(b"HTTP/1.") && status.starts_with(b"2"))
    }
}

/// Begins to send to a collector on a thread of its own.
pub(crate) fn begin(collector: Collector, clock: Clock, rng: Rng) -> std::io::Result<Traces> {
    let (sender, receiver) = sync_channel(WAITING);
    let thread = std::thread::Builder::new().name("traces".into());
    thread.spawn(move || export(&collector, &receiver))?;
    SENDER.get_or_init(|| sender.clone());
    Ok(Traces::new(clock, rng, sender))
}

/// Sends what was gathered so far, and waits a moment for it.
pub(crate) fn flush() {
    let Some(sender) = SENDER.get() else { return };
    let (done, told) = sync_channel(1);
    if sender.try_send(Message::Flush(done)).is_ok() {
        let _ = told.recv_timeout(LAST_WAIT);
    }
}

fn export(collector: &Collector, receiver: &Receiver<Message>) {
    let mut failing = false;
    loop {
        let (batch, asked, ended) = gather(receiver);
        if !batch.is_empty() {
            let failed = match collector.send(&told(&batch)) {
                Ok(true) => None,
                Ok(false) => Some("it refused them".to_owned()),
                Err(error) => Some(error.to_string()),
            };
            if let Some(why) = &failed {
                crate::meters::spans_lost(batch.len());
                if !failing {
                    tracing::warn!(why, "the collector takes no traces; they are lost meanwhile");
                }
            }
            failing = failed.is_some();
        }
        if let Some(asked) = asked {
            let _ = asked.send(());
        }
        if ended {
            return;
        }
    }
}

/// Waits for spans: until there are many, or the first has waited long enough, or somebody asks.
fn gather(receiver: &Receiver<Message>) -> (Vec<Ended>, Option<SyncSender<()>>, bool) {
    let mut batch = Vec::new();
    let mut until = None;
    while batch.len() < BATCH {
        let next = match until {
            None => receiver.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(until) => {
                receiver.recv_timeout(Instant::saturating_duration_since(&until, Instant::now()))
            }
        };
        match next {
            Ok(Message::Span(span)) => {
                until.get_or_insert_with(|| Instant::now() + REST);
                batch.push(*span);
            }
            Ok(Message::Flush(done)) => return (batch, Some(done), false),
            Err(RecvTimeoutError::Timeout) => break,
            Err(RecvTimeoutError::Disconnected) => return (batch, None, true),
        }
    }
    (batch, None, false)
}

/// A batch as the specification writes it.
fn told(batch: &[Ended]) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let attribute = |key: &str, value: &str| json!({"key": key, "value": {"stringValue": value}});
    let resource = [attribute("service.name", "townhall"), attribute("service.version", version)];
    let spans: Vec<Value> = batch.iter().map(span).collect();
    json!({"resourceSpans": [{
        "resource": {"attributes": resource},
        "scopeSpans": [{"scope": {"name": "townhall", "version": version}, "spans": spans}],
    }]})
    .to_string()
}

fn span(ended: &Ended) -> Value {
    let text = |wanted: &str| {
        ended.fields.iter().find_map(|(name, said)| match said {
            Said::Text(text) if *name == wanted => Some(text.as_str()),
            _ => None,
        })
    };
    let (name, kind) = match ended.name {
        "request" => {
            let (method, route) = (text("method").unwrap_or("?"), text("route").unwrap_or("?"));
            (format!("{method} {route}"), SERVER)
        }
        "job" => (text("kind").unwrap_or("job").to_owned(), CONSUMER),
        _ => (text("name").unwrap_or(ended.name).to_owned(), CLIENT),
    };
    let attributes: Vec<Value> = ended
        .fields
        .iter()
        .map(|(field, said)| {
            let value = match said {
                Said::Text(text) => json!({"stringValue": text}),
                // Numbers of 64 bits are texts in JSON (ProtoJSON).
                Said::Number(number) => json!({"intValue": number.to_string()}),
            };
            json!({"key": convention(ended.name, field), "value": value})
        })
        .collect();
    let parent = ended.parent.map(|id| format!("{id:016x}")).unwrap_or_default();
    json!({
        "traceId": format!("{:032x}", ended.trace),
        "spanId": format!("{:016x}", ended.id),
        "parentSpanId": parent,
        "name": name,
        "kind": kind,
        "startTimeUnixNano": ended.began_ns.to_string(),
        "endTimeUnixNano": ended.ended_ns.to_string(),
        "attributes": attributes,
        "status": {"code": if ended.failed { 2 } else { 0 }},
    })
}

/// The name of a field by OpenTelemetry's conventions, where it has one.
fn convention(span: &str, field: &'static str) -> &'static str {
    match (span, field) {
        ("request", "method") => "http.request.method",
        ("request", "route") => "http.route",
        ("request", "status") => "http.response.status_code",
        ("statement", "name") => "db.query.summary",
        _ => field,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_collector_is_found_by_its_address() {
        let place = |host: &str, path: &str| Ok(Collector { host: host.into(), path: path.into() });
        assert_eq!(
            Collector::parse("http://127.0.0.1:4318"),
            place("127.0.0.1:4318", "/v1/traces")
        );
        assert_eq!(Collector::parse("http://otel"), place("otel:4318", "/v1/traces"));
        assert_eq!(Collector::parse("http://otel:80/in/"), place("otel:80", "/in/v1/traces"));
        for wrong in
            ["https://otel:4318", "otel:4318", "http://", "http://a:b@otel", "http://o tel"]
        {
            assert!(Collector::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_span_is_told_as_the_specification_writes_it() {
        let ended = Ended {
            trace: 1,
            id: 0xab,
            parent: Some(2),
            name: "request",
            began_ns: 5,
            ended_ns: 9,
            fields: vec![
                ("method", Said::Text("GET".into())),
                ("route", Said::Text("/cases/{reference}".into())),
                ("status", Said::Number(200)),
            ],
            failed: true,
        };
        let told: Value = serde_json::from_str(&told(&[ended])).unwrap();
        let span = &told["resourceSpans"][0]["scopeSpans"][0]["spans"][0];
        assert_eq!(span["traceId"], "00000000000000000000000000000001");
        assert_eq!(
            (&span["spanId"], &span["parentSpanId"]),
            (&"00000000000000ab".into(), &"0000000000000002".into())
        );
        assert_eq!((&span["name"], &span["kind"]), (&"GET /cases/{reference}".into(), &2.into()));
        assert_eq!(
            (&span["startTimeUnixNano"], &span["endTimeUnixNano"]),
            (&"5".into(), &"9".into())
        );
        let status = &span["attributes"][2];
        assert_eq!(
            (&status["key"], &status["value"]["intValue"]),
            (&"http.response.status_code".into(), &"200".into())
        );
        assert_eq!(span["status"]["code"], 2);
    }
}
