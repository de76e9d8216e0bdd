use serde::Serialize;

use super::{WIDTH, count, tenth};

/// A label at a place on an axis.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Tick {
    pub(super) at: f64,
    pub(super) label: String,
}

/// The frame of a chart with axes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Field {
    width: f64,
    height: f64,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
    ticks: Vec<Tick>,
    columns: Vec<Tick>,
    #[serde(skip)]
    top_value: f64,
}

impl Field {
    const TOP: f64 = 12.0;

    pub(super) fn new(most: f64, right_room: f64, number: &dyn Fn(f64) -> String) -> Self {
        let (height, bottom) = (260.0, 226.0);
        let (step, top_value) = nice_steps(most);
        let mut ticks = Vec::new();
        let mut value = 0.0;
        while value <= top_value + step / 2.0 {
            let at = bottom - (bottom - Self::TOP) * value / top_value;
            ticks.push(Tick { at: tenth(at), label: number(value) });
            value += step;
        }
        let longest = ticks.iter().map(|tick| tick.label.chars().count()).max().unwrap_or(1);
        let left = 16.0 + 8.0 * count(longest);
        let right = WIDTH - right_room;
        Self { width: WIDTH, height, left, right, bottom, ticks, columns: Vec::new(), top_value }
    }

    pub(super) fn y(&self, value: f64) -> f64 {
        tenth(self.bottom - (self.bottom - Self::TOP) * value / self.top_value)
    }

    /// Labels the columns, leaving out so many that none touch.
    pub(super) fn label(&mut self, labels: &[&str], at: impl Fn(usize) -> f64) {
        let longest = labels.iter().map(|label| label.chars().count()).max().unwrap_or(1);
        let room = (self.right - self.left) / count(labels.len().max(1));
        let every = labels.len().max(1);
        let every =
            (1..=every).find(|n| room * count(*n) >= 8.0 * count(longest) + 10.0).unwrap_or(every);
        self.columns = labels
            .iter()
            .enumerate()
            .filter(|(index, _)| index.is_multiple_of(every))
            .map(|(index, label)| Tick { at: tenth(at(index)), label: (*label).to_owned() })
            .collect();
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
    fn axes_begin_at_zero_and_end_at_a_round_number() {
        assert_eq!(nice_steps(87.0), (50.0, 100.0));
        assert_eq!(nice_steps(7.0), (2.0, 8.0));
        assert_eq!(nice_steps(0.0), (1.0, 1.0));
        assert_eq!(nice_steps(f64::NAN), (1.0, 1.0));
    }
}
