//! Connections of browsers and proxies: so many at once, none for ever, all ended in order.
//!
//! HTTP/1.1 only: browsers speak HTTP/2 over TLS, and the proxy that holds the certificate speaks it
//! with them.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::Sleep;
use tower::ServiceExt;

use crate::seats::{GivenAway, Seat, Seats};

/// What a client is told when there is no place for it.
const REFUSAL: &str = "Too many people are here at the same moment. Please try again in a few seconds.\n\
    Hay demasiadas personas aquí en este momento. Inténtelo de nuevo en unos segundos.\n";
/// How many refusals are told at once; a flood beyond that is cut off without words.
const REFUSALS: usize = 64;
/// How long a refused client has to take its answer.
const REFUSAL_TIME: Duration = Duration::from_secs(1);
/// How long accepting pauses after an error that is the machine's, such as too many open files.
const ACCEPT_PAUSE: Duration = Duration::from_millis(200);

/// How much clients may ask for. The time for a whole request is bounded in `web`.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Connections at once.
    pub connections: u32,
    /// How long the head of a request may take, and how long a connection may rest between two.
    pub head: Duration,
    /// How long a client may take nothing of an answer that waits for it.
    pub stuck: Duration,
    /// How long requests that run may take to end after the signal to stop.
    pub drain: Duration,
}

impl Default for Limits {
    /// Most systems let a process open 1,024 files; a fifth of them is kept for the database, photos
    /// and the search index. Half a minute is more than any head or answer takes on a poor line.
    fn default() -> Self {
        Self {
            connections: 800,
            head: Duration::from_secs(30),
            stuck: Duration::from_secs(30),
            drain: Duration::from_secs(20),
        }
    }
}

/// Serves connections until `stop` is ready; then takes no more, lets the requests that run end, and
/// returns when they have or when their time is over.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    stop: impl Future<Output = ()>,
) {
    let seats = Seats::new(usize::try_from(limits.connections).unwrap_or(1));
    let refusals = Arc::new(Semaphore::new(REFUSALS));
    let (close, closing) = watch::channel(());
    let mut stop = std::pin::pin!(stop);
    loop {
        let (stream, peer) = tokio::select! {
            accepted = accept(&listener) => accepted,
            () = &mut stop => break,
        };
        if let Some(seat) = seats.take() {
            tokio::spawn(converse(stream, peer, router.clone(), limits, closing.clone(), seat));
            continue;
        }
        telemetry::connection_refused();
        if let Ok(place) = Arc::clone(&refusals).try_acquire_owned() {
            tokio::spawn(refuse(stream, place));
        }
    }
    drop((listener, close));
    let ended = tokio::time::timeout(limits.drain, seats.emptied()).await;
    if ended.is_err() {
        tracing::warn!("some requests took too long and were cut off");
    }
}

/// Accepts the next connection. Errors are the client's, who has gone, or the machine's, which may
/// have no file left to open: both pass.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(error) => {
                if error.kind() != io::ErrorKind::ConnectionAborted {
                    tracing::error!(%error, "a connection could not be accepted");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            }
        }
    }
}

/// Answers the requests of one connection.
async fn converse(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    limits: Limits,
    mut closing: watch::Receiver<()>,
    seat: Seat,
) {
    let seat = Arc::new(seat);
    // Small answers leave at once instead of waiting to be joined (Nagle).
    drop(stream.set_nodelay(true));
    let stream = Patient { stream, limit: limits.stuck, stuck: None };
    let own = Arc::clone(&seat);
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let (head, body) = request.into_parts();
        let (seat, router) = (Arc::clone(&own), router.clone());
        async move {
            let mut request = hyper::Request::from_parts(head, seat.begin(Body::new(body))?);
            request.extensions_mut().insert(ConnectInfo(peer));
            let answer = match router.oneshot(request).await {
                Ok(answer) => answer,
                Err(never) => match never {},
            };
            Ok::<_, GivenAway>(answer.map(|body| seat.answer(body)))
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    let done = tokio::select! {
        done = connection.as_mut() => done,
        () = seat.given_away() => Ok(()),
        // The sender is dropped when serving ends.
        _ = closing.changed() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = done {
        tracing::debug!(%error, "a connection broke off");
    }
}

/// Tells a client to come back later, and reads what it sent: a connection closed over unread bytes
/// is reset, and the answer lost.
async fn refuse(mut stream: TcpStream, _place: OwnedSemaphorePermit) {
    let length = REFUSAL.len();
    let answer = format!(
        "HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/plain; charset=utf-8\r\n\
         content-length: {length}\r\nretry-after: 5\r\nconnection: close\r\n\r\n{REFUSAL}"
    );
    let told = async {
        stream.write_all(answer.as_bytes()).await?;
        stream.shutdown().await?;
        let mut unread = [0; 1_024];
        while stream.read(&mut unread).await? > 0 {}
        Ok::<_, io::Error>(())
    };
    drop(tokio::time::timeout(REFUSAL_TIME, told).await);
}

/// A connection that breaks off when its client takes nothing of what it is sent for too long.
struct Patient {
    stream: TcpStream,
    limit: Duration,
    stuck: Option<Pin<Box<Sleep>>>,
}

impl Patient {
    fn watch<T>(
        &mut self,
        context: &mut Context<'_>,
        polled: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if polled.is_ready() {
            self.stuck = None;
            return polled;
        }
        let limit = self.limit;
        let sleep = self.stuck.get_or_insert_with(|| Box::pin(tokio::time::sleep(limit)));
        match sleep.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl AsyncRead for Patient {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Patient {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let me = self.get_mut();
        let written = Pin::new(&mut me.stream).poll_write(context, bytes);
        me.watch(context, written)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let me = self.get_mut();
        let written = Pin::new(&mut me.stream).poll_write_vectored(context, bytes);
        me.watch(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(context)
    }
}
