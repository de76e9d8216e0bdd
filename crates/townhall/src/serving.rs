//! Serves an app until the program is told to stop.

use std::net::SocketAddr;
use std::time::Duration;

use cases::Office;
use post::Mailer;
use search::CaseIndex;
use tokio::net::TcpListener;
use web::App;

use crate::Failure;
use crate::town;

/// How long running requests may take to end after the signal to stop.
const DRAIN: Duration = Duration::from_secs(20);

/// Takes the address to serve on, before the slow work begins, so that a taken one is told at once.
pub async fn bind(listen: &str) -> Result<(TcpListener, SocketAddr), Failure> {
    let failed = |error: std::io::Error| {
        Failure(format!(
            "Could not listen on {listen}: {error}. Choose another with --listen HOST:PORT."
        ))
    };
    let listener = TcpListener::bind(listen).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, address))
}

/// Serves pages, does jobs and keeps the search index, until SIGINT or SIGTERM; then ends what runs.
pub async fn serve(app: App, mailer: Mailer, listener: TcpListener) -> Result<(), Failure> {
    let worker = town::worker(&app, mailer).start();
    let indexing = tokio::spawn(cases::indexing::follow(Office::of(&app), app.get::<CaseIndex>()));
    let router = town::routes(app.town()).into_router(app.clone());
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let server = axum::serve(listener, service).with_graceful_shutdown(async move {
        signal().await;
        stop.send(()).ok();
    });
    let deadline = async {
        if stopped.await.is_ok() {
            tracing::info!("stopping: requests that run are finished first");
            tokio::time::sleep(DRAIN).await;
        } else {
            std::future::pending::<()>().await;
        }
    };
    let served = tokio::select! {
        served = server => served,
        () = deadline => Ok(()),
    };
    indexing.abort();
    worker.stop().await;
    served.map_err(|error| Failure(format!("Serving broke off: {error}")))
}

/// Waits for the signal to stop.
async fn signal() {
    let interrupt = async { tokio::signal::ctrl_c().await.ok() };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => signal.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<Option<()>>();
    tokio::select! {
        _ = interrupt => {}
        _ = terminate => {}
    }
}
