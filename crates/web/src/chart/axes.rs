use serde::Serialize;

use super::{count, tenth};

/// About how many pixels a letter of an axis is wide, and how wide a narrow and a wide chart are;
/// two wide ones stand side by side.
const LETTER: f64 = 8.0;
const NARROW: f64 = 270.0;
const WIDE: f64 = 450.0;

/// So near the edge, in percent, labels would stick out.
const EDGE: f64 = 4.0;

/// A label on the axis of values, at its line.
#[derive(Clone, Debug, PartialEq, Serialize)]
struct Tick {
    at: f64,
    label: String,
}

/// A label under the chart, in percent of the width; `wide` when it shows on wide screens only.
#[derive(Clone, Debug, PartialEq, Serialize)]
struct Column {
    at: f64,
    label: String,
    wide: bool,
    anchor: &'static str,
}

/// The frame of a chart with axes: a strip so many pixels wide for the labels of values, the plot
/// beside it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Field {
    height: f64,
    axis_width: f64,
    pub(super) bottom: f64,
    ticks: Vec<Tick>,
    columns: Vec<Column>,
    #[serde(skip)]
    top_value: f64,
}

impl Field {
    const TOP: f64 = 10.0;

    pub(super) fn new(most: f64, number: &dyn Fn(f64) -> String) -> Self {
        let (height, bottom) = (250.0, 218.0);
        let (step, top_value) = nice_steps(most);
        let mut ticks = Vec::new();
        let mut value = 0.0;
        while value <= top_value + step / 2.0 {
            let at = bottom - (bottom - Self::TOP) * value / top_value;
            ticks.push(Tick { at: tenth(at), label: number(value) });
            value += step;
        }
        let longest = ticks.iter().map(|tick| tick.label.chars().count()).max().unwrap_or(0);
        let axis_width = LETTER * count(longest) + 10.0;
        Self { height, axis_width, bottom, ticks, columns: Vec::new(), top_value }
    }

    pub(super) fn y(&self, value: f64) -> f64 {
        tenth(self.bottom - (self.bottom - Self::TOP) * value.max(0.0) / self.top_value)
    }

    /// Labels the columns, leaving out so many that none touch, and more where there is less room.
    pub(super) fn label(&mut self, labels: &[&str], at: impl Fn(usize) -> f64) {
        let longest = labels.iter().map(|label| label.chars().count()).max().unwrap_or(1);
        let all = labels.len().max(1);
        // A label at the very edge begins there instead of standing under its middle.
        let at_edge = if at(0) < EDGE { 1.5 } else { 1.0 };
        let every = |width: f64| {
            let room = width / count(all);
            let wanted = LETTER * count(longest) * at_edge + 12.0;
            (1..=all).find(|n| room * count(*n) >= wanted).unwrap_or(all)
        };
        let wide = every(WIDE);
        // A multiple of the wide step, so that the narrow labels are some of the wide ones.
        let narrow = every(NARROW).div_ceil(wide) * wide;
        let column = |(index, label): (usize, &&str)| {
            let at = tenth(at(index));
            let anchor = if at < EDGE {
                "start"
            } else if at > 100.0 - EDGE {
                "end"
            } else {
                "middle"
            };
            let wide = !index.is_multiple_of(narrow);
            Column { at, label: (*label).to_owned(), wide, anchor }
        };
        let shown = labels.iter().enumerate().filter(|(index, _)| index.is_multiple_of(wide));
        self.columns = shown.map(column).collect();
    }
}

/// A step of 1, 2 or 5 times a power of ten and the end of the axis, for three to five lines.
fn nice_steps(most: f64) -> (f64, f64) {
    if most.is_nan() || most <= 0.0 {
        return (1.0, 1.0);
    }
    let rough = most / 4.0;
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].iter().map(|n| n * power).find(|step| *step >= rough);
    let step = step.unwrap_or(power * 10.0);
    (step, (most / step).ceil().max(1.0) * step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_end_at_a_round_number() {
        assert_eq!(nice_steps(87.0), (50.0, 100.0));
        assert_eq!(nice_steps(7.0), (2.0, 8.0));
        assert_eq!(nice_steps(0.0), (1.0, 1.0));
        assert_eq!(nice_steps(f64::NAN), (1.0, 1.0));
    }

    #[test]
    fn labels_never_touch_on_a_telephone() {
        let mut field = Field::new(10.0, &|value| value.to_string());
        let labels = ["January 2026"; 24];
        field.label(&labels, |index| count(index) * 100.0 / 23.0);
        let narrow = field.columns.iter().filter(|column| !column.wide).count();
        assert!(narrow <= 3, "{narrow}");
        assert!(field.columns.len() > narrow);
    }
}
