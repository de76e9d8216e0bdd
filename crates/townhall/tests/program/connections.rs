//! Clients that are slow, many, or in the middle of something when the program ends.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::routing::get;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use townhall::connections::{Limits, serve};

/// Limits that a test can wait for.
const LIMITS: Limits = Limits {
    connections: 2,
    head: Duration::from_millis(300),
    stuck: Duration::from_millis(400),
    drain: Duration::from_secs(2),
};

struct Server {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    served: JoinHandle<()>,
}

async fn server() -> Server {
    let slow = || async {
        tokio::time::sleep(Duration::from_millis(500)).await;
        "slow but sure"
    };
    let router = Router::new()
        .route(
            "/",
            get(|ConnectInfo(peer): ConnectInfo<SocketAddr>| async move { peer.to_string() }),
        )
        .route("/slow", get(slow))
        .route("/large", get(|| async { Body::from(vec![b'x'; 64 << 20]) }));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let stopped = async { drop(stopped.await) };
    let served = tokio::spawn(serve(listener, router, LIMITS, stopped));
    Server { address, stop, served }
}

async fn ask(address: SocketAddr, request: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    stream
}

/// What comes until the server closes the connection, and how long that took.
async fn rest(mut stream: TcpStream) -> (String, Duration) {
    let began = Instant::now();
    let mut bytes = Vec::new();
    drop(
        tokio::time::timeout(Duration::from_secs(20), stream.read_to_end(&mut bytes))
            .await
            .unwrap(),
    );
    (String::from_utf8_lossy(&bytes).into_owned(), began.elapsed())
}

#[tokio::test]
async fn a_client_that_never_ends_its_head_is_cut_off() {
    let server = server().await;
    for begun in ["", "GET / HTTP/1.1\r\nhost: x\r\n"] {
        let stream = ask(server.address, begun).await;
        let (_, took) = rest(stream).await;
        assert!(took >= Duration::from_millis(250) && took < Duration::from_secs(5), "{took:?}");
    }
    // One byte now and then does not help.
    let mut stream = ask(server.address, "GET / HTTP/1.1\r\nx: ").await;
    let mut sent = 0;
    while stream.write_all(b"y").await.is_ok() {
        tokio::time::sleep(Duration::from_millis(50)).await;
        sent += 1;
        assert!(sent < 100, "it was let go on for ever");
    }
}

#[tokio::test]
async fn a_client_that_takes_nothing_is_cut_off_and_its_place_is_free_again() {
    let server = server().await;
    let asked = "GET /large HTTP/1.1\r\nhost: x\r\n\r\n";
    let stuck = [ask(server.address, asked).await, ask(server.address, asked).await];
    tokio::time::sleep(Duration::from_millis(100)).await;
    let refused = rest(ask(server.address, "GET / HTTP/1.1\r\nhost: x\r\n\r\n").await).await.0;
    assert!(refused.starts_with("HTTP/1.1 503"), "{refused}");
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    let answered =
        rest(ask(server.address, "GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await)
            .await
            .0;
    assert!(answered.starts_with("HTTP/1.1 200"), "{answered}");
    drop(stuck);
}

#[tokio::test]
async fn one_connection_too_many_is_told_to_come_back() {
    let server = server().await;
    let mut seated = Vec::new();
    for _ in 0..LIMITS.connections {
        seated.push(ask(server.address, "GET /slow HTTP/1.1\r\nhost: x\r\n\r\n").await);
    }
    tokio::time::sleep(Duration::from_millis(100)).await;
    let (told, _) = rest(ask(server.address, "GET / HTTP/1.1\r\nhost: x\r\n\r\n").await).await;
    assert!(told.starts_with("HTTP/1.1 503"), "{told}");
    assert!(told.contains("retry-after: 5") && told.contains("try again"), "{told}");
    for stream in seated {
        assert!(rest(stream).await.0.contains("slow but sure"));
    }
    let answer = rest(ask(server.address, "GET / HTTP/1.1\r\nhost: x\r\n\r\n").await).await.0;
    assert!(answer.contains("127.0.0.1:"), "the handler knows the client's address: {answer}");
}

#[tokio::test]
async fn what_runs_is_finished_and_what_rests_is_closed_when_the_program_ends() {
    let server = server().await;
    let running = ask(server.address, "GET /slow HTTP/1.1\r\nhost: x\r\n\r\n").await;
    let mut resting = ask(server.address, "GET / HTTP/1.1\r\nhost: x\r\n\r\n").await;
    let mut first = [0; 15];
    resting.read_exact(&mut first).await.unwrap();
    assert_eq!(&first, b"HTTP/1.1 200 OK");
    tokio::time::sleep(Duration::from_millis(50)).await;
    let began = Instant::now();
    server.stop.send(()).unwrap();
    assert!(rest(running).await.0.contains("slow but sure"));
    rest(resting).await;
    server.served.await.unwrap();
    assert!(began.elapsed() < Duration::from_millis(1_800), "{:?}", began.elapsed());
    assert!(TcpStream::connect(server.address).await.is_err());
}
