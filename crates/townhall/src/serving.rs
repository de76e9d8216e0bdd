//! Serves an app until the program is told to stop.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::CONNECTION;
use axum::middleware::map_response_with_state;
use axum::response::Response;
use cases::Office;
use post::Mailer;
use search::CaseIndex;
use services::CatalogueError;
use tokio::net::TcpListener;
use web::App;

use crate::connections::{self, Limits};
use crate::health::{self, Standing};
use crate::settings::Settings;
use crate::{Failure, commands, metrics, town};

/// Where the program serves.
#[derive(Debug)]
pub struct Doors {
    listener: TcpListener,
    metrics: Option<TcpListener>,
}

impl Doors {
    /// Takes the addresses to serve on, before the slow work begins, so that a taken one is told at once;
    /// gives the one for visitors.
    pub async fn open(settings: &Settings) -> Result<(Self, SocketAddr), Failure> {
        let listener = bind(&settings.listen, "listen").await?;
        let metrics = match &settings.metrics_listen {
            Some(listen) => Some(bind(listen, "metrics-listen").await?),
            None => None,
        };
        let address = listener.local_addr().map_err(|error| Failure(error.to_string()))?;
        Ok((Self { listener, metrics }, address))
    }

    fn said(&self) -> Option<String> {
        let address = self.metrics.as_ref()?.local_addr().ok()?;
        Some(format!("Metrics on http://{address}/metrics"))
    }
}

async fn bind(listen: &str, setting: &str) -> Result<TcpListener, Failure> {
    TcpListener::bind(listen).await.map_err(|error| {
        Failure(format!(
            "Could not listen on {listen}: {error}. Choose another with --{setting} HOST:PORT."
        ))
    })
}

/// Serves pages, does jobs and keeps the search index, until SIGINT or SIGTERM; then ends what runs.
/// A second signal ends the program at once. The greeting is printed when signals are heard and
/// connections taken: from then on whoever started the program may do either.
///
/// After the first, `/health/ready` says that no more requests should come; they are still taken for
/// `drain`, so that a load balancer can notice.
pub async fn serve(app: App, mailer: Mailer, doors: Doors, drain: Duration, greeting: &str) {
    let (first, second) = (Signals::heard(), Signals::heard());
    let worker = town::worker(&app, mailer).start();
    let indexing = tokio::spawn(cases::indexing::follow(Office::of(&app), app.get::<CaseIndex>()));
    let following = tokio::spawn(follow(app.clone()));
    let watching = tokio::spawn(health::watch(app.clone()));
    tokio::spawn(set_right(app.clone()));
    app.keep_pages();
    let (standing, live) = (app.get::<Standing>(), Arc::clone(app.live()));
    let router = town::routes(app.town())
        .into_router(app.clone())
        .layer(map_response_with_state(Arc::clone(&standing), parting));
    if let Some(metrics) = doors.said() {
        commands::say(&metrics);
    }
    commands::say(greeting);
    let metrics = doors.metrics.map(|metrics| tokio::spawn(metrics::serve(metrics, app.clone())));
    let stop = async {
        first.count(1).await;
        standing.stop();
        live.stop();
        tracing::info!("stopping: requests that run are finished first");
        tokio::time::sleep(drain).await;
    };
    let orderly = async {
        connections::serve(doors.listener, router, Limits::default(), stop).await;
        indexing.abort();
        following.abort();
        watching.abort();
        worker.stop().await;
        if let Some(metrics) = metrics {
            metrics.abort();
        }
    };
    tokio::select! {
        () = orderly => {}
        () = second.count(2) => tracing::warn!("stopped at once: told so twice"),
    }
}

/// Sets right what nodes of an earlier release, which knew less, may have left.
async fn set_right(app: App) {
    let now = app.clock().now();
    if let Err(error) = cases::tally::heal_now(app.db(), app.ids(), now).await {
        tracing::warn!(%error, "the counts of cases could not be looked at; the daily job will");
    }
}

/// Lets a proxy close its connection after an answer while the program stops, so that none rests when it
/// ends: what is sent on such a one in that moment would be lost.
async fn parting(State(standing): State<Arc<Standing>>, mut response: Response) -> Response {
    if standing.stops() {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// How soon a node notices that another has published a service: one row is read for it.
const LOOK: Duration = Duration::from_secs(1);

/// Keeps what is offered as the database has it, whichever node published it.
async fn follow(app: App) {
    let catalogue = app.get::<services::Catalogue>();
    loop {
        tokio::time::sleep(LOOK).await;
        let own = catalogue.clone();
        match app.db().read(move |tx| own.refresh(tx)).await {
            Ok(true) => tracing::info!("the services were published anew"),
            Ok(false) => {}
            // The store tells of a database that fails, once.
            Err(CatalogueError::Store(error)) if error.is_outage() => {}
            Err(error) => tracing::warn!(%error, "what is offered cannot be read"),
        }
    }
}

/// The signals to stop, heard from the moment on in which this is made.
#[cfg(unix)]
struct Signals(Option<[tokio::signal::unix::Signal; 2]>);

#[cfg(unix)]
impl Signals {
    fn heard() -> Self {
        use tokio::signal::unix::{SignalKind, signal};
        let both = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()));
        let (Ok(interrupt), Ok(terminate)) = both else {
            tracing::error!("signals to stop cannot be heard");
            return Self(None);
        };
        Self(Some([interrupt, terminate]))
    }

    /// Waits for so many of them.
    async fn count(self, count: usize) {
        let Some([mut interrupt, mut terminate]) = self.0 else {
            return std::future::pending().await;
        };
        for _ in 0..count {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        }
    }
}

/// The signals to stop.
#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn heard() -> Self {
        Self
    }

    /// Waits for so many of them.
    async fn count(self, count: usize) {
        for _ in 0..count {
            drop(tokio::signal::ctrl_c().await);
        }
    }
}
