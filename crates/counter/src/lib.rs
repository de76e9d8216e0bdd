//! The counter crate.
