//! The places of the town: its districts, streets and addresses, the search over them, the place picker
//! of forms and the map.
//!
//! Everything is the town's own data: no geocoder or tile server is asked, unless the town configures
//! one for its background map. It is not a geographic information system: it answers "which district",
//! "which address is this" and "which address is meant", and draws the map that a form needs.
//!
//! ```
//! use places::{Map, districts_from_geojson};
//!
//! let file = r#"{"features":[{"properties":{"name":"South End"},
//!     "geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}}]}"#;
//! let map = Map::new(districts_from_geojson(file).unwrap());
//! let point = base::geo::Point::new(0.5, 0.5).unwrap();
//! assert_eq!(map.district_of(point).unwrap().key, "south-end");
//! ```

pub mod addresses;
mod at;
mod district;
pub mod districts;
mod label;
mod map;
mod picker;
mod search;
mod seed;
mod shape;
mod streets;
mod suggest;
mod town;
mod words;

pub use district::{District, DistrictError, Map, districts_from_geojson};
pub use picker::{PlaceFields, Resolved, resolve};
pub use search::{
    AT_ADDRESS_M, Here, LONGEST_TEXT, MOST_MATCHES, Match, Place, by_key, here, place_at,
    search_addresses,
};
pub use seed::{NewAddress, Seeded, seed};
pub use streets::{Found, Street, Streets};
pub use town::{Geography, MapName, Places, Tiles, streets_geojson};

web::part!(assets);

/// The routes of this crate. All are public: they tell what any street map tells.
pub fn routes() -> web::Routes {
    use web::Access::Public;
    web::Routes::new()
        .get("/places/suggest", Public, suggest::suggest)
        .paced(web::Pace::TYPING)
        .get("/places/at", Public, at::at)
        .paced(web::Pace::TYPING)
        .get("/map/town.json", Public, map::town)
        .get("/map/districts.geojson", Public, map::districts)
        .get("/map/streets.geojson", Public, map::streets)
}

/// Every statement of this crate, for the check that prepares each on both engines.
pub fn statements() -> Vec<store::Described> {
    let mut all = addresses::statements();
    all.extend(districts::statements());
    all
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_word_exists_in_both_languages_and_is_used() {
        web::check_parts(&[&super::PART], &[concat!(env!("CARGO_MANIFEST_DIR"), "/src")]).unwrap();
    }
}
