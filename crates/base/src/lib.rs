//! The base crate.
