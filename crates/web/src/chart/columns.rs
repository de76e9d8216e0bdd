use serde::Serialize;

use super::axes::Field;
use super::{Bar, DrawnBar, MAX_POINTS, Table, count, table, tenth};

/// Upright columns over time: `ui.column_chart(chart)`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ColumnChart {
    title: String,
    table: Table,
    #[serde(flatten)]
    field: Field,
    bars: Vec<DrawnBar>,
}

impl ColumnChart {
    /// Draws columns from zero; `number` writes the values of the axis.
    pub fn new(
        title: impl Into<String>,
        head: [&str; 2],
        bars: &[Bar],
        number: &dyn Fn(f64) -> String,
    ) -> Self {
        let bars = bars.get(..MAX_POINTS).unwrap_or(bars);
        let most = bars.iter().map(|bar| bar.value).fold(0.0, f64::max);
        let mut field = Field::new(most, number);
        let room = 100.0 / count(bars.len().max(1));
        let width = (room * 0.68).min(9.0);
        let middle = |index: usize| room * (count(index) + 0.5);
        let labels: Vec<&str> = bars.iter().map(|bar| bar.label.as_str()).collect();
        field.label(&labels, middle);
        let drawn = bars.iter().enumerate().map(|(index, bar)| {
            let y = field.y(bar.value);
            DrawnBar {
                label: bar.label.clone(),
                value: bar.text.clone(),
                tone: bar.tone,
                x: tenth(middle(index) - width / 2.0),
                y,
                width: tenth(width),
                height: tenth((field.bottom - y).max(0.0)),
            }
        });
        let drawn = drawn.collect();
        Self { title: title.into(), table: table(head, bars), field, bars: drawn }
    }
}
