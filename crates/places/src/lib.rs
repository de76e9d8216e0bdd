//! The places crate.
