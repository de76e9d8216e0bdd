use serde::Serialize;

use super::{MAX_POINTS, Table, tenth};

/// A row of a dot chart: from a low to a high value, such as median and 90th percentile.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// What the row is about.
    pub label: String,
    /// The lower value with its words.
    pub low: (f64, String),
    /// The higher value with its words.
    pub high: (f64, String),
}

/// Rows from a low dot to a high ring: `ui.dot_chart(chart)`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DotChart {
    title: String,
    table: Table,
    low_name: String,
    high_name: String,
    rows: Vec<DrawnSpan>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
struct DrawnSpan {
    label: String,
    low: String,
    high: String,
    low_x: f64,
    high_x: f64,
}

impl DotChart {
    /// Draws rows from zero; `head` names the rows, the low and the high values.
    pub fn new(title: impl Into<String>, head: [&str; 3], spans: &[Span]) -> Self {
        let spans = spans.get(..MAX_POINTS).unwrap_or(spans);
        let most = spans.iter().map(|span| span.high.0).fold(0.0, f64::max);
        // A margin on both sides keeps the dots whole.
        let place =
            |value: f64| tenth(1.5 + if most > 0.0 { 97.0 * value.max(0.0) / most } else { 0.0 });
        let draw = |span: &Span| DrawnSpan {
            label: span.label.clone(),
            low: span.low.1.clone(),
            high: span.high.1.clone(),
            low_x: place(span.low.0),
            high_x: place(span.high.0),
        };
        let cells = |span: &Span| vec![span.label.clone(), span.low.1.clone(), span.high.1.clone()];
        let [_, low, high] = head;
        Self {
            title: title.into(),
            low_name: low.to_owned(),
            high_name: high.to_owned(),
            table: Table {
                head: head.map(ToOwned::to_owned).to_vec(),
                rows: spans.iter().map(cells).collect(),
            },
            rows: spans.iter().map(draw).collect(),
        }
    }
}
