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
    path: String,
    name_y: f64,
    dots: Vec<Dot>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
struct Dot {
    x: f64,
    y: f64,
    label: String,
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
        let labels = labels.get(..MAX_POINTS).unwrap_or(labels);
        let lines = lines.get(..3).unwrap_or(lines);
        let values = lines.iter().flat_map(|line| line.points.iter().flatten());
        let most = values.map(|(value, _)| *value).fold(0.0, f64::max);
        let name = lines.iter().map(|line| line.name.chars().count()).max().unwrap_or(0);
        let mut field = Field::new(most, 16.0 + 8.5 * count(name.min(24)), number);
        let room = (field.right - field.left) / count(labels.len().max(2) - 1);
        let left = field.left;
        let x = |index: usize| tenth(left + room * count(index));
        let texts: Vec<&str> = labels.iter().map(String::as_str).collect();
        field.label(&texts, x);
        let mut drawn: Vec<_> =
            lines.iter().map(|line| draw_line(line, &field, labels, x)).collect();
        part_names(&mut drawn);
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

fn draw_line(line: &Line, field: &Field, labels: &[String], x: impl Fn(usize) -> f64) -> DrawnLine {
    let mut path = String::new();
    let mut dots = Vec::new();
    let mut pen_down = false;
    for (index, label) in labels.iter().enumerate() {
        let Some((value, text)) = line.points.get(index).and_then(Option::as_ref) else {
            pen_down = false;
            continue;
        };
        let (x, y) = (x(index), field.y(*value));
        path.push_str(&format!("{}{x} {y}", if pen_down { "L" } else { "M" }));
        dots.push(Dot { x, y, label: format!("{label}: {text}") });
        pen_down = true;
    }
    let name_y = dots.last().map_or(field.bottom, |dot| dot.y + 5.0);
    DrawnLine { name: line.name.clone(), path, name_y, dots }
}

/// Moves the names of lines that end close together apart.
fn part_names(lines: &mut [DrawnLine]) {
    const APART: f64 = 19.0;
    let mut order: Vec<usize> = (0..lines.len()).collect();
    let y = |lines: &[DrawnLine], index: usize| lines.get(index).map_or(0.0, |line| line.name_y);
    order.sort_by(|a, b| y(lines, *a).total_cmp(&y(lines, *b)));
    let mut last = f64::NEG_INFINITY;
    for index in order {
        if let Some(line) = lines.get_mut(index) {
            line.name_y = tenth(line.name_y.max(last + APART));
            last = line.name_y;
        }
    }
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
        let line = Line {
            name: "n".into(),
            points: vec![Some((1.0, "1".into())), None, Some((2.0, "2".into()))],
        };
        let labels = ["a", "b", "c"].map(ToOwned::to_owned);
        let chart = LineChart::new("t", "x", &labels, &[line], &|value| value.to_string());
        assert_eq!(chart.lines[0].path.matches('M').count(), 2);
        assert_eq!(chart.table.rows[1][1], "–");
    }
}
