//! The parts of the town and the question which of them a point lies in. Pure.

use base::geo::{Bounds, Point, Polygon};
use serde_json::{Value, json};

/// A point this far outside every district still belongs to the nearest one: piers, quays and the
/// few metres that a simplified shoreline cuts off.
const SHORE_M: f64 = 150.0;
/// More corners than any simplified boundary needs; protects the memory of whoever loads a file.
const MAX_CORNERS: usize = 500_000;

/// A part of the town.
#[derive(Clone, Debug, PartialEq)]
pub struct District {
    /// The key that answers and routing rules use, such as `south-end`.
    pub key: String,
    /// The name that people use.
    pub name: String,
    /// Where it lies.
    pub area: Polygon,
}

/// Says why a file of districts cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DistrictError {
    /// The file is not JSON.
    #[error("the districts are not JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// The file is JSON, yet not a collection of named polygons.
    #[error("the districts are not GeoJSON: {0}")]
    Shape(String),
    /// Two districts share a key.
    #[error("two districts have the key {0:?}")]
    Twice(String),
}

/// Reads districts from GeoJSON (RFC 7946): a collection of polygons or multipolygons with a `name`
/// and, where it differs from the slug of the name, a `key`.
pub fn districts_from_geojson(text: &str) -> Result<Vec<District>, DistrictError> {
    let collection: Value = serde_json::from_str(text)?;
    let features = collection
        .get("features")
        .and_then(Value::as_array)
        .ok_or_else(|| DistrictError::Shape("it has no features".to_owned()))?;
    let mut districts: Vec<District> = Vec::with_capacity(features.len());
    let mut corners = 0;
    for feature in features {
        let district = district_from_feature(feature)?;
        corners += district.area.rings.iter().map(Vec::len).sum::<usize>();
        if corners > MAX_CORNERS {
            return Err(DistrictError::Shape(format!("it has more than {MAX_CORNERS} corners")));
        }
        if districts.iter().any(|other| other.key == district.key) {
            return Err(DistrictError::Twice(district.key));
        }
        districts.push(district);
    }
    Ok(districts)
}

fn district_from_feature(feature: &Value) -> Result<District, DistrictError> {
    let text = |name: &str| feature.pointer(&format!("/properties/{name}")).and_then(Value::as_str);
    let name =
        text("name").ok_or_else(|| DistrictError::Shape("a feature has no name".to_owned()))?;
    let key = base::text::slug(text("key").unwrap_or(name));
    if key.is_empty() {
        return Err(DistrictError::Shape(format!("{name:?} gives no key")));
    }
    let rings = rings_of(feature).filter(|rings| !rings.is_empty()).ok_or_else(|| {
        DistrictError::Shape(format!("{name:?} is not a polygon of points on the globe"))
    })?;
    Ok(District { key, name: name.to_owned(), area: Polygon { rings } })
}

fn rings_of(feature: &Value) -> Option<Vec<Vec<Point>>> {
    let coordinates = feature.pointer("/geometry/coordinates")?.as_array()?;
    match feature.pointer("/geometry/type")?.as_str()? {
        "Polygon" => coordinates.iter().map(ring).collect(),
        "MultiPolygon" => coordinates
            .iter()
            .map(Value::as_array)
            .collect::<Option<Vec<_>>>()?
            .into_iter()
            .flatten()
            .map(ring)
            .collect(),
        _ => None,
    }
}

fn ring(points: &Value) -> Option<Vec<Point>> {
    points
        .as_array()?
        .iter()
        .map(|point| Point::new(point.get(0)?.as_f64()?, point.get(1)?.as_f64()?))
        .collect()
}

/// The districts of a town, ready to be asked.
#[derive(Clone, Debug, Default)]
pub struct Map {
    districts: Vec<(District, Bounds)>,
}

impl Map {
    /// A map of these districts; those without any point are left out.
    pub fn new(districts: Vec<District>) -> Self {
        let districts = districts
            .into_iter()
            .filter_map(|d| d.area.bounds().map(|bounds| (d, bounds)))
            .collect();
        Self { districts }
    }

    /// Every district, in the order in which they were given.
    pub fn districts(&self) -> impl Iterator<Item = &District> {
        self.districts.iter().map(|(district, _)| district)
    }

    /// The district of a key.
    pub fn get(&self, key: &str) -> Option<&District> {
        self.districts().find(|district| district.key == key)
    }

    /// The box around the town; `None` for a town without districts.
    pub fn bounds(&self) -> Option<Bounds> {
        Bounds::around(self.districts.iter().flat_map(|(_, bounds)| [bounds.min, bounds.max]))
    }

    /// The district that a point lies in, or that it is a short walk from; `None` out of town.
    pub fn district_of(&self, point: Point) -> Option<&District> {
        let inside = |(district, bounds): &&(District, Bounds)| {
            bounds.contains(point) && district.area.contains(point)
        };
        if let Some((district, _)) = self.districts.iter().find(inside) {
            return Some(district);
        }
        let near = Bounds::near(point, SHORE_M);
        self.districts
            .iter()
            .filter(|(_, bounds)| overlap(bounds, &near))
            .map(|(district, _)| (distance_to_edge_m(&district.area, point), district))
            .filter(|(distance, _)| *distance <= SHORE_M)
            .min_by(|(a, _), (b, _)| a.total_cmp(b))
            .map(|(_, district)| district)
    }

    /// The districts as GeoJSON with `key` and `name`, coordinates to about a metre.
    pub fn to_geojson(&self) -> Value {
        let features: Vec<Value> = self.districts().map(feature_of).collect();
        json!({ "type": "FeatureCollection", "features": features })
    }
}

/// Each outline with the holes that lie in it, as GeoJSON wants them.
fn feature_of(district: &District) -> Value {
    let rings = &district.area.rings;
    let depth = |ring: &Vec<Point>| {
        let Some(first) = ring.first() else { return 0 };
        rings
            .iter()
            .filter(|other| !std::ptr::eq(*other, ring) && outline_contains(other, *first))
            .count()
    };
    let mut polygons: Vec<Vec<&Vec<Point>>> =
        rings.iter().filter(|ring| depth(ring) % 2 == 0).map(|outline| vec![outline]).collect();
    for hole in rings.iter().filter(|ring| depth(ring) % 2 == 1) {
        let around = |polygon: &&mut Vec<&Vec<Point>>| {
            polygon
                .first()
                .zip(hole.first())
                .is_some_and(|(outline, first)| outline_contains(outline, *first))
        };
        if let Some(polygon) = polygons.iter_mut().find(around) {
            polygon.push(hole);
        }
    }
    let coordinates: Vec<Vec<Vec<[f64; 2]>>> = polygons
        .iter()
        .map(|polygon| {
            polygon
                .iter()
                .map(|ring| ring.iter().map(|p| [rounded(p.lon), rounded(p.lat)]).collect())
                .collect()
        })
        .collect();
    json!({
        "type": "Feature",
        "properties": { "key": district.key, "name": district.name },
        "geometry": { "type": "MultiPolygon", "coordinates": coordinates },
    })
}

fn outline_contains(ring: &[Point], point: Point) -> bool {
    Polygon { rings: vec![ring.to_vec()] }.contains(point)
}

/// Five decimals of a degree are about a metre.
pub(crate) fn rounded(degrees: f64) -> f64 {
    (degrees * 100_000.0).round() / 100_000.0
}

fn overlap(a: &Bounds, b: &Bounds) -> bool {
    a.min.lon <= b.max.lon
        && b.min.lon <= a.max.lon
        && a.min.lat <= b.max.lat
        && b.min.lat <= a.max.lat
}

fn distance_to_edge_m(area: &Polygon, point: Point) -> f64 {
    area.rings
        .iter()
        .flat_map(|ring| ring.iter().zip(ring.iter().cycle().skip(1)))
        .map(|(&from, &to)| distance_to_line_m(point, from, to))
        .fold(f64::INFINITY, f64::min)
}

/// The distance in metres from a point to a straight line, on the plane that touches the globe
/// there: exact to a per mille over the few kilometres of a town.
pub(crate) fn distance_to_line_m(point: Point, from: Point, to: Point) -> f64 {
    let narrow = point.lat.to_radians().cos();
    let flat = |p: Point| ((p.lon - point.lon) * narrow, p.lat - point.lat);
    let ((ax, ay), (bx, by)) = (flat(from), flat(to));
    let (dx, dy) = (bx - ax, by - ay);
    let length = dx * dx + dy * dy;
    let along = if length > 0.0 { (-(ax * dx + ay * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    let nearest = Point {
        lon: from.lon + along * (to.lon - from.lon),
        lat: from.lat + along * (to.lat - from.lat),
    };
    point.distance_m(nearest)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TOWN: &str = include_str!("../../demo/data/districts.geojson");

    fn town() -> Map {
        Map::new(districts_from_geojson(TOWN).unwrap())
    }

    fn at(lon: f64, lat: f64) -> Option<String> {
        town().district_of(Point { lon, lat }).map(|d| d.key.clone())
    }

    #[test]
    fn known_places_lie_in_their_districts() {
        assert_eq!(at(-71.0648, 42.3574).as_deref(), Some("beacon-hill"), "the State House");
        assert_eq!(at(-71.0545, 42.3637).as_deref(), Some("north-end"), "the Old North Church");
        assert_eq!(at(-71.0972, 42.3467).as_deref(), Some("fenway"), "the ball park");
        assert_eq!(at(-71.1092, 42.3736), None, "Cambridge is another town");
        assert_eq!(at(0.0, 0.0), None);
    }

    #[test]
    fn a_few_metres_off_the_quay_still_belong_to_the_town() {
        let map = Map::new(vec![square("pier", 0.0, 0.01)]);
        assert!(map.district_of(Point { lon: 0.0109, lat: 0.005 }).is_some());
        assert!(map.district_of(Point { lon: 0.0150, lat: 0.005 }).is_none());
    }

    fn square(key: &str, low: f64, high: f64) -> District {
        let corner = |lon, lat| Point { lon, lat };
        let ring = vec![
            corner(low, low),
            corner(high, low),
            corner(high, high),
            corner(low, high),
            corner(low, low),
        ];
        District { key: key.to_owned(), name: key.to_owned(), area: Polygon { rings: vec![ring] } }
    }

    #[test]
    fn keys_come_from_names_and_are_unique() {
        let feature = |name: &str| {
            format!(
                r#"{{"type":"Feature","properties":{{"name":"{name}"}},"geometry":{{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}}}}"#
            )
        };
        let one = format!(r#"{{"features":[{}]}}"#, feature("Fenway / Kenmore"));
        assert_eq!(districts_from_geojson(&one).unwrap()[0].key, "fenway-kenmore");
        let two = format!(r#"{{"features":[{},{}]}}"#, feature("A B"), feature("a-b"));
        assert!(matches!(districts_from_geojson(&two), Err(DistrictError::Twice(_))));
    }

    #[test]
    fn bad_files_say_what_is_wrong() {
        for (bad, word) in [
            ("", "JSON"),
            ("[]", "features"),
            (r#"{"features":[{}]}"#, "name"),
            (
                r#"{"features":[{"properties":{"name":"A"},"geometry":{"type":"Point","coordinates":[0,0]}}]}"#,
                "polygon",
            ),
            (
                r#"{"features":[{"properties":{"name":"A"},"geometry":{"type":"Polygon","coordinates":[[[0,99]]]}}]}"#,
                "globe",
            ),
        ] {
            let error = districts_from_geojson(bad).unwrap_err().to_string();
            assert!(error.contains(word), "{error}");
        }
    }

    #[test]
    fn a_hole_stays_a_hole_in_geojson() {
        let mut ring = square("ring", 0.0, 10.0);
        ring.area.rings.push(square("hole", 4.0, 6.0).area.rings[0].clone());
        let map = Map::new(vec![ring]);
        let again = Map::new(districts_from_geojson(&map.to_geojson().to_string()).unwrap());
        assert_eq!(
            map.to_geojson()["features"][0]["geometry"]["coordinates"].as_array().unwrap().len(),
            1
        );
        assert!(again.district_of(Point { lon: 5.0, lat: 5.0 }).is_none());
    }

    proptest! {
        #[test]
        fn writing_and_reading_keeps_every_answer(lon in -71.20..-70.80, lat in 42.20..42.42) {
            let map = town();
            let again = Map::new(districts_from_geojson(&map.to_geojson().to_string()).unwrap());
            let key = |map: &Map| map.district_of(Point { lon, lat }).map(|d| d.key.clone());
            prop_assert_eq!(key(&map), key(&again));
        }

        #[test]
        fn a_point_on_a_line_is_no_distance_from_it(lon in -71.2..-71.0f64, lat in 42.2..42.4f64, share in 0.0..1.0f64) {
            let (from, to) = (Point { lon, lat }, Point { lon: lon + 0.01, lat: lat + 0.01 });
            let on = Point { lon: lon + 0.01 * share, lat: lat + 0.01 * share };
            prop_assert!(distance_to_line_m(on, from, to) < 0.01);
        }
    }
}
