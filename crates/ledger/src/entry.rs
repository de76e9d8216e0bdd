use std::fmt;

use base::{CaseId, PersonId};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

/// Who did it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A person who was signed in.
    Person(PersonId),
    /// The resident who holds a case's personal link.
    Resident(CaseId),
    /// Somebody who is not known, such as a visitor who confirms a subscription.
    Anybody,
    /// The program itself: the name of the job or command.
    System(&'static str),
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Person(id) => write!(f, "person:{id}"),
            Self::Resident(case) => write!(f, "resident:{case}"),
            Self::Anybody => f.write_str("anybody"),
            Self::System(name) => write!(f, "system:{name}"),
        }
    }
}

/// What it was done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The kind of thing, such as `case`.
    pub kind: &'static str,
    /// Its id.
    pub id: i64,
}

impl Subject {
    /// Names any kind of thing.
    pub fn new(kind: &'static str, id: impl Into<i64>) -> Self {
        Self { kind, id: id.into() }
    }

    /// Names a case.
    pub fn case(id: CaseId) -> Self {
        Self::new("case", id)
    }

    /// Names a person.
    pub fn person(id: PersonId) -> Self {
        Self::new("person", id)
    }
}

/// One act, before it is written.
#[derive(Clone, Debug)]
pub struct Entry {
    pub(crate) actor: Actor,
    pub(crate) verb: &'static str,
    pub(crate) subject: Subject,
    pub(crate) body: Map<String, Value>,
    pub(crate) personal: Vec<(&'static str, String)>,
}

impl Entry {
    /// An act without details. Verbs are `noun.verb`, such as `case.close`.
    pub fn new(actor: Actor, verb: &'static str, subject: Subject) -> Self {
        Self { actor, verb, subject, body: Map::new(), personal: Vec::new() }
    }

    /// Adds a detail that is about no person.
    #[must_use]
    pub fn with(mut self, field: &str, value: impl Into<Value>) -> Self {
        self.body.insert(field.to_owned(), value.into());
        self
    }

    /// Adds a detail about a person: only its salted hash enters the history. An empty one is left
    /// out.
    #[must_use]
    pub fn personal(mut self, field: &'static str, value: impl Into<String>) -> Self {
        let value = value.into();
        if !value.is_empty() {
            self.personal.push((field, value));
        }
        self
    }
}

/// The hash that stands for a personal value: SHA-256 over the salt and the value.
pub fn salted_hash(salt: &[u8], value: &str) -> String {
    hex::encode(Sha256::new().chain_update(salt).chain_update(value).finalize())
}

/// The leaf hash of RFC 6962, 2.1: SHA-256 over a zero byte and the entry.
pub fn leaf_hash(entry: &str) -> [u8; 32] {
    Sha256::new().chain_update([0]).chain_update(entry).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_empty_leaf_is_that_of_the_standard() {
        // The first leaf of the test vectors of RFC 6962's reference implementation.
        let expected = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d";
        assert_eq!(hex::encode(leaf_hash("")), expected);
    }
}
