//! The real requests that the demo town is made from; `data/README.md` explains the files.

use std::io::Read;

use base::geo::Point;
use flate2::read::GzDecoder;
use places::NewAddress;
use serde::Deserialize;

use crate::DemoError;

const REQUESTS: &[u8] = include_bytes!("../data/requests.csv.gz");
const PLACES: &[u8] = include_bytes!("../data/places.csv.gz");
const TYPES: &str = include_str!("../data/types.csv");
/// The districts of the demo town as GeoJSON.
pub const DISTRICTS: &str = include_str!("../data/districts.geojson");

/// One request of the data.
#[derive(Clone, Copy, Debug)]
pub struct Request {
    /// Minutes of the wall clock since 2015-01-01 00:00.
    pub opened: i64,
    /// Minutes from opening to the end; `None` for one that was open.
    pub closed: Option<i64>,
    /// The line of its kind in the types.
    pub kind: usize,
    /// How it reached the city.
    pub channel: Channel,
    /// How it ended.
    pub outcome: Outcome,
    /// The line of its place.
    pub place: Option<usize>,
}

/// How a request reached the city.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// A call.
    Phone,
    /// The city's app.
    App,
    /// The city's website.
    Web,
    /// Entered by staff.
    Staff,
    /// Entered by staff on the street.
    StaffApp,
    /// Made by another program.
    System,
    /// A public post.
    Social,
}

impl Channel {
    /// The channel of a case.
    pub fn key(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::App => "app",
            Self::Web => "web",
            Self::Staff | Self::StaffApp => "staff",
            Self::System | Self::Social => "other",
        }
    }
}

/// How a request ended, as the preparation of the data reads the city's closing words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the words stand in data/README.md")]
pub enum Outcome {
    Done,
    MadeSafe,
    Enforced,
    NotFound,
    NoAccess,
    Duplicate,
    NotOurs,
    Withdrawn,
    Noted,
    Administrative,
    Unstated,
}

impl Outcome {
    /// The outcomes of workflows that say the same, the closest first.
    pub fn keys(self) -> &'static [&'static str] {
        match self {
            Self::MadeSafe => &["made-safe", "done", "answered", "delivered"],
            Self::Enforced => &["violation", "violation-found", "enforced", "done", "answered"],
            Self::NotFound => &["not-found", "no-violation", "answered", "done"],
            Self::NoAccess => &["no-access", "no-answer", "cannot"],
            Self::Duplicate => &["duplicate"],
            Self::NotOurs => &["not-ours", "cannot"],
            Self::Withdrawn => &["withdrawn"],
            Self::Noted => &["noted", "answered", "done"],
            Self::Done | Self::Administrative | Self::Unstated => {
                &["done", "delivered", "corrected", "answered"]
            }
        }
    }
}

/// A place that requests name.
#[derive(Clone, Debug, Deserialize)]
pub struct Place {
    line: String,
    locality: String,
    postcode: String,
    lat: Option<f64>,
    lon: Option<f64>,
}

impl Place {
    /// The place as an address to load; `None` for one without coordinates.
    pub fn address(&self) -> Option<NewAddress> {
        Some(NewAddress {
            line: self.line.clone(),
            locality: self.locality.clone(),
            postcode: self.postcode.clone(),
            point: self.point()?,
        })
    }

    /// Where it is.
    pub fn point(&self) -> Option<Point> {
        Point::new(self.lon?, self.lat?)
    }

    /// The address in one line.
    pub fn line(&self) -> String {
        let locality =
            if self.locality.is_empty() { String::new() } else { format!(", {}", self.locality) };
        format!("{}{locality} {}", self.line, self.postcode).trim_end().to_owned()
    }
}

#[derive(Deserialize)]
struct RequestRow {
    opened: i64,
    closed: Option<i64>,
    r#type: usize,
    channel: Channel,
    outcome: Option<Outcome>,
    place: Option<usize>,
}

#[derive(Deserialize)]
struct TypeRow {
    r#type: String,
}

/// All requests in the order in which they were opened.
pub fn requests() -> Result<Vec<Request>, DemoError> {
    let rows = table::<RequestRow>(&unpacked(REQUESTS)?)?;
    Ok(rows
        .into_iter()
        .map(|row| Request {
            opened: row.opened,
            closed: row.closed,
            kind: row.r#type,
            channel: row.channel,
            outcome: row.outcome.unwrap_or(Outcome::Unstated),
            place: row.place,
        })
        .collect())
}

/// All places that requests name.
pub fn places() -> Result<Vec<Place>, DemoError> {
    table(&unpacked(PLACES)?)
}

/// The names of the kinds of request, by line.
pub fn types() -> Result<Vec<String>, DemoError> {
    Ok(table::<TypeRow>(TYPES)?.into_iter().map(|row| row.r#type).collect())
}

fn unpacked(packed: &[u8]) -> Result<String, DemoError> {
    let mut text = String::new();
    GzDecoder::new(packed).read_to_string(&mut text)?;
    Ok(text)
}

fn table<T: for<'de> Deserialize<'de>>(text: &str) -> Result<Vec<T>, DemoError> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    Ok(reader.deserialize().collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_is_whole() {
        let (requests, places, types) = (requests().unwrap(), places().unwrap(), types().unwrap());
        assert_eq!(requests.len(), 93_914);
        assert!(requests.iter().all(|request| request.kind < types.len()));
        assert!(
            requests.iter().filter_map(|request| request.place).all(|place| place < places.len())
        );
        assert!(requests.windows(2).all(|pair| pair[0].opened <= pair[1].opened));
    }
}
