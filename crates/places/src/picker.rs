//! From the fields of the place picker to a place: the half of it that works without JavaScript.

use base::geo::Point;
use serde::{Deserialize, Serialize};
use store::{StoreError, Tx};
use web::Words;

use crate::search::{self, LONGEST_TEXT, Match, Place};
use crate::town::Geography;

/// Matches offered to choose from: what fits on a small screen.
const OFFERED: usize = 6;

/// The fields of a place picker as they were sent; empty texts for what was not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceFields {
    /// `…-address`: the typed text.
    pub address: String,
    /// `…-lon`: the longitude of the pin.
    pub lon: String,
    /// `…-lat`: the latitude of the pin.
    pub lat: String,
    /// `…-for`: the address that the pin belongs to. When the address was typed over since, the pin
    /// is an old one.
    pub pinned: String,
    /// `…-choice`: the key of the match that was chosen.
    pub choice: String,
}

/// What the fields of a place picker mean.
#[derive(Clone, Debug, PartialEq)]
pub enum Resolved {
    /// A place in the town.
    Place(Place),
    /// Nothing was typed, pinned or chosen.
    Missing,
    /// Several places may be meant: the form shows them to choose from, message `place-choose`, or
    /// `place-choose-similar` when none is what was typed.
    Choose(Vec<Match>),
    /// No such place is known, message `place-not-found`.
    NotFound,
    /// The pin lies outside the town, message `place-outside` with `town`.
    Outside,
}

impl Resolved {
    /// The message at the field, unless a place was found.
    pub fn message(&self, words: &Words, town: &str) -> Option<String> {
        match self {
            Self::Place(_) => None,
            Self::Missing => Some(words.t("place-missing")),
            Self::Choose(matches) if matches.iter().any(|found| found.exact) => {
                Some(words.t("place-choose"))
            }
            Self::Choose(_) => Some(words.t("place-choose-similar")),
            Self::NotFound => Some(words.t("place-not-found")),
            Self::Outside => Some(words.with("place-outside", &[("town", town.to_owned().into())])),
        }
    }
}

impl PlaceFields {
    /// Reads the fields of a question from a form, given a function that looks one up by name.
    /// When the button `find` was pressed, the text is asked for again: an earlier choice is dropped.
    pub fn read<'a>(id: &str, field: impl Fn(&str) -> &'a str) -> Self {
        let part = |name: &str| -> String {
            field(&format!("{id}-{name}")).trim().chars().take(LONGEST_TEXT).collect()
        };
        let asks_again = Self::is_asked(id, &field);
        Self {
            address: part("address"),
            lon: part("lon"),
            lat: part("lat"),
            pinned: part("for"),
            choice: if asks_again { String::new() } else { part("choice") },
        }
    }

    /// Whether the button "Find the address" of this question was pressed, rather than the form sent.
    pub fn is_asked<'a>(id: &str, field: impl Fn(&str) -> &'a str) -> bool {
        field("find") == id
    }

    /// The fields that show a place: what a form holds after its address was found.
    pub fn of(place: &Place) -> Self {
        Self {
            address: place.address.clone(),
            lon: place.lon.to_string(),
            lat: place.lat.to_string(),
            pinned: place.address.clone(),
            choice: String::new(),
        }
    }

    /// The pin, unless the address was typed over after it was set.
    fn pin(&self) -> Option<Point> {
        let stale = !self.pinned.is_empty() && self.pinned != self.address;
        let point = Point::new(self.lon.parse().ok()?, self.lat.parse().ok()?)?;
        (!stale).then_some(point)
    }
}

/// Finds the place that is meant. A chosen match wins over the pin, the pin over the text.
pub fn resolve(
    tx: &mut Tx<'_>,
    town: &Geography,
    fields: &PlaceFields,
) -> Result<Resolved, StoreError> {
    if let Some(place) = search::by_key(tx, town, &fields.choice)? {
        return Ok(Resolved::Place(place));
    }
    if let Some(point) = fields.pin() {
        let Some(mut place) = search::place_at(tx, town, point)? else {
            return Ok(Resolved::Outside);
        };
        if !fields.address.is_empty() {
            place.address.clone_from(&fields.address);
        }
        return Ok(Resolved::Place(place));
    }
    if fields.address.is_empty() {
        return Ok(Resolved::Missing);
    }
    let matches = search::search_addresses(tx, town, &fields.address, OFFERED)?;
    let mut exact = matches.iter().filter(|found| found.exact);
    Ok(match (exact.next(), exact.next()) {
        (Some(only), None) => Resolved::Place(only.place.clone()),
        _ if matches.is_empty() => Resolved::NotFound,
        _ => Resolved::Choose(matches),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(address: &str, pinned: &str) -> PlaceFields {
        let text = str::to_owned;
        PlaceFields {
            address: text(address),
            lon: text("-71.06"),
            lat: text("42.36"),
            pinned: text(pinned),
            ..PlaceFields::default()
        }
    }

    #[test]
    fn a_pin_is_old_once_the_address_is_typed_over() {
        assert!(fields("12 Elm St", "12 Elm St").pin().is_some());
        assert!(fields("12 Oak St", "12 Elm St").pin().is_none());
        assert!(fields("", "").pin().is_some(), "a pin alone is a place");
    }

    #[test]
    fn fields_are_bounded_and_trimmed() {
        let long = "x".repeat(10_000);
        let read =
            PlaceFields::read(
                "spot",
                |name| if name == "spot-address" { long.as_str() } else { " 1 " },
            );
        assert_eq!(read.address.len(), LONGEST_TEXT);
        assert_eq!(read.lon, "1");
    }

    #[test]
    fn finding_again_drops_the_earlier_choice() {
        let sent = |name: &str| match name {
            "find" => "spot",
            "spot-choice" => "a12",
            _ => "",
        };
        assert_eq!(PlaceFields::read("spot", sent).choice, "");
        assert_eq!(
            PlaceFields::read("other", |name| if name == "find" { "spot" } else { "a12" }).choice,
            "a12"
        );
    }

    #[test]
    fn a_found_place_stays_the_same_place() {
        let place = Place {
            lon: -71.069,
            lat: 42.3602,
            address: "66 Phillips St".to_owned(),
            district: None,
        };
        let pin = PlaceFields::of(&place).pin().unwrap();
        assert_eq!((pin.lon, pin.lat), (place.lon, place.lat));
    }
}
