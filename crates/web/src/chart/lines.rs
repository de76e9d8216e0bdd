use serde::Serialize;

use super::axes::Field;
use super::{MAX_POINTS, Table, count, tenth};

/// A named line: its values in the order of the chart's labels, `None` where there is none.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The name at its end.
    pub name: String,
    /// The values with their words.
    pub points: Vec<Option<(f64, String)>>,
}

/// Up to three lines over time: `ui.line_chart(chart)`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LineChart {
    title: String,
    table: Table,
    #[serde(flatten)]
    field: Field,
    lines: Vec<DrawnLine>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
struct DrawnLine {
    name: String,
    segments: Vec<Segment>,
    dots: Vec<Dot>,
}

/// From one point to the next; apart, because a path takes no percentages.
#[derive(Clone, Debug, PartialEq, Serialize)]
struct Segment {
    x1: f64,
    y1: f64,
    x2: f64,
    y2: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
struct Dot {
    x: f64,
    y: f64,
    label: String,
    value: String,
}

impl LineChart {
    /// Draws lines from zero; `first` names the labels' column in the table.
    pub fn new(
        title: impl Into<String>,
        first: &str,
        labels: &[String],
        lines: &[Line],
        number: &dyn Fn(f64) -> String,
    ) -> Self {
        Self::up_to(0.0, title, first, labels, lines, number)
    }

    /// Draws lines from zero to at least `top`: shares stand in the whole, whose value is 1.
    pub fn up_to(
        top: f64,
        title: impl Into<String>,
        first: &str,
        labels: &[String],
        lines: &[Line],
        number: &dyn Fn(f64) -> String,
    ) -> Self {
        let labels = labels.get(..MAX_POINTS).unwrap_or(labels);
        let lines = lines.get(..3).unwrap_or(lines);
        let values = lines.iter().flat_map(|line| line.points.iter().flatten());
        let most = values.map(|(value, _)| *value).fold(top, f64::max);
        let mut field = Field::new(most, number);
        // A margin on both sides keeps the first and last dots whole.
        let room = 97.0 / count(labels.len().max(2) - 1);
        let x = |index: usize| tenth(1.5 + room * count(index));
        let texts: Vec<&str> = labels.iter().map(String::as_str).collect();
        field.label(&texts, x);
        let drawn = lines.iter().map(|line| draw(line, &field, labels, x)).collect();
        let head = std::iter::once(first.to_owned());
        let head = head.chain(lines.iter().map(|line| line.name.clone())).collect();
        let cell = |line: &Line, index: usize| {
            let point = line.points.get(index).and_then(Option::as_ref);
            point.map_or_else(|| "–".to_owned(), |(_, text)| text.clone())
        };
        let row = |(index, label): (usize, &String)| {
            let cells = lines.iter().map(|line| cell(line, index));
            std::iter::once(label.clone()).chain(cells).collect()
        };
        let rows = labels.iter().enumerate().map(row).collect();
        Self { title: title.into(), table: Table { head, rows }, field, lines: drawn }
    }
}

fn draw(line: &Line, field: &Field, labels: &[String], x: impl Fn(usize) -> f64) -> DrawnLine {
    let mut segments = Vec::new();
    let mut dots: Vec<Dot> = Vec::new();
    let mut from: Option<(f64, f64)> = None;
    for (index, label) in labels.iter().enumerate() {
        let Some((value, text)) = line.points.get(index).and_then(Option::as_ref) else {
            from = None;
            continue;
        };
        let (x2, y2) = (x(index), field.y(*value));
        segments.extend(from.map(|(x1, y1)| Segment { x1, y1, x2, y2 }));
        dots.push(Dot { x: x2, y: y2, label: format!("{label}: {text}"), value: text.clone() });
        from = Some((x2, y2));
    }
    DrawnLine { name: line.name.clone(), segments, dots }
}

/// A small line without axes: `ui.spark(chart)`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Spark {
    title: String,
    width: f64,
    height: f64,
    path: String,
}

impl Spark {
    /// Draws values from zero; the title says what they show.
    pub fn new(title: impl Into<String>, values: &[f64]) -> Self {
        let (width, height) = (96.0, 24.0);
        let most = values.iter().copied().fold(0.0, f64::max).max(f64::MIN_POSITIVE);
        let step = width / count(values.len().max(2) - 1);
        let point = |(index, value): (usize, &f64)| {
            let y = height - 2.0 - (height - 4.0) * value.max(0.0) / most;
            format!("{} {}", tenth(step * count(index)), tenth(y))
        };
        let points: Vec<_> = values.iter().enumerate().map(point).collect();
        let path = if points.is_empty() { String::new() } else { format!("M{}", points.join("L")) };
        Self { title: title.into(), width, height, path }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_in_the_values_is_a_gap_in_the_line() {
        let point = |value: f64| Some((value, value.to_string()));
        let line =
            Line { name: "n".into(), points: vec![point(1.0), None, point(2.0), point(3.0)] };
        let labels = ["a", "b", "c", "d"].map(ToOwned::to_owned);
        let chart = LineChart::new("t", "x", &labels, &[line], &|value| value.to_string());
        assert_eq!(chart.lines[0].segments.len(), 1);
        assert_eq!(chart.lines[0].dots.len(), 3);
        assert_eq!(chart.table.rows[1][1], "–");
    }
}
