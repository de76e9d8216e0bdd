use serde::Serialize;

use super::{MAX_POINTS, Table, WIDTH, tenth};

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
    width: f64,
    height: f64,
    right: f64,
    low_name: String,
    high_name: String,
    rows: Vec<DrawnSpan>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
struct DrawnSpan {
    label: String,
    value: String,
    y: f64,
    label_y: f64,
    low_x: f64,
    high_x: f64,
    value_x: f64,
}

impl DotChart {
    /// Draws rows from zero; `head` names the rows, the low and the high values.
    pub fn new(title: impl Into<String>, head: [&str; 3], spans: &[Span]) -> Self {
        const ROW: f64 = 46.0;
        let spans = spans.get(..MAX_POINTS).unwrap_or(spans);
        let most = spans.iter().map(|span| span.high.0).fold(0.0, f64::max);
        let scale = if most > 0.0 { (WIDTH - 20.0) / most } else { 0.0 };
        let mut top = 0.0;
        let mut rows = Vec::with_capacity(spans.len());
        for span in spans {
            rows.push(DrawnSpan {
                label: span.label.clone(),
                value: format!("{} – {}", span.low.1, span.high.1),
                y: top + 30.0,
                label_y: top + 15.0,
                low_x: tenth(6.0 + span.low.0.max(0.0) * scale),
                high_x: tenth(6.0 + span.high.0.max(0.0) * scale),
                value_x: WIDTH - 170.0,
            });
            top += ROW;
        }
        let [first, low, high] = head;
        let cells = |span: &Span| vec![span.label.clone(), span.low.1.clone(), span.high.1.clone()];
        let table = Table {
            head: head.map(ToOwned::to_owned).to_vec(),
            rows: spans.iter().map(cells).collect(),
        };
        debug_assert!(!first.is_empty(), "the table's first column has a name");
        Self {
            title: title.into(),
            table,
            width: WIDTH,
            height: top,
            right: WIDTH,
            low_name: low.to_owned(),
            high_name: high.to_owned(),
            rows,
        }
    }
}
