//! What a resident answered, by question.

use base::geo::Point;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// The answers of a case: a JSON object of question id to value.
///
/// Text and dates are strings, numbers are doubles, yes or no is a boolean, one of some options is
/// its value, many are a list of values, a place is `{lon, lat, address, district}` with null for
/// what is not known, photos are a list of file ids, contact details are `{name, email, phone}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Value", into = "Value")]
pub struct Answers(Value);

impl Default for Answers {
    fn default() -> Self {
        Self(Value::Object(Map::new()))
    }
}

impl TryFrom<Value> for Answers {
    type Error = &'static str;

    fn try_from(value: Value) -> Result<Self, Self::Error> {
        if value.is_object() { Ok(Self(value)) } else { Err("answers must be an object") }
    }
}

impl From<Answers> for Value {
    fn from(answers: Answers) -> Self {
        answers.0
    }
}

impl Answers {
    /// Makes an empty set of answers.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads answers as they are stored.
    ///
    /// # Errors
    /// When the text is not a JSON object.
    pub fn from_text(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// Gives the answers as they are stored.
    pub fn to_text(&self) -> String {
        self.0.to_string()
    }

    /// Gives the answers as JSON, always an object.
    pub fn as_json(&self) -> &Value {
        &self.0
    }

    /// Finds an answer; a null is no answer.
    pub fn get(&self, question: &str) -> Option<&Value> {
        self.0.get(question).filter(|value| !value.is_null())
    }

    /// Lists the answers.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.as_object().into_iter().flatten().map(|(id, value)| (id.as_str(), value))
    }

    /// Tells whether nothing is answered.
    pub fn is_empty(&self) -> bool {
        self.0.as_object().is_none_or(Map::is_empty)
    }

    /// Sets an answer.
    pub fn set(&mut self, question: &str, value: Value) {
        if let Some(map) = self.0.as_object_mut() {
            map.insert(question.to_owned(), value);
        }
    }

    /// Takes an answer away.
    pub fn remove(&mut self, question: &str) {
        if let Some(map) = self.0.as_object_mut() {
            // Order is kept, so that stored answers stay in the form's order.
            map.shift_remove(question);
        }
    }

    /// Gives a text answer (also the value of a choice, or a date).
    pub fn text(&self, question: &str) -> Option<&str> {
        self.get(question)?.as_str()
    }

    /// Gives the place in an answer.
    pub fn place(&self, question: &str) -> Option<Place> {
        self.get(question).and_then(Place::from_json)
    }

    /// Finds the first place among the answers.
    pub fn first_place(&self) -> Option<Place> {
        self.iter().find_map(|(_, value)| Place::from_json(value))
    }

    /// Gives the contact details in an answer.
    pub fn contact(&self, question: &str) -> Option<Contact> {
        self.get(question).and_then(Contact::from_json)
    }

    /// Gives the file ids in an answer.
    pub fn photos(&self, question: &str) -> Vec<base::FileId> {
        let items = self.get(question).and_then(Value::as_array);
        items
            .into_iter()
            .flatten()
            .filter_map(|item| item.as_str()?.parse().ok().map(base::FileId))
            .collect()
    }
}

/// A place as a resident gave it: a pin, an address, or both.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Place {
    /// The pin.
    pub point: Option<Point>,
    /// The address or a description, in the resident's words; may be empty.
    pub address: String,
    /// The key of the district that the pin lies in.
    pub district: Option<String>,
}

impl Place {
    /// Reads a place from an answer; `None` when the answer is something else.
    pub fn from_json(value: &Value) -> Option<Self> {
        let fields = value.as_object()?;
        let number = |name: &str| fields.get(name).and_then(Value::as_f64);
        let point = number("lon").zip(number("lat")).and_then(|(lon, lat)| Point::new(lon, lat));
        let address = fields.get("address")?.as_str().unwrap_or_default().to_owned();
        let district = fields.get("district").and_then(Value::as_str).map(str::to_owned);
        Some(Self { point, address, district })
    }

    /// Writes the place as an answer.
    pub fn to_json(&self) -> Value {
        json!({
            "lon": self.point.map(|point| point.lon),
            "lat": self.point.map(|point| point.lat),
            "address": self.address,
            "district": self.district,
        })
    }
}

/// How to reach the resident. Empty texts are what was not given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contact {
    /// The name.
    pub name: String,
    /// The e-mail address, valid or empty.
    pub email: String,
    /// The phone number, valid or empty.
    pub phone: String,
}

impl Contact {
    /// Reads contact details from an answer; `None` when the answer is something else.
    pub fn from_json(value: &Value) -> Option<Self> {
        let fields = value.as_object()?;
        if !["name", "email", "phone"].iter().any(|name| fields.contains_key(*name)) {
            return None;
        }
        let text =
            |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        Some(Self { name: text("name"), email: text("email"), phone: text("phone") })
    }

    /// Writes the contact details as an answer.
    pub fn to_json(&self) -> Value {
        json!({ "name": self.name, "email": self.email, "phone": self.phone })
    }

    /// Tells whether nothing was given.
    pub fn is_empty(&self) -> bool {
        self.name.is_empty() && self.email.is_empty() && self.phone.is_empty()
    }
}
