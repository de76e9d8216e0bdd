//! Where the name of an area is written: well inside its largest part. Pure.

use base::geo::{Bounds, Point, Polygon};

/// The sides of the grid of points that are tried; finer ones move the name by less than its height.
const GRID: u32 = 14;

/// A point well inside the largest part of an area; `None` for an area without corners.
pub fn label_point(area: &Polygon) -> Option<Point> {
    let largest = area.rings.iter().max_by(|a, b| size(a).total_cmp(&size(b)))?;
    let bounds = Bounds::around(largest.iter().copied())?;
    let (wide, tall) = (bounds.max.lon - bounds.min.lon, bounds.max.lat - bounds.min.lat);
    let narrow = bounds.min.lat.to_radians().cos();
    let share = |step: u32| (f64::from(step) + 0.5) / f64::from(GRID);
    (0..GRID * GRID)
        .map(|step| Point {
            lon: bounds.min.lon + wide * share(step % GRID),
            lat: bounds.min.lat + tall * share(step / GRID),
        })
        .filter(|point| area.contains(*point))
        .map(|point| (clearance(largest, point, narrow), point))
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, point)| point)
        .or_else(|| largest.first().copied())
}

/// Twice the area of a ring in square degrees (the shoelace formula).
fn size(ring: &[Point]) -> f64 {
    let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
    pairs.map(|(a, b)| a.lon * b.lat - b.lon * a.lat).sum::<f64>().abs()
}

/// The square of the distance to the nearest edge, in degrees of latitude: only compared.
fn clearance(ring: &[Point], point: Point, narrow: f64) -> f64 {
    let flat = |p: &Point| ((p.lon - point.lon) * narrow, p.lat - point.lat);
    let to_edge = |(from, to): (&Point, &Point)| {
        let ((ax, ay), (bx, by)) = (flat(from), flat(to));
        let (dx, dy) = (bx - ax, by - ay);
        let length = dx * dx + dy * dy;
        let along =
            if length > 0.0 { (-(ax * dx + ay * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
        (ax + along * dx).powi(2) + (ay + along * dy).powi(2)
    };
    ring.iter().zip(ring.iter().cycle().skip(1)).map(to_edge).fold(f64::INFINITY, f64::min)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_stands_inside_the_largest_part() {
        let square = |low: f64, high: f64| {
            [(low, low), (high, low), (high, high), (low, high)]
                .map(|(lon, lat)| Point { lon, lat })
                .to_vec()
        };
        let area = Polygon { rings: vec![square(20.0, 21.0), square(0.0, 10.0)] };
        let label = label_point(&area).unwrap();
        assert!((4.0..6.0).contains(&label.lon) && (4.0..6.0).contains(&label.lat), "{label:?}");
        assert_eq!(label_point(&Polygon::default()), None);
    }
}
