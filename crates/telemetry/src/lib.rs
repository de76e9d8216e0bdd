//! What the program tells its operators: log lines on standard error, for people or for machines, and
//! figures for Prometheus ([`Figures`]).
//!
//! Log lines are about the program and never about a person: no names, addresses, texts or
//! references of cases. Ids of rows are fine. A panic is logged with its place, and with its message
//! only when that is a fixed text.
//!
//! ```
//! telemetry::start("info,store=debug", "text").unwrap();
//! tracing::info!(address = "127.0.0.1:8080", "the town hall is open");
//! ```

mod figures;
mod meters;
mod otlp;
mod traces;
mod unhurried;

pub use figures::{CONTENT_TYPE, Figures, Labels, Spread};
pub use meters::{
    InFlight, Posting, Work, connection_refused, job_ended, letter_posted, request_answered,
    request_begins,
};
pub use otlp::Collector;

use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::IsTerminal;
use std::panic::PanicHookInfo;
use std::str::FromStr;
use std::sync::OnceLock;

use base::{Clock, Rng};
use tracing::Subscriber;
use tracing_subscriber::filter::{FilterFn, LevelFilter};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::{EnvFilter, Layer, Registry};

use crate::traces::Traces;
use crate::unhurried::Unhurried;

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    /// A line to read.
    Text,
    /// A JSON object on each line, for log collectors.
    Json,
}

impl FromStr for Format {
    type Err = TelemetryError;

    fn from_str(name: &str) -> Result<Self, TelemetryError> {
        match name {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            other => Err(TelemetryError::Format(other.to_owned())),
        }
    }
}

/// Says why logging could not start.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TelemetryError {
    /// The format has another name.
    #[error("the log format `{0}` is not known; use `text` or `json`")]
    Format(String),
    /// The filter makes no sense.
    #[error(
        "the log filter `{filter}` is not understood ({reason}); use a level such as `info` or \
         levels by crate such as `info,store=debug`"
    )]
    Filter {
        /// The filter.
        filter: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The address of a collector makes no sense.
    #[error("the collector's address `{0}` is not understood; write http://HOST:PORT")]
    Collector(String),
    /// The thread that writes log lines could not be made.
    #[error("log lines cannot be written: {0}")]
    Lines(String),
    /// The thread that sends traces could not be made.
    #[error("traces cannot be sent: {0}")]
    Traces(String),
    /// Logging has started before.
    #[error("logging has started already")]
    Started,
}

/// Starts logging for the whole process; panics are logged from then on.
///
/// The filter is a level, or levels by crate such as `info,store=debug`; the format is `text` or
/// `json` (an object on each line).
pub fn start(filter: &str, format: &str) -> Result<(), TelemetryError> {
    begin(filter, format, None)
}

/// Starts logging as [`start`] does, and sends the spans of requests, jobs and statements to a collector,
/// whatever the log is told of.
pub fn start_with_traces(
    filter: &str,
    format: &str,
    collector: Collector,
    clock: Clock,
    rng: Rng,
) -> Result<(), TelemetryError> {
    let traces = otlp::begin(collector, clock, rng)
        .map_err(|error| TelemetryError::Traces(error.to_string()))?;
    begin(filter, format, Some(traces))
}

/// Sends and writes what was gathered so far, and waits a moment for it: the last act of a program.
pub fn flush() {
    otlp::flush();
    if let Some(lines) = LINES.get() {
        lines.flush();
    }
}

/// The lines of the whole process.
static LINES: OnceLock<Unhurried> = OnceLock::new();

fn begin(filter: &str, format: &str, traces: Option<Traces>) -> Result<(), TelemetryError> {
    let colours = std::io::stderr().is_terminal();
    let lines = Unhurried::to(std::io::stderr())
        .map_err(|error| TelemetryError::Lines(error.to_string()))?;
    let lines = LINES.get_or_init(|| lines).clone();
    let subscriber = subscriber(filter, format.parse()?, colours, lines, traces)?;
    tracing::subscriber::set_global_default(subscriber).map_err(|_| TelemetryError::Started)?;
    std::panic::set_hook(Box::new(log_panic));
    Ok(())
}

fn subscriber<W>(
    filter: &str,
    format: Format,
    colours: bool,
    writer: W,
    traces: Option<Traces>,
) -> Result<Box<dyn Subscriber + Send + Sync>, TelemetryError>
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let filter = EnvFilter::builder().parse(filter).map_err(|error| TelemetryError::Filter {
        filter: filter.to_owned(),
        reason: error.to_string(),
    })?;
    let lines = tracing_subscriber::fmt::layer().with_writer(writer);
    let lines: Box<dyn Layer<Registry> + Send + Sync> = match format {
        Format::Text => lines.with_ansi(colours).boxed(),
        Format::Json => lines.json().flatten_event(true).boxed(),
    };
    let Some(traces) = traces else {
        return Ok(Box::new(Registry::default().with(lines).with(filter)));
    };
    let ours = FilterFn::new(Traces::is_ours).with_max_level_hint(LevelFilter::DEBUG);
    let traces = traces.with_filter(ours);
    Ok(Box::new(Registry::default().with(lines.with_filter(filter)).with(traces)))
}

fn log_panic(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    let thread = std::thread::current();
    let thread = thread.name().unwrap_or("unnamed");
    // A message that was put together at run time may hold what somebody typed.
    let reason = panic.payload().downcast_ref::<&str>().copied().unwrap_or("a composed message");
    // Empty unless the operator asked for it by RUST_BACKTRACE.
    let trace = Backtrace::capture();
    let trace = match trace.status() {
        BacktraceStatus::Captured => trace.to_string(),
        _ => String::new(),
    };
    tracing::error!(place, thread, reason, trace, "a part of the program broke off");
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::{Arc, Mutex};

    use super::*;

    /// What was written; holding its lock holds up whoever writes.
    #[derive(Clone, Default)]
    pub(crate) struct Lines(pub(crate) Arc<Mutex<Vec<u8>>>);

    impl Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    impl<'w> MakeWriter<'w> for Lines {
        type Writer = Self;

        fn make_writer(&'w self) -> Self {
            self.clone()
        }
    }

    fn logged(format: Format, log: impl FnOnce()) -> String {
        let lines = Lines::default();
        let subscriber = subscriber("info", format, false, lines.clone(), None).unwrap();
        tracing::subscriber::with_default(subscriber, log);
        let bytes = lines.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn the_filter_decides_what_is_logged() {
        let text = logged(Format::Text, || {
            tracing::debug!("left out");
            tracing::info!(letters = 3, "sent");
        });
        assert_eq!(text.lines().count(), 1);
        assert!(text.trim_end().ends_with("sent letters=3"), "{text}");
    }

    #[test]
    fn json_lines_are_objects_with_their_fields() {
        let text = logged(Format::Json, || tracing::warn!(job = 7, "line one\nline two"));
        let line: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!((&line["level"], &line["job"]), (&"WARN".into(), &7.into()));
        assert_eq!(line["message"], "line one\nline two");
    }

    #[test]
    fn a_panic_is_logged_without_what_somebody_typed() {
        let text = logged(Format::Text, || {
            let before = std::panic::take_hook();
            std::panic::set_hook(Box::new(log_panic));
            let typed = "Ana Ruiz";
            let broken = std::panic::catch_unwind(|| panic!("no house of {typed}"));
            let fixed = std::panic::catch_unwind(|| panic!("no house"));
            std::panic::set_hook(before);
            assert!(broken.is_err() && fixed.is_err());
        });
        assert!(!text.contains("Ana"), "{text}");
        assert!(text.contains("telemetry/src/lib.rs"), "{text}");
        assert!(text.contains("reason=\"no house\""), "{text}");
    }

    #[test]
    fn wrong_settings_are_told_with_the_remedy() {
        let error =
            subscriber("store=loud", Format::Text, false, std::io::sink, None).err().unwrap();
        assert!(error.to_string().contains("`store=loud`"), "{error}");
        assert_eq!("xml".parse::<Format>(), Err(TelemetryError::Format("xml".into())));
    }
}
