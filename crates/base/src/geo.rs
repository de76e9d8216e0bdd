//! Places on the globe: points, polygons, distances. Coordinates are WGS 84 degrees, longitude first
//! as in GeoJSON (RFC 7946).

use serde::{Deserialize, Serialize};

/// Mean radius of the Earth in metres (IUGG).
const EARTH_RADIUS_M: f64 = 6_371_008.8;

/// A point.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Degrees east, −180 to 180.
    pub lon: f64,
    /// Degrees north, −90 to 90.
    pub lat: f64,
}

impl Point {
    /// A point, when both numbers are finite and on the globe.
    pub fn new(lon: f64, lat: f64) -> Option<Self> {
        let fits = (-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat);
        fits.then_some(Self { lon, lat })
    }

    /// The distance in metres along the surface (haversine).
    pub fn distance_m(self, other: Self) -> f64 {
        let (lat, other_lat) = (self.lat.to_radians(), other.lat.to_radians());
        let half = |a: f64, b: f64| ((b - a) / 2.0).sin().powi(2);
        let lon = half(self.lon.to_radians(), other.lon.to_radians());
        let chord = half(lat, other_lat) + lat.cos() * other_lat.cos() * lon;
        2.0 * EARTH_RADIUS_M * chord.min(1.0).sqrt().asin()
    }
}

/// A box of coordinates.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bounds {
    /// The corner in the south-west.
    pub min: Point,
    /// The corner in the north-east.
    pub max: Point,
}

impl Bounds {
    /// The box that holds every point; `None` for no points.
    pub fn around(points: impl IntoIterator<Item = Point>) -> Option<Self> {
        points.into_iter().fold(None, |bounds, point| {
            let Self { min, max } = bounds.unwrap_or(Self { min: point, max: point });
            let min = Point { lon: min.lon.min(point.lon), lat: min.lat.min(point.lat) };
            let max = Point { lon: max.lon.max(point.lon), lat: max.lat.max(point.lat) };
            Some(Self { min, max })
        })
    }

    /// The box that holds every point within so many metres of a point (and a little more).
    pub fn near(point: Point, metres: f64) -> Self {
        let lat = (metres / EARTH_RADIUS_M).to_degrees();
        let lon = lat / point.lat.to_radians().cos().max(0.01);
        Self {
            min: Point { lon: point.lon - lon, lat: point.lat - lat },
            max: Point { lon: point.lon + lon, lat: point.lat + lat },
        }
    }

    /// Whether the point lies in the box or on its edge.
    pub fn contains(&self, point: Point) -> bool {
        (self.min.lon..=self.max.lon).contains(&point.lon)
            && (self.min.lat..=self.max.lat).contains(&point.lat)
    }
}

/// An area: rings of points, the first the outline, the rest holes, several outlines for islands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Polygon {
    /// Each ring as points; the last may repeat the first.
    pub rings: Vec<Vec<Point>>,
}

impl Polygon {
    /// Whether the point lies inside, by the even-odd rule, so that holes and islands need no order.
    pub fn contains(&self, point: Point) -> bool {
        self.rings.iter().filter(|ring| ring_contains(ring, point)).count() % 2 == 1
    }

    /// The box around the area.
    pub fn bounds(&self) -> Option<Bounds> {
        Bounds::around(self.rings.iter().flatten().copied())
    }
}

fn ring_contains(ring: &[Point], point: Point) -> bool {
    let Some(mut previous) = ring.last() else { return false };
    let mut inside = false;
    for corner in ring {
        if (corner.lat > point.lat) != (previous.lat > point.lat) {
            let slope = (previous.lon - corner.lon) / (previous.lat - corner.lat);
            if point.lon < slope * (point.lat - corner.lat) + corner.lon {
                inside = !inside;
            }
        }
        previous = corner;
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(lon: f64, lat: f64) -> Point {
        Point::new(lon, lat).unwrap()
    }

    fn square(low: f64, high: f64) -> Vec<Point> {
        vec![point(low, low), point(high, low), point(high, high), point(low, high)]
    }

    #[test]
    fn a_hole_is_outside() {
        let ring = Polygon { rings: vec![square(0.0, 10.0), square(4.0, 6.0)] };
        assert!(ring.contains(point(1.0, 1.0)));
        assert!(!ring.contains(point(5.0, 5.0)));
        assert!(!ring.contains(point(11.0, 5.0)));
    }

    #[test]
    fn distance_follows_the_globe() {
        let london = point(-0.1276, 51.5074);
        let paris = point(2.3522, 48.8566);
        assert!((london.distance_m(paris) - 343_500.0).abs() < 1_000.0);
        assert!(Bounds::near(london, 100.0).contains(london));
    }

    #[test]
    fn off_the_globe_is_no_point() {
        assert_eq!(Point::new(f64::NAN, 0.0), None);
        assert_eq!(Point::new(0.0, 90.1), None);
    }
}
