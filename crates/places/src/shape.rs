//! Where streets run, as far as their addresses tell: a base map for towns that have addresses and no
//! street lines. Pure.
//!
//! Houses stand on both sides, even numbers on one, so that the line through their numbers zigzags. The
//! mean of the houses near a number on the one side, and of those on the other, lies near the middle
//! of the street. Crossings lie on it already.

use base::geo::Point;

use crate::district::distance_to_line_m;

/// Two houses further apart belong to two stretches of a street.
const GAP_M: f64 = 260.0;
/// Houses of one side that a mean takes in.
const MEAN_OF: usize = 5;
/// Corners that lie this near to the straight line are left out (Douglas and Peucker 1973); the
/// source gives coordinates to about ten metres.
const STRAIGHT_M: f64 = 11.0;
/// A crossing this near to the line is part of it.
const ON_LINE_M: f64 = 14.0;
/// A crossing this far beyond an end still belongs to the street.
const BEYOND_END_M: f64 = 160.0;

/// The stretches of a street: lines through its houses, in the order of their numbers, and crossings.
pub fn stretches(mut houses: Vec<(i64, Point)>, crossings: &[Point]) -> Vec<Vec<Point>> {
    houses.sort_by_key(|(number, _)| *number);
    let runs = houses.chunk_by(|(_, a), (_, b)| a.distance_m(*b) <= GAP_M);
    let mut lines: Vec<Vec<Point>> = runs.map(|run| simplified(&middle(run))).collect();
    if lines.is_empty() {
        let ordered = in_order(crossings);
        let runs = ordered.chunk_by(|a, b| a.distance_m(*b) <= GAP_M);
        lines = runs.map(simplified).collect();
    } else {
        for line in &mut lines {
            extend(line, crossings);
        }
    }
    lines.retain(|line| line.len() > 1);
    lines
}

/// The line between the two sides, from the first house to the last.
fn middle(houses: &[(i64, Point)]) -> Vec<Point> {
    let side = |odd: i64| -> Vec<(i64, Point)> {
        houses.iter().filter(|(number, _)| number % 2 == odd).copied().collect()
    };
    let sides = [side(0), side(1)];
    let centre = |number: i64| {
        let means: Vec<Point> = sides.iter().filter_map(|side| mean_near(side, number)).collect();
        mean(&means)
    };
    houses.iter().filter_map(|(number, _)| centre(*number)).collect()
}

/// The mean of the houses of one side whose numbers are nearest: as many below as above, so that it
/// is not drawn inwards at the ends.
fn mean_near(side: &[(i64, Point)], number: i64) -> Option<Point> {
    let at = side.partition_point(|(own, _)| *own < number).min(side.len().checked_sub(1)?);
    let reach = (MEAN_OF / 2).min(at).min(side.len() - 1 - at);
    let near: Vec<Point> = side.get(at - reach..=at + reach)?.iter().map(|(_, p)| *p).collect();
    mean(&near)
}

fn mean(points: &[Point]) -> Option<Point> {
    let share = 1.0 / f64::from(u32::try_from(points.len()).ok().filter(|count| *count > 0)?);
    let (lon, lat) = points.iter().fold((0.0, 0.0), |(lon, lat), p| (lon + p.lon, lat + p.lat));
    Some(Point { lon: lon * share, lat: lat * share })
}

/// Points along the longer side of the box around them.
fn in_order(points: &[Point]) -> Vec<Point> {
    let mut points = points.to_vec();
    let Some(bounds) = base::geo::Bounds::around(points.iter().copied()) else { return points };
    let wide = (bounds.max.lon - bounds.min.lon) * bounds.min.lat.to_radians().cos();
    let tall = bounds.max.lat - bounds.min.lat;
    let along = |p: &Point| if wide > tall { p.lon } else { p.lat };
    points.sort_by(|a, b| along(a).total_cmp(&along(b)));
    points
}

/// The line without the corners that do not show.
fn simplified(line: &[Point]) -> Vec<Point> {
    let (Some(first), Some(last)) = (line.first(), line.last()) else { return Vec::new() };
    let mut kept = vec![*first];
    // A worklist rather than recursion: a line of many thousand corners must not exhaust the stack.
    let mut open = vec![line];
    while let Some(part) = open.pop() {
        match farthest(part) {
            Some(at) => {
                open.extend(part.get(at..));
                open.extend(part.get(..=at));
            }
            None => kept.extend(part.last().filter(|end| kept.last() != Some(end))),
        }
    }
    if kept.last() != Some(last) {
        kept.push(*last);
    }
    kept
}

/// The corner that lies farthest from the straight line between the ends, when it shows.
fn farthest(part: &[Point]) -> Option<usize> {
    let (first, last) = (*part.first()?, *part.last()?);
    let inner = part.iter().enumerate().skip(1).take(part.len().saturating_sub(2));
    inner
        .map(|(at, point)| (at, distance_to_line_m(*point, first, last)))
        .filter(|(_, away)| *away > STRAIGHT_M)
        .max_by(|(_, a), (_, b)| a.total_cmp(b))
        .map(|(at, _)| at)
}

/// Takes in the crossings that lie on the line or a little beyond its ends.
fn extend(line: &mut Vec<Point>, crossings: &[Point]) {
    let mut crossings = crossings.to_vec();
    let from_ends = |p: &Point, line: &[Point]| {
        line.first()
            .into_iter()
            .chain(line.last())
            .map(|end| end.distance_m(*p))
            .fold(f64::INFINITY, f64::min)
    };
    crossings.sort_by(|a, b| from_ends(a, line).total_cmp(&from_ends(b, line)));
    for crossing in crossings {
        let nearest = line
            .windows(2)
            .enumerate()
            .filter_map(|(at, pair)| {
                Some((at, distance_to_line_m(crossing, *pair.first()?, *pair.last()?)))
            })
            .min_by(|(_, a), (_, b)| a.total_cmp(b));
        match nearest {
            Some((at, away)) if away <= ON_LINE_M && !is_end(line, crossing) => {
                line.insert(at + 1, crossing);
            }
            _ if continues(line.iter().rev().take(2), crossing) => line.push(crossing),
            _ if continues(line.iter().take(2), crossing) => line.insert(0, crossing),
            _ => {}
        }
    }
}

fn is_end(line: &[Point], crossing: Point) -> bool {
    let at_end = |end: Option<&Point>| end.is_some_and(|end| end.distance_m(crossing) <= ON_LINE_M);
    at_end(line.first()) || at_end(line.last())
}

/// Whether a crossing lies ahead of an end, given as the last corner and the one before it.
fn continues<'a>(mut end: impl Iterator<Item = &'a Point>, crossing: Point) -> bool {
    let (Some(last), Some(before)) = (end.next(), end.next()) else { return false };
    let narrow = last.lat.to_radians().cos();
    let step = |from: &Point, to: &Point| ((to.lon - from.lon) * narrow, to.lat - from.lat);
    let ((ax, ay), (bx, by)) = (step(before, last), step(last, &crossing));
    let lengths = ax.hypot(ay) * bx.hypot(by);
    let away = last.distance_m(crossing);
    // The cosine of 35 degrees: a street bends less than that between two houses.
    lengths > 0.0 && away <= BEYOND_END_M && (ax * bx + ay * by) / lengths > 0.82
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Metres east and north of a corner of the town.
    fn at(east: f64, north: f64) -> Point {
        Point { lon: -71.0 + east / 82_000.0, lat: 42.3 + north / 111_200.0 }
    }

    #[test]
    fn two_sides_of_a_street_give_one_straight_line() {
        let houses = (0..40_i32)
            .map(|n| (i64::from(n), at(f64::from(n) * 10.0, if n % 2 == 0 { 8.0 } else { -8.0 })))
            .collect();
        let lines = stretches(houses, &[at(420.0, 0.0), at(200.0, 1.0)]);
        assert_eq!(lines.len(), 1);
        assert_eq!(
            lines[0].last(),
            Some(&at(420.0, 0.0)),
            "the crossing beyond the end is taken in"
        );
        assert!(lines[0].len() <= 8, "{}", lines[0].len());
        let off =
            lines[0].iter().skip(1).map(|p| distance_to_line_m(*p, at(0.0, 0.0), at(500.0, 0.0)));
        assert!(off.fold(0.0, f64::max) < 9.0);
    }

    #[test]
    fn a_gap_parts_a_street() {
        let houses =
            vec![(1, at(0.0, 0.0)), (3, at(50.0, 0.0)), (5, at(900.0, 0.0)), (7, at(950.0, 0.0))];
        assert_eq!(stretches(houses, &[]).len(), 2);
    }

    #[test]
    fn crossings_alone_also_give_a_line() {
        assert_eq!(
            stretches(vec![], &[at(200.0, 0.0), at(0.0, 0.0), at(100.0, 20.0)])[0].first(),
            Some(&at(0.0, 0.0))
        );
        assert!(stretches(vec![(1, at(0.0, 0.0))], &[]).is_empty());
    }

    proptest! {
        #[test]
        fn simplifying_keeps_the_ends_and_adds_nothing(line in prop::collection::vec((0.0..900.0f64, 0.0..900.0f64), 2..60)) {
            let line: Vec<Point> = line.into_iter().map(|(east, north)| at(east, north)).collect();
            let short = simplified(&line);
            prop_assert_eq!(short.first(), line.first());
            prop_assert_eq!(short.last(), line.last());
            prop_assert!(short.iter().all(|p| line.contains(p)));
        }
    }
}
