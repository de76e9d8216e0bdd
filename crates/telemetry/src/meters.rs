//! What the program counts while it works, never about a person: each label is one of a few fixed words
//! or the pattern of a route. [`Figures`](crate::Figures) tells it.

use std::sync::LazyLock;
use std::time::Duration;

use prometheus_client::encoding::{EncodeLabelSet, prometheus_text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

/// The upper ends of the times of requests, in seconds: from a page out of memory to the time limit.
const TIMES: [f64; 10] = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: &'static str,
    route: String,
    status: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Served {
    method: &'static str,
    route: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Worked {
    kind: &'static str,
    outcome: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Posted {
    outcome: &'static str,
}

struct Meters {
    registry: Registry,
    answers: Family<Answered, Counter>,
    times: Family<Served, Histogram, fn() -> Histogram>,
    in_flight: Gauge,
    refused: Counter,
    jobs: Family<Worked, Counter>,
    letters: Family<Posted, Counter>,
    spans_lost: Counter,
}

static METERS: LazyLock<Meters> = LazyLock::new(Meters::new);

impl Meters {
    fn new() -> Self {
        let mut meters = Self {
            registry: Registry::default(),
            answers: Family::default(),
            times: Family::new_with_constructor(|| Histogram::new(TIMES)),
            in_flight: Gauge::default(),
            refused: Counter::default(),
            jobs: Family::default(),
            letters: Family::default(),
            spans_lost: Counter::default(),
        };
        let registry = &mut meters.registry;
        let answers = meters.answers.clone();
        registry.register("townhall_http_requests", "Requests that were answered", answers);
        let times = meters.times.clone();
        registry.register(
            "townhall_http_request_duration_seconds",
            "How long requests took, until the head of their answer was ready",
            times,
        );
        let in_flight = meters.in_flight.clone();
        registry.register(
            "townhall_http_requests_in_flight",
            "Requests that are being answered",
            in_flight,
        );
        let refused = meters.refused.clone();
        registry.register(
            "townhall_http_connections_refused",
            "Connections that were turned away because there were too many",
            refused,
        );
        registry.register("townhall_jobs", "Attempts at jobs", meters.jobs.clone());
        registry.register(
            "townhall_letters",
            "Attempts to hand letters to the mail server",
            meters.letters.clone(),
        );
        let lost = meters.spans_lost.clone();
        registry.register("townhall_spans_lost", "Spans that no collector took", lost);
        meters
    }
}

/// A request that is being answered, until it is dropped.
#[derive(Debug)]
pub struct InFlight(());

impl Drop for InFlight {
    fn drop(&mut self) {
        METERS.in_flight.dec();
    }
}

/// Notes that a request is being answered.
pub fn request_begins() -> InFlight {
    METERS.in_flight.inc();
    InFlight(())
}

/// Notes the answer to a request: the pattern of its route, never its path.
pub fn request_answered(method: &str, route: &str, status: u16, took: Duration) {
    // Whoever sends a request chooses its method; a label must be one that we chose.
    let method = match method {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    };
    let status = match status {
        100..=199 => "1xx",
        200..=299 => "2xx",
        300..=399 => "3xx",
        400..=499 => "4xx",
        _ => "5xx",
    };
    let route = route.to_owned();
    let served = Served { method, route: route.clone() };
    METERS.times.get_or_create(&served).observe(took.as_secs_f64());
    METERS.answers.get_or_create(&Answered { method, route, status }).inc();
}

/// Notes that spans could not be told to a collector.
pub(crate) fn spans_lost(count: usize) {
    METERS.spans_lost.inc_by(u64::try_from(count).unwrap_or(u64::MAX));
}

/// Notes that a connection was turned away.
pub fn connection_refused() {
    METERS.refused.inc();
}

/// How an attempt at a job ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// It did its work.
    Done,
    /// It failed and is made again later.
    Failed,
    /// It failed and the job was given up.
    Dead,
}

/// Notes an attempt at a job of a kind.
pub fn job_ended(kind: &'static str, work: Work) {
    let outcome = match work {
        Work::Done => "done",
        Work::Failed => "failed",
        Work::Dead => "dead",
    };
    METERS.jobs.get_or_create(&Worked { kind, outcome }).inc();
}

/// How an attempt to hand a letter over ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Posting {
    /// The mail server took it.
    Sent,
    /// It did not, and is asked again later.
    Failed,
    /// The letter was given up.
    GivenUp,
}

/// Notes an attempt to hand a letter over.
pub fn letter_posted(posting: Posting) {
    let outcome = match posting {
        Posting::Sent => "sent",
        Posting::Failed => "failed",
        Posting::GivenUp => "given-up",
    };
    METERS.letters.get_or_create(&Posted { outcome }).inc();
}

/// All of it in Prometheus' text format.
pub(crate) fn text() -> String {
    let mut text = String::new();
    // Writing to a text cannot fail.
    let _ = prometheus_text::encode(&mut text, &METERS.registry);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_stranger_chooses_is_no_label() {
        request_answered("ANA-RUIZ", "/cases/{reference}", 200, Duration::from_millis(3));
        let told = text();
        assert!(!told.contains("ANA"), "{told}");
        let counted = "townhall_http_requests_total{method=\"other\",\
                       route=\"/cases/{reference}\",status=\"2xx\"} 1";
        assert!(told.contains(counted), "{told}");
    }

    #[test]
    fn a_request_is_in_flight_until_it_is_dropped() {
        let flying = request_begins();
        assert!(METERS.in_flight.get() >= 1);
        drop(flying);
    }

    #[test]
    fn a_time_is_counted_below_the_first_end_that_it_does_not_pass() {
        request_answered("GET", "/timed", 200, Duration::from_millis(30));
        let told = text();
        let bucket = |end: &str| {
            let start = format!(
                "townhall_http_request_duration_seconds_bucket{{le=\"{end}\",method=\"GET\",route=\"/timed\"}} "
            );
            let other = format!(
                "townhall_http_request_duration_seconds_bucket{{method=\"GET\",route=\"/timed\",le=\"{end}\"}} "
            );
            told.lines()
                .find_map(|line| line.strip_prefix(&start).or_else(|| line.strip_prefix(&other)))
                .unwrap_or_else(|| panic!("{end}: {told}"))
                .to_owned()
        };
        assert_eq!(
            (bucket("0.025"), bucket("0.05"), bucket("+Inf")),
            ("0".into(), "1".into(), "1".into())
        );
    }
}
