//! Tells open pages that what they show has changed, by server-sent events (HTML Standard, 9.2).
//!
//! Each node hears of changes from whoever follows the ledger there, so that it does not matter which node
//! wrote. An event carries nothing but its place in the ledger: the page then fetches itself anew, through
//! the door that it came by. A page says up to which place the ledger was followed before it was read, so
//! that what happened between its making and its stream is not missed.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, Stream};
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, broadcast};
use tokio::time::Instant;

use crate::by_network::ByNetwork;
use crate::client::ClientNetwork;
use crate::fault::Fault;

/// How many streams a node keeps open: three of eight connections, so that pages are served beside them.
const STREAMS: usize = 300;
/// How many of them may be of one network: a town hall's staff behind one address, and never all.
const OF_A_NETWORK: usize = 100;
/// How many changes are remembered for pages whose stream broke off for a moment.
const REMEMBERED: usize = 4_096;
/// How many batches of changes a slow stream may fall behind before it is told to look for itself.
const BEHIND: usize = 64;
/// How often a page is told at most: it fetches itself each time.
const EVERY: Duration = Duration::from_secs(2);
/// How long a stream lasts. The browser opens the next by itself, and who it is is looked at anew.
const LIFE: Duration = Duration::from_mins(5);
/// How long nothing may be said: shorter than proxies wait.
const SILENCE: Duration = Duration::from_secs(20);
/// How long a browser waits before it opens the next stream.
const RETRY: Duration = Duration::from_secs(5);

/// Something that changed: what kind of thing, as the ledger names it, and its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The place of the entry in the ledger.
    pub seq: i64,
    /// The kind of its subject, such as `case`.
    pub kind: String,
    /// The id of its subject.
    pub subject: i64,
}

/// What a page shows.
#[derive(Clone, Copy, Debug)]
pub enum Watch {
    /// One thing of a kind.
    One(&'static str, i64),
    /// Any of a kind, such as a list of them.
    Any(&'static str),
}

impl Watch {
    fn sees(self, change: &Change) -> bool {
        match self {
            Self::One(kind, id) => change.kind == kind && change.subject == id,
            Self::Any(kind) => change.kind == kind,
        }
    }
}

/// The changes as they become known on this node, and the streams that tell of them.
#[derive(Debug)]
pub struct Live {
    news: Mutex<News>,
    places: Arc<Semaphore>,
    networks: ByNetwork<Network>,
}

#[derive(Debug)]
struct News {
    /// Nothing when the program stops.
    sender: Option<broadcast::Sender<Arc<[Change]>>>,
    /// The last changes, oldest first.
    last: VecDeque<Change>,
    /// Up to which place of the ledger changes are known.
    position: i64,
    /// From which place on: what came before was not heard, or is forgotten.
    since: i64,
}

#[derive(Debug)]
struct Network(Arc<Semaphore>);

impl Default for Network {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(OF_A_NETWORK)))
    }
}

impl Default for Live {
    fn default() -> Self {
        let sender = Some(broadcast::Sender::new(BEHIND));
        let news = News { sender, last: VecDeque::new(), position: 0, since: 0 };
        let places = Arc::new(Semaphore::new(STREAMS));
        Self { news: Mutex::new(news), places, networks: ByNetwork::default() }
    }
}

impl Live {
    /// Up to which place of the ledger changes are known here. A page asks before it reads.
    pub fn position(&self) -> i64 {
        self.news().position
    }

    /// How many streams are open.
    pub fn open(&self) -> usize {
        STREAMS - self.places.available_permits()
    }

    /// Tells what changed up to a place of the ledger; `from` is the place up to which changes were told before.
    pub fn tell(&self, from: i64, to: i64, changes: Vec<Change>) {
        let mut news = self.news();
        let begins = from != news.position;
        if begins {
            // A start, or another ledger after a restore: what lies before is not known.
            news.last.clear();
            news.since = from;
        }
        news.position = to;
        news.last.extend(changes.iter().cloned());
        while news.last.len() > REMEMBERED {
            if let Some(forgotten) = news.last.pop_front() {
                news.since = forgotten.seq;
            }
        }
        if let Some(sender) = &news.sender {
            // Nobody listening is no fault. Nothing in particular means: look for yourselves.
            if begins {
                let _ = sender.send(Arc::new([]));
            }
            if !changes.is_empty() {
                let _ = sender.send(changes.into());
            }
        }
    }

    /// Ends all streams and opens no more: the program stops.
    pub fn stop(&self) {
        self.news().sender = None;
    }

    /// Opens a stream that tells of what somebody watches.
    pub fn stream(self: &Arc<Self>, watch: Watch, listener: &Listener) -> Response {
        let Some(place) = self.place(&listener.network) else {
            return Fault::Busy.into_response();
        };
        let news = self.news();
        let Some(sender) = &news.sender else { return Fault::Busy.into_response() };
        let receiver = sender.subscribe();
        let missed = news.missed(watch, listener.since);
        let position = news.position;
        drop(news);
        let now = Instant::now();
        let heard =
            Hearing { watch, receiver, missed, last: None, ends: now + LIFE, _place: place };
        let beat = KeepAlive::new().interval(SILENCE);
        let mut response = Sse::new(told(position, heard)).keep_alive(beat).into_response();
        let head = response.headers_mut();
        head.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        // Proxies in the manner of nginx would keep events back until their buffer is full.
        head.insert("x-accel-buffering", HeaderValue::from_static("no"));
        response
    }

    fn place(&self, network: &ClientNetwork) -> Option<Place> {
        let of_network = match network.as_str() {
            Some(network) => {
                let network = self.networks.of(network);
                let place = Arc::clone(&network.0).try_acquire_owned().ok()?;
                Some((place, network))
            }
            None => None,
        };
        let of_all = Arc::clone(&self.places).try_acquire_owned().ok()?;
        Some(Place { _of_network: of_network, _of_all: of_all })
    }

    fn news(&self) -> MutexGuard<'_, News> {
        self.news.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl News {
    /// Whether something that is watched changed after a place; also when nobody knows any more.
    fn missed(&self, watch: Watch, since: Option<i64>) -> Option<i64> {
        let since = since?;
        let seen = self.last.iter().any(|change| change.seq > since && watch.sees(change));
        let forgotten = since < self.since && since < self.position;
        // A node that is behind waits; one that is far behind has another ledger, or has not looked yet.
        let ahead = since - self.position > i64::try_from(REMEMBERED).unwrap_or(i64::MAX);
        let unknown = self.position == 0 && since > 0;
        (seen || forgotten || ahead || unknown).then_some(self.position)
    }
}

/// The right to keep a stream open, until it is dropped.
#[derive(Debug)]
struct Place {
    _of_network: Option<(OwnedSemaphorePermit, Arc<Network>)>,
    _of_all: OwnedSemaphorePermit,
}

/// Who opens a stream, and what they know already.
#[derive(Clone, Debug)]
pub struct Listener {
    network: ClientNetwork,
    since: Option<i64>,
}

impl<S: Sync> FromRequestParts<S> for Listener {
    type Rejection = Fault;

    /// Reads the place in the ledger that the page was made at, `?since=`; a browser that opens its stream
    /// again says the last that it was told (`Last-Event-ID`).
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        let last = parts.headers.get("last-event-id").and_then(|value| value.to_str().ok());
        let query = parts.uri.query().unwrap_or_default();
        let asked = query.split('&').find_map(|pair| pair.strip_prefix("since="));
        let network = ClientNetwork::read(&parts.extensions, &parts.headers);
        Ok(Self { network, since: last.or(asked).and_then(|text| text.parse().ok()) })
    }
}

/// One stream.
struct Hearing {
    watch: Watch,
    receiver: broadcast::Receiver<Arc<[Change]>>,
    /// The place to tell at once.
    missed: Option<i64>,
    /// When something was told last.
    last: Option<Instant>,
    ends: Instant,
    _place: Place,
}

impl Hearing {
    /// Waits for the next change that is watched; nothing when the stream is over.
    async fn next(&mut self) -> Option<i64> {
        let mut found = self.missed.take();
        while found.is_none() {
            found = match tokio::time::timeout_at(self.ends, self.receiver.recv()).await {
                Ok(Ok(changes)) => self.seen(&changes),
                // What was missed may have been ours.
                Ok(Err(RecvError::Lagged(_))) => Some(0),
                Ok(Err(RecvError::Closed)) | Err(_) => return None,
            };
        }
        if let Some(last) = self.last {
            tokio::time::sleep_until(last + EVERY).await;
            loop {
                match self.receiver.try_recv() {
                    Ok(changes) => found = self.seen(&changes).or(found),
                    Err(TryRecvError::Lagged(_)) => {}
                    Err(TryRecvError::Empty | TryRecvError::Closed) => break,
                }
            }
        }
        self.last = Some(Instant::now());
        found
    }

    fn seen(&self, changes: &[Change]) -> Option<i64> {
        if changes.is_empty() {
            return Some(0);
        }
        changes.iter().rev().find(|change| self.watch.sees(change)).map(|change| change.seq)
    }
}

/// The events: first that the stream is open, with how long to wait before the next one.
fn told(position: i64, heard: Hearing) -> impl Stream<Item = Result<Event, Infallible>> {
    let open = Event::default().event("open").retry(RETRY).id(position.to_string()).data("");
    let first = stream::once(std::future::ready(Ok(open)));
    let rest = stream::unfold(heard, |mut heard| async move {
        let seq = heard.next().await?;
        let event = Event::default().event("changed").data(seq.to_string());
        Some((Ok(if seq > 0 { event.id(seq.to_string()) } else { event }), heard))
    });
    futures_util::StreamExt::chain(first, rest)
}

#[cfg(test)]
mod tests {
    use futures_util::StreamExt;

    use super::*;

    fn change(seq: i64, subject: i64) -> Change {
        Change { seq, kind: "case".into(), subject }
    }

    fn listener(name: &str, since: Option<i64>) -> Listener {
        Listener { network: ClientNetwork::named(name), since }
    }

    /// The next event of a stream, `None` when it is over.
    async fn next(body: &mut axum::body::BodyDataStream) -> Option<String> {
        let bytes = body.next().await?.unwrap();
        Some(String::from_utf8(bytes.to_vec()).unwrap())
    }

    #[tokio::test(start_paused = true)]
    async fn a_stream_tells_of_what_is_watched_and_of_nothing_else() {
        let live = Arc::new(Live::default());
        let response = live.stream(Watch::One("case", 7), &listener("a", None));
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let mut body = response.into_body().into_data_stream();
        assert!(next(&mut body).await.unwrap().contains("retry: 5000"));
        live.tell(0, 0, Vec::new());
        live.tell(0, 2, vec![change(1, 8), change(2, 7)]);
        assert_eq!(next(&mut body).await.unwrap(), "event: changed\ndata: 2\nid: 2\n\n");
        live.tell(2, 3, vec![change(3, 8)]);
        let beat = tokio::time::timeout(SILENCE * 2, next(&mut body)).await.unwrap().unwrap();
        assert_eq!(beat, ":\n\n", "only the sign that the line is there");
        live.stop();
        assert_eq!(next(&mut body).await, None);
        let refused = live.stream(Watch::Any("case"), &listener("a", None));
        assert_eq!(refused.status(), 503);
    }

    #[tokio::test(start_paused = true)]
    async fn many_changes_at_once_are_told_once_and_a_stream_has_an_end() {
        let live = Arc::new(Live::default());
        let mut body =
            live.stream(Watch::Any("case"), &listener("a", None)).into_body().into_data_stream();
        next(&mut body).await.unwrap();
        live.tell(0, 1, vec![change(1, 1)]);
        assert!(next(&mut body).await.unwrap().contains("data: 1\n"));
        for seq in 2..=1_000 {
            live.tell(seq - 1, seq, vec![change(seq, seq)]);
        }
        let began = Instant::now();
        let told = next(&mut body).await.unwrap();
        assert!(told.contains("data: 1000\n") || told.contains("data: 0\n"), "{told}");
        assert!(began.elapsed() >= EVERY);
        let mut beats = 0;
        while next(&mut body).await.is_some() {
            beats += 1;
        }
        assert!(began.elapsed() <= LIFE + SILENCE && beats > 0);
    }

    #[tokio::test(start_paused = true)]
    async fn what_changed_before_the_stream_was_open_is_told_at_once() {
        let live = Arc::new(Live::default());
        live.tell(100, 102, vec![change(101, 7), change(102, 8)]);
        let missed = |watch: Watch, since: i64| live.news().missed(watch, Some(since)).is_some();
        assert!(missed(Watch::One("case", 7), 100) && !missed(Watch::One("case", 7), 101));
        assert!(missed(Watch::One("case", 9), 99), "before this node began to listen");
        assert!(!missed(Watch::One("case", 9), 500), "a node that is behind waits");
        assert!(missed(Watch::One("case", 9), 9_000), "another ledger");
        let fresh = Live::default();
        assert!(
            fresh.news().missed(Watch::One("case", 9), Some(5)).is_some(),
            "it has not looked yet"
        );
        let many: Vec<_> = (103..5_103).map(|seq| change(seq, 1)).collect();
        live.tell(102, 5_102, many);
        assert!(missed(Watch::One("case", 9), 102), "what is forgotten may have been it");
        assert!(!missed(Watch::One("case", 9), 4_000));
        assert!(live.news().last.len() <= REMEMBERED);
        let response = live.stream(Watch::One("case", 1), &listener("a", Some(4_000)));
        let mut body = response.into_body().into_data_stream();
        next(&mut body).await.unwrap();
        assert!(next(&mut body).await.unwrap().contains("data: 5102\n"));
    }

    #[tokio::test]
    async fn no_network_takes_all_streams_and_one_too_many_is_told_to_come_back() {
        const { assert!(OF_A_NETWORK * 3 <= STREAMS) };
        let live = Arc::new(Live::default());
        let open = |name: &str| live.stream(Watch::Any("case"), &listener(name, None));
        let mut held: Vec<_> = (0..OF_A_NETWORK).map(|_| open("office")).collect();
        let refused = open("office");
        assert_eq!(refused.status(), 503);
        assert!(refused.headers().contains_key(header::RETRY_AFTER));
        held.extend((0..STREAMS - OF_A_NETWORK).map(|number| open(&number.to_string())));
        assert_eq!((open("another").status().as_u16(), live.open()), (503, STREAMS));
        drop(held);
        assert_eq!(live.open(), 0);
        assert_eq!(open("office").status(), 200);
    }
}
