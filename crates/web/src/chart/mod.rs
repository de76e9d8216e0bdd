//! Charts: the geometry is made here, the macros of `web/ui/charts.html` draw it. Each chart has a
//! sentence for its title and the same numbers as a table. Along the width everything stands in
//! percent, so that a chart fills a telephone and a desk without its letters growing or shrinking.
//!
//! ```
//! use web::chart::{Bar, BarChart, Tone};
//!
//! let bars = [Bar::new("Streets", 120.0, "120"), Bar::new("Parks", 40.0, "40").tone(Tone::Faint)];
//! let chart = BarChart::new("Streets has three times the reports of parks", ["Topic", "Reports"], &bars);
//! ```

mod axes;
mod columns;
mod lines;
mod spans;

pub use columns::ColumnChart;
pub use lines::{Line, LineChart, Spark};
pub use spans::{DotChart, Span};

use serde::Serialize;

/// The most points or bars that one chart can show and still be read.
const MAX_POINTS: usize = 60;

/// What a mark means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tone {
    /// The plain colour.
    #[default]
    Plain,
    /// Quieter than the others.
    Faint,
    /// On time.
    Kept,
    /// Nearly late.
    Soon,
    /// Late.
    Late,
    /// Waiting for somebody else.
    Waiting,
    /// Over.
    Closed,
}

/// The numbers of a chart as a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Table {
    /// The names of the columns.
    pub head: Vec<String>,
    /// The rows, the first cell naming each.
    pub rows: Vec<Vec<String>>,
}

/// One bar or column: its label, its height and the value in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    label: String,
    value: f64,
    text: String,
    tone: Tone,
}

impl Bar {
    /// A bar of the plain colour.
    pub fn new(label: impl Into<String>, value: f64, text: impl Into<String>) -> Self {
        let value = if value.is_finite() { value.max(0.0) } else { 0.0 };
        Self { label: label.into(), value, text: text.into(), tone: Tone::Plain }
    }

    /// The same bar with a meaning.
    #[must_use]
    pub fn tone(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }
}

/// Horizontal bars, for comparing things with names: `ui.bar_chart(chart)`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BarChart {
    title: String,
    table: Table,
    bars: Vec<DrawnBar>,
}

/// A bar: from the left (`x`) so wide, from the top (`y`) so high.
#[derive(Clone, Debug, PartialEq, Serialize)]
struct DrawnBar {
    label: String,
    value: String,
    tone: Tone,
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

impl BarChart {
    /// Draws bars from zero, the longest over the whole width. `head` names the things and the
    /// values in the table.
    pub fn new(title: impl Into<String>, head: [&str; 2], bars: &[Bar]) -> Self {
        let bars = bars.get(..MAX_POINTS).unwrap_or(bars);
        let most = bars.iter().map(|bar| bar.value).fold(0.0, f64::max);
        let draw = |bar: &Bar| DrawnBar {
            label: bar.label.clone(),
            value: bar.text.clone(),
            tone: bar.tone,
            x: 0.0,
            y: 0.0,
            width: tenth(if most > 0.0 { (100.0 * bar.value / most).max(0.3) } else { 0.3 }),
            height: 16.0,
        };
        let drawn = bars.iter().map(draw).collect();
        Self { title: title.into(), table: table(head, bars), bars: drawn }
    }
}

fn table(head: [&str; 2], bars: &[Bar]) -> Table {
    Table {
        head: head.map(ToOwned::to_owned).to_vec(),
        rows: bars.iter().map(|bar| vec![bar.label.clone(), bar.text.clone()]).collect(),
    }
}

/// A coordinate with one decimal: more is only bytes.
fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_chart_is_drawn() {
        let number = |value: f64| value.to_string();
        assert!(BarChart::new("t", ["a", "b"], &[]).bars.is_empty());
        let line = serde_json::to_value(LineChart::new("t", "a", &[], &[], &number)).unwrap();
        assert_eq!(line["lines"], serde_json::json!([]));
        let columns = ColumnChart::new("t", ["a", "b"], &[], &number);
        assert_eq!(serde_json::to_value(columns).unwrap()["bars"], serde_json::json!([]));
        assert_eq!(serde_json::to_value(Spark::new("t", &[])).unwrap()["path"], "");
    }
}
