//! Figures that are looked up when somebody asks for them, in Prometheus' text format.

use prometheus_client::encoding::{EncodeMetric, MetricEncoder, NoLabelSet, prometheus_text};
use prometheus_client::metrics::MetricType;
use prometheus_client::registry::Registry;

use crate::meters;

/// The type of [`Figures::text`].
pub const CONTENT_TYPE: &str = prometheus_text::CONTENT_TYPE;

/// The labels of a figure: names and values, of which there must be few.
pub type Labels = Vec<(&'static str, String)>;

/// How often something had which size or took how long.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spread {
    /// The sum of all.
    pub sum: f64,
    /// How many there were, those past the last bucket included.
    pub count: u64,
    /// The upper ends, rising, each with how many were past the end before and not past this one.
    pub buckets: Vec<(f64, u64)>,
}

#[derive(Clone, Debug)]
enum Value {
    Count(u64),
    Amount(f64),
    Level(f64),
    Spread(Spread),
}

/// What the program tells when it is asked: what it counted, and what it looks up now.
#[derive(Debug, Default)]
pub struct Figures(Registry);

impl Figures {
    /// Adds a number that goes up and down.
    pub fn level(&mut self, name: &str, help: &str, value: f64) {
        self.levels(name, help, vec![(Vec::new(), value)]);
    }

    /// Adds numbers that go up and down, by their labels.
    pub fn levels(&mut self, name: &str, help: &str, rows: Vec<(Labels, f64)>) {
        self.add(name, help, MetricType::Gauge, rows, Value::Level);
    }

    /// Adds counts that only go up; `_total` is put behind the name.
    pub fn counts(&mut self, name: &str, help: &str, rows: Vec<(Labels, u64)>) {
        self.add(name, help, MetricType::Counter, rows, Value::Count);
    }

    /// Adds amounts that only go up, such as seconds; `_total` is put behind the name.
    pub fn amounts(&mut self, name: &str, help: &str, rows: Vec<(Labels, f64)>) {
        self.add(name, help, MetricType::Counter, rows, Value::Amount);
    }

    /// Adds how often something had which size.
    pub fn spreads(&mut self, name: &str, help: &str, rows: Vec<(Labels, Spread)>) {
        self.add(name, help, MetricType::Histogram, rows, Value::Spread);
    }

    fn add<T>(
        &mut self,
        name: &str,
        help: &str,
        kind: MetricType,
        rows: Vec<(Labels, T)>,
        value: fn(T) -> Value,
    ) {
        let rows = rows.into_iter().map(|(labels, row)| (labels, value(row))).collect();
        self.0.register(name, help, Series { kind, rows });
    }

    /// All figures, with what the program counted since its start.
    pub fn text(&self) -> String {
        let mut text = meters::text();
        // Writing to a text cannot fail.
        let _ = prometheus_text::encode(&mut text, &self.0);
        text
    }
}

#[derive(Debug)]
struct Series {
    kind: MetricType,
    rows: Vec<(Labels, Value)>,
}

impl EncodeMetric for Series {
    fn encode(&self, mut encoder: MetricEncoder) -> Result<(), std::fmt::Error> {
        for (labels, value) in &self.rows {
            let mut one = encoder.encode_family(labels)?;
            match value {
                Value::Count(count) => one.encode_counter::<NoLabelSet, _, u64>(count, None)?,
                Value::Amount(amount) => one.encode_counter::<NoLabelSet, _, u64>(amount, None)?,
                Value::Level(level) => one.encode_gauge(level)?,
                Value::Spread(Spread { sum, count, buckets }) => {
                    one.encode_histogram::<NoLabelSet>(*sum, *count, buckets, None)?;
                }
            }
        }
        Ok(())
    }

    fn metric_type(&self) -> MetricType {
        self.kind
    }

    fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_told_as_prometheus_reads_them() {
        let mut figures = Figures::default();
        figures.level("test_waiting", "Waiting", 3.0);
        let by_kind = vec![(vec![("kind", "a\"b".to_owned())], 7)];
        figures.counts("test_seen", "Seen", by_kind);
        let spread = Spread { sum: 2.5, count: 4, buckets: vec![(0.5, 1), (1.0, 2)] };
        figures.spreads("test_size", "Sizes", vec![(Vec::new(), spread)]);
        let told = figures.text();
        for line in [
            "# TYPE test_waiting gauge",
            "test_waiting 3.0",
            "# TYPE test_seen_total counter",
            "test_seen_total{kind=\"a\\\"b\"} 7",
            "# TYPE test_size histogram",
            "test_size_bucket{le=\"0.5\"} 1",
            "test_size_bucket{le=\"1\"} 3",
            "test_size_bucket{le=\"+Inf\"} 4",
            "test_size_sum 2.5",
            "test_size_count 4",
        ] {
            assert!(told.lines().any(|found| found == line), "{line} is not in:\n{told}");
        }
        assert!(!told.contains("# EOF"), "{told}");
    }
}
