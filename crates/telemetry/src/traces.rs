//! Spans of requests, jobs and statements, gathered for OpenTelemetry: when they began and ended, what
//! they belong to, and the few fields that our own code gives them.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::SyncSender;
use std::time::Duration;

use base::{Clock, Rng};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

use crate::otlp::Message;

/// Traces that are begun in a second at most; those past it are not gathered at all, so that a flood costs
/// no more than this and each trace that is told is whole.
const MOST_IN_SECOND: u64 = 100;
/// Fields of one span.
const MOST_FIELDS: usize = 16;
/// The longest text of a field, in bytes: more than any pattern of a route or name of a statement.
const LONGEST: usize = 200;
/// Spans of our own crates begin with one of these; libraries know what people send.
const OURS: [&str; 3] = ["request", "job", "statement"];

/// What a field says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Said {
    Text(String),
    Number(i64),
}

/// A span that has ended.
#[derive(Clone, Debug)]
pub(crate) struct Ended {
    pub(crate) trace: u128,
    pub(crate) id: u64,
    pub(crate) parent: Option<u64>,
    pub(crate) name: &'static str,
    pub(crate) began_ns: u64,
    pub(crate) ended_ns: u64,
    pub(crate) fields: Vec<(&'static str, Said)>,
    pub(crate) failed: bool,
}

/// Hands ended spans to the exporter, and drops them where it does not keep up.
pub(crate) struct Traces {
    clock: Clock,
    rng: Rng,
    sender: SyncSender<Message>,
    /// The second in the upper half, how many traces began in it in the lower.
    begun: AtomicU64,
}

impl Traces {
    pub(crate) fn new(clock: Clock, rng: Rng, sender: SyncSender<Message>) -> Self {
        Self { clock, rng, sender, begun: AtomicU64::new(0) }
    }

    /// Whether a span is one that is gathered, or an event may say how one ended.
    pub(crate) fn is_ours(metadata: &Metadata<'_>) -> bool {
        if metadata.is_event() {
            return *metadata.level() <= Level::INFO;
        }
        OURS.contains(&metadata.name())
    }

    fn now_ns(&self) -> u64 {
        u64::try_from(self.clock.now().as_nanosecond()).unwrap_or(0)
    }

    /// Whether another trace may begin in this second.
    fn may_begin(&self) -> bool {
        let second = self.now_ns() / 1_000_000_000;
        let counted = self.begun.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |was| {
            let count = if was >> 32 == second { was & u64::from(u32::MAX) } else { 0 };
            (count < MOST_IN_SECOND).then_some((second << 32) | (count + 1))
        });
        counted.is_ok()
    }
}

impl<S> Layer<S> for Traces
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let Some(span) = context.span(id) else { return };
        let above = span.parent().and_then(|parent| {
            parent.extensions().get::<Ended>().map(|above| (above.trace, above.id))
        });
        let (trace, parent) = match above {
            Some((trace, parent)) => (trace, Some(parent)),
            // A statement by itself, such as the worker's look at its queue each second, is noise; and what
            // belongs to a trace that was left out is left out with it.
            None if span.parent().is_some() || span.name() == "statement" => return,
            None if !self.may_begin() => return,
            None => (u128::from_be_bytes(self.rng.bytes()), None),
        };
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        let began_ns = self.now_ns();
        let own = u64::from_be_bytes(self.rng.bytes());
        let ended = Ended {
            trace,
            id: own,
            parent,
            name: attributes.metadata().name(),
            began_ns,
            ended_ns: began_ns,
            fields: fields.0,
            failed: false,
        };
        span.extensions_mut().insert(ended);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        let Some(span) = context.span(id) else { return };
        if let Some(ended) = span.extensions_mut().get_mut::<Ended>() {
            let mut fields = Fields(std::mem::take(&mut ended.fields));
            values.record(&mut fields);
            ended.fields = fields.0;
        }
    }

    /// Of what is logged inside a span only the status of an answer is kept, and whether it was an error.
    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let Some(span) = context.event_span(event) else { return };
        if let Some(ended) = span.extensions_mut().get_mut::<Ended>() {
            ended.failed |= *event.metadata().level() == Level::ERROR;
            let mut status = Status(None);
            event.record(&mut status);
            let room = ended.fields.len() < MOST_FIELDS;
            ended
                .fields
                .extend(status.0.filter(|_| room).map(|code| ("status", Said::Number(code))));
        }
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let Some(span) = context.span(&id) else { return };
        let ended = span.extensions_mut().remove::<Ended>();
        if let Some(mut ended) = ended {
            ended.ended_ns = self.now_ns().max(ended.began_ns);
            if self.sender.try_send(Message::Span(Box::new(ended))).is_err() {
                crate::meters::spans_lost(1);
            }
        }
    }
}

#[derive(Default)]
struct Fields(Vec<(&'static str, Said)>);

impl Fields {
    fn add(&mut self, field: &Field, said: Said) {
        if self.0.len() < MOST_FIELDS {
            self.0.push((field.name(), said));
        }
    }
}

impl Visit for Fields {
    fn record_i64(&mut self, field: &Field, value: i64) {
        self.add(field, Said::Number(value));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.add(field, Said::Number(i64::try_from(value).unwrap_or(i64::MAX)));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        let end = value.floor_char_boundary(LONGEST);
        self.add(field, Said::Text(value.get(..end).unwrap_or_default().to_owned()));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        self.record_str(field, &format!("{value:?}"));
    }
}

struct Status(Option<i64>);

impl Visit for Status {
    fn record_u64(&mut self, field: &Field, value: u64) {
        if field.name() == "status" {
            self.0 = i64::try_from(value).ok();
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
}

/// How long the end of the program waits for what was gathered to be sent.
pub(crate) const LAST_WAIT: Duration = Duration::from_secs(3);
