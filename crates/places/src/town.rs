//! The town's geography in memory: districts and street names, reloaded when an import replaced them.

use std::sync::{Arc, PoisonError, RwLock};

use base::geo::Point;
use serde::Serialize;
use serde_json::{Value, json};
use store::{StoreError, Tx};

use crate::district::{District, Map, rounded};
use crate::label::label_point;
use crate::streets::Streets;
use crate::{addresses, districts};

/// The town's places, shared by all handlers: put into the app with `.with(Places::default())`.
///
/// Every use asks the database for the edition, one row, so that all nodes see an import at once.
#[derive(Clone, Debug, Default)]
pub struct Places {
    held: Arc<RwLock<Option<Arc<Geography>>>>,
    tiles: Option<Tiles>,
}

/// A background map of the town's choice, in place of its own streets.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Tiles {
    /// The address of a raster tile, with `{z}`, `{x}` and `{y}`; its host also stands in
    /// `web::Town::map_hosts`.
    pub url: String,
    /// Whom the licence of the tiles wants named.
    pub attribution: String,
    /// The closest zoom that the tiles are drawn for.
    pub max_zoom: u8,
}

/// One edition of the town's geography.
#[derive(Debug)]
pub struct Geography {
    /// The districts.
    pub map: Map,
    /// The names of the streets.
    pub streets: Streets,
    /// The name of each district and where a map writes it.
    pub names: Vec<MapName>,
    /// The edition: it changes when anything of this does.
    pub edition: i64,
}

/// The name of a district on the map.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MapName {
    /// The name.
    pub name: String,
    /// Degrees east of its middle.
    pub lon: f64,
    /// Degrees north of its middle.
    pub lat: f64,
}

fn map_name(district: &District) -> Option<MapName> {
    let Point { lon, lat } = label_point(&district.area)?;
    Some(MapName { name: district.name.clone(), lon: rounded(lon), lat: rounded(lat) })
}

impl Places {
    /// Uses a background map.
    #[must_use]
    pub fn with_tiles(mut self, tiles: Tiles) -> Self {
        self.tiles = Some(tiles);
        self
    }

    /// The background map, where the town has chosen one.
    pub fn tiles(&self) -> Option<&Tiles> {
        self.tiles.as_ref()
    }

    /// The geography as of this transaction.
    pub fn geography(&self, tx: &mut Tx<'_>) -> Result<Arc<Geography>, StoreError> {
        let edition = districts::edition(tx)?;
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(held) = held.filter(|held| held.edition == edition) {
            return Ok(held);
        }
        let map = Map::new(districts::all(tx)?);
        let streets = Streets::new(addresses::streets(tx)?);
        let names = map.districts().filter_map(map_name).collect();
        let fresh = Arc::new(Geography { map, streets, names, edition });
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = Some(fresh.clone());
        Ok(fresh)
    }
}

impl Geography {
    /// The district that a point lies in; `None` out of town.
    pub fn district_of(&self, point: Point) -> Option<&District> {
        self.map.district_of(point)
    }

    /// Whether a point lies in the town; a town without districts has no bounds.
    pub fn in_town(&self, point: Point) -> bool {
        self.map.bounds().is_none() || self.district_of(point).is_some()
    }
}

/// Where the streets run as GeoJSON, a feature for each street with its `name`.
pub fn streets_geojson(tx: &mut Tx<'_>) -> Result<Value, StoreError> {
    let feature = |(name, shape): (String, String)| {
        let lines: Value = serde_json::from_str(&shape).ok()?;
        let geometry = json!({ "type": "MultiLineString", "coordinates": lines });
        Some(json!({ "type": "Feature", "properties": { "name": name }, "geometry": geometry }))
    };
    let features: Vec<Value> = addresses::shapes(tx)?.into_iter().filter_map(feature).collect();
    Ok(json!({ "type": "FeatureCollection", "features": features }))
}
