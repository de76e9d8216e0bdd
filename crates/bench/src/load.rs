//! A load: so many clients that each send the next request when the last is answered (closed loop).

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::Outcome;
use crate::http::Connection;
use crate::machine::cpu_seconds;

/// How many requests each client sends before it is measured.
const WARM: usize = 5;

/// What a load showed.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(crate) struct Figures {
    /// How many at once.
    pub clients: usize,
    /// Answers a second.
    pub rate: f64,
    /// Half are faster, in milliseconds.
    pub p50_ms: f64,
    /// 99 of 100 are faster, in milliseconds.
    pub p99_ms: f64,
    /// Processor time of the server for one, in microseconds.
    pub server_us: f64,
    /// Processor time of the client for one, in microseconds.
    pub client_us: f64,
}

/// Whom the load goes to.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    /// `HOST:PORT`.
    pub address: String,
    /// The process that answers, for its processor time.
    pub process: u32,
}

/// Sends one request again and again.
pub(crate) async fn repeat(
    target: &Target,
    request: Vec<u8>,
    expected: u16,
    clients: usize,
    time: Duration,
) -> Outcome<Figures> {
    let request: Arc<[u8]> = request.into();
    let clock = Clock::start(target);
    let mut tasks = Vec::with_capacity(clients);
    for _ in 0..clients {
        let (request, address) = (Arc::clone(&request), target.address.clone());
        tasks.push(tokio::spawn(async move {
            let mut connection = Connection::open(&address).await?;
            for _ in 0..WARM {
                connection.exchange(&request).await?;
            }
            let (begin, mut times) = (Instant::now(), Vec::new());
            while begin.elapsed() < time {
                let sent = Instant::now();
                let status = connection.exchange(&request).await?.status;
                times.push(sent.elapsed());
                if status != expected {
                    return Err(std::io::Error::other(format!("answered {status}")));
                }
            }
            Ok(times)
        }));
    }
    let mut times = Vec::new();
    for task in tasks {
        times.extend(task.await??);
    }
    Ok(clock.stop(target, clients, times, WARM * clients))
}

/// The time and the processor time of both sides since a load began.
pub(crate) struct Clock {
    begin: Instant,
    server: f64,
    client: f64,
}

impl Clock {
    /// Starts.
    pub fn start(target: &Target) -> Self {
        Self {
            begin: Instant::now(),
            server: cpu_seconds(target.process),
            client: cpu_seconds(std::process::id()),
        }
    }

    /// Stops; `extra` requests were sent besides those whose times are given.
    pub fn stop(
        self,
        target: &Target,
        clients: usize,
        times: Vec<Duration>,
        extra: usize,
    ) -> Figures {
        let all = count(times.len() + extra).max(1.0);
        let wall = self.begin.elapsed().as_secs_f64();
        let figures = figures(clients, wall, times, extra);
        Figures {
            server_us: (cpu_seconds(target.process) - self.server) * 1e6 / all,
            client_us: (cpu_seconds(std::process::id()) - self.client) * 1e6 / all,
            ..figures
        }
    }
}

/// Sums up the times of requests that took so many seconds together.
pub(crate) fn figures(
    clients: usize,
    seconds: f64,
    mut times: Vec<Duration>,
    extra: usize,
) -> Figures {
    times.sort_unstable();
    Figures {
        clients,
        rate: count(times.len() + extra) / seconds.max(1e-9),
        p50_ms: share(&times, 50),
        p99_ms: share(&times, 99),
        ..Figures::default()
    }
}

/// The nearest rank: the time that so many of a hundred did not exceed, in milliseconds.
fn share(sorted: &[Duration], percent: usize) -> f64 {
    let rank = (sorted.len() * percent).div_ceil(100).max(1) - 1;
    sorted.get(rank).map_or(0.0, |time| time.as_secs_f64() * 1e3)
}

/// A count as a number to divide by.
pub(crate) fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_nearest_ranks() {
        let times: Vec<Duration> = (1..=200).map(Duration::from_millis).collect();
        assert!((share(&times, 50) - 100.0).abs() < 1e-9);
        assert!((share(&times, 99) - 198.0).abs() < 1e-9);
        assert!(share(&[], 99).abs() < 1e-9);
        assert!((share(&[Duration::from_millis(3)], 50) - 3.0).abs() < 1e-9);
    }

    #[test]
    fn a_rate_counts_what_was_sent_before_measuring_too() {
        let figures = figures(2, 2.0, vec![Duration::from_millis(1); 90], 10);
        assert!((figures.rate - 50.0).abs() < 1e-9);
    }
}
